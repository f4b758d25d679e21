"""Under a curve: over what it reads, what a missing reading is worth, how old one may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.core.domain.errors import BadDocument, UsageError
from healthdesk.core.domain.profile import Measure
from healthdesk.core.domain.reading import MAX_DAYS, ReadingRef, ReadingSpec, parse_ref
from healthdesk.core.domain.segment_view import FieldChoice
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import segment_fields
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.model.curve_words import MISSING, over_words
from healthdesk.gui.pages.model.number_edit import NumberEdit
from healthdesk.gui.parts.chip import FlowLayout
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.rule_fields import READING
from healthdesk.gui.parts.rule_options import OptionsPopup
from healthdesk.gui.parts.rule_value import InputKit
from healthdesk.gui.parts.select_button import SelectButton

RESET, GAP = "Reset", 8
DAYS_WIDE, OVER_WIDE = 56, 176


class OnceOptions(OptionsPopup):
    """Asks for the options of a reading; tells them once, when it closes.

    Signals:
        left: the options as they are then.
    """

    left = Signal(object)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell what was chosen."""
        super().hideEvent(event)
        self.left.emit(dict(self.told))


class ReadingBar(QWidget):
    """Over, If missing, Too old, Reset.

    Signals:
        changed: the measure with another reading, policy or age.
        reset_wanted: the published measure is wanted back.
        refused: why what was typed cannot be.
    """

    changed = Signal(object)
    reset_wanted = Signal()
    refused = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.measure: Measure | None = None
        self._names: Mapping[str, str] = {}
        self._editable = False
        self._fitted: tuple[int, ...] = ()
        self.popup: OnceOptions | None = None
        self.over = SelectButton(ui.theme, "Over")
        self.over.offer(self._over_offered)
        self.several = SelectButton(ui.theme, "Over")
        self.missing = SelectButton(ui.theme, "If missing")
        self.missing.offer(self._missing_offered)
        self.stale = NumberEdit("Older than so many days counts as missing", boxed=True)
        self.stale.setFixedWidth(DAYS_WIDE)
        self.reset = QPushButton(RESET)
        self.reset.setProperty("kind", "quiet")
        self.reset.setAccessibleName("Reset this measure to what is published")
        self.reset.setToolTip("Back to what is published; its weight stays")
        self.reset.setIcon(ui.theme.icon("refresh"))
        flow = FlowLayout(self, GAP)
        self.groups = (
            self._group("Over", self.over, self.several),
            self._group("If missing", self.missing),
            self._group("Missing if older than", self.stale, PlainLabel("days", "second")),
        )
        for one in (*self.groups, self.reset):
            flow.addWidget(one)
        self.several.clicked.connect(self._on_several_clicked)
        self.over.chosen.connect(self._on_over_chosen)
        self.missing.chosen.connect(self._on_missing_chosen)
        self.stale.editingFinished.connect(self._on_stale_editing_finished)
        self.reset.clicked.connect(self.reset_wanted)

    def show_measure(self, measure: Measure, *, changed: bool, editable: bool) -> None:
        """Show what a measure reads; `changed`: it can be reset."""
        self.measure, self._editable = measure, editable
        spec = self._spec
        self.groups[0].setVisible(bool(spec.options))
        self.groups[2].setVisible(spec.ages)
        self._say_over()
        self.missing.say(dict(MISSING)[measure.missing])
        self.missing.setFixedWidth(self.missing.sizeHint().width())
        if not (self.stale.hasFocus() and self.stale.edited):
            told = measure.stale_after
            self.stale.show_number("" if told is None else self.ui.words.number(told))
            self.stale.setPlaceholderText("any")
        self.over.setVisible(self._direct)
        self.several.setVisible(not self._direct)
        for one in (self.over, self.several, self.missing):
            one.setEnabled(editable)
        self.stale.setReadOnly(not editable)
        self.reset.setVisible(editable)
        self.reset.setEnabled(changed)
        self._fit_reset()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where it would take another line."""
        super().resizeEvent(event)
        self._fit_reset()

    def _fit_reset(self) -> None:
        """Reset has its word where there is room, its picture alone where that has."""
        if self.measure is None:
            return
        wides = [one.sizeHint().width() for one in self.groups if one.isVisibleTo(self)]
        if self._fitted == (self.width(), *wides):
            return  # while a hand moves nothing is laid out again
        self._fitted = (self.width(), *wides)
        used = 0
        for wide in wides:
            used = used + wide + GAP if used + wide <= self.width() else wide + GAP
        hints = []
        for text in ("", RESET):
            self.reset.setText(text)
            hints.append(used + self.reset.sizeHint().width() <= self.width())
        self.reset.setText("" if hints == [True, False] else RESET)
        self.reset.updateGeometry()

    def say_names(self, names: Mapping[str, str]) -> None:
        """Know the names of metrics."""
        self._names = names
        if self.measure is not None:
            self._say_over()

    @property
    def _spec(self) -> ReadingSpec:
        if self.measure is None:
            raise ValueError("nothing is shown")
        return CATALOGUE[self.measure.reading.kind].SPEC

    @property
    def _direct(self) -> bool:
        """Whether its one option is chosen from a list at once."""
        options = self._spec.options
        return len(options) == 1 and options[0].kind == "choice"

    def _say_over(self) -> None:
        if self.measure is not None:
            told = over_words(self._spec, self.measure.reading.options, self._names)
            for one in (self.over, self.several):
                one.say(told)
                one.setFixedWidth(min(OVER_WIDE, one.sizeHint().width()))

    @staticmethod
    def _group(name: str, *fields: QWidget) -> QWidget:
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(PlainLabel(name, "second"))
        for one in fields:
            line.addWidget(one)
        return made

    def _missing_offered(self) -> list[Option]:
        held = None if self.measure is None else self.measure.missing
        return [Option(key, told, chosen=key == held) for key, told in MISSING]

    def _over_offered(self) -> list[Option]:
        if self.measure is None:
            return []
        option = self._spec.options[0]
        held = self.measure.reading.options[option.key]
        return [
            Option(one, over_words(self._spec, {option.key: one}, {}), chosen=one == held)
            for one in option.choices
        ]

    def _tell(self, **fields: object) -> None:
        if self.measure is not None:
            made = msgspec.structs.replace(self.measure, **fields)
            if made != self.measure:
                self.changed.emit(made)

    @Slot()
    def _on_several_clicked(self) -> None:
        """Ask for several options in a popup, once the desk said what there is."""
        if self.measure is not None and not self._direct and self._editable:
            self.ui.read(
                segment_fields.titles, self.ui.day, then=self._on_titles_read, key="curve options"
            )

    def _on_titles_read(self, found: Mapping[str, FieldChoice]) -> None:
        measure = self.measure
        choice = None if measure is None else found.get(f"{READING}{measure.reading.kind}")
        if measure is None or choice is None or not self.isVisible():
            return
        told: dict[str, Any] = {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in measure.reading.options.items()
        }
        kit = InputKit(self.ui.theme, self.ui.words, self.ui.today)
        self.popup = OnceOptions(kit, choice, told, self)
        self.popup.left.connect(self._on_popup_left)
        self.popup.open_under(self.several)

    @Slot(object)
    def _on_popup_left(self, told: dict[str, Any]) -> None:
        popup, self.popup = self.popup, None
        if popup is None or self.measure is None:
            return
        metrics = [key for key, _ in popup.choice.choices]
        try:
            kind = self.measure.reading.kind
            ref = parse_ref({"kind": kind, **told}, metrics, CATALOGUE, "The reading")
        except BadDocument as error:
            self.refused.emit(str(error))
            return
        self._tell(reading=ref)

    @Slot(str)
    def _on_over_chosen(self, key: str) -> None:
        if self.measure is not None:
            option = self._spec.options[0]
            kind = self.measure.reading.kind
            self._tell(reading=ReadingRef(kind=kind, options={option.key: key}))

    @Slot(str)
    def _on_missing_chosen(self, key: str) -> None:
        self._tell(missing=key)

    @Slot()
    def _on_stale_editing_finished(self) -> None:
        if not self.stale.edited or self.measure is None:
            return
        self.stale.setModified(False)
        try:
            days = _days(self.ui.words.parse_number(self.stale.text()))
        except UsageError as error:
            self.refused.emit(error.sentence)
            self.show_measure(self.measure, changed=self.reset.isEnabled(), editable=self._editable)
            return
        self._tell(stale_after=days)


def _days(told: float | None) -> int | None:
    if told is None:
        return None
    if not told.is_integer() or not 0 <= told <= MAX_DAYS:
        raise UsageError(f"It is a whole number of days, {MAX_DAYS} at most.")
    return int(told)
