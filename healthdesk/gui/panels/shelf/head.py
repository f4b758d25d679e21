"""The head of an editor: the way back, the name, what can be done, and a menu with the rest."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.shelf.kind import Kind
from healthdesk.gui.parts.plain import PlainLabel

HIGH = 56


class DocumentHead(QWidget):
    """Title and buttons; what it says is the kind's.

    Signals:
        back_requested: somebody wants back to the list.
        menu_requested: where the menu of the document should open.
    """

    back_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, ui: Ui, kind: Kind) -> None:
        super().__init__()
        self.ui = ui
        self.setFixedHeight(HIGH)
        self.back = self.icon("chevron-left", f"Back to the {kind.many} (Esc)")
        self.title = PlainLabel("", "title", elide=True)
        self.sentence = PlainLabel("", "second", elide=True)
        self.more = self.icon("dots", f"This {kind.word}: more")
        self.back.clicked.connect(self.back_requested)
        self.more.clicked.connect(self._on_more_clicked)

    def put(self, states: Sequence[QWidget], buttons: Sequence[QWidget]) -> None:
        """Lay out what tells its state beside the title, and buttons at the right."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.back, self.title, *states):
            row.addWidget(widget)
        row.addWidget(self.sentence, 1)
        for widget in (*buttons, self.more):
            row.addWidget(widget)

    def icon(self, icon: str, name: str) -> QPushButton:
        """A quiet button that shows an icon alone."""
        button = QPushButton()
        button.setProperty("kind", "quiet")
        button.setProperty("iconic", "true")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.ui.theme.bind_icon(button, icon)
        return button

    def fit(self) -> None:
        """Say less where there is less room; kinds extend it."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is room for other words."""
        super().resizeEvent(event)
        self.fit()

    @Slot()
    def _on_more_clicked(self) -> None:
        self.menu_requested.emit(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))
