"""What has to be known to read the figures of a backtest, a sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from healthdesk.core.domain.backtest import FEW, Figures
from healthdesk.core.domain.cells import Cells
from healthdesk.core.domain.column import first_days
from healthdesk.core.domain.facts import NO_DAY, Facts, to_date
from healthdesk.core.domain.score import Scores

HALF: Final = 0.5
SOME: Final = 20
"""Churned accounts below which it is said that they are few."""
_THEY_STAND: Final = "they are read as they stand"


def notes(
    facts: Facts, cells: Cells, scores: Scores, found: Figures, *, lead: int, lost_by: str
) -> tuple[str, ...]:
    """The notes on one backtest; `lost_by` is the rule of a snapshot, as text."""
    if not cells.count:
        return ("No account left in this period, and none was there on its last day.",)
    return (
        *_snapshot(facts, cells, lost_by),
        *_nobody_left(facts, cells),
        *few(found),
        *_unscored(found, lead),
        *_usage(facts, cells),
        *_learned_later(facts, cells, scores),
        *_rolled(scores),
        *_overrides(facts),
    )


def _snapshot(facts: Facts, cells: Cells, lost_by: str) -> Iterator[str]:
    if not cells.unborn:
        return
    day = to_date(int(cells.day[0])).isoformat()
    yield (
        f"Another sampling, a snapshot: every account once, as it stands on {day}, lost where"
        f" {lost_by}. It shows whether the score tells apart who left; it cannot show that it would"
        " have told before."
    )
    first = first_days(facts, np.unique(cells.day))[:, 0]
    without = int((first[cells.account] == NO_DAY).sum())
    if without:
        yield (
            f"{_many(without, 'account has', 'accounts have')} no first day and so no score in the"
            f" book; here {'it is read as it stands' if without == 1 else _THEY_STAND}."
        )


def _nobody_left(facts: Facts, cells: Cells) -> Iterator[str]:
    if not cells.unborn and bool((facts.churned == NO_DAY).all()):
        yield (
            "No outcome says that an account churned. Bring outcomes in, or say by a rule who left."
        )


def few(found: Figures) -> tuple[str, ...]:
    """That the lost are few; what names the accounts anyway (below FEW) need not be told so."""
    if not FEW <= found.churned < SOME:
        return ()
    return (
        f"Few losses: {found.churned} accounts. Each of them moves the figures; go by the ranges.",
    )


def _unscored(found: Figures, lead: int) -> Iterator[str]:
    if not found.unscored:
        return
    when = f"{lead} days before" if lead else "on that day"
    yield (
        f"{_many(found.unscored, 'account', 'accounts')} had no score {when} and"
        f" {'is' if found.unscored == 1 else 'are'} left out: {found.unscored_churned:,} lost,"
        f" {found.unscored_kept:,} kept."
    )


def _usage(facts: Facts, cells: Cells) -> Iterator[str]:
    """Kept accounts that are looked at after usage ended read as if they had stopped."""
    ends = [int(one.days[-1]) for one in facts.usage.values() if len(one.days)]
    if not ends:
        return
    late = int((cells.day > max(ends)).sum())
    if late:
        day = to_date(max(ends)).isoformat()
        yield (
            f"Usage ends on {day}; {_many(late, 'account is', 'accounts are')} looked at after it,"
            " as if use had stopped. Choose an earlier last day, or a longer lead."
        )


def _learned_later(facts: Facts, cells: Cells, scores: Scores) -> Iterator[str]:
    """Attributes read as first known on days before that: they may know what came."""
    names = {}
    for one in scores.profiles:
        for _, measure in one.profile.measures:
            if measure.reading.kind == "attribute" and not cells.unborn:
                names[str(measure.reading.options["key"])] = measure.name or measure.key
    for key, name in names.items():
        attribute = facts.attributes.get(key)
        if attribute is None:
            continue
        known = [attribute.history.get(one) for one in cells.account.tolist()]
        late = [
            changes[0].day > day
            for changes, day in zip(known, cells.day.tolist(), strict=True)
            if changes
        ]
        if late and sum(late) > HALF * len(late):
            yield (
                f"\u201c{name}\u201d reads an attribute that the desk learned after the days looked"
                " at: it reads as first known, and may know what came."
            )


def _rolled(scores: Scores) -> Iterator[str]:
    count = int(scores.rolled.sum())
    if count:
        yield (
            f"{_many(count, 'account has', 'accounts have')} the mean of those below; it stays as"
            " it was when a weight is tried."
        )


def _overrides(facts: Facts) -> Iterator[str]:
    if facts.overrides:
        yield "Overrides do not count here: the model is tested, not the person."


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"
