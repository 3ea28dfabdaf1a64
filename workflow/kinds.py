"""What a move can do: the effects that are built in, and the bounds within which a desk definition uses them.

A definition says which moves there are, who makes them and what they ask; what a move *does* to a ticket is its kind.
A new kind is a line of ``KINDS`` and an effect in ``workflow.moves``.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from access.permissions import Permission as P
from models import Outcome
from models import Status as S
from workflow.refusals import Requirement as R


class Kind(enum.StrEnum):
    """The effect of a move."""

    TAKE = "take"
    HAND_OFF = "hand_off"
    ANSWER = "answer"
    CORRECT = "correct"
    SEND_BACK = "send_back"
    CLOSE = "close"
    DISMISS = "dismiss"
    REOPEN = "reopen"
    UNDO_DUPLICATE = "undo_duplicate"
    RELEASE = "release"


class By(enum.StrEnum):
    """Who of the roles that may make a move may make this one now; a second person is not who corrected."""

    ANYONE = "anyone"
    ASSIGNEE = "assignee"
    ASSIGNEE_OR_SUPERVISOR = "assignee_or_supervisor"
    SECOND_PERSON = "second_person"
    SECOND_PERSON_OR_SUPERVISOR = "second_person_or_supervisor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The bounds of a kind: what the role must hold, from where and to where it leads, what it cannot do without.

    ``waiting``: only while somebody outside is waited for (False: only while nobody is); ``of_outcome``: only where
    the ticket ended so; ``back``: to where its closing found it; ``own_page``: it has a page of its own, so there is
    one move of the kind, called as the kind is.
    """

    permission: P
    sources: frozenset[S]
    target: S
    needs: tuple[R, ...] = ()
    waiting: bool | None = None
    of_outcome: Outcome | None = None
    back: bool = False
    own_page: bool = False


KINDS: Mapping[Kind, Effect] = MappingProxyType(
    {
        Kind.TAKE: Effect(permission=P.TICKET_TAKE, sources=frozenset({S.OPEN}), target=S.VERIFYING),
        Kind.HAND_OFF: Effect(
            permission=P.TICKET_HAND_OFF,
            sources=frozenset({S.VERIFYING}),
            target=S.VERIFYING,
            needs=(R.PARTY, R.ASKED, R.CHASE_ON),
            own_page=True,
        ),
        Kind.ANSWER: Effect(
            permission=P.TICKET_HAND_OFF,
            sources=frozenset({S.VERIFYING}),
            target=S.VERIFYING,
            needs=(R.HAND_OFF, R.RESULT),
            waiting=True,
            own_page=True,
        ),
        Kind.CORRECT: Effect(
            permission=P.TICKET_CORRECT,
            sources=frozenset({S.VERIFYING}),
            target=S.CORRECTED,
            needs=(R.CORRECTION,),
            waiting=False,
        ),
        Kind.SEND_BACK: Effect(
            permission=P.TICKET_SEND_BACK, sources=frozenset({S.CORRECTED}), target=S.VERIFYING, needs=(R.REASON,)
        ),
        Kind.CLOSE: Effect(
            permission=P.TICKET_CLOSE,
            sources=frozenset({S.CORRECTED}),
            target=S.CLOSED,
            needs=(R.TOLD_HOW, R.TOLD_AT),
        ),
        Kind.DISMISS: Effect(
            permission=P.TICKET_DISMISS,
            sources=frozenset({S.OPEN, S.VERIFYING}),
            target=S.CLOSED,
            needs=(R.OUTCOME, R.REASON),
        ),
        Kind.REOPEN: Effect(
            permission=P.TICKET_REOPEN, sources=frozenset({S.CLOSED}), target=S.VERIFYING, needs=(R.REASON,)
        ),
        Kind.UNDO_DUPLICATE: Effect(
            permission=P.TICKET_DISMISS,
            sources=frozenset({S.CLOSED}),
            target=S.VERIFYING,
            needs=(R.REASON,),
            of_outcome=Outcome.DUPLICATE,
            back=True,
        ),
        Kind.RELEASE: Effect(permission=P.TICKET_TAKE, sources=frozenset({S.VERIFYING}), target=S.OPEN, waiting=False),
    }
)
ANYWHERE = (R.REASON, R.CORRECTION)
"""What any move may ask; the rest belongs to the kinds that keep it."""

MET_BY: Mapping[R, P] = MappingProxyType({R.CORRECTION: P.TICKET_CORRECT})
"""The permission without which nobody can meet a requirement; the others are met in the form of the move itself."""

RESERVED = frozenset(
    {
        "file", "new", "edit", "assign", "correction", "withdraw", "note", "attach", "open", "reveal", "receipt",
        "choose", "none_fits", "cause", "draft", "counterpart", "compare", "ask", "outside", "read", "search",
        "export", "apart", "apart_withdrawn", "duplicates", "merge", "unmerge", "print", "undo", "escalate",
        "recompute", "rule", "bulk", "remind", "change_hand_off", "take_back", "macro", "presence", "typing", "move",
        "match", "page", "rate", "picture", "views", "watch", "sheet", "tell", "told", "chase", "fields",
        "reseal",
    }
)  # fmt: skip
"""Addresses and events of a ticket that are no moves."""
