"""A yes or a no to what successplays suggest, and plays that a person fires.

Not here: what fires by itself (play_ticks.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

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
    asked, today = _Asked(tx), settings.today(tx)
    for one in wanted:
        if one in rows:
            asked.take(rows[one])
    made = runs.begin(tx, asked.new, today, progress)
    for row, play, run, at, new in asked.taken:
        _take(row, play, (made[at] if at >= 0 else run, new), today)
    tx.flush()
    return Accepted(len(asked.taken), len(wanted) - len(asked.taken), asked.why)


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


class _Taken(NamedTuple):
    """A suggestion that is followed: on an open run, or on one of those that begin."""

    row: Firing
    play: Document
    run: int
    at: int
    new: bool


class _Asked:
    """Suggestions that are followed together: which runs begin, and which are noted on which.

    Attributes:
        why: why the first that cannot be started is not; "" = all can.
    """

    def __init__(self, tx: Tx) -> None:
        self.taken: list[_Taken] = []
        self.new: list[runs.Begin] = []
        self.why = ""
        self._tx = tx
        self._documents: dict[tuple[int | None, int], Document] = {}
        self._playbooks: dict[str, tuple[int, str, int, str]] = {}
        self._at_work: dict[str, dict[int, int]] = {}
        self._begun: dict[tuple[str, int], int] = {}
        names = tx.execute(text("SELECT id, account_id, name FROM account"))
        self._accounts = {row: (row, key, name) for row, key, name in names}

    def take(self, row: Firing) -> None:
        """Follow a suggestion, if that can be."""
        try:
            self._take(row)
        except DeskError as error:
            self.why = self.why or error.sentence

    def _take(self, row: Firing) -> None:
        kept = row.play_id, row.version
        if kept not in self._documents:
            self._documents[kept] = _document(self._tx, row)
        play = self._documents[kept]
        key = play.playbook.casefold(), row.account_id
        if play.brakes.running != "again":
            if key[0] not in self._at_work:
                self._at_work[key[0]] = _at_work(self._tx, play.playbook)
            run, at = self._at_work[key[0]].get(row.account_id, 0), self._begun.get(key, -1)
            if run or at >= 0:
                self.taken.append(_Taken(row, play, run, at, new=False))
                return
        if key[0] not in self._playbooks:
            self._playbooks[key[0]] = runs.to_start(self._tx, play.playbook)
        at = self._begun[key] = len(self.new)
        account = self._accounts[row.account_id]
        origin = f"{ORIGIN}{row.play}"
        self.new.append(runs.Begin(self._playbooks[key[0]], account, origin, play.owner))
        self.taken.append(_Taken(row, play, 0, at, new=True))


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


def _at_work(tx: Tx, playbook: str) -> dict[int, int]:
    """The newest run under way of a playbook, by the rows of accounts."""
    row = playbook_names.find(tx, playbook)
    return {} if row is None else pairs(tx, _AT_WORK, playbook=row)


def _started(
    tx: Tx, name: str, play: Document, accounts: Sequence[int], *, leave: bool = False
) -> Mapping[int, tuple[int, bool]]:
    """Runs by the rows of accounts: open ones, and those that are new."""
    at_work = {} if play.brakes.running == "again" else _at_work(tx, play.playbook)
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
