"""What is done with wins, thanks, perks, promises and quotes."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.moment import KIND_WORDS, MomentDraft, MomentKind, MomentView, Reasons
from healthdesk.core.domain.source_ref import RowRef
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import moments, tasks, thanks
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.moment_form import ask_moment, ask_thanks
from healthdesk.gui.panels.work.acts_base import Acts
from healthdesk.gui.panels.work.rows import ICONS


class MomentActs(Acts):
    """Acts on what is worth keeping."""

    def __init__(self, ui: Ui, tab: QWidget) -> None:
        super().__init__(ui, tab)
        self._moment: MomentView | None = None
        self._moment_draft: MomentDraft | None = None

    def ask_moment(self, kind: MomentKind, facts: str = "") -> None:
        """Ask for something worth keeping; a gift that comes again too soon is asked about."""
        work = self.work
        if self.off or work is None:
            return
        draft = ask_moment(self.ui, work.account_id, kind, work.contacts, facts=facts)
        if draft is not None:
            self._moment_draft = draft
            self.ui.read(moments.repeat_of, draft, then=self._on_repeat, key="repeat")

    @Slot(object)
    def _on_repeat(self, repeat: str) -> None:
        draft = self._moment_draft
        if draft is None:
            return
        asked = Question(
            "So soon again?", f"{repeat}.", "Keep it all the same", keeps="nothing is written"
        )
        if not repeat or self.ui.dialogs.ask(asked):
            self.ui.do(moments.add, draft)

    @Slot()
    def thank_later(self) -> None:
        """Write a reminder down to thank somebody; what there is to thank for stands beside."""
        work = self.work
        if not self.off and work is not None:
            self.ui.read(
                thanks.reasons, work.account_id, self.ui.today, then=self._on_reasons,
                key="reasons to thank",
            )  # fmt: skip

    @Slot(object)
    def _on_reasons(self, found: Reasons) -> None:
        work = self.work
        if work is None:
            return
        people = dict(work.contacts)
        draft = ask_thanks(self.ui, work.contacts, found)
        if draft is not None:
            whom, due, note = draft
            title = f"Thank {people[whom]}" if whom else "Thank them"
            told = TaskDraft(
                title, work.account_id, due, note=note, contact_id=whom or None,
                origin=thanks.ORIGIN,
            )  # fmt: skip
            self.ui.do(tasks.add, told)

    @Slot(object)
    def edit_moment(self, moment: MomentView) -> None:
        """Show something kept in its form."""
        work = self.work
        if self.off or work is None:
            return
        draft = ask_moment(self.ui, work.account_id, moment.kind, work.contacts, moment.draft)
        if draft is not None and draft != moment.draft:
            self.ui.do(moments.edit, moment.id, draft)

    @Slot(object)
    def keep_promise(self, moment: MomentView) -> None:
        """Call a promise kept, or open again."""
        if self.off:
            return
        if moment.is_open:
            self.ui.do(moments.keep, moment.id)
        else:
            self.ui.do(moments.unkeep, moment.id)

    @Slot(object, object)
    def moment_menu(self, moment: MomentView, under: QWidget) -> None:
        """Show what can be done with something kept."""
        self._moment = moment
        menu = self.new_menu("More for this")
        may = not self.ui.looking_back
        menu.add("Edit…", self._edit_moment_chosen, icon="pencil", enabled=may)
        if moment.kind == "promise":
            if moment.is_open:
                menu.add("Make a task of it…", self._promise_task_chosen, icon="check", enabled=may)
        else:
            words = "Keep no longer on top" if moment.pinned else "Keep on top"
            menu.add(words, self._pin_chosen, icon="pin", enabled=may)
        menu.add("Remove", self._remove_moment_chosen, icon="trash", enabled=may)
        self.offer_rows(menu, KIND_WORDS[moment.kind], RowRef("moment", moment.id))
        menu.popup_under(under)

    @Slot()
    def _edit_moment_chosen(self) -> None:
        if self._moment is not None:
            self.edit_moment(self._moment)

    @Slot()
    def _pin_chosen(self) -> None:
        if self._moment is not None and not self.off:
            self.ui.do(moments.pin, self._moment.id, pinned=not self._moment.pinned)

    @Slot()
    def _remove_moment_chosen(self) -> None:
        if self._moment is not None and not self.off:
            self.ui.do(moments.remove, self._moment.id, then=self._on_removed)

    @Slot(object)
    def _on_removed(self, done: object) -> None:
        del done
        self.ui.toast("Removed", "", "Undo", self.ui.undo)

    @Slot()
    def _promise_task_chosen(self) -> None:
        work, moment = self.work, self._moment
        if self.off or work is None or moment is None:
            return
        start = TaskDraft(
            " ".join(moment.text.split())[:200],
            work.account_id,
            due=moment.due,
            contact_id=moment.contact_id,
            origin="promise",
        )
        self.write_task(start)

    @Slot(object)
    def moment_kinds(self, under: QWidget) -> None:
        """Ask which kind of moment is to be kept."""
        menu = self.new_menu("Keep a moment")
        may = not self.ui.looking_back
        menu.add("Win", self._win_chosen, icon=ICONS["win"], enabled=may)
        menu.add("Thank-you", self._thanks_chosen, icon=ICONS["thanks"], enabled=may)
        menu.add("Remind me to thank…", self.thank_later, icon="clock", enabled=may)
        menu.add("Perk", self._perk_chosen, icon=ICONS["perk"], enabled=may)
        menu.add("Quote", self._quote_chosen, icon=ICONS["quote"], enabled=may)
        menu.popup_under(under)

    @Slot()
    def _win_chosen(self) -> None:
        self.ask_moment("win")

    @Slot()
    def _thanks_chosen(self) -> None:
        self.ask_moment("thanks")

    @Slot()
    def _perk_chosen(self) -> None:
        self.ask_moment("perk")

    @Slot()
    def _quote_chosen(self) -> None:
        self.ask_moment("quote")
