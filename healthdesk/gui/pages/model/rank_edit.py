"""The two conditions of a rank: from where a reading is good, from where it is poor."""

from __future__ import annotations

import msgspec
import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.profile import CONDITIONS, Condition, RankScale
from healthdesk.core.domain.scale import rank_points
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.model.curve_axis import Values
from healthdesk.gui.pages.model.curve_words import SIGNS, Speller
from healthdesk.gui.pages.model.number_edit import NumberEdit
from healthdesk.gui.parts.band import BandShape
from healthdesk.gui.parts.chip import FlowLayout
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.select_button import SelectButton

WIDE, SIGN_WIDE = 60, 88
_PLACES = (0.0, 1.0, 2.0)


class ConditionEdit(QWidget):
    """One condition: a shape, its name, an operator, a number with its unit.

    Signals:
        changed: the condition that was chosen or typed.
        refused: why what was typed is no number.
    """

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, theme: Theme, name: str, shape: QWidget) -> None:
        super().__init__()
        self._told: Speller | None = None
        self.condition = Condition(op=">=", value=0)
        self.sign = SelectButton(theme, f"{name} where the reading is")
        self.sign.setFixedWidth(SIGN_WIDE)
        self.sign.offer(self._offered)
        self.number = NumberEdit(f"{name}: number", boxed=True)
        self.number.setFixedWidth(WIDE)
        self.unit = PlainLabel("", "caption")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(5)
        for one in (shape, PlainLabel(name, "second"), self.sign, self.number, self.unit):
            line.addWidget(one)
        self.sign.chosen.connect(self._on_sign_chosen)
        self.number.editingFinished.connect(self._on_number_editing_finished)

    def show_condition(self, condition: Condition, tell: Speller, *, editable: bool) -> None:
        """Show another condition."""
        self.condition, self._told = condition, tell
        self.sign.say(SIGNS[condition.op])
        self.sign.setEnabled(editable)
        self.number.setReadOnly(not editable)
        if not (self.number.hasFocus() and self.number.edited):
            self.number.show_number(tell.figure(condition.value))
        self.unit.setText(tell.suffix)
        self.unit.setVisible(bool(tell.suffix))

    def _offered(self) -> list[Option]:
        return [Option(one, SIGNS[one], chosen=one == self.condition.op) for one in CONDITIONS]

    @Slot(str)
    def _on_sign_chosen(self, op: str) -> None:
        self.changed.emit(msgspec.convert({"op": op, "value": self.condition.value}, Condition))

    @Slot()
    def _on_number_editing_finished(self) -> None:
        tell = self._told
        if not self.number.edited or tell is None:
            return
        self.number.setModified(False)
        try:
            value = tell.parse(self.number.text())
        except UsageError as error:
            self.refused.emit(error.sentence)
            value = None
        if value is None or value == self.condition.value:
            self.number.show_number(tell.figure(self.condition.value))
        else:
            self.changed.emit(Condition(op=self.condition.op, value=value))


class RankEdit(QWidget):
    """Where a reading is good, and where it is poor; what is left is average.

    Signals:
        settled: the rank that was chosen or typed.
        refused: why what was typed is no number.
    """

    settled = Signal(object)
    refused = Signal(str)

    def __init__(self, theme: Theme, good: BandShape, poor: BandShape) -> None:
        super().__init__()
        self.scale: RankScale | None = None
        self.good = ConditionEdit(theme, "Good", good)
        self.poor = ConditionEdit(theme, "Poor", poor)
        flow = FlowLayout(self, 6)
        for one in (self.good, self.poor):
            flow.addWidget(one)
        self.good.changed.connect(self._on_good_changed)
        self.poor.changed.connect(self._on_poor_changed)
        self.good.refused.connect(self.refused)
        self.poor.refused.connect(self.refused)

    def show_rank(self, scale: RankScale, tell: Speller, *, editable: bool) -> None:
        """Show other conditions."""
        self.scale = scale
        self.good.show_condition(scale.good, tell, editable=editable)
        self.poor.show_condition(scale.poor, tell, editable=editable)

    @Slot(object)
    def _on_good_changed(self, condition: Condition) -> None:
        if self.scale is not None:
            self.settled.emit(msgspec.structs.replace(self.scale, good=condition))

    @Slot(object)
    def _on_poor_changed(self, condition: Condition) -> None:
        if self.scale is not None:
            self.settled.emit(msgspec.structs.replace(self.scale, poor=condition))


def in_words(scale: RankScale, values: Values, words: Words) -> str:
    """How many accounts a rank calls what: 46 good, 37 average, 39 poor."""
    found = rank_points(scale, values.numbers, _PLACES).astype(int)
    counts = np.bincount(found, minlength=3)
    named = zip(counts, ("good", "average", "poor"), strict=True)
    return ", ".join(f"{words.number(float(count))} {name}" for count, name in named)
