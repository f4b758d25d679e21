"""How figures of a report stand in a spreadsheet: number formats by kind of column and style."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from healthdesk.core.domain.clean_text import plain
from healthdesk.core.domain.number_style import NumberStyle
from healthdesk.core.domain.report import Cell, Column
from healthdesk.core.papers.tables import sign

_DAYS: Final = {
    "en": "[$-809]d mmm yyyy",
    "us": "[$-409]mmm d, yyyy",
    "de": "[$-407]d. mmm yyyy",
    "fr": "[$-40C]d mmm yyyy",
    "ch": "dd.mm.yyyy",
    "iso": "yyyy-mm-dd",
}
_MONTHS: Final = {
    "en": "[$-809]mmm yy",
    "us": "[$-409]mmm yy",
    "de": "[$-407]mmm yy",
    "fr": "[$-40C]mmm yy",
    "ch": "mm.yy",
    "iso": "yyyy-mm",
}
_FIRST: Final = -25_508
"""1 Mar 1900: before it spreadsheets count days otherwise."""
_EPOCH: Final = 25_569
_DIGITS: Final = 10
_CORE: Final = re.compile(r"[+\u2212-]?\d(?:[\d.,'\u2019\u00a0\u202f ]*\d)?")
_SHOWN: Final = re.compile(r"[^\"\\\[\];@*_?/\n\t]{0,24}\Z")


def of_column(column: Column, style: NumberStyle) -> str:
    """The format of a column's figures; that of money without a currency has none in it."""
    if column.kind == "day":
        return day_format(style)
    figure = _plain(column.digits)
    if column.kind == "change":
        return f'"+"{figure};"\u2212"{figure};{figure}'
    if column.kind == "percent":
        return _signed(f"{figure}%")
    if column.kind == "money" and column.currency:
        before, _, after = style.money(1, column.currency).partition("1")
        return _around(figure, before, after) or _signed(figure)
    return _signed(figure)


def of_money(cell: Cell, column: Column) -> str:
    """The format of an amount that brings its own currency; "" where it cannot be told."""
    mark = sign(cell.text)
    if not mark:
        return _signed(_plain(column.digits))
    if len(mark) > 4 or not all(unicodedata.category(one)[:2] in _MONEY for one in mark):
        return ""
    before, _, after = cell.text.partition(mark)
    first = any(one.isdigit() for one in after)
    gap = "\u00a0" if len(mark) > 1 or before else ""
    return _around(_plain(column.digits), *((mark, "") if first else ("", gap + mark)))


_MONEY: Final = ("Sc", "Lu", "Ll", "Lo")


def of_figure(text: str, value: float | None, style: NumberStyle) -> str:
    r"""The format in which a value is shown as the text says it; "" where there is none.

    >>> from healthdesk.core.domain.number_style import STYLES
    >>> of_figure("41%", 0.41, STYLES["en"]), of_figure("52 of 60", 52, STYLES["en"])
    ('#,##0%;"\u2212"#,##0%', '')
    """
    found = _CORE.search(text) if value is not None else None
    if found is None or value is None:
        return ""
    before, core, after = text[: found.start()], found.group(), text[found.end() :]
    read, digits = _read(core, style)
    whole = after.strip()
    if read is None or any(one.isdigit() for one in after):
        return ""
    if whole == "%" and abs(read / 100 - value) < 0.6 * 10 ** -(digits + 2):
        return _signed(f"{_plain(digits)}%")
    if abs(read - value) > 0.6 * 10**-digits:
        return ""
    if core.startswith("+") or before.endswith("+"):
        return ""
    return _around(_plain(digits), before.rstrip("-\u2212"), after)


def day_format(style: NumberStyle) -> str:
    """The format of days."""
    return _DAYS.get(style.key, _DAYS["en"])


def month_format(style: NumberStyle) -> str:
    """The format of the months under a chart over time."""
    return _MONTHS.get(style.key, _MONTHS["en"])


def serial(day: float) -> float | None:
    """A day as spreadsheets count it; None before they can."""
    return day + _EPOCH if day >= _FIRST else None


def _plain(digits: int) -> str:
    return "#,##0" + ("." + "0" * min(digits, _DIGITS) if digits > 0 else "")


def _signed(figure: str) -> str:
    return f'{figure};"\u2212"{figure}'


def _around(figure: str, before: str, after: str) -> str:
    """A figure with words about it; "" where a format cannot hold them."""
    both = before + after
    if plain(both) != both or not (_SHOWN.match(before) and _SHOWN.match(after)):
        return ""
    head, tail = f'"{before}"' if before else "", f'"{after}"' if after else ""
    return f'{head}{figure}{tail};"\u2212{before}"{figure}{tail}'


def _read(core: str, style: NumberStyle) -> tuple[float | None, int]:
    """A figure as the style writes it, and its decimals."""
    bare = core.replace("\u2212", "-").replace(style.group, "").replace(style.point, ".")
    try:
        return float(bare), len(bare.partition(".")[2])
    except ValueError:
        return None, 0
