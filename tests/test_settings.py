"""Settings are chosen by environment variables alone; each test starts a process of its own with its own home."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from portraits.installation.home import secret

ROOT = Path(__file__).resolve().parents[1]
Read = Callable[..., dict[str, Any]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The named settings as a process sees them that starts with these variables and no other."""

    def settings(*names: str, **variables: str) -> dict[str, Any]:
        program = (
            "import json; from portraits import settings;"
            f"print(json.dumps({{n: getattr(settings, n, None) for n in {names}}}, default=str))"
        )
        environment = {"LIKENESS_HOME": str(tmp_path / "home"), "PATH": os.defpath, **variables}
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        )
        return json.loads(done.stdout)

    return settings


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_without_any_variable_no_server_is_needed(read: Read, tmp_path: Path) -> None:
    chosen = read("DATABASES", "CELERY_BROKER_URL", "CACHES", "DEBUG", "BEHIND_TLS", "MEDIA_ROOT")
    assert chosen["DATABASES"]["default"]["ENGINE"] == "django.db.backends.sqlite3"
    assert chosen["DATABASES"]["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "secure_delete=ON" in chosen["DATABASES"]["default"]["OPTIONS"]["init_command"]
    assert chosen["CELERY_BROKER_URL"].startswith("filesystem:")
    assert "db" in chosen["CACHES"]["default"]["BACKEND"]
    assert (chosen["DEBUG"], chosen["BEHIND_TLS"]) == (False, False)
    assert Path(chosen["MEDIA_ROOT"]).is_relative_to(tmp_path / "home")


def test_the_home_and_its_secrets_are_for_this_account_only(read: Read, tmp_path: Path) -> None:
    read("SECRET_KEY")
    assert mode(tmp_path / "home") == 0o700
    assert mode(tmp_path / "home" / "keys") == 0o700
    assert {path.name: mode(path) for path in (tmp_path / "home" / "keys").iterdir()} == {
        "audit.key": 0o600,
        "django.key": 0o600,
        "master.key": 0o600,
    }


def test_a_restart_reads_the_secrets_of_the_first_start(read: Read) -> None:
    assert read("SECRET_KEY", "MASTER_KEYS") == read("SECRET_KEY", "MASTER_KEYS")


def test_given_secrets_are_used_and_none_is_written(read: Read, tmp_path: Path) -> None:
    given = {"LIKENESS_SECRET_KEY": "given", "LIKENESS_MASTER_KEYS": "new:b,old:a", "LIKENESS_AUDIT_KEY": "chained"}
    chosen = read("SECRET_KEY", "MASTER_KEYS", "AUDIT_KEY", **given)
    assert chosen == {"SECRET_KEY": "given", "MASTER_KEYS": ["new:b", "old:a"], "AUDIT_KEY": "chained"}
    assert not list((tmp_path / "home").rglob("*.key"))


def test_a_secret_can_lie_in_a_file(read: Read, tmp_path: Path) -> None:
    (tmp_path / "master").write_text("new:b,old:a\n")
    (tmp_path / "audit").write_text("chained\n")
    files = {"LIKENESS_MASTER_KEYS_FILE": str(tmp_path / "master"), "LIKENESS_AUDIT_KEY_FILE": str(tmp_path / "audit")}
    assert read("MASTER_KEYS", "AUDIT_KEY", **files) == {"MASTER_KEYS": ["new:b", "old:a"], "AUDIT_KEY": "chained"}


def test_a_database_server_gets_none_of_sqlites_options(read: Read) -> None:
    chosen = read("DATABASES", LIKENESS_DATABASE="postgres://likeness:pw@db.example/likeness")["DATABASES"]["default"]
    assert "postgresql" in chosen["ENGINE"]
    assert not chosen.get("OPTIONS")


def test_redis_hands_no_running_job_out_a_second_time(read: Read) -> None:
    chosen = read(
        "CELERY_BROKER_TRANSPORT_OPTIONS", "CELERY_TASK_TIME_LIMIT", LIKENESS_BROKER="redis://broker.example/0"
    )
    assert chosen["CELERY_BROKER_TRANSPORT_OPTIONS"]["visibility_timeout"] > chosen["CELERY_TASK_TIME_LIMIT"]


def test_behind_tls_cookies_are_secure_and_the_browser_stays_with_it(read: Read) -> None:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
    assert all(read(*names, LIKENESS_TLS="true").values())
    assert not any(read(*names).values())


def test_a_forwarded_scheme_is_believed_behind_a_proxy_only(read: Read) -> None:
    assert read("SECURE_PROXY_SSL_HEADER")["SECURE_PROXY_SSL_HEADER"] is None
    assert read("SECURE_PROXY_SSL_HEADER", LIKENESS_TLS="true")["SECURE_PROXY_SSL_HEADER"]


def test_passwords_are_hashed_by_argon2(read: Read) -> None:
    hashers = read("PASSWORD_HASHERS")["PASSWORD_HASHERS"]
    assert hashers[0].endswith("Argon2PasswordHasher")


def test_no_page_may_run_inline_or_foreign_scripts(read: Read) -> None:
    directives = read("CONTENT_SECURITY_POLICY")["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    allowed = {source for sources in directives.values() for source in sources}
    assert not [source for source in allowed if "unsafe" in source or "http" in source or source == "*"]


def test_two_processes_that_start_at_once_agree_on_a_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        read_back = set(pool.map(lambda _: secret(tmp_path / "keys" / "new.key"), range(8)))
    assert len(read_back) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["new.key"]
