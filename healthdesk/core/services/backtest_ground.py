"""A backtest for the screen: at a lead that can be told, with what the desk says of its accounts.

Not here: the backtest itself (backtest.py), what follows a hand (the screen weighs the view's
scores again).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.backtest_view import BacktestRow, BacktestView
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.score import Scores
from healthdesk.core.services import drafts, profiles, settings
from healthdesk.core.services.backtest import DRAFT, BacktestWish, backtest, leads, nearest
from healthdesk.core.store.db import Tx

_UNTOLD: Final = frozenset({"none", "few"})
_LEFT: Final = (
    "SELECT a.account_id, o.day, o.reason FROM outcome AS o JOIN account AS a"
    " ON a.id = o.account_id WHERE o.kind = 'churned' AND o.reason IS NOT NULL ORDER BY o.day, o.id"
)
_CURRENCIES: Final = (
    "SELECT a.account_id, v.value FROM attribute_value AS v"
    " JOIN attribute AS k ON k.id = v.attribute_id JOIN account AS a ON a.id = v.account_id"
    " WHERE k.key = 'currency' AND v.value IS NOT NULL ORDER BY v.day, v.id"
)


@dataclass(frozen=True, eq=False)
class Ground:
    """A backtest with what is told beside it.

    Attributes:
        wish: what was tested in the end.
        wanted: the lead that was asked for; another than that of `wish` where that had too few.
        published: whether the profile has a version that scores; otherwise its draft was tested.
        versions: numbers of the profile's versions, the newest first.
        drafted: whether it has a draft.
        reasons: why accounts left, by account, where an outcome says it.
        currencies: of each account that has one of its own.
        currency: of all others.
    """

    wish: BacktestWish
    wanted: int
    view: BacktestView
    published: bool
    versions: tuple[int, ...]
    drafted: bool
    reasons: Mapping[str, str]
    currencies: Mapping[str, str]
    currency: str

    def currency_of(self, account_id: str) -> str:
        """The currency that an account pays in."""
        return self.currencies.get(account_id, self.currency)

    def reason(self, row: BacktestRow, scores: Scores | None = None) -> str:
        """Why the account left as its outcome says; else the measure that stood lowest."""
        told = self.reasons.get(row.account_id, "")
        if told:
            return told
        weakest = lowest(self.view.scores if scores is None else scores, row.cell)
        return f"lowest: {weakest}" if weakest else ""


def ground(tx: Tx, wish: BacktestWish, *, near: bool = True, progress: Progress = NOBODY) -> Ground:
    """A backtest; `near` = where too few are known at its lead, at the nearest that has enough.

    Raises:
        Cancelled: The user asked to stop.
        NotFound: The desk has no such profile, version or segment.
        UsageError: The lead or the period cannot be.
    """
    keys = {one.profile.key for one in profiles.published(tx)}
    published = not wish.profile or wish.profile in keys
    asked = wish
    if not published and wish.as_published and drafts.find(tx, wish.profile).whole is not None:
        asked = replace(wish, version=DRAFT)
    view = backtest(tx, asked, progress)
    if near and view.verdict.kind in _UNTOLD and view.sampling == "outcomes":
        best = nearest(leads(tx, asked, progress), asked.lead)
        if best is not None and best.lead != asked.lead:
            asked = replace(asked, lead=best.lead)
            view = backtest(tx, asked, progress)
    return Ground(
        asked,
        wish.lead,
        view,
        published,
        tuple(sorted((one.version for one in profiles.versions(tx, wish.profile)), reverse=True))
        if wish.profile
        else (),
        wish.profile in drafts.keys(tx),
        {row[0]: row[2] for row in tx.execute(text(_LEFT)) if row[2].strip()},
        {row[0]: row[1] for row in tx.execute(text(_CURRENCIES))},
        settings.read(tx).currency,
    )


def lowest(scores: Scores, cell: int) -> str:
    """The measure with weight that had the fewest points in a cell, in words; "" = none had any."""
    index = int(scores.profile[cell, 0])
    weighed = scores.per_profile[index] if index >= 0 else None
    if weighed is None:
        return ""
    found = [
        (float(weighed.points.points[place, cell, 0]), measure.name or measure.key)
        for place, (dimension, measure) in enumerate(scores.profiles[index].profile.measures)
        if dimension.weight > 0 and measure.weight > 0
    ]
    known = [one for one in found if one[0] == one[0]]  # one that is missing equals nothing
    if not known:
        return ""
    points, name = min(known)
    return f"{name} {points:.0f}"
