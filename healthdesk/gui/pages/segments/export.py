"""Members and segments as files: a table for a spreadsheet, text for a mail, a document."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from healthdesk.core.domain.cell_guard import guarded, tabbed
from healthdesk.core.domain.segment_view import MemberRow
from healthdesk.gui.base.words import Words

HEAD = ("Account", "Id", "Score", "Band", "Why", "ARR", "Currency", "Days to renewal", "In since")


def as_csv(rows: Iterable[MemberRow], words: Words) -> str:
    """Members for a spreadsheet: figures plain, no text is run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for row in rows:
        writer.writerow([_cell(one) for one in _cells(row, words)])
    return out.getvalue()


def as_text(rows: Iterable[MemberRow], words: Words) -> str:
    """Members as lines of tab separated words, heads first."""
    return tabbed([HEAD, *(tuple(str(one) for one in _cells(row, words)) for row in rows)])


def _cells(row: MemberRow, words: Words) -> tuple[str | int | float, ...]:
    arr: str | float = "" if row.arr is None else row.arr
    return (
        row.name,
        row.account_id,
        "" if row.shown is None else row.shown,
        words.band(row.band) if row.band else "",
        row.why,
        int(arr) if isinstance(arr, float) and arr.is_integer() else arr,
        row.currency,
        "" if row.renewal_days is None else row.renewal_days,
        "" if row.joined is None else words.day(row.joined),
    )


def _cell(value: str | float) -> str:
    if isinstance(value, str):
        return guarded(value)
    return repr(value)


def as_document(segment: dict[str, Any]) -> bytes:
    """A segment as a document to hand on; an import of `segments.json` reads it."""
    return (json.dumps([segment], ensure_ascii=False, indent=2) + "\n").encode()
