"""Rows of the table as text for the clipboard: tab separated, or CSV.

Not here: exchange folders, which carry text as it is; what goes to a spreadsheet is guarded.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from math import inf
from typing import Any

from healthdesk.core.domain.cell_guard import guarded, tabbed
from healthdesk.gui.parts.column import Column


def as_text(columns: Sequence[Column], rows: Iterable[Any]) -> str:
    """Write rows as lines of tab separated words, heads first."""
    shown = [column for column in columns if not column.fixed]
    lines = [[column.title for column in shown]]
    lines += [[column.text(row) for column in shown] for row in rows]
    return tabbed(lines)


def as_csv(columns: Sequence[Column], rows: Iterable[Any]) -> str:
    """Write rows as CSV; figures as plain numbers, texts guarded against being run as formulas."""
    shown = [column for column in columns if not column.fixed]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([guarded(column.title) for column in shown])
    for row in rows:
        writer.writerow([_cell(column, row) for column in shown])
    return out.getvalue()


def _cell(column: Column, row: Any) -> str:  # noqa: ANN401 - rows are of any dataclass
    value = column.value(row)
    if value is None:
        return ""
    if isinstance(value, str) or value == inf:
        return guarded(column.text(row))
    number = float(value)
    return str(int(number)) if number.is_integer() else repr(number)
