"""A day with runs of a playbook in a window of its own: `python -m tests.journeys.run_days`.

DESK, DAY and the three accounts are arguments; HEALTHDESK_TODAY says which day it is. A journey
starts one such process a day. What the window shows in the end is printed as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from healthdesk.app import App
from healthdesk.core.domain.playbook_edit import Place
from healthdesk.core.services import run_ticks
from healthdesk.core.services.run_rows import Writer
from healthdesk.gui.base.dialogs import FakeDialogs
from healthdesk.gui.parts.rule_line import RuleLine
from healthdesk.gui.parts.rule_options import OptionsPopup
from tests.journeys.bench import Bench
from tests.journeys.hands import Hands

NAME = "Nobody answers"
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SOON = 20_000


class Bot:
    """Events of mouse and keys, as pytest-qt sends them."""

    mouseClick = staticmethod(QTest.mouseClick)  # noqa: N815 - as Qt calls it
    keyClick = staticmethod(QTest.keyClick)  # noqa: N815
    keyClicks = staticmethod(QTest.keyClicks)  # noqa: N815


class Person(Hands):
    """Hands that name a file where one is asked for."""

    def save_as(self, title, proposal, kinds=""):
        self.told.append(title)
        return Path(self.journey.path).with_name(proposal.name)


class OwnSteps(Bench):
    """The editor of one run's own steps."""

    @property
    def editor(self):
        return self.page.run_editor


