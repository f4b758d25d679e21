"""The page of a portfolio review on who moved it: each with its reason, the largest point by point.

The rows under an account are the exact split of its change; together they are that change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from healthdesk.core.domain.band_moves import WAYS, BandMove
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
from healthdesk.core.domain.views import WhyRow, WhyView
from healthdesk.core.services import explain
from healthdesk.core.services.reports.blocks import on, rows, short
from healthdesk.core.services.reports.book import SCORE, text
from healthdesk.core.services.reports.portfolio_brief import movement, sum_of
from healthdesk.core.services.reports.portfolio_facts import Portfolio
from healthdesk.core.services.wording import count_of

_SHOWN: Final = 40
"""Movers that paper shows; the workbook has all."""
_PARTS: Final = 5
"""Rows of a split that are told one by one; the rest is one row."""


def section(found: Portfolio, explained: int) -> Section | None:
    """Who moved; None where no account is there at all.

    Args:
        found: the book on two days.
        explained: how many are told point by point, those with the most ARR first.
    """
    if not found.trend.lines:
        return None
    moves = found.trend.moves
    return Section(
        key="moved",
        title="Who moved",
        headline=f"{movement(found)} since {_then(found)}",
        lead=_lead(found),
        lines=rows(
            _figures(found) if moves else None,
            _table(found, moves) if moves else None,
            _split(found, explained),
        ),
        inside=SCORE,
    )


def _then(found: Portfolio) -> str:
    return on(found.book.style, found.before, found.book.day)


def _lead(found: Portfolio) -> Paragraph:
    quiet = sum(one.stale for one in found.book.rows)
    told = "Each in a lower or a higher band than before, with the reason that weighs most."
    if not found.trend.moves:
        told = "Every account is in the band that it was in."
    if quiet:
        are = "is" if quiet == 1 else "are"
        told += f" {count_of(quiet, 'account')} whose data stopped {are} not counted as moved."
    edge = found.trend.hovering
    if edge:
        held = count_of(edge, "account") + (" hovers" if edge == 1 else " hover")
        told += f" {held} at a threshold: the band that was told last counts."
    return Paragraph(key="lead", text=told)


def _figures(found: Portfolio) -> Figures:
    """How many moved in each way, and their ARR."""
    book = found.book
    items = []
    for way, words in WAYS.items():
        moves = found.moved(way)
        told = sum_of(moves)
        details = (f"{book.money(told)} of ARR" if moves else "", book.unknown(told))
        items.append(
            Figure(
                key=way,
                label=words,
                text=str(len(moves)),
                value=len(moves),
                detail=", ".join(one for one in details if one),
                notes=(found.scored, found.book.paying),
            )
        )
    return Figures(key="figures", items=tuple(items))


def _table(found: Portfolio, moves: tuple[BandMove, ...]) -> Table:
    book = found.book
    return Table(
        key="moves",
        title="Who moved, and why",
        columns=(
            Column(key="account", title="Account", width=1.7),
            book.arr_column(found.currencies),
            Column(key="was", title=_then(found), kind="band", width=1),
            Column(key="score was", title="Score", kind="number", width=0.6),
            Column(key="now", title="Now", kind="band", width=1),
            Column(key="score", title="Score now", kind="points", width=0.7),
            Column(key="change", title="Change", kind="change", width=0.8),
            Column(key="why", title="Why", width=3, wraps=True),
        ),
        rows=tuple(_row(found, one) for one in moves),
        most=_SHOWN,
        notes=(found.scored,),
    )


def _row(found: Portfolio, one: BandMove) -> Row:
    book = found.book
    change = None if one.was is None or one.shown is None else one.shown - one.was
    return Row(
        key=one.account_id,
        group=WAYS[one.way],
        cells=(
            book.account(one.name),
            book.arr(one.arr, one.currency),
            book.band(one.before),
            book.points(one.was),
            book.band(one.after),
            book.points(one.shown),
            book.change(change),
            text(one.reason),
        ),
    )


def _split(found: Portfolio, explained: int) -> Table | None:
    """The split of those with the most ARR that fell or rose."""
    moves = sorted((*found.moved("fell"), *found.moved("rose")), key=_most_first)[:explained]
    told = [row for one in moves for row in _parts(found, one)]
    if not told:
        return None
    return Table(
        key="split",
        title="Those with the most ARR, point by point: the rows of each add up to its change",
        columns=(
            Column(key="points", title="Points", kind="change", digits=1, width=0.6),
            Column(key="what", title="What", width=5, wraps=True),
        ),
        rows=tuple(told),
        notes=(found.scored,),
    )


def _parts(found: Portfolio, one: BandMove) -> Iterator[Row]:
    book = found.book
    why: WhyView = explain.why(book.tx, one.account_id, found.before, book.day, names=book.names)
    if why.change is None:
        return
    some = sorted((part for part in why.rows if part.points), key=_largest)
    group = f"{short(one.name, 60)}: {book.style.signed(why.change, 1)}"
    for part in some[:_PARTS]:
        words = part.text.rpartition(": ")[0] if part.key else part.text
        yield Row(
            key=f"{one.account_id} {part.kind} {part.key}",
            group=group,
            cells=(book.change(part.points, 1), text(words)),
        )
    rest = some[_PARTS:]
    if rest:
        left = sum(part.points for part in rest)
        words = f"{count_of(len(rest), 'smaller row')} together"
        yield Row(
            key=f"{one.account_id} rest",
            group=group,
            cells=(book.change(left, 1), Cell(text=words)),
        )


def _most_first(one: BandMove) -> tuple[float, str]:
    return (-(one.arr or 0.0), one.account_id)


def _largest(one: WhyRow) -> float:
    return -abs(one.points)
