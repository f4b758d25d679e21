"""Reads runs out of the desk as the engine takes them, and writes what became of them.

Not here: what happens to a run (run_going.py, runs.py), how it is shown (run_reading.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal, cast

import msgspec
from sqlalchemy import text

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain.errors import BadDocument, NotFound
from healthdesk.core.domain.playbook import Playbook
from healthdesk.core.domain.run import Entry, RunState
from healthdesk.core.services.playbook_documents import parsed
from healthdesk.core.services.queries import blocks
from healthdesk.core.services.work_rows import NOTHING_CHANGED
from healthdesk.core.store.db import Tx

UNDER_WAY: Final = "r.status IN ('active', 'waiting')"
_RUNS: Final = """
SELECT r.id, r.playbook_id, r.name, r.version, r.template, r.body, r.account_id AS account,
  a.account_id, a.name AS account_name, r.owner, r.origin, r.status, r.start_day, r.seen_day,
  r.renewal_day, r.moved, r.pauses, r.made_on, r.ended_on, r.ended_why, r.ask_on, r.look_on,
  r.outcome, r.outcome_words, r.outcome_on, g."by" AS signed_by, g.day AS signed_on
FROM run r JOIN account a ON a.id = r.account_id LEFT JOIN run_signoff g ON g.run_id = r.id
WHERE """
_STEPS: Final = """
SELECT s.run_id, s.step, s.task_id, s.message_id, s.answers,
  s.state, s.planned_day, s.raised_day, s.closed_day, s.how, s.streak, s.arm
