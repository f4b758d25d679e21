"""The beginning, without a desk: three ways to start, three promises, and the look at the foot."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from healthdesk.gui.base.jobs import JobState
from healthdesk.gui.base.theme import MODES, Theme
from healthdesk.gui.base.ui import DeskWish, Ui
from healthdesk.gui.parts.plain import Paragraph, PlainLabel

WIDTH, GAP, PAD = 1056, 16, 24
LOOKS = {
    "system": ("Same as the system", "device-desktop"),
    "light": ("Light", "sun"),
    "dark": ("Dark", "moon"),
}


@dataclass(frozen=True)
class WayWords:
    """What a card of the beginning says."""

    icon: str
    title: str
    text: str
    points: tuple[str, ...]
    button: str
    button_icon: str
    beside: str = ""


SAMPLE = WayWords(
    "plane-departure",
    "Look around a sample desk",
    "128 invented accounts with two years of usage, answers, tickets and stories to find.",
    (
        "Made on this laptop in a moment",
        "Try everything, nothing can break",
        "It is one file: delete it when done",
    ),
    "Open the sample desk",
    "player-play",
)
IMPORT = WayWords(
    "file-import",
    "Import my data",
    "Drop a folder of exchange files, or some of its CSV files: accounts, contacts, usage, answers,"
    " tickets and more.",
    (
        "Preview before anything is written",
        "Rejected rows are kept, with the reason",
        "Every import can be taken back whole",
    ),
    "Choose files",
    "folder-open",
    "or drop them anywhere",
)
OPEN = WayWords(
    "folder",
    "Open a desk",
    "A desk is one file. Open one from this laptop, or a backup of one.",
    (
        "Older desks are backed up, then updated",
        "Newer or damaged files are left as they are",
        "Recent desks stay in the desk menu",
    ),
    "Open a desk file",
    "folder-open",
)
PROMISES = (
    ("plane", "Works with no network", "Everything runs on this laptop, at 35,000 feet too."),
    ("lock", "Nothing leaves by itself", "No account, no server, no tracking, no update check."),
    (
        "arrow-back-up",
        "Looking never changes data",
        "Every change can be undone, every import taken back.",
    ),
)


class FirstRunPage(QWidget):
    """Three ways to begin; wishes go to the window through the `Ui`."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        theme = ui.theme
        self.setAccessibleName("Welcome to HealthDesk")
        self.sample = WayCard(theme, SAMPLE, primary=True)
        self.importing = WayCard(theme, IMPORT)
        self.opening = WayCard(theme, OPEN)
        self.sample.pressed.connect(self._on_sample_pressed)
        self.importing.pressed.connect(self._on_importing_pressed)
        self.opening.pressed.connect(self._on_opening_pressed)
        block = QWidget()
        block.setMaximumWidth(WIDTH)
        block.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        inside = QVBoxLayout(block)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(_head(theme))
        inside.addSpacing(34)
        cards = QGridLayout()
        cards.setSpacing(GAP)
        for column, card in enumerate((self.sample, self.importing, self.opening)):
            cards.addWidget(card, 0, column)
            cards.setColumnStretch(column, 1)
        inside.addLayout(cards)
        inside.addSpacing(28)
        inside.addWidget(_promises(theme))
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(block, 100)
        middle.addStretch(1)
        self.foot = _Foot(ui)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(32, 16, 32, 14)
        whole.addStretch(44)
        whole.addLayout(middle)
        whole.addStretch(60)
        whole.addWidget(self.foot)
        ui.jobs.started.connect(self._on_jobs_told)
        ui.jobs.progressed.connect(self._on_jobs_told)
        ui.jobs.ended.connect(self._on_jobs_ended)

    @Slot()
    def _on_sample_pressed(self) -> None:
        self.ui.wish_desk(DeskWish("sample"))

    @Slot()
    def _on_importing_pressed(self) -> None:
        files = self.ui.dialogs.choose_files("Import files", "Tables (*.csv *.json);;All files (*)")
        if files:
            self.ui.start_import(files)

    @Slot()
    def _on_opening_pressed(self) -> None:
        self.ui.wish_desk(DeskWish("open"))

    @Slot(object)
    def _on_jobs_told(self, state: JobState) -> None:
        if self.isVisible():
            for card in (self.sample, self.importing, self.opening):
                card.set_busy(busy=True)
            self.sample.show_progress(state.text or state.label, state.share)

    @Slot(int)
    def _on_jobs_ended(self, job: int) -> None:
        del job
        for card in (self.sample, self.importing, self.opening):
            card.set_busy(busy=False)
        self.sample.show_progress("", None)


class WayCard(QFrame):
    """One way to begin.

    Signals:
        pressed: its button was pressed.
    """

    pressed = Signal()

    def __init__(self, theme: Theme, words: WayWords, *, primary: bool = False) -> None:
        super().__init__()
        self.theme = theme
        self.setProperty("card", "chosen" if primary else "true")
        self.setAccessibleName(words.title)
        self.button = QPushButton(words.button)
        self.button.setProperty("kind", "primary" if primary else "normal")
        color = "onaccent" if primary else "text2"
        theme.bind_icon(self.button, words.button_icon, color, 16)
        self.button.clicked.connect(self._on_button_clicked)
        self._beside = words.beside
        self._note = PlainLabel(words.beside, "grey", elide=True)
        self._bar = _Progress(theme)
        inset = PAD - (1 if primary else 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(inset, inset, inset, inset)
        layout.setSpacing(0)
        layout.addWidget(_icon_on_ground(theme, words.icon))
        layout.addSpacing(14)
        title = PlainLabel(words.title, "title")
        title.setFixedHeight(28)
        layout.addWidget(title)
        layout.addSpacing(4)
        text = Paragraph(theme, words.text)
        text.setMinimumHeight(60)
        layout.addWidget(text)
        layout.addSpacing(6)
        for point in words.points:
            layout.addLayout(_point(theme, point))
        layout.addStretch(1)
        layout.addSpacing(22)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.button)
        foot.addWidget(self._note, 1)
        foot.addStretch(0)
        layout.addLayout(foot)
        layout.addSpacing(6)
        layout.addWidget(self._bar)

    def set_busy(self, *, busy: bool) -> None:
        """Hold the button while a desk is being made or opened."""
        self.button.setEnabled(not busy)

    def show_progress(self, text: str, share: float | None) -> None:
        """Say how far the work is; nothing when the text is empty."""
        percent = f"{int(share * 100)} % · " if share is not None else ""
        self._note.setText(f"{percent}{text}" if text else self._beside)
        self._bar.set_share(share if text else None)

    @Slot()
    def _on_button_clicked(self) -> None:
        self.pressed.emit()


