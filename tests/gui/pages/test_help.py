"""Help: every page is there, drawn without HTML, searched, and names what the program has."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLineEdit, QPushButton

from healthdesk import paths
from healthdesk.core.readings import CATALOGUE
from healthdesk.gui.pages.help import TOPICS, HelpPage, read_topics
from healthdesk.gui.pages.help_text import draw, parse
from healthdesk.gui.shell.actions import ACTS
from healthdesk.gui.shell.spec import PAGES

FOLDER = paths.resources() / "help"


@pytest.mark.parametrize("topic", read_topics(FOLDER), ids=lambda t: t.key)
def test_every_page_is_drawn_whole(topic, theme):
    document = QTextDocument()
    draw(document, topic.text, theme)
    shown = document.toPlainText()
    blocks = parse(topic.text)
    assert blocks[0].kind == "title"
    assert blocks[0].text == topic.title or topic.title.startswith(blocks[0].text)
    assert "**" not in shown
    assert "```" not in shown
    for block in blocks:
        if block.kind == "head":
            assert block.text in shown
        for row in block.rows:
            assert row[0].strip("*`").split("`")[0] in shown


def test_every_page_of_the_window_has_its_help():
    assert {page.help for page in PAGES} <= {key for key, _ in TOPICS}


def test_every_reading_is_named():
    text = (FOLDER / "documents.md").read_text(encoding="utf-8")
    assert [kind for kind in CATALOGUE if f"`{kind}`" not in text] == []


def test_every_shortcut_is_named():
    text = (FOLDER / "keyboard.md").read_text(encoding="utf-8")
    pages = {f"Ctrl+{number}" for number in range(1, 10)}
    missing = {act.shortcut for act in ACTS if act.shortcut} - pages
    assert {key for key in missing if key not in text} == set()


def test_every_command_is_named():
    text = (FOLDER / "command-line.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"`{command}" in text


COMMANDS = (
    "demo",
    "import",
    "imports",
    "undo-import",
    "export",
    "scores",
    "why",
    "history",
    "segment",
    "check",
    "backup",
    "restore",
)


def test_search_hides_what_does_not_speak_of_it(ui, qtbot):
    page = HelpPage(ui)
    qtbot.addWidget(page)
    page.show()
    page.findChild(QLineEdit).setText("usage_long")
    shown = [b.text() for b in page.findChildren(QPushButton) if b.isVisible() and b.isCheckable()]
    assert shown == ["The desk's file"]
    assert page.topic == "desk-file"


def test_an_unknown_topic_leads_to_the_first(ui, qtbot):
    page = HelpPage(ui)
    qtbot.addWidget(page)
    page.show_topic("nowhere")
    assert page.topic == TOPICS[0][0]


def test_the_page_follows_the_theme(ui, qtbot):
    page = HelpPage(ui)
    qtbot.addWidget(page)
    page.show()
    before = page.view.document().toPlainText()
    ui.theme.choose(mode="dark")
    assert page.view.document().toPlainText() == before


def test_text_that_looks_like_html_is_shown_as_it_is(theme):
    document = QTextDocument()
    draw(document, "# T\n\n<img src='file:///etc/hostname'> & <b>x</b>\n", theme)
    assert "<img src='file:///etc/hostname'> & <b>x</b>" in document.toPlainText()
