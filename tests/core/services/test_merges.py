"""Two records made one, and two again: exactly, at any time, whatever came between."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import DeskError, NotFound
from healthdesk.core.services import duplicates, edits, exports, imports, matching
from healthdesk.core.services.import_log import Driver
from tests import make

IDS = ("a", "b", "c")
FIRST = date(2026, 3, 1)


def day(number):
    return (FIRST + timedelta(days=number)).isoformat()


def folder(path, **tables):
    """An exchange folder: by table, dicts with the same keys."""
    path.mkdir()
    for name, rows in tables.items():
        if rows:
            with (path / f"{name}.csv").open("w", newline="") as stream:
                writer = csv.DictWriter(stream, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
    return path


def accounts(*ids, **more):
    return [{"account_id": one, "name": f"Account {one}", **more} for one in ids]


def uses(*cells):
    return [
        {"account_id": account, "metric": metric, "day": day(number), "value": value}
        for account, metric, number, value in cells
    ]


METRICS = [
    {"metric": "logins", "fill": "zero"},
    {"metric": "health", "fill": "gap"},
]


def exported(desk, place):
    desk.read(exports.exchange, place)
    return {file.name: file.read_bytes() for file in place.iterdir() if file.is_file()}


def read(file):
    with file.open(newline="") as stream:
        return list(csv.DictReader(stream))


def cells(desk, metric="logins"):
    rows = desk.read(
        lambda tx: Driver(tx).run(
            "SELECT account_id, day, value FROM usage_by_day WHERE metric = ? ORDER BY 1, 2",
            (metric,),
        )
    )
    return {(account, (date.fromisoformat(on) - FIRST).days): value for account, on, value in rows}


@pytest.fixture
def desk(furnished):
    return furnished("merging")


def test_counts_add_up_and_of_levels_the_kept_value_stands(desk, tmp_path):
    usage = uses(
        ("a", "logins", 0, 5), ("b", "logins", 0, 3), ("b", "logins", 1, 2), ("a", "logins", 2, 9),
        ("a", "health", 0, 70), ("b", "health", 0, 60), ("b", "health", 1, 61),
    )  # fmt: skip
    desk.do(
        imports.run,
        [folder(tmp_path / "x", accounts=accounts("a", "b"), metrics=METRICS, usage=usage)],
    )
    before = exported(desk, tmp_path / "before")
    number = desk.do(duplicates.merge, "accounts", "a", ["b"])
    assert cells(desk) == {("a", 0): 8, ("a", 1): 2, ("a", 2): 9}
    assert cells(desk, "health") == {("a", 0): 70, ("a", 1): 61}
    assert desk.check() == []
    desk.do(duplicates.unmerge, number)
    assert exported(desk, tmp_path / "after") == before
    assert desk.check() == []


def test_usage_that_is_equal_on_every_shared_day_is_one_delivery_and_stays(desk, tmp_path):
    same = [("logins", 0, 5), ("logins", 1, 3)]
    usage = uses(
        *(("a", *one) for one in same), *(("b", *one) for one in same), ("b", "logins", 2, 4)
    )
    desk.do(
        imports.run,
        [folder(tmp_path / "x", accounts=accounts("a", "b"), metrics=METRICS, usage=usage)],
    )
    desk.do(duplicates.merge, "accounts", "a", ["b"])
    assert cells(desk) == {("a", 0): 5, ("a", 1): 3, ("a", 2): 4}


def test_attributes_fill_gaps_and_the_id_means_the_kept_account_from_then_on(desk, tmp_path):
    both = [
        {"account_id": "a", "name": "A", "tier": "gold", "region": ""},
        {"account_id": "b", "name": "B", "tier": "tin", "region": "north"},
        {"account_id": "kid", "name": "K", "tier": "", "region": ""},
    ]
    desk.do(imports.run, [folder(tmp_path / "x", accounts=both)])
    desk.do(duplicates.merge, "accounts", "a", ["b"])
    assert desk.read(lambda tx: matching.finder(tx).account("id", "b")) == "a"
    assert desk.read(lambda tx: matching.finder(tx).account("", "b")) == "a"
    again = desk.do(
        imports.run,
        [
            folder(
                tmp_path / "y",
                accounts=[
                    {"account_id": "b", "name": "B again", "parent_id": ""},
                    {"account_id": "kid", "name": "K", "parent_id": "b"},
                ],
                tickets=[
                    {"ticket_id": "t", "account_id": "b", "opened_on": day(1), "priority": "high"}
                ],
            )
        ],
    )
    assert again.rejects == ()
    rows = desk.read(
        lambda tx: Driver(tx).run(
            "SELECT a.account_id, a.name, p.account_id FROM account AS a"
            " LEFT JOIN account AS p ON p.id = a.parent_id ORDER BY a.id"
        )
    )
    assert rows == [("a", "A", None), ("kid", "K", "a")]
    values = desk.read(
        lambda tx: Driver(tx).run(
            "SELECT k.key, v.value FROM attribute_value AS v JOIN attribute AS k"
            " ON k.id = v.attribute_id WHERE v.account_id = 1 ORDER BY k.key"
        )
    )
    assert values == [("region", "north"), ("tier", "gold")]
    assert desk.read(lambda tx: Driver(tx).run("SELECT account_id FROM ticket")) == [(1,)]
    assert desk.check() == []


def test_taking_back_the_import_that_brought_the_other_account_ends_the_merge(desk, tmp_path):
    one = folder(
        tmp_path / "x", accounts=accounts("a"), metrics=METRICS, usage=uses(("a", "logins", 0, 5))
    )
    two = folder(
        tmp_path / "y",
        accounts=accounts("b"),
        usage=uses(("b", "logins", 0, 3), ("b", "logins", 1, 1)),
    )
    desk.do(imports.run, [one])
    before = exported(desk, tmp_path / "before")
    batch = desk.do(imports.run, [two]).batch
    desk.do(duplicates.merge, "accounts", "a", ["b"])
    merged = exported(desk, tmp_path / "merged")
    desk.do(imports.take_back, batch)
    assert exported(desk, tmp_path / "without") == before
    assert desk.read(duplicates.merges) == ()
    assert desk.check() == []
    desk.undo()
    assert exported(desk, tmp_path / "again") == merged
    assert len(desk.read(duplicates.merges)) == 1
    assert desk.check() == []


def test_what_a_later_import_wrote_stays_with_the_kept_account(desk, tmp_path):
    usage = uses(("a", "logins", 0, 5), ("b", "logins", 0, 3), ("b", "logins", 1, 2))
    desk.do(
        imports.run,
        [folder(tmp_path / "x", accounts=accounts("a", "b"), metrics=METRICS, usage=usage)],
    )
    number = desk.do(duplicates.merge, "accounts", "a", ["b"])
    later = folder(tmp_path / "y", usage=uses(("b", "logins", 0, 7), ("a", "logins", 5, 1)))
    batch = desk.do(imports.run, [later]).batch
    assert cells(desk) == {("a", 0): 7, ("a", 1): 2, ("a", 5): 1}
    desk.do(duplicates.unmerge, number)
    assert cells(desk) == {("a", 0): 7, ("a", 5): 1, ("b", 0): 3, ("b", 1): 2}
    desk.undo()
    assert cells(desk) == {("a", 0): 7, ("a", 1): 2, ("a", 5): 1}
    desk.redo()
    desk.do(imports.take_back, batch)
    assert cells(desk) == {("a", 0): 5, ("b", 0): 3, ("b", 1): 2}
    assert desk.check() == []


def test_contacts_become_one_everywhere_and_two_again(desk, tmp_path):
    people = [
        {"contact_id": "c1", "account_id": "a", "name": "Ada", "email": "", "do_not_contact": ""},
        {"contact_id": "c2", "account_id": "a", "name": "Ada L", "email": "ada@a.test",
         "do_not_contact": "true"},
        {"contact_id": "c3", "account_id": "b", "name": "Bob", "email": "", "do_not_contact": ""},
    ]  # fmt: skip
    used = [
        {"contact_id": one, "metric": "logins", "day": day(n), "value": value}
        for one, n, value in (("c1", 0, 1), ("c2", 0, 2), ("c2", 1, 4))
    ]
    touches = [
        {"touchpoint_id": "t1", "account_id": "a", "contact_ids": "c1;c2;c3", "kind": "call",
         "day": day(2)},
        {"touchpoint_id": "t2", "account_id": "a", "contact_ids": "c2", "kind": "call",
         "day": day(3)},
    ]  # fmt: skip
    answers = [
        {"response_id": "r", "account_id": "a", "contact_id": "c2", "kind": "nps", "rating": 9,
         "day": day(1)}
    ]  # fmt: skip
    desk.do(
        imports.run,
        [
            folder(
                tmp_path / "x", accounts=accounts("a", "b"), metrics=METRICS, contacts=people,
                contact_usage=used, touchpoints=touches, surveys=answers,
            )
        ],
    )  # fmt: skip
    before = exported(desk, tmp_path / "before")
    number = desk.do(duplicates.merge, "contacts", "c1", ["c2"])
    desk.read(exports.exchange, tmp_path / "merged")
    rows = {row["contact_id"]: row for row in read(tmp_path / "merged/contacts.csv")}
    assert set(rows) == {"c1", "c3"}
    assert (rows["c1"]["name"], rows["c1"]["email"], rows["c1"]["do_not_contact"]) == (
        "Ada", "ada@a.test", "true",
    )  # fmt: skip
    lists = [row["contact_ids"] for row in read(tmp_path / "merged/touchpoints.csv")]
    assert lists == ["c1;c3", "c1"]
    counted = [row["value"] for row in read(tmp_path / "merged/contact_usage.csv")]
    assert sorted(map(float, counted)) == [3, 4]
    again = desk.do(
        imports.run,
        [
            folder(
                tmp_path / "y", contacts=people[1:2], surveys=[{**answers[0], "response_id": "r2"}]
            )
        ],
    )
    assert again.rejects == ()
    desk.undo()
    desk.do(duplicates.unmerge, number)
    assert exported(desk, tmp_path / "after") == before
    assert desk.check() == []


def test_a_child_merged_into_its_parent_and_a_parent_into_its_child(desk, tmp_path):
    family = [
        {"account_id": one, "name": one, "parent_id": parent}
        for one, parent in (("top", ""), ("mid", "top"), ("low", "mid"), ("leaf", "low"))
    ]
    desk.do(imports.run, [folder(tmp_path / "x", accounts=family)])
    before = exported(desk, tmp_path / "before")
    for number, (keep, gone) in enumerate(
        (("mid", "top"), ("top", "mid"), ("low", "top"), ("leaf", "mid"))
    ):
        merge = desk.do(duplicates.merge, "accounts", keep, [gone])
        assert desk.check() == []
        desk.do(duplicates.unmerge, merge)
        assert exported(desk, tmp_path / f"after {number}") == before


def test_what_was_typed_into_the_one_that_goes_is_kept_from_files_as_before(desk, tmp_path):
    both = [
        {"account_id": "a", "name": "A", "tier": "gold", "region": ""},
        {"account_id": "b", "name": "B", "tier": "tin", "region": "north"},
    ]
    desk.do(imports.run, [folder(tmp_path / "x", accounts=both)])
    desk.do(edits.set_account, "b", "region", "south")
    desk.do(edits.set_account, "b", "tier", "iron")
    before = make.dump(desk)
    number = desk.do(duplicates.merge, "accounts", "a", ["b"])
    desk.do(
        imports.run,
        [folder(tmp_path / "y", accounts=[{"account_id": "a", "name": "A", "region": "west"}])],
    )
    region = desk.read(
        lambda tx: Driver(tx).run(
            "SELECT value FROM attribute_value AS v JOIN attribute AS k ON k.id = v.attribute_id"
            " WHERE k.key = 'region' ORDER BY day DESC, v.id DESC LIMIT 1"
        )
    )
    assert region == [("south",)]
    desk.undo()
    desk.do(duplicates.unmerge, number)
    assert make.dump(desk)["hand_edit"] == before["hand_edit"]
    assert desk.check() == []


def test_refusals_are_sentences_and_change_nothing(desk, tmp_path):
    desk.do(imports.run, [folder(tmp_path / "x", accounts=accounts("a", "b", "c"))])
    first = desk.do(duplicates.merge, "accounts", "a", ["b"])
    desk.do(duplicates.merge, "accounts", "c", ["a"])
    before = make.dump(desk)
    for call, told in (
        ((duplicates.merge, "accounts", "c", ["c"]), "with itself"),
        ((duplicates.merge, "accounts", "c", ["nobody"]), "no account nobody"),
        ((duplicates.merge, "accounts", "c", []), "nothing to merge"),
        ((duplicates.unmerge, 99), "no such merge"),
        ((duplicates.unmerge, first), "merged into Account c since"),
        ((duplicates.keep_apart, "accounts", "c", "zz"), "no account zz"),
    ):
        with pytest.raises((DeskError, NotFound), match=told):
            desk.do(*call)
    assert make.dump(desk) == before
    assert desk.read(lambda tx: matching.finder(tx).account("id", "b")) == "c"


ACTS = st.lists(
    st.tuples(
        st.sampled_from(IDS),
        st.sampled_from(["logins", "health"]),
        st.integers(0, 4),
        st.integers(0, 9),
    ),
    max_size=12,
    unique_by=lambda one: one[:3],
)
ROWS = st.fixed_dictionaries(
    {
        "usage": ACTS,
        "tiers": st.lists(st.sampled_from(["", "gold", "tin"]), min_size=3, max_size=3),
        "pulses": st.lists(
            st.tuples(st.sampled_from(IDS), st.integers(0, 2)), max_size=4, unique=True
        ),
        "tickets": st.lists(st.sampled_from(IDS), max_size=3),
        "parents": st.sampled_from(["", "ab", "ba", "cb", "ac"]),
    }
)


def written(path, rows):
    parent = dict([rows["parents"]]) if rows["parents"] else {}
    return folder(
        path,
        accounts=[
            {
                "account_id": one,
                "name": f"Account {one}",
                "tier": tier,
                "parent_id": parent.get(one, ""),
            }
            for one, tier in zip(IDS, rows["tiers"], strict=True)
        ],
        metrics=METRICS,
        usage=uses(*rows["usage"]),
        pulses=[
            {"account_id": one, "day": day(n), "value": 0.5, "by": "me"}
            for one, n in rows["pulses"]
        ],
        tickets=[
            {"ticket_id": f"t{n}", "account_id": one, "opened_on": day(n), "priority": "low"}
            for n, one in enumerate(rows["tickets"])
        ],
    )


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(first=ROWS, second=ROWS, later=ACTS, data=st.data())
def test_law_merge_unmerge_is_the_desk_before_and_so_is_undo(
    tmp_path_factory, first, second, later, data
):
    place = tmp_path_factory.mktemp("law")
    desk = Desk.create(place / "d.healthdesk", clock=make.CLOCK)
    try:
        desk.do(imports.run, [written(place / "1", first)])
        batch = desk.do(imports.run, [written(place / "2", second)]).batch
        facts, before = exported(desk, place / "f0"), make.dump(desk)
        keep, gone = data.draw(st.permutations(IDS))[:2]
        number = desk.do(duplicates.merge, "accounts", keep, [gone])
        assert desk.check(full=False) == []
        merged, dumped = exported(desk, place / "m"), make.dump(desk)
        desk.undo()
        assert make.dump(desk) == before
        desk.redo()
        assert make.dump(desk) == dumped
        # A restart between: what undoing needs is in the desk.
        desk.close()
        desk = Desk.open(place / "d.healthdesk", clock=make.CLOCK)
        desk.do(duplicates.unmerge, number)
        assert exported(desk, place / "f1") == facts
        assert desk.check(full=False) == []
        desk.undo()
        assert make.dump(desk) == dumped
        # An import after the merge, taken back again, leaves the merge as it was ...
        if later:
            desk.do(imports.run, [folder(place / "l", usage=uses(*_once(later, keep, gone)))])
            mixed = exported(desk, place / "x")
            # ... and one before it can be taken back and put back under it.
            desk.do(imports.take_back, batch)
            assert desk.check(full=False) == []
            desk.undo()
            assert exported(desk, place / "y") == mixed
            desk.undo()
            assert exported(desk, place / "z") == merged
        desk.do(imports.take_back, batch)
        desk.undo()
        assert exported(desk, place / "n") == merged
        desk.do(duplicates.unmerge, number)
        assert exported(desk, place / "f2") == facts
        assert desk.check(full=False) == []
    finally:
        desk.close()


def _once(rows, keep, gone):
    """Usage after a merge: a day of both would stand twice in the file."""
    seen = {}
    for account, *rest in rows:
        seen[keep if account == gone else account, *rest[:2]] = (account, *rest)
    return list(seen.values())
