"""Invented evidence for the demo: a card photographed sideways and a scanned family card, both of nobody."""

import io
from functools import cache
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont

from workflow.attachments import Received, receive

INK: Final = "#10304a"
CARD: Final = (
    "NIK : 0000 0000 0000 0000", "Nama : CONTOH BUKAN ORANG", "Tempat/Tgl lahir : CONTOH, 00-00-0000",
    "Jenis kelamin : -", "Alamat : JL. TIDAK ADA NO. 0", "RT/RW : 000/000", "Pekerjaan : CONTOH",
)  # fmt: skip
FAMILY: Final = ("CONTOH SATU", "CONTOH DUA", "CONTOH TIGA")


@cache
def photo() -> Received:
    return receive("KTP.jpg", card())


def card() -> bytes:
    """A photograph of a card, as a telephone held upright takes it: lying on its side, which its EXIF tells."""
    sheet = Image.new("RGB", (1280, 960), "#5d4a39")
    card = Image.new("RGB", (1011, 638), "#b8d6e6")
    draw = ImageDraw.Draw(card)
    for row in range(0, 638, 14):
        draw.line((0, row, 1011, row + 60), fill="#acccdf", width=3)
    _write(draw, (505, 30), "KARTU CONTOH · BUKAN KTP", 40, anchor="ma")
    for place, line in enumerate(CARD):
        _write(draw, (40, 120 + 62 * place), line, 30)
    draw.rectangle((740, 150, 970, 470), fill="#c0392b")
    draw.ellipse((800, 190, 910, 310), fill="#e8c9a8")
    draw.pieslice((765, 320, 945, 620), 180, 360, fill="#2c3e50")
    card = card.convert("RGBA").rotate(4, Image.Resampling.BICUBIC, expand=True)
    sheet.paste(card, (110, 120), card)
    turned = Image.Exif()
    turned[0x0112] = 6
    return _saved(sheet.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=turned, quality=90)


@cache
def scan() -> Received:
    """A family card of two pages as a PDF."""
    return receive("KK.pdf", _saved(_page(1), "PDF", save_all=True, append_images=[_page(2)], resolution=110))


def _page(number: int) -> Image.Image:
    page = Image.new("RGB", (1286, 909), "white")
    draw = ImageDraw.Draw(page)
    _write(draw, (643, 50), "KARTU KELUARGA CONTOH", 44, anchor="ma")
    _write(draw, (643, 115), f"Nomor 0000 0000 0000 0000 · halaman {number} dari 2", 26, anchor="ma")
    for row in range(6):
        draw.rectangle((60, 190 + 90 * row, 1226, 280 + 90 * row), outline=INK, width=2)
    for row, name in enumerate(("Nama lengkap", *FAMILY)):
        _write(draw, (80, 218 + 90 * row), name, 28)
        _write(draw, (620, 218 + 90 * row), "NIK" if row == 0 else "0000 0000 0000 0000", 28)
    return page


def _write(draw: ImageDraw.ImageDraw, place: tuple[int, int], text: str, size: int, **how: Any) -> None:
    draw.text(place, text, fill=INK, font=ImageFont.load_default(size), **how)


def _saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()
