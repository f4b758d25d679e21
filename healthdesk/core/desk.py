"""Desk: one open desk file. Reads, operations, undo and redo, and nothing else.

A session lives exactly as long as one call; only this module commits. Services are handed in as
functions.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker
from sqlcipher3 import dbapi2

from healthdesk.core.clock import Clock, system_clock
from healthdesk.core.domain.change import Change
from healthdesk.core.domain.errors import DeskError, DiskTrouble
from healthdesk.core.domain.op import Operation
from healthdesk.core.store import db, header, schema, undo, version
from healthdesk.core.store.db import Tx
from healthdesk.core.store.memory import Memory, Pending
from healthdesk.core.store.trouble import sentence_for

P = ParamSpec("P")
T = TypeVar("T")
Listener = Callable[[Change], None]

__all__ = ["Desk", "Tx"]

log = logging.getLogger(__name__)


class Desk:
    """An open desk. Any thread may read; writes wait for each other."""

    def __init__(self, path: Path, *, clock: Clock, read_only: bool) -> None:
        """Use `Desk.open` or `Desk.create`, which check the file first."""
        self.path = path
        self.read_only = read_only
        self.clock = clock
        self.memory = Memory()
        self._listeners: list[Listener] = []
        self._history = undo.History()
        self._writing = RLock()
        self._busy = False
        self._readers = db.readers(path, header.reading_mode(path) if read_only else "rw")
        self._read_session = sessionmaker(self._readers, expire_on_commit=False)
        self._writer: Engine | None = None
        if not read_only:
            self._writer = db.writer(path)
            self._write_session = sessionmaker(self._writer, expire_on_commit=False)
            with self._writer.begin() as connection:
                undo.install(connection)

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        clock: Clock | None = None,
        furnish: Callable[[Tx], None] | None = None,
    ) -> Desk:
        """Make a new desk and open it; it is there whole, with what `furnish` puts in, or not at all."""
        path = path.absolute()
        if path.exists():
            raise DeskError(f"There is already a file at {path}; it was left as it is.", "Open it.")
        version.require_safe()
        partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
        try:
            with db.private():
                path.parent.mkdir(parents=True, exist_ok=True)
                partial.touch(0o600, exist_ok=False)
            engine = db.writer(partial)
            try:
                with engine.begin() as connection:
                    schema.create(connection)
                    if furnish is not None:
                        with Session(connection) as tx:
                            tx.info.update(stamp=0, memory=None, clock=clock or system_clock())
                            furnish(tx)
                            tx.flush()
            finally:
                engine.dispose()
            partial.rename(path)
        except OSError as trouble:
            raise DiskTrouble(
                f"No desk can be made at {path} ({trouble.strerror}).", "Choose another folder."
            ) from None
        finally:
            partial.unlink(missing_ok=True)
        return cls.open(path, clock=clock)

    @classmethod
    def open(cls, path: Path, *, clock: Clock | None = None, read_only: bool = False) -> Desk:
        """Open a desk after looking at the file; nothing is written to one that is refused."""
        path = path.resolve()
        header.look(path)
        if not read_only:
            version.require_safe()
        return cls(path, clock=clock or system_clock(), read_only=read_only)

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
        with self._troubles(reading=True), self._read_session() as tx:
            tx.info.update(stamp=schema.stamp(tx), memory=self.memory, clock=self.clock)
            return function(tx, *args, **kwargs)

    def do(
        self,
        operation: Operation[..., T],
        *args: Any,  # noqa: ANN401 - the operation's own; a ParamSpec cannot stand beside `origin`
        origin: str = "",
        **kwargs: Any,  # noqa: ANN401
    ) -> T:
        """Run an operation in one transaction and as one step of undo; an exception takes it back."""
        with self._step(operation.label, self._history.push, origin) as tx:
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

    def close(self) -> None:
        """Fold the log into the file and let go of it."""
        with self._writing:
            self._readers.dispose()
            self.memory.clear()
            if self._writer is not None:
                self._writer.dispose()
                self._writer = None

    @contextmanager
    def _step(
        self, label: str, settle: Callable[[undo.Result], None], origin: str = "", word: str = ""
    ) -> Iterator[Tx]:
        """One write transaction: begun, recorded, committed, settled in the history, told."""
        with self._writing:
            if self._writer is None:
                raise DeskError(
                    f"{self.path} is open for reading only; nothing was changed.",
                    "Open it to write.",
                )
            if self._busy:
                raise RuntimeError(
                    "an operation inside another: call its function with the same tx"
                )
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
                    moved = schema.move_stamp(tx) if result.topics else None
                    tx.commit()
            finally:
                self._busy = False
            settle(result)
            if moved is None:
                return
            self.memory.forget_before(moved)
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


def _writes_of(tx: Tx) -> Callable[[], bool]:
    """A question: has this transaction written anything since now?"""
    driver = cast("dbapi2.Connection", tx.connection().connection.driver_connection)
    before = driver.total_changes
    return lambda: bool(tx.new or tx.dirty or tx.deleted) or driver.total_changes != before
