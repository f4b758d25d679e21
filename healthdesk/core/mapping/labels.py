"""What tables and columns are called for people who map a file."""

from __future__ import annotations

from collections.abc import Mapping

from healthdesk.core.domain.exchange import BY_NAME, Cell
from healthdesk.core.domain.intake import Choice
from healthdesk.core.domain.mapping import ColumnMap

TITLES: Mapping[str, str] = {
    "accounts": "Accounts",
    "contacts": "Contacts",
    "metrics": "Metrics",
    "usage": "Usage",
    "surveys": "Survey answers",
    "pulses": "Pulses",
    "touchpoints": "Touchpoints",
    "tickets": "Help desk tickets",
    "subscriptions": "Subscriptions",
    "invoices": "Invoices",
    "milestones": "Milestones",
    "mentions": "Mentions",
    "overrides": "Overrides",
    "contact_usage": "Usage of contacts",
    "outcomes": "Renewals and churn",
}
ATTRIBUTE = "attribute"
"""The target of a column that becomes an attribute of its own name."""
MEASURE = "metric"
_OWN: Mapping[tuple[str, str], str] = {
    ("accounts", "account_id"): "Account's id",
    ("accounts", "name"): "Account's name",
    ("accounts", "parent_id"): "Parent account",
    ("accounts", "arr"): "ARR",
    ("accounts", "started_on"): "Customer since",
    ("contacts", "contact_id"): "Contact's id",
    ("contacts", "name"): "Contact's name",
    ("contacts", "title"): "Job title",
    ("contacts", "do_not_contact"): "Do not contact",
    ("tickets", "ticket_id"): "Ticket number",
    ("tickets", "subject"): "Title",
    ("tickets", "body"): "Text",
    ("touchpoints", "touchpoint_id"): "Touchpoint's id",
    ("touchpoints", "subject"): "Title",
    ("touchpoints", "body"): "Text",
    ("touchpoints", "kind"): "Kind of contact",
    ("subscriptions", "subscription_id"): "Subscription's id",
    ("subscriptions", "arr"): "ARR",
    ("subscriptions", "start"): "Starts on",
    ("subscriptions", "end"): "Ends on",
    ("invoices", "invoice_id"): "Invoice number",
    ("surveys", "response_id"): "Answer's id",
    ("surveys", "kind"): "Kind of survey",
    ("mentions", "mention_id"): "Mention's id",
    ("outcomes", "kind"): "Outcome",
    ("outcomes", "arr_change"): "Change of ARR",
    ("metrics", "feature"): "Is a feature",
    ("metrics", "metric"): "Metric",
    ("usage", "metric"): "Metric, by its name",
    ("contact_usage", "metric"): "Metric, by its name",
    ("pulses", "value"): "Pulse, -1 to 1",
    ("overrides", "from"): "From",
    ("overrides", "until"): "Until",
}
_BY: Mapping[str, str] = {
    "id": "by id",
    "name": "by name",
    "domain": "by domain",
    "email": "by mail",
    "contact": "by contact",
    "subscription": "by subscription",
    "ticket": "by ticket",
    "mention": "named in the text",
}
_ORDERS: Mapping[str, str] = {
    "dmy": "day first",
    "mdy": "month first",
    "epoch s": "in seconds",
    "epoch ms": "in milliseconds",
    "excel": "as day numbers",
    "month": "as months",
}
_FACTORS: Mapping[float, str] = {
    0.01: "in cents",
    12.0: "times 12",
    4.0: "times 4",
    0.12: "monthly cents",
}


def title(table: str) -> str:
    """What rows of a table are called."""
    return TITLES.get(table, table)


def targets(table: str) -> tuple[Choice, ...]:
    """What a column of a file may become in a table; the last choice leaves it out."""
    found = [
        Choice(column.name, label(table, column.name, None))
        for column in BY_NAME[table].columns
        if column.cell is not Cell.IGNORED
    ]
    if table == "accounts":
        found.append(Choice(ATTRIBUTE, "Attribute of its own"))
    if table == "usage":
        found.append(Choice(f"{MEASURE}:", "Metric of its own"))
    return (*found, Choice("", "Leave out"))


def label(table: str, target: str, column: ColumnMap | None) -> str:
    """What a target is called: "Opened on, day first", "Account, by name", "Priority"."""
    if not target:
        return "left out"
    told = _bare(table, target)
    if column is None:
        return told
    more = [
        _BY.get(column.by, ""),
        _ORDERS.get(column.date, ""),
        "decimal comma" if column.number == "comma" else "",
        _FACTORS.get(column.factor, "" if column.factor == 1.0 else f"times {column.factor:g}"),
        "looked up" if column.through else "",
    ]
    return ", ".join([told, *filter(None, more)])


def _bare(table: str, target: str) -> str:
    kind, colon, rest = target.partition(":")
    if colon and kind in {MEASURE, "period"}:
        return f"Metric “{rest}”" if kind == MEASURE else "Value of that month"
    if (table, target) in _OWN:
        return _OWN[table, target]
    column = next((one for one in BY_NAME[table].columns if one.name == target), None)
    if column is None:
        return f"Attribute “{target}”"
    whom = {Cell.ACCOUNT: "Account", Cell.CONTACT: "Contact", Cell.CONTACTS: "Contacts"}
    if column.cell in whom:
        return whom[column.cell]
    return target.replace("_", " ").capitalize()
