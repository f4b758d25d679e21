"""Rules as trees: documents go through them unchanged in meaning, moves lose and double nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.gui.parts import rule_tree
from healthdesk.gui.parts.rule_tree import Group, Line

A, B, C, D = ({"field": one, "op": "is present"} for one in "abcd")


@st.composite
def lines(draw):
    number = draw(st.integers(0, 10**9))
    return Line({"field": f"f{number}", "op": "=", "value": number})


def groups(children):
    return st.builds(
        Group, st.sampled_from(rule_tree.KINDS), st.lists(children, max_size=4).map(tuple)
    )


TREES = groups(st.recursive(lines(), groups, max_leaves=8))


def holds(document, true):
    """A plain reading of a document: which of its tests hold is told by their field."""
    if "all" in document:
        return all(holds(one, true) for one in document["all"])
    if "any" in document:
        return any(holds(one, true) for one in document["any"])
    if "not" in document:
        return not holds(document["not"], true)
    return document["field"] in true


def names_of(tree):
    return sorted(line.test["field"] for line in rule_tree.lines(tree))


def document_node(document, place):
    for at in place:
        for kind in ("all", "any"):
            if kind in document:
                document = document[kind][at]
                break
        else:
            assert at == 0
            document = document["not"]
    return document


@settings(max_examples=50)
@given(TREES, st.data())
def test_both_documents_mean_what_the_tree_means(tree, data):
    some = data.draw(st.sets(st.sampled_from(names_of(tree) or ["none"])))
    whole, simple = rule_tree.whole_document(tree), rule_tree.document_of(tree)
    assert holds(whole, some) == holds(simple, some)
    again = rule_tree.tree_of(simple)
    assert rule_tree.document_of(again) == simple
    assert holds(rule_tree.whole_document(again), some) == holds(simple, some)


@settings(max_examples=50)
@given(TREES)
def test_a_whole_document_gives_the_tree_back_and_its_places_are_those(tree):
    whole = rule_tree.whole_document(tree)
    assert rule_tree.tree_of(whole) == tree
    places = rule_tree.places(tree)
    assert set(places) == {path for path, _ in rule_tree.walk(tree)}
    for path, node in rule_tree.walk(tree):
        if isinstance(node, Line):
            assert document_node(whole, places[path]) == node.test
            assert rule_tree.path_at(tree, places[path]) == path


@settings(max_examples=50)
@given(TREES, st.data())
def test_a_move_keeps_every_line_once(tree, data):
    paths = [path for path, _ in rule_tree.walk(tree) if path]
    if not paths:
        return
    source = data.draw(st.sampled_from(paths))
    inside = [path for path, one in rule_tree.walk(tree) if isinstance(one, Group)]
    parent = data.draw(st.sampled_from(inside))
    at = data.draw(st.integers(0, len(rule_tree.group_at(tree, parent).children)))
    node = rule_tree.node_at(tree, source)
    after, path = rule_tree.move(tree, source, parent, at)
    assert names_of(after) == names_of(tree)
    assert rule_tree.node_at(after, path) == node


@settings(max_examples=50)
@given(TREES, st.data())
def test_a_step_keeps_every_line_once(tree, data):
    paths = [path for path, _ in rule_tree.walk(tree) if path]
    if not paths:
        return
    path = data.draw(st.sampled_from(paths))
    way = data.draw(st.sampled_from(["up", "down", "out", "in"]))
    after, now = rule_tree.shift(tree, path, way)
    assert names_of(after) == names_of(tree)
    assert rule_tree.node_at(after, now) == rule_tree.node_at(tree, path)


def test_up_and_down_walk_through_groups():
    tree = rule_tree.tree_of({"all": [A, {"any": [B, C]}, D]})
    tree, path = rule_tree.shift(tree, (0,), "down")
    assert path == (0, 0)
    assert rule_tree.document_of(tree) == {"all": [{"any": [A, B, C]}, D]}
    tree, path = rule_tree.shift(tree, path, "up")
    assert path == (0,)
    assert rule_tree.document_of(tree) == {"all": [A, {"any": [B, C]}, D]}
    tree, path = rule_tree.shift(tree, (1, 1), "down")
    assert rule_tree.document_of(tree) == {"all": [A, B, C, D]}


def test_out_and_in():
    tree = rule_tree.tree_of({"all": [{"any": [A, B]}, C]})
    tree, path = rule_tree.shift(tree, (1,), "in")
    assert path == (0, 2)
    tree, path = rule_tree.shift(tree, path, "out")
    assert rule_tree.document_of(tree) == {"all": [{"any": [A, B]}, C]}
    assert path == (1,)
    assert rule_tree.shift(tree, (1,), "out") == (tree, (1,))


def test_a_group_is_not_moved_into_itself():
    tree = rule_tree.tree_of({"all": [{"any": [A, B]}, C]})
    assert rule_tree.move(tree, (0,), (0,), 1) == (tree, (0,))


def test_the_last_line_takes_its_group_along():
    tree = rule_tree.tree_of({"all": [{"any": [A]}, C]})
    assert rule_tree.document_of(rule_tree.remove(tree, (0, 0))) == C
    assert rule_tree.remove(rule_tree.tree_of(A), (0,)) == Group("all")


def test_none_of_several_is_a_not_of_an_any():
    tree = Group("not", (Line(A), Line(B)))
    assert rule_tree.document_of(tree) == {"not": {"any": [A, B]}}
    assert rule_tree.tree_of({"not": {"any": [A, B]}}) == tree
    assert rule_tree.places(tree)[1,] == (0, 1)


def test_too_deep_and_too_many_are_refused():
    tree = Group("all", (Line(A),))
    for _ in range(7):
        tree = Group("any", (tree, Line(B)))
    assert "deep" in rule_tree.refusal(tree)
    assert "200" in rule_tree.refusal(Group("all", (Line(A),) * 200))
    assert rule_tree.refusal(Group("all", (Line(A),) * 199)) == ""
