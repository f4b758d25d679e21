"""Reading values out of documents."""

from __future__ import annotations

import math
from typing import Any

import pytest

from healthdesk.core.domain import document
from healthdesk.core.domain.document import Node
from healthdesk.core.domain.errors import BadDocument


def refused(call: Any, *arguments: Any) -> BadDocument:
    with pytest.raises(BadDocument) as caught:
        call(*arguments)
    return caught.value


def test_nodes_know_where_they_are() -> None:
    node = Node({"a": {"b": 3}, "t": "x", "l": [1], "c": "red"}, "top")
    inner = node.node("a")
    assert inner.place == "top > a"
    assert inner.number("b") == 3
    assert node.text("t") == "x"
    assert node.items("l") == [1]
    assert node.choice("c", ("red", "blue")) == "red"
    node.end()
    assert "a" in node
    assert "z" not in node
    assert refused(node.take, "z").place == "top"
    assert node.take("z", 5) == 5


def test_what_nobody_asked_for_is_refused() -> None:
    node = Node({"a": 1, "b": 2}, "top")
    node.take("a")
    assert refused(node.end).reason == 'has an unknown key "b"'
    assert node.rest() == {"b": 2}
    node.end()


@pytest.mark.parametrize(
    ("call", "value"),
    [
        (document.as_text, ""),
        (document.as_text, " "),
        (document.as_text, None),
        (document.as_text, "x" * 501),
        (document.as_number, "1"),
        (document.as_number, True),
        (document.as_number, None),
        (document.as_number, math.nan),
        (document.as_number, math.inf),
        (document.as_number, 10**400),
        (document.as_list, "ab"),
        (document.as_list, [1] * 1001),
        (Node, []),
        (Node, {1: 2}),
    ],
)
def test_refusals(call: Any, value: Any) -> None:
    assert refused(call, value, "here").place == "here"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0, math.inf, "must be at least 0, not -5"),
        (-math.inf, -6, "must be at most -6, not -5"),
        (0, 1.5, "must be between 0 and 1.5, not -5"),
    ],
)
def test_bounds_in_words(low: float, high: float, words: str) -> None:
    assert refused(document.as_number, -5, "here", low, high).reason == words


def test_whole_numbers() -> None:
    assert document.as_whole(3.0, "here", 0, 9) == 3
    assert refused(document.as_whole, 3.5, "here", 0, 9).reason == "must be a whole number"


def test_plain_and_short() -> None:
    assert [document.plain(one) for one in (3.0, 2.5, 7)] == [3, 2.5, 7]
    assert isinstance(document.plain(3.0), int)
    assert document.plain(2.0**60) == 2.0**60
    assert document.shorten("x" * 50) == '"' + "x" * 40 + '…"'
    assert document.shorten(5) == '"5"'


def test_json() -> None:
    assert document.decode('{"a": 1}', "here") == {"a": 1}
    for text in ("", "{", "[NaN]", b"\xff", "[" * 50_000):
        assert refused(document.decode, text, "here").place == "here"
