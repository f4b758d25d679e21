"""The page Reports: what is chosen is kept and undone, warnings, words, ways out, filed reports."""

from __future__ import annotations

import shutil
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import text

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.papers import typeset
from healthdesk.core.services import desks, imports, messages, tasks
from healthdesk.core.services.reports import catalogue, kept, reviews, writing
from healthdesk.gui.pages.reports.page import ReportsPage
from healthdesk.gui.pages.reports.show_list import HIGH
from tests import folders, make
from tests.gui.pages.reports import made

TODAY = to_day(make.NOW.date())
ALT = Qt.KeyboardModifier.AltModifier
FACTS = {
    "accounts": "account_id,name,started_on\na,One,2025-01-01\nb,Two,2025-01-01\n",
    "contacts": "contact_id,account_id,name\nc1,a,Dana Ortiz\n",
}


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    desk = Desk.create(
        folder / "r.healthdesk",
        clock=Clock(instant=make.NOW),
        furnish=partial(desks.furnish, name="r", zone="UTC", currency="EUR"),
    )
    desk.do(imports.run, [folders.write(folder / "facts", FACTS)])
    desk.close()
    return desk.path


@pytest.fixture
def kinds(monkeypatch):
    found = made.Kinds()
    monkeypatch.setattr(catalogue, "KINDS", found.catalogue)
    monkeypatch.setattr(typeset, "pictures", made.pictures)
    monkeypatch.setattr(writing, "REPORTS", made.FORMATS)
    return found


@pytest.fixture
def page(ui, qtbot, kinds, made_once, tmp_path):
    path = tmp_path / "r.healthdesk"
    shutil.copyfile(made_once, path)
    desk = Desk.open(path, clock=Clock(instant=make.NOW))
    ui.clock = desk.clock
    ui.set_desk(desk, "UTC")
    shown = ReportsPage(ui)
    qtbot.addWidget(shown)
    shown.resize(1200, 760)
    shown.show()
    yield shown
    shown._settled.stop()
    desk.close()


@pytest.fixture
def review(page):
    """The page with the review of account a."""
    page.show_report(ReportOptions(kind="review", account="a"))
    assert page.drawn is not None
    return page


@pytest.fixture
def told(ui):
    out = []
    ui.noticed.connect(out.append)
    yield out
    ui.noticed.disconnect(out.append)


def kept_of(page, account="a"):
    return page.ui.desk.read(kept.read, "review", f"account:{account}")


def rows(page):
    return [(one.title, one.ticked, one.hint) for one in page.card.rows]


def shows(page):
    return [one.key for one in page.drawn.report.sections]


def test_without_an_account_it_says_so_and_leads_to_the_choice(page, qtbot):
    assert page.preview.state == "empty"
    assert not page.head.file.isEnabled()
    qtbot.mouseClick(page.preview._empty.button, Qt.MouseButton.LeftButton)
    page.card.subject.popup.take("a")
    assert page.preview.title.full_text == "Page 1 of 4: Title"
    assert (page.head.title.full_text, page.head.subject.full_text) == ("Review", "a")
    assert page.head.main.text() == "Export PowerPoint"
    assert page.preview.data_to.full_text.startswith("Data to ")
    assert rows(page) == [
        ("Title", "on", ""),
        ("Use", "on", ""),
        ("Goals", "on", "no goals kept"),
        ("Tickets", "on", "60 rows"),
        ("Voice", "on", "2 quotes"),
    ]


def test_what_is_chosen_is_kept_for_the_account_and_undone(review, qtbot, kinds):
    before = kinds.built
    review.card.show_list.setFocus()
    review.card.show_list._go(3, 1)
    qtbot.keyClick(review.card.show_list, Qt.Key.Key_Space)
    assert shows(review) == ["cover", "use", "voice"]
    assert kept_of(review).left_out == ("tickets",)
    review.card.show_list._go(4, 1)
    qtbot.keyClick(review.card.show_list, Qt.Key.Key_Up, ALT)
    qtbot.keyClick(review.card.show_list, Qt.Key.Key_Up, ALT)
    qtbot.keyClick(review.card.show_list, Qt.Key.Key_Up, ALT)
    assert shows(review) == ["cover", "voice", "use"]
    qtbot.keyClick(review.card.show_list, Qt.Key.Key_Up, ALT)  # the title page stays first
    assert shows(review) == ["cover", "voice", "use"]
    assert kinds.built == before  # nothing of it is built anew
    for _ in range(4):
        review.ui.undo()
    assert shows(review) == ["cover", "use", "tickets", "voice"]
    assert kept_of(review) is None
    review.ui.redo()
    assert review.card.rows[3].ticked == "off"
    review.card.subject_chosen.emit("b")
    assert shows(review) == ["cover", "use", "tickets", "voice"]
    review.card.subject_chosen.emit("a")
    assert shows(review) == ["cover", "use", "voice"]


