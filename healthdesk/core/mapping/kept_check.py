"""Whether a mapping of an earlier import still reads a file: its days, figures and words.

What the file proves to be otherwise than before is asked; words that everybody knows are added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from healthdesk.core.domain.exchange import BY_NAME, Cell
from healthdesk.core.domain.intake import Choice, Question
from healthdesk.core.domain.mapping import ColumnMap, DateOrder, NumberStyle, TableMap
from healthdesk.core.mapping.dates import fits
from healthdesk.core.mapping.look import Look, plural
from healthdesk.core.mapping.profile import ColumnProfile
from healthdesk.core.mapping.spelling import ORDER_WORDS, decide_order, decide_style, spell
from healthdesk.core.mapping.usage_shape import period_columns

_ENOUGH = 0.97
_STYLES: dict[str, str] = {"": "plain figures", "point": "decimal point", "comma": "decimal comma"}


@dataclass
class Checked:
    """The tables of a kept mapping as they read this file, and what is open."""

    tables: tuple[TableMap, ...]
    asked: dict[tuple[str, str], Question] = field(default_factory=dict)
    """By table and target."""


def check(look: Look, tables: tuple[TableMap, ...]) -> Checked:
    """Look at every column that is spelled in some way."""
    out = Checked(())
    out.tables = tuple(_table(look, one, out.asked) for one in tables)
    return out


def periods(look: Look, tables: tuple[TableMap, ...]) -> tuple[TableMap, ...]:
    """Tables of months: those that the file has no more go, new ones come like the others."""
    there = set(look.file.raw.header)
    own = [one for one in tables if _period(one)]
    left = [one for one in own if _period(one) in there]
    if not left:
        return tables
    known = {_period(one) for one in own}
    first = left[0]
    like = first.columns["day"].date
    new = [
        msgspec.structs.replace(first, columns=_moved(first.columns, name))
        for name, order in period_columns(look).items()
        if name not in known and order == like
    ]
    others = [one for one in tables if not _period(one)]
    return (*left, *new, *others)


def period_names(tables: Iterable[TableMap]) -> set[str]:
    """Columns that are called by a month or day and hold its figures: they come and go."""
    return {name for one in tables if (name := _period(one))}


def _period(table: TableMap) -> str:
    """The column of figures whose own name is their day; "" = there is none."""
    day, value = table.columns.get("day"), table.columns.get("value")
    if table.usage is None or day is None or value is None or day.constant is None:
        return ""
    return value.source if day.constant == value.source else ""


def _moved(columns: Mapping[str, ColumnMap], name: str) -> dict[str, ColumnMap]:
    day = msgspec.structs.replace(columns["day"], constant=name)
    return {**columns, "day": day, "value": msgspec.structs.replace(columns["value"], source=name)}


def _table(look: Look, table: TableMap, asked: dict[tuple[str, str], Question]) -> TableMap:
    columns = {}
    for target, base in table.columns.items():
        columns[target] = base
        column = _column(look, base)
        if column is None:
            continue
        done, question = _spelled(look, table.table, target, column, base)
        columns[target] = done
        if question is not None:
            asked.setdefault((table.table, target), question)
    return msgspec.structs.replace(table, columns=columns)


def _column(look: Look, base: ColumnMap) -> ColumnProfile | None:
    if not base.source or base.through or base.split or base.source not in look.file.raw.header:
        return None
    column = look.file.profile.column(base.source)
    return column if column.filled and not column.capped else None


def _spelled(
    look: Look, table: str, target: str, column: ColumnProfile, base: ColumnMap
) -> tuple[ColumnMap, Question | None]:
    cell = next((one.cell for one in BY_NAME[table].columns if one.name == target), Cell.TEXT)
    if cell is Cell.DAY:
        return _day(look, table, target, column, base)
    worded = target == "rating" and column.share(column.numbers) < 0.9
    if cell is Cell.CHOICE or worded:
        done = spell(look, table, target, column, base)
        return done.map, done.questions[0] if done.questions else None
    if cell is Cell.NUMBER:
        return _number(look, table, target, column, base)
    return base, None


def _day(
    look: Look, table: str, target: str, column: ColumnProfile, base: ColumnMap
) -> tuple[ColumnMap, Question | None]:
    """Days that the order of before cannot read."""
    before = base.date
    reads = column.orders[before] + (column.orders[""] if before == "ymd" else 0)
    other: DateOrder = "mdy" if before == "dmy" else "dmy"
    against = before in {"dmy", "mdy"} and column.only[other] and not column.only[before]
    if not column.days or (reads >= _ENOUGH * column.days and not against):
        return base, None
    now, open_ = decide_order(column)
    if now == before or (open_ and before in {"dmy", "mdy"} and column.only[before]):
        return base, None
    if now in {"", "ymd"} and not open_:
        return msgspec.structs.replace(base, date=now), None  # nothing else reads like it
    key = f"date:{table}:{target}"
    answered = look.answer(key)
    found: tuple[DateOrder, ...] = ("dmy", "mdy") if open_ else (now,)
    for one in (*found, before):
        if answered == (one or "iso"):
            return msgspec.structs.replace(base, date=one), None
    text = next((one for one in column.counts if before not in fits(one)), "")
    why = (
        f"{_order(before)} until now; {plural(column.days - reads, 'row')} cannot be read so, "
        f"such as {text.strip()}"
    )
    choices = (
        *(Choice(one or "iso", f"Now {_order(one)}", "", 0.8) for one in found),
        Choice(before or "iso", f"Still {_order(before)}: such rows are rejected", "", 0.1),
    )
    said = f"{' or '.join(map(_order, found)).capitalize()} now?"
    return base, Question(key, "date", said, why, choices, table, column.name)


def _order(order: str) -> str:
    return ORDER_WORDS.get(order, "year first")


def _number(
    look: Look, table: str, target: str, column: ColumnProfile, base: ColumnMap
) -> tuple[ColumnMap, Question | None]:
    """Figures that the decimal sign of before cannot read."""
    before = base.number
    if not column.numbers or column.styles[before] >= _ENOUGH * column.numbers:
        return base, None
    now, open_ = decide_style(column)
    if now == before:
        return base, None
    if before == "" and not open_:
        return msgspec.structs.replace(base, number=now), None
    key = f"number:{table}:{target}"
    answered = look.answer(key)
    styles: tuple[NumberStyle, ...] = ("point", "comma")
    for one in styles:
        if answered == one:
            return msgspec.structs.replace(base, number=one), None
    why = f"{_STYLES[before]} until now; {next(iter(column.counts)).strip()} cannot be read so"
    choices = tuple(
        Choice(one, _STYLES[one].capitalize(), "", 0.8 if one == now else 0.2) for one in styles
    )
    said = "Decimal point or comma now?"
    return base, Question(key, "number", said, why, choices, table, column.name)
