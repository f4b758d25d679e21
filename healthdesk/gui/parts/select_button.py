"""A button that shows the choice that holds and opens a list of others; cut where it is narrow."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from healthdesk.core.domain.views import Band
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import one_line, with_hyphens
from healthdesk.gui.parts.band import paint_shape
from healthdesk.gui.parts.choice_popup import ChoicePopup, Option
from healthdesk.gui.parts.plain import plain_tip

HIGH, PAD, ARROW = 28, 8, 14
OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_F4)
_SHAPES: dict[str, Band] = {
    "Strong": "Strong",
    "Average": "Average",
    "Poor": "Poor",
    "Unknown": "Unknown",
}


class SelectButton(QPushButton):
    """Shows a text, with a band's shape before it where it is one.

    Signals:
        chosen: the key of the choice that somebody took.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._seeks = ""
        self._label = ""
        self._short = ""
        self._shape = ""
        self._icon = ""
        self._options: Callable[[], Sequence[Option]] | None = None
        self.popup: ChoicePopup | None = None
        self.setProperty("select", "true")
        self.setFixedHeight(HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    @property
    def label(self) -> str:
        """The whole text that is shown."""
        return self._label

    def offer(self, options: Callable[[], Sequence[Option]], seeks: str = "") -> None:
        """Ask this for the choices each time; `seeks` gives them a field to filter by."""
        self._options, self._seeks = options, seeks

    def say(self, text: str, shape: str = "", short: str = "", icon: str = "") -> None:
        """Show another text, `short` where it has no room; a band's shape or an icon before it."""
        self._label, self._shape, self._short, self._icon = text, shape, short or text, icon
        self.setAccessibleName(f"{self._name}: {text}" if text else self._name)
        self._say_tip()
        self.updateGeometry()
        self.update()

    def open_list(self, under: QWidget | None = None) -> None:
        """Open the choices under the button, or under something else."""
        if self._options is None or not self.isEnabled():
            return
        place = under or self
        popup = ChoicePopup(self._theme, self._name, self._options(), self, seeks=self._seeks)
        popup.chosen.connect(self._on_popup_chosen)
        self.popup = popup
        popup.open_under(place.mapToGlobal(QPoint(0, place.height() + 2)), place.width())

    @property
    def _before(self) -> int:
        """Pixels of what stands before the text."""
        return 16 if self._shape in _SHAPES else 22 if self._icon else 0

    def _room(self) -> QRect:
        left = PAD + self._before
        return self.rect().adjusted(left, 0, -PAD - ARROW - 4, 0)

    def _shown(self) -> str:
        metrics = QFontMetricsF(self._theme.font("body"))
        text = with_hyphens(one_line(self._label))
        if metrics.horizontalAdvance(text) > self._room().width():
            text = with_hyphens(one_line(self._short))
        return str(metrics.elidedText(text, Qt.TextElideMode.ElideRight, self._room().width()))

    def _say_tip(self) -> None:
        cut = self._shown() != with_hyphens(one_line(self._label))
        self.setToolTip(plain_tip(self._label) if cut else "")

    @Slot()
    def _on_clicked(self) -> None:
        self.open_list()

    @Slot(str)
    def _on_popup_chosen(self, key: str) -> None:
        self.popup = None
        self.chosen.emit(key)

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        wide = QFontMetricsF(self._theme.font("body")).horizontalAdvance(one_line(self._label))
        return QSize(round(wide + 2.5) + PAD * 2 + ARROW + 4 + self._before, HIGH)

    def minimumSizeHint(self) -> QSize:
        """Be content with a few letters."""
        return QSize(64, HIGH)

    def resizeEvent(self, event: object) -> None:
        """Another width cuts elsewhere."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._say_tip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the choices by Enter or arrow down, too."""
        if event.key() in OPENS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground as the theme does, then shape, text and chevron."""
        del event
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        on = self.isEnabled()
        if self._shape in _SHAPES:
            box = QRectF(PAD, (self.height() - 10) / 2, 10, 10)
            paint_shape(painter, box, self._theme, _SHAPES[self._shape])
        elif self._icon:
            picture = self._theme.pixmap(self._icon, "text2", 16, self.devicePixelRatioF())
            painter.drawPixmap(PAD, (self.height() - 16) // 2, picture)
        painter.setFont(self._theme.font("body"))
        painter.setPen(self._theme.color("text" if on else "text3"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        painter.drawText(self._room(), flags, self._shown())
        if on:
            ratio = self.devicePixelRatioF()
            picture = self._theme.pixmap("chevron-down", "text3", ARROW, ratio)
            top = (self.height() - ARROW) // 2
            painter.drawPixmap(self.width() - PAD - ARROW + 2, top, picture)
        painter.end()
