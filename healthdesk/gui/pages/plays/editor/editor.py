"""The editor of one play: five parts at the left, its rehearsal at the right, over one draft.

What is live goes on as it is until the draft is saved. Not here: what is done with the play as a
whole (editor_acts.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from healthdesk.core.domain.change import Change, Topic
from healthdesk.core.domain.drafting import Draft
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.play import Play
from healthdesk.core.domain.play_rehearsal import Rehearsal
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.plays.editor import form_card
from healthdesk.gui.pages.plays.editor.editor_acts import EditorActs
from healthdesk.gui.pages.plays.editor.form_card import FormCard
from healthdesk.gui.pages.plays.editor.head import EditorHead, HeadSays
from healthdesk.gui.pages.plays.editor.kit import PlayKit
from healthdesk.gui.pages.plays.editor.rehearsal_card import RehearsalCard
from healthdesk.gui.pages.plays.editor.rehearsal_words import asked, seasons_words
from healthdesk.gui.pages.plays.editor.rehearsing import Rehearsing
from healthdesk.gui.pages.plays.editor.why_panel import WhyPanel
from healthdesk.gui.pages.plays.kind import PLAYS
from healthdesk.gui.pages.plays.reading import Bench, WhyOf, read_bench, read_why
from healthdesk.gui.panels.shelf.editor import GAP, MARGIN, DocumentEditor

if TYPE_CHECKING:
    from healthdesk.core.services import play_rehearsal
else:
    play_rehearsal = lazily("healthdesk.core.services.play_rehearsal")

_WIDE = 1290
"""Width from which form, rehearsal and why stand side by side."""
_LOOKED_AT = frozenset({Topic.FACTS, Topic.ACCOUNTS, Topic.PROFILES, Topic.SEGMENTS})
"""What of a desk plays look at."""


class Editor(DocumentEditor[Play, Bench]):
    """Edits one play."""

    empty = Play("")

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, PLAYS, read_bench)
        self.kit = PlayKit(ui)
        self.head = EditorHead(ui)
        self.form = FormCard(self.kit)
        self.rehearsal = RehearsalCard(ui)
        self.why = WhyPanel(ui.theme, ui.words)
        self.rehearsing = Rehearsing(ui, self)
        self.acts = EditorActs(ui, self)
        self.why.hide()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(GAP)
        cards.addWidget(self.form)
        cards.addWidget(self.rehearsal, 1)
        cards.addWidget(self.why)
        self.put(self.head, cards, self.acts)

    def _connect(self) -> None:
        head, form, acts = self.head, self.form, self.acts
        head.rehearse_requested.connect(self._on_rehearse_requested)
        head.save_requested.connect(acts.save)
        head.switch_requested.connect(acts.switch)
        form.changed.connect(self.take)
        form.who.segment_wanted.connect(acts.edit_segment)
        form.who.account_wanted.connect(self.ui.open_account)
        form.then.playbook_wanted.connect(acts.open_playbook)
        self.rehearsal.asked.connect(self._on_rehearsal_asked)
        self.rehearsal.stop_wanted.connect(self.rehearsing.stop)
        self.rehearsal.export_wanted.connect(self._on_export_wanted)
        self.why.closed.connect(self.close_why)
        self.why.account_wanted.connect(self._on_why_account_wanted)
        self.rehearsing.began.connect(self._on_rehearsing_began)
        self.rehearsing.found.connect(self._on_rehearsing_found)
        self.rehearsing.stale.connect(self._on_rehearsing_stale)
        self.rehearsing.failed.connect(self._on_rehearsing_failed)
        self.rehearsing.stopped.connect(self._on_rehearsing_stopped)
        self.ui.changed.connect(self._on_ui_changed)

    # Opening and reading.

    @Slot(str)
    def open(self, name: str) -> None:
        """Begin with another play; nothing of the one before is told any more."""
        if name != self.name:
            self.rehearsing.forget()
            self.close_why()
        super().open(name)

    def stock(self, bench: Bench) -> None:
        """Take what the inputs offer."""
        kit = self.kit
        kit.choices, kit.metrics, kit.owners = bench.choices, dict(bench.metrics), bench.owners
        kit.attributes, kit.segments = bench.attributes, bench.segments
        kit.playbooks = tuple(name for name, _ in bench.playbooks)
        kit.versions, kit.goals, kit.triggers = bench.playbooks, bench.goals, bench.triggers

    def _take_bench(self, bench: Bench) -> None:
        first = self.draft is None
        super()._take_bench(bench)
        if self.bench is bench and self.draft is not None:
            rehearse = self.rehearsing.begin if first else self.rehearsing.changed
            rehearse(self.draft.document)

    def rest(self) -> None:
        """Let go of the rehearsal."""
        self.rehearsing.forget()

    # Showing.

    @property
    def play(self) -> Play:
        """The play as it is on the screen."""
        return self.document

    def show_draft(self) -> None:
        """Show the draft as it is now."""
        if self.bench is None or self.draft is None:
            return
        self.locked = self.ui.looking_back
        self.form.show_play(self.draft.document)
        self.form.set_locked(self.locked)
        self.show_head()

    def show_head(self) -> None:
        """The head and the problems: what the parts do not show themselves."""
        bench, draft = self.bench, self.draft
        if bench is None or draft is None:
            return
        self.form.say_faults(bench.faults_of(draft.document))
        row, words = bench.row, self.ui.words
        since = "" if row.on_since is None else words.near_day(row.on_since, self.ui.today)
        self.head.show_says(
            HeadSays(
                row.name,
                row.on,
                since,
                row.version,
                bench.live != draft.document,
                row.on_since is not None or row.last_fired is not None,
                self._sentence(bench),
                bench.stopped,
            ),
            locked=self.locked,
        )
        if self.keeping.kept_at:
            self.form.set_subtitle(f"saved {self.keeping.kept_at}")
        else:
            self.form.set_subtitle(
                "a draft" if bench.live != draft.document and row.version else ""
            )

    def _sentence(self, bench: Bench) -> str:
        row, words = bench.row, self.ui.words
        parts = []
        if row.version and bench.live != self.play:
            parts.append(f"draft of version {row.version + 1}")
        if row.fired_30:
            parts.append(f"fired {words.number(row.fired_30)} in 30 days")
        if row.worked[1]:
            parts.append(f"worked {row.worked[0]} of {row.worked[1]}")
        return ", ".join(parts)

    def _fit(self) -> None:
        wide = self.width() - 2 * MARGIN
        roomy = wide >= _WIDE
        self.form.setFixedWidth(form_card.WIDE if wide >= 1100 else form_card.NARROW)
        self.form.setVisible(roomy or self.why.isHidden())

    # Changing.

    @Slot(object, str)
    def take(self, play: Play, label: str) -> None:
        """Go on with another state of the play."""
        if self.draft is None or self.ui.refuses_changes():
            return
        self.draft = self.draft.step(play, label)
        self.keeping.changed(play)
        self.rehearsing.changed(play)
        self.show_head()

    def go_to(self, draft: Draft[Play]) -> None:
        """Show another state of the draft, and rehearse it."""
        super().go_to(draft)
        self.rehearsing.changed(draft.document)

    # Why.

    @Slot(str)
    def _on_rehearsal_asked(self, key: str) -> None:
        found = self.rehearsal.found
        wanted = None if found is None else asked(found, key)
        if found is None or wanted is None:
            return
        self.rehearsal.plot.show_seen(key)
        strip, would = wanted.strip, wanted.fired
        day = found.last if strip.lost is None else strip.lost - 1
        if would is None and wanted.day is not None:
            day = wanted.day
        elif would is None and strip.fired:
            would = strip.fired[-1]
        self.ui.read(
            read_why,
            WhyOf(self.play, strip, would, day),
            then=self._take_why,
            failed=self._on_why_failed,
            key="why of a play",
        )

    def _take_why(self, says: object) -> None:
        self.why.show_says(says)  # type: ignore[arg-type]
        self.why.show()
        self._fit()

    def _on_why_failed(self, error: Exception) -> None:
        told = error.sentence if isinstance(error, DeskError) else str(error)
        self.why.show_error("It cannot be told why", told)
        self.why.show()
        self._fit()

    @Slot()
    def close_why(self) -> None:
        """Fold the card that says why."""
        had = self.why.isVisible()
        self.why.hide()
        self.rehearsal.plot.show_seen("")
        self._fit()
        if had:
            self.rehearsal.plot.setFocus()

    @Slot(str, int)
    def _on_why_account_wanted(self, account_id: str, day: int) -> None:
        self.ui.set_day(day)
        self.ui.open_account(account_id)

    # Rehearsing.

    @Slot()
    def _on_rehearse_requested(self) -> None:
        self.rehearsing.rehearse()

    @Slot()
    def _on_export_wanted(self) -> None:
        self.rehearsing.explain(self.rehearsal.take_along)

    @Slot()
    def _on_rehearsing_began(self) -> None:
        self.rehearsal.show_running("Rehearsing over the past year")

    @Slot(object)
    def _on_rehearsing_found(self, found: Rehearsal) -> None:
        self.rehearsal.show_rehearsal(found)
        self.form.who.say_reach(found.members, found.members_mean, found.who)
        self.form.brakes.say_seasons(seasons_words(found, self.ui.words))
        self._note()

    def _note(self) -> None:
        """Have the list say that it was rehearsed as it is live."""
        bench, today = self.bench, self.ui.today
        if bench is None or bench.live != self.play or self.ui.looking_back:
            return
        if bench.row.rehearsed_on != today:
            self.ui.do(play_rehearsal.note, self.name, origin=self.origin)

    @Slot()
    def _on_rehearsing_stale(self) -> None:
        self.rehearsal.say_stale("This is of the play as it was before. Rehearse it again.")

    @Slot()
    def _on_rehearsing_stopped(self) -> None:
        if self.rehearsal.found is None:
            self.rehearsal.show_nothing("Not rehearsed", "The rehearsal was stopped.")
        else:
            self._on_rehearsing_stale()

    @Slot(str)
    def _on_rehearsing_failed(self, told: str) -> None:
        self.rehearsal.show_nothing("It cannot be rehearsed", told)

    # What else happens.

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        if self.name and change.topics & _LOOKED_AT:
            self.rehearsing.outdated()

    def focus_first(self) -> None:
        """Let the keys go to the first part."""
        self.form.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc folds why, then goes back to the list."""
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            if self.why.isVisible():
                self.close_why()
            else:
                self.leave()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for why beside the form, or not."""
        super().resizeEvent(event)
        self._fit()
