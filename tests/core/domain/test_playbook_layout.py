"""The canvas of a playbook: nothing overlaps, every step has a box, every place a slot."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.playbook import Arm
from healthdesk.core.domain.playbook_edit import Place
from healthdesk.core.domain.playbook_layout import (
    FINISH_KEY,
    HIGH,
    PILL,
    START_KEY,
    WIDE,
    beside,
    lay_out,
)
from tests.core.domain.playbook_trees import chain, ids, places, playbooks, step

SOME = settings(max_examples=80)


def apart(one, other):
    return (
        one.right <= other.x or other.right <= one.x or one.bottom <= other.y
        or other.bottom <= one.y
    )  # fmt: skip


@SOME
@given(playbooks())
def test_boxes_lie_apart_and_inside(playbook):
    drawn = lay_out(playbook)
    boxes = drawn.boxes
    keys = [box.key for box in boxes if box.key not in {START_KEY, FINISH_KEY}]
    assert keys == ids(playbook)
    for at, one in enumerate(boxes):
        assert one.rect.x >= 0
        assert one.rect.y >= 0
        assert one.rect.right <= drawn.width
        assert one.rect.bottom <= drawn.height
        assert all(apart(one.rect, other.rect) for other in boxes[at + 1 :])
    counted = [box.number for box in boxes if box.number]
    assert counted == list(range(1, len(counted) + 1))


@SOME
@given(playbooks(), st.data())
def test_every_place_has_a_slot_that_finds_itself(playbook, data):
    drawn = lay_out(playbook)
    assert sorted(map(repr, (slot.place for slot in drawn.slots))) == sorted(
        map(repr, places(playbook))
    )
    slot = data.draw(st.sampled_from(drawn.slots))
    assert drawn.slot_at(slot.x, slot.y) == slot
    assert drawn.nearest(slot.x, slot.y) == slot
    assert drawn.box_at(slot.x, slot.y) is None


@SOME
@given(playbooks())
def test_lines_go_down_or_across_and_cross_no_box(playbook):
    drawn = lay_out(playbook)
    for line in drawn.lines:
        for (x, y), (to_x, to_y) in pairwise(line):
            assert x == to_x or y == to_y
            assert to_y >= y
            inside = [
                box.key
                for box in drawn.boxes
                if box.rect.x < (x + to_x) / 2 < box.rect.right
                and box.rect.y < (y + to_y) / 2 < box.rect.bottom
            ]
            assert inside == []


@SOME
@given(playbooks(), st.data())
def test_arrows_there_and_nowhere_else(playbook, data):
    drawn = lay_out(playbook)
    key = data.draw(st.sampled_from([box.key for box in drawn.boxes]))
    here = drawn.box(key).rect
    down, left = drawn.box(beside(drawn, key, "down")), drawn.box(beside(drawn, key, "left"))
    assert down.key == key or down.rect.y > here.y
    assert left.key == key or left.rect.middle < here.middle
    if key != START_KEY:
        assert beside(drawn, key, "up") != key


def test_as_in_the_picture():
    made = chain(
        step("call"),
        step("wait", "wait"),
        step("fork", "branch", arms=(Arm("yes", None, (step("a"), step("b"))), Arm("no"))),
        step("outcome", "outcome"),
    )
    drawn = lay_out(made)
    assert (drawn.box("call").rect.w, drawn.box("call").rect.h) == (WIDE, HIGH)
    assert drawn.box("wait").rect.h == PILL
    assert [drawn.box(key).number for key in ("call", "wait", "fork", "a", "b")] == [1, 0, 2, 3, 4]
    assert drawn.box("a").rect.right < drawn.box("fork").rect.middle
    assert drawn.box(FINISH_KEY) is None
    assert [(tag.text, tag.left) for tag in drawn.tags] == [("yes", True), ("no", False)]
    empty = drawn.slot(Place("fork", 1, 0))
    assert empty.x > drawn.box("fork").rect.middle
    assert drawn.slot(Place("", 0, 4)).y > drawn.box("outcome").rect.y
    assert beside(drawn, START_KEY, "down") == "call"


def test_nothing_yet():
    drawn = lay_out(chain())
    assert [box.key for box in drawn.boxes] == [START_KEY, FINISH_KEY]
    assert [slot.place for slot in drawn.slots] == [Place()]
