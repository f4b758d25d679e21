"""The card "Playbooks" of Today: messages to write, questions, outcomes to tell, what failed.

What playbooks made tasks of stands among the tasks; here is the rest, a line each. What was told,
or did not work, is put away once it was read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from healthdesk.core.domain.run_today import KINDS, PlayKind, PlayLine, PlaysToday
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.column_painters import write
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.row_list import RowList

SHOWN, MOST = 4, 60
"""Lines of a kind at first, and at most: all of them are on the page of runs or in the outbox."""
ROW, NAME, DAY, PAD = 28, 176, 96, 12
AWAY = 34
"""Room at the end of a line for what puts it away."""
_PUTS_AWAY = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_H)
_ICONS: dict[PlayKind, str] = {"failed": "alert-triangle", "message": "mail", "ask": "forms",
                               "outcome": "star", "notice": "bell"}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of the card: the head of a kind, one of its lines, or what unfolds the others."""

    kind: PlayKind
    text: str
    line: PlayLine | None = None
    folds: bool = False


def lines_of(plays: PlaysToday, unfolded: Collection[str], words: Words) -> tuple[Line, ...]:
    """The lines of the card."""
    out: list[Line] = []
    for kind, title in KINDS.items():
        some = plays.of(kind)
        if not some:
            continue
        shown = some[: MOST if kind in unfolded else SHOWN]
        out.append(Line(kind, f"{title} {words.number(len(some))}"))
        out += [Line(kind, one.text, one) for one in shown]
        left = len(some) - len(shown)
        if kind in unfolded and len(some) > SHOWN:
            more = f"Fewer ({words.number(left)} more among the runs)" if left else "Fewer"
            out.append(Line(kind, more, folds=True))
        elif left:
            out.append(Line(kind, f"{words.number(left)} more", folds=True))
    return tuple(out)


def due_words(line: PlayLine, day: int, words: Words) -> str:
    """When a line is due: "2 days over", "today", of what was told its day."""
    if line.kind in {"failed", "notice"}:
        return "today" if line.due == day else words.near_day(line.due, day)
    return f"{words.days(line.overdue)} over" if line.overdue else "today"


