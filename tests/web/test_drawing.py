"""What the templates draw with is there: icons, glyphs, classes; nothing is inline."""

import re
from functools import cache
from itertools import chain
from pathlib import Path

import flask_bootstrap
import pytest

ROOT = Path(__file__).parent.parent.parent
BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ICON = re.compile(r"""(?<![\w.])i\(\s*'([a-z0-9-]+)'""")
GLYPH = re.compile(r"""(?<![\w.])g\(\s*'([a-z0-9-]+)'""")
CLASS = re.compile(r"(?<![\w-])lk-[a-z0-9]+(?:-[a-z0-9]+)*(?![\w-]|\{\{|-\{\{)")
INLINE = re.compile(r"""<style|\sstyle=|\son[a-z]+=["']|javascript:|<script(?![^>]*\bsrc=)""", re.IGNORECASE)
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
SAID = re.compile(r"""(?:aria-label|placeholder|title|alt)="([^"\x00]*[A-Za-z]{2}[^"\x00]*)\"""")
WORD = re.compile(r"(?<![&\w-])[A-Za-z][a-z]+\b(?!;|-|=)")
SAME_IN_EVERY_LANGUAGE = {"Loket", "WITA", "Ctrl", "Enter", "Esc"}

every_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT)))


@cache
def symbols(file: Path) -> frozenset[str]:
    return frozenset(re.findall(r'<symbol[^>]*\bid="([^"]+)"', file.read_text()))


@cache
def drawn_classes() -> frozenset[str]:
    sheets = "".join(sheet.read_text() for sheet in (ROOT / "static").glob("*.css"))
    return frozenset(re.findall(r"\.(lk-[a-z0-9-]+)", sheets))


@every_template
def test_every_icon_named_is_drawn(template: Path) -> None:
    text = template.read_text()

    assert set(ICON.findall(text)) <= symbols(BOOTSTRAP / "icons" / "bootstrap-icons.svg")
    assert set(GLYPH.findall(text)) <= symbols(ROOT / "static" / "loket.svg")


@every_template
def test_nothing_is_inline_that_the_policy_would_stop(template: Path) -> None:
    assert INLINE.findall(template.read_text()) == []


def test_icons_named_in_tables_are_drawn() -> None:
    named = re.findall(r"""\bicon="([a-z0-9-]+)\"""", (ROOT / "web" / "sidebar.py").read_text())
    faults = re.findall(
        r"""^\s+"([a-z0-9]+(?:-[a-z0-9]+)*)",$""", (ROOT / "web" / "fault_words.py").read_text(), re.MULTILINE
    )

    assert set(chain(named, faults)) <= symbols(BOOTSTRAP / "icons" / "bootstrap-icons.svg")


@every_template
def test_every_class_of_ours_has_a_drawing(template: Path) -> None:
    attributes = " ".join(re.findall(r'class="([^"]*)"', template.read_text()))
    used = set(CLASS.findall(re.sub(r"\{[{%].*?[}%]\}", " ", attributes)))

    assert used - drawn_classes() == set()


@every_template
def test_every_word_of_a_template_goes_through_gettext(template: Path) -> None:
    text = JINJA.sub("\x00", template.read_text())

    assert SAID.findall(text) == []
    assert set(WORD.findall(TAG.sub(" ", text))) <= SAME_IN_EVERY_LANGUAGE
