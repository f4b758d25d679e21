"""Those who may speak for us: how willing they are, what they were asked, when to ask again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

WILLING: Final = ("yes", "maybe", "no")
ASK_KINDS: Final = ("reference", "review", "case study", "quote", "event", "introduction", "beta")
ANSWERS: Final = ("yes", "later", "no")
COOL_DAYS: Final = 120
MOST_DAYS: Final = 3650

Block = Literal["", "unwilling", "do not contact", "left", "cool-down"]


@dataclass(frozen=True)
class AdvocateDraft:
    """An entry of the register as a person writes it."""

    willing: str = "maybe"
    cool_days: int = COOL_DAYS
    story: str = ""


@dataclass(frozen=True)
class AskDraft:
    """Something that an advocate is asked for."""

    kind: str
    day: int
    note: str = ""
    despite: str = ""
    """Why it is asked within the cool-down, "" = it is not."""


@dataclass(frozen=True)
class Ask:
    """What was asked, and the answer where it was known by the day looked at."""

    row: int
    day: int
    kind: str
    answer: str = ""
    answered_on: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Permission:
    """Whether an advocate may be asked on a day; if not, why and from which day on (None: never).

    `ask` is the one whose cool-down is in the way.
    """

    block: Block = ""
    from_day: int | None = None
    ask: Ask | None = None

    @property
    def may(self) -> bool:
        """Whether nothing is in the way."""
        return not self.block


@dataclass(frozen=True)
class AdvocateView:
    """An entry of the register as it stood on a day."""

    contact_id: str
    name: str
    account_id: str
    account_name: str
    willing: str
    cool_days: int
    story: str
    made_on: int
    asks: tuple[Ask, ...]
    """The newest first."""
    permission: Permission
    why_not: str = ""
    """Why they may not be asked, in a sentence; "" = they may."""


@dataclass(frozen=True)
class Candidate:
    """Somebody who might speak for us and is not in the register: who, and what says so."""

    contact_id: str
    name: str
    account_id: str
    account_name: str
    reason: str


def permission(
    day: int,
    willing: str,
    cool_days: int,
    asks: Sequence[Ask],
    *,
    left: bool = False,
    do_not_contact: bool = False,
) -> Permission:
    """Whether somebody may be asked on a day; an ask less than the cool-down away is in the way.

    Asks after the day count too: what is noted late must not crowd what was asked since.
    """
    if do_not_contact:
        return Permission("do not contact")
    if left:
        return Permission("left")
    if willing == "no":
        return Permission("unwilling")
    near = [one for one in asks if abs(day - one.day) < cool_days]
    if not near:
        return Permission()
    return Permission("cool-down", max(one.day for one in asks) + cool_days, max(near, key=_day))


def _day(ask: Ask) -> int:
    return ask.day
