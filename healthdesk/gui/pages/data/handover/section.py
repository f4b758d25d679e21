"""The handover section: what was given and taken, and in its place a pack that is looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError, LockedPack
from healthdesk.core.domain.handover import SUFFIX
from healthdesk.core.domain.kept_file import safe_name
from healthdesk.core.domain.views import ImportResult
from healthdesk.core.services import handover_ending, handover_listing
from healthdesk.core.services.handover_listing import HandoverRow
from healthdesk.core.services.handover_making import Written
from healthdesk.core.services.handover_merging import Taken
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.dialogs import PACKS
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.drop_zone import DropZone
from healthdesk.gui.pages.data.handover import reading, saying
from healthdesk.gui.pages.data.handover.asking import KEEP, REMOVE, ask_back, ask_changes, ask_end
from healthdesk.gui.pages.data.handover.pack_view import PackView
from healthdesk.gui.pages.data.handover.reading import Opened, Wish
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.panels.handover_giver import with_suffix
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import name_cell, text_cell

DROP = 64


class HandoverSection(LiveView):
    """Lists handovers, or shows a pack.

    Signals:
        closed: the pack in view was left.
        import_wanted: the rows of an import that were rejected are to be seen.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.WORK, Topic.ACCOUNTS})
    closed = Signal()
    import_wanted = Signal(object)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.setObjectName("handovers")
        self.view: PackView | None = None
        self._path = Path()
        self._imported: ImportResult | None = None
        self._rows: dict[str, HandoverRow] = {}
        self.drop = DropZone(ui.theme, "Drop a handover pack here", DROP)
        self.card = Card(
            ui.theme, "Handovers", "accounts given to colleagues, and taken", padding=0
        )
        self.open = QPushButton("Open a pack")
        self.send = QPushButton("Send changes")
        self.send.setToolTip("A pack of what changed since, for the other side of this handover")
        self.end = QPushButton("End it")
        self.end.setToolTip("The cover is over: the accounts go back, or stay")
        self.back = QPushButton("Take back")
        self.back.setToolTip("Undo taking this pack in, as far as nothing was done since")
        self.table = SmallTable(
            ui.theme, "Handovers", columns(ui), lambda row: str(row.row), keeps_current=True
        )
        self._stack = QStackedWidget()
        self._lay_out()
        self.drop.dropped.connect(self._on_dropped)
        self.drop.pressed.connect(self._on_open_clicked)
        self.open.clicked.connect(self._on_open_clicked)
        self.send.clicked.connect(self._on_send_clicked)
        self.end.clicked.connect(self._on_end_clicked)
        self.back.clicked.connect(self._on_back_clicked)
        self.card.acted.connect(self._on_open_clicked)
        self.table.current_changed.connect(self._on_table_current_changed)
        changes_desk(ui, self.end, self.back)
        self.card.show_loading("Reading handovers")

    def reload(self) -> None:
        """Read the list."""
        self.ui.read(handover_listing.listed, then=self._on_listed, key="handovers")

    def open_pack(self, path: Path, passphrase: str = "") -> None:
        """Look into a pack; a passphrase is asked for where it wants one."""
        self._path = path
        self.ui.read(
            reading.open_pack,
            path,
            passphrase,
            then=self._on_opened,
            failed=self._on_refused,
            key="pack",
            label="Opening the pack",
        )

    @property
    def chosen(self) -> HandoverRow | None:
        """The handover that the buttons are of: the current one, or the only one."""
        if len(self._rows) == 1:
            return next(iter(self._rows.values()))
        return self._rows.get(self.table.current_id())

    def _on_listed(self, rows: tuple[HandoverRow, ...]) -> None:
        self._rows = {str(one.row): one for one in rows}
        self._show_ways()
        if not rows:
            self.card.show_empty(
                "No handover yet",
                "Tick accounts and choose Make handover pack to give some; open the pack of a"
                " colleague to take theirs.",
                "Open a pack",
                "folder-open",
            )
            return
        self.table.show_rows(rows)
        self.card.show_body()
        self._show_ways()

    def _show_ways(self) -> None:
        """Offer what can be done with the current handover."""
        row = self.chosen
        self.send.setVisible(row is not None and bool(row.names))
        self.end.setVisible(row is not None and row.closed_on is None and not row.lasting)
        self.back.setVisible(row is not None and not row.given and row.closed_on is None)

    def _on_opened(self, opened: Opened) -> None:
        self._leave()
        self.view = PackView(self.ui, opened)
        self.view.left.connect(self._on_view_left)
        self.view.taken.connect(self._on_view_taken)
        self._stack.addWidget(self.view)
        self._stack.setCurrentWidget(self.view)

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, LockedPack):
            told = self.ui.dialogs.prompt(
                "Passphrase of the pack", str(error), "", "Open", hidden=True
            )
            if told:
                self.open_pack(self._path, told)
            return
        told = str(error) if isinstance(error, DeskError) else "It cannot be read."
        self.ui.toast("The pack was not opened", told, kind="error")

    def _on_sent(self, written: Written) -> None:
        self.ui.toast("Pack written", f"{written.path.name}, {self.ui.words.size(written.size)}")

    def _on_not_sent(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "It could not be written."
        self.ui.toast("The pack was not written", told, kind="error")

    def _show_rejects(self) -> None:
        self.import_wanted.emit(self._imported)

    def _on_removed(self, count: int) -> None:
        told = f"{self.ui.words.count(count, 'account')} removed"
        self.ui.toast("The handover is ended", told, "Undo", self.ui.undo)

    def _on_taken_back(self, notes: tuple[str, ...]) -> None:
        self.ui.toast("The pack is taken back", " ".join(notes), "Undo", self.ui.undo)

    def _leave(self) -> None:
        view, self.view = self.view, None
        if view is not None:
            self._stack.setCurrentIndex(0)
            self._stack.removeWidget(view)
            view.hide()
            view.deleteLater()

    @Slot()
    def _on_view_left(self) -> None:
        self._leave()
        self.reload()
        self.closed.emit()

    @Slot(object)
    def _on_view_taken(self, result: Taken) -> None:
        told = saying.taken(result, self.ui.words)
        if result.rejected:
            self._imported = result.imported
            self.ui.toast("Taken in", told, "Show the rejected", self._show_rejects)
        else:
            self.ui.toast("Taken in", told, "Undo", self.ui.undo)

    @Slot(str)
    def _on_table_current_changed(self, ident: str) -> None:
        del ident
        self._show_ways()

    @Slot(object)
    def _on_dropped(self, paths: tuple[Path, ...]) -> None:
        if paths:
            self.open_pack(paths[0])

    @Slot()
    def _on_open_clicked(self) -> None:
        paths = self.ui.dialogs.choose_files("Open a handover pack", PACKS)
        if paths:
            self.open_pack(paths[0])

    @Slot()
    def _on_send_clicked(self) -> None:
        row, desk = self.chosen, self.ui.desk
        if row is None or desk is None:
            self.ui.toast("No handover is chosen", "Press one in the list first.", kind="notice")
            return
        values = ask_changes(self.ui, row)
        if values is None:
            return
        name = safe_name(f"Changes for {row.colleague or 'a colleague'}")
        path = self.ui.dialogs.save_as("Save the pack of changes", Path(f"{name}{SUFFIX}"), PACKS)
        if path is None:
            return
        self.ui.work(
            reading.send_back,
            desk,
            Wish(row.pack, values["by"], with_suffix(path), values["passphrase"]),
            then=self._on_sent,
            failed=self._on_not_sent,
            label="Making the pack",
        )

    @Slot()
    def _on_end_clicked(self) -> None:
        row = self.chosen
        if row is None or self.ui.refuses_changes():
            return
        way = ask_end(self.ui, row)
        if way == KEEP:
            self.ui.do(handover_listing.close, row.row)
        elif way == REMOVE:
            self.ui.do(
                handover_ending.end_and_remove,
                row.row,
                then=self._on_removed,
                label="Removing the accounts",
            )

    @Slot()
    def _on_back_clicked(self) -> None:
        row = self.chosen
        if row is not None and not self.ui.refuses_changes() and ask_back(self.ui, row):
            self.ui.do(
                handover_ending.take_back,
                row.row,
                then=self._on_taken_back,
                label="Taking the pack back",
            )

    def _lay_out(self) -> None:
        for button in (self.back, self.end, self.send, self.open):
            button.setProperty("compact", "true")
            self.card.add_tool(button)
        self.ui.theme.bind_icon(self.open, "folder-open", "text2", 14)
        self.ui.theme.bind_icon(self.send, "file-export", "text2", 14)
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.addWidget(self.table)
        rest = QWidget()
        inner = QVBoxLayout(rest)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(self.drop)
        inner.addWidget(self.card, 1)
        self._stack.addWidget(rest)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)


def columns(ui: Ui) -> tuple[Column, ...]:
    """Describe the list of handovers."""
    words = ui.words

    def way(row: HandoverRow) -> str:
        return "Given to" if row.given else "Taken from"

    def who(row: HandoverRow) -> str:
        return row.colleague or "somebody"

    def which(row: HandoverRow) -> str:
        return saying.accounts(row, words)

    def cover(row: HandoverRow) -> str:
        return saying.cover(row, words)

    def state(row: HandoverRow) -> str:
        return saying.state(row, words, ui.today)

    def text(key: str, title: str, width: int, say: Callable[[HandoverRow], str]) -> Column:
        return Column(key, title, width, say, say, text_cell(say), minimum=80)

    return (
        text("way", "Way", 92, way),
        Column("who", "Colleague", 140, who, who, name_cell(who), minimum=100),
        Column(
            "accounts", "Accounts", 240, which, which, text_cell(which), minimum=140, stretch=True
        ),
        text("cover", "Cover", 176, cover),
        text("state", "State", 250, state),
    )
