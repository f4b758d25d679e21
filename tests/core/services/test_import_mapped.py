"""Foreign files with mappings: laws of every import, files undone by themselves, cancel, faults."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from healthdesk.core import importers
from healthdesk.core.domain.errors import BadImport, Cancelled, NotFound
from healthdesk.core.domain.intake import Decisions, Match, Plan, Planned
from healthdesk.core.domain.mapping import ColumnMap, FileMap, TableMap, UsageShape
from healthdesk.core.services import edits, import_rules, imports, mappings
from tests import folders, make

LAWS = settings(
    max_examples=6,
    deadline=None,
    # Each example makes desks on disk: shrinking one would take minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CUSTOMERS = FileMap(
    name="Customers",
    files=("customers*.csv",),
    tables=(
        TableMap(
            "accounts",
            {
                "account_id": ColumnMap("Id"),
                "name": ColumnMap("Customer"),
                "arr": ColumnMap("MRR", number="comma", factor=12),
            },
        ),
    ),
)
TICKETS = FileMap(
    name="Tickets",
    files=("tickets*.csv",),
    tables=(
        TableMap(
            "tickets",
            {
                "ticket_id": ColumnMap("No"),
                "account_id": ColumnMap("Org", by="name"),
                "opened_on": ColumnMap("Opened", date="dmy"),
                "closed_on": ColumnMap("Solved", date="dmy"),
                "priority": ColumnMap("Prio", values={"p1": "urgent", "p2": "high"}),
            },
        ),
    ),
)
EVENTS = FileMap(
    name="Events",
    files=("events*.csv",),
    tables=(
        TableMap(
            "usage",
            {
                "account_id": ColumnMap("Ticket", by="ticket"),
                "metric": ColumnMap("Event"),
                "day": ColumnMap("When", date="dmy"),
                "value": ColumnMap(constant="1"),
            },
            usage=UsageShape(combine="sum"),
        ),
    ),
)
MAPS = {"customers": CUSTOMERS, "tickets": TICKETS, "events": EVENTS}
HEADS = {
    "customers": ("Id", "Customer", "MRR"),
    "tickets": ("No", "Org", "Opened", "Solved", "Prio"),
    "events": ("Ticket", "Event", "When"),
}
NAMES = ("Tindra Dairy", "Aldermoor Freight", "Tallis Brook Clinics")
KEPT = {"import_batch", "import_part", "batch_row", "batch_usage", "waiting_row", "profile",
        "profile_version", "mapping"}  # fmt: skip


def plan_of(folder, files, **more):
    """Write foreign files, and plan their import; `files` rows by "customers 1", "tickets"..."""
    folder.mkdir(parents=True, exist_ok=True)
    planned = []
    for name, rows in files.items():
        kind = name.split()[0]
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, delimiter=";")
            writer.writerow(HEADS[kind])
            writer.writerows(rows)
        (raw,) = importers.open_place(str(path))
        planned.append(Planned(raw, MAPS[kind]))
    return Plan(tuple(planned), **more)


def run(desk, folder, files, **more):
    return desk.do(imports.run, [], plan=plan_of(folder, files, **more))


def facts(desk):
    return {name: rows for name, rows in make.dump(desk).items() if name not in KEPT}


CUSTOMER_ROWS = [[f"c{n}", name, f"1.{n}00,50"] for n, name in enumerate(NAMES)]
DAYS = st.dates(min_value=make.NOW.date().replace(year=2024), max_value=make.NOW.date()).map(
    lambda day: day.strftime("%d.%m.%Y")
)


@st.composite
def drops(draw, prefix="T"):
    """Customers, tickets of them, and events that hang on the tickets."""
    tickets = draw(
        st.lists(
            st.tuples(
                st.integers(0, 9), st.sampled_from(NAMES), DAYS, st.sampled_from(("P1", "low"))
            ),
            min_size=1,
            max_size=6,
            unique_by=lambda one: one[0],
        )
    )
    rows = [[f"{prefix}{n}", name, day, "", prio] for n, name, day, prio in tickets]
    events = draw(st.lists(st.tuples(st.sampled_from(rows), DAYS), max_size=12))
    return {
        "customers": CUSTOMER_ROWS,
        "tickets": rows,
        "events": [[row[0], "login", day] for row, day in events],
    }


@LAWS
@given(drops(), drops())
def test_undoing_a_mapped_import_leaves_the_desk_as_it_was(first, second):
    with folders.new_desk() as (desk, path):
        run(desk, path / "1", first)
        before, dump = folders.exported(desk, path / "before"), facts(desk)
        done = run(desk, path / "2", second)
        assert done.rejects == ()
        after, changed = folders.exported(desk, path / "after"), make.dump(desk)
        desk.do(imports.take_back, done.batch)
        assert folders.exported(desk, path / "undone") == before
        assert facts(desk) == dump
        desk.undo()
        assert folders.exported(desk, path / "redone") == after
        assert make.dump(desk) == changed
        desk.undo()
        assert folders.exported(desk, path / "again") == before
        assert make.dump(desk)["mapping"] == make.dump(desk)["mapping"]


@LAWS
@given(drops())
def test_importing_foreign_files_twice_is_importing_them_once(one):
    with folders.new_desk() as (desk, path):
        run(desk, path / "in", one)
        once, dump = folders.exported(desk, path / "once"), facts(desk)
        again = run(desk, path / "in", one)
        assert folders.exported(desk, path / "twice") == once
        assert facts(desk) == dump
        assert all(count.same == count.read for count in again.tables.values())


@LAWS
@given(drops("A"), drops("B"))
def test_the_order_of_foreign_files_of_different_keys_does_not_matter(first, second):
    exported = []
    # Events of both add up on one day if they are the same cell: each has metrics of its own.
    second = {**second, "events": [[a, "export", c] for a, _, c in second["events"]]}
    for order in ((first, second), (second, first)):
        with folders.new_desk() as (desk, path):
            for place, one in enumerate(order):
                run(desk, path / str(place), one)
            files = folders.exported(desk, path / "out")
            files.pop("profiles.json", None)
            exported.append(files)
    assert exported[0] == exported[1]


@LAWS
@given(drops(), st.permutations(["customers", "tickets", "events"]))
def test_taking_back_file_by_file_in_any_order_empties_the_desk(one, order):
    with folders.new_desk() as (desk, path):
        start = facts(desk)
        done = run(desk, path / "in", one)
        dumps = [make.dump(desk)]
        for name in order:
            desk.do(imports.take_back, done.batch, file=f"{name}.csv")
            dumps.append(make.dump(desk))
        assert facts(desk) == start
        (view,) = desk.read(imports.history)
        assert set(view.undone_files) == {f"{name}.csv" for name in order}
        assert view.undone, "the import goes with the last of its files"
        for before in reversed(dumps[:-1]):
            desk.undo()
            assert make.dump(desk) == before


DROP = {
    "customers": CUSTOMER_ROWS,
    "tickets": [
        ["T1", "Tindra Dairy", "21.11.2025", "", "P1"],
        ["T2", "TB Clinics", "03.11.2025", "04.11.2025", "P2"],
        ["T3", "Tindra Dairy", "31.02.2025", "", "P2"],
        ["T4", "Tindra Dairy", "01.02.2025", "", "blocker"],
    ],
    "events": [["T1", "login", "22.11.2025"], ["T1", "login", "22.11.2025"]],
}


def test_each_file_says_what_it_did_in_its_own_words(desk, tmp_path):
    result = run(desk, tmp_path / "in", DROP)
    files = {one.name: one for one in result.files}
    tickets = files["tickets.csv"].tables["tickets"]
    assert (tickets.read, tickets.new, tickets.rejected, tickets.waiting) == (4, 1, 2, 1)
    assert files["customers.csv"].tables["accounts"].new == 3
    assert [(one.line, one.column, one.value) for one in result.rejects] == [
        (4, "Opened", "31.02.2025"),
        (5, "Prio", "blocker"),
    ]
    (unknown,) = result.unmatched
    assert (unknown.by, unknown.value, unknown.rows, unknown.line) == ("name", "TB Clinics", 1, 3)
    assert unknown.candidates[0].name == "Tallis Brook Clinics"
    kept = Path(result.rejects_file).read_text(encoding="utf-8").splitlines()
    assert kept[1].endswith("T3,Tindra Dairy,31.02.2025,,P2"), "the row as the file has it"
    assert desk.read(_usage) == [("c0", "login", 2.0)]


def _usage(tx):
    sql = "SELECT account_id, metric, value FROM usage_long"
    names = dict(tuple(row) for row in tx.connection().exec_driver_sql(
        "SELECT id, account_id FROM account"))  # fmt: skip
    rows = tx.connection().exec_driver_sql(sql)
    return [(names.get(account, account), metric, value) for account, metric, value in rows]


def test_decisions_bring_waiting_rows_in_and_go_with_the_import(desk, tmp_path):
    before = make.dump(desk)
    matches = (Match("name", "TB Clinics", "c2"),)
    result = run(desk, tmp_path / "in", DROP, decisions=Decisions(matches=matches))
    assert result.unmatched == ()
    assert result.tables["tickets"].new == 2
    assert len(make.dump(desk)["account_alias"]) == 1
    desk.do(imports.take_back, result.batch)
    assert make.dump(desk)["account_alias"] == before["account_alias"]


def test_an_account_may_be_made_for_a_name(desk, tmp_path):
    matches = (Match("name", "TB Clinics", "+"),)
    result = run(desk, tmp_path / "in", DROP, decisions=Decisions(matches=matches))
    names = desk.read(lambda tx: list(tx.connection().exec_driver_sql("SELECT name FROM account")))
    assert ("TB Clinics",) in [tuple(row) for row in names]
    assert result.tables["accounts"].new == 4


def test_what_changes_is_told_field_by_field(desk, tmp_path):
    run(desk, tmp_path / "1", DROP)
    later = {
        "customers": [[*CUSTOMER_ROWS[0][:2], "2.000,00"]],
        "tickets": [["T1", "Tindra Dairy", "21.11.2025", "24.11.2025", "P2"]],
    }
    result = desk.do(imports.run, [], plan=plan_of(tmp_path / "2", later), dry_run=True)
    files = {one.name: one for one in result.files}
    assert files["tickets.csv"].fields == {"tickets.closed_on": 1, "tickets.priority": 1}
    told = {(one.table, one.key, one.field): (one.before, one.after) for one in result.changes}
    assert told == {
        ("accounts", "c0", "arr"): ("12006", "24000"),
        ("tickets", "T1", "closed_on"): ("", "2025-11-24"),
        ("tickets", "T1", "priority"): ("urgent", "high"),
    }
    assert result.batch is None


def test_what_was_typed_here_stays_until_someone_decides(desk, tmp_path):
    run(desk, tmp_path / "1", DROP)
    desk.do(edits.set_value, "tickets", ["T1"], "priority", "low")
    desk.do(edits.set_account, "c0", "arr", "77")
    ticket = ("tickets", "T1", "priority")

    def again(**more):
        files = {name: rows for name, rows in DROP.items() if name != "events"}
        return run(desk, tmp_path / "2", files, decisions=Decisions(**more))

    result = again()
    assert {
        (one.table, one.field, one.here, one.file_value, one.side) for one in result.conflicts
    } == {
        ("tickets", "priority", "low", "urgent", "here"),
        ("accounts", "arr", "77", "12006", "here"),
    }
    assert result.tables["tickets"].changed == result.tables["accounts"].changed == 0
    taken = again(conflicts={ticket: "file"})
    assert taken.tables["tickets"].changed == 1
    assert again().conflicts[0].table == "accounts", "the ticket says what the file says"
    desk.do(imports.take_back, taken.batch)
    assert again(rules={("tickets", "priority"): "file"}).tables["tickets"].changed == 1
    assert desk.read(import_rules.kept) == {("tickets", "priority"): "file"}


class Stops:
    """Asks to stop at a step."""

    def __init__(self, after):
        self.left = after

    def step(self, done, total, text):
        assert 0 <= done <= total or total == 0
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("after", range(0, 7, 2))
def test_cancelling_leaves_nothing(desk, tmp_path, after):
    before = make.dump(desk)
    plan = plan_of(tmp_path / "in", DROP)
    with pytest.raises(Cancelled):
        desk.do(imports.run, [], plan=plan, progress=Stops(after), rejects_dir=tmp_path / "r")
    assert make.dump(desk) == before
    assert not list((tmp_path / "r").glob("*"))


def test_a_dry_run_keeps_nothing_not_even_its_mapping(desk, tmp_path):
    before = make.dump(desk)
    desk.do(imports.run, [], plan=plan_of(tmp_path / "in", DROP), dry_run=True)
    assert make.dump(desk) == before


def test_mappings_are_remembered_and_forgotten_with_undo(desk, tmp_path):
    run(desk, tmp_path / "in", DROP)
    assert [one.name for one in desk.read(mappings.all)] == ["Customers", "Events", "Tickets"]
    run(desk, tmp_path / "in", DROP)
    assert len(desk.read(mappings.all)) == 3, "each once"
    desk.undo()
    desk.undo()
    assert desk.read(mappings.all) == ()


def test_accounts_of_two_files_add_to_each_other_or_are_told_apart(desk, tmp_path):
    folder = folders.write(
        tmp_path / "own", {"accounts": "account_id,name,owner\nc0,Tindra Dairy,Ada\n"}
    )
    files = {"customers": [["c0", "Tindra Dairy", "100,00"], ["c1", "Other", "1"]]}
    plan = plan_of(tmp_path / "in", files)
    result = desk.do(imports.run, [folder], plan=plan)
    assert result.rejects == ()
    text = folders.exported(desk, tmp_path / "out")["accounts.csv"].decode()
    assert "c0,Tindra Dairy,,Ada,,,,,1200" in text
    files = {"customers": [["c0", "Tindra", "100,00"]]}
    told = desk.do(imports.run, [folder], plan=plan_of(tmp_path / "in", files)).rejects
    assert [(one.file, one.column) for one in told] == [("customers.csv", "Customer")]


def test_an_unknown_file_of_an_import_is_a_sentence(desk, tmp_path):
    done = run(desk, tmp_path / "in", DROP)
    with pytest.raises(NotFound, match=r"no file nothing\.csv"):
        desk.do(imports.take_back, done.batch, file="nothing.csv")


def test_two_files_of_one_name_are_refused(desk, tmp_path):
    first, second = (plan_of(tmp_path / name, DROP) for name in ("a", "b"))
    with pytest.raises(BadImport, match=r"called customers\.csv"):
        desk.do(imports.run, [], plan=Plan((*first.files, *second.files)))
