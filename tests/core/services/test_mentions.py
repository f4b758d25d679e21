"""Mentions by hand: kept as written, in the timeline, undone; what cannot be is refused."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.mention import MentionDraft
from healthdesk.core.services import imports, mentions, timeline, touches
from tests import folders, make

TODAY = to_day(make.NOW.date())
FACTS = {
    "accounts": "account_id,name,started_on\na,One,2025-01-01\n",
    "mentions": "mention_id,account_id,day,channel\ndesk-2,a,2026-01-05,forum\n",
}
DRAFT = MentionDraft("a", TODAY - 3, "LinkedIn", "Ada", "They saved us a week.", "https://x.test/1")


@pytest.fixture
def full(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    return desk


def told(desk, day=TODAY):
    entries = desk.read(timeline.read, "a", day).entries
    return [one for one in entries if one.key.startswith("mention:") and one.day == DRAFT.day]


def test_it_is_kept_told_and_undone(full):
    before = make.dump(full)
    row = full.do(mentions.add, DRAFT)
    (entry,) = told(full)
    assert entry.key == f"mention:{row}"
    assert "They saved us a week." in entry.words
    assert told(full, TODAY - 4) == []
    full.undo()
    assert make.dump(full) == before


def test_its_tone_is_marked_like_that_of_any_text(full):
    row = full.do(mentions.add, DRAFT)
    full.do(touches.set_tone, "mention", row, 0.5)
    assert told(full)[0].tone == 0.5


def test_an_id_that_a_file_brought_is_not_taken_twice(full, tmp_path):
    row = full.do(mentions.add, DRAFT)
    assert row == 2
    out = folders.exported(full, tmp_path / "out")["mentions.csv"].decode()
    assert "desk-2-2" in out


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"day": TODAY + 1}, UsageError),
        ({"channel": " "}, UsageError),
        ({"account_id": "nobody"}, NotFound),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(full, change, error):
    before = make.dump(full)
    with pytest.raises(error):
        full.do(mentions.add, MentionDraft(**(vars(DRAFT) | change)))
    assert make.dump(full) == before
