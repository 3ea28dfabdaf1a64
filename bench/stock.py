"""The baseline: a stock Flask-Admin ModelView over the very same ticket rows."""

import os
from typing import Any

from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData, Table

from config import load

COLUMNS = ("number", "subject_name", "category_id", "status", "region_code", "assignee_id", "due_at", "channel_id")


class StockView(ModelView):
    """What a newcomer to Flask-Admin writes: a list, a search over names, a filter, an export."""

    column_list = COLUMNS
    column_searchable_list = ("subject_name", "number", "nik_index")
    column_filters = ("status",)
    column_default_sort = "due_at"
    page_size = 50
    can_export = True
    can_view_details = True


def stock_app() -> tuple[Flask, SQLAlchemy]:
    """A Flask application with nothing but the stock view at ``/admin/stock/``."""
    app = Flask("stock", template_folder="no-templates-of-ours", static_folder=None)
    app.config.update(SECRET_KEY="bench", SQLALCHEMY_DATABASE_URI=load(os.environ).database_url)  # noqa: S106
    Babel(app)
    database = SQLAlchemy()
    database.init_app(app)
    with app.app_context():
        table = Table("ticket", MetaData(), autoload_with=database.engine)
        row: Any = type("StockTicket", (database.Model,), {"__table__": _copied(table, database)})
        Admin(app, name="stock").add_view(StockView(row, database, endpoint="stock", url="stock"))
    return app, database


def _copied(table: Table, database: SQLAlchemy) -> Table:
    columns = [column._copy() for column in table.columns]  # noqa: SLF001 - the public copy was withdrawn
    for column in columns:
        column.foreign_keys.clear()
    return Table("ticket", database.metadata, *columns)
