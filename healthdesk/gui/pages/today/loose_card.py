"""The card "Loose ends": what was begun and left, by kind; each line opens its place.

A few lines of each kind are told, the others unfold.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyleOptionViewItem,
    QWidget,
)

from healthdesk.core.domain.loose_ends import LooseEnd, LooseEnds, titles
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.today.one_line import OneLine
from healthdesk.gui.parts.band import paint_shape
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.column_painters import write
from healthdesk.gui.parts.plain import plain_tip

SHOWN, MOST = 3, 60
"""Lines of a kind at first, and at most: beyond that the Accounts table sorts by them."""
ROW, NAME = 28, 196
SUBTITLE = "begun and left; none of them is urgent"
Where = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Line:
    """A line of the card: the head of a kind, one of its ends, or what unfolds the others."""

    kind: str
    text: str
    end: LooseEnd | None = None
    folds: bool = False


def lines_of(ends: LooseEnds, unfolded: Collection[str], words: Words) -> tuple[Line, ...]:
    """The lines of the card."""
    out: list[Line] = []
    for kind, title in titles(words.bands).items():
        some = ends.of(kind)
        if not some:
            continue
        shown = some[: MOST if kind in unfolded else SHOWN]
        out.append(Line(kind, f"{title} {words.number(len(some))}"))
        out += [Line(kind, one.text, one) for one in shown]
        left = len(some) - len(shown)
        if kind in unfolded and len(some) > SHOWN:
            more = f"Fewer ({words.number(left)} more in the Accounts table)" if left else "Fewer"
            out.append(Line(kind, more, folds=True))
        elif left:
            out.append(Line(kind, f"{words.number(left)} more", folds=True))
    return tuple(out)


class LooseCard(Card):
    """What was begun and left.

    Signals:
        end_wanted: a `LooseEnd` whose place should be opened.
    """

    end_wanted = Signal(object)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui.theme, "Loose ends", SUBTITLE, parent, padding=0)
        self.ui = ui
        self.ends: LooseEnds | None = None
        self._unfolded: set[str] = set()
        self.list = LooseList(ui)
        self.body.setContentsMargins(4, 4, 4, 4)
        self.body.addWidget(self.list)
        self.add_line_under_head()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.list.line_entered.connect(self._on_list_line_entered)
        self.hide()

    def show_ends(self, ends: LooseEnds) -> None:
        """Show those of a day; where there are none, the card is not there."""
        self.ends = ends
        self._show()

    def _show(self) -> None:
        if self.ends is None:
            return
        self.list.show_lines(lines_of(self.ends, self._unfolded, self.ui.words))
        self.setVisible(bool(self.ends.ends))

    @Slot(object)
    def _on_list_line_entered(self, line: Line) -> None:
        if line.end is not None:
            self.end_wanted.emit(line.end)
        elif line.folds:
            self._unfolded ^= {line.kind}
            self._show()


class LooseList(QListView):
    """Lines, as high as all of them.

    Signals:
        line_entered: a `Line` that was pressed, or entered by a key.
    """

    line_entered = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.rows = LooseModel()
        self.rows.setParent(self)
        self.setModel(self.rows)
        self.setAccessibleName("Loose ends")
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_clicked)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Show other lines; the keyboard stays where it was, as far as that is there."""
        at = self.currentIndex().row()
        self.rows.show(lines)
        self.setFixedHeight(max(1, len(lines)) * ROW)
        if at >= 0 and lines:
            self.setCurrentIndex(self.rows.index(min(at, len(lines) - 1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens a line."""
        line = self.rows.line(self.currentIndex().row())
        if line is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.line_entered.emit(line)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first line that leads somewhere."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount() > 1:
            self.setCurrentIndex(self.rows.index(1))

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        line = self.rows.line(index.row())
        if line is not None:
            self.line_entered.emit(line)


class LooseModel(QAbstractListModel):
    """Lines for a view."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()

    def show(self, lines: tuple[Line, ...]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """A line by its place."""
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def rowCount(self, parent: Where = QModelIndex()) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Where) -> Qt.ItemFlag:
        """Heads lead nowhere."""
        line = self.line(index.row())
        if line is None or (line.end is None and not line.folds):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Where, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """What a line says."""
        line = self.line(index.row())
        if line is None:
            return None
        said = line.text if line.end is None else f"{line.end.name}: {line.text}"
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return said
        if role == Qt.ItemDataRole.ToolTipRole and line.end is not None:
            return plain_tip(said)
        return None


class _Delegate(OneLine):
    """Paints shape, name and words."""

    def __init__(self, view: LooseList) -> None:
        super().__init__(view, view.ui, ROW)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Where) -> None:
        """Draw a line."""
        view, ink = self._view, self._ink
        line = view.rows.line(index.row())
        if line is None:
            return
        rect: QRect = option.rect
        painter.save()
        leads = line.end is not None or line.folds
        if leads:
            self.paint_ground(painter, option, index)
        words = QRect(rect.left() + 8, rect.top(), rect.width() - 16, rect.height())
        if line.end is not None:
            self._draw_end(painter, rect, line.end)
        elif line.folds:
            write(painter, ink, words.adjusted(18, 0, 0, 0), line.text, color="accent")
        else:
            write(painter, ink, words, line.text, font=ink.small_bold, color="text2")
        painter.restore()

    def _draw_end(self, painter: QPainter, rect: QRect, end: LooseEnd) -> None:
        ink = self._ink
        if end.band is not None:
            box = QRectF(rect.left() + 8, rect.center().y() - 4, 10, 10)
            paint_shape(painter, box, self._view.ui.theme, end.band)
        name = QRect(rect.left() + 26, rect.top(), NAME, rect.height())
        write(painter, ink, name, end.name, font=ink.medium)
        left = name.right() + 12
        text = QRect(left, rect.top(), rect.right() - 8 - left, rect.height())
        write(painter, ink, text, end.text, color="notice" if end.grave else "text2")
