"""The tab Log: what plays did by themselves, day by day, and the time that saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from healthdesk.core.desk import Tx
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.play_view import LogRow
from healthdesk.core.services import plays
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.plays.waiting_columns import log_columns
from healthdesk.gui.panels.shelf.table_view import TableView
from healthdesk.gui.panels.take_along import TABLE, TakeAlong
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.data_table import DENSE
from healthdesk.gui.parts.segmented import Segmented
from healthdesk.gui.parts.select_button import SelectButton
from healthdesk.gui.parts.taken import Taken, taken_of

WEEK, MONTH = 7, 30
_SPANS: Final = (("7", "Week"), ("30", "Month"), ("90", "90 days"), ("365", "Year"))
_EVERY: Final = "play "
_HOUR: Final = 60
WORDS_OF: Final = (
    ("started", "started"),
    ("suggested", "waiting"),
    ("noted", "noted"),
    ("declined", "declined"),
    ("lapsed", "lapsed"),
    ("passed", "passed over"),
    ("withdrawn", "withdrawn"),
)


@dataclass(frozen=True)
class Logged:
    """What plays did in the span that was asked for, and what a week and a month saved."""

    rows: tuple[LogRow, ...]
    names: tuple[str, ...]
    week: int
    month: int


def read_log(tx: Tx, day: int, days: int, play: str) -> Logged:
    """Read the log of a play, or of all."""
    some = plays.log(tx, day, max(days, MONTH), play or None)

    def saved(span: int) -> int:
        return sum(row.minutes for row in some if row.day > day - span)

    rows = tuple(row for row in some if row.day > day - days)
    return Logged(rows, plays.names(tx, archived=True), saved(WEEK), saved(MONTH))


def saved_words(minutes: int, words: Words) -> str:
    """Minutes as they are spoken of: "25 min", "3 h 20 min"."""
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return f"{words.number(rest)} min"
    return f"{words.number(hours)} h" + (f" {rest} min" if rest else "")


def summary(found: Logged, words: Words) -> str:
    """What was done in the span, and what ran by itself saved."""
    alone = sum(row.state == "started" and row.way == "itself" for row in found.rows)
    counts = {key: sum(row.state == key for row in found.rows) for key, _ in WORDS_OF}
    counts["started"] -= alone
    selves = "itself" if alone == 1 else "themselves"
    parts = [f"{words.number(alone)} ran by {selves}"] if alone else []
    if found.month:
        week, month = saved_words(found.week, words), saved_words(found.month, words)
        parts.append(f"saved about {week} in 7 days, {month} in 30")
    told_of = {**dict(WORDS_OF), "started": "after a yes"}
    parts += [f"{words.number(counts[key])} {told}" for key, told in told_of.items() if counts[key]]
    return " · ".join(parts)


class LogView(TableView):
    """Shows the log.

    Signals:
        play_wanted: the name of a play that is to be opened.
        took: it shows what it read.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.PLAYS, Topic.RUNS, Topic.ACCOUNTS})
    play_wanted = Signal(str)
    took = Signal()
    table: SmallTable
    row_height = DENSE

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent, "Log", "the log")
        self.found: Logged | None = None
        self._play = ""
        self.only = SelectButton(ui.theme, "Play")
        self.only.offer(self._plays, "Find a play")
        self.only.say("All plays", icon="bolt")
        self.only.setFixedWidth(190)
        self.span = Segmented("Time", _SPANS, str(MONTH), free=True)
        self._since: int | None = None
        """The day from which it tells while none of the spans is chosen."""
        self.export = QPushButton("Export")
        ui.theme.bind_icon(self.export, "download", "text2", 14)
        self.maker = TakeAlong(ui, self)
        columns = log_columns(ui.words, ui.day)
        table = SmallTable(ui.theme, "Log of plays", columns, _ident, keeps_current=True)
        column = self.put(table, self.only, self.span, self.export)
        column.addWidget(self.card, 1)
        self.setLayout(column)
        self.only.chosen.connect(self._on_only_chosen)
        self.span.chosen.connect(self._on_span_chosen)
        self.export.clicked.connect(self._on_export_clicked)
        self.table.opened.connect(self._on_table_opened)

    def show_since(self, day: int) -> None:
        """Tell what was from a day on, until another span is chosen."""
        self._since = day
        self._play = ""
        self.only.say("All plays", icon="bolt")
        self.span.set_value("")
        self.reload()

    @property
    def days(self) -> int:
        """Days that it tells of, up to the day in view."""
        if self.span.value:
            return int(self.span.value)
        return MONTH if self._since is None else max(self.ui.day - self._since + 1, 1)

    def reload(self) -> None:
        """Read the log."""
        self.ask(read_log, self.ui.day, self.days, self._play, key="log of plays")

    def _take(self, found: Logged) -> None:
        self.found = found
        words = self.ui.words
        told = summary(found, words)
        since = None if self.span.value else self._since
        if since is not None:
            told = f"Since {words.near_day(since, self.ui.today)}: {told or 'nothing'}"
        self.count.setText(told)
        self.export.setEnabled(bool(found.rows))
        if not found.rows:
            self.card.show_empty(
                "Nothing ran in this time",
                "What plays start, suggest, note or pass over is told here, with the day it was due"
                " and the time it saved.",
                icon="bolt",
            )
            return
        self.card.show_body()
        self.table.set_columns(log_columns(self.ui.words, self.ui.day))
        self.table.show_rows(found.rows)
        self.took.emit()

    def _plays(self) -> Sequence[Option]:
        names = self.found.names if self.found is not None else ()
        every = Option(_EVERY, "All plays", chosen=not self._play)
        return [every, *(Option(f"{_EVERY}{one}", one, chosen=one == self._play) for one in names)]

    def _taken(self) -> Taken:
        return taken_of(self.table)

    @Slot(str)
    def _on_only_chosen(self, key: str) -> None:
        self._play = key.removeprefix(_EVERY)
        self.only.say(self._play or "All plays", icon="bolt")
        self.reload()

    @Slot(str)
    def _on_span_chosen(self, key: str) -> None:
        if not key and self._since is None:
            self.span.set_value(str(MONTH))
        elif key:
            self._since = None
        self.reload()

    @Slot()
    def _on_export_clicked(self) -> None:
        at = self.export.mapToGlobal(QPoint(0, self.export.height() + 2))
        self.maker.offer(at, "Log of plays", self._taken, TABLE)

    @Slot(str)
    def _on_table_opened(self, ident: str) -> None:
        rows = self.found.rows if self.found is not None else ()
        row = next((one for one in rows if _ident(one) == ident), None)
        if row is None:
            return
        if row.run is not None:
            self.ui.open_run(row.run)
        else:
            self.ui.open_account(row.account_id)


def _ident(row: Any) -> str:  # noqa: ANN401 - a row of the table
    return str(row.firing)
