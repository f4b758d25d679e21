"""The card of the portfolio: bars that add up, hover, table, and what is copied of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt

from healthdesk.core.domain.band_trend import BandLine, BandTrend
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.today.saying import band_words
from healthdesk.gui.pages.today.trend_card import TrendCard, lay_bars

DAY = 20_780
TREND = BandTrend(
    DAY,
    (
        BandLine("Strong", (*[3] * 27, 2), {"EUR": 1_000_000.0, "USD": 5_000.0}),
        BandLine("Average", tuple([1] * 28), {}),
        BandLine("Poor", (*[0] * 27, 2), {"EUR": 20_000.0}),
        BandLine("Unknown", tuple([0] * 28), {}),
    ),
    up=0,
    down=1,
)


@pytest.fixture
def card(ui, qtbot):
    made = TrendCard(ui)
    qtbot.addWidget(made)
    made.resize(800, 220)
    made.show_trend(TREND)
    made.show()
    return made


@pytest.mark.parametrize("width", [60, 480, 1400])
def test_bars_stand_in_the_room_and_are_to_one_scale(width):
    bars = lay_bars(TREND, width, 100)
    assert len(bars) == 28 * 4
    for bar in bars:
        assert -0.01 <= bar.rect.top() <= bar.rect.bottom() <= 100.01
        assert bar.rect.right() <= width + 0.01
        assert bar.rect.height() == pytest.approx(100 * bar.count / TREND.most)


def test_the_day_under_the_pointer_is_told(card):
    bars = card.chart.bars()
    last = bars[-1].rect
    assert card.chart.told_at(QPointF(last.center().x(), 50)) == (
        "23 Nov 2026: Strong 2, Average 1, Poor 2"
    )
    assert card.chart.told_at(QPointF(card.chart.width() - 4, 50)) == ""


def test_ctrl_t_turns_it_into_a_table_of_days(card, qtbot):
    card.switch.setFocus()
    qtbot.keyClick(card.switch, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert card.switch.as_table
    model = card.switch.table.model()
    assert model.rowCount() == 28
    said = [model.index(0, column).data() for column in range(5)]
    assert said == ["23 Nov 2026", "2", "1", "2", "0"]


def test_it_says_aloud_who_moved_and_hides_without_accounts(card):
    assert "Poor: 2 accounts, 2 more than on 27 Oct, €20k ARR" in card.chart.accessibleName()
    assert "Unknown" not in card.chart.accessibleName()
    card.show_trend(BandTrend(DAY, ()))
    assert not card.isVisible()


def test_a_band_that_did_not_move_says_no_change():
    assert band_words(TREND.lines[1], DAY - 27, Words()) == "Average: 1 account"


def test_it_is_painted_in_every_theme(card, theme):
    for mode in ("light", "dark"):
        theme.choose(mode=mode)
        assert not card.grab().isNull()
