"""The work that was done with the sample's accounts (resources/sample/work.json), days ago.

Days count back from the desk's day, but `due`: days from it on. Who is not in the desk has no work.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from healthdesk import paths
from healthdesk.core.domain.stamp import StampPlan


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    account: str


class Care(_Row, frozen=True):
    """A star, and what matters to the customer."""

    starred: bool
    matters: str


class Known(_Row, frozen=True):
    """What is known of a contact."""

    name: str
    influence: int | None = None
    stance: str = ""
    part: str = ""
    left: int | None = None
    personal: str = ""


class Todo(_Row, frozen=True):
    """A task; `plan`: one of the account's get-well plan, `touch`: it needs a touchpoint."""

    title: str
    made: int
    due: int
    done: int | None = None
    priority: str = "normal"
    touch: bool = False
    plan: bool = False
    contact: str = ""
    note: str = ""
    checklist: tuple[str, ...] = ()


class GetWell(_Row, frozen=True):
    """A get-well plan; `exit` is a rule that must hold on `days` days in a row."""

    problem: str
    cause: str
    made: int
    due: int
    exit: dict[str, Any]
    days: int


class Found(_Row, frozen=True):
    """A finding about a change from `first` to `last`."""

    first: int = msgspec.field(name="from")
    last: int = msgspec.field(name="to")
    made: int
    hypothesis: str
    lines: tuple[str, ...]
    action: str
    checks: dict[str, dict[str, str]]


class Kept(_Row, frozen=True):
    """A win, a perk, a promise, a quote."""

    kind: str
    day: int
    text: str
    contact: str = ""
    by: str = "us"
    due: int | None = None
    done: int | None = None
    pinned: bool = False


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an advocate was asked for."""

    day: int
    kind: str
    answer: str
    answered: int


class Speaks(_Row, frozen=True):
    """An advocate."""

    name: str
    willing: str
    story: str
    made: int
    asks: tuple[Ask, ...]


class Expected(_Row, frozen=True):
    """What was expected of the next renewal."""

    made: int
    category: str
    amount: float
    reason: str
    step: str = ""
    decider: str = ""


class Heard(_Row, frozen=True):
    """What became of the account's newest survey answer with words."""

    heard: int
    themes: tuple[str, ...]
    acted: int | None = None
    told: int | None = None


class Work(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it."""

    milestones: tuple[StampPlan, ...]
    care: tuple[Care, ...]
    people: tuple[Known, ...]
    tasks: tuple[Todo, ...]
    plans: tuple[GetWell, ...]
    findings: tuple[Found, ...]
    moments: tuple[Kept, ...]
    advocates: tuple[Speaks, ...]
    forecasts: tuple[Expected, ...]
    themes: tuple[str, ...]
    feedback: tuple[Heard, ...]


@cache
def work() -> Work:
    """Read it, once."""
    file = paths.resources() / "sample" / "work.json"
    return msgspec.json.decode(file.read_bytes(), type=Work)
