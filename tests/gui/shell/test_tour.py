"""The tour: real controls one after the other, kept where it was left, offered once, harmless."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QApplication

from healthdesk import paths
from healthdesk.core.clock import Clock
from healthdesk.core.domain.facts import to_day
from healthdesk.core.services import scoring
from healthdesk.gui.base.prefs import PrefsFile
from healthdesk.gui.shell.main_window import LEAST, MainWindow
from healthdesk.gui.shell.tour.callout import WIDE, place
from healthdesk.gui.shell.tour.steps import STEPS
from tests import make, ready

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
KEPT = {"visit", "snapshot"}
ROOM = QRect(8, 8, LEAST[0] - 16, LEAST[1] - 16)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("tour") / "sample.healthdesk"
    desk = ready.sample(path, to_day(NOW.date()), 30, 120, clock=Clock(instant=NOW))
    desk.do(scoring.record_reported, to_day(NOW.date()))
    desk.close()
    return path


@pytest.fixture
def sample(ui, window, filled):
    """A window at its smallest on the sample desk."""
    ui.clock = Clock(instant=NOW)
    ui.refresh_today()
    paths.sample_desk().parent.mkdir(parents=True, exist_ok=True)
    paths.sample_desk().write_bytes(filled.read_bytes())
    window.resize(*LEAST)
    window.opener.open(paths.sample_desk())
    return window


def shown(qtbot, window, key):
    """Wait until a step stands beside its control."""
    tour = window.tour

    def there():
        assert tour.step is not None
        assert tour.step.key == key
        assert tour.callout.isVisible()
        title = next(one.title for one in STEPS if one.key == key)
        assert tour.callout.title.full_text == title

    qtbot.waitUntil(there)
    return tour.callout


def test_every_step_points_at_a_control_in_view_and_says_two_sentences(sample, qtbot):
    before = {t: rows for t, rows in make.dump(sample.ui.desk).items() if t not in KEPT}
    sample.ui.take_tour()
    for number, step in enumerate(STEPS, 1):
        callout = shown(qtbot, sample, step.key)
        ring = sample.tour.ring.geometry()
        assert callout.count.full_text == f"{number} of {len(STEPS)}"
        assert ring.width() > 20
        assert ring.height() > 20
        assert sample.rect().contains(ring)
        assert ROOM.contains(callout.geometry())
        assert not callout.geometry().intersects(ring), step.key
        assert callout.height() >= callout.layout().heightForWidth(WIDE)
        assert QApplication.focusWidget() is callout.next
        assert step.text in callout.next.accessibleDescription()
        assert step.text.count(".") >= 2
        qtbot.keyClick(callout.next, Qt.Key.Key_Right)
    assert sample.tour.step is None
    assert not callout.isVisible()
    assert not sample.tour.ring.isVisible()
    after = {t: rows for t, rows in make.dump(sample.ui.desk).items() if t not in KEPT}
    assert after == before


def test_keys_lead_back_and_forth_and_tab_stays_among_its_buttons(sample, qtbot):
    sample.ui.take_tour()
    callout = shown(qtbot, sample, "row")
    assert not callout.back.isVisible()
    qtbot.keyClick(callout.next, Qt.Key.Key_Left)
    assert sample.tour.step.key == "row"
    qtbot.keyClick(callout.next, Qt.Key.Key_Return)
    shown(qtbot, sample, "rank")
    seen = []
    for _ in range(4):
        seen.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert seen == [callout.next, callout.skip, callout.back, callout.next]
    qtbot.mouseClick(callout.back, Qt.MouseButton.LeftButton)
    shown(qtbot, sample, "row")


def test_escape_leaves_it_and_it_goes_on_there_next_time(sample, qtbot, ui, tmp_path):
    list_before = sample.pages.page("today").changes.list
    list_before.setFocus()
    ui.take_tour()
    qtbot.keyClick(shown(qtbot, sample, "row").next, Qt.Key.Key_Right)
    callout = shown(qtbot, sample, "rank")
    qtbot.keyClick(callout.next, Qt.Key.Key_Escape)
    assert sample.tour.step is None
    assert QApplication.focusWidget() is list_before
    assert sample.toasts.shown[-1].notice.text == "The tour waits where you left it"
    assert PrefsFile(tmp_path / "window.json").values.tour.at == "rank"
    ui.take_tour()
    shown(qtbot, sample, "rank")


def test_a_control_that_is_not_there_is_passed_over_and_not_counted(at_work, qtbot, ui):
    ui.take_tour()
    callout = shown(qtbot, at_work, "segment")
    assert callout.count.full_text == "1 of 6"
    for key in ("day", "drop", "undo", "palette"):
        qtbot.keyClick(callout.next, Qt.Key.Key_Right)
        shown(qtbot, at_work, key)
    assert callout.count.full_text == "5 of 5"
    assert callout.next.text() == "Done"


def test_going_elsewhere_leaves_it_without_a_word(sample, qtbot, ui):
    ui.take_tour()
    shown(qtbot, sample, "row")
    sample.show_page("settings")
    assert sample.tour.step is None
    assert not sample.tour.callout.isVisible()
    assert sample.toasts.shown == ()


def test_it_follows_its_control_when_the_window_changes(sample, qtbot, ui):
    ui.take_tour()
    shown(qtbot, sample, "row")
    wide = sample.tour.ring.width()
    sample.resize(1280, 720)
    qtbot.waitUntil(lambda: sample.tour.ring.width() != wide)
    assert not sample.tour.callout.geometry().intersects(sample.tour.ring.geometry())


def test_it_is_offered_once_on_the_sample_and_once_on_an_own_desk(sample, ui, desk_file):
    offer = sample.tour.offer
    assert offer.isVisible()
    sample.opener.open(desk_file)
    assert offer.isVisible()
    sample.opener.open(paths.sample_desk())
    assert not offer.isVisible()


def test_skip_means_never_again(sample, ui, qtbot, desk_file):
    qtbot.mouseClick(sample.tour.offer.skip, Qt.MouseButton.LeftButton)
    assert not sample.tour.offer.isVisible()
    sample.opener.open(desk_file)
    assert not sample.tour.offer.isVisible()
    again = MainWindow(ui)
    qtbot.addWidget(again)
    again.opener.open(paths.sample_desk())
    assert again.tour.offer.isHidden()


def test_help_the_palette_and_the_beginning_take_it(window, qtbot, ui, monkeypatch):
    asked = []
    monkeypatch.setattr(window.tour, "begin", lambda: asked.append(1))
    ui.tour_requested.disconnect()
    ui.tour_requested.connect(lambda: asked.append(1))
    qtbot.mouseClick(window.first_run.foot.tour, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.pages.page("help").tour, Qt.MouseButton.LeftButton)
    window.open_palette()
    qtbot.keyClicks(window.finder.palette.line, "take the tour")
    qtbot.keyClick(window.finder.palette.line, Qt.Key.Key_Return)
    assert asked == [1, 1, 1]


def test_without_a_desk_it_makes_the_sample_and_begins_there(window, ui, filled, monkeypatch):
    wished = []
    ui.desk_requested.disconnect()
    ui.desk_requested.connect(wished.append)
    ui.take_tour()
    assert [one.way for one in wished] == ["sample"]


numbers = st.integers(min_value=0, max_value=1000)


@given(left=numbers, top=numbers, wide=numbers, high=numbers)
def test_a_callout_lies_in_the_window_and_on_its_control_only_without_room(left, top, wide, high):
    target = QRect(left, top, wide + 1, high + 1) & QRect(0, 0, *LEAST)
    if target.isEmpty():
        return
    found = place(target, QSize(WIDE, 170), ROOM)
    assert ROOM.contains(found)
    free = max(
        (target.top() - ROOM.top(), ROOM.bottom() - target.bottom()),
        (0, 0),
    )
    if max(free) >= 170 + 20:
        assert not found.intersects(target)
