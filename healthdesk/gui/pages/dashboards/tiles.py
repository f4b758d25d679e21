"""The tiles of the board in view: made one a turn, asked when what they show was touched.

Not here: layout and gestures (gui/grid), boards and their editing (the page).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from healthdesk.core.domain.board_preset import Pressed
from healthdesk.core.domain.change import Change, Topic
from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.grid import Layout, Limits, Tile
from healthdesk.core.domain.widget import Mark
from healthdesk.core.domain.wish import Wish
from healthdesk.core.services.cards_kept import FoundBoards, KeptCard
from healthdesk.gui import widgets
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.view_filters import ViewFilter
from healthdesk.gui.grid.grid_view import GridView
from healthdesk.gui.pages.dashboards.filters import Chip, Filters
from healthdesk.gui.pages.dashboards.tile_tools import About, TileTools
from healthdesk.gui.pages.dashboards.tile_view import TileView

AT_ONCE = 3
"""New frames that are made in one turn; the rest of a board follows, one a turn."""
SLOW = 300
"""Milliseconds of reading after which a card says so: most are there before."""
SCOPE = frozenset({Topic.ACCOUNTS, Topic.FACTS, Topic.SCORES, Topic.PROFILES, Topic.SEGMENTS})
"""What changes who is in a segment."""


class Tiles(QObject):
    """Owns the frames of the board in view.

    Signals:
        options_chosen: the id of a tile and its options, after "Configure" or "Pause".
        tool_wanted: the id of a tile, and what of `BOARD_TOOLS` is wanted, or another kind.
    """

    options_chosen = Signal(str, object)
    tool_wanted = Signal(str, str)

    def __init__(self, ui: Ui, view: GridView) -> None:
        super().__init__(view)
        self.ui = ui
        self.view = view
        self._board = Board("")
        self._layout: Layout = ()
        """What of the board is in view, where it stands."""
        self._key: object = None
        self._private = True
        self.keeps_filters = False
        """Whether Escape goes to something else than the filters."""
        self._tiles: dict[str, TileView] = {}
        self._filters: dict[object, Filters] = {}
        self._to_make: deque[Tile] = deque()
        self._to_ask: deque[str] = deque()
        self._to_show: deque[str] = deque()
        self._to_press: tuple[Pressed, ...] = ()
        self._kept_by: tuple[Path, int] | None = None
        """Whose figures are shown while it is being opened, and of which day."""
        self.stayed = False
        """Whether what was kept is shown on, for the desk that kept it is the one that opened."""
        self._turn = Later(self, 0, self._on_turn_timeout)
        self._slow = Later(self, SLOW, self._on_slow_timeout)
        self.tools = TileTools(ui, self)
        self.tools.options_chosen.connect(self.options_chosen)
        self.tools.tool_wanted.connect(self.tool_wanted)
        self.tools.update_wanted.connect(self._ask_again)
        ui.changed.connect(self._on_ui_changed)
        ui.view_changed.connect(self._on_ui_view_changed)
        ui.desk_changed.connect(self._on_ui_desk_changed)
        ui.filters.drop_requested.connect(self._on_filters_drop_requested)
        view.seen.connect(self._on_view_seen)
        view.escaped.connect(self._on_view_escaped)

    @property
    def filters(self) -> tuple[Chip, ...]:
        """The marks that narrow the board, in the order they were pressed."""
        return self._held.chips

    @property
    def _held(self) -> Filters:
        return self._filters.get(self._key, Filters())

    @property
    def in_view(self) -> Layout:
        """What of the board is in view, where it stands."""
        return self._layout

    @property
    def quiet(self) -> bool:
        """Whether every card shows the answer to what it was asked."""
        under_way = any(one.waiting for one in self._tiles.values())
        return not (under_way or self._to_make or self._to_ask or self._to_show)

    @property
    def painted(self) -> bool:
        """Whether a card shows its figures."""
        return any(one.figures is not None for one in self._tiles.values())

    @property
    def whole(self) -> bool:
        """Whether every card in view shows figures, or says why it has none."""
        seen = [self._tiles.get(tile.id) for tile in self._layout]
        return bool(seen) and all(one is not None and one.told_something for one in seen)

    @property
    def unread(self) -> bool:
        """Whether a card shows what was kept and was not read from the open desk yet."""
        return any(one.unread for one in self._tiles.values())

    def tile(self, name: str) -> TileView | None:
        """A tile of the board in view."""
        return self._tiles.get(name)

    def limits(self, kind: str) -> Limits:
        """How small and how large a tile of a kind may be."""
        module = widgets.widget(kind)
        return Limits() if module is None else module.SPEC.limits

    def show_board(
        self,
        board: Board,
        *,
        private: bool = True,
        key: object = None,
        layout: Layout | None = None,
    ) -> None:
        """Show a board; `key` tells boards apart that are called alike (their rows).

        `layout` is what of it is in view, and where; None: all of it. A tile of the same kind
        keeps its frame, and what did not change keeps its figures, in view or not.
        """
        self._board, self._private = board, private
        self._layout = board.tiles if layout is None else layout
        self._key = board.name if key is None else key
        wanted = {tile.id: tile for tile in board.tiles}
        for name, shown in list(self._tiles.items()):
            if name not in wanted or wanted[name].kind != shown.tile.kind:
                del self._tiles[name]
                shown.deleteLater()
            else:
                shown.set_tile(wanted[name])
        new = [tile for tile in self._in_order() if tile.id not in self._tiles]
        for tile in new[:AT_ONCE]:
            self._tiles[tile.id] = self._made(tile)
        self._to_make = deque(new[AT_ONCE:])
        self._hold(self._held.only(tuple(wanted)))
        canvas = self.view.canvas
        if canvas.gesture is None or canvas.layout_now != self._layout:
            # Else the same board is shown once more: what is held stays in the hand.
            canvas.set_frames({name: one.frame for name, one in self._tiles.items()}, {})
            self._show_frames()
            canvas.show_layout(self._layout)
        self._know_limits()
        self._catch_up()
        if self._to_make:
            self._turn.start()

    def _in_order(self) -> list[Tile]:
        """The tiles in view in the order in which one reads."""
        return sorted(self._layout, key=_reading_order)

    def _make(self, tile: Tile) -> None:
        """Make one more frame of the board in view."""
        if tile.id not in self._tiles and any(tile.id == one.id for one in self._layout):
            self._tiles[tile.id] = made = self._made(tile)
            self.view.canvas.add_frame(tile.id, made.frame)
            made.show_marked(self._held.keys(tile.id))
            self._know_limits()
            self._catch_up()

    def fill_kept(
        self, desk: Path, board: Board, layout: Layout, found: FoundBoards
    ) -> Iterator[None]:
        """Put a board there as a desk keeps it, in turns: a frame, then its figures."""
        cards: Mapping[str, KeptCard] = found.cards
        self._kept_by = (desk, found.day)
        self._board, self._layout, self._private, self._key = board, layout, True, found.row
        self.view.canvas.show_layout(layout)
        for tile in self._in_order():
            if not self.opening:
                return
            if tile.id not in self._tiles:
                self._tiles[tile.id] = self._made(tile)
                self.view.canvas.add_frame(tile.id, self._tiles[tile.id].frame)
                yield
            if tile.id in cards and tile.id in self._tiles:
                one = self._tiles[tile.id]
                one.show_kept(cards[tile.id], self._wish(one))
                yield

    @property
    def opening(self) -> bool:
        """Whether what is shown was kept by a desk that is still being opened."""
        return self._kept_by is not None

    def drop_kept(self) -> None:
        """Forget what was shown of a desk that could not be opened, or is not the one that is."""
        self._kept_by = None
        for one in self._tiles.values():
            one.drop_kept()

    def _show_frames(self) -> None:
        seen = {tile.id for tile in self._layout}
        for name, one in self._tiles.items():
            one.frame.setVisible(name in seen)

    def set_editing(self, on: bool) -> None:
        """Let the tiles be laid out, or used."""
        self.view.canvas.set_editing(on)
        self._know_limits()

    def reload(self) -> None:
        """Read every tile again, also those that rest."""
        for one in self._tiles.values():
            one.stale = True
        self._catch_up(also_paused=True)

    def clear_filters(self) -> None:
        """Take every filter away."""
        self._hold(Filters())
        self._catch_up()

    def press_marks(self, wanted: Sequence[Pressed]) -> None:
        """Hold these marks and no others, as soon as their tiles show what they stand for."""
        self._to_press = tuple(wanted)
        self._hold(Filters())
        self._catch_up()
        self._press_wanted()

    def _press_wanted(self) -> None:
        """Press what waits, once every tile asked for it has answered unfiltered."""
        seen = {tile.id for tile in self._layout}
        if self._to_make:
            return
        asked = [self._tiles[one.tile] for one in self._to_press if one.tile in seen]
        if not self._to_press or any(one.waiting or one.tile.id in self._to_ask for one in asked):
            return
        wanted, self._to_press = self._to_press, ()
        offered = {
            (one.tile.id, mark.key): mark
            for one in asked
            if one.shown is not None
            for mark in one.shown.marks
        }
        held = Filters()
        for one in wanted:
            mark = offered.get((one.tile, one.key))
            held = held if mark is None else held.press(one.tile, mark, add=True)
        gone = [one.label for one in wanted if (one.tile, one.key) not in offered]
        self._hold(held)
        self._catch_up()
        if gone:
            told = f"Not on the board any more: {', '.join(gone)}."
            self.ui.toast("Not every filter is there", told, kind="notice")

    def _made(self, tile: Tile) -> TileView:
        made = TileView(self.ui, tile, self)
        made.answered.connect(self._on_tile_answered)
        made.marked.connect(self._on_tile_marked)
        made.wanted.connect(self._on_tile_wanted)
        made.frame.tool_pressed.connect(self._on_frame_tool_pressed)
        return made

    def _know_limits(self) -> None:
        if self.view.canvas.editing:
            for name, one in self._tiles.items():
                self.view.canvas.set_limits(name, one.limits)

    def _wish(self, one: TileView) -> Wish:
        scope = (self.ui.segment or "", self._board.segment)
        return Wish(
            day=self.ui.day,
            period=self._board.period,
            segments=scope,
            told=one.told(),
            accounts=self._held.narrowing(one.tile.id),
            private=self._private,
        )

    def _catch_up(self, *, also_paused: bool = False) -> None:
        """Ask, card by card, whoever would answer otherwise than what is shown."""
        if not self.view.isVisible() or self.ui.desk is None:
            return
        for tile in self._in_order():
            one = self._tiles.get(tile.id)
            if one is None:
                continue  # it is asked when it is made
            paused = self._rests(one) and not also_paused
            one.show_paused(self._rests(one))
            if self._due(one, paused=paused) and tile.id not in self._to_ask:
                self._to_ask.append(tile.id)
        if self._to_ask:
            self._turn.start()

    def _rests(self, one: TileView) -> bool:
        return one.paused or not self._board.live

    def _due(self, one: TileView, *, paused: bool) -> bool:
        if not one.known:
            return False
        if one.wish is None or not paused:
            return one.stale or one.wish != self._wish(one)
        return one.wish != self._wish(one) and not self._only_midnight(one)

    def _only_midnight(self, one: TileView) -> bool:
        """Whether nothing but the calendar moved on since a resting card was read."""
        return one.asked_today != self.ui.today and not self.ui.looking_back

    def _hold(self, filters: Filters) -> None:
        self._filters[self._key] = filters
        for name, one in self._tiles.items():
            one.show_marked(filters.keys(name))
        self._tell()

    def _tell(self) -> None:
        """Tell the top bar which filters hold, while the board is seen."""
        if self.view.isVisible():
            shown = tuple(ViewFilter(chip.key, chip.label) for chip in self.filters)
            self.ui.filters.show(self, shown)
        else:
            self.ui.filters.hide(self)

    @Slot()
    def _on_turn_timeout(self) -> None:
        """One thing a turn: figures that came go before questions."""
        if self._to_show:
            self._show_one(self._to_show.popleft())
        elif self._to_make:
            self._make(self._to_make.popleft())
        elif self._to_ask:
            one = self._tiles.get(self._to_ask.popleft())
            if one is not None:
                one.ask(self._wish(one))
                self._slow.start()
        if self._to_show or self._to_make or self._to_ask:
            self._turn.start()

    def _show_one(self, name: str) -> None:
        one = self._tiles.get(name)
        if one is None:
            return
        one.show_answer()
        one.show_paused(self._rests(one))
        if one.figures is not None:
            narrowed = one.wish.accounts if one.wish is not None else None
            held, gone = self._held.renewed(name, one.figures.shown.marks, narrowed)
            if held != self._held:
                self._hold(held)
                self._catch_up()
            if gone:
                self.ui.toast("A filter is gone", f"{one.title} has no longer: {', '.join(gone)}.")
        self._press_wanted()

    @Slot()
    def _on_slow_timeout(self) -> None:
        for one in self._tiles.values():
            if one.waiting and one.figures is not None and not one.unread:
                one.frame.notes.show_busy("reading")

    @Slot(str)
    def _on_tile_answered(self, name: str) -> None:
        self._to_show.append(name)
        self._turn.start()

    @Slot(str, object, bool)
    def _on_tile_marked(self, name: str, mark: Mark, add: bool) -> None:
        self._hold(self._held.press(name, mark, add=add))
        self._catch_up()

    @Slot(str, str)
    def _on_tile_wanted(self, name: str, what: str) -> None:
        if what == "again":
            self._ask_again(name)
        else:
            self.tools.press(self._tiles[name], self._about(name), what)

    def _about(self, name: str) -> About:
        one = self._tiles[name]
        others = tuple(chip.label for chip in self.filters if chip.tile != name)
        return About(
            others,
            rests=self._rests(one),
            board_rests=not self._board.live,
            alone=self.keeps_filters,
            editing=self.view.canvas.editing,
        )

    @Slot(str)
    def _ask_again(self, name: str) -> None:
        if name in self._tiles and name not in self._to_ask:
            self._to_ask.append(name)
            self._turn.start()

    @Slot(str, str)
    def _on_frame_tool_pressed(self, name: str, tool: str) -> None:
        self.tools.press(self._tiles[name], self._about(name), tool)

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        for one in self._tiles.values():
            topics = one.module.SPEC.topics if one.module is not None else frozenset()
            if self._is_scoped(one):
                topics |= SCOPE
            one.stale |= bool(topics & change.topics)
        self._catch_up()

    def _is_scoped(self, one: TileView) -> bool:
        return bool(self.ui.segment or self._board.segment or one.tile.options.get("segment"))

    @Slot()
    def _on_ui_view_changed(self) -> None:
        self._catch_up()

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        kept_by, self._kept_by = self._kept_by, None
        desk = self.ui.desk
        self.stayed = (
            desk is not None
            and kept_by is not None
            and desk.path == kept_by[0].resolve()
            and self.ui.day == kept_by[1]
        )
        if not self.stayed:
            self.drop_kept()
            self._filters.clear()
        self._to_ask.clear()
        self._to_press = ()
        for one in self._tiles.values():
            one.stale = True
        self._catch_up()

    @Slot(bool)
    def _on_view_seen(self, seen: bool) -> None:
        if seen:
            self._catch_up()
        self._tell()

    @Slot(str)
    def _on_filters_drop_requested(self, key: str) -> None:
        if self.view.isVisible():
            self._hold(self._held.drop(key) if key else Filters())
            self._catch_up()

    @Slot()
    def _on_view_escaped(self) -> None:
        if self.filters and not self.keeps_filters:
            self.clear_filters()


def _reading_order(tile: Tile) -> tuple[int, int]:
    return tile.y, tile.x
