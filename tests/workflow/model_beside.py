"""What is refused beside the moves in the plain model of the desk: filing, lines, questions taken back, merges."""

from collections.abc import Mapping
from typing import Any

from tests.workflow.model import Model
from tests.workflow.model_facts import kept, unfilled, unknown
from tests.workflow.model_time import Ticket

EVERYBODY = {"operator", "verifier", "supervisor"}


class Desk(Model):
    """The whole model: the moves, and what else is done to a ticket; each method says the refusal, or nothing."""

    def file(self, region: str, days: int, fields: Mapping[str, str], emails: Mapping[str, int]) -> Ticket:
        """A new ticket; ``followed`` are the events of its fields and of the rules that hold for it."""
        known = dict.fromkeys(("assignee", "corrector", "outcome", "closed", "original", "paused", "taken", "told"))
        ticket = Ticket(**known, status="open", dose="", asked=[], rests=[], lines={}, fields=kept(fields))
        ticket.followed = ["ticket.fields"] if any(fields.values()) else []
        ticket.region, ticket.days, ticket.received = region, days, self.now
        for rule in self.desk.get("rule", ()):
            if region in rule["when"]["region"]:
                ticket.assignee = emails[rule["then"]["assign"]]
                ticket.followed += ["ticket.assign", "ticket.edit"]
        self.time(ticket)
        self.tickets.append(ticket)
        return ticket

    def publish(self, text: str) -> list[str]:
        """Work by another definition; the events of the tickets that get its deadlines."""
        self.use(text)
        moved = [ticket for ticket in self.tickets if ticket.status != "closed"]
        before = [(ticket.due, ticket.amber) for ticket in moved]
        for ticket in moved:
            self.time(ticket)
        return [
            "ticket.recompute" for ticket, was in zip(moved, before, strict=True) if was != (ticket.due, ticket.amber)
        ]

    def no_filing(self, who: Any, region: str, fields: Mapping[str, str]) -> str:
        if who.role not in ("operator", "supervisor"):
            return "Forbidden"
        if unfilled(self, "file", fields):
            return "MissingRequirement"
        wrong = any(fields.values()) and unknown(self, fields)  # empty ones are not looked at
        return "BadValue" if wrong or region not in who.regions else ""

    def no_assigning(self, ticket: Ticket, who: Any, to: Any, *, stale: bool) -> str:
        barred = self.barred(ticket, who, {"supervisor"})
        if barred or ticket.status == "closed":
            return barred or "IllegalTransition"
        fits = ticket.status == "open" if to is None else not self.barred(ticket, to)
        return "StaleTicket" if stale else "" if fits else "BadValue"

    def no_line(self, ticket: Ticket, who: Any) -> str:
        barred = self.barred(ticket, who)
        if barred or ticket.status != "verifying":
            return barred or "IllegalTransition"
        return "" if ticket.assignee in self.persons(who) else "NotAssignee"

    def no_taking_back(self, ticket: Ticket, who: Any, row: Any) -> str:
        barred = self.barred(ticket, who)
        if barred or row.until:
            return barred or "HandOffEnded"
        return "" if who.role == "supervisor" or ticket.assignee in self.persons(who) else "NotAssignee"

    def no_edit(self, ticket: Ticket, who: Any, *, stale: bool) -> str:
        barred = self.barred(ticket, who, EVERYBODY)
        if barred or ticket.status == "closed" or (who.role == "operator" and ticket.status != "open"):
            return barred or "IllegalTransition"
        if who.role == "verifier" and ticket.assignee not in self.persons(who):
            return "NotAssignee"
        return "StaleTicket" if stale else ""

    def no_merging(self, ticket: Ticket, who: Any, other: Ticket, facts: Any, *, takes: bool) -> str:
        barred = self.barred(ticket, who, {"supervisor"}) or self.barred(other, who, {"supervisor"})
        if barred or (takes and ticket.dose != other.dose and other.status == "closed"):
            return barred or "IllegalTransition"
        return self.refused(ticket, who, "dismiss", facts)

    def offers(self, ticket: Ticket, who: Any) -> dict[str, str]:
        """The buttons of somebody who sees the ticket: each move of their role, with why it cannot begin."""
        known = [move for move in self.moves.values() if who.role in move["roles"]]
        missing = {
            move["verb"]: "MissingRequirement" for move in known if "correction" in move["needs"] and not ticket.lines
        }
        return {move["verb"]: self.hindered(ticket, who, move) or missing.get(move["verb"], "") for move in known}
