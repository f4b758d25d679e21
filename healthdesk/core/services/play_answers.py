"""A yes or a no to what successplays suggest, and plays that a person fires.

Not here: what fires by itself (play_ticks.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, text, update

from healthdesk.core.domain.errors import DeskError, NotFound, UsageError
from healthdesk.core.domain.firing import BY_HAND
from healthdesk.core.domain.op import op
from healthdesk.core.domain.play import Play as Document
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.trigger import Told
from healthdesk.core.services import play_names, playbook_names, runs, settings
from healthdesk.core.services.play_documents import parsed
from healthdesk.core.services.play_rows import told_lines
from healthdesk.core.services.queries import pairs
from healthdesk.core.services.run_going import RENEWALS
from healthdesk.core.services.run_rows import UNDER_WAY
from healthdesk.core.services.work_rows import NOTHING_CHANGED, account_row, line_of
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Firing, Play

ORIGIN: Final = "play:"
AT_ONCE: Final = 50
"""Runs that are started before somebody may stop it."""
_ASKED: Final = 500
"""Rows that are asked for in one statement."""
_AT_WORK: Final = (
    "SELECT r.account_id, max(r.id) FROM run r WHERE r.playbook_id = :playbook"
    f" AND {UNDER_WAY} GROUP BY r.account_id"
)


@dataclass(frozen=True)
class Accepted:
    """How many suggestions were answered, how many were not, and why one of these was not."""

    done: int
    left: int
    why: str = ""


@op("Say yes to play")
def accept(tx: Tx, firing: int) -> int:
    """Start what a play suggests, today; returns the row of the run.

    Where the playbook is at work already it is noted on that run, unless the play starts it beside.

    Raises:
        UsageError: It waits no more, or its playbook cannot be started.
    """
    row = _waiting(tx, firing)
    play = _document(tx, row)
    (run,) = _started(tx, row.play, play, [row.account_id]).values()
    return _took(tx, row, play, run)


@op("Say yes to plays")
def accept_all(tx: Tx, firings: Sequence[int], progress: Progress = NOBODY) -> Accepted:
    """Start all that plays suggest there, today, as a yes to one after the other would.

    What waits no more is left out and counted. So is what cannot be started, with the reason.

    Raises:
        Cancelled: Somebody stopped it; nothing was started.
    """
    wanted = list(dict.fromkeys(firings))
    rows = {row.id: row for row in _waiting_of(tx, wanted)}
    begun: list[int] = []
    why, today = "", settings.today(tx)
    for some in _together([rows[one] for one in wanted if one in rows]):
        progress.step(len(begun), len(wanted), "Starting playbooks")
        first = some[0]
        try:
            play = _document(tx, first)
            runs_of = _started(tx, first.play, play, [row.account_id for row in some])
        except DeskError as error:
            why = why or error.sentence
            continue
        for row in some:
            _take(row, play, runs_of[row.account_id], today)
        tx.flush()
        begun += [row.id for row in some]
    return Accepted(len(begun), len(wanted) - len(begun), why)


@op("Say no to plays")
def decline_all(tx: Tx, firings: Sequence[int], why: str) -> Accepted:
    """Say that none of some suggestions is followed, and why; what waits no more is left out."""
    told, today = line_of(why, "A no"), settings.today(tx)
    wanted = list(dict.fromkeys(firings))
    rows = _waiting_of(tx, wanted)
    for row in rows:
        row.state, row.why, row.closed_on = "declined", told, today
    tx.flush()
    return Accepted(len(rows), len(wanted) - len(rows))


@op("Say no to play")
def decline(tx: Tx, firing: int, why: str) -> None:
    """Say that a suggestion is not followed, and why."""
    row = _waiting(tx, firing)
    row.state, row.why = "declined", line_of(why, "A no")
    row.closed_on = settings.today(tx)
    tx.flush()


@op("Fire play")
def fire_by_hand(tx: Tx, name: str, account_ids: Sequence[str]) -> tuple[int, ...]:
    """Start a play on accounts, whatever its trigger and brakes say; the rows of the runs.

    Raises:
        UsageError: It was never saved; or its playbook is at work there, and is to be left alone.
    """
    found = tx.get_one(Play, play_names.find(tx, name))
    if found.body is None:
        raise UsageError(f"“{found.name}” is only a draft; {NOTHING_CHANGED}.", "Save it first.")
    play, today = parsed(found.body), settings.today(tx)
    wanted = [account_row(tx, one) for one in dict.fromkeys(account_ids)]
    begun = _started(tx, found.name, play, wanted, leave=play.brakes.running == "leave")
    out = []
    for account, (run, new) in begun.items():
        told = Told(BY_HAND, settings.read(tx).person)
        row = Firing(
            play_id=found.id,
            play=found.name,
            version=found.version,
            account_id=account,
            day=today,
            known_on=today,
            cause_day=today,
            because=told_lines([told]),
            state="suggested",
            renewal_day=tx.execute(text(RENEWALS), {"account": account, "day": today}).scalar(),
            batch_mark=newest_import(tx),
        )
        tx.add(row)
        tx.flush()
        out.append(_took(tx, row, play, (run, new)))
    return tuple(out)


def lapse_all(tx: Tx, play: int, why: str) -> None:
    """Let go of all that a play suggests and nobody answered."""
    tx.execute(
        update(Firing)
        .where(Firing.play_id == play, Firing.state == "suggested")
        .values(state="lapsed", why=why, closed_on=settings.today(tx))
    )


def newest_import(tx: Tx) -> int:
    """The newest import there is."""
    sql = "SELECT coalesce(max(id), 0) FROM import_batch WHERE NOT undone"
    return int(tx.execute(text(sql)).scalar_one())


def goal_until(play: Document, day: int) -> int | None:
    """The last day on which a play's goal counts that fired on a day."""
    return None if play.goal is None else day + play.goal.days


