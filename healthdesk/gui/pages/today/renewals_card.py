"""The card of renewals: shapes on a line of 90 days, and the list of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from healthdesk.core.domain.today_view import Renewal
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words, from_qdate, to_qdate
from healthdesk.gui.pages.today.one_line import OneLine
from healthdesk.gui.pages.today.saying import sum_of
from healthdesk.gui.parts.band import paint_shape
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.column_painters import write
from healthdesk.gui.parts.plain import plain_tip

DAYS, HIGH, MORE, STACK = 90, 66, 14, 4
BOX, STEP, GROUND = 9.0, 13.0, 46.0
ROW, EMPTY_HIGH = 28, 140
_NO_LIMIT = 16_777_215
"""Qt's own greatest size."""
Where = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Placed:
    """A renewal on the line."""

    renewal: Renewal
    rect: QRectF


@dataclass(frozen=True)
class LineLayout:
    """Where the shapes lie, the months (x and name), and how many are too many to draw."""

    shapes: tuple[Placed, ...]
    months: tuple[tuple[float, str], ...]
    hidden: int = 0


def lay_line(renewals: Sequence[Renewal], day: int, width: float, words: Words) -> LineLayout:
    """Lay renewals over 90 days; those of one place stand on each other."""
    left, right = 8.0, max(9.0, width - 8)
    scale = (right - left - BOX) / DAYS
    columns: dict[int, int] = {}
    shapes, hidden = [], 0
    for one in renewals:
        at = left + one.days * scale
        column = int((at - left) / (BOX + 2))
        height = columns.get(column, 0)
        columns[column] = height + 1
        if height >= STACK - 1:
            hidden += 1
            continue
        top = GROUND - BOX - 1 - height * STEP
        x = left + column * (BOX + 2)
        shapes.append(Placed(one, QRectF(min(x, right - BOX), top, BOX, BOX)))
    return LineLayout(tuple(shapes), _months(day, left, scale, words), hidden)


def _months(day: int, left: float, scale: float, words: Words) -> tuple[tuple[float, str], ...]:
    date = to_qdate(day)
    out = []
    for ahead in (1, 2, 3):
        first = date.addMonths(ahead)
        first = first.addDays(1 - first.day())
        begins = from_qdate(first)
        if begins - day < DAYS:
            out.append((left + (begins - day) * scale, words.month(begins)))
    return tuple(out)


