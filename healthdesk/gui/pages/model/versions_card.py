"""The card of versions: when each began and why; compared with what holds, or taken up again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton

from healthdesk.core.services.profiles import VersionView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.model.move_columns import version_columns
from healthdesk.gui.parts.card import Card


class VersionsCard(Card):
    """Every version of a profile, the newest first.

    Signals:
        compare_requested: a version to be compared with the one that holds.
        roll_back_requested: a version to be published again.
        card_requested: a version whose model card is wanted.
    """

    compare_requested = Signal(int)
    roll_back_requested = Signal(int)
    card_requested = Signal(int)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "Versions", "", padding=0)
        self._words = words
        self._newest = 0
        self._profile = ""
        self._editable = True
        self.table = SmallTable(
            theme, "Versions", version_columns(words, 0), _ident, keeps_current=True
        )
        self.card = self._button("Model card", self._on_card_clicked)
        self.compare = self._button("Compare", self._on_compare_clicked)
        self.back = self._button("Roll back", self._on_back_clicked)
        self.back.setToolTip("Publish this version again, as a new one")
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.table)
        self.table.current_changed.connect(self._on_current_changed)
        self.table.opened.connect(self._on_opened)

    def show_versions(self, found: Sequence[VersionView], day: int, *, editable: bool) -> None:
        """Show the versions; `day` is the one in view."""
        self._editable = editable
        before, self._newest = self._newest, max((one.version for one in found), default=0)
        self.table.set_columns(version_columns(self._words, day))
        self.table.show_rows(found)
        profile = found[0].profile if found else ""
        other = profile != self._profile or self._newest != before
        if found and (other or not self.table.current_id()):  # the one that held before
            self.table.go_to(min(1, len(found) - 1))
        self._profile = profile
        self._offer()

    @property
    def chosen(self) -> int:
        """The version that the buttons act on; 0 for none."""
        return int(self.table.current_id() or 0)

    def _offer(self) -> None:
        older = 0 < self.chosen < self._newest
        self.card.setEnabled(self.chosen > 0)
        self.compare.setEnabled(older)
        self.back.setEnabled(older and self._editable)

    def _button(self, text: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("compact", "true")
        button.clicked.connect(slot)
        self.add_tool(button)
        return button

    @Slot(str)
    def _on_current_changed(self, ident: str) -> None:
        del ident
        self._offer()

    @Slot(str)
    def _on_opened(self, ident: str) -> None:
        del ident
        self._on_compare_clicked()

    @Slot()
    def _on_card_clicked(self) -> None:
        if self.chosen:
            self.card_requested.emit(self.chosen)

    @Slot()
    def _on_compare_clicked(self) -> None:
        if 0 < self.chosen < self._newest:
            self.compare_requested.emit(self.chosen)

    @Slot()
    def _on_back_clicked(self) -> None:
        if self.chosen:
            self.roll_back_requested.emit(self.chosen)


def _ident(one: VersionView) -> str:
    return str(one.version)
