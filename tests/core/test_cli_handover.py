"""The command `handover`: make, open, merge and return, between two desks."""

from __future__ import annotations

import json

import pytest

from healthdesk import cli
from tests.core.services import handover_story as story


@pytest.fixture
def desks(tmp_path, monkeypatch):
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-03-14")
    with story.two(tmp_path) as (ann, ben):
        pass
    return str(ann.path), str(ben.path)


def run(capsys, *words, status=0):
    assert cli.main(list(words)) == status
    return capsys.readouterr().out


def test_a_pack_goes_and_its_changes_come_back(desks, tmp_path, capsys):
    ann, ben = desks
    given, back = str(tmp_path / "x.hdpack"), str(tmp_path / "y.hdpack")
    told = run(
        capsys, "--desk", ann, "--json", "handover", "make", given,
        "--account", "a0", "--to", "Ben", "--notes",
    )  # fmt: skip
    assert json.loads(told)["page"] == str(tmp_path / "x.html")
    seen = json.loads(run(capsys, "--desk", ben, "--json", "handover", "open", given))
    assert (seen["accounts"], seen["new"], seen["conflicts"]) == (["a0"], ["Account 0"], [])
    taken = json.loads(run(capsys, "--desk", ben, "--json", "handover", "merge", given))
    assert taken["added"] == seen["changes"] > 20
    run(capsys, "--desk", ben, "handover", "return", back, "--pack", given)
    assert "0 rows new, 0 changed" in run(capsys, "--desk", ann, "handover", "merge", back)


def test_what_is_asked_wrongly_is_told(desks, tmp_path, capsys):
    ann, _ = desks
    run(capsys, "--desk", ann, "handover", "make", str(tmp_path / "x.zip"), status=2)
    run(capsys, "--desk", ann, "handover", "make", str(tmp_path / "x.hdpack"), status=2)
    run(capsys, "--desk", ann, "handover", "open", str(tmp_path / "x.hdpack"), status=1)
    assert not list(tmp_path.glob("x.*"))
