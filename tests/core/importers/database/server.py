"""A PostgreSQL server of one's own on loopback, where its programs are installed."""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import quote

PASSWORD = "s3cr+t/ä%"  # signs that an address must spell otherwise


def _programs() -> tuple[Path, ...]:
    """Folders with initdb and pg_ctl, newest first; empty where a server cannot be started."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    usual = shutil.which("initdb")
    found += [Path(usual).parent] if usual else []
    if not hasattr(os, "geteuid"):
        return ()
    import pwd  # noqa: PLC0415 - not on Windows

    if os.geteuid() == 0 and "postgres" not in {user.pw_name for user in pwd.getpwall()}:
        return ()
    return tuple(one for one in found if (one / "pg_ctl").exists() and (one / "initdb").exists())


PROGRAMS = _programs()[:1]


@dataclass(frozen=True)
class Server:
    port: int
    programs: Path
    data: Path

    def url(self, password: str = PASSWORD, database: str = "postgres") -> str:
        return f"postgresql://owner:{quote(password, safe='')}@127.0.0.1:{self.port}/{database}"

    def connect(self):
        import pg8000.dbapi  # noqa: PLC0415 - an extra

        return pg8000.dbapi.connect(
            user="owner", password=PASSWORD, host="127.0.0.1", port=self.port, database="postgres"
        )

    def stop(self) -> None:
        _as_postgres([self.programs / "pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop"])

    def run(self, script: str) -> None:
        connection = self.connect()
        connection.autocommit = True
        cursor = connection.cursor()
        for statement in script.split(";\n"):
            if statement.strip():
                cursor.execute(statement)
        connection.close()


@contextmanager
def running(programs: Path) -> Iterator[Server]:
    """Make a cluster, start it, and remove it in the end."""
    folder = Path(mkdtemp(prefix="hd-pg-"))
    (folder / "password").write_text(PASSWORD, encoding="utf-8")
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        shutil.chown(folder / "password", "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -F"
    try:
        made = ["-U", "owner", "-A", "scram-sha-256", "--pwfile", folder / "password"]
        made += ["-E", "UTF8", "--no-sync", "--locale=C"]
        _as_postgres([programs / "initdb", "-D", data, *made])
        _as_postgres(
            [programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"]
        )
        yield Server(port, programs, data)
    finally:
        if (data / "postmaster.pid").exists():
            _as_postgres([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def _as_postgres(command: list[object]) -> None:
    """Run a program of the server, which refuses to be run by root."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["su", "postgres", "-s", "/bin/sh", "-c", shlex.join(words)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")
