"""One row of every audited table, and what the tests of the wall need to try writing to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Connection, insert, select, update

from access.actors import system_actor
from audit import canonical
from audit.context import Act, acting
from audit.recorder import compose, event_row
from models import (
    Attachment,
    Away,
    CannedText,
    Category,
    Cause,
    Channel,
    Correction,
    DeskDraft,
    DeskVersion,
    Event,
    ExtraValue,
    Facility,
    HandOff,
    Holiday,
    ImportBatch,
    ImportDraft,
    ImportLayout,
    LinkKind,
    Macro,
    Match,
    MergedValue,
    Note,
    Purpose,
    Region,
    Role,
    SavedView,
    Ticket,
    TicketLink,
    User,
    WaitsFor,
    clock,
    db,
)
from models.base import Audited, Base
from models.database import writing
from models.keyring import fresh_wrapped_key
from models.types import new_ref
from workflow.definition import shipped_text

TESTER = system_actor("Tests", origin="tests")
# A column of each table that takes any text, by table.
TEXT = {
    "category": "name_id", "cause": "name_id", "channel": "name_id", "facility": "name", "holiday": "name",
    "region": "name", "user": "name", "import_batch": "filename", "ticket": "subject_name",
    "attachment": "name_sealed", "note": "text_sealed", "correction": "source", "match": "shown",
    "desk_version": "note", "ticket_link": "reason", "import_draft": "filename", "import_layout": "name",
    "desk_draft": "writers", "hand_off": "reference", "absence": "remark", "canned_text": "title", "macro": "title",
    "saved_view": "name", "merge": "field", "extra_value": "value",
}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """A row that somebody tries to change behind the trail's back, and another of the same table."""

    model: type[Audited]
    id: int
    ref: str
    other_ref: str

    @property
    def table(self) -> Any:
        return Base.metadata.tables[self.name]

    @property
    def name(self) -> str:
        return str(self.model.__tablename__)  # type: ignore[attr-defined]

    @property
    def column(self) -> str:
        return TEXT[self.name]

    def stored(self) -> tuple[Any, ...] | None:
        """The row as it lies in the database."""
        found = db.session.execute(select(self.table).where(self.table.c.id == self.id)).one_or_none()
        return None if found is None else tuple(found)

    def count(self) -> int:
        return len(db.session.execute(select(self.table.c.id)).all())

    def copy(self) -> dict[str, Any]:
        """The values of the row, with what must be unique made new: a row that could be inserted."""
        values = dict(db.session.execute(select(self.table).where(self.table.c.id == self.id)).one()._mapping)
        values.pop("words", None)
        values |= {"ref": new_ref(), "id": None}
        unique = [column.name for column in self.table.c if column.unique and column.name not in ("ref", "day")]
        values |= {name: new_ref()[-12:] for name in unique if values[name] is not None}
        return values | ({"day": date(2031, 1, 2)} if "day" in values else {}) | self._short(values)

    def _short(self, values: Mapping[str, Any]) -> dict[str, Any]:
        if self.name == "desk_version":
            return {"number": int(new_ref()[-6:], 16)}
        if self.name == "desk_draft":
            return {"slot": None}
        return {"code": new_ref()[-4:]} if self.name == "region" and "code" in values else {}


def forge(connection: Connection, *, objects: list[str], changes: list[dict[str, Any]], **more: Any) -> int:
    """An event written past the recorder, as somebody would who has SQL and means ill."""
    act = Act(TESTER, more.get("action", "ticket.edit"), "forged")
    body = compose(act, at=canonical.moment(clock.now()), label="", objects=objects, changes=changes)
    row = event_row(body) | more.get("columns", {})
    return int(connection.execute(insert(Event).values(**row).returning(Event.id)).scalar_one())


def force(target: Target, connection: Connection, event_id: int, value: str = "Forged") -> None:
    """Write the row by plain SQL under an event."""
    change = update(target.table).where(target.table.c.id == target.id)
    connection.execute(change.values({target.column: value, "last_event_id": event_id}))


def two_of_each() -> list[Target]:
    """Two rows in every audited table, made by the rules of the recorder."""
    makers = _makers()
    with writing():
        kept: dict[str, list[Audited]] = {}
        for model, make in makers.items():
            pair = [make(kept, turn) for turn in (0, 1)]
            with acting(TESTER, "tests.make"):
                db.session.add_all(pair)
            kept[model.__tablename__] = pair  # type: ignore[attr-defined]
        return [Target(type(one), one.id, one.ref, other.ref) for one, other in kept.values()]


