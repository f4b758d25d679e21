"""Who is in a segment now: rows with what lets each in, and figures of all of them."""

from __future__ import annotations

from typing import Any, Final, Literal

import numpy as np

from healthdesk.core.domain.board_money import Amounts, amounts
from healthdesk.core.domain.column import column
from healthdesk.core.domain.facts import BoolArray, FloatArray, IntArray
from healthdesk.core.domain.portfolio import arr
from healthdesk.core.domain.segment_view import MemberRow, Members
from healthdesk.core.domain.views import BANDS
from healthdesk.core.readings import days_to_renewal
from healthdesk.core.services import band_names, segment_fields, settings
from healthdesk.core.services.segment_rules import Traced, decide, parsed
from healthdesk.core.services.segment_scores import Columns
from healthdesk.core.services.segment_why import Teller, word_of
from healthdesk.core.store.db import Tx

PERIOD: Final = 28
"""Days over which change is told, and how far back a member's coming is looked for."""


def members_now(tx: Tx, rule: Any, day: int, limit: int = 500) -> Members:  # noqa: ANN401
    """Who is in by a rule's document as of a day: figures of all, rows of those who pay most.

    Raises:
        BadDocument: It is no rule.
    """
    found = decide(tx, parsed(tx, rule), range(day - PERIOD, day + 1))
    sheet = Sheet(tx, found, day)
    inside = found.inside[:, -1]
    rows = np.flatnonzero(inside)
    order = np.lexsort((rows, -np.nan_to_num(sheet.arr[rows], nan=-1.0)))
    known = bool(found.begun[:, 0].any())
    mean, by = sheet.mean_score(inside)
    return Members(
        rows=tuple(sheet.row(one) for one in rows[order][:limit].tolist()),
        count=len(rows),
        change=len(rows) - int(found.inside[:, 0].sum()) if known else None,
        arr=sheet.amounts(inside),
        mean_score=mean,
        bands=tuple(
            (band, int(some.sum()), sheet.amounts(some))
            for code, band in enumerate(BANDS)
            if (some := inside & (sheet.band == code)).any()
        ),
        mean_by=by,
    )


class Sheet:
    """What accounts are on the last day of a decided rule."""

    def __init__(self, tx: Tx, found: Traced, day: int) -> None:
        on = np.array([day], np.int32)
        facts = found.facts
        scores: Columns = found.book.read(on)
        self._found = found
        self._day = day
        self._tell = Teller(found, segment_fields.titles(tx, day), band_names.read(tx))
        self._own = settings.read(tx).currency
        self._currency = column(facts, "currency")
        self.arr: FloatArray = arr(facts, on)[:, 0]
        self.shown: IntArray = scores.shown()[:, 0]
        self.final: FloatArray = scores.final()[:, 0]
        self.band: IntArray = scores.band_codes()[:, 0]
        self.renewal: FloatArray = days_to_renewal.read(facts, on, {})[:, 0]

    def row(self, account: int) -> MemberRow:
        """One account."""
        facts = self._found.facts
        code, shown = int(self.band[account]), int(self.shown[account])
        paid, renewal = float(self.arr[account]), float(self.renewal[account])
        return MemberRow(
            account_id=facts.account_ids[account],
            name=facts.names[account],
            shown=None if shown < 0 else shown,
            band="" if code < 0 else BANDS[code],
            why=self._tell.lets_in(account, len(self._found.days) - 1),
            arr=None if np.isnan(paid) else paid,
            currency=self.currency(account),
            renewal_days=None if np.isnan(renewal) else int(renewal),
            joined=self._joined(account),
        )

    def currency(self, account: int) -> str:
        """The currency that an account pays in."""
        return word_of(self._currency, account, self._day) or self._own

    def amounts(self, some: BoolArray) -> Amounts:
        """What some accounts pay, each currency by itself."""
        return amounts(
            (None if np.isnan(self.arr[one]) else float(self.arr[one]), self.currency(one))
            for one in np.flatnonzero(some).tolist()
        )

    def mean_score(self, some: BoolArray) -> tuple[float | None, Literal["arr", "count"]]:
        """The mean score by ARR; by count where no ARR is known, or currencies are mixed."""
        alone = len(self.amounts(some).sums) == 1 or not some.any()
        by: Literal["arr", "count"] = "arr" if alone else "count"
        known = some & ~np.isnan(self.final)
        weights = np.nan_to_num(self.arr[known]) if by == "arr" else np.ones(int(known.sum()))
        whole = float(weights.sum())
        if whole <= 0:
            return None, by
        return float((weights * self.final[known]).sum()) / whole, by

    def _joined(self, account: int) -> int | None:
        """Since when it is in without a break; None = longer than was looked back."""
        out = np.flatnonzero(~self._found.inside[account])
        return None if not len(out) else int(self._found.days[int(out[-1]) + 1])
