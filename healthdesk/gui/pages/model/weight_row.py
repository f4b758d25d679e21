"""A row of the weights: name, what it was, a number to type, its share, a switch, and its menu."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from healthdesk.core.domain.errors import UsageError
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.model.named_row import NamedRow
from healthdesk.gui.pages.model.number_edit import NumberEdit
from healthdesk.gui.pages.model.scale import Reach
from healthdesk.gui.pages.model.square import Square
from healthdesk.gui.pages.model.weight_slider import WeightSlider
from healthdesk.gui.parts.plain import PlainLabel

ROW, HEAD_ROW = 22, 28
NUMBER, SHARE, HIGH, SWITCH, BOX, INDENT = 40, 46, 20, 32, 18, 4
_DIGITS = 4


def weight_words(weight: float, words: Words) -> str:
    """A weight with as many decimals as it needs, and with four digits at most where it has any."""
    whole = len(str(int(weight)))
    most = max(1, _DIGITS - whole) if weight >= 1 else _DIGITS - 1
    decimals = next((one for one in range(most) if round(weight, one) == round(weight, most)), most)
    return words.number(weight, decimals) if weight == 0 or weight >= 0.001 else f"{weight:g}"


def _say(label: PlainLabel, text: str) -> None:
    """Say what it does not say already: while a hand moves, most rows stay as they are."""
    if text != label.full_text:
        label.setText(text)


class WeightRow(NamedRow):
    """One dimension or measure; a dimension has a handle under its row.

    Signals:
        moved: key and weight while the handle moves.
        settled: key and weight that were typed, or left by the handle.
        nudged: a key has moved the handle; more may follow.
        switched: key, and whether it is to count.
        refused: why what was typed is no weight.
    """

    moved = Signal(str, float)
    settled = Signal(str, float)
    nudged = Signal()
    switched = Signal(str, bool)
    refused = Signal(str)

    def __init__(
        self, theme: Theme, words: Words, key: str, name: str, color: str, *, handle: bool
    ) -> None:
        super().__init__(theme, key, name, handle=handle)
        self._words = words
        self._weight = 0.0
        self.was = PlainLabel("", "caption")
        self.number = NumberEdit(f"Weight of {name}, number", boxed=handle)
        self.number.setFixedWidth(NUMBER)
        self.share = PlainLabel("", "second")
        self.share.setFixedSize(SHARE, HIGH)  # another share moves nothing else
        self.share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.switch = QCheckBox()
        if handle:
            self.switch.setProperty("kind", "switch")
        self.switch.setAccessibleName(f"{name} counts")
        self.switch.setToolTip("Off: weight 0. The weight comes back when it is on again.")
        self.slider: WeightSlider | None = WeightSlider(theme, name, color) if handle else None
        self._lay_out(theme, color, handle=handle)
        self.number.editingFinished.connect(self._on_number_editing_finished)
        self.switch.clicked.connect(self._on_switch_clicked)
        if self.slider is not None:
            self.slider.moved.connect(self._on_slider_moved)
            self.slider.let_go.connect(self._on_slider_let_go)
            self.slider.nudged.connect(self.nudged)

    @property
    def held(self) -> bool:
        """Whether a hand is on the handle."""
        return self.slider is not None and self.slider.isSliderDown()

    def show_weight(
        self, weight: float, published: float | None, share: float, reach: Reach, *, on: bool
    ) -> None:
        """Show a weight, what it was (None: it is new), its share, and whether it counts."""
        self._weight = weight
        if not self.number.hasFocus() or not self.number.edited:
            self._say_number()
        changed = published is not None and weight != published
        told = "new" if published is None else ""
        if published is not None and changed:
            told = f"was {weight_words(published, self._words)}"
        _say(self.was, told)
        self.was.setVisible(bool(told))
        self._show_share(share, on=on)
        self.switch.setChecked(on)
        if self.slider is not None and not self.held:
            self.slider.show_weight(weight, weight if published is None else published, reach)

    def _show_share(self, share: float, *, on: bool) -> None:
        """Show what it has of 100."""
        told = f"{self._words.number(share, 1)} %" if on else "off"
        _say(self.share, told)
        if self.slider is not None:
            weight = weight_words(self._weight, self._words)
            described = f"{weight}, {told} of all weights"
            if described != self.slider.accessibleDescription():
                self.slider.setAccessibleDescription(described)
        self.name.show_off(off=not on)
        self.share.setEnabled(on)

    def set_editable(self, *, editable: bool) -> None:
        """Let it be changed, or only read."""
        self.number.setReadOnly(not editable)
        self.number.setFocusPolicy(
            Qt.FocusPolicy.StrongFocus if editable else Qt.FocusPolicy.NoFocus
        )
        self.switch.setEnabled(editable)
        if self.slider is not None:
            self.slider.setEnabled(editable)

    def _say_number(self) -> None:
        told = weight_words(self._weight, self._words)
        if not self.number.shows(told):
            self.number.show_number(told)
            self.number.setToolTip(f"{self._weight:g}")

    def _lay_out(self, theme: Theme, color: str, *, handle: bool) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(0 if handle else INDENT, 0, 0, 0)
        line.setSpacing(4)
        self.switch.setFixedWidth(SWITCH if handle else BOX)
        line.addWidget(self.switch)
        if handle:
            line.addWidget(Square(theme, color))
        line.addWidget(self.name, 1)
        for widget in (self.was, self.number, self.share, self.more):
            line.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        row = QWidget()
        row.setLayout(line)
        row.setFixedHeight(HEAD_ROW if handle else ROW)
        whole.addWidget(row)
        if self.slider is not None:
            whole.addWidget(self.slider)

    @Slot()
    def _on_number_editing_finished(self) -> None:
        if not self.number.edited:
            return
        try:
            told = self._words.parse_number(self.number.text())
        except UsageError as error:
            self._say_number()
            self.refused.emit(error.sentence)
            return
        self.number.setModified(False)
        if told is None or told == self._weight:
            self._say_number()
        else:
            self.settled.emit(self.key, told)

    @Slot(bool)
    def _on_switch_clicked(self, on: bool) -> None:
        self.switched.emit(self.key, on)

    @Slot(float)
    def _on_slider_moved(self, weight: float) -> None:
        self._weight = weight
        self._say_number()
        self.moved.emit(self.key, weight)

    @Slot()
    def _on_slider_let_go(self) -> None:
        self.settled.emit(self.key, self._weight)
