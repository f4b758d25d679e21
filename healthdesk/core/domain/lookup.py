"""What mapping and recognition may ask of a desk, without knowing how a desk keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from healthdesk.core.domain.intake import KeptMapping
from healthdesk.core.domain.mapping import By


class Finder(Protocol):
    """Finds the accounts and contacts that cells mean; sure answers only, never a guess."""

    def account(self, by: By, text: str) -> str | None:
        """The account's own id; None = nobody knows (its row waits)."""

    def left_out(self, by: By, text: str) -> bool:
        """Whether a person decided that rows of this account stay out."""

    def contact(self, by: By, text: str, account: str) -> str | None:
        """The contact's own id, sought in that account first."""


class NoFinder:
    """Knows nobody: for a first look without a desk."""

    def account(self, by: By, text: str) -> str | None:
        """Know no account."""

    def left_out(self, by: By, text: str) -> bool:
        """Leave nothing out."""
        del by, text
        return False

    def contact(self, by: By, text: str, account: str) -> str | None:
        """Know no contact."""


@dataclass(frozen=True)
class Known:
    """What recognition compares a file's values with."""

    finder: Finder = field(default_factory=NoFinder)
    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Ids of the desk by exchange table: {"tickets": {"T-1", ...}}; metrics too."""
    attributes: tuple[str, ...] = ()
    mappings: tuple[KeptMapping, ...] = ()
    today: str = ""
    """The day as 2026-03-14, offered for notes that name none; "" = not offered."""
