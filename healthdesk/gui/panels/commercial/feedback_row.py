"""One voice: who said what when, buttons Heard, Acted, Told back, its themes, its menu."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.feedback import STEP_WORDS, Voice
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.chip import FlowLayout
from healthdesk.gui.parts.plain import PlainLabel, plain_tip

_LETTERS: Final = 220
_KEY: Final = "step"
_MORE, _TAGS = "more", "tags"
_KINDS: Final = {
    "nps": "NPS",
    "csat": "CSAT",
    "ces": "CES",
    "ticket": "Ticket",
    "email": "Mail",
}


def kind_words(voice: Voice, words: Words) -> str:
    """What it is: NPS 3, G2, Mail."""
    name = _KINDS.get(voice.kind, voice.kind[:1].upper() + voice.kind[1:])
    if voice.rating is None:
        return name
    return f"{name} {words.number(voice.rating, 0 if voice.rating == int(voice.rating) else 1)}"


def caption(voice: Voice, day: int, words: Words) -> str:
    """The line over the words: kind, who, when, how long it waits."""
    parts = [kind_words(voice, words), voice.who, words.near_day(voice.day, day)]
    if voice.is_open:
        age = voice.age(day)
        parts.append(f"open {words.days(age)}" if age else "today")
    return " · ".join(part for part in parts if part)


class FeedbackRow(QFrame):
    """A row of the card Feedback.

    Signals:
        step_requested: the voice and the step that was done.
        themes_requested: the voice whose themes are to be set.
        menu_requested: the voice, and the widget that its menu belongs under.
    """

    step_requested = Signal(object, str)
    themes_requested = Signal(object)
    menu_requested = Signal(object, object)

    def __init__(
        self, theme: Theme, words: Words, voice: Voice, day: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.voice = voice
        self.steps: dict[str, QPushButton] = {}
        self.tags: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 7, 8, 8)
        column.setSpacing(3)
        across = QHBoxLayout()
        across.setSpacing(4)
        self.caption = PlainLabel(caption(voice, day, words), "caption", elide=True)
        across.addWidget(self.caption, 1)
        self.more = QPushButton()
        self.more.setProperty("kind", "quiet")
        self.more.setProperty("compact", "true")
        self.more.setAccessibleName(f"More for: {voice.text[:60]}")
        self.more.setToolTip("More")
        theme.bind_icon(self.more, "dots", "text2", 16)
        self.more.clicked.connect(self._on_more_clicked)
        across.addWidget(self.more)
        column.addLayout(across)
        column.addWidget(self._words_label(voice))
        if voice.note:
            column.addWidget(PlainLabel(f"Note: {voice.note[:_LETTERS]}", "caption", wrap=True))
        column.addWidget(self._buttons(words, day))

    @property
    def key(self) -> tuple[str, int]:
        """Which voice it shows."""
        return self.voice.table, self.voice.row

    @property
    def held(self) -> str:
        """Which of its buttons has the keyboard, "" for none."""
        if self.more.hasFocus():
            return _MORE
        if any(one.hasFocus() for one in self.tags):
            return _TAGS
        return next((step for step, one in self.steps.items() if one.hasFocus()), "")

    def hold(self, name: str) -> None:
        """Give one of its buttons the keyboard."""
        button = {_MORE: self.more, _TAGS: self.tags[0], **self.steps}.get(name)
        if button is not None:
            button.setFocus()

    def _words_label(self, voice: Voice) -> PlainLabel:
        told = " ".join(voice.text.split())
        cut = len(told) > _LETTERS
        shown = f"{told[:_LETTERS].rstrip()}…" if cut else told
        label = PlainLabel(f"“{shown}”" if shown else "No words, only a mark", wrap=True)
        if cut:
            label.setToolTip(plain_tip(voice.text[:4000]))
        return label

    def _buttons(self, words: Words, day: int) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, 6)
        for step, on in self.voice.days:
            name = STEP_WORDS[step]
            done = on is not None
            button = QPushButton(f"{name} {words.near_day(on, day)}" if on is not None else name)
            button.setProperty("chip", "on" if done else "true")
            button.setProperty(_KEY, step)
            said = f"{name} on {words.day(on)}" if on is not None else f"Mark as {name.lower()}"
            button.setAccessibleName(f"{said}: {self.voice.text[:60]}")
            button.setToolTip(f"{said}; press to change the day" if done else f"{said} today")
            if done:
                self.theme.bind_icon(button, "check", "accent", 14)
            button.clicked.connect(self._on_step_clicked)
            self.steps[step] = button
            flow.addWidget(button)
        for _, name in self.voice.themes:
            flow.addWidget(self._theme_chip(name[:40], f"Theme {name}: change the themes"))
        if not self.voice.themes:
            flow.addWidget(self._theme_chip("Theme", "Put a theme on it"))
        return holder

    def _theme_chip(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text.replace("&", "&&"))
        button.setProperty("kind", "quiet")
        button.setProperty("compact", "true")
        button.setAccessibleName(name)
        button.setToolTip(plain_tip(name))
        self.theme.bind_icon(button, "tag", "text2", 14)
        button.clicked.connect(self._on_theme_clicked)
        self.tags.append(button)
        return button

    @Slot()
    def _on_step_clicked(self) -> None:
        self.step_requested.emit(self.voice, str(self.sender().property(_KEY)))

    @Slot()
    def _on_theme_clicked(self) -> None:
        self.themes_requested.emit(self.voice)

    @Slot()
    def _on_more_clicked(self) -> None:
        self.menu_requested.emit(self.voice, self.more)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu."""
        self.menu_requested.emit(self.voice, self.more)
        event.accept()