def test_another_period_or_paper(review, kinds):
    before = kinds.built
    review.card.period.chosen.emit("2026-Q1")
    assert (kinds.built, review.drawn.report.period) == (before + 1, "2026-Q1")
    review.card.paper.chosen.emit("a4")
    assert (kinds.built, review.drawn.report.paper) == (before + 1, "a4")
    review.ui.dialogs.answers = [lambda form: form.input("last").set_day(TODAY - 1) or True]
    review.card.period.chosen.emit("\0own")
    assert review.options.period == "2026-01-01..2026-03-13"


def test_what_would_show_of_the_inside_is_marked_named_and_hidden(review, qtbot):
    assert review.preview.band.words == ""
    review.card.hide_list.toggled.emit("sentiment", False)
    review.card.hide_list.toggled.emit("names", False)
    band = review.preview.band
    assert band.words == ("Page 4 would show an internal field: the name of Ada, and 1 more thing.")
    marks = [one.warning for one in review.preview.strip.rows.rows]
    assert [bool(one) for one in marks] == [False, False, False, True]
    qtbot.keyClick(review, Qt.Key.Key_F8)
    assert review.preview.number == 4
    assert not band.go_there.isVisible()
    band.hide_it.click()
    assert review.options.hidden == ("voice/said/q1",)
    assert "sentiment of a call note" in band.words
    band.hide_it.click()
    assert band.words == ""
    assert shows(review) == ["cover", "use", "tickets"]
    review.card.audience.chosen.emit("inside")
    review.ui.undo()
    assert review.options.audience is None


def test_own_words_stand_on_the_page_and_edits_beside_the_programs(review, qtbot):
    review.preview.go_to(2)
    review.preview.words.setChecked(True)
    words = review.words
    assert words.facts == ("Use rose from 34 to 50.",)
    qtbot.keyClicks(words.own, "They stay")
    words.own.tell()
    qtbot.keyClicks(words.own, ".")
    words.own.tell()
    assert review.drawn.report.sections[1].own == "They stay."
    (edited,) = words.edits
    edited.edit.setPlainText("Use rose by half.")
    edited.edit.tell()
    paragraph = review.drawn.report.sections[1].lines[0].blocks[0]
    assert (paragraph.text, paragraph.generated) == ("Use rose by half.", "Use rose from 34 to 50.")
    assert edited.was.full_text == "The program wrote: Use rose from 34 to 50."
    edited.again.click()
    assert review.options.edits == {}
    assert kept_of(review).own == {"use": "They stay."}
    review.preview.view.setFocus()
    for _ in range(2):
        review.ui.undo()
    review.ui.undo()
    assert review.options.own == {}  # typing is one step
    assert review.words.own.toPlainText() == ""
    review.preview.go_to(3)
    assert review.words.section == "tickets"


def test_a_file_tells_what_it_contains_and_one_that_shows_too_much_is_asked_about(
    review, told, tmp_path
):
    dialogs = review.ui.dialogs
    path = tmp_path / "out.pptx"
    dialogs.answers = [path]
    review.head.main.click()
    assert dialogs.asked[-1][0].startswith("Save as PowerPoint. Nothing in it is marked as names")
    assert path.read_text().startswith("Title")
    assert (told[-1].text, told[-1].detail[:8]) == ("out.pptx was saved", "4 slides")
    review.card.hide_list.toggled.emit("names", False)
    dialogs.answers = [False]
    review.out.export("pdf")
    assert "shows the name of Ada" in dialogs.asked[-1][1]
    dialogs.answers = [True, tmp_path / "named"]
    review.out.export("pdf")
    assert (tmp_path / "named.pdf").is_file()
    assert "It contains names of people, for the customer to read." in told[-1].detail
    dialogs.answers = [None]
    review.card.hide_list.toggled.emit("names", True)
    review.out.export("pdf")
    dialogs.answers = [tmp_path / "no" / "x.pdf"]
    review.out.export("pdf")
    assert told[-1].kind == "error"
    review.acts.copy_text()
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text().startswith("Title")


def test_a_draft_of_a_mail_names_the_file(review, told, tmp_path):
    review.ui.dialogs.answers = [tmp_path / "r.pptx"]
    asked = []
    review.ui.message_requested.connect(asked.append)
    review.out.act("send")
    view = review.ui.desk.read(messages.one, asked[0], TODAY)
    assert (view.row.subject, view.body) == ("Review", "Attached: r.pptx\n")
    assert "Messages carry no files" in told[-1].detail


