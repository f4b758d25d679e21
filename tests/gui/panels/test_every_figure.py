"""Every figure of the Account page can be pressed, and leads to stored rows with their source.

Walks the painted parts of all tabs over a sample desk. What is left over are scales of charts: the
ticks of an axis and the days under it, which are no figures of the account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.services import desks, samples
from healthdesk.gui.panels.tabs import CATALOGUE
from healthdesk.gui.parts.drawn_part import DrawnPart

TODAY = to_day(date(2026, 11, 23))
CLOCK = Clock(instant=datetime(2026, 11, 23, 9, tzinfo=UTC))
STORY, CAPPED = "aldermoor-freight", "tindra-dairy"
SCALES = {
    "WeekdayBars": r"[\d.]+|(8 weeks before|last) .*",
    "SteadyBars": r"\d+ \w{3}",
    "WeekHeat": r"\d+ \w{3}",
    "SeatMeter": r"\d+ %|\w{3} \d{4}",
    "StepPlot": r"\D?\d+k?|\w{3} \d{4}",
    "_Part": r"0|100",
}
"""What may stand in a part without leading anywhere: ticks, and days under an axis."""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    made = tmp_path_factory.mktemp("figures") / "figures.healthdesk"
    with Desk.create(
        made, clock=CLOCK, furnish=lambda tx: desks.furnish(tx, "Figures", "UTC", "EUR")
    ) as desk:
        desk.do(samples.fill, TODAY, 1, 24, 420)
    return made


@pytest.fixture
def shown(path, ui, qtbot, monkeypatch):
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-11-23")
    ui.clock = CLOCK
    with Desk.open(path, clock=CLOCK) as desk:
        ui.set_desk(desk, "UTC")

        def show(key, account):
            tab = next(one for one in CATALOGUE if one.key == key).make(ui)
            qtbot.addWidget(tab)
            tab.resize(1240, 740)
            tab.show()
            tab.show_account(account)
            qtbot.waitUntil(lambda: any(figures(tab)), timeout=5_000)
            return tab

        yield show
        ui.set_desk(None)


def figures(tab) -> Iterator[tuple[DrawnPart, str, str]]:
    """Every painted text with a digit: its part, its words, the key of the place it lies in."""
    for part in tab.findChildren(DrawnPart):
        if part.isVisibleTo(tab):
            for one in part.drawing.texts:
                if re.search(r"\d", one.text):
                    yield part, one.text, led(part, one.rect.center())


def led(part, point) -> str:
    keys = (spot.key for spot in part.drawing.spots if spot.rect.contains(point))
    return next((key for key in keys if part.clickable(key)), "")


@pytest.mark.parametrize(
    ("key", "account"),
    [
        ("health", STORY),
        ("health", CAPPED),
        ("usage", STORY),
        ("people", STORY),
        ("commercial", STORY),
    ],
)
def test_every_painted_figure_can_be_pressed(shown, key, account):
    tab = shown(key, account)
    lost = [
        (type(part).__name__, words)
        for part, words, place in figures(tab)
        if not place and not re.fullmatch(SCALES.get(type(part).__name__, r"(?!)"), words)
    ]
    assert lost == []


@pytest.mark.parametrize("account", [STORY, CAPPED])
def test_every_figure_of_the_score_opens_rows_or_says_what_was_sought(shown, qtbot, account):
    tab = shown("health", account)
    chart = tab.composition.chart
    pressed = 0
    for part in (chart.head, chart.rows, chart.total):
        for spot in part.walk():
            part.spot_clicked.emit(spot.key)
            popup = tab._sources
            assert popup.isVisible()
            found = popup._sources
            assert found or popup.note.full_text.startswith("Looked for "), spot.key
            assert all(one.origins or one.typed for one in found), spot.key
            popup.hide()
            pressed += 1
    assert pressed > 30


def test_sum_sentence_and_what_was_found_lead_to_rows(shown, qtbot):
    tab = shown("health", STORY)
    for press in (tab.strip.rows, tab.composition.rows):
        qtbot.mouseClick(press, Qt.MouseButton.LeftButton)
        assert len(tab._sources._sources) > 100
        tab._sources.hide()
    tab.change.chart.total.spot_clicked.emit("sum")
    assert len(tab._sources._sources) > 100
    tab._sources.hide()


def test_what_was_found_in_use_and_features_lead_to_rows(shown, qtbot):
    tab = shown("usage", STORY)
    qtbot.waitUntil(lambda: hasattr(tab, "heat") and tab.heat.isVisible(), timeout=5_000)
    for press in (tab.chart.finding.rows, tab.heat.rows):
        qtbot.mouseClick(press, Qt.MouseButton.LeftButton)
        assert len(tab.sources._sources) > 50
        tab.sources.hide()


def test_a_person_leads_to_their_rows(shown, qtbot):
    tab = shown("people", STORY)
    tab.grid.rows.spot_clicked.emit("who:0")
    qtbot.mouseClick(tab.person.buttons["source"], Qt.MouseButton.LeftButton)
    kinds = {one.kind for one in tab.sources._sources}
    assert {"Contact", "Touchpoint"} <= kinds
    tab.sources.hide()
