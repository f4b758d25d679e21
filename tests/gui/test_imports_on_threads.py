"""No class of a widget is made on a thread: PySide crashed where widgets were made meanwhile."""

from __future__ import annotations

import subprocess
import sys

from healthdesk import app

LOOK = """
import sys
from importlib import import_module
import healthdesk.app
before = set(sys.modules)
for wanted in sys.argv[1:]:
    import_module(wanted)
    for name in set(sys.modules) - before:
        for item in vars(sys.modules[name]).values():
            if isinstance(item, type) and item.__module__ == name:
                homes = [base.__module__ for base in item.__mro__]
                if any(home.startswith(("PySide6", "Shiboken")) for home in homes):
                    print(wanted, "brings", name, item.__name__)
    before = set(sys.modules)
"""


def test_what_a_thread_imports_defines_no_widget():
    """In the order in which they are imported, in a process that has none of them yet."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK, *app.FIGURES, *app.HEAVY, *app.LATER],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""


def test_a_widget_would_be_found():
    done = subprocess.run(
        [sys.executable, "-c", LOOK, "healthdesk.gui.parts.filter_bar"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "healthdesk.gui.parts.filter_bar FilterBar" in done.stdout
