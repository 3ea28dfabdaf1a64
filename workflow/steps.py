"""The moves of a ticket as data: from where, to where, who may, what each needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from access.permissions import Permission as P
from models import Outcome
from models import Status as S
from workflow.refusals import Requirement as R

REOPEN_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One arrow of the desk. ``by_assignee``: only the assignee (``or_supervisor``: or a supervisor).

    ``waiting``: only while somebody outside is waited for (False: only while nobody is);
    ``of_outcome``: only where it ended so; ``back``: to where its closing found it, ``target`` where no event tells.
    """

    verb: str
    sources: tuple[S, ...]
    target: S
    permission: P
    needs: tuple[R, ...] = ()
    by_assignee: bool = False
    or_supervisor: bool = False
    second_person: bool = False
    within_days: int | None = None
    waiting: bool | None = None
    of_outcome: Outcome | None = None
    back: bool = False


_STEPS = (
    Step(verb="take", sources=(S.OPEN,), target=S.VERIFYING, permission=P.TICKET_TAKE),
    Step(
        verb="hand_off",
        sources=(S.VERIFYING,),
        target=S.VERIFYING,
        permission=P.TICKET_HAND_OFF,
        needs=(R.PARTY, R.ASKED, R.CHASE_ON),
        by_assignee=True,
        or_supervisor=True,
    ),
    Step(
        verb="answer",
        sources=(S.VERIFYING,),
        target=S.VERIFYING,
        permission=P.TICKET_HAND_OFF,
        needs=(R.HAND_OFF, R.RESULT),
        by_assignee=True,
        or_supervisor=True,
        waiting=True,
    ),
    Step(
        verb="correct",
        sources=(S.VERIFYING,),
        target=S.CORRECTED,
        permission=P.TICKET_CORRECT,
        needs=(R.CORRECTION,),
        by_assignee=True,
        waiting=False,
    ),
    Step(
        verb="send_back",
        sources=(S.CORRECTED,),
        target=S.VERIFYING,
        permission=P.TICKET_SEND_BACK,
        needs=(R.REASON,),
        second_person=True,
        or_supervisor=True,
    ),
    Step(
        verb="close",
        sources=(S.CORRECTED,),
        target=S.CLOSED,
        permission=P.TICKET_CLOSE,
        needs=(R.TOLD_HOW, R.TOLD_AT),
        second_person=True,
    ),
    Step(
        verb="dismiss",
        sources=(S.OPEN, S.VERIFYING),
        target=S.CLOSED,
        permission=P.TICKET_DISMISS,
        needs=(R.OUTCOME, R.REASON),
        by_assignee=True,
        or_supervisor=True,
    ),
    Step(
        verb="reopen",
        sources=(S.CLOSED,),
        target=S.VERIFYING,
        permission=P.TICKET_REOPEN,
        needs=(R.REASON,),
        within_days=REOPEN_DAYS,
    ),
    Step(
        verb="undo_duplicate",
        sources=(S.CLOSED,),
        target=S.VERIFYING,
        permission=P.TICKET_DISMISS,
        needs=(R.REASON,),
        by_assignee=True,
        or_supervisor=True,
        of_outcome=Outcome.DUPLICATE,
        back=True,
    ),
)

STEPS: Mapping[str, Step] = MappingProxyType({step.verb: step for step in _STEPS})
