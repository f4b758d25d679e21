"""What the choice of a playbook for accounts shows: which there are, which one is suggested, why.

Not here: starting it (services/runs.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Suggestion:
    """A playbook that fits some accounts.

    Attributes:
        why: in words: "in segment Poor", "cause “fading”".
        accounts: how many of the asked ones it fits.
        narrow: how many accounts of the desk the reason holds for; a narrow one says more.
    """

    playbook: str
    why: str
    accounts: int
    narrow: int = 0


@dataclass(frozen=True)
class PlaybookChoice:
    """A published playbook that can be started.

    Attributes:
        why: why it is suggested; "" = it is not.
        running: ids of the asked accounts on which it is at work already.
    """

    name: str
    purpose: str
    cause: str
    measure: str
    version: int
    steps: int
    days: int
    worked: tuple[int, int]
    why: str = ""
    fits: int = 0
    running: frozenset[str] = frozenset()


@dataclass(frozen=True)
class StartChoices:
    """What can be started on some accounts: suggested ones first, the most fitting before all."""

    accounts: tuple[tuple[str, str], ...]
    """Ids and names, in the order in which they were asked for."""
    playbooks: tuple[PlaybookChoice, ...]
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def suggested(self) -> PlaybookChoice | None:
        """The most fitting one."""
        first = self.playbooks[0] if self.playbooks else None
        return first if first is not None and first.why else None

    def called(self, account_id: str) -> str:
        """The name of an account."""
        return self.names.get(account_id, account_id)
