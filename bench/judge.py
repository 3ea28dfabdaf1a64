"""Holds the candidates that ``match --out`` wrote against the truth, complaint by complaint."""

import csv
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

SURE = frozenset({"same", "strong"})
USED = "nik_used_by_other"
SURENESS_95 = 1.959964


@dataclass(frozen=True)
class Found:
    """One candidate: a row of the registry's file, and its tier."""

    row: int
    tier: str


@dataclass(frozen=True)
class Judged:
    """A complaint with its right rows (none for somebody never entered) and its candidates, best first."""

    number: str
    cause: str
    mess: str
    right: frozenset[int]
    found: Sequence[Found]

    @property
    def recalled(self) -> bool:
        return any(one.row in self.right for one in self.found)

    @property
    def first(self) -> bool:
        return bool(self.found) and self.found[0].row in self.right

    @property
    def wrong(self) -> list[Found]:
        """The rows of other people that are called same or strong."""
        return [one for one in self.found if one.tier in SURE and one.row not in self.right]

    @property
    def named_used(self) -> bool:
        return any(one.row in self.right and one.tier == USED for one in self.found)


@dataclass(frozen=True)
class Share:
    """So many of so many, with the 95 % interval of Wilson (1927) around it."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return math.nan, math.nan
        z2 = SURENESS_95**2
        middle = (self.value + z2 / (2 * self.of)) / (1 + z2 / self.of)
        inner = self.value * (1 - self.value) / self.of + z2 / (4 * self.of**2)
        half = SURENESS_95 * math.sqrt(inner) / (1 + z2 / self.of)
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:8.2%}  {low:7.2%} to {high:7.2%}  {self.hits} of {self.of}"


@dataclass(frozen=True)
class Aim:
    """One figure: which complaints it speaks of, what is counted, and what the issue asks of it."""

    words: str
    among: Callable[[Judged], bool]
    counts: Callable[[Judged], bool]
    target: float
    at_least: bool = True

    def share(self, judged: Iterable[Judged]) -> Share:
        among = [one for one in judged if self.among(one)]
        return Share(sum(map(self.counts, among)), len(among))

    def met(self, share: Share) -> bool:
        return share.value >= self.target if self.at_least else share.value <= self.target


def _has_record(one: Judged) -> bool:
    return bool(one.right)


def _was_never_entered(one: Judged) -> bool:
    return not one.right


def _is_called_sure(one: Judged) -> bool:
    return bool(one.wrong)


AIMS = {
    "recall": Aim("right record among the candidates", _has_record, lambda one: one.recalled, 0.99),
    "first": Aim("right record first", _has_record, lambda one: one.first, 0.98),
    "wrong_sure": Aim("wrong person in same or strong", _has_record, _is_called_sure, 0.001, at_least=False),
    "never_sure": Aim("never entered, yet same or strong", _was_never_entered, _is_called_sure, 0.005, at_least=False),
    "nik_used": Aim("NIK used by another, said so", lambda x: x.cause == "nik_used", lambda x: x.named_used, 0.97),
}


def read_truth(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def right_rows(truth: Sequence[dict[str, str]]) -> dict[str, frozenset[int]]:
    """By the number of a complaint: the rows of its person, none for somebody never entered."""
    return {told["no"]: frozenset(int(row) for row in told["registry_rows"].split(";") if row) for told in truth}


def judge(truth: Sequence[dict[str, str]], candidates: Path) -> list[Judged]:
    """Every complaint of ``truth`` with its candidates; one that the file does not know has none."""
    found: dict[str, list[Found]] = defaultdict(list)
    with candidates.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            if line["registry_row"]:
                found[line["complaint_no"]].append(Found(int(line["registry_row"]), line["tier"]))
    right = right_rows(truth)
    return [
        Judged(told["no"], told["cause"], told["mess"].partition(":")[0], right[told["no"]], found[told["no"]])
        for told in truth
    ]


def report(title: str, judged: Sequence[Judged]) -> dict[str, object]:
    """Print every figure with its interval, for all and by cause and mess; the same as data."""
    print(f"\n{title}: {len(judged)} complaints")
    shares = {name: aim.share(judged) for name, aim in AIMS.items()}
    for name, share in shares.items():
        aim = AIMS[name]
        sign, verdict = ">=" if aim.at_least else "<=", "met" if aim.met(share) else "MISSED"
        print(f"  {aim.words:36}{share}  asked {sign} {aim.target:.1%}: {verdict}")
    parts = {kind: _by(judged, kind) for kind in ("cause", "mess")}
    return {"figures": {name: _data(share) for name, share in shares.items()}, **parts}


def _by(judged: Sequence[Judged], kind: str) -> dict[str, object]:
    """Recall, right first and wrong sure ones of each cause or mess."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[getattr(one, kind)].append(one)
    print(f"  by {kind:20}{'of':>7}{'recall':>9}{'first':>9}{'wrong sure':>12}{'never':>7}{'yet sure':>9}")
    told: dict[str, object] = {}
    for name, members in sorted(groups.items()):
        shares = {aim: AIMS[aim].share(members) for aim in ("recall", "first", "wrong_sure", "never_sure")}
        recall, first, wrong, never = shares.values()
        percents = [f"{share.value:.1%}" if share.of else "-" for share in (recall, first)]
        print(f"    {name:21}{recall.of:7}{percents[0]:>9}{percents[1]:>9}{wrong.hits:12}{never.of:7}{never.hits:9}")
        told[name] = {aim: _data(share) for aim, share in shares.items()}
    return told


def _data(share: Share) -> dict[str, object]:
    return {"hits": share.hits, "of": share.of, "share": share.value, "interval": share.interval}
