"""The canvas of a playbook: chosen by mouse and keys, dragged, zoomed; it tells what is wanted."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain import playbook_edit as edit
from healthdesk.core.domain.playbook import Arm, Playbook, Step, When
from healthdesk.core.domain.playbook_edit import Place
from healthdesk.core.domain.playbook_faults import faults
from healthdesk.core.domain.playbook_layout import FINISH_KEY, START_KEY
from healthdesk.core.domain.rule import FieldTest
from healthdesk.gui.parts import step_words
from healthdesk.gui.parts.step_canvas import StepCanvas
from healthdesk.gui.parts.step_words import Look

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
Key, Held = Qt.Key, Qt.KeyboardModifier
RULE = FieldTest("score", "<", 40.0)


def sample():
    yes = Arm("yes", RULE, (Step("call", "call", "Call them", options={"to": "champion"}),))
    no = Arm("no", None, (Step("list", "task", "Tick the list"),))
    return Playbook(
        "Made",
        steps=(
            Step("look", "task", "Look at usage", When(0), required=True),
            Step("wait", "wait", "Five days"),
            Step("fork", "branch", "Did it fall?", arms=(yes, no)),
            Step("ask", "outcome", "Ask how it went"),
        ),
    )


@pytest.fixture
def canvas(qtbot, theme):
    made = StepCanvas(theme)
    qtbot.addWidget(made)
    made.resize(600, 640)
    show(made, sample())
    made.show()
    made.told = []
    for name in ("chosen", "move_wanted", "insert_wanted", "plus_wanted", "way_wanted", "opened"):
        getattr(made, name).connect(lambda *values, name=name: made.told.append((name, *values)))
    return made


def show(canvas, playbook):
    looks = step_words.looks(playbook, CATALOGUE, {}, faults(playbook, CATALOGUE))
    canvas.show_playbook(playbook, looks)


def mouse(canvas, kind, at, held=LEFT):
    viewport = canvas.viewport()
    button = NONE if kind == QMouseEvent.Type.MouseMove else LEFT
    where = QPointF(viewport.mapToGlobal(at))
    event = QMouseEvent(kind, QPointF(at), where, button, held, Held.NoModifier)
    QApplication.sendEvent(viewport, event)


def carry(canvas, key, place):
    """Hold a step over a place without letting go."""
    start, end = canvas.place_of_box(key), canvas.place_of_slot(place)
    mouse(canvas, QMouseEvent.Type.MouseButtonPress, start)
    for at in (start + QPoint(3, 6), (start + end) / 2, end):
        mouse(canvas, QMouseEvent.Type.MouseMove, at)
    return end


def test_a_press_chooses_a_step(canvas):
    at = canvas.place_of_box("wait")
    mouse(canvas, QMouseEvent.Type.MouseButtonPress, at)
    mouse(canvas, QMouseEvent.Type.MouseButtonRelease, at, NONE)
    assert canvas.told == [("chosen", "wait")]
    assert canvas.current == "wait"
    assert canvas.item("wait").chosen
    assert canvas.plus.slot.place == Place("", 0, 2)


def test_dragging_a_step_tells_its_new_place(canvas):
    end = carry(canvas, "look", Place("fork", 1, 1))
    assert canvas.holding
    assert canvas.landing.isVisible()
    assert canvas.landing.slot.place == Place("fork", 1, 1)
    assert canvas.ghost.isVisible()
    mouse(canvas, QMouseEvent.Type.MouseButtonRelease, end, NONE)
    assert canvas.told[-1] == ("move_wanted", "look", Place("fork", 1, 1))
    assert not canvas.holding
    assert not canvas.ghost.isVisible()
    assert canvas.playbook == sample()


def test_where_it_stands_already_and_inside_itself_is_no_place(canvas):
    for key, place in (("look", Place("", 0, 1)), ("fork", Place("fork", 0, 0))):
        end = carry(canvas, key, place)
        assert not canvas.landing.isVisible()
        mouse(canvas, QMouseEvent.Type.MouseButtonRelease, end, NONE)
    assert [told[0] for told in canvas.told] == ["chosen", "chosen"]


def test_escape_and_leaving_the_canvas_put_back(canvas, qtbot):
    end = carry(canvas, "look", Place("fork", 0, 0))
    qtbot.keyClick(canvas, Key.Key_Escape)
    assert not canvas.holding
    mouse(canvas, QMouseEvent.Type.MouseButtonRelease, end, NONE)
    carry(canvas, "look", Place("fork", 0, 0))
    outside = QPoint(-200, 100)
    mouse(canvas, QMouseEvent.Type.MouseMove, outside)
    assert not canvas.landing.isVisible()
    mouse(canvas, QMouseEvent.Type.MouseButtonRelease, outside, NONE)
    assert "move_wanted" not in [told[0] for told in canvas.told]


def test_a_kind_from_elsewhere_is_dropped(canvas):
    look = Look("Task", "new", "square-check")
    at = canvas.viewport().mapToGlobal(canvas.place_of_slot(Place("", 0, 0)))
    canvas.bring("task", look, at)
    assert canvas.landing.slot.place == Place()
    canvas.drop(at)
    assert canvas.told == [("insert_wanted", "task", Place())]


def test_a_plus_stands_under_the_chosen_step_and_on_lines_under_the_pointer(canvas):
    at = canvas.place_of_slot(Place("fork", 0, 1))
    mouse(canvas, QMouseEvent.Type.MouseMove, at, NONE)
    assert canvas.hover.slot.place == Place("fork", 0, 1)
    mouse(canvas, QMouseEvent.Type.MouseButtonPress, at)
    mouse(canvas, QMouseEvent.Type.MouseButtonRelease, at, NONE)
    assert canvas.told[-1][:2] == ("plus_wanted", Place("fork", 0, 1))
    canvas.set_locked(True)
    assert not canvas.plus.isVisible()


def test_keys_walk_and_tell(canvas, qtbot):
    canvas.choose("look")
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Right):
        qtbot.keyClick(canvas, key)
    assert canvas.current in {"list", "call"}
    assert [told[1] for told in canvas.told][:2] == ["wait", "fork"]
    canvas.choose("list")
    canvas.told.clear()
    qtbot.keyClick(canvas, Key.Key_Up, Held.AltModifier)
    qtbot.keyClick(canvas, Key.Key_Left, Held.AltModifier)
    qtbot.keyClick(canvas, Key.Key_Delete)
    qtbot.keyClick(canvas, Key.Key_D, Held.ControlModifier)
    qtbot.keyClick(canvas, Key.Key_Return)
    qtbot.keyClick(canvas, Key.Key_Insert)
    assert [told[:2] for told in canvas.told] == [
        ("way_wanted", "up"), ("way_wanted", "left"), ("way_wanted", "remove"),
        ("way_wanted", "duplicate"), ("opened",), ("plus_wanted", Place("fork", 1, 1)),
    ]  # fmt: skip
    qtbot.keyClick(canvas, Key.Key_Home)
    assert canvas.current == START_KEY
    canvas.told.clear()
    qtbot.keyClick(canvas, Key.Key_Delete)
    assert canvas.told == []


def test_tab_follows_the_steps(canvas, qtbot):
    canvas.setFocus()
    seen = [canvas.current]
    for _ in range(6):
        qtbot.keyClick(canvas, Key.Key_Tab)
        seen.append(canvas.current)
    assert seen == [START_KEY, "look", "wait", "fork", "call", "list", "ask"]
    qtbot.keyClick(canvas, Key.Key_Backtab)
    assert canvas.current == "list"


def test_locked_it_only_shows(canvas, qtbot):
    canvas.set_locked(True)
    canvas.choose("look")
    qtbot.keyClick(canvas, Key.Key_Delete)
    carry(canvas, "look", Place("fork", 0, 0))
    assert not canvas.holding
    assert {told[0] for told in canvas.told} <= {"chosen"}


def test_zoom_and_all_of_it(canvas, qtbot):
    canvas.set_zoom(9)
    assert canvas.zoom == 1.5
    qtbot.keyClick(canvas, Key.Key_Minus, Held.ControlModifier)
    assert canvas.zoom == pytest.approx(1.4)
    qtbot.keyClick(canvas, Key.Key_0, Held.ControlModifier)
    room = canvas.viewport().rect()
    for key in ("look", "ask", START_KEY):
        assert room.contains(canvas.place_of_box(key))
    at = QPointF(100, 100)
    wheel = QWheelEvent(
        at, at, QPoint(), QPoint(0, 120), NONE, Held.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    before = canvas.zoom
    QApplication.sendEvent(canvas.viewport(), wheel)
    assert canvas.zoom > before


def test_another_playbook_and_another_theme(canvas, theme):
    before = canvas.grab().toImage()
    theme.choose(mode="dark")
    assert canvas.grab().toImage() != before
    show(canvas, Playbook("Empty"))
    assert canvas.item("look") is None
    assert canvas.item(FINISH_KEY) is not None
    assert canvas.current == START_KEY


def test_words_of_steps():
    made = sample()
    found = {one.key: one for one in step_words.told(made, CATALOGUE, {}, faults(made, CATALOGUE))}
    assert found["look"].detail == "Day 0 · task · required"
    assert found["wait"].detail == "5 working days"
    assert found["fork"].detail == "score below 40"
    assert found["call"].where == "Did it fall?: yes"
    assert step_words.sentence(found["call"], 4).startswith("Step 3 of 4, Call them, Call or")
    late = Step("x", "message", "Mail", When(3, "look"))
    assert step_words.day_words(made, late) == "3 days after Look at usage"
    before = Step("y", "task", "Review", When(-30, "renewal", working=True))
    assert step_words.day_words(made, before) == "30 working days before renewal"
    gone = Step("z", "wait", "W", options={"until": "day", "day": "-30 renewal"})
    assert step_words.wait_words(gone, CATALOGUE, {}) == "until 30 days before the renewal"


def test_steps_glide_to_where_they_go_and_stand_there_at_the_end(canvas, qtbot):
    stood = canvas.item("ask").pos()
    more = Step("more", "task", "One more")
    show(canvas, edit.insert(canvas.playbook, Place(), more))
    goes = canvas.drawn.box("ask").rect
    assert canvas.glide.going
    assert canvas.item("ask").pos() == stood
    assert canvas.item("more").pos() == QPointF(*at_of(canvas, "more"))
    qtbot.waitUntil(lambda: not canvas.glide.going)
    assert canvas.item("ask").pos() == QPointF(goes.x, goes.y) != stood
    assert canvas.lines.opacity() == 1.0


def test_another_playbook_and_less_motion_are_at_once(canvas, monkeypatch):
    more = Step("more", "task", "One more")
    longer = edit.insert(canvas.playbook, Place(), more)
    show(canvas, msgspec.structs.replace(longer, name="Another"))
    assert not canvas.glide.going
    monkeypatch.setattr(type(canvas.glide), "wanted", property(lambda self: False))
    show(canvas, msgspec.structs.replace(canvas.playbook, steps=sample().steps))
    assert not canvas.glide.going
    assert canvas.item("ask").pos() == QPointF(*at_of(canvas, "ask"))


def at_of(canvas, key):
    rect = canvas.drawn.box(key).rect
    return rect.x, rect.y
