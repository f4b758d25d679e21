"""A play set from nothing, rehearsed, switched on; an answer comes in and waits for a yes."""

from __future__ import annotations

import signal
import subprocess
import sys

from msgspec import structs
from PySide6.QtCore import Qt
from sqlalchemy import text

from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_date
from healthdesk.core.services import imports, playbooks, plays, run_reading
from healthdesk.gui.pages.plays.page import LIST, RESULTS
from healthdesk.gui.pages.plays.results_card import ResultsCard
from healthdesk.gui.pages.today.suggested_card import SuggestedCard
from tests import folders
from tests.journeys.conftest import DAY

CTRL = Qt.KeyboardModifier.ControlModifier
NAME, WHO = "Hear them out", "aldermoor-freight"
DIES = """
import os, signal, sys
from healthdesk import cli
from healthdesk.core.services.play_going import PlayGoing
write = PlayGoing.write
def last(self):
    write(self)
    os.kill(os.getpid(), signal.SIGKILL)
PlayGoing.write = last
cli.main(["--desk", sys.argv[1], "plays", "tick"])
"""
"""A tick that is killed once all is written, and before it is kept."""


def answer(folder, key, rating, day=DAY):
    row = f"{key},{WHO},nps,{rating},{to_date(day).isoformat()}\n"
    return folders.write(folder, {"surveys": f"response_id,account_id,kind,rating,day\n{row}"})


def go(journey, hands, key):
    """To a page by its key, which reaches an active window only."""
    journey.window.activateWindow()
    with journey.bot.waitActive(journey.window):
        pass
    hands.key(journey.window, key, CTRL)


def choose(journey, hands, button, words, opens=None):
    """Press what opens a list, type, take the first that fits."""
    hands.press(opens or button)
    journey.until(lambda: button.popup is not None and button.popup.isVisible())
    journey.bot.keyClicks(button.popup.search, words)
    hands.key(button.popup.search, Qt.Key.Key_Return)


def said(card):
    return card.told.accessibleName() if card is not None else ""


def test_from_nothing_to_a_run_and_all_stopped(hands, journey, tmp_path):
    journey.ui.desk.do(playbooks.create_starters, ["Detractor"])
    go(journey, hands, Qt.Key.Key_5)
    page = journey.window.pages.page("plays")
    journey.until(lambda: page.shelf.shelf is not None)
    set_play(journey, hands, page)
    rehearse(journey, page.editor)
    switch_on(journey, hands, page.editor)
    hands.bring_in(answer(tmp_path / "answers", "r-new", 2))
    say_yes(journey, hands)

    go(journey, hands, Qt.Key.Key_5)
    page.editor.leave()
    page.show_view(RESULTS)
    view = page.views[RESULTS]
    journey.until(lambda: "1 time at 1 account" in said(view.findChild(ResultsCard)))
    for part in view.findChild(ResultsCard).parts.values():
        assert "30 days: nothing yet" in part.accessibleDescription()

    page.show_view(LIST)
    row = page.shelf.row(NAME)
    assert (row.on, row.fired_30, row.worked) == (True, 1, (0, 0))
    hands.press(page.shelf.stop)
    journey.until(page.shelf.strip.isVisible)
    journey.ui.desk.do(imports.run, [answer(tmp_path / "more", "r-more", 1, DAY - 1)])
    assert not journey.ui.desk.read(plays.due, DAY)


def set_play(journey, hands, page):
    """A blank one: an answer of 6 or less starts Detractor, after a yes."""
    hands.deeds = [hands.fill(name=NAME, purpose="Who is unhappy is called.")]
    hands.press(page.shelf.new)
    hands.pick(page.shelf, "Blank play")
    journey.until(lambda: page.editing and page.editor.bench is not None)
    form = page.editor.form
    choose(journey, hands, form.when.trigger, "survey is answered", form.when.press)
    journey.until(lambda: page.editor.play.cause.kind == "survey")
    choose(journey, hands, form.then.playbook, "Detractor")
    assert page.editor.play.playbook == "Detractor"
    assert form.then.ask.isChecked()


def rehearse(journey, editor):
    """What it would have done stands beside it: at which accounts, and why."""
    card = editor.rehearsal
    journey.until(lambda: card.state == "body" and bool(card.found and card.found.rows))
    spot = next(one for one in card.plot.drawing.spots if one.key.startswith(WHO))
    card.plot.spot_clicked.emit(spot.key)
    journey.until(lambda: bool(editor.why.isVisible() and editor.why.says))
    assert any("NPS" in line.what for line in editor.why.says.lines)


def switch_on(journey, hands, editor):
    """It is saved first; answers of the last weeks count as seen."""
    hands.deeds = [hands.fill()]
    hands.press(editor.head.switch)
    journey.until(lambda: editor.head.switch.text() == "Switch off")
    row = next(one for one in journey.ui.desk.read(plays.overview, DAY) if one.name == NAME)
    assert (row.on, row.version, row.waiting) == (True, 1, 0)


def say_yes(journey, hands):
    """Today asks; a yes starts the playbook, and the run says why."""
    go(journey, hands, Qt.Key.Key_1)
    (card,) = journey.window.pages.page("today").findChildren(SuggestedCard)
    journey.until(lambda: card.isVisible() and len(card.rows) == 1)
    assert (card.rows[0].firing.play, card.rows[0].firing.account_id) == (NAME, WHO)
    assert "2" in card.rows[0].why.full_text
    hands.press(card.rows[0].yes)
    journey.until(lambda: not card.rows)
    made = [one for one in journey.ui.desk.read(run_reading.runs, DAY) if "play:" in one.origin]
    assert [(one.account_id, one.playbook, one.started) for one in made] == [
        (WHO, "Detractor", DAY)
    ]


def test_killed_in_a_tick_it_comes_up_once_when_the_desk_is_opened(journey, sample_once, tmp_path):
    path = tmp_path / "north.healthdesk"
    path.write_bytes(sample_once.read_bytes())
    with Desk.open(path) as desk:
        desk.do(plays.create_starters, ["Detractor"])
        play = desk.read(plays.document, "Detractor")
        desk.do(plays.publish, "Detractor", "", structs.replace(play, mode="run"))
        desk.do(plays.switch_on, "Detractor", False)
        desk.do(imports.run, [answer(tmp_path / "answers", "r-new", 2)])
        before = counts(desk)
    died = subprocess.run([sys.executable, "-c", DIES, str(path)], check=False)
    assert died.returncode == -signal.SIGKILL
    with Desk.open(path) as desk:
        assert counts(desk) == before
    for _ in range(2):
        journey.start(path)
        journey.until(lambda: journey.ui.desk is not None)
        journey.until(lambda: counts(journey.ui.desk)["firing"] == before["firing"] + 1)
        after = counts(journey.ui.desk)
        journey.end()
    assert after["run"] - before["run"] == 1
    assert after["run_step"] - before["run_step"] <= 5


def counts(desk):
    def read(tx):
        return {
            table: tx.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in ("firing", "run", "run_step", "task")
        }

    return desk.read(read)
