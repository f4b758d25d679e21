"""Rows that wait for their account, and what decisions do with them."""

from __future__ import annotations

import json

import pytest

from healthdesk.core.domain.errors import Cancelled, DeskError, NotFound
from healthdesk.core.domain.intake import Match
from healthdesk.core.domain.op import op
from healthdesk.core.services import exports, imports, matching, quality, waiting
from healthdesk.core.services.import_log import Driver
from tests import make


@op("Leave rows waiting")
def leave(tx, rows, file="tickets.csv"):
    """What an import does with rows whose account nobody knows."""
    driver = Driver(tx)
    ((batch,),) = driver.run(
        "INSERT INTO import_batch (at, day, label, files, tables) VALUES ('2026-03-13T00:00:00',"
        " 20525, ?, ?, '{}') RETURNING id",
        (file, json.dumps([file])),
    )
    driver.many(
        "INSERT INTO waiting_row (batch_id, table_name, file, line, by, value, cells)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (batch, table, file, line, by, value, json.dumps(cells))
            for line, (table, by, value, cells) in enumerate(rows, 2)
        ],
    )
    return batch


def ticket(number, value, by="name", **more):
    cells = {"ticket_id": f"T-{number}", "opened_on": "2026-03-01", "priority": "high", **more}
    return "tickets", by, value, cells


def usage(value, day, count, by="name"):
    return "usage", by, value, {"metric": "logins", "day": day, "value": str(count)}


@op("Fill")
def some_accounts(tx):
    for own, name in (("a1", "TB Clinics Ltd"), ("a2", "Nordlicht GmbH"), ("a3", "Xylo")):
        make.account(tx, own, name=name)
    make.metric(tx, "logins")


@pytest.fixture
def filled(furnished):
    desk = furnished("waiting")
    desk.do(some_accounts)
    return desk


def exported(desk, folder):
    desk.read(exports.exchange, folder)
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def test_rows_are_listed_by_name_with_candidates_and_most_rows_first(filled):
    filled.do(
        leave,
        [ticket(1, "TB-Clinic"), ticket(2, "tb clinic"), ticket(3, "Zebra"), ticket(4, "Xylo")],
    )
    listed = filled.read(waiting.listed)
    assert [(one.value, one.rows, one.file, one.line) for one in listed] == [
        ("TB-Clinic", 2, "tickets.csv", 2),
        ("Xylo", 1, "tickets.csv", 5),
        ("Zebra", 1, "tickets.csv", 4),
    ]
    assert listed[0].candidates[0].account_id == "a1"
    assert 0.7 < listed[0].candidates[0].sure < 1
    assert (listed[1].candidates[0].account_id, listed[1].candidates[0].sure) == ("a3", 1.0)
    assert filled.read(waiting.count) == 4


def test_one_decision_brings_in_all_rows_of_an_organisation(filled):
    filled.do(
        leave,
        [
            *(ticket(n, "TB Clinic" if n % 2 else "tb-clinic") for n in range(7)),
            *(usage("TB CLINIC", f"2026-03-{n:02}", n) for n in range(1, 6)),
            ticket(50, "Somebody else"),
        ],
    )
    result = filled.do(waiting.settle, [Match("name", "TB Clinic", "a1")])
    assert {name: (one.new, one.rejected) for name, one in result.tables.items()} == {
        "tickets": (7, 0),
        "usage": (5, 0),
    }
    assert [one.value for one in filled.read(waiting.listed)] == ["Somebody else"]
    assert [one.account_id for one in filled.read(matching.aliases)] == ["a1"]
    assert filled.check() == []
    lines = filled.read(
        lambda tx: Driver(tx).run("SELECT file, line FROM batch_row WHERE table_name = 'ticket'")
    )
    assert sorted(lines) == [("tickets.csv", line) for line in range(2, 9)]


