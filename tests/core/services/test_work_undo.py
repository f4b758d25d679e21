"""Work with accounts is undone and done again exactly; so are merges of records that have any."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from healthdesk.core.services import duplicates
from tests import make


@pytest.fixture
def desk(furnished):
    made = furnished("work")
    made.do(make.fill)
    return made


def ids(desk, table):
    return desk.read(lambda tx: tx.execute(text(f"SELECT id FROM {table} ORDER BY id")).all())


def both_ways(desk, before):
    """Undo gives what was before; redo, then undo again, too."""
    after = make.dump(desk)
    assert desk.undo() is not None
    assert make.dump(desk) == before
    desk.redo()
    assert make.dump(desk) == after
    desk.undo()
    assert make.dump(desk) == before
    desk.redo()


@pytest.mark.parametrize(("kind", "letter"), [("accounts", "a"), ("contacts", "c")])
def test_records_with_a_row_in_every_table_merge_and_part_again(desk, kind, letter):
    before = make.dump(desk)
    desk.do(duplicates.merge, kind, f"{letter}0", [f"{letter}1", f"{letter}2"])
    assert desk.check() == []
    both_ways(desk, before)
    for one in desk.read(duplicates.merges):
        desk.do(duplicates.unmerge, one.id)
    assert desk.read(duplicates.merges) == ()
    parted = make.dump(desk)
    for told in (before, parted):
        told.pop("account_merge")  # it says which merges there have been
    assert parted == before
    assert desk.check() == []
