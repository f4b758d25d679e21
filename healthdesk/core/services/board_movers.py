"""Who fell and who rose most over a period, with the main reason of each."""

from __future__ import annotations

import numpy as np

from healthdesk.core.domain.board_scores import Mover, Movers
from healthdesk.core.domain.standing import newest
from healthdesk.core.domain.views import BANDS
from healthdesk.core.domain.widget import Ask
from healthdesk.core.services import standing
from healthdesk.core.services.accounts import quiet_feeds, unheard
from healthdesk.core.services.board_scores import NOBODY, REMEDY
from healthdesk.core.services.facts import load
from healthdesk.core.services.health import Scored, compute
from healthdesk.core.services.late import late_on
from healthdesk.core.services.profiles import published
from healthdesk.core.services.reasons import main_reasons
from healthdesk.core.services.wording import count_of
from healthdesk.core.store.db import Tx


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
    wanted = {"drops": change < 0, "rises": change > 0}.get(ways, change != 0)
    span = standing.span(ask)
    if not wanted.any():
        said = {"drops": "fell", "rises": "rose"}.get(ways, "moved")
        remedy = "Choose a longer period or other accounts."
        return Movers(empty=f"No score {said} in {span}", remedy=remedy)
    paid = np.nan_to_num(found.arr[:, 1])
    order = sorted(
        np.flatnonzero(wanted).tolist(),
        key=lambda one: (-abs(int(change[one])), -paid[one], found.facts.account_ids[one]),
    )[: ask.whole("most")]
    reasons = _reasons(tx, ask)
    return Movers(
        subtitle=f"{span}, main reason",
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
