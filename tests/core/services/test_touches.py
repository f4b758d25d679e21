"""Touchpoints by hand: written, changed, removed and undone; files cannot overwrite them."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.facts import TOUCH_KINDS, to_day
from healthdesk.core.domain.touch import KIND_WORDS, TouchDraft
from healthdesk.core.services import imports, touches
from tests import folders, make

TODAY = to_day(make.NOW.date())
FACTS = {
    "accounts": "account_id,name\na,One\nb,Two\n",
    "contacts": "contact_id,account_id,name\nc1,a,Ada\nc2,a,Bo\n",
    "touchpoints": "touchpoint_id,account_id,contact_ids,kind,direction,day,subject,sentiment\n"
    "T1,a,c1,call,inbound,2026-01-02T09:00:00Z,Hello,0.2\n",
    "surveys": "response_id,account_id,kind,rating,day,comment\nR1,a,nps,3,2026-01-05,slow\n",
}
CALL = TouchDraft("a", "call", "outbound", TODAY, "Renewal", "They stay", ("c2", "c1"), 0.5)


@pytest.fixture
def full(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    return desk


def rows(desk, table):
    return make.dump(desk)[table]


def facts(desk):
    """What an import that was taken back leaves as it was: all but the record of imports."""
    dump = make.dump(desk)
    return {name: dump[name] for name in ("touchpoint", "survey", "contact", "hand_edit")}


def test_every_kind_has_words():
    assert set(KIND_WORDS) == set(TOUCH_KINDS)


def test_a_call_is_logged_and_undone(full):
    before = make.dump(full)
    row = full.do(touches.add, CALL)
    assert full.undo_label == "Log touch"
    assert full.read(touches.read, row) == touches.Touch(row, CALL, own=True)
    full.undo()
    assert make.dump(full) == before


def test_a_note_is_internal_and_has_no_direction(full):
    row = full.do(touches.add, replace(CALL, kind="note", direction="inbound"))
    assert full.read(touches.read, row).draft.direction == ""


def test_a_back_dated_touch_stands_on_its_day_and_the_future_is_refused(full):
    row = full.do(touches.add, replace(CALL, day=TODAY - 400))
    assert full.read(touches.read, row).draft.day == TODAY - 400
    before = make.dump(full)
    with pytest.raises(UsageError, match="future"):
        full.do(touches.add, replace(CALL, day=TODAY + 1))
    assert make.dump(full) == before


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"kind": "fax"}, UsageError),
        ({"kind": ""}, UsageError),
        ({"direction": "sideways"}, UsageError),
        ({"sentiment": 1.5}, UsageError),
        ({"sentiment": float("nan")}, UsageError),
        ({"subject": "a\0b"}, UsageError),
        ({"account_id": "nobody"}, NotFound),
        ({"contacts": ("c1", "c9")}, NotFound),
    ],
)
def test_what_cannot_be_is_a_sentence_and_writes_nothing(full, change, error):
    before = make.dump(full)
    with pytest.raises(error, match="nothing was changed"):
        full.do(touches.add, replace(CALL, **change))
    assert make.dump(full) == before


def test_an_edit_of_an_imported_row_is_a_conflict_at_the_next_import(full, tmp_path):
    touch = full.read(touches.read, 1)
    assert not touch.own
    before = facts(full)
    draft = replace(touch.draft, subject="Mine", contacts=("c2",), sentiment=None)
    full.do(touches.edit, 1, draft)
    assert full.read(touches.read, 1).draft == draft
    result = full.do(imports.run, [folders.write(tmp_path / "again", FACTS)])
    assert {one.field for one in result.conflicts} == {"subject", "contact_ids", "sentiment"}
    assert full.read(touches.read, 1).draft == draft
    full.undo()
    full.undo()
    assert facts(full) == before


def test_another_day_forgets_the_instant_and_the_same_day_keeps_it(full):
    draft = full.read(touches.read, 1).draft
    full.do(touches.edit, 1, replace(draft, subject="Mine", at=None))
    assert full.read(touches.read, 1).draft.at == draft.at
    full.do(touches.edit, 1, replace(draft, day=draft.day - 1, at=None))
    assert full.read(touches.read, 1).draft.at is None


def test_only_rows_made_here_are_removed(full):
    with pytest.raises(UsageError, match="came with an import"):
        full.do(touches.remove, 1)
    row = full.do(touches.add, CALL)
    full.do(touches.edit, row, replace(CALL, subject="Other"))
    before = make.dump(full)
    full.do(touches.remove, row)
    assert len(rows(full, "touchpoint")) == 1
    assert not rows(full, "hand_edit")
    full.undo()
    assert make.dump(full) == before
    with pytest.raises(NotFound):
        full.do(touches.edit, 99, CALL)


def test_a_persons_tone_wins_over_the_next_file(full, tmp_path):
    before = facts(full)
    full.do(touches.set_tone, "survey", 1, -1.0)
    full.do(touches.set_tone, "touchpoint", 1, None)
    full.do(imports.run, [folders.write(tmp_path / "again", FACTS)])
    assert full.read(touches.read, 1).draft.sentiment is None
    assert -1.0 in rows(full, "survey")[0]
    for _ in range(3):
        full.undo()
    assert facts(full) == before
    with pytest.raises(UsageError):
        full.do(touches.set_tone, "invoice", 1, 0.5)
    with pytest.raises(UsageError):
        full.do(touches.set_tone, "survey", 1, -1.5)


def test_what_was_read_from_a_mail_is_known_again(full):
    full.do(touches.add_many, [replace(CALL, mark="mail-1"), replace(CALL, mark="meeting-2")])
    told = full.read(touches.logged, ["mail-1", "mail-2", "meeting-2"])
    assert told == {"mail-1", "meeting-2"}
    full.undo()
    assert len(rows(full, "touchpoint")) == 1


def test_a_name_that_a_file_took_is_not_taken_again(full, tmp_path):
    taken = {
        **FACTS,
        "touchpoints": "touchpoint_id,account_id,kind,day\ndesk-3,a,call,2026-01-01\n",
    }
    full.do(imports.run, [folders.write(tmp_path / "more", taken)])
    full.do(touches.add, CALL)
    assert "desk-3-2" in {row[1] for row in rows(full, "touchpoint")}


DRAFTS = st.builds(
    TouchDraft,
    account_id=st.sampled_from(["a", "b"]),
    kind=st.sampled_from(TOUCH_KINDS),
    direction=st.sampled_from(["", "inbound", "outbound"]),
    day=st.integers(TODAY - 5000, TODAY),
    subject=st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30),
    body=st.text(
        st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=60
    ),
    contacts=st.sampled_from([(), ("c1",), ("c2", "c1")]),
    sentiment=st.none() | st.floats(-1, 1),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(DRAFTS, min_size=1, max_size=4))
def test_add_then_undo_is_before_and_an_export_brings_all_of_it_back(drafts):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with make.desk(folder, "one") as desk, make.desk(folder, "two") as other:
            bare = {key: FACTS[key] for key in ("accounts", "contacts")}
            desk.do(imports.run, [folders.write(folder / "facts", bare)])
            before = make.dump(desk)
            rows_made = [desk.do(touches.add, draft) for draft in drafts]
            kept = [desk.read(touches.read, row).draft for row in rows_made]
            first = folders.exported(desk, folder / "out")
            other.do(imports.run, [folder / "out"])
            again = folders.exported(other, folder / "out2")
            assert first["touchpoints.csv"] == again["touchpoints.csv"]
            assert [other.read(touches.read, row).draft for row in _same(other)] == kept
            for _ in drafts:
                desk.undo()
            assert make.dump(desk) == before


def _same(desk):
    """Rows of touchpoints in the order in which they were made at first."""
    found = [(int(row[1].removeprefix("desk-")), row[0]) for row in rows(desk, "touchpoint")]
    return [row for _, row in sorted(found)]


def test_the_columns_are_those_of_the_exchange_folder():
    assert {"contacts", "kind", "direction", "day", "subject", "body", "sentiment"} <= {
        column.kept for column in BY_NAME["touchpoints"].columns
    }
