"""Stretches of the year in which a play is silent: a chip each, and two days to add one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.play import MOST_QUIET
from healthdesk.gui.base.words import from_qdate
from healthdesk.gui.pages.plays.editor.kit import PlayKit, link
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.parts.plain import PlainLabel

_LEAP: Final = 2028
_MONTHS: Final = range(1, 13)
Stretch = tuple[str, str]


class QuietEdit(QWidget):
    """Shows stretches; a press on one takes it away.

    Signals:
        changed: the stretches as they are to be.
    """

    changed = Signal(object)

    def __init__(self, kit: PlayKit) -> None:
        super().__init__()
        self.kit = kit
        self.quiet: tuple[Stretch, ...] = ()
        self.chips: list[QPushButton] = []
        self.add = link("Add quiet days")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)
        self._rows.addWidget(PlainLabel("Quiet days, each year", "caption"))
        self._rows.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.clicked.connect(self._on_add_clicked)

    def show_quiet(self, quiet: tuple[Stretch, ...]) -> None:
        """Show these stretches."""
        self.add.setEnabled(len(quiet) < MOST_QUIET)
        if quiet == self.quiet and len(self.chips) == len(quiet):
            return
        self.quiet = quiet
        for chip in self.chips:
            self._rows.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for at, (first, last) in enumerate(quiet):
            told = f"{self._day(first)} to {self._day(last)}"
            chip = QPushButton(told)
            chip.setProperty("chip", "true")
            chip.setProperty("at", at)
            chip.setAccessibleName(f"Quiet days {told}: take them away")
            chip.setToolTip("Take them away")
            self.kit.theme.bind_icon(chip, "x", "text2", 14)
            chip.clicked.connect(self._on_chip_clicked)
            self._rows.insertWidget(1 + at, chip, 0, Qt.AlignmentFlag.AlignLeft)
            self.chips.append(chip)

    def _day(self, told: str) -> str:
        date = QDate(_LEAP, int(told[:2]), int(told[3:]))
        return self.kit.words.short_day(from_qdate(date))

    @Slot()
    def _on_chip_clicked(self) -> None:
        at = int(self.sender().property("at"))
        self.changed.emit(tuple(one for place, one in enumerate(self.quiet) if place != at))

    @Slot()
    def _on_add_clicked(self) -> None:
        months = tuple(
            (f"{month:02}", self.kit.words.month(from_qdate(QDate(_LEAP, month, 1))))
            for month in _MONTHS
        )
        asked = ask_form(
            self.kit.ui,
            "Quiet days",
            (
                Field("first", "First day", "number", 22.0, required=True),
                Field("first_month", "Of the month", "choice", "12", months),
                Field("last", "Last day", "number", 4.0, required=True),
                Field("last_month", "Of the month", "choice", "01", months),
            ),
            text="The play fires on none of these days, each year. Both ends count.",
            yes="Add",
            check=_wrongs,
        )
        if asked is not None:
            made = (_told(asked, "first"), _told(asked, "last"))
            self.changed.emit((*self.quiet, made))


def _told(values: dict[str, object], key: str) -> str:
    return f"{values[f'{key}_month']}-{int(float(str(values[key]))):02}"


def _wrongs(values: dict[str, object]) -> dict[str, str]:
    out = {}
    for key in ("first", "last"):
        day = float(str(values[key]))
        month = int(str(values[f"{key}_month"]))
        if not day.is_integer() or not QDate(_LEAP, month, int(day)).isValid():
            out[key] = "The month has no such day."
    return out
