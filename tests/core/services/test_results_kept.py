"""What came of a playbook is read once for a state of the desk, and anew after every change."""

from __future__ import annotations

import pytest

from healthdesk.core.services import imports, results, runs
from tests import folders
from tests.core.services.run_story import DAY, FACTS, STORY, go_to, publish


@pytest.fixture
def reads(desk, tmp_path, monkeypatch):
    go_to(desk, 0)
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    publish(desk, STORY)
    desk.do(runs.start, "Story", ["a", "b"])
    found = []
    load = results.load

    def counted(*told, **asked):
        found.append(told)
        return load(*told, **asked)

    monkeypatch.setattr(results, "load", counted)
    return found


def test_read_once_for_a_state_of_the_desk(desk, reads):
    first = desk.read(results.results, "Story", DAY)
    assert desk.read(results.results, "Story", DAY) is first
    assert len(reads) == 1
    assert desk.read(results.results, "Story", DAY - 1).runs == 0
    assert desk.read(results.results, "Story", DAY) is first


def test_read_anew_after_a_change_and_its_undo(desk, reads):
    first = desk.read(results.results, "Story", DAY)
    run = first.waiting[0].run if first.waiting else 1
    desk.do(runs.stop, run, "they left")
    assert desk.read(results.results, "Story", DAY).stopped == 1
    desk.undo()
    assert desk.read(results.results, "Story", DAY) == first
    assert len(reads) == 3
