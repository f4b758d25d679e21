"""Draws a page of help from the few marks that our pages use; nothing is loaded, no HTML made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
)

from healthdesk.gui.base.theme import Role, Theme

Kind = Literal["title", "head", "text", "item", "code", "table"]
_RUN = re.compile(r"(\*\*[^*]+\*\*|`[^`]+`)")
MONO = ("DejaVu Sans Mono", "Menlo", "Consolas", "monospace")


@dataclass
class Block:
    """A piece of a page: a heading, a paragraph, a line of a list, code, or a table's rows."""

    kind: Kind
    text: str = ""
    rows: list[tuple[str, ...]] = field(default_factory=list)


def parse(text: str) -> list[Block]:
    """Read the few marks that our own pages use."""
    blocks: list[Block] = []
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("```"):
            blocks.append(Block("code", "\n".join(_until_fence(lines))))
        elif line.startswith("|"):
            _add_row(blocks, line)
        elif line.startswith("## "):
            blocks.append(Block("head", line[3:]))
        elif line.startswith("# "):
            blocks.append(Block("title", line[2:]))
        elif line.startswith("- "):
            blocks.append(Block("item", line[2:]))
        elif not line.strip():
            blocks.append(Block("text"))
        elif blocks and blocks[-1].kind in {"text", "item"}:
            last = blocks[-1]
            last.text = f"{last.text} {line.strip()}".strip()
        else:
            blocks.append(Block("text", line.strip()))
    return [block for block in blocks if block.text or block.rows]


def draw(document: QTextDocument, text: str, theme: Theme) -> None:
    """Draw a page into an empty document."""
    cursor = QTextCursor(document)
    pen = _Pen(theme)
    first = True
    for block in parse(text):
        if block.kind == "table":
            pen.table(cursor, block.rows)
            continue
        if not first:
            cursor.insertBlock()
        first = False
        cursor.setBlockFormat(pen.block(block.kind))
        if block.kind == "code":
            for number, line in enumerate(block.text.splitlines()):
                if number:
                    cursor.insertBlock(pen.block("code"))
                cursor.insertText(line, pen.code(small=False))
        else:
            bullet = (
                "\N{BULLET}\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}" if block.kind == "item" else ""
            )
            cursor.insertText(bullet, pen.plain("item", "text3"))
            pen.runs(cursor, block.kind, block.text)


class _Pen:
    """Formats in the colours of the theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def block(self, kind: Kind) -> QTextBlockFormat:
        above = {"title": 0, "head": 20, "text": 8, "item": 4, "code": 8, "table": 8}[kind]
        form = QTextBlockFormat()
        form.setTopMargin(0 if kind == "code" else above)
        form.setBottomMargin(4 if kind in {"title", "head"} else 0)
        form.setLineHeight(20 if kind not in {"title"} else 28, 2)  # 2: a fixed height in pixels
        if kind == "item":
            form.setLeftMargin(14)
            form.setTextIndent(-14)
        if kind == "code":
            form.setBackground(QBrush(self._color("canvas")))
            form.setLeftMargin(8)
        return form

    def plain(self, kind: Kind, color: str = "", weight: int = 0) -> QTextCharFormat:
        role: Role = "title" if kind == "title" else "body"
        usual = 600 if kind in {"title", "head"} else 400
        form = QTextCharFormat()
        form.setFont(self._theme.font(role, weight or usual, tabular=False))
        form.setForeground(
            QBrush(self._color(color or ("text" if kind in {"title", "head"} else "text2")))
        )
        return form

    def code(self, *, small: bool) -> QTextCharFormat:
        font = QFont()
        font.setFamilies(list(MONO))
        font.setPixelSize(12)
        form = QTextCharFormat()
        form.setFont(font)
        form.setForeground(QBrush(self._color("text")))
        if small:
            form.setBackground(QBrush(self._color("track")))
        return form

    def runs(self, cursor: QTextCursor, kind: Kind, text: str) -> None:
        for run in _RUN.split(text):
            if run.startswith("**"):
                cursor.insertText(run[2:-2], self.plain(kind, "text", 600))
            elif run.startswith("`"):
                cursor.insertText(run[1:-1], self.code(small=True))
            elif run:
                cursor.insertText(run, self.plain(kind))

    def table(self, cursor: QTextCursor, rows: list[tuple[str, ...]]) -> None:
        form = QTextTableFormat()
        form.setBorder(0)
        form.setBorderCollapse(True)
        form.setCellPadding(6)
        form.setCellSpacing(0)
        form.setTopMargin(10)
        form.setBottomMargin(6)
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        wide = max(len(row) for row in rows)
        table = cursor.insertTable(len(rows), wide, form)
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                cell = table.cellAt(number, column)
                cell.setFormat(self._line_under())
                inside = cell.firstCursorPosition()
                if number == 0:
                    inside.insertText(words, self.plain("text", "text3", 500))
                else:
                    self.runs(inside, "text", words)
        cursor.movePosition(QTextCursor.MoveOperation.End)

    def _line_under(self) -> QTextTableCellFormat:
        """A line below a cell, as under the rows of every table of the window."""
        form = QTextTableCellFormat()
        form.setBottomBorder(1)
        form.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setBottomBorderBrush(QBrush(self._color("border")))
        form.setTopPadding(6)
        form.setBottomPadding(6)
        form.setRightPadding(12)
        return form

    def _color(self, name: str) -> QColor:
        return self._theme.color(name)


def _until_fence(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line.startswith("```"):
            return
        yield line


def _add_row(blocks: list[Block], line: str) -> None:
    cells = tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
    if all(set(cell) <= {"-", ":"} for cell in cells):
        return
    if not blocks or blocks[-1].kind != "table":
        blocks.append(Block("table"))
    blocks[-1].rows.append(cells)
