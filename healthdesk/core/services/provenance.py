"""Where stored rows came from: each as it is kept, with file, line, import and day, or typed here.

Not here: which rows stand behind a number (evidence.py and whoever shows the number).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, cast

import numpy as np

from healthdesk.core.domain.attribute import number_text
from healthdesk.core.domain.exchange import TABLES, Table
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.source_ref import Origin, Ref, RowRef, RowSource, UsageRef
from healthdesk.core.domain.stamp import Suggestion, found_words
from healthdesk.core.services import exports, sources_said, stamp_rules, version_rows
from healthdesk.core.services.import_cells import unpack
from healthdesk.core.services.import_log import Driver, quoted
from healthdesk.core.services.wording import begun, long_date
from healthdesk.core.store import tables, usage
from healthdesk.core.store.db import Tx

MOST: Final = 5_000
"""Rows that are looked up at once; more are cut, and whoever shows them says so."""
_IN_FILES: Final = {
    table.store: table for table in TABLES if table.name not in {"accounts", "usage"}
}
_KINDS: Final = {
    "account": "Account",
    "attribute_value": "Attribute",
    "contact": "Contact",
    "metric": "Metric",
    "survey": "Survey answer",
    "pulse": "Pulse",
    "touchpoint": "Touchpoint",
    "ticket": "Ticket",
    "subscription": "Subscription",
    "invoice": "Invoice",
    "milestone": "Milestone",
    "mention": "Mention",
    "score_override": "Override",
    "contact_usage": "Contact's usage",
    "outcome": "Outcome",
}
_USAGE_KIND: Final = "Daily value"
_NAMES: Final = {
    "account": ("account", "account_id"),
    "contact": ("contact", "coalesce(nullif(name, ''), contact_id)"),
    "touchpoint": ("touchpoint", "touchpoint_id"),
    "survey": ("survey", "response_id"),
    "ticket": ("ticket", "ticket_id"),
    "mention": ("mention", "mention_id"),
    "successor": ("contact", "coalesce(nullif(name, ''), contact_id)"),
}
"""What a column `<name>_id` points at, and what is shown of it."""
MILESTONE: Final = "milestone"
_HIDDEN: Final = frozenset({"id", "batch_id", "content"})
_ENDS: Final = {
    "closed_on": ("closed_at", "closed_how"),
    "paid_on": (),
    "done_on": ("done_at", "touchpoint"),
    "dropped_on": ("dropped_why",),
    "verdict_on": ("verdict",),
    "answered_on": ("answer",),
    "left_on": ("successor",),
    "heard_on": (),
    "acted_on": (),
    "told_on": (),
}
"""Fields that tell on which day something came to an end, and what is not known before it."""


def rows(tx: Tx, refs: Sequence[Ref], day: int | None = None) -> tuple[RowSource, ...]:
    """The stored rows behind some references, in their order; rows that are gone are left out.

    As of a day, what came to an end later (a ticket was closed, a bill paid) is not told.
    """
    looked = _Rows(tx, day)
    looked.collect([ref for ref in refs if isinstance(ref, RowRef)])
    out: list[RowSource] = []
    for ref in refs:
        if len(out) >= MOST:
            break
        if isinstance(ref, UsageRef):
            out.extend(_usage(tx, ref)[: MOST - len(out)])
        elif ref.table == version_rows.TABLE:
            out.extend(version_rows.rows(tx, ref.row, looked.origins(ref)))
        else:
            found = looked.found.get(ref)
            out.extend(() if found is None else (found,))
            out.extend(looked.by_rule(ref))
    return tuple(out)


class _Rows:
    """Looks rows up table by table, so that a hundred cost as many questions as one."""

    def __init__(self, tx: Tx, day: int | None) -> None:
        self._tx = tx
        self._day = day
        self._driver = Driver(tx)
        self.found: dict[RowRef, RowSource] = {}
        self._ruled: dict[RowRef, Suggestion | None] = {}

    def collect(self, refs: Sequence[RowRef]) -> None:
        """Find all of these."""
        by_table: dict[str, list[int]] = {}
        for ref in dict.fromkeys(refs):
            if ref.row >= 0 and ref.table != version_rows.TABLE:
                by_table.setdefault(ref.table, []).append(ref.row)
        for table, numbers in by_table.items():
            few = numbers[:MOST]
            cells = self._cells(table, few)
            origins, typed = self._origins(table, few), self._typed(table, few)
            kind = _KINDS.get(table, begun(table.replace("_", " ")))
            for row, texts in cells.items():
                came = origins.get(row, ())
                self.found[RowRef(table, row)] = RowSource(
                    kind=kind,
                    cells=texts if self._day is None else _by(texts, self._day),
                    origins=came,
                    typed=typed.get(row, "" if came else _made_here(texts)),
                )
        for row, said in stamp_rules.behind(self._tx, by_table.get(MILESTONE, ())).items():
            ref = RowRef(MILESTONE, row)
            if dict(self.found[ref].cells)["done_on"]:
                self.found[ref] = replace(self.found[ref], typed=found_words(said))
                self._ruled[ref] = said

    def by_rule(self, ref: RowRef) -> Sequence[RowSource]:
        """The values behind a milestone that a rule stamped."""
        said = self._ruled.get(ref)
        return () if said is None else _usage(self._tx, cast("UsageRef", said.ref))

    def origins(self, ref: RowRef) -> tuple[Origin, ...]:
        """The rows of files behind one row."""
        return self._origins(ref.table, [ref.row]).get(ref.row, ())

    def _cells(self, table: str, numbers: list[int]) -> dict[int, tuple[tuple[str, str], ...]]:
        """The fields and texts of rows, by row."""
        if table == "account":
            return {row: self._account(row) for row in numbers}
        if table == "attribute_value":
            return self._attributes(numbers)
        known = _IN_FILES.get(table)
        if known is not None:
            return self._facts(known, numbers)
        return self._plain(table, numbers)

    def _facts(self, table: Table, numbers: list[int]) -> dict[int, tuple[tuple[str, str], ...]]:
        head, found = exports.stored(self._tx, table, numbers)
        return {row: tuple(zip(head, texts, strict=True)) for row, texts in found.items()}

    def _account(self, row: int) -> tuple[tuple[str, str], ...]:
        """An account and what is known of it, each attribute with the day it was learned."""
        own = self._driver.run(
            "SELECT a.account_id, a.name, p.account_id FROM account AS a"
            " LEFT JOIN account AS p ON p.id = a.parent_id WHERE a.id = ?",
            (row,),
        )
        if not own:
            return ()
        account, name, parent = own[0]
        cells = [("account_id", account), ("name", name), ("parent_id", parent or "")]
        # Before the first value that is known, the first one holds.
        known: dict[str, tuple[int, str]] = {}
        for key, since, value in self._driver.run(
            "SELECT t.key, v.day, v.value FROM attribute_value AS v"
            " JOIN attribute AS t ON t.id = v.attribute_id WHERE v.account_id = ?"
            " ORDER BY t.position, t.id, v.day",
            (row,),
        ):
            if key not in known or self._day is None or since <= self._day:
                known[key] = (since, value or "")
        told = [(key, f"{value} (since {_day(on)})") for key, (on, value) in known.items()]
        return (*cells, *told, *self._said(account))

    def _said(self, account: str, field: str = "") -> list[tuple[str, str]]:
        """What sources say of an account where they differ, whoever's word is in force."""
        return [
            (f"{name} as {one.source} says", f"{one.value} (on {_day(one.day)})")
            for name, one in sources_said.beside(self._tx, account)
            if field.casefold() in {"", name} and (self._day is None or one.day <= self._day)
        ]

    def _attributes(self, numbers: list[int]) -> dict[int, tuple[tuple[str, str], ...]]:
        listed = ", ".join(map(str, numbers))
        names = ("account_id", "attribute", "day", "value")
        return {
            row: (
                *zip(names, (account, key, _day(day), value or ""), strict=True),
                *self._said(account, key),
            )
            for row, account, key, day, value in self._driver.run(
                "SELECT v.id, a.account_id, t.key, v.day, v.value FROM attribute_value AS v"
                " JOIN account AS a ON a.id = v.account_id"
                f" JOIN attribute AS t ON t.id = v.attribute_id WHERE v.id IN ({listed})"
            )
        }

    def _plain(self, table: str, numbers: list[int]) -> dict[int, tuple[tuple[str, str], ...]]:
        """Rows of a table that no file brings: tasks, plans, findings."""
        kept = tables.Base.metadata.tables.get(table)
        if kept is None:
            return {}
        names = [column.name for column in kept.columns if column.name not in _HIDDEN]
        picked = [self._picked(name) for name in names]
        listed = ", ".join(map(str, numbers))
        sql = f'SELECT id, {", ".join(picked)} FROM "{table}" AS t WHERE id IN ({listed})'
        return {
            row[0]: tuple(
                (name.removesuffix("_id"), _plain_text(name, value))
                for name, value in zip(names, row[1:], strict=True)
            )
            for row in self._driver.run(sql)
        }

    def _picked(self, name: str) -> str:
        store, shown = _NAMES.get(name.removesuffix("_id"), ("", ""))
        if not store or not name.endswith("_id"):
            return f"t.{quoted([name])}"
        return f"(SELECT {shown} FROM {store} WHERE {store}.id = t.{quoted([name])})"

    def _origins(self, table: str, numbers: list[int]) -> dict[int, tuple[Origin, ...]]:
        """The rows of files behind rows, the newest first."""
        listed = ", ".join(map(str, numbers))
        out: dict[int, list[Origin]] = {}
        for row, file, line, batch, day in self._driver.run(
            "SELECT r.row_id, r.file, r.line, coalesce(p.load_id, b.id), b.day FROM batch_row AS r"
            " JOIN import_batch AS b ON b.id = r.batch_id"
            " LEFT JOIN import_part AS p ON p.batch_id = b.id"
            f" WHERE NOT b.undone AND r.table_name = ? AND r.row_id IN ({listed})"
            " ORDER BY r.batch_id DESC, r.seq DESC",
            (table,),
        ):
            out.setdefault(row, []).append(Origin(file, line, batch, day))
        return {row: tuple(found) for row, found in out.items()}

    def _typed(self, table: str, numbers: list[int]) -> dict[int, str]:
        """What was typed here into rows, in words."""
        listed = ", ".join(map(str, numbers))
        out: dict[int, list[str]] = {}
        for row, field, day in self._driver.run(
            "SELECT row_id, field, day FROM hand_edit"
            f" WHERE table_name = ? AND row_id IN ({listed}) ORDER BY day DESC, field",
            (table,),
        ):
            out.setdefault(row, []).append(f"{field} typed here on {long_date(day)}")
        return {row: "; ".join(found) for row, found in out.items()}


