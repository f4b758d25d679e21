"""The page Today, done as a morning is: rows by keys, marks, tasks, done for today, a look back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.noise import SmallMove
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.domain.today import sorted_out
from healthdesk.core.domain.upkeep import Lookout
from healthdesk.core.services import samples, scoring, tasks, visits
from healthdesk.gui.base.ui import AGENDA
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.today import row_layout, saying, upkeep_acts
from healthdesk.gui.pages.today.lines import FoldLine, HeadLine, ItemLine
from healthdesk.gui.pages.today.page import SPLIT, TodayPage
from healthdesk.gui.pages.today.renewals_card import MORE, lay_line
from healthdesk.gui.pages.today.small_moves import folded_words, move_words
from healthdesk.gui.pages.today.tasks_card import LEAST_ACCOUNT, shares

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
DAY = to_day(NOW.date())
STORY = "aldermoor-freight"
Key = Qt.Key


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("today") / "sample.healthdesk"
    desk = Desk.create(path, clock=Clock(instant=NOW))
    desk.do(samples.fill, DAY, 1, 60, 200)
    desk.do(scoring.record_reported, DAY)
    desk.do(visits.begin, DAY - 3)
    desk.close()
    return path


@pytest.fixture
def page(ui, qtbot, filled, tmp_path):
    path = tmp_path / "sample.healthdesk"
    path.write_bytes(filled.read_bytes())
    ui.clock = Clock(instant=NOW)
    desk = Desk.open(path, clock=ui.clock)
    made = TodayPage(ui)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    ui.set_desk(desk, "UTC")
    made.show()
    made._look.stop()
    yield made
    made.close()
    ui.set_desk(None)
    desk.close()


def listed(page):
    return [
        line.item.account_id for line in page.changes.list.rows.lines if isinstance(line, ItemLine)
    ]


def go_to(page, account=STORY):
    page.changes.choose("all")
    page.changes._unfolded = True
    page.changes._show()
    rows = page.changes.list
    for at, line in enumerate(rows.rows.lines):
        if isinstance(line, ItemLine) and line.item.account_id == account:
            rows.setCurrentIndex(rows.rows.index(at))
            return line.item
    raise AssertionError(account)


def filling(**values):
    """Fill a form as a person would, and save."""

    def fill(dialog):
        for key, value in values.items():
            widget = dialog.input(key)
            if hasattr(widget, "setPlainText"):
                widget.setPlainText(value)
            elif hasattr(widget, "findData"):
                widget.setCurrentIndex(widget.findData(value))
            else:
                widget.setText(value)
        return True

    return fill


def test_the_head_greets_and_counts_what_is_listed(page):
    assert page.title.text() == "Good morning, Nadia" or page.title.text() == "Good morning"
    view = page.view
    assert saying.counts(view, Words()) in page.sentence.full_text
    assert page.sentence.full_text.startswith("Since Fri 20 Nov, ")
    assert page.changes.chips["all"].text() == f"All {len(view.lists.items)}"
    assert page.changes.chips["fell"].text() == f"Fell {len(view.lists.of('fell'))}"


def test_small_moves_are_folded_and_one_press_shows_them(page, qtbot):
    small, some = page.changes.small, page.view.small
    assert some
    assert small.words.full_text == folded_words(some, Words())
    assert not small.list.isVisible()
    qtbot.mouseClick(small.button, Qt.MouseButton.LeftButton)
    assert small.list.isVisible()
    assert [one.account_id for one in small.list.rows.rows] == [one.account_id for one in some]
    listed_too = {one.account_id for one in page.view.lists.items}
    assert not listed_too & {one.account_id for one in some}
    with qtbot.waitSignal(page.ui.account_requested) as asked:
        small.list.entered_row.emit(some[0])
    assert asked.args[0] == some[0].account_id
    qtbot.mouseClick(small.button, Qt.MouseButton.LeftButton)
    assert not small.list.isVisible()


def test_a_folded_move_says_what_it_is():
    hovers = SmallMove("a", "A", "Average", 71, 69, "Strong")
    assert move_words(hovers, Words()) == "71 to 69, told as Strong until it holds"
    small = SmallMove("b", "B", "Strong", 80, 81)
    assert folded_words((hovers, small, small), Words()) == (
        "2 small moves and 1 hovering at a threshold folded"
    )


def test_every_chip_lists_as_many_rows_as_it_says(page):
    for key in ("fell", "rose", "open"):
        page.changes.choose(key)
        assert len(listed(page)) == len(page.view.lists.of(key))


def test_folded_rows_are_counted_and_unfold(page, qtbot):
    lists = page.view.lists
    folds = [one for one in page.changes.list.rows.lines if isinstance(one, FoldLine)]
    assert [one.count for one in folds] == ([lists.folded] if lists.folded else [])
    assert len(listed(page)) == len(lists.standing)
    page.changes.list.fold_toggled.emit()
    assert len(listed(page)) == len(lists.items)


def test_the_rail_is_told_how_many_rows_stand(page, ui, qtbot):
    with qtbot.waitSignal(ui.counted) as told:
        page.reload()
    assert told.args == ["today", len(page.view.lists.standing)]


def test_arrows_open_a_row_and_enter_leads_to_the_account(page, ui, qtbot):
    rows = page.changes.list
    first = rows.item
    assert rows.actions_bar.isVisible()
    qtbot.keyClick(rows, Key.Key_Down)
    assert rows.item.key != first.key
    opened = []
    ui.account_requested.connect(opened.append)
    qtbot.keyClick(rows, Key.Key_Return)
    assert opened == [rows.item.account_id]


def test_a_snooze_leaves_the_list_and_is_listed_with_its_reason(page, ui, dialogs, qtbot):
    go_to(page)
    before = len(page.view.lists.items)
    dialogs.answers = [filling(days="2", reason="waits for their call")]
    qtbot.keyClick(page.changes.list, Key.Key_Z)
    assert len(page.view.lists.items) == before - 1
    page.changes.choose("snoozed")
    assert listed(page) == [STORY]
    text = page.changes.list.rows.index(0).data()
    assert "Snoozed until 25 Nov: waits for their call" in text
    ui.undo()
    assert len(page.view.lists.items) == before


def test_a_snoozed_row_can_be_woken_early(page, dialogs, qtbot):
    go_to(page)
    dialogs.answers = [filling(reason="later")]
    qtbot.keyClick(page.changes.list, Key.Key_Z)
    page.changes.choose("snoozed")
    qtbot.keyClick(page.changes.list, Key.Key_W)
    assert not page.view.lists.snoozed


def test_without_a_reason_nothing_is_snoozed(page, dialogs, qtbot):
    go_to(page)
    wrongs = []

    def fill(dialog):
        wrongs.append(dialog.find_wrongs())
        return False

    dialogs.answers = [fill]
    qtbot.keyClick(page.changes.list, Key.Key_Z)
    assert list(wrongs[0]) == ["reason"]
    assert not page.view.lists.snoozed


@pytest.mark.parametrize(
    ("key", "state"), [(Key.Key_H, "handled"), (Key.Key_M, "problem"), (Key.Key_D, "dismissed")]
)
def test_letters_mark_a_row(page, dialogs, qtbot, key, state):
    go_to(page)
    dialogs.answers = [filling(reason="known")]
    qtbot.keyClick(page.changes.list, key)
    apart = (*page.view.lists.done, *page.view.lists.problems)
    assert [one.mark.state for one in apart if one.account_id == STORY] == [state]


def test_a_task_of_a_row_handles_it(page, ui, dialogs, qtbot):
    go_to(page)
    dialogs.answers = [filling(title="Call Tomasz")]
    qtbot.keyClick(page.changes.list, Key.Key_T)
    assert [one.account_id for one in page.view.lists.done] == [STORY]
    due = ui.desk.read(tasks.due, DAY, 7)
    assert ("Call Tomasz", "today") in [(one.title, one.origin) for one in due]


def test_a_data_problem_is_kept_apart_and_marked(page, qtbot):
    rows = [one for one in page.problems.rows if one.name.full_text == "Marrowgate Bank"]
    assert "No usage data" in rows[0].text
    button = next(one for one in rows[0].findChildren(QPushButton) if one.text().startswith("Mark"))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    (item,) = [one for one in page.view.lists.problems if one.name == "Marrowgate Bank"]
    assert item.mark.state == "problem"


def test_tasks_are_ticked_by_keyboard_and_one_asks_for_its_note(page, ui, dialogs, qtbot):
    ui.do(tasks.add, TaskDraft("Send slides", STORY, due=DAY - 90))
    ui.do(tasks.add, TaskDraft("Call Ada", STORY, due=DAY - 80, needs_touch=True))
    rows = page.tasks.list
    rows.setCurrentIndex(rows.rows.index(0))
    qtbot.keyClick(rows, Key.Key_Space)
    assert "Send slides" in [one.title for one in page.view.done_tasks]
    call = next(at for at in range(rows.rows.rowCount()) if rows.rows.task(at).title == "Call Ada")
    rows.setCurrentIndex(rows.rows.index(call))
    dialogs.answers = [False]
    qtbot.keyClick(rows, Key.Key_Space)
    assert "Call Ada" not in [one.title for one in page.view.done_tasks]
    dialogs.answers = [filling(subject="Spoke to her")]
    qtbot.keyClick(rows, Key.Key_Space)
    assert "Call Ada" in [one.title for one in page.view.done_tasks]


def test_tasks_are_put_off_and_do_not_apply_by_the_keys_of_every_list(page, ui, dialogs, qtbot):
    later = ui.desk.do(tasks.add, TaskDraft("Send slides", STORY, due=DAY - 90))
    gone = ui.desk.do(tasks.add, TaskDraft("Call Ada", STORY, due=DAY - 80))
    page.reload()
    rows = page.tasks.list
    rows.setCurrentIndex(rows.rows.index(0))
    dialogs.answers = [filling(when="week", why="travel")]
    qtbot.keyClick(rows, Key.Key_Z)
    assert ui.desk.read(tasks.one, later, DAY).due == DAY + 7
    call = next(at for at in range(rows.rows.rowCount()) if rows.rows.task(at).title == "Call Ada")
    rows.setCurrentIndex(rows.rows.index(call))
    dialogs.answers = [filling(why="sold")]
    qtbot.keyClick(rows, Key.Key_N)
    assert ui.desk.read(tasks.one, gone, DAY).dropped_why == "Not applicable: sold"


def test_done_for_today_keeps_the_time_and_sums_up(page, ui, qtbot):
    told = []
    ui.noticed.connect(told.append)
    go_to(page)
    qtbot.keyClick(page.changes.list, Key.Key_H)
    qtbot.mouseClick(page.done, Qt.MouseButton.LeftButton)
    left = len(page.view.lists.items)
    rows, due = f"1 handled, 0 snoozed, {left} left", len(page.view.tasks)
    assert told[-1].detail == f"{rows}. Tasks: {len(page.view.done_tasks)} done, {due} due"
    assert told[-1].action == "Undo"
    assert page.done.text() == "Done at 08:40"


def test_the_page_is_copied_as_text(page, qtbot):
    qtbot.mouseClick(page.copy, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert saying.counts(page.view, Words()) in text
    for item in page.view.lists.items:
        assert item.name in text


def test_looking_back_is_read_only(page, ui, qtbot):
    ui.set_day(DAY - 30)
    assert page.view.day == DAY - 30
    assert page.title.text().startswith("As it stood on")
    assert not page.done.isVisible()
    key = page.changes.item.key if page.changes.item else ""
    if key:
        qtbot.keyClick(page.changes.list, Key.Key_H)
        assert not page.view.lists.done
    ui.back_to_today()
    assert page.view.day == DAY


def test_a_look_is_noted_once_and_not_while_looking_back(page, ui):
    ui.set_day(DAY - 30)
    page._note_visit()
    assert ui.desk.read(visits.latest, DAY) is None
    ui.back_to_today()
    page._note_visit()
    page._note_visit()
    assert ui.desk.read(visits.latest, DAY).row == 2


def test_an_empty_desk_offers_to_import(ui, qtbot, tmp_path):
    desk = Desk.create(tmp_path / "e.healthdesk")
    made = TodayPage(ui)
    qtbot.addWidget(made)
    ui.set_desk(desk)
    made.show()
    made._look.stop()
    assert made.whole.state == "empty"
    assert "Nothing to tell yet" in made.whole.words
    ui.set_desk(None)
    desk.close()


def test_nothing_needs_you_is_said_where_nothing_changed(page, ui):
    quiet = sorted_out((), (), {}, DAY)
    page.changes.show_lists(quiet, DAY, "No account fell or rose.")
    assert page.changes.quiet.isVisible()
    assert "Nothing needs you" in page.changes.quiet.words


def test_every_text_of_a_row_stays_inside(page):
    words = Words()
    measure = page.changes.list._painter.measure
    every = (*page.view.lists.items, *page.view.lists.problems)
    for width in (470, 700, 820, 1200):
        for item in every:
            for opened in (False, True):
                found = row_layout.row(item, width, measure, words, DAY, opened=opened)
                assert row_layout.points_inside(found)
                for text in found.drawing.texts:
                    assert text.rect.left() >= 0
                    assert text.rect.right() <= width
                    assert measure(text.text, text.role, text.weight) <= text.rect.width() + 1


def test_a_row_names_the_account_before_all_else(page):
    words, measure = Words(), page.changes.list._painter.measure
    item = next(one for one in page.view.lists.items if one.tag and one.renewal_days)
    wide = row_layout.row(item, 1200, measure, words, DAY, opened=False).drawing.texts
    told = [one.text for one in wide]
    assert told[0] == item.name
    assert any("renews in" in one for one in told)
    slim = row_layout.row(item, 600, measure, words, DAY, opened=False).drawing.texts
    assert slim[0].text == item.name
    days = words.days(item.renewal_days)
    assert any(days in one.text or "renews" in (one.full or "") for one in slim[1:])


def test_of_a_task_the_account_gives_way_first():
    assert shares(300, 100, 80) == (100, 80)
    assert shares(180, 100, 120) == (100, 80)
    assert shares(100 + LEAST_ACCOUNT - 1, 100, 120) == (100, 0)
    assert shares(90, 100, 20) == (90, 0)


def test_a_narrow_page_puts_tasks_and_renewals_under_what_changed(page, qtbot):
    page.resize(SPLIT - 100, 700)
    assert page._side.parentWidget() is page._column
    qtbot.waitUntil(lambda: page.changes.width() > 700)
    page.resize(SPLIT + 100, 700)
    assert page._side.parentWidget() is not page._column
    qtbot.waitUntil(page.tasks.isVisible)
    assert page.renewals.isVisible()


def test_great_counts_are_written_with_separators():
    line = FoldLine(1473, False, "1,473 fell", Words(QLocale("en_GB")).number(1473))
    assert line.text == "1,473 more, none lost: 1,473 fell"


def test_heads_cannot_be_chosen(page):
    rows = page.changes.list.rows
    for at, line in enumerate(rows.lines):
        if isinstance(line, HeadLine):
            assert rows.flags(rows.index(at)) == Qt.ItemFlag.NoItemFlags


def test_what_is_too_much_for_the_line_is_told_under_the_months(page):
    line = page.renewals.line
    few, (one, *_) = line.height(), page.view.renewals
    line.show_renewals((one,) * 9, DAY)
    assert line.layout_now().hidden == 6
    assert line.height() == few + MORE
    line.show_renewals((one,), DAY)
    assert line.height() == few


@pytest.mark.parametrize("width", [240, 340, 700])
def test_no_renewal_lies_on_another(page, width):
    found = lay_line(page.view.renewals, DAY, width, Words())
    assert len(found.shapes) + found.hidden == len(page.view.renewals)
    for at, one in enumerate(found.shapes):
        assert one.rect.right() <= width
        assert not any(one.rect.intersects(other.rect) for other in found.shapes[:at])


def test_a_line_of_upkeep_is_put_off_and_woken(page, ui, dialogs):
    card = page.upkeep
    card.fold.click()
    dialogs.answers = [filling(days="7", reason="on leave")]
    next(row for row in card.rows if row.line.kind == "week").later.click()
    assert [one.reason for one in card.upkeep.put_off] == ["on leave"]
    next(row for row in card.rows if row.line.until is not None).act.click()
    assert not card.upkeep.put_off


@pytest.mark.parametrize(("page_key", "wanted"), [("model", [("model", AGENDA)]), ("reports", [])])
def test_a_weekly_review_with_disagreements_opens_the_agenda(page_key, wanted, ui):
    named, reports = [], []
    ui.named_requested.connect(lambda *asked: named.append(asked))
    ui.report_requested.connect(reports.append)
    upkeep_acts.enter(ui, Lookout("week", "x", (), "Go", page_key))
    assert named == wanted
    assert bool(reports) is not bool(wanted)
