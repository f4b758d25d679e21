"""Human touches of many accounts for dashboards, as the portfolio review counts them."""

from __future__ import annotations

from typing import Final

import numpy as np

from healthdesk.core.domain.board_touches import TouchesShown, TouchWeek
from healthdesk.core.domain.facts import BoolArray, Facts
from healthdesk.core.domain.touch_spans import human, is_live, touch_spans
from healthdesk.core.domain.usage_weeks import mondays
from healthdesk.core.domain.widget import Ask, Mark
from healthdesk.core.services.board_lives import lives
from healthdesk.core.services.wording import short_date
from healthdesk.core.store.db import Tx

_WEEK: Final = 7


def touches(tx: Tx, ask: Ask) -> TouchesShown:
    """The touches of the period by week, and whom they reached."""
    found = lives(tx, ask)
    facts, table = found.facts, found.facts.touchpoints
    ours = found.asked & found.now
    known = human(facts) & ours[table.account] & (table.day <= ask.day)
    if not known.any():
        return TouchesShown(
            empty="No call, meeting or message with these accounts is known by this day.",
            remedy="Log a touch, or import touchpoints: account, day, kind, direction.",
        )
    long = ask.day - ask.first + 1
    spans = ((ask.first, ask.day), (ask.first - long, ask.first - 1))
    whole, before = touch_spans(facts, spans, ours)
    inside = known & (table.day >= ask.first)
    there = np.zeros(len(ours), bool)
    there[table.account[inside]] = True
    live = is_live(facts)
    marks = [
        Mark("reached", "Had a touch in the period", _ids(facts, there & ours)),
        Mark("missed", "No touch in the period", _ids(facts, ~there & ours)),
    ]
    weeks = []
    for first in mondays(ask.first, ask.day):
        last = min(first + _WEEK - 1, ask.day)
        some = known & (table.day >= first) & (table.day <= last)
        one = TouchWeek(first, last, int((some & live).sum()), int((some & ~live).sum()))
        weeks.append(one)
        when = f"the week of {short_date(first)}"
        marks.append(Mark(one.live_key, f"Call or meeting in {when}", _of(facts, some & live)))
        marks.append(Mark(one.written_key, f"Mail or message in {when}", _of(facts, some & ~live)))
    return TouchesShown(
        subtitle="calls and meetings, mails and messages, by week",
        newest=int(table.day[known].max()),
        marks=tuple(one for one in marks if one.accounts),
        touches=whole.count,
        before=before.count,
        reached=int((there & ours).sum()),
        missed=int((~there & ours).sum()),
        two_way=whole.two_way,
        weeks=tuple(weeks),
    )


def _of(facts: Facts, chosen: BoolArray) -> frozenset[str]:
    some = np.unique(facts.touchpoints.account[chosen]).tolist()
    return frozenset(facts.account_ids[one] for one in some)


def _ids(facts: Facts, chosen: BoolArray) -> frozenset[str]:
    return frozenset(facts.account_ids[one] for one in np.flatnonzero(chosen).tolist())
