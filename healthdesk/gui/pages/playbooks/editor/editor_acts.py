"""What is done with the playbook in the editor: publish, compare, run, hand on, print, remove."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.kept_file import FileBytes, safe_name
from healthdesk.core.domain.playbook import dump_playbook
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.playbooks.editor.checklist import checklist_pdf, print_checklist
from healthdesk.gui.pages.playbooks.editor.compare import ask_comparison
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.parts.choice_popup import ChoicePopup, Option
from healthdesk.gui.parts.menu import Menu

if TYPE_CHECKING:
    from healthdesk.core.services import documents, files, playbooks
    from healthdesk.gui.pages.playbooks.editor.editor import Editor
else:
    documents = lazily("healthdesk.core.services.documents")
    files = lazily("healthdesk.core.services.files")
    playbooks = lazily("healthdesk.core.services.playbooks")

DOCUMENTS = "Playbooks (*.json);;All files (*)"
PAPER = "PDF (*.pdf)"


class EditorActs(QObject):
    """Acts on the playbook in the editor.

    Signals:
        removed: the playbook is gone.
    """

    removed = Signal()

    def __init__(self, ui: Ui, editor: Editor) -> None:
        super().__init__(editor)
        self.ui = ui
        self.editor = editor
        self.popup: ChoicePopup | None = None
        self._published = ""

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
        menu.addSeparator()
        menu.add("Export as document", self.export, icon="file-export")
        menu.add("Checklist as PDF", self.save_checklist, icon="clipboard-text")
        menu.add("Print as checklist", self.print_checklist, icon="printer")
        menu.addSeparator()
        if bench.row.version:
            draft = self.editor.head.says is not None and self.editor.head.says.changed
            menu.add("Discard the draft", self.discard, icon="history", enabled=may and draft)
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
        asked = ask_form(
            self.ui,
            f"Publish version {number}?",
            (Field("reason", "What is new and why", hint="May stay empty"),),
            text=f"New runs start from it.{told}",
            yes="Publish",
        )
        if asked is None:
            return
        editor.keeping.forget()
        self._published = editor.playbook.name
        self.ui.do(
            playbooks.publish,
            editor.name,
            asked["reason"],
            editor.playbook,
            then=self._on_published,
        )

    def _on_published(self, version: int) -> None:
        editor = self.editor
        editor.name = self._published
        editor.keeping.begin(editor.playbook)
        editor.reload()
        self.ui.toast(f"Version {version} is published", "New runs start from it.")

    @Slot()
    def compare(self) -> None:
        """Show what the draft has otherwise than a version."""
        bench = self.editor.bench
        if bench is not None and bench.versions:
            ask_comparison(self.ui, self.editor.name, bench.versions, self.editor.playbook)

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
            self.editor.keeping.forget()
            self.editor.draft = None
            self.ui.do(playbooks.discard_draft, self.editor.name, then=self._on_discarded)

    def _on_discarded(self, result: object) -> None:
        del result
        self.editor.reload()
        self.ui.toast("The draft was discarded", "", "Undo", self.ui.undo)

    def remove(self) -> None:
        """Remove the playbook."""
        if self.ui.refuses_changes() or self.editor.bench is None:
            return
        if ask_removal(self.ui, self.editor.name, self.editor.bench.row.used_by):
            self.editor.keeping.forget()
            self.ui.do(playbooks.remove, self.editor.name, then=self._on_removed)

    def _on_removed(self, result: object) -> None:
        del result
        self.ui.toast("The playbook was removed", "", "Undo", self.ui.undo)
        self.removed.emit()

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

    def export(self) -> None:
        """Save it as a document, the draft as it is."""
        playbook = self.editor.playbook
        path = ask_place(self.ui, "Export playbook", playbook.name, "playbook.json", DOCUMENTS)
        if path is not None:
            text = f"{documents.canonical(dump_playbook(playbook))}\n"
            file = FileBytes(path.name, text.encode())
            self.ui.work(files.write, file, path, then=self._on_written)

    def save_checklist(self) -> None:
        """Save it as a list to tick off on paper."""
        playbook = self.editor.playbook
        path = ask_place(self.ui, "Checklist", playbook.name, "pdf", PAPER)
        if path is not None:
            file = FileBytes(path.name, checklist_pdf(playbook))
            self.ui.work(files.write, file, path, then=self._on_written)

    def print_checklist(self) -> None:
        """Print it as a list to tick off."""
        print_checklist(self.ui, self.editor.playbook)

    def _on_written(self, path: Path) -> None:
        self.ui.toast(f"Saved {path.name}")


def ask_place(ui: Ui, title: str, name: str, ending: str, kinds: str) -> Path | None:
    """Ask where a file goes."""
    return ui.dialogs.save_as(title, Path(f"{safe_name(name) or 'playbook'}.{ending}"), kinds)


def ask_removal(ui: Ui, name: str, used: tuple[str, ...]) -> bool:
    """Ask whether a playbook should go, telling what speaks of it."""
    told = f"{'. '.join(used)}. They keep its name. " if used else ""
    return ui.dialogs.ask(
        Question(
            f"Remove “{name}”?",
            f"{told}All its versions go; runs under way go on. Undo brings it back.",
            "Remove",
            keeps="keeps the playbook",
            danger=True,
        )
    )
