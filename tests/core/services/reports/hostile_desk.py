"""A small desk in which every column of free text holds what a format would run, mark up or lose.

The facts are those of a small sample desk, with a row of all that a person writes; what they say is
replaced column by column, so that no text is told apart from an order by where it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.desk import Desk, Tx
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.domain.report import Card, Cell, Column, Pair, Row
from healthdesk.core.domain.report_given import GivenCards, GivenTable
from healthdesk.core.services import runs
from healthdesk.core.store import tables
from tests import make, odd_desk, ready
from tests.core.exporters.hostile_texts import HOSTILE, LONG

DAY: Final = to_day(make.NOW.date())
SUBJECT: Final = "sorrel-pine"
ENDLESS: Final = "tindra-dairy"
"""The account whose name has 10,000 characters."""
BRAND: Final = "=1+1 <b>Brand</b> \u202e#read(x)"
SEGMENT: Final = "=SUM(A1) [all](javascript:1) <i>\u4f1a\u793e</i>"
MARK: Final = re.compile(r"n\d{5}")
FREE: Final = {
    "account": "name",
    "contact": "name email phone title role",
    "metric": "name unit",
    "survey": "comment",
    "pulse": "by note",
    "touchpoint": "subject body",
    "ticket": "subject body",
    "subscription": "product",
    "milestone": "milestone",
    "mention": "channel author text link",
    "score_override": "reason by",
    "outcome": "reason",
    "account_care": "matters",
    "contact_care": "personal",
    "finding": "hypothesis dismissed_why",
    "plan": "problem cause owner",
    "task": "title note dropped_why",
    "moment": "text",
    "advocate": "story",
    "advocate_ask": "kind note",
    "theme": "name",
    "feedback": "note",
    "forecast": "reason next_step decider",
    "attachment": "name note",
    "playbook_version": "reason",
    "profile_version": "reason",
    "run": "owner ended_why outcome_words",
    "run_step": "how",
    "message": "subject body dropped_why",
    "review": "agreed",
    "batch_row": "file",
}
"""Columns that a person or a file fills with any words."""
INSIDE: Final = {
    "contact": "name email phone title",
    "pulse": "by note",
    "touchpoint": "body",
    "score_override": "reason by",
    "account_care": "matters",
    "contact_care": "personal",
    "finding": "hypothesis dismissed_why checks",
    "plan": "problem cause",
    "task": "note dropped_why",
    "feedback": "note",
    "forecast": "reason next_step decider",
    "advocate": "story",
    "mention": "author",
    "message": "subject body",
    "run": "ended_why outcome_words",
    "run_step": "how",
}
"""Of those the ones that no customer is to read."""
FIELDS: Final = ("owner", "industry", "region", "tier", "domain", "tags")


def made(folder: Path) -> Desk:
    """The desk; close it."""
    desk = ready.sample(folder / "hostile.healthdesk", DAY, 7, 130, name="Desk")
    desk.do(odd_desk.told, SUBJECT, "to be replaced", DAY)
    desk.do(_play)
    desk.do(_spoil)
    return desk


def secrets(tx: Tx) -> frozenset[str]:
    """The marks of all texts that no customer is to read."""
    told = (
        str(one)
        for name, columns in INSIDE.items()
        for column in columns.split()
        for one in tx.execute(text(f"SELECT {column} FROM {name}")).scalars()
    )
    return frozenset(mark for one in told for mark in MARK.findall(one))


def cards() -> GivenCards:
    """What a window could give of such a desk: drawings of these texts."""
    drawn = tuple(
        Card(
            x=6 * (at % 2), y=2 * (at // 2), w=6, h=2, title=one, svg=_SVG, head=(one, "n"),
            rows=((one, "1"),), foot=one,
        )
        for at, one in enumerate(HOSTILE)
    )  # fmt: skip
    how = Pair(name=HOSTILE[8], text=HOSTILE[10])
    return GivenCards(HOSTILE[0], drawn, HOSTILE[5], HOSTILE[:3], (how,))


def table() -> GivenTable:
    """What a window could give of a table of these texts."""
    columns = (Column(key="a", title=HOSTILE[0]), Column(key="n", title="n", kind="number"))
    rows = tuple(Row(cells=(Cell(text=one), Cell(text="1", value=1))) for one in (*HOSTILE, LONG))
    return GivenTable(HOSTILE[8], columns, rows, HOSTILE[:3])


_SVG: Final = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect width="60"/></svg>'


@op("Play")
def _play(tx: Tx) -> None:
    name = tx.execute(text("SELECT name FROM playbook ORDER BY id")).scalars().first()
    runs.start(tx, str(name), [SUBJECT])
    tx.add(tables.ReportBrand(name=BRAND, foot=LONG[:400]))
    tx.flush()


@op("Spoil")
def _spoil(tx: Tx) -> None:
    words = _words()
    for name, columns in FREE.items():
        for column in columns.split():
            _replace(tx, name, column, words)
    fields = ", ".join(f"'{one}'" for one in FIELDS)
    chosen = f"attribute_id IN (SELECT id FROM attribute WHERE key IN ({fields}))"
    _replace(tx, "attribute_value", "value", words, chosen)
    tx.execute(
        text("UPDATE account SET name = :name WHERE account_id = :one"),
        {"name": LONG, "one": ENDLESS},
    )
    _named(tx, words)


def _named(tx: Tx, words: Iterator[str]) -> None:
    """Names within documents: of models and their measures, of a segment; files of imports."""
    for table, column in (
        ("profile_version", "body"),
        ("finding", "checks"),
        ("task", "checklist"),
    ):
        for row, body in tx.execute(text(f"SELECT id, {column} FROM {table}")).all():
            told = json.dumps(_renamed(json.loads(body), words))
            tx.execute(
                text(f"UPDATE {table} SET {column} = :told WHERE id = :row"),
                {"told": told, "row": row},
            )
    for row in tx.execute(text("SELECT id FROM import_batch")).scalars().all():
        told = json.dumps([f"../../{next(words)}.csv"])
        tx.execute(
            text("UPDATE import_batch SET files = :told WHERE id = :row"),
            {"told": told, "row": row},
        )
    first, body = tx.execute(text("SELECT name, body FROM segment ORDER BY position")).first() or (
        "",
        "{}",
    )
    told = json.dumps({**json.loads(body), "name": SEGMENT})
    tx.execute(
        text("UPDATE segment SET name = :name, body = :told WHERE name = :first"),
        {"name": SEGMENT, "told": told, "first": first},
    )


def _renamed(told: Any, words: Iterator[str]) -> Any:
    """A document with other words where it holds words of a person."""
    if isinstance(told, dict):
        return {
            key: next(words) if key in {"name", "text"} else _renamed(one, words)
            for key, one in told.items()
        }
    return [_renamed(one, words) for one in told] if isinstance(told, list) else told


def _replace(tx: Tx, name: str, column: str, words: Iterator[str], where: str = "1") -> None:
    """Another hostile text in each row of a column that holds one."""
    found = tx.execute(text(f"SELECT rowid FROM {name} WHERE {column} <> '' AND {where}"))
    for row in found.scalars().all():
        tx.execute(
            text(f"UPDATE {name} SET {column} = :told WHERE rowid = :row"),
            {"told": next(words), "row": row},
        )


def _words() -> Iterator[str]:
    """Endless hostile texts, each with a mark that no other one has."""
    for number, one in enumerate(cycle(HOSTILE)):
        yield f"{one} n{number:05}"
