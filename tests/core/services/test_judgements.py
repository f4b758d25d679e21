"""What a person says of an account: the pulse, the override, the star, several fields at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.source_ref import RowRef
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import (
    account_badges,
    account_care,
    overrides,
    provenance,
    pulses,
    scoring,
    tasks,
)
from healthdesk.core.services.overrides import OverrideDraft

TODAY = to_day(date(2026, 3, 14))
GOOD = OverrideDraft("a1", "New sponsor, all is well", TODAY, TODAY + 28, band="Strong")


def _score(desk: Desk, day: int = TODAY) -> tuple[int | None, str]:
    (view,) = desk.read(scoring.scores, day, account="a1")
    return view.shown, view.band


def test_an_override_stands_in_for_the_score_until_its_end(example: Desk) -> None:
    before = _score(example)
    row = example.do(overrides.add, GOOD)
    assert _score(example) == (85, "Strong")
    (view,) = example.read(scoring.scores, TODAY, account="a1")
    assert view.computed is not None
    assert round(view.computed) == before[0]
    held = example.read(overrides.in_force, "a1", TODAY)
    assert held is not None
    assert (held.row, held.draft, held.by_hand) == (row, GOOD, True)
    assert example.read(overrides.in_force, "a1", TODAY + 29) is None
    assert example.undo() == "Override score"
    assert _score(example) == before


def test_one_that_began_today_and_is_ended_leaves_nothing(example: Desk) -> None:
    before = _score(example)
    row = example.do(overrides.add, GOOD)
    example.do(overrides.end, row)
    assert _score(example) == before
    assert example.read(overrides.in_force, "a1", TODAY) is None


def test_one_that_is_ended_early_keeps_the_days_it_stood(example: Desk) -> None:
    row = example.do(overrides.add, replace(GOOD, first=TODAY - 5))
    example.do(overrides.end, row)
    assert _score(example)[1] == "Average"
    assert _score(example, TODAY - 1)[1] == "Strong"
    with pytest.raises(UsageError, match="ended already"):
        example.do(overrides.end, row)


def test_renewing_begins_today_with_a_reason_said_anew(example: Desk) -> None:
    row = example.do(overrides.add, replace(GOOD, first=TODAY - 80, until=TODAY + 2))
    example.do(overrides.renew, row, TODAY + 60, "Still true")
    held = example.read(overrides.in_force, "a1", TODAY + 60)
    assert held is not None
    assert (held.draft.first, held.draft.reason) == (TODAY, "Still true")
    before = example.read(overrides.in_force, "a1", TODAY - 1)
    assert before is not None
    assert before.row == row


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"reason": "  "}, "reason"),
        ({"until": TODAY - 1}, "before it begins"),
        ({"until": TODAY + 91}, "at most 90 days"),
        ({"score": 60.0}, "either a band or a score"),
        ({"band": None}, "either a band or a score"),
        ({"band": None, "score": 101.0}, "between 0 and 100"),
        ({"band": "Great"}, "no band Great"),
    ],
)
def test_a_judgement_that_cannot_stand_is_refused(
    example: Desk, wrong: dict[str, object], says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        example.do(overrides.add, replace(GOOD, **wrong))
    assert example.read(overrides.in_force, "a1", TODAY) is None


def test_a_pulse_is_one_a_day_and_keeps_its_reason(example: Desk) -> None:
    row = example.do(pulses.put, "a1", 1.0, "They  laughed a lot")
    assert example.do(pulses.put, "a1", -1.0, "Then the news came") == row
    assert example.read(pulses.latest, "a1", TODAY) == (row, -1.0, TODAY, "", "Then the news came")
    assert example.read(pulses.latest, "a1", TODAY - 1) is None
    assert example.read(scoring.account_header, "a1", TODAY).pulse == (-1.0, TODAY)
    (source,) = example.read(provenance.rows, (RowRef("pulse", row),))
    assert source.typed == "value typed here on 14 Mar 2026"
    assert not source.origins


def test_a_pulse_needs_words_and_stays_in_its_range(example: Desk) -> None:
    with pytest.raises(UsageError, match="needs words"):
        example.do(pulses.put, "a1", 0.0, "  ")
    with pytest.raises(UsageError, match="between -1 and 1"):
        example.do(pulses.put, "a1", 2.0, "High")
    with pytest.raises(NotFound):
        example.do(pulses.put, "nobody", 0.0, "Who?")
    assert example.read(pulses.latest, "a1", TODAY) is None


def test_a_star_comes_and_goes(example: Desk) -> None:
    assert not example.read(account_care.starred, "a1")
    example.do(account_care.star, "a1", on=True)
    assert example.read(account_care.starred, "a1")
    example.undo()
    assert not example.read(account_care.starred, "a1")


def test_several_fields_are_one_step_of_undo(example: Desk) -> None:
    before = example.read(account_care.fields, "a1")
    example.do(account_care.edit, "a1", {"name": "Other", "tier": "Gold"})
    after = example.read(account_care.fields, "a1")
    assert (after["name"], after["tier"]) == ("Other", "Gold")
    example.undo()
    assert example.read(account_care.fields, "a1")["name"] == before["name"]
    with pytest.raises(UsageError):
        example.do(account_care.edit, "a1", {"name": "Third", "arr": "much"})
    assert example.read(account_care.fields, "a1")["name"] == before["name"]


def test_the_tab_work_counts_open_tasks_and_marks_overdue_ones(example: Desk) -> None:
    example.do(tasks.add, TaskDraft("Call them", "a1", due=TODAY))
    (badge,) = (one for one in example.read(account_badges.badges, "a1", TODAY) if one.count)
    assert (badge.key, badge.count, badge.notice) == ("work", 1, False)
    (later,) = (one for one in example.read(account_badges.badges, "a1", TODAY + 3) if one.count)
    assert (later.notice, later.text) == (True, "1 open task, 1 overdue")
    assert not [one for one in example.read(account_badges.badges, "a1", TODAY - 1) if one.count]
