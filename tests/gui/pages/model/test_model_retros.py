"""The tab Retros: losses, one of them day by day, its signs marked, tried and kept."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from healthdesk.core.clock import Clock
from healthdesk.core.domain.retro import FITS
from healthdesk.core.services import retro_replay, retros
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.model.agenda_card import AgendaCard, ident, override_words
from healthdesk.gui.pages.model.retros import replay_layout
from healthdesk.gui.pages.model.retros.columns import save_csv
from healthdesk.gui.pages.model.retros.view import RetrosView
from healthdesk.gui.parts.drawing import ink
from tests import make
from tests.core.services.retro_story import LOST, fill

NOW = datetime(1970, 1, 1, 9, tzinfo=UTC) + timedelta(days=LOST + 5)


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    with make.desk(tmp_path_factory.mktemp("retros"), clock=Clock(instant=NOW)) as made:
        made.do(fill)
        yield made


@pytest.fixture
def desk(opened, ui):
    ui.clock = Clock(instant=NOW)
    ui.set_desk(opened, "UTC")
    yield opened
    ui.set_desk(None)
    while opened.undo_label != "Fill":
        opened.undo()


@pytest.fixture
def view(desk, ui, qtbot):
    made = RetrosView(ui)
    qtbot.addWidget(made)
    made.resize(1010, 530)
    made.show()
    return made


@pytest.fixture
def detail(view):
    view.open_account("a0")
    return view.detail


def kept(desk):
    return desk.read(retros.loss, "a0", LOST + 5).retro


def test_losses_stand_by_reason_and_one_by_one(view):
    assert view.table.rows.rowCount() == 1
    assert view.reasons.rows.rowCount() == 1
    view.table.opened.emit("a0")
    assert view.in_detail
    view.detail.back.click()
    assert not view.in_detail


def test_a_day_is_looked_at_by_key_and_by_pointer(detail):
    plot = detail.chart.plot
    first = plot.day
    assert first in plot.replay.days
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.day == first + 1
    QTest.keyClick(plot, Qt.Key.Key_End)
    assert plot.day == LOST - 1
    at = replay_layout.frame_of(plot.replay, plot.drawing.width)
    place = QPointF(at.x(LOST - 90), 60).toPoint()
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=place)
    assert abs(plot.day - (LOST - 90)) <= 1
    assert "before" in plot.accessibleDescription()


@pytest.mark.parametrize("width", [360, 560, 660, 1100])
def test_no_words_of_the_replay_overlap(detail, width):
    plot = detail.chart.plot
    made = replay_layout.drawing(plot.replay, width, LOST - 90, plot.measure, Words())
    inked = [ink(one, plot.measure) for one in made.texts if one.text]
    for place, one in enumerate(inked):
        assert one.left() >= 0
        assert one.right() <= width
        for two in inked[place + 1 :]:
            both = one.intersected(two)
            assert both.width() < 2 or both.height() < 4


def test_the_table_says_what_the_chart_draws(detail):
    head, lines = replay_layout.table(detail.shown.replay, Words())
    assert len(head) == len(lines[0])
    assert len(lines) == len(detail.shown.replay.tracks) + len(detail.shown.replay.outside)


def test_a_retro_is_begun_with_the_signs_that_were_proposed_marked_and_closed(detail, desk):
    proposed = detail.shown.signs
    assert not detail.signs.rows[0].missed.isEnabled()
    detail.act.click()
    assert tuple(one.draft for one in kept(desk).signals) == proposed
    row = detail.signs.rows[0]
    was = row.missed.isChecked()
    row.missed.click()
    assert kept(desk).signals[0].draft.missed is not was
    detail.act.click()
    assert kept(desk).closed_on == LOST + 5
    assert detail.act.text() == "Reopen"
    detail.act.click()
    assert kept(desk).closed_on is None


def test_what_is_typed_begins_a_retro_and_stands_in_place_of_the_facts(detail, desk, ui):
    def type_in(form):
        form.input("words").setPlainText("Too dear")
        form.input("fit").setCurrentIndex(list(FITS).index("partly"))
        return True

    ui.dialogs.answers.append(type_in)
    detail.edit.click()
    found = kept(desk).draft
    assert (found.words, found.fit, found.reason, found.arr) == (
        "Too dear",
        "partly",
        "Price",
        None,
    )
    assert detail.values["Their words"].full_text == "Too dear"


def test_a_sign_that_nothing_reads_is_tried_and_proposed(detail, desk, ui, qtbot):
    detail.act.click()
    place = next(at for at, one in enumerate(detail.shown.signs) if one.reading is not None)
    ui.dialogs.answers.append(True)
    with qtbot.waitSignal(detail.proposed) as heard:
        detail.signs.rows[place].attempt.click()
    tried, account = heard.args
    assert account == "a0"
    assert tried.measure.reading == detail.shown.signs[place].reading
    assert kept(desk).signals[place].candidate


def test_the_list_is_written_without_formulas(desk, tmp_path):
    row = desk.do(retros.begin, "a0")
    draft = kept(desk).draft
    desk.do(retros.change, row, type(draft)(reason="=1+1", words="@x"))
    target = save_csv(desk.read(retros.losses, LOST + 5), tmp_path / "r.csv")
    (told,) = csv.DictReader(target.read_text("utf-8-sig").splitlines())
    assert (told["reason"], told["words"], told["arr"]) == ("'=1+1", "'@x", "900")


def test_the_agenda_leads_to_the_retro_and_says_what_became_of_overrides(desk, ui, qtbot):
    replay = desk.read(retro_replay.replay, "a0", LOST, LOST + 5)
    desk.do(retros.begin, "a0", retros.signs_of(replay))
    card = AgendaCard(ui)
    qtbot.addWidget(card)
    card.show()
    rows = [one for one in card.shown.rows if one.kind == "retro"]
    assert rows
    with qtbot.waitSignal(card.retro_wanted) as heard:
        card.table.opened.emit(ident(rows[0]))
    assert heard.args == ["a0"]
    assert override_words(card.shown.overrides, Words()) == "Overrides: none was said by this day."
