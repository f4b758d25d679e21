"""The letters of Inter that a page uses, as a small font in the page itself (WOFF).

Figures are the tabular ones for all of a page, so no rules of the font are needed; what is not
Inter's (Chinese, emoji) is left to the reader's own fonts.
"""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from healthdesk import paths

_FILES: Final = {400: "Inter-Regular.ttf", 600: "Inter-SemiBold.ttf"}
_KEPT: Final = (b"OS/2", b"head", b"hhea", b"maxp", b"name", b"prep", b"gasp")
_ALIGNED: Final = 4
_HEAD: Final = 44
_ENTRY: Final = 20
_PARTS, _WORDS, _SCALE, _BOTH, _FOUR = 0x20, 0x01, 0x08, 0x40, 0x80
"""Flags of a letter made of others: more follow; wide arguments; one, two or four scales."""
_POST: Final = struct.pack(">LLhhLLLLL", 0x30000, 0, -200, 100, 0, 0, 0, 0, 0)
_DIGITS: Final = range(ord("0"), ord("9") + 1)
_Tables = dict[bytes, bytes]


def faces(text: str) -> str:
    """The rules of a sheet of styles that bring Inter for a text."""
    used = frozenset(map(ord, text))
    return "\n".join(
        "@font-face { font-family: Inter; font-weight: "
        f"{weight}; src: url(data:font/woff;base64,{b64encode(woff(weight, used)).decode('ascii')})"
        ' format("woff"); }'
        for weight in _FILES
    )


def woff(weight: int, used: frozenset[int]) -> bytes:
    """The letters of a weight that stand for these signs."""
    tables, mapped, tabular = _font(weight)
    shown = {
        sign: tabular.get(mapped[sign], mapped[sign]) if sign in _DIGITS else mapped[sign]
        for sign in sorted(used)
        if sign in mapped
    }
    return _packed(_subset(tables, shown))


def _subset(tables: _Tables, shown: Mapping[int, int]) -> _Tables:
    places = _places(tables)
    kept = _closed({0, *shown.values()}, tables[b"glyf"], places)
    letters, ends = bytearray(), [0]
    for at in range(len(places) - 1):
        if at in kept:
            letters += tables[b"glyf"][places[at] : places[at + 1]]
            letters += b"\0" * (-len(letters) % _ALIGNED)
        ends.append(len(letters))
    made = {name: tables[name] for name in _KEPT if name in tables}
    head = bytearray(tables[b"head"])
    head[50:52] = struct.pack(">h", 1)
    return made | {
        b"head": bytes(head),
        b"glyf": bytes(letters) or b"\0",
        b"loca": struct.pack(f">{len(ends)}L", *ends),
        b"hmtx": _widths(tables, kept),
        b"cmap": _cmap(shown),
        b"post": _POST,
    }


def _widths(tables: _Tables, kept: frozenset[int]) -> bytes:
    """How wide letters are; those left out have none, which packs to nothing."""
    (count,) = struct.unpack_from(">H", tables[b"hhea"], 34)
    made = bytearray(tables[b"hmtx"])
    for at in range(count):
        if at not in kept:
            made[4 * at : 4 * at + 4] = b"\0\0\0\0"
    return bytes(made)


def _cmap(shown: Mapping[int, int]) -> bytes:
    groups = b"".join(struct.pack(">LLL", sign, sign, letter) for sign, letter in shown.items())
    count = len(shown)
    table = struct.pack(">HHLLL", 12, 0, 16 + 12 * count, 0, count) + groups
    return struct.pack(">HHHHL", 0, 1, 3, 10, 12) + table


def _packed(tables: _Tables) -> bytes:
    """Tables as WOFF, each packed where that makes it smaller."""
    place = _HEAD + _ENTRY * len(tables)
    entries, bodies = bytearray(), bytearray()
    whole = 12 + 16 * len(tables)
    for name, content in sorted(tables.items()):
        small = zlib.compress(content, 9)
        body = small if len(small) < len(content) else content
        size = (len(body), len(content), _sum(content))
        entries += struct.pack(">4sLLLL", name, place + len(bodies), *size)
        bodies += body + b"\0" * (-len(body) % _ALIGNED)
        whole += len(content) + -len(content) % _ALIGNED
    head = (b"wOFF", 0x10000, place + len(bodies), len(tables), 0, whole, 1, 0, *(0,) * 5)
    return struct.pack(">4sLLHHLHHLLLLL", *head) + bytes(entries) + bytes(bodies)


def _sum(content: bytes) -> int:
    filled = content + b"\0" * (-len(content) % _ALIGNED)
    return int(sum(struct.unpack(f">{len(filled) // 4}L", filled)) & 0xFFFFFFFF)


