"""The command `report` on many accounts: options of a kind, and figures those of other commands."""

from __future__ import annotations

import json

import pytest

from healthdesk import cli
from tests.core.services.reports import book_story as story


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    with story.desk(tmp_path_factory.mktemp("report")) as made:
        return str(made.path)


def run(file, *words):
    return cli.main(["--desk", file, *words, "--day", "2026-11-23"])


def test_options_of_a_kind_are_given_by_name(file, tmp_path, capsys):
    to = tmp_path / "list.md"
    wanted = ("--set", "columns=id;arr", "--set", "fields=currency")
    assert run(file, "report", "segment_list", "--to", str(to), *wanted) == 0
    text = to.read_text()
    assert "| Account " in text
    head = next(line for line in text.splitlines() if line.startswith("| Account "))
    assert [one.split("\\")[0].strip() for one in head.strip("|").split("|")] == [
        *("Account", "Account id", "ARR", "Currency")
    ]
    capsys.readouterr()
    assert run(file, "scores", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) == 6
    assert "## 6 accounts, €280 + \\$600 of ARR" in text


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ("colour=red", "There are: explained=..., silent=...."),
        ("silent", "has no option like 'silent'"),
        ("silent=soon", "must be a number"),
        ("explained=99", "between 0 and 20"),
    ],
)
def test_options_that_cannot_be_are_refused(file, tmp_path, capsys, told, refusal):
    to = tmp_path / "x.md"
    assert run(file, "report", "portfolio_review", "--to", str(to), "--set", told) != 0
    assert refusal in capsys.readouterr().err
    assert not to.exists()
