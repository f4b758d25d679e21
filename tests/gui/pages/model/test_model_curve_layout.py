"""The axis of a curve, its bars, its words, and where its handles stand."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QPointF

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.profile import Condition, CurveScale, MapScale, RankScale
from healthdesk.core.domain.scale import curve_points, rank_points
from healthdesk.core.readings import CATALOGUE
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.model import curve_layout as layout
from healthdesk.gui.pages.model import map_edit
from healthdesk.gui.pages.model.curve_axis import Values, axis_of, nice, snapped
from healthdesk.gui.pages.model.curve_layout import Frame, Picture
from healthdesk.gui.pages.model.curve_words import Speller, over_words
from healthdesk.gui.parts.drawing import ink

WORDS = Words(QLocale("en_GB"))
KINDS = sorted(CATALOGUE)
WORTH = (100.0, 60.0, 0.0)


def measure(text: str, role: str, weight: int) -> float:
    del role, weight
    return 6.0 * len(text)


def curve(*points):
    return CurveScale(points=tuple((float(x), float(y)) for x, y in points))


def tell(kind, step=1.0):
    return Speller(WORDS, CATALOGUE[kind].SPEC, step)


def axis(kind, xs, numbers=()):
    return axis_of(kind, CATALOGUE[kind].SPEC.unit, xs, Values(np.array(numbers, float)))


TICKETS = [0.0] * 36 + [3.0, 11.0, 14.0, 15.0, 25.0, 40.0, 90.0, 400.0]

xs = st.lists(st.floats(-1e9, 1e9).map(lambda x: round(x, 3)), min_size=1, max_size=12, unique=True)
numbers = st.lists(st.floats(-1e12, 1e12), max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(KINDS), xs, numbers)
@example("ticket_age", [0.0, 30.0], TICKETS)
@example("nps", [-100.0, 0.0, 100.0], [])
@example("touches", [5.0], [5.0, 5.0])
@example("attribute", [0.0, 1e9], [-1e12, 1e12])
def test_the_axis_holds_every_point_and_counts_every_account(kind, points, read):
    found = axis(kind, points, read)
    assert found.low <= min(points)
    assert found.high >= max(points)
    assert found.below + sum(found.counts) + found.beyond == len(read)
    assert 1 <= len(found.counts) <= 80
    assert all(a < b for a, b in pairwise(found.edges))
    assert 1 <= len(found.ticks) <= 12
    assert found.fine < found.step <= found.high - found.low


@pytest.mark.parametrize(
    ("kind", "points", "read", "ends"),
    [
        ("ticket_age", [0, 6, 34], TICKETS, (0, 44)),
        ("nps", [-20, 20], [0, 50], (-100, 100)),
        ("csat", [2, 4], [], (1, 5)),
        ("open_tickets", [0, 1, 3], [0, 1, 2, 2], (-0.5, 4.5)),
        ("usage_breadth", [0.2, 0.8], [0.5], (0, 1)),
    ],
)
def test_axes_are_round_and_as_long_as_a_reading_can_be(kind, points, read, ends):
    found = axis(kind, points, read)
    assert (found.low, found.high) == pytest.approx(ends)


def test_accounts_beyond_the_axis_are_counted_not_squeezed():
    found = axis("ticket_age", [0, 34], TICKETS)
    assert found.beyond == 2
    assert found.counts[0] == 36
    told = texts(curve((0, 100), (34, 0)), found, "ticket_age")
    assert "2 beyond" in told


@given(st.floats(1e-9, 1e12))
def test_steps_are_1_2_or_5(least):
    assert least * (1 - 1e-6) <= nice(least) <= 2.5 * least * (1 + 1e-6)


def test_a_snap_leaves_no_dust():
    assert snapped(0.30000000000000004, 0.1) == 0.3
    assert snapped(-0.001, 0.01) == 0.0
    assert str(snapped(-0.001, 0.01)) == "0.0"


def test_values_count_accounts():
    found = Values(np.array([3.0, 1.0]), 1)
    assert list(found.rising) == [1.0, 3.0]
    assert (found.known, found.missing, found.accounts) == (2, 1, 3)
    assert (found.more(1), found.less(1), found.more(0)) == (1, 0, 2)
    named = Values(np.zeros(0), 1, {"Gold": 1, "Silver": 1})
    assert (named.known, named.accounts) == (0, 3)


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 100)), min_size=1, max_size=8,
                unique_by=lambda one: one[0]).map(sorted), st.floats(-80, 80))  # fmt: skip
def test_a_curve_is_drawn_as_it_scores(points, x):
    scale = curve(*points)
    assert layout.worth_of(scale, x, WORTH) == pytest.approx(
        float(curve_points(scale, np.array([x]))[0]), abs=1e-6
    )


conditions = st.builds(
    Condition, op=st.sampled_from([">=", ">", "<=", "<", "="]), value=st.integers(-5, 5).map(float)
)


@given(st.builds(RankScale, good=conditions, poor=conditions), st.integers(-8, 8))
def test_ranks_are_drawn_as_they_score(scale, x):
    made = float(rank_points(scale, np.array([float(x)]), WORTH)[0])
    assert layout.worth_of(scale, float(x), WORTH) == made
    between = x + 0.5
    zones = layout.zones(scale, -10, 10)
    assert zones[0][0] == -10
    assert zones[-1][1] == 10
    assert [a[1] for a in zones[:-1]] == [b[0] for b in zones[1:]]
    found = next(made for low, high, made in zones if low <= between < high)
    assert WORTH[found] == float(rank_points(scale, np.array([between]), WORTH)[0])


def drawn(scale, found, kind, *, published=None, size=(460, 230), guide=None):
    frame = Frame(*size, found, isinstance(scale, RankScale))
    options = {"metric": "active_users", "days": 28, "key": "arr", "min_priority": "low"}
    title = tell(kind).axis(options)
    picture = Picture(scale, published, "s2", WORTH, title, guide, "No account has a value")
    return frame, layout.draw(frame, picture, tell(kind, found.fine), measure)


def texts(scale, found, kind):
    return [one.text for one in drawn(scale, found, kind)[1].texts]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(460, 230), (300, 190)])
def test_words_stay_inside_and_off_each_other(kind, size):
    for read in ([], [3.0] * 5, TICKETS, [-1e9, 1e9, 2.0]):
        scale = curve((0.1, 0), (0.5, 60), (0.9, 100))
        before = curve((0.2, 100), (0.8, 0))
        found = axis(kind, [0.1, 0.9], read)
        _, made = drawn(scale, found, kind, published=before, size=size)
        inks = [ink(one, measure) for one in made.texts]
        for at, one in enumerate(inks):
            assert one.left() >= -1
            assert one.right() <= size[0] + 1
            assert one.bottom() <= size[1]
            assert not any(one.intersects(other) for other in inks[:at]), made.texts[at].text


def test_the_published_line_is_dashed_and_named_only_where_there_is_one():
    found = axis("ticket_age", [0, 34], TICKETS)
    now, before = curve((0, 100), (34, 0)), curve((0, 100), (30, 0))
    _, made = drawn(now, found, "ticket_age", published=before)
    assert [one.dashes for one in made.curves] == [(4.0, 3.0), ()]
    assert "published" in [one.text for one in made.texts]
    _, alone = drawn(now, found, "ticket_age")
    assert [one.dashes for one in alone.curves] == [()]
    assert "published" not in [one.text for one in alone.texts]


def test_bars_have_three_colours_where_ranks_cut_them():
    scale = RankScale(good=Condition(op="<=", value=5), poor=Condition(op=">", value=14))
    frame, made = drawn(scale, axis("ticket_age", [5, 14], TICKETS), "ticket_age")
    colors = {one.color for one in made.fills}
    assert {"strongfill", "averagefill", "poorfill"} <= colors
    good = [one.rect for one in made.fills if one.color == "strongfill"]
    assert max(one.right() for one in good) <= frame.x(5) + 0.5
    assert [one.shape for one in made.dots] == ["circle", "triangle", "square"]


def test_words_about_a_place_stand_where_the_curve_does_not_go():
    found = axis("ticket_age", [0, 40])
    falls, rises = curve((0, 100), (40, 0)), curve((0, 0), (40, 100))
    assert layout.beside(falls, 20, found, right=True) < 0
    assert layout.beside(falls, 20, found, right=False) > 0
    assert layout.beside(rises, 20, found, right=True) > 0


def test_published_thresholds_stand_as_dashed_lines():
    scale = RankScale(good=Condition(op="<=", value=5), poor=Condition(op=">", value=14))
    frame = Frame(460, 230, axis("ticket_age", [5, 14], TICKETS), pins=True)
    picture = Picture(scale, None, "s2", WORTH, "age", marks=(8.0, 14.0))
    made = layout.draw(frame, picture, tell("ticket_age"), measure)
    assert [one.x1 for one in made.strokes if one.dashes] == [round(frame.x(8))]


def test_a_press_near_a_handle_takes_it_and_one_on_the_line_does_not():
    scale = curve((0, 100), (20, 60), (40, 0))
    frame = Frame(460, 230, axis("ticket_age", [0, 40], TICKETS))
    point = QPointF(frame.x(20), frame.y(60))
    assert layout.nearest(frame, scale, point + QPointF(8, 8)) == 1
    assert layout.nearest(frame, scale, point + QPointF(30, 30)) == -1
    middle = QPointF(frame.x(10), frame.y(80))
    assert layout.nearest(frame, scale, middle) == -1
    assert layout.on_line(frame, scale, middle)
    assert not layout.on_line(frame, scale, middle + QPointF(0, 20))


@pytest.mark.parametrize(
    ("kind", "x", "told"),
    [
        ("ticket_age", 14, "14 days"),
        ("ticket_age", 1, "1 day"),
        ("ticket_age", 0, "0 days"),
        ("usage_frequency", 0.25, "25 %"),
        ("usage_trend", 0.1, "+10 %"),
        ("usage_trend", -0.1, "\N{MINUS SIGN}10 %"),
        ("touches", 3, "3 touches"),
        ("usage_level", 12.5, "12.5 a day"),
        ("nps", -20, "\N{MINUS SIGN}20"),
        ("attribute", 1_000_000_000, "1,000,000,000"),
    ],
)
def test_readings_are_told_with_their_unit(kind, x, told):
    assert tell(kind, 0.01).reading(x) == told


def test_what_a_place_says():
    found = Values(np.array(TICKETS), 3)
    assert tell("ticket_age").reads(14, 64) == "14 days reads 64 points"
    assert tell("ticket_age").of_accounts(found, 14) == "5 of 44 accounts wait longer"
    assert tell("ticket_age").of_accounts(found, 90) == "1 of 44 accounts waits longer"
    assert tell("touches").of_accounts(found, 14) == "5 of 44 accounts have more"
    assert tell("touches").of_accounts(Values(), 14) == "no account has a value"


def test_a_share_is_typed_as_percent():
    spell = tell("usage_frequency", 0.001)
    assert spell.figure(0.125) == "12.5"
    assert spell.parse("12.5 %") == pytest.approx(0.125)
    assert spell.parse("") is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_reading_says_what_its_axis_shows(kind):
    spec = CATALOGUE[kind].SPEC
    options = {
        one.key: {"metric": "active_users", "text": "arr"}.get(one.kind, one.default)
        for one in spec.options
    }
    told = tell(kind).axis(options)
    assert told
    assert "{" not in told
    assert over_words(spec, options, {"active_users": "Active users"})


def test_texts_are_matched_whatever_their_case():
    scale = MapScale(points={"Gold": 100.0, "silver": 60.0})
    rows = map_edit.rows_of(scale, {"gold": 3, "Silver": 2, "SILVER": 1, "Bronze": 9})
    assert [(one.text, one.accounts, one.points) for one in rows] == [
        ("Gold", 3, 100.0),
        ("silver", 3, 60.0),
        ("Bronze", 9, None),
    ]
    assert map_edit.with_points(scale, "GOLD", 90).points == {"silver": 60.0, "Gold": 90}
    assert map_edit.with_points(scale, "Gold", None).points == {"silver": 60.0}
    for points in (101, -1):
        with pytest.raises(UsageError):
            map_edit.with_points(scale, "Gold", points)
    with pytest.raises(UsageError):
        map_edit.with_points(MapScale(points={"Gold": 1.0}), "gold", None)
