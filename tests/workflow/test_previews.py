"""What the counter learns of the registry before a complaint is filed: as little as helps."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from access.policy import Forbidden
from intake.registry import load_registry
from models import Event, db
from models.database import writing
from registry.tiers import Tier
from tests.conftest import Cast
from tests.registry.files import csv_file, row
from workflow import previews
from workflow.previews import Given

OWN = (row(), row(Dosis="2", No_Tiket="PC2", Tanggal_Vaksinasi="2021-08-01", Faskes="RSUD Nunukan"))
STRANGER = row(Nama_Lengkap="Paulus Lawai", Tanggal_Lahir="1971-02-03", Jenis_Kelamin="L", No_HP="", No_Tiket="PC9")
DOSES = (
    Given("1", date(2021, 7, 1), "Puskesmas Bunyu"),
    Given("2", date(2021, 8, 1), "RSUD Nunukan"),
)


@pytest.fixture
def look(draft: Any, cast: Cast) -> Any:
    """Look a draft up as one of the cast, after rows were taken into the registry."""

    def ask(who: str, *rows: list[str], **changes: Any) -> list[previews.Glimpse]:
        load_registry(csv_file(*rows), "registri.csv", actor=cast.system)
        with writing():
            return previews.look_up(draft(**changes), actor=getattr(cast, who))

    return ask


def test_an_operator_learns_how_sure_it_is_and_which_doses_there_are(look) -> None:
    (found,) = look("operator", *OWN)
    assert (found.tier, found.given, found.best) == (Tier.SAME, DOSES, None)


def test_a_supervisor_reads_the_record_beside_it(look) -> None:
    (found,) = look("supervisor", *OWN)
    assert found.given == DOSES
    assert found.best is not None


@pytest.mark.parametrize(
    ("record", "changes", "tier"), [(STRANGER, {}, Tier.NIK_USED), (row(), {"subject_nik": None}, Tier.CHECK)]
)
def test_of_what_could_be_a_strangers_an_operator_learns_no_dose(look, record, changes, tier) -> None:
    (found,) = look("operator", record, **changes)
    assert (found.tier, found.given, found.best) == (tier, (), None)


def test_a_number_alone_tells_nothing(look) -> None:
    assert look("operator", *OWN, subject_name=" ") == []


def test_other_regions_records_stay_there(look) -> None:
    assert look("operator", row(Kode_Kab_Kota="6571")) == []


def test_what_was_found_while_typing_is_an_event_and_nothing_found_is_none(look, cast) -> None:
    look("operator", *OWN, subject_name="Andi", subject_nik=None, subject_phone=None)
    assert db.session.scalars(select(Event).where(Event.action == "record.preview")).all() == []
    look("operator", *OWN)
    event = db.session.scalars(select(Event).where(Event.action == "record.preview")).one()
    assert event.actor_id == cast.operator.id
    assert [value for value in ("6501056504859012", "Wahyuni", "PC777000111") if value in event.body] == []


@pytest.mark.parametrize("who", ["verifier", "auditor", "admin"])
def test_only_the_counter_looks_up_what_is_being_typed(look, who) -> None:
    with pytest.raises(Forbidden):
        look(who, *OWN)
