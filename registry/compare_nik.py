"""Tells in which slip a NIK differs from another: the wrong digit, the exchanged pair, day for month."""

from datetime import date
from typing import Final

from rapidfuzz.distance import OSA

from registry.tiers import Finding

SEX_DIGIT: Final = 7
LENGTH: Final = 16
FEWEST: Final = 10
SHARED_BY_A_FAMILY: Final = 6
CUT: Final = 15
NEAR: Final = frozenset(
    {
        Finding.NIK_DIGIT, Finding.NIK_EXCHANGED, Finding.NIK_DIGIT_MISSING, Finding.NIK_DIGIT_EXTRA,
        Finding.NIK_SEX, Finding.NIK_DAY_MONTH, Finding.NIK_BEGINNING, Finding.NIK_NEIGHBOUR,
    }
)  # fmt: skip
SERIALS_APART: Final = 9
BIRTH_ENDS: Final = 12

Found = tuple[Finding, tuple[int, ...]]


def compare_nik(told: str, written: str) -> Found:
    """How ``written``, the record's NIK, stands to the one ``told``; with the places of the digits that are meant."""
    if len(told) < FEWEST:
        return Finding.NOT_TOLD, ()
    if not written:
        return Finding.NOT_RECORDED, ()
    if told == written:
        return (Finding.NIK_BEGINNING, (LENGTH,)) if len(told) == CUT else (Finding.SAME, ())
    if written in day_month_exchanged(told):
        return Finding.NIK_DAY_MONTH, (7, 8, 9, 10)
    return _slips(told, written)


def _slips(told: str, written: str) -> Found:
    apart = OSA.distance(told, written, score_cutoff=2)
    if apart == 1:
        return _one_slip(told, written)
    if are_neighbours(told, written):
        return Finding.NIK_NEIGHBOUR, (LENGTH - 1, LENGTH)
    if apart == 2:
        return Finding.NIK_TWO_DIGITS, _differing(told, written) if len(told) == len(written) else ()
    return Finding.DIFFERS, ()


def _differing(told: str, written: str) -> tuple[int, ...]:
    return tuple(place for place, pair in enumerate(zip(told, written, strict=True), 1) if pair[0] != pair[1])


def day_month_exchanged(nik: str) -> frozenset[str]:
    """The NIK whose birth date has day and month exchanged, where both can be both; forty more for a woman's day."""
    if len(nik) != LENGTH or not nik.isdigit():
        return frozenset()
    day, month = int(nik[6:8]), int(nik[8:10])
    forty = 40 if day > 40 else 0
    day -= forty
    if not (1 <= day <= 12 and 1 <= month <= 12) or day == month:
        return frozenset()
    return frozenset({f"{nik[:6]}{month + forty:02d}{day:02d}{nik[10:]}"})


def _one_slip(told: str, written: str) -> Found:
    at = next((place for place, pair in enumerate(zip(told, written, strict=False)) if pair[0] != pair[1]), None)
    if len(written) > len(told):
        if at is None and len(told) == CUT:
            return Finding.NIK_BEGINNING, (LENGTH,)
        return Finding.NIK_DIGIT_EXTRA, ((len(told) if at is None else at) + 1,)
    if len(written) < len(told):
        return Finding.NIK_DIGIT_MISSING, ((len(written) if at is None else at) + 1,)
    assert at is not None  # noqa: S101 - two texts of one length that are one slip apart differ somewhere
    if told[at + 1 :] != written[at + 1 :]:
        return Finding.NIK_EXCHANGED, (at + 1, at + 2)
    if at + 1 == SEX_DIGIT and abs(int(told[at]) - int(written[at])) == 4:
        return Finding.NIK_SEX, (SEX_DIGIT,)
    return (Finding.NIK_NEIGHBOUR if are_neighbours(told, written) else Finding.NIK_DIGIT), (at + 1,)


def are_neighbours(one: str, other: str) -> bool:
    """Whether two NIKs are of one place and birth date with serials given close together, as to twins."""
    if not (len(one) == len(other) == LENGTH and one[:12] == other[:12] and (one + other).isdigit()):
        return False
    return 0 < abs(int(one[12:]) - int(other[12:])) <= SERIALS_APART


def birth_told(nik: str) -> frozenset[str]:
    """The birth date in a NIK as DDMMYY, a woman's day as a man's; none where the digits do not reach so far."""
    if len(nik) < BIRTH_ENDS or not nik.isdigit():
        return frozenset()
    day = int(nik[6:8])
    return frozenset({f"{day - 40 if day > 40 else day:02d}{nik[8:12]}"})


def tells_birth(nik: str, born: date) -> bool:
    """Whether the digits 7 to 12 of a NIK are this birth date, of a man or of a woman."""
    return nik[6:12] in {f"{born.day + forty:02d}{born:%m%y}" for forty in (0, 40)}
