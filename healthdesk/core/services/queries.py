"""Small ways to ask a desk: pairs as a mapping, rows by blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import text

from healthdesk.core.store.db import Tx

_BLOCK = 2000


def pairs(tx: Tx, sql: str, **asked: object) -> dict[Any, Any]:
    """The rows of a query with two columns, as a mapping."""
    return {row[0]: row[1] for row in tx.execute(text(sql), asked)}


def either(terms: Sequence[str]) -> str:
    """Terms of SQL of which one must hold, nested so that even thousands are not too deep."""
    if len(terms) <= 2:
        return f"({' OR '.join(terms) or '0'})"
    half = len(terms) // 2
    return f"({either(terms[:half])} OR {either(terms[half:])})"


def blocks(
    tx: Tx, sql: str, asked: Mapping[str, object] | None = None
) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a query as the driver's own tuples, never more than a block at once."""
    cursor = tx.connection().connection.cursor()
    try:
        cursor.execute(sql, asked or {})
        while block := cursor.fetchmany(_BLOCK):
            yield list(block)
    finally:
        cursor.close()
