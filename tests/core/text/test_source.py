"""The pass over a whole file: encoding, lines, damage; and the text as it is then read."""

from __future__ import annotations

import bz2
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.text import source

TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\r\n\t"), min_size=1
)
PACK = st.sampled_from((bytes, gzip.compress, bz2.compress))


@given(TEXTS, PACK, st.integers(1, 9))
def test_a_text_is_read_as_it_was_written_and_its_lines_counted(tmp_path_factory, text, pack, size):
    path = tmp_path_factory.mktemp("source") / "a.txt"
    path.write_bytes(pack(text.encode("utf-8-sig")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "BLOCK", size)  # letters and line ends are cut between blocks
        patch.setattr(source, "HEAD", 16)
        found = source.survey(path)
        with source.open_text(path, found.encoding) as stream:
            read = list(stream)
    assert "".join(read) == text
    assert (found.encoding, found.damaged, found.guessed) == ("utf-8", 0, False)
    assert found.lines == len(read)
    assert found.tail == text
    assert bool(found.packed) is (pack is not bytes)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_the_tail_of_a_long_text_begins_with_a_line(tmp_path, encoding):
    path = tmp_path / "a.csv"
    lines = [f"{number},é\r\n" for number in range(30_000)]
    path.write_bytes("".join(lines).encode(encoding))
    found = source.survey(path)
    assert found.encoding == encoding
    tail = found.tail.splitlines(keepends=True)
    assert len(tail) > 100
    assert tail == lines[-len(tail) :]


def test_zero_bytes_are_left_out_and_told(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 100 + b"\0\0\0,3\n")
    assert source.survey(path).zeros
    with source.open_text(path, "utf-8") as stream:
        assert stream.read().endswith("\n,3\n")


def test_a_file_that_is_gone_is_a_sentence(tmp_path):
    with pytest.raises(BadImport, match="There is no file"):
        source.survey(tmp_path / "gone.csv")
