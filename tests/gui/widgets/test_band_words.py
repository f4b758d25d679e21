"""Widgets speak of bands by the names that the desk gives them: marks, titles, texts, options."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from healthdesk.core.desk import Desk
from healthdesk.core.domain.band_names import BandNames
from healthdesk.core.domain.views import BANDS
from healthdesk.core.services import band_names
from healthdesk.gui import widgets
from healthdesk.gui.widgets import CATALOGUE
from tests import board_desk

OWN = BandNames("Thriving", "Steady", "Shaky", "No signal")
KEYS = pytest.mark.parametrize("key", CATALOGUE)


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of few accounts that calls its bands otherwise."""
    with board_desk.made(tmp_path_factory.mktemp("renamed"), accounts=24, days=120) as desk:
        desk.do(band_names.change, OWN)
        yield desk


def usual(text: str) -> set[str]:
    """The usual names of bands in a text."""
    return {band for band in BANDS if band in text.split() or f"{band}," in text.split()}


@KEYS
def test_its_texts_take_the_names(key: str) -> None:
    module = widgets.widget(key)
    assert module is not None
    spec = module.SPEC.named(OWN)
    texts = [spec.title, spec.summary, spec.how]
    texts += [label for option in spec.options for label in option.labels]
    assert not set().union(*(usual(text) for text in texts))
    assert (spec.key, spec.size, len(spec.options)) == (
        module.SPEC.key,
        module.SPEC.size,
        len(module.SPEC.options),
    )
    assert module.SPEC.named(BandNames()) is module.SPEC


@KEYS
def test_its_marks_and_head_take_the_names(key: str, renamed: Desk) -> None:
    module = widgets.widget(key)
    assert module is not None
    told: dict[str, object] = {}
    if key in {"number", "goal_progress"}:
        told = {"figure": "arr_poor"}
    shown = renamed.read(module.load, board_desk.asked(module, told))
    texts = [shown.called, shown.subtitle, shown.empty, *(mark.label for mark in shown.marks)]
    assert not set().union(*(usual(text) for text in texts)), texts
    of_bands = {mark.label for mark in shown.marks if mark.key.startswith("band:")}
    assert not of_bands or any(name in label for label in of_bands for name in OWN.all)
