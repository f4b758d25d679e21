"""The forms of a handover: changes that go back, its end, and taking a pack back."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain import passphrase
from healthdesk.core.services.handover_listing import HandoverRow
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.handover.saying import some
from healthdesk.gui.panels.form import Values, ask_form
from healthdesk.gui.panels.form_fields import Field

KEEP: Final = "keep"
REMOVE: Final = "remove"


def ask_changes(ui: Ui, row: HandoverRow, wrong: str = "") -> Values | None:
    """Ask under which name changes go, and for a passphrase; None = the person went back."""
    to = row.colleague or "the colleague"
    count = ui.words.count(len(row.accounts), "account")
    return ask_form(
        ui,
        f"Changes for {to}",
        (
            Field("by", "From", "line", row.me, required=True, hint="Your name: who did it"),
            Field(
                "passphrase",
                "Passphrase",
                "secret",
                "",
                hint="Encrypts the pack (age); tell it by another way",
                says=passphrase.strength,
            ),
        ),
        text=wrong or f"A pack of what was done on {count}; {to} sees what both changed.",
        yes="Make the pack",
        check=_check,
    )


def _check(values: Values) -> dict[str, str]:
    told = passphrase.wrong(values["passphrase"])
    return {"passphrase": told} if told else {}


def ask_end(ui: Ui, row: HandoverRow) -> str:
    """Ask how a handover ends: KEEP, REMOVE the accounts that came with it, or "" = not at all."""
    who = row.colleague or "somebody"
    if row.given or not row.came:
        whose = (
            "The accounts are all yours again. What your colleague sends later still comes in."
            if row.given
            else "The accounts were here before, so they stay."
        )
        question = Question(f"End the handover with {who}?", whose, "End it", "Go on")
        return KEEP if ui.dialogs.ask(question) else ""
    count = ui.words.count(len(row.came), "account")
    found = ask_form(
        ui,
        f"End the handover from {who}",
        (
            Field(
                "way",
                "Its accounts",
                "choice",
                KEEP,
                ((KEEP, "Keep them on this desk"), (REMOVE, f"Remove {count}, with all on them")),
            ),
        ),
        text=f"{some(row.names)}. Send your changes first: what is removed goes nowhere.",
        yes="End it",
    )
    return "" if found is None else str(found["way"])


def ask_back(ui: Ui, row: HandoverRow) -> bool:
    """Ask whether a pack is taken back."""
    return ui.dialogs.ask(
        Question(
            f"Take back the pack from {row.colleague or 'somebody'}?",
            "Accounts and facts that came with it go again. Accounts on which something was done"
            " since stay, with what came of them.",
            "Take it back",
            "Keep it",
            "keeps everything",
            danger=True,
        )
    )
