"""Wins, perks, promises, quotes: kept and undone, gifts that repeat, promises that are late."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.moment import AGAIN, MomentDraft, is_repeat
from healthdesk.core.domain.op import op
from healthdesk.core.services import imports, moments, segments
from healthdesk.core.services.wording import long_date
from tests import folders, make

TODAY = to_day(make.NOW.date())
FACTS = {
    "accounts": "account_id,name,started_on\na,One,2025-01-01\nb,Two,2025-01-01\n",
    "contacts": "contact_id,account_id,name\nc1,a,Ada\nc2,a,Bo\n",
}
PERK = MomentDraft("a", "perk", "Beta preview", TODAY - 34, "c1")
PROMISE = MomentDraft("a", "promise", "Export as CSV", TODAY - 20, by="them", due=TODAY - 6)


@pytest.fixture
def full(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    return desk


def test_what_is_kept_says_everything_and_is_undone(full):
    before = make.dump(full)
    row = full.do(moments.add, replace(PERK, pinned=True))
    (seen,) = full.read(moments.of_account, "a", TODAY)
    assert seen.draft == replace(PERK, pinned=True)
    assert (seen.id, seen.contact_name, seen.repeat) == (row, "Ada", "")
    full.undo()
    assert make.dump(full) == before


def test_a_second_gift_to_the_same_person_is_a_repeat(full):
    full.do(moments.add, PERK)
    thanks = replace(PERK, kind="thanks", text="Thank you", day=TODAY)
    said = full.read(moments.repeat_of, thanks)
    assert said == "Ada had a perk 34 days before, on 8 Feb 2026"
    assert full.read(moments.repeat_of, replace(thanks, contact_id="c2")) == ""
    assert full.read(moments.repeat_of, replace(thanks, kind="win")) == ""
    full.do(moments.add, thanks)
    flagged = {one.kind: one.repeat for one in full.read(moments.of_account, "a", TODAY)}
    assert flagged == {"perk": "", "thanks": said}


def test_a_perk_on_the_day_of_its_thank_you_is_one_gesture_with_it(full):
    full.do(moments.add, replace(PERK, kind="thanks", text="Thank you", day=TODAY))
    perk = replace(PERK, day=TODAY)
    assert full.read(moments.repeat_of, perk) == ""
    full.do(moments.add, perk)
    assert {one.repeat for one in full.read(moments.of_account, "a", TODAY)} == {""}
    said = full.read(moments.repeat_of, perk)
    assert said == f"Ada had a perk the same day, {long_date(TODAY)}"


@given(st.integers(-200, 200))
def test_ninety_days_later_it_is_none(gap):
    assert is_repeat(1000 + gap, 1000) == (0 <= gap < AGAIN)


def test_an_overdue_promise_is_told_until_it_is_kept(full):
    row = full.do(moments.add, PROMISE)
    (seen,) = full.read(moments.promises, TODAY)
    assert (seen.overdue_days, seen.by, seen.is_open) == (6, "them", True)
    assert full.read(moments.promises, TODAY - 7) == ()
    assert len(full.read(moments.promises, TODAY - 7, ahead=1)) == 1
    before = make.dump(full)
    full.do(moments.keep, row)
    assert full.read(moments.promises, TODAY) == ()
    (kept,) = full.read(moments.of_account, "a", TODAY)
    assert (kept.done_on, kept.overdue_days) == (TODAY, 0)
    assert full.read(moments.promises, TODAY - 1)[0].overdue_days == 5
    full.do(moments.unkeep, row)
    assert make.dump(full) == before


def test_only_a_promise_has_a_due_day_and_can_be_kept(full):
    row = full.do(moments.add, replace(PERK, due=TODAY))
    assert full.read(moments.of_account, "a", TODAY)[0].due is None
    with pytest.raises(UsageError, match="Only a promise"):
        full.do(moments.keep, row)


def test_what_is_pinned_stands_on_top_and_removing_is_undone(full):
    first = full.do(moments.add, PERK)
    second = full.do(moments.add, replace(PERK, kind="quote", text="Fine", day=TODAY))
    seen = full.read(moments.of_account, "a", TODAY)
    assert [one.id for one in seen] == [second, first]
    full.do(moments.pin, first, pinned=True)
    seen = full.read(moments.of_account, "a", TODAY)
    assert [one.id for one in seen] == [first, second]
    before = make.dump(full)
    full.do(moments.remove, first)
    full.undo()
    assert make.dump(full) == before


def test_who_got_nothing_lately_may_get_a_preview(full):
    full.do(moments.add, PERK)
    document = {"name": "Strong", "rule": {"field": "age_days", "op": ">=", "value": 0}}

    full.do(op("Segments")(segments.replace_all), [document])
    assert full.read(moments.without_gift, TODAY) == ("b",)
    assert full.read(moments.without_gift, TODAY + AGAIN) == ("a", "b")


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        (replace(PERK, text=" \n"), UsageError),
        (replace(PERK, day=TODAY + 1), UsageError),
        (replace(PERK, kind="cake"), UsageError),
        (replace(PROMISE, by="nobody"), UsageError),
        (replace(PERK, account_id="zz"), NotFound),
        (replace(PERK, contact_id="zz"), NotFound),
    ],
)
def test_what_cannot_be_is_refused(full, draft, error):
    before = make.dump(full)
    with pytest.raises(error, match="nothing was changed"):
        full.do(moments.add, draft)
    assert make.dump(full) == before
