"""Every form with words in it says under which name they are kept: a kill loses none."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.investigation import Check, FindingDraft, Seen
from healthdesk.core.domain.task import TaskDraft
from healthdesk.gui.panels import (
    forecast_form,
    form,
    mention_form,
    override_form,
    plan_form,
    task_form,
    touch_form,
)
from healthdesk.gui.panels.form_keeping import FormKeeping, Kept
from healthdesk.gui.panels.health.finding_form import FindingForm
from healthdesk.gui.panels.people import forms
from healthdesk.gui.panels.pulse_popover import PulsePopover

ASKS = {
    "touch": (touch_form.ask_touch, "a"),
    "task": (task_form.ask_task, "a"),
    "another task": (task_form.ask_task, "a", TaskDraft("Ring", "a")),
    "plan": (plan_form.ask_plan, "a"),
    "mention": (mention_form.ask_mention, "a"),
    "override": (override_form.ask_override, "a"),
    "forecast": (forecast_form.ask_forecast, "a", 20_780),
    "contact": (forms.ask_contact, (), None, "", "a"),
}


def test_each_is_kept_under_a_name_of_its_own(ui, dialogs, monkeypatch):
    kept = []
    monkeypatch.setattr(form.FormKeeping, "__init__", lambda _, __, ___, one: kept.append(one))
    monkeypatch.setattr(form.FormKeeping, "end", lambda _: None)
    for ask, *told in ASKS.values():
        dialogs.answers = [False]
        ask(ui, *told)
    assert len({one.key for one in kept}) == len(ASKS)
    assert {one.account_id for one in kept} == {"a"}


@pytest.fixture
def finding(ui, qtbot):
    draft = FindingDraft("a", 20_700, 20_780, "", {"data": Check()}, ())
    made = FindingForm(ui, (Seen("data", "All there"),), draft, ())
    qtbot.addWidget(made)
    return made


def test_a_finding_comes_back_with_its_marks(finding, ui):
    keeping = FormKeeping(ui, finding, Kept("a", "Finding"))
    before = keeping.values()
    finding.hypothesis.setPlainText("They moved")
    finding.rows["data"].state.set_value("found")
    finding.rows["data"].text.setText("A gap")
    typed = keeping.values()
    assert before != typed
    finding.hypothesis.clear()
    keeping = FormKeeping(ui, finding, Kept("a", "Finding"))
    keeping._on_found(type("Left", (), {"values": typed, "day": 20_770}))
    assert finding.draft.hypothesis == "They moved"
    assert finding.draft.checks["data"] == Check("found", "A gap")


def test_why_of_a_pulse_is_watched_and_let_go(ui, qtbot):
    popover = PulsePopover(ui.theme, ui.words, ui.dialogs.window)
    qtbot.addWidget(popover)
    keeping = FormKeeping(ui, popover, Kept("a", "Your pulse"))
    popover.reason.setText("They cut seats")
    assert keeping.values() == {"reason": "They cut seats"}
    with qtbot.waitSignal(popover.left):
        popover.show()
        popover.hide()
    keeping.end()
