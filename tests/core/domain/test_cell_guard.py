"""A cell of a CSV is never run, a figure stays one, and the way back is exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.cell_guard import guarded, tabbed, unguarded

RUNS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
texts = st.text() | st.builds(
    "{}{}".format, st.sampled_from(["'", "''", "'=", "'-5", *RUNS]), st.text(max_size=5)
)


@pytest.mark.parametrize("sign", list(RUNS))
@pytest.mark.parametrize("rest", ["", "1+1", "cmd|' /C calc'!A0", "a", "SUM(A1)"])
def test_what_would_run_is_a_text(sign, rest):
    assert guarded(f"{sign}{rest}") == f"'{sign}{rest}" or (sign, rest) == ("-", "1")


@pytest.mark.parametrize(
    "figure",
    ["-7", "+16", "-3.5 %", "-1,234.5", "+1.234,5", "-.5", "-1e-7", "-0", "-12\u202f345 %"],
)
def test_a_figure_stays_a_figure(figure):
    assert guarded(figure) == figure
    assert unguarded(figure) == figure


@pytest.mark.parametrize("text", ["+49 40 123", "-", "+", "-1-1", "+1+1", "-e5", "-1 a", "-.%"])
def test_what_only_begins_like_a_figure_is_guarded(text):
    assert guarded(text) == f"'{text}"


@given(texts)
def test_the_way_back_is_exact(text):
    cell = guarded(text)
    assert unguarded(cell) == text
    assert cell in (text, f"'{text}")


@given(texts)
def test_no_cell_begins_like_a_formula(text):
    cell = guarded(text)
    assert not cell.startswith(("=", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
    if cell.startswith(("+", "-")):
        assert set(cell) <= set("+-0123456789.,eE %'\u2019\u00a0\u202f") or cell[-1:].isspace()


@pytest.mark.parametrize("text", ["it's", "'tis", "'", "''", "'5", "'-5", "plain", ""])
def test_other_texts_stay_as_they_are_both_ways(text):
    assert (guarded(text), unguarded(text)) == (text, text)


@given(st.lists(st.lists(texts, min_size=2, max_size=3), min_size=1, max_size=3))
def test_a_copied_table_keeps_its_shape_and_runs_nothing(lines):
    copied = [line.split("\t") for line in tabbed(lines).split("\n")]
    assert [len(line) for line in copied] == [len(line) for line in lines]
    told = [unguarded(cell) for line in copied for cell in line]
    assert told == [" ".join(cell.split()) for line in lines for cell in line]


def test_figures_of_a_copied_table_stay_figures():
    assert tabbed([("=A1", "-7", "+3 %"), ("@x", "-a", "12")]) == "'=A1\t-7\t+3 %\n'@x\t'-a\t12"
