"""Laying a board out: the draft, its steps, what gestures and the gallery make of it.

Not here: gestures themselves (gui/grid), which board is in view (state.py), how it is shown (page).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal, Slot

from healthdesk.core.domain import grid
from healthdesk.core.domain.dashboard import MAX_TILES, READS_WELL, Board, Draft
from healthdesk.core.domain.grid import Layout
from healthdesk.core.domain.kindred import shown_as
from healthdesk.gui import widgets
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.grid.gallery import Advice, tile_picture
from healthdesk.gui.grid.grid_view import GridView
from healthdesk.gui.pages.dashboards.body import Body
from healthdesk.gui.pages.dashboards.head import NARROW_WORDS, Head
from healthdesk.gui.pages.dashboards.state import Boards, copied, new_tile, told, turned
from healthdesk.gui.pages.dashboards.tile_tools import AS
from healthdesk.gui.widgets import widget

if TYPE_CHECKING:
    from healthdesk.core.services import dashboards
else:
    dashboards = lazily("healthdesk.core.services.dashboards")


class Editor(QObject):
    """Changes the board in view: a step of its draft, or kept at once where none is open.

    Signals:
        shown: the board in view is otherwise.
        first_kept: the row of a board that was shown without being in the desk.
        refused: the desk did not take the change.
    """

    shown = Signal()
    first_kept = Signal(int)
    refused = Signal()

    def __init__(self, ui: Ui, boards: Boards, head: Head, view: GridView, body: Body) -> None:
        super().__init__(body)
        self.ui = ui
        self.boards = boards
        self.head, self.view, self.body = head, view, body
        self.gallery = body.gallery
        self.presenting = False
        self._said = ""
        self._forgotten: frozenset[str] = frozenset()
        self._connect()

    def _connect(self) -> None:
        head, canvas, gallery = self.head, self.view.canvas, self.gallery
        head.edit_requested.connect(self.begin)
        head.gallery_switched.connect(self._on_gallery_switched)
        head.undo_requested.connect(self.undo_step)
        head.redo_requested.connect(self.redo_step)
        head.discard_requested.connect(self.discard)
        head.save_requested.connect(self.save)
        canvas.laid.connect(self._on_canvas_laid)
        canvas.removed.connect(self._on_tile_removed)
        canvas.holding.connect(self._on_canvas_holding)
        gallery.list.pressed_on.connect(self._on_gallery_pressed)
        gallery.list.brought.connect(self._on_gallery_brought)
        gallery.list.carried.connect(canvas.carry)
        gallery.list.let_go.connect(canvas.drop)
        gallery.list.put_back.connect(canvas.cancel)
        gallery.removal_wanted.connect(self._on_tile_removed)
        self.body.empty.acted.connect(self.begin)

    @property
    def may_edit(self) -> bool:
        """Whether today of an open desk is shown, to whom it belongs."""
        return self.ui.desk is not None and not self.ui.looking_back and not self.presenting

    @property
    def can_edit(self) -> bool:
        """Whether there is room to lay a board out, and today is shown."""
        return self.may_edit and self.body.wide

    @property
    def editing(self) -> bool:
        """Whether the board in view is being laid out."""
        return self.may_edit and self.boards.draft is not None

    @property
    def draft(self) -> Draft | None:
        """The draft of the board in view, where it may be seen."""
        return self.boards.draft if self.may_edit else None

    @property
    def notice(self) -> str:
        """Why a draft cannot be gone on with; "" where it can."""
        narrow = self.editing and not self.body.wide
        return f"{NARROW_WORDS}. The draft is kept." if narrow else ""

    def forget(self) -> None:
        """Know nothing of the board that was in view."""
        self._forgotten = frozenset()

    @Slot()
    def begin(self) -> None:
        """Begin to lay the board in view out."""
        if self.ui.refuses_changes() or self.editing:
            return
        if not self.can_edit:
            self.ui.toast("Too narrow to lay out", f"{NARROW_WORDS}.", kind="notice")
            return
        self.boards.begin()
        if self.boards.kept:
            row = self.boards.row
            self.ui.read(
                dashboards.forgotten, row, self.ui.day, then=self._on_forgotten, key="forgotten"
            )
        self.shown.emit()
        (self.gallery.list if self.body.docked else self.head.add).setFocus()

    @Slot()
    def discard(self) -> None:
        """Leave the board as the desk keeps it."""
        draft = self.boards.draft
        self.boards.end()
        self.shown.emit()
        self.head.edit.setFocus()
        if draft is not None and draft.changed:
            self.ui.toast("The layout was left as it was", kind="notice")

    @Slot()
    def save(self) -> None:
        """Keep the layout: one operation, one step of undo."""
        draft = self.boards.draft
        if draft is None or self.ui.refuses_changes():
            return
        board = draft.board
        self.boards.end()
        if draft.changed:
            self.keep(board, "Layout saved")
        self.shown.emit()
        self.head.edit.setFocus()

    def keep(self, board: Board, said: str = "") -> None:
        """Write a board; one that is not in the desk yet is added."""
        if self.ui.refuses_changes():
            return
        self._said = said
        if self.boards.kept:
            row = self.boards.row
            self.boards.note(board)
            self.ui.do(dashboards.save, row, board, then=self._on_kept, failed=self._on_not_kept)
        else:
            self.ui.do(dashboards.add, board, then=self._on_first_added)

    def change(self, board: Board, said: str = "") -> None:
        """Go on with another state of the board in view."""
        if self.editing:
            self.boards.step(board)
        else:
            self.keep(board, said)
        self.shown.emit()

    @Slot()
    def undo_step(self) -> bool:
        """Take a step of the layout back; False where none is laid out."""
        if not self.editing:
            return False
        self.view.canvas.cancel()
        if self.boards.undo():
            self.shown.emit()
        else:
            self.ui.toast("Nothing of this layout to undo", kind="notice")
        return True

    @Slot()
    def redo_step(self) -> bool:
        """Do a step of the layout again; False where none is laid out."""
        if not self.editing:
            return False
        self.view.canvas.cancel()
        if self.boards.redo():
            self.shown.emit()
        else:
            self.ui.toast("Nothing of this layout to do again", kind="notice")
        return True

    def show_gallery(self) -> None:
        """Show the gallery beside a board that is laid out, with what it advises."""
        board, docked = self.boards.board, self.body.docked
        if not self.editing or not self.body.wide:
            self.body.open_gallery(False)
        elif docked:
            self.body.open_gallery(True)
        self.head.show_gallery(self.gallery.isVisibleTo(self.body), switch=not docked)
        if not self.editing:
            return
        if self.gallery.model.rowCount() == 0 and not self.gallery.search.text():
            known = (one.SPEC for key in widgets.CATALOGUE if (one := widget(key)))
            self.gallery.show_specs([one.named(self.ui.words.bands) for one in known])
        self.gallery.show_board(len(board.tiles), self._advice(board))

    def _advice(self, board: Board) -> list[Advice]:
        found = []
        if len(board.tiles) > READS_WELL:
            told = f"{len(board.tiles)} widgets: more than reads well. Split it over two boards?"
            found.append(Advice(told))
        for tile in board.tiles:
            if tile.id in self._forgotten:
                name = tile_name(tile.kind, tile.options)
                found.append(Advice(f"{name} has not been looked at for 60 days.", tile.id))
        return found

    def set_options(self, name: str, options: dict[str, object]) -> None:
        """Give a tile other options."""
        self.change(told(self.boards.board, name, options))

    def use_tool(self, name: str, tool: str) -> None:
        """Duplicate, pin or remove a tile, or show it as another kind."""
        if self.ui.refuses_changes():
            return
        board = self.boards.board
        if tool == "remove":
            self._on_tile_removed(name)
        elif tool == "pin":
            self._lay(turned(board, name))
        elif tool == "duplicate" and not self._is_full():
            self._lay(copied(board, name))
        elif tool.startswith(AS):
            self._show_as(name, tool.removeprefix(AS))

    def _show_as(self, name: str, kind: str) -> None:
        module = widget(kind)
        if module is not None:
            self.change(shown_as(self.boards.board, name, module.SPEC), "Shown as another chart")

    def _lay(self, layout: Layout) -> None:
        self.change(self.boards.board.with_tiles(layout))

    def _add(self, kind: str) -> None:
        """Put a widget into the first free place."""
        module, board = widget(kind), self.boards.board
        if module is None or self._is_full():
            return
        tile = new_tile(board, kind, module.SPEC.size)
        self._lay(grid.append(board.tiles, tile))
        frame = self.view.canvas.frame(tile.id)
        if frame is not None:
            self.view.ensureWidgetVisible(frame)

    def _is_full(self) -> bool:
        full = len(self.boards.board.tiles) >= MAX_TILES
        if full:
            self.ui.toast(
                "This board is full", f"A board holds {MAX_TILES} widgets.", kind="notice"
            )
        return full

    def _on_forgotten(self, found: frozenset[str]) -> None:
        self._forgotten = found
        if self.editing:
            self.gallery.show_board(len(self.boards.board.tiles), self._advice(self.boards.board))

    def _on_kept(self, _: object) -> None:
        if self._said:
            self.ui.toast(self._said, "", "Undo", self.ui.undo)

    def _on_not_kept(self, error: Exception) -> None:
        self.ui.toast(str(error), kind="error")
        self.refused.emit()

    def _on_first_added(self, row: int) -> None:
        self.first_kept.emit(row)
        self._on_kept(row)

    @Slot(object, str)
    def _on_canvas_laid(self, layout: Layout, label: str) -> None:
        del label
        self._lay(layout)

    @Slot(str)
    def _on_tile_removed(self, name: str) -> None:
        if any(tile.id == name for tile in self.boards.board.tiles):
            self._lay(grid.remove(self.boards.board.tiles, name))

    @Slot(bool)
    def _on_canvas_holding(self, holding: bool) -> None:
        self.body.step_aside(holding)

    @Slot(str)
    def _on_gallery_pressed(self, kind: str) -> None:
        self._add(kind)

    @Slot(str, QPoint)
    def _on_gallery_brought(self, kind: str, at: QPoint) -> None:
        module = widget(kind)
        if module is None or self._is_full():
            return
        tile = new_tile(self.boards.board, kind, module.SPEC.size)
        place = self.view.canvas.place(tile)
        ratio = self.body.devicePixelRatioF()
        picture = tile_picture(self.ui.theme, module.SPEC, place.size(), ratio)
        self.view.canvas.bring(tile, module.SPEC.limits, picture, at)

    @Slot(bool)
    def _on_gallery_switched(self, shown: bool) -> None:
        self.body.open_gallery(shown)
        if shown:
            self.gallery.list.setFocus()


def tile_name(kind: str, options: dict[str, object]) -> str:
    """What a tile is called where its figures are not at hand."""
    module = widget(kind)
    return str(options.get("title") or "") or (kind if module is None else module.SPEC.title)
