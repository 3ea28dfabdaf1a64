"""Every word a person reads is there in Indonesian, with the same places for figures and names."""

import re
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import flask_admin
import flask_security
import flask_wtf
import pytest
import wtforms
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from web.catalogues import SOURCES, by_domain, compile_catalogues, compile_into, domain_of, read

ROOT = Path(__file__).parent.parent
KEYWORDS = {
    "_": None, "_l": None, "gettext": None, "lazy_gettext": None, "N_": None,
    "ngettext": (1, 2), "lazy_ngettext": (1, 2), "_gettext": None, "_ngettext": (1, 2),
}  # fmt: skip
NOT_OURS = (".venv/**", "instance/**", "tests/**", "bench/**", "migrations/**")
PLACES = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|(%[sd])")
FILES = sorted((SOURCES / "id").glob("*.po"))


def first(message_id: Any) -> str:
    return str(message_id if isinstance(message_id, str) else message_id[0])


def places(text: str) -> list[str]:
    return sorted(part for found in PLACES.findall(text) for part in found if part)


def extract(folder: Path, *, skip: Iterable[str] = ()) -> dict[str, list[str]]:
    methods = [(pattern, "ignore") for pattern in skip] + [("**.py", "python"), ("**.html", "jinja2")]
    found: dict[str, list[str]] = defaultdict(list)
    for file, line, message, _, _ in extract_from_dir(str(folder), methods, keywords=KEYWORDS):
        found[first(message)].append(f"{file}:{line}")
    return found


@cache
def known(domain: str) -> dict[str, Message]:
    catalogues = [read(file) for file in by_domain()[domain]]
    return {first(m.id): m for catalogue in catalogues for m in catalogue if m.id and m.string}


def test_every_word_of_ours_is_there_in_indonesian() -> None:
    missing = {
        words: places_ for words, places_ in extract(ROOT, skip=NOT_OURS).items() if words not in known("messages")
    }

    assert missing == {}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_translation_is_certain_and_keeps_the_places_for_figures_and_names(file: Path) -> None:
    for message in read(file):
        strings = [message.string] if isinstance(message.string, str) else message.string
        assert not message.fuzzy, message.id
        assert all(strings) or not message.id, message.id
        if message.id:
            wanted = {tuple(places(text)) for text in ([message.id] if isinstance(message.id, str) else message.id)}
            assert {tuple(places(text)) for text in strings} <= wanted, message.id


def test_the_same_english_is_the_same_indonesian_everywhere() -> None:
    said: dict[Any, set[str]] = defaultdict(set)
    for file in FILES:
        for message in read(file):
            if message.id and domain_of(file) == "messages":
                said[(message.context, first(message.id))].add(str(message.string))

    assert {words: sorted(ways) for words, ways in said.items() if len(ways) > 1} == {}


def test_every_message_of_flask_security_is_there() -> None:
    template = Path(flask_security.__file__).parent / "translations" / "flask_security.pot"
    with template.open("rb") as file:
        wanted = {first(message.id) for message in read_po(file) if message.id}

    assert wanted - set(known("flask_security")) == set()


@pytest.mark.parametrize(
    ("library", "domain", "skip"),
    [
        (
            flask_admin,
            "admin",
            ("tests/**", "contrib/fileadmin/**", "contrib/rediscli.py", "**/file/**", "**/rediscli/**"),
        ),
        (wtforms, "wtforms", ()),
        (flask_wtf, "wtforms", ("recaptcha/**",)),
    ],
    ids=["flask_admin", "wtforms", "flask_wtf"],
)
def test_every_message_of_a_form_library_is_there(library: ModuleType, domain: str, skip: tuple[str, ...]) -> None:
    wanted = extract(Path(str(library.__file__)).parent, skip=skip)

    assert set(wanted) - set(known(domain)) == set()


def test_catalogues_are_compiled_once_and_again_when_a_source_changed(tmp_path: Path) -> None:
    (tmp_path / "id").mkdir()
    source = tmp_path / "id" / "desk.po"
    source.write_text('msgid "Home"\nmsgstr "Beranda"\n')
    compiled = tmp_path / "id" / "LC_MESSAGES" / "messages.mo"
    compile_into(tmp_path, tmp_path)
    before = compiled.stat().st_ino

    compile_into(tmp_path, tmp_path)
    assert compiled.stat().st_ino == before

    source.write_text('msgid "Home"\nmsgstr "Rumah"\n')
    compile_into(tmp_path, tmp_path)
    assert b"Rumah" in compiled.read_bytes()


def test_where_the_sources_may_not_be_written_the_home_of_the_desk_is_used(tmp_path: Path) -> None:
    sources, home = tmp_path / "sources", tmp_path / "home"
    (sources / "id").mkdir(parents=True)
    (sources / "id" / "desk.po").write_text('msgid "Home"\nmsgstr "Beranda"\n')
    (sources / "id" / "LC_MESSAGES").write_text("no folder can be made here")

    assert compile_catalogues(home, sources) == home / "translations"
    assert (home / "translations" / "id" / "LC_MESSAGES" / "messages.mo").exists()


def test_eight_starts_at_once_leave_one_whole_catalogue_and_no_rest(tmp_path: Path) -> None:
    (tmp_path / "id").mkdir()
    (tmp_path / "id" / "desk.po").write_text('msgid "Home"\nmsgstr "Beranda"\n')
    with ThreadPoolExecutor(8) as starts:
        list(starts.map(lambda _: compile_into(tmp_path, tmp_path), range(8)))

    folder = tmp_path / "id" / "LC_MESSAGES"
    assert b"Beranda" in (folder / "messages.mo").read_bytes()
    assert sorted(file.name for file in folder.iterdir()) == ["messages.mo", "messages.stamp.mo"]
