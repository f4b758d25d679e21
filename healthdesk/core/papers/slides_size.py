"""Measures of slides: larger where a section has few words, smaller in a small deck."""

from __future__ import annotations

from typing import Final

import msgspec

from healthdesk.core.papers.paper_sizes import Measures

_LETTERS: Final = ("base", "small", "note", "title", "lead", "cover", "figure", "chart")
_SPACES: Final = ("side", "top", "bottom", "gutter", "gap")
_GROWN: Final = ("base", "small", "lead", "figure", "gap")


def resized(size: Measures, width: float, height: float) -> Measures:
    """The measures for a deck of another size."""
    by = min(height / size.height, max(width / size.width, 0.6))
    made = {name: getattr(size, name) * by for name in (*_LETTERS, *_SPACES)}
    return msgspec.structs.replace(size, width=width, height=height, **made)


def grown(size: Measures, by: float) -> Measures:
    """The measures of a section whose few words stand larger, or whose many stand smaller."""
    names = _GROWN if by >= 1 else (*_GROWN, "chart")
    made = {name: getattr(size, name) * by for name in names}
    return msgspec.structs.replace(size, **made)