class RenewalsCard(Card):
    """Renewals of the next 90 days."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui.theme, "Renewals in 90 days", "", parent)
        self.ui = ui
        self.line = RenewalLine(ui)
        self.list = RenewalList(ui)
        self.body.setContentsMargins(4, 0, 4, 8)
        self.body.setSpacing(4)
        self.body.addWidget(self.line)
        self.body.addWidget(self.list, 1)

    def show_renewals(self, renewals: tuple[Renewal, ...], day: int) -> None:
        """Show other renewals."""
        count = self.ui.words.count(len(renewals), "account")
        total = sum_of(renewals, self.ui.words)
        self.set_subtitle(f"{count} \N{MIDDLE DOT} {total}" if renewals else "")
        self.line.show_renewals(renewals, day)
        self.list.rows.show(renewals)
        self.setMaximumHeight(_NO_LIMIT if renewals else EMPTY_HIGH)
        if renewals:
            self.show_body()
        else:
            self.show_empty("No renewal in 90 days", "", "", "calendar")


class RenewalLine(QWidget):
    """Shapes of bands on a line of days."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._renewals: tuple[Renewal, ...] = ()
        self._day = ui.day
        self.setFixedHeight(HIGH)
        self.setMouseTracking(True)
        ui.theme.changed.connect(self._on_theme_changed)

    def show_renewals(self, renewals: tuple[Renewal, ...], day: int) -> None:
        """Show other renewals."""
        self._renewals, self._day = renewals, day
        self._fit()
        self.setAccessibleName(
            f"{self.ui.words.count(len(renewals), 'renewal')} in 90 days:"
            " the list below names each with its day"
        )
        self.update()

    def layout_now(self) -> LineLayout:
        """Where everything lies at this width."""
        return lay_line(self._renewals, self._day, self.width(), self.ui.words)

    def _fit(self) -> None:
        """Have a row for what is too many to draw, under the months."""
        self.setFixedHeight(HIGH + (MORE if self.layout_now().hidden else 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width hides others."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line, the months, the shapes."""
        del event
        theme = self.ui.theme
        painter = QPainter(self)
        found = self.layout_now()
        painter.setFont(theme.font("small"))
        for at, name in found.months:
            painter.fillRect(QRectF(at, 2, 1, GROUND - 2), theme.color("grid"))
            painter.setPen(theme.color("text3"))
            wide = painter.fontMetrics().horizontalAdvance(name) + 2
            painter.drawText(QRectF(min(at - 2, self.width() - wide), GROUND + 2, wide, 16), name)
        painter.fillRect(QRectF(8, GROUND, self.width() - 16, 1), theme.color("border"))
        if found.hidden:
            painter.setPen(theme.color("text3"))
            room = QRectF(0, GROUND + 18, self.width() - 8, 16)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight, f"{found.hidden} more in the list")
        for one in found.shapes:
            paint_shape(painter, one.rect, theme, one.renewal.band)

    def event(self, event: QEvent) -> bool:
        """Tell which renewal a shape is."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = QPointF(event.pos())
            near = (one for one in self.layout_now().shapes if one.rect.contains(at))
            hit = next(near, None)
            if hit is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), plain_tip(self._words(hit.renewal)), self)
            return True
        return super().event(event)

    def _words(self, one: Renewal) -> str:
        words = self.ui.words
        money = words.money(one.arr, one.currency)
        return f"{one.name}, {words.band(one.band)}, {money}, renews on {words.day(one.day)}"


class RenewalList(QListView):
    """Renewals, the nearest first.

    Signals:
        account_wanted: the id of the account of a renewal that was entered.
    """

    account_wanted = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.rows = RenewalModel(ui.words)
        self.rows.setParent(self)
        self.setModel(self.rows)
        self.setAccessibleName("Renewals in 90 days")
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setMinimumHeight(ROW * 3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the account."""
        renewal = self.rows.renewal(self.currentIndex().row())
        if renewal is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.account_wanted.emit(renewal.account_id)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double press opens the account."""
        renewal = self.rows.renewal(self.indexAt(event.position().toPoint()).row())
        if renewal is not None:
            self.account_wanted.emit(renewal.account_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show whole rows only: half a row at the foot reads as a fault."""
        super().resizeEvent(event)
        over = self.height() % ROW
        if over != self.viewportMargins().bottom():
            self.setViewportMargins(0, 0, 0, over)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the nearest; a press chooses its own."""
        super().focusInEvent(event)
        pressed = event.reason() == Qt.FocusReason.MouseFocusReason
        if not pressed and not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0))


class RenewalModel(QAbstractListModel):
    """Renewals for a view."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._found: tuple[Renewal, ...] = ()

    def show(self, found: tuple[Renewal, ...]) -> None:
        """Show other renewals."""
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def renewal(self, row: int) -> Renewal | None:
        """A renewal by its place."""
        return self._found[row] if 0 <= row < len(self._found) else None

    def rowCount(self, parent: Where = QModelIndex()) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: Where, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """What a renewal says."""
        one = self.renewal(index.row())
        if one is None:
            return None
        words = self._words
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            money = words.money(one.arr, one.currency)
            when = f"{words.days(one.days)}, {words.day(one.day)}"
            return f"{one.name}, {words.band(one.band)}, {money}, {when}"
        if role == Qt.ItemDataRole.ToolTipRole:
            money = words.money(one.arr, one.currency, short=False)
            band, when = words.band(one.band), words.day(one.day)
            return plain_tip(f"{one.name}, {band}, {money}, renews on {when}")
        return None


class _Delegate(OneLine):
    """Paints shape, name, ARR, days."""

    def __init__(self, view: RenewalList) -> None:
        super().__init__(view, view.ui, ROW)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Where) -> None:
        """Draw a renewal."""
        view, ink, words = self._view, self._ink, self._view.ui.words
        one = view.rows.renewal(index.row())
        if one is None:
            return
        rect: QRect = option.rect
        painter.save()
        self.paint_ground(painter, option, index)
        box = QRectF(rect.left() + 8, rect.center().y() - 4, 10, 10)
        paint_shape(painter, box, view.ui.theme, one.band)
        right = QRect(rect.right() - 60, rect.top(), 52, rect.height())
        told = words.days(one.days) if one.days else "today"
        write(painter, ink, right, told, color="text2", right=True)
        money = QRect(rect.right() - 128, rect.top(), 60, rect.height())
        write(painter, ink, money, words.money(one.arr, one.currency), right=True)
        name = QRect(rect.left() + 26, rect.top(), rect.width() - 26 - 136, rect.height())
        write(painter, ink, name, one.name)
        painter.restore()
