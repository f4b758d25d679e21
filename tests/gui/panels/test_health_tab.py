"""The tab Health: its sentence, the rows behind its figures, findings and what comes of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt

from healthdesk.core.domain.investigation import (
    TOPICS,
    Check,
    FindingDraft,
    FindingView,
    Seen,
)
from healthdesk.core.domain.source_ref import Origin, RowRef, RowSource, Sought
from healthdesk.core.domain.views import Mark
from healthdesk.core.services.overrides import OverrideDraft, OverrideRow
from healthdesk.core.services.sentence import Telling
from healthdesk.gui.base.dialogs import FakeDialogs
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.account_tab import Leap
from healthdesk.gui.panels.form import FormDialog
from healthdesk.gui.panels.health.acts import lines_of
from healthdesk.gui.panels.health.finding_form import FindingForm
from healthdesk.gui.panels.health.findings_popover import status
from healthdesk.gui.panels.health.reading import Account
from healthdesk.gui.panels.health.tab import HealthTab
from healthdesk.gui.panels.override_form import ask_override
from tests.gui.panels import account_story as story
from tests.gui.panels.story_desk import FAILS, StoryDesk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from healthdesk.core.desk import Desk

TELLING = Telling("Average at 51.", "Mainly: use.", "Suggestion: ask.", "high", "3 answers")
DRAFT = FindingDraft("aldermoor", story.THEN, story.TODAY, "Champion left")
FINDING = FindingView(4, DRAFT, "Aldermoor Freight", story.TODAY)
SEEN = tuple(Seen(topic, f"{title}: as ever", topic == "people") for topic, title in TOPICS.items())
ROW = RowSource("Survey answer", (("day", "2026-11-21"),), (Origin("s.csv", 7, 1, story.TODAY),))


class WritingDesk(StoryDesk):
    """Remembers what was to be written; a new finding has row 9."""

    written: list[tuple[str, tuple[object, ...]]]

    def do(self, op: object, *args: object, **kw: object) -> int | None:
        del kw
        name = op.__name__  # type: ignore[attr-defined]
        self.__dict__.setdefault("written", []).append((name, args))
        return 9 if name == "add" else None


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-11-23")


def made(
    qtbot: QtBot, ui: Ui, findings: tuple[FindingView, ...] = (), **answers: object
) -> tuple[HealthTab, WritingDesk]:
    account = Account(story.header(), story.composition(), TELLING, findings)
    kept = {"read_seen": SEEN, "read_refs": ((RowRef("survey", 3),), None), "rows": (ROW,)}
    desk = WritingDesk(**{"read_account": account, **kept, **answers})
    ui.set_desk(cast("Desk", desk))
    tab = HealthTab(ui)
    qtbot.addWidget(tab)
    tab.resize(1240, 700)
    with qtbot.waitActive(tab):
        tab.show()
        tab.activateWindow()
    tab.show_account("aldermoor")
    return tab, desk


def test_one_sentence_stands_on_top(qtbot: QtBot, ui: Ui) -> None:
    tab, desk = made(qtbot, ui)
    assert tab.strip.words == (
        "Average at 51. Mainly: use. Suggestion: ask. Confidence high: 3 answers."
    )
    low = tab.strip.height()
    kept = Account(story.header(), story.composition(), TELLING, matters="<b>All</b>\n by spring")
    desk.answers["read_account"] = kept
    tab.reload()
    assert tab.strip.words.endswith("What matters to them: <b>All</b> by spring")
    assert tab.strip.height() > low
    desk.answers["read_account"] = Account(story.header(score=None), None)
    tab.reload()
    assert not tab.strip.isVisible()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_a_press_on_a_measure_opens_its_rows(qtbot: QtBot, ui: Ui) -> None:
    tab, desk = made(qtbot, ui)
    rows = tab.composition.chart.rows
    spot = next(one for one in rows.walk() if one.key == "measure:voice.nps")
    where = spot.rect.center().toPoint()
    qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, pos=where)
    assert desk.last("read_refs")[0] == ("aldermoor", "voice.nps", story.TODAY)
    assert tab._sources is not None
    assert tab._sources.isVisible()
    assert tab._sources.title.full_text.startswith("NPS: +33")
    assert tab._sources.lines == (("2026-11-21", "s.csv", "7", "23 Nov 2026, import 1"),)
    tab._sources.hide()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_measures_are_walked_and_opened_by_keys(qtbot: QtBot, ui: Ui) -> None:
    tab, desk = made(qtbot, ui)
    rows = tab.composition.chart.rows
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    keys = [one.key.partition(":")[2] for one in rows.walk()]
    assert desk.last("read_refs")[0][1] == keys[1]
    assert rows.accessibleDescription()
    assert tab._sources is not None
    tab._sources.hide()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_facts_under_a_row_lead_to_their_source_and_to_usage(qtbot: QtBot, ui: Ui) -> None:
    def evidence(key: str) -> object:
        view = story.evidence(key)
        fact = replace(view.rows[0], table="touchpoint", row=5)
        refs = (RowRef("touchpoint", 5), RowRef("touchpoint", 6))
        return replace(view, rows=(fact, *view.rows[1:]), refs=refs, metric="active_users")

    tab, desk = made(qtbot, ui, read_evidence=evidence)
    rows = tab.change.chart.rows
    rows.toggle("usage.level")
    with qtbot.waitSignal(tab.leap_requested) as leapt:
        rows.spot_clicked.emit("leap:usage.level")
    assert leapt.args == [Leap("usage", tab.picks[0] if tab.picks else None, word="active_users")]
    rows.spot_clicked.emit("fact:usage.level:0")
    assert desk.last("rows")[0][0] == (RowRef("touchpoint", 5),)
    qtbot.keyClick(rows, Qt.Key.Key_S)
    assert desk.last("rows")[0][0] == (RowRef("touchpoint", 5), RowRef("touchpoint", 6))
    assert tab._sources is not None
    tab._sources.hide()


def test_a_finding_is_written_and_made_a_task(qtbot: QtBot, ui: Ui, dialogs: FakeDialogs) -> None:
    tab, desk = made(qtbot, ui)

    def write(form: FindingForm) -> bool:
        assert list(form.rows) == list(TOPICS)
        assert not form.rows["usage"].text.isVisibleTo(form)
        form.hypothesis.setPlainText("Champion left")
        form.rows["people"].state.set_value("found")
        form.rows["people"].text.setText("Ada moved on")
        form._boxes[0][1].setChecked(True)
        form.wants_action = True
        return True

    def choose(form: FormDialog) -> bool:
        box = form.input("what")
        box.setCurrentIndex(box.findData("task"))  # type: ignore[attr-defined]
        return True

    dialogs.answers = [write, choose, True]
    tab.change.write.click()
    (name, (draft,)), (second, (row, task)) = desk.written
    assert (name, second) == ("add", "make_task")
    assert isinstance(draft, FindingDraft)
    assert (draft.first, draft.last) == tab.picks
    assert draft.checks["people"] == Check("found", "Ada moved on")
    assert draft.lines == (lines_of(story.why(), ui.words)[0][0],)
    assert (row, task.title, task.origin) == (9, "Champion left", "finding")  # type: ignore[attr-defined]


def test_an_empty_finding_is_not_kept(qtbot: QtBot, ui: Ui) -> None:
    form = FindingForm(ui, SEEN, DRAFT, ())
    qtbot.addWidget(form)
    form.hypothesis.setPlainText(" ")
    form.save.click()
    assert form.wrong.full_text == "A hypothesis or one topic is needed."
    assert form.result() == 0
    form.rows["data"].state.set_value("looked")
    form.save.click()
    assert form.result() == 1


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_findings_are_listed_judged_and_dismissed(
    qtbot: QtBot, ui: Ui, dialogs: FakeDialogs
) -> None:
    tab, desk = made(qtbot, ui, findings=(FINDING, replace(FINDING, row=5, action="task")))
    assert tab.change.findings.text() == "2 findings"
    tab.change.findings.click()
    popover = tab.acts._popover
    assert popover is not None
    assert popover.title.full_text == "2 findings, 1 without action"
    popover.wished.emit(4, "right")
    assert desk.written[-1] == ("judge", (4, "right"))

    def fill(form: FormDialog) -> bool:
        form.input("why").setText("The holidays")  # type: ignore[attr-defined]
        return True

    dialogs.answers = [fill]
    popover.wished.emit(4, "dismiss")
    assert desk.written[-1] == ("dismiss", (4, "The holidays"))
    popover.hide()


def test_a_leap_asks_for_a_finding_or_compares_a_day(
    qtbot: QtBot, ui: Ui, dialogs: FakeDialogs
) -> None:
    tab, desk = made(qtbot, ui)
    dialogs.answers = [False]
    tab.leap(Leap("health", day=story.TODAY - 40, word="finding"))
    assert tab.picks == (story.TODAY - 40, story.TODAY)
    assert desk.last("read_seen")[0] == ("aldermoor", story.TODAY - 40, story.TODAY)
    assert "written" not in vars(desk)


def test_nothing_is_written_while_looking_back(qtbot: QtBot, ui: Ui) -> None:
    tab, desk = made(qtbot, ui)
    ui.set_day(story.TODAY - 20)
    assert not tab.change.write.isEnabled()
    assert "Off while looking back" in tab.change.act.toolTip()
    tab.leap(Leap("health", word="finding"))
    assert "read_seen" not in desk.names()


def test_turns_of_use_stand_beside_the_other_marks(qtbot: QtBot, ui: Ui) -> None:
    mark = Mark(story.TODAY - 18, "trend", "Active users 66 % below normal since 5 Nov")
    tab, _ = made(qtbot, ui, read_trend_marks=(mark,))
    assert ("trend", "usage turned") in tab.history.legend._parts
    tab, _ = made(qtbot, ui, read_trend_marks=FAILS)
    assert tab.history.state == "body"


def test_what_became_of_a_finding_is_told(ui: Ui) -> None:
    said = status(replace(FINDING, verdict="right", verdict_on=story.TODAY), ui.words)
    assert "0 of 8 topics looked at" in said
    assert said.endswith("no action yet · turned out right (23 Nov)")
    dismissed = replace(FINDING, action="dismissed", dismissed_why="Holidays")
    assert status(dismissed, ui.words).endswith("dismissed: Holidays")


@pytest.mark.parametrize(
    ("what", "days", "wrong"),
    [("score", 28, {"score"}), ("Strong", -1, {"until"}), ("Poor", 91, {"until"})],
)
def test_a_judgement_that_cannot_stand_is_told_in_the_form(
    ui: Ui, dialogs: FakeDialogs, what: str, days: int, wrong: set[str]
) -> None:
    seen: list[set[str]] = []

    def fill(form: FormDialog) -> bool:
        box = form.input("what")
        box.setCurrentIndex(box.findData(what))  # type: ignore[attr-defined]
        form.input("reason").setPlainText("Because")  # type: ignore[attr-defined]
        form.input("until").set_day(ui.today + days)  # type: ignore[attr-defined]
        seen.append(set(form.find_wrongs()))
        return False

    dialogs.answers = [fill]
    assert ask_override(ui, "aldermoor") is None
    assert seen == [wrong]


def test_one_that_holds_can_be_ended_or_renewed(ui: Ui, dialogs: FakeDialogs) -> None:
    draft = OverrideDraft("aldermoor", "New sponsor", ui.today - 9, ui.today + 9, "Strong")
    held = OverrideRow(3, draft, by_hand=True)
    dialogs.answers = [True]
    ended = ask_override(ui, "aldermoor", held)
    assert ended is not None
    assert ended.kind == "end"

    def renew(form: FormDialog) -> bool:
        box = form.input("what")
        box.setCurrentIndex(box.findData("renew"))  # type: ignore[attr-defined]
        form.input("reason").setPlainText("")  # type: ignore[attr-defined]
        assert set(form.find_wrongs()) == {"reason"}
        form.input("reason").setPlainText("Still true")  # type: ignore[attr-defined]
        return True

    dialogs.answers = [renew]
    wish = ask_override(ui, "aldermoor", held)
    assert wish is not None
    assert (wish.kind, wish.draft.reason, wish.draft.until) == (
        "renew",
        "Still true",
        ui.today + 28,
    )


def test_in_a_narrow_tab_the_page_scrolls_and_not_the_measures(qtbot: QtBot, ui: Ui) -> None:
    tab, _ = made(qtbot, ui)
    tab.resize(600, 700)
    chart = tab.composition.chart
    assert tab.composition.minimumHeight() > chart.whole_height
    qtbot.waitUntil(lambda: chart.height() >= chart.whole_height)
    tab.resize(1240, 700)
    assert tab.composition.minimumHeight() == 0


def test_restated_points_at_the_changed_model_and_a_press_shows_it(qtbot: QtBot, ui: Ui) -> None:
    view = replace(story.why(), model_change=-2.5)
    tab, desk = made(qtbot, ui, read_why=view)
    assert "a model change of \u22122.5 points lies between" in tab.change.model.words
    assert desk.last("read_why")[1]["as_reported"] is False
    qtbot.mouseClick(tab.change.reported, Qt.MouseButton.LeftButton)
    assert tab.history.as_reported
    assert desk.last("read_why")[1]["as_reported"] is True


def test_without_a_changed_model_nothing_is_pointed_at(qtbot: QtBot, ui: Ui) -> None:
    tab, _ = made(qtbot, ui)
    assert tab.change.model.isHidden()


def test_a_measure_without_rows_says_what_was_looked_for(qtbot: QtBot, ui: Ui) -> None:
    sought = Sought("Looked for NPS answers up to 23 Nov", "They come with surveys.csv.")
    tab, _ = made(qtbot, ui, read_refs=((), sought))
    tab.composition.measure_pressed.emit("voice.nps")
    assert tab._sources is not None
    assert tab._sources.note.full_text == sought.text
    tab._sources.hide()
