"""The two-way balance: touches received and sent month by month, as bars from the middle."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from healthdesk.core.domain.people import WINDOW, Cell
from healthdesk.core.domain.people_view import PeopleView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.panels.people import figures
from healthdesk.gui.panels.people.keyed import KeyedPart
from healthdesk.gui.parts.drawing import Drawing, Fill, Measure, Sheet, Spot, Text, fitted
from healthdesk.gui.parts.plot_table import TableSwitch

_HEAD, _ROW, _BAR = 22.0, 18.0, 11.0
_MIDDLE = 28.0
_NUMBER = 22.0


def lay_out(view: PeopleView, width: float, measure: Measure, words: Words) -> Drawing:
    """A row a month: what came to the left, what went to the right."""
    sheet = Sheet()
    middle = width / 2
    left, right = middle - _MIDDLE / 2, middle + _MIDDLE / 2
    room = max(left - _NUMBER - 4, 10.0)
    most = max(max(one.received, one.sent) for one in view.totals) or 1
    head = QRectF(0, 0, left, _HEAD)
    sheet.texts.append(Text(head, "received", "s2", "small", 500, "right"))
    sheet.texts.append(Text(QRectF(right, 0, left, _HEAD), "sent", "s1", "small", 500))
    for number, cell in enumerate(view.totals):
        top = _HEAD + number * _ROW
        month = QRectF(left, top, _MIDDLE, _ROW)
        sheet.texts.append(Text(month, words.month(cell.month), "text2", "small", align="center"))
        if not cell.count:
            late = cell.state == "hole"
            beside = QRectF(right + 6, top, room, _ROW)
            color, weight = ("notice", 600) if late else ("text3", 400)
            told = DASH if cell.state == "before" else figures.none_words(cell)
            text = fitted(beside, told, measure, color, "small", weight=weight)
            sheet.texts.append(text)
        _bars(sheet, cell, (left, right, top), room / most, words)
        counted = figures.counts(cell, words) if cell.count else figures.none_words(cell)
        told = f"{words.month(cell.month, year=True)}: {counted}"
        sheet.spots.append(Spot(QRectF(0, top, width, _ROW), f"month:{number}", told))
    return sheet.done(width, _HEAD + _ROW * len(view.totals) + 4)


def _bars(
    sheet: Sheet, cell: Cell, place: tuple[float, float, float], scale: float, words: Words
) -> None:
    left, right, top = place
    bar = top + (_ROW - _BAR) / 2
    if cell.received:
        wide = cell.received * scale
        sheet.fills.append(Fill(QRectF(left - wide, bar, wide, _BAR), "s2"))
        rect = QRectF(left - wide - _NUMBER - 6, top, _NUMBER, _ROW)
        number = Text(rect, words.number(cell.received), "text2", "small", align="right")
        sheet.texts.append(number)
    if cell.sent:
        wide = cell.sent * scale
        sheet.fills.append(Fill(QRectF(right, bar, wide, _BAR), "h3"))
        rect = QRectF(right + wide + 6, top, _NUMBER, _ROW)
        sheet.texts.append(Text(rect, words.number(cell.sent), "text2", "small"))


def table(view: PeopleView, words: Words) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The same as figures."""
    head = ("Month", "Received", "Sent", "No direction")
    lines = tuple(
        (
            words.month(cell.month, year=True),
            *(
                DASH if cell.state == "before" else words.number(one)
                for one in (cell.received, cell.sent, cell.unsaid)
            ),
        )
        for cell in view.totals
    )
    return head, lines


def note(view: PeopleView, words: Words) -> str:
    """How much of what we sent was answered soon."""
    found = view.replies
    if not found.sent:
        return f"No mail or message sent in {WINDOW} days that could have an answer by now."
    answered = f"{words.number(found.answered)} of {words.number(found.sent)}"
    return f"Answered within 14 days: {answered} sent in {WINDOW} days."


class _Bars(KeyedPart):
    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "Two-way balance by month")
        self.words = words
        self.view: PeopleView | None = None

    def lay_out(self, width: float) -> Drawing:
        if self.view is None:
            return Drawing(width, 0)
        return lay_out(self.view, width, self.measure, self.words)


class BalanceChart(QWidget):
    """The bars; `Ctrl+T` shows them as a table.

    Signals:
        month_chosen: the number of a month that was pressed.
    """

    month_chosen = Signal(int)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words = words
        self.bars = _Bars(theme, words)
        drawn = QWidget()
        column = QVBoxLayout(drawn)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bars)
        drawn.setFocusProxy(self.bars)
        self.switch = TableSwitch("Two-way balance by month", drawn)
        self.switch.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.switch)
        self.bars.spot_clicked.connect(self._on_spot_clicked)

    def show_view(self, view: PeopleView) -> None:
        """Show an account's months."""
        self.bars.view = view
        self.bars.refresh()
        self.switch.set_lines(*table(view, self._words))

    @Slot(str)
    def _on_spot_clicked(self, key: str) -> None:
        self.month_chosen.emit(int(key.split(":")[1]))