def test_filed_reports_open_as_they_were_and_are_compared(review, told, tmp_path):
    review.head.file.click()
    assert review.head.filed.text() == "Filed 1"
    review.card.show_list.toggled.emit("tickets", False)
    review.head.filed.click()
    row = review.filed.current
    review.filed.list.entered_row.emit(row)
    assert shows(review) == ["cover", "use", "tickets", "voice"]
    assert review.preview.band.words.startswith("Filed 14 Mar 2026, as it went out:")
    assert not review.preview.words.isEnabled()
    review.acts.file_it()
    assert told[-1].text == "It is filed already"
    review.ui.dialogs.answers = [tmp_path / "again.pdf"]
    review.filed.save.click()
    assert (tmp_path / "again.pdf").read_text().startswith("Title")
    review.preview.band.back.click()
    assert shows(review) == ["cover", "use", "voice"]
    review.acts.file_it()
    review.show_filed()
    review.filed.list._go(0, 1)
    assert review.filed.before.isEnabled()
    review.filed.before.click()
    assert review.preview.band.words.startswith("Two reports compared:")
    review.filed.draft.click()
    assert review.head.title.full_text == "Review: what changed"
    review.card.show_list.toggled.emit("tickets", True)  # a choice leads back to the draft
    assert review.preview.draft
    assert review.filed.which.value == "these"


def test_a_comparison_is_filed_and_is_none_of_the_reports_that_are_compared(review):
    review.head.file.click()
    review.head.file.click()
    review.show_filed()
    review.filed.list._go(0, 1)
    review.filed.before.click()
    review.head.file.click()
    (held,) = [one for one in review.offer.filed if one.comparison]
    assert (held.title, held.of) == ("Review: what changed", "review")
    review.filed.list._go(0, 1)
    assert review.filed.current == held
    assert not review.filed.before.isEnabled()
    assert not review.filed.draft.isEnabled()
    review.filed.list._go(1, 1)
    assert review.filed.before.isEnabled()  # with the report before it, not with the comparison
    review.filed.list.entered_row.emit(held)
    assert review.head.title.full_text == "Review: what changed"


def test_an_import_between_two_filed_reports_changes_no_byte_of_the_first(review, tmp_path):
    review.head.file.click()
    before = filed_bytes(review)
    more = {
        **FACTS,
        "accounts": FACTS["accounts"] + "c,Three,2025-02-01\n",
        "usage": "account_id,day,metric,value\na,2026-03-10,active_users,7\n",
    }
    review.ui.do(imports.run, [folders.write(tmp_path / "week", more)])
    assert len(review.offer.accounts) == 3
    review.head.file.click()
    assert len(filed_bytes(review)) == 2
    assert filed_bytes(review)[:1] == before
    review.show_filed()
    review.filed.list._go(0, 1)
    review.filed.before.click()
    assert review.head.title.full_text == "Review: what changed"


def filed_bytes(page):
    asked = text("SELECT * FROM report_filed ORDER BY id")
    return page.ui.desk.read(lambda tx: [tuple(one) for one in tx.execute(asked)])


def test_words_of_an_earlier_week_are_told_and_kept_or_dropped_or_changed(page, kinds, qtbot):
    kinds.words_last = 7
    parts = [f"tickets/rows/k{at}" for at in (3, 4, 5)]
    edits = dict.fromkeys(parts, "It was slow.")
    old = ReportOptions(
        kind="review",
        account="a",
        own={"tickets": "Mine."},
        edits=edits,
        written=dict.fromkeys([*parts, "tickets"], TODAY - 7),
    )
    page.ui.do(kept.keep, old)
    page.show_report(ReportOptions(kind="review", account="a"))
    band, words = page.preview.band, page.words
    assert band.words.startswith("Words of an earlier week: Tickets: your paragraph, and 3 more.")
    assert "Mine. (written for the week of 7 Mar)" in page.drawn.report.sections[2].own
    band.look.click()
    assert words.section == "tickets"
    first = words.edits[0]
    assert first.edit.accessibleName() == "Ticket 3: Days"
    assert first.old.said.full_text.startswith("Written for the week of 7 Mar.")
    assert first.was.full_text == "The program wrote: slow"
    words._old.keep.click()
    assert page.options.written["tickets"] == TODAY
    first.old.keep.click()
    assert words.edits[0] is first  # it stays where it is
    assert page.options.written["tickets/rows/k3"] == TODAY
    words.edits[1].again.click()
    assert set(page.options.edits) == {parts[0], parts[2]}
    edited = next(one for one in words.edits if one.edit.part == parts[2])
    edited.edit.setPlainText("It is slow again.")
    edited.edit.tell()
    assert page.options.written == dict.fromkeys([parts[0], parts[2], "tickets"], TODAY)
    assert page.drawn.old == ()
    assert band.words == ""


