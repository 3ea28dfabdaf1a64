"""Thousands of steps of everybody with several tickets: the desk does what a plain model of its definition says.

A usual run makes a few; with ``--hypothesis-profile=long`` it is 10,000 on each database with each definition.
"""

from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from access.actors import actor_of
from audit.replay import differences
from audit.verify import faults
from models import Role, db
from models.database import writing
from tests.casework import PDF
from tests.conftest import make_user
from tests.workflow.compared import Stage
from tests.workflow.machine import DeskMachine
from tests.workflow.machine_draws import PEOPLE
from workflow import attachments, deadlines
from workflow.definition import shipped_text
from workflow.kinds import Kind

SHIPPED: Final = shipped_text()
SECOND: Final = Path(__file__).with_name("second_desk.toml").read_text(encoding="utf-8")
BOTH: Final = pytest.mark.parametrize(
    "stage", [(SHIPPED, SECOND), (SECOND, SHIPPED)], ids=["shipped", "second"], indirect=True
)
FEW: Final = 8
"""Examples of a usual run; the last of each 250 steps are left out where Hypothesis has drawn enough."""
REFUSALS: Final = {
    "Forbidden", "NotVisible", "IllegalTransition", "NotAssignee", "SamePerson", "AssignedToOther", "TooLate",
    "OpenHandOff", "MissingRequirement", "BadValue", "NotTheFirst", "HandOffEnded", "StaleTicket",
}  # fmt: skip


@pytest.fixture
def stage(app: Flask, request: pytest.FixtureRequest) -> Stage:
    """A desk whose definition is the first of two."""
    with writing():
        users = {name: make_user(name, Role(role), regions) for name, (role, regions) in PEOPLE.items()}
        people = {name: actor_of(user, session=f"session-{name}", origin="10.0.0.1") for name, user in users.items()}
    evidence = attachments.receive("ktp.pdf", PDF)
    return Stage(people=people, texts=request.param, free=set(deadlines.holidays()), evidence=evidence)


def run(stage: Stage, *, examples: int) -> None:
    """Move on the desk and in the model, and compare; the same steps every time."""
    settled: dict[str, Any] = {"deadline": None, "database": None, "derandomize": True, "phases": (Phase.generate,)}
    settled |= {"max_examples": examples, "stateful_step_count": 250, "suppress_health_check": list(HealthCheck)}
    run_state_machine_as_test(lambda: DeskMachine(stage), settings=settings(**settled))


@BOTH
@pytest.mark.timeout(7200)
def test_the_desk_does_what_the_model_says(stage: Stage) -> None:
    is_long = settings.get_current_profile_name() == "long"
    run(stage, examples=settings().max_examples if is_long else FEW)

    assert stage.met.total() >= (10_000 if is_long else 900)
    assert {what for what, answer in stage.met if answer == "done"} >= set(Kind)
    assert {answer for _, answer in stage.met} >= (REFUSALS if is_long else {"SamePerson", "NotAssignee"})
    db.session.rollback()
    with db.engine.connect() as connection:
        assert list(differences(connection)) == list(faults(connection)) == []
