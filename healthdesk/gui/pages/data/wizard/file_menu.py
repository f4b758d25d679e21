"""The menu of one file: what it is, whether it takes part, how it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.exchange import TABLES
from healthdesk.core.domain.intake import Proposal
from healthdesk.core.domain.mapping import Reading
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.tables import title_of
from healthdesk.gui.parts.choice_popup import ChoicePopup, Option
from healthdesk.gui.parts.menu import Menu

ENCODINGS = (
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", "Windows, Western Europe"),
    ("cp1250", "Windows, Central Europe"),
    ("cp1251", "Windows, Cyrillic"),
    ("shift_jis", "Japanese (Shift JIS)"),
    ("gb18030", "Chinese (GB 18030)"),
)
DELIMITERS = ((",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Bar"))
TEXT_FORMATS = ("delimited", "")
HEADERS = 5
ENCODING, DELIMITER, HEADER = "encoding|", "delimiter|", "header|"


class FileMenu(QObject):
    """Opens the menu and its popups over a widget.

    Signals:
        changed: another `Proposal` for the same file.
        forgotten: the kept mapping of the file is forgotten; it should be looked at again.
    """

    changed = Signal(object)
    forgotten = Signal()

    def __init__(self, ui: Ui, over: QWidget) -> None:
        super().__init__(over)
        self.ui = ui
        self._proposal: Proposal | None = None
        self._all: tuple[Proposal, ...] = ()
        self._place = QPoint()

    def _window(self) -> QWidget:
        """The widget it opens over; held by Qt alone, or both would never go."""
        return cast("QWidget", self.parent())

    def open(self, proposal: Proposal, everything: Sequence[Proposal], place: QPoint) -> Menu:
        """Open the menu of a file at a place of the screen; `everything` came with it."""
        self._proposal, self._all, self._place = proposal, tuple(everything), place
        menu = Menu(self.ui.theme, f"More about {proposal.raw.name}", self._window())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.add("What it is", icon="table", data="table")
        if proposal.raw.reading.format in TEXT_FORMATS:
            menu.add("How it is read", icon="file-text", data="reading")
        told = "Take it in again" if proposal.left_out else "Leave this file out"
        menu.add(told, icon="eye-off", data="out")
        if proposal.kept:
            menu.addSeparator()
            menu.add("Forget the kept mapping", icon="trash", data="forget")
        menu.triggered.connect(self._on_menu_triggered)
        menu.setMinimumWidth(210)
        menu.popup(QPoint(place.x() - 184, place.y()))
        return menu

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        self.act(str(action.data()))

    def act(self, key: str) -> None:
        """Do what a line of the menu says."""
        # Recognition and readers are heavy; looking at the files has brought them on a thread.
        from healthdesk.core.mapping import recognise  # noqa: PLC0415
        from healthdesk.gui.pages.data.wizard.reading import kept_name  # noqa: PLC0415

        proposal = self._proposal
        if proposal is None:
            return
        if key == "out":
            self.changed.emit(recognise.leave_out(proposal, not proposal.left_out))
        elif key == "table":
            self._offer("What it is", table_options(proposal)).chosen.connect(self._on_table_chosen)
        elif key == "reading":
            self._offer("How it is read", reading_options(proposal.raw.reading)).chosen.connect(
                self._on_reading_chosen
            )
        elif key == "forget":
            self.ui.read(kept_name, proposal, then=self._forget, key="kept")

    def _offer(self, name: str, shown: tuple[Option, ...]) -> ChoicePopup:
        popup = ChoicePopup(self.ui.theme, name, shown, self._window())
        popup.open_under(QPoint(self._place.x() - 254, self._place.y()), 0)
        return popup

    @Slot(str)
    def _on_table_chosen(self, table: str) -> None:
        from healthdesk.core.mapping import recognise  # noqa: PLC0415 - heavy, see above

        if self._proposal is not None:
            self.changed.emit(recognise.set_table(self._proposal, table))

    @Slot(str)
    def _on_reading_chosen(self, key: str) -> None:
        from healthdesk.gui.pages.data.wizard.reading import read_again  # noqa: PLC0415 - heavy

        if self._proposal is not None:
            read = changed_reading(self._proposal.raw.reading, key)
            self.ui.read(
                read_again,
                self._proposal,
                self._all,
                read,
                then=self._take,
                key="again",
                label=f"Reading {self._proposal.raw.name}",
            )

    def _take(self, proposal: Proposal) -> None:
        self.changed.emit(proposal)

    def _forget(self, name: str) -> None:
        from healthdesk.core.services import mappings  # noqa: PLC0415 - brings SQLAlchemy

        if name:
            self.ui.do(mappings.forget, name, then=self._say_forgotten)

    def _say_forgotten(self, answer: object) -> None:
        del answer
        self.forgotten.emit()


def table_options(proposal: Proposal) -> tuple[Option, ...]:
    """Offer every table that a file may feed."""
    fed = proposal.tables
    return tuple(
        Option(table.name, title_of(table.name), chosen=table.name in fed[:1]) for table in TABLES
    )


def reading_options(reading: Reading) -> tuple[Option, ...]:
    """Offer the ways to read a text file, those of now ticked."""
    held = reading.encoding.lower().replace("_", "-").removesuffix("-sig")
    return (
        Option("", "Letters", head=True),
        *(Option(f"{ENCODING}{key}", name, chosen=key == held) for key, name in ENCODINGS),
        Option("", "Between the columns", head=True),
        *(
            Option(f"{DELIMITER}{key}", name, chosen=key == reading.delimiter)
            for key, name in DELIMITERS
        ),
        Option("", "Names of the columns", head=True),
        Option(f"{HEADER}0", "The file has none", chosen=reading.header == 0),
        *(
            Option(f"{HEADER}{line}", f"In line {line}", chosen=reading.header == line)
            for line in range(1, HEADERS + 1)
        ),
    )


def changed_reading(reading: Reading, key: str) -> Reading:
    """Take one of the ways to read; what follows from another guess is guessed anew."""
    if key.startswith(ENCODING):
        return Reading(reading.format, encoding=key.removeprefix(ENCODING))
    if key.startswith(DELIMITER):
        sign = key.removeprefix(DELIMITER)
        return Reading(reading.format, encoding=reading.encoding, delimiter=sign)
    line = int(key.removeprefix(HEADER))
    return Reading(
        reading.format,
        encoding=reading.encoding,
        delimiter=reading.delimiter,
        quote=reading.quote,
        header=line,
    )
