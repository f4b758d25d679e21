"""A rule as groups and lines that can be moved about: pure functions over frozen trees.

A group of kind "not" holds where none of its children does. A path names a place by the indices of
children from the root; () is the root, which is always a group.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from healthdesk.core.domain.rule import MAX_DEPTH, MAX_NODES

Document = dict[str, Any]
Path = tuple[int, ...]
Kind = Literal["all", "any", "not"]
Way = Literal["up", "down", "out", "in"]
KINDS: tuple[Kind, ...] = ("all", "any", "not")


@dataclass(frozen=True)
class Line:
    """One test, as it stands in a document."""

    test: Mapping[str, Any]


@dataclass(frozen=True)
class Group:
    """Lines and groups of which all, any or none must hold."""

    kind: Kind
    children: tuple[Node, ...] = ()


Node = Line | Group
EMPTY = Group("all")


def tree_of(document: Mapping[str, Any]) -> Group:
    """The tree of a rule's document; a bare test stands alone in an `all`."""
    node = _node(document)
    return node if isinstance(node, Group) else Group("all", (node,))


def _node(document: Mapping[str, Any]) -> Node:
    for kind in ("all", "any"):
        if kind in document:
            return Group(kind, tuple(_node(one) for one in document[kind]))
    if "not" in document:
        inner = document["not"]
        return Group("not", tuple(_node(one) for one in inner.get("any", (inner,))))
    return Line(dict(document))


def simplest(document: Mapping[str, Any]) -> Document:
    """The simplest document that means the same as a document."""
    return document_of(tree_of(document))


def document_of(tree: Group) -> Document:
    """The simplest document that means the same: groups of one stand for that one."""
    return _simple(tree)


def _simple(node: Node) -> Document:
    if isinstance(node, Line):
        return dict(node.test)
    children = [_simple(one) for one in node.children]
    if node.kind == "not":
        return {"not": children[0] if len(children) == 1 else {"any": children}}
    return children[0] if len(children) == 1 else {node.kind: children}


def whole_document(tree: Group) -> Document:
    """The document in which every group and line of the tree has a place of its own."""
    return _whole(tree)


def _whole(node: Node) -> Document:
    if isinstance(node, Line):
        return dict(node.test)
    children = [_whole(one) for one in node.children]
    if node.kind == "not":
        return {"not": children[0] if _alone(node) else {"any": children}}
    return {node.kind: children}


def _alone(node: Group) -> bool:
    """Whether a `not` holds its one part itself; an `any` there would be taken for its parts."""
    first = node.children[0] if len(node.children) == 1 else None
    return first is not None and not (isinstance(first, Group) and first.kind == "any")


def places(tree: Group) -> dict[Path, Path]:
    """Where each place of the tree stands in its whole document."""
    return dict(_places(tree, (), ()))


def _places(node: Node, path: Path, place: Path) -> Iterator[tuple[Path, Path]]:
    yield path, place
    if isinstance(node, Line):
        return
    inside = place
    if node.kind == "not":
        inside = (*place, 0)
        if _alone(node):
            yield from _places(node.children[0], (*path, 0), inside)
            return
    for at, child in enumerate(node.children):
        yield from _places(child, (*path, at), (*inside, at))


def path_at(tree: Group, place: Path) -> Path:
    """The place of the tree that a place of its whole document is, or lies in."""
    by_place = {one: path for path, one in places(tree).items()}
    for long in range(len(place), -1, -1):
        if place[:long] in by_place:
            return by_place[place[:long]]
    return ()


def node_at(tree: Group, path: Path) -> Node:
    """What stands at a place."""
    node: Node = tree
    for at in path:
        if not isinstance(node, Group):
            raise IndexError(path)
        node = node.children[at]
    return node


def group_at(tree: Group, path: Path) -> Group:
    """The group at a place."""
    node = node_at(tree, path)
    if not isinstance(node, Group):
        raise IndexError(path)
    return node


