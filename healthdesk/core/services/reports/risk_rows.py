"""The accounts at risk as of a day, and how they stand against a week before.

A week before is the report that was filed then, where there is one, else the same rule as of then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.at_risk import SAID, RiskRule
from healthdesk.core.domain.forecast import ForecastView
from healthdesk.core.domain.report import Column, Line, Report, Row, Section, Table
from healthdesk.core.domain.report_compare import Moved, compared
from healthdesk.core.domain.report_prepare import blocks
from healthdesk.core.domain.views import AccountRow
from healthdesk.core.services.board_renewals import coming
from healthdesk.core.services.reports import filing
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.book import Book
from healthdesk.core.services.reports.kept import scope_of

WEEK: Final = 7
KEY: Final = "risks"
"""Key of the section and of its table, by which a filed report is read again."""
_NEAR: Final = 3
"""Days by which a filed report may be off a week and still be last week's."""


@dataclass(frozen=True)
class Risk:
    """An account at risk: as it stands, why, and what was said last of a renewal at risk."""

    row: AccountRow
    why: tuple[str, ...]
    said: ForecastView | None = None


@dataclass(frozen=True)
class Then:
    """Last week: the day, its accounts at risk as a table, and the filed report it is of."""

    day: int
    table: Table
    filed: filing.FiledRow | None = None


def risks(book: Book, rule: RiskRule) -> tuple[Risk, ...]:
    """The accounts of a book at risk on its day: the most ARR first, unknown last."""
    said: dict[str, ForecastView] = {}
    for one in coming(book.tx, book.day):
        held = said.get(one.account_id)
        if (
            one.said is not None
            and one.category in SAID
            and (held is None or held.category != "lost")
        ):
            said[one.account_id] = one.said
    out = []
    for row in book.rows:
        word = said.get(row.account_id)
        why = rule.why(row, "" if word is None else word.category, book.names)
        if why:
            out.append(Risk(row, why, word))
    return tuple(sorted(out, key=_order))


def last_week(book: Book, rule: RiskRule) -> Then:
    """What was at risk a week before."""
    day = book.day - WEEK
    for one in _filed(book.asked, book.day):
        table = _table_of(filing.opened(book.tx, one.row))
        if table is not None:
            return Then(one.day, table, one)
    before = Book(book.asked, day)
    return Then(day, standing(before, risks(before, rule)))


def standing(book: Book, some: tuple[Risk, ...]) -> Table:
    """How accounts at risk stand: what two weeks are compared by."""
    return Table(
        key=KEY,
        columns=(
            Column(key="account", title="Account"),
            Column(key="band", title="Health", kind="band"),
            Column(key="score", title="Score", kind="points"),
        ),
        rows=tuple(
            Row(
                key=one.row.account_id,
                cells=(
                    book.account(one.row.name),
                    book.band(one.row.band),
                    book.points(one.row.shown),
                ),
                unsure=one.row.stale,
            )
            for one in some
        ),
    )


def states(before: Table, after: Table) -> dict[str, Moved]:
    """How each account moved from one week to the next; those only in the first are resolved.

    By the same words as every comparison of two reports; that something else was told of an
    account is no move.
    """
    pairs = compared(_report(before), _report(after))
    found = {row.key: row.moved for pair in pairs for row in pair.rows}
    return {key: "same" if moved == "other" else moved for key, moved in found.items()}


def _filed(asked: Asked, day: int) -> list[filing.FiledRow]:
    """The filed reports of the kind of last week, the one nearest to a week ago first."""
    found = [
        one
        for one in filing.listed(asked.tx, asked.spec.key, scope_of(asked.options))
        if abs(day - WEEK - one.day) <= _NEAR and one.filed_on <= day
    ]
    return sorted(found, key=lambda one: (abs(day - WEEK - one.day), -one.row))


def _table_of(report: Report) -> Table | None:
    for section in report.sections:
        if section.key == KEY:
            return next(
                (one for one in blocks(section) if isinstance(one, Table) and one.key == KEY), None
            )
    return None


def _report(table: Table) -> Report:
    """A report that holds nothing else than a table."""
    section = Section(key=KEY, title=KEY, lines=(Line(blocks=(table,)),))
    return Report(kind=KEY, title=KEY, day=0, sections=(section,))


def _order(one: Risk) -> tuple[bool, float, str, str]:
    row = one.row
    return (row.arr is None, -(row.arr or 0.0), row.name.casefold(), row.account_id)
