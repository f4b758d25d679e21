"""Native tables on slides: a head, figures at the right, a total; what is long goes on."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree
from pptx.oxml.ns import qn
from pptx.util import Emu

from healthdesk.core.domain.report import Cell, Column, Row, Table
from healthdesk.core.papers.book_tables import SHAPES
from healthdesk.core.papers.column_widths import FIGURES, beside_cell, widths
from healthdesk.core.papers.slides_atoms import Atom, Fitted, Setting
from healthdesk.core.papers.slides_draw import EMU, Box, Canvas, describe, put_paragraphs
from healthdesk.core.papers.slides_look import Tones
from healthdesk.core.papers.slides_words import LEADING, Run, Runs, high, marked
from healthdesk.core.papers.tables import on_paper

_BARE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The style of tables without lines and colours."""
_SPARE: Final = 1.05
"""Letters may be that much wider where our font is not."""
_LINES: Final = 3
_FEWEST: Final = 2
"""Rows that a slide shows at least before the rest goes on to the next."""
_LAST: Final = 2
"""Rows that go on to another slide at least."""
_WAYS: Final = {"good": "up", "bad": "down", "even": "text3", "": ""}


class TableAtom(Atom):
    """A table, or as many rows of it as fit."""

    def __init__(
        self,
        table: Table,
        width: float,
        setting: Setting,
        *,
        rows: tuple[Row, ...] | None = None,
        ends: bool = True,
        group: str = "",
    ) -> None:
        self.table, self.width, self.setting, self.ends = table, width, setting, ends
        shown = on_paper(table)
        self.rows = shown if rows is None else rows
        self.group = group
        self.more = len(table.rows) - len(shown)
        self.points = setting.size.small
        self.widths = widths(table, width, self.points * _SPARE)
        self._beside = [beside_cell(table.columns, at) for at in range(len(table.columns))]
        self._fit = Fitted()
        self.total = table.total if ends else ()
        self._heads = [
            self._fit(one.title, room, self.points, 2)
            for one, room in zip(table.columns, self._rooms(), strict=True)
        ]
        self._cells = [self._fitted(row.cells) for row in self.rows]
        self._foot = self._fitted(self.total)

    def _rooms(self) -> list[float]:
        """What texts have of the columns."""
        return [
            max(width - sum(beside) * self.points, self.points)
            for width, beside in zip(self.widths, self._beside, strict=True)
        ]

    def _fitted(self, cells: tuple[Cell, ...]) -> list[str]:
        return [
            self._fit(cell.text, room - (self.points if cell.band else 0), self.points, _LINES)
            for cell, room in zip(cells, self._rooms(), strict=False)
        ]

    def _lines(self) -> list[tuple[float, Row | None]]:
        """Heights of its lines: rows, and the names of groups (None)."""
        made, group = list[tuple[float, Row | None]](), self.group
        for row, texts in zip(self.rows, self._cells, strict=True):
            if row.group and row.group != group:
                made.append((self.points * 2.2, None))
            group = row.group
            made.append((self._tall(texts), row))
        return made

    def _tall(self, texts: list[str]) -> float:
        held = (
            high(text, room, self.points) for text, room in zip(texts, self._rooms(), strict=False)
        )
        return max(held, default=self.points * LEADING) + self.points

    def high(self) -> float:
        """Head, rows, total, and what is said under them."""
        if not self.rows:
            return self.points * 2.8
        return self._head_high() + sum(one for one, _ in self._lines()) + self._under()

    def _head_high(self) -> float:
        return self._tall(self._heads)

    def _under(self) -> float:
        total = self._tall(self._foot) if self.total else 0.0
        return total + (self.points * 2.2 if self.more and self.ends else 0.0)

    def split(self, room: float) -> tuple[Atom | None, Atom | None]:
        """As many rows as fit under the head; the rest has a head of its own."""
        used, count = self._head_high(), 0
        for tall, row in self._lines():
            if used + tall > room:
                break
            used += tall
            count += row is not None
        count = min(count, len(self.rows) - _LAST)
        if count < _FEWEST:
            return None, self
        first, rest = self.rows[:count], self.rows[count:]
        ends = TableAtom(
            self.table, self.width, self.setting, rows=rest, ends=self.ends, group=first[-1].group
        )
        part = TableAtom(
            self.table, self.width, self.setting, rows=first, ends=False, group=self.group
        )
        part.above = ends.above = self.above
        return part, ends

    def put(self, canvas: Canvas, box: Box) -> None:
        """Draw the table."""
        if not self.rows:
            self._empty(canvas, box)
            return
        canvas.told.extend(self._fit.whole)
        held = self._lines()
        count = 1 + len(held) + bool(self.total)
        tall = self.high() - (self.points * 2.2 if self.more and self.ends else 0.0)
        place = Box(box.x, box.y, sum(self.widths), tall)
        frame = canvas.slide.shapes.add_table(count, len(self.widths), *place.emu())
        frame.name = "Table"
        describe(frame, self.table.title or "Table")
        made = frame.table
        _bare(made)
        for at, one in enumerate(self.widths):
            made.columns[at].width = Emu(round(one * EMU))
        self._head(canvas, made)
        at, texts = 1, iter(self._cells)
        for line, (high_, row) in enumerate(held):
            made.rows[at].height = Emu(round(high_ * EMU))
            if row is None:
                following = held[line + 1][1]
                self._group(canvas, made, at, following.group if following else "")
            else:
                self._row(canvas, made, at, row.cells, next(texts))
            at += 1
        if self.total:
            made.rows[at].height = Emu(round(self._tall(self._foot) * EMU))
            self._row(canvas, made, at, self.total, self._foot, bold=True)
        if self.more and self.ends:
            words = Run(f"{self.more:,} more in the workbook", "text3")
            place = Box(box.x, box.y + tall + self.points * 0.7, self.width, self.points * 1.3)
            canvas.text(place, ((words,),), self.points, name="More")

    def _empty(self, canvas: Canvas, box: Box) -> None:
        for y in (box.y, box.y + self.high()):
            canvas.rule(box.x, y, box.x + self.width, y, "border")
        place = Box(box.x, box.y + self.points * 0.75, self.width, self.points * 1.3)
        words = self._fit(self.table.empty, self.width, self.points, 1)
        canvas.told.extend(self._fit.whole)
        canvas.text(place, ((Run(words, "text3"),),), self.points, name="Nothing")

    def _head(self, canvas: Canvas, made: Any) -> None:
        made.rows[0].height = Emu(round(self._head_high() * EMU))
        for at, (column, text) in enumerate(zip(self.table.columns, self._heads, strict=True)):
            mark = self.setting.mark(column.notes)
            runs = marked((Run(text, "text3"),), mark)
            self._put(canvas, made.cell(0, at), at, runs, ("", 0.0, "edge", 0.9), anchor="b")

    def _row(
        self,
        canvas: Canvas,
        made: Any,
        at: int,
        cells: tuple[Cell, ...],
        texts: list[str],
        *,
        bold: bool = False,
    ) -> None:
        lines = ("edge", 0.9, "border", 0.6) if bold else ("", 0.0, "border", 0.6)
        for place, (column, cell, text) in enumerate(
            zip(self.table.columns, cells, texts, strict=False)
        ):
            runs = _runs(column, cell, text, bold=bold)
            self._put(canvas, made.cell(at, place), place, runs, lines)

    def _group(self, canvas: Canvas, made: Any, at: int, text: str) -> None:
        words = self._fit(text, self.width - self.points * 2, self.points, 1, bold=True)
        if len(self.widths) > 1:
            made.cell(at, 0).merge(made.cell(at, len(self.widths) - 1))
        runs: Runs = (Run(words, bold=True),)
        lines = ("", 0.0, "border", 0.6)
        self._put(canvas, made.cell(at, 0), 0, runs, lines, anchor="b", head=True)
        canvas.told.extend(one for one in self._fit.whole if one not in canvas.told)

    def _put(
        self,
        canvas: Canvas,
        cell: Any,
        at: int,
        runs: Runs,
        lines: tuple[str, float, str, float],
        *,
        anchor: str = "t",
        head: bool = False,
    ) -> None:
        right = self.table.columns[at].kind in FIGURES and not head
        body = cell._tc.get_or_add_txBody()
        put_paragraphs(canvas.tones, body, (runs,), self.points, side="r" if right else "l")
        for old in cell._tc.findall(qn("a:tcPr")):
            cell._tc.remove(old)
        props = etree.SubElement(cell._tc, qn("a:tcPr"), {"anchor": anchor})
        before, after = self._beside[at]
        sides = {
            "marL": before * self.points,
            "marR": after * self.points,
            "marT": self.points * 0.5,
            "marB": self.points * 0.5,
        }
        for name, points in sides.items():
            props.set(name, str(round(points * EMU)))
        _edges(canvas.tones, props, lines)