def put(tree: Group, path: Path, node: Node) -> Group:
    """Replace what stands at a place."""
    if not path:
        return node if isinstance(node, Group) else Group("all", (node,))
    parent = group_at(tree, path[:-1])
    children = list(parent.children)
    children[path[-1]] = node
    return put(tree, path[:-1], replace(parent, children=tuple(children)))


def insert(tree: Group, parent: Path, at: int, node: Node) -> Group:
    """Put a node into a group, before what stands at that index."""
    group = group_at(tree, parent)
    children = (*group.children[:at], node, *group.children[at:])
    return put(tree, parent, replace(group, children=children))


def remove(tree: Group, path: Path) -> Group:
    """Take a node away; groups that it leaves empty go with it, but the root."""
    if not path:
        return replace(tree, children=())
    parent = group_at(tree, path[:-1])
    children = parent.children[: path[-1]] + parent.children[path[-1] + 1 :]
    if not children and len(path) > 1:
        return remove(tree, path[:-1])
    return put(tree, path[:-1], replace(parent, children=children))


def move(tree: Group, source: Path, parent: Path, at: int) -> tuple[Group, Path]:
    """Move a node into a group, before what stands at that index now; gives its new path.

    A group is not moved into itself: then nothing changes.
    """
    if not source or parent[: len(source)] == source:
        return tree, source
    node = node_at(tree, source)
    marked = put(tree, source, _GAP)
    marked = insert(marked, parent, at, node)
    gap = next(path for path, one in walk(marked) if one is _GAP)
    done = remove(marked, gap)
    return done, next(path for path, one in walk(done) if one is node)


_GAP = Line({"field": "", "op": ""})


def shift(tree: Group, path: Path, way: Way) -> tuple[Group, Path]:
    """Move a node by one step; where there is no such step nothing changes.

    Up and down walk in the order of reading: past a line, into a group, out of it at its ends. Out
    puts it behind its group, in into the group above it, else the one below.
    """
    if not path:
        return tree, path
    parent, at = path[:-1], path[-1]
    siblings = group_at(tree, parent).children
    if way == "in":
        return _into_beside(tree, path)
    beside = at + (-1 if way == "up" else 1)
    if way == "out" or not 0 <= beside < len(siblings):
        behind = way != "up"
        return move(tree, path, parent[:-1], parent[-1] + behind) if parent else (tree, path)
    other = siblings[beside]
    if isinstance(other, Group):
        end = len(other.children) if way == "up" else 0
        return move(tree, path, (*parent, beside), end)
    return move(tree, path, parent, beside + (way == "down"))


def _into_beside(tree: Group, path: Path) -> tuple[Group, Path]:
    parent, at = path[:-1], path[-1]
    siblings = group_at(tree, parent).children
    for beside in (at - 1, at + 1):
        if 0 <= beside < len(siblings):
            other = siblings[beside]
            if isinstance(other, Group):
                end = len(other.children) if beside < at else 0
                return move(tree, path, (*parent, beside), end)
    return tree, path


def walk(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every node with its path, in the order of reading."""
    yield path, node
    if isinstance(node, Group):
        for at, child in enumerate(node.children):
            yield from walk(child, (*path, at))


def lines(tree: Group) -> tuple[Line, ...]:
    """Every line, in the order of reading."""
    return tuple(one for _, one in walk(tree) if isinstance(one, Line))


def refusal(tree: Group) -> str:
    """Why a tree is too large for a rule, in a sentence; "" where it is not."""
    document = whole_document(tree)
    depth, nodes = _depth(document), _nodes(document)
    if depth > MAX_DEPTH:
        return f"Groups can lie {MAX_DEPTH} deep at most."
    return f"A rule has {MAX_NODES} parts at most." if nodes > MAX_NODES else ""


def _inside(document: Document) -> list[Document]:
    for kind in ("all", "any"):
        if kind in document:
            return list(document[kind])
    return [document["not"]] if "not" in document else []


def _depth(document: Document) -> int:
    return 1 + max((_depth(one) for one in _inside(document)), default=0)


def _nodes(document: Document) -> int:
    return 1 + sum(_nodes(one) for one in _inside(document))
