"""What Today says in words: greetings, counts, ARR and renewal of a row, the page as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from healthdesk.core.domain.loose_ends import LooseEnds, titles
from healthdesk.core.domain.today import TodayItem
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.today import trend_words

if TYPE_CHECKING:  # brings numpy, which the first paint does not wait for
    from healthdesk.core.domain.band_trend import BandTrend
    from healthdesk.core.domain.today_view import Renewal, TodayView

NOON, EVENING = 12, 18
LEFT_OPEN = 5
"""Loose ends of a kind that are written out where the page is copied."""
GROUPS = {"fell": "Fell", "rose": "Rose", "open": "Still open from before"}
_BOTH = " \N{MIDDLE DOT} "


def greeting(hour: int, name: str) -> str:
    """Greet by the time of day, by the first name where one is known."""
    part = "morning" if hour < NOON else "afternoon" if hour < EVENING else "evening"
    first = name.split(maxsplit=1)[0] if name.strip() else ""
    return f"Good {part}, {first}" if first else f"Good {part}"


def since_words(view: TodayView, words: Words) -> str:
    """Since when changes are told: "Since Fri 20 Nov, 16:52"."""
    visit = view.visit
    if visit is None:
        return f"In the last {words.days(view.day - view.since)}"
    weekday = words.weekday(visit.day).split()[0]
    text = f"Since {weekday} {words.near_day(visit.day, view.day)}, {visit.time}"
    if view.day - visit.day >= len(_LINE):
        return f"{text}; moves of the last {words.days(len(_LINE) - 1)}"
    return text


_LINE = range(28)
"""Days that the table's line of scores has."""


def counts(view: TodayView, words: Words) -> str:
    """What there is, counted: each count is the length of a list on the page."""
    lists, number = view.lists, words.number
    parts = [f"{number(len(lists.of('fell')))} fell", f"{number(len(lists.of('rose')))} rose"]
    if lists.of("open"):
        parts.append(f"{number(len(lists.of('open')))} still open")
    problems = len(lists.problems) + len(view.late)
    if problems:
        parts.append(words.count(problems, "data problem"))
    if lists.muted:
        parts.append(f"{number(len(lists.muted))} muted")
    return ", ".join(parts)


def done_words(view: TodayView) -> str:
    """What a morning came to: rows dealt with and left, tasks done and due."""
    rows = f"{view.handled} handled, {view.snoozed_today} snoozed, {view.left} left"
    if not view.done_tasks and not view.tasks:
        return rows
    return f"{rows}. Tasks: {len(view.done_tasks)} done, {len(view.tasks)} due"


def sum_of(items: Iterable[TodayItem | Renewal], words: Words) -> str:
    """The ARR of some rows, by currency; what is not known is told apart."""
    totals: dict[str, float] = {}
    unknown = 0
    for one in items:
        if one.arr is None:
            unknown += 1
        else:
            totals[one.currency] = totals.get(one.currency, 0.0) + one.arr
    told = [words.money(total, currency) for currency, total in sorted(totals.items())]
    if unknown:
        told.append(f"{unknown} without a known ARR")
    return " + ".join(told)


def money_and_renewal(item: TodayItem, words: Words, *, short: bool = False) -> str:
    """ARR and days to renewal in one breath; short ones name only the figures."""
    money = "ARR not known" if item.arr is None else words.money(item.arr, item.currency)
    parts = [money if short or item.arr is None else f"{money} ARR"]
    if item.renewal_days is not None:
        days = words.days(item.renewal_days)
        later = days if short else f"renews in {days}"
        parts.append(later if item.renewal_days else "renews today")
    return _BOTH.join(parts)


def touch(item: TodayItem, words: Words, day: int) -> str:
    """When the account was last touched."""
    if item.touch_days is None:
        return "never touched"
    if not item.touch_days:
        return "today"
    return f"{words.days(item.touch_days)} ago, {words.short_day(day - item.touch_days)}"


def marked(item: TodayItem, words: Words) -> str:
    """What was done with a row, and why; "" where nothing was."""
    mark = item.mark
    if mark is None:
        return ""
    head = {
        "snoozed": f"Snoozed until {words.short_day(mark.until)}",
        "handled": f"Handled on {words.short_day(mark.day)}",
        "dismissed": f"Dismissed on {words.short_day(mark.day)}",
        "problem": f"Marked on {words.short_day(mark.day)}",
    }[mark.state]
    return f"{head}: {mark.reason}" if mark.reason else head


def aloud(item: TodayItem, words: Words) -> str:
    """A row as a screen reader says it."""
    was = (
        "no score"
        if item.shown_from is None
        else f"{item.shown_from} {words.band(item.band_from or '')}"
    )
    now = _scored(item, words)
    told = [item.name, item.tag, f"{was.strip()} to {now}", money_and_renewal(item, words)]
    return ". ".join([*told, marked(item, words) or item.text])


def _scored(item: TodayItem, words: Words) -> str:
    band = words.band(item.band_to)
    return "no score" if item.shown_to is None else f"{item.shown_to} {band}"


def as_text(
    view: TodayView, words: Words, ends: LooseEnds | None = None, shown: BandTrend | None = None
) -> str:
    """The whole page as plain text, for a mail or a chat; `shown` is the trend on the card."""
    lists = view.lists
    told = f"{since_words(view, words)}: {counts(view, words)}"
    out = [f"HealthDesk, {words.day(view.day)}", told]
    trend = shown if shown is not None and shown.day == view.day else view.trend
    if trend is not None and trend.lines:
        out += ["", *trend_words.as_text(trend, words)]
    for kind, title in GROUPS.items():
        some = lists.of(kind)  # type: ignore[arg-type]
        if some:
            out += ["", f"{title} ({len(some)}, {sum_of(some, words)})"]
            out += [_line(one, words) for one in some]
    if lists.problems or view.late:
        out += ["", "Data problems"]
        out += [f"- {one.name}: {one.text}" for one in lists.problems]
        out += [f"- {one.name}: {words.days(one.quiet)} without data" for one in view.late]
    if view.tasks:
        out += ["", "Tasks"]
        out += [f"- {one.title} ({one.account_name or 'no account'})" for one in view.tasks]
    if view.renewals:
        out += ["", f"Renewals in 90 days: {len(view.renewals)}, {sum_of(view.renewals, words)}"]
        out += _renewals(view.renewals, words)
    if ends is not None and ends.day == view.day:
        out += _ends(ends, words)
    return "\n".join(out) + "\n"


def _line(item: TodayItem, words: Words) -> str:
    was = "" if item.shown_from is None else f"{item.shown_from} to "
    now = _scored(item, words)
    return f"- {item.name}: {was}{now}; {money_and_renewal(item, words)}; {item.tag}: {item.text}"


def _renewals(found: Sequence[Renewal], words: Words) -> list[str]:
    return [
        f"- {one.name}: {words.money(one.arr, one.currency)}, {words.day(one.day)}" for one in found
    ]


def _ends(ends: LooseEnds, words: Words) -> list[str]:
    out = []
    for kind, title in titles(words.bands).items():
        some = ends.of(kind)
        if some:
            out += ["", f"{title} ({len(some)})"]
            out += [f"- {one.name}: {one.text}" for one in some[:LEFT_OPEN]]
        if len(some) > LEFT_OPEN:
            out.append(f"- {len(some) - LEFT_OPEN} more")
    return out
