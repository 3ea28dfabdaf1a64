"""One move of a ticket, as the desk definition says it: from where, to where, who may, what it needs."""

from dataclasses import dataclass

from access.permissions import Permission
from models import Outcome, Role, Status
from workflow.kinds import KINDS, By, Kind
from workflow.refusals import Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One arrow of the desk; what it does is its ``kind``'s.

    ``within_days``: only so long after the closing; ``target_days``: working days it should take at most, told and
    never enforced; ``why``: the reason of something unusual.
    """

    verb: str
    kind: Kind
    sources: tuple[Status, ...]
    target: Status
    roles: tuple[Role, ...]
    label_id: str
    label_en: str
    by: By = By.ANYONE
    needs: tuple[Requirement, ...] = ()
    within_days: int | None = None
    target_days: int | None = None
    why: str = ""

    @property
    def permission(self) -> Permission:
        """What a role must hold at all, before the definition is asked."""
        return KINDS[self.kind].permission

    @property
    def by_assignee(self) -> bool:
        return self.by in (By.ASSIGNEE, By.ASSIGNEE_OR_SUPERVISOR)

    @property
    def or_supervisor(self) -> bool:
        return self.by in (By.ASSIGNEE_OR_SUPERVISOR, By.SECOND_PERSON_OR_SUPERVISOR)

    @property
    def second_person(self) -> bool:
        return self.by in (By.SECOND_PERSON, By.SECOND_PERSON_OR_SUPERVISOR)

    @property
    def of_outcome(self) -> Outcome | None:
        return KINDS[self.kind].of_outcome

    @property
    def waiting(self) -> bool | None:
        """Only while somebody outside is waited for; False: only while nobody is."""
        return KINDS[self.kind].waiting

    @property
    def back(self) -> bool:
        return KINDS[self.kind].back

    def label(self, language: str) -> str:
        """What it is called in ``id`` or ``en``."""
        return self.label_en if language == "en" else self.label_id
