"""Asks what a person says of a loss, and for a sign that somebody remembers."""

from __future__ import annotations

from typing import Any, cast

from healthdesk.core.domain.retro import FITS, Fit, Loss, RetroDraft, SignalDraft
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.form_keeping import Kept

_MOST = 300


def ask_retro(ui: Ui, loss: Loss, reasons: tuple[str, ...]) -> RetroDraft | None:
    """Ask what is said of a loss; None when the person went back."""
    held = loss.retro.draft if loss.retro else RetroDraft()
    currency = f" ({loss.currency})" if loss.currency else ""
    values = ask_form(
        ui,
        f"Retro of {loss.name}",
        (
            Field("arr", f"ARR that was lost{currency}", "number", loss.worth, hint="not known"),
            Field("tenure", "Days as a customer", "number", loss.tenure, hint="not known"),
            Field("fit", "Did the product fit?", "choice", held.fit, list(FITS.items())),
            Field(
                "reason", "Reason, as short as it can be grouped by", "offered",
                held.reason or loss.told, choices=tuple((one, one) for one in reasons),
            ),
            Field("words", "In their own words", "prose", held.words),
            Field("done_well", "What was done well", "prose", held.done_well),
            Field("done_better", "What could be done better", "prose", held.done_better),
        ),
        text="ARR and days are as the desk knows them; what is typed here stands in their place.",
        check=_check,
        kept=Kept(loss.account_id, "Retro"),
    )  # fmt: skip
    if values is None:
        return None
    arr, tenure = values["arr"], values["tenure"]
    return RetroDraft(
        None if arr == loss.arr else arr,
        None if tenure == loss.tenure_days or tenure is None else int(tenure),
        cast("Fit", values["fit"]),
        values["reason"],
        values["words"],
        values["done_well"],
        values["done_better"],
    )


def ask_sign(ui: Ui, loss: Loss) -> SignalDraft | None:
    """Ask for a sign that somebody remembers; None when the person went back."""
    values = ask_form(
        ui,
        "Add a sign",
        (
            Field("name", "What was to be seen?", "line", required=True),
            Field("day", "Since when", "day", None, last=loss.day),
            Field("missed", "Missed", "tick", True, hint="Nobody acted on it"),
            Field("note", "Note", "prose"),
        ),
        kept=Kept(loss.account_id, "Sign"),
    )
    if values is None:
        return None
    return SignalDraft(values["name"], values["day"], missed=values["missed"], note=values["note"])


def ask_remove(ui: Ui, loss: Loss) -> bool:
    """Ask whether a retro may go."""
    return ui.dialogs.ask(
        Question(
            "Remove the retro?",
            f"What is said of the loss of {loss.name} goes, with its signs. Undo brings it back.",
            "Remove",
            danger=True,
        )
    )


def _check(values: dict[str, Any]) -> dict[str, str]:
    wrongs = {}
    if values["arr"] is not None and values["arr"] < 0:
        wrongs["arr"] = "An ARR is 0 or more."
    days = values["tenure"]
    if days is not None and not (days >= 0 and float(days).is_integer()):
        wrongs["tenure"] = "A whole number of days."
    if len(values["reason"]) > _MOST:
        wrongs["reason"] = f"At most {_MOST} letters."
    return wrongs
