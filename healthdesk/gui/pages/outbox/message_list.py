"""The list of messages: groups with their heads, three lines a message, walked by arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from healthdesk.core.domain.outbox_view import GROUP_WORDS, GROUPS, Group, MessageRow
from healthdesk.core.domain.template import title_of
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.composer import standing
from healthdesk.gui.parts.column_painters import write
from healthdesk.gui.parts.row_list import RowList

HEAD, ROW = 30, 68
Where = QModelIndex | QPersistentModelIndex
_PAD, _LINE = 12, 18


@dataclass(frozen=True)
class Head:
    """The head of a group."""

    group: Group
    count: int


Line = Head | MessageRow


def lines_of(rows: Sequence[MessageRow], wanted: str = "") -> list[Line]:
    """Messages whose words hold a text, a head before each group that has any."""
    sought = wanted.casefold().split()
    passing = [one for one in rows if all(word in _haystack(one) for word in sought)]
    out: list[Line] = []
    for group in GROUPS:
        mine = [one for one in passing if one.group == group]
        if mine:
            out += [Head(group, len(mine)), *mine]
    return out


def to_words(row: MessageRow) -> str:
    """To whom a message goes."""
    names = [one.name or one.address for one in row.to]
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return ", ".join(names[:2]) + more if names else "to nobody yet"


class MessageList(RowList):
    """Shows the messages of the outbox.

    Signals:
        chosen: the message that stands in view, None for none.
        drop_requested: Delete on a message.
    """

    chosen = Signal(object)
    drop_requested = Signal(object)

    def __init__(self, ui: Ui) -> None:
        self._quiet = True
        super().__init__(ui.theme, ui.words, "Messages")
        self.ui = ui
        self._quiet = False

    def show_lines(self, lines: Sequence[Line], message: int) -> None:
        """Show other lines; a message stays the current one where it is still there."""
        self._quiet = True
        self.show_rows(lines)
        self._quiet = False
        at = self.place_of(message)
        if at >= 0:
            self._quiet = True
            self.go_to(at)
            self._quiet = False

    def place_of(self, message: int) -> int:
        """The line of a message, -1 where it is not listed."""
        rows = self.rows.rows
        return next((at for at, one in enumerate(rows) if _id(one) == message), -1)

    def go_to(self, line: int) -> None:
        """Make a line the current one, and show it."""
        index = self.rows.index(line)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def high(self, row: Any) -> int:  # noqa: ANN401 - rows are of any kind
        """Heads are low."""
        return HEAD if isinstance(row, Head) else ROW

    def can_enter(self, row: Any) -> bool:  # noqa: ANN401 - rows are of any kind
        """Only messages can be chosen."""
        return isinstance(row, MessageRow)

    def say(self, row: Any) -> str:  # noqa: ANN401 - rows are of any kind
        """A message in words."""
        if isinstance(row, Head):
            return f"{GROUP_WORDS[row.group]}, {self.ui.words.count(row.count, 'message')}"
        told = [row.account_name, to_words(row), row.subject or "no subject", self._when(row)]
        if row.missing and row.open:
            told.append("no value: " + ", ".join(title_of(key) for key in row.missing))
        told.append(standing.foot_words(row))
        return ". ".join(part for part in told if part)

    def ground(self, row: Any, *, hover: bool) -> str:  # noqa: ANN401 - rows are of any kind
        """The one in view is lit."""
        if isinstance(row, Head):
            return "canvas"
        if row is self.current:
            return "selected"
        return "hover" if hover else ""

    def paint_row(self, painter: QPainter, rect: QRect, row: Any) -> None:  # noqa: ANN401
        """Draw a line."""
        if isinstance(row, Head):
            self._paint_head(painter, rect, row)
        elif isinstance(row, MessageRow):
            self._paint_message(painter, rect, row)

    def _paint_head(self, painter: QPainter, rect: QRect, head: Head) -> None:
        room = rect.adjusted(_PAD, 0, -_PAD, 0)
        write(painter, self.ink, room, GROUP_WORDS[head.group], font=self.ink.small_bold)
        count = self.ui.words.number(head.count)
        write(painter, self.ink, room, count, font=self.ink.small_medium, color="text2", right=True)

    def _paint_message(self, painter: QPainter, rect: QRect, row: MessageRow) -> None:
        ink, left = self.ink, rect.left() + _PAD
        wide = rect.width() - 2 * _PAD
        when = self._when(row)
        room = ink.width(when, ink.small) + 1 if when else 0
        first = QRect(left, rect.top() + 7, wide - room - 8, _LINE)
        write(painter, ink, first, row.account_name, font=ink.medium)
        late = row.open and row.days_late > 0
        right = QRect(left + wide - room, first.top(), room, _LINE)
        color = "poor" if late else "text3"
        write(painter, ink, right, when, font=ink.small, color=color, right=True)
        second = QRect(left, first.bottom() + 1, wide, _LINE)
        subject = row.subject or row.opening or ("No subject yet" if row.open else "No words")
        known = bool(row.subject or row.opening)
        write(painter, ink, second, subject, color="text2" if known else "text3")
        third = QRect(left, second.bottom() + 1, wide, _LINE)
        self._paint_foot(painter, third, row)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, ink.color("border"))

    def _paint_foot(self, painter: QPainter, rect: QRect, row: MessageRow) -> None:
        ink = self.ink
        told = standing.foot_words(row)
        if row.missing and row.open:
            told = f"{self.ui.words.count(len(row.missing), 'field')} missing"
        elif row.state == "held":
            told = "Not filled in"
        room = ink.width(told, ink.small_medium) + 1 if told else 0
        right = QRect(rect.right() + 1 - room, rect.top(), room, rect.height())
        write(painter, ink, right, told, font=ink.small_medium, color="notice", right=True)
        rest = QRect(rect.left(), rect.top(), rect.width() - room - (8 if room else 0), _LINE)
        color = "text3" if row.to else "notice"
        write(painter, ink, rest, to_words(row), font=ink.small, color=color)

    def _when(self, row: MessageRow) -> str:
        words = self.ui.words
        if row.state == "queued":
            return ""
        if not row.open:
            day = row.handed_on if row.handed_on is not None else row.made_on
            return words.near_day(day, self.ui.today)
        if row.due is None:
            return ""
        if row.days_late:
            return f"{words.days(row.days_late)} late"
        return "today" if row.due == self.ui.day else words.near_day(row.due, self.ui.today)

    def currentChanged(self, current: Where, previous: Where) -> None:
        """Tell which message stands in view."""
        super().currentChanged(current, previous)
        self.viewport().update()
        row = self.row_at(current.row())
        if not self._quiet and isinstance(row, MessageRow):
            self.chosen.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete drops a message."""
        row = self.current
        if event.key() == Qt.Key.Key_Delete and isinstance(row, MessageRow):
            self.drop_requested.emit(row)
        else:
            super().keyPressEvent(event)


def _id(row: Line) -> int:
    return row.id if isinstance(row, MessageRow) else -1


def _haystack(row: MessageRow) -> str:
    names = " ".join(f"{one.name} {one.address}" for one in row.to)
    return f"{row.account_name} {names} {row.subject} {row.opening} {row.origin}".casefold()
