"""What tests of the import wizard do in the browser: send a file, confirm its columns, import it."""

import io
import re
from typing import Any

from sqlalchemy import func, select

from models import ImportBatch, ImportDraft, Ticket, db
from tests.visits import Browser, hidden_fields

IMPORTS = "/admin/imports/"
RECAP = """No,Tanggal,Nama,NIK,No HP,Keluhan
1,08/11/2021,Nurhayati,6501054503859012,081200006628,NIK tidak ditemukan
2,08/11/2021,Petrus Alang,650105110485901,081200006629,sertifikat belum terbit
3,09/11/2021,,6501051104859013,081200006630,sertifikat belum terbit
4,09/11/2021,Nur Hayati,6501054503859012,081200006628,NIK tidak ditemukan
"""
SELECTS = re.compile(r'<select[^>]*name="(c-\d+-\d+)".*?</select>', re.DOTALL)
SELECTED = re.compile(r'<option value="([^"]*)" selected')


def upload(browser: Browser, data: bytes = RECAP.encode(), name: str = "rekap.csv", kind: str = "complaints") -> Any:
    """Send a file; the answer."""
    token = hidden_fields(browser.get(IMPORTS).text)["csrf_token"]
    sent = {"csrf_token": token, "file": (io.BytesIO(data), name)}
    return browser.post(f"{IMPORTS}upload/{kind}", data=sent, content_type="multipart/form-data")


def columns(page: str) -> dict[str, str]:
    """What the columns of a page are chosen to be, by the name of their select."""
    return {found[1]: SELECTED.search(found[0])[1] for found in SELECTS.finditer(page)}  # type: ignore[index]


def post(browser: Browser, address: str, page: str = IMPORTS, **fields: Any) -> Any:
    """Send a form with the token of a page."""
    token = hidden_fields(browser.get(page).text)["csrf_token"]
    return browser.post(address, data={"csrf_token": token, **fields})


def confirm(browser: Browser, place: str, **changed: str) -> Any:
    """Confirm the columns of a file that was sent, some of them changed; the answer."""
    page = browser.get(place).text
    return browser.post(place, data=hidden_fields(page) | columns(page) | changed)


def checked(browser: Browser, data: bytes = RECAP.encode(), name: str = "rekap.csv", kind: str = "complaints") -> str:
    """The address of the draft whose rows were checked."""
    place = upload(browser, data, name, kind).location
    confirm(browser, place)
    return str(place.removesuffix("/columns"))


def imported(browser: Browser, data: bytes = RECAP.encode(), name: str = "rekap.csv", kind: str = "complaints") -> str:
    """Go the whole way; the address of the report."""
    place = checked(browser, data, name, kind)
    where = post(browser, f"{place}/start", which="all").location
    return str(browser.get(where).location)


def draft() -> ImportDraft:
    """The newest file on its way in."""
    return db.session.scalars(select(ImportDraft).order_by(ImportDraft.id.desc())).first()  # type: ignore[return-value]


def count(model: Any = Ticket) -> int:
    return db.session.scalar(select(func.count(model.id))) or 0


def batches() -> int:
    return count(ImportBatch)
