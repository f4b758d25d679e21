"""Asks which earlier version of a play should be taken up again."""

from __future__ import annotations

from collections.abc import Sequence

from healthdesk.core.domain.play_view import PlayVersionRow
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field


def version_words(row: PlayVersionRow, words: Words) -> str:
    """A version in a line: its number, its day, why it came, how often it fired."""
    fired = f", fired {words.count(row.firings, 'time')}" if row.firings else ""
    reason = f": {row.reason}" if row.reason else ""
    return f"Version {row.version} of {words.day(row.day)}{fired}{reason}"


def ask_versions(ui: Ui, name: str, versions: Sequence[PlayVersionRow]) -> int:
    """Ask; 0 where the person went back."""
    choices = [(str(one.version), version_words(one, ui.words)) for one in versions]
    if not choices:
        return 0
    asked = ask_form(
        ui,
        f"Versions of “{name}”",
        (Field("version", "What was live", "choice", choices[0][0], choices),),
        text="Taken up, a version becomes the draft; nothing fires otherwise until it is saved.",
        yes="Take it up as draft",
    )
    return 0 if asked is None else int(asked["version"])
