"""What the pages of the desk definition show of a draft: its mistakes, its differences, who may publish it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from flask import Response, url_for

from models import DeskDraft
from web import desk_words as say
from web.definition_words import told
from workflow import desk_drafts
from workflow.definition import Definition
from workflow.definition_difference import Change, between
from workflow.refusals import Mistake

PLACE = re.compile(r"(move|field|rule)\[(\d+)\]|(deadlines|desk)\b")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs, in words."""

    name: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in words, and the address of the form in which it is mended."""

    key: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft as pages show it; ``definition`` is None where it cannot be read."""

    draft: DeskDraft
    definition: Definition | None
    faults: list[Fault]
    changes: tuple[Change, ...]
    groups: list[tuple[str, list[Difference]]]
    is_behind: bool
    publishers: list[str]


def draft_shown(now: Definition) -> Shown | None:
    """The draft beside the version in force, or None where none stands."""
    draft = desk_drafts.standing()
    if draft is None:
        return None
    definition, mistakes = desk_drafts.checked(draft.text)
    changes = between(now, definition) if definition else ()
    return Shown(
        draft=draft,
        definition=definition,
        faults=faults_of(mistakes),
        changes=changes,
        groups=compared(now, definition) if definition else [],
        is_behind=draft.based_on != now.version,
        publishers=desk_drafts.publishers(draft),
    )


def seen_of(draft: Shown | None) -> str:
    """The token by which a form says which draft its reader saw."""
    return str(draft.draft.last_event_id) if draft else ""


def compared(before: Definition, after: Definition) -> list[tuple[str, list[Difference]]]:
    """What differs between two definitions, in words, by part."""
    labels = say.labels_of(before) | say.labels_of(after)
    return [
        (str(say.PARTS[part]), [_difference(change, labels) for change in some])
        for part, some in groupby(between(before, after), key=lambda change: change.part)
    ]


def _difference(change: Change, labels: Mapping[str, str]) -> Difference:
    name = labels.get(change.name, change.name)
    if change.key == "required_at":
        before, after = (say.verbs_words(side or (), labels) for side in (change.before, change.after))
        return Difference(name, say.told(change), before, after)
    if change.key:
        before, after = say.value_of(change.key, change.before), say.value_of(change.key, change.after)
        return Difference(name, say.told(change), before, after)
    if change.name:
        return Difference(f"{name} ({change.name})" if name != change.name else name, say.told(change), "", "")
    before, after = (", ".join(labels.get(one, one) for one in side) for side in (change.before, change.after))
    return Difference("", say.told(change), before, after)


def faults_of(mistakes: Iterable[Mistake]) -> list[Fault]:
    """Mistakes in words, each with the address where it is mended."""
    found = []
    for mistake in mistakes:
        words = told(mistake)
        found.append(Fault(mistake.key, f"{words.what} {words.mend}", _place_of(mistake.key)))
    return found


def _place_of(key: str) -> str:
    place = PLACE.match(key)
    if place is None:
        return url_for("desk_draft.file")
    return url_for("desk_draft.part", part=place[1] or place[3], number=int(place[2] or 1))


def toml_file(text: str, name: str) -> Response:
    """A definition as a file to be kept."""
    answer = Response(text, mimetype="application/toml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
