"""Changes to a whole profile: each can be published, and is scored at once as it is from facts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain import profile_edit
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.model_draft import ModelDraft, applied, edited, switched, with_weight
from healthdesk.core.domain.profile import (
    Condition,
    CurveScale,
    MapScale,
    RankScale,
    dump_profile,
    parse_profiles,
)
from healthdesk.core.readings import CATALOGUE

BASE = parse_profiles(
    [
        {
            "key": "default",
            "dimensions": [
                {
                    "key": "use",
                    "weight": 40,
                    "measures": [
                        {
                            "key": "since",
                            "weight": 3,
                            "reading": {"kind": "days_since_touch"},
                            "scale": {"kind": "curve", "points": [[7, 100], [30, 60], [90, 0]]},
                        },
                        {
                            "key": "tickets",
                            "reading": {"kind": "open_tickets"},
                            "scale": {"kind": "curve", "points": [[0, 100], [3, 0]]},
                        },
                    ],
                },
                {
                    "key": "tier",
                    "weight": 5,
                    "measures": [
                        {
                            "key": "tier",
                            "reading": {"kind": "attribute", "key": "tier"},
                            "scale": {"kind": "map", "points": {"gold": 100, "silver": 60}},
                        }
                    ],
                },
            ],
        }
    ],
    (),
    CATALOGUE,
)[0]
SINCE = "use.since"


def same(profile):
    """The profile as it is read back."""
    return parse_profiles([dump_profile(profile)], (), CATALOGUE)[0]


edits = st.lists(
    st.one_of(
        st.tuples(
            st.just(profile_edit.without_measure), st.sampled_from(["use.since", "tier.tier"])
        ),
        st.tuples(st.just(profile_edit.without_dimension), st.sampled_from(["use", "tier"])),
        st.tuples(st.just(profile_edit.moved), st.sampled_from(["use", SINCE]), st.integers(-2, 2)),
        st.tuples(
            st.just(profile_edit.renamed), st.sampled_from(["", "use", SINCE]), st.just("Néw")
        ),
        st.tuples(st.just(profile_edit.with_missing), st.just(SINCE), st.just("poor")),
        st.tuples(st.just(profile_edit.combined), st.just("use"), st.just("lowest")),
        st.tuples(st.just(profile_edit.ranked)),
        st.tuples(st.just(profile_edit.weighted)),
    ),
    max_size=8,
)


@given(edits)
def test_whatever_is_changed_can_be_published(steps):
    made = BASE
    for change, *rest in steps:
        try:
            made = change(made, *rest)
        except UsageError:
            continue
    assert same(made) == made


def test_a_copy_of_a_measure_gets_a_key_of_its_own():
    more = profile_edit.with_measure(BASE, "use", profile_edit.measure_of(BASE, SINCE))
    assert [one.key for one in more.dimensions[0].measures] == ["since", "tickets", "since_2"]
    made = profile_edit.with_dimension(more, "  Née à   Zürich ", 7, more.dimensions[0].measures[0])
    assert (made.dimensions[-1].key, made.dimensions[-1].name) == ("n_e_z_rich", "Née à Zürich")
    assert same(made) == made


def test_the_last_dimension_stays():
    alone = profile_edit.without_dimension(BASE, "tier")
    with pytest.raises(UsageError, match="has to count"):
        profile_edit.without_dimension(alone, "use")


def test_a_curve_becomes_a_rank_where_it_says_strong_and_poor():
    rank = profile_edit.as_rank(profile_edit.measure_of(BASE, SINCE).scale)
    assert (rank.good.op, rank.good.value) == ("<=", 7 + 23 * 30 / 40)
    assert (rank.poor.op, rank.poor.value) == (">", 50.0)
    rising = CurveScale(points=((0.0, 0.0), (10.0, 100.0)))
    assert profile_edit.as_rank(rising) == RankScale(
        good=Condition(op=">=", value=7.0), poor=Condition(op="<", value=4.0)
    )
    with pytest.raises(UsageError, match="no rank"):
        profile_edit.ranked(BASE)
    assert profile_edit.ranked(profile_edit.without_dimension(BASE, "tier")).model == "rank"


@given(
    st.integers(0, 2), st.floats(-1e6, 1e6), st.floats(-50, 150), st.sampled_from([0.0, 0.5, 40.0])
)
def test_a_dragged_point_stays_between_its_neighbours(place, x, y, least):
    scale = profile_edit.measure_of(BASE, SINCE).scale
    made = profile_edit.point_moved(scale, place, x, y, least)
    profile = profile_edit.with_scale(BASE, SINCE, made)
    assert same(profile) == profile
    others = [one for at, one in enumerate(scale.points) if at != place]
    assert [one for at, one in enumerate(made.points) if at != place] == others


def test_points_come_and_go():
    scale = profile_edit.measure_of(BASE, SINCE).scale
    more, place = profile_edit.point_added(scale, 50.0, 120.0)
    assert (place, more.points[place]) == (2, (50.0, 100.0))
    assert profile_edit.point_dropped(more, place) == scale
    with pytest.raises(UsageError):
        profile_edit.point_dropped(CurveScale(points=((1.0, 1.0),)), 0)
    with pytest.raises(UsageError, match="rise"):
        profile_edit.with_scale(BASE, SINCE, CurveScale(points=((1.0, 1.0), (1.0, 2.0))))
    with pytest.raises(UsageError, match="at least one"):
        profile_edit.with_scale(BASE, "tier.tier", MapScale(points={}))


def test_a_draft_is_whole_only_where_more_than_weights_differ():
    named = profile_edit.renamed(BASE, SINCE, "Silence")
    draft = edited(ModelDraft(), BASE, named)
    assert draft.whole == named
    heavier = with_weight(draft, BASE, "tier", 9)
    assert (applied(heavier, BASE).dimensions[1].weight, heavier.weights) == (9, {})
    off = switched(heavier, BASE, "tier", on=False)
    assert applied(off, BASE).dimensions[1].weight == 0
    assert applied(switched(off, BASE, "tier", on=True), BASE) == applied(heavier, BASE)
    back = edited(heavier, BASE, profile_edit.renamed(applied(heavier, BASE), SINCE, "since"))
    assert back == ModelDraft(weights={"tier": 9.0})
    assert edited(back, BASE, BASE) == ModelDraft()


def test_a_weight_of_a_measure_that_the_published_profile_has_not_is_kept():
    more = profile_edit.with_measure(BASE, "use", profile_edit.measure_of(BASE, SINCE))
    draft = with_weight(edited(ModelDraft(), BASE, more), BASE, "use.since_2", 8)
    weights = [one.weight for one in applied(draft, BASE).dimensions[0].measures]
    assert weights == [3, 1, 8]
