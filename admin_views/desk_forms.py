"""The forms of a desk definition: one for each part, the whole text, the publishing and the trial."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from sqlalchemy import select
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from admin_views.desk_fields import Days, One, PartForm, Seen, Several, Text, Values, written
from models import Status, User, db
from web import desk_words as say
from web.event_values import CODES
from web.reference_names import offered, reference_names
from web.words import role_name, status_name
from workflow.assignees import WORKERS
from workflow.definition_fields import SEERS
from workflow.definition_keys import NEEDS, PEOPLE, PRIORITIES, WEEKDAYS
from workflow.definition_parts import FieldKind
from workflow.desk_trial import ROLES
from workflow.kinds import By, Kind


class MoveForm(PartForm):
    keys = {
        "verb": "verb", "kind": "kind", "label_id": "label_id", "label_en": "label_en", "sources": "from",
        "target": "to", "roles": "roles", "by": "by", "needs": "needs", "target_days": "target_days",
        "within_days": "within_days", "why": "why",
    }  # fmt: skip
    fixed = "verb"
    label_id, label_en = Text(say.KEYS["label_id"]), Text(say.KEYS["label_en"])
    verb = Text(say.KEYS["verb"], description=_l("Small letters and _, such as rejected_above. It stays as it is."))
    kind = One(say.KEYS["kind"])
    sources = Several(say.KEYS["from"])
    target = One(say.KEYS["to"])
    roles = Several(say.KEYS["roles"])
    by = One(say.KEYS["by"])
    needs = Several(say.KEYS["needs"])
    target_days = Days(_l("Target in working days"), description=_l("Told, never enforced."))
    within_days = Days(_l("At most so many days after the closing"))
    why = Text(_l("A reason to remember"))

    def offer(self, _verbs: Mapping[str, str]) -> None:
        statuses = [(one.value, status_name(one.value)) for one in Status]
        self.kind.offer([("", gettext("as its name says")), *((one.value, say.KINDS[one]) for one in Kind)])
        self.sources.offer(statuses)
        self.target.offer(statuses)
        self.roles.offer((role, role_name(role)) for role in PEOPLE if role != "admin")
        self.by.offer([("", say.BY[By.ANYONE]), *((one.value, say.BY[one]) for one in By if one != By.ANYONE)])
        self.needs.offer((one.value, say.NEEDS[one]) for one in NEEDS)


class FieldForm(PartForm):
    keys = {
        "code": "code", "kind": "kind", "label_id": "label_id", "label_en": "label_en", "help_id": "help_id",
        "help_en": "help_en", "required_at": "required_at", "masked": "masked", "roles": "roles",
    }  # fmt: skip
    fixed = "code"
    label_id, label_en = Text(say.KEYS["label_id"]), Text(say.KEYS["label_en"])
    code = Text(say.KEYS["code"], description=_l("Small letters, figures and _. What is filled in hangs on it."))
    kind = One(_l("What it holds"))
    choices = TextAreaField(
        say.KEYS["choices"],
        description=_l("One a line: code | label in Indonesian | label in English."),
        validators=[Length(max=20_000)],
    )
    help_id, help_en = Text(say.KEYS["help_id"]), Text(say.KEYS["help_en"])
    required_at = Several(say.KEYS["required_at"])
    masked = BooleanField(_l("Personal: sealed and masked"))
    roles = Several(_l("Who sees it"), description=_l("Nobody chosen: everybody who sees complaints."))

    def offer(self, verbs: Mapping[str, str]) -> None:
        self.kind.offer((one.value, say.KINDS[one]) for one in FieldKind)
        self.required_at.offer([("file", say.FILED), *verbs.items()])
        self.roles.offer((role.value, role_name(role.value)) for role in SEERS)

    def show(self, raw: Values) -> None:
        super().show(raw)
        offers = raw.get("choices")
        lines = [one for one in offers if isinstance(one, dict)] if isinstance(offers, list) else []
        self.choices.data = "\n".join(
            " | ".join(str(one.get(key, "")) for key in ("code", "label_id", "label_en")) for one in lines
        )

    def values(self, raw: Values) -> Values:
        parts = [[part.strip() for part in line.split("|")] for line in (self.choices.data or "").splitlines()]
        rows = [[*part, "", ""][:3] for part in parts if any(part)]
        offers = [dict(zip(("code", "label_id", "label_en"), row, strict=True)) for row in rows]
        typed = super().values(raw) | ({"choices": offers or None} if offers or "choices" in raw else {})
        if not typed.get("masked") and "masked" not in raw:
            typed.pop("masked", None)
        return typed

    def field_of(self, key: str) -> str | None:
        return "choices" if key.startswith("choices") else super().field_of(key)


class RuleForm(PartForm):
    keys = {
        "name": "name", "category": "when.category", "region": "when.region", "channel": "when.channel",
        "asked": "when.field", "assign": "then.assign", "priority": "then.priority", "note": "then.note",
    }  # fmt: skip
    name = Text(say.KEYS["name"], description=_l("It is the reason of what the rule does."))
    category, region, channel = (Several(say.KEYS[f"when.{one}"]) for one in ("category", "region", "channel"))
    asked = TextAreaField(
        _l("Extra fields"), description=_l("One a line: code = value, value."), validators=[Length(max=4000)]
    )
    assign = One(say.KEYS["then.assign"])
    priority = One(say.KEYS["then.priority"])
    note = TextAreaField(say.KEYS["then.note"], validators=[Length(max=4000)])

    def offer(self, _verbs: Mapping[str, str]) -> None:
        names = reference_names()
        self.category.offer((one.code, one.name) for one in offered(names.categories))
        self.region.offer((one.code, one.name) for one in offered(names.regions))
        self.channel.offer((one.code, one.name) for one in offered(names.channels))
        self.assign.offer([("", gettext("nobody")), *workers()])
        levels = zip(PRIORITIES, CODES["priority"].values(), strict=True)
        self.priority.offer([("", gettext("as it is")), *levels])

    def show(self, raw: Values) -> None:
        tables = [(name, raw[name]) for name in ("when", "then") if isinstance(raw.get(name), dict)]
        flat = {f"{name}.{key}": value for name, table in tables for key, value in table.items()}
        listed = {
            key: [value] if key.startswith("when.") and isinstance(value, str) else value for key, value in flat.items()
        }
        super().show(raw | listed)
        asked = flat.get("when.field")
        self.asked.data = (
            "\n".join(_line(code, value) for code, value in asked.items()) if isinstance(asked, dict) else ""
        )

    def values(self, _raw: Values) -> Values:
        when = {name: list(self[name].data or ()) for name in ("category", "region", "channel")}
        lines = [line.partition("=") for line in (self.asked.data or "").splitlines() if line.strip()]
        fields = {code.strip(): [one.strip() for one in value.split(",")] for code, _, value in lines}
        then = {name: written(self[name]) for name in ("assign", "priority", "note")}
        return {
            "name": self.name.data,
            "when": {key: value for key, value in (when | {"field": fields}).items() if value},
            "then": {key: value for key, value in then.items() if value},
        }

    def field_of(self, key: str) -> str | None:
        if key in ("when", "then"):
            return {"when": "category", "then": "assign"}[key]
        return next((name for name, known in self.keys.items() if key.startswith(known)), None)


def _line(code: str, value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return f"{code} = {', '.join('yes' if one is True else 'no' if one is False else str(one) for one in values)}"


class DeadlinesForm(PartForm):
    keys = {name: name for name in ("first_response_days", "amber_percent", "working_days", "opens", "closes")}
    first_response_days = Days(_l("First response within so many working days"))
    amber_percent = Days(_l("Near its deadline from so many per cent of its time"))
    working_days = Several(say.KEYS["working_days"])
    opens, closes = Text(say.KEYS["opens"]), Text(say.KEYS["closes"])

    def offer(self, _verbs: Mapping[str, str]) -> None:
        self.working_days.offer(zip(WEEKDAYS, say.WEEK, strict=True))


class DeskForm(PartForm):
    keys = {"second_person": "second_person", "why": "why"}
    second_person = BooleanField(_l("Whoever corrected a complaint does not close it"))
    why = Text(_l("Why no second person is needed"))

    def show(self, raw: Values) -> None:
        super().show({"second_person": True} | raw)


FORMS: Final[Mapping[str, type[PartForm]]] = {
    "move": MoveForm, "field": FieldForm, "rule": RuleForm, "deadlines": DeadlinesForm, "desk": DeskForm,
}  # fmt: skip


class FileForm(Seen):
    """The whole text, typed or brought as a file."""

    text = TextAreaField(_l("Text of the definition"))
    file = FileField(_l("Or a file of your own"))
    keep = BooleanField(_l("Keep it in the draft although it has mistakes"))


class PublishForm(Seen):
    """Why the version comes into force."""

    note = StringField(
        _l("What is new, and why"),
        description=_l("It stands in the history and in the audit trail."),
        validators=[DataRequired(), Length(max=500)],
    )


def workers() -> list[tuple[str, str]]:
    """Who can be given complaints: e-mail and name."""
    known = select(User.email, User.name).where(User.role.in_(WORKERS), User.active).order_by(User.name)
    return [(row.email.lower(), row.name) for row in db.session.execute(known)]


class TrialForm(FlaskForm):
    """Which ticket, as which role."""

    number = StringField(_l("Number of the complaint"), validators=[DataRequired(), Length(max=16)])
    role = RadioField(
        _l("Role"),
        default=ROLES[1].value,
        choices=lambda: [SelectChoice(one.value, role_name(one.value)) for one in ROLES],
    )
