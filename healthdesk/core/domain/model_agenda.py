"""The review agenda of a health model: what speaks against the score, each with its measure.

Not here: where it is read (services/model_agenda.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from healthdesk.core.domain.judgement import BAD, Share
from healthdesk.core.domain.views import Band

AgendaKind = Literal["pulse", "miss", "retro", "answer", "play"]
TITLES: Final[Mapping[AgendaKind, str]] = {
    "pulse": "Pulse against score",
    "miss": "Lost, and not foretold",
    "retro": "Sign no measure reads",
    "answer": "Answer against score",
    "play": "Outcome against score",
}
"""In the order in which a review goes through them."""
AFTER: Final = 180
"""Days after an override in which an outcome says whether it was right."""


@dataclass(frozen=True)
class AgendaRow:
    """One thing that speaks against the score.

    Attributes:
        text: what was said or happened.
        measure: the full key of the measure it contradicts, and `name`: what that is called; "" =
            none can be named.
    """

    kind: AgendaKind
    account_id: str
    account: str
    day: int
    text: str
    arr: float | None = None
    currency: str = ""
    measure: str = ""
    name: str = ""


@dataclass(frozen=True)
class Word:
    """An override that somebody said, with the outcomes that came after it."""

    account_id: str
    band: Band
    day: int
    outcomes: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class OverridesTold:
    """How often overrides were right: of warnings, and of words that all is well."""

    warned: Share
    calm: Share
    waiting: int
    """Those of which it cannot be said yet."""


@dataclass(frozen=True)
class ModelAgenda:
    """All of it on a day, and what became of overrides."""

    day: int
    rows: tuple[AgendaRow, ...]
    overrides: OverridesTold


def in_order(rows: Iterable[AgendaRow]) -> tuple[AgendaRow, ...]:
    """By kind, the largest ARR first."""
    order = list(TITLES)
    return tuple(
        sorted(
            rows,
            key=lambda one: (
                order.index(one.kind), one.arr is None, -(one.arr or 0.0), -one.day,
                one.account.casefold(), one.account_id,
            ),
        )
    )  # fmt: skip


def overrides_told(words: Iterable[Word], day: int) -> OverridesTold:
    """Overrides held against what came within 180 days of them.

    A warning was right if the account left or shrank, a calm word if it did not. As long as no
    such outcome is known and the days are not over, nothing is said.
    """
    right, of, waiting = {True: 0, False: 0}, {True: 0, False: 0}, 0
    for one in words:
        warned = one.band == "Poor"
        within = [kind for on, kind in one.outcomes if one.day < on <= min(one.day + AFTER, day)]
        bad = any(kind in BAD for kind in within)
        if not bad and day < one.day + AFTER:
            waiting += 1
            continue
        of[warned] += 1
        right[warned] += bad == warned
    return OverridesTold(Share(right[True], of[True]), Share(right[False], of[False]), waiting)
