"""One registry file on its way: what was read of it, sealed and hashed aside, and what was refused."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date

from intake.faults import FileFault, UnreadableFile
from intake.registry_file import About, Source, read_rows
from intake.registry_report import Refused, RegistryReport
from registry.columns import Columns
from registry.load import Prepared
from registry.plan import Plan
from registry.read import Reason, RefusedRow, read_row
from registry.spool import Spool


class Work:
    """The rows of a file prepared so far, and those refused; ``begun`` as ``Prepared`` takes it."""

    def __init__(self, begun: tuple[str, str] | None = None) -> None:
        self.prepared = Prepared(begun)
        self.refused = Spool()
        self.reasons: Counter[Reason] = Counter()
        self.flags: Mapping[str, int] = {}

    def read(
        self,
        source: Source,
        filename: str,
        about: About,
        columns: Columns | None,
        *,
        today: date,
        at: Callable[[int], None],
    ) -> None:
        """Prepare every row of the file. Raises UnreadableFile where there is none."""
        for told in read_rows(source, filename, about, at, columns):
            try:
                dose = read_row(told.cells, told.columns, width=len(told.header), today=today)
            except RefusedRow as why:
                self.reasons[why.reason] += 1
                header, cells = tuple(told.header), tuple(told.cells)
                self.refused.add(Refused(row=told.number, reason=why.reason, header=header, cells=cells))
            else:
                self.prepared.add(dose, told.number)
        if not self.prepared.marks and not self.refused.count:
            raise UnreadableFile(FileFault.NO_ROWS)
        self.flags = self.prepared.flags.counted(self.prepared.keys)

    def report(self, decided: Plan, *, batch: str = "", resumed: bool = False) -> RegistryReport:
        return RegistryReport(
            read=decided.total + self.refused.count,
            new=decided.new,
            changed=decided.changed,
            same=decided.same,
            refused=self.refused.count,
            batch=batch,
            reasons=dict(self.reasons),
            flags=self.flags,
            resumed=resumed,
            _refused=self.refused,
        )
