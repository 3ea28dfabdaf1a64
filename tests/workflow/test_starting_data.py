"""What a new desk starts with, and what an older desk gets of it later."""

from sqlalchemy import select

from access.actors import system_actor
from audit.context import acting
from audit.replay import differences
from models import Cause, Party, db
from models.database import writing
from workflow.starting_data import CAUSES, seed


def test_every_cause_says_who_can_mend_it_and_what_to_ask_for(app) -> None:
    causes = db.session.scalars(select(Cause)).all()
    assert {cause.code for cause in causes} == {code for code, *_ in CAUSES}
    assert [
        cause.code for cause in causes if cause.party not in set(Party) or not cause.ask_id or not cause.ask_en
    ] == []


def test_an_older_desk_is_told_what_follows_from_its_causes(app) -> None:
    with writing(), acting(system_actor("Tests", origin="tests"), "tests.age"):
        for cause in db.session.scalars(select(Cause)):
            cause.party = cause.ask_id = cause.ask_en = None
        db.session.add(Cause(code="own", name_id="Sendiri", name_en="Own"))
    with writing():
        seed()
    assert dict(db.session.execute(select(Cause.code, Cause.party)).all())["not_issued"] == "national_helpdesk"
    assert db.session.scalars(select(Cause.code).where(Cause.party.is_(None))).all() == ["own"]
    assert list(differences(db.session.connection())) == []


def test_what_the_administrator_wrote_stays(app) -> None:
    with writing(), acting(system_actor("Tests", origin="tests"), "reference.edit"):
        cause = db.session.scalars(select(Cause).where(Cause.code == "not_entered")).one()
        cause.party, cause.ask_id = Party.THIS_OFFICE, "Telepon faskes."
    with writing():
        seed()
    db.session.refresh(cause)
    assert (cause.party, cause.ask_id) == ("this_office", "Telepon faskes.")
