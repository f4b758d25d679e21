from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.attribute import fits, kind_of, number_text, typed


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1", "-2.5", "1e5", None], "number"),
        (["007", "8"], "text"),
        (["+49", "1"], "text"),
        (["1e999"], "text"),
        (["2026-01-01"], "day"),
        (["2026-02-30"], "text"),
        (["true", "No"], "boolean"),
        (["yes", "1"], "boolean"),
        (["1", "0"], "number"),
        (["yes", "maybe"], "text"),
        ([None], "text"),
        ([], "text"),
    ],
)
def test_a_kind_is_found_only_if_every_value_is_of_it(values, kind):
    assert kind_of(values) == kind
    assert all(fits(kind, value) for value in values if value is not None)


def test_a_kept_text_reads_as_its_kind_says():
    assert typed("number", "2.50") == 2.5
    assert typed("boolean", "Yes") is True
    assert typed("boolean", "0") is False
    assert typed("day", "1970-01-02") == 1.0
    assert typed("text", " 007 ") == " 007 "
    assert typed("number", None) is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_text_reads_as_exactly_that_number(value):
    assert float(number_text(value)) == value
    assert not number_text(value).endswith(".0")
