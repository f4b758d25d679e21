"""Which encoding a text is written in, from its first bytes."""

from __future__ import annotations

import codecs

UTF8 = "utf-8"
WESTERN = "cp1252"
LATIN = "latin-1"
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_MARKS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = {
    UTF8: "UTF-8",
    WESTERN: "Windows-1252",
    LATIN: "Latin-1",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
}
_LOOK = 4_096
_CONTROLS = bytes((*range(1, 9), *range(14, 26), 127))
_OTHERS = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"%PDF-",
    b"\xd0\xcf\x11\xe0",
    b"PAR1",
    b"SQLite format 3\0",
)
"""Zip files and what is made of them, PDF, old spreadsheets, Parquet, SQLite."""
_UNUSED = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
"""Bytes that Windows-1252 has no letter for."""


def marked(head: bytes) -> tuple[str, int]:
    """The encoding that a byte-order mark or the pattern of zeros gives away; how long the mark is.

    "" where neither says anything: then it is UTF-8 or an encoding of one byte a letter. A mark of
    two bytes before text of four bytes a letter is what one vendor's loader writes.
    """
    mark, length = "", 0
    for sign, encoding in _MARKS:
        if head.startswith(sign):
            mark, length = encoding, len(sign)
            break
    if mark.startswith("utf-16") or not mark:
        zeros = _by_zeros(head[length : length + _LOOK])
        if zeros.startswith("utf-32") or not mark:
            mark = zeros
    return mark, length


def mark_length(head: bytes) -> int:
    """How many bytes at the start are a byte-order mark, whatever the text is read as."""
    return marked(head)[1]


def western(block: bytes) -> bool:
    """Whether every byte is a letter or sign of Windows-1252."""
    return len(block.translate(None, _UNUSED)) == len(block)


def in_words(encoding: str) -> str:
    """An encoding as people call it."""
    known = _NAMES.get(canonical(encoding))
    return known or encoding.upper()


def canonical(encoding: str) -> str:
    """One name for the spellings of an encoding; as it is where nobody knows it."""
    if not known(encoding):
        return encoding
    name = codecs.lookup(encoding).name
    name = {"iso8859-1": LATIN, "utf-8-sig": UTF8, "ascii": UTF8}.get(name, name)
    return {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(name, name)


def known(encoding: str) -> bool:
    """Whether text can be read in an encoding of that name."""
    try:
        "".encode(encoding)
    except (LookupError, UnicodeError):
        return False
    return True


def is_text(head: bytes) -> bool:
    """Whether bytes may be text at all, and not a picture, a spreadsheet or a program."""
    if marked(head)[0] in WIDE:
        return True
    if head.startswith(_OTHERS):
        return False
    signs = len(head) - len(head.translate(None, _CONTROLS))
    zeros = head.count(0)
    return signs <= 1 + len(head) * 0.02 and zeros <= 1 + len(head) * 0.1


def _by_zeros(head: bytes) -> str:
    """Two or four bytes a letter show as zeros at every second byte, or three of four."""
    whole = head[: len(head) // 4 * 4]
    if len(whole) < 4 or 0 not in whole:
        return ""
    quarter = len(whole) // 4
    zeros = [whole[place::4].count(0) / quarter for place in range(4)]
    if zeros[1] + zeros[2] + zeros[3] > 2.7 and zeros[0] < 0.5:
        return "utf-32-le"
    if zeros[0] + zeros[1] + zeros[2] > 2.7 and zeros[3] < 0.5:
        return "utf-32-be"
    low, high = (zeros[1] + zeros[3]) / 2, (zeros[0] + zeros[2]) / 2
    if low > 0.4 and high < 0.1:
        return "utf-16-le"
    if high > 0.4 and low < 0.1:
        return "utf-16-be"
    return ""
