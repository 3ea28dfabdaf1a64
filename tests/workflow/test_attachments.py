"""Evidence files: sealed on the disk, gone with a rollback, opened by few and never silently."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from access.actors import Actor
from access.policy import Forbidden, NotVisible
from models import Attachment, Event, Status, Ticket, db
from models.database import writing
from tests.casework import PDF, attach, bring_to, newest_event
from tests.conftest import Cast
from workflow import attachments, files
from workflow.refusals import BadValue, IllegalTransition, MissingRequirement, NotAssignee, UnreadableUpload

CANARY = b"%PDF-1.4\nKTP 6501056504859012 CANARY\n%%EOF\n"


def stored() -> set[Path]:
    home = files.path_of("00").parent.parent
    return {path for path in home.rglob("*") if path.is_file()}


@pytest.fixture
def verifying(make_ticket: Callable[..., Ticket], cast: Cast) -> Ticket:
    return bring_to(Status.VERIFYING, make_ticket(), cast)


def test_a_file_is_opened_as_it_was_given(verifying: Ticket, cast: Cast) -> None:
    kept = attach(verifying, cast.verifier, data=CANARY)
    with writing():
        assert attachments.open_file(kept, actor=cast.verifier, reason="Mencocokkan") == CANARY


def test_nothing_of_a_file_is_readable_on_the_disk_or_in_the_trail(verifying: Ticket, cast: Cast) -> None:
    kept = attach(verifying, cast.verifier, name="ktp sri wahyuni.pdf", data=CANARY)
    assert all(b"CANARY" not in path.read_bytes() for path in stored())
    body = db.session.get_one(Event, kept.last_event_id).body
    assert "wahyuni" not in body
    assert "CANARY" not in body


def test_a_file_whose_row_was_rolled_back_is_gone(verifying: Ticket, cast: Cast) -> None:
    before = stored()
    with pytest.raises(ZeroDivisionError), writing():
        _attach_and_fail(verifying, cast.verifier)
    assert stored() == before
    assert db.session.query(Attachment).count() == 0


def _attach_and_fail(ticket: Ticket, actor: Actor) -> None:
    attachments.add(ticket, actor=actor, name="ktp.pdf", data=PDF)
    assert stored()
    raise ZeroDivisionError


def test_a_file_that_could_not_be_written_whole_is_gone(
    verifying: Ticket, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored()
    monkeypatch.setattr(os, "fsync", _full_disk)
    with pytest.raises(OSError, match="full"):
        attach(verifying, cast.verifier)
    assert stored() == before


def _full_disk(_handle: int) -> None:
    raise OSError("the disk is full")


def test_a_committed_file_outlives_a_later_rollback(verifying: Ticket, cast: Cast) -> None:
    attach(verifying, cast.verifier)
    kept = stored()
    with pytest.raises(ZeroDivisionError), writing():
        raise ZeroDivisionError
    assert stored() == kept


def test_the_same_bytes_twice_are_two_files_that_look_nothing_alike(verifying: Ticket, cast: Cast) -> None:
    one, two = attach(verifying, cast.verifier), attach(verifying, cast.verifier)
    assert one.blob != two.blob


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [("a.PDF", PDF, "pdf"), ("b.jpg", b"\xff\xd8\xff\xe0x", "jpeg"), ("c.jpeg", b"\xff\xd8\xffx", "jpeg"),
     ("d.png", b"\x89PNG\r\n\x1a\nx", "png")],
)  # fmt: skip
def test_a_kind_is_what_name_and_first_bytes_agree_on(name: str, data: bytes, kind: str) -> None:
    assert attachments.kind_of(name, data) == kind


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [("a.pdf", b"", "empty"), ("a.exe", b"MZ", "kind"), ("a.pdf", b"MZ\x90", "kind"), ("a.exe", PDF, "kind"),
     ("a.html", b"<script>", "kind"), ("a.svg", b"<svg onload=x>", "kind"), ("a.pdf.html", PDF, "kind"),
     ("a.pdf", PDF + b"x" * attachments.MAX_BYTES, "too_large")],
)  # fmt: skip
def test_other_files_are_refused(name: str, data: bytes, problem: str) -> None:
    with pytest.raises(UnreadableUpload) as refused:
        attachments.kind_of(name, data)
    assert refused.value.problem == problem


@pytest.mark.parametrize(
    ("person", "refusal"),
    [("auditor", Forbidden), ("admin", Forbidden), ("outsider", NotVisible), ("other_supervisor", NotVisible)],
)
def test_who_has_no_business_there_adds_no_file(
    verifying: Ticket, cast: Cast, person: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        attach(verifying, getattr(cast, person))


def test_a_closed_ticket_takes_no_more_files(make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    ticket = bring_to(Status.CLOSED, make_ticket(), cast)
    with pytest.raises(IllegalTransition):
        attach(ticket, cast.supervisor)


def test_a_ticket_holds_so_many_files_and_no_more(
    verifying: Ticket, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MAX_FILES", 1)
    attach(verifying, cast.verifier)
    with pytest.raises(BadValue, match="too_many"):
        attach(verifying, cast.verifier)


@pytest.mark.parametrize(
    ("person", "refusal"),
    [("operator", Forbidden), ("second_verifier", NotAssignee), ("auditor", Forbidden), ("admin", Forbidden),
     ("outsider", NotVisible), ("other_supervisor", NotVisible)],
)  # fmt: skip
def test_a_file_is_opened_by_the_assignee_and_supervisors_only(
    verifying: Ticket, cast: Cast, person: str, refusal: type[Exception]
) -> None:
    kept = attach(verifying, cast.operator)
    with pytest.raises(refusal), writing():
        attachments.open_file(kept, actor=getattr(cast, person), reason="Ingin tahu")


def test_a_file_is_not_opened_without_a_reason(verifying: Ticket, cast: Cast) -> None:
    kept = attach(verifying, cast.operator)
    with pytest.raises(MissingRequirement), writing():
        attachments.open_file(kept, actor=cast.supervisor, reason=" ")


def test_every_opening_is_an_event_with_its_reason(verifying: Ticket, cast: Cast) -> None:
    kept = attach(verifying, cast.operator)
    with writing():
        attachments.open_file(kept, actor=cast.supervisor, reason="Mencocokkan KTP")
    event = newest_event()
    assert (event.action, event.object, event.reason) == ("attachment.open", verifying.number, "Mencocokkan KTP")
