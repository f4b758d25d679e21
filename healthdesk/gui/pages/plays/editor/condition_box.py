"""The condition of a play: its lines in words; pressed, the builder of rules takes their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from healthdesk.core.domain.rule import PRESENCE, RELATIVE, Rule, dump_rule
from healthdesk.core.domain.segment_view import FieldChoice
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.playbooks.editor.rule_field import RuleField
from healthdesk.gui.pages.plays.editor.kit import PlayKit, link
from healthdesk.gui.parts import rule_fields
from healthdesk.gui.parts.drawing import FontMeasure, elide
from healthdesk.gui.parts.plain import plain_tip

_ROW, _PAD, _GAP = 30, 10, 8
_SHARES = frozenset({"share", "change"})


def line_words(
    test: Mapping[str, Any], choices: Mapping[str, FieldChoice], words: Words
) -> tuple[str, str, str]:
    """A line of a condition: what is looked at, over what, and what is asked of it."""
    choice = rule_fields.choice_of(test, choices)
    over = rule_fields.title_of(test, choice).removeprefix(choice.title).removeprefix(", ")
    op = str(test.get("op", ""))
    told = rule_fields.operator_words(op, choice.kind)
    if op in PRESENCE:
        return choice.title, over, told
    value = test.get("value")
    if op == "=" and value == 0 and choice.kind == "number" and not choice.unit.startswith("of"):
        return choice.title, over, "none"
    share = choice.unit in _SHARES and isinstance(value, (int, float))
    asked = words.percent(float(value or 0)) if share else rule_fields.value_words(value, words)
    told = told.removeprefix("is ") if told != "is" else ""
    days = " days" if op in RELATIVE else ""
    return choice.title, over, f"{told} {asked}{days}".strip()


def parts_of(document: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """What all must hold of a rule's document, one under the other."""
    if set(document) == {"all"}:
        return tuple(document["all"])
    return (document,)


