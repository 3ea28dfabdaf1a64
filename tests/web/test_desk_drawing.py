"""The diagram of any definition: no label on another or on a box, nothing outside the picture."""

from itertools import combinations, pairwise, product

import pytest

from models import Role, Status
from web.desk_drawing import BOX_HEIGHT, BOX_WIDTH, ROW, Drawing, drawn
from workflow.definition import shipped
from workflow.kinds import Kind
from workflow.steps import Step

Span = tuple[float, float, float, float]
PAIRS = list(product(Status, Status))


def a_step(number: int, sources: tuple[Status, ...], target: Status) -> Step:
    return Step(
        verb=f"v{number}", kind=Kind.TAKE, sources=sources, target=target, roles=(Role.VERIFIER,),
        label_id="", label_en="",
    )  # fmt: skip


def made(pairs: list[tuple[Status, Status]], label: str, times: int = 1) -> Drawing:
    steps = [a_step(number, (one,), other) for number, (one, other) in enumerate(pairs * times)]
    return drawn(steps, [label] * len(steps), [], [label] * len(steps))


def spans(picture: Drawing) -> list[Span]:
    return [word.span for arrow in picture.arrows for word in arrow.words]


def touch(one: Span, other: Span) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


PICTURES = {
    "shipped": drawn(list(shipped().steps.values()), [step.label_id for step in shipped().steps.values()]),
    "every pair": made(PAIRS, "Tutup"),
    "every pair, long": made(PAIRS, "Panjang sekali " * 4),
    "many of each": made(PAIRS[:15], "Koreksi ditolak pusat", 4),
    **{f"{one}-{other}": made([(one, other)], "Label " * 10, 3) for one, other in PAIRS},
}


@pytest.mark.parametrize("name", PICTURES)
def test_no_label_lies_on_another_or_on_a_box_or_outside(name: str) -> None:
    picture = PICTURES[name]
    boxes = [(box.x, box.y, box.x + BOX_WIDTH, box.y + BOX_HEIGHT) for box in picture.boxes]
    assert [pair for pair in combinations(spans(picture), 2) if touch(*pair)] == []
    assert [pair for pair in product(spans(picture), boxes) if touch(*pair)] == []
    assert [span for span in spans(picture) if span[0] < 0 or span[1] < 0] == []
    assert [span for span in spans(picture) if span[2] > picture.width or span[3] > picture.height] == []


def test_moves_of_the_same_way_share_an_arrow_and_the_rest_is_counted() -> None:
    picture = made([(Status.OPEN, Status.VERIFYING)], "Ambil", 60)
    [arrow] = picture.arrows
    assert [word.text for word in arrow.words] == ["Ambil", "Ambil", "+58"]
    assert len(arrow.steps) == 60


def test_a_way_to_the_neighbour_is_straight_and_the_others_are_arcs() -> None:
    for arrow in PICTURES["every pair"].arrows:
        neighbours = (arrow.source, arrow.target) in pairwise(ROW)
        assert ("Q" not in arrow.path) is neighbours


def test_what_was_changed_is_marked() -> None:
    steps = list(shipped().steps.values())
    picture = drawn(steps, [step.label_id for step in steps], ["close"])
    assert [(arrow.source, arrow.target) for arrow in picture.arrows if arrow.hot] == [
        (Status.CORRECTED, Status.CLOSED)
    ]
