"""CSV, TSV and their kin: any delimiter, quoting and encoding, packed or not."""

from __future__ import annotations

from collections.abc import Iterator

from healthdesk.core.domain.format import FormatSpec
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.records import Chunk, RawTable
from healthdesk.core.importers.delimited import opening
from healthdesk.core.importers.delimited.known import likely

SPEC = FormatSpec(
    key="delimited",
    title="CSV and other delimited text",
    summary=(
        "Text whose lines are rows: CSV, TSV and the like, with any delimiter, quotes and "
        "encoding, packed with gzip or bzip2 or not."
    ),
)


def sniff(place: str, head: bytes) -> float:
    """How sure it is that a file is delimited text, from its name and first bytes."""
    return likely(place, head)


def parts(place: str, reading: Reading, progress: Progress = NOBODY) -> tuple[str, ...]:
    """One table, without a name."""
    del place, reading, progress
    return ("",)


def open_part(place: str, part: str, reading: Reading, progress: Progress = NOBODY) -> RawTable:
    """Find encoding, dialect, header and footer, except where `reading` says them."""
    del part
    return opening.open_table(place, reading, progress)


def chunks(table: RawTable, size: int) -> Iterator[Chunk]:
    """The records, streamed."""
    return opening.chunks(table, size)
