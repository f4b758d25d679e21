"""Findings as they are kept, and what the desk sees by itself of each topic."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from msgspec import structs

from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.investigation import TOPICS, Check, FindingDraft
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.services import checklist, explain, findings, profiles, tasks, touches

TODAY = to_day(date(2026, 3, 14))
DRAFT = FindingDraft(
    "a1",
    TODAY - 7,
    TODAY,
    "Champion left, successor untrained",
    {"people": Check("found", "Moved on"), "data": Check("looked"), "model": Check()},
    ("usage.level", "voice.nps"),
)


def test_a_finding_is_kept_as_it_was_written(example: Desk) -> None:
    row = example.do(findings.add, DRAFT)
    (view,) = example.read(findings.of_account, "a1", TODAY)
    assert view.row == row
    assert view.draft.hypothesis == DRAFT.hypothesis
    assert view.draft.checks == {"people": Check("found", "Moved on"), "data": Check("looked")}
    assert view.draft.lines == DRAFT.lines
    assert (view.looked, view.open, view.made_on) == (2, True, TODAY)
    assert example.read(findings.of_account, "a1", TODAY - 1) == ()
    example.undo()
    assert example.read(findings.of_account, "a1", TODAY) == ()


def test_it_is_edited_judged_and_judged_anew(example: Desk) -> None:
    row = example.do(findings.add, DRAFT)
    example.do(findings.edit, row, replace(DRAFT, hypothesis="Another", checks={}))
    example.do(findings.judge, row, "right")
    view = example.read(findings.one, row, TODAY)
    assert (view.draft.hypothesis, view.looked) == ("Another", 0)
    assert (view.verdict, view.verdict_on) == ("right", TODAY)
    example.do(findings.judge, row, "")
    assert example.read(findings.one, row, TODAY).verdict == ""


def test_those_without_action_are_listed_until_something_comes_of_them(example: Desk) -> None:
    first, second, third = (example.do(findings.add, DRAFT) for _ in range(3))
    task = example.do(findings.make_task, first, TaskDraft("Call them", "a1", origin="finding"))
    example.do(findings.dismiss, second, "It was the holidays")
    assert [one.row for one in example.read(findings.without_action, TODAY)] == [third]
    assert example.read(tasks.one, task, TODAY).origin_words == "from a finding"
    assert example.read(findings.one, second, TODAY).dismissed_why == "It was the holidays"
    example.undo()
    assert len(example.read(findings.without_action, TODAY)) == 2


def test_what_says_nothing_or_nonsense_is_refused(example: Desk) -> None:
    for wrong, says in (
        (replace(DRAFT, hypothesis=" ", checks={"data": Check()}), "needs a word"),
        (replace(DRAFT, checks={"weather": Check("found", "Rain")}), "no topic weather"),
        (replace(DRAFT, last=DRAFT.first - 1), "after its last"),
    ):
        with pytest.raises(UsageError, match=says):
            example.do(findings.add, wrong)
    row = example.do(findings.add, DRAFT)
    with pytest.raises(UsageError, match="needs words"):
        example.do(findings.dismiss, row, " ")
    with pytest.raises(UsageError):
        example.do(findings.acted, row, "dismissed")
    example.do(findings.remove, row)
    with pytest.raises(NotFound):
        example.read(findings.one, row, TODAY)


def test_the_desk_says_a_sentence_on_every_topic(example: Desk) -> None:
    seen = example.read(checklist.look, "a1", TODAY - 7, TODAY)
    assert [one.topic for one in seen] == list(TOPICS)
    told = {one.topic: one for one in seen}
    assert all(one.text and "None" not in one.text.split(" ")[1:] for one in seen)
    assert told["touch"].text == "Last touch 12 days ago: call, outbound on 2 Mar"
    assert told["survey"].text.startswith("NPS 4")
    assert told["survey"].notable
    assert [ref.table for ref in told["survey"].refs] == ["survey"]  # type: ignore[union-attr]
    assert not told["touch"].notable


def test_a_new_version_between_the_days_is_told(example: Desk) -> None:
    (published,) = example.read(profiles.published)
    old = published.profile
    heavier = tuple(
        structs.replace(part, weight=90.0) if part.key == "voice" else part
        for part in old.dimensions
    )
    example.do(profiles.publish, structs.replace(old, dimensions=heavier), "Voice counts more")
    seen = {topic.topic: topic for topic in example.read(checklist.look, "a1", TODAY - 7, TODAY)}
    assert seen["model"].notable
    assert seen["model"].text == "Version 3 on 14 Mar: Voice counts more"
    view = example.read(explain.why, "a1", TODAY - 7, TODAY)
    assert view.change is not None
    assert sum(row.points for row in view.rows) == pytest.approx(view.change, abs=1e-9)


def test_a_touch_of_today_is_told_as_such(example: Desk) -> None:
    example.do(touches.add, TouchDraft("a1", "call", "inbound", TODAY, "Hello"))
    seen = {one.topic: one for one in example.read(checklist.look, "a1", TODAY - 7, TODAY)}
    assert seen["touch"].text == "Last touch today: call, inbound on 14 Mar"
