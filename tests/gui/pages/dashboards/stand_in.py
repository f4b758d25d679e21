"""Widgets that stand in for real ones: they answer what a test tells them, or fail."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import QRectF, QSizeF
from pytestqt.qtbot import QtBot

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option, metric_option
from healthdesk.core.domain.widget import Ask, Mark, Shown, WidgetSpec
from healthdesk.gui import widgets
from healthdesk.gui.pages.dashboards.tile_view import TileView
from healthdesk.gui.pages.dashboards.tiles import Tiles
from healthdesk.gui.parts.drawing import Drawing, Sheet, Spot, fitted
from healthdesk.gui.parts.drawn_face import DrawnFace


@dataclass(frozen=True, kw_only=True)
class Said(Shown):
    """What a stand-in answers."""


class StandInFace(DrawnFace):
    """Shows its marks under each other."""

    def lay_out(self, room: QSizeF) -> Drawing:
        sheet = Sheet()
        for at, mark in enumerate(self.shown.marks):
            rect = QRectF(0, 20 * at, room.width(), 20)
            sheet.texts.append(fitted(rect, mark.label, self.measure))
            sheet.spots.append(Spot(rect, f"mark:{mark.key}", mark.label))
        return sheet.done(room.width(), room.height())

    def lines(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        return ("Mark", "Accounts"), [(m.label, str(len(m.accounts))) for m in self.shown.marks]


def marks_of(ask: Ask) -> tuple[Mark, ...]:
    """Two marks over four accounts, as far as they are asked for."""
    whole = {"one": frozenset({"a0", "a1"}), "two": frozenset({"a2", "a3"})}
    return tuple(
        Mark(key, f"Half: {key}", frozenset(one for one in ids if ask.holds(one)))
        for key, ids in whole.items()
        if any(ask.holds(one) for one in ids)
    )


class StandIn:
    """A widget module whose answers and questions a test sees."""

    def __init__(self, key: str, *, metric: bool = False) -> None:
        more: tuple[Option, ...] = (Option("days", "Days", "days", 28, 1, 100),)
        self.SPEC = WidgetSpec(
            key=key,
            title=key.title(),
            summary="It stands in.",
            how="It is told what to say.",
            group="Free",
            size=(4, 3),
            limits=Limits(2, 2, 12, 8),
            inside=(),
            topics=frozenset({Topic.FACTS}),
            options=(*more, metric_option()) if metric else more,
        )
        self.asked: list[Ask] = []
        self.answer: Callable[[Ask], Any] = lambda ask: Said(
            subtitle="28 days", newest=ask.day, marks=marks_of(ask)
        )
        self.Face = StandInFace

    def load(self, tx: object, ask: Ask) -> Any:
        del tx
        self.asked.append(ask)
        return self.answer(ask)


def install(monkeypatch: pytest.MonkeyPatch, *made: StandIn) -> None:
    """Put stand-ins into the catalogue for one test."""
    widgets.widget.cache_clear()
    for one in made:
        module = ModuleType(f"{widgets.__name__}.{one.SPEC.key}")
        module.SPEC, module.load, module.Face = one.SPEC, one.load, one.Face  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)
    keys = tuple(one.SPEC.key for one in made)
    monkeypatch.setattr(widgets, "CATALOGUE", (*widgets.CATALOGUE, *keys))


def settle(tiles: Tiles, qtbot: QtBot) -> None:
    """Wait until every card that was asked has shown its answer."""
    qtbot.waitUntil(lambda: tiles.quiet)


def of(tiles: Tiles, name: str) -> TileView:
    found = tiles.tile(name)
    assert found is not None
    return found


def press(tiles: Tiles, name: str, mark: str, *, add: bool = False) -> None:
    face = of(tiles, name).frame.face
    assert face is not None
    face.press(f"mark:{mark}", add=add)
