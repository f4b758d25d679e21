"""No class of a widget is made on a thread: PySide crashed where widgets were made meanwhile."""

from __future__ import annotations

import subprocess
import sys

import pytest

from healthdesk import app

LOOK = """
import sys
from importlib import import_module
import healthdesk.app
before = set(sys.modules)
import_module(sys.argv[1])
for name in set(sys.modules) - before:
    for item in vars(sys.modules[name]).values():
        if isinstance(item, type) and item.__module__ == name:
            if any(base.__module__.startswith(("PySide6", "Shiboken")) for base in item.__mro__):
                print(name, item.__name__)
"""


@pytest.mark.parametrize("name", [*app.HEAVY, *app.LATER])
def test_what_a_thread_imports_defines_no_widget(name):
    done = subprocess.run(
        [sys.executable, "-c", LOOK, name], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
