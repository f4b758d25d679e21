"""A playbook from nothing, by mouse in the editor: branch, two waits, tried, published, kept."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtWidgets import QPushButton

from healthdesk.core.desk import Desk
from healthdesk.core.domain.playbook import every
from healthdesk.core.domain.playbook_edit import Place, place_of
from healthdesk.core.services import playbooks, run_reading
from tests.journeys.bench import Bench
from tests.journeys.hands import Hands

NAME = "Quiet champion"


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
    ways = row.pair.findChildren(QPushButton)
    for way, wanted in zip(ways, ("Call them", "Send the newsletter"), strict=True):
        hands.press(way)
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
