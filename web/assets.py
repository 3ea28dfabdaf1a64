"""Serves static files, Bootstrap's too, at addresses that change with their content, so that browsers keep them."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_bootstrap import Bootstrap5


@cache
def fingerprint(folder: Path) -> str:
    """Digest the names and contents of all files under ``folder``."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(file.relative_to(folder)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def _folder_of(endpoint: str) -> str | None:
    name = endpoint.rpartition(".")[0]
    home = current_app.blueprints[name] if name else current_app
    return home.static_folder


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    if not endpoint.endswith("static") or "v" in values:
        return
    folder = _folder_of(endpoint)
    if folder:
        values["v"] = fingerprint(Path(folder))


def init_app(app: Flask) -> None:
    """Serve Bootstrap from its package, and let ``url_for`` add the version to every file's address."""
    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    Bootstrap5(app)
    app.url_defaults(_add_version)
