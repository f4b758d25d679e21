"""The band of an account's score falls, rises, or becomes another one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from healthdesk.core.domain.facts import BoolArray, IntArray
from healthdesk.core.domain.reading import Option, Readings
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.trigger import Seen, Told, TriggerSpec
from healthdesk.core.domain.trigger_words import date
from healthdesk.core.domain.views import BANDS

_WAYS: Final = {"falls": "falls", "rises": "rises", "reaches": "changes"}
SPEC: Final = TriggerSpec(
    key="band",
    title="The band changes",
    summary="Fires on the day on which the band of the score falls, rises or becomes another one.",
    group="Score and segment",
    icon="heartbeat",
    shape="event",
    options=(
        Option(
            "way",
            "It",
            "choice",
            "falls",
            choices=tuple(_WAYS),
            labels=("falls", "rises", "changes either way"),
        ),
        Option(
            "band",
            "To",
            "choice",
            "any",
            choices=("any", *BANDS),
            labels=("any band", *BANDS),
        ),
    ),
)
BACK: Final = 14
"""Days without a band that are looked over: the last known one before them is what it was."""
_UNKNOWN: Final = BANDS.index("Unknown")


def rules(
    options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
) -> tuple[Rule, ...]:
    """None: it looks at facts alone."""
    return ()


def holds(seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
    """The days on which the band is another one than the last that was known before."""
    if not len(seen.context.days):
        return seen.nowhere()
    before, now = _bands(seen)
    known = (now >= 0) & (before >= 0)
    moved = {"falls": now > before, "rises": now < before, "reaches": now != before}
    out = known & moved[options["way"]]
    if options["band"] != "any":
        out &= now == BANDS.index(options["band"])
    return np.asarray(out)


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """The band then and before."""
    one = seen.on(seen.context.days[at : at + 1])
    before, now = (int(part[account, 0]) for part in _bands(one))
    value = f"{_name(before)} \u2192 {_name(now)}"
    held = bool(holds(one, options, None)[account, 0])
    what = f"Band on {date(int(one.context.days[0]))}"
    return (Told(what, value, words(options, None).removeprefix("the band "), held),)


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    to = "" if options["band"] == "any" else f" to {options['band']}"
    return f"the band {_WAYS[options['way']]}{to}"


def _bands(seen: Seen) -> tuple[IntArray, IntArray]:
    """The last band known in the days before, and the band of each day; -1 = none. 0 is best."""
    days = seen.context.days
    longer = np.arange(int(days[0]) - BACK, int(days[-1]) + 1, dtype=np.int32)
    codes = seen.on(longer).context.scored(longer).band_codes()
    codes = np.where(codes == _UNKNOWN, -1, codes).astype(np.int32)
    width = len(days)
    before = np.full((len(codes), width), -1, np.int32)
    for back in range(1, BACK + 1):
        earlier = codes[:, BACK - back : BACK - back + width]
        before = np.where(before < 0, earlier, before)
    return before, codes[:, BACK:]


def _name(code: int) -> str:
    return "none" if code < 0 else BANDS[code]
