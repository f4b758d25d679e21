"""Opens the command palette with what can be found now, and does what is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from healthdesk.core.domain.change import Change, Topic
from healthdesk.gui.shell import actions
from healthdesk.gui.shell.palette import Entry, Palette

if TYPE_CHECKING:
    from healthdesk.gui.shell.main_window import MainWindow


class Finder(QObject):
    """Knows the names of all accounts of the desk."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._ui = window.ui
        self._names: tuple[tuple[str, str], ...] = ()
        self._boards: tuple[tuple[int, str], ...] = ()
        self.palette = Palette(window.ui.theme, window)
        self.palette.chosen.connect(self._on_palette_chosen)
        self._ui.desk_changed.connect(self._on_ui_desk_changed)
        self._ui.changed.connect(self._on_ui_changed)

    @property
    def accounts(self) -> tuple[str, ...]:
        """The ids of all accounts, by name."""
        return tuple(key for key, _name in self._names)

    def open(self) -> None:
        """Offer every action and every account."""
        found = [Entry("account", key, name, "buildings", key) for key, name in self._names]
        boards = [
            Entry("board", str(row), f"Go to board {name}", "layout-dashboard")
            for row, name in self._boards
        ]
        self.palette.open((*actions.entries(self._window), *boards, *found))

    def _read(self) -> None:
        if self._ui.desk is not None:
            # Brings the services, which the first paint does not wait for.
            from healthdesk.gui.shell import reads  # noqa: PLC0415

            day = self._ui.today
            self._ui.read(reads.account_names, day, then=self._on_names_read, key="names")

    def _read_boards(self) -> None:
        if self._ui.desk is not None:
            # As above.
            from healthdesk.gui.shell import reads  # noqa: PLC0415

            self._ui.read(reads.board_names, then=self._on_boards_read, key="boards", patient=True)

    @Slot(object)
    def _on_boards_read(self, names: tuple[tuple[int, str], ...]) -> None:
        self._boards = names

    @Slot(object)
    def _on_names_read(self, names: tuple[tuple[str, str], ...]) -> None:
        self._names = names

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        self._names = ()
        self._boards = ()
        self._read()
        self._read_boards()

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        if Topic.ACCOUNTS in change.topics:
            self._read()
        if Topic.BOARDS in change.topics:
            self._read_boards()

    @Slot(object)
    def _on_palette_chosen(self, entry: Entry) -> None:
        if entry.kind == "account":
            self._ui.open_account(entry.key)
        elif entry.kind == "board":
            self._window.show_page("dashboards")
            self._window.pages.dashboards().want_row(int(entry.key))
        else:
            actions.run(actions.act_of(entry.key), self._window)
