"""Text from data is shown as it is, elided where there is no room, at the look's line height."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolTip

from healthdesk.gui.parts.plain import Paragraph, PlainLabel, plain_tip

HOSTILE = [
    '<img src="file:///etc/hostname">',
    "<b>bold</b>",
    "<a href='http://example.com'>x</a>",
    "&lt;script&gt;",
    "<table><tr><td>1</td></tr></table>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_never_reads_markup(qtbot, text):
    label = PlainLabel(text)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_tip_is_escaped(text):
    tip = plain_tip(text)
    assert "<img" not in tip
    assert "<a " not in tip
    assert tip.startswith("<qt>")


def test_an_empty_tip_stays_empty():
    assert plain_tip("") == ""


def test_eliding_keeps_the_whole_text_in_the_tip(qtbot):
    label = PlainLabel("Aldermoor Freight <GmbH> and its many daughters", elide=True)
    qtbot.addWidget(label)
    label.resize(100, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.full_text.endswith("daughters")
    assert "&lt;GmbH&gt;" in label.toolTip()
    label.resize(600, 20)
    assert label.text() == label.full_text
    assert label.toolTip() == ""


def test_an_eliding_label_gives_way(qtbot):
    label = PlainLabel("a long text that nobody needs in full", elide=True)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 40 < label.sizeHint().width()


def test_a_paragraph_has_the_lines_of_the_look(theme, qtbot):
    text = "About 120 invented accounts with two years of usage, answers, tickets and stories."
    paragraph = Paragraph(theme, text)
    qtbot.addWidget(paragraph)
    lines = paragraph.lines(200)
    assert len(lines) > 1
    assert "".join(lines) == text
    assert paragraph.heightForWidth(200) == 20 * len(lines)
    assert paragraph.accessibleName() == text


def test_an_empty_paragraph_takes_no_room(theme, qtbot):
    paragraph = Paragraph(theme)
    qtbot.addWidget(paragraph)
    assert paragraph.heightForWidth(300) == 0
    paragraph.setText("one")
    assert paragraph.heightForWidth(300) == 20


def test_tips_of_the_application_are_dressed(theme):
    assert QApplication.instance() is not None
    assert QToolTip.font().pixelSize() in {11, 13}


def test_a_word_without_end_breaks_and_leaves_no_label_wider_than_a_card(qtbot):
    label = PlainLabel("Word" * 2_500, wrap=True)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 500
    assert label.full_text == "Word" * 2_500


@pytest.mark.parametrize("more", [{}, {"elide": True}, {"wrap": True}])
def test_marks_that_turn_the_writing_stay_out_of_what_is_shown(qtbot, more):
    label = PlainLabel("by \u202eAda\u2066 until May", **more)
    qtbot.addWidget(label)
    label.resize(400, 20)
    assert label.text() == "by Ada until May"
    assert "\u202e" not in plain_tip(label.full_text)
