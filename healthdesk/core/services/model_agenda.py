"""Reads what speaks against the score, for a review of the health model.

Pulses that disagree, losses that it did not foretell, signs of retros that nothing reads, answers
and outcomes of playbooks that contradict it. Each names the measure that holds the score where it
is. Not here: overrides' arithmetic and order (domain/model_agenda.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.band_names import BandNames
from healthdesk.core.domain.disagreement import is_stale, steps_apart
from healthdesk.core.domain.model_agenda import (
    AgendaKind,
    AgendaRow,
    ModelAgenda,
    OverridesTold,
    Word,
    in_order,
    overrides_told,
)
from healthdesk.core.domain.views import AccountRow, Band
from healthdesk.core.services import accounts, band_names, judgement, profiles, retros
from healthdesk.core.services.health import scored
from healthdesk.core.services.pulse_reading import latest_all
from healthdesk.core.services.wording import number
from healthdesk.core.store.db import Tx

RECENT: Final = 90
"""Days in which an answer or what came of a playbook still speaks of today."""
_UNHAPPY: Final = {"nps": 6.0, "csat": 2.0}
_HAPPY: Final = {"nps": 9.0, "csat": 4.5}
_ANSWERS: Final = (
    "SELECT a.account_id, s.kind, s.rating, s.day FROM survey s JOIN account a"
    " ON a.id = s.account_id WHERE s.day BETWEEN :first AND :day AND s.rating IS NOT NULL"
    " ORDER BY s.day, s.id"
)
_RUNS: Final = (
    "SELECT a.account_id, r.name, r.outcome, r.outcome_on FROM run r JOIN account a"
    " ON a.id = r.account_id WHERE r.outcome IN ('worked', 'no')"
    " AND r.outcome_on BETWEEN :first AND :day ORDER BY r.outcome_on, r.id"
)
_OVERRIDES: Final = (
    "SELECT account_id, band, score, first_day FROM score_override WHERE first_day <= :day"
)
_OUTCOMES: Final = "SELECT account_id, day, kind FROM outcome WHERE day <= :day"
_Rows = Mapping[str, AccountRow]
_Held = Mapping[str, tuple[tuple[str, str], tuple[str, str]]]
"""By account: the measure that lifts its score most, and the one that costs it most."""


def read(tx: Tx, day: int, segment: str | None = None) -> ModelAgenda:
    """All that speaks against the score on a day."""
    rows = {row.account_id: row for row in accounts.accounts_table(tx, day, segment).rows}
    now = _Today(rows, _measures(tx, day), band_names.read(tx))
    found = (
        *_pulses(tx, day, now),
        *_misses(tx, day, segment),
        *_signs(tx, day, segment),
        *_answers(tx, day, now),
        *_plays(tx, day, now),
    )
    return ModelAgenda(day, in_order(found), _overrides(tx, day))


def _measures(tx: Tx, day: int) -> _Held:
    """Which measure holds each score up, and which holds it down."""
    made = scored(tx, [day]).scores
    out = {}
    for index, one in enumerate(made.profiles):
        weighed = made.per_profile[index]
        mine = np.flatnonzero(made.profile[:, 0] == index)
        if weighed is None or not len(mine):
            continue
        named = [(f"{two.key}.{three.key}", three.name or three.key)
                 for two, three in one.profile.measures]  # fmt: skip
        up = weighed.contribution[:, mine, 0].argmax(axis=0)
        down = weighed.costs[:, mine, 0].argmax(axis=0)
        for place, account in enumerate(mine.tolist()):
            name = made.facts.account_ids[account]
            out[name] = (named[int(up[place])], named[int(down[place])])
    return out


@dataclass(frozen=True)
class _Today:
    """The accounts of the day, their measures, and what bands are called."""

    rows: _Rows
    held: _Held
    names: BandNames

    def find(self, account: str) -> AccountRow | None:
        """The account, if it is in view."""
        return self.rows.get(account)


def _row(
    now: _Today, kind: AgendaKind, account: str, day: int, told: tuple[str, bool]
) -> AgendaRow:
    """A row of an account whose score is held down by a measure, or up where it is too high."""
    row, (words, low) = now.rows[account], told
    pair = now.held.get(account, (("", ""), ("", "")))
    key, name = pair[1] if low else pair[0]
    return AgendaRow(
        kind, account, row.name, day, words, row.arr, row.currency, key, name,
    )  # fmt: skip


def _pulses(tx: Tx, day: int, now: _Today) -> Iterator[AgendaRow]:
    """Pulses of the last months that lie in another band than the score."""
    for account, pulse in latest_all(tx, day).items():
        row = now.find(account)
        apart = None if row is None or is_stale(pulse, day) else steps_apart(pulse, row)
        if row is None or not apart:
            continue
        told = f"pulse {now.names.of(pulse.band)}, score {now.names.of(row.band)}"
        told = f"{told}: {pulse.note}" if pulse.note else told
        yield _row(now, "pulse", account, pulse.day, (told, apart > 0))


def _misses(tx: Tx, day: int, segment: str | None) -> Iterator[AgendaRow]:
    """Losses since the last version whose score warned nobody 90 days before."""
    since = max((one.day for one in profiles.published(tx) if one.day <= day), default=0)
    known = {one.account_id: one for one in retros.losses(tx, day, segment)}
    for case in judgement.read(tx, day, 90, segment).of("churned").cases:
        if case.day < since or case.by_score != "calm":
            continue
        loss = known.get(case.account_id)
        signs = loss.retro.missed if loss is not None and loss.retro is not None else ()
        first = next((one.draft for one in signs if one.draft.measure), None)
        score = "" if case.shown is None else f" {case.shown}"
        yield AgendaRow(
            "miss", case.account_id, case.name, case.day, f"{case.score}{score} 90 days before",
            loss.worth if loss else None, loss.currency if loss else "",
            first.measure if first else "", first.name if first else "",
        )  # fmt: skip


def _signs(tx: Tx, day: int, segment: str | None) -> Iterator[AgendaRow]:
    """Signs that a retro found missed and that went into no draft yet."""
    for loss in retros.losses(tx, day, segment):
        for one in loss.retro.missed if loss.retro else ():
            if one.candidate or one.draft.measure:
                continue
            yield AgendaRow(
                "retro", loss.account_id, loss.name, one.draft.day or loss.day, one.draft.name,
                loss.worth, loss.currency,
            )  # fmt: skip


def _answers(tx: Tx, day: int, now: _Today) -> Iterator[AgendaRow]:
    """The last answer of an account that says the opposite of its band."""
    last = {}
    for account, kind, rating, on in tx.execute(text(_ANSWERS), _span(day)):
        if kind in _UNHAPPY:
            last[account] = (kind, float(rating), on)
    for account, (kind, rating, on) in last.items():
        row = now.find(account)
        if row is None:
            continue
        against = (row.band == "Strong" and rating <= _UNHAPPY[kind]) or (
            row.band == "Poor" and rating >= _HAPPY[kind]
        )
        if against:
            told = f"{kind.upper()} {number(rating)}, score {now.names.of(row.band)}"
            yield _row(now, "answer", account, on, (told, row.band == "Poor"))


def _plays(tx: Tx, day: int, now: _Today) -> Iterator[AgendaRow]:
    """Playbooks that worked where the score is Poor, and failed where it is Strong."""
    for account, name, outcome, on in tx.execute(text(_RUNS), _span(day)):
        row = now.find(account)
        if row is not None and (outcome, row.band) in {("worked", "Poor"), ("no", "Strong")}:
            how = "worked" if outcome == "worked" else "did not work"
            told = f"“{name}” {how}, score {now.names.of(row.band)}"
            yield _row(now, "play", account, on, (told, row.band == "Poor"))


def _overrides(tx: Tx, day: int) -> OverridesTold:
    after: dict[int, list[tuple[int, str]]] = {}
    for account, on, kind in tx.execute(text(_OUTCOMES), {"day": day}):
        after.setdefault(account, []).append((on, kind))
    held = profiles.published(tx)
    poor = held[-1].profile.bands.average if held else 40.0
    words = []
    for account, band, score, first in tx.execute(text(_OVERRIDES), {"day": day}):
        said: Band = band or ("Poor" if score is not None and score < poor else "Average")
        words.append(Word(str(account), said, first, tuple(after.get(account, ()))))
    return overrides_told(words, day)


def _span(day: int) -> dict[str, int]:
    return {"first": day - RECENT, "day": day}
