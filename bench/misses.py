"""Writes down what the search got wrong, the commonest kinds first with examples: for whoever tunes it.

The people are invented; of a NIK only the digits that differ from the complaint's are shown all the same.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineWorkbook

from bench.homes import Source
from bench.judge import Found, Judged, read_truth

EXAMPLES = 12
SHOWN = 4
REGISTRY = ("NIK", "Nama Lengkap", "Tanggal Lahir", "Jenis Kelamin", "No HP", "No Tiket")


@dataclass(frozen=True)
class Miss:
    """One complaint that went wrong, with the kind of wrong and the candidates that tell why."""

    kind: str
    judged: Judged
    shown: Sequence[Found]


def misses(judged: Sequence[Judged]) -> Iterator[Miss]:
    for one in judged:
        if one.right and not one.recalled:
            yield Miss("not among the candidates", one, one.found[:SHOWN])
        elif one.right and not one.first:
            yield Miss("not first", one, one.found[:SHOWN])
        if one.wrong:
            yield Miss("wrong person in same or strong" if one.right else "never entered, yet sure", one, one.wrong)
        if one.cause == "nik_used" and one.right and not one.named_used:
            yield Miss("NIK used by another, not said so", one, [x for x in one.found if x.row in one.right])


def write_misses(out: Path, title: str, source: Source, judged: Sequence[Judged]) -> None:
    """Append the misses of ``judged`` to ``out``, by kind, cause and mess, with some examples of each kind."""
    if source.complaints is None or source.truth is None:
        return
    kinds: dict[str, list[Miss]] = defaultdict(list)
    for miss in misses(judged):
        kinds[miss.kind].append(miss)
    told, truth = _complaints(source.complaints), {row["no"]: row for row in read_truth(source.truth)}
    records = _records(source.registry, kinds)
    with out.open("a", encoding="utf-8") as file:
        file.write(f"== {title}: {len(judged)} complaints\n")
        for kind, found in sorted(kinds.items(), key=lambda pair: -len(pair[1])):
            file.write(f"\n-- {kind}: {len(found)}\n{_counts(found)}\n")
            for miss in _spread(found):
                file.write(_example(miss, told, truth, records))


def _counts(found: Sequence[Miss]) -> str:
    counts: dict[str, int] = defaultdict(int)
    for miss in found:
        counts[f"{miss.judged.cause}/{miss.judged.mess}"] += 1
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda pair: -pair[1]))


def _spread(found: Sequence[Miss]) -> Sequence[Miss]:
    return found[:: max(1, len(found) // EXAMPLES)][:EXAMPLES]


def _example(
    miss: Miss, told: dict[str, str], truth: dict[str, dict[str, str]], records: dict[int, dict[str, str]]
) -> str:
    one, true = miss.judged, truth[miss.judged.number]
    lines = [f"  {one.number} {one.cause}/{one.mess}: told {told[one.number]}"]
    lines.append(f"      truly {true['nik']} {true['name']} {true['birth_date']}")
    lines += [f"      right {_shown(records[row])}" for row in sorted(one.right)]
    lines += [
        f"      {'RIGHT' if x.row in one.right else 'other'} {x.tier}: {_shown(records[x.row])}" for x in miss.shown
    ]
    return "\n".join(lines) + "\n"


def _shown(record: dict[str, str]) -> str:
    return " | ".join(record[column] for column in REGISTRY)


def _complaints(path: Path) -> dict[str, str]:
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    numbered = [row for row in rows if isinstance(row[0], float)]
    return {str(int(row[0])): " | ".join(str(cell).strip() for cell in row[2:6]) for row in numbered}


def _records(path: Path, kinds: dict[str, list[Miss]]) -> dict[int, dict[str, str]]:
    """The rows of the registry that an example speaks of."""
    wanted = {row for found in kinds.values() for miss in _spread(found) for row in miss.judged.right}
    wanted |= {one.row for found in kinds.values() for miss in _spread(found) for one in miss.shown}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {number: row for number, row in enumerate(csv.DictReader(file), 1) if number in wanted}
