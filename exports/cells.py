"""Cells that a spreadsheet shows and never runs."""

FORMULA = "=+-@\t\r\n＝＋－＠"


def neutral(text: str) -> str:
    """``text``, with an apostrophe before it where a spreadsheet could take it for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.lstrip(" \u00a0")[:1] in FORMULA and text.strip(" \u00a0") else text
