"""The reference data a new desk starts with; afterwards the administrator's table is the truth."""

from datetime import date

from sqlalchemy import select

from access.actors import Actor, system_actor
from audit.context import acting
from models import Category, Cause, Channel, Facility, Holiday, Party, Region, db
from workflow import desk
from workflow.starting_words import seed_words

CATEGORIES = (
    ("duplicate_ticket", "Nomor tiket ganda", "Duplicate ticket number", 5),
    ("nik_not_found", "NIK tidak ditemukan", "NIK not found", 5),
    ("not_issued", "Sertifikat belum terbit", "Certificate not issued", 5),
    ("other_name", "Tercantum nama orang lain", "Somebody else's name shown", 14),
    ("data_mismatch", "Data tidak sesuai", "Data mismatch", 5),
    ("other", "Keluhan lain", "Other", 5),
)
CAUSES = (
    ("nik_mistyped", "NIK salah ketik saat entri", "NIK mistyped at entry", "Fasilitas kesehatan", Party.FACILITY,
     "Perbaiki NIK di P-Care sesuai KTP, lalu kabari Dinas Kesehatan agar Pusdatin memperbarui sertifikatnya.",
     "Correct the NIK in P-Care as on the identity card, then tell the health office so that Pusdatin renews the "
     "certificate."),
    ("not_entered", "Data belum diinput", "Data never entered", "Fasilitas kesehatan", Party.FACILITY,
     "Input dosis ini di P-Care dengan tanggal vaksinasi yang sebenarnya, sesuai kartu vaksin atau register pos.",
     "Enter this dose in P-Care with its true date, from the vaccination card or the register of the post."),
    ("ticket_double", "Satu tiket untuk dua orang", "One ticket for two people", "Dinas Kesehatan", Party.THIS_OFFICE,
     "Pisahkan kedua orang pada tiket ini bersama faskes yang menginput, lalu minta 119 menerbitkan tiket baru.",
     "Part the two people of this ticket with the facility that entered them, then ask 119 for a new ticket."),
    ("nik_used", "NIK digunakan orang lain", "NIK used by somebody else", "Dinas Kesehatan", Party.THIS_OFFICE,
     "Lepaskan NIK ini dari data orang lain bersama faskes yang menginput, lalu input data pemilik NIK.",
     "Take this NIK off the other person's record with the facility that entered it, then enter its owner's data."),
    ("name_mistyped", "Nama atau tanggal lahir salah ketik", "Name or birth date mistyped", "Fasilitas kesehatan",
     Party.FACILITY,
     "Perbaiki nama atau tanggal lahir di P-Care sesuai KTP, lalu minta Pusdatin memperbarui sertifikatnya.",
     "Correct the name or the birth date in P-Care as on the identity card, then ask Pusdatin to renew the "
     "certificate."),
    ("entered_twice", "Data diinput dua kali", "Entered twice", "Fasilitas kesehatan", Party.FACILITY,
     "Batalkan entri yang keliru dari dosis yang sama; biarkan entri dengan NIK sesuai KTP.",
     "Cancel the faulty entry of the same dose; keep the one with the NIK of the identity card."),
    ("not_issued", "Data benar, sertifikat belum diterbitkan", "Data right, certificate not issued", "Layanan 119",
     Party.NATIONAL_HELPDESK,
     "Minta sertifikat diterbitkan: data vaksinasi sudah ada dan sesuai KTP (119 ekstensi 9).",
     "Ask for the certificate: the vaccination is recorded and agrees with the identity card (119 extension 9)."),
    ("network", "Gangguan jaringan", "Network outage", "Fasilitas kesehatan", Party.FACILITY,
     "Input dosis yang tertunda karena jaringan, dengan tanggal vaksinasi yang sebenarnya.",
     "Enter the doses that waited for the network, with their true dates."),
    ("not_in_dukcapil", "NIK belum terdaftar di Dukcapil", "NIK not registered at Dukcapil", "Disdukcapil",
     Party.DUKCAPIL,
     "Aktifkan atau konsolidasikan NIK ini di Dukcapil; sesudah itu faskes menginput ulang.",
     "Activate or consolidate this NIK at Dukcapil; the facility then enters the data again."),
)  # fmt: skip
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
    """Give a desk what it lacks of its reference data and its definition, inside a unit of work."""
    system = system_actor("Loket", origin="server")
    seed_words(system)
    _seed_reference(system)
    desk.settle()


def _seed_reference(system: Actor) -> None:
    if db.session.scalar(select(Category.id).limit(1)) is not None:
        _say_what_follows(system)
        return
    with acting(system, "desk.seed"):
        db.session.add_all(_reference_rows())
        db.session.add_all(Holiday(day=day, name=name[:120]) for day, name in holidays_of(FIRST_YEAR, LAST_YEAR))


def _say_what_follows(system: Actor) -> None:
    """The causes of a desk that is older than their ``party`` get what they would start with today."""
    known = {code: (party, ask_id, ask_en) for code, _, _, _, party, ask_id, ask_en in CAUSES}
    silent = db.session.scalars(select(Cause).where(Cause.party.is_(None), Cause.code.in_(known))).all()
    if not silent:
        return
    with acting(system, "desk.seed"):
        for cause in silent:
            cause.party, cause.ask_id, cause.ask_en = known[cause.code]


def holidays_of(first: int, last: int) -> list[tuple[date, str]]:
    """Public holidays and collective leave of Indonesia for the years from ``first`` to ``last``."""
    from holidays import country_holidays  # noqa: PLC0415 - a large package, needed once in a desk's life

    years = range(first, last + 1)
    days = country_holidays("ID", years=years, categories=("public", "government"), language="id")
    return sorted(days.items())


def _reference_rows() -> list[Category | Cause | Channel | Region | Facility]:
    return [
        *(Category(code=c, name_id=i, name_en=e, days=d, position=n) for n, (c, i, e, d) in enumerate(CATEGORIES)),
        *(
            Cause(code=c, name_id=i, name_en=e, mended_by=m, party=p, ask_id=ai, ask_en=ae)
            for c, i, e, m, p, ai, ae in CAUSES
        ),
        *(Channel(code=c, name_id=i, name_en=e, icon=k, position=n) for n, (c, i, e, k) in enumerate(CHANNELS)),
        *(Region(code=c, name=n) for c, n in REGIONS),
        *(Facility(code=c, name=n, region_code=r) for c, n, r in FACILITIES),
    ]