@lru_cache(maxsize=2)
def _font(weight: int) -> tuple[_Tables, dict[int, int], dict[int, int]]:
    """The tables of a font, the letter of each sign, the tabular letter of each figure."""
    content = (paths.resources() / "fonts" / _FILES[weight]).read_bytes()
    (count,) = struct.unpack_from(">H", content, 4)
    tables = {}
    for at in range(count):
        name, _, place, size = struct.unpack_from(">4sLLL", content, 12 + 16 * at)
        tables[name] = content[place : place + size]
    return tables, dict(_mapped(tables[b"cmap"])), dict(_tabular(tables[b"GSUB"]))


def _mapped(cmap: bytes) -> Iterator[tuple[int, int]]:
    """Signs and their letters, of the table with whole Unicode or of that with its first plane."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    known = {}
    for at in range(count):
        platform, kind, place = struct.unpack_from(">HHL", cmap, 4 + 8 * at)
        known[platform, kind] = place
    if (3, 10) in known:
        place = known[3, 10]
        (groups,) = struct.unpack_from(">L", cmap, place + 12)
        for at in range(groups):
            low, high, letter = struct.unpack_from(">LLL", cmap, place + 16 + 12 * at)
            yield from zip(
                range(low, high + 1), range(letter, letter + high - low + 1), strict=True
            )
        return
    yield from _plane(cmap, known[3, 1])


def _plane(cmap: bytes, place: int) -> Iterator[tuple[int, int]]:
    (double,) = struct.unpack_from(">H", cmap, place + 6)
    size = double // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{size}H", cmap, place + 14 + double * at + (2 if at else 0))
        for at in range(4)
    )
    base = place + 16 + double * 3
    for at in range(size):
        for sign in range(starts[at], min(ends[at], 0xFFFE) + 1):
            letter = sign
            if offsets[at]:
                where = base + 2 * at + offsets[at] + 2 * (sign - starts[at])
                (letter,) = struct.unpack_from(">H", cmap, where)
            if letter or not offsets[at]:
                yield sign, (letter + deltas[at]) & 0xFFFF


def _tabular(gsub: bytes) -> Iterator[tuple[int, int]]:
    """Letters and the tabular ones that the font has for them."""
    _, _, _, features, lookups = struct.unpack_from(">HHHHH", gsub)
    (count,) = struct.unpack_from(">H", gsub, features)
    for at in range(count):
        name, place = struct.unpack_from(">4sH", gsub, features + 2 + 6 * at)
        if name != b"tnum":
            continue
        (many,) = struct.unpack_from(">H", gsub, features + place + 2)
        for one in struct.unpack_from(f">{many}H", gsub, features + place + 4):
            (where,) = struct.unpack_from(">H", gsub, lookups + 2 + 2 * one)
            yield from _singles(gsub, lookups + where)
        return


def _singles(gsub: bytes, lookup: int) -> Iterator[tuple[int, int]]:
    kind, _, count = struct.unpack_from(">HHH", gsub, lookup)
    for offset in struct.unpack_from(f">{count}H", gsub, lookup + 6):
        place, real = lookup + offset, kind
        if kind == 7:
            _, real, far = struct.unpack_from(">HHL", gsub, place)
            place += far
        if real != 1:
            continue
        way, coverage, more = struct.unpack_from(">HHH", gsub, place)
        held = list(_covered(gsub, place + coverage))
        if way == 1:
            yield from ((letter, (letter + more) & 0xFFFF) for letter in held)
        else:
            yield from zip(held, struct.unpack_from(f">{more}H", gsub, place + 6), strict=True)


def _covered(gsub: bytes, place: int) -> Iterable[int]:
    way, count = struct.unpack_from(">HH", gsub, place)
    if way == 1:
        yield from struct.unpack_from(f">{count}H", gsub, place + 4)
        return
    for at in range(count):
        low, high, _ = struct.unpack_from(">HHH", gsub, place + 4 + 6 * at)
        yield from range(low, high + 1)


def _places(tables: _Tables) -> tuple[int, ...]:
    """Where each letter begins, and where the last ends."""
    loca = tables[b"loca"]
    (long,) = struct.unpack_from(">h", tables[b"head"], 50)
    if long:
        return struct.unpack(f">{len(loca) // 4}L", loca)
    return tuple(2 * one for one in struct.unpack(f">{len(loca) // 2}H", loca))


def _closed(wanted: set[int], glyf: bytes, places: tuple[int, ...]) -> frozenset[int]:
    """The letters, with those that others are made of."""
    kept, waiting = set[int](), sorted(wanted)
    while waiting:
        at = waiting.pop()
        if at not in kept:
            kept.add(at)
            waiting += _made_of(glyf[places[at] : places[at + 1]])
    return frozenset(kept)


def _made_of(letter: bytes) -> Iterator[int]:
    if len(letter) < 10 or struct.unpack_from(">h", letter)[0] >= 0:
        return
    place, flags = 10, _PARTS
    while flags & _PARTS:
        flags, part = struct.unpack_from(">HH", letter, place)
        yield part
        place += 8 if flags & _WORDS else 6
        place += 2 if flags & _SCALE else 4 if flags & _BOTH else 8 if flags & _FOUR else 0
