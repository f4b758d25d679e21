"""What widgets show of the inside: each says it by kinds that reports know."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.report import KINDS_INSIDE
from healthdesk.core.readings import CATALOGUE as READINGS
from healthdesk.gui import widgets

OPEN = {"csat", "feature_adoption", "human_touches", "nps", "tickets", "usage_trend"}
"""Widgets that show nothing of the inside, however they are told to look."""


@pytest.mark.parametrize("key", widgets.CATALOGUE)
def test_every_widget_says_what_of_it_stays_inside(key):
    spec = widgets.widget(key).SPEC
    kinds = spec.kept_inside(spec.complete({}, frozenset()))
    assert set(kinds) <= set(KINDS_INSIDE)
    assert (not kinds) == (key in OPEN)


def test_a_reading_of_the_inside_is_none_elsewhere():
    spec = widgets.widget("number").SPEC
    told = {key: spec.kept_inside({"figure": "reading", "reading": key}) for key in READINGS}
    assert told["sentiment"] == ("sentiment",)
    assert told["csat"] == ()
