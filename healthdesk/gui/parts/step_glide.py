"""Steps that glide to where they go when the order changes; at once where no motion is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar, cast

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QVariantAnimation, Slot
from PySide6.QtWidgets import QGraphicsItem, QStyle, QWidget

_Item = TypeVar("_Item", bound=QGraphicsItem)
TIME: Final = 150
"""Milliseconds that a glide takes."""


class Glide(QObject):
    """Moves items from where they stood to where they stand; their lines come in meanwhile."""

    def __init__(self, widget: QWidget, lines: QGraphicsItem) -> None:
        super().__init__(widget)
        self._lines = lines
        self._ways: list[tuple[QGraphicsItem, QPointF, QPointF]] = []
        self._motion = QVariantAnimation(self)
        self._motion.setDuration(TIME)
        self._motion.setStartValue(0.0)
        self._motion.setEndValue(1.0)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.valueChanged.connect(self._on_motion_value_changed)

    @property
    def going(self) -> bool:
        """Whether anything is on its way."""
        return self._motion.state() == QVariantAnimation.State.Running

    @property
    def wanted(self) -> bool:
        """Whether somebody sees it, and the system does not ask for less motion."""
        widget = cast("QWidget", self.parent())
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        return widget.isVisible() and widget.style().styleHint(hint, None, widget) > 0

    def stand(self) -> None:
        """Have everything stand where it goes."""
        self._motion.stop()
        self._place(1.0)
        self._ways = []

    def begin(self, before: Mapping[_Item, QPointF]) -> None:
        """Glide from where items stood to where they stand now."""
        self._ways = [(item, was, item.pos()) for item, was in before.items() if was != item.pos()]
        if self._ways and self.wanted:
            self._place(0.0)
            self._motion.start()

    def _place(self, part: float) -> None:
        for item, start, end in self._ways:
            item.setPos(start + (end - start) * part)
        self._lines.setOpacity(part)

    @Slot(object)
    def _on_motion_value_changed(self, value: float) -> None:
        self._place(value)
