"""Whatever stands in a file, it is read or refused in a sentence; never anything else."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.errors import BadImport
from tests.core.importers.delimited.written import Way, table, text
from tests.core.importers.raw import opened, read

SIGNS = st.text(st.sampled_from("ab1, ;\t|\"'\\\r\n\0é\u0085\u2028=:"), max_size=60)


def check(path, content, **reading):
    try:
        raw = opened(path, content, **reading)
        cells, lines, broken = read(raw, 3)
    except BadImport as told:
        return str(told)
    assert all(len(row) == len(raw.header) for row in cells)
    assert len(set(raw.header)) == len(raw.header) > 0
    assert len(lines) == len(cells)
    assert list(lines) == sorted(set(lines))
    assert all(line > (raw.reading.header or 0) for line in lines)
    assert not {line for line, _ in broken} & set(lines)
    return raw.told


@given(st.one_of(st.binary(max_size=200), SIGNS), st.sampled_from(("delimited", "notes")))
def test_any_bytes(tmp_path_factory, content, key):
    assert check(tmp_path_factory.mktemp("hostile") / "a.csv", content, format=key)


@given(SIGNS, st.sampled_from((",", ", ", ";", " ", "\t")), st.sampled_from(("", '"', '"\\', "'")))
def test_any_reading(tmp_path_factory, content, delimiter, quote):
    path = tmp_path_factory.mktemp("hostile") / "a.csv"
    assert check(path, content, format="delimited", delimiter=delimiter, quote=quote)


@pytest.mark.parametrize("seed", range(100))
def test_tables_with_bytes_changed(tmp_path, seed):
    random = Random(seed)
    way = Way(encoding=random.choice(("utf-8", "utf-16", "cp1252")))
    content = bytearray(text(*table(random, comma=False), way).encode(way.encoding))
    for _ in range(random.randint(1, 30)):
        place = random.randrange(len(content))
        content[place : place + random.randint(0, 3)] = random.randbytes(random.randint(0, 3))
    assert check(tmp_path / "a.csv", bytes(content))
