"""The tab: what it shows and opens, what its buttons and forms do, keys, looking back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.services import advocates, contacts, people, tasks
from healthdesk.gui.panels.account_tab import Leap
from healthdesk.gui.panels.people.tab import PeopleTab
from tests.core.services.people_story import DAY


def rows_of(tab):
    return tab.sources.lines


def fill(**values):
    """An answer to a form: sets inputs, says yes."""

    def answer(dialog):
        for key, value in values.items():
            widget = dialog.input(key)
            if hasattr(widget, "set_day"):
                widget.set_day(value)
            elif hasattr(widget, "findData"):
                widget.setCurrentIndex(widget.findData(value))
            elif hasattr(widget, "setPlainText"):
                widget.setPlainText(value)
            elif hasattr(widget, "setChecked"):
                widget.setChecked(value)
            else:
                widget.setText(value)
        assert not dialog.find_wrongs()
        return True

    return answer


def test_it_shows_the_account_and_leads_from_each_figure_to_its_rows(tab):
    assert tab.tiles.tiles[0].figure == "2 of 4"
    assert [one.alert.title for one in tab.care.alerts] == ["Decision maker never touched"]
    expected = {"in_touch": 4, "balance": 4, "last": 1, "waiting": 2}
    for key, count in expected.items():
        tab.tiles.spot_clicked.emit(key)
        assert len(rows_of(tab)) == count, key
        assert all("touchpoints.csv" in line for line in rows_of(tab))
    tab.grid.rows.spot_clicked.emit("cell:0:8")
    assert len(rows_of(tab)) == 1
    tab.grid.sums.spot_clicked.emit("sum:10")
    assert len(rows_of(tab)) == 2
    tab.chart.bars.spot_clicked.emit("month:10")
    assert len(rows_of(tab)) == 2
    tab.care.alerts[0].rows.click()
    assert tab.sources.title.text() == "Decision maker never touched: touches, 12 months"
    assert rows_of(tab) == ()


def test_keys_walk_the_grid_and_open_a_cell(tab, qtbot):
    rows = tab.grid.rows
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert rows.current == "who:1"
    rows.choose("who:0")
    qtbot.keyClick(rows, Qt.Key.Key_End)
    assert rows.current == "cell:0:11"
    qtbot.keyClick(rows, Qt.Key.Key_Left)
    assert rows.current == "cell:0:10"
    assert "1" in tab.grid.read_out.words
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert rows.current == "cell:1:10"
    assert "missed" in tab.grid.read_out.words
    assert rows.accessibleDescription().startswith("Tom, Feb 2026")
    qtbot.keyClick(rows, Qt.Key.Key_Up)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert len(rows_of(tab)) == 1


def test_ctrl_t_turns_grid_and_bars_into_tables(tab):
    tab.grid.switch.toggle()
    tab.chart.switch.toggle()
    assert tab.grid.switch.as_table
    assert tab.grid.switch.table.model().rowCount() == 5
    assert tab.chart.switch.table.model().rowCount() == 12


def test_a_contact_is_shown_with_what_is_private(tab, desk):
    desk.do(contacts.set_personal, "ada", "Tea, no milk <b>")
    tab.reload()
    tab.grid.rows.spot_clicked.emit("who:0")
    assert tab.person.isVisible()
    assert tab.person.note.text() == "Tea, no milk <b>"
    assert not tab.person._private.isHidden()
    tab.person.hide()
    tab.grid.rows.choose("who:0")
    assert "Private note" in tab.grid.read_out.words


def test_a_contact_is_added_edited_and_undone(tab, dialogs, desk, ui):
    dialogs.answers = [fill(name="Rafal", role="decision maker", part="signs", influence="3")]
    tab.add_contact.click()
    assert [one.person.name for one in tab.shown.view.path[2].people] == ["Rafal"]
    dialogs.answers = [fill(title="Director", personal="Sails", left_on=DAY - 1)]
    made = tab.shown.view.path[2].people[0].person.contact_id
    tab.person.wanted.emit("edit", made)
    person = tab.shown.view.line(made).person
    assert (person.title, person.personal, person.left_on) == ("Director", "Sails", DAY - 1)
    ui.undo()
    ui.undo()
    assert tab.shown.view.line(made) is None


def test_roles_are_edited_together_and_one_person_has_one_part(tab, dialogs):
    def answer(dialog):
        for part in ("asks", "decides"):
            next(box for key, box in dialog.input(part)._boxes if key == "tom").setChecked(True)
        assert "another part" in next(iter(dialog.find_wrongs().values()))
        dialog.input("asks")._boxes[1][1].setChecked(False)
        for key, box in dialog.input("asks")._boxes:
            box.setChecked(key == "milla")
        assert not dialog.find_wrongs()
        return True

    dialogs.answers = [answer]
    tab.edit_roles.click()
    steps = {one.part: [who.person.contact_id for who in one.people] for one in tab.shown.view.path}
    assert steps == {"asks": ["milla"], "decides": ["tom"], "signs": []}
    assert not any(one.by_role for one in tab.shown.view.path)


def test_a_part_that_nobody_has_asks_who_it_is(tab, dialogs):
    def answer(dialog):
        first = dialog._fields[0].key
        assert first == "signs"
        next(box for key, box in dialog.input("signs")._boxes if key == "joe").setChecked(True)
        return True

    dialogs.answers = [answer]
    tab.path.spot_clicked.emit("set:signs")
    assert [one.person.contact_id for one in tab.shown.view.path[2].people] == ["joe"]


def test_who_left_gets_a_successor_by_the_card(tab, dialogs, desk):
    desk.do(contacts.mark_left, "ada", DAY - 2)
    tab.reload()
    alert = tab.care.alerts[0]
    assert alert.alert.title == "Sponsor left"
    dialogs.answers = [fill(successor="joe")]
    alert.buttons["successor"].click()
    assert tab.shown.view.line("ada").successor == "joe@x.test"
    assert "Sponsor left" not in [one.alert.title for one in tab.care.alerts]


def test_a_new_successor_is_added_and_set(tab, dialogs, desk):
    desk.do(contacts.mark_left, "ada", DAY - 2)
    tab.reload()
    dialogs.answers = [fill(successor="new"), fill(name="Newcomer")]
    tab.care.alerts[0].buttons["successor"].click()
    assert tab.shown.view.line("ada").successor == "Newcomer"


def test_somebody_is_marked_as_left(tab, dialogs):
    line = tab.shown.view.line("ada")
    dialogs.answers = [fill(day=DAY - 5)]
    tab.acts._leave(line)
    assert tab.shown.view.line("ada").person.left_on == DAY - 5


def test_care_makes_tasks_and_touches(tab, dialogs, desk):
    dialogs.answers = [lambda _: True]
    tab.care.alerts[0].buttons["task"].click()
    (task,) = desk.read(tasks.of_account, "a", DAY)
    assert (task.title, task.contact_id) == ("Get to know Tom", "tom")
    dialogs.answers = [lambda _: True]
    tab.care.alerts[0].buttons["touch"].click()
    assert tab.shown.view.line("tom").last.touch == DAY
    assert "unknown" not in [one.alert.kind for one in tab.care.alerts]


def test_the_cadence_is_set_and_taken_back(tab, dialogs):
    dialogs.answers = [fill(days="7")]
    tab.cadence.click()
    assert tab.shown.view.cadence == 7
    assert tab.tiles.tiles[2].late
    dialogs.answers = [fill(days="")]
    tab.cadence.click()
    assert tab.shown.view.cadence == 21


def test_the_next_ask_is_blocked_with_its_reason_until_one_is_given(tab, dialogs, desk):
    dialogs.answers = [fill(contact="ada", willing="yes", cool="120", story="Fewer calls")]
    tab.advocates.add.click()
    dialogs.answers = [fill(kind="reference", day=DAY - 10)]
    tab.advocates.entries[0].buttons["ask"].click()
    entry = tab.advocates.entries[0]
    assert "cool-down of 120 days ends" in entry.state.text()

    def refused(dialog):
        assert dialog.find_wrongs() == {"despite": "This is needed."}
        return False

    dialogs.answers = [refused]
    entry.buttons["ask"].click()
    assert len(desk.read(advocates.of_account, "a", DAY)[0].asks) == 1
    dialogs.answers = [fill(despite="She offered it")]
    entry.buttons["ask"].click()
    assert len(desk.read(advocates.of_account, "a", DAY)[0].asks) == 2
    dialogs.answers = [fill(answer="yes", day=DAY)]
    tab.advocates.entries[0].buttons["answer"].click()
    assert desk.read(advocates.of_account, "a", DAY)[0].asks[0].answer == "yes"
    dialogs.answers = [fill(off=True)]
    tab.advocates.entries[0].buttons["edit"].click()
    assert tab.advocates.entries == []


def test_looking_back_changes_nothing_and_shows_that_day(tab, ui, dialogs):
    ui.set_day(DAY - 20)
    assert tab.shown.view.day == DAY - 20
    assert tab.shown.view.last_touch == DAY - 30
    buttons = [tab.add_contact, tab.edit_roles, tab.cadence, tab.advocates.add]
    buttons += [button for one in tab.care.alerts for button in one.buttons.values()]
    assert not any(button.isEnabled() for button in buttons)
    assert all(one.rows.isEnabled() for one in tab.care.alerts)
    tab.acts.add_contact()
    tab.path.spot_clicked.emit("set:signs")
    assert dialogs.asked == []


def test_nothing_there_is_said_and_offers_a_contact(tab, dialogs):
    tab.show_account("c")
    assert tab._state.state == "empty"
    assert "No contacts yet" in tab._state.words
    dialogs.answers = [fill(name="First")]
    tab._state.acted.emit()
    assert tab._stack.currentIndex() == 0
    assert [one.person.name for one in tab.shown.view.lines] == ["First"]


def test_touches_without_contacts_are_shown(tab):
    tab.show_account("b")
    assert tab._stack.currentIndex() == 0
    assert [one.alert.kind for one in tab.care.alerts] == ["one_sided"]


def test_a_failed_read_is_told_and_tried_again(tab, desk, monkeypatch):
    def fails(*_args, **_kw):
        raise DeskError("The desk's file cannot be read.", "Nothing is lost.")

    with monkeypatch.context() as patch:
        patch.setattr(people, "view", fails)
        tab.reload()
    assert tab._state.state == "error"
    tab._state.retry_requested.emit()
    assert tab._stack.currentIndex() == 0


@pytest.mark.parametrize(("width", "side"), [(1240, 356), (1080, 300)])
def test_the_right_column_gives_way(tab, width, side):
    tab.resize(width, 540)
    assert tab._column.width() == side
    assert tab._main.width() + side + 2 * 16 + 12 == width


def test_a_leap_that_comes_early_waits_for_the_account(ui, qtbot):
    early = PeopleTab(ui)
    qtbot.addWidget(early)
    early.leap(Leap("people", word="tom"))
    early.show_account("a")
    early.show()
    assert early.grid.rows.current == "who:1"


def test_a_leap_points_at_a_contact(tab):
    tab.leap(Leap("people", word="milla"))
    assert tab.grid.rows.current == "who:2"
    leaps = []
    tab.leap_requested.connect(leaps.append)
    tab.acts.of_person("timeline", "ada")
    assert (leaps[0].tab, leaps[0].day, leaps[0].word) == ("timeline", DAY - 30, "Ada")
    tab.person.move(QPoint(0, 0))
    tab.acts.of_person("touches", "ada")
    assert len(rows_of(tab)) == 4


def test_in_a_narrow_window_the_columns_stand_under_each_other(tab, qtbot):
    tab.resize(620, 800)
    qtbot.waitUntil(lambda: tab.grid.width() > 560)
    assert not tab._right.isVisible()
    assert tab.care.isVisible()
    tab.resize(1200, 800)
    qtbot.waitUntil(tab._right.isVisible)
    assert tab.care.isVisible()
    assert tab.care.mapTo(tab, QPoint(0, 0)).x() > tab.grid.mapTo(tab, QPoint(0, 0)).x()
