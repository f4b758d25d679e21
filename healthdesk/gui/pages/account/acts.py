"""What can be done with an account as a whole: star, pulse, override, touch, task, fields, copy.

Not here: the buttons (panels/account_head.py), what the tabs do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.pulse import VALUES, pulse_band
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.source_ref import RowRef
from healthdesk.core.domain.views import Band
from healthdesk.core.services import (
    account_care,
    head_rows,
    messages,
    overrides,
    pulses,
    tasks,
    touches,
)
from healthdesk.gui.base.changing import OFF
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.account.reading import Fields, Head, read_contacts, read_fields
from healthdesk.gui.panels.account_head import AccountHead
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.form_keeping import FormKeeping, Kept
from healthdesk.gui.panels.override_form import ask_override
from healthdesk.gui.panels.pulse_popover import PulsePopover
from healthdesk.gui.panels.source_popover import SourcePopover
from healthdesk.gui.panels.task_form import ask_task
from healthdesk.gui.panels.touch_form import ask_touch
from healthdesk.gui.parts.menu import Menu

LABELS = {
    "name": "Name",
    "parent_id": "Part of (id of the account above it)",
    "owner": "Owner",
    "stage": "Stage",
    "tier": "Tier",
    "industry": "Industry",
    "region": "Region",
    "arr": "ARR",
    "currency": "Currency",
    "started_on": "Customer since (year-month-day)",
    "domain": "Domain",
    "tags": "Tags, with ; between them",
    "cause": "Cause, which a playbook answers",
}
"""What fields are called in the form; others by their own names."""
FIGURES: dict[head_rows.Figure, str] = {
    "arr": "ARR in force",
    "renewal": "The next renewal",
    "touch": "The last touch",
    "pulse": "Your pulse",
}
"""What the rows behind a figure of the head are called."""


class AccountActs(QObject):
    """Asks, and has it done; everything is off while the window looks back."""

    def __init__(self, ui: Ui, head: AccountHead, page: QWidget) -> None:
        super().__init__(page)
        self.ui = ui
        self._head = head
        self._shown: Head | None = None
        self._pulse: PulsePopover | None = None
        self._typing: FormKeeping | None = None
        self._sources: SourcePopover | None = None
        self._menu: Menu | None = None
        self._figure: head_rows.Figure = "arr"
        head.star_requested.connect(self._on_head_star_requested)
        head.pulse_requested.connect(self.ask_pulse)
        head.override_requested.connect(self.ask_override)
        head.playbook_requested.connect(self.ask_playbook)
        head.touch_requested.connect(self.ask_touch)
        head.menu_requested.connect(self.open_menu)

    @property
    def off(self) -> str:
        """Why nothing can be changed now; "" = it can."""
        if not self.ui.looking_back:
            return ""
        return OFF

    def show(self, shown: Head | None) -> None:
        """Act on this account from now on."""
        self._shown = shown
        if shown is not None:
            self._head.show_care(
                starred=shown.starred,
                off=self.off,
                pulse_note=shown.pulse_note,
                scored=shown.header.score is not None,
            )

    def _page(self) -> QWidget:
        """What popups belong to; not kept, for a page and its acts would hold on to each other."""
        return cast("QWidget", self.parent())

    @property
    def _account_id(self) -> str:
        return self._shown.header.account_id if self._shown else ""

    @Slot(bool)
    def _on_head_star_requested(self, on: bool) -> None:
        if self._shown is not None and not self.ui.refuses_changes():
            self.ui.do(account_care.star, self._account_id, on=on)

    @Slot()
    def toggle_star(self) -> None:
        """Give the account a star, or take it away."""
        if self._shown is not None:
            self._on_head_star_requested(not self._shown.starred)

    @Slot()
    def ask_pulse(self) -> None:
        """Ask how it feels."""
        if self._shown is None or self.ui.refuses_changes():
            return
        if self._pulse is None:
            self._pulse = PulsePopover(self.ui.theme, self.ui.words, self._page())
            self._pulse.given.connect(self._on_pulse_given)
            self._pulse.left.connect(self._on_pulse_left)
        fact = self._head.facts["pulse"]
        under = fact if fact.isVisible() else self._head.more
        kept = self._shown.header.pulse
        now = pulse_band(kept[0]) if kept else ""
        self._pulse.ask(under.mapToGlobal(QPoint(0, under.height() + 4)), now)
        self._on_pulse_left()
        self._typing = FormKeeping(self.ui, self._pulse, Kept(self._account_id, "Your pulse"))

    @Slot()
    def _on_pulse_left(self) -> None:
        """The word was said, or left on purpose: nothing has to be kept."""
        if self._typing is not None:
            self._typing.end()
            self._typing.deleteLater()
            self._typing = None

    @Slot(str, str)
    def _on_pulse_given(self, band: Band, reason: str) -> None:
        self.ui.do(pulses.put, self._account_id, VALUES[band], reason)

    @Slot()
    def ask_override(self) -> None:
        """Ask for a judgement in place of the score, or the end of the one that holds."""
        if self._shown is None or self.ui.refuses_changes():
            return
        held, score = self._shown.override, self._shown.header.score
        if score is None:
            return
        wish = ask_override(self.ui, self._account_id, held, score.score)
        if wish is None:
            return
        if wish.kind == "add" or held is None:
            self.ui.do(overrides.add, wish.draft)
        elif wish.kind == "end":
            self.ui.do(overrides.end, held.row)
        else:
            self.ui.do(overrides.renew, held.row, wish.draft.until, wish.draft.reason)

    @Slot()
    def ask_touch(self) -> None:
        """Ask for a touchpoint, once the people are known."""
        if self._shown is not None and not self.ui.refuses_changes():
            self.ui.read(read_contacts, self._account_id, then=self._on_contacts, key="touch")

    @Slot(object)
    def _on_contacts(self, contacts: Sequence[tuple[str, str]]) -> None:
        draft = ask_touch(self.ui, self._account_id, contacts)
        if draft is not None:
            self.ui.do(touches.add, draft)

    @Slot()
    def ask_task(self) -> None:
        """Ask for a task, once the people are known."""
        if self._shown is not None and not self.ui.refuses_changes():
            self.ui.read(
                read_contacts, self._account_id, then=self._on_contacts_for_task, key="task"
            )

    @Slot(object)
    def _on_contacts_for_task(self, contacts: Sequence[tuple[str, str]]) -> None:
        draft = ask_task(self.ui, self._account_id, contacts=contacts)
        if draft is not None:
            self.ui.do(tasks.add, draft)

    @Slot()
    def write_mail(self) -> None:
        """Begin a mail to the account in the outbox, in the person's own words."""
        if self._shown is not None and not self.ui.refuses_changes():
            self.ui.do(messages.compose, self._account_id, then=self.ui.open_message)

    @Slot()
    def ask_playbook(self) -> None:
        """Ask which playbook is to be started on the account."""
        if self._shown is not None:
            self.ui.start_playbook((self._account_id,))

    @Slot()
    def ask_fields(self) -> None:
        """Ask for the account's fields, once they are read."""
        if self._shown is not None and not self.ui.refuses_changes():
            self.ui.read(read_fields, self._account_id, then=self._on_fields, key="fields")

    @Slot(object)
    def _on_fields(self, fields: Fields) -> None:
        marked = next(key for key in fields.values if key.casefold() == "cause")
        asked = tuple(
            Field(key, LABELS.get(key, key), "line", value, required=key == "name")
            for key, value in fields.values.items()
            if key != marked
        )
        causes = tuple((one, one) for one in fields.causes)
        before = fields.values[marked]
        asked = (*asked, Field(marked, LABELS["cause"], "offered", before, choices=causes))
        values = ask_form(
            self.ui,
            "Edit account",
            asked,
            text="What is typed here stays when a file says otherwise later; you will be asked.",
            kept=Kept(self._account_id, "Edit account"),
        )
        changed = {
            key: value for key, value in (values or {}).items() if value != fields.values[key]
        }
        if changed:
            self.ui.do(account_care.edit, self._account_id, changed)

    @Slot()
    def open_menu(self) -> None:
        """Show what else can be done."""
        menu = Menu(self.ui.theme, "More for this account", self._page())
        may = self._shown is not None and not self.off
        if self.off:
            menu.add(self.off, enabled=False)
            menu.addSeparator()
        menu.add("New task", self.ask_task, icon="plus", enabled=may)
        menu.add("Start a playbook", self.ask_playbook, icon="player-play", enabled=may)
        menu.add("Write a mail", self.write_mail, icon="mail", enabled=may)
        menu.add("Set your pulse", self.ask_pulse, icon="heartbeat", enabled=may)
        menu.add("Edit fields and tags", self.ask_fields, icon="pencil", enabled=may)
        menu.addSeparator()
        there = self._shown is not None
        gone = there and self._shown is not None and self._shown.header.churned is not None
        if gone:
            menu.add("Churn retro", self.open_retro, icon="history")
        menu.add("New review", self.new_review, icon="presentation", enabled=there)
        menu.add("Brief before a call", self.new_brief, icon="phone", enabled=there)
        menu.addSeparator()
        menu.add("Copy as text", self.copy_text, icon="copy", enabled=there)
        menu.add("Where its fields come from", self.open_rows, icon="file-text", enabled=there)
        felt = self._shown is not None and self._shown.header.pulse is not None
        menu.add("Where the pulse comes from", self.open_pulse_rows, icon="file", enabled=felt)
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = menu
        menu.popup_under(self._head.more)

    @Slot()
    def open_retro(self) -> None:
        """Look back on the loss of the account."""
        self.ui.open_named("model", self._account_id)

    @Slot()
    def new_review(self) -> None:
        """Make the review of the account."""
        self._report("account_review")

    @Slot()
    def new_brief(self) -> None:
        """Make one page about the account, to be read before a call."""
        self._report("account_brief")

    def _report(self, kind: str) -> None:
        if self._shown is not None:
            self.ui.open_report(ReportOptions(kind=kind, account=self._account_id))

    @Slot()
    def copy_text(self) -> None:
        """Copy what the head says, a line for each part."""
        clipboard = QGuiApplication.clipboard()
        clipboard.setText("\n".join([*self._head.words.split(" | ")]))
        self.ui.toast("Copied as text")

    @Slot()
    def open_rows(self) -> None:
        """Show the stored rows of the account itself."""
        if self._shown is not None:
            self.ui.read(read_fields, self._account_id, then=self._on_rows, key="rows")

    @Slot(object)
    def _on_rows(self, fields: Fields) -> None:
        more = self._head.more
        refs = [RowRef(table, row) for table, row in fields.rows]
        title = f"{self._shown.header.name if self._shown else ''}: fields"
        at = more.mapToGlobal(QPoint(more.width() - 760, more.height() + 4))
        self._open_sources(title, refs, at)

    def open_figure(self, key: head_rows.Figure) -> None:
        """Show the stored rows behind a figure of the head."""
        if self._shown is not None:
            self._figure = key
            self.ui.read(
                head_rows.rows,
                self._account_id,
                key,
                self.ui.day,
                then=self._on_figure_rows,
                key="figure",
            )

    @Slot(object)
    def _on_figure_rows(self, refs: tuple[RowRef, ...]) -> None:
        fact = self._head.facts[self._figure]
        at = fact.mapToGlobal(QPoint(0, fact.height() + 4))
        of = {"touch": "touchpoints", "pulse": "pulses"}.get(self._figure, "subscriptions")
        self._open_sources(FIGURES[self._figure], refs, at, of)

    @Slot()
    def open_pulse_rows(self) -> None:
        """Show the stored row of the pulse in view."""
        self.open_figure("pulse")

    def _open_sources(
        self, title: str, refs: Sequence[RowRef], at: QPoint, of: str = "accounts"
    ) -> None:
        if self._sources is None:
            self._sources = SourcePopover(self.ui, self._page())
        self._sources.open_refs(title, refs, at, of=of)
