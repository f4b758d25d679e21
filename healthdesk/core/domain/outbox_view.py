"""What the outbox shows: messages in a list, one of them whole, the facts beside it.

Not here: how messages are kept (services/messages.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from healthdesk.core.domain.template import TextRun

MessageState = Literal["draft", "held", "queued", "handed", "dropped"]
Group = Literal["due", "held", "queued", "later", "handed", "dropped"]
GROUPS: Final[tuple[Group, ...]] = ("due", "held", "queued", "later", "handed", "dropped")
GROUP_WORDS: Final = {
    "due": "Due",
    "held": "Held",
    "queued": "To be sent",
    "later": "Later",
    "handed": "Handed over",
    "dropped": "Dropped",
}
HOW_WORDS: Final = {
    "mail": "opened in the mail program",
    "file": "saved as a file",
    "copied": "copied",
    "sent": "marked as sent",
    "server": "sent by the mail server",
}
"""How a message left the desk."""


@dataclass(frozen=True)
class Recipient:
    """Whom a message goes to; `contact_id` is "" where the address belongs to no contact."""

    name: str
    address: str
    contact_id: str = ""


@dataclass(frozen=True)
class Person:
    """A contact one could write to, and why not where one must not or cannot."""

    contact_id: str
    name: str
    address: str
    role: str = ""
    title: str = ""
    refused: str = ""
    """ "left on 4 Nov 2026", "must not be contacted", "has no address"; "" = nothing against it."""

    @property
    def recipient(self) -> Recipient:
        """The same as somebody a message goes to."""
        return Recipient(self.name, self.address, self.contact_id)


@dataclass(frozen=True)
class MessageRow:
    """A message in the list."""

    id: int
    account_id: str
    account_name: str
    to: tuple[Recipient, ...]
    subject: str
    opening: str
    """The first words of its body."""
    state: MessageState
    group: Group
    made_on: int
    due: int | None
    days_late: int
    missing: tuple[str, ...]
    """Keys of fields that have no value."""
    origin: str
    """What drafted it: "" = a person, "playbook:Champion left"."""
    origin_words: str
    unscripted: bool
    """It came from no template: its words are a person's."""
    how: str = ""
    handed_on: int | None = None
    dropped_why: str = ""
    sending: str = ""
    """Where it stands with the mail server (domain/sending.STATES); "" = it was never queued."""
    sending_error: str = ""

    @property
    def open(self) -> bool:
        """Whether it is still to be handed over."""
        return self.state in ("draft", "held")


@dataclass(frozen=True)
class MessageView:
    """One message whole.

    Attributes:
        subject_runs: the subject in pieces, fields without value marked; body_runs the same.
        refusal: why it cannot be handed over now, a sentence; "" = nothing against it.
        people: whom of the account one could write to.
        touchpoint: row of the touchpoint that was logged with it.
        repeats: the day a message of the same words went to this account; None = none did.
    """

    row: MessageRow
    body: str
    subject_runs: tuple[TextRun, ...]
    body_runs: tuple[TextRun, ...]
    changed: bool
    refusal: str
    people: tuple[Person, ...]
    touchpoint: int | None = None
    repeats: int | None = None
    key: str = ""
    """Its Message-ID with the mail server, once it was queued."""


@dataclass(frozen=True)
class Beside:
    """A fact that stands beside a composer: what it is, in words, since when."""

    title: str
    words: str
    detail: str = ""
    day: int | None = None
    kind: str = ""
    """touch, ticket, usage, renewal, people, score or care: gives its icon."""


@dataclass(frozen=True)
class BesideGroup:
    """Facts of one kind beside a composer; `nothing` says so where there are none."""

    title: str
    facts: tuple[Beside, ...]
    nothing: str = ""


@dataclass(frozen=True)
class EachRow:
    """What one account would get of a message to many, or why it gets none."""

    account_id: str
    account_name: str
    person: Person | None
    subject_runs: tuple[TextRun, ...] = ()
    body_runs: tuple[TextRun, ...] = ()
    missing: tuple[str, ...] = ()
    excluded: str = ""
    """Why nobody there is written to: "last written to on 12 Nov 2026"."""


@dataclass(frozen=True)
class HandedOver:
    """What came of handing a message over: the touchpoint, and a sentence."""

    touchpoint: int | None
    sentence: str


@dataclass(frozen=True)
class Counts:
    """How many messages are due, held, queued, later, handed over and dropped."""

    due: int = 0
    held: int = 0
    queued: int = 0
    later: int = 0
    handed: int = 0
    dropped: int = 0

    @property
    def waiting(self) -> int:
        """What the rail counts: drafts whose day is there."""
        return self.due + self.held


def group_of(state: MessageState, due: int | None, day: int) -> Group:
    """Where a message stands in the list on a day."""
    if state in ("handed", "dropped", "queued"):
        return state
    if due is not None and due > day:
        return "later"
    return "held" if state == "held" else "due"


def counts(rows: Iterable[MessageRow]) -> Counts:
    """Count messages by where they stand."""
    found = dict.fromkeys(GROUPS, 0)
    for row in rows:
        found[row.group] += 1
    return Counts(**found)


def in_order(rows: Iterable[MessageRow]) -> tuple[MessageRow, ...]:
    """By group; what is longest due first, what was handed over or dropped last comes first."""
    return tuple(sorted(rows, key=_place))


def _place(row: MessageRow) -> tuple[int, int, int]:
    at = GROUPS.index(row.group)
    if row.state == "queued":  # as they leave; what a person is asked about stands first
        return at, int(row.sending not in {"unsure", "sending"}), row.id
    if row.open:
        return at, row.made_on if row.due is None else row.due, row.id
    return at, -(row.handed_on or row.made_on), -row.id
