"""What the screen wants of a widget, and what of a desk can be wanted; before it was looked at.

Not here: what becomes of it (services/scope.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Wish:
    """What the screen wants of a widget, before the desk was looked at.

    Attributes:
        day: the day of the window.
        period: one of `PERIODS`, the board's; the widget's own option goes before it.
        segments: names of segments that all hold: of the window, of the board; "" is none.
        told: options of the tile, as its document has them.
        accounts: what filters of other widgets leave; None: they narrow nothing.
        private: notes that are not for others' eyes may be shown.
    """

    day: int
    period: str
    segments: tuple[str, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)
    accounts: frozenset[str] | None = None
    private: bool = True


@dataclass(frozen=True)
class Choices:
    """What of the desk can be chosen in the form of a widget: keys and what people read.

    Attributes:
        objectives: what boards, their widgets and goals are to reach; another one may be typed.
    """

    metrics: tuple[tuple[str, str], ...]
    segments: tuple[str, ...]
    fields: tuple[str, ...]
    objectives: tuple[str, ...] = ()
