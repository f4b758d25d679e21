"""Pages of an account's review on usage: adoption (people and features), and day by day."""

from __future__ import annotations

from math import isnan
from typing import Final

from healthdesk.core.domain.report import Direction, Figure, Figures, Pairs, Paragraph, Section
from healthdesk.core.domain.report_chart import LineChart, RankChart, Series
from healthdesk.core.domain.usage_view import Known
from healthdesk.core.domain.usage_weeks import Daily
from healthdesk.core.services import trends
from healthdesk.core.services.reports import review_words
from healthdesk.core.services.reports.blocks import amount, beside, moved, on, rows
from healthdesk.core.services.reports.review_facts import SPAN, WEEK, Gathered
from healthdesk.core.services.reports.review_moments import moments
from healthdesk.core.services.wording import begun

_FEATURES: Final = 8
_WEEKS: Final = 52
"""Weeks of the line over a year."""


def adoption(found: Gathered, goal: Pairs | None) -> Section | None:
    """How many people use how much of the product, now and before the period."""
    told = _Adoption(found)
    lines = beside(told.people(), told.features(), shares=(3, 2))
    if not lines:
        return None
    return Section(
        key="adoption",
        title="Adoption",
        headline=told.headline(),
        lead=told.lead(),
        lines=(*lines, *rows(goal)),
    )


class _Adoption:
    def __init__(self, found: Gathered) -> None:
        self._found = found
        daily = found.users
        self.now = None if daily is None else found.level(daily, found.end)
        self.before = None if daily is None else found.level(daily, found.before)
        self.used, self.used_before = found.features_now, found.features_before

    def headline(self) -> str:
        users = review_words.way(self.now, self.before, review_words.USED)
        features = review_words.way(_float(self.used), _float(self.used_before), 0.0, 1.0)
        return review_words.adoption(users, features)

    def lead(self) -> Paragraph | None:
        found = self._found
        parts = [*self._features_told(), *self._users_told()]
        if not parts:
            return None
        notes = []
        if found.users is not None and self.now is not None:
            notes.append(self._users_note())
        if self.used is not None:
            notes.append(self._features_note())
        text = begun(f"{'; '.join(parts)}.")
        return Paragraph(key="lead", text=text, notes=tuple(notes))

    def _features_told(self) -> list[str]:
        if self.used is None:
            return []
        words, of = review_words.count, len(self._found.feature_metrics())
        told = f"{words(self.used)} of {words(of)} features {'is' if self.used == 1 else 'are'}"
        told += " in use"
        if self.used_before is None:
            return [told]
        if self.used_before == self.used:
            return [f"{told}, as in {self._found.then}"]
        return [f"{told}, {words(self.used_before)} in {self._found.then}"]

    def _users_told(self) -> list[str]:
        found, daily = self._found, self._found.users
        if daily is None or self.now is None:
            return []
        name = _within(daily.metric.name)
        now = amount(found.style, self.now)
        if self.before is None:
            return [f"{name}: {now} a day"]
        before = amount(found.style, self.before)
        if before == now:
            return [f"{name} stayed at {now} a day"]
        way = "rose" if self.now > self.before else "fell"
        return [f"{name} {way} from {before} to {now} a day"]

    def people(self) -> LineChart | None:
        found, daily = self._found, self._found.users
        if daily is None:
            return None
        days, values = found.weeks(daily)
        if len(days) < 2:
            return None
        known = [one for one in values if one is not None]
        name, style = daily.metric.name, found.style
        summary = (
            f"{name} went from {amount(style, known[0])} to {amount(style, known[-1])} a day"
            f" between {style.date(days[0])} and {style.date(days[-1])}."
        )
        return LineChart(
            key="users",
            title=f"{name}{_a_day(name)}, weekly mean",
            summary=summary,
            unit=daily.metric.unit,
            days=days,
            series=(Series(name=name, values=values),),
            moments=moments(found, days[0], days[-1]),
            low=_low(values),
            notes=(self._users_note(),),
        )

    def features(self) -> RankChart | None:
        found = self._found
        uses = found.feature_uses[:_FEATURES]
        if not uses:
            return None
        units = {one.metric.unit or "uses" for one in uses}
        unit = units.pop() if len(units) == 1 else "uses"
        marks = tuple(one.before for one in uses)
        marked = any(one is not None for one in marks)
        mark = f"; mark: {found.then}" if marked else ""
        top = uses[0]
        summary = f"{top.metric.name} is used most, {found.style.number(top.now)} times."
        return RankChart(
            key="features",
            title=f"{begun(unit)} by feature in {SPAN} days{mark}",
            summary=summary,
            unit=unit,
            labels=tuple(one.metric.name for one in uses),
            values=tuple(one.now for one in uses),
            marks=marks if marked else (),
            mark_name=found.then if marked else "",
            notes=(self._features_note(),),
        )

    def _users_note(self) -> str:
        return self._found.notes.usage(self._found.users_metrics(), formula=_mean(self._found))

    def _features_note(self) -> str:
        found = self._found
        formula = f"sum of {SPAN} days; {found.then_days}"
        return found.notes.usage(found.feature_metrics(), "Feature usage", formula=formula)


