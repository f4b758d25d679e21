"""A task as a calendar file: when, how long, whether its person is asked; a person sends it."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Final

from healthdesk.core.domain.kept_file import safe_name
from healthdesk.core.domain.task import TaskView
from healthdesk.core.services import ics
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import Values, ask_form
from healthdesk.gui.panels.form_fields import Field

CALENDARS: Final = "Calendars (*.ics)"
USUAL: Final = 30
"""Minutes of a call where nothing else is said."""


def save_invitation(ui: Ui, task: TaskView, minutes: int = USUAL) -> None:
    """Ask when it is and whom to ask, and where the file goes; write it there."""
    asked = [
        Field("at", "Begins at (10:00); empty = the whole day", value="10:00"),
        Field("minutes", "Minutes", "number", float(minutes), required=True),
    ]
    if task.contact_id is not None:
        asked.append(Field("invite", "", "tick", True, hint=f"Ask {task.contact_name}"))
    told = ask_form(
        ui,
        "Calendar file",
        asked,
        text="Any calendar opens it. Nobody is asked before you send it there.",
        yes="Save",
        check=_check,
    )
    if told is None:
        return
    path = ui.dialogs.save_as("Save calendar", Path(f"{safe_name(task.title)}.ics"), CALENDARS)
    if path is not None:
        when = ics.Slot(_time(told["at"]), int(told["minutes"]), bool(told.get("invite")))
        ui.read(ics.save, path, task.id, ui.day, when, then=_Saved(ui), key="invitation")


class _Saved:
    """Tells that the file is there."""

    def __init__(self, ui: Ui) -> None:
        self._ui = ui

    def __call__(self, path: Path) -> None:
        self._ui.toast(f"{path.name} is written", "Open it with your calendar to send it.")


def _check(values: Values) -> dict[str, str]:
    out = {}
    try:
        _time(values["at"])
    except ValueError:
        out["at"] = "A time reads 14:30."
    minutes = values["minutes"]
    if not 5 <= (minutes or 0) <= ics.MOST_MINUTES:
        out["minutes"] = f"Between 5 and {ics.MOST_MINUTES} minutes."
    return out


def _time(told: str) -> time | None:
    """A time of day; None where none is said."""
    if not told.strip():
        return None
    hours, colon, minutes = told.strip().partition(":")
    if not colon or not (hours + minutes).isdecimal():
        raise ValueError
    return time(int(hours), int(minutes))
