"""One file of a load: its mapping, and under it what it would do to the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from healthdesk.core.domain.intake import Proposal
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.wizard.mapping_card import MappingCard

if TYPE_CHECKING:  # made in a step of its own
    from healthdesk.gui.pages.data.wizard.preview_card import PreviewCard

GAP = 12
SHARE, LOW_SHARE, LOW = 0.46, 0.4, 640
"""How much of the height the mapping may take: the preview below must stay to be seen, in a low
window all the more."""


class MappedFile(QWidget):
    """Gives the mapping what it needs, the preview the rest."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.mapping = MappingCard(ui)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addWidget(self.mapping)
        self.mapping.height_changed.connect(self._on_mapping_height_changed)

    def add_sight(self) -> PreviewCard:
        """Put the preview under the mapping: a step of its own, as it takes a while to make."""
        from healthdesk.gui.pages.data.wizard.preview_card import PreviewCard  # noqa: PLC0415

        sight = PreviewCard(self.ui)
        self._column.addWidget(sight, 1)
        return sight

    def show_proposal(self, proposal: Proposal) -> None:
        """Show the mapping of a file."""
        self.mapping.show_proposal(proposal)
        self.fit()

    def fit(self) -> None:
        """Divide the height anew."""
        room = self.height() - GAP
        most = round(room * (LOW_SHARE if room < LOW else SHARE))
        self.mapping.setFixedHeight(max(120, self.mapping.height_for(most)))

    @Slot()
    def _on_mapping_height_changed(self) -> None:
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the new height."""
        super().resizeEvent(event)
        self.fit()
