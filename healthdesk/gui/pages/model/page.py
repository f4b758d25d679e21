"""The page Health model: move a weight or a threshold, see at once what it does, publish it.

Not here: the arithmetic (domain/what_if.py), what is kept (services/drafts.py).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from healthdesk.core.domain import model_draft
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError, UsageError
from healthdesk.core.domain.model_draft import ModelDraft
from healthdesk.core.domain.score_template import weighed
from healthdesk.core.domain.what_if import Firmness, WhatIf
from healthdesk.core.services import drafts, what_if
from healthdesk.core.services.what_if import DRAFT, ModelView
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.model.by_account import ByAccount
from healthdesk.gui.pages.model.forms import ask_publish, ask_roll_back, ask_template
from healthdesk.gui.pages.model.move_columns import MoveRow
from healthdesk.gui.pages.model.sheet import ModelSheet
from healthdesk.gui.pages.model.trial import Trial

NUDGED = 250
"""Milliseconds after the last key that moved a handle until the draft is kept."""


def make_in_steps(
    ui: Ui, parent: QWidget, place: Callable[[QWidget], object]
) -> Iterator[ModelPage | None]:
    """Make the page in short steps, from the outside in; the last gives it."""
    page = ModelPage(ui, parent, empty=True)
    place(page)
    yield None
    for _ in page.furnish():
        yield None
    yield page


class ModelPage(LiveView):
    """Shows one profile, its draft, and what the draft would do on the day in view."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.FACTS, Topic.ACCOUNTS, Topic.PROFILES, Topic.SETTINGS, Topic.SEGMENTS}
    )

    def __init__(self, ui: Ui, parent: QWidget | None = None, *, empty: bool = False) -> None:
        """Make the page; an `empty` one is to be furnished before it is shown."""
        super().__init__(ui, parent)
        self.setObjectName("model")
        self.view: ModelView | None = None
        self.made: WhatIf | None = None
        self._key = ""
        self._kept = ModelDraft()
        """The draft as it was when the hand took hold of anything."""
        self._live: ModelDraft | None = None
        """The draft under the hand, not yet kept."""
        self._writes = 0
        self.trial = Trial(ui, self)
        self._soon = Later(self, NUDGED, self.flush)
        self.sheet = ModelSheet(ui, self)
        self.all: ByAccount | None = None
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.sheet)
        self._furnished = False
        if not empty:
            deque(self.furnish(), maxlen=0)

    def furnish(self) -> Iterator[None]:
        """Make the cards, one at a time."""
        yield from self.sheet.furnish()
        self._furnished = True
        self._connect()
        self.sheet.show_loading()

    @property
    def editable(self) -> bool:
        """Whether a draft may be made now: not while looking back."""
        return not self.ui.looking_back

    @property
    def draft(self) -> ModelDraft:
        """The draft as it is shown."""
        return self._kept if self._live is None else self._live

    def reload(self) -> None:
        """Read the profile and the scores of the day in view."""
        job = self.ui.read(
            what_if.model, self._key, self.ui.day, self.ui.segment,
            then=self._show_view, failed=self._show_failure, key="model",
        )  # fmt: skip
        if job < 0:
            self.sheet.show_nothing("No desk is open", "Open a desk, or make one from your data.")

    def focus_first(self) -> None:
        """Go to the first handle."""
        self.sheet.weights.focus_first()

    @Slot()
    def flush(self) -> None:
        """Keep what keys have moved, now."""
        self._soon.stop()
        if self._live is not None:
            self._keep(self._live)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is not kept yet."""
        super().hideEvent(event)
        self.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the cards for the size."""
        super().resizeEvent(event)
        if self._furnished:
            self.sheet.arrange(self.width(), self.height())

    def _show_view(self, view: ModelView | None) -> None:
        if view is None or view.book is None or not view.named:
            self.view = None
            self.trial.forget()
            self.sheet.show_nothing(*_why_nothing(view, self.ui))
            return
        key = view.published.profile.key
        other = self.view is None or self.view.published.profile.key != key
        self.view, self._key = view, key
        if other or not self._unkept:
            self._kept, self._live = view.draft, None
        self.sheet.show_view(view, editable=self.editable)
        self._show_draft()
        if other and self._stack.currentWidget() is self.all:
            self._on_all_left()

    def _show_failure(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.sheet.show_error(told)

    @property
    def _unkept(self) -> bool:
        """Whether the screen knows more than the desk."""
        return self._live is not None or self._writes > 0

    def _show_draft(self) -> None:
        """Show weights and changes of the draft, and have its consequences worked out."""
        view = self.view
        if view is None or view.book is None:
            return
        published = view.published.profile
        self.sheet.show_draft(published, self.draft, editable=self.editable)
        self.trial.ask(view.book, model_draft.applied(self.draft, published))

    def _follow(self, draft: ModelDraft) -> None:
        """Show a draft that the hand still moves."""
        self._live = draft
        self._show_draft()

    def _keep(self, draft: ModelDraft) -> None:
        """Keep a draft in the desk, as one step of undo."""
        self._live = None
        if draft != self._kept and self.view is not None:
            self._kept = draft
            self._writes += 1
            job = self.ui.do(
                drafts.change, self._key, draft, then=self._on_kept, failed=self._on_not_kept
            )
            if job < 0:
                self._writes -= 1
                self._kept = self.view.draft
        self._show_draft()

    def _on_kept(self, answer: object) -> None:
        del answer
        self._writes -= 1

    def _on_not_kept(self, error: Exception) -> None:
        self._writes -= 1
        self.ui.toast("The draft was not kept", str(error), kind="error")
        self.reload()

    @Slot(object)
    def _on_trial_tried(self, made: WhatIf) -> None:
        self.made = made
        view = self.view
        if view is None:
            return
        published = view.published.profile
        drafted = bool(model_draft.changes(self.draft, published))
        now = model_draft.applied(self.draft, published)
        bounds = model_draft.bounds_of(now) if now.model == "weighted" else {}
        rows = [MoveRow(view.named[one.account], one) for one in made.moves]
        self.sheet.show_trial(made, rows, bounds, editable=self.editable, drafted=drafted)

    @Slot(object)
    def _on_trial_firm(self, found: tuple[Firmness, ...]) -> None:
        self.sheet.weights.show_firmness(found)

    def _connect(self) -> None:
        sheet = self.sheet
        self.trial.tried.connect(self._on_trial_tried)
        self.trial.firm.connect(self._on_trial_firm)
        sheet.weights.moved.connect(self._on_weight_moved)
        sheet.weights.settled.connect(self._on_weight_settled)
        sheet.weights.nudged.connect(self._on_nudged)
        sheet.weights.switched.connect(self._on_switched)
        sheet.weights.layer_switched.connect(self._on_layer_switched)
        sheet.weights.refused.connect(self._on_refused)
        sheet.weights.template.clicked.connect(self._on_template_clicked)
        sheet.standing.chart.bound_dragged.connect(self._on_bound_dragged)
        sheet.standing.chart.bound_let_go.connect(self.flush)
        sheet.standing.chart.bound_nudged.connect(self._on_nudged)
        sheet.moves.opened.connect(self._on_account_opened)
        sheet.moves.all_requested.connect(self._on_compare_requested)
        sheet.versions.compare_requested.connect(self._on_version_compare_requested)
        sheet.versions.roll_back_requested.connect(self._on_roll_back_requested)
        sheet.head.profile_chosen.connect(self._on_profile_chosen)
        sheet.head.undo_requested.connect(self._on_undo_requested)
        sheet.head.redo_requested.connect(self._on_redo_requested)
        sheet.head.discard_requested.connect(self._on_discard_requested)
        sheet.head.compare_requested.connect(self._on_compare_requested)
        sheet.head.publish_requested.connect(self._on_publish_requested)
        sheet.retry_requested.connect(self.reload)

    @Slot(str, float)
    def _on_weight_moved(self, key: str, weight: float) -> None:
        if self.view is not None and self.editable:
            published = self.view.published.profile
            try:
                self._follow(model_draft.with_weight(self._kept, published, key, weight))
            except UsageError:
                return  # said when the hand lets go there

    @Slot(str, float)
    def _on_weight_settled(self, key: str, weight: float) -> None:
        if self.view is None:
            return
        try:
            draft = model_draft.with_weight(self._kept, self.view.published.profile, key, weight)
        except UsageError as error:
            self._refuse(error)
        else:
            self._keep(draft)

    @Slot()
    def _on_template_clicked(self) -> None:
        """Weigh the draft as a template says, from the weights of the version in use."""
        self.flush()
        chosen = None if self.view is None else ask_template(self.ui)
        if chosen is None or self.view is None:
            return
        published, draft = self.view.published.profile, self._kept
        try:
            for one in weighed(published, chosen).dimensions:
                draft = model_draft.with_weight(draft, published, one.key, one.weight)
        except UsageError as error:
            self._refuse(error)
        else:
            self._keep(draft)

    @Slot()
    def _on_nudged(self) -> None:
        self._soon.start()

    @Slot(str, bool)
    def _on_switched(self, key: str, on: bool) -> None:
        self.flush()
        if self.view is None:
            return
        try:
            draft = model_draft.switched(self._kept, self.view.published.profile, key, on=on)
        except UsageError as error:
            self._refuse(error)
        else:
            self._keep(draft)

    @Slot(str, bool)
    def _on_layer_switched(self, layer: str, on: bool) -> None:
        self.flush()
        if self.view is None:
            return
        published = self.view.published.profile
        try:
            draft = model_draft.layer_switched(self._kept, published, layer, on=on)
        except UsageError as error:
            self._refuse(error)
        else:
            self._keep(draft)

    def _refuse(self, error: UsageError) -> None:
        self._live = None
        self._show_draft()
        self.ui.toast(error.sentence, "The draft is as it was.", kind="notice")

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        self.ui.toast(sentence, "The weight is as it was.", kind="notice")

    @Slot(str, float)
    def _on_bound_dragged(self, key: str, bound: float) -> None:
        view = self.view
        if view is None or not self.editable:
            return
        published = view.published.profile
        bounds = model_draft.bounds_of(model_draft.applied(self._kept, published))
        if key == "strong":
            wanted = min(100.0, max(bound, bounds["average"] + 1))
        else:
            wanted = max(0.0, min(bound, bounds["strong"] - 1))
        try:
            names = self.ui.words.bands
            self._follow(model_draft.with_bound(self._kept, published, key, wanted, names))
        except UsageError:
            return  # no whole number lies between the two

    @Slot(str)
    def _on_account_opened(self, account_id: str) -> None:
        self.ui.open_account(account_id, "health")

    @Slot(str)
    def _on_profile_chosen(self, key: str) -> None:
        self.flush()
        self._key = key
        self.reload()

    @Slot()
    def _on_undo_requested(self) -> None:
        self.flush()
        self.ui.undo()

    @Slot()
    def _on_redo_requested(self) -> None:
        self.flush()
        self.ui.redo()

    @Slot()
    def _on_discard_requested(self) -> None:
        self.flush()
        self.ui.do(drafts.discard, self._key, then=self._on_discarded)

    def _on_discarded(self, answer: object) -> None:
        del answer
        self.ui.toast("The draft is discarded", "", "Undo", self.ui.undo)

    @Slot()
    def _on_compare_requested(self) -> None:
        self.flush()
        view = self.view
        if view is None:
            return
        drafted = self._drafted(view)
        older = next((v.version for v in view.versions[1:]), view.published.version)
        if drafted:
            self._show_all(view, view.published.version, DRAFT)
        else:
            self._show_all(view, older, view.published.version)

    @Slot(int)
    def _on_version_compare_requested(self, version: int) -> None:
        self.flush()
        if self.view is not None:
            self._show_all(self.view, version, self.view.published.version)

    def _drafted(self, view: ModelView) -> bool:
        return bool(model_draft.changes(self._kept, view.published.profile))

    def _show_all(self, view: ModelView, first: int, second: int) -> None:
        if self.all is None:
            self.all = ByAccount(self.ui)
            self.all.left.connect(self._on_all_left)
            self._stack.addWidget(self.all)
        self._stack.setCurrentWidget(self.all)
        self.all.show_pair(view, first, second, drafted=self._drafted(view))
        self.all.focus_first()

    @Slot()
    def _on_all_left(self) -> None:
        self._stack.setCurrentWidget(self.sheet)
        self.focus_first()

    @Slot()
    def _on_publish_requested(self) -> None:
        self.flush()
        view = self.view
        if view is None or self.ui.refuses_changes():
            return
        asked = ask_publish(self.ui, view, self.made)
        if asked is not None:
            self.ui.do(drafts.publish, self._key, *asked, then=self._on_published)

    def _on_published(self, version: int) -> None:
        self.ui.toast(f"Version {version} is published", "", "Undo", self.ui.undo)

    @Slot(int)
    def _on_roll_back_requested(self, version: int) -> None:
        self.flush()
        view = self.view
        if view is None or self.ui.refuses_changes():
            return
        reason = ask_roll_back(self.ui, view, version, drafted=self._drafted(view))
        if reason is not None:
            self.ui.do(drafts.roll_back, self._key, version, reason, then=self._on_published)


def _why_nothing(view: ModelView | None, ui: Ui) -> tuple[str, str]:
    """Why there is nothing to weigh, and what brings something."""
    if view is not None and ui.segment is not None and view.book is not None:
        return (
            f"Nobody is in {ui.segment} on this day",
            "Choose another segment, or all accounts, in the top bar.",
        )
    if view is not None and view.book is not None:
        return (
            "No account has a score on this day",
            "Choose a later day in the top bar: accounts are scored from their first day on.",
        )
    return (
        "No accounts yet",
        "Bring your accounts in; then this page shows what a change of weights would do to them.",
    )
