"""What Today folds of the moves since the last look: small ones, and scores at a threshold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.noise import SmallMove
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.band import paint_shape
from healthdesk.gui.parts.column_painters import paint_change, write
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.row_list import RowList

ROW, MOST = 28, 10
"""How high a line is, and how many are seen without scrolling."""


def folded_words(some: Sequence[SmallMove], words: Words) -> str:
    """How many are folded, by what they are."""
    hovers = sum(one.told is not None for one in some)
    small = len(some) - hovers
    parts = [words.count(small, "small move")] if small else []
    if hovers:
        parts.append(f"{words.number(hovers)} hovering at a threshold")
    return f"{' and '.join(parts)} folded"


def move_words(one: SmallMove, words: Words) -> str:
    """What a folded move is: "71 to 69, told as Strong until it holds"."""
    if one.was == one.shown or one.was is None or one.shown is None:
        scores = "no number" if one.shown is None else str(one.shown)
    else:
        scores = f"{one.was} to {one.shown}"
    return (
        scores if one.told is None else f"{scores}, told as {words.band(one.told)} until it holds"
    )


class SmallList(RowList):
    """An account a line: band, name, from what to what, by how much."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, ui.words, "Folded moves")

    def high(self, row: SmallMove) -> int:
        """One line each."""
        del row
        return ROW

    def say(self, row: SmallMove) -> str:
        """All of it in words."""
        return f"{row.name}, {self._words.band(row.band)}: {move_words(row, self._words)}"

    def paint_row(self, painter: QPainter, rect: QRect, row: SmallMove) -> None:
        """Draw a line."""
        ink = self.ink
        box = QRectF(rect.left() + 14, rect.center().y() - 4, 10, 10)
        paint_shape(painter, box, self._theme, row.band)
        move = 0 if row.was is None or row.shown is None else row.shown - row.was
        area = QRect(rect.left(), rect.top(), rect.width() - 16, rect.height())
        paint_change(painter, ink, area, self._words.signed(move, 0) if move else "", move or None)
        left, right = rect.left() + 34, rect.right() - 72
        told = move_words(row, self._words)
        wide = min(ink.width(told, ink.body) + 2, max((right - left) * 3 // 5, 0))
        place = QRect(right - wide, rect.top(), wide, rect.height())
        write(painter, ink, place, told, color="text2", right=True)
        name = QRect(left, rect.top(), max(right - wide - 12 - left, 0), rect.height())
        write(painter, ink, name, row.name, font=ink.medium)


class SmallMoves(QWidget):
    """A line that says what is folded; a press shows it, a press on a row opens its account."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        self._some: tuple[SmallMove, ...] = ()
        self._open = False
        self.words = PlainLabel("", "second")
        self.button = QPushButton("Show")
        self.button.setProperty("kind", "link")
        self.list = SmallList(ui)
        self.list.hide()
        foot = QWidget()
        foot.setFixedHeight(34)
        row = QHBoxLayout(foot)
        row.setContentsMargins(14, 0, 12, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(foot)
        whole.addWidget(self.list)
        whole.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.button.clicked.connect(self._on_button_clicked)
        self.list.entered_row.connect(self._on_list_entered_row)
        self.hide()

    def show_moves(self, some: tuple[SmallMove, ...]) -> None:
        """Say how many there are; where the list is open, show these."""
        self._some = some
        self.setVisible(bool(some))
        if some:
            self.words.setText(folded_words(some, self.ui.words))
        self._show()

    def _show(self) -> None:
        on = self._open and bool(self._some)
        self.button.setText("Fold" if on else "Show")
        self.button.setAccessibleName("Fold small moves" if on else "Show small moves")
        if on:
            self.list.show_rows(self._some)
            self.list.setFixedHeight(ROW * min(len(self._some), MOST) + 6)
        self.list.setVisible(on)

    @Slot()
    def _on_button_clicked(self) -> None:
        self._open = not self._open
        self._show()

    @Slot(object)
    def _on_list_entered_row(self, row: SmallMove) -> None:
        self.ui.open_account(row.account_id)
