"""The plain sentence on an account: what it says in each state, and how sure it says to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.views import (
    AccountHeader,
    CompositionView,
    LayerView,
    OverrideView,
    WhyView,
)
from healthdesk.core.services import explain, scoring
from healthdesk.core.services.sentence import Telling, tell

TODAY = to_day(date(2026, 3, 14))
Found = tuple[AccountHeader, CompositionView, WhyView]


@pytest.fixture
def found(example: Desk) -> Found:
    """What is read of the account of the worked example; it fell from 85 to 49."""
    return (
        replace(example.read(scoring.account_header, "a1", TODAY), change=-36),
        example.read(scoring.composition, "a1", TODAY),
        example.read(explain.why, "a1", TODAY - 7, TODAY),
    )


def told(found: Found, **changes: object) -> Telling:
    header, view, why = found
    score = changes.pop("score", None)
    if score is not None:
        header = replace(header, score=replace(header.score, **score))  # type: ignore[arg-type]
    return tell(replace(header, **changes), view, why)  # type: ignore[arg-type]


def test_a_fall_names_state_direction_reason_and_a_suggestion(found: Found) -> None:
    said = told(found)
    assert said.text == (
        "Average at 49, down 36 points in 28 days. Mainly: level down from 20 to 10."
    )
    assert said.step.startswith("Suggestion: asking what changed in their daily work")
    assert said.sure == "medium"
    assert "data covers 100 % of the model" in said.sure_why
    assert said.sure_why.endswith("2 answers")


def test_one_that_stands_names_what_is_missing_most(found: Found) -> None:
    said = told(found, change=1)
    assert said.text.startswith("Average at 49 and steady over 28 days. Most is missing from")


def test_missing_data_is_told_before_anything_else(found: Found) -> None:
    said = told(found, late=("Usage: no data since 20 Feb, 22 days",))
    assert "It rests on missing data: Usage: no data since 20 Feb, 22 days." in said.text
    assert said.sure == "low"
    assert "feed first" in said.step
    assert "no usage for 17 days" in told(found, quiet_days=17).text


def test_an_override_and_a_cap_are_named(found: Found) -> None:
    header, _, _ = found
    assert header.score is not None
    capped = told(found, score={"caps": ("Urgent ticket open",)})
    assert "A cap holds it: Urgent ticket open." in capped.text
    assert capped.step.endswith("could come first: Urgent ticket open.")
    judged = OverrideView("Strong", 85.0, "New sponsor.", TODAY + 9)
    said = told(found, score={"override": judged, "band": "Strong", "shown": 85})
    assert said.text.startswith(
        "Strong at 85, set by hand until 23 Mar."
        " The reason given: New sponsor. Computed it reads 49."
    )
    assert said.step == "Suggestion: see before 23 Mar whether the reason still holds."


def test_silence_is_not_green(found: Found) -> None:
    header, view, why = found
    assert header.score is not None
    quiet = tuple(
        replace(
            part,
            measures=tuple(
                replace(one, reading=None) if one.kind == "nps" else one for one in part.measures
            ),
        )
        for part in view.score.dimensions
    )
    strong = replace(header.score, band="Strong", shown=88)
    said = tell(
        replace(header, score=strong, change=0, touch_days=90),
        replace(view, score=replace(view.score, dimensions=quiet)),
        why,
    )
    assert "quiet is not the same as content" in said.step


def test_layers_that_part_are_told(found: Found) -> None:
    header, view, why = found
    layers = (
        LayerView("usage", "Usage", 88.0),
        LayerView("said", "Survey", 55.0),
        LayerView("felt", "Sentiment", 12.0),
    )
    assert tell(header, replace(view, layers=layers), why).layers == (
        "Usage strong, sentiment poor."
    )
    assert tell(header, replace(view, layers=layers[:2]), why).layers == ""


def test_a_pulse_that_differs_is_told(found: Found) -> None:
    assert told(found, pulse=(0.8, TODAY)).pulse == "Your pulse says better: Strong."
    assert told(found, pulse=(-1.0, TODAY)).pulse == "Your pulse says worse: Poor."
    assert told(found, pulse=(0.1, TODAY)).pulse == ""


def test_no_score_says_what_brings_one(found: Found) -> None:
    said = told(found, score={"shown": None, "score": None, "band": "Unknown"})
    assert said.text.startswith("There is no score")
    assert "bring in" in said.step


@pytest.mark.parametrize("word", ["failed", "fault", "neglect", "should have", "must", "wrong"])
def test_nobody_is_blamed(found: Found, word: str) -> None:
    said = [told(found), told(found, change=1), told(found, quiet_days=9), told(found, change=20)]
    assert not [one for one in said if word in f"{one.text} {one.aside}".lower()]
