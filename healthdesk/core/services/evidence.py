"""The evidence behind a measure: a daily series, the facts that moved it, where they came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from sqlalchemy import bindparam, text

from healthdesk.core.domain import reading
from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.facts import Facts
from healthdesk.core.domain.profile import Measure
from healthdesk.core.domain.rule import rule_readings
from healthdesk.core.domain.source_ref import Ref, RowRef, UsageRef
from healthdesk.core.domain.views import EvidenceRow, EvidenceView, SourceLine
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import (
    band_names,
    overrides,
    reported,
    sought,
    usage_sources,
    version_rows,
)
from healthdesk.core.services.account import facts_of
from healthdesk.core.services.health import score_view, scored_one
from healthdesk.core.services.profiles import published
from healthdesk.core.services.wording import lines_in_words, long_date, number
from healthdesk.core.store.db import Tx

MOST_ROWS: Final = 200
CAPS: Final = "caps"
OVERRIDE: Final = "override"
VERSIONS: Final = frozenset({"profile", "rounding"})
_MOST_FILES: Final = 6
_WORDS: Final[Mapping[str, str]] = {
    "survey": "comment",
    "touchpoint": "subject",
    "ticket": "subject",
    "pulse": "note",
    "mention": "text",
}
"""Where a fact's own words stand."""


def evidence(
    tx: Tx, account_id: str, measure_key: str, first: int, last: int, *, as_reported: bool = False
) -> EvidenceView:
    """What moved one measure of an account between two days (one day: `first` = `last`).

    `CAPS` and `OVERRIDE` stand for the caps that held on the days, and what was set by hand,
    `VERSIONS` for the health model on the days; the id of an account below for its own measures.
    """
    if measure_key in (CAPS, OVERRIDE):
        return _of_model(tx, account_id, measure_key, first, last)
    if measure_key in VERSIONS:
        return _of_versions(tx, account_id, measure_key, first, last, as_reported=as_reported)
    if _is_below(tx, account_id, measure_key):
        return _of_child(tx, measure_key, first, last)
    measure = _measure(tx, measure_key)
    facts, account = facts_of(tx, account_id)
    kind, options = measure.reading.kind, measure.reading.options
    module = CATALOGUE[kind]
    days = int(str(options.get("days", 0)))
    windows = _windows(kind, days, first, last)
    found: dict[EvidenceRow, None] = {}
    for day in (last, first):
        found.update(dict.fromkeys(module.evidence(facts, account, day, options)))
    rows = sorted(found, key=lambda row: (row.day is None, -(row.day or 0), row.row))
    shown = rows[:MOST_ROWS]
    metric = str(options.get("metric", ""))
    if metric:
        series = _usage_series(facts, account, metric, windows)
        unit = facts.metrics[metric].unit if metric in facts.metrics else ""
    else:
        series = _reading_series(facts, account, measure, first, last)
        unit = module.SPEC.unit
    sources = _sources(tx, shown)
    used = [metric] if metric else []
    if kind == "usage_breadth":
        used = [key for key, one in facts.metrics.items() if one.feature]
    if used and windows:
        sources = (*sources, *usage_sources.lines(tx, account_id, used, windows[0][0], last))
    return EvidenceView(
        key=measure_key,
        title=measure.name,
        days=tuple(day for day, _ in series),
        values=tuple(value for _, value in series),
        unit=unit,
        rows=tuple(_with_words(tx, shown)),
        sources=sources[:_MOST_FILES],
        total_rows=len(rows),
        windows=windows,
        refs=_refs(tx, account_id, rows, used, windows),
        metric=metric,
        sought=sought.of_reading(tx, measure.reading, last) if _is_bare(series, rows) else None,
    )


def _is_bare(series: Sequence[tuple[int, float | None]], rows: Sequence[EvidenceRow]) -> bool:
    """Whether neither facts nor daily values stand behind a measure."""
    return not rows and all(value is None for _, value in series)


def _of_versions(
    tx: Tx, account_id: str, key: str, first: int, last: int, *, as_reported: bool
) -> EvidenceView:
    """The versions of the health model that scored an account on two days, the later one first."""
    days = sorted({first, last})
    found, account = scored_one(tx, account_id, days, detail=False)
    kept = reported.find(tx, account_id, days) if as_reported else {}
    used = [
        kept[day].published if day in kept else found.scores.published(account, column)
        for column, day in enumerate(days)
    ]
    known = [one for one in reversed(used) if one is not None]
    rows = version_rows.refs(tx, ((one.profile.key, one.version) for one in known))
    shown = version_rows.facts(tx, rows)
    return EvidenceView(key=key, title="Health model", rows=shown, total_rows=len(shown), refs=rows)


