"""A small history with churn: usage of 44 accounts over nine months, of which 14 left."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

START, END = date(2025, 6, 1), date(2026, 2, 26)
LOST, KEPT, EVERY = 14, 30, 5
_CURVE = {"kind": "curve", "points": [[0, 0], [4, 100]]}
_LEVEL = {"kind": "usage_level", "metric": "logins", "days": 28}
_TREND = {"kind": "usage_trend", "metric": "logins", "days": 28}
_TREND_CURVE = {"kind": "curve", "points": [[-1, 0], [0, 60], [1, 100]]}


def _measure(key: str, weight: float, reading: object, scale: object) -> dict[str, object]:
    return {"key": key, "weight": weight, "reading": reading, "scale": scale}


def profile(level: float = 3, trend: float = 1) -> dict[str, object]:
    """The health profile, with these weights."""
    measures = [
        _measure("level", level, _LEVEL, _CURVE),
        _measure("trend", trend, _TREND, _TREND_CURVE),
    ]
    dimensions = [{"key": "usage", "name": "Use", "weight": 1, "measures": measures}]
    return {"key": "default", "name": "Default", "dimensions": dimensions}


def left_on(number: int) -> date:
    """When a lost account left."""
    return date(2025, 11, 20) + timedelta(days=6 * number)


def write(folder: Path, lost: int = LOST) -> Path:
    """Write it as an exchange folder; the first `lost` accounts left."""
    folder.mkdir(parents=True, exist_ok=True)
    accounts, usage, outcomes = [], [], []
    for number in range(LOST + KEPT):
        who = f"a{number:02}"
        gone = left_on(number) if number < lost else None
        # Two have begun too late to be looked at ninety days before.
        start = START + timedelta(days=200) if number in (13, 43) else START
        accounts.append(f"{who},Account {number},{start.isoformat()},{1000 * number}")
        level = 2 + number * 7 % 11 + (0 if number < LOST else 4)
        for at in range(0, (END - start).days + 1, EVERY):
            day = start + timedelta(days=at)
            if gone is not None and day >= gone:
                break
            wave = (number + at // EVERY) % 3
            usage.append(f"{who},logins,{day.isoformat()},{level + wave}")
        if gone is not None:
            outcomes.append(f"{who},{gone.isoformat()},churned")
    tables = {
        "accounts": ("account_id,name,started_on,arr", accounts),
        "metrics": ("metric,name,fill", ["logins,Logins,zero"]),
        "usage": ("account_id,metric,day,value", usage),
        "outcomes": ("account_id,day,kind", outcomes),
    }
    for stem, (head, rows) in tables.items():
        (folder / f"{stem}.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    (folder / "profiles.json").write_text(json.dumps([profile()]), encoding="utf-8")
    return folder
