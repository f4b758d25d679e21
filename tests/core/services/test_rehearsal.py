"""Rehearsals: everything is done and nothing kept, and what was remembered stays true."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from healthdesk.core.desk import Desk
from healthdesk.core.domain.op import op
from healthdesk.core.services import (
    accounts,
    facts,
    facts_kept,
    imports,
    intake,
    moved,
    rehearsal,
)

ACCOUNTS = "account_id,name,started_on\nA1,Alpha Freight,2025-01-02\nA2,Beta Paper,2025-01-02\n"
SURVEYS = "response_id,account_id,kind,rating,day\nr1,A1,nps,9,2026-11-02\nr2,A2,nps,6,2026-11-02\n"
OLD = "ticket_id,account_id,priority,opened_on\n90,A1,low,2026-10-02\n91,A2,low,2026-10-02\n"
TICKETS = (
    "ticket_id;org;prio;opened\n1;Alpha Freight;urgent;13.11.2026\n2;Nobody;low;14.11.2026\n"
    "3;Nobody;low;31.02.2026\n4;Gamma;low;14.11.2026\n"
)


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "weekly"
    folder.mkdir()
    (folder / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    (folder / "surveys.csv").write_text(SURVEYS, encoding="utf-8")
    (folder / "tickets.csv").write_text(OLD, encoding="utf-8")
    made = Desk.create(tmp_path / "d.healthdesk")
    made.do(imports.run, (folder,))
    yield made
    made.close()


@pytest.fixture
def plan(desk, tmp_path):
    path = tmp_path / "helpdesk.csv"
    path.write_text(TICKETS, encoding="utf-8")
    found = desk.read(lambda tx: intake.look(tx, (str(path),)))
    assert intake.complete(found), found.proposals
    return intake.plan_of(found)


def table(desk):
    return desk.read(lambda tx: accounts.accounts_table(tx, moved.before(tx).day))


def test_nothing_is_kept_and_names_are_told_by_file(desk, plan):
    before = desk.stamp, table(desk)
    found = desk.do(rehearsal.rehearse, (), plan=plan)
    assert found.result.dry_run
    assert found.result.batch is None
    (named,) = found.names.values()
    assert list(found.names) == ["helpdesk.csv"]
    assert {value: seen for (_, value), seen in named.items()} == {
        "Nobody": (1, 3),
        "Gamma": (1, 5),
    }
    assert found.moved is None
    assert (desk.stamp, table(desk)) == before


def test_scores_are_those_that_the_import_then_brings(desk, plan):
    before = table(desk)
    found = desk.do(rehearsal.rehearse, (), plan=plan, scores=True)
    assert table(desk) == before
    then = desk.read(moved.before)
    desk.do(imports.run, (), plan=plan)
    after = desk.read(lambda tx: moved.moved(tx, then))
    assert found.moved is not None
    assert found.moved.rows == after.rows
    assert found.moved.rows


def test_scores_of_a_large_desk_are_not_computed(desk, plan, monkeypatch):
    monkeypatch.setattr(rehearsal, "SCORED_MOST", 1)
    assert desk.do(rehearsal.rehearse, (), plan=plan, scores=True).moved is None


def test_rejected_rows_are_written_as_they_stand(desk, plan, tmp_path):
    before = desk.stamp
    target = tmp_path / "rejected.csv"
    assert desk.do(rehearsal.rejected_rows, (), target, plan=plan, file="helpdesk.csv") == target
    told = target.read_text(encoding="utf-8").splitlines()
    assert told[0].startswith("file,line,column")
    assert [line for line in told if line.endswith("3,Nobody,low,31.02.2026")]
    assert len(told) == 2
    assert desk.stamp == before
    desk.do(rehearsal.rejected_rows, (), target, plan=plan, file="other.csv")
    assert len(target.read_text(encoding="utf-8").splitlines()) == 1
    assert not list(desk.path.parent.glob("*rejects*"))


def test_a_table_in_another_encoding_is_a_foreign_file(desk, tmp_path):
    path = tmp_path / "tickets.csv"
    lines = "ticket_id,account_id,priority,opened_on,subject\n1,A1,low,2026-11-02,Café\n"
    path.write_bytes(lines.encode("latin-1"))
    found = desk.read(lambda tx: intake.look(tx, (str(path),)))
    assert found.exchange == ()
    assert found.proposals[0].tables == ("tickets",)
    assert "Café" in [text for one in found.proposals[0].columns for text in one.examples]
    path.write_text(lines, encoding="utf-8")
    assert desk.read(lambda tx: intake.look(tx, (str(path),))).exchange == (str(path),)


def test_facts_kept_for_the_next_opening_are_not_those_of_the_rehearsal(desk, plan, monkeypatch):
    monkeypatch.setattr(facts_kept, "WORTH", 0)
    desk.read(facts.load)
    assert desk.do(facts.keep)
    found = desk.do(rehearsal.rehearse, (), plan=plan, scores=True)
    assert found.moved is not None
    assert found.moved.rows


def test_what_was_kept_holds_no_longer_once_the_operation_has_written(desk, monkeypatch):
    monkeypatch.setattr(facts_kept, "WORTH", 0)
    desk.read(facts.load)
    desk.do(facts.keep)

    @op("Say and look")
    def rated(tx):
        before = len(facts.load(tx).surveys.day)
        tx.execute(text("DELETE FROM survey WHERE response_id = 'r2'"))
        return before, len(facts.load(tx).surveys.day)

    desk.close()
    again = Desk.open(desk.path)
    try:
        assert again.do(rated) == (2, 1)
    finally:
        again.close()
