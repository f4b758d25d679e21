"""Native tables on slides: a head, figures at the right, a total; what is long goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from pptx.oxml.ns import qn
from pptx.util import Emu

from healthdesk.core.domain.report import Cell, Column, Table
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


@dataclass(frozen=True)
class _Set:
    """Cells of a line as they are set: their texts, how high they stand, what was cut in them."""

    texts: list[str]
    high: float
    whole: list[str]


class _Ground:
    """What all parts of a long table share: widths of columns, and every row set once."""

    def __init__(self, table: Table, width: float, setting: Setting) -> None:
        self.table, self.width, self.setting = table, width, setting
        self.points = setting.size.small
        self.widths = widths(table, width, self.points * _SPARE)
        self.beside = [beside_cell(table.columns, at) for at in range(len(table.columns))]
        self.rooms = [
            max(wide - sum(beside) * self.points, self.points)
            for wide, beside in zip(self.widths, self.beside, strict=True)
        ]
        self.rows = on_paper(table)
        self.more = len(table.rows) - len(self.rows)
        self.head = self._set([(one.title, None) for one in table.columns], 2)
        self.foot = self._cells(table.total)
        self._held: dict[int, _Set] = {}

    def line(self, at: int) -> _Set:
        """A row as it is set."""
        held = self._held.get(at)
        if held is None:
            held = self._held[at] = self._cells(self.rows[at].cells)
        return held

    def _cells(self, cells: tuple[Cell, ...]) -> _Set:
        return self._set([(one.text, one.band) for one in cells], _LINES)

    def _set(self, cells: list[tuple[str, str | None]], most: int) -> _Set:
        fit = Fitted()
        texts = [
            fit(text, room - (self.points if band else 0), self.points, most)
            for (text, band), room in zip(cells, self.rooms, strict=False)
        ]
        held = (
            high(text, room, self.points) for text, room in zip(texts, self.rooms, strict=False)
        )
        tall = max(held, default=self.points * LEADING) + self.points
        return _Set(texts, tall, fit.whole)


class TableAtom(Atom):
    """A table, or as many rows of it as fit."""

    def __init__(
        self,
        table: Table,
        width: float,
        setting: Setting,
        *,
        ground: _Ground | None = None,
        part: tuple[int, int | None] = (0, None),
        ends: bool = True,
        group: str = "",
    ) -> None:
        self.ground = ground or _Ground(table, width, setting)
        self.table, self.width, self.setting, self.ends = table, width, setting, ends
        self.first = part[0]
        self.rows = self.ground.rows[slice(*part)]
        self.group = group
        self.more = self.ground.more
        self.points, self.widths = self.ground.points, self.ground.widths
        self._fit = Fitted()
        self.total = table.total if ends else ()

    def _lines(self) -> list[tuple[float, int | None]]:
        """Heights of its lines: rows with their places, and the names of groups (None)."""
        made, group = list[tuple[float, int | None]](), self.group
        for at, row in enumerate(self.rows, self.first):
            if row.group and row.group != group:
                made.append((self.points * 2.2, None))
            group = row.group
            made.append((self.ground.line(at).high, at))
        return made

    def high(self) -> float:
        """Head, rows, total, and what is said under them."""
        if not self.rows:
            return self.points * 2.8
        return self.ground.head.high + sum(one for one, _ in self._lines()) + self._under()

    def _under(self) -> float:
        total = self.ground.foot.high if self.total else 0.0
        return total + (self.points * 2.2 if self.more and self.ends else 0.0)

    def split(self, room: float) -> tuple[Atom | None, Atom | None]:
        """As many rows as fit under the head; the rest has a head of its own."""
        used, count = self.ground.head.high, 0
        for tall, at in self._lines():
            if used + tall > room:
                break
            used += tall
            count += at is not None
        count = min(count, len(self.rows) - _LAST)
        if count < _FEWEST:
            return None, self
        end, last = self.first + count, self.first + len(self.rows)
        part = self._part(self.first, end, ends=False, group=self.group)
        return part, self._part(end, last, ends=self.ends, group=self.rows[count - 1].group)

    def _part(self, first: int, end: int, *, ends: bool, group: str) -> TableAtom:
        made = TableAtom(
            self.table,
            self.width,
            self.setting,
            ground=self.ground,
            part=(first, end),
            ends=ends,
            group=group,
        )
        made.above = self.above
        return made

    def _cut(self) -> list[str]:
        """Texts that were cut, in their order."""
        lines = [
            self.ground.line(at).whole for at in range(self.first, self.first + len(self.rows))
        ]
        foot = self.ground.foot.whole if self.total else []
        return [*self.ground.head.whole, *(one for line in lines for one in line), *foot]

    def put(self, canvas: Canvas, box: Box) -> None:
        """Draw the table."""
        if not self.rows:
            self._empty(canvas, box)
            return
        canvas.told.extend(self._cut())
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
        for line, (high_, place_) in enumerate(held):
            made.rows[line + 1].height = Emu(round(high_ * EMU))
            if place_ is None:
                self._group(canvas, made, line + 1, self._following(held, line))
                continue
            row = self.ground.rows[place_]
            self._row(canvas, made, line + 1, row.cells, self.ground.line(place_).texts)
        if self.total:
            foot = self.ground.foot
            made.rows[count - 1].height = Emu(round(foot.high * EMU))
            self._row(canvas, made, count - 1, self.total, foot.texts, bold=True)
        if self.more and self.ends:
            words = Run(f"{self.more:,} more in the workbook", "text3")
            place = Box(box.x, box.y + tall + self.points * 0.7, self.width, self.points * 1.3)
            canvas.text(place, ((words,),), self.points, name="More")

    def _following(self, held: list[tuple[float, int | None]], line: int) -> str:
        """The name of the group that begins at a line."""
        at = held[line + 1][1]
        return "" if at is None else self.ground.rows[at].group

    def _empty(self, canvas: Canvas, box: Box) -> None:
        for y in (box.y, box.y + self.high()):
            canvas.rule(box.x, y, box.x + self.width, y, "border")
        place = Box(box.x, box.y + self.points * 0.75, self.width, self.points * 1.3)
        words = self._fit(self.table.empty, self.width, self.points, 1)
        canvas.told.extend(self._fit.whole)
        canvas.text(place, ((Run(words, "text3"),),), self.points, name="Nothing")

    def _head(self, canvas: Canvas, made: Any) -> None:
        head = self.ground.head
        made.rows[0].height = Emu(round(head.high * EMU))
        for at, (column, text) in enumerate(zip(self.table.columns, head.texts, strict=True)):
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
        before, after = self.ground.beside[at]
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
