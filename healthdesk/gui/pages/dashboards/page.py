"""The page Dashboards: boards as tabs, looked at, narrowed by pressing, laid out by hand.

Not here: what a tile shows and reads (tiles.py); laying out (editor.py); what of a board is in view
(viewing.py); what can be done with whole boards (acts.py); full screen and rotation (showing.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import msgspec
from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from healthdesk.core.domain.board_preset import Pressed
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.grid_pixels import GAP, ROW
from healthdesk.core.services import board_templates
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.grid.grid_view import GridView
from healthdesk.gui.pages.dashboards.acts import BoardActs
from healthdesk.gui.pages.dashboards.board_list import BoardList, read_boards
from healthdesk.gui.pages.dashboards.body import Body
from healthdesk.gui.pages.dashboards.editor import Editor
from healthdesk.gui.pages.dashboards.head import Head
from healthdesk.gui.pages.dashboards.keeping import Keeping
from healthdesk.gui.pages.dashboards.looks import Looks
from healthdesk.gui.pages.dashboards.showing import Showing, left_out
from healthdesk.gui.pages.dashboards.state import Boards
from healthdesk.gui.pages.dashboards.taking import BoardTaker
from healthdesk.gui.pages.dashboards.tiles import Tiles
from healthdesk.gui.pages.dashboards.view_bar import ViewBar
from healthdesk.gui.pages.dashboards.viewing import Viewing

if TYPE_CHECKING:
    from healthdesk.core.desk import Desk
    from healthdesk.core.services.cards_kept import FoundBoards

ROW_STEP = ROW + GAP
"""Pixels from row to row of the grid."""
_BAR = 44
"""Pixels of the view that the line over a narrowed board and margins take."""


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
        self.bar = ViewBar(ui.theme)
        self.acts = BoardActs(ui, self.boards, self)
        self.taker = BoardTaker(ui, self.boards, self.tiles)
        self.acts.fill_along = self.taker.fill_board
        self.tiles.tools.fill_along = self.taker.fill_card
        self.editor = Editor(ui, self.boards, self.head, self.view, self.body)
        self.viewing = Viewing(ui, self.boards, self)
        self.looks = Looks(ui, self.boards, self.view)
        self.showing = Showing(ui, self)
        self.keeping = Keeping(ui, self.boards, self.tiles)
        self._known = False
        self._wanted: tuple[int, bool] | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.bar)
        whole.addWidget(self.body, 1)
        self._connect()

    def _connect(self) -> None:
        head, viewing = self.head, self.viewing
        head.tabs.chosen.connect(self._on_tabs_chosen)
        head.tabs.moved.connect(self._on_tabs_moved)
        head.tabs.menu_wanted.connect(self._on_tabs_menu_wanted)
        head.add_requested.connect(self._on_add_requested)
        head.menu_requested.connect(self._on_menu_requested)
        head.period_chosen.connect(self._on_period_chosen)
        head.segment_pressed.connect(self.acts.describe)
        head.objective_pressed.connect(self._on_objective_pressed)
        head.presets_pressed.connect(self._on_presets_pressed)
        head.away_pressed.connect(self._on_away_pressed)
        head.full_screen_requested.connect(self.showing.switch_full)
        self.tiles.options_chosen.connect(self._on_tiles_options_chosen)
        self.tiles.tool_wanted.connect(self._on_tiles_tool_wanted)
        self.view.escaped.connect(self._on_view_escaped)
        self.bar.pressed.connect(self._on_bar_pressed)
        self.editor.shown.connect(self.show_board)
        self.editor.first_kept.connect(self._on_editor_first_kept)
        self.editor.refused.connect(self.reload)
        viewing.changed.connect(self.show_board)
        viewing.board_changed.connect(self.editor.change)
        viewing.pressing.connect(self._on_viewing_pressing)
        viewing.about_wanted.connect(self.acts.describe)
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
            self.focus_first(Qt.FocusReason.ActiveWindowFocusReason)

    def fill_kept(self, desk: Path, found: FoundBoards) -> Iterator[None]:
        """Show in turns what a desk keeps of this very day and state of it, while it is opened."""
        self._known = True
        self.acts.known = BoardList(found.rows)
        self.boards.take(found.rows)
        self.boards.show(found.row)
        self._show_head()
        yield
        board, layout = self.viewing.board(editing=False), self.viewing.layout(editing=False)
        yield from self.tiles.fill_kept(desk, board, layout, found)
        if self.boards.row == found.row:
            self.show_board()

    def drop_kept(self) -> None:
        """Forget what was shown of a desk that could not be opened."""
        self.tiles.drop_kept()
        self._known = False
        self.boards.forget()

    def keep_at_hand(self, desk: Desk) -> None:
        """Keep what is shown, for the next opening."""
        self.keeping.keep_at_hand(desk)

    @property
    def row(self) -> int:
        """The row of the board in view."""
        return self.boards.row

    def _show_head(self) -> None:
        boards, viewing, editing = self.boards, self.viewing, self.editing
        board = viewing.board(editing=editing)
        self.head.tabs.show_boards([(one.row, one.board.name) for one in boards.rows], boards.row)
        self.head.show_board(board, viewing.view, self.editor.draft, can_edit=self.can_edit)
        self.body.show_empty(not board.tiles, editing=editing)

    @Slot()
    def show_board(self) -> None:
        """Show the board in view as it is now."""
        if not self._known:
            return
        boards, viewing, editing = self.boards, self.viewing, self.editing
        board = viewing.board(editing=editing)
        without = left_out(board) if self.showing.presenting else ()
        layout = viewing.layout(editing=editing, high=self._rows, without=without)
        self._show_head()
        self.editor.show_gallery()
        self.tiles.keeps_filters = bool(viewing.view.alone) and not editing
        private = not self.showing.presenting
        self.tiles.show_board(board, private=private, key=boards.row, layout=layout)
        self.tiles.set_editing(editing)
        self._show_bar()
        self.looks.begin()
        if without:
            self.ui.say_presenting(self.ui.words.count(len(without), "card") + " left out")

    def _show_bar(self) -> None:
        alone = self.tiles.tile(self.viewing.view.alone)
        title = "" if alone is None else alone.title
        narrow = "" if self.editing else self.viewing.words(title)
        self.bar.say(self.editor.notice or narrow, way_back=bool(narrow))

    @property
    def _rows(self) -> int:
        """How many rows of the grid have room in view."""
        return max((self.view.viewport().height() - _BAR) // ROW_STEP, 2)

    @property
    def can_edit(self) -> bool:
        """Whether there is room to lay a board out, and today is shown."""
        return self.editor.can_edit

    @property
    def editing(self) -> bool:
        """Whether the board in view is being laid out."""
        return self.editor.editing

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
        self.editor.forget()
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
        elif way == "alone":
            self._show_alone()
        else:
            self._on_acts_way_wanted(way)

    def _show_alone(self) -> None:
        """Show the card that has the keys alone, else the first; or the whole board again."""
        if self.editing or self.viewing.back():
            return
        layout, keys = self.viewing.layout(editing=False), QApplication.focusWidget()
        frames = {tile.id: self.view.canvas.frame(tile.id) for tile in layout}
        held = [name for name, one in frames.items() if one and keys and one.isAncestorOf(keys)]
        for name in (*held, *frames)[:1]:
            self.viewing.show_alone(name)

    # Laying out.

    @Slot()
    def edit_layout(self) -> None:
        """Begin to lay the board in view out."""
        self.editor.begin()

    @Slot()
    def discard(self) -> None:
        """Leave the board as the desk keeps it."""
        self.editor.discard()

    @Slot()
    def save(self) -> None:
        """Keep the layout: one operation, one step of undo."""
        self.editor.save()

    def undo_step(self) -> bool:
        """Take a step of the layout back; False where none is laid out."""
        return self.editor.undo_step()

    def redo_step(self) -> bool:
        """Do a step of the layout again; False where none is laid out."""
        return self.editor.redo_step()

    # What the parts tell.

    @Slot(str, object)
    def _on_tiles_options_chosen(self, name: str, options: dict[str, object]) -> None:
        self.editor.set_options(name, options)

    @Slot(str, str)
    def _on_tiles_tool_wanted(self, name: str, tool: str) -> None:
        if tool == "alone":
            self.viewing.show_alone(name)
        elif tool == "hide":
            self.viewing.put_away(name)
        else:
            self.editor.use_tool(name, tool)

    @Slot()
    def _on_view_escaped(self) -> None:
        self.viewing.back()

    @Slot()
    def _on_bar_pressed(self) -> None:
        self.viewing.rest()

    @Slot()
    def _on_objective_pressed(self) -> None:
        self.viewing.open_objectives(self.head.objective)

    @Slot()
    def _on_presets_pressed(self) -> None:
        self.viewing.filters = self.tiles.filters
        self.viewing.open_presets(self.head.presets)

    @Slot()
    def _on_away_pressed(self) -> None:
        self.viewing.open_hidden(self.head.away)

    @Slot(object)
    def _on_viewing_pressing(self, marks: tuple[Pressed, ...]) -> None:
        self.tiles.press_marks(marks)

    @Slot(int)
    def _on_editor_first_kept(self, row: int) -> None:
        self._wanted = (row, False)
        self.reload()

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
        self.viewing.period_written()
        board = msgspec.structs.replace(self.boards.board, period=period)
        if board == self.boards.board:
            self.show_board()
        else:
            self.editor.change(board)

    @Slot(object)
    def _on_acts_changed(self, board: Board) -> None:
        self.editor.change(board)

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
        self.editor.presenting = self.showing.presenting
        self.show_board()

    @Slot()
    def _on_view_changed(self) -> None:
        self.show_board()

    @Slot()
    def _on_desk_changed(self) -> None:
        self.showing.stop()
        self.looks.forget()
        if self.tiles.stayed:
            self._wanted = (self.boards.row, False)
            return
        self._known = False
        self.viewing.forget()
        self.boards.forget()

    def wants_escape(self) -> bool:
        """Whether Escape has something to put back or to clear here."""
        held = self.view.canvas.gesture is not None or bool(self.viewing.view.alone)
        return held or bool(self.tiles.filters)

    def focus_first(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Let the keys go to the tab of the board in view; until it is known, to the page."""
        self.setFocus()
        for tab in self.head.tabs.tabs:
            if tab.row == self.boards.row:
                tab.setFocus(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+PgUp and Ctrl+PgDn go from board to board; Escape shows the whole board again."""
        step = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.show_beside(step)
        elif event.key() != Qt.Key.Key_Escape or not self.viewing.rest():
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may be too narrow to lay a board out."""
        super().resizeEvent(event)
        self.head.edit.setEnabled(self.can_edit)
        if self._known and self.viewing.view.alone:
            self.show_board()
        elif self._known and self.editing:
            self.editor.show_gallery()
            self._show_bar()

    def showEvent(self, event: QShowEvent) -> None:
        """Count what is seen from now on."""
        super().showEvent(event)
        self.looks.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave full screen with the page; tell that a layout waits."""
        super().hideEvent(event)
        self.showing.stop()
        self.looks.stop()
