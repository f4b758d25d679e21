"""A step that starts another playbook on the same account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.action import ActionSpec
from healthdesk.core.domain.effect import Effect, Situation, StartPlaybook
from healthdesk.core.domain.reading import Option

SPEC: Final = ActionSpec(
    key="start_playbook",
    title="Start a playbook",
    summary="Starts another playbook on the same account, unless it is already at work there.",
    icon="player-play",
    options=(Option("playbook", "Playbook", "playbook", ""),),
)


def run(situation: Situation, options: Mapping[str, Any]) -> tuple[Effect, ...]:
    """Ask for the other playbook."""
    return (StartPlaybook(options["playbook"]),)
