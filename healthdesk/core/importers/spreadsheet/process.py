"""The parent's side of the reading process: starting it, hearing it, ending it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import IO

import msgspec

from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.importers.spreadsheet.refusal import sentence

DEADLINE = 120.0
"""Seconds until the next word of the reading process; then it is ended."""
_TICK = 0.1
"""Seconds after which whoever waits is asked whether he still does."""
_AHEAD = 4
"""Messages that are heard before they are asked for."""
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
    rows: int = 0
    before: int = 0
    footer: int = 0
    blank: int = 0
    lines: list[int] = []
    """Of a block of records."""
    cells: list[list[str]] = []
    """Its columns."""
    end: bool = False
    refused: str = ""


_DECODER = msgspec.json.Decoder(Answer)


def command() -> list[str]:
    """How the reading process is started: this Python, or the frozen program itself."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FROZEN]
    return [sys.executable, "-m", MODULE]


def ask(
    name: str, *arguments: str, deadline: float = DEADLINE, progress: Progress = NOBODY
) -> Generator[Answer, None, None]:
    """The answers to one request; closing the iterator ends the process. `BadImport` if refused."""
    for answer, _ in told(name, *arguments, deadline=deadline, progress=progress):
        yield answer


def told(
    name: str, *arguments: str, deadline: float = DEADLINE, progress: Progress = NOBODY
) -> Generator[tuple[Answer, bytes], None, None]:
    """The answers to one request, each with what was said; `progress` is asked while it waits."""
    with tempfile.TemporaryFile() as words:
        process = _start(arguments, words)
        try:
            with closing(
                _lines(process, deadline, lambda: progress.step(0, 0, f"Opening {name}"))
            ) as lines:
                for line in lines:
                    if line is None:
                        raise sentence(name, "time")
                    answer = _answer(line, process, name, words)
                    if answer.end:
                        return
                    yield answer, line
        finally:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


def first(
    name: str, *arguments: str, deadline: float = DEADLINE, progress: Progress = NOBODY
) -> Answer:
    """The first answer to a request that has one; the process is ended."""
    with closing(ask(name, *arguments, deadline=deadline, progress=progress)) as answers:
        return next(answers)


def read(line: bytes) -> Answer:
    """What a message says that was said before."""
    return _DECODER.decode(line)


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


def _answer(line: bytes, process: subprocess.Popen[bytes], name: str, words: IO[bytes]) -> Answer:
    """What one line says; `BadImport` where it is none, or refuses."""
    if not line.endswith(b"\n"):
        words.seek(0)
        heard = words.read(2_000).decode("utf-8", "replace")
        log.warning("reading %s ended with %s: %s", name, process.wait(), heard)
        raise sentence(name, "memory" if "memory" in heard.lower() else "crash")
    answer = _DECODER.decode(line)
    if answer.refused:
        raise sentence(name, answer.refused)
    return answer


def _lines(
    process: subprocess.Popen[bytes], deadline: float, waits: Callable[[], object]
) -> Generator[bytes | None, None, None]:
    """The messages as they come, what there is of the last; None where the deadline has passed."""
    heard: Queue[bytes] = Queue(_AHEAD)
    stream = process.stdout

    def listen() -> None:
        while stream is not None and (line := stream.readline()):
            heard.put(line)
        heard.put(b"")

    listener = Thread(target=listen, daemon=True)
    listener.start()
    try:
        while True:
            yield _next(heard, deadline, waits)
    finally:
        process.kill()
        while listener.is_alive():
            with suppress(Empty):
                heard.get(timeout=_TICK)


def _next(heard: Queue[bytes], deadline: float, waits: Callable[[], object]) -> bytes | None:
    end = monotonic() + deadline
    while (left := end - monotonic()) > 0:
        try:
            return heard.get(timeout=min(_TICK, left))
        except Empty:
            waits()
    return None
