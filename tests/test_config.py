"""The desk starts on good settings only, and says which one is wrong and how to mend it."""

import sys
from pathlib import Path

import pytest

from config import KEY_FILES, BadSetting, Settings, load, make_keys

GOOD_KEY = "00112233445566778899aabbccddeeff" * 2
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make_keys(tmp_path / "desk")
    return tmp_path / "desk"


def settings(home: Path, **env: str) -> Settings:
    return load({"LOKET_HOME": str(home), **env})


def refusal(home: Path, **env: str) -> BadSetting:
    with pytest.raises(BadSetting) as refused:
        settings(home, **env)
    assert "\n" not in str(refused.value)
    return refused.value


def test_a_new_desk_starts_without_any_setting(home: Path) -> None:
    desk = settings(home)
    assert desk.database_url == f"sqlite:///{home / 'loket.db'}"
    assert (desk.base_url, desk.locale, desk.trusted_proxies) == ("http://127.0.0.1:8080", "id", 0)
    assert (desk.testing, desk.demo) == (False, False)


def test_every_key_is_its_own_and_stays_the_same(home: Path) -> None:
    desk = settings(home)
    keys = {desk.secret_key, desk.master_key, desk.index_key, desk.log_key}
    assert {len(key) for key in keys} == {32}
    assert len(keys) == 4
    make_keys(home)
    assert settings(home) == desk


@posix
@pytest.mark.parametrize("file", KEY_FILES.values())
def test_a_new_key_is_for_its_owner_alone(home: Path, file: str) -> None:
    assert (home / file).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("setting", KEY_FILES)
def test_a_key_may_be_kept_elsewhere(tmp_path: Path, setting: str) -> None:
    elsewhere = tmp_path / "own.key"
    make_keys(tmp_path / "desk", {setting: str(elsewhere)})
    assert not (tmp_path / "desk" / KEY_FILES[setting]).exists()
    assert settings(tmp_path / "desk", **{setting: str(elsewhere)})


@pytest.mark.parametrize("setting", KEY_FILES)
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "holds 0 bytes instead of 32"),
        (GOOD_KEY[:32], "holds 16 bytes instead of 32"),
        (GOOD_KEY * 2, "holds 64 bytes instead of 32"),
        ("00" * 32, "is weak"),
        ("ab" * 32, "is weak"),
        ("changeme" * 8, "does not hold 64 hexadecimal digits"),
        ("rahasia é", "does not hold 64 hexadecimal digits"),
    ],
)
def test_a_bad_key_is_named_with_its_mend(home: Path, setting: str, content: str, problem: str) -> None:
    (home / KEY_FILES[setting]).write_text(content, encoding="utf-8")
    refused = refusal(home)
    assert refused.name == setting
    assert problem in refused.problem
    assert "secrets.token_hex(32)" in refused.problem


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_can_read_is_refused(home: Path, mode: int) -> None:
    (home / "master.key").chmod(mode)
    refused = refusal(home)
    assert refused.name == "LOKET_MASTER_KEY_FILE"
    assert "chmod 600" in refused.problem


@pytest.mark.parametrize("setting", KEY_FILES)
def test_a_missing_key_is_named_with_its_mend(home: Path, setting: str) -> None:
    (home / KEY_FILES[setting]).unlink()
    refused = refusal(home)
    assert refused.name == setting
    assert "secrets.token_hex(32)" in refused.problem


def test_a_desk_with_data_gets_no_new_key_for_a_lost_one(home: Path) -> None:
    (home / "loket.db").touch()
    (home / "master.key").unlink()
    make_keys(home)
    assert not (home / "master.key").exists()
    assert "backup" in refusal(home).problem


@pytest.mark.parametrize("scheme", ["postgresql://", "postgres://", "postgresql+psycopg://"])
def test_postgresql_is_spoken_to_through_psycopg(home: Path, scheme: str) -> None:
    desk = settings(home, DATABASE_URL=scheme + "loket:pw@db/loket")
    assert desk.database_url == "postgresql+psycopg://loket:pw@db/loket"


@pytest.mark.parametrize("url", ["mysql://u:geheim@h/d", "geheim", "sqlite://", "sqlite:///:memory:", "sqlite:///"])
def test_another_database_is_refused_without_repeating_its_password(home: Path, url: str) -> None:
    refused = refusal(home, DATABASE_URL=url)
    assert refused.name == "DATABASE_URL"
    assert "geheim" not in str(refused)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOKET_BASE_URL", "aduan.go.id"),
        ("LOKET_BASE_URL", "ftp://aduan.go.id"),
        ("LOKET_BASE_URL", "https://aduan.go.id/loket"),
        ("LOKET_BASE_URL", "http://[::1"),
        ("LOKET_TRUSTED_PROXIES", "-1"),
        ("LOKET_TRUSTED_PROXIES", "many"),
        ("LOKET_TRUSTED_PROXIES", "10"),
        ("LOKET_TRUSTED_PROXIES", "²"),
        ("LOKET_LOCALE", "su"),
        ("LOKET_ENV", "development"),
        ("LOKET_DEMO", "yes"),
    ],
)
def test_a_wrong_setting_is_named(home: Path, name: str, value: str) -> None:
    assert refusal(home, **{name: value}).name == name


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert refusal(tmp_path / "file").name == "LOKET_HOME"


