"""Corrections drafted from the chosen record: what differs, what is taken over unseen, all lines or none."""

from datetime import date
from typing import Any

import pytest

from access.policy import Forbidden, NotVisible
from intake.registry import load_registry
from models import Correction, Status, Ticket, db
from models.database import writing
from tests.casework import attach, bring_to
from tests.conftest import Cast
from tests.registry.files import csv_file, row
from workflow import correction_draft, matching
from workflow.corrections import Field
from workflow.refusals import BadValue, NotAssignee

WRONG = row(NIK="6501056504589012", Nama_Lengkap="Sri Wahyuny", Tanggal_Lahir="1985-04-25", No_HP="081300001111")
STRANGER = row(Nama_Lengkap="Paulus Lawai", Tanggal_Lahir="1971-02-03", Jenis_Kelamin="L", No_Tiket="PC1")
BORN = {"subject_birth_date": date(1985, 4, 25)}


@pytest.fixture
def chosen(make_ticket: Any, cast: Cast) -> Any:
    """A ticket in hand whose verifier chose the first record found among these rows."""

    def make(*rows: list[str]) -> Ticket:
        load_registry(csv_file(*rows), "registri.csv", actor=cast.system)
        ticket: Ticket = bring_to(Status.VERIFYING, make_ticket(**BORN), cast)
        first = matching.found_for(ticket, actor=cast.verifier)[0]
        with writing():
            matching.choose(ticket, first.opened.record.id, actor=cast.verifier, reason="Sesuai KTP.")
        return ticket

    return make


def lines(ticket: Ticket, cast: Cast) -> list[correction_draft.Line]:
    found = correction_draft.chosen_for(ticket, actor=cast.verifier)
    assert found is not None
    return correction_draft.lines_of(ticket, found)


def test_what_differs_is_drafted_and_what_is_likely_wrong_is_ticked(chosen, cast) -> None:
    found = {line.field: (line.before, line.after, line.likely) for line in lines(chosen(WRONG), cast)}
    assert found == {
        Field.NIK: ("6501056504589012", "6501056504859012", True),
        Field.NAME: ("Sri Wahyuny", "Sri Wahyuni", True),
        Field.PHONE: ("+6281300001111", "+6281200009391", False),
    }


def test_a_record_that_is_somebody_elses_is_not_corrected_into_ours(chosen, cast) -> None:
    assert lines(chosen(STRANGER), cast) == []


def test_lines_are_taken_over_unseen_or_as_they_were_typed(chosen, cast) -> None:
    ticket = chosen(WRONG)
    proof = attach(ticket, cast.verifier)
    wanted = {"nik": "", "name": "Sri Wahyuni Binti Amir"}
    with writing():
        correction_draft.take_over(ticket, wanted, actor=cast.verifier, source="ktp", evidence=proof, sent_to="Faskes")
    kept = db.session.query(Correction).order_by(Correction.id).all()
    assert [(line.field, line.before, line.after) for line in kept] == [
        ("nik", "6501056504589012", "6501056504859012"),
        ("name", "Sri Wahyuny", "Sri Wahyuni Binti Amir"),
    ]
    assert {(line.source, line.evidence_id, line.sent_to) for line in kept} == {("ktp", proof.id, "Faskes")}


@pytest.mark.parametrize(
    ("wanted", "source"), [({}, "ktp"), ({"dose": "1"}, "ktp"), ({"nik": "", "name": "Sri Wahyuny"}, "ktp"),
                           ({"nik": ""}, "nonsense")],
)  # fmt: skip
def test_one_faulty_line_and_none_is_written(chosen, cast, wanted, source) -> None:
    ticket = chosen(WRONG)
    proof = attach(ticket, cast.verifier)
    with pytest.raises(BadValue), writing():
        correction_draft.take_over(ticket, wanted, actor=cast.verifier, source=source, evidence=proof)
    assert db.session.query(Correction).count() == 0


def test_without_an_evidence_file_nothing_is_taken_over(chosen, cast) -> None:
    ticket = chosen(WRONG)
    with pytest.raises(BadValue), writing():
        correction_draft.take_over(ticket, {"nik": ""}, actor=cast.verifier, source="ktp", evidence=None)


def test_without_a_choice_there_is_nothing_to_take_over(chosen, cast) -> None:
    ticket = chosen(WRONG)
    with writing():
        matching.none_fits(ticket, actor=cast.verifier, reason="Bukan orangnya.")
    assert correction_draft.chosen_for(ticket, actor=cast.verifier) is None
    with pytest.raises(BadValue), writing():
        correction_draft.take_over(ticket, {"nik": ""}, actor=cast.verifier, source="ktp", evidence=None)


@pytest.mark.parametrize(
    ("who", "refusal"), [("second_verifier", NotAssignee), ("operator", Forbidden), ("auditor", Forbidden),
                         ("outsider", NotVisible)],
)  # fmt: skip
def test_only_the_assignee_takes_a_correction_over(chosen, cast, who, refusal) -> None:
    ticket = chosen(WRONG)
    with pytest.raises(refusal), writing():
        correction_draft.take_over(ticket, {"nik": ""}, actor=getattr(cast, who), source="ktp", evidence=None)
