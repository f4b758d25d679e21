"""What is asked about a board: name, purpose, scope; which template; how quick a rotation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from healthdesk.core.domain.dashboard import MAX_NAME, Board
from healthdesk.core.domain.widget import PERIODS
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import Check, Values, ask_form
from healthdesk.gui.panels.form_fields import Field

BOARDS = "Dashboards (*.json);;All files (*)"
SECONDS = (("10", "10 seconds"), ("20", "20 seconds"), ("30", "30 seconds"), ("60", "a minute"),
           ("300", "5 minutes"))  # fmt: skip


def ask_board(
    ui: Ui, board: Board, taken: Sequence[str], segments: Sequence[str], *, new: bool = False
) -> Board | None:
    """Ask for name, purpose, objective, segment and period; None when the person went back."""
    scope = [("", "As the window"), *((name, name) for name in segments)]
    if board.segment and board.segment not in segments:
        scope.append((board.segment, f"{board.segment} (no longer there)"))
    found = ask_form(
        ui,
        "New dashboard" if new else "About this dashboard",
        (
            Field("name", "Name", value=board.name, required=True),
            Field("purpose", "Purpose", value=board.purpose, hint="What it is looked at for"),
            Field(
                "objective",
                "Objective",
                value=board.objective,
                hint="What it helps to reach, such as: keep 95 % of ARR through Q1",
            ),
            Field("segment", "Segment", "choice", board.segment, scope),
            Field(
                "period",
                "Period",
                "choice",
                board.period,
                [(key, f"Last {key}") for key in PERIODS],
            ),
        ),
        yes="Add" if new else "Save",
        check=name_check(taken),
    )
    return None if found is None else msgspec.structs.replace(board, **_clean(found))


def name_check(taken: Sequence[str]) -> Check:
    """A check that refuses a name that a board has, and one that is too long."""
    known = {name.casefold() for name in taken}

    def check(values: Values) -> dict[str, str]:
        name = " ".join(str(values["name"]).split())
        if len(name) > MAX_NAME:
            return {"name": f"At most {MAX_NAME} letters, please."}
        return {"name": "Another dashboard has this name."} if name.casefold() in known else {}

    return check


def ask_template_name(ui: Ui, name: str) -> str | None:
    """Ask what a template of one's own is called."""
    found = ask_form(
        ui,
        "Keep as template",
        (Field("name", "Name of the template", value=name, required=True),),
        text="New boards can begin with this layout. A template of this name is replaced.",
        yes="Keep",
        check=name_check(()),
    )
    return None if found is None else " ".join(str(found["name"]).split())


def ask_preset_name(ui: Ui, said: str, name: str) -> str | None:
    """Ask what a preset is called that keeps what is shown."""
    found = ask_form(
        ui,
        "Keep as preset",
        (Field("name", "Name of the preset", value=name, required=True),),
        text=f"It keeps: {said}. A press brings it back. A preset of this name is replaced.",
        yes="Keep",
        check=name_check(()),
    )
    return None if found is None else " ".join(str(found["name"]).split())


def ask_template(ui: Ui, boards: Sequence[Board]) -> Board | None:
    """Ask which template a board is reset to."""
    found = ask_form(
        ui,
        "Reset to a template",
        (
            Field(
                "template",
                "Template",
                "choice",
                boards[0].name,
                [(board.name, board.name) for board in boards],
                required=True,
            ),
        ),
        text="The widgets of this board are replaced by those of the template. Its name and what it"
        " is about stay. Undo brings them back.",
        yes="Reset",
    )
    wanted = None if found is None else str(found["template"])
    return next((board for board in boards if board.name == wanted), None)


def ask_seconds(ui: Ui, seconds: int) -> int | None:
    """Ask how long each board is shown in turn."""
    field = Field("seconds", "Each board for", "choice", str(seconds), SECONDS, required=True)
    text = "The boards are shown one after the other, in full screen. Any key stops it."
    found = ask_form(ui, "Rotate through boards", (field,), text=text, yes="Start")
    return None if found is None else int(found["seconds"])


def ask_place(ui: Ui, board: Board) -> Path | None:
    """Ask where the document of a board goes."""
    safe = "".join(one if one.isalnum() or one in " -_" else "_" for one in board.name).strip()
    return ui.dialogs.save_as(
        "Export dashboard", Path(f"{safe or 'dashboard'}.dashboard.json"), BOARDS
    )


def _clean(found: Values) -> dict[str, str]:
    return {key: " ".join(str(value).split()) for key, value in found.items()}