def test_a_base_url_loses_its_last_stroke(home: Path) -> None:
    assert settings(home, LOKET_BASE_URL="https://aduan.go.id/").base_url == "https://aduan.go.id"


def test_no_key_shows_when_settings_are_printed(home: Path) -> None:
    desk = settings(home, DATABASE_URL="postgresql://loket:geheim@db/loket")
    assert "geheim" not in repr(desk)
    assert repr(desk.master_key) not in repr(desk)


@pytest.fixture
def outside(tmp_path: Path) -> dict[str, str]:
    """Everything that a registry outside needs."""
    secret = tmp_path / "client.secret"
    secret.write_text("rahasia-klien\n", encoding="utf-8")
    secret.chmod(0o600)
    return {
        "LOKET_SATUSEHAT_URL": "https://api.example.go.id/",
        "LOKET_SATUSEHAT_CLIENT_ID": "loket",
        "LOKET_SATUSEHAT_CLIENT_SECRET_FILE": str(secret),
    }


def test_no_registry_outside_is_asked_unless_one_is_set(home: Path) -> None:
    assert settings(home).outside is None


def test_a_registry_outside_is_set_by_address_and_secret(home: Path, outside: dict[str, str]) -> None:
    asked = settings(home, **outside).outside
    assert asked is not None
    assert (asked.url, asked.client_secret, asked.seconds) == ("https://api.example.go.id", "rahasia-klien", 10)
    assert "rahasia-klien" not in f"{settings(home, **outside)!r} {asked!r}"


@pytest.mark.parametrize("url", ["http://127.0.0.1:8090", "http://localhost", "http://[::1]:8090"])
def test_only_this_machine_is_asked_without_tls(home: Path, outside: dict[str, str], url: str) -> None:
    assert settings(home, **outside | {"LOKET_SATUSEHAT_URL": url}).outside is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOKET_SATUSEHAT_URL", "http://api.example.go.id"),
        ("LOKET_SATUSEHAT_URL", "http://127.0.0.1.example.go.id"),
        ("LOKET_SATUSEHAT_URL", "https://api.example.go.id/fhir-r4/v1"),
        ("LOKET_SATUSEHAT_URL", "https://user:pw@api.example.go.id"),
        ("LOKET_SATUSEHAT_URL", "https://api.example.go.id:99999"),
        ("LOKET_SATUSEHAT_URL", "api.example.go.id"),
        ("LOKET_SATUSEHAT_CLIENT_ID", ""),
        ("LOKET_SATUSEHAT_CLIENT_ID", "a\nb"),
        ("LOKET_SATUSEHAT_CLIENT_SECRET_FILE", ""),
        ("LOKET_SATUSEHAT_CLIENT_SECRET_FILE", "/nowhere/secret"),
        ("LOKET_SATUSEHAT_TIMEOUT", "0"),
        ("LOKET_SATUSEHAT_TIMEOUT", "61"),
        ("LOKET_SATUSEHAT_TIMEOUT", "1.5"),
        ("LOKET_SATUSEHAT_CA_FILE", "/nowhere/ca.pem"),
    ],
)
def test_a_wrong_setting_of_a_registry_outside_is_named(
    home: Path, outside: dict[str, str], name: str, value: str
) -> None:
    assert refusal(home, **outside | {name: value}).name == name


@pytest.mark.parametrize("content", [b"", b"  \n", b"two\nlines", b"\xff\xfe", b"x" * 501])
def test_a_secret_that_is_no_line_of_text_is_refused_unseen(
    home: Path, outside: dict[str, str], content: bytes
) -> None:
    Path(outside["LOKET_SATUSEHAT_CLIENT_SECRET_FILE"]).write_bytes(content)
    refused = refusal(home, **outside)
    assert refused.name == "LOKET_SATUSEHAT_CLIENT_SECRET_FILE"
    assert "two" not in str(refused)


@posix
def test_a_secret_that_others_can_read_is_refused(home: Path, outside: dict[str, str]) -> None:
    Path(outside["LOKET_SATUSEHAT_CLIENT_SECRET_FILE"]).chmod(0o644)
    assert "chmod 600" in refusal(home, **outside).problem


def test_authorities_that_are_no_certificates_are_refused(home: Path, outside: dict[str, str]) -> None:
    wrong = outside["LOKET_SATUSEHAT_CLIENT_SECRET_FILE"]
    assert refusal(home, **outside, LOKET_SATUSEHAT_CA_FILE=wrong).name == "LOKET_SATUSEHAT_CA_FILE"
