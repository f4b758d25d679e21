"""Opens text files, packed ones too, after one pass over the whole of them.

The pass proves the encoding for every byte, counts the lines, refuses what no memory could hold.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.text import encoding as encodings

BLOCK = 1 << 20
HEAD = 1 << 16
TAIL = 1 << 15
_BLOCK = 1 << 16
LINE_LIMIT = 16 << 20
"""Longest line in bytes; a file with a longer one is no table and would fill the memory."""
SIZE_FREE, SIZE_FOLD = 1 << 30, 300
"""Packed files may always unpack to a GB, and to more where they are not absurdly dense."""
_NOTHING = "nothing was imported"


@dataclass(frozen=True)
class Survey:
    """What one pass over a text file found."""

    encoding: str
    packed: str
    """"gzip", "bzip2" or ""."""
    lines: int
    """Physical lines; in encodings of two and four bytes a letter about."""
    zeros: bool
    """Zero bytes stand in the text; they are left out."""
    damaged: int
    """Bytes that the encoding cannot read; shown as the sign for it."""
    guessed: bool
    """The encoding is the likeliest of several: nothing in the file tells."""
    tail: str
    """The end of the text, from the beginning of a line."""
    escaped: bool
    """Somewhere a backslash stands before a quote."""


def packing(head: bytes) -> str:
    """How a file is packed, by its first bytes."""
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    return "bzip2" if head.startswith(b"BZh") and head[4:10] == b"1AY&SY" else ""


@contextmanager
def open_bytes(path: Path) -> Iterator[IO[bytes]]:
    """The unpacked bytes of a file; `BadImport` where it cannot be opened or is damaged."""
    name = path.name
    try:
        with path.open("rb") as raw:
            packed = packing(raw.read(16))
            raw.seek(0)
            if packed == "gzip":
                with gzip.GzipFile(fileobj=raw) as inner, io.BufferedReader(inner, BLOCK) as out:
                    yield out
            elif packed == "bzip2":
                with bz2.BZ2File(raw) as unpacked:
                    yield unpacked
            else:
                yield raw
    except FileNotFoundError:
        raise BadImport(f"There is no file {name}; {_NOTHING}.") from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise BadImport(
            f"{name} is damaged: it cannot be unpacked to its end; {_NOTHING}.",
            "Download or export it again.",
        ) from None
    except OSError as error:
        reason = error.strerror or "it is damaged"
        raise BadImport(f"{name} cannot be read ({reason}); {_NOTHING}.") from None


@contextmanager
def open_text(path: Path, encoding: str) -> Iterator[IO[str]]:
    """The text of a file without its mark and without zero bytes, line ends as they are."""
    with open_bytes(path) as stream:
        head = stream.read(HEAD)
        stream.seek(encodings.mark_length(head))
        whole = _Blocks(stream, zeros=encodings.canonical(encoding) in encodings.WIDE)
        with io.TextIOWrapper(whole, encoding, errors="replace", newline="") as text:
            yield text


def survey(path: Path, encoding: str = "", progress: Progress = NOBODY) -> Survey:
    """Go over the whole file once; `encoding` is the one to be read with, "" = find it."""
    size, done = path.stat().st_size if path.exists() else 0, 0
    with open_bytes(path) as stream:
        head = stream.read(HEAD)
        if not head:
            raise BadImport(
                f"{path.name} is empty (0 bytes); {_NOTHING}.", "Export it again, or leave it out."
            )
        found, length = encodings.marked(head)
        chosen = encodings.canonical(encoding) if encoding else found
        if not encodings.is_text(head) and chosen not in encodings.WIDE:
            raise BadImport(
                f"{path.name} is no text: it is a file of some other program; {_NOTHING}.",
                "Export it as CSV (UTF-8).",
            )
        if chosen and not encodings.known(chosen):
            raise BadImport(f"{path.name}: there is no encoding “{chosen}”; {_NOTHING}.")
        surveyor = _Surveyor(path, chosen)
        surveyor.take(head[length:])
        while block := stream.read(BLOCK):
            surveyor.take(block)
            done += len(block)
            progress.step(done, max(done, size), f"Opening {path.name}")
    with path.open("rb") as raw:
        return surveyor.told(packing(raw.read(16)))


class _Surveyor:
    """Counts and proves, block by block."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._path = path
        self._packed_size = path.stat().st_size
        self._encoding = encoding
        self._open = not encoding
        self._decoder = codecs.getincrementaldecoder(encoding or encodings.UTF8)("replace")
        self._strict = codecs.getincrementaldecoder(encoding or encodings.UTF8)("strict")
        self._size = self._breaks = self._run = self._zeros = 0
        self._good = self._bad = 0
        self._western = True
        self._escaped = False
        self._last = b""
        self._tail = b""

    def take(self, block: bytes) -> None:
        """Look at the next bytes."""
        self._size += len(block)
        if self._size > SIZE_FREE and self._size > SIZE_FOLD * self._packed_size:
            raise BadImport(
                f"{self._path.name} unpacks to more than {SIZE_FREE >> 20:,} MB from "
                f"{self._packed_size >> 10:,} kB: no table is that dense; {_NOTHING}."
            )
        self._count(block)
        self._decode(block, final=False)
        if self._western and not block.isascii():
            self._western = encodings.western(block)
        self._tail = (self._tail + block)[-TAIL:] if len(block) < TAIL else block[-TAIL:]

    def told(self, packed: str) -> Survey:
        """What was found, at the end of the file."""
        self._decode(b"", final=True)
        encoding, damaged, guessed = self._encoding, self._bad, False
        if self._open:
            encoding = encodings.UTF8
            if self._bad * 20 > self._good:
                encoding = encodings.WESTERN if self._western else encodings.LATIN
                damaged, guessed = 0, True
        wide = encoding in encodings.WIDE
        open_end = bool(self._last) and self._last not in b"\n\r\0"
        return Survey(
            encoding=encoding,
            packed=packed,
            lines=self._breaks + open_end,
            zeros=bool(self._zeros) and not wide,
            damaged=damaged,
            guessed=guessed,
            tail=self._told_tail(encoding),
            escaped=self._escaped,
        )

    def _count(self, block: bytes) -> None:
        """Lines and their length: both signs of a line's end, a pair counting once."""
        feeds, returns = block.count(b"\n"), block.count(b"\r")
        pairs = block.count(b"\r\n") if returns and feeds else 0
        if self._last == b"\r" and block[:1] == b"\n":
            pairs += 1
        self._breaks += feeds + returns - pairs
        self._zeros += block.count(0)
        # the single sign is found much faster, and most files have none
        self._escaped = self._escaped or (b"\\" in block and b'\\"' in block)
        self._last = block[-1:] or self._last
        if feeds or returns:
            self._run = len(block) - 1 - max(block.rfind(b"\n"), block.rfind(b"\r"))
        else:
            self._run += len(block)
        if self._run > LINE_LIMIT:
            raise BadImport(
                f"{self._path.name} has a line of more than {LINE_LIMIT >> 20} MB, "
                f"line {self._breaks + 1:,}: it is no table; {_NOTHING}."
            )

    def _decode(self, block: bytes, *, final: bool) -> None:
        """Count what the encoding can read beyond plain letters, and what it cannot."""
        state = self._strict.getstate()
        if block.isascii() and not state[0] and self._encoding not in encodings.WIDE:
            return
        try:
            text = self._strict.decode(block, final)
            self._good += len(block) - len(text)
        except UnicodeDecodeError:
            self._decoder.setstate(state)
            text = self._decoder.decode(block, final)
            own = block.count(b"\xef\xbf\xbd") if self._encoding in ("", encodings.UTF8) else 0
            self._bad += max(1, text.count("\ufffd") - own)
            self._good += max(0, len(block) - len(text))
            self._strict.setstate(self._decoder.getstate())

    def _told_tail(self, encoding: str) -> str:
        width = 4 if "32" in encoding else 2 if encoding in encodings.WIDE else 1
        start = (width - (self._size - len(self._tail)) % width) % width
        text = self._tail[start:].decode(encoding, "replace")
        if self._size > len(self._tail):
            cut = min((place for place in map(text.find, "\n\r") if place >= 0), default=-1)
            text = text[cut + 1 :].removeprefix("\n")
        return text


class _Blocks(io.BufferedIOBase):
    """Bytes in large blocks, which text is read from faster; zeros left out unless they count."""

    def __init__(self, stream: IO[bytes], *, zeros: bool) -> None:
        self._stream = stream
        self._zeros = zeros
        self.name = ""
        """Asked for by the text layer."""

    def readable(self) -> bool:
        return True

    def read1(self, size: int = -1, /) -> bytes:
        """The next block, larger than asked for: the text layer takes what it gets."""
        del size
        while block := self._stream.read(_BLOCK):
            kept = block if self._zeros or 0 not in block else block.replace(b"\0", b"")
            if kept:
                return kept
        return b""

    def read(self, size: int | None = -1, /) -> bytes:
        """All that is left."""
        del size
        return b"".join(iter(self.read1, b""))
