"""Undo and redo of every operation, recorded by temporary triggers on the writer's connection.

Each insert, update and delete of an undoable table, cascades and upserts included, leaves a row
in `undo_log` and the old values in the table's own shadow (`undo_<table>`), as values and not as
text, so that what comes back is exact. A step is undone newest first in one transaction; the
triggers write its redo meanwhile. The log lives in memory, is part of the transaction, and ends
with the desk's session.

Bulk imports run `suspended` and `register` what takes them back. Not here: who commits
(core/desk.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import cast

from sqlalchemy import Connection
from sqlcipher3 import dbapi2

from healthdesk.core.domain.change import Topic
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Base

STEPS = 50
"""How many operations can be undone."""
ROWS = 1_000_000
"""How many changed rows are remembered in all, the latest step apart: the log lives in memory."""

FACTS = frozenset({Topic.FACTS, Topic.SCORES})
WORK = frozenset({Topic.WORK})
RUNS = frozenset({Topic.RUNS})
PLAYS = frozenset({Topic.PLAYS})
REPORTS = frozenset({Topic.REPORTS})
TOPICS: dict[str, frozenset[Topic]] = {
    "account": frozenset({Topic.ACCOUNTS, Topic.SCORES}),
    "attribute": frozenset({Topic.ACCOUNTS, Topic.SCORES}),
    "attribute_value": frozenset({Topic.ACCOUNTS, Topic.SCORES}),
    "contact": frozenset({Topic.CONTACTS, Topic.SCORES}),
    "metric": FACTS,
    "usage": FACTS,
    "survey": FACTS,
    "pulse": FACTS,
    "touchpoint": FACTS,
    "ticket": FACTS,
    "subscription": FACTS,
    "invoice": FACTS,
    "milestone": FACTS,
    "mention": FACTS,
    "contact_usage": FACTS,
    "outcome": FACTS,
    "score_override": FACTS,
    "profile": frozenset({Topic.PROFILES, Topic.SCORES}),
    "profile_version": frozenset({Topic.PROFILES, Topic.SCORES}),
    "segment": frozenset({Topic.SEGMENTS}),
    "dashboard": frozenset({Topic.BOARDS}),
    "setting": frozenset({Topic.SETTINGS}),
    "import_batch": frozenset({Topic.IMPORTS}),
    "batch_row": frozenset({Topic.IMPORTS}),
    "batch_usage": frozenset({Topic.IMPORTS}),
    "import_part": frozenset({Topic.IMPORTS}),
    "score_reported": frozenset({Topic.SCORES}),
    "mapping": frozenset({Topic.IMPORTS}),
    "account_alias": frozenset({Topic.IMPORTS}),
    "waiting_row": frozenset({Topic.IMPORTS}),
    "hand_edit": frozenset({Topic.IMPORTS}),
    "source": frozenset({Topic.IMPORTS}),
    "account_merge": frozenset({Topic.IMPORTS}),
    "kept_apart": frozenset({Topic.IMPORTS}),
    "account_care": WORK,
    "contact_care": frozenset({Topic.WORK, Topic.CONTACTS}),
    "finding": WORK,
    "plan": WORK,
    "task": WORK,
    "meeting_asked": frozenset({Topic.WORK, Topic.CONTACTS}),
    "moment": WORK,
    "advocate": WORK,
    "advocate_ask": WORK,
    "theme": WORK,
    "feedback": WORK,
    "feedback_theme": WORK,
    "forecast": WORK,
    "attachment": WORK,
    "today_mark": WORK,
    "visit": WORK,
    "tile_seen": frozenset({Topic.BOARDS}),
    "playbook": frozenset({Topic.PLAYBOOKS}),
    "playbook_version": frozenset({Topic.PLAYBOOKS}),
    "run": RUNS,
    "run_step": RUNS,
    "message": frozenset({Topic.OUTBOX}),
    "task_repeat": WORK,
    "task_snooze": WORK,
    "report_brand": REPORTS,
    "report_template": REPORTS,
    "report_kept": REPORTS,
    "report_filed": REPORTS,
    "review": frozenset({Topic.REPORTS, Topic.WORK}),
    "handover": WORK,
    "milestone_rule": FACTS,
    "pulse_inherited": WORK,
    "run_signoff": RUNS,
    "play": PLAYS,
    "play_version": PLAYS,
    "play_seen": PLAYS,
    "firing": PLAYS,
    "campaign": frozenset({Topic.OUTBOX}),
    "campaign_person": frozenset({Topic.OUTBOX}),
    "sending": frozenset({Topic.OUTBOX}),
    "retro": WORK,
    "retro_signal": WORK,
}
"""What a screen should read again when a table changed. Scores follow from nearly everything."""

NOTICED = (
    "score_reported",
    "batch_row",
    "batch_usage",
    "import_part",
    "visit",
    "tile_seen",
    "sending",
)
"""Tables whose changes are told but not undone."""
UNDOABLE = tuple(name for name in TOPICS if name not in NOTICED)
BESIDE_FACTS = frozenset(
    {
        Topic.SCORES,
        Topic.IMPORTS,
        Topic.WORK,
        Topic.BOARDS,
        Topic.PLAYBOOKS,
        Topic.RUNS,
        Topic.PLAYS,
        Topic.OUTBOX,
        Topic.REPORTS,
    }
)
"""What a commit touches that left facts, profiles and segments alone: each of them has a topic of
its own beside these."""
SCORES = frozenset({Topic.SCORES})
"""What a commit touches that only recorded scores: nothing that is shown of a day follows it."""
BULK_TOPICS = frozenset(Topic) - {Topic.SETTINGS}
"""What work with the log suspended may have touched."""
LARGE = ("usage", "contact_usage", "attribute_value", "survey", "touchpoint", "ticket", "batch_row")
"""Tables of very many rows, whose triggers go while the log is suspended. The others' stay and do
nothing: to make hundreds of them again takes longer than most imports."""
LOGGED_NOW = "NOT EXISTS (SELECT 1 FROM undo_suspended)"

Compensate = Callable[[Tx], object]


@dataclass(frozen=True)
class Logged:
    """A stretch of the log: `low < seq <= high`."""

    low: int
    high: int


@dataclass(frozen=True)
class Compensation:
    """What takes back, or does again, a piece of work that was not logged."""

    undo: Compensate
    redo: Compensate


@dataclass(frozen=True)
class Step:
    """One operation that can be undone (or redone): its parts in the order they happened."""

    label: str
    parts: tuple[Logged | Compensation, ...]
    together: str = ""
    """Operations in a row that say the same here are one step."""

    @property
    def rows(self) -> int:
        """How many rows of the log it needs."""
        return sum(part.high - part.low for part in self.parts if isinstance(part, Logged))


@dataclass
class Recording:
    """What the transaction under way has done so far."""

    first: int
    mark: int
    parts: list[Logged | Compensation] = field(default_factory=list)
    depth: int = 0
    unlogged: bool = False
    """Something ran with the log suspended."""
    answered: bool = False
    """... and said how to take it back."""
    replaying: bool = False
    told: frozenset[Topic] = frozenset()
    """What else screens should read again."""
    rolled_back: bool = False
    """The operation asked that nothing of it be kept."""
    beside: bool = False
    """The operation asked to be no step of its own."""


@dataclass(frozen=True)
class Result:
    """What a transaction comes to: its step (if any), its topics, whether undo ends here."""

    step: Step | None
    topics: frozenset[Topic]
    barrier: bool
    beside: bool = False
    """It goes with the step before it."""


@dataclass
class History:
    """The steps that can be undone and redone, newest last."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def push(self, result: Result, together: str = "") -> None:
        """Take in an operation that was committed; it may go on the one before (`together`)."""
        if result.barrier:
            self.done.clear()
            self.undone.clear()
        elif result.step is not None and result.beside:
            if self.done:
                before = self.done.pop()
                self.done.append(replace(before, parts=before.parts + result.step.parts))
            self.undone.clear()
        elif result.step is not None:
            step = replace(result.step, together=together)
            if together and self.done and self.done[-1].together == together:
                before = self.done.pop()
                step = replace(step, parts=before.parts + step.parts)
            self.done = _newest([*self.done, step])
            self.undone.clear()

    def undid(self, result: Result) -> None:
        """Take in that the newest step was undone; `result` holds the way back."""
        self.done.pop()
        if result.step is not None:
            self.undone.append(result.step)

    def redid(self, result: Result) -> None:
        """Take in that the latest undone step was done again."""
        self.undone.pop()
        if result.step is not None:
            self.done.append(result.step)

    def oldest(self) -> int:
        """Log rows up to this number belong to no step any more."""
        return min(
            (
                part.low
                for step in (*self.done, *self.undone)
                for part in step.parts
                if isinstance(part, Logged)
            ),
            default=2**62,
        )


