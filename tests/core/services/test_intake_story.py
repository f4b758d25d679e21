"""A load with everything in it: waiting rows settled since, names decided, conflicts, rules.

Taken back, put back, backed up, restored and exported, nothing of it dangles.
"""

from __future__ import annotations

import pytest

from healthdesk.core.desk import Desk, restore
from healthdesk.core.domain.intake import Decisions, Match
from healthdesk.core.services import (
    duplicates,
    edits,
    import_rules,
    imports,
    mappings,
    matching,
    waiting,
)
from tests import folders, make
from tests.core.services.test_import_mapped import CUSTOMER_ROWS, plan_of

TICKETS = [
    ["T1", "Tindra Dairy", "21.02.2026", "", "P1"],
    ["T2", "TB Clinics", "22.02.2026", "", "P2"],
    ["T3", "Nobody & Sons", "23.02.2026", "", "P2"],
    ["T4", "Test account", "24.02.2026", "", "low"],
    ["T5", "Somebody else", "25.02.2026", "", "low"],
]
EVENTS = [["T1", "login", "22.02.2026"], ["T3", "login", "23.02.2026"]]
LOGS = {"import_batch", "import_part", "batch_row", "batch_usage", "waiting_row", "mapping",
        "profile", "profile_version"}  # fmt: skip


def facts(desk):
    return {name: rows for name, rows in make.dump(desk).items() if name not in LOGS}


def load(desk, folder, files, **more):
    plan = plan_of(folder, files, decisions=Decisions(**more))
    return desk.do(imports.run, [], plan=plan)


@pytest.fixture
def told(desk, tmp_path):
    """The load and what came of it, with how the desk was before each."""
    load(desk, tmp_path / "base", {"customers": CUSTOMER_ROWS})
    desk.do(edits.set_account, "c0", "arr", "77")
    before = facts(desk), folders.exported(desk, tmp_path / "before")
    decided = (Match("name", "Nobody & Sons", "+"), Match("name", "Test account", None))
    files = {"customers": CUSTOMER_ROWS, "tickets": TICKETS, "events": EVENTS}
    first = load(
        desk, tmp_path / "one", files, matches=decided, rules={("accounts", "arr"): "file"}
    )
    assert first.tables["tickets"].new == 2
    assert [one.side for one in first.conflicts] == ["file"]
    settled = desk.do(
        waiting.settle, [Match("name", "TB Clinics", "c2"), Match("name", "Somebody else", "+")]
    )
    return before, first.batch, settled.batch


def test_taken_back_in_either_order_nothing_is_left(desk, tmp_path, told):
    (start, export), first, settled = told
    full = make.dump(desk)
    for order in ((settled, first), (first, settled)):
        for batch in order:
            desk.do(imports.take_back, batch)
            assert desk.check() == []
        found = facts(desk)
        rules = found.pop("setting"), start["setting"]
        assert {n: r for n, r in start.items() if n != "setting"} == found
        assert len(rules[0]) == len(rules[1]) + 1, "a rule is for always, until it is changed"
        assert folders.exported(desk, tmp_path / f"out {order[0]}") == export
        assert desk.read(waiting.listed) == ()
        assert desk.read(matching.aliases) == ()
        desk.undo()
        desk.undo()
        assert make.dump(desk) == full
    assert desk.read(import_rules.kept) == {("accounts", "arr"): "file"}


def test_what_was_settled_waits_again_when_the_settling_goes(desk, told):
    _, first, settled = told
    desk.do(imports.take_back, settled)
    assert {one.value for one in desk.read(waiting.listed)} == {"TB Clinics", "Somebody else"}
    desk.do(imports.take_back, first, file="tickets.csv")
    assert desk.read(waiting.listed) == ()
    assert desk.check() == []
    desk.undo()
    assert desk.read(waiting.count) == 2


def test_a_backup_brings_all_of_it_back(desk, tmp_path, told):
    _, first, settled = told
    desk.do(imports.take_back, settled)
    desk.do(duplicates.merge, "accounts", "c0", ["c1"])
    full, mapped = make.dump(desk), desk.read(mappings.all)
    assert mapped
    file = desk.backup(tmp_path / "copy.healthdesk").file
    desk.do(imports.take_back, first)
    desk.close()
    restore(desk.path, file)
    with Desk.open(desk.path, clock=make.CLOCK) as again:
        assert make.dump(again) == full
        assert again.check() == []
        assert again.read(mappings.all) == mapped
        (merge,) = again.read(duplicates.merges)
        again.do(duplicates.unmerge, merge.id)
        again.do(waiting.settle, [Match("name", "TB Clinics", "c2")])
        again.do(imports.take_back, first)
        assert again.check() == []


def test_an_exchange_folder_holds_facts_and_not_how_they_came(desk, tmp_path, told):
    del told
    out = folders.exported(desk, tmp_path / "out")
    assert not [name for name in out if "mapping" in name or "alias" in name]
    with folders.new_desk() as (other, place):
        other.do(imports.run, [tmp_path / "out"])
        assert folders.exported(other, place / "again") == out
        assert other.read(mappings.all) == ()
