"""A board that the desk keeps is shown before the store is imported: nothing of it brings it."""

from __future__ import annotations

import os
import subprocess
import sys

LOOK = """
import sys
from importlib import import_module
from healthdesk import app
for name in (*app.FIGURES, *app.BOARD):
    import_module(name)
from healthdesk.gui.widgets import CATALOGUE, widget
for key in CATALOGUE:
    widget(key)
print([name for name in sys.argv[1:] if name in sys.modules])
"""


def test_page_and_widgets_bring_no_store():
    looked = ("sqlalchemy", "healthdesk.core.desk", "healthdesk.core.services.facts")
    done = subprocess.run(
        [sys.executable, "-c", LOOK, *looked], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


OPEN = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from healthdesk.app import App

application = QApplication([])
app = App(application, Path(sys.argv[1]))
pages, left = app.window.pages, sys.argv[2] == "left"

def look():
    if left and app.ui.desk is not None and pages.current != "dashboards":
        app.window.show_page("dashboards")
    if not pages.is_made("dashboards") or not pages.page("dashboards").tiles.whole:
        return
    tiles = pages.page("dashboards").tiles
    if left and (not tiles.quiet or app.ui.jobs.busy):
        return
    print(app.ui.desk is not None, "sqlalchemy" in sys.modules)
    app.window.close()

beat = QTimer()
beat.timeout.connect(look)
beat.start(5)
app.start()
application.exec()
app.jobs.close()
"""
MAKE = """
import sys
from pathlib import Path
from healthdesk.core.desk import Desk
from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.grid import Tile
from healthdesk.core.services import dashboards, samples
tiles = tuple(Tile(key, key, 0, 0, 6, 3) for key in ("movers", "tasks_due"))
with Desk.create(Path(sys.argv[1])) as desk:
    desk.do(samples.fill, 20780, 1, 20, 60)
    desk.do(dashboards.add, Board("Mine", tiles=tiles))
"""


def test_a_window_that_was_left_on_a_board_begins_with_it_before_the_store_is_there(tmp_path):
    """Three processes: the desk is made, its window left on the board, and opened again."""
    env = {
        **os.environ,
        "HEALTHDESK_FOLDER": str(tmp_path / "home"),
        "HEALTHDESK_TODAY": "2026-11-23",
        "QT_QPA_PLATFORM": "offscreen",
    }
    desk, said = str(tmp_path / "sample.healthdesk"), []
    for code, what in ((MAKE, ""), (OPEN, "left"), (OPEN, "again")):
        done = subprocess.run(
            [sys.executable, "-c", code, desk, what],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            env=env,
        )
        said.append(done.stdout.strip())
    assert said == ["", "True True", "False False"]
