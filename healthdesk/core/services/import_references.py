"""Tells which rows others hang on: taking a batch back removes nothing from under later facts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from healthdesk.core.services.import_batch import Driver
from healthdesk.core.store.tables import Base

_ACCOUNT: Final = "account"
# What the desk works out itself goes with the account; it is no fact that someone brought.
_OWN: Final = frozenset({"score_reported"})


def referenced(driver: Driver, table: str, rows: Iterable[int]) -> set[int]:
    """Which rows of a table other rows point at (accounts: not counting their own children)."""
    wanted = list(rows)
    if not wanted:
        return set()
    tests = [
        f'EXISTS (SELECT 1 FROM {name} WHERE "{column}" = k.value)'
        for name, column in _pointers(table)
    ]
    if table == _ACCOUNT:
        tests.append("EXISTS (SELECT 1 FROM usage WHERE account_id = k.value)")
    found = driver.each(
        f"SELECT k.value FROM json_each(?) AS k WHERE {' OR '.join(tests)}", (json.dumps(wanted),)
    )
    out = {int(row) for (row,) in found}
    if table == "contact":
        out |= _in_touchpoints(driver) & set(wanted)
    if table == "metric":
        out |= _in_usage(driver, wanted)
    return out


def kept_accounts(driver: Driver, rows: Iterable[int]) -> set[int]:
    """Which of some accounts must stay: facts point at them, or a child that stays does."""
    wanted = set(rows)
    kept = referenced(driver, _ACCOUNT, wanted)
    children = list(
        driver.each(
            "SELECT a.parent_id, a.id FROM json_each(?) AS k CROSS JOIN account AS a"
            " ON a.parent_id = k.value",
            (json.dumps(sorted(wanted)),),
        )
    )
    while True:
        more = {
            parent
            for parent, child in children
            if parent not in kept and (child in kept or child not in wanted)
        }
        if not more:
            return kept
        kept |= more


def _pointers(table: str) -> list[tuple[str, str]]:
    """Every column of the desk that points at a table, by its foreign keys."""
    return [
        (other.name, key.parent.name)
        for other in Base.metadata.sorted_tables
        for key in other.foreign_keys
        if key.column.table.name == table and other.name not in {table, *_OWN}
    ]


def _in_touchpoints(driver: Driver) -> set[int]:
    lists = driver.each("SELECT contacts FROM touchpoint WHERE contacts <> ''")
    return {int(part) for (contacts,) in lists for part in contacts.split(";")}


def _in_usage(driver: Driver, metrics: list[int]) -> set[int]:
    """Which metrics have a value left; one walk through the table answers for all of them."""
    columns = {name for (name,) in driver.run("SELECT name FROM pragma_table_info('usage')")}
    asked = [metric for metric in metrics if f"m{metric}" in columns]
    if not asked:
        return set()
    tests = ", ".join(f"max(m{metric} IS NOT NULL)" for metric in asked)
    (found,) = driver.run(f"SELECT {tests} FROM usage")
    return {metric for metric, there in zip(asked, found, strict=True) if there}