def _newest(steps: list[Step]) -> list[Step]:
    """As many of the newest steps as may be kept."""
    kept = steps[-1:]
    rows = kept[0].rows
    for step in reversed(steps[-STEPS:-1]):
        rows += step.rows
        if rows > ROWS:
            break
        kept.insert(0, step)
    return kept


def install(connection: Connection) -> None:
    """Make the log and its triggers on the writer's connection, empty."""
    connection.exec_driver_sql(
        "CREATE TEMP TABLE undo_log (seq INTEGER PRIMARY KEY, name TEXT, kind TEXT)"
    )
    connection.exec_driver_sql(
        "CREATE TEMP TABLE undo_touched (name TEXT PRIMARY KEY) WITHOUT ROWID"
    )
    connection.exec_driver_sql("CREATE TEMP TABLE undo_suspended (id INTEGER PRIMARY KEY)")
    _watch(connection)


def start(tx: Tx, history: History) -> Recording:
    """Begin to record a transaction; log rows that no step needs any more go."""
    connection = tx.connection()
    oldest = history.oldest()
    connection.exec_driver_sql("DELETE FROM undo_touched")
    if connection.exec_driver_sql("DELETE FROM undo_log WHERE seq <= ?", (oldest,)).rowcount:
        for name in UNDOABLE:
            connection.exec_driver_sql(f"DELETE FROM undo_{name} WHERE seq <= ?", (oldest,))
    last = _last(connection)
    recording = Recording(last, last)
    tx.info["recording"] = recording
    return recording


