"""The book that a report of several accounts is of: its accounts on a day, and how they are told.

Rows are those of the Accounts table of that day, so that figures are those of the window.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from healthdesk.core.domain.band_names import BandNames
from healthdesk.core.domain.board_money import Amounts, amounts
from healthdesk.core.domain.number_style import NONE, NumberStyle
from healthdesk.core.domain.report import Band as ReportBand
from healthdesk.core.domain.report import Cell, Column, Direction, Inside
from healthdesk.core.domain.views import AccountRow, Band
from healthdesk.core.services import band_names, segments, settings
from healthdesk.core.services.accounts import accounts_table
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.blocks import BANDS, short
from healthdesk.core.services.reports.sources import Sources
from healthdesk.core.services.wording import count_of
from healthdesk.core.store.db import Tx

MONEY = (Inside("money", "ARR"),)
SCORE = (Inside("score", "the health score"),)
NAME = 80
"""Letters of an account's name that paper has room for; data formats write `Cell.value`, whole."""


@dataclass(frozen=True)
class Book:
    """The accounts of a report as of a day; nothing later counts."""

    asked: Asked
    day: int

    @property
    def tx(self) -> Tx:
        """The desk."""
        return self.asked.tx

    @property
    def style(self) -> NumberStyle:
        """How numbers and days are written."""
        return self.asked.style

    @property
    def segment(self) -> str | None:
        """The segment it is of; None = all accounts."""
        return self.asked.options.segment or None

    @cached_property
    def notes(self) -> Sources:
        """Its footnotes."""
        return Sources(self.tx, self.day, self.style)

    @cached_property
    def rows(self) -> tuple[AccountRow, ...]:
        """Its accounts that are customers on the day."""
        return accounts_table(self.tx, self.day, self.segment).rows

    @cached_property
    def names(self) -> BandNames:
        """What the desk calls its bands."""
        return band_names.read(self.tx)

    @cached_property
    def own(self) -> str:
        """The desk's own currency."""
        return settings.read(self.tx).currency

    @cached_property
    def chosen(self) -> frozenset[str] | None:
        """The ids of its accounts, as widgets are asked; None = all."""
        if self.segment is None:
            return None
        return frozenset(segments.members(self.tx, self.segment, self.day))

    @property
    def subject(self) -> str:
        """Of whom it is: "128 accounts", "Silent 45 days, 12 accounts"."""
        told = count_of(len(self.rows), "account")
        return f"{self.segment}, {told}" if self.segment else told

    @property
    def keywords(self) -> tuple[str, ...]:
        """What was asked for."""
        return (f"Segment: {self.segment}",) if self.segment else ()

    @property
    def paying(self) -> str:
        """The footnote of ARR."""
        return self.notes.arr(formula="ARR of the contracts in force on the day")

    # ---- how things are told -------------------------------------------------------------------

    def date(self, day: int | None) -> str:
        """A day with its year."""
        return self.style.date(day)

    def sums(self, rows: Iterable[AccountRow]) -> Amounts:
        """What some accounts pay, each currency by itself."""
        return amounts((one.arr, one.currency) for one in rows)

    def money(self, told: Amounts) -> str:
        """Sums of money as words: "€1,200 and $300"; a dash where nothing is known."""
        parts = [self.style.money(total, code) for code, total in told.sums]
        if not parts:
            return self.style.money(0, self.own) if not told.unknown else "not known"
        return " + ".join(parts)

    def value(self, told: Amounts) -> float | None:
        """The sum for programs; None where currencies are mixed, or none is known."""
        if len(told.sums) > 1:
            return None
        return told.main if told.sums else (None if told.unknown else 0.0)

    def unknown(self, told: Amounts) -> str:
        """That some ARR is not known, "" where all is."""
        return f"ARR of {count_of(told.unknown, 'account')} not known" if told.unknown else ""

    def account(self, name: str) -> Cell:
        """An account's name."""
        told = short(name, NAME)
        return Cell(text=told, value=name if told != name else None)

    def arr(self, value: float | None, currency: str) -> Cell:
        """What an account pays."""
        told = "not known" if value is None else self.style.money(value, currency)
        return Cell(text=told, value=value)

    def total(self, told: Amounts) -> Cell:
        """The sum under a column of ARR."""
        return Cell(text=self.money(told), value=self.value(told))

    def arr_column(self, currencies: Sequence[str], title: str = "ARR") -> Column:
        """A column of ARR; it has a currency where there is only one."""
        code = currencies[0] if len(currencies) == 1 else ""
        return Column(
            key="arr",
            title=title,
            kind="money",
            currency=code,
            width=1.2,
            inside=MONEY,
            notes=(self.paying,),
        )

    def band(self, band: Band | None) -> Cell:
        """A band with its shape; a dash where there is no score at all."""
        if band is None:
            return Cell(text=NONE)
        found: ReportBand = BANDS[band]
        return Cell(text=self.names.of(band), value=self.names.of(band), band=found)

    def points(self, shown: int | None) -> Cell:
        """A score."""
        return Cell(text=NONE if shown is None else str(shown), value=shown)

    def change(self, value: float | None, digits: int = 0) -> Cell:
        """A change of a score, with its sign."""
        if value is None:
            return Cell(text=NONE)
        way: Direction = "" if not value else "good" if value > 0 else "bad"
        return Cell(text=self.style.signed(value, digits), value=value, direction=way)

    def on(self, day: int | None) -> Cell:
        """A day as a cell."""
        return Cell(text=self.style.date(day), value=day)


def whole(asked: Asked, key: str) -> int:
    """An option of a kind that is a whole number."""
    value = asked.choices[key]
    return int(value) if isinstance(value, int | float) else 0


def word(asked: Asked, key: str) -> str:
    """An option of a kind that is a text or a choice."""
    value = asked.choices[key]
    return value if isinstance(value, str) else ""


def many(asked: Asked, key: str, every: tuple[str, ...]) -> tuple[str, ...]:
    """An option of several choices; "any" is every one."""
    value = asked.choices[key]
    return value if isinstance(value, tuple) else every


def codes(rows: Iterable[AccountRow]) -> tuple[str, ...]:
    """The currencies of some rows that pay."""
    return tuple(sorted({one.currency for one in rows if one.arr}))


def text(words: str, most: int = 240) -> Cell:
    """Words in a cell, on one line."""
    return Cell(text=short(words, most))
