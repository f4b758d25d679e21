"""What is done to a rule in its builder: one place that changes the tree and tells it.

Not here: how it looks (rule_box.py, rule_group.py, rule_line.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.segment_view import FieldChoice
from healthdesk.gui.parts import rule_fields, rule_tree
from healthdesk.gui.parts.rule_fields import Choices
from healthdesk.gui.parts.rule_tree import EMPTY, Group, Kind, Line, Path, Way


class RuleEdit(QObject):
    """Holds the tree of a rule.

    Signals:
        edited: the path that the keys should go to, and which part of it ("" for as it was).
        refused: why a change was not made, in a sentence.
    """

    edited = Signal(object, str)
    refused = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.tree: Group = EMPTY
        self.choices: Choices = {}
        self.today = 0
        self.locked = False

    @property
    def iso_today(self) -> str:
        """The day of the window as text."""
        return to_date(self.today).isoformat()

    def choice(self, test: Mapping[str, Any]) -> FieldChoice:
        """The choice that a test is about."""
        return rule_fields.choice_of(test, self.choices)

    def set_test(self, path: Path, test: Mapping[str, Any], part: str = "") -> None:
        """Put another test into a line."""
        self._take(rule_tree.put(self.tree, path, Line(dict(test))), path, part)

    def set_field(self, path: Path, key: str) -> None:
        """Have a line test another field."""
        choice = self.choices.get(key)
        line = rule_tree.node_at(self.tree, path)
        if choice is not None and isinstance(line, Line):
            was = self.choice(line.test)
            made = rule_fields.with_field(line.test, choice, was, self.iso_today)
            self.set_test(path, made, "value")

    def set_operator(self, path: Path, op: str) -> None:
        """Have a line test in another way."""
        line = rule_tree.node_at(self.tree, path)
        if isinstance(line, Line):
            choice = self.choice(line.test)
            made = rule_fields.with_operator(line.test, choice, op, self.iso_today)
            self.set_test(path, made, "op")

    def set_kind(self, path: Path, kind: Kind) -> None:
        """Have a group ask for all, any or none of its parts."""
        group = rule_tree.group_at(self.tree, path)
        self._take(rule_tree.put(self.tree, path, replace(group, kind=kind)), path, "kind")

    def add_line(self, parent: Path, key: str) -> None:
        """Add a line about a field at the end of a group."""
        choice = self.choices.get(key)
        if choice is not None:
            line = Line(rule_fields.new_test(choice, self.iso_today))
            self._add(parent, line, "value")

    def add_group(self, parent: Path, key: str) -> None:
        """Add a group with one line at the end of a group."""
        choice = self.choices.get(key)
        if choice is not None:
            line = Line(rule_fields.new_test(choice, self.iso_today))
            outer = rule_tree.group_at(self.tree, parent)
            self._add(parent, Group("all" if outer.kind == "any" else "any", (line,)), "kind")

    def _add(self, parent: Path, node: Line | Group, part: str) -> None:
        at = len(rule_tree.group_at(self.tree, parent).children)
        self._take(rule_tree.insert(self.tree, parent, at, node), (*parent, at), part)

    def remove(self, path: Path) -> None:
        """Take a line or a group away."""
        tree = rule_tree.remove(self.tree, path)
        parent = path[:-1]
        beside = (*parent, max(path[-1] - 1, 0)) if path else ()
        known = {one for one, _ in rule_tree.walk(tree)}
        while beside not in known:
            beside = beside[:-1]
        self._take(tree, beside, "remove")

    def duplicate(self, path: Path) -> None:
        """Put a copy of a line or a group behind it."""
        if not path:
            return
        node = _copy(rule_tree.node_at(self.tree, path))
        after = (*path[:-1], path[-1] + 1)
        self._take(rule_tree.insert(self.tree, path[:-1], path[-1] + 1, node), after, "")

    def shift(self, path: Path, way: Way) -> None:
        """Move a line or a group by one step."""
        tree, after = rule_tree.shift(self.tree, path, way)
        if tree != self.tree or after != path:
            self._take(tree, after, "")

    def move(self, path: Path, parent: Path, at: int) -> None:
        """Move a line or a group to where it was let go."""
        tree, after = rule_tree.move(self.tree, path, parent, at)
        if after != path or tree != self.tree:
            self._take(tree, after, "grip")

    def _take(self, tree: Group, path: Path, part: str) -> None:
        if self.locked:
            return
        said = rule_tree.refusal(tree)
        if said:
            self.refused.emit(said)
            return
        self.tree = tree
        self.edited.emit(path, part)


def _copy(node: Line | Group) -> Line | Group:
    if isinstance(node, Line):
        return Line(dict(node.test))
    return Group(node.kind, tuple(_copy(one) for one in node.children))
