"""Desk: one open desk file. Reads, operations, undo and redo, backup, check, and nothing else.

A session lives exactly as long as one call; only this module commits. Services are handed in as
functions.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker
from sqlcipher3 import dbapi2

from healthdesk.core.clock import Clock, system_clock
from healthdesk.core.domain.change import Change
from healthdesk.core.domain.errors import DamagedDesk, DeskError
from healthdesk.core.domain.op import Operation
from healthdesk.core.store import (
    backup,
    check,
    db,
    files,
    header,
    migrations,
    restoring,
    schema,
    undo,
    version,
)
from healthdesk.core.store.backup import BackupInfo
from healthdesk.core.store.check import Problem
from healthdesk.core.store.db import Tx
from healthdesk.core.store.lock import DeskLock, instance_name
from healthdesk.core.store.memory import Memory, Pending
from healthdesk.core.store.retention import Backup
from healthdesk.core.store.trouble import sentence_for
from healthdesk.core.store.undo import Result

P = ParamSpec("P")
T = TypeVar("T")
Listener = Callable[[Change], None]

__all__ = ["Backup", "BackupInfo", "Desk", "Problem", "Tx", "discard", "instance_name", "restore"]

SMALL = 16 << 20
"""A file of up to this many bytes is checked at every opening; a larger one after a crash only."""
BACKUP_EVERY = timedelta(days=1)

log = logging.getLogger(__name__)


class Desk:
    """An open desk. Any thread may read; writes wait for each other."""

    def __init__(self, path: Path, clock: Clock, lock: DeskLock | None) -> None:
        """Use `Desk.open` or `Desk.create`, which look at the file first."""
        self.path = path
        self.clock = clock
        self.read_only = lock is None
        self.memory = Memory()
        self._lock = lock
        self._listeners: list[Listener] = []
        self._history = undo.History()
        self._writing = RLock()
        self._busy = False
        self._closed = False
        mode = header.reading_mode(path) if lock is None else "rw"
        self._readers = db.readers(path, mode)
        self._read_session = sessionmaker(self._readers, expire_on_commit=False)
        self._writer: Engine | None = None if lock is None else db.writer(path)
        self._write_session = sessionmaker(self._writer, expire_on_commit=False)
        if self._writer is not None:
            try:
                with self._troubles(), self._writer.begin() as connection:
                    undo.install(connection)
            except BaseException:
                self._writer.dispose()
                raise

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        clock: Clock | None = None,
        furnish: Callable[[Tx], None] | None = None,
    ) -> Desk:
        """Make a new desk and open it: whole, with what `furnish` puts in, or not there at all."""
        path = path.resolve()
        clock = clock or system_clock()
        version.require_safe()
        _require_free(path)
        files.make_folder(path.parent)
        with _held(path) as lock:
            with files.writing(path.parent), files.partial(path) as partial:
                _build(partial, clock, furnish)
                _require_free(path)
                files.put_in_place(partial, path)
            return cls(path, clock, lock)

    @classmethod
    def open(cls, path: Path, *, clock: Clock | None = None, read_only: bool = False) -> Desk:
        """Open a desk after looking at the file; nothing is written to one that is refused.

        Opened for reading only, it may be open for writing elsewhere at the same time.
        """
        path = path.resolve()
        clock = clock or system_clock()
        found = header.look(path)
        if read_only:
            if found.schema < db.SCHEMA:
                raise DeskError(
                    f"{path} was written by an older HealthDesk and was left as it is.",
                    "Open it once for writing; that brings it up to date.",
                )
            return cls(path, clock, None)
        version.require_safe()
        with _held(path) as lock:
            found = header.look(path)  # again, now that nobody else can change it
            _require_sound(path, found)
            files.sweep(path.parent, clock.now(), path.name)
            if found.schema < db.SCHEMA:
                now = clock.now()
                migrations.upgrade(path, found.schema, lambda: backup.take(path, now).file)
            return cls(path, clock, lock)

    @property
    def stamp(self) -> int:
        """How many commits changed this desk so far."""
        return self.read(schema.stamp)

    @property
    def undo_label(self) -> str | None:
        """The label of what `undo` would take back."""
        done = self._history.done
        return done[-1].label if done else None

    @property
    def redo_label(self) -> str | None:
        """The label of what `redo` would do again."""
        undone = self._history.undone
        return undone[-1].label if undone else None

    def read(
        self, function: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a function with a reader's transaction: one consistent state, no way to write."""
        self._require_open()
        with self._troubles(reading=True), self._read_session() as tx:
            tx.info.update(stamp=schema.stamp(tx), memory=self.memory, clock=self.clock)
            return function(tx, *args, **kwargs)

    def do(
        self,
        operation: Operation[..., T],
        *args: Any,  # noqa: ANN401 - the operation's own; a ParamSpec cannot stand beside `origin`
        origin: str = "",
        together: str = "",
        **kwargs: Any,  # noqa: ANN401
    ) -> T:
        """Run an operation in one transaction, one step of undo; an exception takes it back.

        Operations that follow each other and say the same `together` are one step: what somebody
        writes at one go, kept at each pause.
        """
        push = partial(self._history.push, together=together)
        with self._step(operation.label, push, origin) as tx:
            return operation(tx, *args, **kwargs)

    def undo(self) -> str | None:
        """Take back the latest operation; returns its label, None when there is nothing to undo."""
        with self._writing:
            if not self._history.done:
                return None
            step = self._history.done[-1]
            with self._step(step.label, self._history.undid, word="Undo ") as tx:
                undo.reverse(tx, step)
            return step.label

    def redo(self) -> str | None:
        """Do the latest undone operation again; returns its label, None when there is none."""
        with self._writing:
            if not self._history.undone:
                return None
            step = self._history.undone[-1]
            with self._step(step.label, self._history.redid, word="Redo ") as tx:
                undo.reverse(tx, step)
            return step.label

    def on_change(self, listener: Listener) -> None:
        """Have a function called after every commit with a change, on the thread that wrote."""
        self._listeners.append(listener)

    def backup(self, path: Path | None = None) -> BackupInfo:
        """Make a verified copy, to a file or to the desk's backups, which are thinned then."""
        self._require_open()
        return backup.take(self.path, self.clock.now(), path)

    def backups(self) -> tuple[Backup, ...]:
        """The backups in the desk's own folder, oldest first."""
        return backup.listed(backup.folder_of(self.path))

    def backup_if_due(self) -> BackupInfo | None:
        """Make a backup if the newest is a day old or there is none; for the end of a session."""
        made = backup.listed(backup.folder_of(self.path))
        if made and timedelta(0) <= self.clock.now() - made[-1].at < BACKUP_EVERY:
            return None
        return self.backup()

    def check(self, *, full: bool = True) -> list[Problem]:
        """Test the file and what must hold of its contents; not `full` leaves the indexes out."""
        self._require_open()
        with self._troubles(reading=True):
            mode = header.reading_mode(self.path)
            with closing(db.connect(self.path, mode)) as connection:
                connection.execute("PRAGMA query_only=ON").close()
                return check.problems(connection, full=full)

    def checkpoint(self) -> None:
        """Fold the log into the file; for idle moments. Readers under way only make it do less."""
        with self._writing:
            if self._writer is None:
                return
            # What is committed is safe in the log: trouble here costs nothing but a longer log.
            with suppress(dbapi2.Error, DBAPIError):
                self._tell_sqlite("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Fold the log into the file and let go of it; harmless when it is closed already."""
        with self._writing:
            self._closed = True
            self._readers.dispose()
            self.memory.clear()
            if self._writer is not None:
                with suppress(dbapi2.Error, DBAPIError):
                    self._tell_sqlite("PRAGMA optimize")
                self.checkpoint()
                self._writer.dispose()
                self._writer = None
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _tell_sqlite(self, pragma: str) -> None:
        """Run a pragma on the writer's connection outside any transaction."""
        if self._writer is not None:
            with closing(self._writer.raw_connection()) as borrowed:
                cast("dbapi2.Connection", borrowed.driver_connection).execute(pragma).fetchall()

    def _end_transaction(self) -> None:
        """Roll back what a failed COMMIT left open: SQLite keeps it, SQLAlchemy forgets it."""
        if self._writer is not None:
            with closing(self._writer.raw_connection()) as borrowed, suppress(dbapi2.Error):
                driver = cast("dbapi2.Connection", borrowed.driver_connection)
                if driver.in_transaction:
                    driver.rollback()

    def _require_open(self) -> None:
        if self._closed:
            raise DeskError(f"{self.path} is closed.", "Open it again.")

    @contextmanager
    def _step(
        self, label: str, settle: Callable[[Result], None], origin: str = "", word: str = ""
    ) -> Iterator[Tx]:
        """One write transaction: begun, recorded, committed, settled in the history, told."""
        with self._writing:
            self._require_open()
            if self._writer is None:
                raise DeskError(
                    f"{self.path} is open for reading only; nothing was changed.",
                    "Open it for writing.",
                )
            if self._busy:
                raise RuntimeError("an operation in another: call its function with the same tx")
            self._busy = True
            try:
                with self._troubles(), self._write_session() as tx:
                    recording = undo.start(tx, self._history)
                    tx.info.update(
                        stamp=schema.stamp(tx),
                        memory=Pending(self.memory, _writes_of(tx)),
                        clock=self.clock,
                    )
                    yield tx
                    if recording.rolled_back:
                        return
                    result = undo.finish(tx, recording, label)
                    stamp = schema.move_stamp(tx) if result.topics else None
                    beside = result.topics <= undo.BESIDE_FACTS
                    if stamp is not None and beside:
                        scores_only = result.topics <= undo.SCORES
                        schema.carry_snapshots(tx, stamp, all_of_it=scores_only)
                    tx.commit()
            finally:
                self._end_transaction()
                self._busy = False
            settle(result)
            if stamp is None:
                return
            self.memory.note(stamp, result.topics)
            if beside:
                self.memory.carry(stamp - 1, stamp)
            self.memory.forget_before(stamp)
        self._tell(Change(word + label, result.topics, origin))

    def _tell(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(change)
            except Exception:
                # What was committed stays committed, whatever a listener makes of it.
                log.exception("a listener failed on %s", change.label)

    @contextmanager
    def _troubles(self, *, reading: bool = False) -> Iterator[None]:
        """Tell trouble of the disk or the file as a sentence; let bugs through as they are."""
        try:
            yield
        except (DBAPIError, dbapi2.Error) as error:
            if reading and "readonly database" in str(error):
                raise  # a read function that tries to write is a bug
            told = sentence_for(error, self.path)
            if told is None:
                raise
            raise told from error


def restore(path: Path, file: Path, *, clock: Clock | None = None) -> Path | None:
    """Put a backup in a closed desk's place; returns where the replaced file is kept, if any."""
    return restoring.restore(path, file, (clock or system_clock()).now())


def discard(path: Path) -> None:
    """Remove a closed desk that never came to be, with what lies beside it."""
    path.unlink(missing_ok=True)
    files.remove_sides(path)


@contextmanager
def _held(path: Path) -> Iterator[DeskLock]:
    """Hold a desk's lock; let go of it if what is done with it fails."""
    lock = DeskLock(path)
    try:
        yield lock
    except BaseException:
        lock.release()
        raise


def _require_free(path: Path) -> None:
    if path.exists():
        raise DeskError(
            f"There is already a file at {path}; it was left as it is.",
            "Open it, or name another file.",
        )


def _require_sound(path: Path, found: header.Header) -> None:
    """Check a file whose last holder did not close it, and any small one: that takes no time."""
    if not found.unclean and path.stat().st_size > SMALL:
        return
    with closing(db.connect(path, header.looking_mode(path))) as connection:
        broken = check.damage(connection, full=False)
    if broken:
        raise DamagedDesk(
            f"{path} is damaged ({broken[0]}). The file was left as it is.", "Restore a backup."
        )


def _build(partial: Path, clock: Clock, furnish: Callable[[Tx], None] | None) -> None:
    """Make the tables of a new desk, and what it starts with, in an empty file."""
    engine = db.writer(partial)
    try:
        with engine.begin() as connection:
            schema.create(connection)
            if furnish is not None:
                with Session(connection) as tx:
                    tx.info.update(stamp=0, memory=Memory(), clock=clock)
                    furnish(tx)
                    tx.flush()
    except DBAPIError as error:
        told = sentence_for(error, partial)
        if told is None:
            raise
        raise told from error
    finally:
        engine.dispose()


def _writes_of(tx: Tx) -> Callable[[], bool]:
    """A question: has this transaction written anything since now?"""
    driver = cast("dbapi2.Connection", tx.connection().connection.driver_connection)
    before = driver.total_changes
    return lambda: bool(tx.new or tx.dirty or tx.deleted) or driver.total_changes != before
