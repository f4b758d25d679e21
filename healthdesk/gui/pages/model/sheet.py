"""The head, the tabs under it, and the cards of the tab Model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain import model_draft
from healthdesk.core.domain.profile import Profile
from healthdesk.core.domain.what_if import WhatIf
from healthdesk.core.services import model_words
from healthdesk.core.services.what_if import ModelView
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.model.backtest.view import BacktestView
from healthdesk.gui.pages.model.backtest_card import BacktestCard
from healthdesk.gui.pages.model.columns_layout import Columns
from healthdesk.gui.pages.model.curve_card import CurveCard
from healthdesk.gui.pages.model.head import Head
from healthdesk.gui.pages.model.moves_card import MovesCard
from healthdesk.gui.pages.model.standing_card import StandingCard
from healthdesk.gui.pages.model.versions_card import VersionsCard
from healthdesk.gui.pages.model.weights_card import WeightsCard
from healthdesk.gui.panels.judgement_panel import JudgementPanel
from healthdesk.gui.panels.shelf.later import Later as Afterwards
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.tab_bar import HEIGHT, TabBar

MARGIN, UNDER = 16, 10
MODEL, BACKTEST, RETROS, JUDGEMENT = "model", "backtest", "retros", "judgement"
_TITLES: Mapping[str, str] = {
    MODEL: "Model",
    BACKTEST: "Backtest",
    RETROS: "Retros",
    JUDGEMENT: "Judgement",
}


class ModelSheet(QWidget):
    """Head, tabs; weights, curve, histogram, who moves, backtest.

    Signals:
        retry_requested: read again after an error.
        tab_chosen: the key of the tab that is in view now.
        measure_wanted: the full key of a measure that the agenda names.
        retro_wanted: an account of the agenda whose retro is to be seen.
    """

    retry_requested = Signal()
    tab_chosen = Signal(str)
    measure_wanted = Signal(str)
    retro_wanted = Signal(str)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        """Make the frame; its cards come by `furnish`."""
        super().__init__(parent)
        self.ui = ui
        self._view: ModelView | None = None
        self._names: Mapping[str, str] = {}
        self._weights: Mapping[str, float] = {}
        self._told: tuple[Profile, model_words.Lines] | None = None
        self._reveal = Later(self, 0, self._show_cards)
        self.instead = Card(ui.theme, parent=self)
        self.views: dict[str, QWidget] = {}
        self._scroll = _scroll()
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
        self.curve = CurveCard(self.ui)
        yield None
        self.backtest = BacktestCard(self.ui)
        yield None
        self.columns = Columns(self.weights, self.standing, self.moves, self.curve, self.backtest)
        self.columns.setProperty("ground", "none")
        yield None
        self._scroll.setWidget(self.columns)
        yield None

    @property
    def versions(self) -> VersionsCard:
        """The list of versions, in a popover of the head."""
        return self.head.versions

    @property
    def tab(self) -> str:
        """The key of the tab in view."""
        now = self._tabs_body.currentWidget()
        return next((key for key, one in self.views.items() if one is now), MODEL)

    @Slot(str)
    def show_tab(self, key: str) -> None:
        """Show another tab."""
        if key in self.views:
            self._tabs_body.setCurrentWidget(self.views[key])
            self.tabs.set_current(key)
            self.tab_chosen.emit(key)

    def arrange(self, width: int, height: int) -> None:
        """Stand for a size of the page."""
        above = self.head.height() + HEIGHT + UNDER
        self.columns.arrange(width - 2 * MARGIN, height - above)

    def show_loading(self) -> None:
        """Say that it is being read."""
        self.head.set_about(shown=False)
        self.instead.show_loading("Scoring every account")
        self._put_instead()

    def show_nothing(self, title: str, text: str) -> None:
        """Say why there is nothing, and lead to where something comes from."""
        self.head.set_about(shown=False)
        self.instead.show_empty(title, text, "Bring data in", "file-import")
        self._put_instead()

    def show_nobody(self, title: str, text: str) -> None:
        """Say why nobody has a score; head and tabs stay, for there may be something to prove."""
        self.instead.show_empty(title, text, "Bring data in", "file-import")
        self._reveal.stop()
        self._faces.setCurrentWidget(self._instead)

    def show_error(self, text: str) -> None:
        """Say that it could not be read."""
        self.head.set_about(shown=False)
        self.instead.show_error("The health model could not be read", text)
        self._put_instead()

    def _put_instead(self) -> None:
        self._reveal.stop()
        self._faces.setCurrentWidget(self._instead)
        # Without a profile no tab has anything to prove.
        self.tabs.hide()
        self._tabs_body.setCurrentWidget(self.views[MODEL])
        self.tabs.set_current(MODEL)

    def show_view(self, view: ModelView, names: Mapping[str, str], *, editable: bool) -> None:
        """Show which profile it is, and its versions; `names` are those of metrics."""
        self._view, self._names, self._told = view, names, None
        self.head.show_view(view)
        self.head.set_about(shown=True)
        self.tabs.show()
        self.versions.show_versions(view.versions, view.day, editable=editable)
        # Filled now, styled and painted a turn later.
        self._reveal.start()

    def _show_cards(self) -> None:
        self._faces.setCurrentWidget(self._scroll)

    def show_draft(
        self, published: Profile, now: Profile, *, editable: bool, new: bool, live: bool
    ) -> None:
        """Show the weights of a draft, and how much it changes.

        While something moves (`live`), weights that stay are left alone, and what a change is
        called is said again once it is kept.
        """
        weights = model_draft.weights_of(now)
        if not (live and weights == self._weights):
            self._weights = weights
            rows = self.weights.rows
            self.weights.show_profile(published, now, editable=editable, names=self._names)
            if rows is not self.weights.rows:
                self.weights.follow(self.head.publish)
        if live and self.head.chip.isVisible():
            return
        found: Sequence[tuple[str, str, str]] = ()
        if now != published:
            after = model_words.lines(now, self._names, self.ui.words.bands)
            found = model_words.changed(self._lines_of(published), after)
        self.head.show_changes(found, editable=editable, new=new)
        if self._view is not None:
            self.standing.note.setText(_note(self._view, now, self.ui))

    def _lines_of(self, published: Profile) -> model_words.Lines:
        """What is published in words, kept while a hand moves."""
        if self._told is None or self._told[0] is not published:
            self._told = (published, model_words.lines(published, self._names, self.ui.words.bands))
        return self._told[1]

    def show_trial(
        self,
        made: WhatIf,
        bounds: Mapping[str, float],
        *,
        editable: bool,
        drafted: bool,
    ) -> None:
        """Show what the draft would do."""
        self.standing.show_trial(made, bounds, editable=editable, drafted=drafted)
        if self._view is None:
            return
        if bounds or drafted:
            self.moves.show_moves(made, self._view, drafted=drafted)
        else:
            self.moves.show_fixed()
        self.standing.set_subtitle(_where(self._view, self.ui, drafted=drafted))

    def show_waiting(self) -> None:
        """Say that facts are being read for the draft; what was shown stays."""
        self.standing.set_subtitle("reading what the draft asks for\N{HORIZONTAL ELLIPSIS}")

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, 0, 0, 0)
        whole.setSpacing(0)
        top = QWidget()
        inside = QVBoxLayout(top)
        inside.setContentsMargins(0, 0, MARGIN, UNDER)
        inside.setSpacing(0)
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
        self.judgement = Afterwards(self._make_judgement)
        self.proof = Afterwards(self._make_backtest)
        self.retros = Afterwards(self._make_retros)
        self.views = {
            MODEL: body,
            BACKTEST: self.proof,
            RETROS: self.retros,
            JUDGEMENT: self.judgement,
        }
        self._tabs_body = QStackedWidget()
        for one in self.views.values():
            self._tabs_body.addWidget(one)
        named = [(key, _TITLES[key]) for key in _TITLES if key in self.views]
        self.tabs = TabBar(self.ui.theme, "Health model and what proves it", named)
        self.tabs.set_current(MODEL)
        self.tabs.chosen.connect(self.show_tab)
        inside.addWidget(self.tabs)
        whole.addWidget(self._tabs_body, 1)

    def _make_backtest(self, place: QWidget) -> QWidget:
        return BacktestView(self.ui, place)

    def _make_retros(self, place: QWidget) -> QWidget:
        # Seldom the first tab that is looked at: the page does not wait for it.
        from healthdesk.gui.pages.model.retros.view import RetrosView  # noqa: PLC0415

        return RetrosView(self.ui, place)

    def _make_judgement(self, place: QWidget) -> QWidget:
        # Seldom the first tab that is looked at: the page does not wait for it.
        from healthdesk.gui.pages.model.agenda_card import AgendaCard  # noqa: PLC0415

        self.agenda = AgendaCard(self.ui, place)
        self.agenda.measure_wanted.connect(self.measure_wanted)
        self.agenda.retro_wanted.connect(self.retro_wanted)
        return in_scroll(self.agenda, JudgementPanel(self.ui, place))

    @Slot()
    def _on_instead_acted(self) -> None:
        self.ui.open_page("data")


def _scroll() -> QScrollArea:
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return scroll


def in_scroll(*widgets: QWidget) -> QScrollArea:
    """Panels that are as high as they ask for, in a tab that scrolls."""
    inside = QWidget()
    inside.setProperty("ground", "none")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, MARGIN, MARGIN)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    scroll = _scroll()
    scroll.setWidget(inside)
    return scroll


def _where(view: ModelView, ui: Ui, *, drafted: bool) -> str:
    day = "today" if view.day == ui.today else ui.words.day(view.day)
    return f"{day}, draft filled, published as a line" if drafted else f"{day}, as published"


def _note(view: ModelView, now: Profile, ui: Ui) -> str:
    told = "Old scores are not rewritten; charts will mark the day."
    if view.new:
        told = "It scores nobody until it is published."
    elif len(view.listed) > 1:
        told = "Of the accounts of this profile. Old scores are not rewritten."
    before, after = view.published.profile.caps, now.caps
    if before != after:
        return f"{told} Caps: {ui.words.number(len(before))}, now {ui.words.number(len(after))}."
    if len(after) == 1:
        return f"{told} The one cap stays."
    return f"{told} {ui.words.number(len(after))} caps stay." if after else told
