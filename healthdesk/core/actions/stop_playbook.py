"""A step that stops the open runs of a playbook on the same account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.action import ActionSpec
from healthdesk.core.domain.effect import Effect, Situation, StopPlaybook
from healthdesk.core.domain.reading import Option

SPEC: Final = ActionSpec(
    key="stop_playbook",
    title="Stop a playbook",
    summary="Stops what another playbook has open on the same account.",
    icon="player-stop",
    options=(Option("playbook", "Playbook", "playbook", ""),),
)


def run(situation: Situation, options: Mapping[str, Any]) -> tuple[Effect, ...]:
    """Ask for the other playbook to be stopped."""
    return (StopPlaybook(options["playbook"], f"{situation.playbook} stopped it"),)
