"""What a desk remembers between reads: values computed under one stamp, few at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection
from threading import Lock
from typing import Any, Protocol

MOST = 48
"""Entries kept; the least recently used goes first."""
COMMITS = 2_000
"""Latest commits of which it is known what they touched."""


class Remembers(Protocol):
    """What `tx.info["memory"]` is."""

    def get(self, key: str, stamp: int) -> Any:  # noqa: ANN401 - values are the caller's own
        """The value kept under a key for this stamp, or None."""

    def put(self, key: str, stamp: int, value: Any, *, of_facts: bool = False) -> None:  # noqa: ANN401
        """Keep a value for this stamp; `of_facts`: facts, profiles and segments alone make it."""

    @property
    def apart(self) -> bool:
        """Whether it is of a state that was not committed: what the desk keeps is not of it."""


class Memory:
    """A bounded store of values that are good for one stamp; any thread may use it.

    Attributes:
        apart: it is of a state that was not committed, as of a rehearsal.
    """

    def __init__(self, most: int = MOST, *, apart: bool = False) -> None:
        self.apart = apart
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[int, Any]] = OrderedDict()
        self._of_facts: set[str] = set()
        self._touched: OrderedDict[int, frozenset[str]] = OrderedDict()

    def get(self, key: str, stamp: int) -> Any:  # noqa: ANN401
        """The value kept under a key for this stamp, or None."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept[0] != stamp:
                return None
            self._kept.move_to_end(key)
            return kept[1]

    def put(self, key: str, stamp: int, value: Any, *, of_facts: bool = False) -> None:  # noqa: ANN401
        """Keep a value for this stamp, unless one of a later stamp is there already."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept[0] > stamp:
                return
            self._kept[key] = (stamp, value)
            self._kept.move_to_end(key)
            (self._of_facts.add if of_facts else self._of_facts.discard)(key)
            while len(self._kept) > self._most:
                self._of_facts.discard(self._kept.popitem(last=False)[0])

    def carry(self, old: int, new: int) -> None:
        """Keep what was made of facts alone under a new stamp: the commit touched none of them."""
        with self._lock:
            for key in self._of_facts:
                stamp, value = self._kept[key]
                if stamp == old:
                    self._kept[key] = (new, value)

    def note(self, stamp: int, touched: Collection[str]) -> None:
        """Note what the commit that made this stamp touched."""
        with self._lock:
            self._touched[stamp] = frozenset(touched)
            while len(self._touched) > COMMITS:
                self._touched.popitem(last=False)

    def untouched(self, since: int, now: int, some: Collection[str]) -> bool:
        """Whether no commit after one stamp, up to another, touched any of these; False: unknown.

        Commits of before the desk was opened are not known.
        """
        with self._lock:
            found = [self._touched.get(one) for one in range(since + 1, now + 1)]
        return since <= now and all(one is not None and one.isdisjoint(some) for one in found)

    def forget_before(self, stamp: int) -> None:
        """Let go of everything of earlier stamps: nobody will ask for it again."""
        with self._lock:
            for key in [key for key, (old, _) in self._kept.items() if old < stamp]:
                del self._kept[key]
                self._of_facts.discard(key)

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._kept.clear()
            self._of_facts.clear()


class Pending:
    """The memory as an operation sees it: shared until the operation has written, then none.

    What it reads after its own writes is true for nobody else until they are committed.
    """

    def __init__(self, shared: Memory, has_written: Callable[[], bool]) -> None:
        self._shared = shared
        self._has_written = has_written

    @property
    def apart(self) -> bool:
        """Whether the operation has written."""
        return self._has_written()

    def get(self, key: str, stamp: int) -> Any:  # noqa: ANN401
        """The value kept for this stamp, or None; None once the operation has written."""
        return None if self._has_written() else self._shared.get(key, stamp)

    def put(self, key: str, stamp: int, value: Any, *, of_facts: bool = False) -> None:  # noqa: ANN401
        """Keep a value for this stamp; nothing once the operation has written."""
        if not self._has_written():
            self._shared.put(key, stamp, value, of_facts=of_facts)

    def untouched(self, since: int, now: int, some: Collection[str]) -> bool:
        """As of what was committed; nothing is once the operation itself has written."""
        return not self._has_written() and self._shared.untouched(since, now, some)
