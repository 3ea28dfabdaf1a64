"""Desks of the matching benchmark, kept under one folder and used again: a file imported once, matched every time."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psycopg

from bench.province import SEED, build
from config import load
from models.schema import migrate
from tests.databases import postgres_server

REFUSED_SOME = 1
MATCHED: set[Path] = set()
MAKING = tuple(f"bench/{name}.py" for name in ("province", "people", "complaints", "slips", "name_stock"))
INDEXING = (
    "registry/keys.py",
    "registry/near.py",
    "registry/load.py",
    "registry/read.py",
    "identity/names.py",
    *MAKING,
)
"""What decides the keys of a record; a desk filled by another version of these is thrown away."""


@dataclass(frozen=True)
class Source:
    """What a desk is filled with: a registry, the complaints about it, and what is true of them."""

    registry: Path
    complaints: Path | None = None
    truth: Path | None = None


class Desk:
    """A desk on a database of its own, driven by the commands that an office would give."""

    def __init__(self, home: Path, database_url: str = "") -> None:
        self.home = home
        self.env = {**os.environ, "LOKET_HOME": str(home)}
        self.env.pop("DATABASE_URL", None)
        if database_url:
            self.env["DATABASE_URL"] = database_url

    def filled(self, source: Source) -> "Desk":
        """The desk with the files of ``source`` in it, imported unless they were before."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (self.home / "index.key").exists():
            migrate(load(self.env))
        self._import("registry", source.registry)
        if source.complaints:
            self._import("complaints", source.complaints)
        return self

    def matched(self) -> Path:
        """What ``match --out`` writes now; once in a run of the benchmark."""
        out = self.home / "matched.csv"
        if out not in MATCHED:
            self.run("match", "--out", str(out))
            MATCHED.add(out)
        return out

    def run(self, *arguments: str, passing: int = 0) -> None:
        env: Mapping[str, str] = {**self.env, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-m", "cli", *arguments], cwd=ROOT, env=env, check=False)  # noqa: S603
        if done.returncode not in {0, passing}:
            raise SystemExit(f"{' '.join(arguments)}: exit status {done.returncode}")

    def _import(self, kind: str, file: Path) -> None:
        done = self.home / f"{kind}.done"
        if not done.exists():
            self.run("import", kind, str(file.resolve()), passing=REFUSED_SOME)
            done.touch()


def province(folder: Path, people: int, seed: int = SEED) -> Source:
    """The files of a made-up province of so many people, built unless they are there."""
    place = _kept(folder, province_name(people, seed), MAKING)
    if not (place / "truth.csv").exists():
        build(place, people, seed)
    return Source(place / "registry.csv", place / "aduan.xlsx", place / "truth.csv")


def province_name(people: int, seed: int) -> str:
    return f"province-{people}" if seed == SEED else f"province-{people}-{seed}"


def desk(folder: Path, name: str, source: Source) -> Desk:
    """The desk ``name`` on SQLite, with the files of ``source`` in it."""
    return Desk(_home(folder, name)).filled(source)


def postgres_desk(folder: Path, name: str, source: Source) -> Desk:
    """The desk ``name`` on a PostgreSQL that pip brought, with the registry of ``source`` alone."""
    place = folder / "postgres"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    home = _home(folder, f"postgres-{name}")
    return Desk(home, _database(postgres_server(place), home)).filled(Source(source.registry))


def _home(folder: Path, name: str) -> Path:
    return _kept(folder, f"desk-{name}", INDEXING)


def _kept(folder: Path, name: str, made_by: Sequence[str]) -> Path:
    """The place of ``name``; what older versions of the files that made it left there is thrown away."""
    version = sha256(b"".join((ROOT / file).read_bytes() for file in made_by)).hexdigest()[:8]
    place = folder / f"{name}-{version}"
    for old in folder.glob(f"{name}-????????"):
        if old != place:
            shutil.rmtree(old)
    return place


def _database(server: str, home: Path) -> str:
    """The address of the database for ``home``: the one that it has filled, or an empty one."""
    name = f"bench_{home.name.removeprefix('desk-postgres-').replace('-', '_')}"
    with psycopg.connect(server, autocommit=True) as connection:
        if not (home / "registry.done").exists():
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
    return server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")
