"""Dashboards on pages: nothing is cut in two, pages are filled, rows stay near what they want."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.board_pages import (
    PRESSED,
    STRETCHED,
    row_heights,
    rows_of,
    stretches,
)
from healthdesk.core.domain.report import Card

ROW, GAP, ROOMS = 44.0, 14.0, (380.0, 410.0)


def card(x, y, w, h):
    return Card(x=x, y=y, w=w, h=h, title="", svg="")


def test_a_page_that_would_end_early_has_higher_cards():
    one, three, four, last = row_heights((1, 3, 4, 3), ROW, GAP, ROOMS)
    assert (one, three) == (ROW, pytest.approx(ROW * STRETCHED))
    assert four == last
    assert 7 * four + 6 * GAP <= ROOMS[1] + 1e-6
    assert ROW < four < ROW * STRETCHED
    (eight,) = row_heights((8,), ROW, GAP, (440.0, 410.0))
    assert ROW * PRESSED < eight < ROW


def test_cards_side_by_side_stay_together():
    found = stretches([card(0, 3, 4, 2), card(0, 0, 6, 3), card(6, 0, 6, 2), card(6, 2, 6, 3)])
    assert [[(one.x, one.y) for one in part] for part in found] == [
        [(0, 0), (6, 0), (6, 2), (0, 3)]
    ]
    assert rows_of(found[0]) == 5


@given(st.lists(st.integers(1, 8), min_size=1, max_size=12))
def test_rows_stay_near_what_they_want(counts):
    found = row_heights(counts, ROW, GAP, ROOMS)
    assert len(found) == len(counts)
    for count, high in zip(counts, found, strict=True):
        low, top = (1.0, 1.0) if count == 1 else (PRESSED, STRETCHED)
        assert ROW * low - 1e-6 <= high <= ROW * top + 1e-6
