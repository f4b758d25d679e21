"""What can be done with a tile: its menu, its form, how it was computed, taking it along.

Not here: what of it changes the board (the page does that).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from healthdesk.core.domain.kept_file import FileBytes
from healthdesk.core.domain.kindred import kindred
from healthdesk.core.domain.wish import Choices
from healthdesk.gui import widgets
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.dashboards import export, how
from healthdesk.gui.pages.dashboards.export import KINDS, Kind, Sheet
from healthdesk.gui.pages.dashboards.how import HowPopover
from healthdesk.gui.pages.dashboards.tile_view import TileView
from healthdesk.gui.panels.option_form import ask_options
from healthdesk.gui.parts.menu import Menu

if TYPE_CHECKING:
    from healthdesk.core.services import files, scope
else:
    files = lazily("healthdesk.core.services.files")
    scope = lazily("healthdesk.core.services.scope")

BOARD_TOOLS: Final = frozenset({"duplicate", "pin", "remove", "alone", "hide"})
AS: Final = "as "
"""Begins the tool that shows a tile as another kind; the key of the kind follows."""
_ALONE: Final = ("Show it alone", "maximize")
_EXPORTS: Final[tuple[tuple[Kind, str, str], ...]] = (
    ("png", "photo", "Export picture (PNG)"),
    ("svg", "file-export", "Export drawing (SVG)"),
    ("csv", "table-export", "Export figures (CSV)"),
)


@dataclass(frozen=True)
class About:
    """What of the board matters to a tile's tools.

    Attributes:
        filters: labels of the filters that narrow it.
        rests: it does not follow what changes.
        board_rests: no card of the board does, so there is nothing to switch for one.
        alone: it is the one card in view.
        editing: the board is being laid out, so all of it is in view.
    """

    filters: tuple[str, ...] = ()
    rests: bool = False
    board_rests: bool = False
    alone: bool = False
    editing: bool = False


class TileTools(QObject):
    """Acts on one tile at a time.

    Signals:
        options_chosen: the id of a tile and its options from now on.
        tool_wanted: the id of a tile, and one of `BOARD_TOOLS`, or "as" and another kind.
        update_wanted: the id of a tile whose figures are wanted anew.
    """

    options_chosen = Signal(str, object)
    tool_wanted = Signal(str, str)
    update_wanted = Signal(str)

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self.menu: Menu | None = None
        self.popover: HowPopover | None = None
        self.fill_along: Callable[[Menu, TileView], None] | None = None
        """Puts what a card can be taken along as into a menu."""
        self._one: TileView | None = None
        self._about = About()

    def press(self, one: TileView, about: About, tool: str) -> None:
        """Do what a tool of a tile says."""
        self._one, self._about = one, about
        if tool in BOARD_TOOLS or tool.startswith(AS):
            self.tool_wanted.emit(one.tile.id, tool)
        elif tool in KINDS:
            self._export(one, tool)
        else:
            act = {
                "menu": self._open_menu,
                "kinds": self._open_kinds,
                "configure": self._configure,
                "update": self._update,
                "table": one.frame.toggle_table,
                "how": self._show_how,
                "pause": self._pause,
                "report": self._copy_report,
            }[tool]
            act()

    def _open_menu(self) -> None:
        one = self._one
        if one is None:
            return
        menu = Menu(self.ui.theme, one.title, one.frame)
        shown = one.frame.state == "body"
        free = not self.ui.looking_back
        self._add(menu, "configure", "Configure", "settings", enabled=one.known and free)
        if kindred(one.tile.kind):
            self._add(menu, "kinds", "Show as another chart", "arrows-left-right", enabled=free)
        self._add(menu, "duplicate", "Duplicate", "copy", enabled=free)
        menu.addSeparator()
        whole = ("Show the whole board", "arrow-left") if self._about.alone else _ALONE
        self._add(menu, "alone", *whole, key="Shift+F11", enabled=not self._about.editing)
        drawn = "Show as drawing" if one.frame.as_table else "Show as table"
        self._add(menu, "table", drawn, "table", key="Ctrl+T", enabled=shown)
        self._add(
            menu, "how", "How was this computed?", "help-circle", enabled=one.wish is not None
        )
        self._add(menu, "update", "Update now", "refresh", enabled=one.known)
        if one.fault is not None:
            self._add(menu, "report", "Copy report of the fault", "clipboard-text")
        menu.addSeparator()
        if shown and self.fill_along is not None:
            self.fill_along(menu, one)
        for kind, icon, words in _EXPORTS:
            self._add(menu, kind, words, icon, enabled=shown)
        menu.addSeparator()
        pause = ("Follow changes", "player-play") if one.paused else ("Pause", "player-pause")
        live = one.known and free and not self._about.board_rests
        self._add(menu, "pause", *pause, enabled=live)
        pin = ("Let it move", "pinned") if one.tile.pinned else ("Pin here", "pin")
        self._add(menu, "hide", "Put away", "eye-off", enabled=free and not self._about.editing)
        self._add(menu, "pin", *pin, enabled=free)
        self._add(menu, "remove", "Remove", "trash", enabled=free)
        self.menu = menu
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(one.frame.menu_place)

    def _open_kinds(self) -> None:
        """Offer the kinds that answer a kindred question, where the tile stands."""
        one = self._one
        if one is None or self.ui.refuses_changes():
            return
        menu = Menu(self.ui.theme, f"Show {one.title} as", one.frame)
        for kind in kindred(one.tile.kind):
            module = widgets.widget(kind)
            if module is not None:
                self._add(menu, f"{AS}{kind}", module.SPEC.title, "arrows-left-right")
        self.menu = menu
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(one.frame.menu_place)

    def _add(
        self, menu: Menu, tool: str, words: str, icon: str, *, key: str = "", enabled: bool = True
    ) -> None:
        menu.add(words, self._on_tool_triggered, icon=icon, key=key, data=tool, enabled=enabled)

    def _update(self) -> None:
        if self._one is not None:
            self.update_wanted.emit(self._one.tile.id)

    def _pause(self) -> None:
        one = self._one
        if one is None:
            return
        options = {key: value for key, value in one.tile.options.items() if key != "live"}
        if not one.paused:
            options["live"] = False
        self.options_chosen.emit(one.tile.id, options)

    def _configure(self) -> None:
        if not self.ui.refuses_changes():
            self.ui.read(scope.choices, then=self._on_choices_read, key="choices")

    def _show_how(self) -> None:
        one = self._one
        if one is None or one.module is None or one.wish is None:
            return
        spec = one.module.SPEC
        told: tuple[str, ...] = ()
        if one.figures is not None:
            told = how.lines(
                spec,
                one.wish,
                one.figures,
                self.ui.words,
                filters=self._about.filters,
                read=one.read_words(),
            )
        if self.popover is not None:
            self.popover.deleteLater()
        window = one.frame.window()
        self.popover = HowPopover(
            self.ui.theme, one.title, spec.named(self.ui.words.bands).how, told, window
        )
        corner = one.frame.mapToGlobal(one.frame.rect().topRight())
        corner.setY(corner.y() + 34)
        self.popover.open_under(corner)

    def _copy_report(self) -> None:
        if self._one is not None and self._one.fault is not None:
            clipboard = QGuiApplication.clipboard()
            clipboard.setText(self._one.fault.report)

    def _export(self, one: TileView, kind: Kind) -> None:
        face = one.frame.face
        if face is None or one.figures is None:
            return
        ask, words = one.figures.ask, self.ui.words
        name = export.file_name(one.title, f"{words.day(ask.day)}", kind)
        path = self.ui.dialogs.save_as(f"Export {one.title}", Path(name), KINDS[kind])
        if path is None:
            return
        if kind == "csv":
            content = export.as_csv(face)
        else:
            make = export.as_png if kind == "png" else export.as_svg
            content = make(face, self._sheet(one), self.ui.theme)
        self.ui.work(files.write, FileBytes(path.name, content), path, then=self._on_written)

    def _sheet(self, one: TileView) -> Sheet:
        if one.figures is None or one.wish is None:
            return Sheet(one.title, "", "")
        ask, words = one.figures.ask, self.ui.words
        named = [name for name in dict.fromkeys((*one.wish.segments, ask.text("segment"))) if name]
        said = [" and ".join(named) or "All accounts", *self._about.filters]
        said.append(f"{words.day(ask.first)} to {words.day(ask.day)}")
        return Sheet(one.title, one.figures.shown.subtitle, " · ".join(said))

    @Slot()
    def _on_tool_triggered(self) -> None:
        data = getattr(self.sender(), "data", None)
        if data is not None and self._one is not None:
            self.press(self._one, self._about, str(data()))

    @Slot(object)
    def _on_choices_read(self, choices: Choices) -> None:
        one = self._one
        if one is None or one.module is None:
            return
        options = ask_options(self.ui, one.module.SPEC, one.tile.options, choices)
        if options is not None and options != dict(one.tile.options):
            self.options_chosen.emit(one.tile.id, options)

    @Slot(object)
    def _on_written(self, path: Path) -> None:
        self.ui.toast(f"Wrote {path.name}", str(path.parent))
