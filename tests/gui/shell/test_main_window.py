"""The window: begins without a desk, opens one, goes from page to page, undoes, imports, closes."""

from __future__ import annotations

import weakref
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.op import op
from healthdesk.core.services import settings
from healthdesk.gui.base.jobs import JobState
from healthdesk.gui.base.ui import DeskWish
from healthdesk.gui.shell.spec import PAGES, page_spec


def test_without_a_desk_it_offers_the_three_ways(window):
    assert window.at_beginning
    window.show_page("accounts")
    assert window.at_beginning


def test_opening_a_desk_shows_today_and_its_name(at_work, ui, desk_file):
    assert not at_work.at_beginning
    assert at_work.pages.current == "today"
    assert at_work.top_bar.desk.words == "Northern desk"
    assert ui.zone == "Europe/Berlin"
    assert ui.prefs.recent_desks() == (desk_file,)
    assert "north" in at_work.windowTitle()


@pytest.mark.parametrize("page", [p.key for p in PAGES if p.rail])
def test_the_rail_leads_to_every_page(at_work, qtbot, page):
    item = at_work.rail.items[page]
    qtbot.mouseClick(item, Qt.MouseButton.LeftButton)
    assert at_work.pages.current == page
    assert [key for key, other in at_work.rail.items.items() if other.isChecked()] == [page]


def test_pages_not_built_do_not_show(at_work):
    assert list(at_work.rail.items) == [
        "today", "dashboards", "accounts", "segments", "plays", "playbooks", "outbox", "model",
        "data", "reports", "settings", "help",
    ]  # fmt: skip


def test_keys_lead_to_pages_and_help(at_work, qtbot):
    keys = (Qt.Key.Key_2, "dashboards"), (Qt.Key.Key_1, "today"), (Qt.Key.Key_3, "accounts")
    for key, page in (*keys, (Qt.Key.Key_5, "plays"), (Qt.Key.Key_9, "data")):
        qtbot.keyClick(at_work, key, Qt.KeyboardModifier.ControlModifier)
        assert at_work.pages.current == page
    qtbot.keyClick(at_work, Qt.Key.Key_F1)
    assert at_work.pages.current == "help"
    assert at_work.pages.page("help").topic == "exchange"


