"""JSON from files: characters, single values, one value after another, and whole documents.

Numbers keep the digits that the file wrote. A key that comes twice in one object is kept twice.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import msgspec

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.headings import distinct
from healthdesk.core.domain.plain_text import Spelled

BLOCK = 1 << 20
WHOLE = 150_000_000
"""Bytes of a document that must be read as a whole: anything but JSON Lines and arrays."""
LONGEST = 16_000_000
"""Letters of one record."""
PACKED = 200
"""How many times larger a compressed file may become, beyond a size that harms nobody."""
HARMLESS = 300_000_000
_SPACE = " \t\r\n,"


class BrokenJsonError(Exception):
    """A value that cannot be read: why, as the end of a sentence."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    out = dict(pairs)
    if len(out) == len(pairs):
        return out
    out = {}
    for key, value in pairs:
        out[distinct(key, out)] = value
    return out


def _nothing(_: str) -> None:
    """NaN and Infinity: nothing that a cell could say."""


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_float=Spelled,
    parse_int=Spelled,
    parse_constant=_nothing,
    strict=False,
)


_MINUS_NOTHING = re.compile(r"[:\[,\s]-0[\s,\]}]")
_MAYBE_NOTHING = ("-0,", "-0}", "-0]", "-0 ", "-0\n", "-0\r", "-0\t")
_QUICK = msgspec.json.Decoder(float_hook=Spelled)


def quick(line: str) -> dict[str, object] | None:
    """The object that is all of a line, many times faster; None = look closer.

    It says the same as `one`: a line where a key comes twice, or that is odd in any way, is None.
    """
    try:
        value = _QUICK.decode(line)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    if type(value) is not dict or line.count('":') != _keys(value):
        return None
    if "-0" in line and _MINUS_NOTHING.search(line):
        return None
    return value


def quick_lines(block: str) -> list[Any] | None:
    """The values of lines, all at once; None = look closer at each."""
    if any(map(block.__contains__, _MAYBE_NOTHING)):
        return None
    try:
        return _QUICK.decode_lines(block)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None


def _keys(value: dict[str, object]) -> int:
    """How many keys an object has, with those of objects inside it."""
    count = len(value)
    for one in value.values():
        if type(one) is dict:
            count += _keys(one)
        elif type(one) is list:
            count += sum(_keys(inner) for inner in one if type(inner) is dict)
    return count


def at(text: str, start: int) -> tuple[object, int]:
    """The value that begins at a place, and where it ends."""
    try:
        return _DECODER.raw_decode(text, start)
    except RecursionError:
        raise BrokenJsonError("its values lie too deep in one another") from None
    except ValueError as error:
        raise BrokenJsonError(f"it is no JSON ({_reason(error)})") from None


def one(text: str) -> object:
    """The only value of a text."""
    told = text.strip()
    value, end = at(told, 0)
    if end != len(told):
        raise BrokenJsonError("it is no JSON (something follows its end)")
    return value


def _reason(error: ValueError) -> str:
    told = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
    return told[:1].lower() + told[1:]


class _Guarded(io.RawIOBase):
    """Bytes of a file, unpacked, that does not let a small file become endless."""

    def __init__(self, path: Path, inner: IO[bytes]) -> None:
        self._inner, self._name, self._seen = inner, path.name, 0
        self._limit = max(HARMLESS, PACKED * path.stat().st_size)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - whatever can be written to
        try:
            block = self._inner.read(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            raise BadImport(
                f"{self._name} cannot be unpacked ({error}); nothing was imported."
            ) from None
        self._seen += len(block)
        if self._seen > self._limit:
            raise BadImport(
                f"{self._name} becomes more than {PACKED} times as large when it is unpacked; "
                "it is not read, nothing was imported."
            )
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        self._inner.close()
        super().close()


def is_packed(head: bytes) -> bool:
    """Whether bytes are compressed with gzip."""
    return head[:2] == b"\x1f\x8b"


def encoding_of(head: bytes) -> str:
    """The Unicode encoding of JSON, from its first bytes."""
    found = json.detect_encoding(head[:8])
    return "utf-8-sig" if found == "utf-8" else found


def open_text(place: str, encoding: str = "") -> IO[str]:
    """The characters of a file, packed or not."""
    path = Path(place)
    try:
        with path.open("rb") as stream:
            packed = is_packed(stream.read(2))
        inner: IO[bytes] = gzip.open(path) if packed else path.open("rb")  # type: ignore[assignment]  # noqa: SIM115
        raw = io.BufferedReader(_Guarded(path, inner), BLOCK)
    except OSError as error:
        raise BadImport(
            f"{path.name} cannot be opened ({error.strerror}); nothing was imported."
        ) from None
    return io.TextIOWrapper(raw, encoding=encoding or encoding_of(raw.peek(8)), newline="\n")


def whole(stream: IO[str], name: str) -> object:
    """The one value of a file, which must be small enough to be held."""
    text = stream.read(WHOLE + 1)
    if len(text) > WHOLE:
        raise BadImport(
            f"{name} is larger than {WHOLE // 1_000_000} MB and is neither a list of records nor "
            "JSON Lines; nothing was imported.",
            "Export it as JSON Lines: one record a line, of any length.",
        )
    return one(text)


def values(stream: IO[str], *, array: bool) -> Iterator[object]:
    """Values that follow one another, or the elements of the file's one array, as they come."""
    text, start, ended = stream.read(BLOCK), 0, False
    if array:
        start = len(text) - len(text.lstrip(" \t\r\n\ufeff")) + 1
    while True:
        start = _skip(text, start)
        if start >= len(text) or (ended is False and len(text) - start < 2):
            more = stream.read(BLOCK)
            if not more and start >= len(text):
                if array:
                    raise BrokenJsonError("the file ends before its list does")
                return
            ended = not more
            text, start = text[start:] + more, 0
            continue
        if array and text[start] == "]":
            return
        try:
            value, end = at(text, start)
        except BrokenJsonError:
            more = "" if ended else stream.read(max(BLOCK, len(text) - start))
            if not more or len(text) - start > LONGEST:
                raise
            text, start = text[start:] + more, 0
            continue
        if end == len(text) and not ended and not isinstance(value, dict | list):
            more = stream.read(BLOCK)
            ended = not more
            text, start = text[start:] + more, 0
            continue
        yield value
        start = end


def _skip(text: str, start: int) -> int:
    while start < len(text) and text[start] in _SPACE:
        start += 1
    return start
