"""Holds the trend detector against labelled series: `python3 packaging/nab.py FOLDER`.

FOLDER is a copy of the data of the Numenta Anomaly Benchmark (data/, labels/). Its series come
every five minutes or hour and last two weeks to three months; the detector is made for days. So a
step here is an hour (the mean of its values), and the pattern that repeats is the day: 24 steps in
the place of seven. A flag is the step on which a method begins to complain: it hits a labelled
window if it falls into it, else it is false. (That an event goes on into a window is no hit: a
method that complains for weeks would hit everything.) "A year" is 365 steps, since in a desk a step
is a day.

Beside it: a rolling z-score (28 steps, 3 sigma); the same with as many sigmas as let it hit about
as often as the detector (7); and a seasonal one that is given what the detector is given: the same
hour of the last eight days, three steps in a row on the same side.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from healthdesk.core.domain.trend import MEMORY, detect

PERIOD = 24
HOUR = 3600
YEAR = 365
WINDOW = 28
SIGMAS = 3.0
ALIKE = 7.0
IN_A_ROW = 3
CLEAN = "artificialNoAnomaly"

Values = NDArray[np.float64]
Span = tuple[int, int]


@dataclass(frozen=True)
class Series:
    """A series by hours, and its labelled windows in hours from its start."""

    name: str
    values: Values
    windows: tuple[Span, ...]


@dataclass
class Tally:
    """What one method did on some series."""

    hit: int = 0
    windows: int = 0
    false: int = 0
    steps: int = 0

    def add(self, series: Series, flags: Iterable[int]) -> None:
        """Count one series."""
        told = list(flags)
        self.steps += len(series.values)
        self.windows += len(series.windows)
        self.hit += sum(any(low <= flag <= high for flag in told) for low, high in series.windows)
        self.false += sum(
            not any(low <= flag <= high for low, high in series.windows) for flag in told
        )

    @property
    def false_a_year(self) -> float:
        """False flags in 365 steps."""
        return self.false / max(self.steps, 1) * YEAR


def read(folder: Path) -> list[Series]:
    """Read all labelled series."""
    labels = json.loads((folder / "labels" / "combined_windows.json").read_text(encoding="utf-8"))
    return [one(folder, name, labels[name]) for name in sorted(labels) if _there(folder, name)]


def one(folder: Path, name: str, labels: Iterable[tuple[str, str]]) -> Series:
    """Read one series by hours."""
    with (folder / "data" / name).open(encoding="utf-8", newline="") as stream:
        rows = [(_hour(row["timestamp"]), float(row["value"])) for row in csv.DictReader(stream)]
    hours = np.array([hour for hour, _ in rows])
    first = int(hours.min())
    count = np.bincount(hours - first).astype(np.float64)
    total = np.bincount(hours - first, weights=[value for _, value in rows])
    with np.errstate(invalid="ignore"):
        values = np.where(count > 0, total / count, np.nan)
    windows = tuple((_hour(low) - first, _hour(high) - first) for low, high in labels)
    return Series(name, values, windows)


def ours(values: Values) -> list[int]:
    """When the detector declares events."""
    return sorted(one.found for one in detect(values[None, :], 0, PERIOD).stretches)


def rolling(values: Values, sigmas: float = SIGMAS) -> list[int]:
    """When steps are beyond some sigmas of the 28 steps before them, the first in a row."""
    off = np.zeros(len(values), np.bool_)
    for at in range(WINDOW, len(values)):
        off[at] = abs(_distance(values[at], values[at - WINDOW : at])) > sigmas
    return [low for low, _ in _runs(off)]


def seasonal(values: Values, sigmas: float = SIGMAS) -> list[int]:
    """When the third step in a row is beyond some sigmas of that hour of the last eight days."""
    off = np.zeros(len(values))
    for at in range(MEMORY // 2 * PERIOD, len(values)):
        before = values[at % PERIOD : at : PERIOD][-MEMORY:]
        far = _distance(values[at], before)
        off[at] = np.sign(far) if abs(far) > sigmas else 0
    last = IN_A_ROW - 1
    return sorted(low + last for low, high in _runs(off > 0) + _runs(off < 0) if high >= low + last)


METHODS: dict[str, Callable[[Values], list[int]]] = {
    "ours": ours,
    "rolling 3": rolling,
    "rolling 7": lambda values: rolling(values, ALIKE),
    "seasonal 3": seasonal,
}


def _distance(value: float, before: Values) -> float:
    """How many sigmas a value is away; a series that never moved has none to speak of."""
    known = before[~np.isnan(before)]
    if len(known) < 2 or np.isnan(value):
        return 0.0
    sigma = float(known.std(ddof=1))
    gap = value - float(known.mean())
    if sigma == 0:
        return 0.0 if gap == 0 else float(np.copysign(np.inf, gap))
    return gap / sigma


def _runs(off: NDArray[np.bool_]) -> list[Span]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], off.astype(np.int8), [0]))))
    return [(int(low), int(high) - 1) for low, high in edges.reshape(-1, 2)]


def _hour(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) // HOUR


def _there(folder: Path, name: str) -> bool:
    return (folder / "data" / name).is_file()


def main() -> int:
    """Print the table; a flag where there is nothing to find is a failure."""
    parser = argparse.ArgumentParser(description="Windows hit and false flags on labelled series.")
    parser.add_argument("folder", type=Path, help="the benchmark's folder: data/ and labels/")
    parser.add_argument("--each", action="store_true", help="a line for each series")
    chosen = parser.parse_args()
    groups: dict[str, dict[str, Tally]] = {}
    for series in read(chosen.folder):
        keys = [series.name.split("/")[0], "all"] + ([series.name] if chosen.each else [])
        for method, flags in METHODS.items():
            told = flags(series.values)
            for key in keys:
                groups.setdefault(key, {}).setdefault(method, Tally()).add(series, told)
    heads = "".join(f" {f'{one}: hit':>15} {'false/y':>8}" for one in METHODS)
    print(f"{'series':<44} {'windows':>7}{heads}")
    for key in sorted(groups, key=lambda one: (one == "all", one)):
        tallies = groups[key]
        line = f"{key[-44:]:<44} {tallies['ours'].windows:>7}"
        for method in METHODS:
            line += f" {tallies[method].hit:>15} {tallies[method].false_a_year:>8.2f}"
        print(line)
    return 1 if groups.get(CLEAN, {}).get("ours", Tally()).false else 0


if __name__ == "__main__":
    sys.exit(main())
