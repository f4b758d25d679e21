"""A touchpoint as a person enters it: what, when, with whom, in which tone.

A note is internal: it has no direction, nobody outside sees it, and no score counts it as a touch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NOTE: Final = "note"
"""The kind of what is written for ourselves."""
KIND_WORDS: Final = {
    "call": "Call",
    "email": "E-mail",
    "meeting": "Meeting",
    "message": "Message",
    "review": "Review",
    "event": "Event",
    NOTE: "Internal note",
}
"""Kinds of touchpoints in words, the usual ones first."""
TOUCH_ICONS: Final = {
    "call": "phone",
    "email": "at",
    "meeting": "users",
    "message": "message",
    "review": "clipboard-text",
    "event": "flag",
    NOTE: "note",
}
DIRECTION_WORDS: Final = {
    "outbound": "From us",
    "inbound": "From them",
    "": "Both, or not said",
}
TONES: Final = (1.0, 0.5, 0.0, -0.5, -1.0)
"""Values that one key gives, best first."""
TONE_WORDS: Final = {
    1.0: "Very good",
    0.5: "Good",
    0.0: "Neutral",
    -0.5: "Bad",
    -1.0: "Very bad",
}


@dataclass(frozen=True)
class TouchDraft:
    """A touchpoint to write; `contacts` are ids of contacts, `sentiment` is None when not said.

    `at` is the instant in UTC where one is known, and falls on `day` in the desk's zone. `mark`
    names what it was read from (mail-..., meeting-...), so that the same one is not logged twice.
    """

    account_id: str
    kind: str
    direction: str
    day: int
    subject: str = ""
    body: str = ""
    contacts: tuple[str, ...] = ()
    sentiment: float | None = None
    at: str | None = None
    mark: str = ""
    asked: tuple[str, ...] | None = None
    """Ids of who was asked to a meeting, came or not; None where that is not known."""

    @property
    def missed(self) -> tuple[str, ...]:
        """Who was asked and did not come."""
        return tuple(one for one in self.asked or () if one not in self.contacts)


@dataclass(frozen=True)
class Touch:
    """A touchpoint as the desk keeps it: its row, what it holds, whether it was made here."""

    row: int
    draft: TouchDraft
    own: bool


def tone_word(value: float) -> str:
    """A tone in words: the nearest of five.

    >>> tone_word(-0.8), tone_word(0.2)
    ('Very bad', 'Neutral')
    """
    return TONE_WORDS[min(TONES, key=lambda tone: (abs(tone - value), -tone))]
