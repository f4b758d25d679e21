"""The widget of playbooks: counts and bars as marks, nothing cut; figures are those of runs."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.board_plays import NAMES, PlayActivity, PlayBar, PlayCount, marks_of
from healthdesk.core.domain.widget import Ask
from healthdesk.core.services import board_plays, playbooks, run_reading, samples
from healthdesk.gui.widgets.play_activity import SPEC, Face
from tests import make
from tests.gui.widgets.drawn import check, rooms


def activity(playbooks_shown=4, scale=1, name="Champion left"):
    counts = tuple(
        PlayCount(key, title, scale * at, frozenset({f"{key}{one}" for one in range(at)}))
        for at, (key, title) in enumerate(NAMES.items())
    )
    bars = tuple(
        PlayBar(f"playbook:{at}", f"{name} {at}", scale * (9 - at % 9), at % 3,
                frozenset({f"a{at}"}), 5, 7)
        for at in range(playbooks_shown)
    )  # fmt: skip
    return PlayActivity(counts=counts, bars=bars, marks=marks_of(counts, bars))


@pytest.fixture(scope="module")
def plays_desk(tmp_path_factory):
    """A sample desk with runs, and its day; look at it, do not change it."""
    day = 20_780
    with make.desk(tmp_path_factory.mktemp("plays")) as desk:
        desk.do(playbooks.create_starters)
        desk.do(samples.fill, day, accounts=80, days=200)
        yield desk, day


@pytest.fixture
def face(qtbot, ui):
    made = Face(ui)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    "shown",
    [PlayActivity(), activity(1), activity(), activity(30, 4_000), activity(6, 1, "W" * 200)],
    ids=["empty", "one", "usual", "huge", "long names"],
)
def test_nothing_overlaps_at_any_size(face, shown):
    face.shown = shown
    for place in rooms(SPEC.limits, SPEC.size):
        check(face.lay_out(place), place, face.measure)


def test_counts_and_bars_are_marks_that_there_are(face, qtbot):
    face.resize(620, 240)
    face.show_data(activity())
    pressed = {one.key.removeprefix("mark:") for one in face.drawing.spots if one.key}
    assert {"open", "worked", "to tell", "playbook:0"} <= pressed
    assert "started" not in pressed
    assert pressed <= {one.key for one in face.shown.marks}
    with qtbot.waitSignal(face.mark_pressed) as told:
        face.press("mark:playbook:1")
    assert told.args[0].accounts == frozenset({"a1"})


def test_the_table_holds_the_same_figures(face):
    face.show_data(activity())
    _, lines = face.lines()
    assert ("At work", "1", "", "", "1") in lines
    assert ("Champion left 0", "9", "0", "5 of 7", "1") in lines


def test_figures_are_those_of_the_runs(plays_desk):
    desk, day = plays_desk
    rows = desk.read(run_reading.runs, day)

    def shown(first, accounts=None):
        ask = Ask(day, first, {}, accounts)
        found = desk.read(board_plays.activity, ask)
        return found, {one.key: one.runs for one in found.counts}

    found, counts = shown(day - 89)
    assert counts["open"] == sum(one.ended is None for one in rows)
    assert counts["started"] == sum(one.started >= day - 89 for one in rows)
    assert counts["done"] == sum(
        one.status == "done" and (one.ended or 0) >= day - 89 for one in rows
    )
    assert counts["to tell"] == sum(one.ask_due for one in rows)
    some = frozenset(one.account_id for one in rows[: len(rows) // 2])
    rest = frozenset(one.account_id for one in rows) - some
    halves = [shown(day - 89, part)[1] for part in (some, rest)]
    for key in NAMES:
        assert counts[key] == sum(half.get(key, 0) for half in halves), key
    for mark in found.marks:
        assert mark.accounts
    before = desk.read(board_plays.activity, Ask(day - 500, day - 700, {}))
    assert before.empty
