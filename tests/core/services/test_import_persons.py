"""What persons used waits for its contacts, comes in with them and goes with them."""

from __future__ import annotations

import csv

import pytest

from healthdesk.core import importers
from healthdesk.core.domain.intake import Match, Plan, Planned
from healthdesk.core.domain.mapping import ColumnMap, FileMap, TableMap, UsageShape
from healthdesk.core.services import imports, quality, waiting
from tests import folders

ACCOUNTS = TableMap("accounts", {"account_id": ColumnMap("Id"), "name": ColumnMap("Name")})
USERS = TableMap(
    "contacts",
    {
        "contact_id": ColumnMap("User"),
        "account_id": ColumnMap("Org", by="name"),
        "email": ColumnMap("Mail"),
    },
)
HEADS = {
    "accounts": ("Id", "Name"),
    "users": ("User", "Org", "Mail"),
    "events": ("Who", "What", "Day", "Count"),
}
ONE = "a1,One a2,Two"
ADA, BO = "u1,One,ada@one.example", "u2,Two,bo@two.example"
USED = (
    "ada@one.example,login,2026-03-01,5 ADA@one.example,login,2026-03-01,3"
    " ada@one.example,login,2026-03-02,4 bo@two.example,login,2026-03-01,7"
    " eve@no.example,login,2026-03-01,1"
)


def uses(by, combine):
    return TableMap(
        "contact_usage",
        {
            "contact_id": ColumnMap("Who", by=by),
            "metric": ColumnMap("What"),
            "day": ColumnMap("Day"),
            "value": ColumnMap("Count"),
        },
        usage=UsageShape(combine=combine),
    )


@pytest.fixture
def desk(furnished):
    return furnished("persons")


@pytest.fixture
def bring(desk, tmp_path):
    """Import files, by kind their rows as one text."""
    count = iter(range(100))

    def run(*, combine="sum", by="email", dry_run=False, **files):
        folder = tmp_path / f"in {next(count)}"
        folder.mkdir()
        maps = {"accounts": ACCOUNTS, "users": USERS, "events": uses(by, combine)}
        planned = []
        for name, rows in files.items():
            kind = name.rstrip("0123456789")
            path = folder / f"{name}.csv"
            path.write_text("\n".join((",".join(HEADS[kind]), *rows.split())), encoding="utf-8")
            (raw,) = importers.open_place(str(path))
            planned.append(Planned(raw, FileMap(kind, tables=(maps[kind],))))
        return desk.do(imports.run, [], plan=Plan(tuple(planned)), dry_run=dry_run)

    return run


@pytest.fixture
def state(desk, tmp_path):
    """The whole desk: its export and what waits."""
    count = iter(range(100))

    def read():
        waits = [(one.by, one.value, one.rows) for one in desk.read(waiting.listed)]
        waits += [(one.file, one.rows, one.names) for one in desk.read(waiting.of_persons)]
        return folders.exported(desk, tmp_path / f"out {next(count)}"), waits

    return read


@pytest.fixture
def used(desk, tmp_path):
    """The exported rows of what persons used."""
    count = iter(range(100))

    def read():
        told = folders.exported(desk, tmp_path / f"used {next(count)}")["contact_usage.csv"]
        return [tuple(row.values()) for row in csv.DictReader(told.decode().splitlines())]

    return read


ALL = [
    ("u1", "login", "2026-03-01", "8"),
    ("u1", "login", "2026-03-02", "4"),
    ("u2", "login", "2026-03-01", "7"),
]


