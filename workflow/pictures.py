"""Pictures anew: decoded, turned upright, on white, in sRGB, small enough, and written with nothing but their pixels.

Runs in the decoder's process alone: nothing here is safe beside a desk's memory.
"""

import io
import math
from contextlib import suppress
from typing import Any, Final

from PIL import Image, ImageCms, ImageDraw, ImageFont, ImageOps, JpegImagePlugin, PngImagePlugin

LONGEST_SIDE: Final = 4000
AT_ONCE: Final = 16_000_000
"""Pixels that are decoded whole; a larger JPEG is decoded at half its size or less, a larger PNG is refused."""
MOST_PIXELS: Final = {"jpeg": 50_000_000, "png": AT_ONCE}
SHOWN_SIDE: Final = 2000
LEAST_SHOWN: Final = 800
"""A mark on a smaller picture would not be readable."""
WHITE: Final = (255, 255, 255)
SRGB: Final = ImageCms.createProfile("sRGB")
ORIENTATION: Final = 0x0112
TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
LETTERS: Final[Any] = ImageFont.load_default(24)  # of one kind where FreeType is in, as in every wheel
"""The font comes with the library; asked for here, it is there when no file can be opened any more."""

Image.MAX_IMAGE_PIXELS = None  # the limits are ours: by kind, and before anything is decoded


class TooManyPixels(ValueError):
    """The header says more pixels than a photograph has."""


def decoded(kind: str, data: bytes) -> Image.Image:
    """The pixels of a JPEG or PNG as they are to be seen. Raises TooManyPixels, or anything for a damaged one."""
    readers: dict[str, Any] = {"jpeg": JpegImagePlugin.JpegImageFile, "png": PngImagePlugin.PngImageFile}
    image = readers[kind](io.BytesIO(data))
    pixels = image.width * image.height
    if pixels > MOST_PIXELS[kind]:
        raise TooManyPixels
    if pixels > AT_ONCE:
        image.draft(None, (image.width // 2, image.height // 2))
    image.load()
    turn, profile = _turn_of(image), image.info.get("icc_profile")
    image = _opaque(image)  # named anew at each step, so that no more than two are in memory
    image = _fitted(image, LONGEST_SIDE)
    image = _in_srgb(image, profile)
    return image.transpose(turn) if turn is not None else image


def example() -> bytes:
    """A small photograph with all that cameras add to one."""
    turned = Image.Exif()
    turned[ORIENTATION] = 6
    out = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(SRGB).tobytes()
    Image.new("RGB", (3, 2)).save(out, "JPEG", exif=turned, icc_profile=profile)
    return out.getvalue()


def written(image: Image.Image, kind: str) -> bytes:
    """The picture as a file of its kind that holds its pixels and nothing else."""
    image.info.clear()
    out = io.BytesIO()
    if kind == "png":
        image.save(out, "PNG", compress_level=3 if image.width * image.height < 4_000_000 else 1)
    else:
        image.save(out, "JPEG", quality=88)
    return out.getvalue()


def marked(image: Image.Image, mark: str) -> bytes:
    """The picture as a JPEG to look at, with ``mark`` drawn over it again and again from corner to corner."""
    shown = _fitted(image, SHOWN_SIDE)
    if max(shown.size) < LEAST_SHOWN:
        shown = ImageOps.contain(shown, (LEAST_SHOWN, LEAST_SHOWN), Image.Resampling.BICUBIC)
    size = max(13, min(shown.size) // 38)
    letters = LETTERS.font_variant(size=size)
    wide, line = math.ceil(letters.getlength(mark)) + 3 * size, 5 * size
    side = math.ceil(math.hypot(*shown.size))
    veil = Image.new("LA", (side, side), (0, 0))
    draw = ImageDraw.Draw(veil)
    for row, top in enumerate(range(0, side, line)):
        for left in range(-(row % 2) * wide // 2, side, wide):
            draw.text(
                (left, top), mark, font=letters, fill=(255, 150), stroke_width=max(1, size // 14), stroke_fill=(0, 110)
            )
    veil = veil.rotate(28, Image.Resampling.BILINEAR)
    left, top = (side - shown.width) // 2, (side - shown.height) // 2
    veil = veil.crop((left, top, left + shown.width, top + shown.height))
    shown.paste(veil.getchannel("L").convert("RGB"), mask=veil.getchannel("A"))
    return written(shown, "jpeg")


def _turn_of(image: Image.Image) -> Image.Transpose | None:
    """How a photograph is to be turned; what cannot be read about it turns nothing."""
    with suppress(Exception):
        return TURNS.get(image.getexif().get(ORIENTATION))  # type: ignore[arg-type]
    return None


def _opaque(image: Image.Image) -> Image.Image:
    """On white: what lies under transparent pixels is seen by nobody and kept for nobody."""
    if image.mode in ("I;16", "I;16B", "I"):
        return image.convert("I").point(lambda level: level / 257).convert("L")
    if image.mode == "P" or "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode in ("RGBA", "LA", "PA"):
        seen = image if image.mode == "RGBA" else image.convert("RGBA")
        ground = Image.new("RGB", seen.size, WHITE)
        ground.paste(seen, mask=seen.getchannel("A"))
        return ground
    return image


def _fitted(image: Image.Image, side: int) -> Image.Image:
    if max(image.size) <= side:
        return image
    if image.mode == "1":
        image = image.convert("L")
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2)
    return image


def _in_srgb(image: Image.Image, profile: Any) -> Image.Image:
    """In the colours every screen knows; a profile that is broken or of another kind of picture is passed over."""
    if isinstance(profile, bytes) and image.mode in ("RGB", "CMYK", "L"):
        with suppress(Exception):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(image, own, SRGB, outputMode="RGB")
            if turned is not None:
                return turned
    return image if image.mode == "RGB" else image.convert("RGB")
