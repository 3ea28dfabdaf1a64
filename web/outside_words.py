"""What a person is told of a registry outside: its name, its three answers, and why it could not be asked."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from registry.beside import Fit
from registry.imported import IMPORTED
from registry.outside import Result, Standing, Why
from registry.satusehat import SATUSEHAT
from workflow.outside import FOR_A_CHECK, FOR_THE_NIK

REGISTRIES: Final[Mapping[str, Any]] = MappingProxyType({SATUSEHAT: "SATUSEHAT", IMPORTED: _l("Imported registry")})
RESULTS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        Result.FOUND: _l("found"),
        Result.NOT_FOUND: _l("not found"),
        Result.UNAVAILABLE: _l("not available"),
    }
)
WHYS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        Why.TIMEOUT: _l("It did not answer in time."),
        Why.NO_CONNECTION: _l("No connection came about, or it broke."),
        Why.UNTRUSTED: _l("Its certificate is not one that this desk trusts."),
        Why.REFUSED: _l("It refuses this office's client id or secret."),
        Why.TOO_OFTEN: _l("It was asked more often than it allows."),
        Why.FAULT: _l("It reports a fault of its own."),
        Why.MOVED: _l("It points to another address, and nothing was sent there."),
        Why.UNREADABLE: _l("What came back cannot be read."),
        Why.TOO_LARGE: _l("What came back is larger than an answer about one person can be."),
        Why.OTHER_PERSON: _l("It answered about somebody else. Nothing of it is shown."),
    }
)
STANDINGS: Final[Mapping[Standing, Any]] = MappingProxyType(
    {
        Standing.GIVEN: "",
        Standing.NOT_GIVEN: _l("not given"),
        Standing.IN_ERROR: _l("entered in error"),
    }
)
FITS: Final[Mapping[Fit, Any]] = MappingProxyType(
    {
        Fit.SAME: _l("Same day"),
        Fit.OTHER_DAY: _l("Another day"),
        Fit.ONLY_THERE: _l("Not in the imported data"),
        Fit.ONLY_HERE: _l("Only in the imported data"),
        Fit.NOT_GIVEN: _l("Does not count"),
    }
)
CODES: Final[Mapping[str, Mapping[Any, Any]]] = MappingProxyType(
    {
        "registry": REGISTRIES,
        "result": RESULTS,
        "why": WHYS,
        "sent": {FOR_THE_NIK: _l("NIK"), FOR_A_CHECK: _l("a made-up NIK")},
    }
)


def registry_name(code: str) -> str:
    return str(REGISTRIES.get(code, code))


def asked(event: Mapping[str, Any], _names: object) -> str:
    """The sentence of a question's event."""
    facts = event.get("facts", {})
    name = registry_name(str(facts.get("registry", "–")))
    if facts.get("sent") == FOR_A_CHECK:
        return str(gettext("Checked whether %(name)s answers", name=name))
    return str(gettext("Sent the NIK to %(name)s and asked about it", name=name))


def answered(event: Mapping[str, Any], _names: object) -> str:
    """The sentence of an answer's event."""
    facts = event.get("facts", {})
    name = registry_name(str(facts.get("registry", "–")))
    if facts.get("result") == Result.FOUND:
        doses = int(facts.get("doses", 0))
        return str(
            ngettext(
                "Got the answer of %(name)s: %(num)d dose",
                "Got the answer of %(name)s: %(num)d doses",
                doses,
                name=name,
            )
        )
    if facts.get("result") == Result.NOT_FOUND:
        return str(gettext("Got the answer of %(name)s: nobody of this NIK", name=name))
    return str(gettext("Got no answer from %(name)s", name=name))
