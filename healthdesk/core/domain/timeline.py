"""The story of an account: entries of many kinds in one stream, and what of it passes a filter.

Not here: where entries come from (services/timeline.py), how they look (gui/panels/timeline).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from healthdesk.core.domain.source_ref import Ref, RowRef, UsageRef

ToneFrom = Literal["", "said", "hand", "estimated"]
Person = tuple[str, str]
"""Id and name of a contact."""

GROUPS: Final = {
    "touch": "Touches",
    "note": "Internal notes",
    "answer": "Answers",
    "ticket": "Tickets",
    "mention": "Mentions",
    "pulse": "Pulse",
    "people": "People",
    "work": "Work",
    "milestone": "Milestones",
    "contract": "Contracts",
    "score": "Score",
    "usage": "Usage",
    "file": "Files",
}
"""What entries are filtered by, and the words for it."""


@dataclass(frozen=True)
class Entry:
    """Something that happened on a day: `table` and `row` say where it is kept ("" = nowhere).

    `tone` is -1 to 1; `tone_from` says whether the source said so, a person set it here, or it was
    estimated from the text. `own` rows were made here and can be removed here.
    """

    key: str
    group: str
    icon: str
    day: int
    title: str
    words: str = ""
    people: tuple[Person, ...] = ()
    table: str = ""
    row: int = -1
    tone: float | None = None
    tone_from: ToneFrom = ""
    own: bool = False
    at: str = ""
    more: tuple[tuple[str, str], ...] = ()
    """Further facts for the detail: a name and a value."""
    usage: UsageRef | None = None
    """The values it was seen in, where it is of usage."""
    span: tuple[int, int] | None = None
    """The two days that a move of the score compares."""
    beside: tuple[Ref, ...] = ()
    """Further stored rows it was made of."""
    came: str = ""
    """Of a meeting: how many of those asked came, and who did not."""

    @property
    def internal(self) -> bool:
        """Whether it was written for ourselves only."""
        return self.group == "note"

    @property
    def toned(self) -> bool:
        """Whether a person can say how it sounds."""
        return self.table in {"touchpoint", "survey", "ticket", "mention"}

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The stored rows it was made of."""
        if self.usage is not None:
            return (self.usage, *self.beside)
        own = (RowRef(self.table, self.row),) if self.table else ()
        return (*own, *self.beside)


@dataclass(frozen=True)
class Timeline:
    """The story of an account as of a day, newest first; `contacts` are all its people."""

    account_id: str
    day: int
    entries: tuple[Entry, ...]
    contacts: tuple[Person, ...] = ()
    name: str = ""


@dataclass(frozen=True)
class Filter:
    """What of a story is shown: no group = all of them, every word of `text`, one person."""

    groups: frozenset[str] = frozenset()
    text: str = ""
    person: str = ""

    @property
    def holds_back(self) -> bool:
        """Whether anything is filtered at all."""
        return bool(self.groups or self.text.strip() or self.person)


def newest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The order of a story: day, then time of day where it is known."""
    return tuple(sorted(entries, key=lambda one: (one.day, one.at, one.key), reverse=True))


def haystack(entry: Entry) -> str:
    """Title, words and people of an entry, small, for the search."""
    names = " ".join(name for _, name in entry.people)
    return f"{entry.title}\n{entry.words}\n{names}".casefold()


def passing(entries: Sequence[Entry], texts: Sequence[str], wanted: Filter) -> list[int]:
    """Places of the entries that pass; `texts` are their haystacks, if a text is searched for."""
    words = wanted.text.casefold().split()
    return [
        at
        for at, entry in enumerate(entries)
        if (not wanted.groups or entry.group in wanted.groups)
        and (not wanted.person or any(one == wanted.person for one, _ in entry.people))
        and all(word in texts[at] for word in words)
    ]


def counts(entries: Iterable[Entry]) -> dict[str, int]:
    """How many entries each group has, in the order of the groups; none with nothing."""
    found = Counter(entry.group for entry in entries)
    return {group: found[group] for group in GROUPS if found[group]}


def nearest(days: Sequence[int], day: int) -> int:
    """The place of the first day that is not after another; days fall. -1 where there is none.

    >>> nearest([9, 7, 7, 3], 8), nearest([9, 7], 2)
    (1, 1)
    """
    return next((at for at, one in enumerate(days) if one <= day), len(days) - 1)


def only(entries: Iterable[Entry], keys: Collection[str]) -> tuple[Entry, ...]:
    """The entries with these keys."""
    return tuple(entry for entry in entries if entry.key in keys)
