"""docs/workflow.md says what the moves say, docs/definition.md what the checker asks; and the checker's command."""

import pytest

from cli.workflow import document, keys_document, workflow_cli
from config import ROOT
from workflow.definition import shipped_text

RULE = """
[[rule]]
name = "Bunyu"
when = { category = "other", region = "9999" }
then = { assign = "nobody@loket.test" }
"""


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
        "release",
    ]


def test_the_keys_are_those_of_today():
    assert (ROOT / "docs" / "definition.md").read_text(encoding="utf-8") == keys_document()


def test_the_shipped_definition_has_no_mistakes(app):
    found = app.test_cli_runner().invoke(workflow_cli, ["check"])
    assert (found.exit_code, found.stdout) == (0, "desk.toml: tidak ada kesalahan.\n")


def test_a_line_names_file_key_and_mend_of_each_mistake(app, tmp_path):
    file = tmp_path / "ours.toml"
    text = shipped_text().replace('to = "verifying"', 'to = "waiting"', 1).replace("= 80", "= 0", 1)
    file.write_text(text + RULE, encoding="utf-8")
    found = app.test_cli_runner().invoke(workflow_cli, ["check", str(file)])
    assert found.exit_code == 1
    assert found.stdout.splitlines() == [
        "ours.toml: deadlines.amber_percent: Angka ini tidak sesuai. Pilih dari 1 sampai 99.",
        "ours.toml: move[1].to: Tidak ada status waiting. Pakai salah satu dari open, verifying, corrected, closed.",
    ]


def test_what_only_this_desk_knows_is_checked_as_well(app, tmp_path, cast):
    file = tmp_path / "ours.toml"
    file.write_text(shipped_text() + RULE, encoding="utf-8")
    found = app.test_cli_runner().invoke(workflow_cli, ["check", str(file)])
    assert found.exit_code == 1
    assert [line.split(": ")[1] for line in found.stdout.splitlines()] == ["rule[1].when.region", "rule[1].then.assign"]


@pytest.mark.parametrize(("data", "status"), [(None, 2), (b"\xff\xfe", 1), (b"", 1)])
def test_what_cannot_be_read_is_told_in_one_line(app, tmp_path, data, status):
    file = tmp_path / "ours.toml"
    if data is not None:
        file.write_bytes(data)
    found = app.test_cli_runner().invoke(workflow_cli, ["check", str(file)])
    assert found.exit_code == status
    assert len((found.stdout + found.stderr).splitlines()) == 1
