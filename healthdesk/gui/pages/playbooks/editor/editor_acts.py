"""What is done with the playbook in the editor: publish, compare, run, print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.playbooks.acts import left_behind
from healthdesk.gui.pages.playbooks.editor.checklist import checklist_pdf, print_checklist
from healthdesk.gui.pages.playbooks.kind import PLAYBOOKS
from healthdesk.gui.pages.playbooks.reading import Bench, read_differences
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.shelf.acts import ask_place
from healthdesk.gui.panels.shelf.compare import CompareDialog
from healthdesk.gui.panels.shelf.editor_acts import DocumentEditorActs
from healthdesk.gui.parts.choice_popup import ChoicePopup, Option
from healthdesk.gui.parts.menu import Menu

if TYPE_CHECKING:
    from healthdesk.gui.pages.playbooks.editor.editor import Editor

PAPER = "PDF (*.pdf)"


class EditorActs(DocumentEditorActs):
    """Acts on the playbook in the editor."""

    def __init__(self, ui: Ui, editor: Editor) -> None:
        super().__init__(ui, editor, PLAYBOOKS)
        self.editor = editor
        self.popup: ChoicePopup | None = None

    @Slot(QPoint)
    def open_menu(self, at: QPoint) -> None:
        """Offer what can be done with it."""
        bench = self.editor.bench
        if bench is None:
            return
        may = not self.ui.looking_back
        menu = Menu(self.ui.theme, "This playbook", self.editor)
        menu.add("About this playbook", self._on_about, icon="pencil")
        menu.add("Compare versions", self.compare, icon="git-compare",
                 enabled=bool(bench.versions))  # fmt: skip
        menu.add("Earlier versions", self.show_versions, icon="history",
                 enabled=bool(bench.versions))  # fmt: skip
        menu.addSeparator()
        menu.add("Export as document", self.export, icon="file-export")
        menu.add("Checklist as PDF", self.save_checklist, icon="clipboard-text")
        menu.add("Print as checklist", self.print_checklist, icon="printer")
        menu.addSeparator()
        if bench.row.version:
            draft = self.editor.head.says is not None and self.editor.head.says.changed
            menu.add("Discard the draft", self.discard, icon="arrow-back-up", enabled=may and draft)
        menu.add("Remove the playbook", self.remove, icon="trash", enabled=may)
        menu.popup(at)

    def _on_about(self) -> None:
        self.editor.canvas.choose(" start")
        self.editor.choose(" start")
        self.editor.form.focus_first()

    # Publishing.

    @Slot()
    def publish(self) -> None:
        """Ask why, keep the draft and publish it; what blocks it is shown instead."""
        editor, bench = self.editor, self.editor.bench
        if bench is None or self.ui.refuses_changes():
            return
        blocking = [one for one in editor.faults if one.blocks]
        if blocking:
            first = blocking[0]
            if first.step:
                editor.canvas.choose(first.step)
                editor.choose(first.step)
            more = f" {len(blocking) - 1} more are marked red." if len(blocking) > 1 else ""
            self.ui.toast("It cannot be published yet", f"{first.sentence}{more}", kind="notice")
            return
        number = bench.row.version + 1
        running = bench.row.runs_active
        told = f" {self.ui.words.count(running, 'run')} under way keep theirs." if running else ""
        reason = self.ask_reason(
            f"Publish version {number}?",
            Field("reason", "What is new and why", hint="May stay empty"),
            f"New runs start from it.{told}",
            "Publish",
        )
        if reason is not None:
            self.put_out(reason)

    def after_publishing(self, version: int) -> None:
        """Say that it is published."""
        self.ui.toast(f"Version {version} is published", "New runs start from it.")

    @Slot()
    def compare(self) -> None:
        """Show what the draft has otherwise than a version."""
        bench = self.editor.bench
        if bench is not None and bench.versions:
            name, playbook = self.editor.name, self.editor.playbook
            self.ui.dialogs.run(
                CompareDialog(
                    self.ui,
                    self.kind,
                    name,
                    bench.versions,
                    document=playbook,
                    read=read_differences,
                )
            )

    def discard(self) -> None:
        """Go back to what is published."""
        bench = self.editor.bench
        if bench is None or self.ui.refuses_changes():
            return
        question = Question(
            "Discard the draft?",
            f"Version {bench.row.version} stays as it is. Undo brings the draft back.",
            "Discard",
            keeps="keeps the draft",
            danger=True,
        )
        if self.ui.dialogs.ask(question):
            super().discard()

    def left_behind(self, bench: Bench) -> str:
        """What speaks of it."""
        return left_behind(bench.row)

    # Running.

    def choose_account(self, button: QWidget) -> None:
        """Offer the accounts it can be started on."""
        bench = self.editor.bench
        if bench is None or self.ui.refuses_changes():
            return
        options = [Option(key, name) for key, name in bench.accounts]
        popup = ChoicePopup(self.ui.theme, "Account", options, self.editor, seeks="Find an account")
        popup.chosen.connect(self._on_popup_chosen)
        self.popup = popup
        popup.open_under(button.mapToGlobal(QPoint(0, button.height() + 2)), 300)

    @Slot(str)
    def _on_popup_chosen(self, account_id: str) -> None:
        self.popup = None
        bench = self.editor.bench
        if bench is None:
            return
        self.ui.start_playbook((account_id,), bench.row.name)

    # Handing on.

    def save_checklist(self) -> None:
        """Save it as a list to tick off on paper."""
        playbook = self.editor.playbook
        path = ask_place(self.ui, "Checklist", playbook.name or "playbook", "pdf", PAPER)
        if path is not None:
            self.write(path, checklist_pdf(playbook))

    def print_checklist(self) -> None:
        """Print it as a list to tick off."""
        print_checklist(self.ui, self.editor.playbook)
