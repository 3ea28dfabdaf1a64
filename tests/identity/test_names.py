"""Names as people of the province write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity import names
from identity.names import People


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("YANSEN LAWAI", "Yansen Lawai"),
        ("siti  nur hasanah", "Siti Nur Hasanah"),
        ("  Sharto", "Sharto"),
        ("AHMAD  ", "Ahmad"),
        ("H. Muh. Ramli, S.Pd", "H. Muh. Ramli, S.Pd"),
        ("H. MUH. RAMLI, S.PD", "H. Muh. Ramli, S.Pd"),
        ("Hj. RATNA SARI DEWI", "Hj. Ratna Sari Dewi"),
        ("dr. ANDI FITRIANI", "dr. Andi Fitriani"),
        ("SITI AISYAH, A.MD.KEB", "Siti Aisyah, A.Md.Keb"),
        ("RAMLI SE", "Ramli SE"),
        ("JUM'AT NUR'AINI", "Jum'at Nur'aini"),
        ("A.RAHMAN", "A.Rahman"),
        ("YOHANES-PAULUS", "Yohanes-Paulus"),
        ("'Usman", "Usman"),
        ("Taufik\nBasri\u00a0", "Taufik Basri"),
        ("La Ode McDonald", "La Ode McDonald"),
        ("Ramat L.", "Ramat L."),
        ("Nani a.", "Nani a."),
        ("Paulus", "Paulus"),
        ("", ""),
        ("-", ""),
    ],
)
def test_a_name_is_shown_on_one_line_with_its_titles(written: str, shown: str) -> None:
    assert names.clean(written) == shown


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("H. Muh. Ramli, S.Pd", "muhammad ramli"),
        ("Hj. RATNA SARI DEWI", "ratna sari dewi"),
        ("Drs. H. Abd. Rahman, M.Si", "abdul rahman"),
        ("dr. Andi Fitriani, Sp.PD", "andi fitriani"),
        ("Prof. Dr. Ir. H. Joko", "joko"),
        ("KH. Ahmad Dahlan", "ahmad dahlan"),
        ("Ust. Yusuf", "yusuf"),
        ("AHMAD YANI, S.KEP., NERS", "ahmad yani"),
        ("Rina, SKM, M.Kes", "rina"),
        ("Ani S. Pd", "ani"),
        ("Budi, S. Sos", "budi"),
        ("Ramli, SE", "ramli"),
        ("Ramli S.E", "ramli"),
        ("Suparman (alm)", "suparman"),
        ("Alm. Suparman", "suparman"),
        ("Ahmad bin Ali", "ahmad ali"),
        ("Siti binti Usman", "siti usman"),
        ("M. Ramli", "muhammad ramli"),
        ("Moh Ramli", "muhammad ramli"),
        ("Mochammad Ramli", "muhammad ramli"),
        ("St. Aisyah", "siti aisyah"),
        ("Noor Aini", "nur aini"),
        ("Nur'aini", "nuraini"),
        ("José Núñez", "jose nunez"),
        ("A.RAHMAN", "a rahman"),
        ("YOHANES-PAULUS", "yohanes paulus"),
        ("Saiful S. R.", "saiful s r"),
        ("M.", "m"),
        ("Paulus", "paulus"),
        ("Andi", "andi"),
        ("Datu Ping", "datu ping"),
        ("", ""),
    ],
)
def test_a_name_is_searched_by_plain_words_without_titles(written: str, words: str) -> None:
    assert names.search_words(written) == words.split()


@pytest.mark.parametrize("title", ["H.", "Hj", "S. Pd", "dr."])
def test_a_title_alone_stays_searchable(title: str) -> None:
    assert names.search_words(title)


SAME = [
    ("Muh. Ramli", "Muhammad Ramli"),
    ("H. Muh. Ramli, S.Pd", "MUHAMMAD RAMLI"),
    ("M. Ramli", "Mochamad Ramli"),
    ("Abd Rahman", "Abdul Rahman"),
    ("St. Nurhasanah", "siti nurhasanah"),
    ("Noor Aini", "Nur Aini"),
    ("Yusuf", "Jusuf"),
    ("Soekarno", "Sukarno"),
    ("Djoko", "Joko"),
    ("Tjokro", "Cokro"),
    ("Aisyah", "Aisah"),
    ("Khadijah", "Hadija"),
    ("Fitri", "Vitri"),
    ("Taufiq", "Taufik"),
    ("Ahmad", "Achmat"),
    ("Rizky", "Risky"),
    ("Rizky", "Rizki"),
    ("Wijaya", "Wijaia"),
    ("Muhammad Apui Ibrahim", "Ibrahim Apui Muhammad"),
    ("Hasanah", "Hassana"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_share_a_key_and_are_alike(one: str, other: str) -> None:
    assert names.key(one) == names.key(other)
    assert names.similarity(one, other) >= 0.95


@pytest.mark.parametrize(
    ("one", "other"),
    [("Siti Nurhasanah", "Sitinurhasanah"), ("Rahmat Lawai", "Ramat Lawai"), ("Suryani Lawai", "Suryan Lawai")],
)
def test_a_joined_or_mistyped_name_is_alike(one: str, other: str) -> None:
    assert names.similarity(one, other) >= 0.88


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muhammad Ramli", "Muhammad Yusuf"),
        ("Siti Aminah", "Siti Rahmawati"),
        ("Rina", "Rina Petrus"),
        ("Andi Setiawan", "Budi Santoso"),
        ("H. Usman, S.Pd", "H. Salim, S.Pd"),
        ("", ""),
        ("王", "王"),
    ],
)
def test_another_name_or_a_part_of_one_is_not_alike(one: str, other: str) -> None:
    assert names.similarity(one, other) < 0.75


@pytest.mark.parametrize(
    ("one", "other", "is_shortened"),
    [
        ("Rina", "Rina Petrus", True),
        ("Saiful S. R.", "Saiful Setiawan Ramadhani", True),
        ("Aji S. F.", "Fajar Safitri Aji", True),
        ("Mohd. Ramli", "Ramli", True),
        ("Aji D.", "Aji Datu", True),
        ("Ramat L.", "Rahmat Lawai", True),
        ("Ramat Lawai", "Rahmat Lawai", False),
        ("Rina Petrus", "Rina Petrus", False),
        ("Rina P.", "Rina Basri", False),
        ("R.", "Rina", False),
        ("Usman", "Salim", False),
        ("", "Salim", False),
    ],
)
def test_a_shortened_name_is_told_from_another(one: str, other: str, *, is_shortened: bool) -> None:
    assert names.shortened(one, other) is names.shortened(other, one) is is_shortened


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Budi a.n. Siti", People("Budi", "Siti")),
        ("a.n. SITI", People("", "Siti")),
        ("a/n Siti Aminah", People("", "Siti Aminah")),
        ("BUDI atas nama: SITI", People("Budi", "Siti")),
        ("Budi (a.n. Siti)", People("Budi", "Siti")),
        ("Suriani an. Budi", People("Suriani", "Budi")),
        ("BUDI SANTOSO\n(anak: RIZKY)", People("Budi Santoso", "Rizky", "anak")),
        ("Budi (istri: Ana)", People("Budi", "Ana", "istri")),
        ("Ani, ibunya : Sari", People("Ani", "Sari", "ibu")),
        ("Anita Nur", People("Anita Nur")),
        ("Diana", People("Diana")),
        ("Anak Agung", People("Anak Agung")),
    ],
)
def test_one_who_writes_for_another_is_told_apart(cell: str, people: People) -> None:
    assert names.split_people(cell) == people


@given(st.text())
def test_any_text_is_shown_searched_and_keyed_without_raising(text: str) -> None:
    shown = names.clean(text)
    assert names.clean(shown) == shown
    assert shown == " ".join(shown.split())
    assert all(word.isascii() and word == word.casefold() and word.isalnum() for word in names.search_words(text))
    assert names.key(text).isascii()
    assert names.split_people(text)


@given(st.text(), st.text())
def test_likeness_is_a_share_and_does_not_depend_on_order(one: str, other: str) -> None:
    assert 0 <= names.similarity(one, other) <= 1
    assert names.similarity(one, other) == names.similarity(other, one)
    assert names.shortened(one, other) == names.shortened(other, one)


@given(
    st.lists(
        st.sampled_from(["yansen", "lawai", "siti", "usman", "apui", "njuk", "ratna", "taufik", "mebang"]), min_size=1
    )
)
def test_case_and_order_and_titles_do_not_change_a_key(words: list[str]) -> None:
    name = " ".join(words)
    assert names.key(name) == names.key(f"Hj. {name.upper()}, S.Pd") == names.key(" ".join(reversed(words)))
    assert names.similarity(name, name.title()) == 1
