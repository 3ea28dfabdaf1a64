"""Whether the process lives and the desk is ready, for whoever watches the machine."""

import os
import shutil

from flask import Flask, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from models import db
from models.schema import schema_is_current

LEAST_FREE_BYTES = 50 * 1024 * 1024


def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


def readyz() -> ResponseReturnValue:
    """Database, disk and migrations, each by name."""
    found = {"database": _database(), "migrations": _migrations(), "disk": _disk()}
    good = all(found.values())
    return jsonify(status="ok" if good else "failing", checks=found), 200 if good else 503


def _database() -> bool:
    try:
        db.session.connection()
    except SQLAlchemyError:
        return False
    return True


def _migrations() -> bool:
    try:
        return schema_is_current(db.session.connection())
    except SQLAlchemyError:
        return False


def _disk() -> bool:
    home = current_app.config["LOKET"].home
    return os.access(home, os.W_OK) and shutil.disk_usage(home).free > LEAST_FREE_BYTES


def init_app(app: Flask) -> None:
    """Serve ``/healthz`` and ``/readyz``."""
    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/readyz", view_func=readyz)
