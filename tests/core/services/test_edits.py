"""Fields typed by hand: checked like a file's cells, remembered as typed, undone in one step."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.services import edits, imports
from tests import folders, make

FACTS = {
    "accounts": "account_id,name,parent_id,owner\na,One,,Ada\nb,Two,a,\n",
    "tickets": "ticket_id,account_id,opened_on,priority\nT1,a,2025-01-02,high\n",
    "subscriptions": "subscription_id,account_id,start,end\nS1,a,2025-01-02,\n",
    "pulses": "account_id,day,value,by\na,2025-01-02,0.5,\n",
}


@pytest.fixture
def full(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    return desk


def text(desk, tmp_path, name):
    return folders.exported(desk, tmp_path / "out")[f"{name}.csv"].decode()


def test_a_column_of_a_row_is_set_and_undone(full, tmp_path):
    before = make.dump(full)
    full.do(edits.set_value, "tickets", ["T1"], "closed_on", "2025-02-03")
    full.do(edits.set_value, "pulses", ["a", "2025-01-02", ""], "value", "-1")
    assert "T1,a,,2025-01-02,2025-02-03,high" in text(full, tmp_path, "tickets")
    assert "a,2025-01-02,-1" in text(full, tmp_path, "pulses")
    typed = make.dump(full)["hand_edit"]
    assert [row[1:5] for row in typed] == [
        ("ticket", 1, "closed_on", "20122"),
        ("pulse", 1, "value", "-1.0"),
    ]
    full.undo()
    full.undo()
    assert make.dump(full) == before


def test_accounts_have_names_parents_and_attributes(full, tmp_path):
    full.do(edits.set_account, "a", "name", "First")
    full.do(edits.set_account, "a", "arr", "1200.50")
    full.do(edits.set_account, "a", "owner", "")
    full.do(edits.set_account, "b", "parent_id", "")
    full.do(edits.set_account, "b", "plan", "gold")
    rows = text(full, tmp_path, "accounts").splitlines()
    assert rows[0].endswith(",plan")
    assert rows[1].startswith("a,First,,,,,,,1200.5")
    assert rows[2].startswith("b,Two,,")
    assert rows[2].endswith(",gold")


def test_the_same_again_changes_nothing(full):
    full.do(edits.set_account, "a", "owner", "Ada")
    full.do(edits.set_value, "tickets", ["T1"], "priority", "HIGH")
    assert make.dump(full)["hand_edit"] == []


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (("tickets", ["T1"], "priority", "blocker"), UsageError),
        (("tickets", ["T1"], "opened_on", ""), UsageError),
        (("tickets", ["T1"], "opened_on", "03/04/2025"), UsageError),
        (("tickets", ["T1"], "ticket_id", "T2"), UsageError),
        (("tickets", ["T1"], "nothing", "x"), UsageError),
        (("tickets", ["T1"], "contact_id", "nobody"), NotFound),
        (("tickets", ["T9"], "priority", "low"), NotFound),
        (("subscriptions", ["S1"], "end", "2024-01-01"), UsageError),
    ],
)
def test_what_a_file_could_not_say_a_person_cannot_type(full, call, error):
    before = make.dump(full)
    with pytest.raises(error):
        full.do(edits.set_value, *call)
    assert make.dump(full) == before


def test_an_account_is_no_parent_of_itself(full):
    with pytest.raises(UsageError, match="parent of itself"):
        full.do(edits.set_account, "a", "parent_id", "b")
    with pytest.raises(NotFound):
        full.do(edits.set_account, "zz", "name", "x")
    with pytest.raises(UsageError):
        full.do(edits.set_account, "a", "arr", "much")
