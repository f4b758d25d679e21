"""Contacts that nobody knows yet are set when they come: any order of the files is one desk."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from healthdesk.core import importers
from healthdesk.core.domain.intake import Match, Plan, Planned
from healthdesk.core.domain.mapping import ColumnMap, FileMap, TableMap, UsageShape
from healthdesk.core.services import imports, quality, waiting
from healthdesk.core.store.db import Tx
from tests import folders

LAWS = settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CUSTOMERS = [["c0", "Tindra Dairy"], ["c1", "Bo Works"]]


def person(by):
    return ColumnMap("Who", by=by)


def tables(by):
    """By kind of file its columns and its mapping; rows name contacts one way."""
    company = ColumnMap("Org", by="name")
    return {
        "customers": (
            ("Id", "Customer"),
            TableMap("accounts", {"account_id": ColumnMap("Id"), "name": ColumnMap("Customer")}),
        ),
        "users": (
            ("User", "Org", "Mail"),
            TableMap(
                "contacts",
                {"contact_id": ColumnMap("User"), "account_id": company,
                 "email": ColumnMap("Mail")},
            ),
        ),
        "more": (
            ("User", "Org", "Mail"),
            TableMap(
                "contacts",
                {"contact_id": ColumnMap("User"), "account_id": company,
                 "email": ColumnMap("Mail")},
            ),
        ),
        "tickets": (
            ("No", "Org", "Opened", "Who"),
            TableMap(
                "tickets",
                {"ticket_id": ColumnMap("No"), "account_id": company,
                 "opened_on": ColumnMap("Opened"), "contact_id": person(by),
                 "priority": ColumnMap(constant="high")},
            ),
        ),
        "answers": (
            ("No", "Org", "Day", "Who", "Rating"),
            TableMap(
                "surveys",
                {"response_id": ColumnMap("No"), "account_id": company, "day": ColumnMap("Day"),
                 "contact_id": person(by), "kind": ColumnMap(constant="nps"),
                 "rating": ColumnMap("Rating")},
            ),
        ),
        "calls": (
            ("No", "Org", "Day", "Who"),
            TableMap(
                "touchpoints",
                {"touchpoint_id": ColumnMap("No"), "account_id": company, "day": ColumnMap("Day"),
                 "contact_ids": person(by), "kind": ColumnMap(constant="call")},
            ),
        ),
        "events": used("contact_usage", by, "sum"),
        "visits": used("contact_usage", "email", "distinct"),
        "clicks": used("usage", "contact" if by == "id" else "email", "sum"),
    }  # fmt: skip


def used(table, by, combine):
    """What persons used, or their accounts through them."""
    key = "contact_id" if table == "contact_usage" else "account_id"
    columns = {key: person(by), "metric": ColumnMap("What"), "day": ColumnMap("Day"),
               "value": ColumnMap("Count")}  # fmt: skip
    return ("Who", "What", "Day", "Count"), TableMap(
        table, columns, usage=UsageShape(combine=combine)
    )


def planned(folder, by, files):
    folder.mkdir(parents=True)
    out = []
    for kind, rows in files.items():
        columns, table = tables(by)[kind]
        path = folder / f"{kind}.csv"
        lines = [",".join(cells) for cells in (columns, *rows)]
        path.write_text("\n".join(lines), encoding="utf-8")
        (raw,) = importers.open_place(str(path))
        out.append(Planned(raw, FileMap(kind, (f"{kind}*.csv",), tables=(table,))))
    return Plan(tuple(out))


class Story:
    """A desk that files are brought into."""

    def __init__(self, desk, path, by="id"):
        self.desk, self.path, self.by = desk, path, by
        self.turn = 0

    def bring(self, **files):
        self.turn += 1
        plan = planned(self.path / f"in {self.turn}", self.by, files)
        result = self.desk.do(imports.run, [], plan=plan)
        assert self.desk.check(full=False) == []
        return result

    def state(self):
        """What the desk holds and what waits."""
        self.turn += 1
        waits = sorted((one.by, one.value, one.rows) for one in self.desk.read(waiting.listed))
        waits += [(one.file, one.rows) for one in self.desk.read(waiting.of_persons)]
        return folders.exported(self.desk, self.path / f"out {self.turn}"), waits

    def cells(self, table, column):
        def read(tx: Tx):
            rows = tx.connection().exec_driver_sql(f"SELECT {column} FROM {table} ORDER BY id")
            return [one for (one,) in rows]

        return self.desk.read(read)

    def contacts(self):
        """The contacts of the rows of all tables, by their own ids."""
        files = self.state()[0]
        return {
            name: [line.split(",")[2] for line in files[name].decode().splitlines()[1:]]
            for name in ("tickets.csv", "surveys.csv", "touchpoints.csv")
        }


@pytest.fixture
def story():
    with folders.new_desk() as (desk, path):
        yield Story(desk, path)


WHO = ("U0", "U1", "U2", "M0")
MARCH = st.integers(1, 9).map("2026-03-{:02}".format)


@st.composite
def drops(draw):
    """A way of naming, and rows of every file; some contacts and accounts nobody ever knows."""
    by = draw(st.sampled_from(("id", "email")))
    mails = {one: f"{one.lower()}@ppl.example" for one in (*WHO, "U9")}
    spell = {one: one if by == "id" else mails[one] for one in mails}
    mail = st.sampled_from((*mails.values(), *(one.upper() for one in mails.values())))
    what, much = st.sampled_from(("logins", "reports")), st.integers(1, 3).map(str)
    names = ("Tindra Dairy", "Bo Works")
    whom, company = st.sampled_from(tuple(spell.values())), st.sampled_from((*names, "Nobody"))
    some = st.lists(whom, max_size=3).map(";".join)

    def rows(prefix, *more):
        each = st.lists(st.tuples(*more), min_size=1, max_size=4)
        return each.map(lambda found: [[f"{prefix}{n}", *one] for n, one in enumerate(found)])

    def bare(*more):
        return st.lists(st.tuples(*more).map(list), min_size=1, max_size=5)

    def users(chosen):
        return [[one, draw(st.sampled_from(names)), f"{one.lower()}@ppl.example"] for one in chosen]

    return by, {
        "customers": CUSTOMERS,
        "users": users(WHO[:3]),
        "more": users(WHO[3:]),
        "tickets": draw(rows("T", company, MARCH, st.one_of(st.just(""), whom))),
        "answers": draw(rows("R", company, MARCH, whom, st.integers(0, 10).map(str))),
        "calls": draw(rows("C", company, MARCH, some)),
        "events": draw(bare(mail if by == "email" else whom, what, MARCH, much)),
        "visits": draw(bare(mail, st.sampled_from(("pages", "plans")), MARCH, much)),
        "clicks": draw(bare(whom, what, MARCH, much)),
    }


def one_desk(by, files, order, cut):
    ends = []
    for names in (list(files), order):
        with folders.new_desk() as (desk, path):
            story = Story(desk, path, by)
            states = [story.state()]
            for name in names:
                story.bring(**{name: files[name]})
                states.append(story.state())
            ends.append(states[-1])
            for before in reversed(states[:-1]):
                newest = next(one for one in desk.read(imports.history) if not one.undone)
                desk.do(imports.take_back, newest.batch)
                assert story.state() == before, names
                assert desk.check(full=False) == []
            while desk.undo():
                pass
            assert story.state() == states[0]
            for after in states[1:]:
                assert desk.redo()
                assert story.state() == after
    assert ends[0] == ends[1]
    with folders.new_desk() as (desk, path):
        story = Story(desk, path, by)
        for part in (order[:cut], order[cut:]):
            story.bring(**{name: files[name] for name in part})
        assert story.state() == ends[0]


@LAWS
@given(drops(), st.permutations(list(tables("id"))), st.integers(1, 8))
def test_files_whose_contacts_come_later_give_one_desk_in_any_order(drop, order, cut):
    one_desk(*drop, order, cut)


@pytest.mark.long
@settings(LAWS, max_examples=100)
@given(drops(), st.permutations(list(tables("id"))), st.integers(1, 8))
def test_long_orders_of_files_whose_contacts_come_later(drop, order, cut):
    one_desk(*drop, order, cut)


CALLED = (
    "email",
    {
        "customers": CUSTOMERS,
        "users": [["U0", "Bo Works", "u0@ppl.example"]],
        "more": [["M0", "Bo Works", "m0@ppl.example"]],
        "tickets": [["T0", "Nobody", "2026-03-09", ""]],
        "answers": [["R0", "Tindra Dairy", "2026-03-02", "u2@ppl.example", "9"]],
        "calls": [["C0", "Bo Works", "2026-03-05", "m0@ppl.example"]],
        "events": [["U0@ppl.example", "logins", "2026-03-05", "1"]],
        "visits": [["u0@ppl.example", "logins", "2026-03-05", "1"]],
        "clicks": [["u0@ppl.example", "logins", "2026-03-05", "1"]],
    },
)
LATE = ("tickets", "more", "users", "calls", "answers")
"""A call that names a contact whose import goes, having come after it."""


@LAWS
@example(CALLED, [*LATE, "customers", "events", "visits", "clicks"], "more")
@given(drops(), st.permutations(list(tables("id"))), st.sampled_from(list(tables("id"))))
def test_an_import_taken_back_among_others_is_never_having_been(drop, order, gone):
    taken_back(drop, order, gone)


@pytest.mark.long
@settings(LAWS, max_examples=100)
@given(drops(), st.permutations(list(tables("id"))), st.sampled_from(list(tables("id"))))
def test_long_imports_taken_back_among_others(drop, order, gone):
    taken_back(drop, order, gone)


def taken_back(drop, order, gone):
    by, files = drop
    if gone == "customers":
        gone = "calls"  # what others hang on stays, by design
    if gone in {"users", "more"}:  # so do contacts and accounts that usage came in for
        late = {"events", "visits", "clicks"} & {*order[order.index(gone) :]}
        order = [one for one in order if one not in late]
    seen = []
    for names in (order, [one for one in order if one != gone]):
        with folders.new_desk() as (desk, path):
            story = Story(desk, path, by)
            story.bring(customers=CUSTOMERS)
            done = {name: story.bring(**{name: files[name]}).batch for name in names}
            if gone in done:
                before = story.state()
                desk.do(imports.take_back, done[gone])
                after = story.state()
                desk.undo()
                assert story.state() == before
                desk.redo()
                assert story.state() == after
            states = [story.state()]
            story.bring(**{gone: files[gone]})
            states.append(story.state())
            for files_now, _ in states:
                files_now.pop("profiles.json", None)
            seen.append(states)
            assert desk.check(full=False) == []
    assert seen[0] == seen[1]


TICKET = ["T1", "Tindra Dairy", "2026-03-01", "U1"]
USER = ["U1", "Tindra Dairy", "u1@ppl.example"]
OTHER = ["U2", "Tindra Dairy", "u2@ppl.example"]


def test_the_import_that_makes_a_contact_known_counts_and_shows_what_it_set(story):
    story.bring(customers=CUSTOMERS)
    story.bring(tickets=[TICKET])
    assert story.desk.read(waiting.count) == 0
    (told,) = [one for one in story.desk.read(quality.found, 20_530) if one.key == "contacts"]
    assert [(one.what, one.value, one.line) for one in told.rows] == [("T1", "U1", 2)]
    result = story.bring(users=[USER])
    assert result.tables["tickets"].changed == 1
    assert result.files[0].fields == {"tickets.contact_id": 1}
    assert result.notes == (
        "1 row of tickets.csv has its contact now, whom this import made known.",
    )
    (change,) = result.changes
    assert (change.key, change.field, change.before, change.after) == ("T1", "contact_id", "", "U1")
    assert story.bring(users=[USER]).notes == ()
    assert not [one for one in story.desk.read(quality.found, 20_530) if one.key == "contacts"]


def test_a_link_that_a_later_import_says_otherwise_about_is_overtaken(story):
    story.bring(customers=CUSTOMERS)
    story.bring(tickets=[TICKET, ["T2", *TICKET[1:]]])
    emptied = story.bring(tickets=[[*TICKET[:3], ""]]).batch
    story.bring(users=[USER])
    assert story.cells("ticket", "contact_id IS NULL") == [1, 0]
    story.desk.undo()
    story.desk.do(imports.take_back, emptied)
    story.bring(users=[USER])
    assert story.cells("ticket", "contact_id IS NULL") == [0, 0]


def test_a_list_loses_only_whom_the_import_taken_back_made_known(story):
    story.bring(customers=CUSTOMERS)
    call = story.bring(calls=[["C1", "Tindra Dairy", "2026-03-01", "U1;U2;U3"]]).batch
    first = story.bring(users=[USER]).batch
    story.bring(more=[OTHER])
    assert story.cells("touchpoint", "contacts") == ["1;2"]
    before = story.state()
    story.desk.do(imports.take_back, first)
    assert story.cells("touchpoint", "contacts") == ["2"]
    story.desk.undo()
    assert story.state() == before
    story.desk.do(imports.take_back, call)
    assert story.cells("touchpoint", "contacts") == []
    story.desk.undo()
    assert story.state() == before


def test_two_files_of_one_import_that_each_make_one_known_go_apart_and_together(story):
    story.bring(customers=CUSTOMERS)
    story.bring(calls=[["C1", "Tindra Dairy", "2026-03-01", "U2;U1"]])
    states = [story.state()]
    batch = story.bring(users=[USER], more=[OTHER]).batch
    states.append(story.state())
    assert story.cells("touchpoint", "contacts") == ["2;1"]
    story.desk.do(imports.take_back, batch, file="users.csv")
    assert story.cells("touchpoint", "contacts") == ["2"]
    story.desk.undo()
    assert story.state() == states[1]
    story.desk.do(imports.take_back, batch)
    assert story.state() == states[0]
    story.desk.undo()
    assert story.state() == states[1]


def test_the_same_file_again_keeps_no_second_copy_of_its_links(story):
    story.bring(customers=CUSTOMERS)
    story.bring(tickets=[TICKET])
    story.bring(tickets=[TICKET])
    assert story.cells("waiting_row", "value") == ["U1"]


def test_an_ambiguous_name_and_a_row_that_is_gone_stay_empty(story):
    story.by = "email"
    story.bring(customers=CUSTOMERS)
    told = "both@ppl.example"
    story.bring(tickets=[["T1", "Tindra Dairy", "2026-03-01", told]])
    both = [[one, "Tindra Dairy", told] for one in ("U1", "U2")]
    assert "tickets" not in story.bring(users=both).tables
    assert story.cells("ticket", "contact_id") == [None]


def test_rows_that_wait_for_their_account_bring_their_contact_along(story):
    story.bring(tickets=[TICKET])
    story.bring(customers=CUSTOMERS)
    assert story.cells("ticket", "contact_id") == [None]
    story.bring(users=[USER])
    assert story.contacts()["tickets.csv"] == ["U1"]


def test_settled_rows_keep_whom_they_name(story):
    story.bring(customers=CUSTOMERS)
    story.bring(tickets=[["T1", "Tindra AB", "2026-03-01", "U1"]])
    story.desk.do(waiting.settle, [Match("name", "Tindra AB", "c0")])
    story.bring(users=[USER])
    assert story.contacts()["tickets.csv"] == ["U1"]
