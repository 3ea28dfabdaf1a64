"""The state machine: what people do to several tickets, on the real desk and in the plain model of it."""

from collections import defaultdict
from datetime import timedelta
from itertools import product
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, multiple, precondition, rule
from sqlalchemy import func, select

from models import Attachment, Correction, HandOff, User, db
from tests.desk_text import put_in_force
from tests.workflow.compared import Compared, real
from tests.workflow.machine_draws import (
    DAYS,
    FILLED,
    MINUTES,
    MOST_TICKETS,
    MOST_VERSIONS,
    REASON,
    STANDS_IN,
    WHOLE,
    WORKERS,
    anybody,
    filer,
    form,
    giver,
    nth,
    slip,
    token,
    worker,
)
from tests.workflow.model import Facts
from tests.workflow.model_time import Ticket
from workflow import absences, assigning, attachments, corrections, handoffs, merges, moves, tickets
from workflow.drafts import Draft
from workflow.kinds import Kind


class DeskMachine(Compared):
    """Several tickets of two regions, two people of each role, and a clock."""

    tickets = Bundle("tickets")

    @initialize(target=tickets)
    def begin(self) -> Any:
        filed = [self.filed("operator", "6501", "nik_not_found"), self.filed("other_operator", "6571", "other_name")]
        return multiple(*filed)

    @precondition(lambda self: len(self.model.tickets) < MOST_TICKETS)
    @rule(
        target=tickets,
        who=filer,
        region=st.sampled_from(["6501", "6571"]),
        days=st.sampled_from(sorted(DAYS)),
        slipped=slip,
    )
    def file(self, who: str, region: str, days: str, slipped: Facts) -> Any:
        ticket = self.filed(who, region, days, slipped.get("fields"))
        return ticket or multiple()

    def fields(self) -> dict[str, str]:
        """Every extra field of the definition in force, filled in."""
        return {one["code"]: FILLED[one["code"]] for one in self.model.desk["field"]}

    def filed(self, who: str, region: str, category: str, fields: Facts | None = None) -> Ticket | None:
        actor, fields = self.actor(who), self.fields() if fields is None else fields
        why = self.model.no_filing(actor, region, fields)
        ticket = None if why else self.model.file(region, DAYS[category], fields, self.emails)

        def act() -> None:
            draft = {"category": category, "channel": "counter", "subject_name": "Sri Wahyuni", "region": region}
            made = tickets.file(Draft(**draft, extra=fields), actor=actor)
            kept = attachments.keep(made, self.stage.evidence, actor=actor)
            ticket.id, ticket.number, ticket.evidence, ticket.tokens = made.id, made.number, kept.id, []

        told = ["ticket.file", *ticket.followed, "attachment.add"] if ticket else []
        self.tried("file", why, told, act, *([ticket] if ticket else []))
        return ticket

    onwards: ClassVar[dict[str, Any]] = {"ticket": tickets, "which": nth, "facts": form, "other": tickets}
    anyhow: ClassVar[dict[str, Any]] = {
        "ticket": tickets,
        "who": anybody,
        "which": nth,
        "facts": slip,
        "other": tickets,
        "seen": token,
    }

    # The same thing under several names: of its rules Hypothesis leaves out some in every example.

    @rule(**onwards)
    def get_on(self, **drawn: Any) -> None:
        self.done_next(**drawn)

    @rule(**onwards)
    def go_on(self, **drawn: Any) -> None:
        self.done_next(**drawn)

    @rule(**onwards)
    def carry_on(self, **drawn: Any) -> None:
        self.done_next(**drawn)

    @rule(**anyhow)
    def try_it(self, **drawn: Any) -> None:
        self.tried_here(**drawn)

    @rule(**anyhow)
    def try_again(self, **drawn: Any) -> None:
        self.tried_here(**drawn)

    def done_next(self, ticket: Ticket, which: int, facts: Facts, other: Ticket) -> None:
        """Something that somebody can do with this ticket now, each kind of it as likely as the others."""
        whole, ways = self.filled(ticket, facts, other), defaultdict(list)
        for who in WORKERS if ticket.status == "verifying" else ():
            if not self.model.no_line(ticket, self.actor(who)):
                ways["line"].append((who, "line"))
        for who, (verb, move) in product((*WORKERS, "operator"), self.model.moves.items()):
            if not self.model.refused(ticket, self.actor(who), verb, whole):
                ways[move["kind"]].append((who, verb))
        if not ways:
            return
        kind = list(ways.values())[which % len(ways)]
        who, verb = kind[which // len(ways) % len(kind)]
        if verb == "line":
            self.write_line(ticket, who, whole=True)
        else:
            self.moved(ticket, who, verb, whole, "fresh")

    def tried_here(self, ticket: Ticket, who: str, which: int, facts: Facts, other: Ticket, seen: str) -> None:
        """Any move by anybody; mostly one that starts where the ticket stands, half of them by its assignee."""
        fitting = [verb for verb, move in self.model.moves.items() if ticket.status in move["from"]]
        known = fitting if which % 4 else [*self.model.moves, *Kind]
        if which % 2 and ticket.assignee:
            who = next(name for name, one in self.people.items() if one.id == ticket.assignee)
        self.moved(ticket, who, known[which // 4 % len(known)], self.filled(ticket, facts, other), seen)

    def filled(self, ticket: Ticket, facts: Facts, other: Ticket) -> Facts:
        asked = next(iter([*ticket.asked[-1:], *other.asked]), None)
        whole = WHOLE | {"original": other, "hand_off": asked, "fields": self.fields()} | facts
        if whole["told_at"] is not None:
            whole["told_at"] = self.model.now + timedelta(hours=whole["told_at"])
        if whole["chase_on"] is not None:
            whole["chase_on"] = self.model.today() + timedelta(days=whole["chase_on"])
        return whole

    def moved(self, ticket: Ticket, who: str, verb: str, facts: Facts, seen: str = "none") -> None:
        actor, (last, stale) = self.actor(who), self.last_seen(ticket, seen)
        why = self.model.refused(ticket, actor, verb, facts, stale=stale)
        touched = [one for one in (ticket, ticket.original, facts["original"]) if one]
        told = [] if why else self.model.do(ticket, actor, verb, facts)

        def act() -> None:
            asked = facts["hand_off"] and db.session.get_one(HandOff, facts["hand_off"].id)
            known = facts | {"original": facts["original"] and real(facts["original"]), "hand_off": asked}
            moves.move(real(ticket), verb, actor=actor, last_event_id=last, **known)

        kind = (self.model.called(verb, actor.role) or {"kind": "no such move"})["kind"]
        self.tried(kind, why, told, act, *touched)
        if kind == "hand_off" and not why:
            ticket.asked[-1].id = db.session.scalar(select(func.max(HandOff.id)))

    def last_seen(self, ticket: Ticket, seen: str) -> tuple[int | None, bool]:
        """What a form saw of the ticket, and whether it has changed since."""
        last = {"none": None, "fresh": ticket.tokens[-1], "old": ticket.tokens[0]}[seen]
        return last, last not in (None, ticket.tokens[-1])

    @rule(ticket=tickets, who=giver, to=st.sampled_from([None, "operator", *WORKERS]), seen=token)
    def assign(self, ticket: Ticket, who: str, to: str | None, seen: str) -> None:
        actor, (last, stale) = self.actor(who), self.last_seen(ticket, seen)
        given = self.actor(to) if to else None
        why = self.model.no_assigning(ticket, actor, given, stale=stale)
        before = ticket.assignee
        if not why:
            ticket.assignee = given and given.id
        told = ["ticket.assign"] if ticket.assignee != before else []

        def act() -> None:
            user = db.session.get_one(User, given.id) if given else None
            assigning.assign(real(ticket), user, actor=actor, last_event_id=last)

        self.tried("assign", why, told, act, ticket)
        if ticket.status == "open" and ticket.assignee:  # it is kept for somebody, and another reaches for it
            self.moved(ticket, "second_verifier", "take", self.filled(ticket, {}, ticket))

    @rule(ticket=tickets, who=worker, whole=st.sampled_from([True, True, True, False]))
    def correct_line(self, ticket: Ticket, who: str, *, whole: bool) -> None:
        self.write_line(ticket, who, whole=whole)

    def write_line(self, ticket: Ticket, who: str, *, whole: bool) -> None:
        actor, new = self.actor(who), []
        why = self.model.no_line(ticket, actor) or ("" if whole else "BadValue")

        def act() -> None:
            evidence = db.session.get_one(Attachment, ticket.evidence)
            line = {"field": "name", "before": "Sri W", "after": "Sri Wahyuni" if whole else "Sri W", "source": "ktp"}
            new.append(corrections.add(real(ticket), actor=actor, evidence=evidence, **line).id)
            ticket.lines[new[0]] = actor.id

        self.tried("correct_line", why, [] if why else ["correction.add"], act, ticket)

    @rule(ticket=tickets, who=worker, which=nth, reason=st.sampled_from([REASON, REASON, " "]))
    def withdraw_line(self, ticket: Ticket, who: str, which: int, reason: str) -> None:
        if not ticket.lines:
            return
        actor, line = self.actor(who), sorted(ticket.lines)[which % len(ticket.lines)]
        why = self.model.no_line(ticket, actor) or ("" if reason.strip() else "MissingRequirement")
        if not why:
            del ticket.lines[line]
        told = [] if why else ["correction.withdraw"]
        self.tried(
            "withdraw_line", why, told,
            lambda: corrections.withdraw(db.session.get_one(Correction, line), actor=actor, reason=reason), ticket,
        )  # fmt: skip

    @rule(ticket=tickets, who=worker, which=nth, reason=st.sampled_from([REASON, REASON, " "]))
    def take_back(self, ticket: Ticket, who: str, which: int, reason: str) -> None:
        if not ticket.asked:
            return
        actor, row = self.actor(who), ticket.asked[which % len(ticket.asked)]
        why = self.model.no_taking_back(ticket, actor, row) or ("" if reason.strip() else "MissingRequirement")
        if not why:
            self.model.end(ticket, [row])
        told = [] if why else ["handoff.withdraw"]
        self.tried(
            "take_back", why, told,
            lambda: handoffs.withdraw(db.session.get_one(HandOff, row.id), actor=actor, reason=reason), ticket,
        )  # fmt: skip

    @rule(ticket=tickets, who=anybody, dose=st.sampled_from(["1", "2"]), seen=token)
    def edit(self, ticket: Ticket, who: str, dose: str, seen: str) -> None:
        actor, (last, stale) = self.actor(who), self.last_seen(ticket, seen)
        why, before = self.model.no_edit(ticket, actor, stale=stale), ticket.dose
        ticket.dose = before if why else dose
        told = ["ticket.edit"] if ticket.dose != before else []
        changes = {"dose": dose}
        self.tried(
            "edit", why, told, lambda: tickets.edit(real(ticket), changes, actor=actor, last_event_id=last), ticket
        )

    @rule(ticket=tickets, who=giver, other=tickets, takes=st.booleans())
    def merge(self, ticket: Ticket, who: str, other: Ticket, *, takes: bool) -> None:
        actor, facts = (
            self.actor(who),
            WHOLE | {"outcome": "duplicate", "original": other, "hand_off": None, "fields": {}},
        )
        why = self.model.no_merging(ticket, actor, other, facts, takes=takes)
        told = [] if why else [*self.model.do(ticket, actor, "dismiss", facts), "ticket.merge"]
        if not why and takes and ticket.dose != other.dose:
            ticket.taken, other.dose = (other.dose, ticket.dose), ticket.dose
        take = ["dose"] if takes else []
        self.tried(
            "merge", why, told,
            lambda: merges.merge(real(ticket), real(other), take=take, actor=actor, reason=REASON), ticket, other,
        )  # fmt: skip

    @rule(minutes=st.sampled_from(MINUTES))
    def wait(self, minutes: int) -> None:
        self.model.now += timedelta(minutes=minutes, seconds=7)

    @precondition(lambda self: len(self.away_now()) < 2)
    @rule(who=st.sampled_from(sorted(STANDS_IN)), days=st.sampled_from([1, 4, 12]))
    def go_away(self, who: str, days: int) -> None:
        whom, by, today = self.actor(who), self.actor(STANDS_IN[who]), self.model.today()
        until = today + timedelta(days=days - 1)
        why = "BadValue" if {whom.id, by.id} & set(self.away_now()) else ""
        if not why:
            self.model.away.append((whom.id, by.id, today, until))

        def act() -> None:
            user, substitute = db.session.get_one(User, whom.id), db.session.get_one(User, by.id)
            absences.enter(user, substitute=substitute, since=today, until=until, actor=self.people["admin"])

        self.tried("go_away", why, [] if why else ["absence.enter"], act)

    def away_now(self) -> list[int]:
        """Nobody enters an absence that begins later, so whoever is away some day from today on is so today."""
        return [whom for whom, _, _, until in self.model.away if until >= self.model.today()]

    @precondition(lambda self: self.published < MOST_VERSIONS)
    @rule(chance=st.integers(0, 5))
    def publish(self, chance: int) -> None:
        """Once in a while the desk works by the other definition from here on; open tickets get its deadlines."""
        if chance:
            return
        self.published += 1
        self.texts.reverse()
        told = ["desk.publish", *self.model.publish(self.texts[0])]
        self.tried("publish", "", told, lambda: put_in_force(self.texts[0], self.people["admin"]), *self.model.tickets)
