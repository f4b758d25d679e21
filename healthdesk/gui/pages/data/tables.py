"""The tables of the Data page: counts of an import, rejected rows, history, what the desk holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from healthdesk.core.domain.views import BatchView, Reject, TableContents, TableCount
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column

KINDS = ("new", "changed", "same", "rejected")
TITLES = {
    "accounts": "Accounts",
    "contacts": "Contacts",
    "metrics": "Metrics",
    "usage": "Usage",
    "surveys": "Survey answers",
    "pulses": "Pulses",
    "touchpoints": "Touchpoints",
    "tickets": "Tickets",
    "subscriptions": "Subscriptions",
    "invoices": "Invoices",
    "milestones": "Milestones",
    "mentions": "Mentions",
    "overrides": "Overrides",
    "contact_usage": "Contact usage",
    "outcomes": "Outcomes",
    "profiles": "Health profiles",
    "segments": "Segments",
}
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class CountRow:
    """One table of an import."""

    name: str
    count: TableCount


@dataclass(frozen=True)
class RejectRow:
    """One rejected row with its place in the list."""

    place: int
    reject: Reject


def title_of(table: str) -> str:
    """Name a table in words."""
    return TITLES.get(table, table.replace("_", " ").capitalize())


def count_rows(tables: Mapping[str, TableCount]) -> tuple[CountRow, ...]:
    """Put the counts of an import into the order of the exchange folder."""
    known = [name for name in TITLES if name in tables]
    others = sorted(name for name in tables if name not in TITLES)
    return tuple(CountRow(name, tables[name]) for name in (*known, *others))


def total(tables: Mapping[str, TableCount]) -> TableCount:
    """Add the counts of all tables up."""
    counts = tuple(tables.values())
    return TableCount(
        sum(one.read for one in counts),
        sum(one.new for one in counts),
        sum(one.changed for one in counts),
        sum(one.same for one in counts),
        sum(one.rejected for one in counts),
        sum(one.waiting for one in counts),
    )


def count_columns(words: Words, *, waiting: bool = False) -> tuple[Column, ...]:
    """Describe the counts of an import, a row a table."""
    kinds = ("new", "changed", "same", "waiting", "rejected") if waiting else KINDS
    return (
        Column("name", "Table", 120, lambda row: row.name, lambda row: title_of(row.name),
               paint.name_cell(lambda row: title_of(row.name)), minimum=96, stretch=True),
        *(_count_column(words, kind) for kind in ("read", *kinds)),
    )  # fmt: skip


def _count_column(words: Words, kind: str) -> Column:
    def value(row: CountRow) -> float:
        return float(getattr(row.count, kind))

    def say(row: CountRow) -> str:
        return words.number(value(row))

    wide = 84 if kind in ("read", "new") else 76
    shown = _quiet_zero(say, "poor" if kind == "rejected" else "text")
    return Column(kind, kind.capitalize(), wide, value, say, shown, right=True, downwards=True,
                  minimum=56)  # fmt: skip


def _quiet_zero(say: Callable[[Any], str], color: str) -> Any:  # noqa: ANN401 - a painter
    def cell(painter: Any, ink: Any, rect: Any, row: Any) -> None:  # noqa: ANN401
        text = say(row)
        paint.write(painter, ink, rect, text, color="text3" if text == "0" else color, right=True)

    return cell


def reject_words(reject: Reject) -> str:
    """Say in one line what is wrong with a row."""
    value = f"“{reject.value}”" if reject.value else ""
    return " ".join(part for part in (reject.column, value, reject.reason) if part)


def reject_columns(words: Words) -> tuple[Column, ...]:
    """Describe rejected rows: where, and why."""
    return (
        Column("line", "Line", 64, lambda row: float(row.reject.line),
               lambda row: words.number(row.reject.line),
               paint.text_cell(lambda row: words.number(row.reject.line), "text3", right=True),
               right=True, minimum=48),
        Column("reason", "Why it was rejected", 240, lambda row: reject_words(row.reject),
               lambda row: reject_words(row.reject),
               paint.text_cell(lambda row: reject_words(row.reject), "text"), minimum=160,
               stretch=True),
        Column("file", "File", 132, lambda row: row.reject.file, lambda row: row.reject.file,
               paint.text_cell(lambda row: row.reject.file), minimum=72, snug=96),
    )  # fmt: skip


def reject_rows(rejects: Sequence[Reject], limit: int) -> tuple[RejectRow, ...]:
    """Number the first rejected rows."""
    return tuple(RejectRow(place, reject) for place, reject in enumerate(rejects[:limit]))


def local_time(at: str, zone: str | None) -> datetime:
    """Turn a stored instant into the desk's own time."""
    place: tzinfo | None = ZoneInfo(zone) if zone else None
    return datetime.fromisoformat(at).astimezone(place)


def when(words: Words, at: str, zone: str | None) -> str:
    """Say when something was: 23 Nov 2026, 08:41."""
    local = local_time(at, zone)
    return f"{words.day((local.date() - _EPOCH).days)}, {local:%H:%M}"


def files_of(batch: BatchView) -> str:
    """Name the files of a batch."""
    return ", ".join(batch.files)


def undone_files(batch: BatchView) -> str:
    """Name the files of a batch that were taken back by themselves."""
    names = "" if batch.undone else ", ".join(batch.undone_files)
    return f"Taken back: {names}" if names else ""


def history_columns(words: Words, zone: str | None) -> tuple[Column, ...]:
    """Describe the history of imports."""

    def moment(batch: BatchView) -> str:
        return when(words, batch.at, zone)

    def state(batch: BatchView) -> str:
        if batch.undone:
            return "taken back"
        return "in part" if batch.undone_files else "in the desk"

    return (
        Column("at", "When", 158, lambda batch: batch.at, moment, paint.name_cell(moment),
               downwards=True, minimum=120),
        Column("files", "Files", 200, files_of, files_of, paint.text_cell(files_of), minimum=120,
               stretch=True),
        *(_batch_count(words, kind) for kind in KINDS if kind != "same"),
        Column("state", "State", 92, lambda batch: state(batch) or None, state,
               paint.text_cell(state, "text3"), minimum=64, tip=undone_files),
    )  # fmt: skip


def _batch_count(words: Words, kind: str) -> Column:
    def value(batch: BatchView) -> float:
        return float(getattr(total(batch.tables), kind))

    def say(batch: BatchView) -> str:
        return words.number(value(batch))

    shown = _quiet_zero(say, "poor" if kind == "rejected" else "text")
    return Column(kind, kind.capitalize(), 84, value, say, shown, right=True, downwards=True,
                  minimum=64)  # fmt: skip


def contents_columns(words: Words) -> tuple[Column, ...]:
    """Describe what the desk holds: rows and the newest day of each table."""

    def rows(one: TableContents) -> str:
        return words.number(one.rows)

    def newest(one: TableContents) -> str:
        return DASH if one.newest is None else words.day(one.newest)

    return (
        Column("name", "Table", 100, lambda one: one.name, lambda one: title_of(one.name),
               paint.text_cell(lambda one: title_of(one.name), "text"), minimum=90, stretch=True),
        Column("rows", "Rows", 72, lambda one: float(one.rows), rows, paint.figure_cell(rows),
               right=True, downwards=True, minimum=56),
        Column("newest", "Newest", 104, lambda one: one.newest, newest,
               paint.text_cell(newest, right=True), right=True, downwards=True, minimum=80),
    )  # fmt: skip
