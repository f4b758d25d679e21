"""Where handles reach, and where the histogram has its bars, labels and line."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from healthdesk.core.domain.what_if import BARS, STEP, Standing
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.model import standing_layout as layout
from healthdesk.gui.pages.model.scale import reach
from healthdesk.gui.pages.model.weight_row import weight_words


@pytest.mark.parametrize(
    ("weight", "told"),
    [(40, "40"), (12.3456, "12.35"), (1 / 3, "0.333"), (0.125, "0.125"), (0, "0"), (1e-6, "1e-06"),
     (12345.6, "12,345.6")],
)  # fmt: skip
def test_a_weight_is_written_short(weight, told):
    assert weight_words(weight, Words(QLocale("en_GB"))) == told


def measure(text: str, role: str, weight: int) -> float:
    del role, weight
    return 6.0 * len(text)


@given(st.lists(st.floats(1e-6, 1e9), min_size=1, max_size=8))
def test_every_weight_has_a_place_with_room_beside_it(weights):
    found = reach(weights)
    assert max(weights) <= found.top / 1.19
    for weight in weights:
        assert 0 <= found.place(weight) <= found.steps
        back = found.weight(found.place(weight))
        assert abs(back - weight) <= found.top / found.steps / 2 + 1e-9


@pytest.mark.parametrize(("most", "top"), [(40, 50), (15, 20), (100, 200), (3, 5), (1, 2), (0, 1)])
def test_reaches_are_round(most, top):
    assert reach([most]).top == pytest.approx(top)


@given(st.integers(0, 100_000))
def test_the_axis_has_at_most_three_lines_above_what_there_is(most):
    top, step = layout.ceiling(most)
    assert top >= most
    assert top // step <= 3


bars = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)),
    min_size=BARS,
    max_size=BARS,
)
LONE = Standing(((0, 0, 0),) * BARS, (0, 0, 0, 0))


@example(counts=[(0, 0, 0)] * 20, low=19, more=41, width=260)
@given(bars, st.integers(0, 99), st.integers(1, 100), st.integers(260, 900))
def test_bars_are_as_high_as_their_accounts_and_labels_keep_apart(counts, low, more, width):
    high = min(100, low + more)
    after = Standing(tuple(counts), (0, 0, 0, 0))
    frame = layout.frame_of(LONE, after, width, 320)
    bounds = {"average": float(low), "strong": float(high)}
    drawing = layout.histogram(frame, (LONE, after), bounds, measure, Words())
    filled = sum(one.rect.height() for one in drawing.fills if one.color.endswith("fill"))
    unit = frame.y(0) - frame.y(1)
    assert filled == pytest.approx(unit * sum(map(sum, counts)), abs=1e-6)
    told = layout.labels(frame, bounds, measure, Words())
    assert not told[0].rect.intersects(told[1].rect)
    for one in told:
        assert one.rect.left() >= 0
        assert one.rect.right() <= width
        assert one.rect.bottom() <= 320


def test_a_bar_says_its_scores_and_its_bands():
    after = Standing(((0, 0, 0),) * 8 + ((0, 3, 2),) + ((0, 0, 0),) * 11, (0, 3, 2, 0))
    title, rows = layout.read_out(8, LONE, after, Words())
    assert title == f"Scores {8 * STEP} to 44"
    assert rows == [("Draft", "5"), ("Published", "0"), ("Average", "3"), ("Poor", "2")]
    assert layout.read_out(19, LONE, LONE, Words())[0] == "Scores 95 to 100"
