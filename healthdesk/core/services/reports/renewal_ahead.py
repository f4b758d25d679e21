"""Pages of a renewals report on what is to come: month by month, then each by its priority."""

from __future__ import annotations

from collections import Counter
from typing import Final

from healthdesk.core.domain.board_money import amounts
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.forecast import CATEGORIES, CATEGORY_WORDS, FAR
from healthdesk.core.domain.report import (
    Cell,
    Column,
    Figure,
    Figures,
    Paragraph,
    Row,
    Section,
    Table,
)
from healthdesk.core.domain.report_chart import ColumnChart, PartsChart, Series, Tone
from healthdesk.core.domain.views import Band
from healthdesk.core.services.forecasts import usual_arr
from healthdesk.core.services.reports.blocks import beside, rows
from healthdesk.core.services.reports.book import MONEY, SCORE
from healthdesk.core.services.reports.renewal_facts import Ahead, Renewals
from healthdesk.core.services.wording import count_of

SAID: Final = (*CATEGORIES, "")
_TONES: Final[dict[str, Tone]] = {
    "commit": "strong",
    "likely": "accent",
    "at risk": "average",
    "lost": "poor",
    "": "unknown",
}
_BANDS: Final[tuple[Band, ...]] = ("Strong", "Average", "Poor", "Unknown")
_SHOWN: Final = 40
"""Renewals that paper shows; the workbook has all."""
_SOON: Final = 90


def months(found: Renewals) -> Section:
    """What is to come, month by month."""
    book = found.book
    total = found.sums(found.ahead)
    head = f"{count_of(len(found.ahead), 'renewal')} within {found.within} days"
    if found.ahead:
        head += f", {book.money(total)} of ARR"
    return Section(
        key="ahead",
        title="To come",
        headline=head,
        lead=Paragraph(key="lead", text=_lead(found), notes=(_said(found),)),
        lines=(
            *rows(_figures(found) if found.ahead else None),
            *beside(_mix(found), _words(found)),
            *rows(
                *(_chart(found, code) for code, _ in total.sums),
                _table(found) if found.ahead else None,
            ),
        ),
        inside=SCORE,
    )


def listed(found: Renewals) -> Section | None:
    """Each renewal, the most urgent first; None where none is to come."""
    if not found.ahead:
        return None
    book = found.book
    ordered = sorted(found.ahead, key=_urgent)
    table = Table(
        key="renewals",
        columns=(
            Column(key="account", title="Account", width=1.6),
            Column(key="day", title="Renewal", kind="day", width=1.1),
            Column(key="days", title="Days", kind="number", width=0.6),
            book.arr_column(tuple(code for code, _ in found.sums(found.ahead).sums), "ARR ending"),
            Column(key="band", title="Health", kind="band", width=1),
            Column(key="score", title="Score", kind="points", width=0.6),
            Column(key="forecast", title="Forecast", width=1, notes=(_said(found),)),
            Column(key="amount", title="Expected", kind="money", width=1.1, inside=MONEY),
            Column(
                key="priority",
                title="Priority",
                kind="number",
                digits=1,
                width=0.8,
                notes=(_formula(found),),
            ),
        ),
        rows=tuple(_row(found, one) for one in ordered),
        total=(
            Cell(text="All"),
            Cell(text=""),
            Cell(text=""),
            book.total(found.sums(found.ahead)),
            *(Cell(text=""),) * 5,
        ),
        most=_SHOWN,
        notes=(_ends(found),),
    )
    return Section(
        key="list",
        title="Each renewal",
        headline="By priority: worse health, more ARR and fewer days come first",
        lines=rows(table, _how(found)),
        inside=SCORE,
    )


def _urgent(one: Ahead) -> tuple[float, int, str]:
    return (-one.priority.value, one.row.days, one.row.account_id)


def _ends(found: Renewals) -> str:
    return found.book.notes.contract(
        scope=f"contracts in force that end within {found.within} days",
        formula="ARR of what ends on the day",
    )


