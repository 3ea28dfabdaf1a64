"""Named layouts: the columns of a kind of file as they were confirmed, for the next file with the same header."""

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from access.actors import Actor
from access.permissions import Permission
from access.policy import NotVisible, require
from audit.context import acting
from intake.chosen import Chosen
from models import ImportLayout, clock, db
from workflow.refusals import BadValue

LONGEST_NAME = 80


def found_for(kind: str, signatures: Iterable[str]) -> dict[str, ImportLayout]:
    """The layouts in use for these headers, the newest of each."""
    query = select(ImportLayout).where(
        ImportLayout.kind == kind, ImportLayout.signature.in_(list(signatures)), ImportLayout.retired.is_(False)
    )
    return {layout.signature: layout for layout in db.session.scalars(query.order_by(ImportLayout.id))}


def listed() -> Sequence[ImportLayout]:
    """Every layout, those in use first, then by name."""
    return db.session.scalars(select(ImportLayout).order_by(ImportLayout.retired, ImportLayout.name)).all()


def columns_in(layout: ImportLayout) -> dict[int, str]:
    return {int(at): field for at, field in json.loads(layout.columns).items()}


def headers_in(layout: ImportLayout) -> dict[int, str]:
    """What stood over each column."""
    return {int(at): text for at, text in json.loads(layout.headers).items()}


def remember(
    kind: str, name: str, signature: str, chosen: Chosen, headers: Mapping[int, str], *, actor: Actor
) -> ImportLayout:
    """Keep ``chosen`` under ``name``: the layout of that header is changed, or made where there is none.

    Raises Forbidden, BadValue for a name that is empty.
    """
    require(actor, Permission.IMPORT_RUN)
    layout = found_for(kind, [signature]).get(signature)
    made = layout or ImportLayout(kind=kind, signature=signature, at=clock.now(), actor_id=actor.id)
    with acting(actor, "layout.keep", object=made):
        made.name = _name(name)
        made.columns = json.dumps({str(at): field for at, field in sorted(chosen.items())})
        made.headers = json.dumps({str(at): text[:120] for at, text in sorted(headers.items())}, ensure_ascii=False)
        db.session.add(made)
    return made


def rename(layout: ImportLayout, name: str, *, actor: Actor) -> None:
    """Give a layout another name. Raises Forbidden, BadValue."""
    require(actor, Permission.IMPORT_RUN)
    with acting(actor, "layout.rename", object=layout):
        layout.name = _name(name)


def retire(layout: ImportLayout, *, actor: Actor) -> None:
    """Use a layout no longer; it stays in the list. Raises Forbidden."""
    require(actor, Permission.IMPORT_RUN)
    with acting(actor, "layout.retire", object=layout):
        layout.retired = True


def by_ref(ref: str) -> ImportLayout:
    """Raises NotVisible."""
    layout = db.session.scalar(select(ImportLayout).where(ImportLayout.ref == ref))
    if layout is None:
        raise NotVisible("layout")
    return layout


def _name(text: str) -> str:
    name = " ".join(text.split())[:LONGEST_NAME]
    if not name:
        raise BadValue("layout", "missing")
    return name
