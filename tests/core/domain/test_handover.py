"""Two states that came from one are brought together: nothing is lost, and twice is as once."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.handover import changed, meet, same

ROW = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "x", "y"]), max_size=3)
STATE = st.fixed_dictionaries({"t": st.dictionaries(st.sampled_from("12"), ROW, max_size=2)})


def full(state):
    """Every row speaks of every field, as rows of a desk do."""
    return {
        "t": {key: {name: row.get(name, "") for name in "abc"} for key, row in state["t"].items()}
    }


ANY = STATE.map(full)


@settings(max_examples=50)
@given(ANY, ANY, ANY)
def test_what_only_they_changed_is_taken_and_mine_is_never_lost(base, mine, theirs):
    met = meet(base, mine, theirs)
    after = changed(mine, met.changes)["t"]
    asked = {one.where for one in met.conflicts}
    for key in "12":
        was, here, there = (state["t"].get(key) for state in (base, mine, theirs))
        told = after.get(key)
        if there in (was, here):
            assert told == here
        elif here == was:
            assert told == there
        elif here is None or there is None:
            assert ("t", key, "") in asked or was is None
        else:
            before = was or {}
            for name in "abc":
                ours = here[name] != before.get(name, "")
                if here[name] != there[name] and ours:
                    assert told[name] == here[name]


@settings(max_examples=50)
@given(ANY, ANY, ANY, st.data())
def test_merging_twice_changes_nothing_more(base, mine, theirs, data):
    answers = {
        one.where: data.draw(st.sampled_from(["mine", "theirs"]))
        for one in meet(base, mine, theirs).conflicts
    }
    after = changed(mine, meet(base, mine, theirs, answers).changes)
    again = meet(theirs, after, theirs)
    assert again.changes == ()
    assert again.conflicts == ()


@settings(max_examples=50)
@given(ANY, ANY, ANY)
def test_both_ways_both_are_equal_but_for_what_was_decided(base, mine, theirs):
    first = meet(base, mine, theirs)
    mine = changed(mine, first.changes)
    back = meet(base, theirs, mine)
    theirs = changed(
        theirs, meet(base, theirs, mine, {one.where: "theirs" for one in back.conflicts}).changes
    )
    assert {one.where for one in back.conflicts} <= {one.where for one in first.conflicts}
    assert theirs == mine


def test_a_field_that_they_do_not_speak_of_stays():
    base, mine = {"t": {"1": {"a": "x"}}}, {"t": {"1": {"a": "x", "secret": "s"}}}
    met = meet(base, mine, {"t": {"1": {"a": "y"}}})
    assert changed(mine, met.changes) == {"t": {"1": {"a": "y", "secret": "s"}}}


def test_without_a_common_beginning_what_differs_is_asked_and_gaps_are_filled():
    mine = {"t": {"1": {"a": "x", "b": "", "c": "", "d": "d"}}}
    theirs = {"t": {"1": {"a": "y", "b": None, "c": "c", "d": ""}, "2": {}}}
    met = meet({}, mine, theirs)
    assert [(one.field, one.was, one.mine, one.theirs) for one in met.conflicts] == [
        ("a", None, "x", "y")
    ]
    assert [(one.key, one.way, one.fields) for one in met.changes] == [
        ("1", "set", {"c": "c"}),
        ("2", "add", {}),
    ]
    assert same("", [])
    assert not same("", 0)


def test_values_are_the_same_however_nothing_is_spelled():
    ticks = [{"text": "Read", "done": False}, {"text": "Ring", "done": True}]
    assert same(ticks, [{"text": "Read"}, {"text": "Ring", "done": True, "without": ""}])
    assert not same(ticks, [{"text": "Read"}, {"text": "Ring"}])
    assert not same([{"count": 0}], [{}])
    assert not same(ticks, ticks[:1])
    assert same(None, [])
