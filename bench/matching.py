"""Shows what the search for a record finds: ``python3 bench/matching.py --home DIR --json FILE``.

On the samples and on a made-up province by ``match --out``, in milliseconds a query, and beside Splink 5.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import beside, homes, queries
from bench.febrl import febrl
from bench.homes import ROOT, Source
from bench.judge import judge, read_truth, report
from bench.misses import write_misses
from bench.province import PEOPLE, SEED

SAMPLES = ROOT / "samples"
TRUTH = ROOT.parent / "shared" / "data" / "truth.csv"
SMALL_PEOPLE = 32_000


def main() -> None:
    """Run the parts that were asked for, print their figures, and write them as JSON."""
    asked = _options()
    parts: dict[str, Callable[[argparse.Namespace], Any]] = {
        "samples": _samples,
        "province": _province,
        "queries": _queries,
        "splink": beside.province,
        "febrl": febrl,
    }
    asked.misses.unlink(missing_ok=True)
    figures = {name: part(asked) for name, part in parts.items() if name in asked.parts.split(",")}
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, default=Path("bench-home"), help="where desks are kept to be used again")
    options.add_argument("--json", type=Path)
    options.add_argument("--truth", type=Path, default=TRUTH, help="what is true of the sample's complaints")
    options.add_argument("--people", type=int, default=PEOPLE, help="how many the made-up province has")
    options.add_argument("--seed", type=int, default=SEED, help="of another province, that no rule was tuned on")
    options.add_argument("--parts", default="samples,province,queries,splink,febrl")
    options.add_argument("--splink", type=Path, help="the python of a venv with bench/requirements.txt")
    options.add_argument("--febrl", type=Path, help="the folder of FEBRL4, where it is not in that venv")
    options.add_argument("--misses", type=Path, help="where what went wrong is written down")
    asked = options.parse_args()
    asked.home = asked.home.resolve()
    asked.misses = asked.misses or asked.home / "misses.txt"
    asked.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return asked


def _samples(asked: argparse.Namespace) -> dict[str, Any] | None:
    if not asked.truth.exists():
        print(f"The samples are not judged: there is no {asked.truth}")
        return None
    return _judged(asked, "samples", Source(SAMPLES / "registry.csv", SAMPLES / "aduan.xlsx", asked.truth))


def _province(asked: argparse.Namespace) -> dict[str, Any]:
    name = homes.province_name(asked.people, asked.seed)
    return _judged(asked, name, homes.province(asked.home, asked.people, asked.seed))


def _judged(asked: argparse.Namespace, name: str, source: Source) -> dict[str, Any]:
    assert source.truth is not None
    judged = judge(read_truth(source.truth), homes.desk(asked.home, name, source).matched())
    write_misses(asked.misses, name, source, judged)
    return report(name, judged)


def _queries(asked: argparse.Namespace) -> list[dict[str, Any]]:
    """The time of a query in the province and in a tenth of it, on both databases."""
    told = []
    for on in (homes.desk, homes.postgres_desk):
        for people in (min(SMALL_PEOPLE, asked.people), asked.people):
            source = homes.province(asked.home, people, asked.seed)
            name = homes.province_name(people, asked.seed)
            subjects = queries.subjects(homes.desk(asked.home, name, source))
            told.append(queries.timed(on(asked.home, name, source), subjects))
    return queries.report(told)


if __name__ == "__main__":
    main()
