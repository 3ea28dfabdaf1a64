"""What the comparison shows of two values: never a digit more than differs, and never a name to an auditor."""

import pytest

from admin_views import match_cells as cells
from registry.tiers import Finding


def written(sides: cells.Sides) -> tuple[str, str]:
    """Both sides with what is marked in brackets."""
    left, right = ("".join(f"[{part.text}]" if part.differs else part.text for part in side) for side in sides)
    return left, right


NIKS = {
    ("6501056504859012", "6501056504859012"): ("6501 05•• •••• 9012", "6501 05•• •••• 9012"),
    ("6501056504879012", "6501056504789012"): ("6501 05•• ••[87] 9012", "6501 05•• ••[78] 9012"),
    ("6501056504859012", "9501056504859012"): ("[6]501 05•• •••• 9012", "[9]501 05•• •••• 9012"),
    ("6501056504859012", "6501052504851012"): ("6501 05[6]• •••• [9]012", "6501 05[2]• •••• [1]012"),
    ("6501056504859012", "7301021702909001"): ("6501 05•• •••• 9012", "7301 02•• •••• 9001"),
    ("", "6501056504859012"): ("", "6501 05•• •••• 9012"),
}


@pytest.mark.parametrize("pair", NIKS)
def test_of_two_niks_only_the_digits_that_differ_are_opened(pair: tuple[str, str]) -> None:
    assert written(cells.niks(*pair, opened=True)) == NIKS[pair]


def test_a_digit_too_few_is_marked_where_it_is_missing() -> None:
    left, right = written(cells.niks("6501056504859012", "650105650485912", opened=True))
    assert left == "6501 05•• •••• 9[0]12"
    assert "[" not in right
    assert "6504859" not in right.replace(" ", "")


def test_whoever_may_not_reveal_sees_no_digit_but_the_masks_own() -> None:
    assert written(cells.niks("6501056504879012", "6501056504789012", opened=False)) == (
        "6501 05•• •••• 9012",
        "6501 05•• •••• 9012",
    )
    assert written(cells.days("25-04-1985", "04-25-1985", opened=False)) == ("••-••-••••", "••-••-••••")


@pytest.mark.parametrize(
    ("told", "record", "shown"),
    [
        ("25-04-1985", "25-04-1985", ("••-••-••••", "••-••-••••")),
        ("25-04-1985", "25-05-1985", ("••-•[4]-••••", "••-•[5]-••••")),
        ("12-04-1985", "04-12-1985", ("[12]-[04]-••••", "[04]-[12]-••••")),
        ("25-04-1985", "13-11-1962", ("••-••-••••", "••-••-••••")),
    ],
)
def test_of_two_birth_dates_only_the_digits_that_differ_are_opened(told, record, shown) -> None:
    assert written(cells.days(told, record, opened=True)) == shown


def test_letters_that_differ_are_marked_whatever_their_case() -> None:
    sides = cells.names("Sri Wahyuni", "SRI WAHYUNY", Finding.NAME_ALIKE, opened=True)
    assert written(sides) == ("Sri Wahyun[i]", "SRI WAHYUN[Y]")


def test_two_different_names_are_not_marked_letter_by_letter() -> None:
    assert written(cells.names("Sri Wahyuni", "Paulus Lawai", Finding.DIFFERS, opened=True))[1] == "Paulus Lawai"


def test_an_auditor_sees_initials() -> None:
    sides = cells.names("Sri Wahyuni", "Paulus Lawai", Finding.DIFFERS, opened=False)
    assert written(sides) == ("Sri Wahyuni", "P•••• L••••")


def test_phones_stay_masked_and_a_shared_one_is_shown_on_both_sides() -> None:
    ours, theirs = ("+6281200009391", "+6281200008888"), ("+6281300001111", "+6281200008888")
    assert written(cells.phones(ours, theirs)) == ("0812••••8888", "0812••••8888")
    assert written(cells.phones(ours[:1], theirs[:1])) == ("0812••••9391", "0813••••1111")


def test_a_ticket_number_is_opened_only_where_it_was_told() -> None:
    assert written(cells.codes("PC777000111", "PC777000111"))[1] == "PC777000111"
    assert "777" not in written(cells.codes("", "PC777000111"))[1]
