"""Pages of a portfolio review on what is not seen at once: silent accounts, and missing data."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.board_money import amounts
from healthdesk.core.domain.report import Cell, Column, Paragraph, Row, Section, Table
from healthdesk.core.domain.views import AccountRow
from healthdesk.core.domain.widget import Ask
from healthdesk.core.services import board_people, feeds
from healthdesk.core.services.reports.blocks import rows
from healthdesk.core.services.reports.book import SCORE, text
from healthdesk.core.services.reports.portfolio_facts import Portfolio
from healthdesk.core.services.wording import begun, count_of

_SHOWN: Final = 25
"""Rows that paper shows; the workbook has all."""


def silent(found: Portfolio, days: int) -> Section:
    """Accounts that nobody touched for some days; 0 = for longer than their own rhythm."""
    book = found.book
    ask = Ask(book.day, found.before + 1, {"days": days}, book.chosen)
    told = board_people.silent(book.tx, ask)
    worth = amounts((one.arr, one.currency) for one in told.rows)
    what = f"for {count_of(days, 'day')} or more" if days else "for longer than their rhythm"
    note = book.notes.touches(formula=f"no touch {what}; notes are no touch")
    table = Table(
        key="silent",
        columns=(
            Column(key="account", title="Account", width=2),
            Column(key="days", title="Days since the last touch", kind="number", width=1.4),
            Column(key="band", title="Health", kind="band", width=1.1),
            Column(key="score", title="Score", kind="points", width=0.7),
            book.arr_column(tuple(code for code, _ in worth.sums)),
        ),
        rows=tuple(
            Row(
                key=one.account_id,
                cells=(
                    book.account(one.name),
                    Cell(text="never" if one.days is None else str(one.days), value=one.days),
                    book.band(one.band),
                    book.points(one.shown),
                    book.arr(one.arr, one.currency),
                ),
            )
            for one in told.rows
        ),
        total=(
            Cell(text=count_of(len(told.rows), "account")),
            *(Cell(text=""),) * 3,
            book.total(worth),
        )
        if told.rows
        else (),
        most=_SHOWN,
        empty=told.empty or "No account is silent.",
        notes=(note,),
    )
    head = f"{count_of(len(told.rows), 'account')} had no touch {what}"
    if told.newest is None:
        head = "Silence cannot be told"
    elif not told.rows:
        head = "No account is silent"
    return Section(
        key="silent",
        title="Silent accounts",
        headline=head,
        lines=rows(table),
        inside=SCORE,
    )


def data(found: Portfolio) -> Section:
    """Feeds that are late, accounts whose data stopped, and those without a score."""
    book = found.book
    late = feeds.late(book.tx, book.day)
    some = sorted((one for one in book.rows if one.stale or one.shown is None), key=_worth)
    note = found.scored
    table = Table(
        key="data",
        columns=(
            Column(key="account", title="Account", width=2),
            book.arr_column(tuple(sorted({one.currency for one in some if one.arr}))),
            Column(key="score", title="Score", kind="points", width=0.7),
            Column(key="what", title="What is missing", width=3, wraps=True),
            Column(key="covers", title="Data covers", kind="percent", width=0.9),
        ),
        rows=tuple(
            Row(
                key=one.account_id,
                cells=(
                    book.account(one.name),
                    book.arr(one.arr, one.currency),
                    book.points(one.shown),
                    text(one.reason or "Too little data"),
                    Cell(text=book.style.share(one.coverage), value=one.coverage),
                ),
            )
            for one in some
        ),
        most=_SHOWN,
        empty="Every account has a score, and no data stopped.",
        notes=(note,),
    )
    told = [f"{begun(one.sentence).rstrip('.')}." for one in late]
    feed = Paragraph(key="late", title="Late sources", text=" ".join(told)) if told else None
    return Section(
        key="data",
        title="Data problems",
        headline=_headline(some, len(late)),
        lines=rows(feed, table),
        inside=SCORE,
    )


def _headline(some: list[AccountRow], late: int) -> str:
    parts = []
    stopped = sum(one.stale for one in some)
    none = sum(one.shown is None and not one.stale for one in some)
    if late:
        parts.append(f"{count_of(late, 'source')} {'is' if late == 1 else 'are'} late")
    if stopped:
        rest = "rests" if stopped == 1 else "rest"
        parts.append(f"{count_of(stopped, 'score')} {rest} on missing data")
    if none:
        parts.append(f"{count_of(none, 'account')} {'has' if none == 1 else 'have'} no score")
    return begun("; ".join(parts)) or "No data problem"


def _worth(one: AccountRow) -> tuple[bool, float, str, str]:
    return (not one.stale, -(one.arr or 0.0), one.name.casefold(), one.account_id)