def _waiting(tx: Tx, firing: int) -> Firing:
    row = tx.get(Firing, firing)
    if row is None:
        raise NotFound(f"This suggestion is no longer there; {NOTHING_CHANGED}.")
    if row.state != "suggested":
        raise UsageError(f"This suggestion waits no more; {NOTHING_CHANGED}.")
    return row


def _waiting_of(tx: Tx, firings: Sequence[int]) -> list[Firing]:
    """Those of some suggestions that wait still."""
    found: list[Firing] = []
    for at in range(0, len(firings), _ASKED):
        some = firings[at : at + _ASKED]
        found += tx.scalars(select(Firing).where(Firing.id.in_(some), Firing.state == "suggested"))
    return found


def _together(rows: Sequence[Firing]) -> Iterator[list[Firing]]:
    """Suggestions that are started in one go: of one play as it was, one for each account."""
    waiting: dict[tuple[int | None, int], list[Firing]] = {}
    for row in rows:
        waiting.setdefault((row.play_id, row.version), []).append(row)
    for some in waiting.values():
        left = some
        while left:
            now: dict[int, Firing] = {}
            later = []
            for row in left:
                if row.account_id in now or len(now) == AT_ONCE:
                    later.append(row)
                else:
                    now[row.account_id] = row
            yield list(now.values())
            left = later


def _document(tx: Tx, row: Firing) -> Document:
    """The document a firing came of; what is live of the play where that is gone."""
    body = tx.execute(
        text(
            "SELECT coalesce(v.body, p.body) FROM play p LEFT JOIN play_version v"
            " ON v.play_id = p.id AND v.version = :version WHERE p.id = :play"
        ),
        {"play": row.play_id, "version": row.version},
    ).scalar()
    if body is None:
        raise NotFound(f"The play “{row.play}” is no longer there; {NOTHING_CHANGED}.")
    return parsed(body)


def _started(
    tx: Tx, name: str, play: Document, accounts: Sequence[int], *, leave: bool = False
) -> Mapping[int, tuple[int, bool]]:
    """Runs by the rows of accounts: open ones, and those that are new."""
    playbook = playbook_names.find(tx, play.playbook)
    open_runs: dict[int, int] = {}
    if playbook is not None and play.brakes.running != "again":
        at_work = pairs(tx, _AT_WORK, playbook=playbook)
        open_runs = {one: at_work[one] for one in accounts if one in at_work}
    if open_runs and leave:
        raise UsageError(f"“{play.playbook}” is at work there already; {NOTHING_CHANGED}.")
    begun = dict(open_runs)
    new = [one for one in accounts if one not in open_runs]
    if new:
        keys = pairs(tx, "SELECT id, account_id FROM account")
        made = runs.start(
            tx,
            play.playbook,
            [keys[one] for one in new],
            owner=play.owner,
            again=True,
            origin=f"{ORIGIN}{name}",
        )
        begun |= zip(new, made, strict=True)
    return {one: (begun[one], one not in open_runs) for one in accounts}


def _took(tx: Tx, row: Firing, play: Document, begun: tuple[int, bool]) -> int:
    _take(row, play, begun, settings.today(tx))
    tx.flush()
    return begun[0]


def _take(row: Firing, play: Document, begun: tuple[int, bool], today: int) -> None:
    """Put down with a firing what it came to."""
    run, new = begun
    row.state, row.run_id, row.closed_on = "started" if new else "noted", run, today
    row.goal_until = goal_until(play, today)
