"""Names of tabs side by side, the one in view underlined, each with a count or a notice mark.

Not here: what the tabs show (panels/tabs.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.plain import plain_tip

HEIGHT = 36
GAP, LEAST_GAP = 22, 8
"""Pixels between two names, and the least of them in a narrow window."""
_PILL, _ICON, _SPACE = 18.0, 14.0, 6.0


@dataclass(frozen=True)
class TabMark:
    """What a tab carries beside its name: a count, a notice mark, and both in words."""

    count: int = 0
    notice: bool = False
    text: str = ""


NO_MARK = TabMark()


@dataclass(frozen=True)
class TabPlaces:
    """Where the parts of one tab stand; a part of no width is not shown."""

    name: QRectF
    icon: QRectF
    pill: QRectF
    line: QRectF

    @property
    def width(self) -> float:
        """Of all together."""
        return self.line.width()


def places(name: float, count: float, *, notice: bool) -> TabPlaces:
    """Lay a tab out; `name` and `count` are widths of texts, a count of 0 is not shown."""
    edge = name
    icon = QRectF()
    pill = QRectF()
    if notice:
        icon = QRectF(edge + _SPACE, (HEIGHT - _ICON) / 2, _ICON, _ICON)
        edge = icon.right()
    if count:
        wide = max(count + 12, _PILL)
        pill = QRectF(edge + _SPACE, (HEIGHT - _PILL) / 2, wide, _PILL)
        edge = pill.right()
    return TabPlaces(QRectF(0, 0, name + 1, HEIGHT), icon, pill, QRectF(0, HEIGHT - 2, edge, 2))


class TabButton(QAbstractButton):
    """One tab."""

    def __init__(self, theme: Theme, key: str, title: str, place: int) -> None:
        super().__init__()
        self.theme = theme
        self.key = key
        self._place = place
        self._mark = NO_MARK
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_mark(NO_MARK)

    @property
    def mark(self) -> TabMark:
        """What stands beside the name."""
        return self._mark

    def set_mark(self, mark: TabMark) -> None:
        """Show another count or mark."""
        self._mark = mark
        said = f"{self.text()}, {mark.text}" if mark.text else self.text()
        self.setAccessibleName(said)
        self.setToolTip(plain_tip(f"{said} (Alt+{self._place})"))
        self.updateGeometry()
        self.update()

    def places(self) -> TabPlaces:
        """Where its parts stand."""
        name = QFontMetricsF(self.theme.font("body", 500)).horizontalAdvance(self.text())
        count = 0.0
        if self._mark.count:
            metrics = QFontMetricsF(self.theme.font("small", 600))
            count = metrics.horizontalAdvance(str(self._mark.count))
        return places(name, count, notice=self._mark.notice)

    def sizeHint(self) -> QSize:
        """As wide as name and mark."""
        return QSize(round(self.places().width + 0.5), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw name, mark and the line of the tab in view."""
        del event
        theme, at = self.theme, self.places()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        bright = self.isChecked() or self.underMouse()
        painter.setFont(theme.font("body", 500))
        painter.setPen(theme.color("text" if bright else "text2"))
        painter.drawText(at.name, Qt.AlignmentFlag.AlignVCenter, self.text())
        if at.icon.width():
            picture = theme.pixmap("alert-circle", "notice", int(_ICON), self.devicePixelRatioF())
            painter.drawPixmap(at.icon.toRect(), picture)
        if at.pill.width():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("track"))
            painter.drawRoundedRect(at.pill, _PILL / 2, _PILL / 2)
            painter.setFont(theme.font("small", 600))
            painter.setPen(theme.color("text2"))
            painter.drawText(at.pill, Qt.AlignmentFlag.AlignCenter, str(self._mark.count))
        if self.isChecked():
            painter.fillRect(at.line, theme.color("accent"))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            ring = QRectF(self.rect()).adjusted(1, 5, -1, -6)
            painter.drawRoundedRect(ring, 4, 4)
        painter.end()


class TabBar(QWidget):
    """A row of tabs.

    Signals:
        chosen: the key of the tab that the user took.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, tabs: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFixedHeight(HEIGHT)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, TabButton] = {}
        for place, (key, title) in enumerate(tabs, 1):
            button = TabButton(theme, key, title, place)
            button.setParent(self)
            self._group.addButton(button)
            self.buttons[key] = button
        self._group.buttonClicked.connect(self._on_group_button_clicked)
        theme.changed.connect(self.update)

    @property
    def current(self) -> str:
        """The key of the tab in view."""
        return next((key for key, one in self.buttons.items() if one.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Underline a tab without telling anybody."""
        if key in self.buttons:
            self.buttons[key].setChecked(True)

    def set_marks(self, marks: Mapping[str, TabMark]) -> None:
        """Show what tabs carry beside their names; those not named carry nothing."""
        for key, button in self.buttons.items():
            button.set_mark(marks.get(key, NO_MARK))
        self._fit()

    def _fit(self) -> None:
        """Set the tabs beside each other, closer where there is little room."""
        wide = [one.sizeHint().width() for one in self.buttons.values()]
        gaps = max(len(wide) - 1, 1)
        gap = min(max((self.width() - sum(wide)) // gaps, LEAST_GAP), GAP)
        left = 0
        for button, own in zip(self.buttons.values(), wide, strict=True):
            button.setGeometry(left, 0, own, HEIGHT)
            left += own + gap

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set them anew."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """All tabs as close as they may be."""
        wide = [one.sizeHint().width() for one in self.buttons.values()]
        return QSize(sum(wide) + LEAST_GAP * max(len(wide) - 1, 0), HEIGHT)

    def sizeHint(self) -> QSize:
        """All tabs with their usual room."""
        wide = [one.sizeHint().width() for one in self.buttons.values()]
        return QSize(sum(wide) + GAP * max(len(wide) - 1, 0), HEIGHT)

    @Slot(QAbstractButton)
    def _on_group_button_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, TabButton):
            self.chosen.emit(button.key)
