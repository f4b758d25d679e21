"""Builds raw tables from texts, and reads files of other people, for tests of recognition."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from healthdesk.core import importers
from healthdesk.core.domain.intake import ColumnGuess, Proposal
from healthdesk.core.domain.lookup import Known
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.domain.records import Chunk, RawTable
from healthdesk.core.mapping.profile import FileProfile, profile
from healthdesk.core.mapping.recognise import propose

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
"""Data of other people, where it lies beside the project."""
Table = tuple[RawTable, FileProfile]


def table(name: str, text: str, *, delimiter: str = ",", size: int = 50) -> Table:
    """A raw table with what was found out about it, from the text of a CSV file."""
    rows = list(csv.reader(io.StringIO(text.strip("\n")), delimiter=delimiter))
    header, body = tuple(rows[0]), rows[1:]
    part = name.partition(" · ")[2]
    raw = RawTable(name, name, part, header, Reading("delimited"), len(body), "UTF-8")
    return raw, profile(raw, _chunks(body, size))


def _chunks(rows: list[list[str]], size: int) -> Iterator[Chunk]:
    for start in range(0, len(rows), size):
        cells = rows[start : start + size]
        yield Chunk(cells, range(start + 2, start + 2 + len(cells)))


def one(name: str, text: str, *, delimiter: str = ",", known: Known | None = None) -> Proposal:
    """The proposal for a single file."""
    return propose([table(name, text, delimiter=delimiter)], known or Known())[0]


def drop(files: Mapping[str, str], known: Known | None = None) -> dict[str, Proposal]:
    """The proposals for files that were dropped together, by name."""
    tables = [table(name, text) for name, text in files.items()]
    return {found.raw.name: found for found in propose(tables, known or Known())}


def read(paths: Iterable[Path]) -> list[Table]:
    """Files as the importers read them."""
    return [
        (raw, profile(raw, importers.chunks(raw)))
        for path in paths
        for raw in importers.open_place(str(path))
    ]


def targets(proposal: Proposal) -> dict[str, str]:
    """What each column becomes: "tickets.opened_on", several between spaces, "" = left out."""
    found: dict[str, list[str]] = {}
    for guess in proposal.columns:
        told = f"{guess.table}.{guess.target}" if guess.target else ""
        found.setdefault(guess.source, []).append(told)
    return {source: " ".join(filter(None, told)) for source, told in found.items()}


def guess(proposal: Proposal, source: str, table_name: str = "") -> ColumnGuess:
    """What one column becomes."""
    return next(
        guess for guess in proposal.columns
        if guess.source == source and table_name in {"", guess.table}
    )  # fmt: skip


def asked(proposal: Proposal) -> list[str]:
    """Keys of the questions that are open."""
    return [question.key for question in proposal.questions]
