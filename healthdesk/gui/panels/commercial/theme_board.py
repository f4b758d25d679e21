"""All themes of the desk: accounts, ARR, what was said; rename, merge, remove, export as CSV."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.core.domain.feedback import ThemeView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.commercial.feedback_row import kind_words
from healthdesk.gui.panels.popover import Popover
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.plot_table import FiguresTable

WIDE, HIGH = 820, 520
_THEMES_HIGH = 180
_ACTS = (
    ("rename", "Rename", "pencil"),
    ("merge", "Merge into", "arrow-forward-up"),
    ("remove", "Remove", "trash"),
    ("export", "Export CSV", "download"),
)


def arr_words(theme: ThemeView, words: Words) -> str:
    """The ARR of a theme's accounts, currency by currency; what is not known is said."""
    parts = [words.money(amount, currency) for currency, amount in theme.arr]
    if theme.no_arr:
        parts.append(f"{words.number(theme.no_arr)} not known")
    return " + ".join(parts) if parts else ("not known" if theme.voices else "")


class ThemeBoard(Popover):
    """Themes above, what was said of the chosen one beneath.

    Signals:
        wanted: rename, merge, remove or export, and the theme.
        voice_pressed: the voice of a line.
    """

    wanted = Signal(str, object)
    voice_pressed = Signal(object)

    def __init__(self, theme: Theme, words: Words, parent: QWidget) -> None:
        super().__init__(theme, "Themes of feedback", parent)
        self._words = words
        self.themes: tuple[ThemeView, ...] = ()
        self.list = FiguresTable("Themes")
        self.list.setFixedHeight(_THEMES_HIGH)
        self.none = PlainLabel(
            "No theme yet: put one on something that was said, with the button Theme.",
            "caption",
            wrap=True,
        )
        self.said = PlainLabel("", "strong", elide=True)
        self.quotes = FiguresTable("What was said of the theme")
        self.quotes.setCursor(Qt.CursorShape.PointingHandCursor)
        self.column.addWidget(self.none)
        self.column.addWidget(self.list)
        across = QHBoxLayout()
        across.setSpacing(6)
        across.addWidget(self.said, 1)
        self.buttons: dict[str, QPushButton] = {}
        for key, text, icon in _ACTS:
            button = QPushButton(text)
            button.setProperty("kind", "quiet")
            button.setProperty("compact", "true")
            button.setProperty("act", key)
            button.setAccessibleName(f"{text}: the chosen theme")
            theme.bind_icon(button, icon, "text2", 14)
            button.clicked.connect(self._on_button_clicked)
            across.addWidget(button)
            self.buttons[key] = button
        self.column.addLayout(across)
        self.column.addWidget(self.quotes, 1)
        self.list.selectionModel().currentRowChanged.connect(self._on_list_current_changed)
        self.quotes.clicked.connect(self._on_quotes_chosen)
        self.quotes.activated.connect(self._on_quotes_chosen)

    @property
    def chosen(self) -> ThemeView | None:
        """The theme whose line is chosen."""
        at = self.list.currentIndex().row()
        return self.themes[at] if 0 <= at < len(self.themes) else None

    def open_themes(self, themes: tuple[ThemeView, ...], at: QPoint, *, may: bool) -> None:
        """Open with the themes of the desk."""
        words = self._words
        self.themes = themes
        lines = tuple(
            (
                one.name,
                words.number(len(one.accounts)),
                arr_words(one, words),
                words.number(len(one.voices)),
                words.number(one.open),
                " ".join(one.voices[0].text.split()) if one.voices else "nothing yet",
            )
            for one in themes
        )
        head = ("Theme", "Accounts", "ARR", "Said", "Open", "Newest words")
        self.list.show_lines(head, lines, frozenset(head[1:5]))
        self.none.setVisible(not themes)
        self.list.setVisible(bool(themes))
        for key, button in self.buttons.items():
            button.setEnabled(bool(themes) and (may or key == "export"))
        self.open_at(at, QSize(WIDE, HIGH))
        if themes:
            self.list.setCurrentIndex(self.list.model().index(0, 0))
            self.list.setFocus()
        self._show_quotes()

    def _show_quotes(self) -> None:
        words, chosen = self._words, self.chosen
        voices = chosen.voices if chosen is not None else ()
        lines = tuple(
            (
                one.account_name,
                words.day(one.day),
                kind_words(one, words),
                one.who or "not known",
                " ".join(one.text.split()),
            )
            for one in voices
        )
        self.quotes.show_lines(("Account", "Day", "What", "Who", "Words"), lines)
        self.said.setText("" if chosen is None else chosen.name)

    @Slot(QModelIndex, QModelIndex)
    def _on_list_current_changed(self, now: QModelIndex, before: QModelIndex) -> None:
        del now, before
        self._show_quotes()

    @Slot(QModelIndex)
    def _on_quotes_chosen(self, index: QModelIndex) -> None:
        chosen = self.chosen
        if chosen is not None and 0 <= index.row() < len(chosen.voices):
            voice = chosen.voices[index.row()]
            self.hide()
            self.voice_pressed.emit(voice)

    @Slot()
    def _on_button_clicked(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            key = str(self.sender().property("act"))
            self.hide()
            self.wanted.emit(key, chosen)
