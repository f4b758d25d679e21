"""Silent accounts, coverage, tasks, goals, notes: figures, layout, what is pressed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QSizeF, QUrl
from PySide6.QtGui import QDesktopServices
from sqlalchemy import text

from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.goal import course, day_of, quarter
from healthdesk.core.domain.markdown import parse
from healthdesk.core.domain.op import op
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import people, portfolio_trend, tasks
from healthdesk.core.services.accounts import accounts_table
from healthdesk.gui.parts import note_layout
from healthdesk.gui.parts.drawing import FontMeasure
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.widgets import (
    contact_coverage,
    goal_progress,
    note,
    silent_accounts,
    tasks_due,
)
from tests import make
from tests.board_desk import DAY, LONG, asked, check_drawing, room_of

NOTE = (
    f"# Monday\nKeep **95 %** of it, see [the plan](https://example.test/p).\n- {LONG}\n  - two\n"
    f"1. <b>one</b>\n> said\n---\n{'x' * 300} end [bad](javascript:alert(1)) `code`\n" * 3
)
TOLD = {
    silent_accounts: {"days": 20},
    contact_coverage: {},
    tasks_due: {"ahead": 300},
    goal_progress: {"from": "2025-12-01"},
    note: {"text": NOTE},
}


def drawn(module, view, room, kit):
    if module is silent_accounts:
        return silent_accounts.silent_drawing(view, room, kit, 0)
    if module is contact_coverage:
        return contact_coverage.coverage_drawing(view, room, kit, 0)
    if module is tasks_due:
        return tasks_due.tasks_drawing(view, room, kit, 0)
    if module is goal_progress:
        return goal_progress.goal_drawing(view, room, kit)
    lines = note_layout.break_lines(view.blocks, room.width(), kit)
    return note_layout.note_drawing(lines, room, kit, 0)


@pytest.mark.parametrize("module", TOLD, ids=lambda one: one.SPEC.key)
def test_every_size_is_legible(board, ui, module):
    view = board.read(module.load, asked(module, TOLD[module]))
    assert not view.empty, view.empty
    measure = FontMeasure(ui.theme)
    for size in ("least", "usual", "large"):
        room = room_of(module, size)
        drawing = drawn(module, view, room, Kit(measure, ui.words))
        check_drawing(drawing, room, measure)
        assert drawing.texts


@pytest.mark.parametrize("module", TOLD, ids=lambda one: one.SPEC.key)
def test_the_face_shows_it_and_the_table_says_it(board, ui, qtbot, module):
    face = module.Face(ui)
    qtbot.addWidget(face)
    face.resize(500, 170)
    view = board.read(module.load, asked(module, TOLD[module]))
    face.show_data(view)
    face.grab()
    head, lines = face.lines()
    assert lines
    assert all(len(line) == len(head) for line in lines)
    for mark in view.marks:
        with qtbot.waitSignal(face.mark_pressed) as told:
            face.press(f"mark:{mark.key}")
        assert told.args[0] == mark
        face.show_marked(frozenset({mark.key}))
    spot = next((one for one in face.drawing.spots if one.key.startswith("account:")), None)
    if spot is not None:
        with qtbot.waitSignal(face.account_pressed) as opened:
            face.press(spot.key)
        assert opened.args[1] in {"timeline", "people", "work"}


@pytest.mark.parametrize("module", [silent_accounts, contact_coverage], ids=lambda m: m.SPEC.key)
def test_narrowing_is_the_same_as_looking_at_those_only(board, module):
    whole = board.read(module.load, asked(module))
    some = frozenset(one.account_id for one in whole.rows[::3])
    narrow = board.read(module.load, asked(module, accounts=some))
    assert list(narrow.rows) == [one for one in whole.rows if one.account_id in some]
    nobody = board.read(module.load, asked(module, accounts=frozenset()))
    assert nobody.empty
    assert nobody.remedy


@pytest.mark.parametrize("day", [DAY, DAY - 60])
def test_silent_by_cadence_are_those_that_people_call_overdue(board, day):
    view = board.read(silent_accounts.load, asked(silent_accounts, day=day))
    alive = {one.account_id for one in board.read(accounts_table, day).rows}
    late = board.read(people.overdue, day)
    found = {one.account_id: (one.days, one.limit) for one in view.rows}
    assert found == {key: (o.days, o.cadence) for key, o in late.items() if key in alive}


def test_a_desk_without_touchpoints_says_so_and_calls_nobody_silent(desk_without_touches):
    for module in (silent_accounts, contact_coverage):
        view = desk_without_touches.read(module.load, asked(module))
        assert view.empty == "No touchpoint is known by this day."
        assert not view.rows
        assert not view.marks


@pytest.fixture
def desk_without_touches(tmp_path):
    desk = make.desk(tmp_path)
    desk.do(make.fill, 2, 3)
    desk.do(_emptied, "DELETE FROM {}")
    yield desk
    desk.close()


@op("Empty")
def _emptied(tx, sql):
    for table in ("meeting_asked", "touchpoint"):
        tx.execute(text(sql.format(table)))


def test_coverage_counts_people_named_in_the_period(board):
    view = board.read(contact_coverage.load, asked(contact_coverage))

    def naive(tx):
        here = {}
        for account, row in tx.execute(
            text(
                "SELECT a.account_id, c.id FROM contact c JOIN account a ON a.id = c.account_id"
                " LEFT JOIN contact_care k ON k.contact_id = c.id"
                " WHERE coalesce(k.left_on, 99999) > :day"
            ),
            {"day": DAY},
        ):
            here.setdefault(account, set()).add(row)
        met = {}
        for account, day, kind, told in tx.execute(
            text(
                "SELECT a.account_id, t.day, t.kind, t.contacts FROM touchpoint t"
                " JOIN account a ON a.id = t.account_id"
            )
        ):
            if DAY - 89 <= day <= DAY and kind != "note":
                met.setdefault(account, set()).update(int(one) for one in told.split(";") if one)
        return {key: len(met.get(key, set()) & rows) for key, rows in here.items()}

    expected = board.read(naive)
    assert {one.account_id: one.touched for one in view.rows if one.known} == {
        one.account_id: expected[one.account_id]
        for one in board.read(accounts_table, DAY).rows
        if one.account_id in expected
    }
    steps = [bar for bar in view.bars if bar.key.startswith("people:")]
    assert sum(len(bar.accounts) for bar in steps) == len(view.rows)


def test_tasks_stand_under_their_heads_and_are_done_from_here(tmp_path, ui, qtbot):
    desk = make.desk(tmp_path)
    desk.do(make.fill, 2, 3)
    ui.clock = make.CLOCK
    ui.set_desk(desk, "UTC")
    for title, due in (("Late", DAY - 3), ("Now", DAY), ("Soon", DAY + 7), ("Far", DAY + 8)):
        desk.do(tasks.add, TaskDraft(title, "a0" if title != "Now" else None, due=due))
    view = desk.read(tasks_due.load, asked(tasks_due))
    told = [(group.name, one.title) for group in view.groups for one in group.tasks][-3:]
    assert told == [("Overdue", "Late"), ("Today", "Now"), ("Next 7 days", "Soon")]
    narrow = desk.read(tasks_due.load, asked(tasks_due, accounts=frozenset({"a0"})))
    assert "Now" not in [one.title for group in narrow.groups for one in group.tasks]
    face = tasks_due.Face(ui)
    qtbot.addWidget(face)
    face.resize(400, 400)
    face.show_data(view)
    for height in range(54, 400, 13):
        texts = [one.text for one in face.for_paper(QSizeF(400, height)).texts]
        assert " · " not in texts[-1], f"a head without its tasks at {height}"
    now = view.groups[1].tasks[-1]
    face.press(f"tick:{now.id}")
    after = desk.read(tasks_due.load, asked(tasks_due))
    assert "Now" not in [one.title for group in after.groups for one in group.tasks]
    assert desk.undo() == "Complete task"
    late = view.groups[0].tasks[-1]
    desk.do(tasks.edit, late.id, TaskDraft("Late", "a0", due=DAY - 3, needs_touch=True))
    face.show_data(desk.read(tasks_due.load, asked(tasks_due)))
    with qtbot.waitSignal(face.account_pressed) as opened:
        face.press(f"tick:{late.id}")
    assert opened.args == ["a0", "work"]
    assert desk.read(tasks.one, late.id, DAY).state == "open"
    ui.set_desk(None)
    desk.close()


@settings(max_examples=80)
@given(
    st.floats(-1e6, 1e6),
    st.floats(-1e6, 1e6),
    st.floats(-1e6, 1e6),
    st.integers(0, 200),
    st.booleans(),
)
def test_a_goal_is_reached_exactly_when_the_target_is(start, now, target, day, falls):
    found = course((start, now), target, (0, 100), day, falls=falls)
    there = now <= target if falls else now >= target
    assert (found.state in {"reached", "kept"}) == there
    if not there:
        assert (found.state == "missed") == (day >= 100)
    low, high = min(start, target), max(start, target)
    assert low - 1e-6 <= found.expected <= high + 1e-6


def test_halfway_in_time_half_of_the_way_is_expected():
    found = course((60.0, 72.0), 80.0, (0, 100), 50, falls=False)
    assert (found.expected, found.share, found.state) == (70.0, 0.6, "ahead")
    assert course((10.0, 9.0), 5.0, (0, 100), 50, falls=True).state == "behind"


@given(st.integers(0, 30_000))
def test_a_quarter_holds_its_day(day):
    first, last = quarter(day)
    assert first <= day <= last
    assert to_date(first).day == 1
    assert to_date(last + 1).day == 1
    assert 90 <= last - first + 1 <= 92


def test_the_goal_measures_what_the_portfolio_says(board):
    view = board.read(
        goal_progress.load, asked(goal_progress, {"figure": "poor_accounts", "from": "2026-01-10"})
    )
    trend = board.read(portfolio_trend.read, DAY)
    rows = board.read(accounts_table, DAY).rows
    assert trend.day == DAY
    assert view.now == sum(one.band == "Poor" for one in rows)
    assert day_of("2026-01-10", 0, "x") == view.line[0][0]
    money = board.read(goal_progress.load, asked(goal_progress, {"figure": "arr"}))
    assert money.now == pytest.approx(sum(one.arr or 0 for one in rows))
    some = frozenset(one.account_id for one in rows[:7])
    few = board.read(goal_progress.load, asked(goal_progress, {"figure": "arr"}, accounts=some))
    assert few.now == pytest.approx(sum(one.arr or 0 for one in rows[:7]))


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"by": "soon"}, "The last day “soon” is no day"),
        ({"from": "2026-05-01", "by": "2026-06-01"}, "The goal begins on 1 May 2026."),
        ({"from": "2026-03-01", "by": "2026-02-01"}, "The last day must lie after the first."),
        ({"figure": "usage"}, "A goal about usage needs a metric."),
    ],
)
def test_a_goal_that_cannot_be_says_why(board, told, why):
    view = board.read(goal_progress.load, asked(goal_progress, told))
    assert view.empty.startswith(why)


def test_a_note_is_text_and_only_safe_links_lead_anywhere():
    blocks = parse(
        "# Head\n[a](javascript:x) [b](https://e.test/q?a=1) [c](file:///etc) <img src=x>\n"
        "mail [d](mailto:d@e.test), https://e.test/z. end\n\n\n- **strong** and *slant*\n"
    )
    assert [one.kind for one in blocks] == ["heading", "text", "gap", "item"]
    links = [run.link for one in blocks for run in one.runs if run.link]
    assert links == ["https://e.test/q?a=1", "mailto:d@e.test", "https://e.test/z"]
    assert "<img src=x>" in blocks[1].text
    assert "[a](javascript:x)" in blocks[1].text
    assert [(run.text, run.strong, run.slanted) for run in blocks[3].runs] == [
        ("strong", True, False),
        (" and ", False, False),
        ("slant", False, True),
    ]


@settings(max_examples=80)
@given(st.text(alphabet="ab *`_[]()#->1.\n:/h", max_size=200))
def test_any_text_is_a_note_and_loses_no_letter(source):
    blocks = parse(source)
    letters = [one for one in source if one in "abh"]
    assert [one for block in blocks for one in block.text if one in "abh"] == letters


def test_a_link_opens_outside_and_private_notes_are_not_presented(board, ui, qtbot, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    face = note.Face(ui)
    qtbot.addWidget(face)
    face.resize(300, 200)
    face.show_data(board.read(note.load, asked(note, {"text": "[x](https://e.test/)"})))
    face.press(face.drawing.spots[0].key)
    assert opened == [QUrl("https://e.test/")]
    ask = asked(note, {"text": "secret", "private": True})
    shown = board.read(note.load, type(ask)(ask.day, ask.first, ask.options, private=False))
    assert shown.empty
    assert not shown.blocks
