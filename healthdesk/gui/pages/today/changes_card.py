"""The card "What changed": chips that choose, the list, and what it says where it is empty."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from healthdesk.core.domain.today import Sorted, TodayItem
from healthdesk.core.domain.today_view import TodayView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.today.change_list import ChangeList
from healthdesk.gui.pages.today.lines import CHOICES, lines_of
from healthdesk.gui.pages.today.small_moves import SmallMoves
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.chip import Chip
from healthdesk.gui.parts.state import QuietState, Words

_TITLES = {
    "all": "All",
    "fell": "Fell",
    "rose": "Rose",
    "open": "Still open",
    "snoozed": "Snoozed",
    "done": "Done",
}
RANKED = "ranked by ARR at stake and days to renewal"


class ChangesCard(Card):
    """Changes of one choice; its list tells what is wanted."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui.theme, "What changed", RANKED, parent, padding=0)
        self.ui = ui
        self._lists: Sorted | None = None
        self._choice = "all"
        self._unfolded = False
        self.chips: dict[str, Chip] = {}
        for key in CHOICES:
            chip = Chip(key, _TITLES[key])
            chip.switched.connect(self._on_chip_switched)
            self.chips[key] = chip
            self.add_tool(chip)
        self.list = ChangeList(ui)
        self.quiet = QuietState(ui.theme, "Nothing needs you", "")
        self.quiet.setMinimumHeight(180)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.list)
        self.body.addWidget(self.quiet)
        self.quiet.hide()
        self.small = SmallMoves(ui)
        self.body.addWidget(self.small)
        self.add_line_under_head()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.list.fold_toggled.connect(self._on_list_fold_toggled)

    @property
    def choice(self) -> str:
        """Which list is shown."""
        return self._choice

    @property
    def item(self) -> TodayItem | None:
        """The row that keys act on."""
        return self.list.item

    def show_view(self, view: TodayView, quiet: str, *, move: bool = False) -> None:
        """Show another day's lists, and how many small moves are folded."""
        self.small.show_moves(view.small)
        self.show_lists(view.lists, view.day, quiet, move=move)

    def show_lists(self, lists: Sorted, day: int, quiet: str, *, move: bool = False) -> None:
        """Show other lists; `quiet` is said where nothing changed."""
        self._lists = lists
        self.list.day = day
        self.quiet.say(Words("Nothing needs you", quiet))
        sizes = self._sizes(lists)
        if not sizes[self._choice] and self._choice != "all":
            self._choice = "all"
        for key, chip in self.chips.items():
            chip.set_count(self.ui.words.number(sizes[key]))
            chip.setVisible(bool(sizes[key]) or key in {"all", "fell", "rose"})
        self._show(move=move)

    def choose(self, key: str) -> None:
        """Show another list."""
        self._choice = key
        self._show()

    def _show(self, *, move: bool = False) -> None:
        if self._lists is None:
            return
        for key, chip in self.chips.items():
            chip.setChecked(key == self._choice)
        lines = lines_of(self._lists, self._choice, self.ui.words, unfolded=self._unfolded)
        self.list.setVisible(bool(lines))
        self.quiet.setVisible(not lines)
        self.list.show_lines(lines, move=move)
        self.show_body()

    def _sizes(self, lists: Sorted) -> dict[str, int]:
        """How long each list is."""
        return {
            "all": len(lists.items),
            "fell": len(lists.of("fell")),
            "rose": len(lists.of("rose")),
            "open": len(lists.of("open")),
            "snoozed": len(lists.snoozed),
            "done": len(lists.done),
        }

    @Slot(str, bool)
    def _on_chip_switched(self, key: str, on: bool) -> None:
        del on
        self.choose(key)

    @Slot()
    def _on_list_fold_toggled(self) -> None:
        self._unfolded = not self._unfolded
        self._show()
