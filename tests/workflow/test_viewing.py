"""Looking at evidence: opened with a reason for some minutes, each page an event, the looker's name across it."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image, ImageChops

from access.actors import Actor
from access.policy import Forbidden
from audit.context import acting
from models import Attachment, Event, Status, Ticket, clock, db
from models.database import writing
from tests.casework import PDF, attach, bring_to, newest_event
from tests.conftest import Cast
from workflow import attachments, harmless, viewing
from workflow.refusals import BadValue, NotAssignee, TooOften, UnreadableUpload

MARK = "Rina Wulandari · Verifikator · 26 Nov 2026 15.41 WITA · ADU-26-00147K"


@pytest.fixture
def kept(make_ticket: Callable[..., Ticket], cast: Cast) -> Attachment:
    return attach(bring_to(Status.VERIFYING, make_ticket(), cast), cast.operator)


def opened(kept: Attachment, actor: Actor, reason: str = "Mencocokkan KTP") -> None:
    with writing():
        viewing.open_file(kept, actor=actor, reason=reason)


def look(kept: Attachment, actor: Actor, page: int = 1) -> viewing.Look:
    with writing():
        return viewing.look(kept, page, actor=actor, role="Verifikator")


def test_each_page_seen_is_an_event_under_the_reason_given(kept: Attachment, cast: Cast) -> None:
    opened(kept, cast.verifier)
    for _ in range(2):
        look(kept, cast.verifier)
    seen = db.session.query(Event).filter(Event.action == "attachment.view").all()
    assert [event.reason for event in seen] == ["Mencocokkan KTP"] * 2
    assert json.loads(seen[0].body)["facts"] == {"page": 1}


@pytest.mark.parametrize(("stranger", "refusal"), [("second_verifier", NotAssignee), ("operator", Forbidden)])
def test_who_may_not_open_sees_no_page(kept: Attachment, cast: Cast, stranger: str, refusal: type[Exception]) -> None:
    opened(kept, cast.verifier)
    with pytest.raises(refusal):
        look(kept, getattr(cast, stranger))


def test_what_one_opened_is_open_to_nobody_else(kept: Attachment, cast: Cast) -> None:
    opened(kept, cast.verifier)
    with pytest.raises(viewing.NotOpened):
        look(kept, cast.supervisor)


def test_after_some_minutes_the_reason_is_asked_again(
    kept: Attachment, cast: Cast, set_clock: Callable[[datetime], None]
) -> None:
    opened(kept, cast.verifier)
    set_clock(clock.now() + timedelta(minutes=viewing.MINUTES, seconds=1))
    with pytest.raises(viewing.NotOpened):
        look(kept, cast.verifier)


def test_a_file_of_a_complaint_that_went_to_another_is_shut(kept: Attachment, cast: Cast) -> None:
    opened(kept, cast.verifier)
    with pytest.raises(NotAssignee):
        viewing.pages_of(kept, actor=cast.second_verifier)


@pytest.mark.parametrize("page", [0, 21, -1])
def test_a_page_that_no_file_has_is_refused(kept: Attachment, cast: Cast, page: int) -> None:
    opened(kept, cast.verifier)
    with pytest.raises(BadValue):
        look(kept, cast.verifier, page)


def test_so_many_files_an_hour_and_no_more(kept: Attachment, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing, "LIMIT_AN_HOUR", 1)
    opened(kept, cast.verifier)
    with pytest.raises(TooOften), writing():
        viewing.download(kept, actor=cast.verifier, reason="Mencocokkan")
    assert newest_event().action == "attachment.open"


def test_the_mark_names_who_when_and_which_complaint(kept: Attachment, cast: Cast) -> None:
    opened(kept, cast.verifier)
    mark = look(kept, cast.verifier).mark
    assert mark.startswith(f"{cast.verifier.name} · Verifikator · ")
    assert mark.endswith(f" WITA · {kept.ticket.number}")


@pytest.mark.parametrize(("name", "said"), [("Nur 'Aini", "Nur 'Aini"), ("José Ñusa", "Jose Nusa"), ("山田", "??")])
def test_the_mark_is_written_in_letters_its_font_has(name: str, said: str) -> None:
    at = datetime(2026, 11, 26, 7, 41, tzinfo=UTC)
    assert viewing.mark_of(name, "V", at, "ADU-26-1") == f"{said} · V · 26 Nov 2026 15.41 WITA · ADU-26-1"


@pytest.mark.parametrize("ground", ["white", "black", "#888888"])
def test_the_mark_is_seen_on_light_and_dark_in_every_part(ground: str) -> None:
    plain = Image.new("RGB", (900, 600), ground)
    held = io.BytesIO()
    plain.save(held, "PNG")
    shown = Image.open(io.BytesIO(harmless.shown("png", held.getvalue(), page=1, mark=MARK)))
    differs = ImageChops.difference(shown.convert("RGB"), plain).convert("L")
    for left in range(0, 900, 300):
        for top in range(0, 600, 300):
            assert differs.crop((left, top, left + 300, top + 300)).point(lambda level: level > 60).getbbox()


def test_a_page_of_a_pdf_is_a_picture_with_no_word_about_where_it_came_from() -> None:
    shown = Image.open(io.BytesIO(harmless.shown("pdf", PDF, page=1, mark=MARK)))
    assert (shown.format, "exif" in shown.info, "comment" in shown.info) == ("JPEG", False, False)


def kept_as_it_came(
    ticket: Ticket, actor: Actor, monkeypatch: pytest.MonkeyPatch, kind: str, data: bytes
) -> Attachment:
    """A file of the time before files were drawn anew: its event tells nothing of an original."""
    monkeypatch.setattr(attachments, "acting", lambda *who, **more: acting(*who, object=more["object"]))
    came = attachments.Received(kind=kind, name="ktp", data=data, digest="", sent=len(data))
    with writing():
        return attachments.keep(ticket, came, actor=actor)


def test_a_file_from_before_leaves_drawn_anew_or_not_at_all(
    make_ticket: Callable[..., Ticket], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    photo = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(photo, "JPEG")
    hidden = kept_as_it_came(ticket, cast.operator, monkeypatch, "jpeg", photo.getvalue() + b"<script>hidden")
    with writing():
        handed = viewing.download(hidden, actor=cast.verifier, reason="Dikirim ke Dukcapil")
    assert b"hidden" not in handed
    assert Image.open(io.BytesIO(handed)).size == (40, 30)
    broken = kept_as_it_came(ticket, cast.operator, monkeypatch, "pdf", b"%PDF-1.4 nothing of the kind")
    with pytest.raises(UnreadableUpload), writing():
        viewing.download(broken, actor=cast.verifier, reason="Dikirim ke Dukcapil")