FROM run_step s JOIN run r ON r.id = s.run_id JOIN account a ON a.id = r.account_id WHERE """
_RUN_COLUMNS: Final = (
    *("playbook_id", "name", "version", "template", "body", "account_id", "owner", "origin"),
    *("status", "start_day", "seen_day", "renewal_day", "moved", "pauses", "made_on", "ended_on"),
    *("ended_why", "ask_on", "look_on", "outcome", "outcome_words", "outcome_on"),
)
_STEP_COLUMNS: Final = (
    *("run_id", "step", "state", "planned_day", "raised_day", "closed_day", "how", "streak"),
    *("arm", "task_id", "message_id", "answers"),
)
_INSERT_RUN: Final = (
    f"INSERT INTO run (id, {', '.join(_RUN_COLUMNS)})"
    f" VALUES (:id, {', '.join(f':{one}' for one in _RUN_COLUMNS)})"
)
_UPDATE_RUN: Final = (
    f"UPDATE run SET {', '.join(f'{one} = :{one}' for one in _RUN_COLUMNS)} WHERE id = :id"
)
_INSERT_STEP: Final = (
    f"INSERT INTO run_step ({', '.join(_STEP_COLUMNS)})"
    f" VALUES ({', '.join(f':{one}' for one in _STEP_COLUMNS)})"
)
_UPDATE_STEP: Final = (
    f"UPDATE run_step SET {', '.join(f'{one} = :{one}' for one in _STEP_COLUMNS)}"
    " WHERE run_id = :run_id AND step = :step"
)


@dataclass
class Made:
    """What a step of a run brought into the desk."""

    task: int | None = None
    message: int | None = None
    answers: dict[str, str] | None = None


@dataclass
class Kept:
    """A run as it stands in the desk and, while an operation works on it, as it will stand.

    Attributes:
        id: its row; `playbook_id` is that of its playbook, None = gone.
        template: the document it started from; `body` its own where it was changed.
        account: row of its account; `account_id` is the account's own id.
        made: by id of the step.
        hold_whys: why it was put on hold, by the first day of each hold that says so.
    """

    id: int
    playbook_id: int | None
    name: str
    version: int
    template: str
    body: str | None
    account: int
    account_id: str
    account_name: str
    owner: str
    origin: str
    made_on: int
    state: RunState
    status: str = ""
    ended_why: str = ""
    ask_on: int | None = None
    look_on: int | None = None
    outcome: str = ""
    outcome_words: str = ""
    outcome_on: int | None = None
    made: dict[str, Made] = field(default_factory=dict)
    signed_by: str = ""
    signed_on: int | None = None
    hold_whys: dict[int, str] = field(default_factory=dict)

    @property
    def playbook(self) -> Playbook:
        """The document it goes by.

        Raises:
            BadDocument: This version of the program cannot read it.
        """
        return parsed(self.body or self.template)

    @property
    def readable(self) -> bool:
        """Whether its document can be read."""
        try:
            return bool(self.playbook.name)
        except BadDocument:
            return False

    def made_of(self, step: str) -> Made:
        """What a step brought, to be written to."""
        return self.made.setdefault(step, Made())

    @property
    def under_way(self) -> bool:
        """Whether it has not ended."""
        return not self.state.ended


def load(tx: Tx, where: str = UNDER_WAY, **asked: object) -> list[Kept]:
    """The runs of which something holds (`r` is the run, `a` its account), oldest first."""
    steps: dict[int, dict[str, Entry]] = {}
    brought: dict[int, dict[str, Made]] = {}
    # Runs that began together have steps that stand alike: one entry for all of them.
    alike: dict[tuple[Any, ...], Entry] = {}
    for block in blocks(tx, f"{_STEPS}{where} ORDER BY s.id", asked):
        for row in block:
            run, step, task, message, answers = row[:5]
            entry = alike.get(row[5:])
            if entry is None:
                entry = alike[row[5:]] = Entry(*row[5:])
            steps.setdefault(run, {})[step] = entry
            if task is not None or message is not None or answers is not None:
                told = _json(answers) if answers is not None else None
                brought.setdefault(run, {})[step] = Made(task, message, told)
    rows = tx.execute(text(f"{_RUNS}{where} ORDER BY r.id"), asked)
    return [_kept(row, steps.get(row.id, {}), brought.get(row.id, {})) for row in rows]


def one(tx: Tx, run: int) -> Kept:
    """A run.

    Raises:
        NotFound: It is no longer there.
    """
    found = load(tx, "r.id = :run", run=run)
    if not found:
        raise NotFound(f"This run is no longer there; {NOTHING_CHANGED}.")
    return found[0]


class Writer:
    """Writes runs as they became: each changed row once, all of them together."""

    def __init__(self, tx: Tx, kept: Iterable[Kept] = ()) -> None:
        self._tx = tx
        self._before: dict[int, tuple[dict[str, Any], dict[str, dict[str, Any]]]] = {}
        self._next: int | None = None
        for run in kept:
            self.watch(run)

    def watch(self, run: Kept) -> None:
        """Remember how a run stands in the desk."""
        self._before[run.id] = (_run_row(run), _step_rows(run))

    def next_id(self) -> int:
        """A row for a run to come."""
        if self._next is None:
            found = self._tx.execute(text("SELECT coalesce(max(id), 0) + 1 FROM run"))
            self._next = int(found.scalar_one())
        self._next += 1
        return self._next - 1

    def write(self, runs: Sequence[Kept]) -> None:
        """Write what is different about runs now."""
        new, changed = [], []
        void: list[dict[str, Any]] = []
        made: list[dict[str, Any]] = []
        mended: list[dict[str, Any]] = []
        gone: list[dict[str, Any]] = []
        for run in runs:
            run.status = status_of(run)
            row, steps = _run_row(run), _step_rows(run)
            was, had = self._before.get(run.id, (None, {}))
            if was is None:
                new.append(row)
            elif was != row:
                changed.append(row)
            made.extend(one for step, one in steps.items() if step not in had)
            mended.extend(one for step, one in steps.items() if step in had and had[step] != one)
            gone.extend({"run_id": run.id, "step": step} for step in had.keys() - steps.keys())
            self._before[run.id] = (row, steps)
            if run.signed_by and run.state.ended != "done":
                void.append({"run": run.id})  # another state of it was signed
        delete = "DELETE FROM run_step WHERE run_id = :run_id AND step = :step"
        unsign = "DELETE FROM run_signoff WHERE run_id = :run"
        told = ((_INSERT_RUN, new), (_UPDATE_RUN, changed), (delete, gone), (unsign, void))
        for sql, rows in (*told, (_INSERT_STEP, made), (_UPDATE_STEP, mended)):
            if rows:
                self._tx.execute(text(sql), rows)


def status_of(run: Kept) -> str:
    """What a run is called: waiting where nothing is open for a person, else active."""
    if run.state.ended:
        return run.state.ended
    if any(_asks(run, step, entry) for step, entry in run.state.entries.items()):
        return "active"
    return "waiting"


def _asks(run: Kept, step: str, entry: Entry) -> bool:
    if entry.state != "open":
        return False
    known = run.playbook.step(step) if run.readable else None
    return known is None or not CATALOGUE[known.kind].SPEC.flow


def _kept(row: Any, steps: dict[str, Entry], made: dict[str, Made]) -> Kept:  # noqa: ANN401
    """A run of its row of the query above, and of its steps."""
    ended = row.status if row.status in ("done", "stopped") else ""
    holds = _json(row.pauses)
    state = RunState(
        start=row.start_day,
        seen=row.seen_day,
        renewal=row.renewal_day,
        entries=MappingProxyType(steps),
        moved=MappingProxyType(_json(row.moved)),
        pauses=tuple((first, until) for first, until, *_ in holds),
        ended=cast("Literal['', 'done', 'stopped']", ended),
        ended_on=row.ended_on,
    )
    return Kept(
        id=row.id,
        playbook_id=row.playbook_id,
        name=row.name,
        version=row.version,
        template=row.template,
        body=row.body,
        account=row.account,
        account_id=row.account_id,
        account_name=row.account_name,
        owner=row.owner,
        origin=row.origin,
        made_on=row.made_on,
        state=state,
        status=row.status,
        ended_why=row.ended_why,
        ask_on=row.ask_on,
        look_on=row.look_on,
        outcome=row.outcome,
        outcome_words=row.outcome_words,
        outcome_on=row.outcome_on,
        made=made,
        signed_by=row.signed_by or "",
        signed_on=row.signed_on,
        hold_whys={first: why for first, _, *words in holds for why in words},
    )


def _run_row(run: Kept) -> dict[str, Any]:
    state = run.state
    return {
        "id": run.id,
        "playbook_id": run.playbook_id,
        "name": run.name,
        "version": run.version,
        "template": run.template,
        "body": run.body,
        "account_id": run.account,
        "owner": run.owner,
        "origin": run.origin,
        "status": run.status,
        "start_day": state.start,
        "seen_day": state.seen,
        "renewal_day": state.renewal,
        "moved": _text(dict(state.moved)),
        "pauses": _text([[*one, *_why(run, one[0])] for one in state.pauses]),
        "made_on": run.made_on,
        "ended_on": state.ended_on,
        "ended_why": run.ended_why,
        "ask_on": run.ask_on,
        "look_on": run.look_on,
        "outcome": run.outcome,
        "outcome_words": run.outcome_words,
        "outcome_on": run.outcome_on,
    }


def _why(run: Kept, first: int) -> tuple[str, ...]:
    """Why a hold that began on a day was made, as far as somebody said so."""
    told = run.hold_whys.get(first, "")
    return (told,) if told else ()


def _step_rows(run: Kept) -> dict[str, dict[str, Any]]:
    nothing = Made()
    out = {}
    for step, entry in run.state.entries.items():
        made = run.made.get(step, nothing)
        out[step] = {
            "run_id": run.id,
            "step": step,
            "state": entry.state,
            "planned_day": entry.planned,
            "raised_day": entry.raised,
            "closed_day": entry.closed,
            "how": entry.how,
            "streak": entry.streak,
            "arm": entry.arm,
            "task_id": made.task,
            "message_id": made.message,
            "answers": None if made.answers is None else _text(made.answers),
        }
    return out


def _json(told: Any) -> Any:  # noqa: ANN401 - any JSON value
    return msgspec.json.decode(told)


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()
