"""Stored rows with the file, line and day they came from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from healthdesk.core.desk import Desk, Tx
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.domain.source_ref import Ref, RowRef, RowSource, UsageRef
from healthdesk.core.services import edits, imports, provenance
from healthdesk.core.store.tables import Account, Pulse, Task

MARCH_7, MARCH_14 = to_day(date(2026, 3, 7)), to_day(date(2026, 3, 14))


def _first(desk: Desk, table: str) -> int:
    return desk.read(lambda tx: tx.execute(text(f"SELECT min(id) FROM {table}")).scalar_one())


def _rows(desk: Desk, *refs: Ref) -> tuple[RowSource, ...]:
    return desk.read(provenance.rows, refs)


def _lines(folder: Path, name: str) -> list[str]:
    return (folder / name).read_text().splitlines()


def test_a_stored_row_shows_its_cells_and_the_line_of_its_file(
    example: Desk, tmp_path: Path
) -> None:
    (found,) = _rows(example, RowRef("survey", _first(example, "survey")))
    origin = found.origins[0]
    assert (origin.file, origin.batch) == ("surveys.csv", 1)
    line = _lines(tmp_path / "facts", origin.file)[origin.line - 1]
    cells = dict(found.cells)
    assert line.startswith(cells["response_id"])
    assert cells["rating"] in line
    assert cells["day"] in line
    assert found.kind == "Survey answer"


def test_each_daily_value_leads_to_its_own_line(example: Desk, tmp_path: Path) -> None:
    (account,) = example.read(lambda tx: tx.execute(text("SELECT account_id FROM account")).one())
    found = _rows(example, UsageRef(account, "active_users", MARCH_7, MARCH_14))
    assert len(found) == 8
    file = _lines(tmp_path / "facts", "usage.csv")
    for one in found:
        cells = dict(one.cells)
        said = file[one.origins[0].line - 1].split(",")
        assert said == [account, "active_users", cells["day"], cells["value"]]
    assert [dict(one.cells)["day"] for one in found[:2]] == ["2026-03-14", "2026-03-13"]


def test_a_later_import_stands_before_the_first(example: Desk, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    head, *lines = _lines(tmp_path / "facts", "usage.csv")
    changed = lines[-1].rpartition(",")[0] + ",99"
    (again / "usage.csv").write_text(f"{head}\n{changed}\n")
    example.do(imports.run, [again])
    account, metric, day, _ = changed.split(",")
    when = to_day(date.fromisoformat(day))
    (found,) = _rows(example, UsageRef(account, metric, when, when))
    assert dict(found.cells)["value"] == "99"
    assert [(one.batch > 1, one.line) for one in found.origins] == [
        (True, 2),
        (False, len(lines) + 1),
    ]


def test_what_was_taken_back_is_no_origin(example: Desk) -> None:
    row = _first(example, "survey")
    example.do(imports.take_back, 1)
    assert _rows(example, RowRef("survey", row)) == ()


@op("Type rows")
def _type(tx: Tx) -> tuple[int, int]:
    account = tx.execute(text("SELECT min(id) FROM account")).scalar_one()
    pulse = Pulse(account_id=account, day=MARCH_14, value=0.0)
    task = Task(account_id=account, title="Call them", checklist=[], made_on=MARCH_14)
    tx.add_all([pulse, task])
    tx.flush()
    return pulse.id, task.id


def test_what_was_made_here_says_so(example: Desk) -> None:
    pulse, task = example.do(_type)
    typed, made = _rows(example, RowRef("pulse", pulse), RowRef("task", task))
    assert (typed.typed, typed.origins) == ("Typed here", ())
    assert made.typed == "Made here on 2026-03-14"
    assert dict(made.cells)["title"] == "Call them"
    assert dict(made.cells)["account"]


def test_a_field_typed_here_is_told_beside_the_file(example: Desk) -> None:
    account, row = example.read(
        lambda tx: tx.execute(text("SELECT account_id, id FROM account")).one()
    )
    example.do(edits.set_account, account, "name", "Renamed")
    (found,) = _rows(example, RowRef("account", row))
    assert dict(found.cells)["name"] == "Renamed"
    assert found.origins[0].file == "accounts.csv"
    assert found.typed == "name typed here on 14 Mar 2026"


def test_references_keep_their_order_and_missing_rows_are_left_out(example: Desk) -> None:
    survey, touch = _first(example, "survey"), _first(example, "touchpoint")
    found = _rows(
        example, RowRef("touchpoint", touch), RowRef("survey", 10_000), RowRef("survey", survey)
    )
    assert [one.kind for one in found] == ["Touchpoint", "Survey answer"]


@pytest.mark.parametrize("table", ["sqlite_master", "nothing; DROP TABLE account"])
def test_a_table_that_is_none_gives_nothing(example: Desk, table: str) -> None:
    assert _rows(example, RowRef(table, 1)) == ()
    assert example.read(lambda tx: tx.query(Account).count()) == 1
