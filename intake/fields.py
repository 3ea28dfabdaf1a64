"""What a column of a recap can mean, and the spellings of its header, as data."""

import re
from enum import StrEnum

from identity.cells import plain_label


class Field(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    REPORTED = "reported"
    NAME = "name"
    REPORTER = "reporter"
    NIK = "nik"
    BIRTH = "birth"
    SEX = "sex"
    PHONE = "phone"
    REPORTER_PHONE = "reporter_phone"
    RELATION = "relation"
    ADDRESS = "address"
    REGION = "region"
    COMPLAINT = "complaint"
    NOTE = "note"
    CHANNEL = "channel"
    DOSE = "dose"
    FACILITY = "facility"
    VACCINATED = "vaccinated"
    TICKET = "ticket"
    HANDLED_BY = "handled_by"
    DETAIL = "detail"
    EXTRA = "extra"
    IGNORED = "ignored"


# The first pattern found in a plain label decides, so the narrower ones stand first.
SPELLINGS: tuple[tuple[Field, str], ...] = (
    (Field.IGNORED, r"\bparaf\b|tanda tangan|\bfoto\b|lampiran|^alasan$|^baris asal$|^reason$|^row$"),
    (Field.DETAIL, r"\b(no(mor)? )?(kk|kartu keluarga)\b|e ?mail|surel|\busia\b|\bumur\b|\bbatch\b|\bbets\b"),
    (Field.DETAIL, r"jenis vaksin|merek|merk|tempat lahir$|(tgl|tanggal) selesai|kartu vaksin|no(mor)? sertifikat"),
    (Field.DETAIL, r"orang tua|\bibu\b|\bayah\b|pekerjaan|\brt\b|\brw\b"),
    (Field.TICKET, r"(no|nomor|kode) (e )?(tiket|ticket)"),
    (Field.REPORTER_PHONE, r"(hp|wa|telp|telepon|tlp|kontak|nomor|no) (/ )?(pelapor|pengadu|pengurus)"),
    (Field.NIK, r"\bnik\b|no(mor)? (e )?(ktp|induk)|^e? ?ktp$"),
    (Field.BIRTH, r"t(an)?g(ga)?l lahir|tgl lhr|\blahir\b|\blhr\b|\bttl\b|tempat tgl|date of birth|birth"),
    (Field.VACCINATED, r"(tgl|tanggal|waktu) (di ?)?(vaksin|suntik|dosis|vaks)|vaksin(asi)? (tgl|tanggal)"),
    (Field.RELATION, r"hubungan|relasi|status pelapor"),
    (Field.SEX, r"jenis kelamin|\bl p\b|\bjk\b|\bj k\b|\bkelamin\b|\bjenkel\b|\bsex\b|\blk pr\b"),
    (Field.PHONE, r"\bhp\b|\bwa\b|whats ?app|telp|telepon|\btlp\b|\btelpon\b|handphone|kontak|ponsel|\bphone\b"),
    (Field.REPORTED, r"(tgl|tanggal|hari|waktu) (di ?)?(aduan|lapor|laporan|pengaduan|masuk|terima|keluhan)"),
    (Field.HANDLED_BY, r"petugas|penerima|operator|\badmin\b|diterima oleh|\bpic\b"),
    (Field.FACILITY, r"faskes|fasilitas|(tempat|lokasi|pos|sentra) (di )?vaksin|^(tempat|lokasi)$|puskesmas|\bpkm\b"),
    (Field.DOSE, r"\bdosis\b|vaksin(asi)? ke\b|\bdose\b"),
    (Field.REPORTER, r"nama (pelapor|pengadu)|^(pelapor|pengadu)$|yang melapor"),
    (Field.REGION, r"\bkab\b|kabupaten|\bkota\b|wilayah|daerah"),
    (Field.ADDRESS, r"alamat|domisili|kecamatan|\bkec\b|\bdesa\b|kelurahan|\bkel\b"),
    (Field.NAME, r"\bnama\b|\bpeserta\b|\bsasaran\b|\bname\b"),
    (Field.CHANNEL, r"^via\b|kanal|\bmedia\b|saluran|\bmelalui\b|cara lapor|sumber"),
    (Field.COMPLAINT, r"keluhan|masalah|\baduan\b|pengaduan|permasalahan|kendala|\bkategori\b|\bisi\b|uraian"),
    (Field.NOTE, r"\bket\b|keterangan|catatan|tindak lanjut|\bstatus\b|umpan balik|\bhasil\b|solusi|disposisi"),
    (Field.REPORTED, r"^(tgl|tanggal|hari tanggal|hari tgl|date|timestamp|cap waktu|waktu)$"),
    (Field.NUMBER, r"^(no|nomor|nmr|no urut|nomor urut|urut)$"),
)
PATTERNS = tuple((field, re.compile(pattern)) for field, pattern in SPELLINGS)

# Fields that several columns may feed: each extra field of the desk definition is one of its own.
# A detail has no field on a ticket and goes into the story under its header.
SHARED = frozenset({Field.COMPLAINT, Field.NOTE, Field.ADDRESS, Field.DETAIL, Field.EXTRA, Field.IGNORED})
# Headers too common in running text to prove a header row by themselves.
WEAK = frozenset({Field.NUMBER, Field.IGNORED, Field.DETAIL})

LONGEST_HEADER = 120


def field_of(header: str) -> Field | None:
    """What a header cell names, or None; a long text is never a header."""
    plain = plain_label(header)
    if not plain or len(header) > LONGEST_HEADER:
        return None
    return next((field for field, pattern in PATTERNS if pattern.search(plain)), None)
