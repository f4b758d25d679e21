"""The two tables of the quality section: kinds of findings, and the rows of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from healthdesk.core.domain.quality import Finding, FindingRow, Severity
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import Ink

ICONS: dict[Severity, tuple[str, str]] = {
    "wrong": ("circle-x", "poor"),
    "doubtful": ("alert-circle", "notice"),
    "missing": ("info-circle", "text3"),
}
WORDS: dict[Severity, str] = {
    "wrong": "wrong figures",
    "doubtful": "worth a look",
    "missing": "not known",
}
_ICON = 16


@dataclass(frozen=True)
class Placed:
    """A row of a finding with its place in the list."""

    place: int
    row: FindingRow


def finding_columns(words: Words) -> tuple[Column, ...]:
    """Describe the kinds of findings: how bad, what, how many."""

    def count(one: Finding) -> str:
        return words.number(one.count)

    return (
        Column("severity", "", 30, lambda one: float(tuple(ICONS).index(one.severity)),
               lambda one: WORDS[one.severity], _severity, minimum=30,
               tip=lambda one: WORDS[one.severity]),
        Column("title", "What", 160, lambda one: one.title, lambda one: one.title,
               paint.name_cell(lambda one: one.title), minimum=120, stretch=True,
               tip=lambda one: one.sentence),
        Column("count", "Rows", 72, lambda one: float(one.count), count, paint.figure_cell(count),
               right=True, downwards=True, minimum=52),
    )  # fmt: skip


def row_columns(words: Words) -> tuple[Column, ...]:
    """Describe the rows of a finding: what, where, the value, file and line."""

    def place(one: Placed) -> str:
        if not one.row.file:
            return ""
        line = f", line {words.number(one.row.line)}" if one.row.line else ""
        return f"{one.row.file}{line}"

    return (
        Column("what", "Row", 180, lambda one: one.row.what, lambda one: one.row.what,
               paint.name_cell(lambda one: one.row.what), minimum=110, stretch=True),
        Column("where", "Where", 164, lambda one: one.row.where, lambda one: one.row.where,
               paint.text_cell(lambda one: one.row.where), minimum=96, snug=120),
        Column("value", "What stands there", 170, lambda one: one.row.value or None,
               lambda one: one.row.value or "nothing",
               paint.text_cell(lambda one: one.row.value, "text"), minimum=120, stretch=True),
        Column("account", "Account", 120, lambda one: one.row.account_id or None,
               lambda one: one.row.account_id, paint.text_cell(lambda one: one.row.account_id),
               minimum=70, snug=90),
        Column("file", "From", 210, lambda one: one.row.file or None, place,
               paint.text_cell(place, "text3"), minimum=96, snug=190, tip=place),
    )  # fmt: skip


def _severity(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
    icon, color = ICONS[row.severity]
    picture = ink.theme.pixmap(icon, color, _ICON, ink.ratio)
    top = rect.top() + (rect.height() - _ICON) / 2
    painter.drawPixmap(QRectF(rect.left(), top, _ICON, _ICON), picture, QRectF(picture.rect()))
