"""The rules of a NIK for every number there can be, lokal-id being the oracle where it is right."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from lokal.nik import parse_nik

from identity import nik
from identity.nik import REFUSING, Problem, Verdict
from identity.regions import OLD_CODES, REGENCIES
from tests.identity.made_up import TODAY, MadeUp, births, people

sixteen_digits = st.text("0123456789", min_size=16, max_size=16)
cells = st.one_of(
    st.text(),
    st.from_regex(r"['0-9oOlIeE+., -]{0,24}", fullmatch=True),
    st.integers(),
    st.floats(),
    st.none(),
    st.dates(),
    st.booleans(),
)


@given(people)
def test_place_birth_and_sex_come_back(person: MadeUp) -> None:
    reading = nik.read(person.nik, today=TODAY, birth_date=person.born, sex=person.sex)
    assert (reading.birth_date, reading.sex) == (person.born, person.sex)
    assert reading.province == person.place[:2]
    assert reading.nik == person.nik
    assert reading.verdict is not Verdict.REFUSED


@given(people)
def test_the_region_is_ours_by_todays_or_yesterdays_code_and_nobody_elses(person: MadeUp) -> None:
    code = person.place[:4]
    expected = code if code in REGENCIES else OLD_CODES.get(code)
    assert nik.read(person.nik, today=TODAY).region == expected


@given(people, st.lists(st.sampled_from(" .-'\u00a0"), min_size=16, max_size=16))
def test_separators_change_nothing(person: MadeUp, separators: list[str]) -> None:
    written = "".join(separator + digit for separator, digit in zip(separators, person.nik, strict=True))
    assert nik.read(written, today=TODAY).nik == person.nik


@given(people)
def test_letters_for_digits_are_put_right_and_told(person: MadeUp) -> None:
    reading = nik.read(person.nik.replace("0", "O", 3).replace("1", "l", 2), today=TODAY)
    assert reading.nik == person.nik
    assert (Problem.LETTERS_REPLACED in reading.problems) == ("0" in person.nik or "1" in person.nik)


@given(people)
def test_the_serial_0000_is_never_issued(person: MadeUp) -> None:
    reading = nik.read(person.nik[:12] + "0000", today=TODAY)
    assert reading.verdict is Verdict.REFUSED
    assert Problem.SERIAL_ZERO in reading.problems


@given(people, st.sampled_from([int, float]))
def test_a_number_that_ends_in_0_never_gets_a_sixteenth_digit(person: MadeUp, kind: type[int] | type[float]) -> None:
    reading = nik.read(kind(int(person.nik[:15] + "0")), today=TODAY)
    assert (reading.nik, reading.verdict) == (None, Verdict.REFUSED)
    assert reading.known in {person.nik[:15], None}
    if reading.known:
        assert (reading.birth_date, reading.sex) == (person.born, person.sex)
    assert Problem.EXCEL_CUT in reading.problems


@given(sixteen_digits, st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_birth_date_is_never_in_the_future(digits: str, today: date) -> None:
    born = nik.read(digits, today=today).birth_date
    assert born is None or born <= today


@given(births, st.integers(41, 71))
def test_forty_more_is_a_woman_and_nothing_else(born: date, day: int) -> None:
    digits = f"650105{day:02}{born:%m%y}9001"
    reading = nik.read(digits, today=TODAY)
    assert reading.sex in {"P", None}
    assert reading.birth_date is None or reading.birth_date.day == day - 40


@given(cells, st.none() | st.dates(), st.none() | st.text(max_size=2))
def test_nothing_a_cell_holds_raises_and_only_ascii_digits_come_out(
    cell: object, birth_date: date | None, sex: str | None
) -> None:
    reading = nik.read(cell, today=TODAY, birth_date=birth_date, sex=sex)
    for digits in (reading.nik or "0" * 16, reading.known or "0", reading.digits or "0"):
        assert set(digits) <= set("0123456789")
    assert len(reading.nik or "0" * 16) == 16
    assert (reading.verdict is Verdict.REFUSED) == bool(REFUSING & set(reading.problems))
    assert reading.nik or reading.verdict is Verdict.REFUSED


@given(st.one_of(sixteen_digits, people.map(lambda person: person.nik)))
def test_lokal_id_agrees_on_what_fits(digits: str) -> None:
    theirs = parse_nik(digits, reference_date=TODAY)
    ours = nik.read(digits, today=TODAY)
    assert theirs.valid == (ours.verdict is not Verdict.REFUSED)
    # lokal-id compares only the year with today's, so it lets people be born later this year.
    if ours.birth_date and not ours.birth_date.isoformat().startswith("1921"):
        assert (theirs.birth_date, theirs.gender) == (ours.birth_date.isoformat(), ours.sex)


@given(st.dates(date(1930, 1, 1), date(2010, 12, 31)), st.integers(10, 99))
def test_a_family_card_is_suspected_when_its_date_is_far_from_the_birth(born: date, serial: int) -> None:
    issued = date(2012, born.month % 12 + 1, born.day % 28 + 1)
    reading = nik.read(f"650105{issued:%d%m%y}{serial:04}", today=TODAY, birth_date=born)
    assert reading.problems == (Problem.BIRTH_DATE_DIFFERS, Problem.FAMILY_CARD_LIKELY)
    assert reading.verdict is Verdict.WARNED