class _Progress(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._share: float | None = None
        self.setFixedHeight(4)
        self.setAccessibleName("Progress")

    def set_share(self, share: float | None) -> None:
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw nothing while nothing goes on."""
        del event
        if self._share is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("track"))
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)
        painter.setBrush(self.theme.color("accent"))
        painter.drawRoundedRect(QRectF(0, 0, self.width() * self._share, 4), 2, 2)


class _Mark(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setFixedSize(40, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw HealthDesk's mark."""
        del event
        QPainter(self).drawPixmap(0, 0, self.theme.mark(40, self.devicePixelRatioF()))

    def sizeHint(self) -> QSize:
        """Be a square."""
        return QSize(40, 40)


class _Foot(QWidget):
    """Theme and colour-blind palette as switches, help, and the promise to stay offline."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.look = _quiet_button()
        self.look.clicked.connect(self._on_look_clicked)
        self.eyes = _quiet_button()
        self.eyes.clicked.connect(self._on_eyes_clicked)
        self.tour = _quiet_button("Take the tour")
        self.tour.setToolTip("Leads through the sample desk in a few steps")
        ui.theme.bind_icon(self.tour, "player-play", "text3", 16)
        self.tour.clicked.connect(self._on_tour_clicked)
        self.help = _quiet_button("Help, readable offline")
        self.help.clicked.connect(self._on_help_clicked)
        shield = QLabel()
        ui.theme.bind_icon(shield, "shield-lock", "text3", 16)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.look)
        layout.addWidget(self.eyes)
        layout.addWidget(self.tour)
        layout.addStretch(1)
        layout.addWidget(PlainLabel("F1", "key"), 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.help)
        layout.addWidget(shield)
        layout.addWidget(PlainLabel("HealthDesk works offline", "grey"))
        ui.theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @Slot()
    def _on_look_clicked(self) -> None:
        mode = MODES[(MODES.index(self.ui.theme.mode) + 1) % len(MODES)]
        self.ui.choose_look(mode=mode)

    @Slot()
    def _on_eyes_clicked(self) -> None:
        self.ui.choose_look(colour_blind=not self.ui.theme.colour_blind)

    @Slot()
    def _on_tour_clicked(self) -> None:
        self.ui.take_tour()

    @Slot()
    def _on_help_clicked(self) -> None:
        self.ui.open_page("help")

    @Slot()
    def _on_theme_changed(self) -> None:
        text, icon = LOOKS[self.ui.theme.mode]
        self.look.setText(text)
        self.look.setAccessibleName(f"Theme: {text}. Press to change")
        self.ui.theme.bind_icon(self.look, icon, "text3", 16)
        state = "on" if self.ui.theme.colour_blind else "off"
        self.eyes.setText(f"Colour-blind palette {state}")
        self.ui.theme.bind_icon(self.eyes, "accessible", "text3", 16)


def _head(theme: Theme) -> QHBoxLayout:
    title = PlainLabel("Welcome to HealthDesk", "figure")
    title.setFixedHeight(36)
    text = PlainLabel(
        "Which customers need you, and why. Begin in one of three ways;"
        " you can do the others later.",
        "second",
    )
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(title)
    words.addWidget(text)
    head = QHBoxLayout()
    head.setContentsMargins(2, 0, 0, 0)
    head.setSpacing(14)
    head.addWidget(_Mark(theme))
    head.addLayout(words, 1)
    return head


def _icon_on_ground(theme: Theme, icon: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", "iconground")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setFixedSize(44, 44)
    theme.bind_icon(label, icon, "accent", 22)
    return label


def _point(theme: Theme, text: str) -> QHBoxLayout:
    tick = QLabel()
    tick.setFixedSize(16, 24)
    theme.bind_icon(tick, "check", "text3", 16)
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(tick)
    line.addWidget(PlainLabel(text, "second", elide=True), 1)
    return line


def _promises(theme: Theme) -> QFrame:
    strip = QFrame()
    strip.setProperty("card", "true")
    layout = QHBoxLayout(strip)
    layout.setContentsMargins(PAD - 1, 16, PAD - 1, 14)
    layout.setSpacing(GAP)
    for icon, title, text in PROMISES:
        picture = QLabel()
        picture.setFixedSize(20, 20)
        theme.bind_icon(picture, icon, "strong", 18)
        words = QVBoxLayout()
        words.setSpacing(0)
        head = PlainLabel(title, "strong")
        head.setFixedHeight(20)
        words.addWidget(head)
        words.addWidget(Paragraph(theme, text))
        words.addStretch(1)
        part = QHBoxLayout()
        part.setSpacing(12)
        part.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        part.addLayout(words, 1)
        layout.addLayout(part, 1)
    return strip


def _quiet_button(text: str = "") -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "foot")
    return button
