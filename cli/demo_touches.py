"""What the demo desk has beside its days: a merged pair, somebody away, kept lists, a macro used, a colleague named."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from cli.demo_cards import photo
from cli.demo_days import Cast
from models import Status, Ticket, User, clock, db
from models.database import writing
from workflow import absences, attachments, macros, merges, notes, tickets, views
from workflow.drafts import Draft

AWAY: Final = timedelta(days=4)
SHARED_VIEW: Final = ("Tarakan & Bulungan pekan ini", "status=active&region=6501,6571&received=week")
OWN_VIEW: Final = ("Lewat tenggat, belum ditugaskan", "status=active&assignee=none&due=late")
AGAIN: Final = "Saya sudah mengadu di loket, sekarang lewat WhatsApp karena sertifikat belum juga benar."
SAME: Final = "Orang dan masalahnya sama; pelapor mengadu lagi lewat WhatsApp."


def add_touches(cast: Cast) -> None:
    """Add one of each, through the rules, after the desk has lived its days."""
    with writing():
        _merge(cast)
        _go_away(cast)
        _keep_lists(cast)
        _use_macro(cast)
        _name_somebody(cast)


def _merge(cast: Cast) -> None:
    """One person complained twice; the second complaint brought a phone, a note and a file."""
    original = _newest(Status.VERIFYING)
    draft = Draft(
        category=original.category.code,
        channel="whatsapp",
        subject_name=original.subject_name,
        region=original.region_code,
        story=AGAIN,
    )
    draft = replace(draft, subject_nik=original.subject_nik, reporter_phone="081200004417")
    repeated = tickets.file(draft, actor=cast.operator)
    notes.add(repeated, actor=cast.operator, text="Pelapor mengirim foto KTP lewat WhatsApp.")
    attachments.keep(repeated, photo(), actor=cast.operator)
    merges.merge(repeated, original, take=("reporter_phone",), actor=cast.supervisor, reason=SAME)


def _go_away(cast: Cast) -> None:
    """The second verifier is away from today on; the first stands in."""
    substitute, away = (db.session.get_one(User, actor.id) for actor in cast.verifiers[:2])
    today = clock.today()
    absences.enter(away, substitute=substitute, since=today, until=today + AWAY, actor=cast.supervisor)


def _keep_lists(cast: Cast) -> None:
    shared = views.save(*SHARED_VIEW, "", actor=cast.supervisor)
    views.share(shared, views.EVERYONE, ("6501", "6571"), actor=cast.supervisor)
    views.save(*OWN_VIEW, "", actor=cast.supervisor)


def _use_macro(cast: Cast) -> None:
    macro = macros.by_code("take_and_greet")
    if macro is not None:
        macros.apply(_newest(Status.OPEN), macro, actor=cast.verifiers[0])


def _name_somebody(cast: Cast) -> None:
    text = f"@{cast.supervisor.name} mohon arahan: NIK ini juga dipakai pada aduan lain."
    notes.add(_newest(Status.CORRECTED), actor=cast.verifiers[0], text=text)


def _newest(status: Status) -> Ticket:
    query = select(Ticket).where(
        Ticket.status == status, Ticket.paused_since.is_(None), Ticket.subject_nik_sealed != ""
    )
    return db.session.scalars(query.order_by(Ticket.id.desc()).limit(1)).one()
