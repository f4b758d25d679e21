"""Encodings are known by their mark or their zeros, binary files by their signs."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.text import encoding as encodings

TEXT = "account,näme\n1,One\n2,Twö\n"
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@pytest.mark.parametrize("encoding", MARKS)
def test_marks(encoding):
    mark = MARKS[encoding]
    assert encodings.marked(mark + TEXT.encode(encoding)) == (encoding, len(mark))


@pytest.mark.parametrize("encoding", encodings.WIDE)
def test_without_a_mark_zeros_tell(encoding):
    assert encodings.marked(TEXT.encode(encoding)) == (encoding, 0)


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_a_mark_of_two_bytes_before_letters_of_four(encoding):
    assert encodings.marked(codecs.BOM_UTF16_BE + TEXT.encode(encoding)) == (encoding, 2)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "latin-1"])
def test_letters_of_one_byte_say_nothing(encoding):
    assert encodings.marked(TEXT.encode(encoding)) == ("", 0)


@pytest.mark.parametrize(
    ("head", "text"),
    [
        (TEXT.encode(), True),
        (TEXT.encode("utf-16"), True),
        (b"a,b\n\0,2\n", True),
        (b"\x1b[1mbold\x1b[0m", True),
        (b"PK\x03\x04 and so on", False),
        (b"%PDF-1.7\n", False),
        (bytes(range(256)) * 4, False),
        (b"\x03\x6f\x07\x1a" + bytes(100), False),
    ],
)
def test_what_is_text(head, text):
    assert encodings.is_text(head) is text


def test_names_for_people_and_for_the_desk():
    assert encodings.in_words("utf-16-be") == "UTF-16"
    assert encodings.in_words("CP1252") == "Windows-1252"
    assert encodings.in_words("cp850") == "CP850"
    assert encodings.canonical("UTF8") == encodings.canonical("utf-8-sig") == "utf-8"
    assert encodings.canonical("no such thing") == "no such thing"
    assert [encodings.known(one) for one in ("utf-8", "zip", "runes")] == [True, False, False]


@given(st.binary(max_size=64))
def test_any_bytes_are_taken(head):
    encoding, length = encodings.marked(head)
    assert 0 <= length <= 4
    assert encoding in ("", "utf-8", *encodings.WIDE)
    encodings.is_text(head)
