"""Small desks whose accounts score whatever their attributes `x`, `y`, `z` say."""

from __future__ import annotations

from typing import Any

import numpy as np

from healthdesk.core.domain.profile import Published, parse_profiles
from healthdesk.core.domain.score import Scores, score
from healthdesk.core.domain.split import Split, why
from healthdesk.core.readings import CATALOGUE
from tests.core.plain_desk import PlainDesk, to_facts

DAY = 20_000


def measure(key: str, weight: float = 1, **more: Any) -> dict[str, Any]:
    """A measure whose points are the attribute of its key."""
    return {
        "key": key,
        "weight": weight,
        "reading": {"kind": "attribute", "key": key},
        "scale": {"kind": "curve", "points": [[0, 0], [100, 100]]},
    } | more


def ranked(key: str, **more: Any) -> dict[str, Any]:
    """A measure that is good from 70 and poor below 40."""
    scale = {
        "kind": "rank",
        "good": {"op": ">=", "value": 70},
        "poor": {"op": "<", "value": 40},
    }
    return measure(key, scale=scale, **more)


def dimension(key: str, *measures: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": key, "measures": list(measures)} | more


def profile(*dimensions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": "default", "dimensions": list(dimensions)} | more


def cap(name: str, at_most: float, **test: Any) -> dict[str, Any]:
    return {"name": name, "at_most": at_most, "when": test}


def desk(accounts: dict[str, dict[str, Any]], **rows: Any) -> PlainDesk:
    """Accounts with attributes; a tuple is the attribute's values from DAY on, day by day."""
    attributes: dict[Any, Any] = {}
    for account, values in accounts.items():
        for key, value in ({"started_on": float(DAY - 100)} | values).items():
            if value is not None:
                listed = value if isinstance(value, tuple) else (value,)
                attributes[account, key] = tuple((DAY + n, one) for n, one in enumerate(listed))
    kinds = dict.fromkeys(("x", "y", "z", "arr"), "number") | {"started_on": "day"}
    return PlainDesk(accounts=tuple(accounts), kinds=kinds, attributes=attributes, **rows)


def published(*documents: dict[str, Any], version: int = 1) -> list[Published]:
    parsed = parse_profiles(list(documents), (), CATALOGUE)
    return [Published(one, version, DAY) for one in parsed]


def scored(made: PlainDesk, *documents: dict[str, Any], days: tuple[int, ...] = (0,)) -> Scores:
    columns = np.array([DAY + day for day in days], np.int32)
    return score(to_facts(made), published(*documents), columns, CATALOGUE)


def explained(
    made: PlainDesk,
    then: list[Published],
    now: list[Published],
    days: tuple[int, int] = (0, 1),
    account: int = 0,
) -> Split:
    first, last = days
    return why(
        to_facts(made), account, (DAY + first, DAY + last), now, CATALOGUE, profiles_then=then
    )
