"""What any program wrote is read as it was written, with the line on which each record begins."""

from __future__ import annotations

import bz2
import csv
import gzip
import re
from random import Random

import pytest

from healthdesk.core import importers
from tests.core.importers.delimited.written import Way, table, text
from tests.core.importers.raw import read

ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "cp1252",
)  # fmt: skip


def way(random: Random) -> Way:
    return Way(
        delimiter=random.choice(",;\t|"),
        quote=random.choice('"""\''),
        escape=random.choice(("", "", "\\")),
        quoting=random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
        end=random.choice(("\n", "\r\n", "\r")),
        encoding=random.choice(ENCODINGS),
    )


def begins(header, rows, chosen):
    """The physical line of each record, counted in what was written."""
    written = text(header, [], chosen)
    lines = []
    for _ in rows:
        lines.append(1 + len(re.findall(r"\r\n|\r|\n", written)))
        written = text(header, rows[: len(lines)], chosen)
    return lines


@pytest.mark.parametrize("seed", range(200))
def test_random_tables_in_any_dialect_and_encoding(tmp_path, seed):
    random = Random(seed)
    chosen = way(random)
    header, rows = table(random, comma=chosen.delimiter != ",")
    if chosen.escape:  # two backslashes alone do not tell whether the second is escaped
        rows = [[one.replace("\\", "/") for one in row] for row in rows]
    content = text(header, rows, chosen).encode(chosen.encoding)
    path = tmp_path / "export.csv"
    path.write_bytes(random.choice((bytes, bytes, gzip.compress, bz2.compress))(content))
    (raw,) = importers.open_place(str(path))
    cells, lines, broken = read(raw, random.choice((1, 7, 20_000)))
    assert raw.header == tuple(header), (chosen, raw.told)
    assert cells == [[one.replace("\n", chosen.end) for one in row] for row in rows], (
        chosen,
        raw.told,
    )
    assert lines == begins(header, rows, chosen)
    assert broken == []
    (again,) = importers.open_place(str(path), raw.reading)
    assert (again.header, again.reading) == (raw.header, raw.reading)
