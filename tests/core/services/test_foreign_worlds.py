"""Exports as vendors and companies write them: right tables, right facts, and again next week."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest

from healthdesk.core.domain.mapping import Reading
from healthdesk.core.mapping.recognise import answer
from healthdesk.core.services import exports, imports, intake
from tests import folders

NAMES = ("Tindra Dairy", "Aldermoor Freight", "Quillfeather Media", "Basalt & Sons", "Norrvik AB")
DOMAINS = ("tindra.com", "aldermoor.co.uk", "quillfeather.io", "basaltsons.com", "norrvik.se")
DESK = "account_id,name,domain\n" + "".join(
    f"A{at},{name},{domain}\n" for at, (name, domain) in enumerate(zip(NAMES, DOMAINS, strict=True))
)
FIRST = date(2025, 1, 1)


def sheet(header, rows, *, delimiter=",", encoding="utf-8", before="", after=""):
    """The bytes of a delimited file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([header, *rows])
    return (before + out.getvalue() + after).encode(encoding)


def day(at, spelled="%Y-%m-%d"):
    """A day, counted from the first of January 2025."""
    return (FIRST + timedelta(days=at)).strftime(spelled)


class World:
    """A desk that takes in files and tells what it holds."""

    def __init__(self, desk, folder):
        self.desk, self.folder, self.told = desk, folder, 0

    def look(self, files, answers=()):
        for name, data in files.items():
            (self.folder / name).write_bytes(data)
        found = self.desk.read(intake.look, [str(self.folder / name) for name in files])
        proposals = []
        for proposal in found.proposals:
            done = proposal
            for key, choice in answers:
                if any(question.key == key for question in done.questions):
                    done = answer(done, key, choice)
            proposals.append(done)
        return intake.Intake(found.exchange, tuple(proposals), found.unreadable, found.notes)

    def take(self, files, answers=()):
        found = self.look(files, answers)
        assert intake.complete(found), asked(found)
        return self.desk.do(imports.run, [], plan=intake.plan_of(found))

    def files(self):
        self.told += 1
        place = self.folder / f"out{self.told}"
        self.desk.read(exports.exchange, place)
        return {path.name: path.read_bytes() for path in sorted(place.iterdir())}

    def rows(self, table):
        text = self.files()[f"{table}.csv"].decode("utf-8")
        return list(csv.DictReader(io.StringIO(text)))

    def pairs(self, table, *columns):
        return sorted(tuple(row[name][:10] for name in columns) for row in self.rows(table))


def asked(found):
    return [question.key for one in found.proposals for question in one.questions]


@pytest.fixture
def bare(furnished, tmp_path):
    """A desk without accounts."""
    return World(furnished("bare"), tmp_path)


@pytest.fixture
def world(furnished, tmp_path):
    """A desk that knows five accounts."""
    desk = furnished("world")
    desk.do(imports.run, [folders.write(tmp_path / "seed", {"accounts": DESK})])
    return World(desk, tmp_path)


# --- silent wrong guesses that were


def test_other_words_than_a_preset_knows_leave_the_tables_own_words_alone(world):
    header = [
        "Summation column",
        "Id",
        "Requester",
        "Requester id",
        "Requester email",
        "Subject",
        "Status",
        "Priority",
        "Created at",
        "Updated at",
        "Organization",
        "Solved at",
        "Satisfaction Score",
        "Requester domain",
    ]
    said = ("-", "Low", "Normal", "High", "Urgent")
    rows = [
        ["1", str(at), "U", "7", f"u@{DOMAINS[at]}", "S", "Open", said[at], f"{day(at)} 09:00",
         f"{day(at)} 09:00", NAMES[at], "", "Offered", DOMAINS[at]]
        for at in range(5)
    ]  # fmt: skip
    world.take({"export-2026-03-01.csv": sheet(header, rows)})
    assert [row["priority"] for row in world.rows("tickets")] == [
        "normal", "low", "normal", "high", "urgent",
    ]  # fmt: skip


