"""A play being written: its states so far, for undo and redo."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from healthdesk.core.domain.play import Play

_MOST: Final = 200
"""States that are kept."""


@dataclass(frozen=True)
class PlayDraft:
    """States and which one is shown; changes with one label that follow each other are a step."""

    states: tuple[Play, ...]
    labels: tuple[str, ...] = ("",)
    at: int = 0

    @property
    def play(self) -> Play:
        """The state that is shown."""
        return self.states[self.at]

    def step(self, play: Play, label: str) -> PlayDraft:
        """Go on with another state; the same one is no step."""
        if play == self.play:
            return self
        joined = bool(label) and self.at > 0 and self.labels[self.at] == label
        keep = self.at if joined else self.at + 1
        states = (*self.states[:keep], play)[-_MOST:]
        return PlayDraft(states, (*self.labels[:keep], label)[-_MOST:], len(states) - 1)

    def moved(self, by: int) -> PlayDraft:
        """Go back or forth by steps, as far as there are any."""
        return replace(self, at=min(max(self.at + by, 0), len(self.states) - 1))
