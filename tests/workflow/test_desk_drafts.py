"""The draft of the next definition: one at a time, kept with mistakes, published by who wrote nothing of it."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from access.actors import Actor, actor_of
from access.policy import Forbidden
from audit.replay import differences
from models import DeskDraft, Event, Role, db
from models.database import writing
from tests.casework import newest_event
from tests.conftest import Cast, make_user
from tests.desk_text import ADDED, put_in_force
from workflow import desk, desk_drafts
from workflow.definition import shipped_text
from workflow.definition_edit import with_part
from workflow.refusals import BadDefinition, BadValue, MissingRequirement, NewerDefinition, SamePerson, StaleDraft

TARGET = with_part(shipped_text(), "move", 6, {"target_days": 2})


@pytest.fixture
def other_admin(cast: Cast) -> Actor:
    with writing():
        return actor_of(make_user("other_admin", Role.ADMIN, ""), session="s", origin="10.0.0.2")


def save(text: str, actor: Actor, **more: Any) -> DeskDraft:
    standing = desk_drafts.standing()
    known: dict[str, Any] = {"last_event_id": standing.last_event_id if standing else None}
    with writing():
        draft = desk_drafts.write(text, actor=actor, **(known | more))
    assert draft is not None
    return draft


def publish(draft: DeskDraft, actor: Actor, note: str = "Diminta pusat") -> int:
    with writing():
        return desk_drafts.publish(draft, actor=actor, note=note, last_event_id=draft.last_event_id).number


def test_a_draft_begins_with_the_first_change_and_says_what_it_changed(app: Flask, cast: Cast) -> None:
    draft = save(TARGET, cast.admin)
    assert (draft.based_on, draft.wrote, draft.slot) == (1, {cast.admin.id}, 1)
    event = newest_event()
    assert (event.action, json.loads(event.body)["facts"]["parts"]) == ("desk.draft", ["close"])
    assert desk.current().version == 1
    assert desk.current().steps["close"].target_days == 1
    assert list(differences(db.session.connection())) == []


def test_what_is_in_force_already_begins_no_draft(app: Flask, cast: Cast) -> None:
    with writing():
        assert desk_drafts.write(shipped_text(), actor=cast.admin, last_event_id=None) is None
    assert desk_drafts.standing() is None


def test_a_draft_is_kept_with_mistakes_and_not_published(app: Flask, cast: Cast, other_admin: Actor) -> None:
    draft = save("[[move", cast.admin)
    assert [one.problem for one in desk_drafts.checked(draft.text)[1]] == ["not_toml"]
    with pytest.raises(BadDefinition):
        publish(draft, other_admin)
    assert desk.current().version == 1


def test_another_publishes_and_the_draft_ends(app: Flask, cast: Cast, other_admin: Actor) -> None:
    assert publish(save(TARGET, cast.admin), other_admin) == 2
    made = desk_drafts.version_row(2)
    assert made is not None
    assert (made.text, made.made_by_id, made.published_by_id) == (TARGET, cast.admin.id, other_admin.id)
    assert desk_drafts.standing() is None
    assert [event.action for event in _newest(2)] == ["desk.draft.end", "desk.publish"]
    assert desk.current().steps["close"].target_days == 2


def _newest(count: int) -> list[Event]:
    return list(db.session.scalars(select(Event).order_by(Event.id.desc()).limit(count)))


def test_whoever_wrote_any_of_it_does_not_publish_it(app: Flask, cast: Cast, other_admin: Actor) -> None:
    save(TARGET, cast.admin)
    draft = save(ADDED, other_admin)
    for actor in (cast.admin, other_admin):
        with pytest.raises(SamePerson):
            publish(draft, actor)
    assert desk_drafts.publishers(draft) == []


@pytest.mark.parametrize("person", ["operator", "verifier", "supervisor", "auditor", "system"])
def test_only_an_administrator_has_to_do_with_drafts(app: Flask, cast: Cast, person: str) -> None:
    actor, draft = getattr(cast, person), save(TARGET, cast.admin)
    seen = draft.last_event_id
    for act in (
        lambda: desk_drafts.write(ADDED, actor=actor, last_event_id=seen),
        lambda: desk_drafts.propose(1, actor=actor, last_event_id=seen),
        lambda: desk_drafts.discard(draft, actor=actor, last_event_id=seen),
        lambda: desk_drafts.follow(draft, actor=actor, last_event_id=seen),
        lambda: desk_drafts.publish(draft, actor=actor, note="x", last_event_id=seen),
    ):
        with pytest.raises(Forbidden), writing():
            act()


def test_who_saw_another_draft_or_none_is_told(app: Flask, cast: Cast, other_admin: Actor) -> None:
    draft = save(TARGET, cast.admin)
    seen = draft.last_event_id
    for stale in (None, seen - 1):
        with pytest.raises(StaleDraft):
            save(ADDED, other_admin, last_event_id=stale)
    save(ADDED, cast.admin)
    with pytest.raises(StaleDraft), writing():
        desk_drafts.publish(draft, actor=other_admin, note="x", last_event_id=seen)


def test_a_draft_is_thrown_away_and_another_begun(app: Flask, cast: Cast) -> None:
    draft = save(TARGET, cast.admin)
    with writing():
        desk_drafts.discard(draft, actor=cast.admin, last_event_id=draft.last_event_id)
    assert desk_drafts.standing() is None
    assert save(ADDED, cast.admin).id != draft.id
    assert len(db.session.scalars(select(DeskDraft)).all()) == 2


def test_a_draft_of_an_older_version_is_compared_first(app: Flask, cast: Cast, other_admin: Actor) -> None:
    draft = save(TARGET, cast.admin)
    put_in_force(ADDED, cast.admin)
    with pytest.raises(NewerDefinition):
        publish(draft, other_admin)
    with writing():
        desk_drafts.follow(draft, actor=cast.admin, last_event_id=draft.last_event_id)
    assert publish(draft, other_admin) == 3


def test_an_old_version_comes_back_as_a_draft_of_two_people(app: Flask, cast: Cast, other_admin: Actor) -> None:
    put_in_force(ADDED, cast.admin)
    with writing():
        draft = desk_drafts.propose(1, actor=cast.admin, last_event_id=None)
    assert draft is not None
    with pytest.raises(SamePerson):
        publish(draft, cast.admin)
    assert publish(draft, other_admin) == 3
    made = desk_drafts.version_row(3)
    assert made is not None
    assert (made.text, made.repeats, made.replaces) == (shipped_text(), 1, 2)


def test_a_proposed_version_that_was_changed_repeats_none(app: Flask, cast: Cast, other_admin: Actor) -> None:
    put_in_force(ADDED, cast.admin)
    with writing():
        desk_drafts.propose(1, actor=cast.admin, last_event_id=None)
    publish(save(TARGET, cast.admin), other_admin)
    made = desk_drafts.version_row(3)
    assert made is not None
    assert made.repeats is None


@pytest.mark.parametrize(("note", "refusal"), [(" ", MissingRequirement), ("x" * 501, BadValue)])
def test_a_version_says_why_it_came(
    app: Flask, cast: Cast, other_admin: Actor, note: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        publish(save(TARGET, cast.admin), other_admin, note)


def test_a_text_that_is_too_large_is_not_even_a_draft(app: Flask, cast: Cast) -> None:
    with pytest.raises(BadValue):
        save("#" * (256 * 1024 + 1), cast.admin)


def test_the_versions_are_read_in_pages(app: Flask, cast: Cast) -> None:
    for text in (ADDED, TARGET):
        put_in_force(text, cast.admin)
    assert [one.number for one in desk_drafts.versions(most=2)] == [3, 2]
    assert [one.number for one in desk_drafts.versions(before=2)] == [1]
