"""A group of a rule: all, any or none of what stands in it; groups lie within groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.segment_view import LineCount
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.rule_edit import RuleEdit
from healthdesk.gui.parts.rule_line import CountLabel, Grip, RuleLine, field_options, small_button
from healthdesk.gui.parts.rule_tree import KINDS, Group, Kind, Line, Node, Path
from healthdesk.gui.parts.rule_value import InputKit
from healthdesk.gui.parts.segmented import Segmented
from healthdesk.gui.parts.select_button import SelectButton

RADIUS, BAR = 8, 3
_SAYS: dict[Kind, tuple[str, str, str]] = {
    "all": ("of these is true", "of these are true", "nothing asked: every account"),
    "any": ("of these is true", "of these is true", "nothing offered: no account"),
    "not": ("this must not hold", "none of these", "nothing ruled out: every account"),
}
"""What stands beside the choice: for one part, for several, for none."""
_KINDS: dict[str, Kind] = {kind: kind for kind in KINDS}


@dataclass
class Room:
    """How many rows may still be made in this turn of the loop; `short` where they were too few."""

    left: int
    short: bool = False

    def take(self) -> bool:
        """Whether one more may be made."""
        self.short = self.short or self.left <= 0
        self.left -= 1
        return not self.short


class RuleGroup(QFrame):
    """Parts under each other, with what joins them above; the root has no grip."""

    def __init__(self, edit: RuleEdit, kit: InputKit, *, root: bool, small: bool = False) -> None:
        super().__init__()
        self._edit = edit
        self.kit = kit
        self.root = root
        self.path: Path = ()
        self.group = Group("all")
        self._small = small
        self.rows: list[RuleLine | RuleGroup] = []
        self.grip = Grip(kit.theme)
        self.kind = Segmented("Of these", [(one, one) for one in KINDS])
        self.says = PlainLabel("", "second", elide=True)
        self.count = CountLabel()
        self.remove = small_button(kit.theme, "x", "Remove this group")
        self.wrong = PlainLabel("", "caption", tone="poor", wrap=True)
        self.wrong.hide()
        self.add = self._adder("Condition", "plus", "Add a condition")
        self.add_group = self._adder("Group", "square-plus", "Add a group")
        self._chooser = SelectButton(kit.theme, "Field", self)
        self._chooser.hide()
        self._chooser.offer(self._fields, "Find a field")
        self._adding_group = False
        self._lay_out()
        # Not before: what has no parent yet would show as a window of its own.
        self.grip.setVisible(not root)
        self.remove.setVisible(not root)
        self.kind.chosen.connect(self._on_kind_chosen)
        self.add.clicked.connect(self._on_add_clicked)
        self.add_group.clicked.connect(self._on_add_group_clicked)
        self.remove.clicked.connect(self._on_remove_clicked)
        self._chooser.chosen.connect(self._on_chooser_chosen)

    def _adder(self, text: str, icon: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "quiet")
        button.setProperty("compact", "true")
        button.setAccessibleName(name)
        self.kit.theme.bind_icon(button, icon, "text2", 16)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self.grip)
        head.addWidget(self.kind)
        head.addWidget(self.says, 1)
        head.addWidget(self.count)
        head.addWidget(self.remove)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(4 if self._small else 6)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(8)
        foot.addWidget(self.add)
        foot.addWidget(self.add_group)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        side = 8 if self._small else 10
        whole.setContentsMargins(side + (0 if self.root else BAR - 1), 8, side, 6)
        whole.setSpacing(6)
        whole.addLayout(head)
        whole.addWidget(self.wrong)
        whole.addLayout(self._body)
        whole.addLayout(foot)

    def show_group(self, path: Path, group: Group, room: Room) -> None:
        """Show another group; parts that can go on showing another one of their kind stay.

        Parts for which there is no room are left out: shown again with more, it shows them, too.
        """
        self.path, self.group = path, group
        self.kind.set_value(group.kind)
        says = _SAYS[group.kind]
        number = len(group.children)
        told = says[2] if not number else says[0] if number == 1 else says[1]
        short = self._small and number and group.kind != "not"
        self.says.setText("of these" if short else told)
        self.setAccessibleName(f"Group: {group.kind} {self.says.full_text}")
        self.grip.setAccessibleName("Move this group")
        self._shift_rows(group)
        for at, child in enumerate(group.children):
            inner = isinstance(child, Group)
            if not self._has(at, inner=inner) and not room.take():
                number = at
                break
            self._fit(at, inner=inner)
            row = self.rows[at]
            if isinstance(row, RuleGroup) and isinstance(child, Group):
                row.show_group((*path, at), child, room)
            elif isinstance(row, RuleLine) and not isinstance(child, Group):
                row.show_test((*path, at), child.test)
        while len(self.rows) > number:
            self._drop(self.rows.pop())

    def _shift_rows(self, group: Group) -> None:
        """Where parts went, or one came, in the middle, have those behind keep their rows."""
        children, rows = group.children, self.rows
        gone = len(rows) - len(children)
        first = 0
        while first < min(len(rows), len(children)) and _shows(rows[first], children[first]):
            first += 1
        if gone > 0 and _all_show(rows[first + gone :], children[first:]):
            for row in rows[first : first + gone]:
                self._drop(row)
            del rows[first : first + gone]
        elif gone == -1 and first < len(rows) and _all_show(rows[first:], children[first + 1 :]):
            self._make(first, inner=isinstance(children[first], Group))

    def _has(self, at: int, *, inner: bool) -> bool:
        """Whether a row of the right kind is at a place."""
        return at < len(self.rows) and isinstance(self.rows[at], RuleGroup) == inner

    def _fit(self, at: int, *, inner: bool) -> None:
        """Have a row of the right kind at a place."""
        if self._has(at, inner=inner):
            return
        if at < len(self.rows):
            self._drop(self.rows.pop(at))
        self._make(at, inner=inner)

    def _make(self, at: int, *, inner: bool) -> None:
        """Put a new row at a place."""
        row: RuleLine | RuleGroup
        if inner:
            row = RuleGroup(self._edit, self.kit, root=False, small=self._small)
        else:
            row = RuleLine(self._edit, self.kit, small=self._small)
        self.rows.insert(at, row)
        self._body.insertWidget(at, row)
        row.show()

    def _drop(self, row: QWidget) -> None:
        self._body.removeWidget(row)
        row.hide()
        row.deleteLater()

    def say_count(self, count: LineCount | None, words: Words) -> None:
        """Say how many of those that reach the group it lets through."""
        if count is None or self.root:
            self.count.say("", "")
            return
        held, of = words.number(count.held), words.number(count.of)
        if self.group.kind == "not":
            out = words.number(count.of - count.held)
            self.count.say(f"leaves out {out}", f"leaves out {out} of {of}")
        else:
            self.count.say(f"{held} of the {of}", f"{held} of the {of} pass")

    def say_wrong(self, sentence: str) -> None:
        """Say what is wrong with the group as a whole."""
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))

    def lock(self, on: bool) -> None:
        """Only show, or let it be changed."""
        for part in (self.grip, self.kind, self.remove, self.add, self.add_group):
            part.setEnabled(not on)
        for part in (self.add, self.add_group):
            part.setVisible(not on)
        self.remove.setVisible(not on and not self.root)

    def part(self, name: str) -> QWidget:
        """The control of a name."""
        if name == "grip" and not self.root:
            return self.grip
        buttons = self.kind.findChildren(QPushButton)
        checked = next((one for one in buttons if one.isChecked()), self.add)
        return {"add": self.add, "remove": self.add}.get(name, checked)

    def part_with_keys(self) -> str:
        """The name of the control that has the keys."""
        focus = self.focusWidget()
        if focus is self.grip:
            return "grip"
        return "add" if focus in (self.add, self.add_group) else "kind"

    def _fields(self) -> list[Option]:
        return field_options(tuple(self._edit.choices.values()))

    @Slot(str)
    def _on_kind_chosen(self, kind: str) -> None:
        self._edit.set_kind(self.path, _KINDS[kind])

    @Slot()
    def _on_add_clicked(self) -> None:
        self._adding_group = False
        self._chooser.open_list(self.add)

    @Slot()
    def _on_add_group_clicked(self) -> None:
        self._adding_group = True
        self._chooser.open_list(self.add_group)

    @Slot(str)
    def _on_chooser_chosen(self, key: str) -> None:
        if self._adding_group:
            self._edit.add_group(self.path, key)
        else:
            self._edit.add_line(self.path, key)

    @Slot()
    def _on_remove_clicked(self) -> None:
        self._edit.remove(self.path)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, its edge, and the line at the left of a group within another."""
        del event
        theme = self.kit.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("surface" if len(self.path) % 2 == 0 else "canvas"))
        ground = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(ground, RADIUS, RADIUS)
        if not self.root:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("edge"))
            painter.setClipRect(QRectF(0, 0, BAR, self.height()))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        painter.end()


def _shows(row: RuleLine | RuleGroup, child: Node) -> bool:
    """Whether a row shows just this part of a rule."""
    if isinstance(row, RuleGroup):
        return row.group is child
    return isinstance(child, Line) and row.test is child.test


def _all_show(rows: Sequence[RuleLine | RuleGroup], children: Sequence[Node]) -> bool:
    return all(_shows(row, child) for row, child in zip(rows, children, strict=True))
