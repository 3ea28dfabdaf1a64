"""docs/workflow.md says what the steps say."""

from cli.workflow import document
from config import ROOT


def test_the_document_is_made_from_the_steps_of_today():
    assert (ROOT / "docs" / "workflow.md").read_text(encoding="utf-8") == document()


def test_every_verb_has_its_line():
    lines = [line for line in document().splitlines() if line.startswith("| `")]
    assert [line.split("`")[1] for line in lines] == [
        "take",
        "hand_off",
        "answer",
        "correct",
        "send_back",
        "close",
        "dismiss",
        "reopen",
        "undo_duplicate",
    ]
