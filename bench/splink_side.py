"""Links two CSV files with Splink 5, in a venv of its own: ``splink_side.py told.csv registry.csv out.csv FIELDS``.

Splink gets the fields as our reader cleaned them, blocking rules as wide as our indexes, and its usual training.
"""

import logging
import sys
import time
from pathlib import Path

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.splink_dataframe import SplinkDataFrame

SEED = 20211108
BEST = 20
LEAST_WEIGHT = -10
U_PAIRS = 2e7
COMPARISONS = {
    "nik": lambda: cl.DamerauLevenshteinAtThresholds("nik", [1, 2]),
    "name": lambda: cl.CustomComparison(
        output_column_name="name",
        comparison_levels=[
            cll.NullLevel("name"),
            cll.ExactMatchLevel("name").configure(tf_adjustment_column="name"),
            cll.ExactMatchLevel("sounds").configure(tf_adjustment_column="sounds"),
            cll.JaroWinklerLevel("name", 0.95),
            cll.JaroWinklerLevel("name", 0.88),
            cll.JaroWinklerLevel("name", 0.7),
            cll.ElseLevel(),
        ],
    ),
    "birth": lambda: cl.DateOfBirthComparison("birth", input_is_string=True, datetime_format="%Y-%m-%d"),
    "phone": lambda: cl.ExactMatch("phone"),
    "sex": lambda: cl.ExactMatch("sex"),
    "street": lambda: cl.JaroWinklerAtThresholds("street", [0.95, 0.85]),
    "suburb": lambda: cl.JaroWinklerAtThresholds("suburb", [0.95, 0.85]),
    "postcode": lambda: cl.DamerauLevenshteinAtThresholds("postcode", [1]),
}
BLOCKS = ("nik", "birth", "phone", "sounds", "substr(nik, 1, 12)", "substr(nik, 5)", "postcode")
TRAINED_ON = (("nik",), ("birth", "sounds"))


def main(told: Path, registry: Path, out: Path, fields: list[str]) -> None:
    """Train, predict, and write the best few records of each complaint with their match weight."""
    logging.getLogger("splink").setLevel(logging.WARNING)
    began = time.perf_counter()
    connection = duckdb.connect()
    api = DuckDBAPI(connection=connection)
    linker = Linker(
        [_table(connection, api, *one) for one in (("complaints", told), ("records", registry))], _settings(fields)
    )
    linker.training.estimate_probability_two_random_records_match(
        ["l.nik = r.nik and l.name = r.name", "l.birth = r.birth and l.name = r.name"], recall=0.9
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=U_PAIRS, seed=SEED)
    for columns in TRAINED_ON:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    trained = time.perf_counter()
    predicted = linker.inference.predict(threshold_match_weight=LEAST_WEIGHT)
    rows = connection.sql(
        f"SELECT unique_id_l, unique_id_r, match_weight FROM {predicted.physical_name} "  # noqa: S608 - Splink's name
        f"QUALIFY row_number() OVER (PARTITION BY unique_id_l ORDER BY match_weight DESC, unique_id_r) <= {BEST} "
        "ORDER BY unique_id_l, match_weight DESC, unique_id_r"
    )
    rows.write_csv(str(out))
    print(f"Splink: {trained - began:.0f} s to train, {time.perf_counter() - trained:.0f} s to predict")


def _table(connection: duckdb.DuckDBPyConnection, api: DuckDBAPI, name: str, path: Path) -> SplinkDataFrame:
    """The texts of a CSV file as one of the sides; an empty cell is unknown."""
    source = f"read_csv('{path}', all_varchar = true, header = true, nullstr = '')"
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {source}")  # noqa: S608 - a path of our own
    return api.register(name, dataset_display_name=name)


def _settings(fields: list[str]) -> SettingsCreator:
    has = {*fields, "sounds"}
    return SettingsCreator(
        link_type="link_only",
        comparisons=[COMPARISONS[field]() for field in fields],
        blocking_rules_to_generate_predictions=[
            block_on(rule) for rule in BLOCKS if rule.removeprefix("substr(").split(",")[0] in has
        ],
        retain_intermediate_calculation_columns=False,
    )


if __name__ == "__main__":
    told_csv, held_csv, out_csv = map(Path, sys.argv[1:4])
    main(told_csv, held_csv, out_csv, sys.argv[4].split(","))
