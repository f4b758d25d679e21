"""The card of the portfolio: bars that add up, hover, table, and what is copied of it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QPushButton

from healthdesk.core.domain.band_moves import BandMove
from healthdesk.core.domain.band_trend import BandLine, BandTrend
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.today import trend_words
from healthdesk.gui.pages.today.reading import read_weeks, read_year
from healthdesk.gui.pages.today.trend_card import TrendCard
from healthdesk.gui.pages.today.trend_chart import lay_bars
from healthdesk.gui.pages.today.trend_words import as_text, band_words

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
    beside = card.chart.width() - 4
    assert card.chart.told_at(QPointF(beside, 50)).startswith("Poor: 2 accounts")
    assert card.chart.told_at(QPointF(beside, 110)) == ""


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
    assert band_words(TREND.lines[1], "27 Oct", Words()) == "Average: 1 account"


def test_it_is_painted_in_every_theme(card, theme):
    for mode in ("light", "dark"):
        theme.choose(mode=mode)
        assert not card.grab().isNull()


def moves(count, way="fell"):
    return tuple(
        BandMove(
            way, f"a{at}", f"Name {at}", "Average", "Poor", 60, 40, 1000.0, "EUR", "Logins fell"
        )
        for at in range(count)
    )


def test_who_moved_is_listed_unfolds_and_leads_to_the_account(card, ui):
    card.show_trend(replace(TREND, moves=moves(5), down=5))
    lines = card.list.rows.lines
    assert lines[0].text == "Fell to a lower band 5, €5k ARR"
    assert [one.end.account_id for one in lines[1:4]] == ["a0", "a1", "a2"]
    assert lines[1].text == "60 Average to 40 Poor, €1k ARR. Logins fell"
    assert lines[4].text == "2 more"
    card.list.line_entered.emit(lines[4])
    assert len(card.list.rows.lines) == 7
    opened = []
    ui.account_requested.connect(opened.append)
    ui.tab_requested.connect(opened.append)
    card.list.line_entered.emit(card.list.rows.lines[1])
    assert opened == ["a0", "health"]


def test_twelve_weeks_are_read_when_they_are_chosen_and_the_choice_is_kept(card, ui, monkeypatch):
    asked = []
    weeks = BandTrend(
        DAY,
        tuple(
            BandLine(one.band, one.counts[-13:], one.arr, (one.arr,) * 13) for one in TREND.lines
        ),
        step=7,
        moves=moves(2, "rose"),
    )
    monkeypatch.setattr(ui, "read", lambda fn, *args, **kw: asked.append((fn, kw["then"])) or 1)
    card.show_trend(TREND)
    assert asked == []
    button = card.span.findChildren(QPushButton)[1]
    button.click()
    ((fn, then),) = asked
    assert fn is read_weeks
    assert card.state == "loading"
    then(weeks)
    assert card.state == "body"
    assert card.accessibleName() == "Portfolio in 12 weeks"
    assert card.shown is weeks
    model = card.switch.table.model()
    assert model.columnCount() == 9
    assert ui.prefs.values.places[card._place()] == "weeks"
    again = TrendCard(ui)
    again.show_trend(TREND)
    assert len(asked) == 2
    assert again.span.value == "weeks"
    again.deleteLater()


def test_a_year_is_read_when_it_is_chosen_and_its_days_say_their_year(card, ui, monkeypatch):
    asked = []
    lines = tuple(BandLine(one.band, one.counts[-14:], one.arr) for one in TREND.lines)
    monkeypatch.setattr(ui, "read", lambda fn, *args, **kw: asked.append((fn, kw["then"])) or 1)
    card.show_trend(TREND)
    card.span.findChildren(QPushButton)[2].click()
    ((fn, then),) = asked
    assert fn is read_year
    then(BandTrend(DAY, lines, step=28))
    assert card.accessibleName() == "Portfolio in 1 year"
    assert "than on 24 Nov 2025" in card.chart.accessibleName()
    assert as_text(card.shown, Words())[0].startswith("Portfolio in a year")


def test_bars_of_arr_are_to_one_scale_and_are_chosen_on_the_chart(card):
    amounts = [[5.0, 10.0], [0.0, 2.0], [5.0, 0.0], [0.0, 0.0]]
    lines = tuple(
        BandLine(one.band, (2, 1), {"EUR": some[-1]}, tuple({"EUR": paid} for paid in some))
        for one, some in zip(TREND.lines, amounts, strict=True)
    )
    trend = BandTrend(DAY, lines, step=7)
    bars = lay_bars(trend, 100, 120, arr=True)
    assert [bar.count for bar in bars] == [5.0, 0.0, 5.0, 0.0, 10.0, 2.0, 0.0, 0.0]
    assert [bar.rect.height() for bar in bars if bar.count] == pytest.approx([50, 50, 100, 20])
    assert trend_words.change_words(lines[0], Words()) == "+€5"
    assert not card.chart.measure.isVisible()
    card.chart.show_trend(trend)
    assert card.chart.measure.isVisible()
    card.chart.measure.findChildren(QPushButton)[1].click()
    assert card.chart.by_arr
    assert card.chart.rect().contains(card.chart.measure.geometry())
    two = replace(trend, lines=(replace(lines[0], arr={"USD": 1.0}), *lines[1:]))
    card.chart.show_trend(two)
    assert not card.chart.by_arr


def test_a_choice_is_recalled_once_the_desk_is_open_and_weeks_of_others_go(card, ui, monkeypatch):
    asked = []
    monkeypatch.setattr(ui, "read", lambda fn, *args, **kw: asked.append(args) or 1)
    monkeypatch.setattr(ui, "desk", SimpleNamespace(path="north.healthdesk"))
    ui.prefs.values.places["today.portfolio north.healthdesk"] = "weeks"
    card.show_trend(TREND)
    assert card.span.value == "weeks"
    assert len(asked) == 1
    card._long["weeks"] = TREND
    monkeypatch.setattr(ui, "segment", "Poor")
    card.show_trend(TREND)
    assert not card._long
    assert card.state == "loading"


def test_the_copy_is_readable_without_healthdesk(card):
    text = "\n".join(trend_words.as_text(replace(TREND, moves=moves(22)), Words()))
    assert "Every account has a health score from 0 to 100" in text
    assert "Between 27 Oct 2026 and 23 Nov 2026: 22 fell (€22k ARR), 0 rose." in text
    assert "- Name 0: 60 Average to 40 Poor, €1k ARR. Logins fell" in text
    assert text.endswith("- 2 more")
