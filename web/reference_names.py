"""Names of categories, channels, regions and workers as lists show them, read again only when one changed.

One short statement a request asks whether anything changed; the names themselves are read when it did.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import g
from sqlalchemy import Integer, Select, String, cast, func, literal, null, select, union_all

from models import CannedText, Category, Channel, Holiday, Macro, Region, User, db
from web.language import language
from workflow.assignees import WORKERS
from workflow.wording import text_of

TABLES: Final = (Category, Channel, Region, User, CannedText, Macro, Holiday)
LONG_NAMES: Final = ("Kab. ", "Kabupaten ", "Kota ", "Provinsi ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One row of reference data: its code, what it is called (a region's ``short`` without its kind), its icon."""

    id: int
    code: str
    name: str
    icon: str = ""
    days: int = 0
    retired: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Somebody tickets can be assigned to, and in which regions."""

    id: int
    name: str
    regions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A ready text in use, its places not filled."""

    code: str
    purpose: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """All names in one language, in the order in which they are offered; ``version`` changes with any of them."""

    categories: Mapping[int, Name]
    channels: Mapping[int, Name]
    regions: Mapping[str, Name]
    workers: tuple[Worker, ...]
    version: tuple[Any, ...] = ()
    texts: tuple[Text, ...] = ()
    macros: int = 0

    @property
    def holidays(self) -> tuple[Any, ...]:
        """The version of the calendar, for ``workflow.deadlines.calendar``."""
        return self.version[-2:]

    def workers_in(self, regions: Iterable[str]) -> list[Worker]:
        """The people who work in any of ``regions``."""
        wanted = frozenset(regions)
        return [worker for worker in self.workers if worker.regions & wanted]


_kept: dict[tuple[Any, ...], tuple[Any, ...]] = {}


def reference_names() -> Names:
    """Give the names in the language of this answer."""
    if "reference_names" not in g:
        g.reference_names = _names()
    names: Names = g.reference_names
    return names


def offered(names: Mapping[Any, Name], code: str = "") -> list[Name]:
    """List what a form may offer: all but the retired, and the one that is chosen already."""
    return [name for name in names.values() if not name.retired or name.code == code]


def _names() -> Names:
    place = (str(db.engine.url), language())
    version = tuple(db.session.execute(_version()).one())
    kept = _kept.get(place)
    if kept is None or kept[0] != version:
        kept = _kept[place] = (version, replace(_read(language()), version=version))
    names: Names = kept[1]
    return names


def _version() -> Select[Any]:
    """The newest event and the newest row of each table: both change with every change of a name."""
    newest = ((func.max(table.last_event_id), func.max(table.ref)) for table in TABLES)
    return select(*(select(column).scalar_subquery() for pair in newest for column in pair))


def _read(code: str) -> Names:
    found: dict[str, list[Any]] = {"category": [], "channel": [], "region": [], "worker": []}
    for row in db.session.execute(_all()):
        found[row.kind].append(row)
    return Names(
        categories={row.id: _named(row, code) for row in found["category"]},
        channels={row.id: _named(row, code) for row in found["channel"]},
        regions={row.code: _named(row, code) for row in found["region"]},
        workers=tuple(
            Worker(id=row.id, name=row.name_id, regions=frozenset(filter(None, row.code.split(","))))
            for row in found["worker"]
        ),
        texts=_texts(code),
        macros=db.session.scalar(select(func.count()).select_from(Macro).where(Macro.retired.is_(False))) or 0,
    )


def _texts(code: str) -> tuple[Text, ...]:
    rows = db.session.scalars(
        select(CannedText).where(CannedText.retired.is_(False)).order_by(CannedText.position, CannedText.code)
    )
    return tuple(Text(code=row.code, purpose=row.purpose, title=row.title, text=text_of(row, code)) for row in rows)


def _named(row: Any, code: str) -> Name:
    name = row.name_id if code == "id" else row.name_en
    short = next((name.removeprefix(word) for word in LONG_NAMES if name.startswith(word)), name)
    return Name(id=row.id, code=row.code, name=name, icon=row.icon, days=row.days, retired=row.retired, short=short)


def _all() -> Select[Any]:
    nothing, none = cast(literal(""), String), cast(null(), Integer)
    zero = literal(0)
    kinds = (
        _kind("category", Category, Category.name_id, Category.name_en, nothing, Category.days, Category.position),
        _kind("channel", Channel, Channel.name_id, Channel.name_en, Channel.icon, zero, Channel.position),
        _kind("region", Region, Region.name, Region.name, nothing, zero, none),
    )
    workers = select(
        literal("worker").label("kind"), User.id, User.region_codes.label("code"), User.name.label("name_id"),
        User.name.label("name_en"), nothing.label("icon"), zero.label("days"), none.label("position"),
        (~User.active).label("retired"),
    ).where(User.role.in_(WORKERS), User.active.is_(True))  # fmt: skip
    rows = union_all(*kinds, workers).subquery("names")
    return select(rows).order_by(rows.c.kind, rows.c.position, rows.c.code, rows.c.name_id)


def _kind(kind: str, table: Any, name_id: Any, name_en: Any, icon: Any, days: Any, position: Any) -> Select[Any]:
    return select(
        literal(kind).label("kind"), table.id, table.code.label("code"), name_id.label("name_id"),
        name_en.label("name_en"), icon.label("icon"), days.label("days"), position.label("position"),
        table.retired.label("retired"),
    )  # fmt: skip
