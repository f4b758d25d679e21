"""Taking a batch back after later batches: what they touched stays theirs, column by column."""

from __future__ import annotations

import csv
import json

import pytest

from healthdesk.core.domain.op import op
from healthdesk.core.services import imports, profiles
from tests import folders, make
from tests.core import worked_example

ACCOUNTS = "account_id,name\na1,One\na2,Two\n"
HEAD = "subscription_id,account_id,start"
USAGE = "account_id,metric,day,value\n"


@pytest.fixture
def bring(desk, tmp_path):
    """Import tables given as texts; gives the number of the batch."""
    made = []

    def run(**tables):
        made.append(folders.write(tmp_path / f"folder {len(made)}", tables))
        result = desk.do(imports.run, [made[-1]])
        assert result.rejects == ()
        return result.batch

    return run


@pytest.fixture
def out(desk, tmp_path):
    def read(table):
        files = folders.exported(desk, tmp_path / "out")
        return list(csv.DictReader(files[f"{table}.csv"].decode().splitlines()))

    return read


@op("Edit")
def edit(tx, sql):
    tx.connection().exec_driver_sql(sql)


def cells(out):
    return {(r["metric"], r["day"]): r["value"] for r in out("usage")}


def test_columns_of_later_batches_stay_theirs(desk, bring, out):
    bring(accounts=ACCOUNTS, subscriptions=f"{HEAD},seats,arr\ns,a1,2026-01-01,1,100\n")
    second = bring(subscriptions=f"{HEAD},seats,arr\ns,a1,2026-01-01,2,200\n")
    third = bring(subscriptions=f"{HEAD},seats\ns,a1,2026-01-01,3\n")
    desk.do(imports.take_back, second)
    assert [(r["seats"], r["arr"]) for r in out("subscriptions")] == [("3", "100")]
    desk.do(imports.take_back, third)
    assert [(r["seats"], r["arr"]) for r in out("subscriptions")] == [("1", "100")]


def test_a_row_that_a_later_batch_updated_becomes_that_batchs(desk, bring, out):
    bring(accounts=ACCOUNTS)
    second = bring(subscriptions=f"{HEAD},seats,arr\ns,a1,2026-01-01,1,100\n")
    third = bring(subscriptions=f"{HEAD},seats\ns,a1,2026-01-01,3\n")
    before = make.dump(desk)
    desk.do(imports.take_back, second)
    assert [(r["seats"], r["arr"]) for r in out("subscriptions")] == [("3", "")]
    desk.do(imports.take_back, third)
    assert out("subscriptions") == []
    desk.undo()
    desk.undo()
    assert make.dump(desk) == before


def test_cells_of_usage_that_a_later_batch_wrote_stay_theirs(desk, bring, out):
    bring(accounts=ACCOUNTS, usage=USAGE + "a1,m,2026-01-01,1\na1,m,2026-01-02,1\n")
    second = bring(usage=USAGE + "a1,m,2026-01-01,2\na1,m,2026-01-02,2\na1,m,2026-01-03,2\n")
    third = bring(usage=USAGE + "a1,m,2026-01-01,3\na1,m,2026-01-03,3\na1,n,2026-01-03,3\n")
    before = make.dump(desk)
    desk.do(imports.take_back, second)
    assert cells(out) == {
        ("m", "2026-01-01"): "3",
        ("m", "2026-01-02"): "1",
        ("m", "2026-01-03"): "3",
        ("n", "2026-01-03"): "3",
    }
    desk.do(imports.take_back, third)
    assert cells(out) == {("m", "2026-01-01"): "1", ("m", "2026-01-02"): "1"}
    desk.undo()
    desk.undo()
    assert make.dump(desk) == before


def test_rows_that_later_facts_hang_on_stay_until_those_go(desk, bring, out):
    people = "contact_id,account_id\nc1,a1\nc2,a1\n"
    first = bring(accounts=ACCOUNTS, contacts=people, metrics="metric\nm\n")
    second = bring(contact_usage="contact_id,metric,day,value\nc1,m,2026-01-01,1\n")
    notes = desk.do(imports.take_back, first)
    assert notes == (
        "Metric m stays: facts of others hang on it.",
        "Contact c1 stays: facts of others hang on it.",
        "Account a1 stays: facts of others hang on it.",
    )
    assert [r["account_id"] for r in out("accounts")] == ["a1"]
    assert [r["contact_id"] for r in out("contacts")] == ["c1"]
    desk.do(imports.take_back, second)
    assert out("accounts") == out("contacts") == out("metrics") == []


