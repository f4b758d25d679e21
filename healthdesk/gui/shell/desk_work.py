"""Opening, making and restoring desks, on the writer's thread; brings the store and services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from healthdesk.core import desk as desks_of_files
from healthdesk.core.clock import Clock, default_zone
from healthdesk.core.desk import Desk
from healthdesk.core.domain.band_names import BandNames
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.progress import Progress
from healthdesk.core.services import band_names, desks, settings

SAMPLE_ACCOUNTS, SAMPLE_DAYS, SAMPLE_SEED = 142, 730, 1


@dataclass(frozen=True)
class Opened:
    """A desk that is open, the time zone of its days, and what its bands are called."""

    desk: Desk
    zone: str | None
    bands: BandNames


def open_desk(path: Path, clock: Clock) -> Opened:
    """Open a desk."""
    return _ready(Desk.open(path, clock=clock))


def new_desk(path: Path, clock: Clock) -> Opened:
    """Make a desk, or open the one that is already there."""
    if path.exists():
        return open_desk(path, clock)
    furnish = partial(desks.furnish, name=path.stem, zone=default_zone())
    return _ready(Desk.create(path, clock=clock, furnish=furnish))


def sample_desk(path: Path, clock: Clock, today: date, progress: Progress) -> Opened:
    """Make the sample desk, or open the one that is already there."""
    if path.exists():
        return open_desk(path, clock)
    return _ready(make_sample(path, clock, today, progress))


def restore(path: Path, backup: Path, clock: Clock) -> Opened:
    """Put a backup in a desk's place, keeping the desk as it was beside it, and open it."""
    desks_of_files.restore(path, backup, clock=clock)
    return open_desk(path, clock)


def make_sample(path: Path, clock: Clock, today: date, progress: Progress) -> Desk:
    """Make a sample desk under another name first: it is there whole or not at all."""
    # Brings all that takes data in, which opening a desk does not wait for.
    from healthdesk.core.services import samples  # noqa: PLC0415

    partial_path = path.with_name(f".{path.stem}.making{path.suffix}")
    desks_of_files.discard(partial_path)
    furnish = partial(desks.furnish, name=path.stem, zone=default_zone())
    making = Desk.create(partial_path, clock=clock, furnish=furnish)
    try:
        making.do(
            samples.fill,
            to_day(today),
            SAMPLE_SEED,
            SAMPLE_ACCOUNTS,
            SAMPLE_DAYS,
            progress=progress,
        )
    except BaseException:
        making.close()
        desks_of_files.discard(partial_path)
        raise
    making.close()
    partial_path.rename(path)
    return Desk.open(path, clock=clock)


def _ready(desk: Desk) -> Opened:
    return Opened(desk, desk.read(settings.read).zone or None, desk.read(band_names.read))
