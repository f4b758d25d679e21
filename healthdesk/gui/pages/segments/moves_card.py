"""The card of who came into a segment and who left it, and what made it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QPushButton

from healthdesk.core.domain.segment_view import Came
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.column_painters import write
from healthdesk.gui.parts.row_list import RowList

ROW, LOW_ROW = 26, 40


class MoveList(RowList):
    """An account a line: day, which way, name, why."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, ui.words, "Came and went")

    def high(self, row: Came) -> int:
        """One line each; two where there is little room."""
        del row
        return LOW_ROW if self.narrow else ROW

    def say(self, row: Came) -> str:
        """All of it in words."""
        way = "came" if row.came else "left"
        why = _why(row)
        return f"{self._words.day(row.day)}: {row.name} {way}{f': {why}' if why else ''}"

    def paint_row(self, painter: QPainter, rect: QRect, row: Came) -> None:
        """Draw a line."""
        ink = self.ink
        high = 24 if self.narrow else rect.height()
        day = QRect(rect.left() + 12, rect.top(), 52, high)
        write(painter, ink, day, self._words.short_day(row.day), color="text2")
        picture = ink.pixmap("login" if row.came else "logout", "text3", 14)
        painter.drawPixmap(QPoint(day.right() + 4, day.center().y() - 6), picture)
        left = day.right() + 28
        room = rect.right() - 12 - left
        told = _why(row)
        why = f"{'came' if row.came else 'left'}{f': {told}' if told else ''}"
        if self.narrow:
            name = QRect(left, rect.top(), room, high)
            write(painter, ink, name, row.name, font=ink.medium)
            under = QRect(left, rect.top() + 21, room, 16)
            write(painter, ink, under, why, font=ink.small, color="text2")
            return
        wanted = ink.width(row.name, ink.medium) + 1
        wide = min(wanted, max(room - min(ink.width(why, ink.body) + 8, room * 3 // 5), 0))
        name = QRect(left, rect.top(), wide, rect.height())
        write(painter, ink, name, row.name, font=ink.medium)
        rest = QRect(left + wide + 8, rect.top(), room - wide - 8, rect.height())
        write(painter, ink, rest, why, color="text2")


def _why(row: Came) -> str:
    """What made it; of a score that only hovered that it did."""
    return f"{row.why}, hovering" if row.folded else row.why


class MovesCard(Card):
    """Who came and went in 28 days."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Came and went", "28 days", padding=0)
        self.ui = ui
        self.list = MoveList(ui)
        self._moves: tuple[Came, ...] = ()
        self.folded = QPushButton("")
        self.folded.setProperty("kind", "link")
        self.folded.setCheckable(True)
        self.folded.setToolTip("Scores that only hovered at a threshold: it is set in Settings")
        self.folded.hide()
        self.add_tool(self.folded)
        self.body.setContentsMargins(0, 0, 0, 8)
        self.body.addWidget(self.list)
        self.list.entered_row.connect(self._on_list_entered_row)
        self.folded.clicked.connect(self._on_folded_clicked)

    def show_moves(self, moves: tuple[Came, ...]) -> None:
        """Show other moves."""
        self._moves = moves
        count = sum(one.folded for one in moves)
        self.folded.setVisible(bool(count))
        if not moves:
            self.set_subtitle("28 days")
            self.show_empty("Nobody came or left in 28 days", "", "", "circles-relation")
            return
        words, told = self.ui.words, [one for one in moves if not one.folded]
        came = sum(one.came for one in told)
        self.set_subtitle(
            f"28 days: {words.number(came)} came, {words.number(len(told) - came)} left"
        )
        number = words.number(count)
        self.folded.setText(f"Fold {number}" if self.folded.isChecked() else f"{number} folded")
        self.list.show_rows(moves if self.folded.isChecked() else tuple(told))
        self.show_body()

    @Slot()
    def _on_folded_clicked(self) -> None:
        self.show_moves(self._moves)

    @Slot(object)
    def _on_list_entered_row(self, row: Came) -> None:
        self.ui.open_account(row.account_id)
