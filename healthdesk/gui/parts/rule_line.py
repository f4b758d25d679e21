"""A line of a rule as controls: grip, field, its options, operator, value, count, remove."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from healthdesk.core.domain.segment_view import FieldChoice, LineCount
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts import rule_fields
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.rule_edit import RuleEdit
from healthdesk.gui.parts.rule_options import OptionsPopup
from healthdesk.gui.parts.rule_tree import Path
from healthdesk.gui.parts.rule_value import InputKit, ValueInput, make_value
from healthdesk.gui.parts.select_button import SelectButton

HIGH = 28
_DRAG = 5


class Grip(QWidget):
    """What a line or a group is dragged by.

    Signals:
        carried: where the pointer is on the screen while it is dragged.
        dropped: it was let go there.
        given_up: Escape was pressed meanwhile.
    """

    carried = Signal(QPoint)
    dropped = Signal(QPoint)
    given_up = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pressed: QPoint | None = None
        self._dragging = False
        self.setFixedSize(QSize(16, HIGH))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip("Drag to move. Alt and arrows move it, too")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take note where it was pressed."""
        self._pressed = event.globalPosition().toPoint()
        self.setFocus()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer once it has gone some way."""
        at = event.globalPosition().toPoint()
        if self._pressed is None:
            return
        if self._dragging or (at - self._pressed).manhattanLength() > _DRAG:
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.carried.emit(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        dragging, self._dragging, self._pressed = self._dragging, False, None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        if dragging:
            self.dropped.emit(event.globalPosition().toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts it back."""
        if event.key() == Qt.Key.Key_Escape and self._dragging:
            self._dragging, self._pressed = False, None
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw six points, and a ring where the keys are."""
        del event
        painter = QPainter(self)
        color = "text2" if self.isEnabled() else "edge"
        ratio = self.devicePixelRatioF()
        picture = self._theme.pixmap("grip-vertical", color, 14, ratio)
        painter.drawPixmap(1, (self.height() - 14) // 2, picture)
        if self.hasFocus():
            painter.setPen(self._theme.color("accent"))
            painter.drawRoundedRect(self.rect().adjusted(0, 3, -1, -4), 4, 4)
        painter.end()


def small_button(theme: Theme, icon: str, name: str) -> QPushButton:
    """Make a quiet button that shows an icon alone."""
    button = QPushButton()
    button.setProperty("kind", "quiet")
    button.setProperty("iconic", "small")
    button.setAccessibleName(name)
    button.setToolTip(name)
    theme.bind_icon(button, icon, "text2", 14)
    return button


class CountLabel(PlainLabel):
    """A count that is greyed while a newer one is looked for."""

    def __init__(self) -> None:
        super().__init__("", "caption")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(26)

    def grey(self) -> None:
        """Show the old count as one that may be wrong by now."""
        self.setEnabled(False)

    def say(self, text: str, tip: str) -> None:
        """Show a count that holds."""
        self.setEnabled(True)
        if text == self.full_text and tip == self.accessibleName():
            return
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(tip)


class RuleLine(QWidget):
    """One test."""

    def __init__(self, edit: RuleEdit, kit: InputKit, *, small: bool = False) -> None:
        super().__init__()
        self._edit = edit
        self.kit = kit
        self.path: Path = ()
        self.test: Mapping[str, Any] = {}
        self.grip = Grip(kit.theme)
        self.field = SelectButton(kit.theme, "Field")
        self.field.offer(self._fields, "Find a field")
        self.options = small_button(kit.theme, "adjustments", "Options of the field")
        self.operator = SelectButton(kit.theme, "Test")
        self.operator.offer(self._operators)
        self.count = CountLabel()
        self.remove = small_button(kit.theme, "x", "Remove this condition")
        self.wrong = PlainLabel("", "caption", tone="poor", wrap=True)
        self.wrong.setContentsMargins(22, 0, 0, 0)
        self.wrong.hide()
        self.value: ValueInput | None = None
        self._known: object = None
        self._editor: tuple[object, ...] = ()
        self._said = ""
        self._entered = ""
        self._small = small
        self._lay_out()
        self.field.chosen.connect(self._on_field_chosen)
        self.options.clicked.connect(self._on_options_clicked)
        self.operator.chosen.connect(self._on_operator_chosen)
        self.remove.clicked.connect(self._on_remove_clicked)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4 if self._small else 6)
        row.addWidget(self.grip)
        row.addWidget(self.field, 19)
        row.addWidget(self.options)
        self._hole = QHBoxLayout()
        self._hole.setContentsMargins(0, 0, 0, 0)
        # A narrow form has no room for all in one row.
        test = QHBoxLayout() if self._small else row
        test.addWidget(self.operator, 10)
        test.addLayout(self._hole, 10)
        row.addWidget(self.count)
        row.addWidget(self.remove)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addLayout(row)
        if self._small:
            self.count.setMinimumWidth(0)
            test.setContentsMargins(22, 2, 0, 4)
            test.setSpacing(4)
            whole.addLayout(test)
        self._under = QHBoxLayout()
        self._under.setContentsMargins(22, 0, 0, 0)
        self._under.addStretch(1)
        whole.addLayout(self._under)
        whole.addWidget(self.wrong)

    @property
    def choice(self) -> FieldChoice:
        """What the line is about."""
        return self._edit.choice(self.test)

    def show_test(self, path: Path, test: Mapping[str, Any]) -> None:
        """Show another test; an input that still fits stays, with what is typed in it."""
        known = self._edit.choices
        if test is self.test and path == self.path and known is self._known:
            return  # of many lines one is another one
        if test is self.test and known is self._known:
            self.path = path
            return  # it only stands at another place
        self.path, self.test, self._known = path, test, known
        choice, op = self.choice, str(test.get("op", ""))
        self.field.say(rule_fields.title_of(test, choice))
        self.options.setVisible(bool(choice.options))
        told = rule_fields.operator_words(op, choice.kind)
        self.operator.say(told, short=told.removeprefix("is "))
        editor = rule_fields.editor_of(choice, op)
        kind = (choice.key, editor, choice.unit, choice.values)
        if kind != self._editor:
            self._put_value(make_value(self.kit, choice, editor, f"Value of {choice.title}"))
            self._editor = kind
            self._entered = ""
        if self.value is not None:
            self.value.set_value(test.get("value"))
        words = self.kit.words
        self.setAccessibleName(rule_fields.spoken(test, choice, words))
        self.grip.setAccessibleName(f"Move {rule_fields.spoken(test, choice, words)}")
        self._say_wrong()

    def _put_value(self, value: ValueInput | None) -> None:
        if self.value is not None:
            self._hole.removeWidget(self.value)
            self._under.removeWidget(self.value)
            self.value.hide()
            self.value.deleteLater()
        self.value = value
        if value is not None:
            if value.wide:
                self._under.insertWidget(0, value, 3)
            else:
                self._hole.addWidget(value)
            value.changed.connect(self._on_value_changed)
            value.left_wrong.connect(self._on_value_left_wrong)

    def say_count(self, count: LineCount | None, words: Words) -> None:
        """Show how many accounts the line lets through."""
        if count is None:
            self.count.say("", "")
            return
        held, of = words.number(count.held), words.count(count.of, "account")
        if count.lets_all:
            self.count.say(f"all {held}", f"Lets everybody in who comes to it: all {of}")
        elif count.lets_none:
            self.count.say("none", f"Lets nobody in: none of {of}")
        else:
            self.count.say(held, f"{held} of {of} pass")

    def say_wrong(self, sentence: str) -> None:
        """Say what is wrong with the line as a whole."""
        self._said = sentence
        self._say_wrong()

    def _say_wrong(self) -> None:
        gone = ""
        if rule_fields.is_gone(self.test, self._edit.choices) and self._edit.choices:
            gone = f"The desk has no “{self.choice.title}” any more."
        told = self._entered or self._said or gone or rule_fields.problem(self.test, self.choice)
        self.wrong.setText(told)
        self.wrong.setVisible(bool(told))

    def lock(self, on: bool) -> None:
        """Only show, or let it be changed."""
        for part in (self.grip, self.field, self.options, self.operator):
            part.setEnabled(not on)
        self.remove.setVisible(not on)
        if self.value is not None:
            self.value.setEnabled(not on)

    def part(self, name: str) -> QWidget:
        """The control of a name; the nearest one where it has none such."""
        if name == "value" and self.value is not None:
            return self.value.first()
        parts = {"op": self.operator, "value": self.operator, "grip": self.grip}
        return {**parts, "remove": self.remove}.get(name, self.field)

    def part_with_keys(self) -> str:
        """The name of the control that has the keys."""
        for name in ("field", "op", "grip", "remove"):
            if self.part(name).hasFocus():
                return name
        return "value"

    def _fields(self) -> list[Option]:
        return field_options(tuple(self._edit.choices.values()), rule_fields.key_of(self.test))

    def _operators(self) -> list[Option]:
        choice, now = self.choice, str(self.test.get("op", ""))
        ops = choice.operators if now in choice.operators else (now, *choice.operators)
        words = rule_fields.operator_words
        return [Option(op, words(op, choice.kind), chosen=op == now) for op in ops]

    @Slot(str)
    def _on_field_chosen(self, key: str) -> None:
        self._edit.set_field(self.path, key)

    @Slot(str)
    def _on_operator_chosen(self, op: str) -> None:
        self._edit.set_operator(self.path, op)

    @Slot(object)
    def _on_value_changed(self, value: object) -> None:
        self._entered = ""
        self._edit.set_test(self.path, {**self.test, "value": value}, "stay")

    @Slot(str)
    def _on_value_left_wrong(self, sentence: str) -> None:
        self._entered = sentence
        self._say_wrong()

    @Slot()
    def _on_options_clicked(self) -> None:
        told = rule_fields.options_of(self.test)
        popup = OptionsPopup(self.kit, self.choice, told, self)
        popup.options_changed.connect(self._on_popup_options_changed)
        popup.open_under(self.field)

    @Slot(object)
    def _on_popup_options_changed(self, options: Mapping[str, Any]) -> None:
        self._edit.set_test(self.path, rule_fields.with_options(self.test, options), "stay")

    @Slot()
    def _on_remove_clicked(self) -> None:
        self._edit.remove(self.path)


def field_options(choices: tuple[FieldChoice, ...], chosen: str = "") -> list[Option]:
    """The fields to choose from, under the heads of their groups."""
    out: list[Option] = []
    group = ""
    for one in choices:
        if one.group != group:
            group = one.group
            out.append(Option(f"group {group}", group, head=True))
        note = {"number": one.unit or "number"}.get(one.kind, one.kind)
        out.append(Option(one.key, one.title, note, chosen=one.key == chosen))
    return out
