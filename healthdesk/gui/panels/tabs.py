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
from pkgutil import iter_modules
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

    def begin(self, ui: Ui, parent: QWidget) -> AccountTab:
        """Make the tab, without its cards where they can come later: it is to be furnished."""
        maker = getattr(import_module(self.module), self.maker)
        made = maker(ui, parent, empty=True) if maker.in_steps else maker(ui, parent)
        return cast("AccountTab", made)

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
    """Import the next module of a tab that nobody has seen yet; False when there is none left.

    Those that a tab is made of come one by one before it: at once they would hold up the window.
    """
    spec = next((one for one in tabs() if one.module not in sys.modules), None)
    if spec is None:
        return False
    package = import_module(spec.module.rpartition(".")[0])
    parts = (f"{package.__name__}.{one.name}" for one in iter_modules(package.__path__))
    left = (one for one in parts if one not in sys.modules and one != spec.module)
    import_module(next(left, spec.module))
    return True
