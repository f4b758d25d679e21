"""Toasts: what just happened, bottom right, with one action; they go by themselves, errors stay.

Two are seen at once, so that the page under them can be worked with; a line over them says how many
more there are, and leads to them.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Notice, Ui
from healthdesk.gui.parts.plain import PlainLabel

HEIGHT, WIDEST, STAYS = 52, 436, 8000
AROUND, LINE = 112, 20
"""Width beside the words, and the height of a second line."""
MARGIN, GAP, FOOT = 16, 8, 26
SEEN, MOST = 2, 8
"""How many are seen before somebody asks for the rest, and how many are kept."""
FOLDED = 26
ICONS = {
    "done": ("check", "strong"),
    "notice": ("clock-exclamation", "notice"),
    "error": ("alert-triangle", "poor"),
}


class Toast(QFrame):
    """One toast.

    Signals:
        closed: it wants to go.
    """

    closed = Signal()

    def __init__(self, theme: Theme, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setProperty("card", "raised")
        self.setAccessibleName(f"{notice.text} {notice.detail}".strip())
        icon = QLabel()
        icon.setFixedSize(20, 20)
        name, color = ICONS[notice.kind]
        theme.bind_icon(icon, name, color, 18)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        text = QFontMetrics(theme.font("body", 500)).horizontalAdvance(notice.text)
        long = text > WIDEST - AROUND
        self.high = HEIGHT + LINE if long else HEIGHT
        self.wide = WIDEST if long else 0
        words.addWidget(PlainLabel(notice.text, "medium", elide=not long, wrap=long))
        if notice.detail:
            words.addWidget(PlainLabel(notice.detail, "small", elide=True))
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 4, 8, 4)
        layout.setSpacing(12)
        layout.addWidget(icon)
        layout.addLayout(words, 1)
        if notice.action:
            action = QPushButton(notice.action)
            action.setProperty("kind", "link")
            action.clicked.connect(self._on_action_clicked)
            layout.addWidget(action)
        close = QPushButton()
        close.setProperty("kind", "quiet")
        close.setProperty("iconic", "small")
        close.setAccessibleName("Close this message")
        theme.bind_icon(close, "x", "text3", 16)
        close.clicked.connect(self._on_close_clicked)
        layout.addWidget(close)
        self.setFixedHeight(self.high)
        self._later = Later(self, STAYS, self._on_later_timeout)
        if notice.kind != "error":
            self._later.start()

    def stay(self) -> None:
        """Be there as long again, for somebody asked to see it."""
        if self.notice.kind != "error":
            self._later.start()

    @Slot()
    def _on_action_clicked(self) -> None:
        self.closed.emit()
        if self.notice.run is not None:
            self.notice.run()

    @Slot()
    def _on_close_clicked(self) -> None:
        self.closed.emit()

    @Slot()
    def _on_later_timeout(self) -> None:
        self.closed.emit()


class Toasts(QObject):
    """The pile of toasts of a window, newest at the bottom; the older ones in one line over it."""

    def __init__(self, ui: Ui, window: QWidget) -> None:
        super().__init__(window)
        self.ui = ui
        self._window = window
        self._shown: list[Toast] = []
        self._open = False
        self._held: list[Notice] = []
        self.more = QPushButton(window)
        self.more.hide()
        self.more.clicked.connect(self._on_more_clicked)
        window.installEventFilter(self)
        ui.noticed.connect(self._on_ui_noticed)
        ui.presenting_changed.connect(self._on_ui_presenting_changed)

    @property
    def shown(self) -> tuple[Toast, ...]:
        """The toasts that are there, oldest first."""
        return tuple(self._shown)

    @property
    def folded(self) -> tuple[Toast, ...]:
        """Those that only the line tells of, oldest first."""
        return () if self._open else tuple(self._shown[:-SEEN])

    @Slot(object)
    def _on_ui_noticed(self, notice: Notice) -> None:
        if self.ui.presenting:
            self._held = [*self._held, notice][-MOST:]
            return
        toast = Toast(self.ui.theme, notice, self._window)
        toast.closed.connect(self._on_toast_closed)
        self._shown.append(toast)
        while len(self._shown) > MOST:
            self._drop(self._first_to_go())
        self._place()
        toast.raise_()

    def _first_to_go(self) -> Toast:
        """The oldest that goes by itself; else the oldest."""
        passing = [one for one in self._shown if one.notice.kind != "error"]
        return (passing or self._shown)[0]

    @Slot()
    def _on_more_clicked(self) -> None:
        """Show all of them for as long again, or the newest alone."""
        self._open = not self._open
        if self._open:
            for toast in self._shown:
                toast.stay()
        self._place()

    @Slot()
    def _on_toast_closed(self) -> None:
        toast = self.sender()
        if isinstance(toast, Toast):
            self._drop(toast)

    def _drop(self, toast: Toast) -> None:
        if toast in self._shown:
            self._shown.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._place()

    @Slot()
    def _on_ui_presenting_changed(self) -> None:
        """What they say may be private: they wait until nobody else looks at the screen."""
        held, self._held = self._held, []
        for notice in held:
            self._on_ui_noticed(notice)
        self._place()

    def _place(self) -> None:
        if self.ui.presenting:
            for one in (*self._shown, self.more):
                one.hide()
            return
        self._open = self._open and len(self._shown) > SEEN
        bottom, folded = self._window.height() - FOOT - MARGIN, self.folded
        for toast in reversed(self._shown):
            toast.setVisible(toast not in folded)
            if toast in folded:
                continue
            wide = min(
                WIDEST,
                max(280, toast.wide, toast.sizeHint().width()),
                self._window.width() - 2 * MARGIN,
            )
            left, top = self._window.width() - wide - MARGIN, bottom - toast.high
            toast.setGeometry(left, top, wide, toast.high)
            bottom = top - GAP
        self._place_more(bottom)

    def _place_more(self, bottom: int) -> None:
        """The line over them: how many more there are."""
        many = len(self._shown) > SEEN
        self.more.setVisible(many)
        if not many:
            return
        count = len(self.folded)
        failed = sum(one.notice.kind == "error" for one in self.folded)
        told = f"{count} earlier message{'s' if count > 1 else ''}"
        told += f", {failed} of them failed" if failed else ""
        self.more.setText(told if count else "Show the last two alone")
        wide = self.more.sizeHint().width()
        left = self._window.width() - wide - MARGIN
        self.more.setGeometry(left, bottom - FOLDED, wide, FOLDED)
        self.more.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's corner."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return bool(super().eventFilter(watched, event))