def finish(tx: Tx, recording: Recording, label: str) -> Result:
    """Close the recording before the commit: what its step is, which topics it touched."""
    connection = tx.connection()
    if recording.depth:  # an exception left `suspended` and the operation swallowed it
        recording.depth, recording.answered = 0, False
        _resume(connection)
    _close(tx, recording)
    names = {
        name
        for (name,) in connection.exec_driver_sql(
            "SELECT name FROM undo_touched UNION SELECT name FROM undo_log WHERE seq > ?",
            (recording.first,),
        )
    }
    topics = frozenset[Topic]().union(*(TOPICS[name] for name in names))
    topics |= recording.told
    if recording.unlogged:
        topics |= BULK_TOPICS
    step = Step(label, tuple(recording.parts)) if recording.parts else None
    barrier = recording.unlogged and not recording.answered and not recording.replaying
    return Result(step, topics, barrier, recording.beside)


def reverse(tx: Tx, step: Step) -> None:
    """Undo a step (or redo one: a step's redo is a step of the same kind), newest part first."""
    recording = _recording(tx)
    recording.replaying = True
    tx.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    for part in reversed(step.parts):
        if isinstance(part, Logged):
            _reverse(tx.connection(), part)
            tx.expire_all()
        else:
            with suspended(tx):
                part.undo(tx)
            _close(tx, recording)
            recording.parts.append(Compensation(undo=part.redo, redo=part.undo))


@contextmanager
def suspended(tx: Tx) -> Iterator[None]:
    """Work without logging, for bulk writes; `register` what takes the work back.

    Without that, the steps before it can no longer be undone either: their old values may not fit
    any more.
    """
    recording = _recording(tx)
    tx.flush()
    if not recording.depth:
        tx.connection().exec_driver_sql("INSERT INTO undo_suspended (id) VALUES (1)")
        _unwatch(tx.connection(), LARGE)
    recording.depth += 1
    recording.unlogged = True
    yield
    # No `finally`: an exception rolls the transaction back, and the log goes on with it.
    tx.flush()
    recording.depth -= 1
    if not recording.depth:
        _resume(tx.connection())


