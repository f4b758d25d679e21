"""Declared options: what they take, what they refuse, what they stand for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from healthdesk.core.domain import reading
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.reading import ReadingRef, dump_ref, parse_ref
from healthdesk.core.readings import CATALOGUE
from tests.core.plain_desk import PlainDesk, to_facts


def ref(**document: Any) -> ReadingRef:
    return parse_ref(document, {"m"}, CATALOGUE, "here")


def test_defaults_are_filled_in() -> None:
    assert ref(kind="touches").options == {"days": 90, "direction": "any", "kinds": "any"}
    assert dump_ref(ref(kind="sentiment")) == {
        "kind": "sentiment",
        "days": 90,
        "half_life": 30,
        "estimated": False,
    }


def test_kinds_in_any_order_mean_the_same() -> None:
    one = ref(kind="touches", kinds=["call", "email", "call"])
    assert one.options["kinds"] == ("email", "call")
    assert one == ref(kind="touches", kinds=["email", "call"])
    assert hash(one) == hash(ref(kind="touches", kinds=["email", "call"]))
    assert dump_ref(one)["kinds"] == ["email", "call"]
    assert ref(kind="touches", kinds="note").options["kinds"] == ("note",)


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"kind": "touches", "kinds": []}, "here > kinds"),
        ({"kind": "touches", "kinds": ["fax"]}, "here > kinds"),
        ({"kind": "touches", "kinds": 3}, "here > kinds"),
        ({"kind": "touches", "direction": "up"}, "here > direction"),
        ({"kind": "touches", "days": 3661}, "here > days"),
        ({"kind": "sentiment", "half_life": 0}, "here > half_life"),
        ({"kind": "sentiment", "estimated": 1}, "here > estimated"),
        ({"kind": "attribute"}, "here"),
        ({"kind": "attribute", "key": ""}, "here > key"),
        ({"kind": "usage_level"}, "here"),
        ({"kind": "usage_level", "metric": "x"}, "here > metric"),
        ({"kind": "open_tickets", "min_priority": None}, "here > min_priority"),
        ({"kind": ""}, "here > kind"),
        ({}, "here"),
    ],
)
def test_refusals(document: dict[str, Any], place: str) -> None:
    with pytest.raises(BadDocument) as caught:
        ref(**document)
    assert caught.value.place == place


def test_options_by_type() -> None:
    options = {"n": 3, "x": 2.5, "t": "word"}
    assert reading.whole(options, "n") == 3
    assert reading.real(options, "x") == 2.5
    assert reading.word(options, "t") == "word"
    for call in (reading.whole, reading.real):
        with pytest.raises(TypeError):
            call(options, "t")


def test_readings_without_text_or_age() -> None:
    facts, days = to_facts(PlainDesk(accounts=("a",))), np.array([1], np.int32)
    texts = reading.read_texts(facts, ref(kind="touches"), days, CATALOGUE)
    assert texts.word(0, 0) is None
    assert reading.newest_days(facts, ref(kind="touches"), days, CATALOGUE) is None
    assert reading.newest_days(facts, ref(kind="nps"), days, CATALOGUE) is not None
