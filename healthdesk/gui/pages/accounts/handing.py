"""What is done with ticked accounts, and their way into a handover pack."""

from __future__ import annotations

from collections.abc import Sequence

from healthdesk.gui.base.ui import Ui

ACTIONS = (
    ("playbook", "Playbook", "player-play"),
    ("campaign", "Campaign", "speakerphone"),
    ("segment", "Save segment", "circles-relation"),
    ("handover", "Handover pack", "arrow-right"),
    ("text", "Copy text", "copy"),
    ("csv", "Copy CSV", "table"),
)


def hand_over(ui: Ui, accounts: Sequence[str]) -> None:
    """Ask what a handover pack of these accounts is to hold, and make it."""
    from healthdesk.gui.panels.handover_giver import HandoverGiver  # noqa: PLC0415 - rare

    HandoverGiver(ui).start(accounts)