@contextmanager
def aside(tx: Tx, *names: str) -> Iterator[None]:
    """Write to these tables as bookkeeping: no step takes it back, no screen is told.

    The steps before stay undoable; one that wrote the same rows brings its own old values back.
    """
    recording = _recording(tx)
    tx.flush()
    if not recording.depth:
        _unwatch(tx.connection(), names)
    yield
    # No `finally`: an exception rolls the transaction back, and its triggers return with it.
    tx.flush()
    if not recording.depth:
        _watch(tx.connection(), names)


def tell(tx: Tx, *topics: Topic) -> None:
    """Have screens read again what was written aside."""
    _recording(tx).told |= frozenset(topics)


def register(tx: Tx, *, undo: Compensate, redo: Compensate) -> None:
    """Say how to take back, and to do again, what this operation wrote while the log was suspended.

    Both are called with a transaction of their own, with the log suspended; they may raise to
    refuse. Inside an undo or redo this does nothing: the step under way knows its own way back.
    """
    recording = _recording(tx)
    if recording.replaying:
        return
    _close(tx, recording)
    recording.parts.append(Compensation(undo, redo))
    recording.answered = True


def beside(tx: Tx) -> None:
    """Make this operation no step of its own: it is taken back with the step before it.

    For what a person does not see, but must stand again as it was with all that they do see.
    """
    _recording(tx).beside = True


def roll_back(tx: Tx) -> None:
    """Keep nothing of this operation although it returns its result as usual: a dry run."""
    _recording(tx).rolled_back = True


def watch_again(tx: Tx, name: str) -> None:
    """Renew a table's triggers after its columns changed (while suspended: later, anyway)."""
    recording = cast("Recording | None", tx.info.get("recording"))
    if recording is not None and not recording.depth:
        _watch(tx.connection(), (name,))


def _recording(tx: Tx) -> Recording:
    recording = tx.info.get("recording")
    if not isinstance(recording, Recording):
        raise TypeError("undo belongs to operations: call them through Desk.do")
    return recording


def _close(tx: Tx, recording: Recording) -> None:
    """End the stretch of the log under way, if anything is in it."""
    tx.flush()
    high = _last(tx.connection())
    if high > recording.mark:
        recording.parts.append(Logged(recording.mark, high))
        recording.mark = high


def _last(connection: Connection) -> int:
    return int(
        connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM undo_log").scalar_one()
    )


def _reverse(connection: Connection, part: Logged) -> None:
    """Apply the old values of a stretch of the log, newest first; forget them."""
    limits = (part.low, part.high)
    entries = connection.exec_driver_sql(
        "SELECT name, kind, seq FROM undo_log WHERE seq > ? AND seq <= ? ORDER BY seq DESC", limits
    ).all()
    names = sorted({name for name, _, _ in entries})
    shapes = {name: _shape(_driver(connection), name) for name in names}
    for (name, kind), same in groupby(entries, key=lambda entry: (entry[0], entry[1])):
        statement = _statement(name, kind, *shapes[name])
        connection.exec_driver_sql(statement, [(seq,) for _, _, seq in same])
    connection.exec_driver_sql("DELETE FROM undo_log WHERE seq > ? AND seq <= ?", limits)
    for name in names:
        connection.exec_driver_sql(f"DELETE FROM undo_{name} WHERE seq > ? AND seq <= ?", limits)


def _statement(name: str, kind: str, columns: list[str], keys: list[str]) -> str:
    """The statement that reverses one entry of the log, whose number is its parameter."""
    listed = _quoted(columns)
    shadow = f"FROM undo_{name} WHERE seq = ?1"
    where = f"({_quoted(keys)}) = (SELECT {_quoted(keys, 'new ')} {shadow})"
    if kind == "D":
        return f"INSERT INTO {name} ({listed}) SELECT {listed} {shadow}"
    if kind == "I":
        return f"DELETE FROM {name} WHERE {where}"
    return f"UPDATE {name} SET ({listed}) = (SELECT {listed} {shadow}) WHERE {where}"


