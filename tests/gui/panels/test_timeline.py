"""The timeline: its lines, filters and keys; what is logged there is in the desk and undone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from healthdesk.core.clock import Clock
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.domain.timeline import GROUPS, Entry
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.services import touches
from healthdesk.core.store import tables
from healthdesk.gui.panels.account_tab import Leap
from healthdesk.gui.panels.timeline.story_list import TONE_KEYS
from healthdesk.gui.panels.timeline.story_model import Month, lines_of
from healthdesk.gui.panels.timeline.story_row import entry_drawing, tone_text
from healthdesk.gui.panels.timeline.tab import TimelineTab
from healthdesk.gui.parts.drawing import FontMeasure, ink
from tests import make

TODAY = to_day(make.NOW.date())
MARKUP = "<b>bold</b> <img src='/etc/passwd'> & more"


@op("Story")
def story(tx):
    row = make.account(tx, "a", name="Aldermoor")
    person = make.contact(tx, row, "c1", name="Ada <i>B</i>", email="ada@customer.example")
    make.contact(tx, row, "c2", name="Bo")
    make.account(tx, "empty", name="Empty")
    make.survey(
        tx, row, contact_id=person, rating=4.0, comment=MARKUP, day=TODAY - 2, sentiment=-0.5
    )
    tx.add(
        tables.Ticket(
            ticket_id="T1",
            account_id=row,
            contact_id=person,
            opened_on=TODAY - 40,
            closed_on=TODAY - 38,
            priority="high",
            subject="Printer",
            sentiment_estimated=-0.9,
        )
    )
    tx.add(tables.Pulse(account_id=row, day=TODAY - 70, by="Nadia", value=0.5, note="Fine"))
    tx.flush()
    batch = tables.ImportBatch(at="2026-01-01T00:00:00+00:00", day=TODAY, files=[], tables={})
    tx.add(batch)
    tx.flush()
    tx.add(
        tables.Touchpoint(
            touchpoint_id="old",
            account_id=row,
            contacts=str(person),
            kind="call",
            direction="inbound",
            day=TODAY - 100,
            subject="Imported",
            batch_id=batch.id,
        )
    )
    tx.flush()


@pytest.fixture
def tab(ui, qtbot, tmp_path):
    ui.clock = Clock(instant=make.NOW)
    with make.desk(tmp_path) as desk:
        desk.do(story)
        ui.set_desk(desk)
        made = TimelineTab(ui)
        qtbot.addWidget(made)
        made.resize(1100, 640)
        made.show()
        made.show_account("a")
        yield made
        ui.set_desk(None)


def told(tab):
    """What stands in the list, heads left out."""
    story_of = tab.list.story
    lines = [story_of.entry(row) for row in range(story_of.rowCount())]
    return [line.title for line in lines if line is not None]


def choose(tab, title):
    entry = next(one for one in tab.list.story.entries if one.title == title)
    tab.list.go_to(tab.list.story.row_of(entry.key))
    return entry


def fill(**values):
    def answer(dialog):
        for key, value in values.items():
            widget = dialog.input(key)
            if hasattr(widget, "setPlainText"):
                widget.setPlainText(value)
            elif hasattr(widget, "set_day"):
                widget.set_day(value)
            elif hasattr(widget, "findData"):
                widget.setCurrentIndex(widget.findData(value))
            else:
                widget.setText(value)
        return not dialog.find_wrongs()

    return answer


def test_the_story_stands_newest_first_under_its_months(tab):
    assert told(tab) == [
        "NPS answer: 4 of 10",
        "Ticket closed after 2 days: Printer",
        "High ticket opened: Printer",
        "Pulse of Nadia: good",
        "Call from them: Imported",
    ]
    heads = [line for line in lines_of(tab.list.story.entries) if isinstance(line, Month)]
    assert [head.count for head in heads] == [1, 2, 1, 1]
    assert tab.card.state == "body"


def test_markup_in_data_is_letters(tab):
    choose(tab, "NPS answer: 4 of 10")
    assert tab.detail.text.toPlainText() == MARKUP
    for label in tab.findChildren(QLabel):
        assert label.textFormat() != Qt.TextFormat.RichText
    tip = tab.list.tip_at(QPoint(300, 60))
    assert "<b>" not in tip or "&" not in tip or MARKUP.startswith(tip[:5])


def test_chips_search_and_people_filter_and_say_so(tab, qtbot):
    chips = tab.filters.chips
    assert [chips[key].text() for key in chips] == [
        "Touches 1",
        "Answers 1",
        "Tickets 2",
        "Pulse 1",
    ]
    qtbot.mouseClick(chips["ticket"], Qt.MouseButton.LeftButton)
    assert told(tab) == ["Ticket closed after 2 days: Printer", "High ticket opened: Printer"]
    tab.filters.search.setText("CLOSED")
    qtbot.keyClick(tab.filters.search, Qt.Key.Key_Return)
    assert told(tab) == ["Ticket closed after 2 days: Printer"]
    tab.filters.search.setText("nowhere")
    qtbot.keyClick(tab.filters.search, Qt.Key.Key_Return)
    assert tab.card.state == "empty"
    assert "passes" in tab.card.words
    tab.card.acted.emit()
    assert len(told(tab)) == 5
    tab.filters.person.setCurrentIndex(tab.filters.person.findData("c1"))
    tab.filters.person.activated.emit(1)
    assert "Pulse of Nadia: good" not in told(tab)
    assert len(told(tab)) == 4


def test_a_call_takes_two_clicks_and_a_form(tab, ui, dialogs, qtbot):
    before = make.dump(ui.desk)
    qtbot.mouseClick(tab.log, Qt.MouseButton.LeftButton)
    actions = [one for one in tab._menu.actions() if one.data() == "call"]
    dialogs.answers = [fill(subject="Seats", day=TODAY - 20)]
    actions[0].trigger()
    tab._menu.close()
    assert told(tab)[1] == "Call from us: Seats"
    assert tab.list.current.title == "Call from us: Seats"
    ui.undo()
    assert make.dump(ui.desk) == before
    assert len(told(tab)) == 5


def test_a_note_is_marked_as_internal_wherever_it_shows(tab, dialogs, theme):
    dialogs.answers = [fill(body="Tired of us")]
    tab.note.click()
    entry = tab.list.current
    assert entry.internal
    drawing = entry_drawing(entry, 700, tab.ui.words, FontMeasure(theme), first_of_day=True)
    assert "internal" in [text.text for text in drawing.texts]
    assert "internal note" in tab.list.model().data(tab.list.currentIndex())
    assert not tab.detail.tone.isVisible()


@pytest.mark.parametrize(("key", "value"), list(TONE_KEYS.items()))
def test_one_key_says_the_tone_and_again_takes_it_back(tab, ui, qtbot, key, value):
    entry = choose(tab, "High ticket opened: Printer")
    assert entry.tone_from == "estimated"
    assert tone_text(entry) == "Very bad, estimated"
    qtbot.keyClick(tab.list, key)
    assert (tab.list.current.tone, tab.list.current.tone_from) == (value, "hand")
    qtbot.keyClick(tab.list, key)
    assert tab.list.current.tone_from == "estimated"
    ui.undo()
    ui.undo()
    assert tab.list.current.tone == -0.9


def test_e_edits_and_del_removes_only_what_was_made_here(tab, ui, dialogs, qtbot):
    ui.desk.do(touches.add, TouchDraft("a", "email", "outbound", TODAY, "Mine"))
    choose(tab, "E-mail from us: Mine")
    dialogs.answers = [fill(subject="Ours")]
    qtbot.keyClick(tab.list, Qt.Key.Key_E)
    assert told(tab)[0] == "E-mail from us: Ours"
    qtbot.keyClick(tab.list, Qt.Key.Key_Delete)
    assert "E-mail from us: Ours" not in told(tab)
    ui.undo()
    assert told(tab)[0] == "E-mail from us: Ours"
    said = []
    ui.noticed.connect(said.append)
    choose(tab, "Call from them: Imported")
    assert not tab.detail.remove.isVisible()
    qtbot.keyClick(tab.list, Qt.Key.Key_Delete)
    assert "came with an import" in said[-1].text
    choose(tab, "Pulse of Nadia: good")
    qtbot.keyClick(tab.list, Qt.Key.Key_E)
    assert "Only touches and notes" in said[-1].text


def test_leaps_go_to_a_day_a_row_or_a_word_through_any_filter(tab, qtbot):
    qtbot.mouseClick(tab.filters.chips["pulse"], Qt.MouseButton.LeftButton)
    tab.leap(Leap("timeline", day=TODAY - 39))
    assert tab.list.current.title == "High ticket opened: Printer"
    assert tab.list.marked_day == TODAY - 39
    tab.leap(Leap("timeline", table="survey", row=1))
    assert tab.list.current.title == "NPS answer: 4 of 10"
    tab.leap(Leap("timeline", word="imported"))
    assert told(tab) == ["Call from them: Imported"]
    tab.leap(Leap("timeline", day=TODAY - 4000))
    assert tab.list.current.title == "Call from them: Imported"


def test_looking_back_shows_what_was_known_and_writes_nothing(tab, ui, dialogs):
    before = make.dump(ui.desk)
    ui.set_day(TODAY - 39)
    assert told(tab)[0] == "High ticket opened: Printer"
    tab.note.click()
    assert dialogs.asked == []
    assert make.dump(ui.desk) == before


def test_an_empty_account_says_what_to_do(tab, dialogs):
    tab.show_account("empty")
    assert tab.card.state == "empty"
    dialogs.answers = [fill(subject="Hello")]
    tab.card.acted.emit()
    assert told(tab) == ["Call from us: Hello"]


def test_a_pasted_calendar_is_confirmed_first(tab, ui, dialogs):
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{day}\r\nDTSTART:202603{day}\r\nSUMMARY:Talk {day}\r\nEND:VEVENT\r\n"
        for day in ("02", "03")
    )
    data = QMimeData()
    data.setText(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n")
    before = make.dump(ui.desk)
    tab.bring_in.take_pasted("a", (), data)
    assert make.dump(ui.desk) == before  # asked, and not answered
    dialogs.answers = [True]
    tab.bring_in.take_pasted("a", (), data)
    assert [title for title in told(tab) if "Talk" in title] == [
        "Meeting: Talk 03",
        "Meeting: Talk 02",
    ]
    ui.undo()
    assert make.dump(ui.desk) == before
    data.setText("hello")
    QGuiApplication.clipboard().setText("hello")
    tab.paste()
    assert len(dialogs.asked) == 2


def test_dropped_mails_are_asked_about_and_other_files_kept(tab, ui, dialogs, tmp_path):
    mail = tmp_path / "a.eml"
    mail.write_text("From: ada@customer.example\nSubject: More seats\nDate: x\n\nPlease\n")
    (tmp_path / "offer.pdf").write_bytes(b"%PDF")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(one)) for one in (mail, tmp_path / "offer.pdf")])
    dialogs.answers = [True]
    tab.bring_in.take_pasted("a", (("c1", "Ada"),), data)
    assert "E-mail from them: More seats" in told(tab)
    assert "File added: offer.pdf, 4 bytes" in told(tab)


def test_the_calendar_of_an_account_is_saved(tab, ui, dialogs, tmp_path):
    dialogs.answers = [tmp_path / "a.ics"]
    tab.save_calendar()
    assert (tmp_path / "a.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize("width", [320, 700, 1200])
@pytest.mark.parametrize("group", list(GROUPS))
def test_a_row_stays_within_its_width_and_its_texts_apart(ui, theme, width, group):
    people = tuple((f"c{at}", f"Person with a long name {at}") for at in range(4))
    entry = Entry(
        "k", group, "note", TODAY, "T" * 200, MARKUP * 20, people, tone=0.3, tone_from="estimated"
    )
    for one in (entry, replace(entry, people=(), words=""), replace(entry, title="Short")):
        measure = FontMeasure(theme)
        drawing = entry_drawing(one, width, ui.words, measure, first_of_day=True)
        inks = [ink(text, measure) for text in drawing.texts if text.text]
        assert max(rect.right() for rect in inks) <= width
        for at, rect in enumerate(inks):
            for other in inks[at + 1 :]:
                if abs(rect.center().y() - other.center().y()) < 4:
                    assert not rect.adjusted(1, 0, -1, 0).intersects(other)


def test_a_mention_is_written_down_from_the_menu_and_not_while_looking_back(tab, ui, dialogs):
    dialogs.answers = [fill(channel="LinkedIn", author="Ada", text="They saved us a week.")]
    tab._on_mention()
    assert "Mentioned in LinkedIn by Ada" in told(tab)
    ui.undo()
    assert "Mentioned in LinkedIn by Ada" not in told(tab)
    ui.set_day(TODAY - 10)
    dialogs.answers = []
    tab._on_mention()


def test_in_a_small_window_the_list_keeps_its_room(tab):
    tab.resize(808, 470)  # what a window of 1024 x 640 gives it
    assert tab.detail.x() > tab.list.x() + tab.list.width()
    assert tab.list.height() >= 280
    tab.resize(600, 575)
    tab.layout().activate()
    assert tab.detail.y() > tab.card.geometry().bottom()
