"""The first pages of a portfolio review: one page for somebody who never saw it, then the bands."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.band_moves import BandMove
from healthdesk.core.domain.board_money import Amounts, amounts
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
from healthdesk.core.domain.report_chart import PartsChart, Tone
from healthdesk.core.domain.views import Band
from healthdesk.core.services.profiles import published
from healthdesk.core.services.reports.blocks import beside, listed, on, rows, short
from healthdesk.core.services.reports.book import MONEY, SCORE, text
from healthdesk.core.services.reports.portfolio_facts import PARTED, Portfolio
from healthdesk.core.services.wording import count_of

_TONES: Final[dict[Band, Tone]] = {
    "Strong": "strong",
    "Average": "average",
    "Poor": "poor",
    "Unknown": "unknown",
}
_MOST: Final = 5
"""Movers that the one page names."""
_REASON: Final = 120


def page(found: Portfolio) -> Section:
    """One page that says it all."""
    return Section(
        key="page",
        title="In brief",
        headline=_headline(found),
        lead=Paragraph(key="lead", text=_lead(found), notes=(found.scored,)),
        lines=(
            *rows(_figures(found)),
            *beside(_parts(found, 0, "then"), _parts(found, -1, "now")),
            *rows(_movers(found), _how(found)),
        ),
        inside=SCORE,
    )


def bands(found: Portfolio) -> Section:
    """Accounts and ARR by band, then and now, and how much is known of them."""
    return Section(
        key="bands",
        title="Bands",
        headline=f"The book on {found.book.date(found.book.day)}",
        lead=Paragraph(key="lead", text=_known(found), notes=(found.scored,)),
        lines=rows(_counts(found), *(_paid(found, code) for code in found.currencies)),
        inside=SCORE,
    )


def movement(found: Portfolio) -> str:
    """Who moved, in a few words: "9 accounts fell, 6 rose"."""
    fell, rose = len(found.moved("fell")), len(found.moved("rose"))
    if not fell and not rose:
        return "No account changed its band"
    return f"{count_of(fell, 'account')} fell, {rose} rose"


def sum_of(moves: tuple[BandMove, ...]) -> Amounts:
    """The ARR of some that moved."""
    return amounts((one.arr, one.currency) for one in moves)


def _then(found: Portfolio) -> str:
    return on(found.book.style, found.before, found.book.day)


def _headline(found: Portfolio) -> str:
    if not found.trend.lines:
        return "No account is a customer on this day"
    return f"{movement(found)} since {_then(found)}"


def _lead(found: Portfolio) -> str:
    book = found.book
    if not found.trend.lines:
        return "There is nothing to tell of."
    told = [
        f"{found.lines[one].now} {book.names.of(one)}" for one in PARTED if found.lines[one].now
    ]
    whole = found.counts(-1)
    first = f"Of {count_of(whole, 'account')}, {listed(told, 4)}."
    if whole == 1:
        first = f"The one account is {told[0].partition(' ')[2]}."
    gone, new = len(found.moved("gone")), len(found.moved("new"))
    came = [f"{gone} left" if gone else "", f"{new} came" if new else ""]
    more = " and ".join(one for one in came if one)
    return f"{first} Since {_then(found)}, {more}." if more else first


def _figures(found: Portfolio) -> Figures:
    book = found.book
    now = found.paid(-1)
    items = [
        Figure(
            key="arr",
            label="ARR",
            text=book.money(now),
            value=book.value(now),
            detail=book.unknown(now) or f"{book.money(found.paid(0))} on {_then(found)}",
            notes=(found.book.paying,),
            inside=MONEY,
        )
    ]
    strong = _strong(found)
    if strong is not None:
        items.append(strong)
    items += [_moved(found, "fell", "Fell to a lower band", "bad")]
    items += [_moved(found, "rose", "Rose to a higher band", "good")]
    return Figures(key="figures", items=tuple(items))


def _strong(found: Portfolio) -> Figure | None:
    """The share of Strong, by ARR where that adds up."""
    book, style = found.book, found.book.style
    now = found.share_of_strong(-1)
    before = _share_before(found)
    if now is None:
        return None
    by = "ARR" if found.scale.by == "arr" else "accounts"
    moved = None if before is None else round(now * 100) - round(before * 100)
    way: Direction = (
        "" if moved is None else "even" if not moved else "good" if moved > 0 else "bad"
    )
    return Figure(
        key="strong",
        label=f"{book.names.strong}, share of {by}",
        text=style.share(now),
        value=now,
        change="" if moved is None else style.signed(moved),
        direction=way,
        detail="" if before is None else f"{style.share(before)} on {_then(found)}",
        notes=(found.scored, found.book.paying),
    )


def _share_before(found: Portfolio) -> float | None:
    """The share of Strong on the day before the period, from the bands of that day."""
    if not found.trend.lines:
        return None
    if found.scale.by == "arr":
        sums = {one: sum(dict(found.paid(0, one).sums).values()) for one in PARTED}
    else:
        sums = {one: float(found.lines[one].counts[0]) for one in PARTED}
    whole = sum(sums.values())
    return sums["Strong"] / whole if whole else None


def _moved(found: Portfolio, way: str, label: str, direction: Direction) -> Figure:
    moves = found.moved("fell" if way == "fell" else "rose")
    told = sum_of(moves)
    worth = f"{found.book.money(told)} of ARR" if moves else ""
    return Figure(
        key=way,
        label=label,
        text=str(len(moves)),
        value=len(moves),
        direction=direction,
        detail=", ".join(one for one in (worth, found.book.unknown(told)) if one),
        notes=(found.scored,),
    )


def _parts(found: Portfolio, at: int, key: str) -> PartsChart | None:
    """The mix of bands on one of the days, by accounts."""
    some = [one for one in PARTED if one in found.lines and found.lines[one].counts[at]]
    if not some:
        return None
    book = found.book
    values = [found.lines[one].counts[at] for one in some]
    told = ", ".join(f"{book.names.of(one)} {n}" for one, n in zip(some, values, strict=True))
    day = book.date(found.before if at == 0 else book.day)
    return PartsChart(
        key=key,
        title=f"Accounts on {day}",
        summary=f"{told}.",
        labels=tuple(book.names.of(one) for one in some),
        values=tuple(float(one) for one in values),
        tones=tuple(_TONES[one] for one in some),
        notes=(found.scored,),
    )


def _movers(found: Portfolio) -> Table | None:
    """The movers with the most ARR, those that fell before those that rose."""
    moves = (*found.moved("fell"), *found.moved("gone"), *found.moved("rose"))[:_MOST]
    if not moves:
        return None
    book = found.book
    return Table(
        key="movers",
        title="Who moved it most",
        columns=(
            Column(key="account", title="Account", width=1.5),
            book.arr_column(found.currencies),
            Column(key="was", title=_then(found), kind="band", width=0.9),
            Column(key="now", title="Now", kind="band", width=0.9),
            Column(key="why", title="Why", width=3, wraps=True),
        ),
        rows=tuple(
            Row(
                key=one.account_id,
                cells=(
                    book.account(one.name),
                    book.arr(one.arr, one.currency),
                    book.band(one.before),
                    Cell(text="left") if one.way == "gone" else book.band(one.after),
                    text(one.reason, _REASON),
                ),
            )
            for one in moves
        ),
        notes=(found.scored,),
    )


def _how(found: Portfolio) -> Paragraph:
    """How to read it, for somebody who never saw it."""
    names = found.book.names
    limits = found.standing.thresholds
    parts = _made_of(found)
    told = "Every account has a health score from 0 to 100"
    told += f", made of {listed(parts, 6)}." if parts else "."
    if len(limits) == 1:
        strong, average = (found.book.style.number(one) for one in limits[0])
        told += f" {names.strong} begins at {strong}, {names.average} at {average}, below is "
        told += f"{names.poor}; {names.unknown} means that too little is known."
    else:
        told += f" {names.strong} is best, then {names.average}, then {names.poor};"
        told += f" {names.unknown} means that too little is known."
    told += " ARR is what an account pays a year."
    return Paragraph(key="how", title="How to read this", text=told, voice="quiet")


def _made_of(found: Portfolio) -> tuple[str, ...]:
    """What scores are made of, in the words of the models in force."""
    held = {one.profile.key: one for one in published(found.book.tx) if one.day <= found.book.day}
    parts = [part for one in held.values() for part in one.profile.dimensions if part.weight > 0]
    return tuple(dict.fromkeys(short(one.name, 40).lower() for one in parts))


def _known(found: Portfolio) -> str:
    """How much is known of the accounts."""
    rows = found.book.rows
    if not rows:
        return "No account is a customer on this day."
    style = found.book.style
    mean = sum(one.coverage for one in rows) / len(rows)
    told = f"Data covers {style.share(mean)} of the health model on average"
    none = sum(one.shown is None for one in rows)
    if none:
        told += f"; {count_of(none, 'account')} {'has' if none == 1 else 'have'} no score"
    hand = sum(one.overridden for one in rows)
    if hand:
        told += f"; {hand} {'is' if hand == 1 else 'are'} set by hand"
    return f"{told}."


def _counts(found: Portfolio) -> Table:
    book = found.book
    rows = []
    for one in PARTED:
        line = found.lines.get(one)
        if line is not None:
            rows.append(_count_row(found, one, line.counts[0], line.now))
    whole = (found.counts(0), found.counts(-1))
    return Table(
        key="accounts",
        title="Accounts",
        columns=_columns(found, "number"),
        rows=tuple(rows),
        total=(
            Cell(text="All"),
            *(Cell(text=book.style.number(one), value=one) for one in whole),
            Cell(text=book.style.signed(whole[1] - whole[0]), value=whole[1] - whole[0]),
        ),
        notes=(found.scored,),
    )


def _count_row(found: Portfolio, band: Band, was: int, now: int) -> Row:
    style = found.book.style
    return Row(
        key=band.lower(),
        cells=(
            found.book.band(band),
            Cell(text=style.number(was), value=was),
            Cell(text=style.number(now), value=now),
            _way(found, band, now - was, style.signed(now - was)),
        ),
    )


def _paid(found: Portfolio, code: str) -> Table:
    """ARR by band in one currency."""
    style = found.book.style
    sums = {
        one: [dict(found.paid(at, one).sums).get(code, 0.0) for at in (0, -1)]
        for one in found.lines
    }
    whole = [sum(one[at] for one in sums.values()) for at in (0, 1)]
    missing = found.paid(-1).unknown
    return Table(
        key=f"arr {code}".strip(),
        title=f"ARR in {code}" if code else "ARR",
        columns=_columns(found, "money", code),
        rows=tuple(
            Row(
                key=band.lower(),
                cells=(
                    found.book.band(band),
                    Cell(text=style.money(was, code), value=was),
                    Cell(text=style.money(now, code), value=now),
                    _way(found, band, now - was, _signed(found, now - was, code)),
                ),
            )
            for band, (was, now) in ((one, sums[one]) for one in PARTED if one in sums)
        ),
        total=(
            Cell(text=f"All known, {missing} not known" if missing else "All"),
            Cell(text=style.money(whole[0], code), value=whole[0]),
            Cell(text=style.money(whole[1], code), value=whole[1]),
            Cell(text=_signed(found, whole[1] - whole[0], code), value=whole[1] - whole[0]),
        ),
        notes=(found.scored, found.book.paying),
        inside=MONEY,
    )


def _columns(found: Portfolio, kind: str, code: str = "") -> tuple[Column, ...]:
    then, now = found.book.date(found.before), found.book.date(found.book.day)
    money = kind == "money"
    return (
        Column(key="band", title="Band", kind="band", width=1.5),
        Column(key="was", title=then, kind="money" if money else "number", currency=code),
        Column(key="now", title=now, kind="money" if money else "number", currency=code),
        Column(key="change", title="Change", kind="money" if money else "change", currency=code),
    )


def _signed(found: Portfolio, value: float, code: str) -> str:
    told = found.book.style.money(value, code)
    return f"+{told}" if round(value) > 0 else told


def _way(found: Portfolio, band: Band, change: float, told: str) -> Cell:
    """More in Strong and less in Poor are good; of the others nobody can say."""
    good = {"Strong": change > 0, "Poor": change < 0}.get(band)
    way: Direction = "" if good is None or not round(change) else "good" if good else "bad"
    return Cell(text=told, value=change, direction=way)
