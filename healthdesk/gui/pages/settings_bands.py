"""The setting of what the bands are called: four names beside their shapes."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from healthdesk.core.domain.band_names import LONGEST, USUAL, BandNames
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.views import BANDS, Band
from healthdesk.core.services import band_names
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.band import BandShape
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel

WIDE = 232
LABEL = 146
_NOTES: dict[Band, str] = {
    "Strong": "does well",
    "Average": "needs watching",
    "Poor": "needs care",
    "Unknown": "too little is known for a score",
}


class BandsCard(Card):
    """Names the bands; each name works at once, on every page."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Names of the bands", "part of the desk; changes can be undone")
        self.ui = ui
        self.fields: dict[Band, QLineEdit] = {}
        for band in BANDS:
            self.body.addLayout(self._row(band))
        self.usual = QPushButton("Back to the usual names")
        self.usual.setProperty("kind", "quiet")
        self.usual.clicked.connect(self._on_usual_clicked)
        changes_desk(ui, self.usual)
        foot = QHBoxLayout()
        foot.addWidget(
            PlainLabel(
                "Rules, commands and exchanged files keep Strong, Average, Poor and Unknown.",
                "caption",
                wrap=True,
            ),
            1,
        )
        foot.addWidget(self.usual)
        self.body.addLayout(foot)
        ui.theme.changed.connect(self._on_theme_changed)
        self.show_names()

    def _row(self, band: Band) -> QHBoxLayout:
        field = QLineEdit()
        field.setMaxLength(LONGEST)
        field.setFixedWidth(WIDE)
        field.setAccessibleName(f"Name of the band {band}")
        field.editingFinished.connect(self._on_field_editing_finished)
        changes_desk(self.ui, field)
        self.fields[band] = field
        usual = PlainLabel(band, "medium")
        usual.setFixedWidth(LABEL)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(BandShape(self.ui.theme, self.ui.words, band))
        row.addWidget(usual)
        row.addWidget(field)
        row.addWidget(PlainLabel(_NOTES[band], "caption", elide=True), 1)
        return row

    def show_names(self) -> None:
        """Show what the bands are called now, save where somebody is writing another name."""
        names = self.ui.words.bands
        for band, field in self.fields.items():
            if not (field.hasFocus() and field.isModified()):
                field.setText(names.of(band))
        self.usual.setVisible(names != USUAL)

    def _change(self, names: BandNames) -> None:
        if names != self.ui.words.bands:
            self.ui.do(band_names.change, names, then=self._on_changed, failed=self._on_refused)

    @Slot()
    def _on_field_editing_finished(self) -> None:
        told = [" ".join(self.fields[band].text().split()) for band in BANDS]
        for field in self.fields.values():
            field.setModified(False)
        self._change(BandNames(*told))

    @Slot()
    def _on_usual_clicked(self) -> None:
        self._change(USUAL)

    def _on_changed(self, answer: object) -> None:
        del answer
        self.show_names()

    def _on_refused(self, error: Exception) -> None:
        told = error.sentence if isinstance(error, DeskError) else "Your desk is untouched."
        self.ui.toast("The bands keep their names", told, kind="error")
        self.show_names()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.show_names()
