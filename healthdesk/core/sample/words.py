"""The sample's texts (resources/sample/words.json): mails, calls, tickets, answers, mentions."""

from __future__ import annotations

from functools import cache

import msgspec

from healthdesk import paths

Pair = tuple[str, str]
"""A subject and a body, or a channel and a text."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All texts; braces in them take a first name, a feature or a number (see `fill`)."""

    out_good: tuple[Pair, ...]
    out_bad: tuple[Pair, ...]
    in_good: tuple[Pair, ...]
    in_bad: tuple[Pair, ...]
    call_good: tuple[Pair, ...]
    call_bad: tuple[Pair, ...]
    notes: tuple[str, ...]
    tickets: tuple[Pair, ...]
    tickets_angry: tuple[Pair, ...]
    nps_good: tuple[str, ...]
    nps_middle: tuple[str, ...]
    nps_bad: tuple[str, ...]
    csat_good: tuple[str, ...]
    csat_bad: tuple[str, ...]
    pulse_good: tuple[str, ...]
    pulse_middle: tuple[str, ...]
    pulse_bad: tuple[str, ...]
    mentions_good: tuple[Pair, ...]
    mentions_bad: tuple[Pair, ...]
    milestones: tuple[str, ...]
    why_left: tuple[str, ...]


@cache
def words() -> Words:
    """Read the texts, once."""
    return msgspec.json.decode(
        (paths.resources() / "sample" / "words.json").read_bytes(), type=Words
    )


def fill(text: str, first: str, feature: str, number: int) -> str:
    """Put a name, a feature and a number where the text has room for them."""
    return text.replace("{first}", first).replace("{feature}", feature).replace("{n}", str(number))
