"""Takes what a mapping names out of raw records: a column, a constant, a text of several, an id."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256

from healthdesk.core.domain.columns import column_of
from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.mapping import ColumnMap
from healthdesk.core.mapping.styles import Cells, missing_of

Records = Sequence[list[str]]
Take = Callable[[Records], Sequence[str]]
"""The text that stands for one exchange column in each record."""

_PLACE = re.compile(r"\{([^{}]+)\}")
_BETWEEN = "\x1f"
"""Stands between the cells that an id is made of: no file has it inside a cell."""
_ID_LENGTH = 16
DIGESTS = 5_000_000
"""Most rows with made-up ids: some 700 MB."""


def sources(mapping: ColumnMap) -> tuple[str, ...]:
    """The columns of the file that a mapping reads."""
    if mapping.source:
        return (mapping.source,)
    return mapping.digest or tuple(dict.fromkeys(_PLACE.findall(mapping.text)))


def taker(mapping: ColumnMap, header: Sequence[str], spelled: Mapping[str, Cells]) -> Take:
    """How to take the text for a column; `spelled` are columns whose spelling may vary."""
    if mapping.constant is not None:
        told = mapping.constant
        return lambda records: [told] * len(records)
    if mapping.digest:
        return Digests(mapping.digest, header, spelled).take
    if mapping.text:
        return _Template(mapping, header).take
    place = header.index(mapping.source)
    return lambda records: column_of(records, place)


class _Template:
    """A text such as "{first name} {last name}"; a cell that is unknown leaves nothing in it.

    Where all of them are unknown the text is empty, whatever stands between them.
    """

    def __init__(self, mapping: ColumnMap, header: Sequence[str]) -> None:
        parts = _PLACE.split(mapping.text)
        self._between = parts[::2]
        self._places = [header.index(name) for name in parts[1::2]]
        self._missing = missing_of(mapping)

    def take(self, records: Records) -> list[str]:
        """The text of each record."""
        return list(map(self._one, records))

    def _one(self, record: list[str]) -> str:
        told = self._between[0]
        filled = not self._places
        for place, after in zip(self._places, self._between[1:], strict=True):
            text = record[place].strip()
            if text.casefold() not in self._missing:
                told, filled = told + text, True
            told += after
        return told.strip() if filled else ""


class Digests:
    """Ids made from the cells of a row: the same each time the same row comes.

    The second of two rows that are equal in those cells is "-2", so that neither is lost. Days and
    numbers go in as the exchange folder spells them: another spelling next week is the same row.
    """

    def __init__(
        self, columns: Sequence[str], header: Sequence[str], spelled: Mapping[str, Cells]
    ) -> None:
        self._names = columns
        self._columns = [(header.index(name), spelled.get(name)) for name in columns]
        self._seen: dict[bytes, int] = {}

    def take(self, records: Records) -> list[str]:
        """The id of each record."""
        columns = [
            self._canonical(column_of(records, place), cells) for place, cells in self._columns
        ]
        if len(self._seen) > DIGESTS:
            raise BadImport(
                f"More than {DIGESTS:,} rows would get an id made from {', '.join(self._names)}, "
                "too many to tell equal rows apart; nothing was imported."
            )
        return list(map(self._one, zip(*columns, strict=True)))

    @staticmethod
    def _canonical(texts: Sequence[str], cells: Cells | None) -> list[str]:
        stripped = [text.strip() for text in texts]
        if cells is None:
            return stripped
        return [told or text for told, text in zip(cells.all(texts), stripped, strict=True)]

    def _one(self, cells: Iterable[str]) -> str:
        digest = sha256(_BETWEEN.join(cells).encode("utf-8", "surrogatepass")).digest()
        count = self._seen.get(digest[:8], 0) + 1
        self._seen[digest[:8]] = count
        told = digest.hex()[:_ID_LENGTH]
        return told if count == 1 else f"{told}-{count}"
