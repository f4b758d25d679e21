"""The portfolio's trend in words: a band, who moved and with how much ARR, all of it as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from healthdesk.core.domain.band_moves import WAYS, BandMove, Way
from healthdesk.gui.base.words import MINUS, Words

if TYPE_CHECKING:  # brings numpy, which the first paint does not wait for
    from healthdesk.core.domain.band_trend import BandLine, BandTrend

YEAR = 364
LISTED = 20
"""Accounts of a way that are written out where the page is copied."""


def meaning(words: Words) -> str:
    """What a score is, for who reads the copy and has never seen one."""
    named = words.bands
    return (
        f"Every account has a health score from 0 to 100: {named.strong} does well,"
        f" {named.average} needs watching, {named.poor} needs care."
        " ARR is what it pays in a year."
    )


def span_words(trend: BandTrend, words: Words) -> str:
    """How long it is: "12 weeks", "28 days"."""
    if is_year(trend):
        return "a year"
    days = trend.day - trend.days[0]
    return f"{days // 7} weeks" if trend.step > 1 else words.days(days + 1)


def moved_short(trend: BandTrend, words: Words) -> str:
    """The same where there is little room: "46 fell (€1.2M), 31 rose (€0.9M), 2 churned"."""
    told = []
    for way, verb in (("fell", "fell"), ("rose", "rose"), ("gone", "churned"), ("new", "new")):
        some = trend.of(way)  # type: ignore[arg-type]
        money = money_words(_sums(some), words) if verb in {"fell", "rose"} else ""
        if some or verb in {"fell", "rose"}:
            told.append(f"{words.number(len(some))} {verb}{f' ({money})' if money else ''}")
    return ", ".join(told)


def change_words(line: BandLine, words: Words) -> str:
    """What ARR a band gained or lost: "+€1.05M"."""
    first, last = (sum(line.amounts[at].values()) for at in (0, -1))
    if first == last:
        return "same"
    code = next(iter(sorted({*line.amounts[0], *line.amounts[-1]})), "")
    money = words.money(abs(last - first), code)
    return f"{'+' if last > first else MINUS}{money}"


def moved_words(trend: BandTrend, words: Words) -> str:
    """How many fell and rose, with the ARR in each: "46 fell (€1.2M ARR), 31 rose (€0.9M ARR)"."""
    told = [_counted(trend.of("fell"), "fell", words), _counted(trend.of("rose"), "rose", words)]
    for way, verb in (("gone", "churned"), ("new", "new")):
        some = trend.of(way)  # type: ignore[arg-type]
        if some:
            told.append(_counted(some, verb, words))
    return ", ".join(told)


def way_words(trend: BandTrend, way: Way, words: Words) -> str:
    """The head over those who moved in a way: "Fell to a lower band 46, €1.2M ARR"."""
    some = trend.of(way)
    money = arr_words(some, words)
    return f"{WAYS[way]} {words.number(len(some))}{f', {money}' if money else ''}"


def move_words(move: BandMove, words: Words) -> str:
    """What an account did: "62 Average to 41 Poor, €84k ARR. Logins fell from 9 to 2"."""
    arr = "ARR not known" if move.arr is None else f"{words.money(move.arr, move.currency)} ARR"
    after = _scored(move.after, move.shown, words)
    if move.way == "gone":
        steps = f"was {_scored(move.before, move.was, words)}"
    elif move.way == "new":
        steps = f"now {after}"
    else:
        steps = f"{_scored(move.before, move.was, words)} to {after}"
    return f"{steps}, {arr}{f'. {move.reason}' if move.reason else ''}"


def arr_words(moves: Sequence[BandMove], words: Words) -> str:
    """The ARR of some accounts by currency; what is not known is told apart."""
    unknown = sum(one.arr is None for one in moves)
    told = money_words(_sums(moves), words)
    parts = [f"{told} ARR"] if told else []
    if unknown:
        parts.append(f"{words.number(unknown)} without a known ARR")
    return ", ".join(parts)


def day_words(trend: BandTrend, day: int, words: Words) -> str:
    """One of its days: with the year, where it goes over one."""
    return words.day(day) if is_year(trend) else words.short_day(day)


def is_year(trend: BandTrend) -> bool:
    """Whether it goes over a year."""
    return trend.day - trend.days[0] >= YEAR


def band_words(line: BandLine, first: str, words: Words) -> str:
    """A band of the portfolio: "Poor: 17 accounts, 2 more than on 27 Oct, EUR 1.2M ARR"."""
    told = f"{words.band(line.band)}: {words.count(line.now, 'account')}"
    if line.change:
        more = "more" if line.change > 0 else "fewer"
        told += f", {words.number(abs(line.change))} {more} than on {first}"
    money = money_of(line, words)
    told = f"{told}, {money} ARR" if money else told
    if money and line.amounts:
        before = money_words(line.amounts[0], words) or "none"
        told += f" ({before} on {first})"
    return told


def money_of(line: BandLine, words: Words) -> str:
    """The ARR of a band, by currency."""
    return money_words(line.arr, words)


def money_words(sums: Mapping[str, float], words: Words) -> str:
    """Sums by currency."""
    return " + ".join(words.money(total, code) for code, total in sorted(sums.items()))


def as_text(trend: BandTrend, words: Words) -> list[str]:
    """The trend as lines of text that need no HealthDesk to be understood."""
    first, begun = trend.days[0], day_words(trend, trend.days[0], words)
    alive = sum(line.now for line in trend.lines)
    out = [
        f"Portfolio in {span_words(trend, words)}: {words.count(alive, 'account')}",
        meaning(words),
    ]
    out += [f"- {band_words(one, begun, words)}" for one in trend.lines if any(one.counts)]
    out.append(
        f"Between {words.day(first)} and {words.day(trend.day)}: {moved_words(trend, words)}."
    )
    for way in WAYS:
        some = trend.of(way)
        if some:
            out += ["", f"Who moved us, {WAYS[way].lower()} ({words.number(len(some))})"]
            out += [f"- {one.name}: {move_words(one, words)}" for one in some[:LISTED]]
        if len(some) > LISTED:
            out.append(f"- {words.number(len(some) - LISTED)} more")
    return out


def _sums(moves: Sequence[BandMove]) -> dict[str, float]:
    """The known ARR of some accounts, by currency."""
    sums: dict[str, float] = {}
    for one in moves:
        if one.arr is not None:
            sums[one.currency] = sums.get(one.currency, 0.0) + one.arr
    return sums


def _counted(some: Sequence[BandMove], verb: str, words: Words) -> str:
    money = arr_words(some, words)
    return f"{words.number(len(some))} {verb}{f' ({money})' if money else ''}"


def _scored(band: str | None, shown: int | None, words: Words) -> str:
    if band is None:
        return "not scored"
    name = words.band(band)
    return name if shown is None else f"{words.number(shown)} {name}"
