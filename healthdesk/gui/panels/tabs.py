"""The tabs of the Account page as data: key, name, where the class is; made on the first visit.

A tab's module is imported only when it is first seen: together they would hold up the page. One
that is not there is not listed.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from PySide6.QtWidgets import QWidget

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.account_tab import AccountTab


@dataclass(frozen=True)
class TabSpec:
    """One tab: its key and name, the module and the class that make it."""

    key: str
    title: str
    module: str
    maker: str

    def make(self, ui: Ui, parent: QWidget | None = None) -> AccountTab:
        """Make the tab where it will stand: whatever is moved later is styled again."""
        return cast("AccountTab", getattr(import_module(self.module), self.maker)(ui, parent))

    def is_there(self) -> bool:
        """Whether its module exists."""
        try:
            return find_spec(self.module) is not None
        except ModuleNotFoundError:
            return False


_PANELS = "healthdesk.gui.panels"
CATALOGUE: tuple[TabSpec, ...] = (
    TabSpec("health", "Health", f"{_PANELS}.health.tab", "HealthTab"),
    TabSpec("usage", "Usage", f"{_PANELS}.usage.tab", "UsageTab"),
    TabSpec("timeline", "Timeline", f"{_PANELS}.timeline.tab", "TimelineTab"),
    TabSpec("people", "People", f"{_PANELS}.people.tab", "PeopleTab"),
    TabSpec("work", "Work", f"{_PANELS}.work.tab", "WorkTab"),
    TabSpec("commercial", "Commercial", f"{_PANELS}.commercial.tab", "CommercialTab"),
    TabSpec("files", "Files and notes", f"{_PANELS}.files.tab", "FilesTab"),
)
"""In the order in which they stand."""


@cache
def tabs() -> tuple[TabSpec, ...]:
    """The tabs that are there."""
    return tuple(one for one in CATALOGUE if one.is_there())


def import_next() -> bool:
    """Import the next tab's module that nobody has seen yet; False when there is none left."""
    spec = next((one for one in tabs() if one.module not in sys.modules), None)
    if spec is not None:
        import_module(spec.module)
    return spec is not None
