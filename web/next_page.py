"""Where to go after signing in: a page of ours, or nowhere."""

from urllib.parse import urlsplit

LONGEST = 2000


def safe_next(text: str | None) -> str | None:
    """``text`` when it is a plain path on this desk, else None; browsers forgive far more than urllib does."""
    if not text or len(text) > LONGEST or not text.startswith("/") or text.startswith("//"):
        return None
    if "\\" in text or not text.isprintable() or "%5c" in text.lower()[:4] or "%2f" in text.lower()[:4]:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else text
