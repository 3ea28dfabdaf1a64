"""NIKs made by the rule, to hold the reader against; serials from 9001 belong to nobody."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from identity.regions import DISTRICTS, OLD_CODES, PROVINCES

TODAY = date(2021, 11, 30)


def compose(place: str, born: date, sex: str, serial: int = 9001) -> str:
    day = born.day + (40 if sex == "P" else 0)
    return f"{place}{day:02}{born:%m%y}{serial:04}"


@dataclass(frozen=True)
class MadeUp:
    place: str
    born: date
    sex: str
    serial: int

    @property
    def nik(self) -> str:
        return compose(self.place, self.born, self.sex, self.serial)


two_digits = st.integers(1, 99).map("{:02}".format)
anywhere = st.builds("{}{}{}".format, st.sampled_from(sorted(PROVINCES)), two_digits, two_digits)
old_places = st.builds("{}{}".format, st.sampled_from(sorted(OLD_CODES)), two_digits)
places = st.one_of(st.sampled_from(sorted(DISTRICTS)), old_places, anywhere)
births = st.dates(TODAY - timedelta(36_000), TODAY)
people = st.builds(MadeUp, places, births, st.sampled_from("LP"), st.integers(1, 9999))
