"""The tables of the exchange folder as data: columns, what a cell may hold, what identifies a row.

Importers read by it, services write by it, the exporter writes files by it. `field` is where the
desk keeps a column. Not here: how a cell is read (importers/exchange/cells.py), documents such as
profiles.json.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from healthdesk.core.domain.facts import DIRECTIONS, PRIORITIES, SURVEY_KINDS, TOUCH_KINDS

ID_LIMIT = 500
"""Longest id; a longer one is a mistake of the source, never a name that someone chose."""
TEXT_LIMIT = 5_000
LONG_LIMIT = 100_000
NUMBER_LIMIT = 1e100
"""Largest number: no sum or product of such figures leaves what a computer can hold."""
COLUMN_NAME_LIMIT = 200
COLUMN_LIMIT = 1_000
"""Most columns of one file."""
OVERRIDE_DAYS = 90
"""Longest that a person's judgement may stand in place of a score."""

ROLES = ("champion", "sponsor", "decision maker", "admin", "user", "detractor", "other")
FILLS = ("zero", "gap")
OUTCOMES = ("churned", "downgraded", "renewed", "expanded")
OVERRIDE_BANDS = ("Strong", "Average", "Poor")
RATINGS = {"nps": (0.0, 10.0), "csat": (1.0, 5.0), "ces": (1.0, 7.0)}
"""Lowest and highest rating, by kind of survey."""


class Cell(StrEnum):
    """What a cell of a column holds."""

    ID = "id"
    ACCOUNT = "account"
    CONTACT = "contact"
    CONTACTS = "contacts"
    METRIC = "metric"
    TEXT = "text"
    LONG = "long text"
    DAY = "day"
    NUMBER = "number"
    FLAG = "boolean"
    CHOICE = "choice"
    IGNORED = "ignored"


@dataclass(frozen=True)
class Column:
    """One column: its name in the file, what its cells hold, and the field that keeps it."""

    name: str
    cell: Cell = Cell.TEXT
    required: bool = False
    field: str = ""
    at: str = ""
    """The field that keeps the instant when the cell held one; empty: only the day is kept."""
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    default: str | int | None = None
    """What the desk keeps for an empty cell, where it keeps something."""

    @property
    def kept(self) -> str:
        """The field of the desk that holds this column."""
        return self.field or self.name


@dataclass(frozen=True)
class Table:
    """One file of the exchange folder; `store` is the desk's table, `key` what identifies a row."""

    name: str
    store: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    one_of: tuple[str, ...] = ()
    """Exactly one of these columns is filled in each row; at least one stands in the file."""

    @property
    def file(self) -> str:
        """The name of the table's file."""
        return f"{self.name}.csv"

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)


AttributeKind = Literal["number", "day", "boolean", "text"]

ATTRIBUTES: dict[str, AttributeKind | None] = {
    "owner": "text",
    "stage": None,
    "tier": None,
    "industry": None,
    "region": None,
    "arr": "number",
    "currency": "text",
    "started_on": "day",
    "domain": "text",
    "tags": "text",
}
"""The named attributes of accounts, in the order of the file; None = found from the values."""

_CELLS = {"number": Cell.NUMBER, "day": Cell.DAY}


def _key(name: str) -> Column:
    return Column(name, Cell.ID, required=True)


def _account() -> Column:
    return Column("account_id", Cell.ACCOUNT, required=True)


def _day(name: str, *, required: bool = True, field: str = "", at: str = "") -> Column:
    return Column(name, Cell.DAY, required=required, field=field, at=at)


def _choice(name: str, choices: tuple[str, ...], *, required: bool = True) -> Column:
    return Column(name, Cell.CHOICE, required=required, choices=choices)


def _sentiment() -> tuple[Column, Column]:
    return (
        Column("sentiment", Cell.NUMBER, low=-1, high=1),
        Column("sentiment_estimated", Cell.IGNORED),
    )


def _amount(name: str, *, low: float | None = None, required: bool = False) -> Column:
    return Column(name, Cell.NUMBER, required=required, low=low)