def test_amounts_with_places_behind_the_point_are_no_cents(bare):
    header = [
        "id",
        "Amount Due",
        "Currency",
        "Customer",
        "Date (UTC)",
        "Due Date (UTC)",
        "Number",
        "Paid",
        "Status",
        "Subscription",
        "Subtotal",
        "Total",
        "Customer Name",
    ]
    rows = [
        [f"in_{at}", "49.00", "usd", f"cus_{at % 5}", f"{day(at)} 10:00", f"{day(at + 9)} 10:00",
         f"N-{at}", "TRUE", "paid", "sub_1", "49.00", "49.00", NAMES[at % 5]]
        for at in range(20)
    ]  # fmt: skip
    bare.take({"invoices.csv": sheet(header, rows)})
    assert {row["amount"] for row in bare.rows("invoices")} == {"49"}


def test_cents_in_brackets_are_cents(bare):
    rows = [[f"c{at}", NAMES[at], str(120_000 + at * 100)] for at in range(5)]
    bare.take({"customers.csv": sheet(["CUSTOMER_ID", "CUSTOMER_NAME", "ARR (cents)"], rows)})
    assert [row["arr"] for row in bare.rows("accounts")] == ["1200", "1201", "1202", "1203", "1204"]


@pytest.mark.parametrize(("column", "cells"), [("Customer", NAMES), ("Domain", DOMAINS)])
def test_accounts_known_by_name_or_domain_are_those_of_the_desk(world, column, cells):
    rows = [[cell.upper() if at else cell, f"CSM {at}", "1.5"] for at, cell in enumerate(cells)]
    files = {"customers book.csv": sheet([column, "CSM", "ARR"], rows)}
    world.take(files)
    assert world.pairs("accounts", "account_id", "name", "owner") == [
        (f"A{at}", name[:10], f"CSM {at}") for at, name in enumerate(NAMES)
    ]
    again = world.take(files)
    assert (again.tables["accounts"].new, again.tables["accounts"].changed) == (0, 0)


def test_a_file_without_names_renames_nobody(world):
    rows = [[f"A{at}", "Gold", "Somebody"] for at in range(5)]
    files = {"customers tiers.csv": sheet(["Account ID", "Tier", "CSM"], rows)}
    world.take(files)
    assert [row["name"] for row in world.rows("accounts")] == list(NAMES)


@pytest.mark.parametrize("way", [1, -1])
def test_a_list_by_name_is_about_the_accounts_that_come_along_with_ids(bare, way):
    master = sheet(
        ["Account ID", "Account Name", "Industry"],
        [[f"M{at}", n, "X"] for at, n in enumerate(NAMES)],
    )
    book = sheet(
        ["Customer", "CSM", "ARR"], [[n, "Ann", str(100 + at)] for at, n in enumerate(NAMES)]
    )
    files = {"accounts master.csv": master, "customers book.csv": book}
    bare.take(dict(list(files.items())[::way]))
    assert bare.pairs("accounts", "account_id", "industry", "owner", "arr") == [
        (f"M{at}", "X", "Ann", str(100 + at)) for at in range(5)
    ]


def test_ids_of_15_and_18_letters_are_one_record(bare):
    long = ["0015g00000AbB01AAF", "0015g00000Abc02AAB", "0015g00000AbD03AAF"]
    rows = [[one, NAMES[at], "X", DOMAINS[at]] for at, one in enumerate(long)]
    accounts = sheet(["Id", "Name", "Industry", "Website"], rows)
    contacts = sheet(
        ["Id", "AccountId", "LastName", "FirstName", "Email", "Title"],
        [[f"003{at}", one[:15], "L", "F", f"p{at}@x.com", "CTO"] for at, one in enumerate(long)],
    )
    bare.take({"extract_account.csv": accounts, "extract_contact.csv": contacts})
    assert [row["account_id"] for row in bare.rows("contacts")] == long


def test_a_log_of_events_is_usage_and_changes_of_contracts_are_outcomes(world):
    events = [[at, f"A{at % 5}", ("login", "export")[at % 2], f"{day(at % 9)}T08:00:00Z"]
              for at in range(60)]  # fmt: skip
    ends = [[at, f"A{at}", ("upgrade", "downgrade", "churn", "renewal", "churn")[at], day(at), "x"]
            for at in range(5)]  # fmt: skip
    world.take({
        "events.csv": sheet(["event_id", "account_id", "event_name", "occurred_at"], events),
        "contract_events.csv": sheet(
            ["event_id", "account_id", "event_type", "event_date", "reason"], ends
        ),
    })  # fmt: skip
    assert sum(float(row["value"]) for row in world.rows("usage")) == 60
    assert [row["kind"] for row in world.rows("outcomes")] == [
        "expanded", "downgraded", "churned", "renewed", "churned",
    ]  # fmt: skip
    assert world.rows("touchpoints") == []