def test_help_is_there_without_a_desk(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.pages.page("help").topic == "start"
    assert not window.at_beginning


def test_undo_and_redo_say_what_they_did(at_work, ui, qtbot):
    found = ui.desk.read(settings.read)
    renamed = type(found)(name="South", zone=found.zone, currency=found.currency)
    ui.do(settings.change, renamed)
    assert at_work.top_bar.desk.words == "South"
    qtbot.keyClick(at_work, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert at_work.top_bar.desk.words == "Northern desk"
    assert at_work.toasts.shown[-1].notice.text == "Undid “Change settings”"
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(at_work, Qt.Key.Key_Z, both)
    assert at_work.top_bar.desk.words == "South"


def test_looking_back_shows_the_band_and_leads_back(at_work, ui):
    ui.set_day(ui.today - 20)
    labels = [label.text() for label in at_work.findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith("As of") and ui.words.day(ui.day) in text for text in labels)
    assert "today" not in at_work.top_bar.day.words
    ui.back_to_today()
    assert "today" in at_work.top_bar.day.words


def test_segments_of_the_desk_are_counted(at_work, ui):
    ui.set_segment("Poor")
    assert at_work.top_bar.segment.words == "Segment Poor 0"


def drop(window: QWidget, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_dropped_files_go_to_the_data_page(at_work, monkeypatch, tmp_path):
    started = []
    page = at_work.pages.page("data")
    monkeypatch.setattr(page, "start_import", lambda paths: started.append(tuple(paths)))
    drop(at_work, [tmp_path / "accounts.csv"])
    assert started == [(tmp_path / "accounts.csv",)]
    assert at_work.pages.current == "data"


def test_pasting_on_the_data_page_takes_rows_in(at_work, qtbot):
    QApplication.clipboard().setText("account_id,name\nP1,Pasted\n")
    qtbot.keyClick(at_work, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert at_work.pages.current == "today"
    at_work.show_page("data")
    qtbot.keyClick(at_work, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    page = at_work.pages.page("data")
    assert page.state == "ready"
    assert [one.name for one in page.wizard.load.entries] == ["pasted.txt"]


def test_files_dropped_without_a_desk_make_one_first(window, ui, tmp_path, monkeypatch):
    (tmp_path / "accounts.csv").write_text("account_id,name\na1,One\n")
    drop(window, [tmp_path / "accounts.csv"])
    assert ui.desk is not None
    assert ui.desk.path.name == "My desk.healthdesk"
    assert window.pages.current == "data"


def test_a_file_that_is_no_desk_is_refused_in_a_sentence(window, tmp_path):
    rubbish = tmp_path / "rubbish.healthdesk"
    rubbish.write_bytes(b"no database" * 100)
    window.opener.open(rubbish)
    assert window.at_beginning
    assert window.toasts.shown[-1].notice.kind == "error"
    assert rubbish.read_bytes() == b"no database" * 100


def test_going_to_another_desk_lets_go_of_the_first(at_work, ui, dialogs, tmp_path):
    first = ui.desk
    dialogs.answers = [tmp_path / "second"]
    ui.wish_desk(DeskWish("new"))
    assert ui.desk.path.name == "second.healthdesk"
    assert at_work.top_bar.desk.words == "second"
    assert ui.desk is not first


def test_the_rail_folds_and_stays_folded(at_work, ui, qtbot):
    qtbot.keyClick(at_work, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert at_work.rail.width() == 52
    assert ui.prefs.values.rail_collapsed
    assert at_work.rail.items["data"].toolTip()


def test_closing_while_work_goes_on_asks_first(at_work, ui, dialogs, monkeypatch):
    state = replace(_state(), label="Import")
    monkeypatch.setattr(type(ui.jobs), "running", property(lambda _: (state,)))
    dialogs.answers = [False]
    assert not at_work.close()
    assert "Import" in dialogs.asked[0][1]
    monkeypatch.undo()


def _state():
    return JobState(1, "x")


def test_every_control_that_takes_focus_is_named(at_work, qtbot):
    for page in ("today", "accounts", "data", "settings", "help"):
        at_work.show_page(page)
    nameless = [
        type(widget).__name__
        for widget in at_work.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and type(widget).__module__.startswith("healthdesk")
    ]
    assert nameless == []


def test_no_label_reads_markup(at_work):
    for page in ("today", "accounts", "data", "settings"):
        at_work.show_page(page)
    rich = [
        label.text()
        for label in at_work.findChildren(QLabel)
        if label.text() and label.textFormat() != Qt.TextFormat.PlainText
    ]
    assert rich == []


@pytest.mark.parametrize("page", ["settings", "help"])
def test_pages_die_on_delete(ui, qtbot, page, at_work):
    made = page_spec(page).make(ui)
    made.show()
    gone = weakref.ref(made)
    made.close()
    made.deleteLater()
    del made
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone() is None


class Flashes(QObject):
    """Notes every window that shows itself."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_no_part_flashes_as_a_window_of_its_own(at_work, ui, qapp):
    flashes = Flashes()
    qapp.installEventFilter(flashes)
    for page in PAGES:
        made = page.make(ui)
        made.setParent(at_work)
        made.show()
        made.deleteLater()
    qapp.removeEventFilter(flashes)
    assert flashes.seen == []
    assert at_work.isActiveWindow()


def test_a_raised_operation_changes_nothing_and_is_told(at_work, ui):
    @op("Fail")
    def fail(tx):
        raise DeskError("It cannot be.")

    ui.do(fail)
    assert at_work.toasts.shown[-1].notice.text == "It cannot be."
