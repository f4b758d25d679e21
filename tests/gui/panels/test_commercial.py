"""The tab Commercial: what it shows, what a press opens, what is said there is kept and undone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

from healthdesk.core.clock import Clock
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.services import feedback, forecasts, moments
from healthdesk.core.store import tables
from healthdesk.gui.panels.account_tab import Leap
from healthdesk.gui.panels.commercial import renewal_layout, step_layout
from healthdesk.gui.panels.commercial.tab import CommercialTab
from healthdesk.gui.panels.timeline.tab import TimelineTab
from healthdesk.gui.parts.drawing import FontMeasure
from tests import make

DAY = to_day(make.NOW.date())
MARKUP = "<b>bold</b> <img src='/etc/passwd'> & more " + "long words " * 30


@op("Story")
def story(tx):
    row = make.account(tx, "a", name="Aldermoor")
    make.account(tx, "empty", name="Empty")
    own = make.account(tx, "own", name="Own")
    person = make.contact(tx, row, "c1", name="Ada <i>B</i>")
    arr = tables.Attribute(key="arr", kind="number")
    tx.add(arr)
    tx.flush()
    for account, value in ((row, "950"), (own, "700")):
        tx.add(
            tables.AttributeValue(account_id=account, attribute_id=arr.id, day=DAY - 9, value=value)
        )
    terms = (
        ("S0", -700, -330, 600.0, 8.0),
        ("S1", -330, 35, 700.0, None),
        ("S2", -50, None, 90.0, 4.0),
    )
    for name, start, end, money, seats in terms:
        tx.add(
            tables.Subscription(
                subscription_id=name,
                account_id=row,
                product="<u>Desk</u>",
                start=DAY + start,
                end=None if end is None else DAY + end,
                arr=money,
                seats=seats,
            )
        )
    tx.add(tables.Invoice(invoice_id="I1", account_id=row, issued_on=DAY - 60, due_on=DAY - 30))
    tx.add(
        tables.Outcome(account_id=row, day=DAY - 330, kind="renewed", arr_change=100.0, reason="So")
    )
    for number in range(7):
        make.survey(
            tx,
            row,
            f"r{number}",
            contact_id=person,
            rating=float(number),
            comment=MARKUP if number == 6 else f"Words {number}",
            day=DAY - 70 + number * 10,
        )
    tx.add(tables.Ticket(ticket_id="T1", account_id=row, opened_on=DAY - 5, priority="high"))
    tx.flush()


@pytest.fixture
def shown(ui, qtbot, tmp_path):
    ui.clock = Clock(instant=make.NOW)
    with make.desk(tmp_path) as desk:
        desk.do(story)
        ui.set_desk(desk)
        made = CommercialTab(ui)
        qtbot.addWidget(made)
        made.resize(1200, 800)
        made.show()
        made.show_account("a")
        yield made
        for popup in (made.factors, made.acts._sources, made.acts._board):
            if popup is not None:
                popup.hide()
        ui.set_desk(None)


def figures(tab):
    return {one.key: (one.figure, one.note) for one in tab.figures.tiles}


def lines(table):
    model = table.model()
    return [
        tuple(model.index(row, column).data() for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def fill(**values):
    def answer(dialog):
        for key, value in values.items():
            widget = dialog.input(key)
            if isinstance(widget, QPlainTextEdit):
                widget.setPlainText(value)
            elif isinstance(widget, QLineEdit):
                widget.setText(value)
            elif hasattr(widget, "set_day"):
                widget.set_day(value)
            else:
                widget.setCurrentIndex(widget.findData(value))
        wrong = dialog.find_wrongs()
        assert not wrong, wrong
        return True

    return answer


def forecasts_of(tab):
    return tab.ui.desk.read(forecasts.of_account, "a", DAY)


def test_the_figures_say_what_is_known_and_what_is_not(shown):
    found = figures(shown)
    assert found["arr"] == ("790", "the account itself says 950")
    assert found["seats"] == ("4", "2 subscriptions, 1 without seats")
    assert found["renewal"] == ("in 35 days", "18 Apr 2026, 89 % of ARR")
    assert found["unused"][0] == "not known"
    assert found["invoices"] == ("1 overdue", "amount not known, oldest 30 days")
    assert "160 apart" in shown.contracts.note.full_text
    assert lines(shown.contracts.table)[0][:4] == (
        "<u>Desk</u>",
        "35 days left",
        "700",
        "not known",
    )


def test_a_figure_opens_its_rows(shown):
    shown.figures.spot_clicked.emit("renewal")
    popup = shown.acts._sources
    assert popup.isVisible()
    assert any("700" in line for line in popup.lines)
    popup.hide()
    shown.contracts.table.activated.emit(shown.contracts.table.model().index(0, 0))
    assert popup.isVisible()


def test_an_account_without_contracts_says_so(shown):
    shown.show_account("empty")
    assert {one for one, _ in figures(shown).values()} == {"not known"}
    assert shown.contracts.none.isVisible()
    assert shown.invoices.none.isVisible()
    assert "nothing to draw" in shown.chart_note.full_text
    assert "no renewal either" in shown.renewals.none.full_text
    shown.show_account("own")
    assert figures(shown)["arr"] == ("700", "the account's own figure")
    assert "account's own ARR" in shown.chart_note.full_text


def test_a_forecast_is_said_kept_and_undone(shown, dialogs):
    dialogs.answers = [fill(category="at risk", amount="500", reason="Nobody answers")]
    shown.renewals.change.click()
    (found,) = forecasts_of(shown)
    assert (found.now.category, found.now.amount, found.now.reason) == (
        "at risk",
        500.0,
        "Nobody answers",
    )
    assert shown.renewals.headline.full_text == "At risk, 500, for 18 Apr 2026"
    assert shown.renewals.rows.lines[0].said.now.category == "at risk"
    shown.ui.undo()
    assert forecasts_of(shown) == ()
    assert "Nothing is said yet" in shown.renewals.headline.full_text


def test_a_lost_renewal_expects_nothing_and_a_reason_is_needed(shown, dialogs):
    asked = []

    def without_reason(dialog):
        asked.append(dialog.find_wrongs())
        return False

    dialogs.answers = [without_reason, fill(category="lost", amount="500", reason="They told us")]
    shown.renewals.change.click()
    assert asked == [{"reason": "This is needed."}]
    assert forecasts_of(shown) == ()
    shown.renewals.change.click()
    assert forecasts_of(shown)[0].now.amount == 0.0


def test_a_priority_opens_its_factors(shown):
    assert shown.renewals.priority.isVisible()
    shown.renewals.priority.click()
    assert [line[0] for line in lines(shown.factors.table)] == ["ARR", "Days", "Health"]


def test_the_chart_has_a_table_and_reads_days_out(shown):
    plot = shown.chart.plot
    at = step_layout.frame(plot.view, plot.width())
    place = QPointF(at.x(DAY - 100), 60)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        plot.mapToGlobal(place),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    plot.mouseMoveEvent(event)
    assert "700" in plot.read_out.words
    shown.chart.switch.toggle()
    assert lines(shown.chart.switch.table)[-1][1] == "600"
    head, rows = step_layout.table(plot.view, shown.ui.words)
    assert head[0] == "From"
    assert [row[1] for row in rows][-1] == "600"
    assert any("Renewed" in row[4] for row in rows)
    shown.chart.spot_clicked.emit("step:0")
    assert shown.acts._sources.isVisible()


def test_the_lines_stay_inside_and_marks_do_not_overlap(shown, theme):
    measure, words = FontMeasure(theme), shown.ui.words
    for width in (420, 700, 1200):
        drawn = step_layout.lay_out(shown.chart.plot.view, width, measure, words)
        for text in drawn.texts:
            assert text.rect.left() >= 0
            assert text.rect.left() + measure(text.text, text.role, text.weight) <= width + 1
        icons = sorted(one.rect.left() for one in drawn.glyphs)
        assert all(b - a >= 14 for a, b in pairwise(icons))


def test_renewal_rows_fit_narrow_and_wide(shown, theme):
    pen = renewal_layout.Pen(FontMeasure(theme), shown.ui.words, DAY, "EUR")
    for width in (380, 600, 900):
        drawn = renewal_layout.lay_out(shown.renewals.rows.lines, None, width, pen)
        assert all(one.rect.right() <= width for one in drawn.texts)
        assert [one.key for one in drawn.spots] == [f"renewal:{DAY + 35}"]


def test_steps_of_feedback_are_one_press(shown):
    row = shown.feedback.rows[0]
    row.steps["heard"].click()
    voice = shown.feedback.rows[0].voice
    assert voice.heard_on == DAY
    assert "14 Mar" in shown.feedback.rows[0].steps["heard"].text()
    shown.feedback.rows[0].steps["told"].click()
    assert "Told back" in shown.feedback.rows[0].steps["told"].text()
    shown.feedback.ways.chosen.emit("done")
    shown.ui.undo()
    assert shown.feedback.rows[0].voice.told_on is None
    shown.ui.undo()
    assert shown.feedback.rows[0].voice.heard_on is None


def test_a_step_that_is_done_asks_for_its_day(shown, dialogs):
    shown.feedback.rows[0].steps["heard"].click()
    dialogs.answers = [fill(heard=DAY - 3, note="Mended", new="Bills")]
    shown.feedback.rows[0].steps["heard"].click()
    voice = shown.feedback.rows[0].voice
    assert (voice.heard_on, voice.note) == (DAY - 3, "Mended")
    assert [name for _, name in voice.themes] == ["Bills"]


def test_more_feedback_is_a_press_away_and_the_longest_open_first(shown):
    assert len(shown.feedback.rows) == 4
    shown.feedback.rest.click()
    assert len(shown.feedback.rows) == 7
    shown.feedback.ways.set_value("open")
    shown.feedback.ways.chosen.emit("open")
    assert shown.feedback.rows[0].voice.day == DAY - 70


def test_imported_words_are_no_markup(shown):
    for label in shown.findChildren(QLabel):
        if "bold" in label.text():
            assert label.textFormat() == Qt.TextFormat.PlainText
    assert "<b>bold</b>" in shown.feedback.rows[0].findChildren(QLabel)[1].text()


def test_themes_are_put_on_merged_and_exported(shown, dialogs, tmp_path):
    dialogs.answers = [fill(new="Bills"), fill(new="Wrong bills")]
    shown.feedback.rows[0].themes_requested.emit(shown.feedback.rows[0].voice)
    shown.feedback.rows[1].themes_requested.emit(shown.feedback.rows[1].voice)
    shown.feedback.board.click()
    board = shown.acts._board
    assert [line[0] for line in lines(board.list)] == ["Bills", "Wrong bills"]
    assert lines(board.quotes)[0][0] == "Aldermoor"
    path = tmp_path / "theme.csv"
    dialogs.answers = [path]
    board.buttons["export"].click()
    assert path.read_text(encoding="utf-8-sig").startswith("theme,account_id,account")
    other = str(board.themes[1].id)
    dialogs.answers = [fill(into=other)]
    shown.feedback.board.click()
    board.buttons["merge"].click()
    assert [name for _, name in shown.ui.desk.read(feedback.names)] == ["Wrong bills"]
    dialogs.answers = ["Invoices"]
    shown.feedback.board.click()
    board.buttons["rename"].click()
    dialogs.answers = [True]
    shown.feedback.board.click()
    assert [line[0] for line in lines(board.list)] == ["Invoices"]
    board.buttons["remove"].click()
    assert shown.ui.desk.read(feedback.names) == ()


def test_a_quote_is_pinned_from_the_menu(shown):
    shown.acts._voice = shown.feedback.rows[1].voice
    shown.acts._pin()
    (kept,) = shown.ui.desk.read(moments.of_account, "a", DAY)
    assert (kept.kind, kept.text, kept.pinned) == ("quote", "Words 5", True)


def test_looking_back_shows_what_was_known_and_changes_nothing(shown):
    shown.ui.set_day(DAY - 100)
    assert figures(shown)["arr"][0] == "700"
    assert shown.feedback.rows == ()
    assert not shown.renewals.change.isEnabled()
    shown.acts.say_forecast(DAY + 35)
    assert forecasts_of(shown) == ()


def test_a_leap_shows_the_feedback_of_a_row(shown):
    voice = shown.feedback.rows[-1].voice
    shown.leap(Leap("commercial", table=voice.table, row=voice.row))
    assert shown.feedback.wanted is not None
    asked = []
    shown.leap_requested.connect(asked.append)
    shown.acts._voice = replace(voice)
    shown.acts._leap()
    assert (asked[0].tab, asked[0].table, asked[0].row) == ("timeline", "survey", voice.row)


def test_a_word_is_forgotten_from_its_menu(shown, dialogs):
    dialogs.answers = [fill(reason="First")]
    shown.renewals.change.click()
    shown.acts.word_menu(forecasts_of(shown)[0].now.id, QPoint(0, 0))
    shown.acts._menu.hide()
    shown.acts._forget_word()
    assert forecasts_of(shown) == ()


def test_the_timeline_asks_what_became_of_a_ticket(shown, qtbot, dialogs):
    story_tab = TimelineTab(shown.ui)
    qtbot.addWidget(story_tab)
    story_tab.resize(1000, 600)
    story_tab.show()
    story_tab.show_account("a")
    entry = next(one for one in story_tab.list.story.entries if one.table == "ticket")
    story_tab.list.go_to(story_tab.list.story.row_of(entry.key))
    dialogs.answers = [fill(heard=DAY, note="Called")]
    qtbot.keyClick(story_tab.list, Qt.Key.Key_F)
    voice = shown.ui.desk.read(feedback.one, "ticket", entry.row, DAY)
    assert (voice.heard_on, voice.note) == (DAY, "Called")