def test_ratings_beyond_the_scale_are_rejected_answers_and_no_tickets(world):
    rows = [[f"R{at}", NAMES[at % 5], ("11", "-1")[at] if at < 2 else "9", "ok", day(at)]
            for at in range(20)]  # fmt: skip
    header = ["Response ID", "Account Name", "NPS", "Comment", "Submitted At"]
    result = world.take({"nps.csv": sheet(header, rows)})
    assert (result.tables["surveys"].new, result.tables["surveys"].rejected) == (18, 2)


def test_ids_that_a_spreadsheet_rounded_are_told_and_rejected(bare):
    rows = [["1.23E+17" if at < 3 else f"12345678901234567{at}", NAMES[at], "9"] for at in range(5)]
    files = {"customers.csv": sheet(["Customer ID", "Name", "ARR"], rows)}
    first = bare.look(files).proposals[0].columns[0]
    assert "spoilt by a spreadsheet" in first.why
    count = bare.take(files).tables["accounts"]
    assert (count.new, count.rejected) == (2, 3)


def test_a_list_of_members_says_whose_users_are(bare):
    made = [f"{day(at)} 10:00:00" for at in range(5)]
    ids = [f"7f{at}-aa" for at in range(5)]
    files = {
        "workspaces.csv": sheet(
            ["id", "name", "plan", "created_at"],
            [[ids[at], NAMES[at], "pro", made[at]] for at in range(5)],
        ),
        "users.csv": sheet(
            ["id", "email", "full_name", "created_at"],
            [[f"u-{at}", f"p{at}@mail.test", f"Ann {at}", made[at]] for at in range(5)],
        ),
        "memberships.csv": sheet(
            ["id", "user_id", "workspace_id", "role", "created_at"],
            [[f"m-{at}", f"u-{at}", ids[-1 - at], "admin", made[at]] for at in range(5)],
        ),
    }
    bare.take(files)
    assert [row["account_id"] for row in bare.rows("contacts")] == ids[::-1]
    assert bare.rows("tickets") == []


@pytest.mark.parametrize("kind", ["labels and ids", "second header"])
def test_rows_of_labels_below_a_header_are_no_answers(world, kind):
    if kind == "second header":
        header = ["Respondent ID", "Collector ID", "Date Modified", "Email Address",
                  "How satisfied are you with us?"]  # fmt: skip
        labels = [["", "", "", "", "Response"]]
        said = ("Very satisfied", "Satisfied", "Dissatisfied", "Very dissatisfied", "Satisfied")
        expected = ["5", "4", "2", "1", "4"]
    else:
        header = ["ResponseId", "Finished", "RecordedDate", "RecipientEmail", "Q1"]
        labels = [
            ["Response ID", "Finished", "Recorded Date", "Recipient Email", "How likely ...?"],
            [json.dumps({"ImportId": name}) for name in header],
        ]
        said, expected = ("9", "10", "8", "7", "0"), ["9", "10", "8", "7", "0"]
    rows = [
        [f"9{at}", "True", f"{day(at)} 10:00:00", f"p@{DOMAINS[at]}", said[at]] for at in range(5)
    ]
    result = world.take({"Customer survey.csv": sheet(header, labels + rows)})
    assert result.tables["surveys"].rejected == 0
    assert any("labels" in note for note in result.notes)
    found = {row["account_id"]: row["rating"] for row in world.rows("surveys")}
    assert [found[f"A{at}"] for at in range(5)] == expected


def test_a_zone_that_a_column_names_is_used(world):
    rows = [[f"C{at}", f"{day(at)} 00:30:00", NAMES[at], "High"] for at in range(5)]
    header = ["Ticket ID", "Created at (Europe/Berlin)", "Company", "Priority"]
    world.take({"tickets.csv": sheet(header, rows)})
    assert world.rows("tickets")[1]["opened_on"].startswith("2025-01-01T23:30")


