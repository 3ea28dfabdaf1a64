"""How the invented people of the demo work: each complaint gets a plan, and its steps are made when they are due."""

import heapq
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Self

from sqlalchemy import select

from access.actors import Actor
from access.policy import Refusal
from cli.demo_cards import photo, scan
from models import Facility, Role, Ticket, WaitsFor, clock, db
from models.clock import WITA
from models.database import writing
from workflow import attachments, corrections, handoffs, notes, reveals, satisfaction, tickets
from workflow.attachments import Received
from workflow.moves import move

SEED = 20211108
OPENS, CLOSES = 8, 16
RECENT = timedelta(days=8)
SHARES = {"correct": (77, 45), "dismiss": (20, 10), "wait": (0, 25), "stall": (3, 20)}  # of older, of recent ones
AGREED = "Sesuai KTP dan kartu keluarga."
NOTES = (
    "Pelapor sudah dihubungi, diminta menunggu.",
    "KTP sudah dicocokkan dengan data vaksinasi.",
    "Sudah dikirim ke faskes untuk diperiksa ulang.",
    "Nomor HP pelapor tidak aktif, dicoba lagi besok.",
)
QUESTIONS = {
    WaitsFor.FACILITY: "Mohon periksa catatan dosis ini dan perbaiki NIK-nya bila keliru.",
    WaitsFor.DUKCAPIL: "Mohon pastikan NIK ini terdaftar atas nama yang bersangkutan.",
    WaitsFor.COMPLAINANT: "Mohon kirim foto KTP yang terbaca.",
}
ANSWERS = (
    (4, ""),
    (3, ""),
    (4, "Cepat dan petugasnya ramah."),
    (2, "Menunggu terlalu lama."),
    (1, "Baru selesai setelah tiga kali datang."),
)
ANSWER_SHARES = (45, 35, 10, 7, 3)
DISMISSALS = (
    ("not_our_authority", "Data benar; penerbitan sertifikat ditangani layanan 119."),
    ("no_fault_found", "Sertifikat sudah terbit saat diperiksa."),
    ("withdrawn", "Pelapor menyampaikan masalah sudah selesai."),
    ("rejected", "Pelapor tidak dapat menunjukkan identitas."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who works at the demo desk."""

    operator: Actor
    verifiers: tuple[Actor, ...]
    supervisor: Actor

    @classmethod
    def of(cls, actors: list[Actor]) -> Self:
        """The cast among ``actors``."""
        with_role = {role: [actor for actor in actors if actor.role == role] for role in Role}
        return cls(
            operator=with_role[Role.OPERATOR][0],
            verifiers=tuple(with_role[Role.VERIFIER]),
            supervisor=with_role[Role.SUPERVISOR][0],
        )


Step = Callable[[Ticket], None]


class Days:
    """The steps that are still to be made, by the moment they are due."""

    def __init__(self, cast: Cast, until: datetime) -> None:
        self.cast = cast
        self.until = until
        self.dice = random.Random(SEED)  # noqa: S311 - the same demo each time, nothing secret
        self.steps: list[tuple[datetime, int, str, Step]] = []
        self.order = count()
        self.papers = random.Random(SEED)  # noqa: S311 - the same
        self.answers = random.Random(SEED)  # noqa: S311 - the same

    def plan(self, number: str, filed: datetime) -> None:
        """Decide how the complaint ``number`` will go; most are solved within days, some wait."""
        worker = self.dice.choice(self.cast.verifiers[:2])
        started = filed + timedelta(hours=self.dice.uniform(1, 60))
        is_recent = self.until - filed < RECENT
        kind = self.dice.choices(tuple(SHARES), tuple(share[is_recent] for share in SHARES.values()))[0]
        if self.papers.random() < 0.3:
            brought = scan if self.papers.random() < 0.5 else photo
            self._at(filed, number, lambda t: _attach(t, self.cast.operator, brought()))
        if kind == "wait":
            return
        self._at(started, number, lambda ticket: move(ticket, "take", actor=worker))
        if kind == "dismiss":
            outcome, reason = self.dice.choice(DISMISSALS)
            later = started + timedelta(hours=self.dice.uniform(2, 30))
            self._at(later, number, lambda t: move(t, "dismiss", actor=worker, reason=reason, outcome=outcome))
        elif kind == "correct":
            self._plan_correction(number, worker, started)
        elif kind == "stall":
            self._plan_question(number, worker, started)
        if self.dice.random() < 0.4:
            text = self.dice.choice(NOTES)
            self._at(started + timedelta(hours=1), number, lambda t: _write(t, self.cast.operator, text))

    def live_until(self, moment: datetime) -> None:
        """Make every step that is due before ``moment``, each at its own time; what no longer fits is let go."""
        with writing():
            while self.steps and self.steps[0][0] < moment:
                due, _, number, step = heapq.heappop(self.steps)
                with clock_at(due), suppress(Refusal):
                    step(tickets.by_number(number, actor=self.cast.supervisor))

    def _at(self, moment: datetime, number: str, step: Step) -> None:
        heapq.heappush(self.steps, (at_work(moment), next(self.order), number, step))

    def _plan_question(self, number: str, worker: Actor, started: datetime) -> None:
        """Somebody outside is asked; a third of them answer after some days."""
        asked = started + timedelta(hours=self.papers.uniform(1, 30))
        self._at(asked, number, lambda ticket: _ask(ticket, worker))
        if self.papers.random() < 0.3:
            self._at(asked + timedelta(days=3), number, lambda ticket: _answer(ticket, worker))

    def _plan_correction(self, number: str, worker: Actor, started: datetime) -> None:
        found = started + timedelta(hours=self.dice.uniform(2, 40))
        self._at(found, number, lambda ticket: _correct(ticket, worker))
        sent_back = self.dice.random() < 0.06
        checked = found + timedelta(hours=self.dice.uniform(2, 40))
        second = next(actor for actor in self.cast.verifiers[:2] if actor is not worker)
        if sent_back:
            reason = "Bukti tidak terbaca, mohon unggah ulang."
            self._at(checked, number, lambda ticket: move(ticket, "send_back", actor=second, reason=reason))
            return
        closer = self.dice.choice((self.cast.supervisor, second))
        told = self.dice.choice(("whatsapp", "phone", "counter"))
        self._at(checked, number, lambda t: move(t, "close", actor=closer, told_how=told, told_at=clock.now()))
        if self.answers.random() < 0.6:
            score, words = self.answers.choices(ANSWERS, ANSWER_SHARES)[0]
            asked = checked + timedelta(hours=2)
            self._at(asked, number, lambda t: satisfaction.rate(t, score, actor=self.cast.operator, words=words))
        if self.dice.random() < 0.03:
            reason = "Pelapor: sertifikat belum muncul juga."
            later = checked + timedelta(hours=20)
            self._at(later, number, lambda t: move(t, "reopen", actor=self.cast.operator, reason=reason))


def _ask(ticket: Ticket, worker: Actor) -> None:
    """Ask one after the other: facilities most often, Dukcapil, the reporter."""
    party = (WaitsFor.FACILITY, WaitsFor.DUKCAPIL, WaitsFor.FACILITY, WaitsFor.COMPLAINANT)[ticket.id % 4]
    first = select(Facility.id).where(Facility.retired.is_(False)).order_by(Facility.id).limit(1)
    facility = ticket.facility_id or db.session.scalar(first)
    handoffs.hand_off(ticket, actor=worker, party=party, asked=QUESTIONS[party], facility_id=facility)


def _answer(ticket: Ticket, worker: Actor) -> None:
    for row in handoffs.open_of(ticket):
        handoffs.answer(row, actor=worker, result="right_already", answer="Data di kami sudah sesuai.")


def at_work(moment: datetime) -> datetime:
    """The same moment within working hours: what falls into the night waits for the next morning's eight hours."""
    local = moment.astimezone(WITA)
    if OPENS <= local.hour < CLOSES:
        return moment
    hours = (local.hour - CLOSES) % 24 * (CLOSES - OPENS) / (24 - CLOSES + OPENS)
    morning = local.replace(hour=OPENS, minute=local.minute, second=local.second)
    return morning + timedelta(days=local.hour >= CLOSES, hours=hours)


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Let the desk's clock stand at ``moment``."""
    clock.set_clock(lambda: moment)
    try:
        yield
    finally:
        clock.set_clock(None)


def _write(ticket: Ticket, actor: Actor, text: str) -> None:
    notes.add(ticket, actor=actor, text=text)


def _attach(ticket: Ticket, actor: Actor, brought: Received) -> None:
    attachments.keep(ticket, brought, actor=actor)


def _correct(ticket: Ticket, worker: Actor) -> None:
    nik = ticket.subject_nik
    if nik:
        reveals.reveal(ticket, "subject_nik", actor=worker, reason="Mencocokkan dengan KTP.")
    evidence = attachments.keep(ticket, photo() if nik else scan(), actor=worker)
    name = ticket.subject_name
    field, before, after = ("nik", _mistyped(nik), nik) if nik else ("name", name[:-1] + "y", name)
    corrections.add(
        ticket, actor=worker, field=field, before=before, after=after, source="ktp" if nik else "family_card",
        evidence=evidence, sent_to="Pusdatin Kemenkes",
    )  # fmt: skip
    move(ticket, "correct", actor=worker, reason=AGREED)


def _mistyped(nik: str) -> str:
    """The same number with two neighbouring digits swapped, or one changed where they are equal."""
    for place in range(len(nik) - 2, 0, -1):
        if nik[place] != nik[place + 1]:
            return nik[:place] + nik[place + 1] + nik[place] + nik[place + 2 :]
    return nik[:-1] + ("1" if nik[-1] != "1" else "2")
