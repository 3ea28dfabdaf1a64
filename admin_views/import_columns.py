"""The form of a file's columns: what each holds, chosen from a list, and the name under which that is remembered."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext

from access.actors import Actor
from intake import incoming, layouts
from models import ImportDraft
from web import import_work
from web.import_kinds import KINDS, column_faults, fields_of
from web.import_tables import ShownTable, tables_of


class ColumnsForm:
    """The tables of a file with their columns. ``faults`` are sentences, ``wrong`` the (table, column) at fault."""

    def __init__(self, draft: ImportDraft, actor: Actor) -> None:
        self.kind = KINDS[draft.kind]
        self.tables: Sequence[ShownTable] = tables_of(
            draft,
            import_work.file_of(draft),
            incoming.columns_of(draft),
            clear=incoming.may_see_rows(actor, draft),
        )
        self.remembered = next((table.layout for table in self.tables if table.layout), "")
        self.name = self.remembered
        self.faults: list[str] = []
        self.wrong: set[tuple[int, int]] = set()

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Every field with its words, to ignore first, the rest by their words."""
        rest = sorted(
            ((key, str(words)) for key, words in fields_of(self.kind).items()), key=lambda pair: pair[1].casefold()
        )
        return sorted(rest, key=lambda pair: pair[0] != self.kind.ignored)

    def validate(self, sent: Mapping[str, str]) -> bool:
        """Take what was chosen; whether the file can be read by it."""
        self.tables = [self._sent(number, table, sent) for number, table in enumerate(self.tables)]
        self.name = sent.get("layout", "")[: layouts.LONGEST_NAME]
        for number, table in enumerate(self.tables):
            self._check(number, table)
        return not self.faults

    def save(self, draft: ImportDraft, actor: Actor) -> None:
        """Confirm the columns and, where a name was given, remember them for the next file; in a unit of work."""
        incoming.choose_columns(draft, {table.signature: table.chosen for table in self.tables}, actor=actor)
        for number, table in enumerate(self.tables if self.name.strip() else ()):
            name = self.name if number == 0 else f"{self.name} ({number + 1})"
            layouts.remember(self.kind.name, name, table.signature, table.chosen, table.headers, actor=actor)

    def _sent(self, number: int, table: ShownTable, sent: Mapping[str, str]) -> ShownTable:
        chosen = {column.index: sent.get(f"c-{number}-{column.index}", "") for column in table.columns}
        offered = fields_of(self.kind)
        known = {at: field for at, field in chosen.items() if field in offered and field}
        return table.with_chosen(known, table.layout)

    def _check(self, number: int, table: ShownTable) -> None:
        found = column_faults(self.kind, table.chosen)
        if "twice" in found:
            self.wrong |= {(number, at) for at in found["twice"]}
            self.faults.append(
                gettext("Two columns can't hold the same. Choose one of them, and Ignore for the other.")
            )
        if "name" in found:
            self.faults.append(gettext("No column holds the name. Choose which one does."))
        if "key" in found:
            self.faults.append(
                gettext("Choose at least three columns, among them NIK, ticket number, birth date or phone number.")
            )