# --- next week

HEADER = ["Case #", "Account", "Severity", "Opened", "Title"]


def cases(count=20, spelled="%d.%m.%Y", words=("P1", "P2"), **more):
    rows = [
        [f"C-{at:02}", NAMES[at % 5], words[at % len(words)], day(at * 5, spelled), f"t{at}"]
        for at in range(count)
    ]
    return sheet(HEADER, rows, **{"delimiter": ";", **more})


FOOTED = {"before": "Cases\r\nprinted today\r\n\r\n", "after": "\r\nTotal: 25\r\nConfidential\r\n"}
WEEKS = {
    "same": (cases(), []),
    "comma and UTF-16": (cases(25, delimiter=",", encoding="utf-16"), []),
    "title and footer": (cases(25, **FOOTED), []),
    "year first": (cases(25, "%Y-%m-%d"), []),
    "month first": (cases(25, "%m/%d/%Y"), ["date:tickets:opened_on"]),
    "a known word": (cases(25, words=("P1", "P2", "Critical")), []),
    "a strange word": (cases(25, words=("P1", "P2", "Zebra")), ["values:tickets:priority:Zebra"]),
    "renamed": (cases().replace(b"Opened", b"Day opened"), ["renamed:Opened"]),
}


@pytest.mark.parametrize("week", WEEKS)
def test_next_weeks_file(world, week):
    first = world.look({"cases 2026-03-01.csv": cases()})
    assert first.proposals[0].file.reading == Reading()
    world.take({"cases 2026-03-01.csv": cases()})
    data, questions = WEEKS[week]
    files = {"cases 2026-03-08.csv": data}
    found = world.look(files)
    assert found.proposals[0].kept
    assert asked(found) == questions
    if not questions:
        count = world.take(files).tables["tickets"]
        assert (count.read - count.new, count.rejected, count.waiting) == (20, 0, 0)


def test_an_answer_to_days_that_are_spelled_otherwise(world):
    world.take({"cases 2026-03-01.csv": cases()})
    files = {"cases 2026-03-08.csv": cases(25, "%m/%d/%Y")}
    count = world.take(files, [("date:tickets:opened_on", "mdy")]).tables["tickets"]
    assert (count.new, count.same) == (5, 20)


def months(*columns, times=1):
    rows = [[name, *(str(at * times + place) for place, _ in enumerate(columns))]
            for at, name in enumerate(NAMES)]  # fmt: skip
    return sheet(["Customer", *columns], rows)


LAST = [("monthly:usage", "last day")]


def test_months_come_and_go_without_a_question(world):
    world.take({"logins 2025-04.csv": months("Jan 25", "Feb 25", "Mar 25", "Apr 25")}, LAST)
    later = {"logins 2025-05.csv": months("Feb 25", "Mar 25", "Apr 25", "May 25")}
    assert asked(world.look(later)) == []
    world.take(later)
    assert world.pairs("usage", "account_id", "day")[4] == ("A0", "2025-05-31")


def test_lists_of_months_with_like_columns_stay_apart(world):
    files = {
        "logins.csv": months("Jan 25", "Feb 25", "Mar 25"),
        "exports.csv": months("Jan 25", "Feb 25", "Mar 25", times=100),
    }
    world.take(files, LAST)
    before = world.files()
    again = world.take(files)
    assert (again.tables["usage"].new, again.tables["usage"].changed) == (0, 0)
    assert world.files() == before


# --- laws

SETS = {
    "cases": ({"cases.csv": cases()}, []),
    "months": ({"logins.csv": months("Jan 25", "Feb 25", "Mar 25")}, LAST),
    "names": ({"customers.csv": sheet(["Customer", "CSM"], [[n, "Ann"] for n in NAMES])}, []),
}


@pytest.mark.parametrize("name", SETS)
def test_import_twice_is_once_and_undo_is_never(world, name):
    files, answers = SETS[name]
    before = world.files()
    batch = world.take(files, answers).batch
    once = world.files()
    second = world.take(files)
    assert world.files() == once
    assert sum(one.new + one.changed for one in second.tables.values()) == 0
    for number in (second.batch, batch):
        world.desk.do(imports.take_back, number)
    assert world.files() == before
