"""Columns of losses and of their reasons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from healthdesk.core.domain.retro import STATES, Loss, Reason
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.pages.accounts.copying import as_csv
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column, Key, Written

_ORDER = {"open": 0, "none": 1, "closed": 2}


def loss_columns(words: Words) -> tuple[Column, ...]:
    """Those of the list of losses."""

    def left(row: Loss) -> str:
        return words.day(row.day)

    def worth(row: Loss) -> str:
        return DASH if row.worth is None else words.money(row.worth, row.currency)

    def whole(row: Loss) -> str:
        return DASH if row.worth is None else words.money(row.worth, row.currency, short=False)

    def missed(row: Loss) -> str:
        count = _missed(row)
        return DASH if count is None else words.number(count)

    return (
        Column("name", "Account", 190, _name, _shown_name, paint.name_cell(_shown_name),
               stretch=True, minimum=110),
        Column("day", "Left on", 104, _day, left, paint.text_cell(left), downwards=True,
               minimum=86),
        Column("arr", "ARR", 80, _worth, worth, paint.figure_cell(worth), right=True,
               downwards=True, minimum=64, tip=whole, inside=("money",),
               written=(Written("ARR", "money", whole, _worth),)),
        Column("reason", "Reason", 200, _reason_key, _reason, paint.text_cell(_reason),
               stretch=True, minimum=90, tip=_reason),
        Column("missed", "Signs missed", 104, _missed, missed, paint.figure_cell(missed),
               right=True, downwards=True, minimum=84),
        Column("state", "Retro", 110, _state_key, _state, paint.text_cell(_state), minimum=90),
    )  # fmt: skip


def reason_columns(words: Words) -> tuple[Column, ...]:
    """Those of the reasons."""

    def count(row: Reason) -> str:
        return words.number(len(row.losses))

    def arr(row: Reason) -> str:
        told = " + ".join(words.money(value, currency) for currency, value in row.arr)
        return told or DASH

    def tip(row: Reason) -> str:
        told = ", ".join(words.money(value, one, short=False) for one, value in row.arr) or "none"
        return f"{told}; not known of {words.number(row.unknown)}" if row.unknown else told

    def missed(row: Reason) -> str:
        return f"{row.missed}, {words.number(row.times)} times" if row.missed else DASH

    def closed(row: Reason) -> str:
        return f"{words.number(row.closed)} of {words.number(len(row.losses))}"

    return (
        Column("reason", "Reason", 200, _title, _title_words, paint.name_cell(_title_words),
               stretch=True, minimum=110),
        Column("count", "Losses", 70, _count, count, paint.figure_cell(count), right=True,
               downwards=True, minimum=56),
        Column("arr", "ARR", 110, _sum, arr, paint.figure_cell(arr), right=True,
               downwards=True, minimum=70, tip=tip, inside=("money",),
               written=(Written("ARR", "money", arr, _sum),)),
        Column("missed", "Missed most often", 190, _missed_most, missed, paint.text_cell(missed),
               stretch=True, minimum=110),
        Column("closed", "Retros closed", 110, _closed, closed, paint.text_cell(closed),
               minimum=88),
    )  # fmt: skip


def ident(row: Loss) -> str:
    """What a loss is known by."""
    return row.account_id


def reason_ident(row: Reason) -> str:
    """What a reason is known by."""
    return row.reason


def save_csv(rows: tuple[Loss, ...], target: Path) -> Path:
    """Write losses with their retros for a spreadsheet; no cell is a formula."""
    target.write_text(as_csv(_written(), rows), encoding="utf-8-sig", newline="")
    return target


def _written() -> tuple[Column, ...]:
    def told(row: Loss, name: str) -> str:
        return "" if row.retro is None else str(getattr(row.retro.draft, name))

    def words_of(row: Loss) -> str:
        return told(row, "words")

    def well(row: Loss) -> str:
        return told(row, "done_well")

    def better(row: Loss) -> str:
        return told(row, "done_better")

    def fit(row: Loss) -> str:
        return told(row, "fit")

    def signs(row: Loss) -> str:
        return "; ".join(one.draft.name for one in (row.retro.missed if row.retro else ()))

    def currency(row: Loss) -> str:
        return row.currency

    found: tuple[tuple[str, Callable[[Loss], Key]], ...] = (
        ("account_id", ident), ("name", _name), ("left_on", _iso), ("arr", _worth),
        ("currency", currency), ("tenure_days", _tenure), ("fit", fit), ("reason", _reason_key),
        ("words", words_of), ("done_well", well), ("done_better", better),
        ("signs_missed", signs), ("retro", _state),
    )  # fmt: skip
    return tuple(_column(key, value) for key, value in found)


def _column(key: str, value: Callable[[Loss], Key]) -> Column:
    def told(row: Loss) -> str:
        found = value(row)
        return "" if found is None else str(found)

    return Column(key, key, 80, value, told, paint.text_cell(told))


def _name(row: Loss) -> Key:
    return row.name


def _shown_name(row: Loss) -> str:
    return row.name


def _day(row: Loss) -> Key:
    return row.day


def _iso(row: Loss) -> Key:
    from healthdesk.core.domain.facts import to_date  # noqa: PLC0415 - brings numpy

    return to_date(row.day).isoformat()


def _worth(row: Loss) -> float | None:
    return row.worth


def _tenure(row: Loss) -> Key:
    return row.tenure


def _reason_key(row: Loss) -> Key:
    return row.reason or None


def _reason(row: Loss) -> str:
    return row.reason or DASH


def _missed(row: Loss) -> int | None:
    return None if row.retro is None else len(row.retro.missed)


def _state_key(row: Loss) -> Key:
    return _ORDER[row.state]


def _state(row: Loss) -> str:
    return STATES[row.state]


def _title(row: Reason) -> Key:
    return row.reason


def _title_words(row: Reason) -> str:
    return row.reason


def _count(row: Reason) -> Key:
    return len(row.losses)


def _sum(row: Reason) -> float | None:
    return sum(value for _, value in row.arr) if row.arr else None


def _missed_most(row: Reason) -> Key:
    return row.times or None


def _closed(row: Reason) -> Key:
    return row.closed
