"""Where the drawn parts put what: nothing overlaps, nothing is cut without its whole kept."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from healthdesk.core.desk import Desk
from healthdesk.core.services import people
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.panels.people import balance, figures, grid_layout, path, tiles
from healthdesk.gui.parts.drawing import FontMeasure, ink
from tests import make
from tests.core.services.people_story import DAY

WIDTHS = (560, 680, 736, 840, 1400)


@pytest.fixture(scope="module")
def view(told):
    desk = Desk.open(told, clock=make.CLOCK)
    found = desk.read(people.view, "a", DAY)
    desk.close()
    return found


@pytest.fixture
def measure(theme):
    return FontMeasure(theme)


def inks(drawing, measure):
    return [ink(text, measure) for text in drawing.texts if text.text]


def apart(rects):
    def touching(one, other):
        cross = one.intersected(other)
        return cross.width() > 1 and cross.height() > 6

    return not any(touching(a, b) for at, a in enumerate(rects) for b in rects[at + 1 :])


@pytest.mark.parametrize("width", WIDTHS)
def test_texts_of_the_grid_stay_apart_and_inside(view, measure, width):
    words = Words()
    for lay_out in (grid_layout.head, grid_layout.rows, grid_layout.sums):
        drawing = lay_out(view, width, measure, words)
        rects = inks(drawing, measure)
        assert apart(rects), lay_out.__name__
        assert all(rect.left() >= 0 and rect.right() <= width for rect in rects)


@pytest.mark.parametrize("width", WIDTHS)
def test_columns_go_one_after_the_other(width):
    place = grid_layout.columns(width, 12)
    edges = [12, place.influence, place.stance, place.months, place.month(place.count)]
    assert all(left < right for left, right in pairwise(edges))
    assert place.month(place.count) <= width - 60
    assert place.count == 12 or width < 700


@pytest.mark.parametrize("width", WIDTHS)
def test_great_sums_stand_over_each_other_where_they_are_too_wide(view, measure, width):
    busy = replace(view, totals=tuple(replace(one, received=15, sent=123) for one in view.totals))
    drawing = grid_layout.sums(busy, width, measure, Words())
    assert apart(inks(drawing, measure))
    stacked = any(text.text == "123" for text in drawing.texts)
    assert stacked or any(text.text == "15 · 123" for text in drawing.texts)


def test_the_look_has_its_sizes(view, measure):
    drawing = grid_layout.rows(view, 840, measure, Words())
    cells = [spot.rect for spot in drawing.spots if spot.key.startswith("cell:0:")]
    assert [(one.width(), one.height()) for one in cells] == [(30, 32)] * 12
    assert {b.left() - a.left() for a, b in pairwise(cells)} == {34}
    assert drawing.height == 60 * len(view.lines)


def test_each_cell_says_what_it_is(view, measure):
    drawing = grid_layout.rows(view, 840, measure, Words())
    tips = {spot.key: spot.tip for spot in drawing.spots}
    assert tips["cell:0:10"] == "Ada, Feb 2026: 1 sent"
    assert tips["cell:1:10"] == "Tom, Feb 2026: missed: no touch of a key contact"
    assert tips["cell:2:10"] == "Milla, Feb 2026: 1 sent"
    assert tips["cell:3:0"] == "joe@x.test, Apr 2025: before the account's first day"
    dashes = [stroke for stroke in drawing.strokes if stroke.dashes]
    holes = [cell for line in view.lines for cell in line.cells if cell.state == "hole"]
    assert len(dashes) == 4 * len(holes) > 0


def test_received_stands_over_sent(view, measure):
    drawing = grid_layout.rows(view, 840, measure, Words())
    filled = [dot.center.y() % 60 for dot in drawing.dots if not dot.line]
    rings = [dot.center.y() % 60 for dot in drawing.dots if dot.line]
    assert filled
    assert rings
    assert max(filled) < min(rings)


@pytest.mark.parametrize("width", WIDTHS)
def test_tiles_and_path_fit(view, measure, width):
    words = Words()
    shown = tiles.tiles(view, words)
    for drawing in (
        tiles.lay_out(shown, width, measure),
        path.lay_out(view, width, measure, words),
    ):
        assert apart(inks(drawing, measure))
        spots = [spot.rect for spot in drawing.spots]
        assert all(
            a.right() <= b.left() + 0.01 or a.bottom() <= b.top() + 0.01 for a, b in pairwise(spots)
        )


def test_tiles_say_their_figures(view):
    told = {one.key: (one.figure, one.note) for one in tiles.tiles(view, Words())}
    assert told == {
        "in_touch": ("2 of 4", "1 in the 90 days before"),
        "balance": ("0.25", "1 received, 3 sent; 0.33 on 14 Feb"),
        "last": ("14", "cadence of its tier: every 21 days"),
        "waiting": ("2 mails", "oldest 30 days, to Ada"),
        "meetings": ("none", "nobody met"),
    }


def test_nothing_known_is_said_and_not_zero(desk):
    none = desk.read(people.view, "c", DAY)
    told = {one.key: one.figure for one in tiles.tiles(none, Words())}
    assert told["balance"] == DASH
    assert told["last"] == "never"


def test_bars_share_one_scale(view, measure):
    drawing = balance.lay_out(view, 330, measure, Words())
    wide = {round(fill.rect.width(), 3) for fill in drawing.fills}
    assert (
        len(wide)
        == len({one.sent for one in view.totals} | {one.received for one in view.totals}) - 1
    )
    assert apart(inks(drawing, measure))
    assert [spot.key for spot in drawing.spots] == [f"month:{n}" for n in range(12)]


def test_the_table_says_the_same_as_the_grid(view):
    head, lines = figures.table(view, Words())
    assert head[4:16] == tuple(Words().month(one) for one in view.months)
    ada = dict(zip(head, lines[0], strict=True))
    assert (ada["Feb"], ada["Jan"], ada["Last touch"]) == ("0 · 1", "0 · 1", "30 d")
    assert dict(zip(head, lines[1], strict=True))["Feb"] == "missed"
    assert lines[-1][0] == "All touches"


def test_the_path_names_who_was_touched_longest_ago(view):
    told = path.table(view, Words())
    assert told == (
        "asks (by role, not set): Milla, 14 days; decides (by role, not set): Tom, never touched;"
        " signs on 13 May: nobody known"
    )
    assert path.subtitle(view, Words()) == "2 people, none touched for 14 days"


def test_figures_take_two_rows_where_four_beside_each_other_would_be_cut(measure):
    shown = tuple(tiles.Tile(f"k{at}", "Contacts in touch, 90 days", "4", "x") for at in range(5))
    wide, slim = (tiles.lay_out(shown, width, measure) for width in (1000, 588))
    assert (wide.height, slim.height) == (tiles.HIGH, 2 * tiles.HIGH)
    assert not any(text.full for text in slim.texts)
    boxes = [spot.rect for spot in slim.spots]
    assert not any(a.intersects(b) for a in boxes for b in boxes if a is not b)
    assert max(box.right() for box in boxes) <= 588
