"""The page Health model: move a weight, a curve or a threshold, see what it does, publish it.

Not here: the arithmetic (domain/what_if.py), what is kept (hand.py, services/drafts.py), forms and
menus (acts.py).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from healthdesk.core.domain import model_draft, profile_edit
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError, UsageError
from healthdesk.core.domain.model_draft import ModelDraft
from healthdesk.core.domain.profile import MapScale, Measure, Profile, Scale
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.score_template import weighed
from healthdesk.core.domain.what_if import Firmness, WhatIf, follows
from healthdesk.core.services import drafts
from healthdesk.core.services.retro_candidate import Tried
from healthdesk.core.services.what_if import DRAFT, ModelView
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.model import reading, weighing
from healthdesk.gui.pages.model.acts import Acts
from healthdesk.gui.pages.model.by_account import ByAccount
from healthdesk.gui.pages.model.card_view import CardView
from healthdesk.gui.pages.model.curve_axis import Values
from healthdesk.gui.pages.model.forms import ask_publish, ask_roll_back, ask_template
from healthdesk.gui.pages.model.hand import Edit, Hand
from healthdesk.gui.pages.model.looked_at import as_published, values_of, with_whole
from healthdesk.gui.pages.model.one_account_view import OneAccountView
from healthdesk.gui.pages.model.profile_acts import ProfileActs
from healthdesk.gui.pages.model.proof import Proof
from healthdesk.gui.pages.model.sheet import JUDGEMENT, MODEL, ModelSheet
from healthdesk.gui.pages.model.trial import Trial

_NO_ACCOUNTS = (
    "No accounts yet",
    "Bring your accounts in; then this page shows what a change of weights would do to them.",
)


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
        self.metrics: Mapping[str, str] = {}
        """What the desk calls its metrics."""
        self._key = ""
        self._wanted = ""
        """The measure that is to be looked at once it is there."""
        self._values: tuple[object, Values] | None = None
        """What a measure reads, kept while a hand moves."""
        self.hand = Hand(ui, self)
        self.trial = Trial(ui, self)
        self.acts = Acts(ui, self.hand, self)
        self.profiles = ProfileActs(ui, self.hand, self.acts, self)
        self.proof = Proof(ui, self.hand, self)
        self.sheet = ModelSheet(ui, self)
        self.all: ByAccount | None = None
        self.one: OneAccountView | None = None
        self.card: CardView | None = None
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.sheet)
        self._furnished = False
        self._fresh = empty
        self._fill = Later(self, 0, self._show_draft)
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
        return self.hand.draft

    def reload(self) -> None:
        """Read the profile and the scores of the day in view."""
        job = self.ui.read(
            reading.read, self._key, self.ui.day, self.ui.segment,
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
        self.hand.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is not kept yet."""
        super().hideEvent(event)
        self.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the cards for the size."""
        super().resizeEvent(event)
        if self._furnished:
            self.sheet.arrange(self.width(), self.height())

    def _show_view(self, shown: reading.Shown) -> None:
        view, self.metrics = shown.view, shown.metrics
        if view is None or view.book is None:
            self.view = None
            self.trial.forget()
            self.proof.forget()
            self.hand.forget()
            self.sheet.show_nothing(*_NO_ACCOUNTS)
            return
        other = self.view is None or self.view.key != view.key
        self.view, self._key = view, view.key
        self.hand.take(view, other=other)
        self.sheet.show_view(view, shown.metrics, editable=self.editable)
        if not view.named:  # the tabs may have something to say all the same
            self.trial.forget()
            self.sheet.show_nobody(*_why_nobody(shown, self.ui))
        if self._fresh:  # each turn of the loop is short: the cards come in the next ones
            self._fresh = False
            self._fill.start()
        else:
            self._show_draft()
        self.proof.show_view(view)
        if other and self._stack.currentWidget() is not self.sheet:
            self._on_all_left()

    def _show_failure(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.sheet.show_error(told)

    @Slot()
    def _show_draft(self) -> None:
        """Show weights and changes of the draft, and have its consequences worked out."""
        view = self.view
        if view is None or view.book is None:
            return
        now = self.hand.profile
        self._choose_measure(now)
        self.sheet.show_draft(
            view.published.profile,
            now,
            editable=self.editable,
            new=self.hand.draft.new,
            live=self.hand.live,
        )
        if view.named:
            self.trial.ask(view.book, now)
        self.proof.ask(now)

    def _choose_measure(self, now: Profile) -> None:
        """Look at the measure that was wanted, at another one where it is gone."""
        keys = now.measure_keys
        weights = self.sheet.weights
        if self._wanted in keys:
            weights.current, self._wanted = self._wanted, ""
        elif weights.current not in keys:
            weights.current = keys[0]

    def look_at(self, key: str) -> None:
        """Look at a measure, now or once it is there."""
        self._wanted = key
        if self.view is not None and key in self.hand.profile.measure_keys:
            self._wanted = ""
            self.sheet.weights.set_current(key)
            self._show_measure()

    def _show_measure(self) -> None:
        """Show the measure that is looked at, over what the accounts in view read."""
        view, book, key = self.view, self.trial.book, self.sheet.weights.current
        if view is None or book is None or not key:
            return
        now = self.hand.profile
        measure = profile_edit.measure_of(now, key)
        asked = (book, key, measure.reading, isinstance(measure.scale, MapScale))
        if self._values is None or self._values[0] != asked:
            found = values_of(book, now, key)
            if found is None:
                return  # it is being read
            self._values = (asked, found)
        values = self._values[1]
        self.sheet.curve.show_measure(
            key, now, as_published(view.published.profile, key), values, editable=self.editable
        )

    @Slot(str, object)
    def _on_curve_scaled(self, key: str, scale: Scale) -> None:
        self.hand.try_edit(partial(profile_edit.with_scale, key=key, scale=scale))

    @Slot(str, object)
    def _on_curve_settled(self, key: str, scale: Scale) -> None:
        self._edit(partial(profile_edit.with_scale, key=key, scale=scale))

    @Slot(str, object)
    def _on_curve_changed(self, key: str, measure: Measure) -> None:
        self._edit(partial(with_whole, key=key, measure=measure))

    def _edit(self, edit: Edit) -> None:
        """Keep what a hand has left; what it tried before on the way counts no more."""
        self.hand.drop()
        self.hand.keep_edit(edit)

    @Slot(str)
    def _on_curve_refused(self, sentence: str) -> None:
        self.ui.toast(sentence, "The measure is as it was.", kind="notice")

    @Slot(object)
    def _on_trial_tried(self, made: WhatIf) -> None:
        self.made = made
        view = self.view
        if view is None:
            return
        now = self.hand.profile
        drafted = self.hand.draft.new or now != view.published.profile
        bounds = model_draft.bounds_of(now) if now.model == "weighted" else {}
        self.sheet.show_trial(made, bounds, editable=self.editable, drafted=drafted)
        self._show_measure()

    @Slot(bool)
    def _on_trial_waited(self, waits: bool) -> None:
        if waits:
            self.sheet.show_waiting()

    @Slot(str)
    def _on_trial_failed(self, told: str) -> None:
        self.ui.toast("The draft could not be tried", told, kind="error")

    @Slot(object)
    def _on_trial_firm(self, found: tuple[Firmness, ...]) -> None:
        self.sheet.weights.show_firmness(found)

    def _connect(self) -> None:
        self.trial.tried.connect(self._on_trial_tried)
        self.trial.firm.connect(self._on_trial_firm)
        self.trial.waited.connect(self._on_trial_waited)
        self.trial.failed.connect(self._on_trial_failed)
        self.hand.moved.connect(self._show_draft)
        self.hand.lost.connect(self.reload)
        self.acts.measure_wanted.connect(self.look_at)
        self.profiles.profile_wanted.connect(self.open_profile)
        self.profiles.account_wanted.connect(self._on_account_wanted)
        self.profiles.report_wanted.connect(self._on_report_wanted)
        self.proof.connect_to(self.sheet)
        self.proof.taken.connect(self._on_suggestion_taken)
        self.proof.proposed.connect(self._on_measure_proposed)
        self.sheet.measure_wanted.connect(self._on_measure_wanted)
        self._connect_weights()
        self._connect_cards()
        self._connect_head()
        self.sheet.retry_requested.connect(self.reload)

    def _connect_weights(self) -> None:
        weights = self.sheet.weights
        weights.moved.connect(self._on_weight_moved)
        weights.settled.connect(self._on_weight_settled)
        weights.nudged.connect(self.hand.nudge)
        weights.switched.connect(self._on_switched)
        weights.layer_switched.connect(self._on_layer_switched)
        weights.refused.connect(self._on_refused)
        weights.template.clicked.connect(self._on_template_clicked)
        weights.chosen.connect(self.look_at)
        weights.menu_wanted.connect(self.acts.open_row_menu)
        weights.add_wanted.connect(self.acts.add_measure)
        weights.caps.settled.connect(self.acts.limit_cap)
        weights.caps.refused.connect(self._on_refused)
        weights.caps.menu_wanted.connect(self.acts.open_cap_menu)
        weights.caps.add_wanted.connect(self.acts.add_cap)

    def _connect_cards(self) -> None:
        sheet = self.sheet
        sheet.curve.scaled.connect(self._on_curve_scaled)
        sheet.curve.settled.connect(self._on_curve_settled)
        sheet.curve.changed.connect(self._on_curve_changed)
        sheet.curve.refused.connect(self._on_curve_refused)
        sheet.standing.chart.bound_dragged.connect(self._on_bound_dragged)
        sheet.standing.chart.bound_let_go.connect(self.flush)
        sheet.standing.chart.bound_nudged.connect(self.hand.nudge)
        sheet.moves.opened.connect(self._on_account_opened)
        sheet.moves.all_requested.connect(self._on_compare_requested)

    def _connect_head(self) -> None:
        sheet = self.sheet
        sheet.versions.compare_requested.connect(self._on_version_compare_requested)
        sheet.versions.roll_back_requested.connect(self._on_roll_back_requested)
        sheet.versions.card_requested.connect(self._on_version_card_requested)
        sheet.head.profile_chosen.connect(self._on_profile_chosen)
        sheet.head.undo_requested.connect(self._on_undo_requested)
        sheet.head.redo_requested.connect(self._on_redo_requested)
        sheet.head.discard_requested.connect(self._on_discard_requested)
        sheet.head.compare_requested.connect(self._on_compare_requested)
        sheet.head.card_requested.connect(self._on_card_requested)
        sheet.head.menu_requested.connect(self._on_menu_requested)
        sheet.head.publish_requested.connect(self._on_publish_requested)

    @Slot(str, float)
    def _on_weight_moved(self, key: str, weight: float) -> None:
        if self.view is not None and self.editable:
            published = self.view.published.profile
            try:
                self.hand.follow(model_draft.with_weight(self.hand.kept, published, key, weight))
            except UsageError:
                return  # said when the hand lets go there

    @Slot(str, float)
    def _on_weight_settled(self, key: str, weight: float) -> None:
        self._keep(partial(weighing.weighted, key, weight))

    @Slot()
    def _on_template_clicked(self) -> None:
        """Weigh the draft as a template says, from the weights of the version in use."""
        self.flush()
        chosen = None if self.view is None else ask_template(self.ui)
        if chosen is None or self.view is None:
            return
        weights = {one.key: one.weight for one in weighed(self.hand.published, chosen).dimensions}
        self._keep(partial(weighing.all_weighted, weights))

    @Slot(str, bool)
    def _on_switched(self, key: str, on: bool) -> None:
        self.flush()
        self._keep(partial(weighing.switched, key, on=on))

    @Slot(str, bool)
    def _on_layer_switched(self, layer: str, on: bool) -> None:
        self.flush()
        self._keep(partial(weighing.layer_switched, layer, on=on))

    def _keep(self, change: Callable[[ModelDraft, Profile], ModelDraft]) -> None:
        """Keep a change of weights, or say why it cannot be."""
        if self.view is None:
            return
        try:
            draft = change(self.hand.kept, self.hand.published)
        except UsageError as error:
            self.hand.refuse(error)
        else:
            self.hand.keep(draft)

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        self.ui.toast(sentence, "The weight is as it was.", kind="notice")

    @Slot(str, float)
    def _on_bound_dragged(self, key: str, bound: float) -> None:
        view = self.view
        if view is None or not self.editable:
            return
        published = view.published.profile
        bounds = model_draft.bounds_of(self.hand.settled)
        if key == "strong":
            wanted = min(100.0, max(bound, bounds["average"] + 1))
        else:
            wanted = max(0.0, min(bound, bounds["strong"] - 1))
        try:
            names = self.ui.words.bands
            self.hand.follow(model_draft.with_bound(self.hand.kept, published, key, wanted, names))
        except UsageError:
            return  # no whole number lies between the two

    @Slot(str)
    def _on_account_opened(self, account_id: str) -> None:
        self.ui.open_account(account_id, "health")

    @Slot(str)
    def _on_profile_chosen(self, key: str) -> None:
        self.open_profile(key)

    def open_profile(self, key: str) -> None:
        """Show another profile."""
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
        drafted = self.hand.drafted
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

    def _show_all(self, view: ModelView, first: int, second: int) -> None:
        if self.all is None:
            self.all = ByAccount(self.ui)
            self.all.left.connect(self._on_all_left)
            self._stack.addWidget(self.all)
        self._put_over(self.all)
        self.all.show_pair(view, first, second, drafted=self.hand.drafted)
        self.all.focus_first()

    @Slot()
    def _on_all_left(self) -> None:
        self._stack.setCurrentWidget(self.sheet)
        self.focus_first()

    @Slot()
    def _on_menu_requested(self) -> None:
        self.flush()
        self.profiles.view = self.view
        self.profiles.open_menu(self.sheet.head.menu)

    @Slot()
    def _on_report_wanted(self) -> None:
        self.ui.open_report(ReportOptions(kind="model_card"))

    @Slot()
    def _on_card_requested(self) -> None:
        self.flush()
        if self.view is not None:
            self.open_card(DRAFT if self.view.new else self.view.published.version)

    @Slot(int)
    def _on_version_card_requested(self, version: int) -> None:
        self.flush()
        self.open_card(version)

    def open_card(self, version: int) -> None:
        """Show the model card of a version over the cards."""
        if self.view is None:
            return
        if self.card is None:
            self.card = CardView(self.ui)
            self.card.left.connect(self._on_all_left)
            self._stack.addWidget(self.card)
        self._put_over(self.card)
        self.card.show_version(self.view.key, version, self._evidence(version))
        self.card.focus_first()

    def _evidence(self, version: int) -> tuple[str, ...]:
        """What tested the version that scores now; others are tested in the tab."""
        held = self.view is not None and version == self.view.published.version
        return self.proof.evidence() if held else ()

    @Slot()
    def _on_suggestion_taken(self) -> None:
        self.sheet.show_tab(MODEL)

    @Slot(object)
    def _on_measure_proposed(self, found: Tried) -> None:
        """Put what a retro proposes into the draft, and look at it."""
        if self.acts.put_measure(found.measure, found.inside, found.place):
            self.sheet.show_tab(MODEL)
            told = f"{found.measure.name} is in the draft"
            self.ui.toast(told, "It scores nobody until it is published.", "Undo", self.ui.undo)

    @Slot(str)
    def _on_measure_wanted(self, key: str) -> None:
        self.sheet.show_tab(MODEL)
        self.look_at(key)

    def open_retro(self, account_id: str) -> None:
        """Show what was learned from the loss of an account, "" = all losses."""
        if self._furnished:
            self._stack.setCurrentWidget(self.sheet)
            self.proof.open_retro(account_id)

    def open_agenda(self) -> None:
        """Show what speaks against the score, for a review."""
        if self._furnished:
            self._stack.setCurrentWidget(self.sheet)
            self.sheet.show_tab(JUDGEMENT)

    @Slot()
    def _on_account_wanted(self) -> None:
        book = self.trial.book
        if self.view is None or book is None or not follows(book, self.hand.profile):
            return
        if self.one is None:
            self.one = OneAccountView(self.ui)
            self.one.left.connect(self._on_all_left)
            self._stack.addWidget(self.one)
        self._put_over(self.one)
        self.one.show_draft(book, self.hand.profile, self.view.named)
        self.one.focus_first()

    def _put_over(self, widget: QWidget) -> None:
        self.sheet.head.close_popovers()
        self._stack.setCurrentWidget(widget)

    @Slot()
    def _on_publish_requested(self) -> None:
        self.flush()
        view = self.view
        if view is None or self.ui.refuses_changes():
            return
        if view.new and self.hand.profile.applies_to is None:
            self.ui.toast("Say for whom it is first", "Another profile takes all others.",
                          "For whom", self.acts.ask_whom, kind="notice")  # fmt: skip
            return
        asked = ask_publish(self.ui, view, self.made)
        if asked is not None:
            self.ui.do(drafts.publish, self._key, *asked, then=self._on_published)

    def _on_published(self, version: int) -> None:
        self.sheet.head.close_popovers()
        self.ui.toast(f"Version {version} is published", "", "Undo", self.ui.undo)

    @Slot(int)
    def _on_roll_back_requested(self, version: int) -> None:
        self.flush()
        view = self.view
        if view is None or self.ui.refuses_changes():
            return
        reason = ask_roll_back(self.ui, view, version, drafted=self.hand.drafted)
        if reason is not None:
            self.ui.do(drafts.roll_back, self._key, version, reason, then=self._on_published)


def _why_nobody(shown: reading.Shown, ui: Ui) -> tuple[str, str]:
    """Why nobody has a score, and what there is to see all the same."""
    if shown.unborn:
        told = (
            f"None of the {ui.words.count(shown.unborn, 'account')} has a first day: a start, usage"
        )
        told += " or a subscription. The tab Backtest may tell who left by what is known of them."
        return "No account has a score", told
    if ui.segment is not None:
        return (
            f"Nobody is in {ui.segment} on this day",
            "Choose another segment, or all accounts, in the top bar.",
        )
    return (
        "No account has a score on this day",
        "Choose a later day in the top bar: accounts are scored from their first day on.",
    )
