"""The ready texts and macros a desk starts with; afterwards they are the desk's own to change."""

from typing import Final

from sqlalchemy import select

from access.actors import Actor
from audit.context import acting
from models import CannedText, Macro, Purpose, db

P = Purpose
TEXTS: Final = (
    ("received", P.MESSAGE, "Aduan diterima",
     "Terima kasih, aduan Bapak/Ibu {nama} sudah kami terima dengan nomor {nomor}. Kami selesaikan paling lambat "
     "{tenggat}. Simpan nomor ini untuk menanyakan perkembangannya.",
     "Thank you. The complaint of {nama} has been received under number {nomor}. We will finish it by {tenggat} at the "
     "latest. Keep this number to ask how it stands."),
    ("ask_documents", P.MESSAGE, "Minta kelengkapan",
     "Untuk melanjutkan aduan {nomor}, mohon kirimkan foto KTP atau Kartu Keluarga serta foto kartu vaksin. Jika belum "
     "kami terima dalam 30 hari, aduan dianggap ditarik kembali.",
     "To go on with complaint {nomor}, please send a photo of your identity or family card and your vaccination card. "
     "If we do not have them within 30 days, the complaint counts as withdrawn."),
    ("still_working", P.MESSAGE, "Masih diproses",
     "Aduan {nomor} masih kami proses. Kami menunggu jawaban dari instansi terkait dan akan mengabari Bapak/Ibu begitu "
     "ada hasilnya.",
     "Complaint {nomor} is still being worked on. We wait for an answer from another office and will tell you "
     "when there is one."),
    ("corrected", P.MESSAGE, "Data sudah diperbaiki",
     "Data vaksinasi atas nama {nama} sudah diperbaiki. Silakan buka kembali sertifikat dalam 1 sampai 3 hari. Bila "
     "masih keliru, hubungi kami dan sebutkan nomor {nomor}.",
     "The vaccination data of {nama} have been corrected. Please open the certificate again in one to three days. If "
     "something is still wrong, contact us with number {nomor}."),
    ("go_to_dukcapil", P.MESSAGE, "Arahkan ke Dukcapil",
     "NIK pada aduan {nomor} belum dapat ditemukan. Mohon konsolidasikan NIK di Disdukcapil kabupaten/kota terlebih "
     "dahulu, lalu kabari kami agar aduan dapat dilanjutkan.",
     "The NIK of complaint {nomor} cannot be found yet. Please have it consolidated at the civil registry of your "
     "regency first, then tell us so that we can go on."),
    ("called_no_answer", P.NOTE, "Pelapor tidak menjawab",
     "Pelapor dihubungi melalui telepon, tidak dijawab. Dicoba lagi besok.",
     "The reporter was called and did not answer. To be tried again tomorrow."),
    ("checked_registry", P.NOTE, "Sudah dicek di data vaksinasi",
     "Sudah dicek di data vaksinasi untuk aduan {nomor} ({kategori}). Belum ada data yang cocok.",
     "Checked in the vaccination data for complaint {nomor} ({kategori}). Nothing fits so far."),
    ("documents_complete", P.NOTE, "Berkas lengkap",
     "Berkas pelapor sudah lengkap: identitas dan kartu vaksin. Siap diverifikasi.",
     "The reporter's papers are complete: identity and vaccination card. Ready to be verified."),
    ("ask_facility", P.HAND_OFF, "Minta perbaikan ke faskes",
     "Mohon periksa dan perbaiki entri P-Care untuk aduan {nomor} ({kategori}) atas nama {nama} sesuai identitas, lalu "
     "kabari kami paling lambat {tenggat}.",
     "Please check and correct the P-Care entry for complaint {nomor} ({kategori}) of {nama} as on the identity card, "
     "and tell us by {tenggat}."),
    ("ask_helpdesk", P.HAND_OFF, "Minta tindak lanjut ke layanan nasional",
     "Mohon tindak lanjut penerbitan sertifikat untuk aduan {nomor} atas nama {nama}. Data vaksinasi di P-Care sudah "
     "sesuai.",
     "Please follow up on the certificate for complaint {nomor} of {nama}. The vaccination data in P-Care are right."),
    ("evidence_unreadable", P.SEND_BACK, "Bukti tidak terbaca",
     "Bukti koreksi tidak terbaca. Mohon lampirkan foto identitas yang lebih jelas.",
     "The evidence of the correction cannot be read. Please attach a clearer photo of the identity card."),
    ("correction_incomplete", P.SEND_BACK, "Koreksi belum lengkap",
     "Koreksi belum mencakup semua data yang diadukan. Mohon lengkapi sebelum ditutup.",
     "The correction does not cover all that was complained about. Please complete it before it is closed."),
    ("no_reply_30_days", P.DISMISS, "Tidak melengkapi dalam 30 hari",
     "Pelapor tidak melengkapi berkas dalam 30 hari sejak diminta, sehingga aduan dianggap ditarik.",
     "The reporter did not complete the papers within 30 days, so the complaint counts as withdrawn."),
    ("other_authority", P.DISMISS, "Kewenangan instansi lain",
     "Perbaikan bukan kewenangan Dinas Kesehatan; pelapor sudah diarahkan ke instansi yang berwenang.",
     "The correction is not this office's to make; the reporter was shown who can make it."),
)  # fmt: skip
MACROS: Final[tuple[dict[str, object], ...]] = (
    {"code": "take_and_greet", "title": "Ambil dan kabari pelapor", "takes": True, "message_code": "received"},
    {"code": "take_urgent", "title": "Ambil, tandai mendesak", "takes": True, "priority": 2},
    {"code": "ask_documents", "title": "Minta kelengkapan, prioritas tinggi", "priority": 1,
     "message_code": "ask_documents"},
)  # fmt: skip


def seed_words(desk: Actor) -> None:
    """Give a desk that has no ready text those it would start with today, inside a unit of work."""
    if db.session.scalar(select(CannedText.id).limit(1)) is not None:
        return
    with acting(desk, "desk.seed"):
        db.session.add_all(
            CannedText(code=code, purpose=purpose, title=title, text_id=text, text_en=english, position=place)
            for place, (code, purpose, title, text, english) in enumerate(TEXTS)
        )
        db.session.add_all(Macro(**known, position=place) for place, known in enumerate(MACROS))
