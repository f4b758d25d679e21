"""The worked example of the health model as an exchange folder, and what must come out of it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

CURVES = {
    "level": [[0, 0], [10, 50], [30, 100]],
    "trend": [[-0.5, 0], [0, 60], [0.5, 100]],
    "nps": [[-100, 0], [0, 50], [100, 100]],
    "touch": [[7, 100], [30, 60], [90, 0]],
}


def _measure(key: str, weight: float, **reading: object) -> dict[str, object]:
    return {
        "key": key,
        "weight": weight,
        "reading": reading,
        "scale": {"kind": "curve", "points": CURVES[key]},
    }


def _dimension(key: str, weight: float, *measures: dict[str, object]) -> dict[str, object]:
    return {"key": key, "weight": weight, "measures": list(measures)}


PROFILE: dict[str, object] = {
    "key": "default",
    "name": "Worked example",
    "dimensions": [
        _dimension(
            "usage",
            60,
            _measure("level", 3, kind="usage_level", metric="active_users", days=7),
            _measure("trend", 1, kind="usage_trend", metric="active_users", days=7),
        ),
        _dimension("voice", 25, _measure("nps", 1, kind="nps", days=180)),
        _dimension("touch", 15, _measure("touch", 1, kind="days_since_touch")),
    ],
}


def write(folder: Path, **changed: str) -> Path:
    """Write the exchange folder; `changed` replaces or adds files by their stem."""
    folder.mkdir(parents=True, exist_ok=True)
    start = date(2026, 3, 1)
    usage = [
        f"a1,active_users,{start + timedelta(days=at)},{20 if at < 7 else 10}" for at in range(14)
    ]
    files = {
        "accounts": "account_id,name,started_on\na1,Aldermoor,2026-01-01\n",
        "contacts": "contact_id,account_id,name\nc1,a1,Ada\nc2,a1,Ben\n",
        "metrics": "metric,name,fill\nactive_users,Active users,zero\n",
        "usage": "account_id,metric,day,value\n" + "\n".join(usage) + "\n",
        "surveys": "response_id,account_id,contact_id,kind,rating,day,comment\n"
        "r1,a1,c1,nps,9,2026-03-03,\nr2,a1,c2,nps,4,2026-03-12,Slow since the update\n",
        "touchpoints": "touchpoint_id,account_id,kind,direction,day,subject\n"
        "t1,a1,call,outbound,2026-03-02,Quarterly review\n",
        **changed,
    }
    for stem, body in files.items():
        (folder / f"{stem}.csv").write_text(body, encoding="utf-8")
    (folder / "profiles.json").write_text(json.dumps([PROFILE]), encoding="utf-8")
    return folder
