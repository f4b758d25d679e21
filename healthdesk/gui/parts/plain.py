"""Labels and tips for text that may come from data: never markup, elided without room."""

from __future__ import annotations

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

LEAST = 24
"""Width below which an eliding label is not pressed."""


def plain_tip(text: str) -> str:
    """Make a text safe for a tool tip, which would otherwise guess whether it is markup."""
    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>" if text else ""


class PlainLabel(QLabel):
    """Shows text as it is; `role` and `tone` choose its look (controls.qss).

    `elide` keeps it on one line, the whole text in its tip; `wrap` lets it take more lines.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "",
        *,
        tone: str = "",
        elide: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._full = ""
        self._elide = elide
        if role:
            self.setProperty("role", role)
        if tone:
            self.setProperty("tone", tone)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setWordWrap(wrap)
        self.setText(text)

    @property
    def full_text(self) -> str:
        """The text before it was elided."""
        return self._full

    def setText(self, text: str) -> None:
        """Show another text."""
        self._full = text
        if self._elide:
            self._fit()
            self.updateGeometry()
        else:
            super().setText(text)

    def set_tone(self, tone: str) -> None:
        """Show the text in another tone: notice, poor, strong, accent, up, down or none."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)

    def sizeHint(self) -> QSize:
        """Ask for room for the whole text."""
        hint = super().sizeHint()
        if not self._elide:
            return hint
        margins = self.contentsMargins()
        wide = self.fontMetrics().horizontalAdvance(self._full) + 1
        return QSize(wide + margins.left() + margins.right(), hint.height())

    def minimumSizeHint(self) -> QSize:
        """Be content with little when eliding."""
        hint = super().minimumSizeHint()
        return QSize(min(LEAST, self.sizeHint().width()), hint.height()) if self._elide else hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Elide anew."""
        super().resizeEvent(event)
        if self._elide:
            self._fit()

    def _fit(self) -> None:
        room = max(0, self.contentsRect().width())
        shown = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, room)
        cut = shown != self._full and room > 0
        super().setText(shown if cut else self._full)
        self.setToolTip(plain_tip(self._full) if cut else "")
        self.setAccessibleName(self._full)
