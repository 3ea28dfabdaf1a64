"""Every address of the desk is named here with who may enter; an address that is not named fails the test."""

import pytest
from flask import Flask

from access.permissions import Permission as P  # noqa: N817 - a table reads better with short names
from access.permissions import granted
from models import Role
from tests.visits import look_in, visit

PUBLIC = {
    "static", "bootstrap.static", "admin.static", "healthz", "readyz", "front", "security.login", "link.use",
    "link.first",
}  # fmt: skip
SHUT = {"action_view", "ajax_lookup", "ajax_update", "delete_view", "details_view", "export"}
DOORS = {
    "admin.index": P.DESK_READ,
    "tickets.index_view": P.TICKET_READ,
    "tickets.new": P.TICKET_FILE,
    "tickets.decode_nik": P.TICKET_FILE,
    "tickets.receipt": P.TICKET_FILE,
    "bulk.assign": P.TICKET_ASSIGN,
    "bulk.priority": P.TICKET_EDIT,
    "bulk.note": P.TICKET_NOTE,
    "bulk.dismiss": P.TICKET_DISMISS,
    "bulk.printout": P.TICKET_READ,
    "bulk.macro": P.TICKET_NOTE,
    "undo.take_back": P.TICKET_EDIT,
    "views.index_view": P.TICKET_READ,
    "views.counts": P.TICKET_READ,
    "views.columns": P.TICKET_READ,
    "views.save": P.TICKET_READ,
    "views.change": P.TICKET_READ,
    "views.rename": P.TICKET_READ,
    "views.retire": P.TICKET_READ,
    "views.first": P.TICKET_READ,
    "views.share": P.VIEW_SHARE,
    "ticket.page": P.TICKET_READ,
    "ticket.move": P.TICKET_TAKE,  # of the verb in SAMPLES; the others are in tests/admin_views/test_desk_moves.py
    "ticket.assign": P.TICKET_ASSIGN,
    "ticket.attach": P.ATTACHMENT_ADD,
    "ticket.correction": P.TICKET_CORRECT,
    "ticket.edit": P.TICKET_EDIT,
    "ticket.note": P.TICKET_NOTE,
    "ticket.open_file": P.ATTACHMENT_OPEN,
    "ticket.reveal": P.PERSONAL_REVEAL,
    "ticket.withdraw": P.TICKET_CORRECT,
    "ticket_files.file": P.ATTACHMENT_OPEN,
    "ticket_files.picture": P.ATTACHMENT_OPEN,
    "outside.ask": P.OUTSIDE_QUERY,
    "mentions.people": P.TICKET_NOTE,
    "notices.index_view": P.TICKET_READ,
    "notices.open_one": P.TICKET_READ,
    "notices.read_all": P.TICKET_READ,
    "presence.at_ticket": P.TICKET_READ,
    "presence.in_list": P.TICKET_READ,
    "typing.offer": P.TICKET_READ,
    "typing.keep": P.TICKET_READ,
    "typing.discard": P.TICKET_READ,
    "pair.compare": P.TICKET_READ,
    "list_export.export": P.TICKET_EXPORT,
    "list_export.ticked": P.TICKET_EXPORT,
    "ticket_handoff.answer": P.TICKET_HAND_OFF,
    "ticket_handoff.change_hand_off": P.TICKET_HAND_OFF,
    "ticket_handoff.hand_off": P.TICKET_HAND_OFF,
    "ticket_handoff.remind": P.TICKET_HAND_OFF,
    "ticket_handoff.take_back": P.TICKET_HAND_OFF,
    "ticket_match.cause": P.TICKET_CORRECT,
    "ticket_match.choose": P.TICKET_CORRECT,
    "ticket_match.draft": P.TICKET_CORRECT,
    "ticket_match.none_fits": P.TICKET_CORRECT,
    "counterpart.counterpart": P.TICKET_COUNTERPART,
    "handoffs.index_view": P.TICKET_HAND_OFF,
    "handoffs.chased": P.TICKET_HAND_OFF,
    "handoff_sheet.facility": P.TICKET_HAND_OFF,
    "handoff_sheet.record": P.TICKET_HAND_OFF,
    "handoff_sheet.returned": P.TICKET_HAND_OFF,
    "handoff_sheet.sheet": P.PERSONAL_REVEAL,
    "records.index_view": P.RECORD_READ,
    "records.look_up": P.RECORD_READ,
    "imports.index_view": P.IMPORT_RUN,
    "imports.describe": P.IMPORT_RUN,
    "imports.report": P.IMPORT_RUN,
    "imports.rows_to_mend": P.IMPORT_RUN,
    "imports.take_back": P.IMPORT_RUN,
    "imports.upload": P.IMPORT_RUN,
    "import_draft.cancel": P.IMPORT_RUN,
    "import_draft.columns": P.IMPORT_RUN,
    "import_draft.confirm": P.IMPORT_RUN,
    "import_draft.problem": P.IMPORT_RUN,
    "import_draft.progress": P.IMPORT_RUN,
    "import_draft.refused": P.IMPORT_RUN,
    "import_draft.rows": P.IMPORT_RUN,
    "import_draft.start": P.IMPORT_RUN,
    "import_draft.step": P.IMPORT_RUN,
    "import_rows.words": P.IMPORT_MEND,
    "import_rows.check": P.IMPORT_RUN,
    "import_rows.duplicates": P.IMPORT_RUN,
    "import_rows.row": P.IMPORT_MEND,
    "import_layouts.index_view": P.IMPORT_RUN,
    "import_layouts.rename": P.IMPORT_RUN,
    "import_layouts.retire": P.IMPORT_RUN,
    "audit.index_view": P.AUDIT_READ,
    "audit.event_view": P.AUDIT_READ,
    "audit.export": P.AUDIT_EXPORT,
    "audit.export_form": P.AUDIT_EXPORT,
    "absences.index": P.DESK_READ,
    "absences.new": P.DESK_READ,
    "absences.end": P.DESK_READ,
    "absences.hand_over": P.TICKET_ASSIGN,
    "merge.merge": P.TICKET_MERGE,
    "quality.index": P.REPORT_READ,
    "rating.rate": P.TICKET_CLOSE,
    "users.index": P.USER_MANAGE,
    "users.edit": P.USER_MANAGE,
    "users.link": P.USER_MANAGE,
    "users.new": P.USER_MANAGE,
    "users.sign_out": P.USER_MANAGE,
    "permissions.index": P.MATRIX_READ,
    "workflow.index_view": P.MATRIX_READ,
    "workflow.history": P.MATRIX_READ,
    "workflow.version": P.MATRIX_READ,
    "workflow.compare": P.MATRIX_READ,
    "workflow.download": P.MATRIX_READ,
    "desk_draft.part": P.DESK_PUBLISH,
    "desk_draft.remove": P.DESK_PUBLISH,
    "desk_draft.file": P.DESK_PUBLISH,
    "desk_draft.download": P.DESK_PUBLISH,
    "desk_draft.discard": P.DESK_PUBLISH,
    "desk_draft.follow": P.DESK_PUBLISH,
    "desk_draft.propose": P.DESK_PUBLISH,
    "desk_draft.try_out": P.DESK_PUBLISH,
    "desk_draft.publish": P.DESK_PUBLISH,
    "profile.index": P.DESK_READ,
    "profile.keys": P.DESK_READ,
    "profile.language": P.DESK_READ,
    "profile.password": P.DESK_READ,
    "security.logout": P.DESK_READ,
}
ROLES = {
    "operator": Role.OPERATOR,
    "verifier": Role.VERIFIER,
    "supervisor": Role.SUPERVISOR,
    "auditor": Role.AUDITOR,
    "admin": Role.ADMIN,
}
SAMPLES = {
    "number": "ADU-26-00001A",
    "other": "ADU-26-00002B",
    "ref": "01a20a7f-096d-7ac0-a2eb-d46a511f7f9c",
    "export_type": "csv",
    "filename": "loket.css",
    "token": "x",
    "kind": "complaints",
    "code": "nik_short",
    "verb": "take",
    "part": "move",
}


