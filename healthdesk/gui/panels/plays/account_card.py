"""The card "Plays" of an account: what waits for a yes, what fired here, why each does or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.firing import FiringRow
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.ui import PlayWish, Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.plays.answering import Answering
from healthdesk.gui.panels.plays.suggested_row import SuggestedRow
from healthdesk.gui.panels.plays.told_list import ToldList, told_words
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.column_painters import write
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.row_list import RowList

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.services.play_why import Why

FEW: Final = 4
_ROW, _DAY, _PAD = 26, 76, 12
_WHY, _FOLD = "Why no play here?", "Fold"


@dataclass(frozen=True)
class Here:
    """What plays did at an account by a day; how many are switched on."""

    account_id: str
    waiting: tuple[FiringRow, ...]
    rows: tuple[FiringRow, ...]
    on: int


def read_here(tx: Tx, account_id: str, day: int) -> Here:
    """Read what plays did at an account."""
    from healthdesk.core.services import play_reading, play_rows  # noqa: PLC0415 - see the page

    some = tuple(one for one in play_reading.firings(tx, account=account_id) if one.day <= day)
    waiting = tuple(one for one in some if one.state == "suggested")
    rest = tuple(one for one in some if one.state != "suggested")
    return Here(account_id, waiting, rest, len(play_rows.watched(tx)))


def read_whys(tx: Tx, account_id: str, day: int) -> tuple[tuple[str, Why], ...]:
    """Read of every play that is switched on why it fires here, or why not."""
    from healthdesk.core.services import play_why  # noqa: PLC0415 - see the page

    return play_why.every(tx, account_id, day)


class FiredList(RowList):
    """Firings, as high as all of them."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words, "What plays did here")
        self.day = 0

    def show_firings(self, rows: tuple[FiringRow, ...], day: int) -> None:
        """Show others."""
        self.day = day
        self.show_rows(rows)
        self.setFixedHeight(max(1, _ROW * len(rows)))

    def high(self, row: FiringRow) -> int:
        """All are as high."""
        del row
        return _ROW

    def say(self, row: FiringRow) -> str:
        """All of a firing."""
        why = f" ({row.why})" if row.why else ""
        because = told_words(row.because)
        day = self._words.day(row.day)
        return f"{day}: {row.play} {row.told}{why}" + (f". {because}" if because else "")

    def paint_row(self, painter: QPainter, rect: QRect, row: FiringRow) -> None:
        """Day, play, and what became of it."""
        ink = self.ink
        inside = rect.adjusted(_PAD, 0, -_PAD, 0)
        day = self._words.near_day(row.day, self.day)
        write(painter, ink, inside, day, font=ink.small, color="text3")
        left = inside.adjusted(_DAY, 0, 0, 0)
        wide = min(ink.width(row.play, ink.medium) + 2, left.width() * 6 // 10)
        name = QRect(left.left(), left.top(), wide, left.height())
        write(painter, ink, name, row.play, font=ink.medium)
        write(painter, ink, left.adjusted(wide + 8, 0, 0, 0), row.told, color="text2")


class PlaysHere(LiveView):
    """Plays at one account."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.PLAYS, Topic.RUNS, Topic.FACTS})
    unfolded = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.account_id = ""
        self.found: Here | None = None
        self._all = self._asked = False
        self.answering = Answering(ui, self)
        self.card = Card(ui.theme, "Plays", padding=0)
        self.why = QPushButton(_WHY)
        self.why.setProperty("kind", "quiet")
        self.why.setProperty("compact", "true")
        ui.theme.bind_icon(self.why, "help-circle", "text2", 14)
        self.card.add_tool(self.why)
        self.hint = PlainLabel("", "caption", wrap=True)
        self.hint.setContentsMargins(_PAD, 0, _PAD, 6)
        self.fired = FiredList(ui.theme, ui.words)
        self.rest = QPushButton()
        self.rest.setProperty("kind", "link")
        self.waiting: list[SuggestedRow] = []
        self.whys: list[WhyRow] = []
        self._top, self._below = QVBoxLayout(), QVBoxLayout()
        self._top.setContentsMargins(_PAD, 0, 8, 0)
        self._below.setContentsMargins(_PAD, 4, _PAD, 4)
        body = self.card.body
        body.setContentsMargins(0, 0, 0, 4)
        body.setSpacing(0)
        body.addWidget(self.hint)
        body.addLayout(self._top)
        body.addWidget(self.fired)
        body.addWidget(self.rest)
        body.addLayout(self._below)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.card)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.why.clicked.connect(self._on_why_clicked)
        self.rest.clicked.connect(self._on_rest_clicked)
        self.fired.entered_row.connect(self._on_fired_entered)

    def show_account(self, account_id: str) -> None:
        """Show what plays did at an account."""
        if account_id != self.account_id:
            self.account_id, self.found, self._all = account_id, None, False
            self._fold_whys()
        self.refresh()

    def reload(self) -> None:
        """Read it."""
        if self.account_id and self.ui.desk is not None:
            asked = (read_here, self.account_id, self.ui.day)
            self.ui.read(*asked, then=self._take, failed=self._fail, key="plays here")
            if self._asked:
                self._read_whys()

    def _take(self, found: Here) -> None:
        if found.account_id != self.account_id:
            return
        self.found = found
        words = self.ui.words
        for row in self.waiting:
            self._top.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.waiting = [
            SuggestedRow(self.ui, one, self.answering, here=True) for one in found.waiting
        ]
        for row in self.waiting:
            self._top.addWidget(row)
        shown = found.rows if self._all else found.rows[:FEW]
        self.fired.show_firings(shown, self.ui.today)
        self.fired.setVisible(bool(shown))
        left = len(found.rows) - len(shown)
        self.rest.setText(f"{words.number(left)} more")
        self.rest.setVisible(left > 0)
        told = f"{words.number(len(found.waiting))} waiting for a yes" if found.waiting else ""
        self.card.set_subtitle(told)
        self.hint.setText(self._hint(found))
        self.hint.setVisible(not found.waiting and not found.rows)
        self.why.setVisible(bool(found.on))
        self.card.show_body()

    def _hint(self, found: Here) -> str:
        if not found.on:
            return "No play is switched on."
        return f"{self.ui.words.count(found.on, 'play')} switched on; none has fired here."

    def _fail(self, error: Exception) -> None:
        told = error.sentence if isinstance(error, DeskError) else "Your desk is untouched."
        self.card.show_error("The plays could not be read", told)

    # Why.

    def _read_whys(self) -> None:
        asked = (read_whys, self.account_id, self.ui.day)
        self.ui.read(*asked, then=self._take_whys, failed=self._fail, key="why plays here")

    def _take_whys(self, some: tuple[tuple[str, Why], ...]) -> None:
        self._clear_whys()
        for name, why in some:
            row = WhyRow(self.ui, name, why)
            self.whys.append(row)
            self._below.addWidget(row)
        self.why.setText(_FOLD)
        self.unfolded.emit()

    def _clear_whys(self) -> None:
        for row in self.whys:
            self._below.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.whys = []

    def _fold_whys(self) -> None:
        self._asked = False
        self._clear_whys()
        self.why.setText(_WHY)

    @Slot()
    def _on_why_clicked(self) -> None:
        if self._asked:
            self._fold_whys()
        else:
            self._asked = True
            self._read_whys()

    @Slot()
    def _on_rest_clicked(self) -> None:
        self._all = True
        if self.found is not None:
            self._take(self.found)

    @Slot(object)
    def _on_fired_entered(self, row: FiringRow) -> None:
        if row.run is not None:
            self.ui.open_run(row.run)
        else:
            self.ui.open_plays(PlayWish(name=row.play))


class WhyRow(QWidget):
    """A play: whether it fires here and why, its lines unfolded by a press."""

    def __init__(self, ui: Ui, name: str, why: Why) -> None:
        super().__init__()
        self.play = name
        self.name = QPushButton(name.replace("&", "&&"))
        self.name.setProperty("kind", "link")
        self.name.setAccessibleName(f"{name}: all of why")
        ui.theme.bind_icon(self.name, "bolt" if why.fires else "minus", "text3", 14)
        self.sentence = PlainLabel(why.sentence, "small", wrap=True)
        self.lines = ToldList(ui.theme)
        self.lines.show_lines((*why.lines, *why.brakes))
        self.lines.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 2, 0, 6)
        rows.setSpacing(2)
        rows.addWidget(self.name)
        self.sentence.setContentsMargins(24, 0, 0, 0)
        self.lines.setContentsMargins(24, 4, 0, 0)
        rows.addWidget(self.sentence)
        rows.addWidget(self.lines)
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.name.clicked.connect(self._on_name_clicked)

    @Slot()
    def _on_name_clicked(self) -> None:
        self.lines.setVisible(self.lines.isHidden())
