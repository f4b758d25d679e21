"""Leaving the desk when the window closes: ask when work is under way, back up if due, let go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from healthdesk.core.domain.errors import DeskError
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.posting import LABEL as SENDING
from healthdesk.gui.base.ui import Ui

if TYPE_CHECKING:
    from healthdesk.core.desk import Desk


def may_close(ui: Ui, unsaved: Sequence[str] = ()) -> bool:
    """Ask whether to stop the work under way, and to let go what was not saved, if there is any."""
    if unsaved and not ui.dialogs.ask(_unsaved(unsaved)):
        return False
    running = ui.jobs.running
    if not running:
        return True
    question = Question(
        "Close while work is under way?",
        _half_done(running[0].label),
        "Stop and close",
        "Go on working",
        "keeps working",
    )
    return ui.dialogs.ask(question)


def _half_done(label: str) -> str:
    """What closing does to work under way."""
    if label == SENDING:
        return "It stops after the message that is under way. The others wait to be sent."
    return f"“{label}” is not done. It stops and is taken back whole."


def _unsaved(names: Sequence[str]) -> Question:
    told = ", ".join(f"“{name}”" for name in names)
    return Question(
        "Close without saving the layout?",
        f"The layout of {told} was changed and not saved. Nothing else is lost.",
        "Close without it",
        "Go back",
        "goes back to it",
        danger=True,
    )


def let_go(ui: Ui, keepers: Sequence[Callable[[Desk], object]] = ()) -> None:
    """Stop the jobs, back the desk up if that is due, and close it; trouble with a copy is told.

    Before that the desk keeps what makes its next opening quick; `keepers` are of the pages.
    """
    ui.jobs.close()
    desk = ui.desk
    if desk is None:
        return
    # Brings the services, which the first paint does not wait for.
    from healthdesk.core.services import facts, today_ahead  # noqa: PLC0415

    with suppress(DeskError):  # the next opening would take longer, that is all
        desk.do(facts.keep)
        desk.do(today_ahead.keep_at_hand, ui.today)
        for keep in keepers:
            keep(desk)
    try:
        desk.backup_if_due()
    except DeskError as error:
        ui.dialogs.tell("No backup was made", str(error))
    finally:
        desk.close()
