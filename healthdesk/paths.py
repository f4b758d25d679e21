"""Where things live: resources that ship with the program, and the user's own folder.

Not here: what is in a desk (core/store), or any setting that a user can change.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from platformdirs import user_data_path

SUFFIX = ".healthdesk"
"""The ending of a desk's file name."""


def resources() -> Path:
    """The folder of icons, fonts, themes and help: frozen, beside the source tree, or installed."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    source = Path(__file__).resolve().parent.parent / "resources"
    return source if source.is_dir() else Path(sys.prefix) / "share" / "healthdesk" / "resources"


def user_folder() -> Path:
    """The user's data folder; HEALTHDESK_FOLDER puts it elsewhere (a stick, a test)."""
    chosen = os.environ.get("HEALTHDESK_FOLDER")
    return Path(chosen) if chosen else user_data_path("HealthDesk", appauthor=False)


def default_desk() -> Path:
    """The desk that is meant when none is named."""
    return user_folder() / f"My desk{SUFFIX}"


def sample_desk() -> Path:
    """Where the sample desk goes when no file is named."""
    return user_folder() / f"Sample desk{SUFFIX}"


def rejects_folder(desk: Path) -> Path:
    """Where the files of rejected rows of a desk's imports go: beside the desk, under its name."""
    return desk.parent / f"{desk.stem} rejects"


def settings_file() -> Path:
    """The window's own settings (theme, geometry, recent desks), which are in no desk."""
    return user_folder() / "window.json"


def logs() -> Path:
    """The folder of log files."""
    return user_folder() / "logs"
