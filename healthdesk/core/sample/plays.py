"""The playbooks that ran on the sample's accounts (resources/sample/plays.json), days ago."""

from __future__ import annotations

from functools import cache

import msgspec

from healthdesk import paths


class Played(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A run and how it went.

    Attributes:
        start: days ago that it began.
        account: its own id; "" = one of those without a story.
        outcome: one of run.OUTCOMES, told `told` days after it was asked for; "" = not told.
        ways: the arm that each branch took, by its name; the first one where nothing is said.
        late: days that steps were closed after they were due.
        skipped: steps that were passed over, and why.
        open: steps that are not closed to this day.
        stopped: days after its start that it was stopped, `words` say why; None = it was not.
    """

    playbook: str
    start: int
    account: str = ""
    outcome: str = ""
    words: str = ""
    told: int = 1
    ways: dict[str, str] = msgspec.field(default_factory=dict)
    late: dict[str, int] = msgspec.field(default_factory=dict)
    skipped: dict[str, str] = msgspec.field(default_factory=dict)
    open: tuple[str, ...] = ()
    stopped: int | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    runs: tuple[Played, ...]


@cache
def plays() -> tuple[Played, ...]:
    """Read them, once."""
    file = paths.resources() / "sample" / "plays.json"
    return msgspec.json.decode(file.read_bytes(), type=_File).runs
