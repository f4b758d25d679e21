"""The box that says which metric is in view and offers the others, grouped, with a search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QWidget

from healthdesk.core.domain.usage_view import UsageMetric
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.choice_popup import ChoicePopup, Option
from healthdesk.gui.parts.plain import plain_tip

_WIDE, _NARROW, _AROUND = 160, 92, 44


def options(metrics: Sequence[UsageMetric], chosen: str, words: Words) -> tuple[Option, ...]:
    """The metrics by group: in the score, other ones used, never used (told, not to be chosen)."""
    groups = (
        ("In the health score", [one for one in metrics if one.used and one.watched]),
        ("Others", [one for one in metrics if one.used and not one.watched]),
    )
    out: list[Option] = []
    for name, some in groups:
        if some:
            out.append(Option(f"head {name}", name, head=True))
            out += [
                Option(
                    one.key,
                    one.name,
                    f"to {words.short_day(one.last)}" if one.last is not None else "",
                    one.key == chosen,
                )
                for one in some
            ]
    never = [one for one in metrics if not one.used]
    if never:
        out.append(Option("head never", f"Never used: {len(never)}", head=True))
        out += [Option(f"never {one.key}", one.name, head=True) for one in never]
    return tuple(out)


class MetricBox(QComboBox):
    """Looks like any other box; its list has groups and a search.

    Signals:
        chosen: the key of the metric that was taken.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._metrics: tuple[UsageMetric, ...] = ()
        self._key = ""
        self.popup: ChoicePopup | None = None
        self.setMinimumWidth(_NARROW)
        self.setMaximumWidth(_WIDE)
        self._name = ""
        self.setAccessibleName("Which metric")

    def show_metrics(self, metrics: tuple[UsageMetric, ...], key: str) -> None:
        """Offer these; `key` is the one in view."""
        self._metrics, self._key = metrics, key
        name = next((one.name for one in metrics if one.key == key), "")
        self._name = name
        self.clear()
        self.addItem(name)
        self._fit()
        self.setAccessibleName(f"Which metric: {name}")
        self.setEnabled(len(metrics) > 1)

    def sizeHint(self) -> QSize:
        """As wide as it may be: what is in view says how long its name is."""
        return QSize(_WIDE, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Be content with the start of the name."""
        return QSize(_NARROW, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Elide anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - _AROUND
        shown = self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        if self.count() and shown != self.itemText(0):
            self.setItemText(0, shown)
        self.setToolTip(plain_tip(self._name) if shown != self._name else "")

    def showPopup(self) -> None:
        """Open the list of metrics."""
        offered = options(self._metrics, self._key, self._words)
        self.popup = ChoicePopup(self._theme, "Which metric", offered, self)
        self.popup.chosen.connect(self._on_popup_chosen)
        self.popup.open_under(self.mapToGlobal(QPoint(0, self.height() + 2)), self.width())

    @Slot(str)
    def _on_popup_chosen(self, key: str) -> None:
        if key != self._key:
            self.chosen.emit(key)
