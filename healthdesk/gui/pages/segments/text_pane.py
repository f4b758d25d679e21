"""A rule as a sentence, and as one line of text that can be written; mistakes are underlined."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain.errors import BadRuleText
from healthdesk.core.domain.rule import dump_rule
from healthdesk.core.domain.rule_text import parse_text
from healthdesk.core.domain.segment_view import FieldChoice
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.timers import TYPING, Later
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.runs_paragraph import LINE, Runs, RunsParagraph

LINES = 4
"""Lines of the sentence that are seen at once."""
HINT = "band = Poor and renewal in the next 90 days and not tag = pilot"


class RuleTextEdit(QPlainTextEdit):
    """One line of text over several lines of screen.

    Signals:
        done: Enter or Escape ended the writing.
    """

    done = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName("Rule as text")
        self.setPlaceholderText(HINT)
        self.setTabChangesFocus(True)

    def underline(self, at: int, length: int) -> None:
        """Underline some characters; none with a length of 0."""
        found = []
        if length:
            form = QTextCharFormat()
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            form.setUnderlineColor(self._theme.color("poorfill"))
            form.setBackground(self._theme.color("poorsoft"))
            told = self.toPlainText()
            start = min(at, max(len(told) - 1, 0))
            cursor = QTextCursor(self.document())
            cursor.setPosition(_units(told[:start]))
            end = _units(told[: max(at + length, start + 1)])
            cursor.setPosition(min(end, _units(told)), QTextCursor.MoveMode.KeepAnchor)
            one = QTextEdit.ExtraSelection()
            one.cursor, one.format = cursor, form
            found.append(one)
        self.setExtraSelections(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Escape end the writing; there is but one line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.done.emit()
        else:
            super().keyPressEvent(event)


def _units(text: str) -> int:
    """Letters as Qt counts them."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class TextPane(QFrame):
    """The sentence; by the pencil, the text.

    Signals:
        rule_entered: the document of a rule that was written.
    """

    rule_entered = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._choices: tuple[FieldChoice, ...] = ()
        self._text = ""
        self._most = LINES
        self.setProperty("pane", "true")
        self.setAccessibleName("Rule in words")
        self.write = QPushButton("Write as text")
        self.write.setProperty("kind", "quiet")
        self.write.setProperty("compact", "true")
        theme.bind_icon(self.write, "cursor-text", "text2", 14)
        self.sentence = RunsParagraph(theme)
        self.edit = RuleTextEdit(theme)
        self.edit.setFixedHeight(66)
        self.wrong = PlainLabel("", "caption", tone="poor", wrap=True)
        self.wrong.hide()
        self._rest = Later(self, TYPING, self._on_rest_timeout)
        self._lay_out()
        self.write.clicked.connect(self._on_write_clicked)
        self.edit.textChanged.connect(self._on_edit_text_changed)
        self.edit.done.connect(self._on_edit_done)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(PlainLabel("As text", "caption"))
        head.addStretch(1)
        head.addWidget(self.write)
        read, written = QWidget(), QWidget()
        for room, part in ((read, self.sentence), (written, self.edit)):
            inside = QVBoxLayout(room)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(4)
            inside.addWidget(part)
        self._written = written
        written.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 4, 6, 10)
        whole.setSpacing(2)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        read.setProperty("ground", "none")
        self.area.setWidget(read)
        whole.addLayout(head)
        whole.addWidget(self.area)
        whole.addWidget(written)
        whole.addWidget(self.wrong)

    @property
    def writing(self) -> bool:
        """Whether the text is being written."""
        return not self._written.isHidden()

    def set_choices(self, choices: Sequence[FieldChoice]) -> None:
        """What a text can name."""
        self._choices = tuple(choices)

    def show_rule(self, words: Runs, text: str) -> None:
        """Show another rule; a text that is being written stays as it is written."""
        self.sentence.show_runs(words)
        self._text = text
        self._fit()

    def set_most(self, lines: int) -> None:
        """Show at most so many lines of the sentence at once."""
        self._most = lines
        self._fit()

    def _fit(self) -> None:
        """Take as much room as the sentence needs, but not more than a few lines."""
        wide = max(self.width() - 30, 80)
        whole = self.sentence.heightForWidth(wide)
        self.sentence.setFixedHeight(whole)
        self.area.setFixedHeight(min(whole, self._most * LINE) + 2)

    def set_locked(self, on: bool) -> None:
        """Only show the rule, or let it be written."""
        if on:
            self.finish()
        self.write.setVisible(not on)

    def begin(self) -> None:
        """Write the rule as text."""
        self.edit.setPlainText(self._text)
        self._rest.stop()
        self.area.hide()
        self._written.show()
        self.write.setText("Done")
        self.edit.setFocus()
        self.edit.selectAll()

    def finish(self) -> None:
        """End the writing; what could not be read is dropped."""
        if not self.writing:
            return
        self._tell()
        self._rest.stop()
        self._written.hide()
        self.area.show()
        self.write.setText("Write as text")
        self._say_wrong(0, 0, "")

    def _tell(self) -> None:
        text = self.edit.toPlainText()
        if not text.strip() or text == self._text:
            self._say_wrong(0, 0, "")
            return
        try:
            rule = parse_text(text, self._choices)
        except BadRuleText as error:
            self._say_wrong(error.at, max(error.length, 1), error.sentence)
            return
        self._say_wrong(0, 0, "")
        self._text = text
        self.rule_entered.emit(dump_rule(rule))

    def _say_wrong(self, at: int, length: int, sentence: str) -> None:
        self.edit.underline(at, length)
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))

    @Slot()
    def _on_write_clicked(self) -> None:
        if self.writing:
            self._on_edit_done()
        else:
            self.begin()

    @Slot()
    def _on_edit_text_changed(self) -> None:
        if self.writing:
            self._rest.start()

    @Slot()
    def _on_edit_done(self) -> None:
        self._tell()
        if not self.wrong.full_text:
            self.finish()
            self.write.setFocus()

    @Slot()
    def _on_rest_timeout(self) -> None:
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the sentence elsewhere."""
        super().resizeEvent(event)
        self._fit()
