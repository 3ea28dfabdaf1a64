"""Static files have addresses that change with their content."""

from pathlib import Path

import pytest
from flask import Flask, url_for

from web import assets


@pytest.fixture
def desk(tmp_path: Path) -> Flask:
    (tmp_path / "desk.css").write_text("a{}")
    app = Flask(__name__, static_folder=str(tmp_path), static_url_path="/static")
    assets.init_app(app)
    return app


def address(desk: Flask) -> str:
    assets.fingerprint.cache_clear()
    with desk.test_request_context():
        return url_for("static", filename="desk.css")


def test_the_address_of_a_file_changes_with_its_content(desk: Flask, tmp_path: Path) -> None:
    before = address(desk)
    assert before == address(desk)

    (tmp_path / "desk.css").write_text("b{}")
    assert before != address(desk)


def test_bootstrap_and_its_icons_come_from_this_desk(desk: Flask) -> None:
    with desk.test_request_context():
        icons = url_for("bootstrap.static", filename="icons/bootstrap-icons.svg")

    with desk.test_client().get(icons) as answer:
        assert answer.status_code == 200
        assert icons.startswith("/bootstrap/static/icons/bootstrap-icons.svg?v=")