class _Line(QPushButton):
    """A line in words, painted: grey what it is over, at the right what is asked."""

    def __init__(self, kit: PlayKit, told: tuple[str, str, str], *, last: bool) -> None:
        super().__init__()
        self._theme, self._told, self._last = kit.theme, told, last
        self._measure = FontMeasure(kit.theme)
        self.setFixedHeight(_ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        said = " ".join(part for part in told if part)
        self.setAccessibleName(f"Condition: {said}")
        self.setToolTip(plain_tip(said))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(120, _ROW)

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(60, _ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words and the line under them."""
        del event
        painter, theme = QPainter(self), self._theme
        if self.underMouse() and self.isEnabled():
            painter.fillRect(self.rect(), theme.color("hover"))
        room = self.width() - 2 * _PAD
        title, over, asked = self._told
        strong = self._measure(asked, "body", 500)
        asked_wide = min(strong, room * (0.6 if title else 1.0))
        left = room - asked_wide - _GAP
        shown = elide(title, left, self._measure)
        self._write(painter, QRectF(_PAD, 0, left, _ROW), shown, "text")
        begun = self._measure(shown, "body", 400) + 6
        if over and left - begun > 30:
            rest = elide(over, left - begun, self._measure)
            room_left = QRectF(_PAD + begun, 0, left - begun, _ROW)
            self._write(painter, room_left, rest, "text2")
        told = elide(asked, asked_wide + 1, self._measure, "body", 500)
        wide = QFontMetricsF(theme.font("body", 500)).horizontalAdvance(told) + 1
        end = QRectF(self.width() - _PAD - wide, 0, wide, _ROW)
        self._write(painter, end, told, "text", 500)
        if not self._last:
            painter.fillRect(0, _ROW - 1, self.width(), 1, theme.color("border"))
        if self.hasFocus():
            painter.setPen(theme.color("accent"))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 5, 5)
        painter.end()

    def _write(
        self, painter: QPainter, room: QRectF, text: str, color: str, weight: int = 400
    ) -> None:
        painter.setFont(self._theme.font("body", weight))
        painter.setPen(self._theme.color(color if self.isEnabled() else "text3"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        painter.drawText(room, flags, text)


class ConditionBox(QFrame):
    """Shows a condition, and the builder in its place while it is changed.

    Signals:
        changed: the `Rule`, None where it has no line any more.
    """

    changed = Signal(object)

    def __init__(self, kit: PlayKit) -> None:
        super().__init__()
        self.kit = kit
        self.rule: Rule | None = None
        self._open = False
        self._shown: object = ()
        self.lines: list[_Line] = []
        self.setAccessibleName("Condition")
        self.field = RuleField(kit, "Condition", "Condition")
        self.field.label.hide()
        self.field.clear.hide()
        self.field.add.hide()
        self.add = link("Add condition")
        self.done = link("Done", "Fold the condition")
        self._frame = QFrame()
        self._frame.setProperty("box", "true")
        self._rows = QVBoxLayout(self._frame)
        self._rows.setContentsMargins(1, 1, 1, 1)
        self._rows.setSpacing(0)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(_PAD - 2, 4, _PAD, 4)
        foot.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows.addWidget(self._foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self._frame)
        whole.addWidget(self.field)
        whole.addWidget(self.done, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.clicked.connect(self._on_add_clicked)
        self.done.clicked.connect(self._on_done_clicked)
        self.field.changed.connect(self._on_field_changed)
        self._fold()

    def show_rule(self, rule: Rule | None) -> None:
        """Show a condition, without telling anybody."""
        now = (rule, self.kit.choices)
        if now != self._shown:
            self._shown = now
            self.rule = rule
            if self._open:
                self.field.show_rule(rule)
            self._say()

    def _say(self) -> None:
        for line in self.lines:
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = []
        if self.rule is None:
            return
        choices = rule_fields.by_key(self.kit.choices)
        parts = parts_of(dump_rule(self.rule))
        for at, part in enumerate(parts):
            line = _Line(self.kit, self._told(part, choices), last=False)
            line.clicked.connect(self._on_line_clicked)
            self._rows.insertWidget(at, line)
            self.lines.append(line)

    def _told(
        self, part: Mapping[str, Any], choices: Mapping[str, FieldChoice]
    ) -> tuple[str, str, str]:
        if "any" in part:
            inner = [self._short(one, choices) for one in part["any"]]
            return "", "", f"any of: {' or '.join(inner)}"
        if "not" in part:
            return "", "", f"not: {self._short(part['not'], choices)}"
        if "all" in part:
            inner = [self._short(one, choices) for one in part["all"]]
            return "", "", " and ".join(inner)
        return line_words(part, choices, self.kit.words)

    def _short(self, part: Mapping[str, Any], choices: Mapping[str, FieldChoice]) -> str:
        return " ".join(one for one in self._told(part, choices) if one)

    def unfold(self) -> None:
        """Open the builder."""
        self._open = True
        self.field.show_rule(self.rule)
        if self.field.box is None or self.rule is None:
            self.field.add.click()
        self._fold()

    def _fold(self) -> None:
        self._frame.setVisible(not self._open)
        self.field.setVisible(self._open)
        self.done.setVisible(self._open)
        self.field.add.hide()
        self.field.clear.hide()

    @property
    def is_open(self) -> bool:
        """Whether the builder is shown."""
        return self._open

    @Slot()
    def _on_line_clicked(self) -> None:
        self.unfold()
        if self.field.box is not None:
            self.field.box.focus_first()

    @Slot()
    def _on_add_clicked(self) -> None:
        begun = self.rule is not None
        self.unfold()
        if begun and self.field.box is not None:
            self.field.box.root.add.click()

    @Slot()
    def _on_done_clicked(self) -> None:
        self._open = False
        self._say()
        self._fold()
        self.add.setFocus()

    @Slot(object)
    def _on_field_changed(self, rule: Rule | None) -> None:
        self.rule = rule
        self._shown = (rule, self.kit.choices)
        self._fold()
        self.changed.emit(rule)
