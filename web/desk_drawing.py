"""Lays out the diagram of a desk definition: four boxes in a row, and an arrow for each pair of statuses.

Pure arithmetic in the units of the drawing; the template writes it as SVG. Neighbours are joined by a straight arrow,
the others by an arc above or below, each in a lane where its label has room.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from models import Status
from workflow.steps import Step

ROW: Final = (Status.OPEN, Status.VERIFYING, Status.CORRECTED, Status.CLOSED)
WIDTH: Final = 1176
BOX_WIDTH, BOX_HEIGHT = 160, 52
EDGE: Final = 24
GAP: Final = (WIDTH - 2 * EDGE - 4 * BOX_WIDTH) / 3
LINE: Final = 18
SIGN, SMALL = 6.7, 5.9
"""How wide a letter is on average, in a label and in what stands small."""

BADGE: Final = 24
LABEL: Final = BADGE + 10
"""What a label takes beside its text: the circle with the number."""

MOST_LINES: Final = 3
LONGEST: Final = 44
CORNER: Final = 10


@dataclass(frozen=True, slots=True)
class Word:
    """One line of a label: the number of a move (0 for more than are named), its text, whether it is changed."""

    x: float
    y: float
    number: int
    text: str
    hot: bool = False

    @property
    def span(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return (self.x - 10, self.y - 13, self.x + BADGE + width_of(self.text), self.y + 5)


@dataclass(frozen=True, slots=True)
class Box:
    """One status."""

    status: Status
    x: float
    y: float


@dataclass(slots=True)
class Arrow:
    """All moves from one status to another."""

    source: Status
    target: Status
    steps: list[tuple[int, str, bool]]
    path: str = ""
    under: Word | None = None
    words: list[Word] = field(default_factory=list)

    @property
    def hot(self) -> bool:
        return any(hot for _, _, hot in self.steps)

    @property
    def straight(self) -> bool:
        return ROW.index(self.target) - ROW.index(self.source) == 1

    @property
    def above(self) -> bool:
        """Ways on pass above, ways back below; a move that stays stands above its box."""
        return ROW.index(self.target) >= ROW.index(self.source)

    def named(self, room: float) -> list[tuple[int, str, bool]]:
        """The lines of the label, cut to ``room``; the last one says how many more there are."""
        most = min(LONGEST, int((room - BADGE) / SIGN))
        shown = self.steps if len(self.steps) <= MOST_LINES else self.steps[: MOST_LINES - 1]
        lines = [(number, _cut(text, most), hot) for number, text, hot in shown]
        rest = self.steps[len(shown) :]
        return lines + ([(0, f"+{len(rest)}", any(hot for *_, hot in rest))] if rest else [])


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the picture needs."""

    width: int
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def width_of(text: str) -> float:
    return len(text) * SIGN


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: max(1, most - 1)].rstrip() + "…"


def drawn(steps: Sequence[Step], labels: Sequence[str], hot: Iterable[str] = (), roles: Sequence[str] = ()) -> Drawing:
    """The drawing of ``steps``, numbered from 1 as the table does; ``hot`` are the verbs that were changed.

    ``roles`` say who makes each; they stand below an arrow of one move.
    """
    arrows = _grouped(steps, labels, frozenset(hot))
    straight = [arrow for arrow in arrows if arrow.straight]
    above = [arrow for arrow in arrows if not arrow.straight and arrow.above]
    below = [arrow for arrow in arrows if not arrow.straight and not arrow.above]
    raised = max((len(arrow.named(GAP - 22)) for arrow in straight), default=1)
    top, bottom = _lanes(above), _lanes(below)
    first = max(BOX_HEIGHT / 2 - 4, raised * LINE + 2) + 14
    y = sum(_height(lane) for lane in top) + first - BOX_HEIGHT / 2 + 8
    for arrow in straight:
        _draw_straight(arrow, y, roles)
    _draw_lanes(top, y, up=True, clear=first - BOX_HEIGHT / 2)
    _draw_lanes(bottom, y, up=False, clear=14)
    boxes = tuple(Box(status, _left(status), y) for status in ROW)
    height = y + BOX_HEIGHT + 14 + sum(_height(lane) for lane in bottom) + 8
    return Drawing(WIDTH, round(height), boxes, tuple(arrows))


def _grouped(steps: Sequence[Step], labels: Sequence[str], hot: frozenset[str]) -> list[Arrow]:
    groups: dict[tuple[Status, Status], Arrow] = {}
    for number, (step, label) in enumerate(zip(steps, labels, strict=True), 1):
        for source in step.sources:
            arrow = groups.setdefault((source, step.target), Arrow(source, step.target, []))
            arrow.steps.append((number, label, step.verb in hot))
    return list(groups.values())


