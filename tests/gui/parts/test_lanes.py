"""Lanes of a list: which give way, which shrink, what the one that stretches is left with."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from healthdesk.gui.parts.lanes import BADGE, SHAPE, Lane, placed

LANES = (
    Lane("score", "", BADGE, least=SHAPE),
    Lane("name", "", 100, stretch=True),
    Lane("arr", "", 60, "right", drop=1),
    Lane("bar", "", 80, drop=2),
    Lane("days", "", 40, "right"),
)


def wides(wide: float) -> dict[str, float]:
    return {lane.key: width for lane, _, width in placed(LANES, wide)}


def test_bars_go_before_amounts_and_the_badge_before_the_name() -> None:
    assert wides(400) == {"score": 48, "name": 132, "arr": 60, "bar": 80, "days": 40}
    assert set(wides(300)) == {"score", "name", "arr", "days"}
    assert wides(220) == {"score": 48, "name": 112, "days": 40}
    assert wides(190) == {"score": SHAPE, "name": 116, "days": 40}
    assert wides(150) == {"score": SHAPE, "name": 76, "days": 40}


@given(st.integers(1, 1_200))
def test_lanes_stand_side_by_side_within_the_room(wide: int) -> None:
    right = -10.0
    for _, left, width in placed(LANES, wide):
        assert width >= 0
        assert left >= right
        right = left + width
        assert right <= wide or width == 0