def _is_below(tx: Tx, account_id: str, key: str) -> bool:
    """Whether a key is the id of another account."""
    if key == account_id:
        return False
    asked = text("SELECT 1 FROM account WHERE account_id = :key")
    return tx.execute(asked, {"key": key}).first() is not None


def _of_child(tx: Tx, child: str, first: int, last: int) -> EvidenceView:
    """What the score of an account below rests on: its measures, and all rows behind them."""
    days = sorted({first, last})
    found, account = scored_one(tx, child, days)
    listed: dict[str, EvidenceRow] = {}
    for column in range(len(days)):
        if found.scores.published(account, column) is None:
            continue
        for dimension in score_view(found, account, column).dimensions:
            for one in dimension.measures:
                if one.reading is not None:
                    worth = "" if one.points is None else f"{number(one.points)} points"
                    listed[one.key] = EvidenceRow(None, one.name, worth)
    behind: dict[Ref, None] = {}
    for key in listed:
        behind.update(dict.fromkeys(refs(tx, child, key, first, last)))
    rows = tuple(listed.values())
    title = f"Measures on {long_date(last)}"
    return EvidenceView(key=child, title=title, rows=rows, total_rows=len(rows), refs=tuple(behind))


def _of_model(tx: Tx, account_id: str, kind: str, first: int, last: int) -> EvidenceView:
    """The rows behind the caps that held on two days, or behind what was set by hand."""
    days = sorted({first, last})
    if kind == CAPS:
        title, found = "Caps", _capped(tx, account_id, days)
    else:
        title, found = "Set by hand", _set_by_hand(tx, account_id, days)
    rows = sorted(set(found), key=lambda row: (row.day is None, -(row.day or 0), row.row))
    shown = rows[:MOST_ROWS]
    return EvidenceView(
        key=kind,
        title=title,
        rows=tuple(_with_words(tx, shown)),
        sources=_sources(tx, shown)[:_MOST_FILES],
        total_rows=len(rows),
        refs=_refs(tx, account_id, rows, (), ()),
    )


def _capped(tx: Tx, account_id: str, days: Sequence[int]) -> list[EvidenceRow]:
    """The facts that the rules of the caps looked at, on the days when they held."""
    found, account = scored_one(tx, account_id, days)
    out: list[EvidenceRow] = []
    for column, day in enumerate(days):
        published_then = found.scores.published(account, column)
        if published_then is None:
            continue
        held = score_view(found, account, column).caps
        for cap in published_then.profile.caps:
            if cap.name in held:
                for one in rule_readings(cap.when):
                    module = CATALOGUE[one.kind]
                    out.extend(module.evidence(found.facts, account, day, one.options))
    return out


def _set_by_hand(tx: Tx, account_id: str, days: Sequence[int]) -> list[EvidenceRow]:
    """The judgements that held on the days."""
    held = [overrides.in_force(tx, account_id, day) for day in days]
    names = band_names.read(tx)
    return [
        EvidenceRow(
            one.draft.first,
            f"Set by hand until {long_date(one.draft.until)}: {one.draft.reason}",
            names.of(one.draft.band or ""),
            "score_override",
            one.row,
        )
        for one in held
        if one is not None
    ]


def refs(tx: Tx, account_id: str, measure_key: str, first: int, last: int) -> tuple[Ref, ...]:
    """The stored rows behind a measure on two days, or on one."""
    return evidence(tx, account_id, measure_key, first, last).refs


def _refs(
    tx: Tx,
    account_id: str,
    rows: Sequence[EvidenceRow],
    used: Sequence[str],
    windows: Sequence[tuple[int, int]],
) -> tuple[Ref, ...]:
    """The rows of facts, then the daily values of the windows; none twice."""
    found: dict[Ref, None] = {}
    for row in rows:
        if row.table == "attribute_value" and row.day is not None:
            found.update(dict.fromkeys(_attribute(tx, account_id, row.text, row.day)))
        elif row.row >= 0:
            found[RowRef(row.table, row.row)] = None
    for metric in used:
        for low, high in reversed(_apart(windows)):
            found[UsageRef(account_id, metric, low, high)] = None
    return tuple(found)


def _attribute(tx: Tx, account_id: str, key: str, day: int) -> list[Ref]:
    """The row of an attribute's value as learned on a day."""
    sql = (
        "SELECT v.id FROM attribute_value v JOIN account a ON a.id = v.account_id"
        " JOIN attribute t ON t.id = v.attribute_id"
        " WHERE a.account_id = :account AND t.key = :key AND v.day = :day"
    )
    asked = {"account": account_id, "key": key, "day": day}
    return [RowRef("attribute_value", row) for (row,) in tx.execute(text(sql), asked)]


