"""What an operation touched, so that screens know whether to read again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """A part of the desk that can change; topics are derived from the tables an operation wrote."""

    ACCOUNTS = "accounts"
    CONTACTS = "contacts"
    FACTS = "facts"
    SCORES = "scores"
    PROFILES = "profiles"
    SEGMENTS = "segments"
    IMPORTS = "imports"
    SETTINGS = "settings"
    WORK = "work"
    BOARDS = "boards"
    PLAYBOOKS = "playbooks"
    RUNS = "runs"
    PLAYS = "plays"
    OUTBOX = "outbox"
    REPORTS = "reports"


@dataclass(frozen=True)
class Change:
    """One committed operation.

    Its label, what it touched, and who asked ("" = nobody in particular).
    """

    label: str
    topics: frozenset[Topic]
    origin: str = ""
