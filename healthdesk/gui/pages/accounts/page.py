"""The Accounts page: search, bands, groups and columns over one table, sums under it.

Not here: which columns there are (columns.py), reading (reading.py), sums (figures.py).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar

import msgspec
from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import CampaignWish, DeskWish, Ui
from healthdesk.gui.pages.accounts.choices import (
    BY_RENEWAL,
    GRID,
    LIST,
    TILES_BY,
    group_choices,
    recall,
    remember,
)
from healthdesk.gui.pages.accounts.columns import (
    CHOSEN,
    PINNED,
    account_columns,
    attribute_title,
    chosen_columns,
)
from healthdesk.gui.pages.accounts.columns_more import KEYS
from healthdesk.gui.pages.accounts.copying import as_csv, as_text
from healthdesk.gui.pages.accounts.foot import FootLine
from healthdesk.gui.pages.accounts.handing import ACTIONS, hand_over
from healthdesk.gui.pages.accounts.old_data import OldData
from healthdesk.gui.pages.accounts.reading import Loaded, read_accounts
from healthdesk.gui.pages.accounts.tile_view import TileView
from healthdesk.gui.panels.take_along import ExportButton
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.column import Column, SortKey
from healthdesk.gui.parts.column_chooser import ColumnChooser
from healthdesk.gui.parts.data_table import DataTable
from healthdesk.gui.parts.filter_bar import COMPACT as COMPACT_KEY
from healthdesk.gui.parts.filter_bar import ROOMY as ROOMY_KEY
from healthdesk.gui.parts.filter_bar import FilterBar
from healthdesk.gui.parts.marks_bar import MarksBar
from healthdesk.gui.parts.menu import Menu
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.segmented import Segmented

if TYPE_CHECKING:  # imported when it is first wanted
    from healthdesk.gui.pages.accounts.segment_saver import SegmentSaver

HEAD = 56
MARGIN = 16
TILES_TITLES = (("need", "Need"), ("arr", "ARR"), ("name", "Name"))


def make_in_steps(
    ui: Ui, parent: QWidget, place: Callable[[QWidget], object]
) -> Iterator[AccountsPage | None]:
    """Make the page in short steps, from the outside in; the last gives it."""
    page = AccountsPage(ui, parent, empty=True)
    place(page)
    yield None
    for _ in page.furnish():
        yield None
    yield page


class AccountsPage(LiveView):
    """Shows the accounts of the day and segment in view."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {
            Topic.ACCOUNTS,
            Topic.FACTS,
            Topic.SCORES,
            Topic.PROFILES,
            Topic.SEGMENTS,
            Topic.SETTINGS,
        }
    )

    def __init__(self, ui: Ui, parent: QWidget | None = None, *, empty: bool = False) -> None:
        """Make the page; an `empty` one is to be furnished before it is shown."""
        super().__init__(ui, parent)
        self.setObjectName("accounts")
        self._choices = recall(ui.prefs)
        self._loaded: Loaded | None = None
        self._way_out = ""
        self._menu_column = ""
        self._chooser: ColumnChooser | None = None
        self._tiles: TileView | None = None
        if not empty:
            deque(self.furnish(), maxlen=0)

    def furnish(self) -> Iterator[None]:
        """Make the bar, the table and what stands around them, one at a time."""
        ui = self.ui
        self._title = PlainLabel("Accounts", "title")
        self._count = PlainLabel("", "second")
        self.bar = FilterBar(ui.theme, ui.words, "Filter by name, reason, owner")
        yield None
        self.card = Card(ui.theme, padding=0)
        columns = chosen_columns(account_columns(ui.words, ()), self._choices.columns)
        self.table = DataTable(ui.theme, columns, pinned=self._choices.pinned, round_top=True)
        self.table.setAccessibleName("Accounts")
        yield None
        self.view = Segmented("View", ((LIST, "List"), (GRID, "Grid")), self._choices.view)
        self.tiles_by = Segmented("Tiles sorted by", TILES_TITLES, self._choices.tiles_by)
        self.old_data = OldData(ui)
        self.foot = FootLine()
        self.sample = QPushButton("Open the sample desk")
        self.new = QPushButton("New account")
        self.keep = QPushButton("Save as segment")
        self.marks = MarksBar(ui.theme, ACTIONS, self)
        yield None
        self._lay_out()
        self._connect()
        changes_desk(ui, self.new, self.keep)
        yield None
        self._recall()
        self.card.show_loading("Reading accounts")

    def reload(self) -> None:
        """Read the accounts of the day and segment in view."""
        shown = (*self._choices.columns, *(key.column for key in self._choices.sorts))
        if self._choices.view == GRID:
            shown = (*shown, *TILES_BY)
        if self._choices.group == BY_RENEWAL:
            shown = (*shown, BY_RENEWAL)
        job = self.ui.read(
            read_accounts,
            self.ui.day,
            self.ui.segment,
            self.ui.words,
            shown,
            then=self._show_loaded,
            failed=self._show_failure,
            key="accounts",
        )
        if job < 0:
            self._offer("No desk is open", "Open a desk, or make one from your data.")

    def listed_ids(self) -> tuple[str, ...]:
        """Name the accounts as they are listed now, for going from one to the next."""
        if self._tiles is not None and self._choices.view == GRID:
            return self._tiles.grid.ids
        return tuple(self.table.rows.passing_ids())

    def focus_search(self) -> None:
        """Go to the filter."""
        self.bar.search.setFocus()
        self.bar.search.selectAll()

    def focus_first(self) -> None:
        """Go to the rows, or to the tiles."""
        tiles = self._tiles if self._choices.view == GRID else None
        (self.table if tiles is None else tiles.grid).setFocus()

    @Slot(object)
    def _show_loaded(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self.old_data.say(loaded.newest, loaded.view.day)
        self._show_columns()
        self._offer_groups()
        self._show_rows(fresh=True)

    @Slot(object)
    def _show_failure(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self._say_sums(shown=False)
        self.card.show_error("The accounts could not be read", told)

    def _show_rows(self, *, fresh: bool = False) -> None:
        """Filter, group and sort what was read; rows that are fresh keep the scroll."""
        from healthdesk.gui.pages.accounts import figures  # noqa: PLC0415 - brings numpy

        if self._loaded is None:
            return
        order, choice = self._loaded.order, self._choices.group
        found = order.matching(self.bar.text)
        self.bar.bands.set_counts(figures.band_counts(order, found))
        mask = found & figures.chosen(order, self.bar.chosen_bands, soon=self.bar.renews_soon)
        grouping = figures.groups(order, choice, dict(self._loaded.view.attributes), self.ui.words)
        title = attribute_title(choice.removeprefix("attr:"))
        head_of = figures.GroupFigures(self.ui.words, choice, title, self._loaded.said)
        self.table.narrowed = self.bar.told
        self.table.hold_place()
        self.table.rows.show(order, mask, grouping, head_of)
        self.table.return_to_place(None if fresh else 0)
        if self._choices.view == GRID:
            sorts = TILES_BY.get(self._choices.tiles_by, TILES_BY["need"])
            self._tile_view().show_rows(order, (mask, grouping, head_of), sorts, self._loaded)
        self._show_state(bool(mask.any()))
        self._say_marks()

    def accounts_meant(self) -> tuple[str, ...]:
        """The accounts that are ticked, else the one that keys act on, in the order shown."""
        marks = self.table.rows.marks
        if marks:
            shown = [one for one in self.table.rows.passing_ids() if one in marks]
            return (*shown, *sorted(marks.difference(shown)))
        current = self.table.current_id()
        return (current,) if current else ()

    def _saver(self) -> SegmentSaver:
        from healthdesk.gui.pages.accounts.segment_saver import SegmentSaver  # noqa: PLC0415 - rare

        return self.findChild(SegmentSaver) or SegmentSaver(self.ui, self)

    @Slot()
    def _on_keep_clicked(self) -> None:
        if self._loaded is None:
            return
        texts = [key for key, kind in self._loaded.view.attributes if kind == "text"]
        ids = self.table.rows.passing_ids()
        self._saver().save_filters(self.bar.text, self.bar.chosen_bands, texts, tuple(ids))

    def _show_state(self, passing: bool) -> None:
        loaded = self._loaded
        self.keep.setVisible(passing and bool(self.bar.text or self.bar.chosen_bands))
        self._say_sums(shown=passing)
        begun = loaded is None or bool(loaded.view.total)
        self.bar.setVisible(begun)
        self.sample.setVisible(not begun and loaded is not None and not loaded.known)
        if passing or loaded is None:
            self.card.show_body()
        elif loaded.known:
            self._offer(
                f"No account is active on {self.ui.words.day(loaded.view.day)}",
                f"The desk knows {self.ui.words.count(loaded.known, 'account')}: not begun by this"
                " day, without any fact, or churned.",
                "Import data",
                "data",
            )
        elif not loaded.view.total:
            self._offer(
                "No accounts yet",
                "Import a folder of your data to see how your accounts are doing.",
                "Import data",
                "data",
            )
        elif not loaded.view.rows:
            name = self.ui.segment or ""
            text = f"None of {self.ui.words.count(loaded.view.total, 'account')} is in it today."
            self._offer(f"“{name}” is empty", text, "Show all accounts", "segment")
        else:
            text = f"{self.ui.words.count(len(loaded.view.rows), 'account')} without the filter."
            self._offer("No account matches", text, "Clear the filter", "filter")

    def _offer(self, title: str, text: str, action: str = "", way_out: str = "") -> None:
        icons = {"data": "file-import", "segment": "users", "filter": "x"}
        self._way_out = way_out
        self._say_sums(shown=False)
        self.card.show_empty(title, text, action, icons.get(way_out, ""))

    def _say_sums(self, *, shown: bool) -> None:
        from healthdesk.gui.pages.accounts import figures  # noqa: PLC0415 - brings numpy

        passing, loaded, words = self.table.rows.passing, self._loaded, self.ui.words
        self.foot.setVisible(shown)
        if loaded is None or passing is None or not loaded.view.total:
            self._count.setText("")
            return
        some, every = words.number(len(passing)), words.number(loaded.view.total)
        self._count.setText(every if some == every else f"{some} of {every}")
        if shown:
            self.foot.say(figures.foot(loaded.order, passing, words))

    def _show_columns(self) -> None:
        """Show the chosen columns of those there are; sort keys of hidden ones go."""
        offered = self._offered()
        columns = chosen_columns(offered, self._choices.columns)
        self.table.set_columns(columns, pinned=self._choices.pinned)
        keys = {column.key for column in columns}
        sorts = tuple(key for key in self.table.rows.sorts if key.column in keys)
        if self._loaded is not None and sorts != self.table.rows.sorts:
            self.table.sort_by(sorts)
        self.bar.say_columns(len(columns) - 1, len(offered) - 1)

    def _offered(self) -> tuple[Column, ...]:
        if self._loaded is None:
            return account_columns(self.ui.words, ())
        return self._loaded.columns

    def _offer_groups(self) -> None:
        known = self._loaded.view.attributes if self._loaded else ()
        self.bar.offer_groups(group_choices(known), self._choices.group)

    def _keep(self, **changes: object) -> None:
        self._choices = msgspec.structs.replace(self._choices, **changes)
        remember(self.ui.prefs, self._choices)

    @Slot()
    def _on_bar_filter_changed(self) -> None:
        self._show_rows()

    @Slot(str)
    def _on_bar_group_chosen(self, key: str) -> None:
        self._keep(group=key)
        if key == BY_RENEWAL and self._loaded is not None and self._loaded.said is None:
            self.reload()
        self._show_rows()

    @Slot(str)
    def _on_bar_density_chosen(self, key: str) -> None:
        self.ui.choose_look(roomy=key == ROOMY_KEY)

    @Slot()
    def _on_density_changed(self) -> None:
        self.bar.density.set_value(ROOMY_KEY if self.ui.theme.roomy else COMPACT_KEY)

    @Slot(str)
    def _on_view_chosen(self, key: str) -> None:
        self._keep(view=key)
        self._place_view()
        if key == GRID and self._loaded is not None and not self._loaded.with_more:
            self.reload()
        self._show_rows(fresh=True)

    @Slot(str)
    def _on_tiles_by_chosen(self, key: str) -> None:
        self._keep(tiles_by=key)
        self._show_rows()

    def _place_view(self) -> None:
        """Show the list or the tiles, and what belongs to each."""
        tiles = self._choices.view == GRID
        if tiles:
            self._tile_view().show()
        elif self._tiles is not None:
            self._tiles.hide()
        self.table.setVisible(not tiles)
        self.tiles_by.setVisible(tiles)
        self._by_word.setVisible(tiles)
        self.bar.show_list_tools(not tiles)
        self.foot.show_list_keys(not tiles)

    def _tile_view(self) -> TileView:
        """The tiles; made when they are first wanted."""
        if self._tiles is None:
            self._tiles = TileView(self.ui)
            self._tiles.grid.opened.connect(self._on_table_opened)
            self.card.body.addWidget(self._tiles)
        return self._tiles

    @Slot()
    def _on_bar_rows_requested(self) -> None:
        if self._choices.view == GRID:
            self.focus_first()
        else:
            self.table.enter()

    @Slot()
    def _on_bar_columns_requested(self) -> None:
        if self._chooser is None:
            self._chooser = ColumnChooser(self.ui.theme, self)
            self._chooser.columns_chosen.connect(self._on_chooser_columns_chosen)
            self._chooser.reset_requested.connect(self._on_chooser_reset_requested)
        self._offer_columns(self._chooser)
        self._chooser.open_under(self.bar.columns)

    def _offer_columns(self, chooser: ColumnChooser) -> None:
        movable = [column for column in self._offered() if column.key not in PINNED]
        shown = [column.key for column in self.table.rows.columns]
        chooser.offer(movable, shown)

    @Slot(object)
    def _on_chooser_columns_chosen(self, keys: tuple[str, ...]) -> None:
        self._keep(columns=(*PINNED, *keys))
        self._show_columns()
        if self._loaded is not None and not self._loaded.with_more and not KEYS.isdisjoint(keys):
            self.reload()

    @Slot()
    def _on_chooser_reset_requested(self) -> None:
        self._keep(columns=CHOSEN, widths={}, pinned=len(PINNED))
        self.table.set_chosen_widths({})
        self._show_columns()
        if self._chooser is not None:
            self._offer_columns(self._chooser)

    @Slot()
    def _on_table_layout_changed(self) -> None:
        self._keep(
            columns=tuple(column.key for column in self.table.rows.columns),
            widths=self.table.chosen_widths,
            sorts=self.table.rows.sorts,
        )

    @Slot(str)
    def _on_table_opened(self, account_id: str) -> None:
        self.ui.open_account(account_id)

    @Slot(int, QPoint)
    def _on_table_menu_requested(self, at: int, place: QPoint) -> None:
        column = self.table.rows.columns[at]
        self._menu_column = column.key
        menu = Menu(self.ui.theme, f"Column {column.title}", self)
        menu.add("Sort upwards", self._on_menu_up_triggered, icon="sort-ascending")
        menu.add("Sort downwards", self._on_menu_down_triggered, icon="sort-descending")
        menu.addSeparator()
        menu.add("Keep in view up to here", self._on_menu_pin_triggered, icon="pin")
        if column.key not in PINNED:
            menu.add("Hide this column", self._on_menu_hide_triggered, icon="eye-off")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    @Slot()
    def _on_menu_up_triggered(self) -> None:
        self._sort_by_menu_column(descending=False)

    @Slot()
    def _on_menu_down_triggered(self) -> None:
        self._sort_by_menu_column(descending=True)

    @Slot()
    def _on_menu_pin_triggered(self) -> None:
        keys = [column.key for column in self.table.rows.columns]
        self._keep(pinned=max(len(PINNED), keys.index(self._menu_column) + 1))
        self._show_columns()

    @Slot()
    def _on_menu_hide_triggered(self) -> None:
        keys = (column.key for column in self.table.rows.columns)
        self._keep(columns=tuple(key for key in keys if key != self._menu_column))
        self._show_columns()

    def _sort_by_menu_column(self, *, descending: bool) -> None:
        self.table.sort_by((SortKey(self._menu_column, descending),))
        self._on_table_layout_changed()

    @Slot()
    def _on_rows_marks_changed(self) -> None:
        self._say_marks()

    def _say_marks(self) -> None:
        """Say how many rows are ticked, also those that a filter hides."""
        rows, words = self.table.rows, self.ui.words
        self.marks.setVisible(bool(rows.marks))
        if not rows.marks or self._loaded is None:
            return
        from healthdesk.gui.pages.accounts import figures  # noqa: PLC0415 - brings numpy

        order = self._loaded.order
        total = figures.total(order, order.places(rows.marks), words)
        hidden = len(rows.marks.difference(rows.passing_ids()))
        apart = f", {words.number(hidden)} not shown" if hidden else ""
        self.marks.say(f"{words.number(len(rows.marks))} selected{apart}", f"{total} ARR")
        self.marks.place(self.card.geometry())
        self.marks.raise_()

    @Slot(str)
    def _on_marks_action_requested(self, key: str) -> None:
        if key == "clear":
            self.table.rows.clear_marks()
            self.table.setFocus()
            return
        if key == "segment":
            self._saver().save_list(tuple(self.table.rows.marks))
            return
        if key == "playbook":
            self.ui.start_playbook(self.accounts_meant())
            return
        if key == "campaign":
            self.ui.open_campaign(CampaignWish(new=True, accounts=self.accounts_meant()))
            return
        if key == "handover":
            hand_over(self.ui, self.accounts_meant())
            return
        rows, columns = self.table.rows.marked_rows(), self.table.rows.columns
        text = as_csv(columns, rows) if key == "csv" else as_text(columns, rows)
        QGuiApplication.clipboard().setText(text)
        self.ui.toast(f"Copied {self.ui.words.count(len(rows), 'account')}")

    @Slot()
    def _on_card_acted(self) -> None:
        if self._way_out == "data":
            self.ui.open_page("data")
        elif self._way_out == "segment":
            self.ui.set_segment(None)
        else:
            self.bar.clear_filters()

    @Slot(int)
    def _on_old_data_day_requested(self, day: int) -> None:
        self.ui.set_day(day)

    @Slot()
    def _on_sample_clicked(self) -> None:
        self.ui.wish_desk(DeskWish("sample"))

    @Slot()
    def _on_new_clicked(self) -> None:
        from healthdesk.gui.panels.new_account import AccountMaker  # noqa: PLC0415 - takes data in

        AccountMaker(self.ui).start()

    @Slot()
    def _on_card_retry_requested(self) -> None:
        self.card.show_loading("Reading accounts")
        self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the bar of ticked rows in its place."""
        super().resizeEvent(event)
        whole = self.layout()
        if whole is not None:  # none while it is made in steps
            whole.activate()
            self.marks.place(self.card.geometry())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        self._by_word = PlainLabel("Sort", "second")
        head.addWidget(self._by_word)
        head.addWidget(self.tiles_by)
        head.addWidget(self.view)
        head.addWidget(self.sample)
        self.ui.theme.bind_icon(self.keep, "circles-relation", "text2", 16)
        self.keep.setProperty("kind", "quiet")
        self.keep.setToolTip("Keep the filters, or the accounts that pass them")
        self.keep.hide()
        head.addWidget(self.keep)
        head.addWidget(ExportButton(self.ui, self.table))
        self.ui.theme.bind_icon(self.new, "plus", "text2", 16)
        self.new.setToolTip("A customer that no import has brought yet (Ctrl+Alt+N)")
        head.addWidget(self.new)
        top = QWidget()
        top.setLayout(head)
        top.setFixedHeight(HEAD)
        self.card.body.setContentsMargins(0, 0, 0, 0)
        edge = self.card.layout()
        if edge is not None:
            edge.setContentsMargins(0, 0, 0, 0)  # grounds of rows touch the card's line
        self.card.body.addWidget(self.table)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, 0, MARGIN, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self.bar)
        whole.addSpacing(12)
        whole.addWidget(self.old_data)
        whole.addWidget(self.card, 1)
        whole.addWidget(self.foot)

    def _connect(self) -> None:
        self.view.chosen.connect(self._on_view_chosen)
        self.tiles_by.chosen.connect(self._on_tiles_by_chosen)
        self.bar.filter_changed.connect(self._on_bar_filter_changed)
        self.bar.group_chosen.connect(self._on_bar_group_chosen)
        self.bar.columns_requested.connect(self._on_bar_columns_requested)
        self.bar.density_chosen.connect(self._on_bar_density_chosen)
        self.ui.theme.density_changed.connect(self._on_density_changed)
        self.bar.rows_requested.connect(self._on_bar_rows_requested)
        self.table.opened.connect(self._on_table_opened)
        self.table.layout_changed.connect(self._on_table_layout_changed)
        self.table.menu_requested.connect(self._on_table_menu_requested)
        self.table.rows.marks_changed.connect(self._on_rows_marks_changed)
        self.marks.action_requested.connect(self._on_marks_action_requested)
        self.old_data.day_requested.connect(self._on_old_data_day_requested)
        self.keep.clicked.connect(self._on_keep_clicked)
        self.new.clicked.connect(self._on_new_clicked)
        self.sample.clicked.connect(self._on_sample_clicked)
        self.card.acted.connect(self._on_card_acted)
        self.card.retry_requested.connect(self._on_card_retry_requested)

    def _recall(self) -> None:
        self.table.set_chosen_widths(self._choices.widths)
        self._on_density_changed()
        self.sample.hide()
        self._place_view()
        self.table.rows.set_sorts(self._choices.sorts)
        self._show_columns()
        self._offer_groups()
        self.foot.hide()
