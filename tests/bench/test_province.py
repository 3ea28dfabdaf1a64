"""The made-up province: the same for the same seed, and its truth is true."""

import csv
from pathlib import Path

import pytest

from bench.province import HEADER, build
from registry.columns import recognise

PEOPLE = 3_000


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    folder = tmp_path_factory.mktemp("province")
    build(folder, PEOPLE)
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_seed_makes_the_same_province(province, tmp_path):
    build(tmp_path, PEOPLE)
    for name in ("registry.csv", "truth.csv"):
        assert (tmp_path / name).read_bytes() == (province / name).read_bytes()


def test_the_registry_has_the_columns_of_the_samples(province):
    assert len(recognise(HEADER) or {}) == len(HEADER)
    assert len({row["No Tiket"][4:-1] for row in rows_of(province / "registry.csv")}) >= PEOPLE - 100


def test_the_rows_of_a_complaint_are_its_persons(province):
    registry = rows_of(province / "registry.csv")
    for told in rows_of(province / "truth.csv"):
        rows = [registry[int(place) - 1] for place in told["registry_rows"].split(";") if place]
        if told["cause"] not in {"nik_mistyped", "entered_twice"}:
            assert {row["NIK"] for row in rows} <= {told["nik"]}
        assert rows or told["cause"] == "not_entered"


def test_the_nik_of_somebody_never_entered_is_nowhere(province):
    held = {row["NIK"] for row in rows_of(province / "registry.csv")}
    absent = {told["nik"] for told in rows_of(province / "truth.csv") if not told["registry_rows"]}
    assert absent
    assert absent.isdisjoint(held)
