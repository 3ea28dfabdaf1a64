"""What is said of a file that is not taken as evidence: what is wrong with it, and how to mend it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

UPLOADS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "empty": _l("The file is empty."),
        "too_large": _l("The file is larger than 10 MB. Send a smaller photo, or fewer pages."),
        "kind": _l("Only JPEG, PNG and PDF files are taken. Their names end in .jpg, .jpeg, .png or .pdf."),
        "mismatch": _l("The file is not what its name says. Give it the ending of its kind, or save it anew."),
        "not_inside": _l("The name says JPEG, PNG or PDF, but that is not what the file holds. Save it anew."),
        "picture": _l("This is a picture of another kind (WebP, TIFF, GIF, BMP). Save it as JPEG or PNG."),
        "heic": _l(
            "This is a photo in HEIC format. On the iPhone choose Settings, Camera, Formats, Most Compatible,"
            " and take it again; or send a screenshot of it."
        ),
        "damaged": _l("The file is damaged or was not sent whole. Open it on your device, save it anew and send that."),
        "encrypted": _l("The PDF asks for a password. Save it without one, or print it as a PDF."),
        "too_many_pixels": _l(
            "The picture has too many pixels: at most 50 million for a JPEG, 16 million for a PNG. Make it smaller."
        ),
        "too_many_pages": _l("The PDF has more than 20 pages. Send only those that prove something."),
        "too_heavy": _l(
            "The file asks for more work than a photo or a scan does. Take a photo of it, or print it as a new PDF."
        ),
    }
)
