"""Random sequences of everything that brings data in or takes it back, held against a plain record.

Each operation leaves the desk sound; a refused one leaves it untouched; each step back and forward
gives the very desk that was there, down to the start.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from healthdesk.core import importers
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.intake import Decisions, Match, Plan, Planned
from healthdesk.core.domain.mapping import ColumnMap, FileMap, TableMap, UsageShape
from healthdesk.core.services import duplicates, edits, imports, matching, waiting
from tests import folders, make
from tests.core.services.test_import_mapped import CUSTOMER_ROWS, NAMES, plan_of

PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
"""Each example makes desks on disk: shrinking one would take minutes."""
LAWS = settings(
    max_examples=8, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck)
)
LOGS = {"import_batch", "import_part", "batch_row", "batch_usage", "waiting_row"}
"""What an import did is kept when it is taken back; what waits is compared as it is shown."""
PROFILES = {"profile", "profile_version"}

UNKNOWN = ("TB Clinics", "Nobody & Sons", "Kölner Nüsse GmbH")
WHOM = (*NAMES, *UNKNOWN)
IDS = ("c0", "c1", "c2", "a1", "a2", "+", None)
ACCOUNTS = "account_id,name,parent_id,owner,arr\n"


def day(number):
    return f"{1 + number:02}.03.2026"


@st.composite
def loads(draw, prefix="T", whom=WHOM):
    """Foreign files of one load: customers, tickets of whomever, events that hang on tickets."""
    out = {}
    if draw(st.booleans()):
        chosen = draw(st.lists(st.sampled_from(CUSTOMER_ROWS), unique_by=lambda one: one[0]))
        money = st.sampled_from(("", "10,5", "1.200"))
        if chosen:
            out["customers"] = [[own, name, draw(money)] for own, name, _ in chosen]
    numbers = draw(st.lists(st.integers(0, 4), max_size=4, unique=True))
    if numbers:
        out["tickets"] = [
            [
                f"{prefix}{number}",
                draw(st.sampled_from(whom)),
                day(draw(st.integers(0, 3))),
                draw(st.sampled_from(("", day(5)))),
                draw(st.sampled_from(("P1", "P2", "low"))),
            ]
            for number in numbers
        ]
    events = draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), max_size=4))
    if events:
        out["events"] = [[f"{prefix}{number}", "login", day(on)] for number, on in events]
    return out or {"tickets": [[f"{prefix}9", draw(st.sampled_from(whom)), day(1), "", "P1"]]}


def exchange(prefix="x"):
    """Tables of an exchange folder, as texts."""
    ids = st.sampled_from(("a1", "a2", "c0"))
    owner = st.sampled_from(("", "Ada", "Bo"))
    return st.builds(
        lambda first, second, who, value, kind: {
            "accounts": f"{ACCOUNTS}a1,Own one,,{who},5\na2,Own two,a1,,\n"
            f"c0,Tindra Dairy,,{who},\n",
            "usage": "account_id,metric,day,value\n"
            f"{first},login,2026-03-01,{value}\n{second},logout,2026-03-02,{value}\n",
            "tickets": "ticket_id,account_id,opened_on,priority\n"
            f"{prefix}1,{first},2026-03-01,{kind}\n",
            "contacts": f"contact_id,account_id,name\np1,{first},Pia\np2,{second},Per\n",
        },
        ids,
        ids,
        owner,
        st.integers(1, 3),
        st.sampled_from(("low", "high")),
    )


def decisions():
    """Whom some of the unknown names mean."""
    one = st.builds(Match, st.just("name"), st.sampled_from(UNKNOWN), st.sampled_from(IDS),
                    always=st.booleans())  # fmt: skip
    return st.lists(one, max_size=2, unique_by=lambda match: match.value).map(tuple)


NUMBERS = st.integers(0, 5)
STEPS = st.one_of(
    st.tuples(st.just("foreign"), loads(), decisions()),
    st.tuples(st.just("foreign"), loads(), decisions()),
    st.tuples(st.just("exchange"), exchange()),
    st.tuples(st.just("settle"), decisions()),
    st.tuples(st.just("merge"), st.permutations(("c0", "c1", "c2", "a1", "a2"))),
    st.tuples(st.just("unmerge"), NUMBERS),
    st.tuples(st.just("edit"), st.sampled_from(("a1", "c0")), st.sampled_from(("arr", "name"))),
    st.tuples(st.just("ticket"), st.sampled_from(("T0", "T1", "x1"))),
    st.tuples(st.just("take back"), NUMBERS),
    st.tuples(st.just("take back file"), NUMBERS, NUMBERS),
    st.tuples(st.just("forget"), NUMBERS),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


class Story:
    """A desk, what was done to it, and how it was before each step."""

    def __init__(self, desk, path):
        self.desk, self.path = desk, path
        self.turn = 0
        self.past = []
        self.now = self.state()
        self.future = []

    def state(self):
        """Everything a person can see of the desk."""
        self.turn += 1
        dump = {name: rows for name, rows in make.dump(self.desk).items() if name not in LOGS}
        for name in PROFILES:
            dump.pop(name)
        return {
            "facts": dump,
            "export": folders.exported(self.desk, self.path / f"out {self.turn}"),
            "waiting": [(one.by, one.value, one.rows) for one in self.desk.read(waiting.listed)],
            "batches": [
                (one.batch, one.undone, one.undone_files)
                for one in self.desk.read(imports.history)
                if not one.undone
            ],
        }

    def take(self, step):
        """Do a step; the desk is sound after it, and as before if it was refused."""
        name, *rest = step
        if name == "undo":
            self.back()
        elif name == "redo":
            self.forth()
        else:
            depth = self.desk.undo_label, len(self.desk._history.done)
            try:
                getattr(self, name.replace(" ", "_"))(*rest)
            except DeskError:
                assert self.state() == self.now, step
                assert (self.desk.undo_label, len(self.desk._history.done)) == depth
                return
            if len(self.desk._history.done) > len(self.past):
                self.past.append(self.now)
                self.future.clear()
            after = self.state()
            assert len(self.desk._history.done) == len(self.past)
            self.now = after
        problems = self.desk.check(full=False)
        assert problems == [], (step, problems)

    def back(self):
        if not self.past:
            assert self.desk.undo() is None
            return
        try:
            assert self.desk.undo()
        except DeskError as error:
            raise AssertionError(error) from error
        self.future.append(self.now)
        self.now = self.past.pop()
        self.compare()

    def forth(self):
        if not self.future:
            assert self.desk.redo() is None
            return
        assert self.desk.redo()
        self.past.append(self.now)
        self.now = self.future.pop()
        self.compare()

    def compare(self):
        found = self.state()
        for name, told in self.now.items():
            assert found[name] == told, name

    def foreign(self, files, matches):
        plan = plan_of(self.path / f"in {self.turn}", files, decisions=Decisions(matches=matches))
        self.desk.do(imports.run, [], plan=plan)

    def exchange(self, tables):
        self.desk.do(imports.run, [folders.write(self.path / f"in {self.turn}", tables)])

    def settle(self, matches):
        self.desk.do(waiting.settle, matches)

    def merge(self, ids):
        self.desk.do(duplicates.merge, "accounts", ids[0], ids[1:2])

    def unmerge(self, number):
        found = self.desk.read(duplicates.merges)
        if not found:
            raise DeskError("none")
        self.desk.do(duplicates.unmerge, found[number % len(found)].id)

    def edit(self, account, field):
        value = "77" if field == "arr" else f"Typed {self.turn}"
        self.desk.do(edits.set_account, account, field, value)

    def ticket(self, own):
        self.desk.do(edits.set_value, "tickets", [own], "priority", "urgent")

    def take_back(self, number):
        found = [one.batch for one in self.desk.read(imports.history) if not one.undone]
        if not found:
            raise DeskError("none")
        self.desk.do(imports.take_back, found[number % len(found)])

    def take_back_file(self, number, place):
        found = [one for one in self.desk.read(imports.history) if not one.undone]
        if not found:
            raise DeskError("none")
        chosen = found[number % len(found)]
        name = chosen.files[place % len(chosen.files)]
        self.desk.do(imports.take_back, chosen.batch, file=name)

    def forget(self, number):
        found = self.desk.read(matching.aliases)
        if not found:
            raise DeskError("none")
        chosen = found[number % len(found)]
        self.desk.do(matching.forget_alias, chosen.by, chosen.value)


def tell(steps):
    with folders.new_desk() as (desk, path):
        story = Story(desk, path)
        start = story.now
        for step in steps:
            story.take(step)
        while story.past:
            story.back()
        assert story.now == start
        while story.future:
            story.forth()


@LAWS
@given(st.lists(STEPS, min_size=4, max_size=9))
def test_r19_every_step_back_and_forward_gives_the_very_desk_that_was_there(steps):
    tell(steps)


def bring(desk, folder, files, **more):
    plan = plan_of(folder, files, decisions=Decisions(**more))
    return desk.do(imports.run, [], plan=plan).batch


@st.composite
def separate_loads(draw):
    """Loads that have no key in common."""
    out = []
    for prefix in "ABC":
        files = draw(loads(prefix))
        files.pop("customers", None)
        files = files or {
            "tickets": [[f"{prefix}9", draw(st.sampled_from(WHOM)), day(1), "", "P1"]]
        }
        if "events" in files:
            files["events"] = [[own, f"login {prefix}", on] for own, _, on in files["events"]]
        out.append(files)
    return out


@settings(LAWS, max_examples=6)
@given(separate_loads(), st.permutations([0, 1, 2]), st.integers(1, 3))
def test_loads_taken_back_in_any_order_are_never_having_been(three, order, count):
    gone = set(order[:count])
    seen = []
    for chosen in ((0, 1, 2), [number for number in (0, 1, 2) if number not in gone]):
        with folders.new_desk() as (desk, path):
            bring(desk, path / "base", {"customers": CUSTOMER_ROWS})
            done = {n: bring(desk, path / f"in {n}", three[n]) for n in chosen}
            for number in order[:count]:
                if number in done:
                    desk.do(imports.take_back, done[number])
            files = folders.exported(desk, path / "out")
            # The desk fits its own profile to what it knew when a kind of facts first came.
            files.pop("profiles.json", None)
            waits = {(one.by, one.value, one.rows) for one in desk.read(waiting.listed)}
            seen.append((files, waits))
            assert desk.check(full=False) == []
    assert seen[0] == seen[1]


@settings(LAWS, max_examples=6)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from(NAMES)),
        min_size=1,
        unique_by=lambda one: one[0],
    ),
    st.lists(st.integers(0, 5), min_size=1, unique=True),
    st.booleans(),
)
def test_what_later_loads_touched_stays_when_one_file_goes(rows, later, settled):
    first = [[f"T{n}", name, day(0), "", "P1"] for n, name in rows]
    names = {f"T{n}": name for n, name in rows}
    second = []
    for number in later:
        own = f"T{number}"
        other = NAMES[(NAMES.index(names.get(own, NAMES[0])) + 1) % len(NAMES)]
        second.append([own, UNKNOWN[1] if settled else other, day(1), day(2), "P2"])
    events = [[own, "login", day(3)] for own, *_ in first]
    tickets, usage = [], []
    for whole in (True, False):
        with folders.new_desk() as (desk, path):
            bring(desk, path / "base", {"customers": CUSTOMER_ROWS})
            number = 0
            if whole:
                number = bring(desk, path / "one", {"tickets": first, "events": events})
                usage.append(folders.exported(desk, path / "before")["usage.csv"])
            bring(desk, path / "two", {"tickets": second})
            if settled:
                desk.do(waiting.settle, [Match("name", UNKNOWN[1], "+")])
            if whole:
                desk.do(imports.take_back, number, file="tickets.csv")
            files = folders.exported(desk, path / "out")
            tickets.append(files["tickets.csv"])
            if whole:
                assert files["usage.csv"] == usage[0]
            assert desk.check(full=False) == []
    assert tickets[0] == tickets[1]


def test_what_goes_along_with_an_account_comes_back_with_it():
    named = Match("name", "TB Clinics", "+")
    ticket = ["T1", "TB Clinics", day(3), "", "P1"]
    tell(
        [
            ("foreign", {"tickets": [ticket]}, (named,)),
            ("take back file", 0, 0),  # the account made for the name, and what is remembered
            ("undo",),
            ("foreign", {"customers": [CUSTOMER_ROWS[0]]}, ()),
            ("edit", "c0", "arr"),
            ("take back", 0),
        ]
    )


def test_an_account_with_typed_values_belongs_to_nobody_when_its_import_goes():
    tell([("exchange", {"accounts": f"{ACCOUNTS}c0,Tindra,,,\n"}), ("edit", "c0", "arr"),
          ("take back", 0), ("undo",), ("redo",)])  # fmt: skip


HANGS = {
    "customers": (
        ("Id", "Customer"),
        TableMap("accounts", {"account_id": ColumnMap("Id"), "name": ColumnMap("Customer")}),
    ),
    "users": (
        ("User", "Org", "Mail"),
        TableMap(
            "contacts",
            {
                "contact_id": ColumnMap("User"),
                "account_id": ColumnMap("Org", by="name"),
                "email": ColumnMap("Mail"),
            },
        ),
    ),
    "tickets": (
        ("No", "From", "Opened"),
        TableMap(
            "tickets",
            {
                "ticket_id": ColumnMap("No"),
                "account_id": ColumnMap("From", by="contact"),
                "opened_on": ColumnMap("Opened"),
                "priority": ColumnMap(constant="high"),
            },
        ),
    ),
    "contracts": (
        ("Contract", "Customer", "From", "Revenue", "Seats"),
        TableMap(
            "subscriptions",
            {
                "subscription_id": ColumnMap("Contract"),
                "account_id": ColumnMap("Customer", by="id"),
                "start": ColumnMap("From"),
                "arr": ColumnMap("Revenue"),
                "seats": ColumnMap("Seats"),
            },
        ),
    ),
    "usage": (
        ("Contract", "Feature", "Day", "Times"),
        TableMap(
            "usage",
            {
                "account_id": ColumnMap("Contract", by="subscription"),
                "metric": ColumnMap("Feature"),
                "day": ColumnMap("Day"),
                "value": ColumnMap("Times"),
            },
            usage=UsageShape(combine="sum"),
        ),
    ),
    "clicks": (
        ("Ticket", "Day", "Clicks"),
        TableMap(
            "usage",
            {
                "account_id": ColumnMap("Ticket", by="ticket"),
                "metric": ColumnMap(constant="clicks"),
                "day": ColumnMap("Day"),
                "value": ColumnMap("Clicks"),
            },
            usage=UsageShape(combine="max"),
        ),
    ),
}
"""Files that hang on each other: by kind their columns and their mapping."""
MARCH = st.integers(1, 9).map("2026-03-{:02}".format)


def hung(names):
    """Rows of every file; each names a row of another file, but for a few that nobody knows."""
    users, tickets, contracts = (
        [f"{prefix}{n}" for n in range(count)] for prefix, count in (("U", 3), ("T", 4), ("S", 5))
    )

    def rows(first, *more):
        each = st.tuples(*more)
        return st.lists(each, min_size=len(first), max_size=len(first)).map(
            lambda found: [list(one) for one in zip(first, *zip(*found, strict=True), strict=True)]
        )

    amount = st.integers(1, 40).map(str)
    return st.fixed_dictionaries(
        {
            "customers": st.just([[f"c{n}", name] for n, name in enumerate(names)]),
            "users": rows(users, st.sampled_from(names), st.sampled_from(("", "a@b.example"))),
            "tickets": rows(tickets, st.sampled_from((*users, "U9")), MARCH),
            "contracts": rows(
                contracts, st.sampled_from(("c0", "c1", "c2", "c9")), MARCH, amount, amount
            ),
            "usage": st.lists(
                st.tuples(
                    st.sampled_from((*contracts, "S9")),
                    st.sampled_from(("login", "export")),
                    MARCH,
                    amount,
                ),
                min_size=1,
                max_size=25,
            ),
            "clicks": st.lists(
                st.tuples(st.sampled_from((*tickets, "T9")), MARCH, amount), min_size=1, max_size=9
            ),
        }
    )


def hang(desk, folder, loads):
    """Import files, those of a load together; the desk before each load, and at the end."""
    states = []
    for number, load in enumerate(loads):
        states.append(everything(desk, folder / f"before {number}"))
        planned = []
        (folder / f"in {number}").mkdir()
        for kind, rows in load.items():
            columns, table = HANGS[kind]
            path = folder / f"in {number}" / f"{kind}.csv"
            lines = [",".join(cells) for cells in (columns, *rows)]
            path.write_text("\n".join(lines), encoding="utf-8")
            (raw,) = importers.open_place(str(path))
            planned.append(Planned(raw, FileMap(kind, (f"{kind}*.csv",), tables=(table,))))
        desk.do(imports.run, [], plan=Plan(tuple(planned)))
        assert desk.check(full=False) == []
    states.append(everything(desk, folder / "end"))
    return states


def everything(desk, folder):
    """What a desk holds and what waits."""
    waits = [(one.by, one.value, one.rows) for one in desk.read(waiting.listed)]
    return folders.exported(desk, folder), sorted(waits)


def one_desk(files, order, cut):
    """Import files in two orders, and take each import back."""
    ends = []
    for names in (list(HANGS), order):
        with folders.new_desk() as (desk, path):
            states = hang(desk, path, [{name: files[name]} for name in names])
            ends.append(states[-1])
            for number, before in enumerate(reversed(states[:-1])):
                newest = next(one for one in desk.read(imports.history) if not one.undone)
                desk.do(imports.take_back, newest.batch)
                assert everything(desk, path / f"again {number}") == before, names
                assert desk.check(full=False) == []
            while desk.undo():
                pass
            assert everything(desk, path / "undone") == states[0]
            for _ in names:
                assert desk.redo()
            assert everything(desk, path / "redone") == states[-1]
    for name, told in ends[0][0].items():
        assert ends[1][0][name] == told, name
    assert ends[0][1] == ends[1][1]
    with folders.new_desk() as (desk, path):
        loads = [{name: files[name] for name in part} for part in (order[:cut], order[cut:])]
        assert hang(desk, path, loads)[-1] == ends[0]


@settings(LAWS, max_examples=4)
@given(hung(NAMES), st.permutations(list(HANGS)), st.integers(1, 5))
def test_files_that_hang_on_each_other_give_one_desk_in_any_order(files, order, cut):
    one_desk(files, order, cut)


@pytest.mark.long
@settings(LAWS, max_examples=100)
@given(hung(NAMES), st.permutations(list(HANGS)), st.integers(1, 5))
def test_long_orders_of_files_that_hang_on_each_other(files, order, cut):
    one_desk(files, order, cut)


@pytest.mark.long
@settings(LAWS, max_examples=400)
@given(st.lists(STEPS, min_size=6, max_size=25))
def test_r19_long_stories(steps):
    tell(steps)
