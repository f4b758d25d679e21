"""Where the strips of a rehearsal stand: read from the drawing, nothing painted."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from healthdesk.gui.base.words import Words
from healthdesk.gui.parts import rehearsal_layout as layout
from healthdesk.gui.parts.drawing import ink
from healthdesk.gui.parts.rehearsal_layout import Strip, Strips

FIRST, LAST = 20_415, 20_779
SHOWN = Strips(
    FIRST,
    LAST,
    (
        ("Lost before", (Strip("a", "Olvera", ((FIRST + 100, "a1"), (FIRST + 200, "a2")),
                               FIRST + 220, "120 days before", strong=True),)),
        ("Stayed", (Strip("b", "Graywell Laboratories of the North", ((LAST, "b1"),), None, "x"),)),
        ("Missed", (Strip("c", "Vessel", (), FIRST + 10, "lost 24 May"),)),
    ),
    ((FIRST + 28, FIRST + 41),),
    FIRST + 7,
)  # fmt: skip


def measure(text, role, weight):
    return len(text) * (6.0 if role == "small" else 7.2) + weight / 1000


@pytest.fixture(params=[430.0, 770.0, 1200.0])
def drawn(request):
    return layout.rehearsal(SHOWN, request.param, measure, Words())


def test_dots_stand_on_their_days_and_a_line_leads_to_the_loss(drawn):
    place = layout.lanes(SHOWN, drawn.width, measure)
    days = (FIRST + 100, FIRST + 200, LAST)
    assert [dot.center.x() for dot in drawn.dots] == pytest.approx([place.x(day) for day in days])
    (line,) = [one for one in drawn.strokes if one.color == "s1"]
    assert line.x1 == pytest.approx(place.x(FIRST + 100))
    assert place.x(FIRST + 200) < line.x2 < place.x(FIRST + 220)
    assert place.left < place.x(FIRST) < place.x(LAST) < place.right


def test_the_line_begins_with_the_first_firing_that_counts():
    strip = SHOWN.groups[0][1][0]

    def lines(one):
        shown = replace(SHOWN, groups=(("Lost", (one,)),))
        drawn = layout.rehearsal(shown, 900.0, measure, Words())
        place = layout.lanes(shown, drawn.width, measure)
        return [round(stroke.x1 - place.x(FIRST), 3) for stroke in drawn.strokes
                if stroke.color == "s1"], place  # fmt: skip

    found, place = lines(replace(strip, since=FIRST + 200))
    assert found == [round(place.x(FIRST + 200) - place.x(FIRST), 3)]
    assert lines(replace(strip, strong=False))[0] == []


def test_two_crosses_for_two_losses_none_for_who_stayed(drawn):
    assert len(drawn.curves) == 4
    ends = {round(curve.points[0].x() + curve.points[1].x(), 1) for curve in drawn.curves}
    assert len(ends) == 2


def test_muted_and_dataless_stretches_are_grounds_that_tell_why(drawn):
    place = layout.lanes(SHOWN, drawn.width, measure)
    (muted,) = [one for one in drawn.fills if one.color == "weekend"]
    assert muted.rect.left() == pytest.approx(place.x(FIRST + 27.5))
    (none,) = [one for one in drawn.fills if one.hatched]
    assert none.rect.right() < muted.rect.left()
    tips = [spot.tip for spot in drawn.spots if not spot.key]
    assert any("Muted season" in tip for tip in tips)
    assert any("Data begin on" in tip for tip in tips)


def test_every_place_can_be_pressed_and_no_words_overlap(drawn):
    keys = [spot.key for spot in drawn.spots if spot.key]
    assert keys == ["a", "a1", "a2", "b", "b1", "c"]
    assert all(spot.rect.width() >= 22 and spot.rect.height() >= 22 for spot in drawn.spots
               if spot.key)  # fmt: skip
    months = [ink(one, measure) for one in drawn.texts if one.rect.top() > drawn.height - 30]
    assert len(months) >= 4
    assert all(one.right() <= other.left() for one, other in pairwise(months))
    for text in drawn.texts:
        assert ink(text, measure).right() <= drawn.width + 1
    long = next(one for one in drawn.texts if one.text.startswith("Grayw"))
    assert long.full or long.text == "Graywell Laboratories of the North"


def test_the_first_month_alone_carries_its_year(drawn):
    words = [one.text for one in drawn.texts if one.rect.top() > drawn.height - 30]
    assert words[0][-2:].isdigit()
    assert not any(letter.isdigit() for word in words[1:] for letter in word)


def test_the_months_apart_stand_where_those_of_the_plot_do():
    whole = layout.rehearsal(SHOWN, 700, measure, Words())
    alone = layout.axis(SHOWN, 700, measure, Words())
    under = [(one.text, one.rect.left()) for one in whole.texts
             if one.rect.top() > whole.height - 30]  # fmt: skip
    assert [(one.text, one.rect.left()) for one in alone.texts] == under
    without = layout.rehearsal(SHOWN, 700, measure, Words(), months=False)
    assert without.height == whole.height - layout.AXIS


def test_the_table_says_what_the_strips_do():
    head, lines = layout.table(SHOWN, Words())
    assert len(head) == len(lines[0])
    assert [line[1] for line in lines] == ["Olvera", "Graywell Laboratories of the North", "Vessel"]
    assert lines[0][2].count(";") == 1
    assert lines[1][3] == ""
