"""Chips in the top bar: as many as fit, each can be taken away."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.view_filters import ViewFilter, ViewFilters
from healthdesk.gui.shell.filter_strip import MOST, FilterStrip

FILTERS = tuple(ViewFilter(f"k{n}", f"Tier: number {n} of many") for n in range(5))


def made(theme: Theme, qtbot: QtBot, wide: int) -> tuple[FilterStrip, ViewFilters]:
    filters = ViewFilters()
    strip = FilterStrip(theme, filters)
    qtbot.addWidget(strip)
    filters.setParent(strip)
    strip.resize(wide, 40)
    strip.show()
    return strip, filters


def shown(strip: FilterStrip) -> list[QPushButton]:
    return [one for one in strip.findChildren(QPushButton) if one.isVisible()]


def test_what_does_not_fit_is_counted(theme: Theme, qtbot: QtBot) -> None:
    strip, filters = made(theme, qtbot, 520)
    filters.show(strip, FILTERS)
    seen = shown(strip)
    count = sum(chip.isVisible() for chip in strip.chips)
    assert 0 < count < 5
    assert f"+{5 - count} more" in [one.text() for one in seen]
    for one, other in pairwise(seen):
        assert not one.geometry().intersects(other.geometry())
    assert all(one.geometry().right() <= strip.width() for one in seen)
    strip.resize(1400, 40)
    assert all(chip.isVisible() for chip in strip.chips)


def test_a_chip_takes_its_filter_away_and_all_go_at_once(theme: Theme, qtbot: QtBot) -> None:
    strip, filters = made(theme, qtbot, 1400)
    filters.show(strip, FILTERS)
    dropped: list[str] = []
    filters.drop_requested.connect(dropped.append)
    strip.chips[2].click()
    next(one for one in shown(strip) if one.text() == "Clear all").click()
    assert dropped == ["k2", ""]
    filters.hide(filters)
    assert len(strip.chips) == 5
    filters.hide(strip)
    assert strip.chips == ()


def test_an_endless_label_is_cut_and_told_in_the_tip(theme: Theme, qtbot: QtBot) -> None:
    strip, filters = made(theme, qtbot, 800)
    filters.show(strip, (ViewFilter("k", "Tier: " + "Wideword" * 40),))
    chip = strip.chips[0]
    assert chip.width() <= MOST
    assert "Wideword" * 40 in chip.toolTip()
    assert "…" in chip.text()