def usage(found: Gathered) -> Section | None:
    """The usage told of over a year, with what is usual for this customer."""
    daily = found.users
    if daily is None:
        return None
    days, values = found.weeks(daily, _WEEKS)
    if len(days) < 2:
        return None
    first = days[0] - WEEK + 1
    low, high, told = _usual(found, daily, first)
    name = daily.metric.name
    formula = "usual: what the same weekdays of the weeks before brought" if low else ""
    chart = LineChart(
        key="weeks",
        title=f"{name}{_a_day(name)}, weekly mean" + (", and what is usual for you" if low else ""),
        summary=_summary(found, values),
        unit=daily.metric.unit,
        days=days,
        series=(Series(name=name, values=values), *_seats_line(found, len(days))),
        moments=moments(found, days[0], days[-1]),
        normal=(low, high) if low else None,
        low=0,
        notes=(found.notes.usage(found.users_metrics(), formula=formula),),
    )
    return Section(
        key="usage",
        title="Usage",
        headline=review_words.usage(*told),
        lead=_usual_lead(*told),
        lines=rows(chart, figures(found)),
    )


def _usual(
    found: Gathered, daily: Daily, first: int
) -> tuple[tuple[Known, ...], tuple[Known, ...], tuple[int, int, int]]:
    """What is usual as means of weeks, and the last days above, below and known by it."""
    last = min(found.end, daily.first + len(daily.values) - 1)
    if not daily.metric.key or last <= first:
        return (), (), (0, 0, 0)
    normal = trends.normal(found.tx, found.account, daily.metric.key, first, last, found.end)
    values = tuple(None if isnan(one) else one for one in daily.span(first, last).tolist())
    told = _outside(values, normal.low, normal.high)
    if not told[2]:
        return (), (), told
    count = (found.end - first + 1) // WEEK
    low, high = (
        tuple(_mean_of(side[at * WEEK : (at + 1) * WEEK]) for at in range(count))
        for side in (normal.low, normal.high)
    )
    return low, high, told


def _mean_of(some: tuple[Known, ...]) -> Known:
    """The mean of a week of which every day is known."""
    known = [one for one in some if one is not None]
    return sum(known) / WEEK if len(known) == WEEK else None


def figures(found: Gathered) -> Figures | None:
    """Users, seats and features, each against before."""
    daily = found.users
    items = [] if daily is None else _people(found, daily)
    if found.seats.seats is not None and found.seats.used is not None:
        items.append(_seats(found))
    items += _features(found)
    return Figures(key="figures", items=tuple(items)) if items else None


def _features(found: Gathered) -> list[Figure]:
    now, before = found.features_now, found.features_before
    if now is None:
        return []
    metrics = found.feature_metrics()
    formula = f"used at least once in {SPAN} days; {found.then_days}"
    return [
        Figure(
            key="features",
            label="Features in use",
            text=f"{now} of {len(metrics)}",
            value=now,
            change="" if before is None else found.style.signed(now - before),
            direction="" if before is None else moved(now, before),
            detail="" if before is None else f"{before} in {found.then}",
            notes=(found.notes.usage(metrics, "Feature usage", formula=formula),),
        )
    ]


def _people(found: Gathered, daily: Daily) -> list[Figure]:
    now, before = found.level(daily, found.end), found.level(daily, found.before)
    if now is None:
        return []
    style = found.style
    return [
        Figure(
            key="users",
            label=f"{daily.metric.name}{_a_day(daily.metric.name)}",
            text=amount(style, now),
            value=now,
            change="" if before is None else _change(found, now, before),
            direction="" if before is None else moved(now, before),
            detail="" if before is None else f"{amount(style, before)} in {found.then}",
            notes=(found.notes.usage(found.users_metrics(), formula=_mean(found)),),
        )
    ]


