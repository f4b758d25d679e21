"""The cards of the page and how they stand: three columns, two where there is less room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from healthdesk.core.domain import model_draft
from healthdesk.core.domain.model_draft import ModelDraft
from healthdesk.core.domain.profile import Profile
from healthdesk.core.domain.what_if import WhatIf
from healthdesk.core.services.what_if import ModelView
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.model.columns_layout import Columns
from healthdesk.gui.pages.model.head import Head
from healthdesk.gui.pages.model.move_columns import MoveRow
from healthdesk.gui.pages.model.moves_card import MovesCard
from healthdesk.gui.pages.model.standing_card import StandingCard
from healthdesk.gui.pages.model.versions_card import VersionsCard
from healthdesk.gui.pages.model.weights_card import WeightsCard
from healthdesk.gui.panels.judgement_panel import JudgementPanel
from healthdesk.gui.parts.card import Card

MARGIN = 16


class ModelSheet(QWidget):
    """Head, weights, histogram, who moves, versions.

    Signals:
        retry_requested: read again after an error.
    """

    retry_requested = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        """Make the frame; its cards come by `furnish`."""
        super().__init__(parent)
        self.ui = ui
        self._view: ModelView | None = None
        self._reveal = Later(self, 0, self._show_cards)
        self.instead = Card(ui.theme, parent=self)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.instead.acted.connect(self._on_instead_acted)
        self.instead.retry_requested.connect(self.retry_requested)

    def furnish(self) -> Iterator[None]:
        """Make head and cards, one at a time."""
        theme, words = self.ui.theme, self.ui.words
        self.head = Head(self.ui)
        self._lay_out()
        yield None
        self.weights = WeightsCard(theme, words)
        yield None
        self.standing = StandingCard(theme, words)
        self.moves = MovesCard(theme, words)
        yield None
        self.versions = VersionsCard(theme, words)
        self.columns = Columns(self.weights, self.standing, self.moves, self.versions)
        self.columns.setProperty("ground", "none")
        yield None
        self._scroll.setWidget(self.columns)
        yield None
        self.judgement = JudgementPanel(self.ui, self.columns)
        self.columns.set_foot(self.judgement)

    def arrange(self, width: int, height: int) -> None:
        """Stand for a size of the page."""
        self.columns.arrange(width - 2 * MARGIN, height - self.head.height())

    def show_loading(self) -> None:
        """Say that it is being read."""
        self.head.set_about(shown=False)
        self.instead.show_loading("Scoring every account")
        self._reveal.stop()
        self._faces.setCurrentWidget(self._instead)

    def show_nothing(self, title: str, text: str) -> None:
        """Say why there is nothing, and lead to where something comes from."""
        self.head.set_about(shown=False)
        self.instead.show_empty(title, text, "Bring data in", "file-import")
        self._reveal.stop()
        self._faces.setCurrentWidget(self._instead)

    def show_error(self, text: str) -> None:
        """Say that it could not be read."""
        self.head.set_about(shown=False)
        self.instead.show_error("The health model could not be read", text)
        self._reveal.stop()
        self._faces.setCurrentWidget(self._instead)

    def show_view(self, view: ModelView, *, editable: bool) -> None:
        """Show which profile it is, and its versions."""
        self._view = view
        self.head.set_about(shown=True)
        self.head.show_view(view)
        self.versions.show_versions(view.versions, view.day, editable=editable)
        self.standing.note.setText(_note(view, self.ui))
        # Filled now, styled and painted a turn later.
        self._reveal.start()

    def _show_cards(self) -> None:
        self._faces.setCurrentWidget(self._scroll)

    def show_draft(self, published: Profile, draft: ModelDraft, *, editable: bool) -> None:
        """Show the weights of a draft."""
        rows = self.weights.rows
        self.weights.show_profile(published, draft, editable=editable)
        if rows is not self.weights.rows:
            self.weights.follow(self.head.publish)
        self.head.show_changes(model_draft.changes(draft, published), editable=editable)

    def show_trial(
        self,
        made: WhatIf,
        rows: Sequence[MoveRow],
        bounds: Mapping[str, float],
        *,
        editable: bool,
        drafted: bool,
    ) -> None:
        """Show what the draft would do."""
        self.standing.show_trial(made, bounds, editable=editable, drafted=drafted)
        if bounds:
            self.moves.show_moves(rows, made.changed, drafted=drafted)
        else:
            self.moves.show_fixed()
        if self._view is not None:
            self.standing.set_subtitle(_where(self._view, self.ui, drafted=drafted))

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, 0, 0, 0)
        whole.setSpacing(0)
        top = QWidget()
        inside = QVBoxLayout(top)
        inside.setContentsMargins(0, 0, MARGIN, 0)
        inside.addWidget(self.head)
        whole.addWidget(top)
        body = QWidget()
        self._faces = QStackedLayout(body)
        self._faces.addWidget(self._scroll)
        instead = QWidget()
        room = QVBoxLayout(instead)
        room.setContentsMargins(0, 0, MARGIN, MARGIN)
        room.addWidget(self.instead)
        self._instead = instead
        self._faces.addWidget(instead)
        whole.addWidget(body, 1)

    @Slot()
    def _on_instead_acted(self) -> None:
        self.ui.open_page("data")


def _where(view: ModelView, ui: Ui, *, drafted: bool) -> str:
    day = "today" if view.day == ui.today else ui.words.day(view.day)
    return f"{day}, draft filled, published as a line" if drafted else f"{day}, as published"


def _note(view: ModelView, ui: Ui) -> str:
    caps = len(view.published.profile.caps)
    told = "Old scores are not rewritten; charts will mark the day."
    if len(view.listed) > 1:
        told = "Of the accounts of this profile. Old scores are not rewritten."
    if caps == 1:
        return f"{told} One cap stays."
    return f"{told} {ui.words.number(caps)} caps stay." if caps else told
