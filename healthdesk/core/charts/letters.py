"""How wide words are in Inter, and how they are cut or broken so that they fit."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final
from unicodedata import combining, east_asian_width

from healthdesk import paths

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_FILES: Final = {400: "Inter-Regular.ttf", 500: "Inter-Medium.ttf", 600: "Inter-SemiBold.ttf"}
_SIZE: Final = 100
_OWN: Final = 0x2E80
"""From here on signs are not Inter's: Chinese, emoji."""
_MOST: Final = 600
"""Letters that are measured at most; no line holds more."""
DOTS: Final = "\u2026"


def width(text: str, size: float, weight: int = 400) -> float:
    """How wide a text on one line is."""
    return _width(text[:_MOST], weight) * size


def fit(text: str, room: float, size: float, weight: int = 400) -> str:
    """The text, cut with dots where it is wider than its room."""
    if width(text, size, weight) <= room and len(text) <= _MOST:
        return text
    low, high = 0, min(len(text), _MOST)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + DOTS, size, weight) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + DOTS if low else ""


def wrap(text: str, room: float, size: float, lines: int, weight: int = 400) -> tuple[str, ...]:
    """The text on so many lines at most, broken between words; the last is cut where it must be."""
    words, made = text[: _MOST * lines].split(), list[str]()
    while words and len(made) < lines - 1:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size, weight) <= room:
            line = f"{line} {words.pop(0)}"
        if width(line, size, weight) > room:
            return (*made, fit(" ".join((line, *words)), room, size, weight))
        made.append(line)
    return (*made, fit(" ".join(words), room, size, weight)) if words else tuple(made)


@lru_cache(maxsize=8192)
def _width(text: str, weight: int) -> float:
    if text.isascii():
        return _font(weight).getlength(text) / _SIZE
    near = "".join(one for one in text if ord(one) < _OWN and not combining(one))
    far = sum(_ems(one) for one in text if ord(one) >= _OWN)
    return _font(weight).getlength(near) / _SIZE + far


def _ems(sign: str) -> float:
    if combining(sign):
        return 0.0
    return 1.3 if ord(sign) > 0xFFFF else 1.0 if east_asian_width(sign) in "WF" else 0.7


@lru_cache(maxsize=3)
def _font(weight: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415 - pictures are not needed at the start

    file = paths.resources() / "fonts" / _FILES[weight]
    return ImageFont.truetype(file, _SIZE, layout_engine=ImageFont.Layout.BASIC)
