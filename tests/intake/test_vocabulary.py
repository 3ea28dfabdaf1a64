"""What clerks write about a complaint and its channel is understood, or said not to be."""

import pytest

from intake.vocabulary import CATEGORIES, CHANNELS, first_match

SAID = {
    "duplicate_ticket": ("TIKET GANDA", "no tiket dobel", "tiket double", "dapat dua tiket", "Nomor tiket ganda"),
    "nik_not_found": ("NIK tidak ditemukan", "nik tdk ditemukan", "NIK TIDAK TERDAFTAR", "Nik tidak ada di aplikasi"),
    "not_issued": (
        "sertifikat blm keluar", "Sertifikat vaksin 2 belum muncul", "SERTIFIKAT BELUM ADA", "sertif blm ada",
        "belum terbit", "belum dapat sms 1199", "booster blm muncul", "tidak bisa download", "data blm diinput, sinyal",
    ),
    "other_name": (
        "Sertifikat atas nama orang lain", "muncul nama org lain", "nama salah", "NIK terpakai orang lain",
        "katanya nik sudah dipakai",
    ),
    "data_mismatch": ("tgl lahir salah", "NIK salah", "salah nomor hp", "data tidak sesuai"),
    "other": ("Lainnya", "lain-lain", "pindah faskes", "tanya jadwal booster", "keluhan vaksinasi lain"),
    None: ("", "sama dgn no 1?", "mohon dibantu"),
}  # fmt: skip
CAME_BY = {
    "counter": ("Loket", "Datang langsung", "posko"), "whatsapp": ("WA", "wa", "WhatsApp"),
    "phone": ("Telp", "telepon", "Hotline"), "social": ("FB", "ig", "Facebook"), "email": ("surel", "e-mail"),
    "letter": ("surat",), "web": ("Google Form", "website"), None: ("", "merpati"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "words"), [(code, words) for code, all_of in SAID.items() for words in all_of])
def test_a_complaint_is_put_into_its_category_by_the_words_of_the_desk(code: str | None, words: str) -> None:
    assert first_match(CATEGORIES, words) == code


@pytest.mark.parametrize(("code", "words"), [(code, words) for code, all_of in CAME_BY.items() for words in all_of])
def test_a_channel_is_known_by_the_words_of_the_desk(code: str | None, words: str) -> None:
    assert first_match(CHANNELS, words) == code
