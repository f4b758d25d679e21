"""JSON Lines block by block: records of one shape become columns at once, others one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from healthdesk.core.domain.plain_text import TooDeepError, text
from healthdesk.core.domain.records import Broken
from healthdesk.core.importers.json_data import decode
from healthdesk.core.importers.json_data.decode import BrokenJsonError
from healthdesk.core.importers.json_data.flatten import DEPTH, Record, column_name, flatten

BLOCK = 1 << 17
"""Letters that are decoded at once."""
Table = dict[str, list[str]]


@dataclass(frozen=True)
class Piece:
    """Records of one shape, one a line: their cells by column."""

    lines: Sequence[int]
    columns: Table


def pieces(stream: IO[str]) -> Iterator[Piece | Record | Broken]:
    """All records of a stream; what cannot be read is told where it is."""
    number = 1
    while block := stream.read(BLOCK):
        rest = "" if block[-1] == "\n" else stream.readline(decode.LONGEST)
        block += rest
        endless = len(rest) == decode.LONGEST and not rest.endswith("\n")
        count = block.count("\n") + (block[-1] != "\n")
        found = None if endless else columns(block, count)
        if found is not None:
            yield Piece(range(number, number + count), found)
        else:
            told = block.split("\n")[:count]
            yield from _singly(told[:-1] if endless else told, number)
        number += count
        if endless:
            while (more := stream.readline(decode.LONGEST)) and not more.endswith("\n"):
                pass
            reason = f"the line is longer than {decode.LONGEST:,} letters"
            yield Broken(number - 1, reason)


def _singly(lines: Sequence[str], first: int) -> Iterator[Record | Broken]:
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        try:
            value = decode.quick(line)
            yield Record(number, flatten(decode.one(line) if value is None else value))
        except BrokenJsonError as error:
            yield Broken(number, str(error))


def columns(block: str, count: int) -> Table | None:
    """The records of a block as columns; None where they are not all of one plain shape."""
    records = decode.quick_lines(block)
    if records is None or len(records) != count or set(map(type, records)) != {dict}:
        return None
    found: Table = {}
    try:
        keys = _into(found, records, "", DEPTH)
    except (TooDeepError, RecursionError):
        return None
    # a key that comes twice, or stands in a list, is one more than were met
    return found if keys is not None and block.count('":') == keys else None


def _into(
    found: Table, records: Sequence[dict[str, object]], prefix: str, depth: int
) -> int | None:
    """Fill in the columns of some objects; how many keys they have in all."""
    names = tuple(records[0])
    if set(map(tuple, records)) != {names}:
        return None
    total = len(names) * len(records)
    for key, values in zip(names, zip(*map(dict.values, records), strict=True), strict=True):
        name = column_name(f"{prefix}.{key}" if prefix else key)
        kinds = set(map(type, values))
        if dict in kinds:
            inner = _into(found, values, name, depth - 1) if kinds == {dict} and depth > 1 else None
            if inner is None:
                return None
            total += inner
        elif name in found:
            return None
        else:
            found[name] = [one if type(one) is str else text(one) for one in values]
    return total
