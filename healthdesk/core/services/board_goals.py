"""Goals of a dashboard: the figure on its first day, week by week, and now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from healthdesk.core.domain.band import POOR, STRONG
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.goal import FIGURES, Goal, course, day_of, quarter
from healthdesk.core.domain.portfolio import quality
from healthdesk.core.domain.standing import Standing
from healthdesk.core.domain.widget import Ask
from healthdesk.core.services import band_names, settings, standing
from healthdesk.core.services.facts import load
from healthdesk.core.services.wording import long_date
from healthdesk.core.store.db import Tx

LESS: Final = frozenset({"poor_accounts", "arr_poor", "arr_poor_share"})
"""Figures of which less is better."""
WINDOW: Final = 28
_WEEKS_MOST: Final = 60
_LONGEST: Final = 3660


def goal(tx: Tx, ask: Ask) -> Goal:
    """How a goal stands on the day."""
    name, unit = FIGURES[ask.text("figure")]
    name = band_names.read(tx).in_text(name)
    start, end = quarter(ask.day)
    try:
        first = day_of(ask.text("from"), start, "The first day")
        due = day_of(ask.text("by"), end, "The last day")
    except UsageError as error:
        return Goal(empty=str(error), remedy="Configure the card.")
    why = _why_not(ask, first, due)
    if why:
        return Goal(empty=why, remedy="Configure the card.")
    days = _days(first, min(ask.day, due))
    values, currency = _values(tx, ask, days)
    told = float(ask.options["target"])  # type: ignore[arg-type]
    target = told / 100 if unit == "share" else told
    begin, now = values[0], values[-1]
    known = begin is not None and now is not None
    what = f"{name}, {ask.text('metric')}" if ask.text("figure") == "usage" else name
    return Goal(
        day=ask.day,
        first=first,
        due=due,
        figure=what,
        unit=unit,
        currency=currency if unit == "money" else "",
        target=target,
        start=begin,
        now=now,
        course=course((begin, now), target, (first, due), ask.day, falls=ask.text("figure") in LESS)
        if begin is not None and now is not None
        else None,
        line=tuple(zip(days, values, strict=True)),
        subtitle=f"{what}, by {long_date(due)}",
        empty="" if known else f"{what} is not measured on both {long_date(first)} and today.",
        remedy="" if known else "Choose another first day or figure, or import earlier data.",
    )


def _why_not(ask: Ask, first: int, due: int) -> str:
    if due <= first:
        return "The last day must lie after the first."
    if due - first > _LONGEST:
        return "A goal runs for ten years at most."
    if ask.day < first:
        return f"The goal begins on {long_date(first)}."
    if ask.text("figure") == "usage" and not ask.text("metric"):
        return "A goal about usage needs a metric."
    return ""


def _days(first: int, last: int) -> list[int]:
    """The first day, the last, and between them days by weeks, not too many."""
    step = 7 * max(1, -(-(last - first) // (7 * _WEEKS_MOST)))
    return sorted({first, last, *range(last, first, -step)})


def _values(tx: Tx, ask: Ask, days: list[int]) -> tuple[list[float | None], str]:
    if ask.text("figure") == "usage":
        return _usage(tx, ask, days), ""
    found = standing.read(tx, days)
    rows = found.chosen(ask.accounts)
    own = settings.read(tx).currency
    pays = rows & (np.nan_to_num(found.arr) > 0).any(axis=1)
    codes = np.bincount(found.code[pays], minlength=len(found.codes))
    code = int(codes.argmax()) if codes.any() else 0
    in_money = rows & (found.code == code)
    about = in_money if FIGURES[ask.text("figure")][1] == "money" else rows
    if ask.text("figure") in {"arr_poor_share", "arr_kept"}:
        about = in_money
    figure = _BY_KEY[ask.text("figure")]
    values = [figure(found, about & (found.band[:, at] >= 0), at, about) for at in range(len(days))]
    return [None if one is None or one != one else float(one) for one in values], (  # noqa: PLR0124
        found.codes[code] or own
    )


def _usage(tx: Tx, ask: Ask, days: list[int]) -> list[float | None]:
    facts = load(tx)
    grid = facts.usage.get(ask.text("metric"))
    if grid is None:
        return [None] * len(days)
    chosen = [ask.holds(one) for one in facts.account_ids]
    rows = np.array(chosen, bool)
    out: list[float | None] = []
    for day in days:
        window = grid.window(day - WINDOW + 1, day)[rows]
        out.append(None if np.isnan(window).all() else float(np.nansum(window, dtype=np.float64)))
    return out


Figure = Callable[[Standing, BoolArray, int, BoolArray], float | None]


def _quality(found: Standing, alive: BoolArray, at: int, about: BoolArray) -> float | None:
    del about
    return quality(found.band[alive, at])


def _score(found: Standing, alive: BoolArray, at: int, about: BoolArray) -> float | None:
    del about
    known = found.score[alive, at]
    known = known[~np.isnan(known)]
    return float(known.mean()) if len(known) else None


def _strong(found: Standing, alive: BoolArray, at: int, about: BoolArray) -> float | None:
    del about
    count = int(alive.sum())
    return float((found.band[alive, at] == STRONG).sum()) / count if count else None


def _poor(found: Standing, alive: BoolArray, at: int, about: BoolArray) -> float | None:
    del about
    return float((found.band[alive, at] == POOR).sum()) if alive.any() else None


def _count(found: Standing, alive: BoolArray, at: int, about: BoolArray) -> float | None:
    del found, at, about
    return float(alive.sum()) or None


def _arr(found: Standing, alive: BoolArray, at: int, about: BoolArray) -> float | None:
    del about
    paid = found.arr[alive, at]
    return None if np.isnan(paid).all() else float(np.nansum(paid))


def _arr_poor(found: Standing, alive: BoolArray, at: int, about: BoolArray) -> float | None:
    if _arr(found, alive, at, about) is None:
        return None
    return float(np.nansum(found.arr[alive & (found.band[:, at] == POOR), at]))


def _arr_poor_share(found: Standing, alive: BoolArray, at: int, about: BoolArray) -> float | None:
    whole, poor = _arr(found, alive, at, about), _arr_poor(found, alive, at, about)
    return poor / whole if whole and poor is not None else None


def _kept(found: Standing, alive: BoolArray, at: int, about: BoolArray) -> float | None:
    """Of those that paid on the first day: what they pay then over what they paid; gone pay 0."""
    start = about & (found.band[:, 0] >= 0) & (np.nan_to_num(found.arr[:, 0]) > 0)
    whole = float(np.nansum(found.arr[start, 0]))
    return float(np.nansum(found.arr[start & alive, at])) / whole if whole else None


_BY_KEY: Final[dict[str, Figure]] = {
    "quality": _quality,
    "score": _score,
    "strong_share": _strong,
    "poor_accounts": _poor,
    "accounts": _count,
    "arr": _arr,
    "arr_poor": _arr_poor,
    "arr_poor_share": _arr_poor_share,
    "arr_kept": _kept,
}
