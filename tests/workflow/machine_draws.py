"""What the state machine draws from: the people, what they fill in and what they forget, how long they wait."""

from typing import Any, Final

from hypothesis import strategies as st

REASON: Final = "Sudah diperiksa"
DAYS: Final = {"nik_not_found": 5, "other_name": 14}
PEOPLE: Final = {
    "operator": ("operator", "6501"),
    "other_operator": ("operator", "6501,6571"),
    "verifier": ("verifier", "6501"),
    "second_verifier": ("verifier", "6501,6571"),
    "supervisor": ("supervisor", "6501"),
    "second_supervisor": ("supervisor", "6501,6571"),
    "outsider": ("verifier", "6571"),
    "auditor": ("auditor", ""),
    "admin": ("admin", ""),
}
WORKERS: Final = ("verifier", "second_verifier", "supervisor", "second_supervisor", "outsider")
STANDS_IN: Final = {"verifier": "second_verifier", "outsider": "second_verifier", "supervisor": "second_supervisor"}
FILLED: Final = {"needs_for": "work", "travel_on": "2026-12-24", "card": "paper", "called": "ya"}
WHOLE: Final[dict[str, Any]] = {
    "reason": REASON, "told_how": "phone", "told_at": -1, "outcome": "rejected", "party": "dukcapil", "office": "",
    "asked": "Terdaftar?", "chase_on": 3, "result": "mended",
}  # fmt: skip
"""Everything a form could ask; ``told_at`` in hours from now, ``chase_on`` in days from today."""
FORMS: Final[tuple[dict[str, Any], ...]] = (
    {}, {}, {"outcome": "duplicate"}, {"outcome": "duplicate", "party": "complainant", "chase_on": 9},
    {"outcome": "withdrawn"}, {"party": "another_office", "office": "Disdukcapil", "chase_on": 1},
    {"outcome": "no_fault_found", "result": "not_there", "fields": {}},
)  # fmt: skip
SLIPS: Final[tuple[dict[str, Any], ...]] = (
    *FORMS, *FORMS, {"reason": " "}, {"told_how": ""}, {"told_at": None}, {"told_at": 1}, {"outcome": ""},
    {"outcome": "corrected"}, {"outcome": "duplicate", "original": None}, {"party": ""}, {"party": "another_office"},
    {"asked": " "}, {"chase_on": None}, {"chase_on": -1}, {"result": "other"}, {"result": "withdrawn"}, {"result": ""},
    {"hand_off": None}, {"fields": {}}, {"fields": {}}, {"fields": {"nothing": "x"}}, {"fields": {"card": "wood"}},
    {"fields": {"needs_for": "umrah"}}, {"fields": {"called": ""}},
)  # fmt: skip
MINUTES: Final = (1, 17, 240, 1440, 1440, 4000, 14400, 57600)
MOST_TICKETS: Final = 8
MOST_VERSIONS: Final = 3

anybody = st.sampled_from([*PEOPLE, *WORKERS])
worker = st.sampled_from(WORKERS)
filer = st.sampled_from(["operator", "other_operator", "other_operator", "supervisor", "second_supervisor", "verifier"])
giver = st.sampled_from(["supervisor", "second_supervisor", "second_supervisor", "verifier"])
nth = st.integers(0, 63)
token = st.sampled_from(["none", "none", "fresh", "old"])
form = st.sampled_from(FORMS)
slip = st.sampled_from(SLIPS)