def test_the_outcome_of_a_review_is_logged(review):
    def fill(form):
        form.input("agreed").setPlainText("Train two teams 2026-04-01\nSend the offer")
        form.input("quotes").setPlainText("Dana: It saved us a week")
        form.input("next_on").set_day(TODAY + 90)
        return True

    review.acts.file_it()
    review.ui.dialogs.answers = [fill]
    review.acts.log_outcome()
    (held,) = review.ui.desk.read(reviews.of_account, "a", TODAY)
    assert (held.agreed, held.next_on) == (("Train two teams", "Send the offer"), TODAY + 90)
    assert held.filed == 1
    due = {one.title: one.due for one in review.ui.desk.read(tasks.of_account, "a", TODAY)}
    assert due["Train two teams"] == TODAY + 18


def test_brands_and_templates(review, tmp_path, told):
    def brand(form):
        form.input("name").setText("North")
        form.input("color").setText("#0c7f79")
        return True

    review.ui.dialogs.answers = [brand]
    review.card.brand.chosen.emit("\0new")
    assert review.options.brand == "North"
    review.card.show_list.toggled.emit("tickets", False)
    review.ui.dialogs.answers = ["Short"]
    review.card.templates_asked.emit("save")
    review.card.subject_chosen.emit("b")
    review.card.open_templates()
    review.card._menu.actions()[0].trigger()
    review.card._menu.close()
    assert (review.options.account, review.options.left_out) == ("b", ("tickets",))
    assert kept_of(review, "b").brand == "North"
    review.ui.dialogs.answers = [lambda form: form.input("gone").setChecked(True) or True]
    review.card.brand_asked.emit(True)
    assert (review.options.brand, review.offer.brands) == ("", ())
    (tmp_path / "bad.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")

    def bad(form):
        form.input("name").setText("Bad")
        box = form.input("logo")
        box.setCurrentIndex(box.findData("file"))
        return True

    review.ui.dialogs.answers = [bad, [tmp_path / "bad.svg"]]
    review.card.brand_asked.emit(False)
    assert (told[-1].kind, review.offer.brands) == ("error", ())


def test_one_report_for_each_account(review, tmp_path, told):
    review.ui.dialogs.answers = [True, tmp_path / "all"]
    review.acts.ask_batch()
    assert sorted(one.name for one in (tmp_path / "all").iterdir()) == [
        "a - Review.pdf",
        "b - Review.pdf",
    ]
    assert told[-1].text == "2 reports written"


def test_a_report_that_cannot_be_made_says_why_and_is_tried_again(review, kinds):
    kinds.wrong = "Nothing was imported yet."
    review.card.period.chosen.emit("2026-Q1")
    assert (review.preview.state, review.head.main.isEnabled()) == ("error", False)
    assert "Nothing was imported yet. Try another." in review.preview.said
    kinds.wrong = ""
    review.preview._error.button.click()
    assert review.preview.state == "page"
    for key in ("cover", "use", "goals", "tickets", "voice"):
        review.card.show_list.toggled.emit(key, False)
    assert "Nothing is left to show." in review.preview.said


def test_a_report_that_takes_long_says_what_is_done_and_is_stopped(page, kinds, qtbot):
    kinds.stopped = True
    page.show_report(ReportOptions(kind="review", account="a"))
    assert page.preview.said == "Stopped The report was not made."
    page.preview.show_loading("Building")
    page.preview.show_step("Trying the health model on the past")
    assert page.preview.said == "Trying the health model on the past"
    assert not page.preview.stop.isVisible()
    page.preview._long.timeout.emit()
    with qtbot.waitSignal(page.preview.stop_requested):
        page.preview.stop.click()
    kinds.stopped = False
    page.preview.show_stopped()
    assert not page.preview.stop.isVisible()
    page.preview._empty.button.click()
    assert page.preview.title.full_text == "Page 1 of 4: Title"
    page.preview.show_loading("Building")
    page.preview.show_stopped()  # pages that are there stay in view
    assert (page.preview.state, page.preview.busy.full_text) == ("page", "")


