"""How the board in view is looked at: one card alone, an objective, a preset, widgets put away.

Choosing writes nothing, but for what is said so: a preset that is kept, a widget that is put away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import msgspec
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain import board_preset, board_view
from healthdesk.core.domain.board_preset import Preset, Pressed
from healthdesk.core.domain.board_view import BoardView
from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.grid import Layout, Limits, Tile
from healthdesk.gui import widgets
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.dashboards import board_forms
from healthdesk.gui.pages.dashboards.editor import tile_name
from healthdesk.gui.pages.dashboards.filters import Chip
from healthdesk.gui.pages.dashboards.state import Boards
from healthdesk.gui.parts.menu import Menu


class Viewing(QObject):
    """Knows what of each board is in view.

    Signals:
        changed: the board should be shown otherwise; nothing of it was written.
        board_changed: the board in view as it should be kept, and what is said then.
        pressing: the marks that should be pressed, and no others.
        about_wanted: what the board is about should be asked.
    """

    changed = Signal()
    board_changed = Signal(object, str)
    pressing = Signal(object)
    about_wanted = Signal()

    def __init__(self, ui: Ui, boards: Boards, page: QWidget) -> None:
        super().__init__(page)
        self.ui = ui
        self.boards = boards
        self.page = page
        self.filters: tuple[Chip, ...] = ()
        """What narrows the board now; the page says it before a menu opens."""
        self._views: dict[int, BoardView] = {}

    @property
    def view(self) -> BoardView:
        """How the board in view is looked at."""
        return self._views.get(self.boards.row, BoardView())

    def board(self, *, editing: bool) -> Board:
        """The board in view with the period that holds."""
        board = self.boards.board
        period = "" if editing else self.view.period
        return msgspec.structs.replace(board, period=period) if period else board

    def layout(self, *, editing: bool, high: int = 1, without: Iterable[str] = ()) -> Layout:
        """What of it is in view, and where; while it is laid out, all of it.

        Cards of the ids `without` are left out, and others take their room. `high` is how many rows
        have room: a card that is alone takes them, as far as it may.
        """
        board = self.boards.board
        if editing:
            return board.tiles
        alone, view = self.alone, self.view
        for name in without:
            board = board_view.put_away(board, name, True)
            view = replace(view, alone="") if name == view.alone else view
        most = Limits() if alone is None else _limits(alone.kind)
        return board_view.in_view(board, view, most.size(1, high)[1])

    @property
    def alone(self) -> Tile | None:
        """The card that is alone in view."""
        return next((one for one in self.boards.board.tiles if one.id == self.view.alone), None)

    def words(self, title: str) -> str:
        """What is left out of the board, in words; "" where nothing is.

        `title` is what the card that is alone says in its head.
        """
        board, view = self.boards.board, self.view
        if self.alone is not None:
            return f"{title.strip() or 'One widget'}, alone. Esc shows the others."
        if view.objective:
            tied = dict(board_view.objectives(board)).get(view.objective, 0)
            every = len(board.tiles) - len(board_view.hidden(board))
            return f"{tied} of {every} widgets: what helps to reach “{view.objective}”."
        return ""

    def forget(self) -> None:
        """Begin anew, for another desk."""
        self._views.clear()

    def rest(self) -> bool:
        """Show the whole board again; False where it is."""
        if not (self.view.alone or self.view.objective):
            return False
        self._look(replace(self.view, alone="", objective=""))
        return True

    def back(self) -> bool:
        """Leave the card that is alone; False where none is."""
        if not self.view.alone:
            return False
        self._look(replace(self.view, alone=""))
        return True

    def show_alone(self, name: str) -> None:
        """Show one card alone, or the others again."""
        self._look(replace(self.view, alone="" if self.view.alone == name else name))

    def choose_objective(self, name: str) -> None:
        """Show what is tied to an objective; "" shows all."""
        self._look(replace(self.view, objective=name, alone=""))

    def period_written(self) -> None:
        """Note that the board itself says its period from now on."""
        self._views[self.boards.row] = replace(self.view, period="")

    def put_away(self, name: str) -> None:
        """Take a card out of view; it stays on the board."""
        if not self.ui.refuses_changes():
            board = board_view.put_away(self.boards.board, name, True)
            self._views[self.boards.row] = replace(self.view, alone="")
            self.board_changed.emit(board, "Put away")

    def show_again(self, names: Layout) -> None:
        """Show cards again where they were."""
        if self.ui.refuses_changes():
            return
        board = self.boards.board
        for tile in names:
            board = board_view.put_away(board, tile.id, False)
        self.board_changed.emit(board, "")

    def apply(self, preset: Preset) -> None:
        """Narrow the board to what a preset says; nothing is written."""
        own = self.boards.board.period
        self._views[self.boards.row] = replace(
            self.view, alone="", period="" if preset.period in ("", own) else preset.period
        )
        self.ui.set_segment(preset.segment or None)
        self.changed.emit()
        self.pressing.emit(preset.marks)

    def keep_preset(self) -> None:
        """Ask for a name, and keep what narrows the board now."""
        if self.ui.refuses_changes():
            return
        board = self.boards.board
        marks = tuple(Pressed(one.tile, one.mark.key, one.label) for one in self.filters)
        period = self.view.period or board.period
        said = [*(one.label for one in marks), self.ui.segment or "all accounts", f"last {period}"]
        name = board_forms.ask_preset_name(self.ui, " · ".join(said), said[0])
        if name is not None:
            preset = Preset(name, self.ui.segment or "", period, marks)
            kept = board_preset.with_preset(board.presets, preset)
            self.board_changed.emit(msgspec.structs.replace(board, presets=kept), "Preset kept")

    # Menus.

    def open_objectives(self, button: QWidget) -> None:
        """Offer the objectives of the board."""
        menu = Menu(self.ui.theme, "Objective", self.page)
        wanted = self.view.objective
        menu.add("All widgets", self._on_objective, data="", checked=not wanted)
        for name, count in board_view.objectives(self.boards.board):
            told = f"{_short(name)}  ({count})"
            menu.add(told, self._on_objective, data=name, checked=name == wanted)
        menu.addSeparator()
        may = not self.ui.looking_back
        menu.add("Change what the board is about", self._on_about, icon="pencil", enabled=may)
        menu.popup_under(button)

    def open_presets(self, button: QWidget) -> None:
        """Offer the presets of the board."""
        menu = Menu(self.ui.theme, "Presets of this board", self.page)
        presets = self.boards.board.presets
        for one in presets:
            menu.add(_short(one.name), self._on_preset, icon="filter", data=one.name)
        if presets:
            menu.addSeparator()
        may = not self.ui.looking_back
        menu.add("Keep what is shown as preset", self._on_keep, icon="bookmark", enabled=may)
        for one in presets:
            menu.add(
                f"Remove preset “{_short(one.name)}”",
                self._on_forget,
                icon="trash",
                data=one.name,
                enabled=may,
            )
        menu.popup_under(button)

    def open_hidden(self, button: QWidget) -> None:
        """Offer the cards that were put away."""
        menu = Menu(self.ui.theme, "Widgets put away", self.page)
        away = board_view.hidden(self.boards.board)
        may = not self.ui.looking_back
        for tile in away:
            name = _short(tile_name(tile.kind, tile.options))
            menu.add(f"Show {name}", self._on_shown, icon="eye", data=tile.id, enabled=may)
        if len(away) > 1:
            menu.addSeparator()
            menu.add("Show all", self._on_shown, icon="eye", data="", enabled=may)
        menu.popup_under(button)

    def _look(self, view: BoardView) -> None:
        self._views[self.boards.row] = view
        self.changed.emit()

    @Slot()
    def _on_objective(self) -> None:
        self.choose_objective(self._data())

    @Slot()
    def _on_about(self) -> None:
        self.about_wanted.emit()

    @Slot()
    def _on_preset(self) -> None:
        name = self._data()
        found = next((one for one in self.boards.board.presets if one.name == name), None)
        if found is not None:
            self.apply(found)

    @Slot()
    def _on_keep(self) -> None:
        self.keep_preset()

    @Slot()
    def _on_forget(self) -> None:
        board, name = self.boards.board, self._data()
        kept = board_preset.without(board.presets, name)
        self.board_changed.emit(msgspec.structs.replace(board, presets=kept), "Preset removed")

    @Slot()
    def _on_shown(self) -> None:
        name = self._data()
        away = board_view.hidden(self.boards.board)
        self.show_again(tuple(tile for tile in away if name in ("", tile.id)))

    def _data(self) -> str:
        data = getattr(self.sender(), "data", None)
        return str(data() or "") if data is not None else ""


def _limits(kind: str) -> Limits:
    module = widgets.widget(kind)
    return Limits() if module is None else module.SPEC.limits


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:58].rstrip()}\N{HORIZONTAL ELLIPSIS}"
