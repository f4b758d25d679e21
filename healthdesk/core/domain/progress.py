"""How long work tells where it is, and learns that it should stop."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives steps of long work; `step` raises `Cancelled` when the user asked to stop."""

    def step(self, done: int, total: int, text: str) -> None:
        """Report `done` of `total` units (rows, accounts.

        Total 0 = not known) and what is being done.
        """


class NoProgress:
    """Progress that nobody watches."""

    def step(self, done: int, total: int, text: str) -> None:
        """Take note of nothing."""


NOBODY = NoProgress()
"""For who does not watch."""
