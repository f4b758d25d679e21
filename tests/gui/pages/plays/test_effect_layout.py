"""What a play did beside accounts like those, as intervals: read from the drawing."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.play_effect import Change, Horizon, Pair
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.plays import effect_layout as layout
from healthdesk.gui.pages.plays import pairs_layout
from healthdesk.gui.parts.drawing import ink
from healthdesk.gui.parts.kit import Kit


def measure(text, role, weight):
    del weight
    return len(text) * (6.0 if role == "small" else 7.2)


def horizon(after, differences, mean=None, low=None, high=None):
    pairs = tuple(
        Pair(20_000 + at, Change(f"a{at}", f"Account {at}", 50, 60),
             (Change("b", "Beside", 50, 52),), one)
        for at, one in enumerate(differences)
    )  # fmt: skip
    none = (0, len(pairs))
    return Horizon(after, "score", pairs, 2, (), none, none, mean, low, high)


SURE, FEW = horizon(30, [4.0] * 12, 4.0, 1.0, 7.0), horizon(60, [3.0, -2.0])


@pytest.mark.parametrize("width", [320.0, 560.0, 900.0])
def test_an_interval_stands_where_its_figures_are_and_nothing_overlaps(width):
    kit = Kit(measure, Words())
    drawn = layout.effect((SURE, FEW, horizon(90, [])), width, kit)
    assert [spot.key for spot in drawn.spots] == ["30", "60", "90"]
    texts = [one.text for one in drawn.texts]
    assert texts.count("too few to tell") == 1
    assert texts.count("nothing yet") == 1
    assert any(one.startswith("+4.0 (+1 to +7)") for one in texts)
    for one in drawn.texts:
        assert ink(one, measure).right() <= width + 0.5
    lines = [one for one in drawn.strokes if one.color == "text2"]
    zero = [one.x1 for one in drawn.strokes if one.color == "edge"]
    if not lines:  # no room for the lane
        assert width < 400
        return
    bar, left, right = lines
    assert zero[0] < bar.x1 == left.x1 < bar.x2 == right.x1
    mean = max(dot.center.x() for dot in drawn.dots if dot.fill == "s1")
    assert mean == pytest.approx((bar.x1 + bar.x2) / 2)
    open_dots = [dot.center.x() for dot in drawn.dots if dot.line]
    assert open_dots[1] < zero[0] < open_dots[0]


@pytest.mark.parametrize("width", [260.0, 420.0, 900.0])
def test_names_tell_each_pair_stand_apart_and_lead_to_their_accounts(width):
    kit = Kit(measure, Words())
    drawn = pairs_layout.pairs(SURE, width, kit)
    keys = [spot.key for spot in drawn.spots]
    assert len(keys) == len(set(keys)) == 2 * pairs_layout.NAMED + 1
    assert [pairs_layout.account_of(key) for key in keys[:2]] == ["a0", "b"]
    assert keys[-1] == pairs_layout.MORE
    boxes = [ink(text, measure) for text in drawn.texts]
    for at, one in enumerate(boxes):
        assert 0 <= one.left() <= one.right() <= width + 0.5
        assert not any(one.intersects(other) for other in boxes[at + 1 :])
    every = pairs_layout.pairs(SURE, width, Kit(measure, Words()), every=True)
    assert len(every.spots) == 2 * len(SURE.pairs)


def test_names_are_said_in_words():
    said = pairs_layout.said(SURE, Kit(measure, Words()))
    assert said.splitlines()[0].startswith("Account 0, ")
    assert "+4.0 beside Beside" in said
    assert pairs_layout.said(horizon(90, []), Kit(measure, Words())) == (
        "No firing is long enough ago."
    )
