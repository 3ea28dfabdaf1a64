"""How the benchmark of matching judges: what is right, what is wrong, and how sure a share is."""

import pytest

from bench.beside import Link, compare
from bench.judge import AIMS, Found, Judged, Share, judge

HERS, THEIRS = Found(1, "strong"), Found(9, "same")


def judged(*found: Found, right: frozenset[int] = frozenset({1, 2}), cause: str = "nik_used") -> Judged:
    return Judged("1", cause, "clean", right, found)


@pytest.mark.parametrize(
    ("found", "recalled", "first", "wrong"),
    [
        ((), False, False, False),
        ((HERS,), True, True, False),
        ((HERS, THEIRS), True, True, True),
        ((THEIRS, HERS), True, False, True),
        ((Found(9, "check"), HERS), True, False, False),
    ],
)
def test_a_complaint_is_judged_by_the_rows_of_its_person(found, recalled, first, wrong):
    one = judged(*found)
    assert (one.recalled, one.first, bool(one.wrong)) == (recalled, first, wrong)


def test_somebody_never_entered_is_wronged_by_any_sure_candidate():
    never = [judged(right=frozenset()), judged(HERS, right=frozenset()), judged(Found(3, "check"), right=frozenset())]
    share = AIMS["never_sure"].share(never)
    assert (share.hits, share.of) == (1, 3)
    assert AIMS["recall"].share(never).of == 0


def test_a_nik_used_by_another_must_be_said_of_the_right_row():
    shares = [judged(Found(1, "nik_used_by_other")), judged(Found(9, "nik_used_by_other")), judged(HERS)]
    assert AIMS["nik_used"].share(shares).hits == 1


def test_the_interval_is_wilsons():
    low, high = Share(560, 560).interval
    assert (round(low, 5), high) == (0.99319, 1.0)
    assert [round(end, 4) for end in Share(15, 148).interval] == [0.0624, 0.1605]


def test_a_complaint_that_has_no_line_has_no_candidate(tmp_path):
    lines = tmp_path / "matched.csv"
    lines.write_text("complaint_no,registry_row,tier,reasons\n1,7,same,x\n2,,none,\n", encoding="utf-8")
    truth = [{"no": number, "registry_rows": "7;8", "cause": "none", "mess": "again:1"} for number in "123"]
    assert [(one.recalled, one.mess) for one in judge(truth, lines)] == [
        (True, "again"),
        (False, "again"),
        (False, "again"),
    ]


def test_a_method_is_asked_for_its_recall_at_no_more_false_links_than_each_of_our_tiers(tmp_path):
    other = tmp_path / "links.csv"
    other.write_text("number,row,weight\n1,1,9\n2,9,8\n3,1,7\n", encoding="utf-8")
    right = {number: frozenset({1}) for number in "123"} | {"4": frozenset()}
    ours = [Link((0.0, 0.0), right=True), Link((-1.0, 0.0), right=True), Link((-3.0, 0.0), right=False)]
    levels = {one["false_links"]: one for one in compare("test", right, ours, {"other": other})["levels"]}
    assert (levels["down to strong"]["Loket"], levels["down to strong"]["other"]) == (
        pytest.approx(2 / 3),
        pytest.approx(1 / 3),
    )
    assert (levels["down to check"]["Loket"], levels["down to check"]["other"]) == (pytest.approx(2 / 3),) * 2
