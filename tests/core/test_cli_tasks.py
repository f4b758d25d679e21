"""The command `tasks`: what is due on a day, as JSON and as a table."""

from __future__ import annotations

import json

import pytest

from healthdesk import cli
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.new_account import NewAccount
from healthdesk.core.domain.task import CheckItem, TaskDraft
from healthdesk.core.services import accounts_new, tasks
from tests import make

TODAY = to_day(make.NOW.date())


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("HEALTHDESK_TODAY", make.NOW.date().isoformat())
    desk: Desk = make.desk(tmp_path)
    desk.do(accounts_new.add, NewAccount("One", account_id="a"))
    steps = (CheckItem("agree", done=True), CheckItem("write"))
    late = TaskDraft("Call\tAda", "a", TODAY - 2, "urgent", "note", steps, needs_touch=True)
    desk.do(tasks.add, late)
    desk.do(tasks.add, TaskDraft("Soon", None, TODAY + 3))
    desk.close()
    return str(desk.path)


def run(capsys, *words):
    assert cli.main(list(words)) == 0
    return capsys.readouterr().out


def test_what_is_due_is_a_list_of_objects(file, capsys):
    (one,) = json.loads(run(capsys, "--desk", file, "tasks", "--json"))
    assert one["title"] == "Call Ada"
    assert (one["account_id"], one["account"], one["due"]) == ("a", "One", "2026-03-12")
    assert (one["overdue_days"], one["priority"], one["needs_touch"]) == (2, "urgent", True)
    assert one["checklist"] == [
        {"text": "agree", "done": True},
        {"text": "write", "done": False},
    ]


def test_a_day_and_days_ahead_are_honoured(file, capsys):
    assert json.loads(run(capsys, "--desk", file, "tasks", "--day", "2026-03-13", "--json")) == []
    ahead = json.loads(run(capsys, "--desk", file, "tasks", "--ahead", "3", "--json"))
    assert [one["account_id"] for one in ahead] == ["a", None]


def test_a_person_gets_a_table_or_a_sentence(file, capsys):
    out = run(capsys, "--desk", file, "tasks")
    assert "2 d" in out
    assert "1 of 2 steps; needs a touch" in out
    assert run(capsys, "--desk", file, "tasks", "--day", "2026-03-13") == "No task is due.\n"
