"""A text with fields in it: {{ first_name }} stands as one coloured word, put in and out whole.

Not here: what fields there are and what they come out as (core/domain/template.py, services/merge).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, cast

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from healthdesk.core.domain.template import BY_KEY, Field, title_of
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.choice_popup import ChoicePopup, Option

_TOKEN: Final = re.compile(r"\{\{[ \t]*([^{}\n]*?[^{}\n \t])[ \t]*\}\}")
_NAME: Final = re.compile(r"[a-z_][a-z0-9_]*(?:\[\"[^\"\]]*\"\])?")
_THIN: Final = "\N{THIN SPACE}"
_SOFT: Final = "\N{LINE SEPARATOR}"
_SOURCE: Final = int(QTextFormat.Property.UserProperty.value) + 1
_NUMBER: Final = _SOURCE + 1
LINE, SINGLE = 20, 28
_LOWEST, _HIGHEST = 96, 300
_MOST: Final = 200
"""Texts that are kept for undo."""
_UNDO, _REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


@dataclass(frozen=True)
class Piece:
    """A stretch of a text: words, or a field where `field` is what stands between the braces."""

    text: str
    field: str = ""


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    source: str
    text: str


def pieces(source: str) -> tuple[Piece, ...]:
    """A text cut into words and fields; put together again it is the same text."""
    out: list[Piece] = []
    at = 0
    for found in _TOKEN.finditer(source):
        if found.start() > at:
            out.append(Piece(source[at : found.start()]))
        out.append(Piece(found[0], found[1]))
        at = found.end()
    if at < len(source):
        out.append(Piece(source[at:]))
    return tuple(out)


def key_of(field: str) -> str:
    """The key of a field, without what is done with it: `top_features | join`."""
    found = _NAME.match(field)
    return found[0] if found is not None else field


def shown(field: str) -> str:
    """A field as it reads among words: "first name"."""
    title = title_of(key_of(field))
    lower = title[:1].lower() + title[1:]
    return title if title[:2].isupper() else lower


def units(text: str) -> int:
    """How long Qt takes a text to be: signs beyond the basic plane count twice.

    >>> units("a\N{ROCKET}b")
    4
    """
    return len(text) + sum(letter > "\uffff" for letter in text)


def _part(text: str, start: int, end: int) -> str:
    """A stretch of a text by Qt's counting."""
    whole = text.encode("utf-16-le", "surrogatepass")
    return whole[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


class MergeEdit(QTextEdit):
    """Takes words and fields; `single` is for one line.

    Signals:
        changed: somebody wrote something (`source`).
    """

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        parent: QWidget | None = None,
        *,
        single: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._single = single
        self._name = name
        self._fields: tuple[Field, ...] = tuple(BY_KEY.values())
        self._missing: frozenset[str] = frozenset()
        self._busy = False
        self._number = 0
        self._last = 0
        self._undone: list[tuple[str, int]] = []
        self._past: list[tuple[str, int]] = [("", 0)]
        """Texts and where the cursor stood, the last one the present. Qt's own steps would hold
        fields half made."""
        self.popup: ChoicePopup | None = None
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0 if single else 2)
        if single:
            self.setFixedHeight(SINGLE)
            self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.set_source("")
        self.textChanged.connect(self._on_text_changed)
        self.cursorPositionChanged.connect(self._on_cursor_position_changed)
        theme.changed.connect(self._on_theme_changed)

    # The text.

    def source(self) -> str:
        """The text with its fields as they are written."""
        lines = []
        block = self.document().begin()
        while block.isValid():
            spans = self._spans_of(block.position())
            told = (span.source or span.text.replace(_SOFT, "\n") for span in spans)
            lines.append("".join(told))
            block = block.next()
        return "\n".join(lines)

    def set_source(self, text: str) -> None:
        """Show another text, without telling anybody."""
        self._fill(text)
        self._past, self._undone = [(self.source(), 0)], []

    def _fill(self, text: str) -> None:
        self._busy = True
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.setBlockFormat(self._block())
        self._write(cursor, text)
        self._busy = False
        self._fit()
        self._say()

    def undo_step(self) -> bool:
        """Take back what was written last; False where nothing was."""
        if len(self._past) < 2:
            return False
        self._undone.append(self._past.pop())
        self._restore(*self._past[-1])
        return True

    def redo_step(self) -> bool:
        """Write again what was taken back."""
        if not self._undone:
            return False
        self._past.append(self._undone.pop())
        self._restore(*self._past[-1])
        return True

    def _restore(self, text: str, at: int) -> None:
        self._fill(text)
        cursor = self.textCursor()
        cursor.setPosition(min(at, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self.changed.emit()

    def _remember(self) -> None:
        """Keep the text for undo; letters of one word are one step."""
        text, at = self.source(), self.textCursor().position()
        before, was = self._past[-1]
        if text == before:
            return
        letters = units(text) == units(before) + 1 and at == was + 1 and len(self._past) > 1
        if letters and self._letter_before().isalnum():
            self._past[-1] = (text, at)
        else:
            self._past.append((text, at))
        self._past, self._undone = self._past[-_MOST:], []

    def _letter_before(self) -> str:
        at = self.textCursor().position()
        return str(self.document().characterAt(at - 1)) if at else ""

    def show_source(self, text: str) -> None:
        """Show another text, unless it is the one that stands here."""
        if self.source() != text:
            self.set_source(text)

    def set_fields(self, fields: Sequence[Field]) -> None:
        """Offer these fields."""
        self._fields = tuple(fields)

    def set_missing(self, keys: Collection[str]) -> None:
        """Mark fields that have no value somewhere."""
        if frozenset(keys) != self._missing:
            self._missing = frozenset(keys)
            self._recolor()

    def insert_field(self, key: str) -> None:
        """Put a field in where the cursor is."""
        known = next((one for one in self._fields if one.key == key), None)
        token = f"{{{{ {key} }}}}" if known is None else known.token
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        self._write(cursor, token)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.setFocus()

    def tokens(self) -> tuple[str, ...]:
        """The fields that stand in the text, as they stand between the braces."""
        return tuple(key for key, _ in self._marked())

    def open_fields(self, at: QPoint) -> None:
        """Offer the fields at a place of the screen."""
        options: list[Option] = []
        group = ""
        for one in self._fields:
            if one.group != group:
                group = one.group
                options.append(Option(f" {group}", group, head=True))
            options.append(Option(one.key, one.title, one.example))
        popup = ChoicePopup(self.theme, "Fields", options, self, seeks="Find a field")
        popup.chosen.connect(self._on_popup_chosen)
        self.popup = popup
        popup.open_under(at, 320)

    # Inside.

    def _block(self) -> QTextBlockFormat:
        made = QTextBlockFormat()
        if not self._single:
            made.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        return made

    def _plain(self) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setForeground(self.theme.color("text"))
        return made

    def _format(self, field: str, source: str) -> QTextCharFormat:
        made = QTextCharFormat()
        key = key_of(field)
        known = {one.key for one in self._fields} | set(BY_KEY)
        off = key in self._missing or key not in known
        made.setForeground(self.theme.color("notice" if off else "accent"))
        made.setBackground(self.theme.color("noticesoft" if off else "accentsoft"))
        self._number += 1
        made.setProperty(_SOURCE, source)
        made.setProperty(_NUMBER, self._number)
        made.setToolTip(source)
        return made

    def _write(self, cursor: QTextCursor, text: str) -> None:
        for piece in pieces(text.replace("\n", " ") if self._single else text):
            if piece.field:
                words = f"{_THIN}{shown(piece.field)}{_THIN}"
                cursor.insertText(words, self._format(piece.field, piece.text))
            else:
                cursor.insertText(piece.text, self._plain())
        cursor.setCharFormat(self._plain())

    def _spans_of(self, position: int) -> Iterator[_Span]:
        """The stretches of the block at a position."""
        block = self.document().findBlock(position)
        at = block.begin()
        while not at.atEnd():
            fragment = at.fragment()
            source = str(fragment.charFormat().property(_SOURCE) or "")
            start = fragment.position()
            yield _Span(start, start + fragment.length(), source, fragment.text())
            at += 1

    def _spans(self) -> list[_Span]:
        out: list[_Span] = []
        block = self.document().begin()
        while block.isValid():
            out.extend(self._spans_of(block.position()))
            block = block.next()
        return out

    def _marked(self) -> Iterator[tuple[str, _Span]]:
        for span in self._spans():
            found = _TOKEN.fullmatch(span.source) if span.source else None
            if found is not None:
                yield found[1], span

    def _span_at(self, position: int) -> _Span | None:
        """The field that a position lies inside of."""
        for span in self._spans_of(position):
            if span.source and span.start < position < span.end:
                return span
        return None

    def _mend(self) -> None:
        """Take out fields of which a part was deleted; make fields of what was typed as one."""
        cursor = QTextCursor(self.document())
        for span in reversed(self._spans()):
            found = _TOKEN.fullmatch(span.source) if span.source else None
            if found is not None and span.text != f"{_THIN}{shown(found[1])}{_THIN}":
                self._select(cursor, span.start, span.end)
                cursor.removeSelectedText()
            elif not span.source:
                self._make_tokens(cursor, span)

    def _make_tokens(self, cursor: QTextCursor, span: _Span) -> None:
        for found in reversed(list(_TOKEN.finditer(span.text))):
            before = span.start + units(span.text[: found.start()])
            self._select(cursor, before, before + units(found[0]))
            cursor.removeSelectedText()
            self._write(cursor, found[0])

    @staticmethod
    def _select(cursor: QTextCursor, start: int, end: int) -> None:
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)

    def _recolor(self) -> None:
        self._busy = True
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for field, span in list(self._marked()):
            self._select(cursor, span.start, span.end)
            cursor.setCharFormat(self._format(field, span.source))
        cursor.endEditBlock()
        self._busy = False

    def _say(self) -> None:
        """Have screen readers tell the fields."""
        told = ", ".join(shown(one) for one in self.tokens())
        self.setAccessibleDescription(f"Fields: {told}" if told else "")

    def _fit(self) -> None:
        if not self._single:
            needed = round(self.document().size().height()) + 14
            high = max(_LOWEST, min(needed, _HIGHEST))
            if high != self.height():
                self.setFixedHeight(high)

    @Slot()
    def _on_text_changed(self) -> None:
        if self._busy:
            return
        self._busy = True
        self._mend()
        self._busy = False
        self._on_cursor_position_changed()
        self._fit()
        self._say()
        self._remember()
        self.changed.emit()

    @Slot()
    def _on_cursor_position_changed(self) -> None:
        if self._busy:
            return
        cursor = self.textCursor()
        span = self._span_at(cursor.position())
        if span is not None:
            forward = cursor.position() > self._last
            mode = QTextCursor.MoveMode.KeepAnchor
            if not cursor.hasSelection():
                mode = QTextCursor.MoveMode.MoveAnchor
            cursor.setPosition(span.end if forward else span.start, mode)
            self._busy = True
            self.setTextCursor(cursor)
            self._busy = False
        self._last = cursor.position()
        if not cursor.hasSelection():
            self.setCurrentCharFormat(self._plain())

    @Slot(str)
    def _on_popup_chosen(self, key: str) -> None:
        self.popup = None
        self.insert_field(key)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.set_source(self.source())

    # Qt.

    def event(self, event: QEvent) -> bool:
        """Leave undo to the page where nothing was written here."""
        if event.type() == QEvent.Type.ShortcutOverride:
            pressed = cast("QKeyEvent", event)
            undo, redo = _UNDO, _REDO
            if pressed.matches(undo) or pressed.matches(redo):
                can = len(self._past) > 1 if pressed.matches(undo) else bool(self._undone)
                event.setAccepted(can)
                return can
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take fields out whole; open the menu of fields by Ctrl+Space."""
        key, held = event.key(), event.modifiers()
        if key == Qt.Key.Key_Space and held & Qt.KeyboardModifier.ControlModifier:
            place = self.cursorRect().bottomLeft() + QPoint(0, 4)
            self.open_fields(self.viewport().mapToGlobal(place))
            return
        if event.matches(_UNDO) or event.matches(_REDO):
            event.setAccepted(self.undo_step() if event.matches(_UNDO) else self.redo_step())
            return
        if self._single and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
            return
        if key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete} and self._take_out(
            before=key == Qt.Key.Key_Backspace
        ):
            return
        self._write_plainly(event.text())
        super().keyPressEvent(event)

    def _write_plainly(self, text: str) -> None:
        """What is typed over a field does not look like one."""
        cursor = self.textCursor()
        if text and text.isprintable() and cursor.hasSelection():
            cursor.removeSelectedText()
            self.setTextCursor(cursor)
            self.setCurrentCharFormat(self._plain())

    def _take_out(self, *, before: bool) -> bool:
        cursor = self.textCursor()
        if cursor.hasSelection():
            return False
        at = cursor.position()
        for span in self._spans_of(at):
            if span.source and at == (span.end if before else span.start):
                self._select(cursor, span.start, span.end)
                cursor.removeSelectedText()
                return True
        return False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What is composed over a field does not look like one."""
        self._write_plainly(event.commitString())
        super().inputMethodEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy fields as they are written."""
        cursor = self.textCursor()
        low, high = cursor.selectionStart(), cursor.selectionEnd()
        told, block = [], self.document().findBlock(low)
        while block.isValid() and block.position() <= high:
            line = []
            for span in self._spans_of(block.position()):
                start, end = max(span.start, low), min(span.end, high)
                if start < end:
                    words = _part(span.text, start - span.start, end - span.start)
                    line.append(span.source or words.replace(_SOFT, "\n"))
            told.append("".join(line))
            block = block.next()
        data = QMimeData()
        data.setText("\n".join(told))
        return data

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste fields as fields."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        self._write(cursor, source.text().replace("\r\n", "\n"))
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks lines elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()
