"""Who fell and who rose most over a period, who heads for Poor, with the main reason of each."""

from __future__ import annotations

from typing import Final

import numpy as np

from healthdesk.core.domain.band import POOR, UNKNOWN
from healthdesk.core.domain.board_scores import Mover, Movers
from healthdesk.core.domain.facts import FloatArray, IntArray
from healthdesk.core.domain.profile import Bands
from healthdesk.core.domain.standing import Standing, newest
from healthdesk.core.domain.views import BANDS
from healthdesk.core.domain.widget import Ask
from healthdesk.core.services import band_names, standing
from healthdesk.core.services.accounts import quiet_feeds, unheard
from healthdesk.core.services.board_scores import NOBODY, REMEDY
from healthdesk.core.services.facts import load
from healthdesk.core.services.health import Scored, compute
from healthdesk.core.services.late import late_on
from healthdesk.core.services.profiles import published
from healthdesk.core.services.reasons import main_reasons
from healthdesk.core.services.wording import count_of
from healthdesk.core.store.db import Tx

AHEAD: Final = 90
"""Days ahead for which a score that falls is drawn on, as far as it goes down to Poor."""


def movers(tx: Tx, ask: Ask) -> Movers:
    """The largest moves of shown scores first; of equal ones the account that pays most."""
    found = standing.ends(tx, ask)
    rows = found.chosen(ask.accounts)
    if not found.alive(rows, -1).any():
        return Movers(empty=NOBODY, remedy=REMEDY)
    before, now = found.shown[:, 0], found.shown[:, 1]
    both = rows & (before >= 0) & (now >= 0)
    change = np.where(both, now - before, 0)
    ways = ask.text("show")
    left = _days_to_poor(found, change, ask)
    wanted = {"drops": change < 0, "rises": change > 0, "heading": left <= AHEAD}.get(
        ways, change != 0
    )
    span = standing.span(ask)
    if not wanted.any():
        why = _nobody(ways, span, band_names.read(tx).poor)
        return Movers(empty=why, remedy="Choose a longer period or other accounts.")
    paid = np.nan_to_num(found.arr[:, 1])
    soon = left if ways == "heading" else np.zeros(len(left))
    order = sorted(
        np.flatnonzero(wanted).tolist(),
        key=lambda one: (
            int(soon[one]),
            -abs(int(change[one])),
            -paid[one],
            found.facts.account_ids[one],
        ),
    )[: ask.whole("most")]
    reasons = list(_reasons(tx, ask))
    if ways == "heading":
        poor = band_names.read(tx).poor
        for one in order:
            soon_in = count_of(int(left[one]), "day")
            reasons[one] = f"{poor} in about {soon_in}: {reasons[one]}"
    heading = f"{span}, heading for {band_names.read(tx).poor}"
    return Movers(
        subtitle=heading if ways == "heading" else f"{span}, main reason",
        newest=newest(found.facts, ask.day),
        rows=tuple(
            Mover(
                found.facts.account_ids[one],
                found.facts.names[one],
                BANDS[int(found.band[one, 1])],
                int(now[one]),
                int(before[one]),
                BANDS[int(found.band[one, 0])],
                reasons[one],
            )
            for one in order
        ),
        fell=int((change < 0).sum()),
        rose=int((change > 0).sum()),
        first=ask.first - 1,
        span=span,
    )


def _days_to_poor(found: Standing, change: IntArray, ask: Ask) -> FloatArray:
    """Days until an account that fell is in Poor, if it goes on as in the period; else endless."""
    limit = found.thresholds[0][1] if len(found.thresholds) == 1 else Bands().average
    band, score = found.band[:, 1], found.score[:, 1]
    falls = (change < 0) & (band >= 0) & (band != POOR) & (band != UNKNOWN) & (score >= limit)
    pace = np.where(falls, -change, 1) / (ask.day - ask.first + 1)
    above = np.where(falls, score - limit, 0.0)
    return np.where(falls, np.floor(above / pace) + 1, np.inf)


def _nobody(ways: str, span: str, poor: str) -> str:
    if ways == "heading":
        return f"At the pace of {span}, nobody comes down to {poor} within {AHEAD} days."
    said = {"drops": "fell", "rises": "rose"}.get(ways, "moved")
    return f"No score {said} in {span}."


def _reasons(tx: Tx, ask: Ask) -> list[str]:
    """The main reason of every account for its move, as the Accounts table says it."""
    memory, stamp = tx.info.get("memory"), tx.info["stamp"]
    key = f"reasons {ask.first} {ask.day}"
    found: list[str] | None = None if memory is None else memory.get(key, stamp)
    if found is None:
        ends: Scored = compute(load(tx), published(tx), [ask.first - 1, ask.day])
        late = late_on(tx, ask.day)
        quiet, heard = quiet_feeds(ends.facts, ask.day).tolist(), unheard(ends, late)
        found = [
            f"No usage data for {count_of(days, 'day')}: the feed stopped"
            if days and not sentences
            else reason
            for reason, days, sentences in zip(main_reasons(ends, late), quiet, heard, strict=True)
        ]
        if memory is not None:
            memory.put(key, stamp, found)
    return found
