"""What can be done with segments as a whole: new ones, copies, order, exports, removal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.kept_file import FileBytes, safe_name
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.segment_view import Members
from healthdesk.core.services import files, segment_bring, segments
from healthdesk.gui.base.ui import CampaignWish, PlayWish, Ui
from healthdesk.gui.pages.segments import export, forms
from healthdesk.gui.pages.segments.list_pane import rule_of
from healthdesk.gui.pages.segments.reading import read_document, read_members
from healthdesk.gui.pages.segments.state import EVERYONE, Document, Shown, plain
from healthdesk.gui.parts.menu import Menu

NEW = "New segment"
DOCUMENTS = "Segments (*.json);;All files (*)"
TABLES = "Tables (*.csv)"


class SegmentActs(QObject):
    """Acts on the segment in view, and adds others.

    Signals:
        began: a new segment stands there as a draft; True where it should be written as text.
        wanted: the name of a segment that should be shown once it is there.
        changed: the document of the segment in view as it should be from now on.
        compared: the comparison is wanted.
        dropped: the draft in view is gone.
    """

    began = Signal(bool)
    wanted = Signal(str)
    changed = Signal(object)
    compared = Signal()
    dropped = Signal()

    def __init__(self, ui: Ui, shown: Shown, page: QWidget) -> None:
        super().__init__(page)
        self.ui = ui
        self.shown = shown
        self.page = page
        self.playbooks: tuple[str, ...] = ()
        self.missing: tuple[str, ...] = ()
        """Starters that the desk does not have."""
        self._name = ""
        self._export = ""

    # Menus.

    def open_new(self, button: QWidget) -> None:
        """Offer what a new segment can begin with."""
        menu = Menu(self.ui.theme, "New segment", self.page)
        menu.add("Empty rule", self.add_empty, icon="square-plus")
        menu.add("Write as text", self.add_text, icon="cursor-text")
        if self.ui.segment:
            menu.add(f"Like “{self.ui.segment}”, which the window shows", self.add_view,
                     icon="filter")  # fmt: skip
        draft = self.shown.draft
        if draft is not None and draft.document["name"] != self.ui.segment:
            menu.add(f"Like “{draft.document['name']}”", self.add_like, icon="copy")
        menu.addSeparator()
        menu.add("Import a document", self.bring, icon="file-import")
        if self.missing:
            told = ", ".join(self.missing[:3]) + (" ..." if len(self.missing) > 3 else "")
            menu.add(f"Missing starters: {told}", self.add_starters, icon="template")
        menu.popup_under(button)

    def open_menu(self, at: QPoint) -> None:
        """Offer what can be done with the segment in view."""
        draft = self.shown.draft
        if draft is None:
            return
        may, kept = not self.ui.looking_back, draft.saved is not None
        menu = Menu(self.ui.theme, f"Segment {draft.document['name']}", self.page)
        menu.add("Rename", self.rename, icon="pencil", key="F2", enabled=may)
        menu.add("Purpose, playbook and cadence", self.care, icon="target", enabled=may)
        menu.addSeparator()
        menu.add("Open in Accounts", self.open_accounts, icon="table", enabled=kept)
        menu.add("Start a playbook", self.start_playbook, icon="player-play", enabled=may)
        menu.add("New play from it", self.new_play, icon="bolt", enabled=may and kept)
        menu.add(
            "New campaign for it", self.new_campaign, icon="speakerphone", enabled=may and kept
        )
        menu.add("Use as the window's segment", self.use, icon="filter", enabled=kept)
        menu.add("Compare", self._on_compare, icon="arrows-diff")
        menu.addSeparator()
        menu.add("Duplicate", self.duplicate, icon="copy", enabled=may)
        menu.add("New list of its members", self._on_list, icon="list-details", enabled=may)
        menu.add("Report of its members", self.report, icon="presentation", enabled=kept)
        menu.add("Members as CSV", self._on_csv, icon="table-export")
        menu.add("Export as document", self.export_document, icon="file-export")
        menu.addSeparator()
        menu.add("Remove", self.remove, icon="trash", enabled=may)
        menu.popup(at)

    # New ones.

    def _begin(self, document: Document, *, as_text: bool = False) -> None:
        if self.ui.refuses_changes():
            return
        self.shown.begin(document)
        self.began.emit(as_text)

    def add_empty(self) -> None:
        """Begin with a rule that lets everybody in who is there."""
        self._begin({"name": NEW, "rule": EVERYONE})

    def add_text(self) -> None:
        """Begin with a rule that is written."""
        self._begin({"name": NEW, "rule": EVERYONE}, as_text=True)

    def add_view(self) -> None:
        """Begin with the segment that the window shows."""
        document = self.shown.documents.get(self.ui.segment or "")
        if document is not None:
            self._begin(document)

    def add_like(self) -> None:
        """Begin with the rule of the segment in view."""
        draft = self.shown.draft
        if draft is not None:
            self._begin(draft.document)

    def bring(self) -> None:
        """Add the segments of a document."""
        if self.ui.refuses_changes():
            return
        found = self.ui.dialogs.choose_files("Import segments", DOCUMENTS)
        for path in found[:1]:
            self.ui.work(read_document, path, then=self._on_document_read)

    def _on_document_read(self, data: bytes) -> None:
        self.ui.do(segment_bring.bring, data, then=self._on_brought)

    def _on_brought(self, names: Sequence[str]) -> None:
        if names:
            self.wanted.emit(names[0])
            told = self.ui.words.count(len(names), "segment")
            self.ui.toast(f"{told} imported", "", "Undo", self.ui.undo)

    def add_starters(self) -> None:
        """Add the starters that the desk does not have."""
        self.ui.do(segments.add_starters, then=self._on_brought_starters)

    def _on_brought_starters(self, names: Sequence[str]) -> None:
        told = self.ui.words.count(len(names), "segment")
        self.ui.toast(f"{told} added", "", "Undo", self.ui.undo)

    # The one in view.

    def save(self) -> None:
        """Keep the draft: one operation, one step of undo."""
        draft = self.shown.draft
        if draft is None or not draft.changed or self.ui.refuses_changes():
            return
        key = self._name = self.shown.name
        if draft.saved is None:
            document = self._named(plain(draft.document))
            if document is not None:
                self.ui.do(segments.add, document, then=self._on_saved)
        else:
            self.ui.do(segments.change, key, plain(draft.document), then=self._on_saved)

    def _named(self, document: Document) -> Document | None:
        """A new segment with a name of its own; None when the person went back."""
        now = str(document["name"])
        if not now.startswith(NEW):
            return document
        taken = [name for name in self._taken() if name.casefold() != now.casefold()]
        name = forms.ask_name(self.ui, "Save the segment", now, taken, "Save")
        return None if name is None else {**document, "name": name}

    def _on_saved(self, name: str) -> None:
        self.shown.drafts.pop(self._name, None)
        if self.ui.segment == self._name and name != self._name:
            self.ui.set_segment(name)
        self.wanted.emit(name)
        self.ui.toast(f"“{name}” saved", "", "Undo", self.ui.undo)

    def rename(self) -> None:
        """Ask for another name."""
        draft = self.shown.draft
        if draft is None or self.ui.refuses_changes():
            return
        now = str(draft.document["name"])
        taken = [name for name in self._taken() if name.casefold() != now.casefold()]
        name = forms.ask_name(self.ui, "Rename the segment", now, taken)
        if name is not None and name != now:
            self.changed.emit({**draft.document, "name": name})

    def care(self) -> None:
        """Ask for purpose, playbook and cadence."""
        draft = self.shown.draft
        if draft is None or self.ui.refuses_changes():
            return
        found = forms.ask_care(self.ui, draft.document, self.playbooks)
        if found is not None and found != draft.document:
            self.changed.emit(found)

    def duplicate(self) -> None:
        """Add a copy; one with a draft is begun from the draft."""
        draft = self.shown.draft
        if draft is None or self.ui.refuses_changes():
            return
        if draft.changed:
            self._begin(draft.document)
        else:
            self.ui.do(segments.duplicate, self.shown.name, then=self._on_duplicated)

    def _on_duplicated(self, name: str) -> None:
        self.wanted.emit(name)
        self.ui.toast(f"“{name}” added", "", "Undo", self.ui.undo)

    def remove(self) -> None:
        """Forget the segment; a draft that was never saved just goes."""
        draft = self.shown.draft
        if draft is None or self.ui.refuses_changes():
            return
        if draft.saved is None:
            self.shown.drop()
            self.dropped.emit()
            return
        self.ui.read(segments.used_by, self.shown.name, then=self._on_used_read, key="used by")

    def _on_used_read(self, used: tuple[str, ...]) -> None:
        name = self.shown.name
        if name in self.shown.documents and forms.ask_removal(self.ui, name, used):
            self._name = name
            self.shown.drafts.pop(name, None)
            self.ui.do(segments.remove, name, then=self._on_removed)

    def _on_removed(self, _: object) -> None:
        if self.ui.segment == self._name:
            self.ui.set_segment(None)
        self.ui.toast(f"“{self._name}” removed", "", "Undo", self.ui.undo)

    def order(self, names: tuple[str, ...]) -> None:
        """Keep another order."""
        if not self.ui.refuses_changes():
            self.ui.do(segments.order, names)

    def open_accounts(self) -> None:
        """Show its members as the window's segment on the Accounts page."""
        self.use()
        self.ui.open_page("accounts")

    def use(self) -> None:
        """Let the whole window show the segment."""
        if self.shown.name in self.shown.documents:
            self.ui.set_segment(self.shown.name)

    # Files.

    def report(self) -> None:
        """Make a report of the members of the segment as the desk keeps it."""
        draft = self.shown.draft
        if draft is None or draft.saved is None:
            told = "A report is of a segment that is kept"
            self.ui.toast(told, "Save this one first, or save its members as CSV.", kind="notice")
            return
        name = str(draft.saved["name"])
        self.ui.open_report(ReportOptions(kind="segment_list", segment=name))

    def export_members(self, kind: str) -> None:
        """Make a table, a text or a list of everybody who is in, or start a playbook on them."""
        if kind == "report":
            self.report()
            return
        draft = self.shown.draft
        if draft is not None:
            self._export, self._name = kind, str(draft.document["name"])
            rule = draft.document["rule"]
            self.ui.read(
                read_members, rule, self.ui.day, then=self._on_members_read, key="all members"
            )

    def _on_members_read(self, members: Members) -> None:
        words = self.ui.words
        if self._export == "list":
            ids = [row.account_id for row in members.rows]
            name = f"{self._name}, {words.day(self.ui.day)}"
            self._begin({"name": name, "rule": rule_of(ids)})
        elif self._export == "play":
            draft = self.shown.draft
            meant = str(draft.document.get("playbook", "")) if draft is not None else ""
            self.ui.start_playbook([row.account_id for row in members.rows], meant)
        elif self._export == "copy":
            QGuiApplication.clipboard().setText(export.as_text(members.rows, words))
            self.ui.toast(f"Copied {words.count(len(members.rows), 'account')}")
        else:
            content = export.as_csv(members.rows, words).encode("utf-8-sig")
            self._save(FileBytes(f"{safe_name(self._name)}.csv", content), "Save members", TABLES)

    def new_campaign(self) -> None:
        """Begin a campaign that is for its accounts."""
        draft = self.shown.draft
        if draft is not None:
            wish = CampaignWish(new=True, segment=str(draft.document["name"]))
            self.ui.open_campaign(wish)

    def new_play(self) -> None:
        """Begin a successplay that is for its accounts."""
        draft = self.shown.draft
        if draft is not None:
            self.ui.open_plays(PlayWish(new=True, segment=str(draft.document["name"])))

    def start_playbook(self) -> bool:
        """Start a playbook on everybody who is in; False where no segment is in view."""
        if self.shown.draft is None or self.ui.refuses_changes():
            return False
        self.export_members("play")
        return True

    def export_document(self) -> None:
        """Save the segment as a document to hand on."""
        draft = self.shown.draft
        if draft is not None:
            name = safe_name(str(draft.document["name"]))
            content = export.as_document(plain(draft.document))
            self._save(FileBytes(f"{name}.json", content), "Export the segment", DOCUMENTS)

    def _save(self, file: FileBytes, title: str, kinds: str) -> None:
        path = self.ui.dialogs.save_as(title, Path(file.name), kinds)
        if path is not None:
            self.ui.work(files.write, file, path, then=self._on_written)

    def _on_written(self, path: Path) -> None:
        self.ui.toast(f"Saved {path.name}")

    def _taken(self) -> list[str]:
        drafts = [str(one.document["name"]) for one in self.shown.drafts.values()]
        return [*self.shown.documents, *drafts]

    @Slot()
    def _on_compare(self) -> None:
        self.compared.emit()

    @Slot()
    def _on_list(self) -> None:
        self.export_members("list")

    @Slot()
    def _on_csv(self) -> None:
        self.export_members("csv")