class Day:
    """The program on a day, and what a person does in it with runs."""

    def __init__(self, path, accounts):
        self.path, self.accounts, self.bot = path, accounts, Bot()
        self.app = App(QApplication.instance() or QApplication(["healthdesk"]), Path(path))
        self.window, self.ui = self.app.window, self.app.ui
        self.window.resize(1440, 900)
        self.app.start()
        self.window.activateWindow()
        self.hands = Person(self)
        self.until(lambda: self.ui.desk is not None)
        self.until(lambda: not self.ui.desk.read(run_ticks.due, self.ui.day))

    def until(self, question):
        """Let the window work until something holds."""
        left = QDeadlineTimer(SOON)
        while not question():
            if left.hasExpired():
                raise TimeoutError(str(question))
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)

    def end(self):
        self.ui.dialogs = FakeDialogs()
        self.window.close()
        self.app.jobs.close()

    @property
    def page(self):
        return self.window.pages.page("playbooks")

    @property
    def panel(self):
        return self.page.runs.panel

    def done(self, act, *arguments):
        """Do something that changes the desk, and wait until it did and the panel shows it."""
        stamp = self.ui.desk.stamp
        act(*arguments)
        self.until(lambda: self.ui.desk.stamp > stamp)
        self.until(lambda: not self.app.jobs.busy and not self.app.jobs.reading)

    def go(self, page):
        self.hands.press(self.window.rail.items[page])

    def runs(self):
        """Go to the board of runs."""
        self.go("playbooks")
        if self.page.editing:
            self.hands.press(self.page.front.head.back)
        self.hands.press(self.page.tabs.buttons["runs"])
        self.until(lambda: self.page.runs.all is not None)

    def open(self, account):
        """Press the card of an account."""
        self.runs()
        self.until(lambda: self.card(account) is not None)
        listed, at = self.card(account)
        listed.scrollTo(listed.rows.index(at))
        run = listed.rows.rows[at].id
        spot = listed.visualRect(listed.rows.index(at)).center()
        self.bot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        self.until(lambda: self.panel.view is not None and self.panel.view.row.id == run)

    def card(self, account):
        """The column and the place of an account's card on the board."""
        for listed in self.page.runs.board.lists.values():
            for at, row in enumerate(listed.rows.rows):
                if row.account_id == account:
                    return listed, at
        return None

    def box(self, name):
        """Press the box of a step: its main thing is done."""
        steps = self.panel.steps
        at, line = next(
            (at, one)
            for at, one in enumerate(steps.rows.rows)
            if one.step is not None and one.step.name == name
        )
        steps.scrollTo(steps.rows.index(at))
        rect = steps.visualRect(steps.rows.index(at))
        spot = QPoint(rect.left() + 14 + line.step.depth * 18 + 8, rect.top() + 16)
        self.bot.mouseClick(steps.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    def more(self, text):
        """Take something from the menu of the run."""
        self.hands.press(self.panel.more)
        self.hands.pick(self.panel, text)

    def hand_over(self, account):
        """Save the message of a run as a file."""
        self.open(account)
        self.box("Ask how they are")
        outbox = self.window.pages.outbox()
        self.until(lambda: outbox.composer.view is not None)
        self.until(lambda: outbox.composer.view.row.account_id == account)
        self.done(self.hands.press, outbox.composer.file)

    def tick_first(self, account):
        """Do what the branch brought: a call with its note, or a task."""
        self.open(account)
        view = self.panel.view
        step = next(one for one in view.steps if one.depth and one.state == "open")
        if step.kind == "call":
            self.hands.deeds = [self.hands.fill(subject="They are well")]
        self.done(self.box, step.name)

    def answer(self, account, words):
        self.open(account)
        self.hands.deeds = [self.hands.fill(**{"0": words})]
        self.done(self.box, "Who decides now?")

    def tell(self, account, outcome, words):
        """What came of it, in one tap."""
        self.open(account)
        self.bot.keyClicks(self.panel.outcome.sentence, words)
        self.done(self.hands.press, self.panel.outcome.buttons[outcome])

    # The days.

    def day_0(self):
        """Build, try, publish; start on three accounts; their first tasks."""
        bench = Bench(self.hands, self)
        self.go("playbooks")
        self.until(lambda: bench.page.shelf.shelf is not None)
        build(bench)
        trial = bench.editor.trial
        if not trial.isVisible():
            self.hands.press(bench.editor.head.trial)
        bench.pick(trial.account, self.accounts[0])
        self.until(lambda: trial.trial is not None and len(trial.trial.rows) >= 5)
        self.hands.deeds = [self.hands.fill(reason="The first one")]
        self.done(self.hands.press, bench.editor.head.publish)
        self.until(lambda: bench.editor.bench.row.version == 1)
        self.start_on_all()
        for account in self.accounts[:2]:
            self.open(account)
            self.done(self.box, "Read their last mails")

    def start_on_all(self):
        """Tick three accounts and start the playbook on them."""
        self.go("accounts")
        listed = self.window.pages.page("accounts")
        self.until(lambda: listed.table is not None and listed.table.rows.passing is not None)
        for account in self.accounts:
            self.choose(listed.table, account)
        self.hands.deeds = [self.start]
        self.done(self.hands.press, listed.marks.button("playbook"))

    def choose(self, table, account):
        """Press the box of an account's row."""
        self.until(lambda: not self.app.jobs.reading)
        index = table.rows.index(table.rows.line_of(account), 0)
        table.scrollTo(index)
        spot = table.visualRect(index).center()
        self.bot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        assert account in table.rows.marks

    def start(self, dialog):
        """The dialog: find it by its name, see its days, start."""
        dialog.show()
        self.bot.keyClicks(dialog.search, NAME)
        self.until(lambda: dialog.chosen is not None and dialog.chosen.name == NAME)
        self.until(lambda: dialog.trial is not None and len(dialog.trial.rows) >= 5)
        assert len(dialog.accounts) == 3
        self.hands.press(dialog.yes)

    def day_3(self):
        """A message goes; one run is changed for its account, one is put on hold."""
        first, changed, held = self.accounts
        self.hand_over(first)
        self.open(changed)
        self.more("Change for this account")
        own = OwnSteps(self.hands, self)
        self.until(lambda: own.editor.draft is not None and own.page.front is own.editor)
        own.press("A week")
        line = own.input("days").line
        line.selectAll()
        self.bot.keyClicks(line, "9")
        own.call("Nine days")
        self.done(self.hands.press, own.editor.head.publish)
        self.until(lambda: self.panel.view is not None and bool(self.panel.view.differences))
        self.hands.press(self.panel.changed)
        self.open(held)
        self.hands.deeds = [self.hands.fill(why="They move house")]
        self.done(self.hands.press, self.panel.hold)
        self.until(lambda: self.panel.told.text().endswith(": They move house."))

    def day_8(self):
        """They answer: the touch is logged on the account."""
        self.open(self.accounts[0])
        self.hands.press(self.panel.account)
        head = self.window.pages.account().head
        self.hands.deeds = [
            self.hands.fill(subject="They answered", kind="email", direction="inbound")
        ]
        self.done(self.hands.press, head.touch)
        self.until(
            lambda: (self.ui.desk.undo_label or "").startswith("Plays and playbook steps due")
        )
        self.until(lambda: not self.app.jobs.busy and not self.app.jobs.reading)

    def day_17(self):
        """Nine days passed: all of them are caught up with; the one on hold goes on."""
        first, _, held = self.accounts
        self.tick_first(first)
        self.answer(first, "Ada Brennick")
        self.tell(first, "worked", "A call was all it took")
        self.open(held)
        self.done(self.hands.press, self.panel.hold)

    def day_look(self):
        """Only look; all that was due came up before."""

    def day_25(self):
        """The wait of another came to its limit."""
        changed = self.accounts[1]
        self.hand_over(changed)
        self.tick_first(changed)
        self.answer(changed, "Nobody knows")
        self.tell(changed, "partly", "One of two came back")

    def day_40(self):
        """The last one; its last acts are taken back by key, and done again."""
        held = self.accounts[2]
        self.open(held)
        self.done(self.box, "Read their last mails")
        self.hand_over(held)
        self.tick_first(held)
        before = self.told()
        self.answer(held, "Bo")
        self.tell(held, "no", "They left us alone")
        after = self.told()
        self.done(self.key, Qt.Key.Key_Z)
        self.done(self.key, Qt.Key.Key_Z)
        self.same(before)
        self.done(self.key, Qt.Key.Key_Z, CONTROL | SHIFT)
        self.done(self.key, Qt.Key.Key_Z, CONTROL | SHIFT)
        self.same(after)

    def same(self, wanted):
        """The window says this again, as soon as it has read."""
        self.until(lambda: self.told() == wanted)

    def key(self, key, held=CONTROL):
        """Press a shortcut of the window; a dialog may have been in front."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        self.hands.key(self.window, key, held)

    def told(self):
        """What the window says of every run."""
        return {account: self.told_of(account) for account in self.accounts}

    def told_of(self, account):
        self.open(account)
        run = self.panel.view.row.id
        self.until(lambda: self.panel.view.row.id == run and not self.app.jobs.reading)
        view = self.panel.view
        row = view.row
        return {
            "run": row.id,
            "status": row.status,
            "paused": row.paused,
            "outcome": [row.outcome, view.outcome_words],
            "changed": [one.words for one in view.differences],
            "steps": {
                one.id: [one.state, one.planned, one.raised, one.closed] for one in view.steps
            },
        }


def build(bench):
    """A playbook with a branch and two waits; names, numbers and words are typed."""
    hands, page, bot = bench.hands, bench.page, bench.journey.bot
    hands.deeds = [hands.fill(name=NAME, purpose="Silence", measure="They answer")]
    hands.press(page.shelf.new)
    hands.pick(page.shelf, "Blank playbook")
    bench.journey.until(lambda: page.editing and page.editor.draft is not None)
    bench.pull("task", Place())
    bench.call("Read their last mails")
    bench.pull("message", Place("", 0, 1))
    bench.call("Ask how they are")
    bench.pick(bench.input("to").button, "champion")
    bot.keyClicks(bench.input("subject").edit, "A word about {{ account }}")
    bot.keyClicks(bench.input("body").edit, "How is it going at {{ account }}?")
    bench.plus("Wait")
    bench.call("Until they answer")
    bench.pick(bench.input("until").button, "rule")
    answered(bench)
    retype(bench, "days", "10")
    hands.press(bench.input("working").box)
    bench.plus("Branch")
    bench.call("Is the score high?")
    high = bench.form.kind_form("branch").arms.arms[0].rule
    bench.rule(high)
    compare(bench, high, ">=", "60")
    fork = bench.key("Is the score high?")
    bench.pull("task", Place(fork, 0, 0))
    bench.call("Send the newsletter")
    bench.pull("call", Place(fork, 1, 0))
    bench.call("Call them")
    bench.pull("wait", Place("", 0, 4))
    bench.call("A week")
    retype(bench, "days", "7")
    hands.press(bench.input("working").box)
    bench.plus("Ask for information")
    bench.call("Who decides now?")
    bot.keyClicks(bench.input("questions").box, "Who decides?")
    bench.plus("Ask for the outcome")
    bench.call("How did it go?")
    bench.journey.until(lambda: not any(one.blocks for one in bench.editor.faults))


def retype(bench, key, text):
    line = bench.input(key).line
    line.selectAll()
    bench.journey.bot.keyClicks(line, text)


def answered(bench):
    """The rule: days since the last inbound touch are at most 3."""
    field = bench.form.kind_form("wait").until
    bench.rule(field, "reading:days_since_touch")
    line = next(one for one in field.box.rows() if isinstance(one, RuleLine))
    bench.hands.press(line.options)
    popup = next(one for one in line.findChildren(OptionsPopup) if one.isVisible())
    bench.pick(popup.inputs["direction"], "inbound")
    popup.close()
    compare(bench, field, "<=", "3")


def compare(bench, field, operator, number):
    """What the only line of a rule compares with."""
    line = next(one for one in field.box.rows() if isinstance(one, RuleLine))
    bench.pick(line.operator, operator)
    shown = line.value.first()
    shown.selectAll()
    bench.journey.bot.keyClicks(shown, number)


def die_when_written():
    """Be killed once what runs came to is written, and before it is kept."""
    write = Writer.write

    def last(self, runs):
        write(self, runs)
        os.kill(os.getpid(), signal.SIGKILL)

    Writer.write = last


def main(path, day, *accounts):
    if day == "killed":
        die_when_written()
        Day(path, accounts).start_on_all()
    now = Day(path, accounts)
    getattr(now, f"day_{day}")()
    told = now.told()
    now.end()
    sys.stdout.write(json.dumps(told))
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
