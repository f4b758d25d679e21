"""Estimates the tone of texts that nobody marked; what a person or the source said always wins.

An estimate stands in a column of its own, is marked wherever it shows, is never exported, and
counts in a score only where a measure says `"estimated": true`. It is worked out once a text and
again when the text changes; which texts were read is kept as a number a row (their CRC-32), in
pages of rows: a slice writes the pages of its rows only.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from zlib import crc32

import msgspec
from sqlalchemy import text

from healthdesk import paths
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.op import op
from healthdesk.core.domain.progress import NoProgress, Progress
from healthdesk.core.services import settings
from healthdesk.core.services.import_log import Driver
from healthdesk.core.services.profiles import published
from healthdesk.core.store import undo
from healthdesk.core.store.db import Tx
from healthdesk.core.tone.model import Model, estimates, load

WORDS: Final = {
    "survey": "coalesce(comment, '')",
    "touchpoint": "coalesce(subject, '') || char(10) || coalesce(body, '')",
    "ticket": "coalesce(subject, '') || char(10) || coalesce(body, '')",
    "mention": "coalesce(text, '')",
}
"""Tables with words, and where these stand."""
SETTING: Final = "estimate_tone"
SLICE: Final = 1_000
"""Texts that are read in one go: about a tenth of a second."""
_PAGE: Final = 4_096
"""Rows whose reading is kept together."""
MOST: Final = 200_000
"""Texts that wait at once; the rest comes with the next look."""

Row = tuple[str, int]
"""A table and a row of it."""


class Seen(msgspec.Struct, frozen=True):
    """The rows of a page whose texts were read, ascending; what they were, what came of it."""

    rows: bytes = b""
    texts: bytes = b""
    values: bytes = b""


Read = tuple[int, float]
"""The CRC-32 of a text, and its estimate (NaN = unknown)."""


@dataclass(frozen=True)
class ToneState:
    """Whether the desk estimates, how many texts it has read, and how many of them said a tone."""

    on: bool
    read: int
    said: int


def state(tx: Tx) -> ToneState:
    """What was read and said so far."""
    read = [value for table in WORDS for _, value in _seen(tx, table).values()]
    return ToneState(enabled(tx), len(read), sum(not math.isnan(value) for value in read))


def enabled(tx: Tx) -> bool:
    """Whether the desk estimates at all; it does unless somebody said no."""
    found = tx.execute(text("SELECT value FROM setting WHERE key = :key"), {"key": SETTING})
    return found.scalar_one_or_none() != "false"


@op("Change settings")
def switch(tx: Tx, *, on: bool) -> None:
    """Estimate from now on, or never and forget every estimate."""
    settings.put(tx, SETTING, "true" if on else "false")
    if not on:
        with undo.aside(tx, *WORDS):
            for table in WORDS:
                tx.execute(
                    text(
                        f"UPDATE {table} SET sentiment_estimated = NULL"
                        " WHERE sentiment_estimated IS NOT NULL"
                    )
                )
            tx.execute(text("DELETE FROM snapshot WHERE key LIKE 'tone %'"))
        undo.tell(tx, Topic.FACTS, Topic.SCORES)


def needed(tx: Tx) -> bool:
    """Whether a published profile counts estimates."""
    return any(
        measure.reading.options.get("estimated") is True
        for one in published(tx)
        for _, measure in one.profile.measures
    )


def pending(tx: Tx) -> tuple[Row, ...]:
    """The rows whose text was not read yet, or is another one by now; none where it is off."""
    if not enabled(tx):
        return ()
    out: list[Row] = []
    for table in WORDS:
        seen = _seen(tx, table)
        for row, words, value in _texts(tx, table):
            there = math.nan if value is None else value
            if not _same(seen.get(row), (_sum(words), there)):
                out.append((table, row))
                if len(out) >= MOST:
                    return tuple(out)
    return tuple(out)


@op("Estimate tone")
def read_some(tx: Tx, rows: Sequence[Row], *, last: bool = True) -> int:
    """Read these rows' texts and keep what they sound like; how many said something.

    No step of undo: an estimate follows from its text. Screens are told with the `last` ones.
    """
    said = 0
    with undo.aside(tx, *WORDS):
        for table in dict.fromkeys(table for table, _ in rows):
            said += _read(tx, table, [row for of, row in rows if of == table])
    if last:
        topics = (Topic.FACTS, Topic.SCORES) if needed(tx) else (Topic.WORK,)
        undo.tell(tx, *topics)
    return said


@op("Estimate tone")
def read_all(tx: Tx, *, progress: Progress | None = None) -> int:
    """Read every text that was not read yet; how many said something."""
    watch = progress or NoProgress()
    rows = pending(tx)
    said = 0
    for low in range(0, len(rows), SLICE):
        watch.step(low, len(rows), "Reading texts")
        part = rows[low : low + SLICE]
        with undo.aside(tx, *WORDS):
            for table in dict.fromkeys(table for table, _ in part):
                said += _read(tx, table, [row for of, row in part if of == table])
    undo.tell(tx, Topic.FACTS, Topic.SCORES)
    return said


def _read(tx: Tx, table: str, rows: Sequence[int]) -> int:
    texts = list(_texts(tx, table, rows))
    said = [one.value for one in estimates(_model(), [words for _, words, _ in texts])]
    found = [(value, row) for value, (row, _, _) in zip(said, texts, strict=True)]
    read = {
        row: (_sum(words), math.nan if value is None else value)
        for value, (row, words, _) in zip(said, texts, strict=True)
    }
    Driver(tx).many(f"UPDATE {table} SET sentiment_estimated = ? WHERE id = ?", found)
    for page in sorted({row // _PAGE for row in read}):
        seen = _decoded(_payload(tx, _page_key(table, page)))
        _keep(tx, table, page, seen | {row: read[row] for row in read if row // _PAGE == page})
    tx.expire_all()
    return sum(value is not None for value in said)


def _sum(words: str) -> int:
    return crc32(words.encode("utf-8", "replace"))


def _same(one: Read | None, other: Read) -> bool:
    """Whether a text is as it was read, and its estimate still stands."""
    if one is None or one[0] != other[0]:
        return False
    return one[1] == other[1] or (math.isnan(one[1]) and math.isnan(other[1]))


def _texts(
    tx: Tx, table: str, rows: Sequence[int] | None = None
) -> Iterator[tuple[int, str, float | None]]:
    """Rows that nobody marked, their words and estimates; of all, or of some."""
    where = "" if rows is None else " AND id IN (SELECT value FROM json_each(?))"
    values = () if rows is None else (msgspec.json.encode(list(rows)).decode(),)
    yield from Driver(tx).each(
        f"SELECT id, {WORDS[table]} AS words, sentiment_estimated FROM {table}"
        f" WHERE sentiment IS NULL AND trim({WORDS[table]}, char(10) || ' ') <> ''{where}"
        " ORDER BY id",
        values,
    )


def _seen(tx: Tx, table: str) -> dict[int, Read]:
    """What was read of a table, by row: what older versions kept in one piece, then the pages."""
    out = _decoded(_payload(tx, f"tone {table}"))
    pages = tx.execute(
        text("SELECT payload FROM snapshot WHERE key GLOB :key"), {"key": f"tone {table} [0-9]*"}
    )
    for payload in pages.scalars():
        out |= _decoded(payload)
    return out


def _page_key(table: str, page: int) -> str:
    return f"tone {table} {page}"


def _payload(tx: Tx, key: str) -> bytes | None:
    found: bytes | None = tx.execute(
        text("SELECT payload FROM snapshot WHERE key = :key"), {"key": key}
    ).scalar_one_or_none()
    return found


def _decoded(payload: bytes | None) -> dict[int, Read]:
    kept = Seen() if payload is None else msgspec.msgpack.decode(payload, type=Seen)
    rows, texts, values = array("q"), array("q"), array("d")
    rows.frombytes(kept.rows)
    texts.frombytes(kept.texts)
    values.frombytes(kept.values)
    return dict(zip(rows, zip(texts, values, strict=True), strict=True))


def _keep(tx: Tx, table: str, page: int, seen: dict[int, Read]) -> None:
    rows = sorted(seen)
    made = Seen(
        array("q", rows).tobytes(),
        array("q", [seen[row][0] for row in rows]).tobytes(),
        array("d", [seen[row][1] for row in rows]).tobytes(),
    )
    tx.execute(
        text(
            "INSERT INTO snapshot (key, stamp, payload) VALUES (:key, 0, :payload)"
            " ON CONFLICT (key) DO UPDATE SET payload = excluded.payload"
        ),
        {"key": _page_key(table, page), "payload": msgspec.msgpack.encode(made)},
    )


@cache
def _model() -> Model:
    return load(paths.resources() / "tone" / "tone.npz")
