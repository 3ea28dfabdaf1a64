"""The words of complainants and clerks, as data: what a complaint is about, through which channel it came."""

import re
from typing import NamedTuple


class Phrase(NamedTuple):
    """A code and a pattern by which the desk's people say it, tried on `plain` text."""

    code: str
    pattern: re.Pattern[str]


def _phrases(*said: tuple[str, str]) -> tuple[Phrase, ...]:
    return tuple(Phrase(code, re.compile(pattern)) for code, pattern in said)


# How clerks shorten and misspell: what is meant, and the spellings of it, as whole words of plain text.
SHORTHAND = {
    "belum": "blm belom blom blum blun",
    "tidak": "tdk tak gak ga nggak gk tdak ngga",
    "ganda": "dobel double doble dobl doubel duplikat",
    "2": "dua",
    "orang": "org orng",
    "lain": "lainnya lainya ln",
    "sertifikat": "sertif sertipikat serifikat sertfikat sertikat sertifkat setifikat sertivikat",
    "nomor": "no nmr nmor",
    "tiket": "ticket tiketnya tikt",
    "sudah": "sdh udh udah dah",
    "dengan": "dgn",
    "yang": "yg",
    "tanggal": "tgl tggl",
    "nik": "ktp niknya",
    "nama": "namanya nm",
    "unduh": "download dowload donlot didownload diunduh mengunduh",
    "dapat": "dapet dpt",
    "data": "datanya",
    "salah": "keliru slh",
    "beda": "berbeda",
}
MEANT = {spelling: meant for meant, spellings in SHORTHAND.items() for spelling in spellings.split()}

NOT = r"(?:belum|tidak) (?:bisa |dapat |pernah |juga |kunjung |di ?)?"
SEEN = r"(?:terbit|keluar|muncul|ada|dapat|terima|jadi|tampil|masuk|tersedia|unduh|terinput|input|nampak|update)"
WRONG = r"(?:salah|beda|tidak sesuai|tertukar|tidak cocok|kurang)"
DETAIL = r"(?:nik|data|tanggal|lahir|nomor|hp|jenis|dosis|alamat|kelamin)"

# The first that fits decides: the rarer and plainer complaint before the one that any other also sounds like.
CATEGORIES = _phrases(
    ("duplicate_ticket", r"tiket.{0,20}(?:ganda|2|kembar|sama)|ganda.{0,12}tiket|2 tiket|nomor ganda"),
    ("other_name", r"(?:nama|nik|milik|oleh|pakai|dengan) (?:nama )?orang lain|atas nama (?:orang )?lain"),
    ("other_name", r"nama salah|salah nama|bukan nama|orang lain|nik.{0,12}(?:terpakai|dipakai|digunakan)"),
    (
        "other_name",
        r"nama (?:yang )?(?:tercantum|muncul|keluar)?.{0,12}(?:beda|lain|salah|tidak sesuai|tertukar)",
    ),
    (
        "nik_not_found",
        r"nik.{0,12}(?:belum|tidak).{0,12}(?:temu|ada|daftar|kenal|dapat|valid|muncul|baca|input)",
    ),
    (
        "nik_not_found",
        r"(?:belum|tidak) (?:temu|ditemukan|terdaftar).{0,10}nik|nik (?:gagal|invalid|bermasalah)",
    ),
    ("data_mismatch", rf"{WRONG}.{{0,16}}{DETAIL}"),
    ("data_mismatch", rf"{DETAIL}.{{0,16}}{WRONG}"),
    ("not_issued", rf"sertifikat.{{0,30}}{NOT}{SEEN}"),
    ("not_issued", rf"{NOT}{SEEN}.{{0,20}}(?:sertifikat|sms|vaksin|booster)"),
    ("not_issued", rf"(?:dosis|vaksin|booster|sms|kartu|data).{{0,24}}{NOT}{SEEN}"),
    ("not_issued", rf"{NOT}(?:terbit|keluar|muncul|unduh)|1199|sertifikat (?:hilang|kosong)"),
    ("other", r"^lain(?: lain)?$|keluhan (?:vaksinasi )?lain|pindah faskes|jadwal|\btanya|\binfo"),
)

CHANNELS = _phrases(
    ("whatsapp", r"\bwa\b|whats ?app"),
    ("phone", r"te?le?pon|\btelp\b|\btlp\b|\btel\b|\bcall\b|hotline|\bhp\b"),
    ("social", r"\bfb\b|facebook|\big\b|instagram|twitter|medsos|media sosial|tiktok|messenger|\bdm\b"),
    ("email", r"e ?mail|surel"),
    ("letter", r"\bsurat\b|\bnota\b|kotak saran"),
    ("web", r"\bweb|google ?form|\bgform\b|formulir|online|daring|\blapor\b"),
    ("counter", r"loket|datang|langsung|kantor|posko|walk ?in|tatap muka|offline|luring"),
)

SIGNS = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """``text`` in small letters with single spaces and the desk's shorthand written out."""
    return " ".join(MEANT.get(word, word) for word in SIGNS.sub(" ", text.casefold()).split())


def first_match(phrases: tuple[Phrase, ...], text: str) -> str | None:
    """The code of the first phrase that ``text`` says, or None."""
    said = plain(text)
    return next((phrase.code for phrase in phrases if phrase.pattern.search(said)), None) if said else None
