"""How a score is computed, in words: reading, scale, weight; and the popover that says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, QPoint, QSize
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.profile import Profile, parse_profiles
from healthdesk.core.readings import CATALOGUE
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.composition_panel import CompositionPanel
from healthdesk.gui.panels.formula import HEAD, formula_lines, formula_note, scale_words
from healthdesk.gui.panels.popover import TablePopover
from tests.gui.panels import account_story as story

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

WORDS = Words(QLocale("en_GB"))
DOCUMENT = [
    {
        "key": "default",
        "name": "Default",
        "dimensions": [
            {
                "key": "usage",
                "name": "Product usage",
                "weight": 60,
                "measures": [
                    {
                        "key": "level",
                        "name": "Active users a day",
                        "weight": 3,
                        "reading": {"kind": "usage_level", "metric": "active_users", "days": 7},
                        "scale": {"kind": "curve", "points": [[0, 0], [10, 50], [30, 100]]},
                    },
                    {
                        "key": "trend",
                        "name": "Usage trend",
                        "weight": 1,
                        "missing": "poor",
                        "reading": {"kind": "usage_trend", "metric": "active_users", "days": 7},
                        "scale": {
                            "kind": "rank",
                            "good": {"op": ">=", "value": 0},
                            "poor": {"op": "<", "value": -0.25},
                        },
                    },
                ],
            },
            {
                "key": "voice",
                "name": "Voice",
                "weight": 40,
                "measures": [
                    {
                        "key": "nps",
                        "name": "NPS",
                        "weight": 1,
                        "stale_after": 200,
                        "reading": {"kind": "nps", "days": 180},
                        "scale": {"kind": "curve", "points": [[-100, 0], [100, 100]]},
                    }
                ],
            },
        ],
        "caps": [
            {
                "name": "Urgent ticket open",
                "at_most": 39,
                "when": {
                    "reading": {"kind": "open_tickets", "min_priority": "urgent"},
                    "op": ">=",
                    "value": 1,
                },
            }
        ],
    }
]


@pytest.fixture
def profile() -> Profile:
    return parse_profiles(DOCUMENT, ["active_users"], CATALOGUE)[0]


def test_each_measure_says_its_reading_scale_and_share(profile: Profile) -> None:
    lines = formula_lines(profile, story.composition(), WORDS)
    level = dict(zip(HEAD, lines[0], strict=True))
    assert level["Measure"] == "Active users a day"
    assert (level["Today"], level["Points"]) == ("23.1", "45.9")
    assert level["Weight"] == "45.0 %"
    assert level["Scale"] == "0 → 0, 10 → 50, 30 → 100 points"
    assert level["Reading"].startswith("usage level: metric active_users, days 7")
    assert level["Without data"] == "left out, weight shared"
    assert lines[1][HEAD.index("Without data")] == "0 points"
    assert lines[2][HEAD.index("Reading")].endswith("; older than 200 days: missing")


def test_a_rank_scale_names_its_three_outcomes(profile: Profile) -> None:
    scale = profile.dimensions[0].measures[1].scale
    low = "\N{MINUS SIGN}0.25"
    assert scale_words(scale, profile, WORDS) == f">= 0 → 100, < {low} → 0, else 60 points"


def test_bands_coverage_and_caps_stand_in_the_note(profile: Profile) -> None:
    note = formula_note(profile, WORDS)
    assert "Strong from 70, Average from 40" in note
    assert "No score below 25 % coverage" in note
    assert "Cap: Urgent ticket open, at most 39" in note


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_the_link_asks_and_the_answer_opens_a_popover(
    qtbot: QtBot, theme: Theme, profile: Profile
) -> None:
    panel = CompositionPanel(theme, WORDS)
    qtbot.addWidget(panel)
    view = story.composition()
    panel.show_view(view)
    panel.resize(574, 700)
    panel.show()
    with qtbot.waitSignal(panel.formula_requested):
        panel._how.click()
    panel.show_formula(profile, view)
    assert panel.popover is not None
    assert panel.popover.isVisible()
    assert panel.popover.table.model().rowCount() == 3
    assert panel.popover.title.full_text == "Default: how the score is computed"
    panel.popover.close()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
@pytest.mark.parametrize("corner", [QPoint(0, 0), QPoint(5000, 5000)])
def test_a_popover_stays_on_the_screen_and_has_a_ground(
    qtbot: QtBot, theme: Theme, corner: QPoint
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    popover = TablePopover(theme, "Figures", window)
    popover.show_lines("Figures", ("Day", "Value"), (("Mon", "1"),))
    popover.open_at(corner, QSize(300, 200))
    assert popover.screen().availableGeometry().contains(popover.geometry())
    assert popover.grab().toImage().pixelColor(150, 8) == theme.color("raised")
    popover.close()