def test_looking_back_it_is_that_days_report_and_nothing_is_kept(review):
    ui = review.ui
    ui.set_day(TODAY - 40)
    assert review.drawn.report.day == TODAY - 40
    assert not review.head.file.isEnabled()
    review.card.show_list.toggled.emit("tickets", False)
    assert shows(review) == ["cover", "use", "voice"]
    assert kept_of(review) is None
    ui.set_day(None)
    assert review.drawn.report.day == TODAY


def test_without_a_desk_it_says_so(review):
    desk = review.ui.desk
    review.ui.set_desk(None)
    assert review.card.state == "empty"
    assert review.preview.state == "empty"
    review.ui.set_desk(desk, "UTC")
    assert review.options.account == ""
    assert review.preview.said.startswith("Choose an account")


def test_a_desk_without_accounts_leads_to_the_import(page, tmp_path):
    asked = []
    page.ui.page_requested.connect(asked.append)
    before = page.ui.desk
    with make.desk(tmp_path, "bare") as bare:
        page.ui.set_desk(bare, "UTC")
        assert page.preview.said.startswith("No account yet")
        page.preview._empty.button.click()
        page.ui.set_desk(before, "UTC")
    assert asked == ["data"]


def test_pages_are_turned_zoomed_and_left_out_by_key(review, qtbot):
    view, strip = review.preview.view, review.preview.strip
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert review.preview.number == 4
    fitted = view.pixels
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert (view.zoom, review.preview.fit.text()[:3]) == (125, "125")
    assert view.pixels > fitted
    qtbot.keyClick(view, Qt.Key.Key_0)
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    assert review.preview.title.full_text == "Page 3 of 4: Tickets"
    qtbot.keyClick(strip, Qt.Key.Key_Delete)
    assert review.options.left_out == ("tickets",)
    assert review.preview.title.full_text.endswith("of 3: Title")


def test_every_control_has_a_name(review):
    for one in review.findChildren(QPushButton):
        assert one.accessibleName() or one.text(), one


def test_the_kinds_own_options_are_asked_for_as_it_declares_them(review):
    def fill(form):
        form.input("metric_days").setText("60")
        return True

    review.ui.dialogs.answers = [fill]
    review.card.own.click()
    assert review.options.choices == {"metric_days": 60}
    review.ui.dialogs.answers = [lambda form: form.input("metric_days").setText("28") or True]
    review.card.own.click()
    assert review.options.choices == {}


def test_a_row_is_dragged_to_another_place(review):
    view = review.card.show_list.viewport()
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, y, button, held in (
        ("MouseButtonPress", 4.5, left, left),
        ("MouseMove", 3.0, none, left),
        ("MouseMove", 1.1, none, left),
        ("MouseButtonRelease", 1.1, left, none),
    ):
        at = QPointF(90, y * HIGH)
        place = QPointF(view.mapToGlobal(at.toPoint()))
        event = QMouseEvent(
            getattr(QEvent.Type, kind), at, place, button, held, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(view, event)
    assert shows(review) == ["cover", "voice", "use", "tickets"]
    assert review.options.left_out == ()  # a drag ticks nothing


def test_escape_leads_back_to_options_and_draft(review, qtbot):
    review.acts.file_it()
    review.show_filed()
    review.filed.list.entered_row.emit(review.filed.list.row_at(0))
    assert not review.preview.draft
    qtbot.keyClick(review.preview.view, Qt.Key.Key_Escape)
    assert review.preview.draft
    assert review.left.currentWidget() is review.card


def test_of_many_sentences_one_is_found_and_put_otherwise(review, qtbot):
    review.preview.go_to(3)
    review.preview.words.setChecked(True)
    words = review.words
    assert len(words.edits) == 40
    words._on_searched("ticket 57")
    (edited,) = words.edits
    edited.edit.setPlainText("It stops at night.")
    words._on_searched("")  # what was typed a moment ago is kept
    assert review.options.edits == {"tickets/rows/k57": "It stops at night."}
    words._on_searched("night")
    assert words.edits[0].was.full_text == "The program wrote: slow"
    words.back.click()
    assert review.preview.view.hasFocus()


def test_pages_have_the_colours_of_the_window_that_everybody_can_tell_apart(
    review, theme, kinds, monkeypatch
):
    seen = []
    build = kinds.build
    monkeypatch.setattr(
        catalogue.KINDS["review"], "build", lambda one: (seen.append(one), build(one))[1]
    )
    theme.choose(colour_blind=True)
    assert [one.options.colour_blind for one in seen] == [True]
    assert not review.options.colour_blind
    theme.choose(mode="dark")
    assert len(seen) == 1
