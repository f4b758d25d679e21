"""The command `plays tick`: what came up, as JSON and as a table; nothing twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec import structs

from healthdesk import cli
from healthdesk.core.desk import Desk
from healthdesk.core.domain.play import Brakes, Cause, Play
from healthdesk.core.services import imports, plays, runs
from tests import folders
from tests.core.services.run_story import FACTS, STORY, go_to, publish


@pytest.fixture
def file(desk, tmp_path):
    go_to(desk, 0)
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    publish(desk, STORY)
    desk.do(runs.start, "Story", ["a", "b"])
    desk.close()
    return str(desk.path)


def run(capsys, *words):
    assert cli.main(list(words)) == 0
    return capsys.readouterr().out


def test_what_is_due_comes_up_once(file, capsys, monkeypatch):
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-11-25")
    told = json.loads(run(capsys, "--desk", file, "plays", "tick", "--json"))
    assert told["fired"] == []
    assert [(one["day"], one["account_id"], one["step"]) for one in told["steps"]] == [
        ("2026-11-24", "a", "mail"),
        ("2026-11-24", "b", "mail"),
    ]
    assert json.loads(run(capsys, "--desk", file, "plays", "tick", "--json"))["steps"] == []
    assert "No step is due" in run(capsys, "--desk", file, "plays", "tick")


def test_usage_stamps_milestones_after_an_import_and_on_a_tick(file, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-11-25")
    facts = {
        "milestones": "account_id,milestone,due_on,done_on\na,First sign-in,2026-12-01,\n",
        "usage": "account_id,metric,day,value\na,users,2026-11-20,0\na,users,2026-11-24,5\n",
    }
    told = json.loads(
        run(capsys, "--desk", file, "--json", "import", str(folders.write(tmp_path / "in", facts)))
    )
    stamp = {"account_id": "a", "milestone": "First sign-in", "done_on": "2026-11-24"}
    assert told["milestones"] == [stamp]
    tick = ("--desk", file, "plays", "tick", "--json")
    assert json.loads(run(capsys, *tick))["milestones"] == []
    assert cli.main(["--desk", file, "undo-import", str(told["batch"])]) == 0
    assert "taken back" in capsys.readouterr().out
    assert json.loads(run(capsys, *tick))["milestones"] == []


def test_a_day_is_honoured_and_the_table_names_the_steps(file, capsys, monkeypatch):
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-11-25")
    assert "No step" in run(capsys, "--desk", file, "plays", "tick", "--day", "2026-11-23")
    out = run(capsys, "--desk", file, "plays", "tick", "--day", "2026-11-24")
    assert "Write to them" in out
    assert cli.main(["--desk", file, "plays", "tick", "--day", "2027-01-01"]) == 2


def test_what_fires_by_itself_and_what_asks_is_listed_once(file, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-11-25")
    with Desk.open(Path(file)) as desk:
        by_itself = Play("Answered", cause=Cause("survey"), playbook="Story", mode="run")
        brakes = Brakes(running="again")
        desk.do(plays.add, structs.replace(by_itself, brakes=brakes))
        desk.do(plays.add, Play("Asked", cause=Cause("survey"), playbook="Story"))
        for name in ("Answered", "Asked"):
            desk.do(plays.publish, name)
            desk.do(plays.switch_on, name)
    facts = {"surveys": "response_id,account_id,kind,rating,day\nr1,b,nps,2,2026-11-25\n"}
    run(capsys, "--desk", file, "--json", "import", str(folders.write(tmp_path / "in", facts)))
    tick = ("--desk", file, "plays", "tick")
    told = json.loads(run(capsys, *tick, "--json"))
    row = {"day": "2026-11-25", "account_id": "b", "playbook": "Story"}
    assert told["fired"] == [
        {**row, "play": "Answered", "state": "started"},
        {**row, "play": "Asked", "state": "noted"},
    ]
    assert set(told) == {"fired", "milestones", "steps"}
    assert json.loads(run(capsys, *tick, "--json"))["fired"] == []
    assert run(capsys, *tick) == "No step is due.\n"
