"""Whole numbers that come with a request, whoever wrote them."""

MOST_DIGITS = 16
"""Fewer than either database has room for."""


def whole(text: str | None) -> int | None:
    """The number in ``text``; None for what is none, or is longer than any of ours."""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def event_of(text: str | None) -> int:
    """The event that a form knew; what is no number is older than every event."""
    return whole(text) or 0