def addresses(app: Flask):
    """Every endpoint with a method and an address that fits its rule."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            values = {name: 1 if name == "number" and "int:" in rule.rule else SAMPLES[name] for name in rule.arguments}
            built = rule.build(values)
            assert built is not None, rule
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule.endpoint, method, built[1]


def permission_of(endpoint: str) -> P | None:
    if endpoint.startswith("reference_"):
        words = endpoint.startswith(("reference_texts.", "reference_macros."))
        return None if endpoint.split(".")[1] in SHUT else P.WORDING_EDIT if words else P.REFERENCE_EDIT
    return DOORS[endpoint]


def test_every_address_is_named_in_this_table(app):
    named = PUBLIC | set(DOORS)
    found = {endpoint for endpoint, _, _ in addresses(app) if not endpoint.startswith("reference_")}
    assert found == named


def test_a_stranger_is_sent_to_the_sign_in_or_refused(app):
    stranger = look_in(app)
    for endpoint, method, address in addresses(app):
        if endpoint in PUBLIC:
            continue
        answer = stranger.open(address, method=method)
        where = answer.headers.get("Location", "")
        assert (answer.status_code, where[:6]) in ((302, "/login"), (400, ""), (401, "")), (endpoint, method)


@pytest.mark.parametrize("name", ROLES)
def test_a_role_enters_where_the_policy_says_and_nowhere_else(app, cast, name):
    browser = visit(app, getattr(cast, name))
    for endpoint, method, address in addresses(app):
        if endpoint in PUBLIC or method != "GET":
            continue
        permission = permission_of(endpoint)
        may = permission is not None and granted(ROLES[name], permission)
        status = browser.get(address).status_code
        assert (status != 403) is may, (endpoint, status)


@pytest.mark.parametrize("name", ROLES)
def test_nothing_is_changed_without_the_token_of_a_form(app, cast, name):
    browser = visit(app, getattr(cast, name))
    for endpoint, method, address in addresses(app):
        if method == "POST":
            answer = browser.open(address, method=method, data={"reason": "x"})
            assert answer.status_code in (400, 401, 403), (endpoint, answer.status_code)


@pytest.mark.parametrize("name", ["operator", "verifier", "supervisor"])
def test_a_ticket_of_another_region_is_not_there(app, cast, make_ticket, name):
    elsewhere = make_ticket(region="6571", subject_nik="6571056504859012").number
    browser = visit(app, getattr(cast, name))
    with app.test_request_context():
        rules = [
            rule
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith(("ticket.", "ticket_match.", "ticket_handoff."))
        ]
    for rule in rules:
        permission = permission_of(rule.endpoint)
        if permission and granted(ROLES[name], permission):
            _, address = rule.build({"number": elsewhere, **({"verb": "take"} if "verb" in rule.arguments else {})})
            assert browser.get(address).status_code == 404, rule.endpoint


def test_an_administrator_opens_no_ticket_and_an_auditor_every_one(app, cast, make_ticket):
    address = f"/admin/tickets/{make_ticket().number}"
    assert visit(app, cast.admin).get(address).status_code == 403
    assert visit(app, cast.auditor).get(address).status_code == 200
