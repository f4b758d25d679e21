"""The page of a portfolio review on health over time, and on the touches of people beside it."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.report import (
    Cell,
    Column,
    Direction,
    Figure,
    Figures,
    Paragraph,
    Row,
    Section,
    Table,
)
from healthdesk.core.domain.report_chart import ColumnChart, LineChart, Series, Tone
from healthdesk.core.domain.standing import band_sums
from healthdesk.core.domain.touch_spans import TouchSpan
from healthdesk.core.domain.views import Band
from healthdesk.core.services.reports.blocks import beside, on, rows
from healthdesk.core.services.reports.book import SCORE
from healthdesk.core.services.reports.portfolio_facts import Portfolio
from healthdesk.core.services.wording import count_of

_STACK: Final[tuple[tuple[Band, Tone], ...]] = (
    ("Strong", "strong"),
    ("Average", "average"),
    ("Unknown", "unknown"),
    ("Poor", "poor"),
)
_NOTED: Final = "calls, meetings, reviews, events, mails and messages; notes are none"


def section(found: Portfolio) -> Section | None:
    """The page; None where no account is there at all."""
    if not found.trend.lines:
        return None
    return Section(
        key="course",
        title="Health and touches",
        headline=_headline(found),
        lead=Paragraph(key="lead", text=_lead(found), notes=(_touch_note(found),)),
        lines=(
            *rows(_figures(found) if found.has_touches else None),
            *beside(_strong(found), _touches(found) if found.has_touches else _bands(found)),
            *(beside(_bands(found), _two_way(found)) if found.has_touches else ()),
            *rows(_table(found)),
        ),
        inside=SCORE,
    )


def _touch_note(found: Portfolio) -> str:
    return found.book.notes.touches(formula=_NOTED)


def _headline(found: Portfolio) -> str:
    first, last = found.share_of_strong(0), found.share_of_strong(len(found.weeks) - 1)
    name = found.book.names.strong
    if first is None or last is None:
        return "Health, week by week"
    style = found.book.style
    was, now = style.share(first), style.share(last)
    of = "ARR" if found.scale.by == "arr" else "accounts"
    if was == now:
        return f"{name} is {now} of {of}, as {len(found.weeks) - 1} weeks ago"
    way = "up" if last > first else "down"
    return f"{name} is {now} of {of}, {way} from {was} {len(found.weeks) - 1} weeks ago"


def _lead(found: Portfolio) -> str:
    if not found.has_touches:
        return "No call, meeting, mail or message with these accounts is known by this day."
    now, before = _spans(found)
    whole = found.counts(-1)
    told = f"{count_of(now.count, 'human touch', 'human touches')} reached {now.reached} of"
    told += f" {count_of(whole, 'account')} in the period; in the one before, {before.count}"
    told += f" reached {before.reached}."
    return told


def _spans(found: Portfolio) -> tuple[TouchSpan, TouchSpan]:
    """The touches of the period, and of as many days before it."""
    first, last = found.before + 1, found.book.day
    length = last - first + 1
    return found.touched(first, last), found.touched(first - length, first - 1)


def _figures(found: Portfolio) -> Figures:
    style = found.book.style
    now, before = _spans(found)
    key = _touch_note(found)
    return Figures(
        key="figures",
        items=(
            _counted(found, "touches", "Human touches", now.count, before.count),
            _counted(found, "live", "Calls and meetings", now.live, before.live),
            _counted(found, "reached", "Accounts reached", now.reached, before.reached),
            Figure(
                key="two_way",
                label="They spoke to us",
                text="not known" if now.two_way is None else style.share(now.two_way),
                value=now.two_way,
                detail=""
                if before.two_way is None
                else f"{style.share(before.two_way)} in the period before",
                notes=(key,),
            ),
        ),
    )


def _counted(found: Portfolio, key: str, label: str, now: int, before: int) -> Figure:
    style = found.book.style
    way: Direction = "even" if now == before else "good" if now > before else "bad"
    return Figure(
        key=key,
        label=label,
        text=style.number(now),
        value=now,
        change=style.signed(now - before),
        direction=way,
        detail=f"{style.number(before)} in the period before",
        notes=(_touch_note(found),),
    )


def _strong(found: Portfolio) -> LineChart:
    """The share of Strong, week by week."""
    of = "ARR" if found.scale.by == "arr" else "accounts"
    shares = [found.share_of_strong(at) for at in range(len(found.weeks))]
    values = tuple(None if one is None else one * 100 for one in shares)
    known = [one for one in values if one is not None]
    name = found.book.names.strong
    told = f"From {known[0]:.0f}% to {known[-1]:.0f}%." if known else "Nothing is known."
    return LineChart(
        key="strong",
        title=f"{name}, share of {of}, end of each week, %",
        summary=told,
        unit="%",
        days=found.weeks,
        series=(Series(name=name, values=values, tone="strong"),),
        low=0,
        high=100,
        notes=(found.scored, found.book.paying) if of == "ARR" else (found.scored,),
    )


def _touches(found: Portfolio) -> ColumnChart:
    spans = found.touches
    return ColumnChart(
        key="touches",
        title="Human touches a week",
        summary=f"{sum(one.count for one in spans)} touches in {len(spans)} weeks.",
        labels=_labels(found),
        series=(
            Series(name="Calls and meetings", values=tuple(float(one.live) for one in spans)),
            Series(
                name="Mails and messages",
                values=tuple(float(one.count - one.live) for one in spans),
                tone="muted",
            ),
        ),
        notes=(_touch_note(found),),
    )


def _bands(found: Portfolio) -> ColumnChart:
    """Accounts by band, week by week."""
    held = [
        {one.band: one.count for one in band_sums(found.standing, found.ours, at, found.book.own)}
        for at in range(len(found.weeks))
    ]
    some = [(band, tone) for band, tone in _STACK if any(one[band] for one in held)]
    names = found.book.names
    return ColumnChart(
        key="bands",
        title="Accounts by band, end of each week",
        summary=", ".join(
            f"{names.of(band)} from {held[0][band]} to {held[-1][band]}" for band, _ in some
        )
        + ".",
        labels=_labels(found),
        series=tuple(
            Series(name=names.of(band), values=tuple(float(one[band]) for one in held), tone=tone)
            for band, tone in some
        ),
        notes=(found.scored,),
    )


def _two_way(found: Portfolio) -> LineChart | None:
    """The share of touches in which they spoke to us, over four weeks each."""
    held = [found.touched(last - 27, last).two_way for last in found.weeks]
    if sum(one is not None for one in held) < 2:
        return None
    return LineChart(
        key="two_way",
        title="They spoke to us, share of touches in four weeks, %",
        summary="The share of touches with a direction in which they spoke to us.",
        unit="%",
        days=found.weeks,
        series=(
            Series(
                name="They spoke to us",
                values=tuple(None if one is None else one * 100 for one in held),
                tone="second",
            ),
        ),
        low=0,
        high=100,
        notes=(_touch_note(found),),
    )


def _labels(found: Portfolio) -> tuple[str, ...]:
    return tuple(on(found.book.style, one, found.book.day) for one in found.weeks)


def _table(found: Portfolio) -> Table:
    """The same, figure by figure."""
    style, of = found.book.style, "ARR" if found.scale.by == "arr" else "accounts"
    columns = [
        Column(key="week", title="Week to", kind="day", width=1.2),
        Column(key="strong", title=f"{found.book.names.strong}, share of {of}", kind="percent"),
    ]
    if found.has_touches:
        columns += _TOUCHED
    rows = []
    for at, span in enumerate(found.touches):
        share = found.share_of_strong(at)
        cells = [found.book.on(span.last), Cell(text=style.share(share), value=share)]
        if found.has_touches:
            counts = (span.count, span.live, span.reached)
            cells += [Cell(text=style.number(one), value=one) for one in counts]
            cells.append(Cell(text=style.share(span.two_way), value=span.two_way))
        rows.append(Row(key=str(span.last), cells=tuple(cells)))
    return Table(
        key="weeks",
        title="Week by week",
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(found.scored, _touch_note(found)) if found.has_touches else (found.scored,),
    )


_TOUCHED: Final = (
    Column(key="touches", title="Touches", kind="number"),
    Column(key="live", title="Calls and meetings", kind="number"),
    Column(key="reached", title="Accounts reached", kind="number"),
    Column(key="two_way", title="They spoke to us", kind="percent"),
)
