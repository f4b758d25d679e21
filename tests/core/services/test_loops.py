"""Loops that are open: customers' words by stage and age, insights and actions left as they are."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain import loop_view
from healthdesk.core.domain.investigation import FindingDraft
from healthdesk.core.domain.loop_view import AGES, KINDS
from healthdesk.core.domain.playbook import Playbook, Step
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.domain.trend_event import TrendEvent
from healthdesk.core.services import feedback, findings, imports, loops, runs, tasks
from tests import folders
from tests.core.services.run_story import DAY, FACTS, go_to, publish

SURVEYS = "response_id,account_id,kind,rating,comment,day\n" + "".join(
    f"r{at},{key},nps,{rating},{words},{day}\n"
    for at, (key, rating, words, day) in enumerate(
        [
            ("a", 2, "Invoices are wrong", "2026-11-20"),
            ("a", 10, "", "2026-11-21"),
            ("b", 9, "=HYPERLINK(1)", "2026-11-01"),
            ("b", 3, "Ages ago", "2024-01-01"),
        ]
    )
)


@pytest.fixture
def full(desk, tmp_path):
    go_to(desk, 0)
    desk.do(imports.run, [folders.write(tmp_path / "facts", {**FACTS, "surveys": SURVEYS})])
    return desk


def said(desk, kind, day=DAY):
    return [(one.account_id, one.words) for one in desk.read(loops.read, day).of(kind)]


def test_words_wait_for_the_next_step_from_the_last_one_on(full):
    assert said(full, "said") == [("b", "=HYPERLINK(1)"), ("a", "Invoices are wrong")]
    first = full.read(loops.read, DAY).of("said")[1]
    full.do(feedback.mark, first.table, first.row, "heard")
    (heard,) = full.read(loops.read, DAY + 9).of("heard")
    assert (heard.account_id, heard.days(DAY + 9), heard.tab) == ("a", 9, "commercial")
    full.do(feedback.mark, first.table, first.row, "acted")
    assert said(full, "heard") == []
    assert said(full, "acted") == [("a", "Invoices are wrong")]
    full.do(feedback.mark, first.table, first.row, "told")
    assert said(full, "acted") == []
    found = full.read(loops.read, DAY).heard
    assert (found.voices, found.heard, found.acted, found.told) == (2, 1, 1, 1)
    assert found.answers == 3
    assert full.read(loops.read, DAY - 1).heard.heard == 0


def test_runs_without_outcome_and_playbooks_without_measure_are_told(full):
    how = Step("how", "outcome", "How was it?")
    publish(full, Playbook("Short", steps=(how,)))
    publish(full, Playbook("Told", measure="an answer", steps=(how,)))
    (run,) = full.do(runs.start, "Short", ["a"])
    (row,) = full.read(loops.read, DAY).of("run")
    assert (row.run, row.playbook, row.account_id) == (run, "Short", "a")
    assert [one.playbook for one in full.read(loops.read, DAY).of("playbook")] == ["Short"]
    full.do(runs.record_outcome, run, "worked")
    assert said(full, "run") == []


def test_a_finding_is_told_until_somebody_acts_on_it(full):
    draft = FindingDraft("a", DAY - 9, DAY - 2, "They lost their planner")
    row = full.do(findings.add, draft)
    assert said(full, "finding") == [("a", "They lost their planner")]
    full.do(findings.dismiss, row, "not so")
    assert said(full, "finding") == []


def test_what_is_done_on_an_account_closes_its_dips(full, monkeypatch):
    event = loop_event(DAY - 5)
    monkeypatch.setattr(loops.trends, "lasting", lambda tx, day: {"a": (event,), "gone": (event,)})
    assert said(full, "dip") == [("a", "Logins 40 % below normal")]
    full.do(tasks.add, TaskDraft("Call them", account_id="a"))
    assert said(full, "dip") == []


def loop_event(first):
    return TrendEvent("logins", "dip", first, None, -0.4, text="Logins 40 % below normal.")


def test_the_file_holds_every_row_and_no_formula(full):
    lines = list(csv.DictReader(io.StringIO(full.read(loops.csv, DAY))))
    assert len(lines) == len(full.read(loops.read, DAY).rows)
    assert {line["what"] for line in lines} >= {"'=HYPERLINK(1)", "Invoices are wrong"}
    assert {(line["group"], line["kind"]) for line in lines} <= set(KINDS.values())
    assert {line["since"] for line in lines} >= {"2026-11-20"}


@given(st.lists(st.one_of(st.none(), st.integers(0, 400))))
def test_every_age_is_counted_once(days):
    found = loop_view.ages(days)
    known = [one for one in days if one is not None]
    assert sum(found) == len(known)
    assert found[0] == sum(one <= AGES[0] for one in known)
    assert found[-1] == sum(one > AGES[-1] for one in known)
