"""The moves of the desk in plain Python, made of a definition's TOML: ``test_machine`` holds the desk against it."""

import tomllib
from datetime import timedelta
from typing import Any

from tests.workflow import model_facts
from tests.workflow.model_time import Deadlines, Ticket

WORKERS = {"verifier", "supervisor"}
MAY = {"close": {"operator", *WORKERS}, "reopen": {"operator", "supervisor"}}
Facts = dict[str, Any]


class Model(Deadlines):
    """A desk: its people are actors; ``away`` holds who, who stands in for them, since when, until when."""

    def __init__(self, text: str, now: Any, free: set[Any]) -> None:
        self.now, self.free, self.away, self.tickets = now, free, list[Any](), list[Ticket]()
        self.use(text)

    def use(self, text: str) -> None:
        self.desk = tomllib.loads(text)
        self.moves = {move["verb"]: {"kind": move["verb"], "by": "", "needs": ()} | move for move in self.desk["move"]}

    def refused(self, ticket: Ticket, who: Any, verb: str, facts: Facts, *, stale: bool = False) -> str:
        """The refusal by name; empty where the move is made."""
        if not (move := self.called(verb, who.role)):
            return "IllegalTransition"
        barred = self.barred(ticket, who, MAY.get(move["kind"], WORKERS))
        if barred or who.role not in move["roles"]:
            return barred or "Forbidden"
        return (
            "StaleTicket"
            if stale
            else self.hindered(ticket, who, move) or model_facts.lacking(self, ticket, who, move, facts)
        )

    def called(self, verb: str, role: str) -> Facts | None:
        akin = (move for move in self.moves.values() if move["kind"] == verb and role in move["roles"])
        return self.moves.get(verb) or next(akin, None)

    def barred(self, ticket: Ticket, who: Any, roles: set[str] = WORKERS) -> str:
        return "Forbidden" if who.role not in roles else "" if ticket.region in who.regions else "NotVisible"

    def persons(self, who: Any) -> set[int]:
        return {who.id} | {
            whom for whom, by, since, until in self.away if by == who.id and since <= self.today() <= until
        }

    def hindered(self, ticket: Ticket, who: Any, move: Facts) -> str:
        """Why the move cannot begin, whatever its form would say."""
        kind, mine, above = move["kind"], self.persons(who), who.role == "supervisor"
        unfit = {"answer": not ticket.paused, "undo_duplicate": ticket.outcome != "duplicate"}
        if ticket.status not in move["from"] or unfit.get(kind):
            return "IllegalTransition"
        by = "" if above and move["by"].endswith("supervisor") else move["by"]
        if by.startswith("assignee") and ticket.assignee not in mine:
            return "NotAssignee"
        if by.startswith("second") and mine & {ticket.corrector, *ticket.lines.values()}:
            return "SamePerson"
        if kind == "take" and ticket.assignee and ticket.assignee not in mine and not above:
            return "AssignedToOther"
        if ticket.closed and self.now - ticket.closed > timedelta(move.get("within_days", 9999)):
            return "TooLate"
        return "OpenHandOff" if kind in ("correct", "release") and ticket.paused else ""

    def do(self, ticket: Ticket, who: Any, verb: str, facts: Facts) -> list[str]:
        """Make a move that is not refused; the events it writes."""
        move: Any = self.called(verb, who.role)
        stood, ticket.status = (ticket.status, ticket.assignee), move["to"]
        told, ticket.fields = [f"ticket.{move['verb']}"], ticket.fields | model_facts.kept(facts["fields"])
        match move["kind"]:
            case "take" | "release":
                ticket.assignee = who.id if move["kind"] == "take" else None
            case "hand_off":
                asked = {name: facts[name] for name in ("party", "office", "chase_on")}
                ticket.asked.append(Ticket(**asked, since=self.now, until=None))
                ticket.paused = ticket.paused or self.now
            case "answer":
                self.end(ticket, [facts["hand_off"]])
            case "correct" | "send_back":
                ticket.corrector = who.id if move["kind"] == "correct" else None
            case "close":
                ticket.outcome, ticket.closed = "corrected", self.now
            case "dismiss":
                ticket.outcome, ticket.closed, ticket.stood = facts["outcome"], self.now, stood
                ticket.original = facts["original"] if ticket.outcome == "duplicate" else None
                ticket.assignee = ticket.assignee or who.id
                self.end(ticket, ticket.asked)
            case "undo_duplicate":
                told += model_facts.give_back(ticket)
                ticket.status, ticket.assignee = ticket.stood
        if move["kind"] in ("reopen", "undo_duplicate"):
            ticket.rests.append((ticket.closed, self.now))
            ticket.outcome = ticket.closed = ticket.corrector = ticket.original = ticket.taken = None
            self.time(ticket)
        return told
