"""What a person does in the editor of playbooks: kinds pulled in, steps pressed, rules chosen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from healthdesk.core.domain.playbook import every

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def send(widget, kind, at, held):
    """One event of the mouse at a place of a widget."""
    button = NONE if kind == QMouseEvent.Type.MouseMove else LEFT
    where = QPointF(widget.mapToGlobal(at))
    event = QMouseEvent(kind, QPointF(at), where, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def drag(widget, start, end):
    send(widget, QMouseEvent.Type.MouseButtonPress, start, LEFT)
    for part in (0.3, 0.7, 1.0):
        at = start + QPoint(round((end - start).x() * part), round((end - start).y() * part))
        send(widget, QMouseEvent.Type.MouseMove, at, LEFT)
    send(widget, QMouseEvent.Type.MouseButtonRelease, end, NONE)


class Bench:
    """The editor, as a person sees it."""

    def __init__(self, hands, journey):
        self.hands, self.journey = hands, journey

    @property
    def page(self):
        return self.journey.window.pages.page("playbooks")

    @property
    def editor(self):
        return self.page.editor

    @property
    def canvas(self):
        return self.editor.canvas.canvas

    @property
    def form(self):
        return self.editor.form

    @property
    def playbook(self):
        return self.editor.playbook

    def key(self, name):
        return next(one.id for one in every(self.playbook.steps) if one.name == name)

    def pull(self, kind, place):
        """Drag a kind from the head of the canvas to a place."""
        button = next(one for one in self.editor.canvas.kinds.buttons if one.kind == kind)
        slot = self.canvas.drawn.slot(place)
        self.canvas.ensureVisible(slot.x - 5, slot.y - 5, 10, 10, 40, 60)
        at = self.canvas.viewport().mapToGlobal(self.canvas.place_of_slot(place))
        drag(button, button.rect().center(), button.mapFromGlobal(at))

    def plus(self, text):
        """Press the plus under the chosen step and take a kind from its menu."""
        slot = self.canvas.plus.slot
        self.canvas.ensureVisible(slot.x - 5, slot.y - 5, 10, 10, 40, 60)
        at = self.canvas.place_of_slot(slot.place)
        self.journey.bot.mouseClick(self.canvas.viewport(), LEFT, pos=at)
        self.hands.pick(self.editor.canvas.kinds, text)

    def press(self, name):
        """Press a step."""
        key = self.key(name)
        self.canvas.bring_into_view(key)
        self.journey.bot.mouseClick(self.canvas.viewport(), LEFT, pos=self.canvas.place_of_box(key))
        assert self.editor.key == key

    def carry(self, name, place):
        """Drag a step to another place."""
        self.canvas.fit()
        drag(
            self.canvas.viewport(),
            self.canvas.place_of_box(self.key(name)),
            self.canvas.place_of_slot(place),
        )

    def call(self, name):
        """Type the name of the step that was just put in."""
        self.form.name.selectAll()
        self.journey.bot.keyClicks(self.form.name, name)

    def input(self, key):
        return self.form.kind_form(self.form.step.kind).inputs[key]

    def pick(self, button, key):
        """Press a button that opens choices, and take one."""
        self.hands.press(button)
        button.popup.take(key)

    def rule(self, field, key="score"):
        """Ask with a rule: press, choose the field; what it compares with stays as it comes."""
        self.hands.press(field.add)
        chooser = field.box.root._chooser
        self.journey.until(lambda: chooser.popup is not None)
        chooser.popup.take(key)
        self.journey.until(lambda: field.rule is not None)
