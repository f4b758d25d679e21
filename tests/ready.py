"""Desks that hold something from the start, made once and copied: for both workers of a run.

A copy is taken for what it is to be written to; a desk that nobody writes to is made ready once for
all tests of a file.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from healthdesk.core.clock import Clock, system_clock
from healthdesk.core.desk import Desk
from healthdesk.core.services import desks, samples
from tests import make

KEPT = "HEALTHDESK_TEST_KEPT"
"""The folder of the files made so far (tests/conftest.py, packaging/journeys.py)."""


def furnished(
    path: Path, name: str, zone: str = "UTC", currency: str = "EUR", *, clock: Clock | None = None
) -> Desk:
    """A new desk with all that one starts with; close it."""
    clock = clock or system_clock()
    # A day is told of the clock: a copy is of the same one.
    made = _furnished(name, zone, currency, _still(clock), clock.today(zone).toordinal())
    return make.copied(made, path, clock)


def sample(
    path: Path,
    day: int,
    accounts: int = samples.DEFAULT_ACCOUNTS,
    days: int = samples.DEFAULT_DAYS,
    *,
    name: str = "",
    clock: Clock = make.CLOCK,
) -> Desk:
    """The sample desk, furnished before where a `name` is told; close it."""
    return make.copied(_sample(day, accounts, days, name, _still(clock)), path, clock)


def _still(clock: Clock) -> Clock:
    """A clock to know copies by: one that is set forward keeps what it was."""
    return Clock(clock.pretended, clock.instant)


@cache
def _furnished(name: str, zone: str, currency: str, clock: Clock, today: int) -> bytes:
    del today

    def build(path: Path) -> None:
        furnish = partial(desks.furnish, name=name, zone=zone, currency=currency)
        Desk.create(path, clock=clock, furnish=furnish).close()

    return _made(build)


@cache
def _sample(day: int, accounts: int, days: int, name: str, clock: Clock) -> bytes:
    key = sha256(repr((day, accounts, days, name, clock)).encode()).hexdigest()[:16]

    def build(path: Path) -> None:
        furnish = partial(desks.furnish, name=name, zone="UTC", currency="EUR")
        with Desk.create(path, clock=clock, furnish=furnish if name else None) as desk:
            desk.do(samples.fill, day, 1, accounts, days)

    return kept(f"sample-{key}", build)


def kept(name: str, build: Callable[[Path], None]) -> bytes:
    """A file that is made once for all processes of a run."""
    folder = os.environ.get(KEPT)
    if folder is None:
        return _made(build)
    file = Path(folder) / name
    if not file.exists():
        part = file.with_name(f"{name}.{os.getpid()}")
        part.write_bytes(_made(build))
        part.replace(file)  # whole or not there: the other process may look for it now
    return file.read_bytes()


def _made(build: Callable[[Path], None]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.healthdesk"
        build(path)
        return path.read_bytes()