class PlaysList(RowList):
    """Lines, as high as all of them.

    Signals:
        away_wanted: a `PlayLine` that was read, by the cross at its end or by Del or H.
    """

    away_wanted = Signal(object)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words, "What playbooks ask for")
        self.day = 0
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_lines(self, lines: tuple[Line, ...], day: int) -> None:
        """Show other lines."""
        self.day = day
        self.show_rows(lines)
        self.setFixedHeight(max(1, ROW * len(lines)))

    def say(self, row: Line) -> str:
        """All of a line."""
        one = row.line
        if one is None:
            return row.text
        due = due_words(one, self.day, self._words)
        said = f"{one.account_name}: {one.text}, {one.playbook}, {due}"
        return f"{said}. Del puts it away." if one.key else said

    def can_enter(self, row: Line | None) -> bool:
        """Heads are passed over."""
        return row is not None and (row.line is not None or row.folds)

    def paint_row(self, painter: QPainter, rect: QRect, row: Line) -> None:
        """Paint a head, a line or a fold."""
        ink, one = self.ink, row.line
        end = AWAY if one is not None and one.key else PAD
        inside = rect.adjusted(PAD, 0, -end, 0)
        if one is None:
            color = "accent" if row.folds else "text3"
            left = 24 if row.folds else 0
            write(painter, ink, inside.adjusted(left, 0, 0, 0), row.text,
                  font=ink.small if row.folds else ink.small_medium, color=color)  # fmt: skip
            return
        tone = "poor" if row.kind == "failed" else "text2"
        painter.drawPixmap(inside.left(), rect.top() + 7, ink.pixmap(_ICONS[row.kind], tone, 14))
        name = min(NAME, inside.width() // 3)
        at = QRect(inside.left() + 24, rect.top(), name, rect.height())
        write(painter, ink, at, one.account_name, font=ink.medium)
        due = due_words(one, self.day, self._words)
        wide = ink.width(due, ink.small) + 2
        color = "poor" if one.overdue else "text3"
        write(painter, ink, inside, due, font=ink.small, color=color, right=True)
        if one.key:
            away = ink.pixmap("x", "text3", 14)
            painter.drawPixmap(inside.right() + 11, rect.top() + 7, away)
        left = at.right() + 10
        room = QRect(left, rect.top(), inside.right() - wide - 10 - left, rect.height())
        self._write_text(painter, room, one)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press at the end of a line puts it away; elsewhere it is opened."""
        at = event.position().toPoint()
        row = self.row_at(self.indexAt(at).row())
        one = row.line if row is not None else None
        if one is not None and one.key and at.x() >= self.viewport().width() - AWAY:
            self.away_wanted.emit(one)
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del and H put a line away."""
        one = self.current.line if self.current is not None else None
        if event.key() in _PUTS_AWAY and not event.modifiers() and one is not None and one.key:
            self.away_wanted.emit(one)
        else:
            super().keyPressEvent(event)

    def _write_text(self, painter: QPainter, room: QRect, one: PlayLine) -> None:
        ink = self.ink
        told, aside = one.text, f" \N{MIDDLE DOT} {one.playbook}"
        if one.kind == "outcome":
            told, aside = one.playbook, f" \N{MIDDLE DOT} {one.text}"
        wide = min(ink.width(told, ink.body) + 1, room.width())
        write(painter, ink, QRect(room.left(), room.top(), wide, room.height()), told)
        rest = room.adjusted(wide, 0, 0, 0)
        if rest.width() > 48:
            write(painter, ink, rest, aside, color="text3")


class FailedBanner(QFrame):
    """Says that a step did not work, and leads to it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("ground", "poor")
        picture = QLabel()
        picture.setFixedSize(16, 16)
        theme.bind_icon(picture, "alert-triangle", "poor", 16)
        self.words = PlainLabel("", elide=True)
        self.show_it = QPushButton("Show it")
        self.show_it.setProperty("kind", "link")
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, 6, PAD, 6)
        row.setSpacing(8)
        row.addWidget(picture)
        row.addWidget(self.words, 1)
        row.addWidget(self.show_it)

    def say(self, failed: tuple[PlayLine, ...]) -> None:
        """Say what failed; nothing leaves the banner away."""
        self.setVisible(bool(failed))
        if failed:
            first = failed[0]
            more = f", and {len(failed) - 1} more" if len(failed) > 1 else ""
            self.words.setText(f"A playbook step did not work: {first.account_name},"
                               f" {first.text}{more}")  # fmt: skip


class PlaysCard(Card):
    """What playbooks ask of a person today.

    Signals:
        line_wanted: a `PlayLine` whose place should be opened.
    """

    line_wanted = Signal(object)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui.theme, "Playbooks", "", parent, padding=0)
        self.ui = ui
        self.plays: PlaysToday | None = None
        self._unfolded: set[str] = set()
        self.banner = FailedBanner(ui.theme)
        self.list = PlaysList(ui.theme, ui.words)
        self.every = QPushButton()
        self.every.setProperty("kind", "quiet")
        self.every.setProperty("iconic", "small")
        self.every.setAccessibleName("All runs of playbooks")
        self.every.setToolTip("All runs of playbooks")
        ui.theme.bind_icon(self.every, "list-check", "text2", 16)
        self.add_tool(self.every)
        self.body.setContentsMargins(0, 0, 0, 6)
        self.body.setSpacing(0)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.list)
        self.add_line_under_head()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.list.entered_row.connect(self._on_list_entered_row)
        self.list.away_wanted.connect(self._on_list_away_wanted)
        self.banner.show_it.clicked.connect(self._on_banner_show_it_clicked)
        self.every.clicked.connect(self._on_every_clicked)
        self.hide()

    def show_plays(self, plays: PlaysToday) -> None:
        """Show those of a day; where there are none, the card is not there."""
        self.plays = plays
        self._show()

    def _show(self) -> None:
        plays = self.plays
        if plays is None:
            return
        late = sum(one.overdue > 0 for one in plays.lines)
        due = sum(one.kind in {"message", "ask", "outcome"} for one in plays.lines) - late
        told = [f"{late} overdue"] if late else []
        told += [f"{due} today"] if due else []
        self.set_subtitle(", ".join(told))
        self.banner.say(plays.of("failed"))
        self.list.show_lines(lines_of(plays, self._unfolded, self.ui.words), plays.day)
        self.setVisible(bool(plays.lines))

    @Slot(object)
    def _on_list_entered_row(self, line: Line) -> None:
        if line.line is not None:
            self.line_wanted.emit(line.line)
        elif line.folds:
            self._unfolded ^= {line.kind}
            self._show()

    @Slot(object)
    def _on_list_away_wanted(self, line: PlayLine) -> None:
        # Brings all that takes data in, which the first page does not wait for.
        from healthdesk.core.services import today_marks  # noqa: PLC0415

        self.ui.do(today_marks.put_away, line.key, line.account_id, then=self._on_away)

    @Slot(object)
    def _on_away(self, mark: object) -> None:
        del mark
        self.ui.toast("Put away", "It stands in its run.", "Undo", self.ui.undo)

    @Slot()
    def _on_banner_show_it_clicked(self) -> None:
        failed = self.plays.of("failed") if self.plays is not None else ()
        if failed:
            self.line_wanted.emit(failed[0])

    @Slot()
    def _on_every_clicked(self) -> None:
        self.ui.open_run(-1)
