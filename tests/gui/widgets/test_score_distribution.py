"""Score distribution on the screen: bars to one scale, thresholds, marks, its table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.gui.widgets import score_distribution as widget
from tests.board_desk import asked, check_drawing, room_of

LONG = BandNames("Going really very well", "Needs a closer look", "In trouble as it is", "?")


@pytest.fixture
def face(ui, board):
    ui.set_desk(board)
    made = widget.Face(ui)
    made.show_data(board.read(widget.load, asked(widget)))
    yield made
    ui.words.bands = USUAL
    made.deleteLater()


@pytest.mark.parametrize("size", ["least", "usual", "large"])
@pytest.mark.parametrize("names", [USUAL, LONG])
def test_all_of_it_has_its_place(ui, face, size, names):
    ui.words.bands = names
    room = room_of(widget, size)
    face.show_marked(frozenset({face.shown.marks[0].key}))
    check_drawing(face.lay_out(room), room, face.measure)


def test_what_stands_for_accounts_is_pressed_as_a_mark(face):
    pressed = []
    face.mark_pressed.connect(lambda mark, add: pressed.append(mark))
    spots = face.lay_out(room_of(widget, "usual")).spots
    for spot in spots:
        face.press(spot.key)
    assert pressed == list(dict.fromkeys(pressed))
    assert set(pressed) == set(face.shown.marks)


def test_bars_are_to_one_scale(face):
    drawing = face.lay_out(room_of(widget, "large"))
    bars = [one for one in drawing.fills if one.color.endswith("fill")]
    counts = [s.count for one in face.shown.bins for s in reversed(one.sums) if s.count]
    scale = bars[0].rect.height() / counts[0]
    assert [one.rect.height() for one in bars] == pytest.approx([n * scale for n in counts])


def test_thresholds_of_odd_places_do_not_lie_over_the_scale(face):
    for thresholds in ((), (1.0, 2.0), (39.5, 80.5), (98.0, 100.0)):
        face.show_data(replace(face.shown, thresholds=thresholds, none=4, none_before=0))
        for size in ("least", "usual", "large"):
            room = room_of(widget, size)
            check_drawing(face.lay_out(room), room, face.measure)


def test_its_table_counts_every_account_once(face):
    head, lines = face.lines()
    assert head[-1] == "14 Dec 2025"
    total = sum(int(one[-2]) for one in lines)
    assert total == sum(one.count for one in face.shown.bins) + face.shown.none
