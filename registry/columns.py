"""What a column of a registry file can mean, and the spellings of its header, as data."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from identity.cells import plain_label, text_of


class Field(StrEnum):
    """What a column holds."""

    NIK = "nik"
    NAME = "name"
    BIRTH = "birth"
    SEX = "sex"
    PHONE = "phone"
    REGION = "region"
    TICKET = "ticket"
    DOSE = "dose"
    VACCINATED = "vaccinated"
    VACCINE = "vaccine"
    LOT = "lot"
    FACILITY = "facility"
    CERTIFICATE = "certificate"
    CERTIFICATE_NUMBER = "certificate_number"
    ENTERED = "entered"


# The first pattern found in a plain header decides, so the narrower ones stand first; None is for nobody.
SPELLINGS: tuple[tuple[Field | None, str], ...] = (
    (None, r"\bpetugas\b|tempat lahir|vaksinator|\bibu\b|\bayah\b|orang tua|\busia\b|\bumur\b|^alasan$|^baris$"),
    (Field.CERTIFICATE_NUMBER, r"(no|nomor|kode) sertifikat"),
    (Field.TICKET, r"tiket|ticket"),
    (Field.LOT, r"\bbatch\b|\bbets\b|\blot\b"),
    (Field.NIK, r"\bnik\b|no(mor)? (e )?(ktp|induk)|^e? ?ktp$"),
    (Field.BIRTH, r"lahir|\blhr\b|\bttl\b|birth"),
    (Field.ENTERED, r"(tgl|tanggal|waktu) (di ?)?(input|entri|entry|catat)"),
    (Field.DOSE, r"\bdosis\b|vaksin(asi)? ke\b|\bdose\b"),
    (Field.VACCINATED, r"(tgl|tanggal|waktu) (di ?)?(vaksin|suntik|vaks|layanan)|vaccination date"),
    (Field.FACILITY, r"faskes|fasilitas|facility|puskesmas|(tempat|lokasi|pos|sentra) (di )?vaksin|^(tempat|lokasi)$"),
    (Field.VACCINE, r"(jenis|merek|merk|nama) vaksin|^(vaksin|vaccine)$"),
    (Field.CERTIFICATE, r"sertifikat|^status$|certificate"),
    (Field.SEX, r"kelamin|\bl p\b|\bjk\b|\bjenkel\b|\bsex\b|\bgender\b"),
    (Field.PHONE, r"\bhp\b|\bwa\b|telp|telepon|\btlp\b|handphone|kontak|ponsel|\bphone\b"),
    (Field.REGION, r"\bkab\b|kabupaten|\bkota\b|wilayah|daerah|region"),
    (Field.NAME, r"\bnama\b|\bpeserta\b|\bsasaran\b|\bname\b"),
)  # fmt: skip
PATTERNS = tuple((field, re.compile(pattern)) for field, pattern in SPELLINGS)
FINDABLE = frozenset({Field.NIK, Field.TICKET, Field.BIRTH, Field.PHONE})
FEWEST_NAMED = 3
LONGEST_HEADER = 60

Columns = Mapping[Field, int]


def field_of(header: object) -> Field | None:
    """What a header cell names, or None; a long text is never a header."""
    text = text_of(header)
    plain = plain_label(text)
    if not plain or len(text) > LONGEST_HEADER:
        return None
    return next((field for field, pattern in PATTERNS if pattern.search(plain)), None)


def recognise(header: Sequence[object]) -> Columns | None:
    """The place of each field in a row of labels, the first of two alike; None where it is no header of a registry."""
    found = named_in(header)
    return found if is_enough(found) else None


def named_in(header: Sequence[object]) -> Columns:
    """The place of each field that a row of labels names, few or many."""
    found: dict[Field, int] = {}
    for place, label in enumerate(header):
        field = field_of(label)
        if field is not None:
            found.setdefault(field, place)
    return found


def is_enough(columns: Columns) -> bool:
    """Whether records can be made of such a file: a name, and something to find a record by."""
    return len(columns) >= FEWEST_NAMED and Field.NAME in columns and not FINDABLE.isdisjoint(columns)