def test_rows_wait_for_contacts_and_come_in_with_them_counted_and_told(desk, bring, state, used):
    bring(accounts=ONE)
    first = bring(events=USED)
    assert first.tables["contact_usage"].waiting == 4
    assert (first.unmatched, used()) == ((), [])
    assert first.notes[-1] == (
        "4 rows of events.csv on what persons used wait for their contacts, and come in with them."
    )
    assert desk.read(waiting.count) == 0
    assert desk.read(waiting.listed) == ()
    (waits,) = desk.read(waiting.of_persons)
    assert (waits.file, waits.rows, waits.names, waits.line) == ("events.csv", 4, 3, 2)
    before = state()
    told = bring(users=f"{ADA} {BO}", dry_run=True)
    assert state() == before
    done = bring(users=f"{ADA} {BO}")
    for result in (told, done):
        count = result.tables["contact_usage"]
        assert (count.read, count.new, count.waiting) == (3, 3, 0)
        (file,) = result.files
        assert (file.name, file.tables["contact_usage"].new) == ("users.csv", 3)
        assert result.notes[-1] == (
            "3 rows of events.csv waited for what this import brought, and came in."
        )
    assert used() == ALL
    after = state()
    desk.undo()
    assert state() == before
    desk.redo()
    assert state() == after
    assert desk.check() == []


def test_files_that_make_persons_known_go_apart_and_their_rows_wait_again(desk, bring, state, used):
    bring(accounts=ONE)
    events = bring(events=USED).batch
    before = state()
    users = bring(users1=ADA, users2=BO).batch
    assert used() == ALL
    both = state()
    desk.do(imports.take_back, users, file="users1.csv")
    assert used() == ALL[2:]
    assert [one.rows for one in desk.read(waiting.of_persons)] == [3]
    desk.undo()
    assert state() == both
    desk.do(imports.take_back, users)
    assert state() == before
    desk.undo()
    desk.do(imports.take_back, events)
    assert (used(), desk.read(waiting.of_persons)) == ([], ())
    assert desk.check() == []


@pytest.mark.parametrize(
    ("combine", "value"), [("sum", "8"), ("max", "5"), ("last", "3"), ("distinct", "2")]
)
def test_cells_are_combined_with_what_the_same_import_brought(bring, used, combine, value):
    """A person under two names, of which one was known and one waited."""
    bring(accounts=ONE)
    bring(users="u1,One,")
    rows = "u1,login,2026-03-01,5 ada@one.example,login,2026-03-01,3"
    first = bring(by="", combine=combine, events=rows)
    assert first.tables["contact_usage"].waiting == 1
    bring(users=ADA)
    assert used() == [("u1", "login", "2026-03-01", value)]


def test_rows_that_a_later_file_brought_again_are_overtaken(desk, bring, used):
    bring(accounts=ONE)
    bring(events="ada@one.example,login,2026-03-01,5 ada@one.example,login,2026-03-02,5")
    bring(events="ada@one.example,login,2026-03-01,6")
    bring(users=ADA)
    assert [row[2:] for row in used()] == [("2026-03-01", "6"), ("2026-03-02", "5")]
    assert desk.read(waiting.of_persons) == ()
    desk.undo()
    assert [one.rows for one in desk.read(waiting.of_persons)] == [3]


def test_rows_that_were_brought_twice_while_they_waited_count_once(desk, bring, used):
    bring(accounts=ONE)
    bring(events=USED)
    bring(events=USED)
    assert [one.rows for one in desk.read(waiting.of_persons)] == [4]
    bring(users=f"{ADA} {BO}")
    assert used() == ALL
    assert [one.rows for one in desk.read(waiting.of_persons)] == [1]


def test_contacts_that_a_decision_lets_in_bring_what_they_used(desk, bring, used):
    bring(events=USED)
    bring(users=f"{ADA} u2,Tvo,bo@two.example")
    assert used() == []
    bring(accounts=ONE)
    assert used() == ALL[:2]
    desk.do(waiting.settle, [Match("name", "Tvo", "a2")])
    assert used() == ALL
    desk.undo()
    assert used() == ALL[:2]


def test_the_quality_page_tells_what_waits(desk, bring):
    bring(accounts=ONE, users=ADA)
    bring(events=USED)
    found = {one.key: one for one in desk.read(quality.found, 20_530)}
    assert "waiting" not in found
    (row,) = [one for one in found["persons"].rows if one.line == 6]
    assert (row.what, row.value, row.file) == (
        "login, 2026-03-01", "eve@no.example", "events.csv"
    )  # fmt: skip
    assert found["persons"].sentence == (
        "2 rows of what persons used wait: nobody knows their contacts."
    )
