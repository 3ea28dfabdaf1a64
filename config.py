"""What the desk is told from outside: read once from the environment, checked, then frozen."""

import os
import re
import secrets
import ssl
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
KEY_BYTES = 32
KEY_FILES: Mapping[str, str] = {
    "LOKET_SECRET_KEY_FILE": "secret.key",
    "LOKET_MASTER_KEY_FILE": "master.key",
    "LOKET_INDEX_KEY_FILE": "index.key",
    "LOKET_LOG_KEY_FILE": "log.key",
}
LOCALES = ("id", "en")
POSTGRESQL = ("postgresql://", "postgres://", "postgresql+psycopg://")
BASE_URL = re.compile(r"https?://(?:[\w.-]+|\[[0-9a-fA-F:]+\])(?::\d{1,5})?", re.ASCII)
LOOPBACK = ("127.0.0.1", "localhost", "::1")
MAKE_A_KEY = 'python3 -c "import secrets; print(secrets.token_hex(32))" > {path} && chmod 600 {path}'


class BadSetting(ValueError):
    """A setting the desk does not start on: its ``name``, and the ``problem`` with its mend, in one line."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name
        self.problem = problem


@dataclass(frozen=True)
class OutsideSettings:
    """The registry outside, where one is asked: its address, who asks, and for how long, all in all."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)
    seconds: int = 10
    ca_file: Path | None = None


@dataclass(frozen=True)
class Settings:
    """Everything the desk may ask about where it runs; keys are 32 bytes each and shown in no repr."""

    home: Path
    database_url: str
    secret_key: bytes
    master_key: bytes
    index_key: bytes
    log_key: bytes
    base_url: str = "http://127.0.0.1:8080"
    trusted_proxies: int = 0
    locale: str = "id"
    testing: bool = False
    demo: bool = False
    outside: OutsideSettings | None = None

    def __repr__(self) -> str:
        return f"Settings(home={str(self.home)!r}, locale={self.locale!r}, demo={self.demo})"


def load(env: Mapping[str, str]) -> Settings:
    """Settings from ``env``; raises BadSetting on the first that is wrong, changes nothing on disk."""
    home = home_of(env)
    return Settings(
        home=home,
        database_url=_database_url(env, home),
        secret_key=_key(env, home, "LOKET_SECRET_KEY_FILE"),
        master_key=_key(env, home, "LOKET_MASTER_KEY_FILE"),
        index_key=_key(env, home, "LOKET_INDEX_KEY_FILE"),
        log_key=_key(env, home, "LOKET_LOG_KEY_FILE"),
        base_url=_base_url(env),
        trusted_proxies=_trusted_proxies(env),
        locale=_choice(env, "LOKET_LOCALE", LOCALES),
        testing=_choice(env, "LOKET_ENV", ("production", "testing")) == "testing",
        demo=_choice(env, "LOKET_DEMO", ("0", "1")) == "1",
        outside=_outside(env),
    )


def home_of(env: Mapping[str, str]) -> Path:
    """The directory that holds keys, database and attachments; ``instance/`` beside the code by default."""
    home = Path(env.get("LOKET_HOME") or ROOT / "instance").expanduser().resolve()
    if home.exists() and not home.is_dir():
        raise BadSetting("LOKET_HOME", f"{home} is not a directory")
    return home


def key_path(env: Mapping[str, str], home: Path, setting: str) -> Path:
    """Where the key named by ``setting`` is kept."""
    named = env.get(setting)
    return Path(named).expanduser().resolve() if named else home / KEY_FILES[setting]


def make_keys(home: Path, env: Mapping[str, str] | None = None) -> None:
    """Make the key files that are absent, readable by their owner alone.

    A desk that has a database already gets no new key: its data would be lost behind it, so ``load`` says
    what is missing instead.
    """
    _make_home(home)
    if (home / "loket.db").exists():
        return
    for setting in KEY_FILES:
        path = key_path(env or {}, home, setting)
        if not path.exists():
            _write_key(path, setting)


def _make_home(home: Path) -> None:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise BadSetting("LOKET_HOME", f"cannot make {home}: {problem.strerror}") from problem


