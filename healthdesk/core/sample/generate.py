"""Makes the sample desk's rows: every account's facts from its part, then the exchange tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.progress import NoProgress, Progress
from healthdesk.core.sample import (
    aldermoor,
    contact,
    crowd,
    model,
    money,
    names,
    plan,
    rows,
    voice,
)
from healthdesk.core.sample.cast import cast
from healthdesk.core.sample.dice import Dice
from healthdesk.core.sample.part import Life, Part, Person
from healthdesk.core.sample.tables import COLUMNS, ModelVersion, Row, SampleTables, Usage
from healthdesk.core.sample.usage import Calendar

DESK_NAME = "Northern desk"
DEFAULT_ACCOUNTS = 142
"""128 customers and 14 who left."""
DEFAULT_DAYS = 730
LEFT_SHARE = 14 / DEFAULT_ACCOUNTS
LEAD = 90
"""An account that left has its reference day so long before it did."""
FEED_STOPPED = 17


def generate(
    day: date,
    seed: int,
    accounts: int = DEFAULT_ACCOUNTS,
    days: int = DEFAULT_DAYS,
    progress: Progress | None = None,
) -> SampleTables:
    """Make the sample desk as of `day`: the same for the same arguments, on every machine.

    `accounts` counts those that left too (about one in ten); `days` is how far back the facts go.
    """
    watch = progress or NoProgress()
    last = to_day(day)
    first = last - max(1, days) + 1
    calendar = Calendar(first, last)
    lives: list[Life] = []
    parts = _parts(max(1, accounts), seed, days)
    grid = np.full((len(model.METRICS), len(parts), len(calendar.ago)), np.nan, np.float32)
    for number, part in enumerate(parts):
        if number % 32 == 0:
            watch.step(number, len(parts), "Inventing accounts")
        life = _life(part, first, last, seed)
        fixed = aldermoor.users(life, calendar, seed) if part.shape == aldermoor.SHAPE else None
        grid[:, number, :] = plan.use(life, calendar, seed, fixed)
        lives.append(life)
    tables: dict[str, tuple[Row, ...]] = {
        table: tuple(getattr(rows, table)(lives, seed)) for table in COLUMNS if table != "metrics"
    }
    tables["metrics"] = tuple(model.METRICS)
    usage = tuple(Usage(metric[0], grid[number]) for number, metric in enumerate(model.METRICS))
    ids = tuple(part.account_id for part in parts)
    return SampleTables(day, first, DESK_NAME, ids, tables, usage, _versions(first, last))


def _versions(first: int, last: int) -> tuple[ModelVersion, ...]:
    """Date the model's versions; those from before the desk's days begin with it."""
    return tuple(
        ModelVersion(max(first, last - ago), number, reason, _profiles(number, weights))
        for number, (ago, reason, weights) in enumerate(model.VERSIONS, 1)
    )


def _profiles(version: int, weights: dict[str, int]) -> tuple[model.Document, ...]:
    """The profiles of a version, in the order in which they are tried."""
    guided = (model.onboarding(),) if version >= model.SINCE_ONBOARDING else ()
    return (*guided, model.profile(weights))


def _parts(accounts: int, seed: int, days: int) -> list[Part]:
    """Choose who is in the desk: the named ones first, the crowd for the rest."""
    gone = [part for part in cast().left if part.left is not None and part.left + LEAD < days]
    left = min(len(gone), max(0, round(accounts * LEFT_SHARE)))
    alive = list(cast().alive)[: accounts - left]
    more_left = max(0, round(accounts * LEFT_SHARE) - left) if days > 2 * LEAD + 30 else 0
    taken = {part.name for part in (*cast().alive, *cast().left)}
    drawn = crowd.deal(accounts - left - len(alive), seed, taken)
    dice = Dice(seed, "leaving")
    for number in range(min(more_left, len(drawn))):
        part = drawn[number]
        if part.score is not None:
            away = dice.whole(5, days - LEAD - 60)
            falls = part.score < 60 or dice.chance(0.4)
            drawn[number] = replace(
                part, left=away, falls_after=falls, stage="Adopted", tenure=2000
            )
    return [*alive, *gone[:left], *drawn]


def _life(part: Part, first: int, last: int, seed: int) -> Life:
    """Make all of one account's facts but its usage."""
    ends = last if part.left is None else last - part.left - 1
    ref = last if part.left is None else ends + 1 - LEAD
    dice = Dice(seed, "life", part.account_id)
    life = Life(part, ref, first, ends, ref - part.tenure)
    life.people = _people(part, dice)
    money.terms(life, dice)
    money.milestones(life, dice)
    if part.score is None:
        return life
    contact.touches(life, dice)
    contact.tickets(life, dice)
    voice.surveys(life, dice)
    voice.pulses(life, dice)
    voice.mentions(life, dice)
    money.invoices(life, dice)
    if part.shape == aldermoor.SHAPE:
        aldermoor.tell(life)
    if "feed stopped" in part.tags:
        life.feed_ends = ref - FEED_STOPPED
    _cut(life)
    return life


def _cut(life: Life) -> None:
    """Leave out what lies outside the account's days."""
    low, high = life.begins, life.last
    life.touches = [item for item in life.touches if low <= item.day <= high]
    life.tickets = [item for item in life.tickets if low <= item.opened <= high]
    life.surveys = [item for item in life.surveys if low <= item.day <= high]
    life.pulses = [item for item in life.pulses if low <= item[0] <= high]
    life.invoices = [item for item in life.invoices if low <= item.issued <= high]
    life.mentions = [item for item in life.mentions if low <= item[0] <= high]
    life.outcomes = [item for item in life.outcomes if low <= item[0] <= high + 1]
    life.overrides = [item for item in life.overrides if low <= item[2]]


def _people(part: Part, dice: Dice) -> list[Person]:
    """Give the part its people, and unnamed ones until there are at least three or so."""
    people = list(part.people)
    taken = {person.name for person in people}
    roles = {person.role for person in people}
    wanted = max(len(people), 3 if part.people else dice.whole(3, 5))
    for role, title in names.names().titles:
        if len(people) >= wanted:
            break
        if role not in roles or (role == "user" and dice.chance(0.5)):
            advocate = "advocate" in part.tags and not any(person.advocate for person in people)
            people.append(Person(names.person(dice, taken), title, role, advocate))
            roles.add(role)
    return people
