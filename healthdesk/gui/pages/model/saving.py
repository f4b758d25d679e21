"""Writes the list of changed scores as CSV, as the other lists of the desk are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.accounts.copying import as_csv
from healthdesk.gui.pages.model.move_columns import MoveRow
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column, Key


def save_csv(rows: Sequence[MoveRow], target: Path, words: Words) -> Path:
    """Write the rows for a spreadsheet; scores as exact as they are, no cell is a formula."""
    target.write_text(as_csv(_columns(words), rows), encoding="utf-8-sig", newline="")
    return target


def _column(key: str, value: Callable[[MoveRow], Key]) -> Column:
    def told(row: MoveRow) -> str:
        found = value(row)
        return "" if found is None else str(found)

    return Column(key, key, 80, value, told, paint.text_cell(told))


def _id(row: MoveRow) -> Key:
    return row.named.account_id


def _name(row: MoveRow) -> Key:
    return row.named.name


def _arr(row: MoveRow) -> Key:
    return row.named.arr


def _currency(row: MoveRow) -> Key:
    return row.named.currency


def _score_before(row: MoveRow) -> Key:
    return row.shift.before


def _score_after(row: MoveRow) -> Key:
    return row.shift.after


def _columns(words: Words) -> tuple[Column, ...]:
    def band_before(row: MoveRow) -> Key:
        return words.band(row.shift.before_band)

    def band_after(row: MoveRow) -> Key:
        return words.band(row.shift.after_band)

    return (
        _column("account_id", _id),
        _column("name", _name),
        _column("arr", _arr),
        _column("currency", _currency),
        _column("band_before", band_before),
        _column("score_before", _score_before),
        _column("band_after", band_after),
        _column("score_after", _score_after),
    )
