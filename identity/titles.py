"""The titles, salutations and short forms that stand in and around Indonesian names."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

BEFORE: Final = frozenset(
    {
        "h",
        "hj",
        "hjh",
        "kh",
        "ir",
        "dr",
        "dra",
        "drs",
        "drg",
        "prof",
        "ust",
        "ustad",
        "ustadz",
        "ustadzah",
        "tgk",
    }
    | {"ny", "tn", "nn", "sdr", "sdri", "bpk", "bapak", "ibu", "alm", "almh"}
)
"""Stand before a name and are no part of it."""

ANYWHERE: Final = frozenset({"alm", "almh", "almarhum", "almarhumah", "bin", "binti", "bt", "bte"})
"""Drop out wherever they stand behind the first word."""

DEGREES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "amd": "A.Md",
        "amdkeb": "A.Md.Keb",
        "amdkep": "A.Md.Kep",
        "amk": "AMK",
        "apt": "Apt",
        "bsc": "B.Sc",
        "kep": "Kep",
        "mag": "M.Ag",
        "map": "M.AP",
        "mkes": "M.Kes",
        "mkep": "M.Kep",
        "mkom": "M.Kom",
        "mpd": "M.Pd",
        "mpdi": "M.Pd.I",
        "msc": "M.Sc",
        "msi": "M.Si",
        "phd": "Ph.D",
        "sag": "S.Ag",
        "sap": "S.AP",
        "sfarm": "S.Farm",
        "sgz": "S.Gz",
        "shi": "S.H.I",
        "shut": "S.Hut",
        "sikom": "S.I.Kom",
        "sip": "S.IP",
        "skep": "S.Kep",
        "skm": "SKM",
        "skom": "S.Kom",
        "spd": "S.Pd",
        "spdi": "S.Pd.I",
        "spdsd": "S.Pd.SD",
        "spi": "S.Pi",
        "spt": "S.Pt",
        "ssi": "S.Si",
        "ssos": "S.Sos",
        "sst": "SST",
        "ssth": "S.ST",
        "sth": "S.Th",
        "stp": "S.TP",
        "str": "S.Tr",
        "strkeb": "S.Tr.Keb",
    }
)
"""Stand behind a name; key without dots, value as written."""

WEAK_DEGREES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "se": "SE",
        "sh": "SH",
        "st": "ST",
        "sp": "SP",
        "ma": "MA",
        "mh": "MH",
        "mm": "MM",
        "mt": "MT",
        "ners": "Ners",
    }
)
"""Could be a name's last word too, so they drop out only behind a comma or with dots."""

_MUHAMMAD = (
    *(
        "muh",
        "moh",
        "mohd",
        "muhd",
        "mhd",
        "mohamad",
        "muhamad",
        "mohammad",
        "mochamad",
        "mochammad",
        "muchamad",
    ),
    *("muchammad", "mukhamad", "mukhammad", "mohamed", "mohammed", "muhammed", "muhamed"),
)
SHORT_FORMS: Final[Mapping[str, str]] = MappingProxyType(
    dict.fromkeys(_MUHAMMAD, "muhammad")
    | dict.fromkeys(("abd", "abdl", "abdoel"), "abdul")
    | dict.fromkeys(("achmad", "akhmad", "ahmed"), "ahmad")
    | dict.fromkeys(("noor", "nor", "noer"), "nur")
    | dict.fromkeys(("sitti", "sti"), "siti")
)
"""Written in many ways, meant as one name."""

LEADING_SHORT_FORMS: Final[Mapping[str, str]] = MappingProxyType({"m": "muhammad", "st": "siti"})
"""Short only at the head of a longer name; elsewhere an initial or a degree."""