Kept = dict[str, list[Audited]]


def _of_the_desk() -> dict[type[Audited], Any]:
    return {
        DeskVersion: lambda _k, n: DeskVersion(
            number=2 + n, text=shipped_text(), digest="0" * 64, published_at=clock.now()
        ),
        DeskDraft: lambda _k, n: DeskDraft(
            slot=n or None,
            text="",
            based_on=1,
            begun_at=clock.now(),
            changed_at=clock.now(),
            ended_at=None if n else clock.now(),
        ),
    }


def _makers() -> dict[type[Audited], Any]:
    coded = (Category, Cause, Channel)
    simple: dict[type[Audited], Any] = {model: partial(_coded, model) for model in coded}
    return (
        simple
        | _of_the_desk()
        | {
            Region: lambda _k, n: Region(code=f"99{n}0", name="Region"),
            Facility: lambda _k, n: Facility(code=f"fac{n}", name="Facility", region_code="6501"),
            Holiday: lambda _k, n: Holiday(day=date(2030, 1, n + 1), name="Holiday"),
            User: lambda _k, n: User(email=f"u{n}@x.id", name="User", role=Role.OPERATOR, fs_uniquifier=f"u{n}"),
            ImportBatch: lambda _k, _n: ImportBatch(
                kind="complaints", filename="x.csv", sha256="0" * 64, at=clock.now()
            ),
            ImportDraft: lambda k, _n: ImportDraft(
                kind="complaints", filename="x.csv", size=1, sha256="0" * 64, at=clock.now(), actor_id=k["user"][0].id
            ),
            ImportLayout: lambda _k, _n: ImportLayout(
                kind="complaints", name="Rekap", signature="0" * 32, columns="{}", headers="{}", at=clock.now()
            ),
            CannedText: lambda _k, n: CannedText(code=f"text{n}", title="Text", purpose=Purpose.NOTE, text_id="Teks"),
            Macro: lambda _k, n: Macro(code=f"macro{n}", title="Macro", takes=True),
            SavedView: lambda k, _n: SavedView(owner_id=k["user"][0].id, name="Mine", saved_at=clock.now()),
            Ticket: _ticket,
            Attachment: lambda k, n: Attachment(
                ticket=k["ticket"][0], kind="pdf", size=1, blob=f"b{n}", added_at=clock.now(), name="ktp.pdf"
            ),
            Note: lambda k, _n: Note(ticket=k["ticket"][0], added_at=clock.now(), text="A note"),
            Correction: lambda k, _n: Correction(
                ticket=k["ticket"][0], field="name", source="ktp", added_at=clock.now(), before="A", after="B"
            ),
            HandOff: lambda k, _n: HandOff(
                ticket=k["ticket"][0], party=WaitsFor.DUKCAPIL, chase_on=date(2030, 1, 2), opened_at=clock.now()
            ),
            Match: lambda k, _n: Match(ticket=k["ticket"][0], reason="None of them", decided_at=clock.now()),
            TicketLink: lambda k, n: TicketLink(
                ticket=k["ticket"][0], other=k["ticket"][1], kind=LinkKind.SWAP, pair=f"p{n}", decided_at=clock.now()
            ),
        }
        | _about_people()
    )


def _about_people() -> dict[type[Audited], Any]:
    return {
        Away: lambda k, _n: Away(
            user=k["user"][0],
            substitute=k["user"][1],
            since=date(2030, 1, 1),
            until=date(2030, 1, 2),
            entered_at=clock.now(),
        ),
        ExtraValue: lambda k, n: ExtraValue(
            ticket=k["ticket"][n], ticket_id=k["ticket"][n].id, code="needs_for", value="umrah"
        ),
        MergedValue: lambda k, _n: MergedValue(
            ticket=k["ticket"][0], merged=k["ticket"][1], field="dose", merged_at=clock.now(), before="1", after="2"
        ),
    }


def _coded(model: Any, _kept: Kept, turn: int) -> Audited:
    made: Audited = model(code=f"code{turn}", name_id="Nama", name_en="Name")
    return made


def _ticket(kept: Kept, turn: int) -> Ticket:
    ref, now = new_ref(), clock.now()
    return Ticket(
        ref=ref, wrapped_key=fresh_wrapped_key(ref), number=f"ADU-99-0000{turn}X", category_id=kept["category"][0].id,
        channel_id=kept["channel"][0].id, region_code="6501", received_at=now, due_at=now, filed_at=now,
        subject_name="Sri", subject_nik="6501056504859012", search_text="r6501 sri",
    )  # fmt: skip
