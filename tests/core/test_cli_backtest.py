"""The command `backtest`: its document as the command line promises it, and words for people."""

from __future__ import annotations

import json

import pytest

from healthdesk import cli
from healthdesk.core.services import imports
from tests import make, ready
from tests.core.services import backtest_story as story


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("told")
    desk = ready.furnished(folder / "told.healthdesk", "told", clock=make.CLOCK)
    desk.do(imports.run, [story.write(folder / "facts")])
    desk.close()
    return str(desk.path)


@pytest.fixture
def file(made, monkeypatch):
    monkeypatch.setenv("HEALTHDESK_TODAY", make.NOW.date().isoformat())
    return made


def run(capsys, *words, status=0):
    assert cli.main(list(words)) == status
    told = capsys.readouterr()
    return told.out if status == 0 else told.err


def test_the_document_has_what_the_command_line_promises(file, capsys):
    found = json.loads(run(capsys, "--desk", file, "--json", "backtest", "--lead", "30"))
    assert (found["lead"], found["from"], found["to"]) == (30, "2025-06-01", "2026-02-26")
    assert found["churned"] == 14
    assert found["churned"] + found["kept"] + found["unscored"] == story.LOST + story.KEPT
    assert 0 <= found["auc_low"] <= found["auc"] <= found["auc_high"] <= 1
    assert list(found["bands"]) == ["Strong", "Average", "Poor"]
    assert set(found["bands"]["Poor"]) == {"accounts", "churned", "rate", "low", "high"}
    assert sum(one["churned"] for one in found["bands"].values()) == found["churned"]
    assert all({"account_id", "day", "score", "band"} <= set(one) for one in found["misses"])
    assert found["sampling"] == "outcomes"
    assert found["verdict"]
    assert [one["key"] for one in found["by_measure"]] == ["usage.level", "usage.trend"]


def test_too_few_are_named_and_no_decimals_are_told(file, capsys):
    words = ("--desk", file, "backtest", "--lead", "90", "--to", "2026-01-05")
    out = run(capsys, *words)
    assert out.startswith("Too few to tell: 8 lost accounts had a score 90 days before")
    assert "Lost accounts (8)" in out
    assert "AUC" not in out
    found = json.loads(run(capsys, *words, "--json"))
    assert found["verdict_kind"] == "few"
    assert len(found["named"]) == 8
    assert found["auc"] is not None


def test_a_person_reads_the_verdict_the_bands_and_the_accounts(file, capsys):
    out = run(capsys, "--desk", file, "backtest", "--lead", "30", "--profile", "default")
    assert "Looked at 30 days before, from 2025-06-01 to 2026-02-26." in out
    assert "The lowest tenth of scores holds" in out
    assert "measure alone" in out


def test_who_left_can_be_said_by_a_rule(file, capsys):
    for rule in ("arr < 10000", '{"field": "arr", "op": "<", "value": 10000}'):
        found = json.loads(run(capsys, "--desk", file, "--json", "backtest", "--lost", rule))
        assert (found["sampling"], found["lead"]) == ("snapshot", 0)
        # Ten have so little; those that had left by then have no score on the last day.
        assert found["churned"] + found["unscored_churned"] == 10


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--lost", "arr <"), "--lost: "),
        (("--lost", "{"), "not readable as JSON"),
        (("--lost", '{"field": "arr"}'), "--lost"),
        (("--from", "2026-01-02", "--to", "2026-01-01"), "ends before it begins"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(file, capsys, words, told):
    assert told in run(capsys, "--desk", file, "backtest", *words, status=2)


def test_a_profile_nobody_has_is_not_found(file, capsys):
    told = run(capsys, "--desk", file, "backtest", "--profile", "none", status=1)
    assert told == "No health profile has the key 'none'.\n"
