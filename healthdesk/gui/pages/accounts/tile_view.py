"""The grid of the Accounts page with its table behind Ctrl+T."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.accounts.tile_grid import TileGrid, TileGroup
from healthdesk.gui.pages.accounts.tile_words import TileWords
from healthdesk.gui.parts.column import SortKey
from healthdesk.gui.parts.plot_table import TableSwitch

if TYPE_CHECKING:  # numpy comes with the data, after the first paint
    from healthdesk.gui.pages.accounts.reading import Loaded
    from healthdesk.gui.parts.row_order import Grouping, Mask, RowOrder
    from healthdesk.gui.parts.table_model import HeadOf


class TileView(TableSwitch):
    """Tiles of the accounts that pass the filter, in the groups of the list."""

    def __init__(self, ui: Ui) -> None:
        self.grid = TileGrid(ui.theme, ui.words)
        super().__init__("Accounts as tiles", self.grid)
        self._words = ui.words

    def show_rows(
        self,
        order: RowOrder,
        chosen: tuple[Mask, Grouping | None, HeadOf],
        sorts: tuple[SortKey, ...],
        loaded: Loaded,
    ) -> None:
        """Show the rows that pass a mask, grouped, each group in this order."""
        from healthdesk.gui.parts.row_order import arrange  # noqa: PLC0415 - brings numpy

        mask, grouping, head_of = chosen
        shown = arrange(order.order(sorts), mask, grouping)
        groups = [
            TileGroup(head_of(order, one), [order.rows[at] for at in one.members.tolist()])
            for one in shown.groups
        ]
        if grouping is None:
            groups = [TileGroup(None, [order.rows[at] for at in shown.members.tolist()])]
        words = TileWords(self._words, loaded.columns)
        self.grid.show_groups(groups, words.tip)
        every = [row for one in groups for row in one.rows]
        self.set_source(partial(words.table, every))
