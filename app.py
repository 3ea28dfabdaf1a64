"""Wires the rooms into one Flask application; decides nothing."""

import os

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from admin_views import site
from audit.recorder import watch, works_by
from cli import commands
from config import ROOT, Settings, load
from models import db
from models.schema import attach
from web import assets, carrier, errors, headers, health, language, outside, security, sidebar, signin, undo_offer
from workflow import desk, files, quality


def create_app(settings: Settings | None = None) -> Flask:
    """The desk as ``settings`` say, or as the environment says. Raises config.BadSetting."""
    settings = settings or load(os.environ)
    app = Flask("loket", root_path=str(ROOT))
    app.config["LOKET"] = settings
    security.init_app(app, settings)
    attach(app, settings)
    with app.app_context():
        watch(db.session)
        quality.watch(db.session)
        works_by(desk.version_in_force)
        files.keep_in(settings.home / "files", db.session)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    translations = language.init_app(app, settings)
    for room in (assets, headers, errors, health, outside, undo_offer):
        room.init_app(app)
    carrier.init_app(app, settings)
    signin.install(app)
    sidebar.init_app(app)
    site.init_app(app, translations)
    commands.init_app(app)
    return app
