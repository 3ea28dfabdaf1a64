"""A file of complaints to drafts: every row is read, left out with a reason, or refused with one."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from identity import dates, regions, sexes
from intake.chosen import Decided, with_cells, with_chosen
from intake.clean import Cleaned, Context, clean
from intake.columns import Column, recognise
from intake.duplicates import Seen
from intake.faults import FileFault, UnreadableFile
from intake.fields import Field
from intake.fingerprint import essence, numbered
from intake.header import Table, find_tables, title_texts
from intake.notes import Notes
from intake.report import Code, Finding, LeftOutRow, SheetReport, SheetState
from intake.rows import RawRow, TableReader
from intake.sequence import turned_round
from intake.sheets import Cell, Sheet, is_blank
from intake.workbook import open_workbook
from workflow.drafts import Draft

UNDECIDED = Decided()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """One complaint of the file: its draft, or None where it is refused, and what was found about it.

    ``row`` is the file's own row from 1; ``labels`` and ``cells`` are the row as it stands, for giving it
    back, with what it took from the rows around it; ``essence`` is what the fingerprint is made of; ``words`` are
    those of the complaint.
    """

    sheet: str
    row: int
    draft: Draft | None
    findings: tuple[Finding, ...]
    labels: tuple[str, ...]
    cells: tuple[Cell, ...]
    essence: str
    columns: tuple[Column, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A whole file read: its complaints in file order, and what became of every sheet."""

    rows: tuple[ReadRow, ...]
    sheets: tuple[SheetReport, ...]

    @property
    def drafts(self) -> tuple[Draft, ...]:
        return tuple(row.draft for row in self.rows if row.draft)

    @property
    def refused(self) -> tuple[ReadRow, ...]:
        return tuple(row for row in self.rows if row.draft is None)

    @property
    def doubtful(self) -> tuple[ReadRow, ...]:
        """The rows that are kept and need a second look."""
        return tuple(row for row in self.rows if row.draft and row.findings)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for row in self.rows for finding in row.findings)


def read_complaints(data: bytes, filename: str, *, today: dt.date, decided: Decided = UNDECIDED) -> Reading:
    """Read every complaint of a workbook or csv. Raises UnreadableFile where no table is found or no row.

    A row with cells typed anew keeps the essence it has in the file: the file sent again makes no double of it.
    """
    opened = open_workbook(data, filename)
    reading = read_sheets(opened, today=today, decided=decided)
    if not decided.cells:
        return reading
    as_sent = read_sheets(opened, today=today, decided=replace(decided, cells={}))
    essences = {(row.sheet, row.row): row.essence for row in as_sent.rows}
    rows = (replace(row, essence=essences.get((row.sheet, row.row), row.essence)) for row in reading.rows)
    return replace(reading, rows=tuple(rows))


def read_sheets(opened: tuple[Sheet, ...], *, today: dt.date, decided: Decided = UNDECIDED) -> Reading:
    """Read every complaint of a workbook that is open already. Raises UnreadableFile."""
    sheets = [_read_sheet(with_cells(sheet, decided.cells), today, decided) for sheet in opened]
    reports = tuple(report for report, _ in sheets)
    if not any(report.state is SheetState.READ for report in reports):
        raise UnreadableFile(FileFault.NO_HEADER)
    rows = tuple(_finished([row for _, found in sheets for row in found]))
    if not rows:
        raise UnreadableFile(FileFault.NO_ROWS)
    return Reading(rows=rows, sheets=reports)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    raw: RawRow
    cleaned: Cleaned
    labels: tuple[str, ...]
    columns: tuple[Column, ...]


