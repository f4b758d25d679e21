"""Aldermoor Freight, the sample's main story: the sponsor leaves, use falls, 84 becomes 51.

Its texts and figures stand in resources/sample/aldermoor.json; this puts them on days.
"""

from __future__ import annotations

from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from healthdesk import paths
from healthdesk.core.domain.facts import to_date
from healthdesk.core.sample.contact import telling
from healthdesk.core.sample.dice import Dice
from healthdesk.core.sample.part import Invoice, Life, Part, Survey, Term, Ticket, Touch
from healthdesk.core.sample.usage import WINDOW, Calendar, Series
from healthdesk.core.sample.words import words

Mask = NDArray[np.bool_]

SHAPE = "aldermoor"
STEADY = 8
"""The place of the interface among the features."""
NEVER = 10**6
ADA, TOMASZ, MILLA, JORIS, PIA, RAFAL = range(6)
LEFT = 19
"""Days since the sponsor's last day; use is down from the day after."""

WEEK = (53, 51, 52, 52, 47, 19, 9)
SINCE = (19, 19, 18, 18, 16, 6, 3)
LAST_WINDOW = 646
"""Users of the last 28 days added up: 23.1 a day."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the story's file holds; days count back from the reference day."""

    part: Part
    before: tuple[tuple[int, str, int], ...]
    """Mails before the told ones: days back, which way, with whom."""
    tickets: tuple[tuple[int, int | None, str, int, str, str, float | None], ...]
    """Days back opened and closed, priority, who, subject, body, sentiment."""
    pulses: tuple[tuple[int, float, str], ...]
    sign_ins: tuple[tuple[int, float, float], ...]
    """Sign-ins a day of a named user before the dip and since."""


@cache
def story() -> Story:
    """Read the story, once."""
    file = paths.resources() / "sample" / "aldermoor.json"
    return msgspec.json.decode(file.read_bytes(), type=Story)


def tell(life: Life) -> None:
    """Put the account's own facts in the place of the drawn ones."""
    ref = life.ref
    _touches(life)
    life.tickets = [item for item in life.tickets if ref - item.opened > 60]
    told = story()
    life.tickets += [
        Ticket(
            ref - opened,
            None if closed is None else ref - closed,
            priority,
            who,
            subject,
            body,
            felt,
        )
        for opened, closed, priority, who, subject, body, felt in told.tickets
    ]
    life.pulses = [(ref - age, value, note) for age, value, note in told.pulses]
    life.surveys = [item for item in life.surveys if item.kind == "nps" or ref - item.day > 90]
    for item in life.surveys:
        if item.day == ref - 2:
            item.sentiment = -0.6
    life.surveys.append(Survey(ref - 25, "csat", 4, MILLA, "Solved, took a while."))
    life.terms = [
        Term(ref + 68 - 365, ref + 68, "Dispatch Enterprise", 60, 184_000),
        Term(ref + 68 - 730, ref + 68 - 365, "Dispatch Enterprise", 60, 172_000),
        Term(ref + 68 - 1095, ref + 68 - 730, "Dispatch Enterprise", 55, 160_000),
    ]
    life.outcomes = [
        (ref + 68 - 365, "renewed", 12_000, "Yearly term, new price list"),
        (ref + 68 - 730, "expanded", 12_000, "Depot Hallen joined"),
    ]
    life.invoices = [
        Invoice(issued, issued + 30, issued + 24, 46_000.0)
        for issued in range(ref - 53, life.first, -91)
    ]
    life.overrides = [
        ("Strong", "Test sign-ins of the move to Hallen bent the usage feed", ref - 126, ref - 100)
    ]
    life.mentions = [
        (
            ref - 150,
            "trade press",
            "Ada Brennick",
            "Aldermoor plans all tours of its four depots on one board now.",
            0.5,
        )
    ]


def _touches(life: Life) -> None:
    """Replace the drawn touchpoints of the last year by the told ones."""
    gone = to_date(life.ref - LEFT)
    last_day = f"{gone.day} {MONTHS[gone.month - 1]}"
    dice = Dice("aldermoor", "touches")
    old = [touch for touch in life.touches if life.ref - touch.day > 360]
    kept = [touch for touch in old if RAFAL not in touch.who]
    for said in story().part.said:
        body = said.body.replace("{last_day}", last_day)
        day = life.ref - said.age
        kept.append(
            Touch(day, said.kind, said.direction, said.who, said.subject, body, said.sentiment)
        )
    for age, way, who in story().before:
        pairs = words().in_good if way == "inbound" else words().out_good
        subject, body = telling(dice, dice.pick(pairs), life.people[who].name)
        kept.append(Touch(life.ref - age, "email", way, (who,), subject, body))
    life.touches = kept


def users(life: Life, calendar: Calendar, seed: int) -> Series:
    """Make the daily users: the week as it always was, then as it is since the sponsor left."""
    week = np.array(WEEK, dtype=float)[calendar.weekday]
    since = np.array(SINCE, dtype=float)[calendar.weekday]
    dice = Dice(seed, "aldermoor")
    wobble = np.floor((dice.shares(len(week)) - 0.5) * 9 + 0.5) * (calendar.weekday < 5)
    year = 1 - 0.05 * np.clip((calendar.ago - 200) / 300, 0, 1)
    series = np.floor(week * year * (1 - 0.6 * (1 - calendar.season)) + wobble + 0.5)
    ago = calendar.ago
    old = (ago >= LEFT) & (ago < 3 * WINDOW)
    series[old] = np.floor(week[old] + 0.6 * wobble[old] + 0.5)
    late = ago < LEFT
    series[late] = since[late]
    _exact(series, ago < WINDOW, LAST_WINDOW, late)
    for back in (1, 2):
        block = (ago >= back * WINDOW) & (ago < (back + 1) * WINDOW)
        _exact(series, block, 4 * sum(WEEK), block & (calendar.weekday < 5))
    return np.asarray(np.maximum(series, 0), dtype=np.float64)


def feature_days(life: Life) -> list[tuple[int, int]]:
    """Say from which to which day each feature was used: two by the sponsor, one in a pilot."""
    always = (life.begins, NEVER)
    hers = (life.begins, life.ref - WINDOW)
    pilot = (life.ref - 133, life.ref - 66)
    never = (NEVER, -NEVER)
    return [*(always,) * 6, hers, hers, always, pilot, never, never]


def steady_uses(calendar: Calendar, dice: Dice) -> Series:
    """Make the calls of the interface, which runs by itself: as many as ever."""
    calls = np.floor(9 + 4 * dice.shares(len(calendar.weekday)))
    return np.asarray(calls * (calendar.weekday < 5), dtype=np.float64)


def _exact(series: Series, block: Mask, wanted: int, movable: Mask) -> None:
    """Add or take single users on the movable days until the block's sum is the one wanted."""
    spots = np.flatnonzero(block & movable)
    if block.sum() < WINDOW or not len(spots):
        return
    gap = wanted - int(series[block].sum())
    for turn in range(abs(gap)):
        series[spots[(turn * 7) % len(spots)]] += 1 if gap > 0 else -1