def _watch(connection: Connection, names: tuple[str, ...] = (*UNDOABLE, *NOTICED)) -> None:
    """Make the triggers and shadows of tables, to fit the columns they have now."""
    _unwatch(connection, names)
    driver = _driver(connection)
    for name in names:
        for statement in _noticing(name) if name in NOTICED else _logging(driver, name):
            driver.execute(statement)


def _resume(connection: Connection) -> None:
    """End what `suspended` began."""
    connection.exec_driver_sql("DELETE FROM undo_suspended")
    _watch(connection, LARGE)


def _unwatch(connection: Connection, names: tuple[str, ...]) -> None:
    driver = _driver(connection)
    for name in names:
        for event in ("insert", "update", "delete"):
            driver.execute(f"DROP TRIGGER IF EXISTS temp.undo_{name}_{event}")


def _driver(connection: Connection) -> dbapi2.Connection:
    """The driver's own connection: hundreds of statements in a row take half the time there."""
    return cast("dbapi2.Connection", connection.connection.driver_connection)


def _noticing(name: str) -> Iterator[str]:
    for event in ("insert", "update", "delete"):
        yield (
            f"CREATE TEMP TRIGGER undo_{name}_{event} AFTER {event} ON main.{name}"
            f" WHEN {LOGGED_NOW}"
            # Not OR IGNORE: the conflict policy of an upsert would take its place.
            f" BEGIN INSERT INTO undo_touched SELECT '{name}'"
            f" WHERE NOT EXISTS (SELECT 1 FROM undo_touched WHERE name = '{name}'); END"
        )


def _logging(driver: dbapi2.Connection, name: str) -> Iterator[str]:
    """The shadow of a table (new columns are added, old entries kept) and its three triggers."""
    columns, keys = _shape(driver, name)
    wanted = [*columns, *(f"new {key}" for key in keys)]
    known = _columns(driver, f"undo_{name}")
    if not known:
        yield f"CREATE TEMP TABLE undo_{name} (seq INTEGER PRIMARY KEY, {_quoted(wanted)})"
    else:
        for column in wanted:
            if column not in known:
                yield f'ALTER TABLE undo_{name} ADD COLUMN "{column}"'
    new, old = _quoted(keys, "new "), _quoted(columns)
    new_values = ", ".join(f'NEW."{key}"' for key in keys)
    old_values = ", ".join(f'OLD."{column}"' for column in columns)
    # Saving what stands there already is no change: it leaves no step, and nobody reads again.
    now_values = ", ".join(f'NEW."{column}"' for column in columns)
    changed = f" AND ({old_values}) IS NOT ({now_values})"
    for event, shadow, values in (
        ("insert", new, new_values),
        ("update", f"{old}, {new}", f"{old_values}, {new_values}"),
        ("delete", old, old_values),
    ):
        yield (
            f"CREATE TEMP TRIGGER undo_{name}_{event} AFTER {event} ON main.{name}"
            f" WHEN {LOGGED_NOW}{changed if event == 'update' else ''} BEGIN"
            f" INSERT INTO undo_log (name, kind) VALUES ('{name}', '{event[0].upper()}');"
            f" INSERT INTO undo_{name} (seq, {shadow}) VALUES (last_insert_rowid(), {values}); END"
        )


def _shape(driver: dbapi2.Connection, name: str) -> tuple[list[str], list[str]]:
    """A table's columns and the columns of its key."""
    table = Base.metadata.tables.get(name)
    if table is not None:
        return [column.name for column in table.columns], ["id"]
    return _columns(driver, name), ["account_id", "day"]


def _columns(driver: dbapi2.Connection, name: str) -> list[str]:
    found = driver.execute("SELECT name FROM pragma_table_info(?)", (name,))
    return [column for (column,) in found]


def _quoted(names: list[str], prefix: str = "") -> str:
    return ", ".join(f'"{prefix}{name}"' for name in names)
