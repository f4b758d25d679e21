"""Rows below a header that say it again in other words: what survey tools write before answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from healthdesk.core.domain.records import Chunk

_IMPORT = '{"importid"'
_SUBHEADS = frozenset(
    ("response", "open-ended response", "other (please specify)", "point", "antwort",
     "offene antwort", "réponse", "réponse libre", "respuesta", "respuesta abierta")
)  # fmt: skip
_FIRST = 2


def expected(header: Sequence[str]) -> bool:
    """Whether tables of such columns come with rows of labels: a survey tool's own export."""
    told = {"".join(filter(str.isalnum, name)).casefold() for name in header}
    return {"responseid", "recordeddate"} <= told or {"respondentid", "collectorid"} <= told


def count(header: Sequence[str], records: Sequence[Sequence[str]]) -> int:
    """How many of the first records are labels."""
    if not expected(header):
        return 0
    for place, record in enumerate(records[:_FIRST]):
        filled = [cell.strip().casefold() for cell in record if cell.strip()]
        if filled and all(cell.replace(" ", "").startswith(_IMPORT) for cell in filled):
            return place + 1
    first = [cell.strip().casefold() for cell in records[0]] if records else []
    said = [cell for cell in first if cell]
    if said and not first[0] and said[-1] in _SUBHEADS:
        return 1
    return _repeats(header, records[0]) if records else 0


def _repeats(header: Sequence[str], first: Sequence[str]) -> int:
    """Whether the first record spells most names of the header again."""
    pairs = [
        ("".join(filter(str.isalnum, name)).casefold(),
         "".join(filter(str.isalnum, cell)).casefold())
        for name, cell in zip(header, first, strict=False)
    ]  # fmt: skip
    same = sum(1 for name, cell in pairs if name == cell and name)
    return int(same * 2 >= len(header))


def without(header: Sequence[str], chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """The pieces of a table without such rows."""
    if not expected(header):
        return chunks
    first = next(chunks, None)
    if first is None:
        return chunks
    labels = count(header, first.cells[: _FIRST + 1])
    if labels:
        first = replace(first, cells=first.cells[labels:], lines=first.lines[labels:])
    return chain((first,), chunks)
