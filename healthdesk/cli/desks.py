"""Which desk a command works on: opened to read, made when a command that writes finds none."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from healthdesk import paths
from healthdesk.core.clock import default_zone, system_clock
from healthdesk.core.desk import Desk, discard
from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.stamp import FoundStamp
from healthdesk.core.services import desks, milestones_found, scoring, settings


def desk_path(asked: Namespace) -> Path:
    """The file of the desk that a command means."""
    return Path(asked.desk) if asked.desk else paths.default_desk()


@contextmanager
def reading(asked: Namespace) -> Iterator[Desk]:
    """Open the desk to read; one that is not there is an error, for nothing can be read from it."""
    with _opened(Desk.open(_existing(asked), clock=system_clock(), read_only=True)) as desk:
        yield desk


@contextmanager
def changing(asked: Namespace) -> Iterator[Desk]:
    """Open the desk to change what is in it; one that is not there is an error."""
    with _opened(Desk.open(_existing(asked), clock=system_clock())) as desk:
        yield desk


@contextmanager
def writing(asked: Namespace, *, keep: bool = True) -> Iterator[Desk]:
    """Open the desk to bring something in, or make it.

    A desk that was made for it goes again when nothing came in (`keep` false: a rehearsal).
    """
    path = desk_path(asked)
    if path.exists():
        with _opened(Desk.open(path, clock=system_clock())) as desk:
            yield desk
        return
    done = False
    try:
        with _opened(make(path)) as desk:
            yield desk
        done = keep
    finally:
        if not done:
            with suppress(OSError):  # what went wrong before is what has to be told
                discard(path)


def stamp(desk: Desk, day: int | None = None) -> tuple[FoundStamp, ...]:
    """Stamp milestones by what usage shows up to a day; where it shows nothing new, no step."""
    on = desk.read(settings.today) if day is None else day
    if not desk.read(milestones_found.due, on):
        return ()
    return desk.do(milestones_found.stamp, on).stamps


def keep_scores(desk: Desk) -> None:
    """Keep today's scores as they are shown from now on."""
    desk.do(scoring.record_reported, desk.read(settings.today))


def _existing(asked: Namespace) -> Path:
    path = desk_path(asked)
    if not path.exists():
        raise NotFound(
            f"There is no desk at {path}.", "Make one with: healthdesk --desk FILE import FOLDER"
        )
    return path


def make(path: Path) -> Desk:
    """Make a new desk with all that it starts with."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return Desk.create(
        path,
        clock=system_clock(),
        furnish=lambda tx: desks.furnish(tx, path.stem, default_zone()),
    )


@contextmanager
def _opened(desk: Desk) -> Iterator[Desk]:
    try:
        yield desk
    finally:
        desk.close()


def day_of(asked: Namespace, desk: Desk) -> int:
    """The day asked about, or today where the desk's days are counted."""
    return desk.read(settings.today) if asked.day is None else to_day(asked.day)
