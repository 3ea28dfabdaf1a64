"""The words of what is refused about the desk definition."""

from typing import Final

from flask_babel import lazy_gettext as _l

from web.definition_words import told
from web.fault_words import NOTHING_SAVED, OTHER_KEPT, Words
from web.refusal_words import SAME_PERSON
from workflow.desk import PUBLISH
from workflow.refusals import BadDefinition, SamePerson

OWN_DRAFT: Final = Words(
    _l("A second person is needed"),
    _l("Whoever wrote a definition does not put it in force."),
    NOTHING_SAVED,
    _l("Ask another administrator to publish it."),
    "people",
)
NEWER_DEFINITION: Final = Words(
    _l("The desk definition has changed"),
    _l("Someone published another one meanwhile."),
    OTHER_KEPT,
    _l("Compare again with the one in force, and repeat your step if it is still needed."),
    "arrow-left-right",
)
STALE_DRAFT: Final = Words(
    _l("The draft has changed"),
    _l("Somebody changed, published or threw away the draft of the desk definition meanwhile."),
    OTHER_KEPT,
    _l("Open the workflow again, and repeat your step if it is still needed."),
    "arrow-left-right",
)


def same_person(refusal: SamePerson) -> Words:
    return OWN_DRAFT if refusal.verb == PUBLISH else SAME_PERSON


def bad_definition(refusal: BadDefinition) -> Words:
    """The first mistake in full; the page of the desk definition lists them all."""
    first = told(refusal.mistakes[0])
    return Words(_l("The desk definition has mistakes"), f"{first.key}: {first.what}", NOTHING_SAVED, first.mend, "bug")