def _apart(windows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same days as stretches that do not overlap."""
    out: list[tuple[int, int]] = []
    for low, high in sorted(windows):
        if out and low <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(high, out[-1][1]))
        else:
            out.append((low, high))
    return out


def _measure(tx: Tx, key: str) -> Measure:
    """The measure of that key, in the first published profile that has one."""
    for one in published(tx):
        for dimension, measure in one.profile.measures:
            if f"{dimension.key}.{measure.key}" == key:
                return measure
    raise NotFound(f"No published health profile has a measure {key!r}.")


def _windows(kind: str, days: int, first: int, last: int) -> tuple[tuple[int, int], ...]:
    """The stretches that the measure looked at on the two days."""
    if not days:
        return ()
    back = 2 * days if kind == "usage_trend" else days
    both = ((first - back + 1, first), (last - back + 1, last))
    return both if first != last else both[1:]


def _usage_series(
    facts: Facts, account: int, metric: str, windows: Sequence[tuple[int, int]]
) -> list[tuple[int, float | None]]:
    """The stored daily values from the first window's start to the last one's end."""
    grid = facts.usage.get(metric)
    low, high = windows[0][0], windows[-1][1]
    if grid is None:
        return [(day, None) for day in range(low, high + 1)]
    values = grid.window(low, high)[account].astype(np.float64)
    return list(zip(range(low, high + 1), _floats(values), strict=True))


def _reading_series(
    facts: Facts, account: int, measure: Measure, first: int, last: int
) -> list[tuple[int, float | None]]:
    """The reading itself, day by day."""
    if first == last:
        return []
    days = np.arange(first, last + 1, dtype=np.int32)
    values = reading.read(facts, measure.reading, days, CATALOGUE)
    row = np.broadcast_to(values, (facts.count, len(days)))[account]
    return list(zip(days.tolist(), _floats(row), strict=True))


def _floats(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[float | None]:
    return [None if np.isnan(one) else float(one) for one in values]


def _with_words(tx: Tx, rows: Iterable[EvidenceRow]) -> list[EvidenceRow]:
    """The same rows, each with what was written in the fact: a comment, a subject."""
    listed = list(rows)
    words: dict[tuple[str, int], str] = {}
    for table, column in _WORDS.items():
        keys = [row.row for row in listed if row.table == table and row.row >= 0]
        if keys:
            sql = text(f"SELECT id, {column} FROM {table} WHERE id IN :keys")
            found = tx.execute(sql.bindparams(bindparam("keys", expanding=True)), {"keys": keys})
            words.update({(table, key): said for key, said in found if said})
    people = _people(tx, [row.row for row in listed if row.table == "survey"])
    out = []
    for row in listed:
        text_of = row.text
        if row.table == "survey" and row.row in people:
            contact, name = people[row.row]
            text_of = text_of.replace(f"by {contact}", f"by {name}")
        if (row.table, row.row) in words:
            text_of = f"{text_of}: {' '.join(words[row.table, row.row].split())}"
        out.append(replace(row, text=text_of))
    return out


def _people(tx: Tx, surveys: list[int]) -> dict[int, tuple[str, str]]:
    """Who answered: the contact's id and name, by the answer's key."""
    sql = text(
        "SELECT s.id, c.contact_id, c.name FROM survey s JOIN contact c ON c.id = s.contact_id"
        " WHERE s.id IN :keys AND c.name <> ''"
    ).bindparams(bindparam("keys", expanding=True))
    return {row[0]: (row[1], row[2]) for row in tx.execute(sql, {"keys": surveys})}


def _sources(tx: Tx, rows: Iterable[EvidenceRow]) -> tuple[SourceLine, ...]:
    """The files and lines from which the facts came, the newest import first."""
    by_table: dict[str, list[int]] = {}
    for row in rows:
        if row.table and row.row >= 0:
            by_table.setdefault(row.table, []).append(row.row)
    lines: dict[tuple[int, str, int], list[int]] = {}
    sql = text(
        "SELECT coalesce(p.load_id, b.id), r.file, b.day, r.line FROM batch_row r"
        " JOIN import_batch b ON b.id = r.batch_id LEFT JOIN import_part p ON p.batch_id = b.id"
        " WHERE NOT b.undone AND r.table_name = :table AND r.row_id IN :keys"
    ).bindparams(bindparam("keys", expanding=True))
    for table, keys in by_table.items():
        for batch, file, day, line in tx.execute(sql, {"table": table, "keys": keys}):
            lines.setdefault((batch, file, day), []).append(line)
    return tuple(
        SourceLine(file, lines_in_words(found), day, batch)
        for (batch, file, day), found in sorted(lines.items(), reverse=True)
    )
