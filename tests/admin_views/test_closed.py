"""The back office is shut: what Flask-Admin opens by default stays closed here."""

from typing import Any, ClassVar

import pytest
from flask import Flask
from flask_admin import expose
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access.permissions import Permission
from admin_views.closed import ClosedView
from admin_views.closed_model import LONGEST_SEARCH, MOST_TERMS, ClosedModelView, OpenView, clean_search
from tests.conftest import Cast
from tests.visits import look_in, visit

TABLE = "/admin/reference/categories/"
SHUT = [
    ("GET", "details/?id=1"),
    ("GET", "export/csv/"),
    ("GET", "export/xlsx/"),
    ("GET", "ajax/lookup/?name=region&query=a&limit=100000"),
]
SHUT_TO_POSTS = ["delete/", "action/", "ajax/update/"]
DOORS = {"index_view": Permission.REFERENCE_EDIT}


def test_a_table_without_its_allow_lists_is_not_made() -> None:
    with pytest.raises(OpenView, match="form_columns"):
        type("Hasty", (ClosedModelView,), {"doors": DOORS, "column_list": ("code",)})


@pytest.mark.parametrize(
    "offer", ["can_delete", "can_export", "column_editable_list", "inline_models", "form_ajax_refs", "fast_mass_delete"]
)
def test_a_table_that_offers_what_this_desk_never_does_is_not_made(offer: str) -> None:
    lists: dict[str, Any] = {"doors": DOORS, "column_list": ("code",), "form_columns": ("code",)}

    with pytest.raises(OpenView, match=offer):
        type("Generous", (ClosedModelView,), lists | {offer: ("code",)})


@pytest.mark.parametrize(("method", "path"), SHUT)
def test_a_view_that_is_not_named_in_doors_is_shut_to_everyone(app: Flask, cast: Cast, method: str, path: str) -> None:
    assert visit(app, cast.admin).open(TABLE + path, method=method).status_code == 403


@pytest.mark.parametrize("path", SHUT_TO_POSTS)
def test_nothing_is_deleted_acted_on_or_edited_in_place(
    app: Flask, cast: Cast, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)

    assert visit(app, cast.admin).post(TABLE + path, data={"id": "1", "rowid": "1"}).status_code == 403


@pytest.mark.parametrize("path", ["", "new/", "edit/?id=1", *(path for _, path in SHUT)])
def test_a_stranger_is_sent_to_the_sign_in_and_back(app: Flask, path: str) -> None:
    answer = look_in(app).get(TABLE + path)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login?next=/admin/reference/categories/")


def test_a_stranger_who_is_a_program_is_told_to_sign_in(app: Flask) -> None:
    assert look_in(app).get(TABLE, headers={"Accept": "application/json"}).status_code == 401


@pytest.mark.parametrize("role", ["operator", "verifier", "supervisor", "auditor"])
def test_a_role_without_the_permission_is_refused(app: Flask, cast: Cast, role: str) -> None:
    assert visit(app, getattr(cast, role)).get(TABLE).status_code == 403


def test_a_fault_inside_a_view_does_not_run_it_a_second_time() -> None:
    class Twice(ClosedView):
        doors: ClassVar = {"index": Permission.DESK_READ}
        runs = 0

        @expose("/")
        def index(self) -> str:
            self.runs += 1
            raise TypeError

    view = Twice(name="Twice", endpoint="twice")

    with pytest.raises(TypeError):
        view._run_view(lambda this: this.index.__wrapped__(this))
    assert view.runs == 1


@pytest.mark.parametrize("bad", ["1,2", "abc", "-1", "0", "01", "1.0", "١", "9" * 40, " 1", "1;drop", "%00"])
def test_an_id_that_is_no_id_is_not_found(app: Flask, cast: Cast, bad: str) -> None:
    assert visit(app, cast.admin).get(f"{TABLE}edit/", query_string={"id": bad}).status_code == 404


def test_two_ids_in_one_address_are_not_found(app: Flask, cast: Cast) -> None:
    assert visit(app, cast.admin).get(f"{TABLE}edit/?id=1&id=2").status_code == 404


PARAMETERS = st.dictionaries(
    st.sampled_from(
        ["page", "sort", "desc", "search", "page_size", "flt0_0", "flt1_9", "_scheme", "_external", "endpoint", "id"]
    ),
    st.one_of(st.integers().map(str), st.text(max_size=300), st.just("javascript")),
    max_size=5,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parameters=PARAMETERS)
def test_no_parameter_of_a_list_breaks_it_or_leads_elsewhere(
    app: Flask, cast: Cast, parameters: dict[str, str]
) -> None:
    page = visit(app, cast.admin).get(TABLE, query_string=parameters)

    assert page.status_code == (400 if any("\0" in value for value in parameters.values()) else 200)
    assert 'href="javascript:' not in page.text


@settings(deadline=None)
@given(st.text(max_size=400))
def test_a_search_is_cut_to_five_words_and_a_hundred_characters(text: str) -> None:
    cleaned = clean_search(text)

    assert cleaned is None or (len(cleaned) <= LONGEST_SEARCH and len(cleaned.split()) <= MOST_TERMS)
    assert cleaned is None or cleaned.isprintable()
