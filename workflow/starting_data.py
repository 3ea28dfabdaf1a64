"""The reference data a new desk starts with; afterwards the administrator's table is the truth."""

from datetime import date

from sqlalchemy import select

from access.actors import system_actor
from audit.context import acting
from models import Category, Cause, Channel, Facility, Holiday, Region, db

CATEGORIES = (
    ("duplicate_ticket", "Nomor tiket ganda", "Duplicate ticket number", 5),
    ("nik_not_found", "NIK tidak ditemukan", "NIK not found", 5),
    ("not_issued", "Sertifikat belum terbit", "Certificate not issued", 5),
    ("other_name", "Tercantum nama orang lain", "Somebody else's name shown", 14),
    ("data_mismatch", "Data tidak sesuai", "Data mismatch", 5),
    ("other", "Keluhan lain", "Other", 5),
)
CAUSES = (
    ("nik_mistyped", "NIK salah ketik saat entri", "NIK mistyped at entry", "Fasilitas kesehatan"),
    ("not_entered", "Data belum diinput", "Data never entered", "Fasilitas kesehatan"),
    ("ticket_double", "Satu tiket untuk dua orang", "One ticket for two people", "Dinas Kesehatan"),
    ("nik_used", "NIK digunakan orang lain", "NIK used by somebody else", "Dinas Kesehatan"),
    ("name_mistyped", "Nama atau tanggal lahir salah ketik", "Name or birth date mistyped", "Fasilitas kesehatan"),
    ("entered_twice", "Data diinput dua kali", "Entered twice", "Fasilitas kesehatan"),
    ("not_issued", "Data benar, sertifikat belum diterbitkan", "Data right, certificate not issued", "Layanan 119"),
    ("network", "Gangguan jaringan", "Network outage", "Fasilitas kesehatan"),
    ("not_in_dukcapil", "NIK belum terdaftar di Dukcapil", "NIK not registered at Dukcapil", "Disdukcapil"),
)
CHANNELS = (
    ("counter", "Loket", "Counter", "shop-window"),
    ("whatsapp", "WhatsApp", "WhatsApp", "whatsapp"),
    ("phone", "Telepon", "Phone", "telephone"),
    ("web", "Formulir web", "Web form", "globe2"),
    ("email", "Surel", "E-mail", "envelope"),
    ("letter", "Surat", "Letter", "envelope-paper"),
    ("social", "Media sosial", "Social media", "chat-dots"),
    ("other", "Lainnya", "Other", "inbox"),
)
REGIONS = (
    ("65", "Provinsi Kalimantan Utara"),
    ("6501", "Kab. Bulungan"),
    ("6502", "Kab. Malinau"),
    ("6503", "Kab. Nunukan"),
    ("6504", "Kab. Tana Tidung"),
    ("6571", "Kota Tarakan"),
)
FACILITIES = (
    ("pkm-tanjung-selor", "Puskesmas Tanjung Selor", "6501"),
    ("pkm-bumi-rahayu", "Puskesmas Bumi Rahayu", "6501"),
    ("pkm-bunyu", "Puskesmas Bunyu", "6501"),
    ("pkm-karang-rejo", "Puskesmas Karang Rejo", "6571"),
    ("rsud-soemarno", "RSD dr. H. Soemarno Sosroatmodjo", "6501"),
    ("rsud-jusuf-sk", "RSUD dr. H. Jusuf SK", "6571"),
    ("rsud-nunukan", "RSUD Nunukan", "6503"),
    ("rsud-malinau", "RSUD Malinau", "6502"),
    ("gedung-gadis", "Pos Vaksinasi Gedung Gadis", "6501"),
)
FIRST_YEAR, LAST_YEAR = 2021, 2027


def seed() -> None:
    """Fill an empty desk with its reference data, inside a unit of work; a filled one is left alone."""
    if db.session.scalar(select(Category.id).limit(1)) is not None:
        return
    with acting(system_actor("Loket", origin="server"), "desk.seed"):
        db.session.add_all(_reference_rows())
        db.session.add_all(Holiday(day=day, name=name[:120]) for day, name in holidays_of(FIRST_YEAR, LAST_YEAR))


def holidays_of(first: int, last: int) -> list[tuple[date, str]]:
    """Public holidays and collective leave of Indonesia for the years from ``first`` to ``last``."""
    from holidays import country_holidays  # noqa: PLC0415 - a large package, needed once in a desk's life

    years = range(first, last + 1)
    days = country_holidays("ID", years=years, categories=("public", "government"), language="id")
    return sorted(days.items())


def _reference_rows() -> list[Category | Cause | Channel | Region | Facility]:
    return [
        *(Category(code=c, name_id=i, name_en=e, days=d, position=n) for n, (c, i, e, d) in enumerate(CATEGORIES)),
        *(Cause(code=c, name_id=i, name_en=e, mended_by=m) for c, i, e, m in CAUSES),
        *(Channel(code=c, name_id=i, name_en=e, icon=k, position=n) for n, (c, i, e, k) in enumerate(CHANNELS)),
        *(Region(code=c, name=n) for c, n in REGIONS),
        *(Facility(code=c, name=n, region_code=r) for c, n, r in FACILITIES),
    ]
