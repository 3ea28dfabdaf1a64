"""Evidence files: sealed on the disk, gone with a rollback, opened by few and never silently."""

import hashlib
import json
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
from workflow import attachments, files, viewing
from workflow.refusals import BadValue, IllegalTransition, MissingRequirement, NotAssignee

CANARY = PDF + b"% KTP 6501056504859012 CANARY\n"


def stored() -> set[Path]:
    home = files.path_of("00").parent.parent
    return {path for path in home.rglob("*") if path.is_file()}


@pytest.fixture
def verifying(make_ticket: Callable[..., Ticket], cast: Cast) -> Ticket:
    return bring_to(Status.VERIFYING, make_ticket(), cast)


def test_a_file_is_handed_out_as_it_was_drawn_anew_and_not_as_it_came(verifying: Ticket, cast: Cast) -> None:
    kept = attach(verifying, cast.verifier, data=CANARY)
    with writing():
        drawn = viewing.download(kept, actor=cast.verifier, reason="Mencocokkan")
    assert drawn == attachments.receive("ktp.pdf", PDF).data
    assert (kept.size, b"CANARY" in drawn) == (len(drawn), False)


def test_what_was_sent_can_be_proved_the_same_and_is_not_kept(verifying: Ticket, cast: Cast) -> None:
    kept = attach(verifying, cast.verifier, data=CANARY)
    told = json.loads(db.session.get_one(Event, kept.last_event_id).body)["facts"]
    assert told["sent_bytes"] == len(CANARY)
    assert told["original"] != hashlib.sha256(CANARY).hexdigest()
    assert attachments.came_from(kept, CANARY)
    assert not attachments.came_from(kept, PDF)


def test_the_same_file_in_two_places_has_two_fingerprints(verifying: Ticket, cast: Cast) -> None:
    two = [attach(verifying, cast.verifier, data=CANARY) for _ in range(2)]
    bodies = [json.loads(db.session.get_one(Event, kept.last_event_id).body) for kept in two]
    assert len({body["facts"]["original"] for body in bodies}) == 2


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
        viewing.open_file(kept, actor=getattr(cast, person), reason="Ingin tahu")


def test_a_file_is_not_opened_without_a_reason(verifying: Ticket, cast: Cast) -> None:
    kept = attach(verifying, cast.operator)
    with pytest.raises(MissingRequirement), writing():
        viewing.open_file(kept, actor=cast.supervisor, reason=" ")


def test_every_opening_is_an_event_with_its_reason(verifying: Ticket, cast: Cast) -> None:
    kept = attach(verifying, cast.operator)
    with writing():
        viewing.open_file(kept, actor=cast.supervisor, reason="Mencocokkan KTP")
    event = newest_event()
    assert (event.action, event.object, event.reason) == ("attachment.open", verifying.number, "Mencocokkan KTP")
