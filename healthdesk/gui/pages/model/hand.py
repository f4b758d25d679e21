"""What a hand changes in a profile: shown while it moves, kept in the desk when it lets go.

Not here: what a change does to scores (trial.py), what may be changed (acts.py).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from healthdesk.core.domain import model_draft
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.model_draft import ModelDraft
from healthdesk.core.domain.profile import Profile
from healthdesk.core.services import drafts
from healthdesk.core.services.what_if import ModelView
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui

NUDGED = 250
"""Milliseconds after the last key that moved a handle until the draft is kept."""
Edit = Callable[[Profile], Profile]


class Hand(QObject):
    """The draft of the profile in view; each time it lets go is one step of undo.

    Signals:
        moved: the draft that is shown is another one.
        lost: the desk did not keep it; what is shown has to be read again.
    """

    moved = Signal()
    lost = Signal()

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._view: ModelView | None = None
        self._kept = ModelDraft()
        """The draft as it was when the hand took hold of anything."""
        self._live: ModelDraft | None = None
        """The draft under the hand, not yet kept."""
        self._writes = 0
        self._soon = Later(self, NUDGED, self.flush)

    @property
    def editable(self) -> bool:
        """Whether a draft may be made now: there is a profile, and nobody looks back."""
        return self._view is not None and not self._ui.looking_back

    @property
    def published(self) -> Profile:
        """The version that the draft begins from."""
        if self._view is None:
            raise UsageError("There is no health profile here.")
        return self._view.published.profile

    @property
    def kept(self) -> ModelDraft:
        """The draft but for what moves right now."""
        return self._kept

    @property
    def draft(self) -> ModelDraft:
        """The draft as it is shown."""
        return self._kept if self._live is None else self._live

    @property
    def live(self) -> bool:
        """Whether something moves right now."""
        return self._live is not None

    @property
    def profile(self) -> Profile:
        """The profile as the draft that is shown would have it."""
        return model_draft.applied(self.draft, self.published)

    @property
    def settled(self) -> Profile:
        """The profile as it was before the hand took hold."""
        return model_draft.applied(self._kept, self.published)

    @property
    def drafted(self) -> bool:
        """Whether the kept draft differs from what is published."""
        return not self._kept.empty and (self._kept.new or self.settled != self.published)

    def take(self, view: ModelView, *, other: bool) -> None:
        """Go on with what the desk has, unless the screen knows more; `other` = another profile."""
        self._view = view
        if other or (self._live is None and not self._writes):
            self._kept, self._live = view.draft, None

    def forget(self) -> None:
        """Hold nothing."""
        self._view, self._kept, self._live = None, ModelDraft(), None

    def follow(self, draft: ModelDraft) -> None:
        """Show a draft that the hand still moves."""
        self._live = draft
        self.moved.emit()

    def keep(self, draft: ModelDraft) -> None:
        """Keep a draft in the desk, as one step of undo."""
        self._live = None
        if draft != self._kept and self._view is not None:
            self._kept = draft
            self._writes += 1
            job = self._ui.do(
                drafts.change, self._view.key, draft, then=self._on_kept, failed=self._on_not_kept
            )
            if job < 0:
                self._writes -= 1
                self._kept = self._view.draft
        self.moved.emit()

    def try_edit(self, edit: Edit) -> None:
        """Show what a change of the whole profile does while the hand moves."""
        if self.editable:
            try:
                self.follow(model_draft.edited(self._kept, self.published, edit(self.settled)))
            except UsageError:
                return  # said when the hand lets go there

    def drop(self) -> None:
        """Forget what was tried on the way to where the hand let go."""
        self._soon.stop()
        self._live = None

    def keep_edit(self, edit: Edit) -> bool:
        """Keep a change of the whole profile; what cannot be is said. Tell whether it was kept."""
        self.flush()
        if self._view is None or self._ui.refuses_changes():
            return False
        try:
            draft = model_draft.edited(self._kept, self.published, edit(self.settled))
        except UsageError as error:
            self.refuse(error)
            return False
        self.keep(draft)
        return True

    def refuse(self, error: UsageError) -> None:
        """Say why something cannot be; the draft is as it was."""
        self._live = None
        self.moved.emit()
        self._ui.toast(error.sentence, "The draft is as it was.", kind="notice")

    @Slot()
    def nudge(self) -> None:
        """Keep what a key moved once no more come."""
        self._soon.start()

    @Slot()
    def flush(self) -> None:
        """Keep what was moved, now."""
        self._soon.stop()
        if self._live is not None:
            self.keep(self._live)

    def _on_kept(self, answer: object) -> None:
        del answer
        self._writes -= 1

    def _on_not_kept(self, error: Exception) -> None:
        self._writes -= 1
        self._ui.toast("The draft was not kept", str(error), kind="error")
        self.lost.emit()
