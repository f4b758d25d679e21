"""Drafts of a profile: what differs, what is off and comes back, and shares that are always 100."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain import model_draft
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.model_draft import ModelDraft
from healthdesk.core.domain.profile import Profile, dump_profile, parse_profiles
from healthdesk.core.readings import CATALOGUE


def measure(key: str, weight: float) -> dict[str, object]:
    return {
        "key": key,
        "name": key.title(),
        "weight": weight,
        "reading": {"kind": "days_since_touch"},
        "scale": {"kind": "curve", "points": [[7, 100], [90, 0]]},
    }


def profile(weights: dict[str, tuple[float, dict[str, float]]], layer: str = "said") -> Profile:
    dimensions = [
        {
            "key": key,
            "name": key.title(),
            "weight": weight,
            "layer": layer if key == "voice" else "",
            "measures": [measure(one, inner) for one, inner in measures.items()],
        }
        for key, (weight, measures) in weights.items()
    ]
    return parse_profiles([{"key": "default", "dimensions": dimensions}], (), CATALOGUE)[0]


SOME = profile(
    {
        "use": (40, {"level": 20, "trend": 10}),
        "voice": (15, {"nps": 1}),
        "help": (15, {"open": 10, "age": 5}),
    }
)
NONE = ModelDraft()
KEYS = tuple(model_draft.weights_of(SOME))


def told(draft: ModelDraft, base: Profile = SOME) -> list[tuple[str, float, float]]:
    return [(one.name, one.before, one.after) for one in model_draft.changes(draft, base)]


def test_a_weight_and_a_threshold_are_two_changes_by_name():
    draft = model_draft.with_weight(NONE, SOME, "help", 25)
    draft = model_draft.with_bound(draft, SOME, "strong", 72)
    assert told(draft) == [("Help", 15, 25), ("Strong from", 70, 72)]
    assert model_draft.applied(draft, SOME).bands.strong == 72


def test_what_goes_back_to_the_published_figure_is_no_change():
    draft = model_draft.with_weight(NONE, SOME, "help", 25)
    draft = model_draft.with_bound(draft, SOME, "average", 41)
    draft = model_draft.with_weight(draft, SOME, "help", 15)
    draft = model_draft.with_bound(draft, SOME, "average", 40)
    assert draft == NONE


def test_a_switched_off_weight_comes_back_as_it_was():
    draft = model_draft.with_weight(NONE, SOME, "help", 25)
    off = model_draft.switched(draft, SOME, "help", on=False)
    assert model_draft.applied(off, SOME).dimensions[2].weight == 0
    assert off.kept == {"help": 25}
    assert model_draft.switched(off, SOME, "help", on=True) == draft


def test_a_handle_at_the_very_left_switches_off_and_remembers():
    off = model_draft.with_weight(NONE, SOME, "use", 0)
    assert off == model_draft.switched(NONE, SOME, "use", on=False)
    assert model_draft.switched(off, SOME, "use", on=True) == NONE


def test_the_last_measure_takes_its_dimension_with_it_and_brings_it_back():
    off = model_draft.switched(NONE, SOME, "voice.nps", on=False)
    made = model_draft.applied(off, SOME).dimensions[1]
    assert (made.weight, made.measures[0].weight) == (0, 1)
    assert model_draft.switched(off, SOME, "voice.nps", on=True) == NONE


def test_the_last_dimension_stays_on():
    draft = model_draft.switched(NONE, SOME, "use", on=False)
    draft = model_draft.switched(draft, SOME, "help", on=False)
    with pytest.raises(UsageError, match="stays on"):
        model_draft.switched(draft, SOME, "voice", on=False)
    with pytest.raises(UsageError, match="stays on"):
        model_draft.layer_switched(draft, SOME, "said", on=False)


def test_a_layer_is_one_switch():
    assert model_draft.layers_of(SOME) == ("said",)
    off = model_draft.layer_switched(NONE, SOME, "said", on=False)
    assert not model_draft.layer_on(model_draft.applied(off, SOME), "said")
    assert told(off) == [("Voice", 15, 0)]
    assert model_draft.layer_switched(off, SOME, "said", on=True) == NONE


def test_what_was_published_with_weight_0_gets_the_usual_weight():
    base = profile({"use": (30, {"a": 1}), "voice": (0, {"b": 1}), "help": (10, {"c": 1, "d": 0})})
    draft = model_draft.switched(NONE, base, "voice", on=True)
    assert told(draft, base) == [("Voice", 0, 20)]
    draft = model_draft.switched(NONE, base, "help.d", on=True)
    assert told(draft, base) == [("D", 0, 1)]


@pytest.mark.parametrize("weight", [-1, 1e13, 1e-12])
def test_a_weight_that_cannot_be_is_refused(weight):
    with pytest.raises(UsageError, match="weight"):
        model_draft.with_weight(NONE, SOME, "use", weight)


@pytest.mark.parametrize(("key", "bound"), [("average", 70), ("strong", 40), ("strong", 101)])
def test_a_threshold_that_cannot_be_is_refused(key, bound):
    with pytest.raises(UsageError):
        model_draft.with_bound(NONE, SOME, key, bound)


def test_a_draft_outlives_a_version_without_what_it_names():
    draft = model_draft.with_weight(NONE, SOME, "help.age", 9)
    draft = model_draft.with_weight(draft, SOME, "use", 50)
    later = profile({"use": (40, {"level": 1}), "touch": (1, {"since": 1})})
    assert told(draft, later) == [("Use", 40, 50)]
    draft = model_draft.switched(NONE, SOME, "use", on=False)
    alone = profile({"use": (40, {"level": 1})})
    assert told(draft, alone) == []


moves = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(KEYS), st.booleans()),
        st.tuples(st.sampled_from(KEYS), st.floats(0.01, 1e6)),
    ),
    max_size=12,
)


def after(steps) -> ModelDraft:
    draft = NONE
    for key, what in steps:
        try:
            if isinstance(what, bool):
                draft = model_draft.switched(draft, SOME, key, on=what)
            else:
                draft = model_draft.with_weight(draft, SOME, key, what)
        except UsageError:
            continue
    return draft


@given(moves)
def test_whatever_is_moved_the_profile_can_be_published_and_shares_add_up_to_100(steps):
    made = model_draft.applied(after(steps), SOME)
    assert parse_profiles([dump_profile(made)], (), CATALOGUE) == (made,)
    exact, shown = model_draft.shares(made), model_draft.shown_shares(made)
    for found, slack in ((exact, 1e-9), (shown, 1e-9)):
        assert abs(sum(found[one.key] for one in made.dimensions) - 100) < slack
        for one in made.dimensions:
            inner = sum(found[f"{one.key}.{measure.key}"] for measure in one.measures)
            assert abs(inner - found[one.key]) < slack
    assert all(abs(shown[key] - exact[key]) < 0.3 for key in exact)


@given(moves, st.sampled_from(KEYS))
def test_off_and_on_again_is_nothing_at_all(steps, key):
    draft = after(steps)
    now = model_draft.weights_of(model_draft.applied(draft, SOME))
    dimension = key.partition(".")[0]
    if not now[key] or not now[dimension]:
        return
    try:
        off = model_draft.switched(draft, SOME, key, on=False)
    except UsageError:
        return
    back = model_draft.switched(off, SOME, key, on=True)
    assert model_draft.applied(back, SOME) == model_draft.applied(draft, SOME)


def test_survey_and_sentiment_are_two_layers_of_one_dimension():
    told_as = {"nps": "nps", "mood": "sentiment", "level": "days_since_touch"}
    mixed = parse_profiles(
        [
            {
                "key": "default",
                "dimensions": [
                    {
                        "key": "voice",
                        "name": "Voice",
                        "weight": 15,
                        "layer": "said",
                        "measures": [
                            {**measure(key, 5), "reading": {"kind": told_as[key]}}
                            for key in ("nps", "mood")
                        ],
                    },
                    {
                        "key": "use",
                        "name": "Use",
                        "weight": 40,
                        "layer": "usage",
                        "measures": [measure("level", 1)],
                    },
                ],
            }
        ],
        (),
        CATALOGUE,
    )[0]
    assert model_draft.layers_of(mixed) == ("usage", "said", "felt")
    for layer in ("usage", "said", "felt"):
        off = model_draft.layer_switched(NONE, mixed, layer, on=False)
        now = model_draft.applied(off, mixed)
        counting = [one for one in model_draft.layers_of(mixed) if model_draft.layer_on(now, one)]
        assert counting == [one for one in ("usage", "said", "felt") if one != layer]
        assert model_draft.layer_switched(off, mixed, layer, on=True) == NONE
