"""A second process that opens a desk, goes to one of its boards and says what it shows, as JSON.

`python -m tests.journeys.second_look DESK BOARD`; a journey starts it after its window is closed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from healthdesk.app import App
from healthdesk.core.domain.dashboard import dump_board

SOON = 60_000


def until(question):
    """Let the window work until something holds."""
    left = QDeadlineTimer(SOON)
    while not question():
        if left.hasExpired():
            raise TimeoutError(question.__name__)
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)


def told(page):
    """What every card of a board says: its title, its state, its figures as a table."""
    tiles = {one.id: page.tiles.tile(one.id) for one in page.boards.board.tiles}
    return {name: said(one) for name, one in tiles.items()}


def said(tile):
    """The title, state and table of one card."""
    face = tile.frame.face
    lines = face.lines() if face is not None and tile.frame.state == "body" else ((), ())
    return [tile.title, tile.frame.state, *json.loads(json.dumps(lines))]


def main(path, name):
    """Open the desk, press the tab, wait, print."""
    app = App(QApplication(["healthdesk"]), Path(path))
    window = app.window
    window.resize(1440, 900)
    app.start()

    def opened():
        return app.ui.desk is not None

    until(opened)
    window.show_page("dashboards")
    page = window.pages.page("dashboards")

    def listed():
        return any(tab.text() == name for tab in page.head.tabs.tabs)

    until(listed)
    tab = next(tab for tab in page.head.tabs.tabs if tab.text() == name)
    QTest.mouseClick(tab, Qt.MouseButton.LeftButton)

    def shown():
        return page.boards.board.name == name and page.tiles.quiet

    until(shown)
    seen = {
        "board": dump_board(page.boards.saved),
        "told": told(page),
        "filters": [one.label for one in page.tiles.filters],
        "purpose": page.head.purpose.full_text,
    }
    window.close()
    app.jobs.close()
    sys.stdout.write(json.dumps(seen))
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
