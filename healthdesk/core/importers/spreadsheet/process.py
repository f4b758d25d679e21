"""The parent's side of the reading process: starting it, hearing it, ending it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from threading import Timer
from typing import IO

import msgspec

from healthdesk.core.importers.spreadsheet.refusal import sentence

DEADLINE = 120.0
"""Seconds until the next word of the reading process; then it is ended."""
MODULE = "healthdesk.core.importers.spreadsheet.child"
FROZEN = "--read-spreadsheet"
"""What a frozen HealthDesk is started with to be the reading process."""
log = logging.getLogger(__name__)


class Answer(msgspec.Struct, frozen=True):
    """One message of the reading process."""

    sheets: dict[str, bool] | None = None
    names: tuple[str, ...] = ()
    columns: tuple[int, ...] = ()
    header: int = 0
    rows: list[tuple[int, list[str]]] | int = 0
    before: int = 0
    footer: int = 0
    blank: int = 0
    end: bool = False
    refused: str = ""


_DECODER = msgspec.json.Decoder(Answer)


def command() -> list[str]:
    """How the reading process is started: this Python, or the frozen program itself."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FROZEN]
    return [sys.executable, "-m", MODULE]


def ask(name: str, *arguments: str, deadline: float = DEADLINE) -> Generator[Answer, None, None]:
    """The answers to one request; closing the iterator ends the process. `BadImport` if refused."""
    with tempfile.TemporaryFile() as words:
        process = _start(arguments, words)
        try:
            yield from _answers(process, name, words, deadline)
        finally:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


def first(name: str, *arguments: str, deadline: float = DEADLINE) -> Answer:
    """The first answer to a request that has one; the process is ended."""
    with closing(ask(name, *arguments, deadline=deadline)) as answers:
        return next(answers)


def _start(arguments: tuple[str, ...], words: IO[bytes]) -> subprocess.Popen[bytes]:
    root = str(Path(__file__).resolve().parents[4])
    older = os.environ.get("PYTHONPATH")
    environment = {
        **os.environ,
        "PYTHONPATH": root + (os.pathsep + older if older else ""),
        "PYTHONUTF8": "1",
    }
    return subprocess.Popen(  # noqa: S603 - this Python and our own module
        [*command(), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=words,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _answers(
    process: subprocess.Popen[bytes], name: str, words: IO[bytes], deadline: float
) -> Generator[Answer, None, None]:
    while True:
        line, late = _line(process, deadline)
        if late:
            raise sentence(name, "time")
        if not line.endswith(b"\n"):
            words.seek(0)
            told = words.read(2_000).decode("utf-8", "replace")
            log.warning("reading %s ended with %s: %s", name, process.wait(), told)
            raise sentence(name, "memory" if "memory" in told.lower() else "crash")
        answer = _DECODER.decode(line)
        if answer.refused:
            raise sentence(name, answer.refused)
        if answer.end:
            return
        yield answer


def _line(process: subprocess.Popen[bytes], deadline: float) -> tuple[bytes, bool]:
    """The next message, or what there is of it; and whether the deadline has passed."""
    passed: list[bool] = []

    def end() -> None:
        passed.append(True)
        process.kill()

    timer = Timer(deadline, end)
    timer.daemon = True
    timer.start()
    try:
        line = process.stdout.readline() if process.stdout is not None else b""
    finally:
        timer.cancel()
    return line, bool(passed) and not line.endswith(b"\n")
