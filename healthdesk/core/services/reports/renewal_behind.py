"""Pages of a renewals report on a period: revenue kept, and what was said against what came.

GRR and NRR are those of domain/portfolio.py: of the accounts with ARR the day before the period,
what neither churned nor shrank, as a share of that ARR; NRR adds what the same accounts grew by.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from healthdesk.core.domain.board_money import amounts
from healthdesk.core.domain.forecast import CATEGORY_WORDS, Came, ForecastView
from healthdesk.core.domain.number_style import NONE
from healthdesk.core.domain.portfolio import Retention
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
from healthdesk.core.services.reports.blocks import on, rows
from healthdesk.core.services.reports.book import MONEY, SCORE
from healthdesk.core.services.reports.renewal_facts import Behind, Renewals
from healthdesk.core.services.wording import count_of

FORMULA: Final = (
    "GRR = (ARR at the start - churned - downgraded) / ARR at the start; NRR = GRR + expanded /"
    " ARR at the start; of accounts with ARR at the start"
)
_SHOWN: Final = 40
"""Rows that paper shows; the workbook has all."""
_CAME: Final = {
    "renewed": "renewed",
    "expanded": "renewed, and grew",
    "downgraded": "renewed, and shrank",
    "churned": "churned",
    "nothing in force": "lapsed",
}

_TONES: Final[dict[str, Direction]] = {"held": "good", "did not hold": "bad"}


def retention(found: Renewals) -> Section:
    """GRR and NRR, and who made them."""
    book = found.book
    name = found.period.name
    kept = found.kept
    if not kept:
        text = f"No account had a known ARR on {book.date(found.before)}."
        return Section(
            key="retention",
            title="Revenue kept",
            headline=f"Revenue kept cannot be told for {name}",
            lead=Paragraph(key="lead", text=text, notes=(_note(found),)),
        )
    code, told, _ = kept[0]
    head = f"GRR {_share(found, told.gross)}, NRR {_share(found, told.net)} in {name}"
    if len(kept) > 1:
        head += f", of accounts in {code}"
    return Section(
        key="retention",
        title="Revenue kept",
        headline=head,
        lead=Paragraph(key="lead", text=_lead(found), notes=(_note(found),)),
        lines=rows(_figures(found, *kept[0]), _table(found), _movers(found), _how()),
    )


def said(found: Renewals) -> Section:
    """The renewals of the period: what was said before, and what came."""
    behind = found.behind
    name = found.period.name
    called = Counter(one.verdict for one in behind)
    calls = called["held"] + called["did not hold"]
    head = f"{count_of(len(behind), 'renewal')} came up in {name}"
    lead = "No call was made on any of them."
    if calls:
        lead = f"Of {count_of(calls, 'call')}, {called['held']} held."
    open_ones = sum(one.came is None for one in behind)
    if open_ones:
        lead += f" Of {open_ones}, nothing came yet."
    return Section(
        key="said",
        title="Said and came",
        headline=head if behind else f"No contract ended in {name}",
        lead=Paragraph(key="lead", text=lead) if behind else None,
        lines=rows(_behind(found, behind)),
        inside=SCORE,
    )


def _share(found: Renewals, value: float | None) -> str:
    return found.book.style.share(value, 1)


def _note(found: Renewals) -> str:
    book = found.book
    scope = f"{book.date(found.before)} to {book.date(found.period.last)}"
    if book.segment:
        scope += f", accounts of {book.segment} on the first of these days"
    return book.notes.arr(formula=f"{FORMULA}; {scope}")


def _lead(found: Renewals) -> str:
    book = found.book
    first, last = book.date(found.before), book.date(found.period.last)
    parts = [
        f"{count_of(count, 'account')} with {book.style.money(told.start, code)}"
        for code, told, count in found.kept
    ]
    text = f"From {first} to {last}: {' and '.join(parts)}"
    text += "; currencies are counted apart." if len(found.kept) > 1 else "."
    if found.left_out:
        are = "is" if found.left_out == 1 else "are"
        text += f" {count_of(found.left_out, 'account')} whose ARR is not known {are} left out."
    return text


def _figures(found: Renewals, code: str, told: Retention, count: int) -> Figures:
    style, note = found.book.style, (_note(found),)
    of = f"{code}, {count_of(count, 'account')}" if code else count_of(count, "account")
    lost = told.churned + told.downgraded
    end = told.start - lost + told.expanded
    return Figures(
        key="figures",
        items=(
            Figure(
                key="grr",
                label="GRR, gross revenue kept",
                text=_share(found, told.gross),
                value=told.gross,
                detail=of,
                notes=note,
            ),
            Figure(
                key="nrr",
                label="NRR, with what grew",
                text=_share(found, told.net),
                value=told.net,
                detail=of,
                notes=note,
            ),
            Figure(
                key="start",
                label="ARR at the start",
                text=style.money(told.start, code),
                value=told.start,
                detail=found.book.date(found.before),
                notes=note,
                inside=MONEY,
            ),
            Figure(
                key="end",
                label="The same accounts now",
                text=style.money(end, code),
                value=end,
                detail=found.book.date(found.period.last),
                notes=note,
                inside=MONEY,
            ),
        ),
    )


def _table(found: Renewals) -> Table:
    """How it is made up, a row for each currency."""
    style = found.book.style
    rows = []
    for code, told, count in found.kept:
        parts = (told.start, -told.churned, -told.downgraded, told.expanded)
        rows.append(
            Row(
                key=code or "all",
                cells=(
                    Cell(text=code or "All"),
                    Cell(text=style.number(count), value=count),
                    *(Cell(text=style.money(one, code), value=one) for one in parts),
                    Cell(text=_share(found, told.gross), value=told.gross),
                    Cell(text=_share(found, told.net), value=told.net),
                ),
            )
        )
    codes = [code for code, _, _ in found.kept]
    code = codes[0] if len(codes) == 1 else ""
    return Table(
        key="parts",
        title="How it is made up",
        columns=(
            Column(key="currency", title="Currency"),
            Column(key="accounts", title="Accounts", kind="number"),
            *(
                Column(key=key, title=title, kind="money", currency=code, width=1.3)
                for key, title in (
                    ("start", "ARR at the start"),
                    ("churned", "Churned"),
                    ("downgraded", "Downgraded"),
                    ("expanded", "Expanded"),
                )
            ),
            Column(key="grr", title="GRR", kind="percent", digits=1),
            Column(key="nrr", title="NRR", kind="percent", digits=1),
        ),
        rows=tuple(rows),
        notes=(_note(found),),
        inside=MONEY,
    )


def _movers(found: Renewals) -> Table | None:
    """Whose ARR changed; the rows add up to what churned, shrank and grew."""
    moved = found.moved
    if not moved:
        return None
    book = found.book
    made = []
    for account, name, code, start, change in moved:
        way = "Churned" if start + change <= 0 else "Downgraded" if change < 0 else "Expanded"
        signed = book.style.money(change, code)
        tone: Direction = "bad" if change < 0 else "good"
        made.append(
            Row(
                key=account,
                group=way,
                cells=(
                    book.account(name),
                    book.arr(start, code),
                    Cell(text=f"+{signed}" if change > 0 else signed, value=change, direction=tone),
                    book.arr(start + change, code),
                ),
            )
        )
    made.sort(key=_grouped)
    codes = tuple(dict.fromkeys(code for _, _, code, _, _ in moved))
    code = codes[0] if len(codes) == 1 else ""
    return Table(
        key="moved",
        title="Whose ARR changed",
        columns=(
            Column(key="account", title="Account", width=2),
            Column(key="start", title="At the start", kind="money", currency=code),
            Column(key="change", title="Change", kind="money", currency=code),
            Column(key="end", title="Now", kind="money", currency=code),
        ),
        rows=tuple(made),
        most=_SHOWN,
        notes=(_note(found),),
        inside=MONEY,
    )


def _grouped(one: Row) -> int:
    return ("Churned", "Downgraded", "Expanded").index(one.group)


def _how() -> Paragraph:
    text = f"{FORMULA}. Whoever came later counts in neither."
    return Paragraph(key="how", title="How it is counted", text=text, voice="quiet")


def _behind(found: Renewals, behind: tuple[Behind, ...]) -> Table:
    book = found.book
    codes = tuple(code for code, _ in amounts((one.arr, one.currency) for one in behind).sums)
    told = book.notes.stored("forecast", formula="what was said by the end of the period")
    came = book.notes.stored("outcome", formula="the outcome nearest to the renewal's day")
    return Table(
        key="behind",
        columns=(
            Column(key="account", title="Account", width=1.7),
            Column(key="day", title="Renewal", kind="day", width=1.2),
            book.arr_column(codes, "ARR ending"),
            Column(key="first", title="Said before", width=1.3, notes=(told,)),
            Column(key="last", title="Said last", width=1.3, notes=(told,)),
            Column(key="came", title="What came", width=1.5, notes=(came,)),
            Column(key="after", title="All ARR after", kind="money", width=1.1, inside=MONEY),
            Column(key="held", title="The call", width=1),
        ),
        rows=tuple(_behind_row(found, one) for one in behind),
        most=_SHOWN,
        empty="No contract that was in force ended in the period.",
    )


def _behind_row(found: Renewals, one: Behind) -> Row:
    book = found.book
    tone = _TONES.get(one.verdict, "")
    after = None if one.came is None else one.came.amount
    return Row(
        key=f"{one.account_id} {one.day}",
        cells=(
            book.account(one.name),
            book.on(one.day),
            book.arr(one.arr, one.currency),
            Cell(text=_word(found, one.first)),
            Cell(text=_word(found, one.last)),
            Cell(text=_came(found, one.came)),
            Cell(text=NONE) if after is None else book.arr(after, one.currency),
            Cell(text=one.verdict, direction=tone),
        ),
    )


def _word(found: Renewals, said: ForecastView | None) -> str:
    """A word and its day: "Likely, 3 Oct"."""
    if said is None:
        return NONE
    day = on(found.book.style, said.made_on, found.book.day)
    return f"{CATEGORY_WORDS.get(said.category, said.category)}, {day}"


def _came(found: Renewals, came: Came | None) -> str:
    if came is None:
        return "nothing yet"
    return f"{_CAME.get(came.kind, came.kind)}, {on(found.book.style, came.day, found.book.day)}"
