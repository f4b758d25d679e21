"""Laws of changing a playbook: what is not touched keeps its place, moves can be taken back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain import playbook_edit as edit
from healthdesk.core.domain.drafting import Draft
from healthdesk.core.domain.playbook import (
    MAX_ARMS,
    PREVIOUS,
    RENEWAL,
    Arm,
    When,
    dump_playbook,
    every,
    parse_playbook,
)
from healthdesk.core.domain.playbook_edit import Place
from healthdesk.core.readings import CATALOGUE as READINGS
from tests.core.domain.playbook_trees import chain, ids, places, playbooks, step

SOME = settings(max_examples=60)


def reads_back(playbook):
    return parse_playbook(dump_playbook(playbook), "p", CATALOGUE, (), READINGS) == playbook


@SOME
@given(playbooks(), st.data())
def test_a_step_put_in_leaves_all_others_as_they_were(playbook, data):
    place = data.draw(st.sampled_from(places(playbook)))
    more = edit.insert(playbook, place, step("new"))
    assert edit.place_of(more, "new") == place
    assert edit.remove(more, "new") == playbook
    assert [key for key in ids(more) if key != "new"] == ids(playbook)
    assert reads_back(more)


@SOME
@given(playbooks(anchored=False), st.data())
def test_a_move_there_and_back_is_none(playbook, data):
    key = data.draw(st.sampled_from(ids(playbook)))
    place = data.draw(st.sampled_from(places(playbook)))
    here = edit.place_of(playbook, key)
    moved = edit.move(playbook, key, place)
    same = (here.branch, here.arm) == (place.branch, place.arm)
    there = edit.place_of(moved, key)
    inside = edit.inside(playbook.step(key))
    if place.branch in inside:
        assert moved == playbook
        return
    assert there.branch == place.branch
    back = Place(here.branch, here.arm, here.at + (same and there.at < here.at))
    assert edit.move(moved, key, back) == playbook
    rest = [one for one in ids(playbook) if one not in inside]
    assert [one for one in ids(moved) if one not in inside] == rest


@SOME
@given(playbooks(), st.data())
def test_whatever_is_done_is_a_document_again(playbook, data):
    draft = Draft((playbook,))
    for _ in range(data.draw(st.integers(1, 6))):
        now = draft.document
        if not now.steps:
            break
        key = data.draw(st.sampled_from(ids(now)))
        way = data.draw(st.sampled_from(("up", "down", "left", "right", "copy", "out", "arm")))
        if way == "copy":
            then, made = edit.duplicate(now, key)
            assert edit.place_of(then, made).at == edit.place_of(now, key).at + 1
        elif way == "out":
            then = edit.remove(now, key)
        elif way == "arm":
            then = edit.add_arm(now, key) if now.step(key).arms else now
        else:
            then = edit.shift(now, key, way)
            assert sorted(ids(then)) == sorted(ids(now))
        assert len(set(ids(then))) == len(ids(then))
        assert not edit.refusal(then)
        assert reads_back(then)
        for one in edit.mended(now, then):
            assert one.when.after == PREVIOUS
        draft = draft.step(then)
    while draft.can_undo:
        draft = draft.undo()
    assert draft.document == playbook


@SOME
@given(playbooks(anchored=False), st.data())
def test_one_up_and_one_down_again(playbook, data):
    key = data.draw(st.sampled_from(ids(playbook)))
    up = edit.shift(playbook, key, "up")
    if up != playbook and edit.place_of(playbook, key).at > 0:
        assert edit.shift(up, key, "down") == playbook


def two_ways():
    yes = Arm("yes", None, (step("a"), step("b")))
    return chain(step("fork", "branch", arms=(yes, Arm("no"))), step("last"))


def test_keys_lead_out_of_a_way_and_into_the_one_beside():
    made = two_ways()
    assert ids(edit.shift(made, "a", "up")) == ["a", "fork", "b", "last"]
    assert ids(edit.shift(made, "b", "down")) == ["fork", "a", "b", "last"]
    assert edit.place_of(edit.shift(made, "b", "down"), "b") == Place("", 0, 1)
    assert edit.place_of(edit.shift(made, "b", "right"), "b") == Place("fork", 1, 0)
    assert edit.place_of(edit.shift(made, "last", "left"), "last") == Place("fork", 0, 2)
    assert edit.place_of(edit.shift(made, "last", "right"), "last") == Place("fork", 1, 0)
    assert edit.shift(made, "a", "left") == made
    assert edit.move(made, "fork", Place("fork", 0, 1)) == made


def test_days_counted_from_what_no_longer_stands_before_are_mended_and_told():
    made = chain(step("a"), step("b"), step("c", when=When(3, "a")))
    moved = edit.move(made, "c", Place())
    assert moved.step("c").when == When(3, PREVIOUS)
    assert [one.id for one in edit.mended(made, moved)] == ["c"]
    gone = edit.remove(made, "a")
    assert gone.step("c").when == When(3, PREVIOUS)
    assert edit.move(made, "b", Place()).step("c").when == When(3, "a")
    late = chain(step("a", when=When(-30, RENEWAL)))
    assert edit.mend(late) == late


def test_a_copy_of_a_branch_counts_from_its_own_steps():
    arm = Arm("yes", None, (step("a"), step("b", when=When(2, "a"))))
    made = chain(step("fork", "branch", arms=(arm, Arm("no"))))
    twice, key = edit.duplicate(made, "fork")
    copied = twice.step(key)
    first, second = copied.arms[0].steps
    assert second.when == When(2, first.id)
    assert len(set(ids(twice))) == 6


def test_ways_of_a_branch():
    made = two_ways()
    more = edit.add_arm(made, "fork")
    assert [arm.name for arm in more.step("fork").arms] == ["yes", "way 3", "no"]
    for _ in range(9):
        more = edit.add_arm(more, "fork")
    assert len(more.step("fork").arms) == MAX_ARMS
    turned = edit.move_arm(made, "fork", 0, 1)
    assert [arm.name for arm in turned.step("fork").arms] == ["no", "yes"]
    assert edit.move_arm(turned, "fork", 1, 0) == made
    assert ids(edit.remove_arm(made, "fork", 0)) == ["fork", "last"]


def test_too_many_and_too_deep_are_told():
    many = chain(*(step(f"s{number}") for number in range(101)))
    assert "100" in edit.refusal(many)
    deep = chain(step("b0", "branch", arms=(Arm("yes"), Arm("no"))))
    for number in range(1, 6):
        made = step(f"b{number}", "branch", arms=(Arm("yes"), Arm("no")))
        assert not edit.refusal(deep)
        deep = edit.insert(deep, Place(f"b{number - 1}", 0, 0), made)
    assert edit.refusal(deep)


def test_typing_into_one_field_is_one_step_of_undo():
    first = chain(step("a"))
    draft = Draft((first,))
    for name in ("T", "Th", "The"):
        draft = draft.step(edit.put(draft.document, step("a", name=name)), "name of a")
    draft = draft.step(edit.insert(draft.document, Place(), step("b")))
    assert len(draft.states) == 3
    assert draft.undo().document.step("a").name == "The"
    assert draft.undo().undo().document == first
    assert draft.undo().redo() == draft
    assert draft.step(draft.document) is draft
    back = Draft((first,)).step(edit.put(first, step("a", name="T")), "name of a")
    assert not back.step(first, "name of a").can_undo


def test_what_is_not_there():
    made = two_ways()
    with pytest.raises(KeyError):
        edit.place_of(made, "nowhere")
    assert edit.move(made, "nowhere", Place()) == made
    assert edit.depth_of(made, "a") == 1
    assert edit.depth_of(made, "last") == 0
    changed = edit.put(made, replace(made.step("a"), required=True))
    assert [one.id for one in every(changed.steps) if one.required] == ["a"]
