"""Real databases for tests: SQLite files and a throw-away PostgreSQL, each migrated once and copied per test."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bot.store.engine.migrate import migrate
from tests.system.programs import find, free_port

DIALECTS = ("sqlite", "postgresql")
MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
UNPRIVILEGED = ("postgres", "nobody")
# A cluster that is thrown away need not survive a power cut.
TRIES = 5
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"


@dataclass
class Cluster:
    """A PostgreSQL in a folder of its own, started when first asked for."""

    # the path of initdb; skips the test where there is none
    initdb: Callable[[], str]
    folder: Path | None = None
    port: int = 0
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def drop(self, url: str) -> None:
        """Throw a test's database away: hundreds of them fill a disk, and are slow to clear at the end."""
        engine = create_engine(self.url("postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)"))

    def create(self, template: str = "template1") -> str:
        """A new database, copied from `template`; gives its name."""
        name = f"t{next(self._numbers)}"
        engine = create_engine(self.url("postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            # since 15 the server logs every page that it copies, unless it is asked for files: half the work
            files = " STRATEGY FILE_COPY" if (connection.dialect.server_version_info or (0,)) >= (15,) else ""
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}{files}"))
        return name

    def start(self) -> None:
        """Start once; a machine without PostgreSQL skips the test that asked."""
        if self.folder is not None:
            return
        initdb = self.initdb()
        # Short: a socket's path has 107 bytes at most.
        self.folder = Path(tempfile.mkdtemp(prefix="ovop-pg-", dir=_roomy_memory()))
        if os.geteuid() == 0:
            shutil.chown(self.folder, _unprivileged())
        self._run(initdb, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        for more in range(TRIES, -1, -1):
            self.port = free_port()
            options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 {FAST}"
            try:
                self._run(find("pg_ctl"), "-w", "-l", str(self.folder / "log"), "-o", options, "start")
                return
            except subprocess.CalledProcessError:
                # a port that is free is nobody's until it is taken: another suite, or any connection, may be faster
                if not more or "in use" not in (self.folder / "log").read_text(encoding="utf-8", errors="replace"):
                    raise

    def stop(self) -> None:
        """Stop and throw away."""
        if self.folder is not None:
            self._run(find("pg_ctl"), "-w", "-m", "immediate", "stop")
            shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str | None, *arguments: str) -> None:
        command = [str(program), "-D", str(self.folder / "data"), *arguments] if self.folder else []
        # initdb refuses root.
        user = _unprivileged() if os.geteuid() == 0 else None
        subprocess.run(command, user=user, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)


def _roomy_memory() -> Path | None:
    """A folder in memory where there is room for a cluster: each test copies and drops a database of 300 files."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None


def _unprivileged() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


@dataclass(frozen=True)
class Templates:
    """Databases with the newest schema and no rows, made when first asked for."""

    folder: Path
    cluster: Cluster
    made: dict[str, str] = field(default_factory=dict)

    def copy(self, dialect: str, folder: Path) -> str:
        """The address of a new database of this dialect with all tables; a SQLite file is made in `folder`."""
        return self._sqlite(folder / "ovop.db") if dialect == "sqlite" else self._postgresql()

    def empty(self, dialect: str, folder: Path) -> str:
        """The address of a database with nothing in it."""
        if dialect == "sqlite":
            return f"sqlite+aiosqlite:///{folder / 'ovop.db'}"
        self.cluster.start()
        return self.cluster.url(self.cluster.create())

    def _sqlite(self, target: Path) -> str:
        template = self.folder / "template.db"
        if not template.exists():
            migrate(f"sqlite+aiosqlite:///{template}")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(template, target)
        return f"sqlite+aiosqlite:///{target}"

    def _postgresql(self) -> str:
        self.cluster.start()
        if "postgresql" not in self.made:
            name = self.cluster.create()
            migrate(self.cluster.url(name))
            self.made["postgresql"] = name
        return self.cluster.url(self.cluster.create(self.made["postgresql"]))
