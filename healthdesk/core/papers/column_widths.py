"""How wide the columns of a table on paper are: figures stay on one line, texts share the rest."""

from __future__ import annotations

from typing import Final

from healthdesk.core.charts import letters
from healthdesk.core.domain.clean_text import one_line
from healthdesk.core.domain.report import CHARTS, Board, Column, Report, Table
from healthdesk.core.domain.report_prepare import blocks
from healthdesk.core.papers.paper_sizes import MEASURES

FIGURES: Final = frozenset({"number", "money", "percent", "points", "change"})
"""Kinds of columns whose cells stand at the right."""
NEAR, FAR = 0.5, 1.7
"""Space beside a cell, in heights of letters; far where a text follows a figure."""
_SHAPE: Final = 1.25
_MARK: Final = 0.8
_ROWS: Final = 300
_EVEN: Final = str.maketrans("1234567", "0000000")
"""Digits of a table are as wide as each other, as its figures stand under each other."""
_FEW, _LOOSE = 3, 1.4
"""Columns up to which a table need not fill its room, and how much wider than needed it is then."""
_LINE: Final = 16
"""Heights of letters that a long text has at least on a line of its column."""
_LONGEST: Final = 0.4
"""Of the table's width, what one column asks for at most before all have what they need."""


def lies(report: Report) -> bool:
    """Whether sheets lie on their side: for one table that has no room on upright ones.

    And for cards of a dashboard, whose drawings are laid out for slides: the words in them are as
    small on upright sheets as nobody reads them.
    """
    upright = MEASURES[report.paper]
    if report.paper == "slides" or not report.sections:
        return False
    held = list(blocks(report.sections[0]))
    if any(isinstance(one, Board) for one in held):
        return True
    if len(report.sections) != 1:
        return False
    tables = [one for one in held if isinstance(one, Table)]
    if len(tables) != 1 or any(isinstance(one, CHARTS) for one in held):
        return False
    return _wanted(tables[0], upright.small) > upright.inner


def _wanted(table: Table, size: float) -> float:
    """How wide a table is with its cells on one line, long texts on a few."""
    count = len(table.columns)
    needs = [_needs(table, at, size) for at in range(count)]
    gaps = sum(sum(beside_cell(table.columns, at)) * size for at in range(count))
    return sum(max(least, min(cells, size * _LINE)) for least, cells, _ in needs) + gaps


def widths(table: Table, room: float, size: float) -> list[float]:
    """Widths of all columns, which fill the room; few narrow ones stay near each other."""
    steps: list[list[float]] = [[], [], []]
    for at in range(len(table.columns)):
        beside = sum(beside_cell(table.columns, at)) * size
        for step, one in zip(steps, _needs(table, at, size), strict=True):
            step.append(min(one, room * _LONGEST) + beside)
    least, cells, wanted = steps
    made = _between(_between(least, cells, room), wanted, room)
    left = room - sum(made)
    if len(made) <= _FEW:
        left = min(left, sum(wanted) * _LOOSE)
    whole = sum(max(one.width, 0.05) for one in table.columns)
    return [
        round(one + left * max(column.width, 0.05) / whole, 2)
        for one, column in zip(made, table.columns, strict=True)
    ]


def beside_cell(columns: tuple[Column, ...], at: int) -> tuple[float, float]:
    """Space at the left and at the right of a column's cells, in heights of letters."""
    after_figure = at > 0 and columns[at - 1].kind in FIGURES and columns[at].kind not in FIGURES
    left = 0.0 if at == 0 else FAR if after_figure else NEAR
    return left, 0.0 if at == len(columns) - 1 else NEAR


def _needs(table: Table, at: int, size: float) -> tuple[float, float, float]:
    """What a column cannot do without; with every cell on one line; with its title on one too."""
    column = table.columns[at]
    head = one_line(column.title)
    told = [one_line(row.cells[at].text) for row in table.rows[:_ROWS]]
    told += [one_line(table.total[at].text)] if table.total else []
    shape = size * _SHAPE if any(row.cells[at].band for row in table.rows[:_ROWS]) else 0.0
    mark = size * _MARK if column.notes else 0.0
    words = head.split()
    if column.kind == "text":
        words += [word for one in told for word in one.split()]
        least = max(_widest(words, size) + shape, 0.0) + mark
    else:
        least = max(_widest(told, size) + shape, _widest(words, size) + mark)
    cells = max(_widest(told, size) + shape, least)
    return least, cells, max(cells, _widest([head], size) + mark)


def _widest(texts: list[str], size: float) -> float:
    """A little more than they need: bold letters are measured, and every digit as a wide one."""
    told = (one.translate(_EVEN) for one in texts)
    return max((letters.width(one, size, 600) for one in told), default=0.0) * 1.01 + 0.5


def _between(least: list[float], wanted: list[float], room: float) -> list[float]:
    """From what is needed to what is wanted, those first that want little more; else pressed."""
    spare = room - sum(least)
    if spare <= 0:
        return [one * room / sum(least) for one in least]
    more = [high - low for low, high in zip(least, wanted, strict=True)]
    made = list(least)
    for before, at in enumerate(sorted(range(len(more)), key=more.__getitem__)):
        given = min(more[at], spare / (len(more) - before))
        made[at] += given
        spare -= given
    return made
