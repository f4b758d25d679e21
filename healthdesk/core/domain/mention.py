"""What was said of us in public, as a person writes it down."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MentionDraft:
    """A mention: where, when, by whom, in which words; its tone is marked like that of any text."""

    account_id: str
    day: int
    channel: str
    author: str = ""
    text: str = ""
    link: str = ""
