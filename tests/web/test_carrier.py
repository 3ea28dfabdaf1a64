"""The queue carries a word and a ref, and nothing that runs."""

import pickle

import pytest
from flask import Flask
from huey.registry import Message

from web.carrier import PlainSerializer, carrier
from web.import_progress import percent, watch

pytestmark = pytest.mark.parametrize("desks", ["sqlite"], indirect=True)


class Harm:
    def __reduce__(self) -> tuple[object, ...]:
        return (pytest.fail, ("a message was run",))


def test_a_message_is_plain_text_and_comes_back_whole(app: Flask) -> None:
    message = Message("1", "work", args=["import", "01a2"], kwargs={})
    assert PlainSerializer().deserialize(PlainSerializer().serialize(message)) == message


def test_a_message_that_would_run_something_is_not_read(app: Flask) -> None:
    with pytest.raises(ValueError, match=r"utf-8|Expecting value"):
        PlainSerializer().deserialize(pickle.dumps(Harm()))


def test_work_that_breaks_does_not_end_the_worker(app: Flask) -> None:
    carrier().work("import", "no ref")


def test_a_queue_that_cannot_be_opened_loses_no_order(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_settings: object) -> None:
        raise OSError

    monkeypatch.setattr("web.carrier._queue", broken)
    carrier().send("import", "01a2")


def test_the_progress_is_told_in_percent(app: Flask) -> None:
    (app.config["LOKET"].home / "import-files").mkdir(exist_ok=True)
    watch("x")(3, 4)
    assert percent("x") == 75
    assert percent("y") == 0
