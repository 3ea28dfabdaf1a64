"""PDFs anew: each page drawn as a picture, and a PDF written of these pictures.

What a PDF can carry besides what is seen (scripts, actions, links, files, forms, layers, hidden text, metadata) is
not looked for and taken out: it is never taken over. Runs in the decoder's process alone.
"""

import io
from typing import Final

import pypdfium2
from PIL import Image

from workflow.pictures import SHOWN_SIDE, written

MOST_PAGES: Final = 20
DOTS: Final = 150
"""Dots an inch; a page larger than a sheet of paper is drawn with fewer."""
POINTS: Final = 72
NEEDS_PASSWORD: Final = 4


class Encrypted(ValueError):
    """The PDF asks for a password."""


class TooManyPages(ValueError):
    """More pages than evidence has."""


def opened(data: bytes) -> pypdfium2.PdfDocument:
    """The document. Raises Encrypted, TooManyPages, pypdfium2.PdfiumError."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == NEEDS_PASSWORD:
            raise Encrypted from None
        raise
    if len(document) > MOST_PAGES:
        raise TooManyPages
    if document.get_formtype():
        document.init_forms()
    return document


def drawn(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    """Page ``number``, counted from 0, as it would be printed."""
    page = document[number]
    wide, high = page.get_size()
    scale = min(DOTS / POINTS, SHOWN_SIDE / max(wide, high, 1))
    image: Image.Image = page.render(scale=scale, rev_byteorder=True, draw_annots=True).to_pil()
    page.close()
    return image


def rewritten(document: pypdfium2.PdfDocument) -> bytes:
    """A PDF of the pages' pictures and nothing else; the same pages give the same bytes."""
    return bound([_leaf(drawn(document, number)) for number in range(len(document))])


def _leaf(image: Image.Image) -> tuple[bytes, int, int]:
    return written(image, "jpeg"), image.width, image.height


def bound(leaves: list[tuple[bytes, int, int]]) -> bytes:
    """PDF 1.4 (ISO 32000-1, 7.5): a catalogue, a list of pages, and for each its page, content and picture."""
    kids = " ".join(f"{3 + 3 * place} 0 R" for place in range(len(leaves)))
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {len(leaves)} /Kids [{kids}] >>".encode()]
    for place, (jpeg, wide, high) in enumerate(leaves):
        content, picture = 4 + 3 * place, 5 + 3 * place
        w, h = f"{wide * POINTS / DOTS:.2f}", f"{high * POINTS / DOTS:.2f}"
        parts += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {w} {h}] /Contents {content} 0 R"
            f" /Resources << /XObject << /P {picture} 0 R >> >> >>".encode(),
            _stream("", f"q {w} 0 0 {h} 0 0 cm /P Do Q".encode()),
            _stream(
                f" /Type /XObject /Subtype /Image /Width {wide} /Height {high} /ColorSpace /DeviceRGB"
                " /BitsPerComponent 8 /Filter /DCTDecode",
                jpeg,
            ),
        ]
    return _numbered(parts)


def _stream(facts: str, data: bytes) -> bytes:
    return f"<< /Length {len(data)}{facts} >>\nstream\n".encode() + data + b"\nendstream"


def _numbered(parts: list[bytes]) -> bytes:
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    for number, part in enumerate(parts, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, part))
    start = out.tell()
    lines = "".join(f"{place:010d} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{lines}".encode())
    out.write(f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()
