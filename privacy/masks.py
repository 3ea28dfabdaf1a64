"""What a person sees of a personal value who has not given a reason to see it all."""

DOT = "•"
SHORTEST_SHOWN = 8


def mask_nik(text: str) -> str:
    """``6501012504850012`` -> ``650101••••••0012``: district and serial, never the birth date."""
    nik = _compact(text)
    return _ends(nik, 6, 4) if len(nik) == 16 and _digits(nik) else _mostly_hidden(nik)


def mask_phone(text: str) -> str:
    """``+6281234563391`` or ``081234563391`` -> ``0812••••3391``."""
    phone = _compact(text).replace("-", "")
    if phone.startswith("+62"):
        phone = "0" + phone.removeprefix("+62")
    return _ends(phone, 4, 4) if len(phone) >= 12 and _digits(phone) else _mostly_hidden(phone)


def mask_text(text: str) -> str:
    """Six dots whatever the text, for its length is telling too; nothing stays nothing."""
    return DOT * 6 if text.strip() else ""


def _ends(text: str, head: int, tail: int) -> str:
    return text[:head] + DOT * (len(text) - head - tail) + text[len(text) - tail :]


def _mostly_hidden(text: str) -> str:
    """A value of no known shape shows less than half, at its ends, and nothing when it is short."""
    if len(text) < SHORTEST_SHOWN:
        return DOT * len(text)
    shown = len(text) // 2
    return _ends(text, min(6, shown - shown // 2), min(4, shown // 2))


def _compact(text: str) -> str:
    return "".join(text.split())


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