TABLES: tuple[Table, ...] = (
    Table(
        "accounts",
        "account",
        (
            _key("account_id"),
            Column("name", required=True),
            Column("parent_id", Cell.ACCOUNT),
            *(Column(name, _CELLS.get(kind or "", Cell.TEXT)) for name, kind in ATTRIBUTES.items()),
        ),
        ("account_id",),
    ),
    Table(
        "contacts",
        "contact",
        (
            _key("contact_id"),
            _account(),
            Column("name"),
            Column("email"),
            Column("phone"),
            Column("title"),
            _choice("role", ROLES, required=False),
            Column("advocate", Cell.FLAG),
            Column("do_not_contact", Cell.FLAG),
        ),
        ("contact_id",),
    ),
    Table(
        "metrics",
        "metric",
        (
            _key("metric"),
            Column("name"),
            Column("unit"),
            Column("fill", Cell.CHOICE, choices=FILLS, default="zero"),
            Column("feature", Cell.FLAG, default=0),
        ),
        ("metric",),
    ),
    Table(
        "usage",
        "usage",
        (
            _account(),
            Column("metric", Cell.METRIC, required=True),
            _day("day"),
            _amount("value", required=True),
        ),
        ("account_id", "metric", "day"),
    ),
    Table(
        "surveys",
        "survey",
        (
            _key("response_id"),
            _account(),
            Column("contact_id", Cell.CONTACT),
            _choice("kind", SURVEY_KINDS),
            _amount("rating", required=True),
            Column("comment", Cell.LONG),
            *_sentiment(),
            _day("day", at="at"),
        ),
        ("response_id",),
    ),
    Table(
        "pulses",
        "pulse",
        (
            _account(),
            _day("day"),
            Column("value", Cell.NUMBER, required=True, low=-1, high=1),
            Column("by", default=""),
            Column("note", Cell.LONG),
        ),
        ("account_id", "day", "by"),
    ),
    Table(
        "touchpoints",
        "touchpoint",
        (
            _key("touchpoint_id"),
            _account(),
            Column("contact_ids", Cell.CONTACTS, field="contacts", default=""),
            _choice("kind", TOUCH_KINDS),
            _choice("direction", DIRECTIONS[1:], required=False),
            _day("day", at="at"),
            Column("subject"),
            Column("body", Cell.LONG),
            *_sentiment(),
        ),
        ("touchpoint_id",),
    ),
    Table(
        "tickets",
        "ticket",
        (
            _key("ticket_id"),
            _account(),
            Column("contact_id", Cell.CONTACT),
            _day("opened_on", at="opened_at"),
            _day("closed_on", required=False, at="closed_at"),
            _choice("priority", PRIORITIES),
            Column("subject"),
            Column("body", Cell.LONG),
            *_sentiment(),
        ),
        ("ticket_id",),
    ),
    Table(
        "subscriptions",
        "subscription",
        (
            _key("subscription_id"),
            _account(),
            Column("product"),
            _amount("seats", low=0),
            _amount("arr"),
            _day("start"),
            _day("end", required=False),
        ),
        ("subscription_id",),
    ),
    Table(
        "invoices",
        "invoice",
        (
            _key("invoice_id"),
            _account(),
            _day("issued_on"),
            _day("due_on"),
            _day("paid_on", required=False),
            _amount("amount"),
        ),
        ("invoice_id",),
    ),
    Table(
        "milestones",
        "milestone",
        (
            _account(),
            Column("milestone", required=True),
            _day("due_on", required=False),
            _day("done_on", required=False),
        ),
        ("account_id", "milestone"),
    ),
    Table(
        "mentions",
        "mention",
        (
            _key("mention_id"),
            _account(),
            _day("day"),
            Column("channel", required=True),
            Column("author"),
            Column("text", Cell.LONG),
            Column("link"),
            *_sentiment(),
        ),
        ("mention_id",),
    ),
    Table(
        "overrides",
        "score_override",
        (
            _account(),
            _choice("band", OVERRIDE_BANDS, required=False),
            Column("score", Cell.NUMBER, low=0, high=100),
            Column("reason", required=True),
            _day("from", field="first_day"),
            _day("until", field="until_day"),
            Column("by"),
        ),
        ("account_id", "band", "score", "reason", "from", "until", "by"),
        one_of=("band", "score"),
    ),
    Table(
        "contact_usage",
        "contact_usage",
        (
            Column("contact_id", Cell.CONTACT, required=True),
            Column("metric", Cell.METRIC, required=True, field="metric_id"),
            _day("day"),
            _amount("value", required=True),
        ),
        ("contact_id", "metric", "day"),
    ),
    Table(
        "outcomes",
        "outcome",
        (
            _account(),
            _day("day"),
            _choice("kind", OUTCOMES),
            _amount("arr_change"),
            Column("reason", Cell.LONG),
        ),
        ("account_id", "day", "kind"),
    ),
)
"""Every table of the folder, in the order in which an import writes them."""

BY_NAME = {table.name: table for table in TABLES}
DOCUMENTS = ("profiles.json", "segments.json", "playbooks.json", "plays.json", "dashboards.json")
"""The documents that a desk keeps."""
README = "README.txt"
"""Says what the folder is; nothing is read of it."""
