"""A board that the desk keeps is shown before the store is imported: nothing of it brings it."""

from __future__ import annotations

import subprocess
import sys

LOOK = """
import sys
import healthdesk.gui.pages.dashboards.page
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
