"""Exchange folders: plain CSV files with known columns, read without any mapping."""

from __future__ import annotations

from healthdesk.core.domain.format import FormatSpec
from healthdesk.core.domain.records import Broken, Chunk, Fault
from healthdesk.core.importers.exchange.folder import Document, Sources, discover
from healthdesk.core.importers.exchange.reader import TableFile, chunks
from healthdesk.core.importers.exchange.rows import Row, RowReader, check, column_of
from healthdesk.core.importers.exchange.usage import UsageCells, UsageReader

__all__ = [
    "SPEC",
    "Broken",
    "Chunk",
    "Document",
    "Fault",
    "Row",
    "RowReader",
    "Sources",
    "TableFile",
    "UsageCells",
    "UsageReader",
    "check",
    "chunks",
    "column_of",
    "discover",
]

SPEC = FormatSpec(
    key="exchange",
    title="Exchange folder",
    summary="A folder of CSV files with HealthDesk's own columns; it needs no mapping.",
)
