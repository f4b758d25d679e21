"""Rows that waited come in with the import that makes their account known, and go with it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from healthdesk.core import importers
from healthdesk.core.domain.errors import Cancelled
from healthdesk.core.domain.intake import Decisions, Match, Plan, Planned
from healthdesk.core.domain.mapping import ColumnMap, FileMap, TableMap, UsageShape
from healthdesk.core.services import edits, imports, intake, usage_sources, waiting
from healthdesk.core.services.import_log import Driver
from tests import folders

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
ACCOUNTS = TableMap("accounts", {"account_id": ColumnMap("Id"), "name": ColumnMap("Name")})
CONTRACTS = TableMap(
    "subscriptions",
    {
        "subscription_id": ColumnMap("No"),
        "account_id": ColumnMap("Id", by="id"),
        "start": ColumnMap("From"),
        "arr": ColumnMap(constant="12"),
    },
)
OUTCOMES = TableMap(
    "outcomes",
    {
        "account_id": ColumnMap("Name", by="name"),
        "day": ColumnMap("Day"),
        "kind": ColumnMap(constant="churned"),
        "reason": ColumnMap("Why"),
    },
)
UNDECIDED = Decisions()
HEADS = {
    "accounts": ("Id", "Name"),
    "contracts": ("No", "Id", "From"),
    "usage": ("No", "Day", "Count"),
    "lost": ("Name", "Day", "Why"),
}


def uses(combine):
    return TableMap(
        "usage",
        {
            "account_id": ColumnMap("No", by="subscription"),
            "metric": ColumnMap(constant="logins"),
            "day": ColumnMap("Day"),
            "value": ColumnMap("Count"),
        },
        usage=UsageShape(combine=combine),
    )


@pytest.fixture
def bring(desk, tmp_path):
    """Import files, by kind their rows as one text: `bring(contracts="S1,a1,2026-01-01")`."""
    count = iter(range(100))

    def run(*, combine="sum", decisions=UNDECIDED, dry_run=False, **files):
        folder = tmp_path / f"in {next(count)}"
        folder.mkdir()
        maps = {"accounts": ACCOUNTS, "contracts": CONTRACTS, "usage": uses(combine),
                "lost": OUTCOMES}  # fmt: skip
        planned = []
        for name, rows in files.items():
            kind = name.rstrip("0123456789")
            path = folder / f"{name}.csv"
            path.write_text("\n".join((",".join(HEADS[kind]), *rows.split())), encoding="utf-8")
            (raw,) = importers.open_place(str(path))
            planned.append(Planned(raw, FileMap(kind, tables=(maps[kind],))))
        plan = Plan(tuple(planned), decisions=decisions)
        return desk.do(imports.run, [], plan=plan, dry_run=dry_run)

    return run


@pytest.fixture
def desk(furnished):
    return furnished("arrivals")


@pytest.fixture
def state(desk, tmp_path):
    """The whole desk: its export and what waits."""
    count = iter(range(100))

    def read():
        waits = [(one.by, one.value, one.rows) for one in desk.read(waiting.listed)]
        return folders.exported(desk, tmp_path / f"out {next(count)}"), waits

    return read


def values(desk):
    return desk.read(
        lambda tx: Driver(tx).run(
            "SELECT a.account_id, u.day - 20513, u.value FROM usage_long AS u"
            " JOIN account AS a ON a.id = u.account_id ORDER BY a.account_id, u.day"
        )
    )


ONE = "a1,One a2,Two"
TIED = "S1,a1,2026-01-01 S2,a1,2026-01-01 S3,a2,2026-01-01"
USED = "S1,2026-03-01,5 S2,2026-03-01,3 S2,2026-03-02,4 S3,2026-03-01,7 S9,2026-03-01,1"


def test_rows_come_in_with_what_makes_them_known_and_are_counted_and_told(desk, bring, state):
    bring(accounts=ONE)
    first = bring(usage=USED)
    assert first.tables["usage"].waiting == 5
    before = state()
    told = bring(contracts=TIED, dry_run=True)
    assert state() == before
    done = bring(contracts=TIED)
    for result in (told, done):
        assert result.tables["subscriptions"].new == 3
        assert (result.tables["usage"].read, result.tables["usage"].new) == (3, 3)
        assert result.tables["usage"].waiting == 0
        assert result.unmatched == ()
        (file,) = result.files
        assert (file.name, file.tables["usage"].new) == ("contracts.csv", 3)
        assert "4 rows of usage.csv waited for what this import brought, and came in." in (
            result.notes
        )
    assert values(desk) == [("a1", 0, 8.0), ("a1", 1, 4.0), ("a2", 0, 7.0)]
    assert [one.value for one in desk.read(waiting.listed)] == ["S9"]
    batch = desk.read(imports.history)[0]
    assert (batch.batch, batch.files, batch.undone_files) == (done.batch, ("contracts.csv",), ())
    assert batch.tables["usage"].new == 3
    lines = desk.read(usage_sources.lines, "a2", ["logins"], 20513, 20513)
    assert [(one.file, one.lines, one.batch) for one in lines] == [
        ("usage.csv", "row 5", done.batch)
    ]
    assert desk.check() == []


def test_taken_back_they_wait_again_and_put_back_they_are_in(desk, bring, state):
    bring(accounts=ONE)
    bring(usage=USED)
    before = state()
    done = bring(contracts=TIED)
    after = state()
    assert after != before
    desk.undo()
    assert state() == before
    desk.redo()
    assert state() == after
    desk.do(imports.take_back, done.batch)
    assert state() == before
    desk.undo()
    assert state() == after
    desk.do(imports.take_back, done.batch, file="contracts.csv")
    assert state() == before
    assert desk.check() == []
    bring(contracts=TIED)
    assert state() == after


def test_only_the_file_that_made_them_known_takes_them_along(desk, bring, state):
    bring(usage=USED)
    bring(accounts=ONE)
    done = bring(contracts1="S1,a1,2026-01-01", contracts2="S3,a2,2026-01-01", accounts="a3,Three")
    assert {
        one.name: one.tables.get("usage") and one.tables["usage"].new for one in done.files
    } == {
        "contracts1.csv": 1,
        "contracts2.csv": 1,
        "accounts.csv": None,
    }
    assert values(desk) == [("a1", 0, 5.0), ("a2", 0, 7.0)]
    whole = state()
    desk.do(imports.take_back, done.batch, file="accounts.csv")
    assert values(desk) == [("a1", 0, 5.0), ("a2", 0, 7.0)]
    desk.do(imports.take_back, done.batch, file="contracts1.csv")
    assert values(desk) == [("a2", 0, 7.0)]
    assert {one.value: one.rows for one in desk.read(waiting.listed)} == {"S1": 1, "S2": 2, "S9": 1}
    desk.do(imports.take_back, done.batch, file="contracts2.csv")
    assert values(desk) == []
    assert desk.read(imports.history)[0].undone
    for _ in range(3):
        desk.undo()
    assert state() == whole
    assert desk.check() == []


def test_they_go_with_the_import_that_they_waited_in(desk, bring, state):
    bring(accounts=ONE)
    alone = bring(contracts=TIED) and state()
    desk.undo()
    first = bring(usage=USED)
    done = bring(contracts=TIED)
    both = state()
    desk.do(imports.take_back, first.batch)
    assert values(desk) == []
    gone = state()
    assert gone[1] == alone[1] == []
    assert gone[0]["subscriptions.csv"] == alone[0]["subscriptions.csv"]
    assert not next(one for one in desk.read(imports.history) if one.batch == done.batch).undone
    assert desk.check() == []
    desk.undo()
    assert state() == both


@pytest.mark.parametrize(
    ("combine", "value"), [("sum", 8.0), ("max", 5.0), ("last", 3.0), ("distinct", 2.0)]
)
def test_a_cell_that_was_known_in_part_is_combined_whole(desk, bring, state, combine, value):
    bring(accounts=ONE)
    bring(contracts="S1,a1,2026-01-01")
    bring(usage="S1,2026-03-01,5 S2,2026-03-01,3", combine=combine)
    before = state()
    bring(contracts=TIED)
    assert values(desk) == [("a1", 0, value)]
    desk.undo()
    assert state() == before
    assert desk.check() == []


def test_what_the_import_brings_itself_stands_and_the_newest_of_what_waits(desk, bring):
    bring(accounts=ONE)
    bring(usage="S1,2026-03-01,1 S1,2026-03-02,1 S1,2026-03-03,1", lost="Big,2026-03-01,old")
    bring(usage="S1,2026-03-02,2 S1,2026-03-03,2", lost="Big,2026-03-02,old")
    result = bring(
        contracts=TIED, usage="S1,2026-03-03,3", accounts="a9,Big", lost="Big,2026-03-01,new"
    )
    assert result.rejects == ()
    assert values(desk) == [("a1", 0, 1.0), ("a1", 1, 2.0), ("a1", 2, 3.0)]
    rows = desk.read(
        lambda tx: Driver(tx).run("SELECT day - 20513, reason FROM outcome ORDER BY 1")
    )
    assert rows == [(0, "new"), (1, "old")]
    assert desk.read(waiting.count) == 0
    assert desk.check() == []


def test_a_remembered_decision_brings_in_what_waited_under_that_name(desk, bring, state):
    bring(accounts=ONE)
    bring(lost="Uno,2026-03-01,price")
    before = state()
    match = Match("name", "Uno", "a1", always=True)
    result = bring(lost="Uno,2026-03-02,again", decisions=Decisions(matches=(match,)))
    assert result.tables["outcomes"].new == 2
    assert desk.read(waiting.count) == 0
    desk.undo()
    assert state() == before
    once = Match("name", "Uno", "a1", always=False)
    bring(lost="Uno,2026-03-02,again", decisions=Decisions(matches=(once,)))
    assert desk.read(waiting.count) == 1


def test_a_name_that_was_known_before_waits_for_a_person(desk, bring):
    bring(accounts=ONE)
    bring(lost="Uno,2026-03-01,price")
    desk.do(edits.set_account, "a1", "name", "Uno")
    assert desk.read(waiting.count) == 1
    bring(contracts=TIED)
    assert desk.read(waiting.count) == 1
    assert desk.read(waiting.listed)[0].candidates[0].sure == 1.0


RAW = {"subscriptions": "ravenstack_subscriptions", "usage": "ravenstack_feature_usage"}


def test_raw_files_of_ravenstack_in_any_order_give_one_desk(furnished, tmp_path):
    found = []
    for order in (("subscriptions", "usage"), ("usage", "subscriptions")):
        desk = furnished("-".join(order))
        for name in ("accounts", *order):
            path = SHARED / "ravenstack" / f"{RAW.get(name, 'ravenstack_accounts')}.csv"
            plan = intake.plan_of(desk.read(intake.look, [str(path)]))
            result = desk.do(imports.run, [], plan=plan)
        assert result.unmatched == ()
        assert result.tables["usage"].new == 49_092
        found.append(folders.exported(desk, tmp_path / order[0]))
    assert found[0] == found[1]
    rows = csv.DictReader(found[1]["usage.csv"].decode().splitlines())
    assert sum(1 for _ in rows) == 49_092


def test_cancelled_while_they_come_in_nothing_has_happened(desk, bring, state, tmp_path):
    bring(accounts=ONE)
    bring(usage=USED)
    before = state()

    class Stops:
        def step(self, done, total, text):
            del done, total
            if "usage.csv" in text:
                raise Cancelled

    path = tmp_path / "contracts.csv"
    path.write_text("No,Id,From\nS1,a1,2026-01-01\n", encoding="utf-8")
    (raw,) = importers.open_place(str(path))
    plan = Plan((Planned(raw, FileMap("contracts", tables=(CONTRACTS,))),))
    with pytest.raises(Cancelled):
        desk.do(imports.run, [], plan=plan, progress=Stops())
    assert state() == before
