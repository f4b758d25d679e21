"""The bar at the top of every page: desk, as-of day, segment, search, state of the data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from healthdesk.core.domain.change import Change, Topic
from healthdesk.gui.base.ui import DeskWish, Ui
from healthdesk.gui.parts.calendar import Calendar
from healthdesk.gui.parts.card import hline
from healthdesk.gui.parts.menu import Menu
from healthdesk.gui.parts.plain import PlainLabel, plain_tip
from healthdesk.gui.shell.bar_button import BarButton, Piece
from healthdesk.gui.shell.filter_strip import FilterStrip

if TYPE_CHECKING:
    from healthdesk.gui.shell.reads import Frame

HIGH, BAND = 48, 36
LEVELS = 4
"""Ways to say it: all; the late without the newest day; without labels; today without its day."""
ALL = "All my accounts"
FRAME_TOPICS = frozenset(
    {Topic.ACCOUNTS, Topic.FACTS, Topic.SEGMENTS, Topic.SETTINGS, Topic.SCORES}
)


class TopBar(QFrame):
    """What is looked at: which desk, on which day, which accounts.

    Signals:
        search_requested: the search field was pressed.
        act_requested: the key of an act of the desk menu.
        late_found: how many sources are late.
    """

    search_requested = Signal()
    act_requested = Signal(str)
    late_found = Signal(int)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._frame: Frame | None = None
        self._counts: dict[str, int] = {}
        self._level = 0
        self._fitted = 0
        self.setFixedHeight(HIGH)
        self.setProperty("ground", "surface")
        self.setAccessibleName("What is shown")
        theme = ui.theme
        self.desk = BarButton(theme, "folder")
        self.day = BarButton(theme, "calendar")
        self.segment = BarButton(theme, "filter")
        self.filters = FilterStrip(theme, ui.filters)
        self.search = BarButton(theme, "search", opens=False, key="Ctrl K")
        self.search.set_shape("search")
        self.search.set_pieces(Piece("Find or do anything", "text3", 400))
        self.search.setAccessibleName("Find or do anything, Ctrl K")
        self.data = BarButton(theme, "clock-exclamation", opens=False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 0, 16, 1)
        layout.setSpacing(8)
        layout.addWidget(self.desk)
        line = hline("v")
        line.setFixedHeight(20)
        layout.addWidget(line)
        layout.addWidget(self.day)
        layout.addWidget(self.segment)
        layout.addWidget(self.filters, 1)
        layout.addWidget(self.search)
        layout.addWidget(self.data)
        self._calendar = Calendar(theme, ui.words, self)
        self._calendar.picked.connect(self._on_calendar_picked)
        self._connect()
        self._show()

    def _connect(self) -> None:
        self.desk.clicked.connect(self._on_desk_clicked)
        self.day.clicked.connect(self._on_day_clicked)
        self.segment.clicked.connect(self._on_segment_clicked)
        self.search.clicked.connect(self._on_search_clicked)
        self.data.clicked.connect(self._on_data_clicked)
        self.ui.desk_changed.connect(self._on_ui_desk_changed)
        self.ui.view_changed.connect(self._on_ui_view_changed)
        self.ui.changed.connect(self._on_ui_changed)
        self.ui.filters.changed.connect(self._on_ui_filters_changed)

    def reload(self) -> None:
        """Read the desk at a glance again."""
        if self.ui.desk is None:
            return
        from healthdesk.gui.shell import reads  # noqa: PLC0415 - brings the services, see there

        day = self.ui.day
        # The page in view goes first, and has read by then most of what is asked for here.
        self.ui.read(reads.frame, day, then=self._on_frame_read, key="frame", patient=True)
        self.ui.read(
            reads.segment_counts, day, then=self._on_counts_read, key="counts", patient=True
        )

    def show_name(self) -> None:
        """Say again which desk is open, or is being opened."""
        self._show()

    def open_calendar(self) -> None:
        """Let the user choose the day."""
        self._calendar.open_under(self.day, self.ui.day, self.ui.today, self.ui.today)

    def open_segments(self) -> None:
        """Let the user choose a segment."""
        names = self._frame.segments if self._frame is not None else ()
        menu = Menu(self.ui.theme, "Segment", self)
        chosen = self.ui.segment
        self._add_segment(menu, None, ALL, self._counts.get(""), checked=chosen is None)
        if names:
            menu.addSeparator()
        for name in names:
            self._add_segment(menu, name, name, self._counts.get(name), checked=chosen == name)
        menu.popup_under(self.segment)

    def open_desks(self) -> None:
        """Let the user go to another desk."""
        menu = Menu(self.ui.theme, "Desk", self)
        here = self.ui.desk.path if self.ui.desk is not None else None
        others = [path for path in self.ui.prefs.recent_desks() if path != here]
        for path in others:
            action = menu.add(path.stem, self._on_recent_triggered, icon="folder", data=str(path))
            action.setToolTip(plain_tip(str(path)))
        if others:
            menu.addSeparator()
        if self.ui.desk is not None and not self.ui.looking_back:
            menu.add(
                "New account",
                self._on_act_triggered,
                icon="plus",
                key="Ctrl+Alt+N",
                data="new-account",
            )
            menu.addSeparator()
        for key, text, icon, shortcut in (
            ("open-desk", "Open a desk", "folder-open", "Ctrl+O"),
            ("new-desk", "New desk", "square-plus", "Ctrl+N"),
            ("sample-desk", "Sample desk", "plane-departure", ""),
            ("backup", "Back up now", "copy", ""),
        ):
            menu.add(text, self._on_act_triggered, icon=icon, key=shortcut, data=key)
        menu.popup_under(self.desk)

    def _add_segment(
        self, menu: Menu, name: str | None, text: str, count: int | None, *, checked: bool
    ) -> None:
        words = text if count is None else f"{text}\t{self.ui.words.number(count)}"
        data = name or ""
        menu.add(words, self._on_segment_triggered, data=data, checked=checked)

    def _show(self) -> None:
        """Say as much as there is room for."""
        for level in range(LEVELS):
            self._level = level
            self._say_all()
            if self._needed() <= self.width():
                return

    def _needed(self) -> int:
        """The width at which nothing is cut."""
        shown = (self.desk, self.day, self.segment, self.search)
        buttons = (*shown, self.data) if self._frame is not None else shown
        wide = sum(button.sizeHint().width() for button in buttons)
        return wide + 8 * len(buttons) + 40 + self.filters.wanted

    def _say_all(self) -> None:
        ui = self.ui
        late = self._frame.summary.late if self._frame is not None else ()
        path = ui.desk.path if ui.desk is not None else ui.opening or Path("No desk")
        name = (self._frame.summary.name if self._frame is not None else "") or path.stem
        self.desk.set_pieces(Piece(name, "text", 600))
        day = ui.words.day(ui.day)
        today = "today" if self._level > 2 else f"today, {day}"
        self._say(self.day, "As of", Piece(day if ui.looking_back else today))
        self.day.setToolTip(plain_tip(f"As of {day}"))
        self._show_segment()
        newest = self._frame.summary.newest_day if self._frame is not None else None
        known = self._frame is not None
        self.data.setVisible(known)
        text = "No data yet"
        if newest is not None:
            text = f"Data to {ui.words.near_day(newest, ui.today)}"
        summary = self._frame.summary if self._frame is not None else None
        packs = summary.packs if summary is not None else ()
        self.data.setToolTip(plain_tip("\n".join((text, *late, *packs))))
        if summary is not None and summary.pack_day is not None:
            text = f"Of the pack of {ui.words.near_day(summary.pack_day, ui.today)}"
        if late:
            told = f"{ui.words.count(len(late), 'source')} late"
            text = told if self._level > 0 else f"{text} · {told}"
        self.data.set_shape("notice" if late else "bar")
        tone, icon = ("notice", "clock-exclamation") if late else ("text2", "database")
        self.data.set_pieces(Piece(text, tone, 500), icon=icon, icon_color=tone)

    def _show_segment(self) -> None:
        name = self.ui.segment
        count = self._counts.get(name or "")
        pieces = [Piece(name or ALL)]
        if count is not None:
            pieces.append(Piece(self.ui.words.number(count), "text3", 400))
        self._say(self.segment, "Segment", *pieces)

    def _say(self, button: BarButton, label: str, *pieces: Piece) -> None:
        """Show what is chosen, after what it is where there is room for that."""
        head = () if self._level > 1 else (Piece(label, "text2", 400),)
        button.set_pieces(*head, *pieces)
        button.setAccessibleName(" ".join((label, *(piece.text for piece in pieces))))

    @Slot(object)
    def _on_frame_read(self, frame: Frame) -> None:
        self._frame = frame
        self._show()
        self.late_found.emit(len(frame.summary.late))

    @Slot(object)
    def _on_counts_read(self, counts: dict[str, int]) -> None:
        self._counts = counts
        self._show()

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        self._frame = None
        self._counts = {}
        self._show()
        self.reload()

    @Slot()
    def _on_ui_view_changed(self) -> None:
        self._show()
        self.reload()

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        if change.topics & FRAME_TOPICS:
            self.reload()

    @Slot()
    def _on_ui_filters_changed(self) -> None:
        self._show()

    @Slot()
    def _on_desk_clicked(self) -> None:
        self.open_desks()

    @Slot()
    def _on_day_clicked(self) -> None:
        self.open_calendar()

    @Slot()
    def _on_segment_clicked(self) -> None:
        self.open_segments()

    @Slot()
    def _on_search_clicked(self) -> None:
        self.search_requested.emit()

    @Slot()
    def _on_data_clicked(self) -> None:
        self.ui.open_page("data")

    @Slot(int)
    def _on_calendar_picked(self, day: int) -> None:
        self.ui.set_day(day)

    @Slot()
    def _on_segment_triggered(self) -> None:
        self.ui.set_segment(_data_of(self.sender()) or None)

    @Slot()
    def _on_recent_triggered(self) -> None:
        self.ui.wish_desk(DeskWish("open", Path(_data_of(self.sender()))))

    @Slot()
    def _on_act_triggered(self) -> None:
        self.act_requested.emit(_data_of(self.sender()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is less room."""
        super().resizeEvent(event)
        if self.width() != self._fitted:
            self._fitted = self.width()
            self._show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the line below."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.ui.theme.color("surface"))
        painter.fillRect(0, HIGH - 1, self.width(), 1, self.ui.theme.color("border"))


class LookingBack(QFrame):
    """The band that says that another day is shown, and leads back."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        self.setFixedHeight(BAND)
        self.setProperty("ground", "accent")
        self._text = PlainLabel("", "strong")
        back = QPushButton("Back to today")
        back.setProperty("kind", "link")
        back.clicked.connect(self._on_back_clicked)
        icon = PlainLabel()
        icon.setFixedSize(16, 16)
        ui.theme.bind_icon(icon, "history", "accent", 16)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(8)
        layout.addWidget(icon)
        layout.addWidget(self._text)
        layout.addWidget(PlainLabel("looking only", "second"))
        layout.addStretch(1)
        layout.addWidget(back)
        ui.view_changed.connect(self._on_ui_view_changed)
        ui.desk_changed.connect(self._on_ui_view_changed)
        self._on_ui_view_changed()

    @Slot()
    def _on_ui_view_changed(self) -> None:
        self._text.setText(f"As of {self.ui.words.day(self.ui.day)} ·")
        self.setVisible(self.ui.looking_back)

    @Slot()
    def _on_back_clicked(self) -> None:
        self.ui.back_to_today()


def _data_of(action: object) -> str:
    data = getattr(action, "data", None)
    return str(data() or "") if data is not None else ""
