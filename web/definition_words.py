"""What is wrong in a desk definition, and how to mend it, in words: a table of every mistake the checker finds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from workflow.definition_keys import Holds
from workflow.refusals import Mistake


@dataclass(frozen=True, slots=True)
class Told:
    """A mistake as a person reads it."""

    file: str
    key: str
    what: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.key}" if self.key else self.file
        return f"{place}: {self.what} {self.mend}"


HOLDS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        Holds.TEXT: _l("a text in quotes"),
        Holds.TEXTS: _l("a list of texts in square brackets"),
        Holds.WHOLE: _l("a whole number"),
        Holds.TRUTH: _l("true or false"),
        Holds.HOUR: _l("an hour such as 08:00, in quotes"),
        Holds.TABLE: _l("a table of keys"),
        Holds.TABLES: _l("tables, each under its name in double square brackets"),
    }
)
WORDS: Final[Mapping[str, tuple[Any, Any]]] = MappingProxyType(
    {
        "too_large": (
            _l("The file is larger than %(most)s KB."),
            _l("Leave out what no desk needs."),
        ),
        "not_utf8": (_l("The file is not UTF-8 text."), _l("Save it as UTF-8.")),
        "too_deep": (_l("Its tables and lists are nested too deeply."), _l("Write them as the shipped file does.")),
        "not_toml": (
            _l("This is not TOML: %(fault)s."),
            _l("Compare the line with the shipped file."),
        ),
        "too_many": (_l("There are %(found)s; at most %(most)s are allowed."), _l("Leave some out.")),
        "unknown_key": (_l("There is no such key here."), _l("Use one of %(known)s, or take it out.")),
        "missing": (_l("This key is missing."), _l("Add it with %(holds)s.")),
        "wrong_type": (_l("This key holds the wrong kind of value."), _l("Give it %(holds)s.")),
        "not_plain": (
            _l("The text is empty or holds control characters."),
            _l("Write it in plain words on one line."),
        ),
        "too_long": (
            _l("The text has %(found)s characters; at most %(most)s are allowed."),
            _l("Shorten it."),
        ),
        "twice": (_l("%(value)s stands here twice."), _l("Keep it once.")),
        "empty": (_l("The list is empty."), _l("Name one at least.")),
        "out_of_range": (_l("The number does not fit."), _l("Choose one from %(least)s to %(most)s.")),
        "unknown_status": (_l("There is no status %(value)s."), _l("Use one of %(known)s.")),
        "unknown_role": (_l("There is no role %(value)s."), _l("Use one of %(known)s.")),
        "unknown_kind": (_l("No move does %(value)s."), _l("Use one of %(known)s.")),
        "unknown_by": (_l("%(value)s says nothing about who."), _l("Use one of %(known)s.")),
        "unknown_need": (_l("There is no requirement %(value)s."), _l("Use one of %(known)s.")),
        "unknown_day": (_l("There is no day %(value)s."), _l("Use one of %(known)s.")),
        "unknown_field_kind": (_l("No field holds a %(value)s."), _l("Use one of %(known)s.")),
        "unknown_priority": (_l("There is no priority %(value)s."), _l("Use one of %(known)s.")),
        "unknown_category": (_l("This desk has no category %(value)s."), _l("Use one of %(known)s.")),
        "unknown_region": (_l("This desk has no region %(value)s."), _l("Use one of %(known)s.")),
        "unknown_channel": (_l("This desk has no channel %(value)s."), _l("Use one of %(known)s.")),
        "unknown_choice": (_l("The field does not offer %(value)s."), _l("Use one of %(known)s.")),
        "unknown_field": (
            _l("The definition has no field %(code)s."),
            _l("Add the field, or take it out of the rule."),
        ),
        "no_moves": (_l("There are no moves."), _l("Begin with those of the shipped file.")),
        "bad_verb": (
            _l("%(verb)s is not a name for a move."),
            _l("Use 3 to 30 small letters, with _ between words."),
        ),
        "reserved_verb": (_l("%(verb)s already means something else here."), _l("Choose another name.")),
        "verb_twice": (_l("%(verb)s is the name of an earlier move."), _l("Give each move its own name.")),
        "verb_of_other_kind": (
            _l("A move named %(verb)s cannot do %(kind)s."),
            _l("Choose another name, or leave the kind out."),
        ),
        "kind_has_one_name": (
            _l("A move that does %(kind)s has a page of its own, by that name."),
            _l("Call it %(kind)s."),
        ),
        "no_kind": (_l("It is not said what %(verb)s does."), _l("Add kind with one of %(known)s.")),
        "from_not_of_kind": (_l("A move that does %(kind)s cannot start from %(status)s."), _l("Use only %(fits)s.")),
        "to_not_of_kind": (_l("A move that does %(kind)s cannot lead to %(status)s."), _l("Write %(fits)s.")),
        "role_may_not": (
            _l("The role %(role)s does not hold the permission %(permission)s."),
            _l("Use only %(fits)s."),
        ),
        "no_supervisor": (_l("%(by)s, but no supervisor may make this move."), _l("Add supervisor to the roles.")),
        "nobody_yet": (
            _l("Nobody works on the complaint yet, so it cannot be %(by)s."),
            _l("Write anyone, or leave the key out."),
        ),
        "never_assigned": (
            _l("The role %(role)s is never the assignee."),
            _l("Take it out of the roles, or let anyone make the move."),
        ),
        "not_after_closing": (
            _l("The days count from the closing, but the move does not start from closed."),
            _l("Take the key out."),
        ),
        "need_left_out": (_l("A move that does %(kind)s cannot do without %(need)s."), _l("Add it to needs.")),
        "need_not_of_kind": (_l("A move that does %(kind)s has no place for %(need)s."), _l("Take it out of needs.")),
        "need_cannot_be_met": (
            _l("The role %(role)s must have %(need)s and may not make one."),
            _l("Take the role out of the roles, or the requirement out of needs."),
        ),
        "need_comes_later": (
            _l("%(need)s is not there yet while a complaint is open."),
            _l("Take it out of needs."),
        ),
        "bad_code": (
            _l("%(code)s is not a code."),
            _l("Use 2 to 30 small letters and figures, with _ between words, a letter first."),
        ),
        "code_taken": (_l("A complaint has a %(code)s already."), _l("Choose another code.")),
        "code_twice": (_l("%(code)s is the code of an earlier field."), _l("Give each field its own code.")),
        "no_choices": (_l("There is nothing to choose from."), _l("Add choices, or change the kind.")),
        "choices_of_no_choice": (
            _l("A field that holds a %(kind)s offers no choices."),
            _l("Take them out, or make it a choice."),
        ),
        "choice_twice": (_l("%(code)s is offered before."), _l("Give each choice its own code.")),
        "sees_no_complaint": (_l("The role %(role)s sees no complaint."), _l("Take it out of the roles.")),
        "required_nowhere": (
            _l("There is no move %(verb)s."),
            _l("Name a move of this file, or file for the filing."),
        ),
        "required_unseen": (
            _l("The role %(role)s makes %(verb)s and does not see the field."),
            _l("Show it to the role, or do not require it there."),
        ),
        "required_masked": (
            _l("The role %(role)s makes %(verb)s and sees the field only masked."),
            _l("Do not mask it, or do not require it there."),
        ),
        "rule_twice": (_l("%(name)s is the name of an earlier rule."), _l("Give each rule its own name.")),
        "no_when": (_l("The rule asks nothing."), _l("Say for which category, region, channel or field it holds.")),
        "no_then": (_l("The rule does nothing."), _l("Add assign, priority or note.")),
        "nobody_called": (_l("Nobody here has the address %(value)s."), _l("Name somebody of this desk.")),
        "works_on_nothing": (
            _l("%(value)s cannot be given complaints."),
            _l("Name an active verifier or supervisor."),
        ),
        "works_elsewhere": (
            _l("%(value)s does not work in region %(region)s."),
            _l("Name somebody of that region, or narrow the rule."),
        ),
        "closes_before_it_opens": (
            _l("The desk would close before it opens at %(opens)s."),
            _l("Write a later hour."),
        ),
        "no_why": (
            _l("No second person is needed, and nobody says why."),
            _l("Write the reason, or set second_person to true."),
        ),
        "closes_alone": (
            _l("With %(verb)s whoever corrected could close alone."),
            _l("Write second_person; or set it to false under [desk] and say why."),
        ),
        "nobody_answers": (
            _l("Somebody outside can be asked, and no move records their answer."),
            _l("Add the move answer, or take hand_off out."),
        ),
        "not_reached": (_l("No way leads to the status %(status)s."), _l("Add a move that leads there.")),
        "dead_end": (_l("No move leads out of the status %(status)s."), _l("Add a move that starts there.")),
        "no_way_to_an_end": (
            _l("From the status %(status)s no complaint is ever closed."),
            _l("Add a move that leads towards closed."),
        ),
    }
)


def told(mistake: Mistake) -> Told:
    """A mistake in the language of the answer."""
    about = dict(mistake.about)
    if "holds" in about:
        about["holds"] = str(HOLDS.get(about["holds"], about["holds"]))
    what, mend = WORDS[mistake.problem]
    return Told(mistake.file, mistake.key, str(what) % about, str(mend) % about)


def all_told(mistakes: Iterable[Mistake]) -> list[Told]:
    """Each mistake, in the order in which they were found."""
    return [told(mistake) for mistake in mistakes]
