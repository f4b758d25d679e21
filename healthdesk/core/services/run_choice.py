"""Which playbooks can be started on accounts, and which of them is suggested: by segment or cause.

Not here: starting (runs.py), how one would go (trial.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.errors import BadDocument, DeskError
from healthdesk.core.domain.playbook_view import PlaybookRow, Trial
from healthdesk.core.domain.run_choice import PlaybookChoice, StartChoices, Suggestion
from healthdesk.core.domain.views import BANDS
from healthdesk.core.services import (
    band_names,
    causes,
    playbook_reading,
    playbooks,
    segments,
    trial,
)
from healthdesk.core.services.run_rows import UNDER_WAY
from healthdesk.core.store.db import Tx

_OF_BANDS: Final = tuple(
    (band, str(one["playbook"]), one["rule"])
    for band in BANDS
    for one in segments.STARTERS
    if one["name"] == band
)
_RUNNING: Final = (
    "SELECT p.name, a.account_id FROM run r JOIN playbook p ON p.id = r.playbook_id"
    f" JOIN account a ON a.id = r.account_id WHERE {UNDER_WAY}"
)


def choices(tx: Tx, account_ids: Sequence[str], day: int) -> StartChoices:
    """What can be started on some accounts as of a day, the most fitting first."""
    wanted = tuple(dict.fromkeys(account_ids))
    rows = [
        row
        for row in playbook_reading.overview(tx, day)
        if row.version and not row.archived and not row.broken
    ]
    names = _names(tx, wanted)
    fits = {one.playbook: one for one in reversed(_fitting(tx, rows, wanted, day))}
    running = _running(tx, frozenset(wanted))
    listed = [_choice(row, fits.get(row.name), running) for row in rows]
    order = {name: at for at, name in enumerate(reversed(fits))}
    listed.sort(key=lambda one: order.get(one.name, len(order)))
    accounts = tuple((key, names.get(key, key)) for key in wanted)
    return StartChoices(accounts, tuple(listed), MappingProxyType(names))


def suggested(tx: Tx, account_ids: Sequence[str], day: int) -> Suggestion | None:
    """The playbook that fits some accounts best and is not at work on all of them yet."""
    wanted = tuple(dict.fromkeys(account_ids))
    rows = playbook_reading.overview(tx, day)
    running = _running(tx, frozenset(wanted))
    usable = [one for one in rows if one.version and not one.archived and not one.broken]
    found = _fitting(tx, usable, wanted, day)
    return next((one for one in found if len(running.get(one.playbook, ())) < len(wanted)), None)


def preview(tx: Tx, name: str, account_id: str, day: int) -> Trial:
    """How a playbook would go on an account if it were started on a day; nothing is created."""
    return trial.trial(tx, playbooks.document(tx, name), account_id, day)


def _fitting(
    tx: Tx, rows: Sequence[PlaybookRow], wanted: Sequence[str], day: int
) -> list[Suggestion]:
    """Every playbook that somebody or something suggests, the most fitting first, each once."""
    known = {row.name for row in rows}
    asked = frozenset(wanted)
    found = [
        *_by_cause(tx, rows, asked, day),
        *_by_sign(tx, rows, asked, day),
        *_by_segment(tx, known, asked, day),
    ]
    told = {one.playbook for one in found}
    found += [one for one in _by_band(tx, known, asked, day) if one.playbook not in told]
    found.sort(key=lambda one: (-one.accounts, one.narrow))
    best: dict[str, Suggestion] = {}
    for one in found:
        best.setdefault(one.playbook, one)
    return list(best.values())


def _by_segment(
    tx: Tx, known: Iterable[str], asked: frozenset[str], day: int
) -> Iterable[Suggestion]:
    taken = set(known)
    for one in segments.documents(tx):
        name, playbook = str(one.get("name", "")), str(one.get("playbook", ""))
        if playbook not in taken:
            continue
        try:
            inside = segments.members(tx, name, day)
        except (BadDocument, DeskError):
            continue  # a rule that names what is gone suggests nothing; its page tells
        here = asked.intersection(inside)
        if here:
            yield Suggestion(playbook, f"in segment {name}", len(here), len(inside))


def _by_band(tx: Tx, known: Iterable[str], asked: frozenset[str], day: int) -> Iterable[Suggestion]:
    """What came with HealthDesk for each band, for desks whose own segments suggest nothing."""
    taken = set(known)
    for band, playbook, rule in _OF_BANDS:
        if playbook in taken:
            inside = segments.matching(tx, rule, day)
            here = asked.intersection(inside)
            if here:
                called = band_names.read(tx).of(band)
                yield Suggestion(playbook, f"with the score {called}", len(here), len(inside))


def _by_cause(
    tx: Tx, rows: Sequence[PlaybookRow], asked: frozenset[str], day: int
) -> Iterable[Suggestion]:
    """Playbooks that answer a cause with which accounts are marked, by attribute or tag."""
    told = causes.marked(tx, day)
    for row in rows:
        here = told.get(row.cause.casefold(), set()) & asked if row.cause else set()
        if here:
            yield Suggestion(row.name, f"marked with the cause “{row.cause}”", len(here))


def _by_sign(
    tx: Tx, rows: Sequence[PlaybookRow], asked: frozenset[str], day: int
) -> Iterable[Suggestion]:
    """Playbooks that answer what happened lately: an unhappy answer, a key person who left."""
    for row in rows:
        told = causes.signs(tx, row.cause, day)
        here = sorted(asked & told.keys())
        if here:
            more = f", {len(here)} accounts alike" if len(here) > 1 else ""
            yield Suggestion(row.name, f"{told[here[0]]}{more}", len(here), 1)


def _running(tx: Tx, asked: frozenset[str]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, account in tx.execute(text(_RUNNING)):
        if account in asked:
            found.setdefault(name, set()).add(account)
    return {name: frozenset(accounts) for name, accounts in found.items()}


def _names(tx: Tx, wanted: Sequence[str]) -> dict[str, str]:
    asked = frozenset(wanted)
    rows = tx.execute(text("SELECT account_id, name FROM account"))
    return {key: name for key, name in rows if key in asked}


def _choice(
    row: PlaybookRow, fit: Suggestion | None, running: Mapping[str, frozenset[str]]
) -> PlaybookChoice:
    return PlaybookChoice(
        row.name,
        row.purpose,
        row.cause,
        row.measure,
        row.version,
        row.steps,
        row.days,
        row.worked,
        "" if fit is None else fit.why,
        0 if fit is None else fit.accounts,
        running.get(row.name, frozenset()),
    )
