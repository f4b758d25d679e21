"""A small sample desk for tests of widgets, made once a run, and how a widget is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from PySide6.QtCore import QRectF, QSizeF

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.widget import Ask
from healthdesk.core.services import desks, samples
from healthdesk.gui.parts.drawing import Drawing, Measure, ink
from tests.make import NOW

DAY = to_day(NOW.date())
LONG = "Ostermann Verfahrenstechnik und Anlagenbau " * 5


@contextmanager
def made(folder: Path, accounts: int = 40, days: int = 200) -> Iterator[Desk]:
    """A sample desk; look at it, do not change it."""
    desk = Desk.create(
        folder / "board.healthdesk",
        clock=Clock(instant=NOW),
        furnish=lambda tx: desks.furnish(tx, "board", "UTC", "EUR"),
    )
    desk.do(samples.fill, DAY, 1, accounts, days)
    yield desk
    desk.close()


def asked(module: ModuleType, told: dict[str, Any] | None = None, **more: Any) -> Ask:
    """What a widget is asked with some options, about 90 days."""
    options = module.SPEC.complete(told or {}, ())
    return Ask(
        more.get("day", DAY),
        more.get("first", more.get("day", DAY) - 89),
        options,
        more.get("accounts"),
    )


def room_of(module: ModuleType, size: str) -> QSizeF:
    """The room of the face in a tile of its least or usual size, or a large one, in pixels."""
    limits = module.SPEC.limits
    wide, high = {
        "least": (limits.min_w, limits.min_h),
        "usual": module.SPEC.size,
        "large": (12, 8),
    }[size]
    column = (960 - 2 * 16 - 11 * 12) / 12
    return QSizeF(wide * (column + 12) - 12 - 26, high * 76 - 12 - 50)


def check_drawing(drawing: Drawing, room: QSizeF, measure: Measure) -> None:
    """Nothing lies outside the room, no two texts touch, what is cut says so."""
    whole = QRectF(0, 0, room.width(), room.height()).adjusted(-0.5, -0.5, 0.5, 0.5)
    inks = [(one, ink(one, measure)) for one in drawing.texts if one.text]
    for text, rect in inks:
        assert whole.contains(rect), f"{text.text!r} lies outside: {rect} in {whole}"
        if text.full:
            assert text.text.endswith("…"), text.text
    for at, (text, rect) in enumerate(inks):
        for other, there in inks[at + 1 :]:
            over = rect.adjusted(0.5, 3, -0.5, -3).intersects(there.adjusted(0.5, 3, -0.5, -3))
            assert not over, f"{text.text!r} lies over {other.text!r}"
    for fill in drawing.fills:
        assert whole.contains(fill.rect) or fill.rect.isEmpty(), fill
    for spot in drawing.spots:
        assert whole.contains(spot.rect), spot
