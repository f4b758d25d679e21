"""What an import finds when it is done: what was done here since the one before, what waits.

Not here: what it brought and moved (views.py, moved.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.domain.outbox_view import MessageRow
from healthdesk.core.domain.views import Conflict


@dataclass(frozen=True)
class Did:
    """One kind of work by hand: how often, and on which accounts, the most often first."""

    kind: str
    words: str
    """With its count: "3 touches logged"."""
    count: int
    accounts: tuple[tuple[str, str], ...]
    """Ids and names; of drafts the names of what they are of, without an id."""


@dataclass(frozen=True)
class Landing:
    """The report that stands beside what came in.

    Attributes:
        since: the day of the import before, None = there was none.
        did: what was done by hand from that day on.
        mails: messages that have all their words and wait for a person to hand them over.
        conflicts: fields that were changed here and in the files, with the side that stands now.
    """

    since: int | None
    did: tuple[Did, ...]
    mails: tuple[MessageRow, ...]
    conflicts: tuple[Conflict, ...]
