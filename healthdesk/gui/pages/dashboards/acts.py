"""What can be done with boards as a whole: their menus, new ones, copies, documents, templates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.kept_file import FileBytes
from healthdesk.core.services import board_templates
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.dashboards import board_forms
from healthdesk.gui.pages.dashboards.board_list import BoardList, read_document
from healthdesk.gui.pages.dashboards.state import Boards
from healthdesk.gui.parts.menu import Menu

if TYPE_CHECKING:
    from healthdesk.core.services import dashboards, files
else:
    dashboards = lazily("healthdesk.core.services.dashboards")
    files = lazily("healthdesk.core.services.files")


class BoardActs(QObject):
    """Acts on the board in view, and adds others.

    Signals:
        changed: the board in view as it should be from now on.
        added: the row of a new board, and whether it is to be laid out at once.
        way_wanted: "edit", "full", "rotate" or "present".
    """

    changed = Signal(object)
    added = Signal(int, bool)
    way_wanted = Signal(str)

    def __init__(self, ui: Ui, boards: Boards, page: QWidget) -> None:
        super().__init__(page)
        self.ui = ui
        self.boards = boards
        self.page = page
        self.known = BoardList()
        self.fill_along: Callable[[Menu], None] | None = None
        """Puts what a board can be taken along as into a menu."""
        self._edit = False

    # The menus.

    def open_menu(self, at: QPoint, *, can_edit: bool) -> None:
        """Offer what can be done with the board in view."""
        menu = Menu(self.ui.theme, f"Board {self.boards.board.name}", self.page)
        may = not self.ui.looking_back
        kept = may and self.boards.kept
        menu.add("About this board", self.describe, icon="pencil", enabled=may)
        menu.add(
            "Edit layout", self._on_edit, icon="layout-dashboard", key="Ctrl+E", enabled=can_edit
        )
        menu.add(
            "Follow changes",
            self.follow,
            icon="refresh",
            checked=self.boards.saved.live,
            enabled=may,
        )
        menu.addSeparator()
        menu.add("Full screen", self._on_full, icon="maximize", key="F11")
        menu.add("Rotate through boards", self._on_rotate, icon="rotate-clockwise")
        menu.add("Presentation", self._on_present, icon="player-play", key="F9")
        menu.addSeparator()
        menu.add("Duplicate", self.duplicate, icon="copy", enabled=may)
        if self.fill_along is not None:
            menu.addSeparator()
            self.fill_along(menu)
            menu.addSeparator()
        menu.add("Export as document", self.export, icon="file-export")
        menu.add("Keep as template", self.keep_template, icon="template", enabled=may)
        menu.add("Reset to a template", self.reset, icon="history", enabled=may)
        if len(self.boards.rows) > 1:
            menu.add("Move to the left", self._on_left, icon="arrow-left", enabled=kept)
            menu.add("Move to the right", self._on_right, icon="arrow-right", enabled=kept)
        menu.addSeparator()
        menu.add("Remove", self.remove, icon="trash", enabled=kept)
        menu.popup(at)

    def open_new(self, button: QWidget) -> None:
        """Offer what a new board can begin with."""
        menu = Menu(self.ui.theme, "New board", self.page)
        menu.add("Empty board", self.add_empty, icon="square-plus")
        menu.addSeparator()
        for at, board in enumerate(board_templates.templates()):
            action = menu.add(board.name, self._on_template, icon="template", data=f"ours {at}")
            action.setToolTip(board.purpose)
        if self.known.templates:
            menu.addSeparator()
        for at, board in enumerate(self.known.templates):
            menu.add(board.name, self._on_template, icon="bookmark", data=f"own {at}")
        menu.addSeparator()
        menu.add("Import a document", self.bring, icon="file-import")
        menu.popup_under(button)

    # New boards.

    def add_empty(self) -> None:
        """Ask for a name and add an empty board, ready to be laid out."""
        if self.ui.refuses_changes():
            return
        board = board_forms.ask_board(
            self.ui, Board(""), self._taken(), self.known.segments, new=True
        )
        if board is not None:
            self._add(board, edit=True)

    def add_from(self, template: Board) -> None:
        """Add a board like a template."""
        self._add(template, edit=False)

    def bring(self) -> None:
        """Add the boards of a document."""
        if self.ui.refuses_changes():
            return
        found = self.ui.dialogs.choose_files("Import dashboards", board_forms.BOARDS)
        for path in found[:1]:
            self.ui.work(read_document, path, then=self._on_document_read)

    def _on_document_read(self, data: bytes) -> None:
        self.ui.do(dashboards.bring, data, then=self._on_brought)

    def _on_brought(self, rows: tuple[int, ...]) -> None:
        if rows:
            self.added.emit(rows[0], False)
            told = self.ui.words.count(len(rows), "dashboard")
            self.ui.toast(f"{told} imported", "", "Undo", self.ui.undo)

    def _add(self, board: Board, *, edit: bool) -> None:
        self._edit = edit
        if self.boards.kept:
            self.ui.do(dashboards.add, board, then=self._on_added)
        else:
            shown = self.boards.board
            self.ui.do(dashboards.add_beside, shown, board, then=self._on_added)

    def _on_added(self, row: int) -> None:
        edit, self._edit = self._edit, False
        self.added.emit(row, edit)

    # The board in view.

    def describe(self) -> None:
        """Ask for its name, purpose and scope."""
        if self.ui.refuses_changes():
            return
        board = self.boards.board
        others = [name for name in self._taken() if name != self.boards.saved.name]
        found = board_forms.ask_board(self.ui, board, others, self.known.segments)
        if found is not None and found != board:
            self.changed.emit(found)

    def follow(self) -> None:
        """Let its cards follow what changes, or have them wait."""
        board = self.boards.board
        self.changed.emit(msgspec.structs.replace(board, live=not board.live))

    def duplicate(self) -> None:
        """Add a copy behind it."""
        if self.boards.kept:
            self.ui.do(dashboards.duplicate, self.boards.row, then=self._on_added)
        else:
            self._add(self.boards.board, edit=False)  # with a number behind its name

    def export(self) -> None:
        """Save it as a document to hand on."""
        board = self.boards.saved
        path = board_forms.ask_place(self.ui, board)
        if path is not None:
            file = FileBytes(path.name, dashboards.as_document(board))
            self.ui.work(files.write, file, path, then=self._on_exported)

    def _on_exported(self, path: Path) -> None:
        self.ui.toast(f"Saved {path.name}", "It holds the layout, no figures.")

    def keep_template(self) -> None:
        """Keep its layout for new boards."""
        name = board_forms.ask_template_name(self.ui, self.boards.board.name)
        if name is not None:
            board = self.boards.board
            self.ui.do(dashboards.keep_template, board, name, then=self._on_template_kept)

    def _on_template_kept(self, row: int) -> None:
        del row
        self.ui.toast("Kept as template", "", "Undo", self.ui.undo)

    def reset(self) -> None:
        """Replace its widgets by those of a template."""
        choices = (*board_templates.templates(), *self.known.templates)
        found = board_forms.ask_template(self.ui, choices)
        if found is not None:
            self.changed.emit(self.boards.board.with_tiles(found.tiles))

    def remove(self) -> None:
        """Forget it; undo brings it back."""
        if not self.boards.kept or self.ui.refuses_changes():
            return
        name = self.boards.saved.name
        question = Question(
            f"Remove “{name}”?",
            "The layout goes; no figure of the desk does. Undo brings it back.",
            "Remove",
            keeps="keeps the board",
            danger=True,
        )
        if self.ui.dialogs.ask(question):
            self.boards.end()
            self.ui.do(dashboards.remove, self.boards.row, then=self._on_removed)

    def _on_removed(self, _: object) -> None:
        self.ui.toast("The dashboard was removed", "", "Undo", self.ui.undo)

    def move(self, row: int, place: int) -> None:
        """Put a board in another place among the tabs."""
        wanted = self.boards.ordered(row, place)
        before = tuple(one.row for one in self.boards.rows)
        if wanted != before and self.boards.kept and not self.ui.refuses_changes():
            by_row = {one.row: one for one in self.boards.rows}
            self.boards.rows = tuple(by_row[one] for one in wanted)
            self.ui.do(dashboards.order, wanted)

    def _taken(self) -> tuple[str, ...]:
        return self.boards.names

    def _shift(self, step: int) -> None:
        place = [one.row for one in self.boards.rows].index(self.boards.row)
        if 0 <= place + step < len(self.boards.rows):
            self.move(self.boards.row, place + step)

    @Slot()
    def _on_left(self) -> None:
        self._shift(-1)

    @Slot()
    def _on_right(self) -> None:
        self._shift(1)

    @Slot()
    def _on_edit(self) -> None:
        self.way_wanted.emit("edit")

    @Slot()
    def _on_full(self) -> None:
        self.way_wanted.emit("full")

    @Slot()
    def _on_rotate(self) -> None:
        self.way_wanted.emit("rotate")

    @Slot()
    def _on_present(self) -> None:
        self.way_wanted.emit("present")

    @Slot()
    def _on_template(self) -> None:
        if self.ui.refuses_changes():
            return
        data: Callable[[], object] | None = getattr(self.sender(), "data", None)
        whose, at = str(data()).split() if data is not None else ("ours", "0")
        found = board_templates.templates() if whose == "ours" else self.known.templates
        self.add_from(found[int(at)])
