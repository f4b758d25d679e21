"""What can be done with plays from their list: what a new one asks, the menu of one, its switch."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.play import Play
from healthdesk.core.domain.play_view import PlayRow
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.plays.kind import PLAYS
from healthdesk.gui.pages.plays.switching import Switching
from healthdesk.gui.panels.form import Values
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.shelf.acts import ListActs
from healthdesk.gui.parts.menu import Menu


class PlayActs(ListActs):
    """Acts on plays of the list."""

    def __init__(self, ui: Ui, page: QWidget) -> None:
        super().__init__(ui, page, PLAYS)
        self.switching = Switching(ui, self)
        self.row: PlayRow | None = None
        """The one that the menu is of."""

    def offer_more(self, menu: Menu) -> None:
        """A new one can be a copy of the current one, too."""
        if self.row is not None and not self.row.broken:
            menu.add(f"Copy of “{self.row.name}”", self._on_entry, icon="copy", data="duplicate")

    def fields(self, begun: str) -> tuple[Field, ...]:
        """Name and purpose; `begun` is the segment whom it is for."""
        name = Field("name", "Name", required=True, value=begun and f"{begun}: ")
        return name, Field("purpose", "What it is for", "prose", hint="When it is meant to help")

    def made(self, asked: Values, begun: str) -> Play:
        """A play that does nothing yet."""
        return Play(asked["name"], asked["purpose"][:5000], begun)

    # One of them.

    def open_menu(self, row: PlayRow, at: QPoint) -> None:
        """Offer what can be done with a play."""
        self.row, may = row, not self.ui.looking_back
        fine = may and not row.broken
        menu = Menu(self.ui.theme, row.name, self.page)
        switch = "Switch off" if row.on else "Switch on"
        away = "Take out" if row.archived else "Put away"
        for way, text, icon, enabled in (
            ("edit", "Open and rehearse", "pencil", not row.broken),
            ("switch", switch, "player-pause" if row.on else "bolt", fine and not row.archived),
            ("", "", "", False),
            ("duplicate", "Duplicate", "copy", fine),
            ("rename", "Rename", "cursor-text", fine),
            ("export", "Export as document", "file-export", not row.broken),
            ("archive", away, "archive", may),
            ("", "", "", False),
            ("remove", "Remove", "trash", may),
        ):
            if way:
                menu.add(text, self._on_entry, icon=icon, data=way, enabled=enabled)
            else:
                menu.addSeparator()
        menu.popup(at)

    def _on_entry(self) -> None:
        way = str(getattr(self.sender(), "data", str)())
        if self.row is not None and way == "switch":
            self.toggle(self.row)
        elif self.row is not None:
            self.act(way, self.row)

    def toggle(self, row: PlayRow) -> None:
        """Switch it on or off."""
        if row.broken or row.archived:
            return
        if row.on:
            self.switching.switch_off(row.name)
        elif not row.version:
            self.ui.toast(
                f"“{row.name}” is only a draft",
                "Open it, rehearse and save it; then switch it on.",
                "Open it",
                partial(self.added.emit, row.name),
                kind="notice",
            )
        else:
            self.switching.switch_on(row.name)
