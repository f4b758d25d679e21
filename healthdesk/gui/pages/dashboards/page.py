"""The page Dashboards: boards as tabs, looked at, narrowed by pressing, laid out by hand.

Not here: what a tile shows and reads (tiles.py); what can be done with whole boards (acts.py); full
screen, rotation and presentation (showing.py).
"""

from __future__ import annotations

from typing import ClassVar

import msgspec
from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from healthdesk.core.domain import grid
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.dashboard import MAX_TILES, READS_WELL, Board, Draft
from healthdesk.core.domain.grid import Layout
from healthdesk.core.services import board_templates, dashboards
from healthdesk.gui import widgets
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.grid.gallery import Advice, tile_picture
from healthdesk.gui.grid.grid_view import GridView
from healthdesk.gui.pages.dashboards.acts import BoardActs
from healthdesk.gui.pages.dashboards.board_list import BoardList, read_boards
from healthdesk.gui.pages.dashboards.body import Body
from healthdesk.gui.pages.dashboards.head import NARROW_WORDS, Head
from healthdesk.gui.pages.dashboards.showing import Showing
from healthdesk.gui.pages.dashboards.state import Boards, copied, new_tile, told, turned
from healthdesk.gui.pages.dashboards.tiles import Tiles
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.widgets import widget

LOOKED = 4_000
"""Milliseconds after which what is on the screen counts as looked at."""


