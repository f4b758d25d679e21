"""Blocks cut by their signs alone against the parser: the same records, lines and broken ones."""

from __future__ import annotations

import io
from contextlib import contextmanager

from hypothesis import example, given
from hypothesis import strategies as st

from healthdesk.core.domain.columns import Columns
from healthdesk.core.importers.delimited.dialect import Dialect
from healthdesk.core.importers.delimited.rows import straight
from healthdesk.core.text import blocks, records

PLAIN = st.text(st.sampled_from("ab1 .\u00fc"), max_size=4)
ODD = st.sampled_from(['"x;y"', '"a\nb"', '"', "a\rb", '"q"', "\0", ""])
LINE = st.lists(st.one_of(PLAIN, PLAIN, PLAIN, ODD), min_size=1, max_size=4).map(";".join)
TEXT = st.lists(st.tuples(LINE, st.sampled_from(["\n", "\n", "\r\n"])), max_size=30).map(
    lambda lines: "".join(line + end for line, end in lines)
)
EVEN = st.lists(st.lists(PLAIN, min_size=3, max_size=3).map(";".join), max_size=40).map("\n".join)


def read(text, made):
    """Records, lines, broken ones, and how many lines there are."""
    cells, lines, broken = [], [], []
    stream = made(lambda: opened(text), Dialect(";", '"').parser)
    while True:
        try:
            chunk = straight(next(stream), 3)
        except StopIteration as end:
            return cells, lines, broken, end.value
        cells.extend(chunk.cells)
        lines.extend(chunk.lines)
        broken.extend(chunk.broken)


@contextmanager
def opened(text):
    yield io.StringIO(text, newline="")


def by_block(size):
    def made(source, parser):
        return blocks.chunks(source, parser, size, blocks.Cut(";", '"\0', 3))

    return made


def by_record(source, parser):
    return records.chunks(source, parser, 7)


@example(";;\n;; ", 1, 20)
@example(" ; ;\n1;2;3", 1, 20)
@given(st.one_of(TEXT, EVEN), st.integers(1, 9), st.sampled_from([20, 64, 1 << 16]))
def test_blocks_say_what_the_parser_says(text, size, letters):
    text = f"h;i;j\n{text}"
    kept, blocks.BLOCK = blocks.BLOCK, letters
    try:
        assert read(text, by_block(size)) == read(text, by_record)
    finally:
        blocks.BLOCK = kept


def test_even_blocks_come_as_columns():
    stream = by_block(2)(lambda: opened("a;b;c\n1;2;3\n4;5;6\r\n7;8;9"), Dialect(";", '"').parser)
    first = next(stream)
    assert isinstance(first.cells, Columns)
    assert first.cells == [["1", "2", "3"], ["4", "5", "6"]]
    assert list(first.lines) == [2, 3]
    assert next(stream).cells == [["7", "8", "9"]]


def test_a_cell_that_is_too_long_is_left_to_the_parser():
    text = f"a;b;c\n1;2;{'x' * 140_000}\n4;5;6\n"
    assert read(text, by_block(10)) == read(text, by_record)
    assert read(text, by_block(10))[2]
