"""A note of one's own with headings, lists and links, as a widget of dashboards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QSizeF, QUrl
from PySide6.QtGui import QDesktopServices

from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.markdown import Block, parse
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.widget import Ask, Shown, WidgetSpec
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.note_layout import NoteLine, beyond, break_lines, note_drawing
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.rows_face import RowsFace

SPEC = WidgetSpec(
    key="note",
    title="Note",
    summary="Your own words beside the figures.",
    how=(
        "What you wrote under Configure. A line that begins with # is a heading, one with - or 1. "
        "an item, one with > a quotation; **bold**, *emphasis*, `code`, [words](https://...). Only "
        "links to http, https and mailto can be pressed; they open in your browser. Pictures and "
        "HTML stay text, and nothing is loaded. A private note is not shown while presenting."
    ),
    group="Free",
    size=(4, 3),
    limits=Limits(2, 2, 12, 8),
    inside=("notes",),
    topics=frozenset(),
    options=(
        Option("text", "Text", "prose", ""),
        Option("private", "Private: not shown while presenting", "flag", False),
    ),
)
_LINK: Final = "link:"


@dataclass(frozen=True, kw_only=True)
class Note(Shown):
    """The note, line by line."""

    blocks: tuple[Block, ...] = ()


def load(tx: Any, ask: Ask) -> Note:  # noqa: ANN401 - a session of the store
    """Read the note; the desk is not asked."""
    del tx
    if ask.flag("private") and not ask.private:
        return Note(empty="A private note.", remedy="It is shown when you do not present.")
    blocks = parse(ask.text("text"))
    return Note(
        blocks=blocks,
        empty="" if blocks else "Nothing is written here yet.",
        remedy="" if blocks else "Choose Configure and write something.",
    )


class Face(RowsFace):
    """Lines that break where the card ends."""

    shown: Note

    def press(self, key: str, *, add: bool = False) -> None:
        """Open a link outside."""
        if key.startswith(_LINK):
            QDesktopServices.openUrl(QUrl(key.removeprefix(_LINK)))
            return
        super().press(key, add=add)

    def _lines_for(self, wide: float) -> tuple[NoteLine, ...]:
        kit = Kit(self.measure, self.ui.words, self.faded)
        return break_lines(self.shown.blocks, wide, kit)

    def rows_beyond(self, room: QSizeF) -> int:
        """Lines above the last that is in view."""
        return beyond(self._lines_for(room.width()), room.height())

    def lay_out_rows(self, room: QSizeF, first: int) -> Drawing:
        """Lay the lines out."""
        kit = Kit(self.measure, self.ui.words, self.faded)
        return note_drawing(self._lines_for(room.width()), room, kit, first)

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """The note without its manners."""
        return ("Line",), [(block.text,) for block in self.shown.blocks if block.text]