def test_taking_it_back_makes_the_rows_wait_again_and_forgets_the_decision(filled, tmp_path):
    filled.do(leave, [ticket(1, "TB Clinic"), ticket(2, "New one")])
    before = exported(filled, tmp_path / "before")
    result = filled.do(
        waiting.settle, [Match("name", "TB Clinic", "a1"), Match("name", "New one", "+")]
    )
    after = exported(filled, tmp_path / "after")
    assert after != before
    filled.do(imports.take_back, result.batch)
    assert exported(filled, tmp_path / "again") == before
    assert {one.value for one in filled.read(waiting.listed)} == {"TB Clinic", "New one"}
    assert filled.read(matching.aliases) == ()
    filled.undo()
    assert exported(filled, tmp_path / "put back") == after
    assert filled.read(waiting.listed) == ()
    assert len(filled.read(matching.aliases)) == 2
    filled.undo()
    assert exported(filled, tmp_path / "undone") == before
    assert len(filled.read(waiting.listed)) == 2
    filled.redo()
    assert exported(filled, tmp_path / "redone") == after
    assert filled.check() == []


def test_rows_left_out_wait_no_more_and_are_not_written(filled):
    filled.do(leave, [ticket(1, "Test account"), ticket(2, "TB Clinic")])
    result = filled.do(waiting.settle, [Match("name", "Test account", None)])
    assert sum(one.new for one in result.tables.values()) == 0
    assert [one.value for one in filled.read(waiting.listed)] == ["TB Clinic"]
    assert filled.read(lambda tx: matching.finder(tx).left_out("name", "test ACCOUNT"))
    assert not filled.read(lambda tx: matching.finder(tx).left_out("name", "TB Clinic"))
    filled.undo()
    assert filled.read(waiting.count) == 2


def test_a_new_account_gets_a_readable_id_that_is_free(filled):
    filled.do(leave, [ticket(1, "Zebra & Söhne GmbH"), ticket(2, "a1", by="id"), ticket(3, "A1")])
    filled.do(waiting.settle, [Match("name", "Zebra & Söhne GmbH", "+"), Match("name", "A1", "+")])
    rows = filled.read(
        lambda tx: Driver(tx).run("SELECT account_id, name FROM account ORDER BY id")
    )
    assert rows[3:] == [("zebra-and-sohne-gmbh", "Zebra & Söhne GmbH"), ("a1-2", "A1")]
    assert filled.read(waiting.count) == 1


def test_a_decision_for_this_time_only_is_not_remembered(filled):
    filled.do(leave, [ticket(1, "TB Clinic")])
    filled.do(waiting.settle, [Match("name", "TB Clinic", "a1", always=False)])
    assert filled.read(matching.aliases) == ()
    assert filled.read(waiting.count) == 0


def test_of_a_row_that_waited_twice_the_later_one_counts(filled):
    filled.do(leave, [ticket(1, "TB Clinic"), ticket(2, "TB Clinic")])
    filled.do(leave, [ticket(1, "TB Clinic", closed_on="2026-03-05")], file="tickets 2.csv")
    assert filled.read(waiting.listed)[0].rows == 3
    result = filled.do(waiting.settle, [Match("name", "TB Clinic", "a1")])
    assert (result.tables["tickets"].new, result.tables["tickets"].rejected) == (2, 0)
    closed = filled.read(
        lambda tx: Driver(tx).run("SELECT ticket_id FROM ticket WHERE closed_on IS NOT NULL")
    )
    assert closed == [("T-1",)]
    assert filled.read(waiting.count) == 0


def test_rows_of_an_import_that_was_taken_back_do_not_wait(filled):
    batch = filled.do(leave, [ticket(1, "TB Clinic")])
    filled.do(imports.take_back, batch)
    assert filled.read(waiting.count) == 0
    filled.undo()
    assert filled.read(waiting.count) == 1