def _said(found: Renewals) -> str:
    return found.book.notes.stored("forecast", formula="what was said last by the day")


def _formula(found: Renewals) -> str:
    usual = usual_arr(found.book.tx, found.book.day)
    return found.book.notes.own(
        "priority",
        "Priority",
        whence="computed here",
        on=found.book.day,
        formula=(
            "(1 + log2(1 + ARR / usual ARR)) x (1 to 2 as the day comes nearer, from"
            f" {FAR} days on) x (1 + (100 - score) / 50); usual ARR"
            f" {found.book.style.number(usual)}, the median; no score counts as 50"
        ),
    )


def _lead(found: Renewals) -> str:
    if not found.ahead:
        return "No contract in force ends in these days."
    told = Counter(one.row.category for one in found.ahead)
    parts = [f"{told[one]} {CATEGORY_WORDS[one].lower()}" for one in SAID if told[one]]
    return f"What was said last: {', '.join(parts)}."


def _figures(found: Renewals) -> Figures:
    book = found.book
    soon = [one for one in found.ahead if one.row.days <= _SOON]
    poor = [one for one in found.ahead if one.account.band == "Poor"]
    bad = [one for one in found.ahead if one.row.category in {"at risk", "lost"}]
    groups = [
        ("all", f"Within {found.within} days", list(found.ahead)),
        ("poor", f"Of accounts in {book.names.poor}", poor),
        ("bad", "Said to be at risk or lost", bad),
    ]
    if found.within > _SOON:
        groups.insert(1, ("soon", f"Within {_SOON} days", soon))
    items = []
    for key, label, some in groups:
        told = found.sums(some)
        parts = (count_of(len(some), "renewal"), book.unknown(told))
        items.append(
            Figure(
                key=key,
                label=label,
                text=book.money(told),
                value=book.value(told),
                detail=", ".join(one for one in parts if one),
                notes=(_ends(found),),
                inside=MONEY,
            )
        )
    return Figures(key="figures", items=tuple(items))


def _mix(found: Renewals) -> PartsChart | None:
    """The health of what renews, by renewals."""
    told = Counter(one.account.band for one in found.ahead)
    some = [one for one in _BANDS if told[one]]
    if not some:
        return None
    names = found.book.names
    tones: dict[Band, Tone] = {
        "Strong": "strong",
        "Average": "average",
        "Poor": "poor",
        "Unknown": "unknown",
    }
    return PartsChart(
        key="health",
        title="Renewals by health",
        summary=", ".join(f"{names.of(one)} {told[one]}" for one in some) + ".",
        labels=tuple(names.of(one) for one in some),
        values=tuple(float(told[one]) for one in some),
        tones=tuple(tones[one] for one in some),
        notes=(found.book.notes.score(),),
    )


def _words(found: Renewals) -> PartsChart | None:
    """What was said of what renews, by renewals."""
    told = Counter(one.row.category for one in found.ahead)
    some = [one for one in SAID if told[one]]
    if not some:
        return None
    return PartsChart(
        key="said",
        title="Renewals by forecast",
        summary=", ".join(f"{CATEGORY_WORDS[one]} {told[one]}" for one in some) + ".",
        labels=tuple(CATEGORY_WORDS[one] for one in some),
        values=tuple(float(told[one]) for one in some),
        tones=tuple(_TONES[one] for one in some),
        notes=(_said(found),),
    )


def months_of(found: Renewals) -> list[int]:
    """The first days of the months that the days ahead reach."""
    first = to_date(found.book.day).replace(day=1)
    last, out = found.book.day + found.within, []
    while to_day(first) <= last:
        out.append(to_day(first))
        month = first.month % 12 + 1
        first = first.replace(year=first.year + (month == 1), month=month)
    return out


def _month(day: int) -> int:
    return to_day(to_date(day).replace(day=1))


