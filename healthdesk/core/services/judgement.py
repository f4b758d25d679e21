"""Reads outcomes with the pulse and the score of some days before each.

The score is the one that was shown on that day where the desk kept it, else the one worked out of
what was known then. Not here: what is counted of it (domain/judgement.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.disagreement import STALE
from healthdesk.core.domain.judgement import KINDS, LEADS, Case, Judgement, judge
from healthdesk.core.domain.pulse import pulse_band
from healthdesk.core.domain.views import BANDS, Band
from healthdesk.core.services import segments
from healthdesk.core.services.facts import load
from healthdesk.core.services.health import compute
from healthdesk.core.services.profiles import published
from healthdesk.core.store.db import Tx

_BLOCK: Final = 56
"""Days that are scored at once."""
_OUTCOMES: Final = (
    "SELECT a.id, a.account_id, a.name, o.kind, o.day FROM outcome AS o"
    " JOIN account AS a ON a.id = o.account_id WHERE o.day <= :day ORDER BY o.day, o.id"
)
_PULSES: Final = 'SELECT account_id, day, value, "by" FROM pulse WHERE day <= :day ORDER BY day, id'
_REPORTED: Final = "SELECT account_id, day, band, shown FROM score_reported WHERE day <= :day"

_Said = tuple[Band, int | None, bool]
"""A band, its score, and whether it was shown then."""


def read(tx: Tx, day: int, lead: int = LEADS[0], segment: str | None = None) -> Judgement:
    """The outcomes up to a day and what was said before them; of a segment, of its accounts."""
    cases = _kept(tx, day, lead)
    if segment is not None:
        inside = frozenset(segments.members(tx, segment, day))
        cases = tuple(one for one in cases if one.account_id in inside)
    return judge(cases, day, lead)


def _kept(tx: Tx, day: int, lead: int) -> tuple[Case, ...]:
    """From memory, or worked out; never while others wait for what is remembered."""
    memory, stamp = tx.info.get("memory"), tx.info["stamp"]
    key = f"judgement {day} {lead}"
    found: tuple[Case, ...] | None = None if memory is None else memory.get(key, stamp)
    if found is None:
        found = tuple(_cases(tx, day, lead))
        if memory is not None:
            memory.put(key, stamp, found, of_facts=True)
    return found


def _cases(tx: Tx, day: int, lead: int) -> Iterator[Case]:
    outcomes = [row for row in tx.execute(text(_OUTCOMES), {"day": day}) if row[3] in KINDS]
    if not outcomes:
        return
    scores = _scores(tx, outcomes, lead)
    pulses = _pulses(tx, day)
    for row, account_id, name, kind, on in outcomes:
        score = scores.get((row, on - lead))
        pulse = _last(pulses.get(row, ()), on - lead)
        yield Case(
            account_id,
            name,
            kind,
            on,
            None if score is None else score[0],
            None if score is None else score[1],
            reported=score is not None and score[2],
            pulse=None if pulse is None else pulse_band(pulse[1]),
            pulse_day=None if pulse is None else pulse[0],
            pulse_by="" if pulse is None else pulse[2],
        )


_Pulse = tuple[int, float, str]


def _pulses(tx: Tx, day: int) -> Mapping[int, list[_Pulse]]:
    out: dict[int, list[_Pulse]] = {}
    for row, on, value, by in tx.execute(text(_PULSES), {"day": day}):
        out.setdefault(row, []).append((int(on), float(value), str(by or "")))
    return out


def _last(pulses: Sequence[_Pulse], day: int) -> _Pulse | None:
    """The last pulse up to a day, unless it is too old to say anything of it."""
    found = next((one for one in reversed(pulses) if one[0] <= day), None)
    return None if found is None or day - found[0] > STALE else found


def _scores(tx: Tx, outcomes: Sequence[Any], lead: int) -> Mapping[tuple[int, int], _Said]:
    """What the score was, by account row and day."""
    wanted = {(one[0], one[4] - lead): one[1] for one in outcomes}
    last = max(day for _, day in wanted)
    found: dict[tuple[int, int], _Said] = {
        (row, on): (band, shown, True)
        for row, on, band, shown in tx.execute(text(_REPORTED), {"day": last})
        if (row, on) in wanted
    }
    left = {key: account for key, account in wanted.items() if key not in found}
    if not left:
        return found
    facts, profiles = load(tx), published(tx)
    number = {account: at for at, account in enumerate(facts.account_ids)}
    days = sorted({day for _, day in left})
    for first in range(0, len(days), _BLOCK):
        block = days[first : first + _BLOCK]
        made = compute(facts, profiles, block, detail=False).scores
        column = {day: at for at, day in enumerate(block)}
        for (row, on), account in left.items():
            at = column.get(on)
            if at is None:
                continue
            band = int(made.band[number[account], at])
            shown = int(made.shown[number[account], at])
            if band >= 0:
                found[row, on] = (BANDS[band], None if shown < 0 else shown, False)
    return found