def _mean(found: Gathered) -> str:
    return f"mean a day of {SPAN} days; {found.then_days}"


def _change(found: Gathered, now: float, before: float) -> str:
    """The change between two figures as they are shown."""
    digits = 0 if min(now, before) >= 20 else 1
    return found.style.signed(round(now, digits) - round(before, digits), digits)


def _seats(found: Gathered) -> Figure:
    seats, style = found.seats, found.style
    used, paid = seats.used or 0.0, seats.seats or 0.0
    daily = found.users
    same = daily is not None and daily.metric.key == seats.key
    formula = _mean(found) if same else f"mean a day of {seats.span} days"
    return Figure(
        key="seats",
        label="Seats in use",
        text=f"{style.number(used)} of {style.number(paid)}",
        value=used,
        change=_seats_change(found),
        direction=""
        if seats.before is None
        else moved(_percent(seats.share), _percent(seats.before)),
        detail=_seats_detail(found),
        notes=(found.notes.usage((seats.key,), formula=formula), found.notes.contract()),
    )


def _percent(share: Known) -> float:
    return round((share or 0.0) * 100)


def _seats_way(found: Gathered) -> Direction:
    seats = found.seats
    if seats.share is None or seats.before is None:
        return ""
    return moved(_percent(seats.share), _percent(seats.before))


def _seats_change(found: Gathered) -> str:
    """How the share of the seats moved, in points of percent."""
    seats = found.seats
    if seats.share is None or seats.before is None:
        return ""
    return f"{found.style.signed(_percent(seats.share) - _percent(seats.before))} pts"


def _seats_detail(found: Gathered) -> str:
    seats, style = found.seats, found.style
    if seats.share is None:
        return ""
    now = style.share(seats.share)
    if seats.before is None or seats.before_day is None:
        return now
    return f"{now}; {style.share(seats.before)} on {on(style, seats.before_day, found.day)}"


def _seats_line(found: Gathered, count: int) -> tuple[Series, ...]:
    """The seats paid for as a line, where the usage in view is that of people."""
    seats, daily = found.seats, found.users
    if seats.seats is None or daily is None or not seats.key or seats.key != daily.metric.key:
        return ()
    return (Series(name="Seats", values=(seats.seats,) * count, tone="muted", dashed=True),)


def _outside(
    values: tuple[Known, ...], low: tuple[Known, ...], high: tuple[Known, ...]
) -> tuple[int, int, int]:
    """Days of the last 28 above and below what is usual, and how many could be told."""
    above = below = known = 0
    for value, least, most in list(zip(values, low, high, strict=True))[-SPAN:]:
        if value is None or least is None or most is None:
            continue
        known += 1
        above += value > most
        below += value < least
    return above, below, known


def _usual_lead(above: int, below: int, known: int) -> Paragraph | None:
    if not known:
        return None
    inside = known - above - below
    text = f"On {inside} of the last {known} days use was within what is usual for you"
    parts = [f"above it on {above}"] if above else []
    parts += [f"below it on {below}"] if below else []
    return Paragraph(key="lead", text="; ".join([text, *parts]) + ".")


def _summary(found: Gathered, values: tuple[Known, ...]) -> str:
    known = [one for one in values if one is not None]
    least, most = amount(found.style, min(known)), amount(found.style, max(known))
    return f"Between {least} and {most} a day in {len(values)} weeks."


def _low(values: tuple[Known, ...]) -> float | None:
    """From zero, where the line would otherwise make little look like much."""
    known = [one for one in values if one is not None]
    return 0.0 if known and min(known) < 0.5 * max(known) else None


def _a_day(name: str) -> str:
    return "" if name.casefold().endswith(("a day", "daily", "per day")) else " a day"


def users_told(found: Gathered) -> str:
    """How many use the product a day: "43 active users a day"; "" where it is not known."""
    daily = found.users
    now = None if daily is None else found.level(daily, found.end)
    if daily is None or now is None:
        return ""
    name = daily.metric.name
    return f"{amount(found.style, now)} {_within(name)}{_a_day(name)}"


def _within(name: str) -> str:
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _float(value: int | None) -> float | None:
    return None if value is None else float(value)