def test_contacts_of_later_rows_go_and_those_rows_wait_for_them(desk, bring, out):
    bring(accounts=ACCOUNTS)
    first = bring(contacts="contact_id,account_id\nc1,a1\nc2,a1\n")
    calls = "touchpoint_id,account_id,contact_ids,kind,day\n"
    bring(touchpoints=f"{calls}t,a1,c2;c1,call,2026-01-01\nu,a1,c2,call,2026-01-01\n")
    tickets = "ticket_id,account_id,opened_on,priority,contact_id\n"
    bring(tickets=f"{tickets}t,a1,2026-01-01,low,c1\n")
    other = bring(tickets=f"{tickets}t,a1,2026-01-01,low,c2\n")
    before = make.dump(desk)
    note = "3 rows are without a contact again, whom this import made known."
    assert desk.do(imports.take_back, first) == (note,)
    assert out("contacts") == []
    assert [r["contact_ids"] for r in out("touchpoints")] == ["", ""]
    desk.undo()
    assert make.dump(desk) == before
    desk.redo()
    desk.do(imports.take_back, other)
    assert [r["contact_id"] for r in out("tickets")] == [""]
    bring(contacts="contact_id,account_id\nc1,a1\n")
    assert [r["contact_ids"] for r in out("touchpoints")] == ["c1", ""]
    assert [r["contact_id"] for r in out("tickets")] == ["c1"]
    bring(contacts="contact_id,account_id\nc2,a1\n")
    assert [r["contact_ids"] for r in out("touchpoints")] == ["c2;c1", "c2"]
    assert [r["contact_id"] for r in out("tickets")] == ["c1"]
    assert desk.check() == []


def test_usage_of_a_later_batch_keeps_account_and_metric(desk, bring, out):
    first = bring(accounts=ACCOUNTS, usage=USAGE + "a1,m,2026-01-01,1\na2,n,2026-01-01,1\n")
    second = bring(usage=USAGE + "a1,m,2026-01-02,2\n")
    assert desk.do(imports.take_back, first) == (
        "Metric m stays: facts of others hang on it.",
        "Account a1 stays: facts of others hang on it.",
    )
    assert cells(out) == {("m", "2026-01-02"): "2"}
    desk.do(imports.take_back, second)
    assert out("accounts") == out("metrics") == out("usage") == []


def test_parents_stay_while_a_child_of_another_batch_does(desk, bring, out):
    first = bring(accounts=ACCOUNTS)
    bring(accounts="account_id,name,parent_id\nkid,Kid,a1\n")
    (note,) = desk.do(imports.take_back, first)
    assert note.startswith("Account a1 stays")
    assert [r["account_id"] for r in out("accounts")] == ["a1", "kid"]


def test_what_a_person_changed_since_stays(desk, bring, out):
    bring(accounts=ACCOUNTS, subscriptions=f"{HEAD},seats,arr\ns,a1,2026-01-01,1,100\n")
    second = bring(subscriptions=f"{HEAD},seats,arr\ns,a1,2026-01-01,2,200\n")
    desk.do(edit, "UPDATE subscription SET seats = 9")
    desk.do(imports.take_back, second)
    assert [(r["seats"], r["arr"]) for r in out("subscriptions")] == [("9", "100")]


def test_attributes_go_back_to_what_they_were(desk, bring, out):
    bring(accounts="account_id,name,tier\na1,One,gold\n")
    second = bring(accounts="account_id,name,tier,extra\na1,Uno,silver,5\n")
    bring(accounts="account_id,name,stage\na1,Uno,live\n")
    desk.do(imports.take_back, second)
    (row,) = out("accounts")
    assert (row["name"], row["tier"], row["stage"], row.get("extra")) == (
        "One",
        "gold",
        "live",
        None,
    )


def test_what_a_person_removed_since_stays_removed(desk, bring, out):
    batch = bring(accounts=ACCOUNTS, usage=USAGE + "a1,m,2026-01-01,1\na2,m,2026-01-01,2\n")
    desk.do(edit, "DELETE FROM account WHERE account_id = 'a1'")
    before = make.dump(desk)
    desk.do(imports.take_back, batch)
    assert out("accounts") == out("usage") == []
    desk.undo()
    assert make.dump(desk) == before


def test_versions_keep_their_numbers_when_an_earlier_batch_goes(desk, bring):
    def profile(weight):
        made = {**worked_example.PROFILE, "min_coverage": weight}
        return json.dumps([made])

    bring(accounts=ACCOUNTS, metrics="metric\nactive_users\n")
    first = bring(**{"profiles.json": profile(0.1)})
    bring(**{"profiles.json": profile(0.2)})
    (before,) = desk.read(profiles.published)
    desk.do(imports.take_back, first)
    assert desk.read(profiles.published) == (before,)
    assert desk.check() == [], "a number that is missing in between is no fault"
