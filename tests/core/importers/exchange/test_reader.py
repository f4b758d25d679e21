from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.importers.exchange import reader

TEXTS = st.text(st.sampled_from('ab ",\r\n\u2028é;'), max_size=5)


def opened(path, text, table="accounts"):
    path.write_text(text, encoding="utf-8", newline="")
    return reader.open_table(BY_NAME[table], path, path.name)


def everything(file, size=reader.CHUNK):
    cells, lines, broken = [], [], []
    for chunk in reader.chunks(file, size):
        cells.extend(chunk.cells)
        lines.extend(chunk.lines)
        broken.extend((one.line, one.reason) for one in chunk.broken)
    return cells, lines, broken


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=9), st.integers(1, 4))
def test_what_was_written_is_read_with_the_line_it_begins_on(tmp_path_factory, rows, size):
    path = tmp_path_factory.mktemp("reader") / "accounts.csv"
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(("account_id", "name"))
    expected = []
    for row in rows:
        text = stream.getvalue()
        breaks = text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
        expected.append(1 + breaks)
        writer.writerow(row)
    cells, lines, broken = everything(opened(path, stream.getvalue()), size)
    assert (cells, lines, broken) == ([list(row) for row in rows], expected, [])


def test_blank_lines_are_left_out_and_counted(tmp_path):
    file = opened(tmp_path / "accounts.csv", "account_id,name\n\n\na,A\n\nb,B\n")
    assert everything(file)[:2] == ([["a", "A"], ["b", "B"]], [4, 6])


@pytest.mark.parametrize("size", [1, 2, 100])
def test_a_quote_that_never_closes_loses_its_line_only(tmp_path, size):
    text = 'account_id,name\na,A\nb,"B\nc,C\nd,"D"\n'
    cells, lines, broken = everything(opened(tmp_path / "accounts.csv", text), size)
    assert cells == [["a", "A"], ["c", "C"], ["d", "D"]]
    assert lines == [2, 4, 5]
    assert [line for line, _ in broken] == [3]


def test_a_cell_without_end_is_given_up_and_reading_goes_on(tmp_path):
    text = f'account_id,name\na,"{"x" * 200_000}"\nb,B\n'
    cells, _, broken = everything(opened(tmp_path / "accounts.csv", text))
    assert cells == [["b", "B"]]
    assert [line for line, _ in broken] == [2]
    assert "131,072" in broken[0][1]


def test_many_broken_quotes_come_to_an_end(tmp_path):
    text = "account_id,name\n" + 'a,"A\n' * 501
    cells, _, broken = everything(opened(tmp_path / "accounts.csv", text))
    assert len(cells) + len(broken) > 100


def test_the_header_is_read_without_case_and_blanks(tmp_path):
    file = opened(tmp_path / "accounts.csv", " Account_ID ,NAME,Health Plan,\n")
    assert file.header == ("account_id", "name", "Health Plan", "")


def test_a_late_byte_that_is_no_utf8_is_named(tmp_path):
    path = tmp_path / "accounts.csv"
    start = b"account_id,name\n" + b"a,A\n" * 600_000
    path.write_bytes(start + "ä,".encode() + b"\xff\n")
    file = reader.open_table(BY_NAME["accounts"], path, "accounts.csv")
    with pytest.raises(BadImport, match=f"byte {len(start) + 4:,}, on line 600,002"):
        everything(file)


def test_lines_are_counted_in_blocks(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"a\n" * 700_000)
    assert reader.count_lines(path) == 700_000
