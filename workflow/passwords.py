"""What makes a password good enough: long, and not made of what anybody would try first (ASVS 5.0, 6.2)."""

import re
from collections.abc import Iterable

from workflow.refusals import BadValue

SHORTEST = 15
LONGEST = 500
LEAST_OF_ITS_OWN = 5
LEAST_DIFFERENT = 6

# Words that a guesser of this desk tries first (docs/sign-in.md).
OBVIOUS = (
    "password", "passw0rd", "katasandi", "sandi", "rahasia", "admin", "administrator", "qwertyuiop",
    "asdfghjkl", "zxcvbnm", "qwerty", "qazwsx", "abcdefghijklmnopqrstuvwxyz", "abcdef", "letmein",
    "welcome", "selamatdatang", "selamatpagi", "iloveyou", "sayang", "cintaku", "indonesia", "merdeka",
    "bismillah", "alhamdulillah", "assalamualaikum", "loket", "petugas", "verifikator", "penyelia",
    "auditor", "operator", "aduan", "pengaduan", "vaksin", "vaksinasi", "sertifikat", "pedulilindungi",
    "satusehat", "covid", "kesehatan", "dinkes", "dinas", "kemenkes", "puskesmas", "kaltara",
    "kalimantan", "utara", "provinsi", "bulungan", "malinau", "nunukan", "tarakan", "tanatidung",
    "tanjungselor", "kabupaten", "user", "pengguna", "login", "masuk", "baru", "tahun", "dan", "the",
    "my", "saya",
)  # fmt: skip
LEET = str.maketrans("013457@$!", "oieastasi")


def ensure_good(password: str, *, about: Iterable[str] = ()) -> None:
    """Return for a password that may be used; otherwise raise BadValue with why.

    ``about`` are the e-mail address and the name of whose it is. No rule asks for kinds of characters.
    """
    if len(password) < SHORTEST:
        raise BadValue("password", "short")
    if len(password) > LONGEST or "\0" in password:
        raise BadValue("password", "long")
    if not _is_its_own(password.casefold(), _words_of(about)):
        raise BadValue("password", "obvious")


def _words_of(about: Iterable[str]) -> list[str]:
    return [word for text in about for word in re.split(r"[^\w]+", text.casefold()) if len(word) > 2]


def _is_its_own(password: str, personal: list[str]) -> bool:
    """Whether enough is left of ``password`` once obvious words, runs and repetition are taken away."""
    if len(set(password)) < LEAST_DIFFERENT or _repeats(password):
        return False
    words = sorted({*OBVIOUS, *personal}, key=len, reverse=True)
    return all(len(_rest(spelling, words)) >= LEAST_OF_ITS_OWN for spelling in (password, password.translate(LEET)))


def _repeats(password: str) -> bool:
    """Whether a short part is written again and again."""
    return any(
        password == (password[:length] * len(password))[: len(password)] for length in range(1, len(password) // 2 + 1)
    )


def _rest(password: str, words: list[str]) -> str:
    """What is left but spaces and the keyboard's punctuation; of a run such as 12345 or aaaa only its first two."""
    for word in words:
        password = password.replace(word, " ")
    without_years = re.sub(r"\b(19|20)\d\d\b", " ", password)
    return re.sub(r"[\s!-/:-@\[-`{-~]+", "", _without_runs(without_years))


def _without_runs(text: str) -> str:
    signs = zip("  " + text, " " + text, text, strict=False)
    return "".join(
        sign for before, middle, sign in signs if not ord(sign) - ord(middle) == ord(middle) - ord(before) in (-1, 0, 1)
    )