def _read_sheet(sheet: Sheet, today: dt.date, decided: Decided = UNDECIDED) -> tuple[SheetReport, list[_Found]]:
    tables = () if sheet.hidden else find_tables(sheet)
    if not tables:
        return SheetReport(name=sheet.name, state=_state(sheet)), []
    titles = " ".join((*title_texts(sheet, tables), sheet.name))
    region = regions.find_region(titles)
    context = Context(today=today, saved=sheet.saved, region=region, categories=decided.categories, extra=decided.extra)
    found: list[_Found] = []
    left_out: list[LeftOutRow] = []
    first_columns: tuple[Column, ...] = ()
    for table in tables:
        columns = with_chosen(recognise(sheet, table, decided.extra), table.labels, decided)
        first_columns = first_columns or columns
        reader = TableReader(sheet, table, columns)
        reader.read()
        left_out += reader.left_out
        found += _cleaned(reader.complaints, table, columns, context)
    return (
        SheetReport(
            name=sheet.name,
            state=SheetState.READ,
            header_row=tables[0].header_row + 1,
            columns=first_columns,
            complaints=len(found),
            left_out=tuple(left_out),
        ),
        _with_colours(found, sheet),
    )


def _with_colours(found: list[_Found], sheet: Sheet) -> list[_Found]:
    """Note once, at the first of them, which complaints are painted: often it means "done", and nobody can tell."""
    painted = [place for place, one in enumerate(found) if one.raw.row in sheet.marks.coloured_rows]
    if painted:
        shown = ", ".join(str(found[place].raw.row + 1) for place in painted)
        found[painted[0]] = _noted(found[painted[0]], Code.ROW_COLOURED, None, value=shown)
    return found


def _state(sheet: Sheet) -> SheetState:
    if all(is_blank(cell) for row in sheet.rows for cell in row):
        return SheetState.EMPTY
    return SheetState.HIDDEN if sheet.hidden else SheetState.NO_HEADER


def _cleaned(complaints: list[RawRow], table: Table, columns: tuple[Column, ...], context: Context) -> list[_Found]:
    context = replace(context, saved=_plausible(context.saved, complaints, context.today))
    context = replace(context, letters=sexes.meanings(raw.text(Field.SEX) for raw in complaints))
    above: dt.date | None = None
    width = max((column.index for column in columns), default=0) + 1
    labels = tuple(table.labels.get(column, "") for column in range(width))
    found: list[_Found] = []
    for raw in complaints:
        cleaned = clean(raw, context=context, above=above)
        above = cleaned.reported
        found.append(_Found(raw=raw, cleaned=cleaned, labels=labels, columns=columns))
    for place in turned_round([one.cleaned.reported for one in found]):
        found[place] = _noted(found[place], Code.DATE_SWAPPED, Field.REPORTED)
    return found


def _plausible(saved: dt.date | None, complaints: list[RawRow], today: dt.date) -> dt.date | None:
    """``saved``, unless most complaints are younger: some programs keep the day of the template they fill."""
    if saved is None or saved < dates.CAMPAIGN_START:
        return None
    days = [dates.read(raw.cells.get(Field.REPORTED, ""), today=today).date for raw in complaints]
    younger = sum(day > saved for day in days if day)
    return None if 2 * younger > len(complaints) else saved


def _noted(one: _Found, code: Code, about: Field | None, *, value: str | None = None) -> _Found:
    notes = Notes(one.raw, list(one.cleaned.findings))
    notes.add(code, about, value=value)
    return replace(one, cleaned=replace(one.cleaned, findings=tuple(notes.found)))


def _finished(found: list[_Found]) -> Iterator[ReadRow]:
    """The rows with their possible duplicates noted and their fingerprints' essence counted."""
    seen = Seen()
    essences = numbered(essence(one.raw, one.cleaned) for one in found)
    for one, text in zip(found, essences, strict=True):
        row = ReadRow(
            sheet=one.raw.sheet.name,
            row=one.raw.row + 1,
            draft=one.cleaned.draft,
            findings=one.cleaned.findings,
            labels=one.labels,
            cells=one.raw.whole,
            essence=text,
            columns=one.columns,
            words=" ".join(one.raw.words[Field.COMPLAINT]),
        )
        yield _with_duplicate(row, one, seen)


def _with_duplicate(row: ReadRow, one: _Found, seen: Seen) -> ReadRow:
    if row.draft is None:
        return row
    place = f"{row.sheet}!{row.row}"
    earlier = seen.earlier(one.cleaned.person)
    seen.add(one.cleaned.person, place)
    if earlier is None:
        return row
    again = Finding(sheet=row.sheet, row=row.row, code=Code.POSSIBLE_DUPLICATE, field=Field.NAME, other=earlier)
    return replace(row, findings=(*row.findings, again))
