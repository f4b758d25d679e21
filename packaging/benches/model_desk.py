"""The desk of model_bench.py: 10,000 accounts, 250 days, a tenth of which left, by an import.

Use, touches, tickets and answers are drawn, the same each time; those who leave used the product
less for some months, so that a backtest has something to tell.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_date
from healthdesk.core.services import desks, imports

ACCOUNTS, DAYS, LEFT, SEED = 10_000, 250, 1_000, 1
TODAY = 20_000
LAST = to_date(TODAY).isoformat()
BEGAN = TODAY - DAYS
STEP = 3
"""Days from one value of usage to the next."""
MEASURES: tuple[tuple[str, int, dict[str, object], list[list[float]]], ...] = (
    ("usage", 50, {"kind": "usage_level", "metric": "users", "days": 28},
     [[0, 0], [3, 40], [8, 80], [14, 100]]),
    ("usage", 50, {"kind": "usage_trend", "metric": "users", "days": 28},
     [[-0.5, 0], [0, 60], [0.5, 100]]),
    ("usage", 50, {"kind": "usage_frequency", "metric": "users", "days": 28}, [[0, 0], [0.4, 100]]),
    ("usage", 50, {"kind": "usage_breadth", "days": 28}, [[0, 0], [1, 100]]),
    ("touch", 20, {"kind": "days_since_touch"}, [[7, 100], [30, 60], [90, 0]]),
    ("touch", 20, {"kind": "two_way", "days": 90}, [[0, 0], [0.5, 100]]),
    ("support", 15, {"kind": "open_tickets"}, [[0, 100], [3, 0]]),
    ("support", 15, {"kind": "ticket_age"}, [[0, 100], [30, 0]]),
    ("voice", 15, {"kind": "nps", "days": 180}, [[-100, 0], [0, 50], [100, 100]]),
    ("voice", 15, {"kind": "csat", "days": 90}, [[1, 0], [3, 50], [5, 100]]),
)  # fmt: skip


def make(path: Path) -> None:
    """Make the desk."""
    folder = path.parent / "facts"
    folder.mkdir()
    chance = np.random.default_rng(SEED)
    gone = np.full(ACCOUNTS, TODAY + 1)
    gone[:LEFT] = chance.integers(BEGAN + 150, TODAY, LEFT)
    _accounts(folder, gone)
    _usage(folder, gone, chance)
    _events(folder, gone, chance)
    (folder / "profiles.json").write_text(json.dumps([_profile()]), encoding="utf-8")
    desk = Desk.create(
        path, clock=Clock(pretended=to_date(TODAY)), furnish=lambda tx: desks.furnish(tx, "Bench")
    )
    result = desk.do(imports.run, [folder])
    desk.close()
    if any(count.rejected for count in result.tables.values()):
        raise SystemExit("rows were rejected: the bench measures nothing")


def _profile() -> dict[str, object]:
    """Ten measures in four dimensions, all as curves."""
    kinds = {group: weight for group, weight, _, _ in MEASURES}
    return {
        "key": "default",
        "name": "Default",
        "dimensions": [
            {
                "key": key,
                "name": key.capitalize(),
                "weight": weight,
                "measures": [
                    {
                        "key": reading["kind"],
                        "name": str(reading["kind"]).replace("_", " ").capitalize(),
                        "weight": 1,
                        "reading": reading,
                        "scale": {"kind": "curve", "points": points},
                    }
                    for group, _, reading, points in MEASURES
                    if group == key
                ],
            }
            for key, weight in kinds.items()
        ],
    }


def _write(folder: Path, name: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(columns.split())
        out.writerows(rows)


def _accounts(folder: Path, gone: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    began = to_date(BEGAN)
    names = ((f"a{at:05}", f"Account {at:05}", began) for at in range(ACCOUNTS))
    _write(folder, "accounts", "account_id name started_on", names)
    _write(
        folder, "outcomes", "account_id day kind",
        ((f"a{at:05}", to_date(int(gone[at])), "churned") for at in range(LEFT)),
    )  # fmt: skip
    _write(
        folder, "subscriptions", "subscription_id account_id product seats arr start end",
        (
            (f"s{at:05}", f"a{at:05}", "Desk", 20, 1_000 + at, began, began + timedelta(days=730))
            for at in range(ACCOUNTS)
        ),
    )  # fmt: skip
    _write(
        folder, "metrics", "metric name unit fill feature",
        [("users", "Users", "users", "zero", "no"),
         *((f"f{at}", f"Feature {at}", "uses", "zero", "yes") for at in range(2))],
    )  # fmt: skip


def _usage(
    folder: Path, gone: np.ndarray[tuple[int], np.dtype[np.int64]], chance: np.random.Generator
) -> None:
    """Users every third day, each feature now and then."""
    days = np.arange(BEGAN, TODAY, STEP)
    told = [to_date(int(day)).isoformat() for day in days]
    level = chance.gamma(3.0, 4.0, ACCOUNTS)
    level[:LEFT] *= chance.uniform(0.05, 0.6, LEFT)

    def rows() -> Iterable[Sequence[object]]:
        for at in range(ACCOUNTS):
            name = f"a{at:05}"
            users = chance.poisson(level[at], len(days)).tolist()
            some = chance.random((2, len(days))) < 0.1
            for place in np.flatnonzero(days < gone[at]).tolist():
                if users[place]:
                    yield name, "users", told[place], users[place]
                for feature in (0, 1):
                    if some[feature, place]:
                        yield name, f"f{feature}", told[place], 1

    _write(folder, "usage", "account_id metric day value", rows())


def _events(
    folder: Path, gone: np.ndarray[tuple[int], np.dtype[np.int64]], chance: np.random.Generator
) -> None:
    """Four touches, two tickets and two answers of each account."""

    def days(many: int) -> Iterable[tuple[int, int, str, str]]:
        for at in range(ACCOUNTS):
            for day in chance.integers(BEGAN, gone[at], many).tolist():
                yield at, day, f"a{at:05}", to_date(day).isoformat()

    ways = ("inbound", "outbound")
    _write(
        folder, "touchpoints", "touchpoint_id account_id kind direction day",
        ((f"t{n}", name, "email", ways[n % 2], on) for n, (_, _, name, on) in enumerate(days(4))),
    )  # fmt: skip
    _write(
        folder, "tickets", "ticket_id account_id opened_on closed_on priority",
        (
            (f"k{n}", name, on, to_date(min(day + n % 40, int(gone[at]))), "normal")
            for n, (at, day, name, on) in enumerate(days(2))
        ),
    )  # fmt: skip
    _write(
        folder, "surveys", "response_id account_id kind rating day",
        (
            (f"r{n}", name, *(("nps", n % 11) if n % 2 else ("csat", 1 + n % 5)), on)
            for n, (_, _, name, on) in enumerate(days(2))
        ),
    )  # fmt: skip