def test_an_account_that_is_not_there_is_refused_and_nothing_is_written(filled):
    filled.do(leave, [ticket(1, "TB Clinic")])
    before = make.dump(filled)
    with pytest.raises(NotFound, match="no account nobody"):
        filled.do(waiting.settle, [Match("name", "TB Clinic", "nobody")])
    with pytest.raises(DeskError, match="Nothing was decided"):
        filled.do(waiting.settle, [])
    assert make.dump(filled) == before


def test_a_decision_about_nothing_that_waits_is_remembered_without_an_import(filled):
    result = filled.do(waiting.settle, [Match("name", "TB", "a1")])
    assert result.batch is None
    assert filled.read(imports.history) == ()
    assert filled.read(lambda tx: matching.finder(tx).account("name", "tb")) == "a1"
    filled.undo()
    assert filled.read(matching.aliases) == ()


def bring(desk, folder, **files):
    folder.mkdir()
    for name, body in files.items():
        (folder / f"{name}.csv").write_text(body)
    return desk.do(imports.run, [folder]).batch


def test_rows_that_came_again_with_a_known_account_wait_no_more(filled, tmp_path):
    """By their own id, or, where their key is of an account, by what its name means by now."""
    filled.do(
        leave,
        [
            ticket(1, "TB Clinic"),
            ticket(2, "TB Clinic"),
            usage("Xylo", "2026-03-01", 5),
            usage("Xylo", "2026-03-02", 6),
            usage("Nobody's", "2026-03-01", 5),
            ("pulses", "name", "Xylo", {"day": "2026-03-01", "value": "1", "by": ""}),
            ("milestones", "name", "Xylo", {"milestone": "Kickoff", "due_on": "2026-03-01"}),
        ],
    )
    assert filled.read(waiting.count) == 7
    named = "account_id,name\na1,TB Clinics Ltd\na3,Xylo\n"
    again = bring(
        filled,
        tmp_path / "again",
        accounts=named,
        tickets="ticket_id,account_id,opened_on,priority\nT-1,a1,2026-03-01,high\n",
        usage="account_id,metric,day,value\na3,logins,2026-03-01,5\n",
        pulses="account_id,day,value\na3,2026-03-01,1\n",
        milestones="account_id,milestone,due_on\na3,Kickoff,2026-03-01\n",
    )
    listed = {one.value: one.rows for one in filled.read(waiting.listed)}
    assert listed == {"TB Clinic": 1, "Xylo": 1, "Nobody's": 1}
    (orphans,) = [one for one in filled.read(quality.found, 20_530) if one.key == "waiting"]
    assert orphans.count == 3
    result = filled.do(waiting.settle, [Match("name", "TB Clinic", "a1")])
    assert result.tables["tickets"].new == 1
    filled.do(imports.take_back, again)
    assert {one.value: one.rows for one in filled.read(waiting.listed)} == {
        "TB Clinic": 1,
        "Xylo": 4,
        "Nobody's": 1,
    }


def test_news_of_a_row_that_the_desk_had_before_waits_on(filled, tmp_path):
    bring(
        filled,
        tmp_path / "before",
        accounts="account_id,name\na1,TB Clinics Ltd\n",
        tickets="ticket_id,account_id,opened_on,priority\nT-1,a1,2026-03-01,high\n",
    )
    filled.do(leave, [ticket(1, "TB Clinic", closed_on="2026-03-05")])
    assert filled.read(waiting.count) == 1
    result = filled.do(waiting.settle, [Match("name", "TB Clinic", "a1")])
    assert result.tables["tickets"].changed == 1


class Stop:
    """Cancels as soon as it is told anything."""

    def step(self, done, total, text):
        raise Cancelled


def test_settling_can_be_cancelled_while_it_looks_for_the_rows(filled):
    filled.do(leave, [ticket(at, "TB Clinic") for at in range(1_100)])
    before = make.dump(filled)
    with pytest.raises(Cancelled):
        filled.do(waiting.settle, [Match("name", "TB Clinic", "a1")], progress=Stop())
    assert make.dump(filled) == before