def _write_key(path: Path, setting: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
    except FileExistsError:
        return  # another start was quicker, and its key is as good
    except OSError as problem:
        raise BadSetting(setting, f"cannot write {path}: {problem.strerror}") from problem


def _key(env: Mapping[str, str], home: Path, setting: str) -> bytes:
    path = key_path(env, home, setting)
    _refuse_open_key(path, setting)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as problem:
        raise BadSetting(setting, f"cannot read {path}: {problem.strerror}; {_mend(path)}") from problem
    except ValueError as problem:
        raise BadSetting(setting, f"{path} does not hold 64 hexadecimal digits; {_mend(path)}") from problem
    if len(key) != KEY_BYTES:
        raise BadSetting(setting, f"{path} holds {len(key)} bytes instead of {KEY_BYTES}; {_mend(path)}")
    if len(set(key)) < KEY_BYTES // 4:
        raise BadSetting(setting, f"{path} is weak, it repeats a few bytes; {_mend(path)}")
    return key


def _refuse_open_key(path: Path, setting: str) -> None:
    if sys.platform != "win32" and path.is_file() and path.stat().st_mode & 0o077:
        raise BadSetting(setting, f"{path} can be read by others; mend: chmod 600 {path}")


def _mend(path: Path) -> str:
    if (path.parent / "loket.db").exists():
        return "this desk has data sealed under its key, so put the key back from your backup"
    return f"make it with: {MAKE_A_KEY.format(path=path)}"


def _database_url(env: Mapping[str, str], home: Path) -> str:
    url = env.get("DATABASE_URL") or f"sqlite:///{home / 'loket.db'}"
    for scheme in POSTGRESQL:
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    if url.startswith("sqlite:///") and len(url) > len("sqlite:///") and ":memory:" not in url:
        return url
    # The address may hold a password, so it is not repeated.
    raise BadSetting("DATABASE_URL", "must begin with postgresql:// or be sqlite:///FILE")


def _base_url(env: Mapping[str, str]) -> str:
    url = (env.get("LOKET_BASE_URL") or "http://127.0.0.1:8080").rstrip("/")
    if not BASE_URL.fullmatch(url):
        raise BadSetting("LOKET_BASE_URL", "must look like https://aduan.example.go.id, without a path")
    return url


def _outside(env: Mapping[str, str]) -> OutsideSettings | None:
    """The registry outside, or None where no address is set: it is off unless configured."""
    url = (env.get("LOKET_SATUSEHAT_URL") or "").rstrip("/")
    if not url:
        return None
    if not BASE_URL.fullmatch(url) or not _is_private(url):
        raise BadSetting("LOKET_SATUSEHAT_URL", "must look like https://api.example.go.id, without a path")
    client_id = env.get("LOKET_SATUSEHAT_CLIENT_ID") or ""
    if not 0 < len(client_id) <= 200 or not client_id.isprintable():
        raise BadSetting("LOKET_SATUSEHAT_CLIENT_ID", "must be the client id of LOKET_SATUSEHAT_URL, in one line")
    return OutsideSettings(url, client_id, _secret(env), _seconds(env), _authorities(env))


def _is_private(url: str) -> bool:
    """Whether nobody on the way can listen, and the port is one."""
    try:
        parts, port = urlsplit(url), urlsplit(url).port
    except ValueError:
        return False
    return port != 0 and (parts.scheme == "https" or parts.hostname in LOOPBACK)


def _secret(env: Mapping[str, str]) -> str:
    name = "LOKET_SATUSEHAT_CLIENT_SECRET_FILE"
    if not env.get(name):
        raise BadSetting(name, "must be the file that holds the client secret of LOKET_SATUSEHAT_URL")
    path = Path(env[name]).expanduser().resolve()
    _refuse_open_key(path, name)
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise BadSetting(name, f"cannot read {path}: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise BadSetting(name, f"{path} is not text") from problem
    if not 0 < len(secret) <= 500 or not secret.isprintable():
        raise BadSetting(name, f"{path} does not hold one line of text")
    return secret


def _seconds(env: Mapping[str, str]) -> int:
    text = env.get("LOKET_SATUSEHAT_TIMEOUT") or "10"
    if not (text.isascii() and text.isdigit() and len(text) < 3 and 1 <= int(text) <= 60):
        raise BadSetting("LOKET_SATUSEHAT_TIMEOUT", "must be the longest wait for an answer, 1 to 60 seconds")
    return int(text)


def _authorities(env: Mapping[str, str]) -> Path | None:
    """Whom to trust instead of the machine's own list of authorities."""
    name = "LOKET_SATUSEHAT_CA_FILE"
    if not env.get(name):
        return None
    path = Path(env[name]).expanduser().resolve()
    try:
        ssl.create_default_context(cafile=path)
    except (OSError, ssl.SSLError) as problem:
        raise BadSetting(name, f"{path} holds no certificate that can be read") from problem
    return path


def _trusted_proxies(env: Mapping[str, str]) -> int:
    text = env.get("LOKET_TRUSTED_PROXIES") or "0"
    if not (text.isascii() and text.isdigit() and int(text) <= 9):
        raise BadSetting("LOKET_TRUSTED_PROXIES", "must be the number of proxies before the desk, 0 to 9")
    return int(text)


def _choice(env: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    """The first of ``choices`` is the default."""
    value = env.get(name) or choices[0]
    if value not in choices:
        raise BadSetting(name, f"must be one of {', '.join(choices)}, not {value!r}")
    return value