class DashboardsPage(LiveView):
    """Shows one board at a time."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.BOARDS, Topic.SEGMENTS})

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.setObjectName("dashboards")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.boards = Boards(board_templates.first())
        self.head = Head(ui)
        self.view = GridView(ui.theme)
        self.tiles = Tiles(ui, self.view)
        self.body = Body(ui.theme, self.view)
        self.gallery = self.body.gallery
        self.acts = BoardActs(ui, self.boards, self)
        self.showing = Showing(ui, self)
        self.notice = PlainLabel("", "second", wrap=True)
        self.notice.setContentsMargins(16, 8, 16, 0)
        self.notice.hide()
        self._known = False
        self._said = ""
        self._wanted: tuple[int, bool] | None = None
        self._forgotten: frozenset[str] = frozenset()
        self._seen: set[tuple[int, int, frozenset[str]]] = set()
        self._looked = Later(self, LOOKED, self._on_looked_timeout)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.notice)
        whole.addWidget(self.body, 1)
        self._connect()

    def _connect(self) -> None:
        head, canvas, gallery = self.head, self.view.canvas, self.gallery
        head.tabs.chosen.connect(self._on_tabs_chosen)
        head.tabs.moved.connect(self._on_tabs_moved)
        head.tabs.menu_wanted.connect(self._on_tabs_menu_wanted)
        head.add_requested.connect(self._on_add_requested)
        head.menu_requested.connect(self._on_menu_requested)
        head.period_chosen.connect(self._on_period_chosen)
        head.objective_pressed.connect(self.acts.describe)
        head.edit_requested.connect(self.edit_layout)
        head.full_screen_requested.connect(self.showing.switch_full)
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
        self.tiles.options_chosen.connect(self._on_tiles_options_chosen)
        self.tiles.tool_wanted.connect(self._on_tiles_tool_wanted)
        self.body.empty.acted.connect(self.edit_layout)
        self.acts.changed.connect(self._on_acts_changed)
        self.acts.added.connect(self._on_acts_added)
        self.acts.way_wanted.connect(self._on_acts_way_wanted)
        self.showing.turned.connect(self._on_showing_turned)
        self.showing.presenting_changed.connect(self._on_showing_presenting_changed)
        self.ui.view_changed.connect(self._on_view_changed)
        self.ui.desk_changed.connect(self._on_desk_changed)

    # Reading and showing.

    def reload(self) -> None:
        """Read which boards there are; the tiles read by themselves."""
        self.ui.read(read_boards, then=self._take, key="boards")

    def _take(self, known: BoardList) -> None:
        self._known = True
        self.acts.known = known
        self.boards.take(known.boards)
        if self._wanted is not None and any(one.row == self._wanted[0] for one in known.boards):
            (row, edit), self._wanted = self._wanted, None
            self.boards.show(row)
            if edit and self.can_edit:
                self.boards.begin()
        self.show_board()
        if self.hasFocus():
            self.focus_first()

    def show_board(self) -> None:
        """Show the board in view as it is now."""
        if not self._known:
            return
        boards = self.boards
        board = boards.board
        self.head.tabs.show_boards([(one.row, one.board.name) for one in boards.rows], boards.row)
        self.head.show_board(board, self._draft, can_edit=self.can_edit)
        self.body.show_empty(not board.tiles, editing=self.editing)
        self._show_gallery()
        self.tiles.show_board(board, private=not self.showing.presenting, key=boards.row)
        self.tiles.set_editing(self.editing)
        self._show_notice()
        self._looked.start()

    @property
    def _draft(self) -> Draft | None:
        return self.boards.draft if self._may_edit else None

    @property
    def _may_edit(self) -> bool:
        return not self.ui.looking_back and not self.showing.presenting

    @property
    def can_edit(self) -> bool:
        """Whether there is room to lay a board out, and today is shown."""
        return self._may_edit and self.body.wide

    @property
    def editing(self) -> bool:
        """Whether the board in view is being laid out."""
        return self._may_edit and self.boards.draft is not None

    def _show_notice(self) -> None:
        text = NARROW_WORDS if self.editing and not self.body.wide else ""
        self.notice.setText(f"{text}. The draft is kept." if text else "")
        self.notice.setVisible(bool(text))

    def _show_gallery(self) -> None:
        board, docked = self.boards.board, self.body.docked
        if not self.editing or not self.body.wide:
            self.body.open_gallery(False)
        elif docked:
            self.body.open_gallery(True)
        self.head.show_gallery(self.gallery.isVisibleTo(self.body), switch=not docked)
        if not self.editing:
            return
        if self.gallery.model.rowCount() == 0 and not self.gallery.search.text():
            self.gallery.show_specs([one.SPEC for key in widgets.CATALOGUE if (one := widget(key))])
        self.gallery.show_board(len(board.tiles), self._advice(board))

    def _advice(self, board: Board) -> list[Advice]:
        found = []
        if len(board.tiles) > READS_WELL:
            found.append(
                Advice(
                    f"{len(board.tiles)} widgets: more than reads well. Split it over two boards?"
                )
            )
        for tile in board.tiles:
            if tile.id in self._forgotten:
                module = widget(tile.kind)
                name = str(tile.options.get("title") or "") or (
                    tile.kind if module is None else module.SPEC.title
                )
                found.append(Advice(f"{name} has not been looked at for 60 days.", tile.id))
        return found

    @property
    def unsaved(self) -> tuple[str, ...]:
        """Names of the boards whose layout would be lost with the window."""
        return self.boards.unsaved

    # Going from board to board.

    def show_row(self, row: int) -> None:
        """Show another board; a layout that is not saved is asked about once."""
        if row == self.boards.row:
            return
        draft = self.boards.draft
        if draft is not None and draft.changed and self.editing:
            question = Question(
                f"Save the layout of “{draft.board.name}”?",
                "It differs from what is kept. As a draft it waits here while the window is open.",
                "Save layout",
                "Keep as draft",
                "keeps the draft",
            )
            if self.ui.dialogs.ask(question):
                self.save()
        self.boards.show(row)
        self._forgotten = frozenset()
        self.show_board()

    def show_beside(self, step: int) -> None:
        """Show the board so many tabs on, round and round."""
        self.show_row(self.boards.beside(step))

    def want_row(self, row: int) -> None:
        """Show a board as soon as it is known."""
        if self._known and any(one.row == row for one in self.boards.rows):
            self.show_row(row)
        else:
            self._wanted = (row, False)

    def acting(self, way: str) -> None:
        """Do what an action of the window wants here."""
        if way == "new":
            self.acts.add_empty()
        else:
            self._on_acts_way_wanted(way)

    # Laying out.

    @Slot()
    def edit_layout(self) -> None:
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
        self.show_board()
        (self.gallery.list if self.body.docked else self.head.add).setFocus()

    def _on_forgotten(self, found: frozenset[str]) -> None:
        self._forgotten = found
        if self.editing:
            self.gallery.show_board(len(self.boards.board.tiles), self._advice(self.boards.board))

    @Slot()
    def discard(self) -> None:
        """Leave the board as the desk keeps it."""
        draft = self.boards.draft
        self.boards.end()
        self.show_board()
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
            self._keep(board, "Layout saved")
        self.show_board()
        self.head.edit.setFocus()

    def _keep(self, board: Board, said: str = "") -> None:
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

    def _on_kept(self, _: object) -> None:
        if self._said:
            self.ui.toast(self._said, "", "Undo", self.ui.undo)

    def _on_not_kept(self, error: Exception) -> None:
        self.ui.toast(str(error), kind="error")
        self.reload()

    def _on_first_added(self, row: int) -> None:
        self._wanted = (row, False)
        self.reload()
        self._on_kept(row)

    def undo_step(self) -> bool:
        """Take a step of the layout back; False where none is laid out."""
        if not self.editing:
            return False
        self.view.canvas.cancel()
        if self.boards.undo():
            self.show_board()
        else:
            self.ui.toast("Nothing of this layout to undo", kind="notice")
        return True

    def redo_step(self) -> bool:
        """Do a step of the layout again; False where none is laid out."""
        if not self.editing:
            return False
        self.view.canvas.cancel()
        if self.boards.redo():
            self.show_board()
        else:
            self.ui.toast("Nothing of this layout to do again", kind="notice")
        return True

    def _lay(self, layout: Layout) -> None:
        """Go on with another layout: a step of the draft, or kept at once where none is open."""
        board = self.boards.board.with_tiles(layout)
        self._change(board)

    def _change(self, board: Board) -> None:
        if self.editing:
            self.boards.step(board)
        else:
            self._keep(board)
        self.show_board()

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

    # What the parts tell.

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
        picture = tile_picture(self.ui.theme, module.SPEC, place.size(), self.devicePixelRatioF())
        self.view.canvas.bring(tile, module.SPEC.limits, picture, at)

    @Slot(str, object)
    def _on_tiles_options_chosen(self, name: str, options: dict[str, object]) -> None:
        self._change(told(self.boards.board, name, options))

    @Slot(str, str)
    def _on_tiles_tool_wanted(self, name: str, tool: str) -> None:
        if self.ui.refuses_changes():
            return
        board = self.boards.board
        if tool == "remove":
            self._on_tile_removed(name)
        elif tool == "pin":
            self._lay(turned(board, name))
        elif tool == "duplicate" and not self._is_full():
            self._lay(copied(board, name))

    @Slot(bool)
    def _on_gallery_switched(self, shown: bool) -> None:
        self.body.open_gallery(shown)
        if shown:
            self.gallery.list.setFocus()

    @Slot(int)
    def _on_tabs_chosen(self, row: int) -> None:
        self.show_row(row)

    @Slot(int, int)
    def _on_tabs_moved(self, row: int, place: int) -> None:
        self.acts.move(row, place)
        self.show_board()

    @Slot(int, QPoint)
    def _on_tabs_menu_wanted(self, row: int, at: QPoint) -> None:
        self.show_row(row)
        self.acts.open_menu(at, can_edit=self.can_edit)

    @Slot(QPoint)
    def _on_menu_requested(self, at: QPoint) -> None:
        self.acts.open_menu(at, can_edit=self.can_edit)

    @Slot()
    def _on_add_requested(self) -> None:
        self.acts.open_new(self.head.plus)

    @Slot(str)
    def _on_period_chosen(self, period: str) -> None:
        self._change(msgspec.structs.replace(self.boards.board, period=period))

    @Slot(object)
    def _on_acts_changed(self, board: Board) -> None:
        self._change(board)

    @Slot(int, bool)
    def _on_acts_added(self, row: int, edit: bool) -> None:
        self._wanted = (row, edit)
        self.reload()

    @Slot(str)
    def _on_acts_way_wanted(self, way: str) -> None:
        if way == "edit":
            self.edit_layout()
        elif way == "full":
            self.showing.switch_full()
        elif way == "rotate":
            self.showing.ask_rotation()
        else:
            self.showing.switch_presenting()

    @Slot()
    def _on_showing_turned(self) -> None:
        self.show_beside(1)

    @Slot()
    def _on_showing_presenting_changed(self) -> None:
        self.show_board()

    @Slot()
    def _on_view_changed(self) -> None:
        self.show_board()

    @Slot()
    def _on_desk_changed(self) -> None:
        self.showing.stop()
        self._looked.stop()
        self._known = False
        self._seen.clear()
        self.boards.forget()

    @Slot()
    def _on_looked_timeout(self) -> None:
        """Note which tiles are on the screen: those that nobody sees are offered for removal."""
        if not self.isVisible() or self.ui.looking_back or not self.boards.kept or self.editing:
            return
        seen = frozenset(
            tile.id
            for tile in self.boards.board.tiles
            if (frame := self.view.canvas.frame(tile.id)) is not None
            and not frame.visibleRegion().isEmpty()
        )
        look = (self.boards.row, self.ui.today, seen)
        if seen and look not in self._seen:
            self._seen.add(look)
            self.ui.do(dashboards.look, self.boards.row, sorted(seen), self.ui.today)

    def wants_escape(self) -> bool:
        """Whether Escape has something to put back or to clear here."""
        return self.view.canvas.gesture is not None or bool(self.tiles.filters)

    def focus_first(self) -> None:
        """Let the keys go to the tab of the board in view; until it is known, to the page."""
        self.setFocus()
        for tab in self.head.tabs.tabs:
            if tab.row == self.boards.row:
                tab.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+PgUp and Ctrl+PgDn go from board to board."""
        step = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.show_beside(step)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may be too narrow to lay a board out."""
        super().resizeEvent(event)
        self.head.edit.setEnabled(self.can_edit)
        if self._known and self.editing:
            self._show_gallery()
            self._show_notice()

    def showEvent(self, event: QShowEvent) -> None:
        """Count what is seen from now on."""
        super().showEvent(event)
        self._looked.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave full screen with the page; tell that a layout waits."""
        super().hideEvent(event)
        self.showing.stop()
        self._looked.stop()