def _runs(column: Column, cell: Cell, text: str, *, bold: bool) -> Runs:
    if cell.band:
        return (Run(f"{SHAPES[cell.band]} {text}", cell.band, bold=True),)
    way = _WAYS[cell.direction]
    if way:
        return (Run(text, way, bold=bold),)
    quiet = cell.value is None and column.kind != "text" and not bold
    return (Run(text, "text3" if quiet else "text", bold=bold),)


def _edges(tones: Tones, props: Any, lines: tuple[str, float, str, float]) -> None:
    top, top_wide, bottom, bottom_wide = lines
    for name, role, wide_ in (
        ("lnL", "", 0.0),
        ("lnR", "", 0.0),
        ("lnT", top, top_wide),
        ("lnB", bottom, bottom_wide),
    ):
        made = etree.SubElement(props, qn(f"a:{name}"), {"w": str(round(wide_ * EMU))})
        if role:
            tones.solid(made, role)
        else:
            etree.SubElement(made, qn("a:noFill"))
    etree.SubElement(props, qn("a:noFill"))


def _bare(made: Any) -> None:
    """Without the colours that tables have by themselves; its first row stays its head."""
    props = made._tbl.tblPr
    for name in ("bandRow", "bandCol", "lastRow", "firstCol", "lastCol"):
        props.attrib.pop(name, None)
    props.set("firstRow", "1")
    for one in list(props):
        props.remove(one)
    etree.SubElement(props, qn("a:tableStyleId")).text = _BARE
