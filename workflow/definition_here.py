"""What a desk definition says of this desk: categories, regions, channels and people that only its database knows."""

from typing import Any

from sqlalchemy import select

from models import Category, Channel, Region, User, db
from workflow.assignees import WORKERS
from workflow.assignment import WAYS
from workflow.definition import Definition, DeskRule
from workflow.definition_text import Mistakes


def ensure_fits(definition: Definition, *, file: str) -> None:
    """Raise BadDefinition where a rule names what this desk does not have, or gives work to who cannot do it."""
    mistakes = mistakes_here(definition, file=file)
    if mistakes.found:
        raise mistakes.refusal()


def mistakes_here(definition: Definition, *, file: str) -> Mistakes:
    """What this desk's database says against ``definition``; four statements, where there are rules."""
    mistakes = Mistakes(file)
    if not definition.rules:
        return mistakes
    known = {"category": _codes(Category), "region": _codes(Region), "channel": _codes(Channel)}
    emails = [rule.then.assign for rule in definition.rules if rule.then.assign]
    people = {user.email.lower(): user for user in db.session.scalars(select(User).where(User.email.in_(emails)))}
    for number, rule in enumerate(definition.rules, 1):
        for name, codes in known.items():
            for code in getattr(rule.when, name):
                if code not in codes:
                    mistakes.say(f"rule[{number}].when.{name}", f"unknown_{name}", value=code, known=tuple(codes))
        if rule.then.assign and rule.then.assign not in WAYS:
            _judge_person(rule, people.get(rule.then.assign), known["region"], f"rule[{number}].then.assign", mistakes)
    return mistakes


def _codes(kind: type[Any]) -> list[str]:
    return list(db.session.scalars(select(kind.code).where(kind.retired.is_(False)).order_by(kind.code)))


def _judge_person(rule: DeskRule, user: User | None, regions: list[str], place: str, mistakes: Mistakes) -> None:
    if user is None:
        mistakes.say(place, "nobody_called", value=rule.then.assign)
    elif not user.active or user.role not in WORKERS:
        mistakes.say(place, "works_on_nothing", value=rule.then.assign)
    else:
        for region in rule.when.region or regions:
            if region not in user.regions:
                mistakes.say(place, "works_elsewhere", value=rule.then.assign, region=region)
                break
