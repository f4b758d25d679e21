"""What a finding's page is made of: which finding, its two days, the exact split with its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.investigation import FindingDraft, FindingView
from healthdesk.core.domain.number_style import NumberStyle
from healthdesk.core.domain.rounding import add_up, half_up
from healthdesk.core.domain.views import AccountHeader, HistoryView, ScoreView, WhyRow, WhyView
from healthdesk.core.services import explain, findings, scoring
from healthdesk.core.services.health import PERIOD
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.sources import Sources
from healthdesk.core.store.db import Tx

BEFORE: Final = 56
"""Days of the score that are drawn before the first of the two days."""
MODEL: Final = frozenset({"profile", "caps", "override", "rounding"})
"""Kinds of rows that are the model's own, not a measure's."""


@dataclass(frozen=True)
class Part:
    """A line of the split as a finding names it: reading and weight of a measure together.

    Attributes:
        points: as shown; those of all lines add up to the shown change.
        named: the finding says that it rests on it.
    """

    key: str
    kind: str
    name: str
    effect: float
    points: float
    text: str
    before: str
    after: str
    named: bool


class Facts:
    """The finding (or two days that nobody wrote of yet) and what the desk knows of the change."""

    def __init__(self, asked: Asked, notes: Sources) -> None:
        tx, account, day = asked.tx, asked.account, asked.day
        self.tx: Tx = tx
        self.asked = asked
        self.notes = notes
        self.style: NumberStyle = asked.style
        self.account, self.day = account, day
        self.header: AccountHeader = scoring.account_header(tx, account, day)
        self.view = _wanted(asked)
        self.draft = self.view.draft if self.view is not None else _days(asked)
        self.first, self.last = self.draft.first, self.draft.last
        self.why: WhyView = explain.why(tx, account, self.first, self.last)
        self.parts = parts(self.why, frozenset(self.draft.lines))
        self.score = self._score(self.last)
        self.score_before = self._score(self.first)

    @property
    def change(self) -> float | None:
        """The change as the two shown scores say."""
        if self.why.score_from is None or self.why.score_to is None:
            return None
        return (half_up(self.why.score_to * 10) - half_up(self.why.score_from * 10)) / 10

    def history(self) -> HistoryView:
        """The score day by day, from some weeks before the first day to the report's."""
        return scoring.history(self.tx, self.account, self.first - BEFORE, self.day)

    def scored(self) -> tuple[str, ...]:
        """The footnote of the score and of its change; none where there is no score."""
        if self.score is None:
            return ()
        against = f"change against {self.style.date(self.first)}"
        return (self.notes.score(self.score.profile, self.score.version, formula=against),)

    def _score(self, day: int) -> ScoreView | None:
        views = scoring.scores(self.tx, day, account=self.account)
        return next((one for one in views if one.account_id == self.account), None)


def parts(view: WhyView, named: frozenset[str]) -> tuple[Part, ...]:
    """The lines of a split, those that are named first, then the heaviest."""
    if view.score_from is None or view.score_to is None:
        return ()
    groups: dict[tuple[str, str], list[WhyRow]] = {}
    for row in view.rows:
        kind = row.kind if row.kind in MODEL else "measure"
        groups.setdefault((kind, row.key), []).append(row)
    found = sorted(
        (rows for rows in groups.values() if abs(_sum(rows)) > 1e-9),
        key=lambda rows: -abs(_sum(rows)),
    )
    total = half_up(view.score_to * 10) - half_up(view.score_from * 10)
    shown = add_up([_sum(rows) * 10 for rows in found], total)
    made = [_part(rows, tenths / 10, named) for rows, tenths in zip(found, shown, strict=True)]
    return tuple(sorted(made, key=lambda one: not one.named))


def _sum(rows: list[WhyRow]) -> float:
    return sum(row.points for row in rows)


def _part(rows: list[WhyRow], points: float, named: frozenset[str]) -> Part:
    most = max(rows, key=lambda row: abs(row.points))
    key = rows[0].key or rows[0].kind
    told = most.text.rpartition(": ")[0] if most.key else most.text
    name = next((row.name for row in rows if row.name), "")
    return Part(
        key, rows[0].kind, name, _sum(rows), points, told, most.before, most.after, key in named
    )


def _wanted(asked: Asked) -> FindingView | None:
    """The finding asked for, else that of the days asked for, else the newest; None: none yet."""
    row = str(asked.choices["finding"]).strip()
    if row:
        if not row.isdecimal():
            raise UsageError("A finding is named by its number.")
        found = findings.one(asked.tx, int(row), asked.day)
        if found.draft.account_id != asked.account:
            raise NotFound("That finding is of another account.")
        return found
    known = findings.of_account(asked.tx, asked.account, asked.day)
    if asked.period is not None:
        days = (asked.period.first, asked.period.last)
        known = tuple(one for one in known if (one.draft.first, one.draft.last) == days)
    return known[0] if known else None


def _days(asked: Asked) -> FindingDraft:
    """Two days without a finding: those asked for, else the last four weeks."""
    if asked.period is not None:
        return FindingDraft(asked.account, asked.period.first, asked.period.last)
    return FindingDraft(asked.account, asked.day - PERIOD, asked.day)
