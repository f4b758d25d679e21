"""The builder of a rule: groups and lines, dragged or moved by keys, with live counts.

One for segments and for whatever else asks with a rule. Not here: what a change does to the tree
(rule_edit.py, rule_tree.py), who counts (the page that holds it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from healthdesk.core.domain.segment_view import FieldChoice, LineCount, Wrong
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts import rule_fields, rule_tree
from healthdesk.gui.parts.rule_edit import RuleEdit
from healthdesk.gui.parts.rule_group import Room, RuleGroup
from healthdesk.gui.parts.rule_line import Grip, RuleLine
from healthdesk.gui.parts.rule_tree import Document, Path, Way
from healthdesk.gui.parts.rule_value import InputKit

Row = RuleLine | RuleGroup
FEW = 6
"""Rows that are made in a turn of the loop; more of them hold the screen up."""
EDGE, ROLL = 20, 14
"""Pixels from an end of what is seen at which a drag scrolls, and how far at a time."""
_WAYS: tuple[tuple[str, Way], ...] = (
    ("Alt+Up", "up"),
    ("Alt+Down", "down"),
    ("Alt+Left", "out"),
    ("Alt+Right", "in"),
)


class RuleBox(QWidget):
    """Shows a rule and lets it be changed.

    Signals:
        changed: the rule is another one (`rule`).
        refused: why something could not be done, in a sentence.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(
        self,
        theme: Theme,
        words: Words,
        today: int = 0,
        parent: QWidget | None = None,
        *,
        small: bool = False,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.words = words
        self.edit = RuleEdit(self)
        self.edit.today = today
        self._counts: dict[Path, LineCount] = {}
        self._wrong: Wrong | None = None
        self._stops: list[QWidget] = []
        self._short = False
        self._more = Later(self, 0, self._show)
        self._tabs = Later(self, 0, self._order_tabs)
        self._locked = False
        self._carried: Path | None = None
        self._dragged_to: int | None = None
        kit = InputKit(theme, words, today)
        self.root = RuleGroup(self.edit, kit, root=True, small=small)
        self.mark = QFrame(self)
        self.mark.setProperty("drop", "true")
        self.mark.setFixedHeight(2)
        self.mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.mark.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.root)
        whole.addStretch(1)
        self.setAccessibleName("Rule")
        self.edit.edited.connect(self._on_edit_edited)
        self.edit.refused.connect(self._on_edit_refused)
        for keys, way in _WAYS:
            self._shortcut(keys).setProperty("way", way)
        self._shortcut("Alt+Del").setProperty("way", "remove")
        self._shortcut("Ctrl+D").setProperty("way", "duplicate")
        self._show()

    def _shortcut(self, keys: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._on_shortcut_activated)
        return shortcut

    # What is shown.

    def set_choices(self, choices: Iterable[FieldChoice]) -> None:
        """Offer these fields."""
        self.edit.choices = rule_fields.by_key(choices)
        self._show()

    def set_today(self, today: int) -> None:
        """Take another day as the one that new lines begin with."""
        self.edit.today = today

    def set_rule(self, document: Mapping[str, Any]) -> None:
        """Show a rule, without telling anybody."""
        tree = rule_tree.tree_of(document)
        if tree != self.edit.tree:
            self.edit.tree = tree
            self._counts = {}
            self._show()

    def rule(self) -> Document:
        """The simplest document of what is shown."""
        return rule_tree.document_of(self.edit.tree)

    def whole_rule(self) -> Document:
        """The document whose paths the counts are told by (`set_counts`)."""
        return rule_tree.whole_document(self.edit.tree)

    @property
    def unfinished(self) -> str:
        """What a line still lacks, in a sentence; "" for nothing."""
        for line in rule_tree.lines(self.edit.tree):
            said = rule_fields.problem(line.test, self.edit.choice(line.test))
            if said:
                return said
        return ""

    def set_counts(self, counts: Iterable[LineCount]) -> None:
        """Show how many accounts each place lets through; paths are those of `whole_rule`."""
        by_place = {one.path: one for one in counts}
        found = {
            path: by_place[place]
            for path, place in rule_tree.places(self.edit.tree).items()
            if place in by_place
        }
        self._counts = found
        for row in self.rows():
            row.say_count(found.get(row.path), self.words)

    def grey_counts(self) -> None:
        """Show the counts as old ones: newer ones are being looked for."""
        for row in self.rows():
            row.count.grey()

    def set_wrong(self, wrong: Wrong | None) -> None:
        """Say what is wrong with the rule at its place."""
        self._wrong = wrong
        self._say_wrong()

    def _say_wrong(self) -> None:
        wrong = self._wrong
        path = rule_tree.path_at(self.edit.tree, wrong.path) if wrong is not None else None
        for row in self.rows():
            row.say_wrong(wrong.sentence if wrong is not None and row.path == path else "")

    def set_locked(self, on: bool) -> None:
        """Only show the rule, or let it be changed."""
        self._locked = on
        self.edit.locked = on
        for row in self.rows():
            row.lock(on)

    def rows(self) -> Iterator[Row]:
        """Every group and line, in the order of reading."""
        yield from _rows(self.root)

    def row(self, path: Path) -> Row:
        """The group or line at a path."""
        return next(one for one in self.rows() if one.path == path)

    def focus_first(self) -> None:
        """Let the keys go to the first line, else to the choice of the group."""
        row = next((one for one in self.rows() if isinstance(one, RuleLine)), None)
        (self.root.part("kind") if row is None else row.field).setFocus()

    @property
    def whole(self) -> bool:
        """Whether all of the rule is shown; a long one comes a few rows at a time."""
        return not self._short

    @Slot()
    def _show(self) -> None:
        before = {id(row) for row in self.rows()}
        going_on, room = self._short, Room(FEW)
        self._more.stop()
        # Of each part that is shown or hidden Qt would lay out all the others: once is enough.
        self._hold_layouts(True)
        self.root.show_group((), self.edit.tree, room)
        self._hold_layouts(False)
        self._short = room.short
        if room.short:
            self._more.start()
        if going_on and self._wrong is not None:
            self._say_wrong()
        for row in self.rows():
            new = id(row) not in before
            if going_on and not new:
                continue
            if new or row is self.root:
                self._adopt(row)
            row.say_count(self._counts.get(row.path), self.words)
            if self._locked:
                row.lock(True)
        if going_on:
            self._tabs.start()  # a turn of its own: the last rows of a long rule are enough for one
        else:
            self._order_tabs()

    def _hold_layouts(self, on: bool) -> None:
        for widget in (self, *self.rows()):
            layout = None if isinstance(widget, RuleLine) else widget.layout()
            if layout is not None:
                layout.setEnabled(not on)

    def _adopt(self, row: Row) -> None:
        if row.property("adopted"):
            return
        row.setProperty("adopted", True)
        row.grip.carried.connect(self._on_grip_carried)
        row.grip.dropped.connect(self._on_grip_dropped)
        row.grip.given_up.connect(self._on_grip_given_up)

    def _order_tabs(self) -> None:
        """Have Tab go through the parts as they are read."""
        if self._short:
            return
        stops = list(_tab_order(self.root))
        if stops == self._stops:
            return
        self._stops = stops
        before: QWidget | None = None
        for widget in stops:
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget

    # What is done.

    @Slot(object, str)
    def _on_edit_edited(self, path: Path, part: str) -> None:
        held = part or self._part_with_keys()
        self._show()
        self.grey_counts()
        if part != "stay":
            self._focus(path, held)
        self.changed.emit()

    @Slot(str)
    def _on_edit_refused(self, sentence: str) -> None:
        self.refused.emit(sentence)

    def _focus(self, path: Path, part: str) -> None:
        row = next((one for one in self.rows() if one.path == path), None)
        if row is not None:
            row.part(part).setFocus(Qt.FocusReason.OtherFocusReason)
            self._bring_into_view(row)

    def _bring_into_view(self, row: QWidget) -> None:
        area = self._scroll_area()
        if area is not None:
            self.root.updateGeometry()
            area.ensureWidgetVisible(row, 0, 12)

    def _row_with_keys(self) -> Row | None:
        widget: QWidget | None = QApplication.focusWidget()
        while widget is not None and widget is not self:
            if isinstance(widget, (RuleLine, RuleGroup)):
                return widget
            widget = widget.parentWidget()
        return None

    def _part_with_keys(self) -> str:
        row = self._row_with_keys()
        return row.part_with_keys() if row is not None else "grip"

    @Slot()
    def _on_shortcut_activated(self) -> None:
        row = self._row_with_keys()
        if row is None or self._locked:
            return
        way = str(self.sender().property("way"))
        if way == "remove":
            self.edit.remove(row.path)
        elif way == "duplicate":
            self.edit.duplicate(row.path)
        else:
            self.edit.shift(row.path, next(one for _, one in _WAYS if one == way))

    # Dragging.

    def place_at(self, y: int, carried: Path) -> tuple[Path, int, int]:
        """Where something carried would land: the group, before which part, and at what height."""
        best = ((), 0, 0)
        distance = 1 << 30
        for parent, at, line in self._gaps():
            if parent[: len(carried)] == carried:
                continue
            if abs(line - y) < distance:
                distance, best = abs(line - y), (parent, at, line)  # type: ignore[assignment]
        return best

    def _gaps(self) -> Iterator[tuple[Path, int, int]]:
        """Every gap between parts: its group, its index there, and where it lies."""
        for row in self.rows():
            if not isinstance(row, RuleGroup):
                continue
            foot = row.kind.mapTo(self, QPoint(0, row.kind.height())).y() + 3
            yield row.path, 0, foot
            for at, child in enumerate(row.rows):
                low = child.mapTo(self, QPoint(0, child.height())).y() + 3
                yield row.path, at + 1, low

    def _roll_at(self, at: QPoint) -> None:
        """Scroll on where something is dragged to an end of what is seen."""
        area = self._scroll_area()
        if area is None:
            return
        view, bar = area.viewport(), area.verticalScrollBar()
        y = view.mapFromGlobal(at).y()
        before, self._dragged_to = self._dragged_to, y
        if before is None:
            return  # a drag that only begins scrolls nothing
        if y < EDGE and y <= before:
            bar.setValue(bar.value() - ROLL)
        elif y > view.height() - EDGE and y >= before:
            bar.setValue(bar.value() + ROLL)

    def _scroll_area(self) -> QScrollArea | None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        return parent

    def _carried_row(self) -> Row | None:
        grip = self.sender()
        if isinstance(grip, Grip):
            parent = grip.parentWidget()
            if isinstance(parent, (RuleLine, RuleGroup)):
                return parent
        return None

    @Slot(QPoint)
    def _on_grip_carried(self, at: QPoint) -> None:
        row = self._carried_row()
        if row is None or self._locked:
            return
        if self._carried is None:
            self._dragged_to = None
        self._carried = row.path
        self._roll_at(at)
        parent, index, y = self.place_at(self.mapFromGlobal(at).y(), row.path)
        del index
        group = next(one for one in self.rows() if one.path == parent)
        left = group.mapTo(self, QPoint(8, 0)).x()
        self.mark.setGeometry(QRect(left, y - 1, group.width() - 16, 2))
        self.mark.show()
        self.mark.raise_()

    @Slot(QPoint)
    def _on_grip_dropped(self, at: QPoint) -> None:
        carried, self._carried = self._carried, None
        self.mark.hide()
        if carried is not None and not self._locked:
            parent, index, _ = self.place_at(self.mapFromGlobal(at).y(), carried)
            self.edit.move(carried, parent, index)

    @Slot()
    def _on_grip_given_up(self) -> None:
        self._carried = None
        self.mark.hide()


def _rows(group: RuleGroup) -> Iterator[Row]:
    yield group
    for row in group.rows:
        if isinstance(row, RuleGroup):
            yield from _rows(row)
        else:
            yield row


def _tab_order(group: RuleGroup) -> Iterator[QWidget]:
    yield group.grip
    yield group.part("kind")
    yield group.remove
    for row in group.rows:
        if isinstance(row, RuleGroup):
            yield from _tab_order(row)
        else:
            yield row.grip
            yield row.field
            yield row.options
            yield row.operator
            if row.value is not None:
                yield from row.value.tab_stops()
            yield row.remove
    yield group.add
    yield group.add_group
