"""A throw-away PostgreSQL for tests: made by initdb, reached over a socket in its own folder, gone with the run."""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings as django_settings
from django.db import DEFAULT_DB_ALIAS, connections

from loiste.organisation.database import database

FOLDER, MADE, RUN = "LOISTE_TEST_CLUSTER", "loiste_made", "run.pid"
# Nothing here must outlive a crash of the machine, so nothing waits for the disk.
SETTINGS = {
    "listen_addresses": "", "fsync": "off", "full_page_writes": "off",
    "max_connections": "300", "shared_buffers": "128MB", "max_wal_size": "2GB", "autovacuum_naptime": "5s",
}  # fmt: skip
OWNER = "postgres"


def wanted() -> bool:
    return os.environ.get("LOISTE_TEST_STORE", "sqlite") == "postgresql"


def alone() -> None:
    """Ends every other connection to the tests' database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )


def program(name: str) -> str:
    """The newest installed one."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    where = str(found[-1]) if found else shutil.which(name)
    if where is None:
        raise RuntimeError(f"{name} was not found; install the package postgresql, or run the tests on SQLite")
    return where


def as_owner(*words: object) -> None:
    """PostgreSQL refuses to run as root; root runs it as the user of the package."""
    lower = ["runuser", "-u", OWNER, "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*lower, *map(str, words)], capture_output=True, text=True, cwd="/", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def begin(settings: dict[str, str] = SETTINGS) -> Path:
    """Makes a cluster, starts it and returns its folder. One whose run was killed before it could end it is ended."""
    for left in Path(tempfile.gettempdir()).glob("loiste-pg-*"):
        if (left / RUN).exists() and not Path(f"/proc/{(left / RUN).read_text()}").exists():
            end(left)
    folder = Path(tempfile.mkdtemp(prefix="loiste-pg-"))
    if os.geteuid() == 0:
        owner = pwd.getpwnam(OWNER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = folder / "data"
    as_owner(program("initdb"), "-D", data, "-U", OWNER, "--auth=trust", "--encoding=UTF8", "--no-sync")
    start(folder, settings)
    (folder / RUN).write_text(str(os.getpid()))
    return folder


def start(folder: Path, settings: dict[str, str] = SETTINGS) -> None:
    said = settings | {"unix_socket_directories": str(folder)}
    options = " ".join(f"-c {name}='{value}'" for name, value in said.items())
    as_owner(program("pg_ctl"), "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start")


def end(folder: Path) -> None:
    with suppress(AssertionError):  # it may have ended by itself
        as_owner(program("pg_ctl"), "-D", folder / "data", "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def url(database: str, folder: Path | None = None) -> str:
    where = quote(str(folder or os.environ[FOLDER]), safe="")
    return f"postgres://{OWNER}@/{database}?host={where}"


def told(sql: str, database: str = "postgres", folder: Path | None = None) -> list:
    """The rows of one statement, or none."""
    with psycopg.connect(url(database, folder), autocommit=True) as connection:
        done = connection.execute(sql)
        return done.fetchall() if done.description else []


def name_of(home: Path) -> str:
    return "home_" + sha256(str(Path(home).absolute()).encode()).hexdigest()[:24]


def url_of(home: Path, like: Path | None = None) -> str:
    """The address of a home's own database, made where there is none: with empty tables, or as the one `like` it."""
    name = name_of(home)
    if not told(f"select 1 from pg_database where datname = '{name}'"):
        told(f"create database {name} template {name_of(like) if like else template()}")
    return url(name)


def template() -> str:
    """A database whose tables are made, so that not every home makes them again; the first who asks makes it."""
    if told(f"select 1 from pg_database where datname = '{MADE}'"):
        return MADE
    with psycopg.connect(url("postgres"), autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(1)")
        if not told(f"select 1 from pg_database where datname = '{MADE}'"):
            make_tables()
    return MADE


def make_tables() -> None:
    import sys

    told("create database loiste_making")
    environ = os.environ | {"DATABASE_URL": url("loiste_making"), "DJANGO_SETTINGS_MODULE": "loiste.settings"}
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environ, check=True)
    told(f"alter database loiste_making rename to {MADE}")


def prepare() -> None:
    """The cluster of this run, begun by the process that began the run, takes the place of SQLite in the settings."""
    os.environ.pop("DATABASE_URL", None)
    if not wanted():
        return
    if FOLDER not in os.environ:
        folder = begin()
        os.environ[FOLDER] = str(folder)
        atexit.register(end, folder)
    os.environ["DATABASE_URL"] = url("loiste")
    # Django has read its settings by now, but has not connected.
    django_settings.DATABASES = {"default": database(os.environ, Path(django_settings.HOME))}
    connections._settings = None
    vars(connections).pop("settings", None)
    if hasattr(connections._connections, DEFAULT_DB_ALIAS):
        del connections[DEFAULT_DB_ALIAS]
