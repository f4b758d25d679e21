"""The card Upkeep: folded, a line a kind, put off with a reason and woken; each leads somewhere."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.upkeep import Lookout, Upkeep
from healthdesk.gui.pages.today.upkeep_card import UpkeepCard

DAY = 20_780
LINES = (
    Lookout("data", "Usage: no data since 20 Feb, 17 days", (), "See the data", "data"),
    Lookout("pulse", "2 pulses say nothing", ("A: old",), "Open A", "", "a"),
    Lookout("model", "Stands", (), "See the model", "model", "", DAY + 3, "looked at"),
)


@pytest.fixture
def card(ui, qtbot):
    made = UpkeepCard(ui)
    qtbot.addWidget(made)
    made.resize(700, 200)
    return made


def test_it_is_a_line_until_it_is_unfolded(card):
    card.show_upkeep(Upkeep(DAY))
    assert not card.isVisible()
    card.show_upkeep(Upkeep(DAY, LINES))
    assert card.isVisible()
    folded = card.sizeHint().height()
    assert folded <= 40
    assert card._subtitle.full_text == "2 things to look at, 1 put off"
    card.fold.click()
    assert [row.act.text() for row in card.rows] == ["See the data", "Open A", "Show again"]
    assert card.rows[2].text.full_text.endswith(": looked at")
    card.fold.click()
    assert card.rows == []


def test_each_line_leads_to_its_place(card, ui, qtbot):
    card.show_upkeep(Upkeep(DAY, LINES))
    card.fold.click()
    with qtbot.waitSignal(ui.page_requested) as page:
        card.rows[0].act.click()
    assert page.args == ["data"]
    with qtbot.waitSignal(ui.account_requested) as account:
        card.rows[1].act.click()
    assert account.args == ["a"]
