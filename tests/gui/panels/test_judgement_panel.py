"""The card of pulse and score against outcomes: counts, the accounts behind them, words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from healthdesk.core.domain.judgement import Case, judge
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels import judgement_words
from healthdesk.gui.panels.judgement_panel import JudgementPanel, read

DAY = 20_780


def case(number, kind="churned", score="Average", pulse="Strong"):
    day = None if pulse is None else DAY - 100
    return Case(
        f"a{number}", f"Name {number}", kind, DAY - number, score, 61,
        pulse=pulse, pulse_day=day, pulse_by="Nadia" if day else "",
    )  # fmt: skip


FOUND = judge(
    [
        *(case(at) for at in range(12)),
        case(20, score="Poor"),
        case(21, pulse=None),
        case(30, "renewed", "Poor", "Poor"),
    ],
    DAY,
    90,
)


@pytest.fixture
def panel(ui, qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(ui, "read", lambda fn, *args, **kw: asked.append((fn, args, kw)) or 1)
    made = JudgementPanel(ui)
    made.asked = asked
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    made._on_read(FOUND)
    return made


def test_it_counts_and_names_those_whom_nobody_saw_going(panel):
    assert panel.spots["churned", "neither"].text() == "12"
    assert panel.spots["churned", "score_only"].text() == "1"
    assert panel.spots["churned", "unknown"].text() == "1"
    assert panel.list_title.full_text == "Churned, neither: 12 accounts"
    assert [one.text() for one in panel.names] == [f"Name {at}" for at in range(8)]
    assert panel.more.text() == "4 more"
    panel.more.click()
    assert len(panel.names) == 12


def test_a_count_leads_to_its_accounts_and_they_to_their_page(panel, ui):
    panel.spots["renewed", "both"].click()
    assert [one.text() for one in panel.names] == ["Name 30"]
    opened = []
    ui.account_requested.connect(opened.append)
    panel.names[0].click()
    assert opened == ["a30"]
    assert not panel.spots["renewed", "neither"].isEnabled()


def test_other_days_before_are_read_when_they_are_chosen(panel):
    del panel.asked[:]
    panel.lead.findChildren(QPushButton)[2].click()
    ((fn, args, _),) = panel.asked
    assert fn is read
    assert args[1] == 30


def test_without_outcomes_it_says_what_brings_them(panel):
    panel._on_read(judge([], DAY, 90))
    assert panel.card.state == "empty"
    assert "No outcome is known yet" in panel.card.words


def test_words_tell_shares_with_their_range_and_missing_apart():
    told = judgement_words.tally_words(FOUND.of("churned"), 90, Words())
    assert told == (
        "90 days before, the score warned before 1 of 14 (7 %, between 1 and 31 %), a pulse warned"
        " before 0 of 13 (0 %, between 0 and 23 %). 1 had no pulse. No difference between the two"
        " can be told from so many."
    )
    few = judgement_words.tally_words(FOUND.of("renewed"), 90, Words())
    assert "1 of 1, too few to tell a share" in few
    assert judgement_words.case_words(case(21, pulse=None), Words()).endswith("; no pulse")
