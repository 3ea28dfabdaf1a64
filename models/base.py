"""The declarative base, the database handle, and what makes a row audited."""

from typing import TYPE_CHECKING, Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Integer, MetaData, String, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from models.types import new_ref

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

BIG_ID = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """All tables of the desk."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, session_options={"autoflush": False})

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def audited(*args: Any, **kwargs: Any) -> Mapped[Any]:
    """A column whose every change is an event with its value before and after."""
    info = {"audit": "value"} | kwargs.pop("info", {})
    return mapped_column(*args, active_history=True, info=info, **kwargs)


def withheld(*args: Any, **kwargs: Any) -> Mapped[Any]:
    """A column whose change is an event that names it and never shows it (a password's digest)."""
    return mapped_column(*args, info={"audit": "name"}, **kwargs)


def derived(*args: Any, **kwargs: Any) -> Mapped[Any]:
    """A column computed from audited ones: no part of the events, left out of a replay."""
    return mapped_column(*args, info={"audit": "derived"}, **kwargs)


class Audited:
    """A row that changes only under an event; the wall in the database asks ``last_event_id``."""

    audit_kind: ClassVar[str]
    audit_part: ClassVar[str] = ""
    """The name of the column that says which part of a whole a row is; each of its events tells that."""

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=True, sort_order=-2)
    ref: Mapped[str] = mapped_column(String(36), unique=True, sort_order=-1)
    last_event_id: Mapped[int] = mapped_column(BIG_ID, sort_order=99)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - a class attribute of each mapping
        column = cls.__table__.c.last_event_id  # type: ignore[attr-defined]
        return {"version_id_col": column, "version_id_generator": False}

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"ref": new_ref(), **values})

    @property
    def audit_object(self) -> str:
        """The name by which events speak of this row."""
        return f"{self.__tablename__}:{self.ref}"  # type: ignore[attr-defined]

    @property
    def audit_label(self) -> str:
        """What a person calls this row; never a personal value."""
        return self.ref


def value_before(row: Any, field: str) -> Any:
    """What an audited column held before the change that is not flushed yet; what it holds where there is none."""
    history = inspect(row).attrs[field].history
    return history.deleted[0] if history.deleted else getattr(row, field)


def audited_tables() -> list[str]:
    """Names of all tables behind the wall, in the order of their making."""
    return [table.name for table in Base.metadata.sorted_tables if "last_event_id" in table.c and "ref" in table.c]
