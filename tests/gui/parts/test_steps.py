"""The line of steps: laid out by numbers alone, painted in both themes, said in words."""

from __future__ import annotations

from itertools import pairwise

import pytest

from healthdesk.gui.parts.steps import HIGH, Steps, place_steps

NAMES = ("Files", "Mapping and preview", "Done")


def test_nothing_overlaps_and_the_last_has_no_chevron():
    places = place_steps([40.0, 120.0, 36.0])
    edges = []
    for place in places:
        edges += [place.circle, place.words, *([place.chevron] if place.chevron else [])]
    assert all(left.right() <= right.left() for left, right in pairwise(edges))
    assert places[-1].chevron is None
    assert all(edge.top() >= 0 and edge.bottom() <= HIGH for edge in edges)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_present_step_is_said_and_painted(qtbot, theme, mode):
    steps = Steps(theme, NAMES)
    qtbot.addWidget(steps)
    theme.choose(mode=mode)
    pictures = []
    for at in range(3):
        steps.set_step(at)
        assert steps.accessibleName() == f"Step {at + 1} of 3: {NAMES[at]}"
        pictures.append(steps.grab().toImage())
    assert pictures[0] != pictures[1]
    assert pictures[1] != pictures[2]
