"""Asks what became of a piece of feedback: heard, acted on, told back, a note, its themes."""

from __future__ import annotations

from typing import Any

from healthdesk.core.desk import Tx
from healthdesk.core.domain.feedback import STEP_WORDS, STEPS, FeedbackDraft, Voice
from healthdesk.core.services import feedback
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.form_keeping import Kept

_QUOTED = 240


def read_voice(tx: Tx, table: str, row: int, day: int) -> tuple[Voice, tuple[tuple[int, str], ...]]:
    """What was said, and the themes of the desk."""
    return feedback.one(tx, table, row, day), feedback.names(tx)


class FeedbackAsker:
    """Reads a piece of feedback, then asks; kept by whoever asks, so that the answer finds it."""

    def __init__(self, ui: Ui) -> None:
        self._ui = ui

    def ask(self, table: str, row: int) -> None:
        """Ask what became of an answer, a mention, a touchpoint or a ticket, and write it down."""
        ui = self._ui
        if ui.refuses_changes():
            return
        ui.read(read_voice, table, row, ui.day, then=self._on_read, key="voice")

    def _on_read(self, found: tuple[Voice, tuple[tuple[int, str], ...]]) -> None:
        voice, themes = found
        ui = self._ui
        fields: list[Field] = [
            Field(step, STEP_WORDS[step], "day", on, last=ui.today) for step, on in voice.days
        ]
        fields.append(Field("note", "What became of it", "prose", voice.note))
        fields += theme_fields(voice, themes)
        values = ask_form(
            ui,
            "Feedback",
            fields,
            text=quoted(voice),
            check=_Days(voice),
            kept=Kept(voice.account_id, "Feedback", f"{voice.table} {voice.row}"),
        )
        if values is not None:
            ui.do(
                feedback.set_all,
                voice.table,
                voice.row,
                FeedbackDraft(
                    values["heard"],
                    values["acted"],
                    values["told"],
                    values["note"],
                    *chosen_themes(values),
                ),
            )


def ask(ui: Ui, table: str, row: int) -> FeedbackAsker:
    """Ask what became of a piece of feedback; keep what comes back until it has asked."""
    asker = FeedbackAsker(ui)
    asker.ask(table, row)
    return asker


def quoted(voice: Voice) -> str:
    """The words in short, in quotes; "" where there are none."""
    told = " ".join(voice.text.split())
    cut = f"{told[:_QUOTED].rstrip()}…" if len(told) > _QUOTED else told
    return f"“{cut}”" if cut else ""


def theme_fields(voice: Voice, themes: tuple[tuple[int, str], ...]) -> list[Field]:
    """The inputs for themes: those there are, and a new one."""
    out = []
    if themes:
        choices = [(str(key), name) for key, name in themes]
        on = tuple(str(key) for key, _ in voice.themes)
        out.append(Field("themes", "Themes", "many", on, choices=choices))
    out.append(Field("new", "New theme", "line", "", hint="Two words: invoice errors"))
    return out


def chosen_themes(values: dict[str, Any]) -> tuple[tuple[int, ...], str]:
    """The themes that were ticked, and the new one."""
    return tuple(int(key) for key in values.get("themes", ())), values["new"]


class _Days:
    """Finds days that cannot be: before it was said, or before the step before."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def __call__(self, values: dict[str, Any]) -> dict[str, str]:
        least = self._voice.day
        for step in STEPS:
            on = values[step]
            if on is not None and on < least:
                return {step: "This day is before the step before, or before it was said."}
            least = max(least, on or least)
        return {}