def _usage(tx: Tx, ref: UsageRef) -> list[RowSource]:
    """The stored values of some days, the newest first, each with the line that brought it."""
    driver = Driver(tx)
    found = driver.run(
        "SELECT a.id, m.id, coalesce(nullif(m.name, ''), m.metric) FROM account AS a, metric AS m"
        " WHERE a.account_id = ? AND m.metric = ?",
        (ref.account_id, ref.metric),
    )
    if not found or found[0][1] not in usage.columns(tx):
        return []
    account, metric, name = found[0]
    values = {
        day: value
        for block in usage.blocks(
            tx, [metric], accounts=(account, account), days=(ref.first, ref.last)
        )
        for _, day, value in block
        if value is not None
    }
    origins = _usage_origins(driver, account, metric, ref.first, ref.last)
    return [
        RowSource(
            kind=_USAGE_KIND,
            cells=(
                ("account_id", ref.account_id),
                ("metric", str(name)),
                ("day", _day(day)),
                ("value", number_text(values[day])),
            ),
            origins=origins.get(day, ()),
            typed="" if day in origins else "Typed here",
        )
        for day in sorted(values, reverse=True)
    ]


def _usage_origins(
    driver: Driver, account: int, metric: int, first: int, last: int
) -> dict[int, tuple[Origin, ...]]:
    """By day, the lines that wrote an account's values; a later line over an earlier one first."""
    out: dict[int, list[Origin]] = {}
    for batch, day, files, count, payload in driver.run(
        "SELECT coalesce(p.load_id, b.id), b.day, b.files, u.count, u.payload FROM batch_usage AS u"
        " JOIN import_batch AS b ON b.id = u.batch_id"
        " LEFT JOIN import_part AS p ON p.batch_id = b.id"
        " WHERE NOT b.undone AND u.metric_id = ? AND ? BETWEEN u.account_low AND u.account_high"
        " ORDER BY u.batch_id DESC, u.id",
        (metric, account),
    ):
        cells = unpack(payload, count)
        here = np.flatnonzero(
            (cells.account == account) & (cells.day >= first) & (cells.day <= last)
        )
        names = json.loads(files)
        for place in here.tolist():
            origin = Origin(names[cells.file[place]], int(cells.line[place]), batch, day)
            out.setdefault(int(cells.day[place]), []).append(origin)
    return {on: tuple(found) for on, found in out.items()}


def _by(cells: tuple[tuple[str, str], ...], day: int) -> tuple[tuple[str, str], ...]:
    """The cells without what is known only since a later day."""
    last = _day(day)
    later = {
        name
        for end, others in _ENDS.items()
        for name in (end, *others)
        if dict(cells).get(end, "") > last
    }
    return tuple((name, "" if name in later else value) for name, value in cells)


def _made_here(cells: Sequence[tuple[str, str]]) -> str:
    """That a row was made here, on which day where the row says so."""
    day = dict(cells).get("made_on", "")
    return f"Made here on {day}" if day else "Typed here"


def _plain_text(name: str, value: Any) -> str:  # noqa: ANN401 - any kept value
    """A value of a table of the desk's own, as text."""
    if value is None:
        return ""
    if isinstance(value, int) and (name in {"day", "made_on"} or name.endswith(("_on", "_day"))):
        return _day(value)
    if isinstance(value, float):
        return number_text(value)
    return str(value)


def _day(day: int) -> str:
    return to_date(day).isoformat()
