"""The card of data problems: kept apart, for none of them is a change of health; muted rows below.

A few rows of widgets; many are folded.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain.today import TodayItem
from healthdesk.core.domain.today_view import LateFeed, TodayView
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.today import saying
from healthdesk.gui.parts.band import BandBadge
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.plain import PlainLabel

SHOWN, MOST = 4, 60
"""Rows at first, and at most: beyond that the Accounts page is the place."""
KEY = "key"
SUBTITLE = "kept apart: none of these counts as a change of health"


class ProblemsCard(Card):
    """Data problems and what is muted.

    Signals:
        mark_wanted: the key of a row that should be marked as a data problem.
        unmark_wanted: the mark (its row) that should be taken away.
        account_wanted: the id of an account to open.
        import_wanted: files should be imported.
        grown: rows came in at its end that should be in view.
    """

    mark_wanted = Signal(str)
    unmark_wanted = Signal(int)
    account_wanted = Signal(str)
    import_wanted = Signal()
    grown = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui.theme, "Data problems", SUBTITLE, parent, padding=0)
        self.ui = ui
        self._view: TodayView | None = None
        self._all = False
        self._muted_open = False
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self.more = QPushButton()
        self._anchor = QWidget(self)
        """Stands before the rows in the order of the keyboard; never seen."""
        self._anchor.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._anchor.hide()
        self.more.setProperty("kind", "link")
        self.more.clicked.connect(self._on_more_clicked)
        self.muted = QPushButton("Show muted")
        self.muted.setProperty("kind", "link")
        self.muted.clicked.connect(self._on_muted_clicked)
        self._muted_words = PlainLabel("", "small", elide=True)
        self._muted_rows = QVBoxLayout()
        self._muted_rows.setSpacing(0)
        self._muted_foot = self._make_foot()
        self.body.addWidget(self.more)
        self.body.addWidget(self._muted_foot)
        self.body.addLayout(self._muted_rows)
        self.add_line_under_head()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_view(self, view: TodayView) -> None:
        """Show the problems of a day."""
        self._view = view
        self._show()

    @property
    def count(self) -> int:
        """How many problems there are, folded ones among them."""
        view = self._view
        return 0 if view is None else len(view.lists.problems) + len(view.late)

    @property
    def rows(self) -> tuple[ProblemRow, ...]:
        """The rows that are shown, muted ones last."""
        return tuple(self.findChildren(ProblemRow))

    def _show(self) -> None:
        view, foot = self._view, self._muted_foot
        if view is None:
            return
        _clear(self._rows)
        _clear(self._muted_rows)
        problems = view.lists.problems[: MOST if self._all else SHOWN]
        for one in view.late:
            self._add(self._rows, late_row(self.ui, one))
        for item in problems:
            self._add(self._rows, item_row(self.ui, item))
        left = len(view.lists.problems) - len(problems)
        self.more.setVisible(left > 0)
        self.more.setText(f"{self.ui.words.number(left)} more")
        self.more.setEnabled(not self._all)
        if self._all and left > 0:
            self.more.setText(f"{self.ui.words.number(left)} more on the Accounts page")
        muted = view.lists.muted
        foot.setVisible(bool(muted))
        self._muted_words.setText(_muted_words(muted))
        self.muted.setText("Hide muted" if self._muted_open else "Show muted")
        if self._muted_open:
            for item in muted[:MOST]:
                self._add(self._muted_rows, item_row(self.ui, item))
        self._chain()
        self.setVisible(bool(self.count or muted))
        self.set_title("Data problems" if self.count else "Muted", SUBTITLE if self.count else "")

    def _chain(self) -> None:
        """Let the keys go through the rows as they stand, though they were made last."""
        shown = [
            button
            for column in (self._rows, self._muted_rows)
            for row in _widgets(column)
            for button in row.findChildren(QPushButton)
        ]
        apart = sum(len(row.findChildren(QPushButton)) for row in _widgets(self._rows))
        before: QWidget = self._anchor
        for button in (*shown[:apart], self.more, self.muted, *shown[apart:]):
            self.setTabOrder(before, button)
            before = button

    def _add(self, column: QVBoxLayout, row: ProblemRow) -> None:
        row.acted.connect(self._on_row_acted)
        row.opened.connect(self._on_row_opened)
        column.addWidget(row)

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        foot.setFixedHeight(30)
        icon = _Spot(self.ui.theme, "eye-off", "text3", ground="")
        row = QHBoxLayout(foot)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(icon)
        row.addWidget(self._muted_words, 1)
        row.addWidget(self.muted)
        return foot

    @Slot(str, str)
    def _on_row_acted(self, what: str, key: str) -> None:
        if what == "import":
            self.import_wanted.emit()
        elif what == "unmark":
            self.unmark_wanted.emit(int(key))
        else:
            self.mark_wanted.emit(key)

    @Slot(str)
    def _on_row_opened(self, account_id: str) -> None:
        self.account_wanted.emit(account_id)

    @Slot()
    def _on_more_clicked(self) -> None:
        self._all = True
        self._show()

    @Slot()
    def _on_muted_clicked(self) -> None:
        self._muted_open = not self._muted_open
        self._show()
        if self._muted_open:
            self.grown.emit()


class ProblemRow(QWidget):
    """One problem: what it is of, what it says, what to do.

    Signals:
        acted: what to do ("mark", "unmark", "import") and with which key.
        opened: the id of the account to open.
    """

    acted = Signal(str, str)
    opened = Signal(str)

    def __init__(self, ui: Ui, name: str, about: str, text: str, icon: str) -> None:
        super().__init__()
        self.text = text
        self._account = ""
        self.setFixedHeight(60)
        self.setAccessibleName(f"{name}. {text}")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(12, 8, 12, 8)
        self._row.setSpacing(12)
        quiet = icon == "eye-off"
        color, ground = ("text3", "track") if quiet else ("notice", "noticesoft")
        self._row.addWidget(_Spot(ui.theme, icon, color, ground=ground))
        words = QVBoxLayout()
        words.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(8)
        self.name = PlainLabel(name, "strong", elide=True)
        first.addWidget(self.name)
        first.addWidget(PlainLabel(about, "caption", elide=True), 1)
        words.addLayout(first)
        words.addWidget(PlainLabel(text, "second", elide=True))
        self._row.addLayout(words, 1)
        whole.addLayout(self._row, 1)
        whole.addWidget(hline())

    def add_button(self, ui: Ui, text: str, what: str, key: str, icon: str = "") -> QPushButton:
        """Offer something to do."""
        button = QPushButton(text)
        button.setProperty("compact", "true")
        button.setProperty("what", what)
        button.setProperty(KEY, key)
        changes_desk(ui, button)
        if icon:
            ui.theme.bind_icon(button, icon, "text2", 16)
        button.clicked.connect(self._on_button_clicked)
        self._row.addWidget(button)
        return button

    def add_badge(self, ui: Ui, item: TodayItem) -> None:
        """Show the score it rests on, greyed."""
        badge = BandBadge(ui.theme, ui.words)
        said = "\N{EN DASH}" if item.shown_to is None else str(item.shown_to)
        badge.set_badge(item.band_to, said, stale=item.stale)
        self._row.addWidget(badge)

    def lead_to(self, ui: Ui, account_id: str) -> None:
        """Lead to an account."""
        self._account = account_id
        arrow = QPushButton()
        arrow.setProperty("kind", "quiet")
        arrow.setProperty("iconic", "small")
        arrow.setAccessibleName(f"Open {self.name.full_text}")
        ui.theme.bind_icon(arrow, "chevron-right", "text3", 16)
        arrow.clicked.connect(self._on_arrow_clicked)
        self._row.addWidget(arrow)

    @Slot()
    def _on_button_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.acted.emit(str(button.property("what")), str(button.property(KEY)))

    @Slot()
    def _on_arrow_clicked(self) -> None:
        self.opened.emit(self._account)


def item_row(ui: Ui, item: TodayItem) -> ProblemRow:
    """A row of an account."""
    about = saying.money_and_renewal(item, ui.words)
    muted = item.kind == "muted"
    marked = saying.marked(item, ui.words)
    told = f"{item.text.rstrip('.')}. {marked}" if marked else item.text
    row = ProblemRow(ui, item.name, about, told, "eye-off" if muted else "alert-circle")
    if item.mark is not None:
        row.add_button(ui, "Take back", "unmark", str(item.mark.row))
    elif not muted:
        row.add_button(ui, "Mark as data problem", "mark", item.key)
    row.add_badge(ui, item)
    row.lead_to(ui, item.account_id)
    return row


def late_row(ui: Ui, feed: LateFeed) -> ProblemRow:
    """A row of a feed that is late."""
    words = ui.words
    about = words.count(feed.accounts, "account") + " rest on it" if feed.accounts else ""
    told = f"Last data of {words.day(feed.newest)}, {words.days(feed.quiet)} ago: it is late."
    row = ProblemRow(ui, feed.name, about, told, "clock-exclamation")
    row.add_button(ui, "Import file", "import", feed.key, "file-import")
    return row


def _muted_words(muted: tuple[TodayItem, ...]) -> str:
    if not muted:
        return ""
    first = muted[0]
    more = f" and {len(muted) - 1} more" if len(muted) > 1 else ""
    return f"{len(muted)} muted by season: {first.name}{more}. {first.text}"


def _widgets(column: QVBoxLayout) -> tuple[QWidget, ...]:
    items = (column.itemAt(at) for at in range(column.count()))
    widgets = (item.widget() for item in items if item is not None)
    return tuple(widget for widget in widgets if widget is not None)


def _clear(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()  # before it is a window of its own, which would take the keys along
            widget.setParent(None)
            widget.deleteLater()


class _Spot(QWidget):
    """An icon on a round ground."""

    def __init__(self, theme: Theme, icon: str, color: str, *, ground: str) -> None:
        super().__init__()
        self.theme = theme
        self._icon, self._color, self._ground = icon, color, ground
        size = 26 if ground else 14
        self.setFixedSize(size, size)

    def sizeHint(self) -> QSize:
        """As it is."""
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color(self._ground))
            painter.drawEllipse(QRectF(self.rect()))
        size = 16 if self._ground else 14
        at = (self.width() - size) // 2
        picture = self.theme.pixmap(self._icon, self._color, size, self.devicePixelRatioF())
        painter.drawPixmap(at, at, picture)
