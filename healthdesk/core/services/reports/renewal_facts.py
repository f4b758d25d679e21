"""What the sections of a renewals report share: what is to come, what was said, what came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.board_money import Amounts, amounts
from healthdesk.core.domain.commercial import Known, Renewal, Term, known_by, renewals
from healthdesk.core.domain.facts import Facts
from healthdesk.core.domain.forecast import (
    Came,
    ForecastRow,
    ForecastView,
    Priority,
    came,
    priority,
)
from healthdesk.core.domain.portfolio import Course, Retention, course
from healthdesk.core.domain.report_period import Period
from healthdesk.core.domain.standing import Standing
from healthdesk.core.domain.views import AccountRow
from healthdesk.core.services import commercial, forecasts, segments, standing
from healthdesk.core.services.board_renewals import coming
from healthdesk.core.services.reports.book import Book

WELL: Final = frozenset({"commit", "likely"})


@dataclass(frozen=True)
class Ahead:
    """A renewal to come: what was said of it last, the account as it stands, how soon it asks."""

    row: ForecastRow
    account: AccountRow
    priority: Priority


@dataclass(frozen=True)
class Behind:
    """A renewal of the period: what was said first and last of it, and what came.

    `first` is what stood when the period began, else the first word in it.
    """

    account_id: str
    name: str
    day: int
    arr: Known
    currency: str
    first: ForecastView | None
    last: ForecastView | None
    came: Came | None

    @property
    def verdict(self) -> str:
        """Whether the last word held; "" = no call was made, or nothing came yet."""
        if self.came is None or self.last is None or self.last.category == "at risk":
            return ""
        return "held" if (self.last.category in WELL) != self.came.is_lost else "did not hold"


@dataclass(frozen=True)
class Renewals:
    """The renewals ahead of the day, and those of the period that ends with it."""

    book: Book
    period: Period
    within: int

    @cached_property
    def ahead(self) -> tuple[Ahead, ...]:
        """The renewals of its accounts within the days, as Renewals on dashboards has them."""
        alive = {one.account_id: one for one in self.book.rows}
        usual = forecasts.usual_arr(self.book.tx, self.book.day)
        return tuple(
            Ahead(
                one,
                alive[one.account_id],
                priority(alive[one.account_id].score, one.arr, one.days, usual),
            )
            for one in coming(self.book.tx, self.book.day)
            if one.account_id in alive and one.days <= self.within
        )

    def sums(self, some: Iterable[Ahead]) -> Amounts:
        """The ARR of some renewals."""
        return amounts((one.row.arr, one.row.currency) for one in some)

    # ---- behind --------------------------------------------------------------------------------

    @property
    def before(self) -> int:
        """The day before the period."""
        return self.period.first - 1

    @cached_property
    def ends(self) -> Standing:
        """How accounts stood the day before the period and on its last day."""
        return standing.read(self.book.tx, [self.before, self.period.last])

    @cached_property
    def cohort(self) -> frozenset[str] | None:
        """The accounts whose retention counts: those in the segment when the period began."""
        if self.book.segment is None:
            return None
        return frozenset(segments.members(self.book.tx, self.book.segment, self.before))

    @cached_property
    def course(self) -> Course:
        """What every account paid on the two ends of the period."""
        return course(self.facts, self.before, self.period.last)

    @property
    def facts(self) -> Facts:
        """The facts that retention is told of."""
        return self.ends.facts

    @cached_property
    def kept(self) -> tuple[tuple[str, Retention, int], ...]:
        """Retention by currency, and of how many accounts; that of most accounts first."""
        chosen = self.ends.chosen(self.cohort)
        merged: dict[str, tuple[Retention, int]] = {}
        for number, code in enumerate(self.ends.codes):
            some = chosen & (self.ends.code == number)
            told, count = self.course.kept(some), int((self.course.counts & some).sum())
            held = merged.get(code or self.book.own)
            if held is not None:
                told, count = _added(held[0], told), held[1] + count
            if told.start > 0:
                merged[code or self.book.own] = (told, count)
        order = sorted(merged, key=lambda code: (-merged[code][1], code))
        return tuple((code, *merged[code]) for code in order)

    @cached_property
    def left_out(self) -> int:
        """Accounts that were customers when the period began, of which an ARR is not known."""
        there = self.ends.alive(self.ends.chosen(self.cohort), 0)
        return int((self.course.unknown & there).sum())

    @cached_property
    def moved(self) -> tuple[tuple[str, str, str, float, float], ...]:
        """Who lost, shrank or grew: id, name, currency, ARR at the start, change; losses first."""
        change = np.where(self.ends.chosen(self.cohort), self.course.change, 0.0)
        facts = self.facts
        rows = [
            (
                facts.account_ids[at],
                facts.names[at],
                self.ends.codes[int(self.ends.code[at])] or self.book.own,
                float(self.course.start[at]),
                float(change[at]),
            )
            for at in np.flatnonzero(change).tolist()
        ]
        return tuple(sorted(rows, key=lambda one: (one[4], one[1].casefold(), one[0])))

    @cached_property
    def behind(self) -> tuple[Behind, ...]:
        """The renewals of the period, the earliest first, with what was said and what came."""
        words: dict[tuple[str, int], list[ForecastView]] = {}
        for one in forecasts.said_by(self.book.tx, self.period.last):
            words.setdefault((one.account_id, one.renewal), []).append(one)
        terms = commercial.terms_by_account(self.book.tx)
        out = [
            self._behind((row, account, name), ending, words, terms)
            for row, account, name in self._accounts()
            for ending in _ended(terms.get(row, []), self.before, self.period.last)
        ]
        return tuple(sorted(out, key=lambda one: (one.day, one.name.casefold(), one.account_id)))

    def _accounts(self) -> list[tuple[int, str, str]]:
        rows = self.book.tx.execute(text("SELECT id, account_id, name FROM account ORDER BY id"))
        return [
            (int(row), account, name)
            for row, account, name in rows
            if self.cohort is None or account in self.cohort
        ]

    @cached_property
    def _currency(self) -> dict[str, str]:
        codes = (self.ends.codes[one] or self.book.own for one in self.ends.code.tolist())
        return dict(zip(self.facts.account_ids, codes, strict=True))

    def _behind(
        self,
        whose: tuple[int, str, str],
        ending: Renewal,
        words: Mapping[tuple[str, int], list[ForecastView]],
        terms: Mapping[int, list[Term]],
    ) -> Behind:
        day, (row, account, name) = self.book.day, whose
        said = words.get((account, ending.day), [])
        early = [one for one in said if one.made_on <= self.before]
        outcomes = commercial.outcomes_of(self.book.tx, row, day)
        return Behind(
            account_id=account,
            name=name,
            day=ending.day,
            arr=ending.arr,
            currency=self._currency.get(account, self.book.own),
            first=early[-1] if early else said[0] if said else None,
            last=said[-1] if said else None,
            came=came(outcomes, known_by(terms.get(row, []), day), ending.day, day),
        )


def _ended(terms: list[Term], before: int, last: int) -> Iterator[Renewal]:
    """The renewals of an account within a period, as they stood the day before each."""
    ends = {one.end for one in terms if one.end is not None and before < one.end <= last}
    for end in sorted(ends):
        held = renewals(known_by(terms, end - 1), end - 1)
        yield from (one for one in held if one.day == end)


def _added(one: Retention, other: Retention) -> Retention:
    """Two sums of one currency: said by accounts, and the desk's own."""
    return Retention(
        one.start + other.start,
        one.churned + other.churned,
        one.downgraded + other.downgraded,
        one.expanded + other.expanded,
    )