def _left(status: Status) -> float:
    return EDGE + ROW.index(status) * (BOX_WIDTH + GAP)


def _ends(arrow: Arrow) -> tuple[float, float]:
    """Where an arc leaves and where it arrives: apart from each other, and from those the other way."""
    if arrow.source == arrow.target:
        return _left(arrow.source) + BOX_WIDTH * 0.2, _left(arrow.source) + BOX_WIDTH * 0.4
    far = abs(ROW.index(arrow.target) - ROW.index(arrow.source))
    out, into = (0.72 + 0.06 * far, 0.28 - 0.06 * far) if arrow.above else (0.32 - 0.06 * far, 0.68 + 0.06 * far)
    return _left(arrow.source) + BOX_WIDTH * out, _left(arrow.target) + BOX_WIDTH * into


def _room(arrow: Arrow) -> tuple[float, float]:
    """From where to where an arc and its label need a lane for themselves."""
    left, right = sorted(_ends(arrow))
    half = max(LABEL + width_of(text) for _, text, _ in arrow.named(WIDTH)) / 2 + 10
    middle = min(max((left + right) / 2, half), WIDTH - half)
    return min(left, middle - half), max(right, middle + half)


def _lanes(arrows: Iterable[Arrow]) -> list[list[Arrow]]:
    """Arcs in lanes, the shortest nearest to the boxes; none in a lane touches another."""
    lanes: list[list[Arrow]] = []
    for arrow in sorted(arrows, key=_ends_apart):
        left, right = _room(arrow)
        free = (lane for lane in lanes if all(right < _room(o)[0] or _room(o)[1] < left for o in lane))
        lane = next(free, None)
        if lane is None:
            lanes.append([arrow])
        else:
            lane.append(arrow)
    return lanes


def _ends_apart(arrow: Arrow) -> float:
    left, right = _ends(arrow)
    return abs(right - left)


def _height(lane: Sequence[Arrow]) -> float:
    return max(len(arrow.named(WIDTH)) for arrow in lane) * LINE + 12


def _draw_straight(arrow: Arrow, y: float, roles: Sequence[str]) -> None:
    start, end, middle = _left(arrow.source) + BOX_WIDTH + 6, _left(arrow.target) - 6, y + BOX_HEIGHT / 2
    arrow.path = f"M{start:.0f} {middle:.0f}H{end:.0f}"
    lines = arrow.named(GAP - 22)
    if roles and len(arrow.steps) == 1:
        room = int((GAP - BADGE) / SMALL)
        arrow.under = Word(start - 7, middle + 20, 0, _cut(roles[arrow.steps[0][0] - 1], room))
    arrow.words = [
        Word(start + 14, middle - 10 - LINE * (len(lines) - 1 - place), *line) for place, line in enumerate(lines)
    ]


def _draw_lanes(lanes: Sequence[Sequence[Arrow]], y: float, *, up: bool, clear: float) -> None:
    """Draw arcs away from the boxes: each lane beyond the one before."""
    edge, sign = (y - clear, -1) if up else (y + BOX_HEIGHT + clear, 1)
    for lane in lanes:
        height = _height(lane)
        far = edge + sign * height
        for arrow in lane:
            line = far + 6 if up else edge + 4
            arrow.words = _words_at(arrow, line)
            if arrow.source == arrow.target:  # its label would hide it, so it stands above
                line, arrow.words = far + height - 6, _words_at(arrow, far)
            arrow.path = _arc(arrow, y if up else y + BOX_HEIGHT, line, up=up)
        edge = far


def _arc(arrow: Arrow, box: float, line: float, *, up: bool) -> str:
    start, end = _ends(arrow)
    turn = CORNER if end > start else -CORNER
    bend = CORNER if up else -CORNER
    return (
        f"M{start:.0f} {box:.0f}V{line + bend:.0f}Q{start:.0f} {line:.0f} {start + turn:.0f} {line:.0f}"
        f"H{end - turn:.0f}Q{end:.0f} {line:.0f} {end:.0f} {line + bend:.0f}V{box + (-4 if up else 4):.0f}"
    )


def _words_at(arrow: Arrow, line: float) -> list[Word]:
    lines = arrow.named(WIDTH)
    left, right = _room(arrow)
    ends = sorted(_ends(arrow))
    half = max(LABEL + width_of(text) for _, text, _ in lines) / 2
    middle = min(max(sum(ends) / 2, left + half), right - half)
    return [Word(middle - half + 10, line + 18 + LINE * place, *told) for place, told in enumerate(lines)]