def _chart(found: Renewals, code: str) -> ColumnChart:
    """ARR that ends, month by month, by what was said."""
    held = months_of(found)
    sums: dict[tuple[int, str], float] = {}
    for one in found.ahead:
        if one.row.arr is not None and one.row.currency == code:
            key = (_month(one.row.renewal), one.row.category)
            sums[key] = sums.get(key, 0.0) + one.row.arr
    some = [word for word in SAID if any(sums.get((month, word)) for month in held)]
    most = max((sum(sums.get((month, word), 0.0) for word in some) for month in held), default=0.0)
    unit, by = ("k", 1000.0) if most >= 20_000 else ("", 1.0)
    named = f"ARR that ends, by month and forecast, {f'{unit} ' if unit else ''}{code}".strip(", ")
    return ColumnChart(
        key=f"months {code}".strip(),
        title=named,
        summary=f"{len(held)} months; {found.book.style.money(sum(sums.values()), code)} in all.",
        unit=unit,
        labels=tuple(found.book.style.month(one) for one in held),
        series=tuple(
            Series(
                name=CATEGORY_WORDS[word],
                values=tuple(sums.get((month, word), 0.0) / by for month in held),
                tone=_TONES[word],
            )
            for word in some
        ),
        notes=(_ends(found), _said(found)),
        inside=MONEY,
    )


def _table(found: Renewals) -> Table:
    """The months: how many, ARR, by what was said, and the health of them."""
    book = found.book
    codes = tuple(code for code, _ in found.sums(found.ahead).sums)
    out = []
    for month in months_of(found):
        some = [one for one in found.ahead if _month(one.row.renewal) == month]
        out.append(Row(key=str(month), cells=_cells(found, book.style.month(month), some)))
    return Table(
        key="months",
        title="Month by month",
        columns=(
            Column(key="month", title="Month", width=1.2),
            Column(key="count", title="Renewals", kind="number", width=0.9),
            book.arr_column(codes, "ARR ending"),
            *(
                Column(key=f"said {word}".strip(), title=CATEGORY_WORDS[word], kind="number")
                for word in SAID
            ),
            *(
                Column(key=band.lower(), title=book.names.of(band), kind="number")
                for band in _BANDS
            ),
        ),
        rows=tuple(out),
        total=_cells(found, "All", list(found.ahead)),
        notes=(_ends(found), _said(found)),
    )


def _cells(found: Renewals, name: str, some: list[Ahead]) -> tuple[Cell, ...]:
    style, book = found.book.style, found.book
    said = Counter(one.row.category for one in some)
    bands = Counter(one.account.band for one in some)
    counts = [*(said[word] for word in SAID), *(bands[band] for band in _BANDS)]
    return (
        Cell(text=name),
        Cell(text=style.number(len(some)), value=len(some)),
        book.total(found.sums(some)),
        *(Cell(text=style.number(one), value=one) for one in counts),
    )


def _row(found: Renewals, one: Ahead) -> Row:
    book, row = found.book, one.row
    told = amounts(((row.amount, row.currency),))
    return Row(
        key=f"{row.account_id} {row.renewal}",
        cells=(
            book.account(row.account_name),
            book.on(row.renewal),
            Cell(text=book.style.number(row.days), value=row.days),
            book.arr(row.arr, row.currency),
            book.band(one.account.band),
            book.points(one.account.shown),
            Cell(text=CATEGORY_WORDS[row.category]),
            Cell(text="") if row.amount is None else book.total(told),
            Cell(text=book.style.number(one.priority.value, 1), value=one.priority.value),
        ),
    )


def _how(found: Renewals) -> Paragraph:
    """The formula of the priority, by the most urgent one."""
    first = min(found.ahead, key=_urgent)
    style = found.book.style
    told = " x ".join(
        f"{one.name} {style.number(one.value, 2)} ({one.why})" for one in first.priority.factors
    )
    words = (
        f"Priority = ARR x days x health. {first.row.account_name}: {told} ="
        f" {style.number(first.priority.value, 1)}. It is an order for working, no forecast."
    )
    return Paragraph(
        key="how", title="How the priority counts", text=words, notes=(_formula(found),)
    )
