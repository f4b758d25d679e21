"""Columns of accounts that a backtest names: score then, why, ARR, and the days."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.domain.backtest_view import BacktestRow
from healthdesk.core.domain.score import Scores
from healthdesk.core.services.backtest_ground import Ground
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column, Written
from healthdesk.gui.parts.column_painters import Badge


@dataclass(frozen=True)
class CaseRow:
    """An account that was tested, why it left or what stood lowest, its currency."""

    row: BacktestRow
    reason: str
    currency: str

    @property
    def key(self) -> str:
        """The account's id."""
        return self.row.account_id


def case_row(held: Ground, row: BacktestRow, scores: Scores | None = None) -> CaseRow:
    """A row with what the desk says of its account."""
    return CaseRow(row, held.reason(row, scores), held.currency_of(row.account_id))


def ident(one: CaseRow) -> str:
    """What names a row."""
    return one.key


def case_columns(words: Words, *, days: bool = False, reason: str = "Why") -> tuple[Column, ...]:
    """Score, account, reason, ARR; with `days` the day it left."""

    def told(one: CaseRow) -> str:
        band = words.band(one.row.band)
        return band if one.row.shown is None else f"{one.row.shown} {band}"

    def short(one: CaseRow) -> str:
        return words.money(one.row.arr, one.currency)

    def full(one: CaseRow) -> str:
        return words.money(one.row.arr, one.currency, short=False)

    def looked(one: CaseRow) -> str:
        return f"looked at on {words.day(one.row.day)}"

    def left(one: CaseRow) -> str:
        return words.day(one.row.left)

    found = [
        Column("score", "Score", 64 if days else 58, _score, told, paint.badge_cell(_badge),
               minimum=62 if days else 58, inside=("score",)),
        Column("name", "Account", 120, _name, _name, paint.name_cell(_name), minimum=80,
               stretch=True, inside=("names",)),
        Column("reason", reason, 150 if days else 98, _reason, _reason, paint.text_cell(_reason),
               minimum=70, stretch=days,
               hint="What its outcome says, else the measure that stood lowest",
               inside=("notes",)),
    ]  # fmt: skip
    if days:
        found.append(
            Column("left", "Left", 104, _left, left, paint.text_cell(left), minimum=94, tip=looked,
                   hint="The day it left; its tip says on which day it was looked at")
        )  # fmt: skip
    found.append(
        Column("arr", "ARR", 66 if days else 54, _arr, short, paint.figure_cell(short), right=True,
               downwards=True, minimum=56 if days else 52, tip=full, inside=("money",),
               written=(Written("ARR", "money", full, _arr),))
    )  # fmt: skip
    return tuple(found)


def _badge(one: CaseRow) -> Badge:
    return Badge(one.row.band, DASH if one.row.shown is None else str(one.row.shown))


def _score(one: CaseRow) -> float | None:
    return one.row.score


def _name(one: CaseRow) -> str:
    return one.row.name


def _reason(one: CaseRow) -> str:
    return one.reason


def _left(one: CaseRow) -> float | None:
    return one.row.left


def _arr(one: CaseRow) -> float | None:
    return one.row.arr
