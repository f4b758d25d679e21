"""Goals of a customer as lines written for a review: a figure and its target, or words alone.

"Daily users: active_users at least 50 by 2026-12-31" is measured; "Stock alerts in two branches by
2026-12-14" is words, and "Go-live in Leeds, done 2026-11-02" words that came true. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from healthdesk.core.domain.facts import to_day

SEATS, FEATURES, TICKETS = "seats in use", "features in use", "open tickets"
FIGURES: Final = (SEATS, FEATURES, TICKETS)
"""What can be measured beside the metrics of the desk; seats in use may be a share ("80 %")."""
_DAY: Final = r"\d{4}-\d{2}-\d{2}"
_DUE: Final = re.compile(rf"[,;]?\s+by\s+({_DAY})\s*\Z", re.IGNORECASE)
_DONE: Final = re.compile(rf"[,;]?\s+(?:done|reached)(?:\s+on)?\s+({_DAY})\s*\Z", re.IGNORECASE)
_AIM: Final = re.compile(
    r"(?:(?P<name>[^:]{1,120}):\s*)?(?P<figure>.{1,120}?)\s*"
    r"(?P<op>>=|<=|≥|≤|\bat\s+least\b|\bat\s+most\b)\s*(?P<target>\d{1,9}(?:\.\d{1,6})?)\s*(?P<share>%?)\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ReviewGoal:
    """A goal of a customer.

    Attributes:
        text: how it is told.
        figure: what is measured: the key or name of a metric, or one of FIGURES; "" = it is words.
        falls: less is better.
        share: the target is a share in percent.
        due: the day by which it is to be reached.
        done: the day on which it was, as a person said.
    """

    text: str
    figure: str = ""
    target: float = 0.0
    falls: bool = False
    share: bool = False
    due: int | None = None
    done: int | None = None


def read(line: str) -> ReviewGoal | None:
    """The goal that a line says; None where it says nothing.

    >>> read("Daily users: active_users at least 50 by 2026-12-31").target
    50.0
    >>> read("Stock alerts in two branches by 2026-12-14").figure
    ''
    """
    told = " ".join(line.split())
    told, done = _cut(_DONE, told)
    told, due = _cut(_DUE, told)
    if not told:
        return None
    found = _AIM.match(told)
    if found is None:
        return ReviewGoal(told, due=due, done=done)
    figure = found["figure"].strip()
    falls = found["op"].lower() in {"<=", "≤"} or found["op"].lower().endswith("most")
    share = bool(found["share"])
    bare = f"{figure} {'at most' if falls else 'at least'} {found['target']}{'%' if share else ''}"
    name = (found["name"] or "").strip() or bare
    return ReviewGoal(name, figure, float(found["target"]), falls, share, due, done)


def _cut(pattern: re.Pattern[str], told: str) -> tuple[str, int | None]:
    """The text without the day at its end, and that day."""
    found = pattern.search(told)
    if found is None:
        return told, None
    try:
        day = to_day(date.fromisoformat(found[1]))
    except ValueError:
        return told, None
    return told[: found.start()].rstrip(" ,;"), day
