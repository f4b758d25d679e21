"""The window's own settings on this machine: look, geometry, recent desks; one document.

Not here: settings of a desk (they live in the desk and can be undone).
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Literal

import msgspec

RECENT = 8


class Tour(msgspec.Struct, kw_only=True):
    """Where the tour is: its step, "" = the first; whether it was seen or declined; offers made."""

    at: str = ""
    over: bool = False
    offered: list[str] = msgspec.field(default_factory=list)


class Seen(msgspec.Struct, kw_only=True):
    """Where the window was left: its desk, the page to begin with, the row of the board in view."""

    desk: str = ""
    page: str = ""
    board: int = 0


class Prefs(msgspec.Struct, kw_only=True):
    """What the window remembers between two starts; a broken document reads as the defaults."""

    theme: Literal["light", "dark", "system"] = "system"
    colour_blind: bool = False
    high_contrast: bool = False
    roomy: bool = False
    rail_collapsed: bool = False
    recent: list[str] = msgspec.field(default_factory=list)
    tour: Tour = msgspec.field(default_factory=Tour)
    seen: Seen = msgspec.field(default_factory=Seen)
    first_steps: dict[str, str] = msgspec.field(default_factory=dict)
    """How far the first steps are on a desk, by its path, as far as the desk does not say it."""
    account_beside: str = ""
    """The tab that stands beside another on the Account page, "" = one tab at a time."""
    places: dict[str, str] = msgspec.field(default_factory=dict)
    """Geometry and splitter states by the object name of the widget, as base 64."""


class PrefsFile:
    """Reads and writes the document; a failure to write is no reason to stop work."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.values = self._read()

    def save(self) -> None:
        """Write the document beside the old one, then put it in its place."""
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside = self._path.with_suffix(".new")
            beside.write_bytes(msgspec.json.format(msgspec.json.encode(self.values)))
            os.replace(beside, self._path)  # noqa: PTH105 - atomic on every system

    def remember_desk(self, path: Path) -> None:
        """Put a desk at the top of the recent ones."""
        text = str(path)
        self.values.recent = [text, *(p for p in self.values.recent if p != text)][:RECENT]
        self.save()

    def recent_desks(self) -> tuple[Path, ...]:
        """Name the recent desks that are still there, latest first."""
        return tuple(path for path in map(Path, self.values.recent) if path.is_file())

    def _read(self) -> Prefs:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Prefs)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return Prefs()
