"""A playbook from nothing, by mouse in the editor: branch, two waits, tried, published, kept."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from healthdesk.core.desk import Desk
from healthdesk.core.domain.playbook import every
from healthdesk.core.domain.playbook_edit import Place, place_of
from healthdesk.core.services import playbooks, run_reading
from tests.journeys.hands import Hands

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NAME = "Quiet champion"


def send(widget, kind, at, held):
    """One event of the mouse at a place of a widget."""
    button = NONE if kind == QMouseEvent.Type.MouseMove else LEFT
    where = QPointF(widget.mapToGlobal(at))
    event = QMouseEvent(kind, QPointF(at), where, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def drag(widget, start, end):
    send(widget, QMouseEvent.Type.MouseButtonPress, start, LEFT)
    for part in (0.3, 0.7, 1.0):
        at = start + QPoint(round((end - start).x() * part), round((end - start).y() * part))
        send(widget, QMouseEvent.Type.MouseMove, at, LEFT)
    send(widget, QMouseEvent.Type.MouseButtonRelease, end, NONE)


class Bench:
    """The editor, as a person sees it."""

    def __init__(self, hands, journey):
        self.hands, self.journey = hands, journey

    @property
    def page(self):
        return self.journey.window.pages.page("playbooks")

    @property
    def editor(self):
        return self.page.editor

    @property
    def canvas(self):
        return self.editor.canvas.canvas

    @property
    def form(self):
        return self.editor.form

    @property
    def playbook(self):
        return self.editor.playbook

    def key(self, name):
        return next(one.id for one in every(self.playbook.steps) if one.name == name)

    def pull(self, kind, place):
        """Drag a kind from the head of the canvas to a place."""
        button = next(one for one in self.editor.canvas.kinds.buttons if one.kind == kind)
        slot = self.canvas.drawn.slot(place)
        self.canvas.ensureVisible(slot.x - 5, slot.y - 5, 10, 10, 40, 60)
        at = self.canvas.viewport().mapToGlobal(self.canvas.place_of_slot(place))
        drag(button, button.rect().center(), button.mapFromGlobal(at))

    def plus(self, text):
        """Press the plus under the chosen step and take a kind from its menu."""
        slot = self.canvas.plus.slot
        self.canvas.ensureVisible(slot.x - 5, slot.y - 5, 10, 10, 40, 60)
        at = self.canvas.place_of_slot(slot.place)
        self.journey.bot.mouseClick(self.canvas.viewport(), LEFT, pos=at)
        self.hands.pick(self.editor.canvas.kinds, text)

    def press(self, name):
        """Press a step."""
        key = self.key(name)
        self.canvas.bring_into_view(key)
        self.journey.bot.mouseClick(self.canvas.viewport(), LEFT, pos=self.canvas.place_of_box(key))
        assert self.editor.key == key

    def carry(self, name, place):
        """Drag a step to another place."""
        self.canvas.fit()
        drag(
            self.canvas.viewport(),
            self.canvas.place_of_box(self.key(name)),
            self.canvas.place_of_slot(place),
        )

    def call(self, name):
        """Type the name of the step that was just put in."""
        self.form.name.selectAll()
        self.journey.bot.keyClicks(self.form.name, name)

    def input(self, key):
        return self.form.kind_form(self.form.step.kind).inputs[key]

    def pick(self, button, key):
        """Press a button that opens choices, and take one."""
        self.hands.press(button)
        button.popup.take(key)

    def rule(self, field):
        """Ask with a rule: press, choose the field; what it compares with stays as it comes."""
        self.hands.press(field.add)
        chooser = field.box.root._chooser
        self.journey.until(lambda: chooser.popup is not None)
        chooser.popup.take("score")
        self.journey.until(lambda: field.rule is not None)


@pytest.fixture
def bench(journey, sample_once, tmp_path):
    path = tmp_path / "northern.healthdesk"
    shutil.copyfile(sample_once, path)
    journey.start(path)
    hands = Hands(journey)
    journey.until(lambda: journey.ui.desk is not None)
    journey.window.resize(1440, 900)
    made = Bench(hands, journey)
    hands.press(journey.window.rail.items["playbooks"])
    journey.until(lambda: made.page.shelf.shelf is not None)
    return made


def build(bench):
    """All of it by the mouse; only names are typed."""
    hands, page = bench.hands, bench.page
    hands.deeds = [hands.fill(name=NAME, purpose="Nobody answers", measure="A reply in 10 days")]
    hands.press(page.shelf.new)
    hands.pick(page.shelf, "Blank playbook")
    bench.journey.until(lambda: page.editing and page.editor.draft is not None)

    bench.pull("task", Place())
    bench.call("Read their last mails")
    bench.pull("message", Place("", 0, 1))
    bench.call("Ask how they are")
    bench.pick(bench.input("to").button, "champion")
    subject, body = bench.input("subject").edit, bench.input("body").edit
    bench.journey.bot.keyClicks(subject, "A word, {{ first_name }}?")
    hands.press(bench.input("body").fields)
    body.popup.take("first_name")
    bench.journey.bot.keyClicks(body, ", how is it going at {{ account }}?")
    bench.plus("Wait")
    bench.call("Five days")
    bench.plus("Branch")
    bench.call("Did the score fall?")
    bench.rule(bench.form.kind_form("branch").arms.arms[0].rule)
    fork = bench.key("Did the score fall?")
    bench.pull("call", Place(fork, 0, 0))
    bench.call("Call them")
    bench.pull("task", Place(fork, 1, 0))
    bench.call("Send the newsletter")
    bench.pull("wait", Place("", 0, 4))
    bench.call("Two weeks")
    bench.journey.bot.keyClicks(bench.input("days").line, "0")
    bench.plus("Ask for the outcome")
    bench.call("How did it go?")


def test_a_playbook_from_nothing(bench, journey):
    hands = bench.hands
    build(bench)
    editor = bench.editor
    names = [one.name for one in every(bench.playbook.steps)]
    assert names == [
        "Read their last mails", "Ask how they are", "Five days", "Did the score fall?",
        "Call them", "Send the newsletter", "Two weeks", "How did it go?",
    ]  # fmt: skip
    assert [one.name for one in bench.playbook.steps[3].arms] == ["yes", "no"]
    assert (
        bench.playbook.steps[1].options["body"]
        == "{{ first_name }}, how is it going at {{ account }}?"
    )
    assert bench.playbook.step(bench.key("Two weeks")).options["days"] == 50
    assert not [one for one in editor.faults if one.blocks]

    # Tried: the days skip weekends, the other way brings the other step; nothing is created.
    trial = editor.trial
    journey.until(lambda: trial.trial is not None and len(trial.trial.rows) >= 6)
    bench.pick(trial.account, editor.bench.accounts[3][0])
    row = next(one for one in trial.rows if one.isVisible())
    seen = []
    for way, wanted in (("0", "Call them"), ("1", "Send the newsletter")):
        bench.pick(row.button, way)
        journey.until(lambda wanted=wanted: wanted in [one.title for one in trial.trial.rows])
        seen.append([one.title for one in trial.trial.rows])
        assert all(one.weekday < 5 for one in trial.trial.rows if one.kind != "outcome")
    assert seen[0] != seen[1]
    assert journey.ui.desk.read(run_reading.runs, journey.ui.day) == ()

    # Dragged to another place and back by undo.
    before = bench.playbook
    fork = bench.key("Did the score fall?")
    bench.carry("Read their last mails", Place(fork, 1, 1))
    assert place_of(bench.playbook, bench.key("Read their last mails")) == Place(fork, 1, 1)
    hands.press(editor.head.undo)
    assert bench.playbook == before

    # Published, run by hand on an account.
    hands.deeds = [hands.fill(reason="The first one")]
    hands.press(editor.head.publish)
    journey.until(lambda: editor.bench.row.version == 1)
    assert journey.ui.desk.read(playbooks.document, NAME) == bench.playbook
    (version,) = journey.ui.desk.read(playbooks.versions, NAME)
    assert version.reason == "The first one"
    hands.deeds = [hands.fill()]
    hands.press(editor.head.run)
    editor.acts.popup.take(editor.bench.accounts[0][0])
    journey.until(lambda: editor.bench.row.runs_active == 1)
    (run,) = journey.ui.desk.read(run_reading.runs, journey.ui.day)
    assert (run.playbook, run.version, run.status) == (NAME, 1, "active")


def test_closing_the_window_loses_nothing(bench, journey, tmp_path):
    build(bench)
    bench.press("Read their last mails")
    bench.call("Read all of their mails")
    before = bench.playbook
    journey.end()
    desk = Desk.open(tmp_path / "northern.healthdesk")
    try:
        assert desk.read(playbooks.draft, NAME) == before
    finally:
        desk.close()
