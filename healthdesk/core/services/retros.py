"""Churn retros: losses with what people say of them; begun, changed, signs marked, closed.

Not here: the replay of the days before (retro_replay.py), how losses are grouped and when a measure
moved (domain/retro.py).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

import numpy as np
from sqlalchemy import RowMapping, text

from healthdesk.core.domain.cell_scores import cell_arr
from healthdesk.core.domain.cells import Cells
from healthdesk.core.domain.column import first_days
from healthdesk.core.domain.errors import BadDocument, NotFound, UsageError
from healthdesk.core.domain.facts import NO_DAY, Facts
from healthdesk.core.domain.op import op
from healthdesk.core.domain.reading import ReadingRef, dump_ref, parse_ref
from healthdesk.core.domain.retro import (
    FITS,
    Loss,
    Replay,
    RetroDraft,
    RetroView,
    Signal,
    SignalDraft,
    Track,
)
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import segments, settings
from healthdesk.core.services.documents import canonical
from healthdesk.core.services.facts import load, metrics
from healthdesk.core.services.memory import remembered
from healthdesk.core.services.work_rows import (
    NOTHING_CHANGED,
    account_row,
    line_of,
    optional_line,
    prose_of,
)
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Retro, RetroSignal

MOST: Final = 1e12
"""The largest ARR that can be meant."""
LONGEST: Final = 36_525
"""Days that somebody can have been a customer."""
SIGNS: Final = 4
"""Measures, and signs outside the profile, that a new retro begins with at most."""
_CHURNED: Final = (
    "SELECT o.day, o.reason FROM outcome o WHERE o.account_id = :account"
    " AND o.kind = 'churned' ORDER BY o.day, o.id LIMIT 1"
)
_SAID_LOST: Final = (
    "SELECT a.account_id, a.id, f.renewal_day, f.category, f.reason FROM forecast f"
    " JOIN account a ON a.id = f.account_id WHERE f.made_on <= :day ORDER BY f.made_on, f.id"
)
_REASONS: Final = (
    "SELECT a.account_id, o.reason FROM outcome o JOIN account a ON a.id = o.account_id"
    " WHERE o.kind = 'churned' AND o.day <= :day ORDER BY o.day DESC, o.id DESC"
)
_RETROS: Final = (
    "SELECT a.account_id AS named, r.* FROM retro r JOIN account a ON a.id = r.account_id"
    " WHERE r.known_on <= :day ORDER BY r.day, r.id"
)
_SIGNALS: Final = "SELECT * FROM retro_signal ORDER BY retro_id, position, id"


def losses(tx: Tx, day: int, segment: str | None = None) -> tuple[Loss, ...]:
    """The accounts that have churned by a day, the latest first, each with its retro if any.

    So has, before an outcome says it, one whose renewal is said to be lost.
    """
    found = remembered(tx, f"losses {day}", lambda: _losses(tx, day))
    if segment is None:
        return found
    inside = frozenset(segments.members(tx, segment, day))
    return tuple(one for one in found if one.account_id in inside)


def loss(tx: Tx, account_id: str, day: int) -> Loss:
    """One account that churned.

    Raises:
        NotFound: It has not churned by that day.
    """
    found = next((one for one in losses(tx, day) if one.account_id == account_id), None)
    if found is None:
        raise NotFound(f"The account {account_id} has not churned by this day.")
    return found


def _losses(tx: Tx, day: int) -> tuple[Loss, ...]:
    facts = load(tx)
    said = said_lost(tx, day)
    when = np.where(facts.churned <= day, facts.churned, NO_DAY).astype(np.int64)
    for number, account in enumerate(facts.account_ids):
        if account in said and when[number] == NO_DAY:
            when[number] = said[account][0]
    gone = np.flatnonzero(when != NO_DAY)
    if not len(gone):
        return ()
    last = np.minimum(when[gone] - 1, day).astype(np.int32)
    cells = Cells(gone.astype(np.int32), last, np.ones(len(gone), bool))
    arr = cell_arr(facts, cells)
    began = first_days(facts, np.array([day], np.int32))[gone, 0]
    reasons = {account: (told or "") for account, told in tx.execute(text(_REASONS), {"day": day})}
    kept = _kept(tx, day)
    own = settings.read(tx).currency
    out = []
    for place, number in enumerate(gone.tolist()):
        account, left = facts.account_ids[number], int(when[number])
        told = reasons.get(account) or said.get(account, (0, ""))[1]
        paid, start = float(arr[place]), int(began[place])
        out.append(
            Loss(
                account,
                facts.names[number],
                left,
                None if np.isnan(paid) else paid,
                _currency(facts, number, left, own),
                None if start == NO_DAY or start > left else left - start,
                " ".join(told.split()),
                kept.get(account),
                said=bool(facts.churned[number] > day),
            )
        )
    return tuple(sorted(out, key=lambda one: (-one.day, one.name.casefold(), one.account_id)))


def said_lost(tx: Tx, day: int) -> dict[str, tuple[int, str]]:
    """Accounts of which the last word by a day was that a renewal is lost: its day, and why."""
    last = {row[0]: row for row in tx.execute(text(_SAID_LOST), {"day": day})}
    return {
        account: (int(row[2]), str(row[4])) for account, row in last.items() if row[3] == "lost"
    }


def _currency(facts: Facts, number: int, day: int, own: str) -> str:
    attribute = facts.attributes.get("currency")
    told = None if attribute is None else attribute.at(number, day)
    return str(told) if told else own


def _kept(tx: Tx, day: int) -> dict[str, RetroView]:
    """The retros by account, as of a day."""
    signals: dict[int, list[Signal]] = {}
    for row in tx.execute(text(_SIGNALS)).mappings():
        signals.setdefault(row["retro_id"], []).append(_signal(row))
    out = {}
    for row in tx.execute(text(_RETROS), {"day": day}).mappings():
        closed = row["closed_on"]
        out[row["named"]] = RetroView(
            row["id"],
            _draft(row),
            tuple(signals.get(row["id"], ())),
            row["profile"],
            row["known_on"],
            None if closed is None or closed > day else closed,
            row["by"],
        )
    return out


def _draft(row: RowMapping) -> RetroDraft:
    return RetroDraft(
        row["arr"],
        row["tenure_days"],
        row["fit"] if row["fit"] in FITS else "",
        row["reason"],
        row["words"],
        row["done_well"],
        row["done_better"],
    )


def _signal(row: RowMapping) -> Signal:
    """A kept sign; a reading that is none any more is left out."""
    ref: ReadingRef | None = None
    if row["reading"]:
        try:
            told = json.loads(row["reading"])
            named = {str(told["metric"])} if "metric" in told else set()
            ref = parse_ref(told, named, CATALOGUE, "reading")
        except (BadDocument, ValueError, TypeError):
            ref = None
    draft = SignalDraft(
        row["name"], row["day"], row["measure"], ref, bool(row["missed"]), row["note"]
    )
    return Signal(row["id"], draft, bool(row["candidate"]))


def signs_of(replay: Replay) -> tuple[SignalDraft, ...]:
    """The signs that a new retro begins with: what moved first, in the profile and outside it."""
    moved = sorted((*replay.moved[:SIGNS], *replay.outside[:SIGNS]), key=lambda one: one.moved or 0)
    return tuple(_sign_of(replay, one) for one in moved)


def _sign_of(replay: Replay, one: Track) -> SignalDraft:
    day = one.moved or replay.lost
    inside = one.reading is None
    return SignalDraft(
        one.name, day, one.key if inside else "", one.reading, missed=replay.missed(day)
    )


@op("Begin churn retro")
def begin(tx: Tx, account_id: str, signals: Sequence[SignalDraft] = ()) -> int:
    """Begin the retro of an account that churned, with the signs of its replay; its row."""
    account = account_row(tx, account_id)
    there = tx.execute(
        text("SELECT max(id) FROM retro WHERE account_id = :account"), {"account": account}
    ).scalar()
    if there is not None:
        return int(there)
    found = tx.execute(text(_CHURNED), {"account": account}).one_or_none()
    today = settings.today(tx)
    lost = said_lost(tx, today).get(account_id) if found is None else (found[0], found[1] or "")
    if lost is None:
        raise UsageError(f"This account has not churned; {NOTHING_CHANGED}.")
    made = Retro(
        account_id=account,
        day=lost[0],
        reason=" ".join(lost[1].split())[:300],
        known_on=today,
        by=settings.read(tx).person,
    )
    tx.add(made)
    tx.flush()
    for place, one in enumerate(signals):
        _put(tx, made.id, place, one)
    tx.flush()
    return int(made.id)


@op("Edit churn retro")
def change(tx: Tx, retro: int, draft: RetroDraft) -> None:
    """Say something else of a loss."""
    row = _row(tx, retro)
    if draft.fit not in FITS:
        raise UsageError(f"There is no fit {draft.fit!r}; {NOTHING_CHANGED}.")
    if draft.arr is not None and not 0 <= draft.arr <= MOST:
        raise UsageError(f"An ARR is 0 or more; {NOTHING_CHANGED}.")
    if draft.tenure_days is not None and not 0 <= draft.tenure_days <= LONGEST:
        raise UsageError(f"Nobody is a customer for so many days; {NOTHING_CHANGED}.")
    row.arr, row.tenure_days, row.fit = draft.arr, draft.tenure_days, draft.fit
    row.reason = optional_line(draft.reason, "The reason")
    row.words = prose_of(draft.words, "Their words")
    row.done_well = prose_of(draft.done_well, "What was done well")
    row.done_better = prose_of(draft.done_better, "What could be done better")
    tx.flush()


@op("Add sign to churn retro")
def add_signal(tx: Tx, retro: int, draft: SignalDraft) -> int:
    """Add a sign that somebody remembers; its row."""
    _row(tx, retro)
    last = tx.execute(
        text("SELECT max(position) FROM retro_signal WHERE retro_id = :retro"), {"retro": retro}
    ).scalar()
    made = _put(tx, retro, 0 if last is None else int(last) + 1, draft)
    tx.flush()
    return int(made.id)


@op("Mark sign of churn retro")
def mark(tx: Tx, signal: int, missed: bool, note: str | None = None) -> None:
    """Say whether a sign was missed, and perhaps a word on it."""
    row = _signal_row(tx, signal)
    row.missed = missed
    if note is not None:
        row.note = prose_of(note, "The note")
    tx.flush()


@op("Remove sign from churn retro")
def remove_signal(tx: Tx, signal: int) -> None:
    """Take a sign away."""
    tx.delete(_signal_row(tx, signal))
    tx.flush()


@op("Put sign forward as a measure")
def put_forward(tx: Tx, signal: int, profile: str) -> None:
    """Note that a sign went into the draft of a health profile."""
    row = _signal_row(tx, signal)
    row.candidate = True
    _row(tx, row.retro_id).profile = line_of(profile, "The profile")
    tx.flush()


@op("Close churn retro")
def close(tx: Tx, retro: int) -> None:
    """Say that all is said of a loss."""
    row = _row(tx, retro)
    if row.closed_on is not None:
        raise UsageError(f"The retro is closed already; {NOTHING_CHANGED}.")
    row.closed_on = settings.today(tx)
    tx.flush()


@op("Reopen churn retro")
def reopen(tx: Tx, retro: int) -> None:
    """Go on with a retro that was closed."""
    _row(tx, retro).closed_on = None
    tx.flush()


@op("Remove churn retro")
def remove(tx: Tx, retro: int) -> None:
    """Take a retro away with its signs."""
    tx.delete(_row(tx, retro))
    tx.flush()


def _put(tx: Tx, retro: int, place: int, draft: SignalDraft) -> RetroSignal:
    ref = draft.reading
    if ref is not None and ref.options.get("metric", "") not in {"", *metrics(tx)}:
        raise UsageError(f"The desk has no metric {ref.options['metric']!r}; {NOTHING_CHANGED}.")
    made = RetroSignal(
        retro_id=retro,
        position=place,
        name=line_of(draft.name, "A sign"),
        day=draft.day,
        measure=optional_line(draft.measure, "The measure"),
        reading=None if ref is None else canonical(dump_ref(ref)),
        missed=draft.missed,
        note=prose_of(draft.note, "The note"),
    )
    tx.add(made)
    return made


def _row(tx: Tx, retro: int) -> Retro:
    row = tx.get(Retro, retro)
    if row is None:
        raise NotFound(f"This retro is no longer there; {NOTHING_CHANGED}.")
    return row


def _signal_row(tx: Tx, signal: int) -> RetroSignal:
    row = tx.get(RetroSignal, signal)
    if row is None:
        raise NotFound(f"This sign is no longer there; {NOTHING_CHANGED}.")
    return row
