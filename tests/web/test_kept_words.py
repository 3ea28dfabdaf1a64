"""What the trail keeps of a match in codes is read in words."""

import pytest

from web.kept_words import kept_words

WORDS = {
    "nik=nik_exchanged:15,16 name=same": "NIK: angka ke-15 dan ke-16 tertukar · Nama: sama",
    "01a20a7f-096d-7ac0-a2eb-d46a511f7f9c/675 strong birth_date=not_told":
        "01a20a7f-096d-7ac0-a2eb-d46a511f7f9c/675 · Cocok kuat · Tanggal lahir: tidak disebutkan",
    "two_niks": "Nama dan tanggal lahir yang sama tercatat dengan dua NIK",
    "none": "tidak ada yang ditemukan",
    "nik=of_tomorrow other=same nik=": "nik=of_tomorrow · other=same · nik=",
    "a\nb": "a\nb",
    "": "",
}  # fmt: skip


@pytest.mark.parametrize("kept", WORDS)
def test_codes_are_read_in_words_and_the_rest_stays(app, kept: str) -> None:
    with app.test_request_context():
        assert kept_words(kept) == WORDS[kept]
