"""What is worth keeping of an account: wins, thanks, perks, promises and quotes.

Not here: how they are kept (services/moments.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

MomentKind = Literal["win", "thanks", "perk", "promise", "quote"]
KIND_WORDS: Final[dict[str, str]] = {
    "win": "Win",
    "thanks": "Thank-you",
    "perk": "Perk",
    "promise": "Promise",
    "quote": "Quote",
}
BY_WORDS: Final = {"us": "Ours", "them": "Theirs"}
GIVEN: Final = frozenset({"thanks", "perk"})
"""What is given to people, and not to the same one again too soon."""
AGAIN: Final = 90
"""Days within which a gift to the same person is a repeat."""


@dataclass(frozen=True)
class MomentDraft:
    """Something worth keeping as a person writes it.

    A promise has a day on which it is due, and `by` says whose it is: "us" or "them". A quote's
    `contact_id` is who said it, a gift's who got it.
    """

    account_id: str
    kind: MomentKind
    text: str
    day: int
    contact_id: str | None = None
    by: str = "us"
    due: int | None = None
    pinned: bool = False


@dataclass(frozen=True)
class MomentView:
    """The same as it stood on a day."""

    id: int
    account_id: str
    account_name: str
    kind: MomentKind
    text: str
    day: int
    contact_id: str | None
    contact_name: str
    by: str
    due: int | None
    done_on: int | None
    """The day on which a promise was kept."""
    overdue_days: int
    pinned: bool
    repeat: str = ""
    """What makes a gift a repeat: "Ada Brennick had a perk 34 days before, on 20 Oct"."""

    @property
    def is_open(self) -> bool:
        """Whether it is a promise that is not kept yet."""
        return self.kind == "promise" and self.done_on is None

    @property
    def draft(self) -> MomentDraft:
        """The same as a person would write it, to be edited."""
        return MomentDraft(
            self.account_id,
            self.kind,
            self.text,
            self.day,
            self.contact_id,
            self.by,
            self.due,
            self.pinned,
        )


@dataclass(frozen=True)
class Reasons:
    """What a thank-you could mention, the newest first, and the gift after which it comes soon."""

    facts: tuple[str, ...]
    repeat: str = ""


def is_repeat(day: int, earlier: int) -> bool:
    """Whether a gift on a day comes too soon after an earlier one."""
    return 0 <= day - earlier < AGAIN
