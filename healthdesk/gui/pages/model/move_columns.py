"""Columns of accounts whose score would change: from and to, name, ARR; and of versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from healthdesk.core.domain.what_if import Shift
from healthdesk.core.services.profiles import VersionView
from healthdesk.core.services.what_if import Named
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column, Written
from healthdesk.gui.parts.column_painters import Badge, Ink

_ORDER = {"Strong": 0, "Average": 1, "Poor": 2, "Unknown": 3}
_ARROW = 20


@dataclass(frozen=True)
class MoveRow:
    """An account with its score under two models."""

    named: Named
    shift: Shift

    @property
    def account_id(self) -> str:
        """The row's identity."""
        return self.named.account_id

    @property
    def change(self) -> float | None:
        """By how much the shown score changes; None where one of the two has none."""
        if self.shift.before_shown is None or self.shift.after_shown is None:
            return None
        return self.shift.after_shown - self.shift.before_shown


def by_weight(row: MoveRow) -> tuple[bool, int, int, float, str]:
    """Falls first, from the best band down, the most ARR first among those that go alike."""
    shift = row.shift
    before, after = _ORDER[shift.before_band], _ORDER[shift.after_band]
    return after < before, before, after, -(row.named.arr or 0.0), row.named.name.casefold()


def move_columns(words: Words) -> tuple[Column, ...]:
    """Those of the list beside the histogram."""
    before, after = _told_by(words)
    return (
        Column("from", "Now", 66, _before, before, paint.badge_cell(_before_badge),
               minimum=64, inside=("score",)),
        Column("to", "Draft", 88, _after, after, _arrow_badge, minimum=84, inside=("score",)),
        _name(),
        _arr(words),
    )  # fmt: skip


def all_columns(words: Words) -> tuple[Column, ...]:
    """Those of the whole list."""
    before, after = _told_by(words)

    def moves(row: MoveRow) -> str:
        return _move_words(row, words)

    def move_key(row: MoveRow) -> str | None:
        return moves(row) or None

    def change(row: MoveRow) -> str:
        return words.signed(row.change)

    def changed(row: MoveRow) -> tuple[str, float | None]:
        return change(row), row.change

    return (
        _name(),
        Column("from", "From", 84, _before, before, paint.badge_cell(_before_badge),
               minimum=68, right=False, inside=("score",)),
        Column("to", "To", 96, _after, after, _arrow_badge, minimum=88, inside=("score",)),
        Column("change", "Change", 84, _change, change, paint.change_cell(changed), right=True,
               minimum=64, hint="By how much the shown score differs", inside=("score",),
               written=(Written("Change", "change", change, _change, good=1),)),
        Column("moves", "Band", 190, move_key, moves, paint.text_cell(moves),
               minimum=100, hint="The band before and after, where it differs",
               inside=("score",)),
        _arr(words),
    )  # fmt: skip


def version_columns(words: Words, draft_day: int) -> tuple[Column, ...]:
    """Those of the versions."""

    def since(one: VersionView) -> str:
        return words.near_day(one.day, draft_day)

    return (
        Column("version", "Version", 66, _version, _version_words,
               paint.name_cell(_version_words), minimum=66, downwards=True),
        Column("day", "From", 102, _day, since, paint.text_cell(since), minimum=60,
               tip=lambda one: words.weekday(one.day)),
        Column("reason", "Reason", 120, _reason, _reason, paint.text_cell(_reason), minimum=80,
               stretch=True),
    )  # fmt: skip


def _name() -> Column:
    return Column("name", "Account", 130, _name_of, _name_of, paint.name_cell(_name_of),
                  minimum=80, stretch=True, inside=("names",))  # fmt: skip


def _arr(words: Words) -> Column:
    def short(row: MoveRow) -> str:
        return words.money(row.named.arr, row.named.currency)

    def full(row: MoveRow) -> str:
        return words.money(row.named.arr, row.named.currency, short=False)

    return Column("arr", "ARR", 72, _arr_of, short, paint.figure_cell(short), right=True,
                  downwards=True, minimum=60, tip=full, inside=("money",),
                  written=(Written("ARR", "money", full, _arr_of),))  # fmt: skip


def _arrow_badge(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
    arrow = ink.pixmap("arrow-right", "text3", 14)
    top = rect.top() + (rect.height() - 14) // 2
    painter.drawPixmap(QRect(rect.left(), top, 14, 14), arrow)
    paint.badge_cell(_after_badge)(painter, ink, rect.adjusted(_ARROW, 0, 0, 0), row)


def _badge(band: Any, shown: int | None) -> Badge:  # noqa: ANN401 - one of the bands
    return Badge(band, DASH if shown is None else str(shown))


def _before_badge(row: MoveRow) -> Badge:
    return _badge(row.shift.before_band, row.shift.before_shown)


def _after_badge(row: MoveRow) -> Badge:
    return _badge(row.shift.after_band, row.shift.after_shown)


def _before(row: MoveRow) -> float | None:
    return row.shift.before


def _after(row: MoveRow) -> float | None:
    return row.shift.after


def _told(band: str, shown: int | None) -> str:
    return band if shown is None else f"{shown} {band}"


def _told_by(words: Words) -> tuple[Callable[[MoveRow], str], Callable[[MoveRow], str]]:
    """Say the score before, and the one after."""

    def before(row: MoveRow) -> str:
        return _told(words.band(row.shift.before_band), row.shift.before_shown)

    def after(row: MoveRow) -> str:
        return _told(words.band(row.shift.after_band), row.shift.after_shown)

    return before, after


def _change(row: MoveRow) -> float | None:
    return row.change


def _move_words(row: MoveRow, words: Words) -> str:
    shift = row.shift
    before, after = words.band(shift.before_band), words.band(shift.after_band)
    return f"{before} to {after}" if shift.moves else ""


def _name_of(row: MoveRow) -> str:
    return row.named.name


def _arr_of(row: MoveRow) -> float | None:
    return row.named.arr


def _version(one: VersionView) -> float:
    return one.version


def _version_words(one: VersionView) -> str:
    return str(one.version)


def _day(one: VersionView) -> float:
    return one.day


def _reason(one: VersionView) -> str:
    return one.reason
