"""Refreshes sources: on F5, when the desk opens and by their timers, one after the other.

A source that was not switched on for more is only looked at when somebody asks: a folder is local,
a database is the network. Nothing polls: one timer waits for the source that is due next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from healthdesk.core.domain.change import Change, Topic
from healthdesk.core.domain.errors import Cancelled, DeskError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.source import RefreshResult, SourceView
from healthdesk.gui.base.secret_box import ask_secret
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui

if TYPE_CHECKING:  # services bring SQLAlchemy, which the first paint does not wait for
    from healthdesk.core.desk import Tx
    from healthdesk.core.services.sources import Gathered

AGAIN = 5
"""Seconds after which a file that was still being written is looked at once more."""


@dataclass(frozen=True)
class Wish:
    """One source to refresh; `asked` by a person, who wants to hear what came of it."""

    source: int
    asked: bool
    again: bool = False
    """As if nothing of it had come in yet."""
    alone: bool = False
    """Somebody asked for this one: a password may be asked for without another click."""
    password: str = field(default="", repr=False)


class Refresher(QObject):
    """Works through wishes for refreshes.

    Signals:
        listed: the sources of the desk were read anew.
        finished: one `RefreshResult`.
        failed: the number of a source and the sentence that says why nothing came.
        idle: every wish was worked through.
    """

    listed = Signal()
    finished = Signal(object)
    failed = Signal(int, str)
    idle = Signal()

    def __init__(self, ui: Ui, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        self.sources: tuple[SourceView, ...] = ()
        self.looked: dict[int, datetime] = {}
        self._wishes: list[Wish] = []
        self._locked: list[Wish] = []
        """Asked for, and their database wants a password."""
        self._now: Wish | None = None
        self._results: list[RefreshResult] = []
        self._asked = False
        self._starting = False
        self._timer = Later(self, 0, self._on_timer_timeout)
        self._once_more = Later(self, AGAIN * 1000, self._on_once_more_timeout)
        self._retried: set[int] = set()
        ui.desk_changed.connect(self._on_ui_desk_changed)
        ui.changed.connect(self._on_ui_changed)
        ui.refresh_requested.connect(self._on_ui_refresh_requested)

    @property
    def busy(self) -> int:
        """The source that is being refreshed, -1 = none."""
        return -1 if self._now is None else self._now.source

    def refresh(self, sources: Sequence[int] = (), *, asked: bool, again: bool = False) -> None:
        """Refresh these sources, or all of them."""
        wanted = tuple(sources) or tuple(one.id for one in self.sources)
        waiting = {wish.source for wish in self._wishes} | {self.busy}
        alone = asked and len(sources) == 1
        self._wishes += [Wish(one, asked, again, alone) for one in wanted if one not in waiting]
        self._asked = self._asked or asked
        self._next()

    def when_next(self, source: SourceView) -> datetime | None:
        """When a source is due by its timer."""
        if not source.every:
            return None
        last = self.looked.get(source.id)
        return (last or self.ui.clock.now()) + timedelta(minutes=source.every)

    def _read(self) -> None:
        self.ui.read(read_sources, then=self._take_sources, key="refresher")

    def _take_sources(self, found: tuple[SourceView, ...]) -> None:
        self.sources = found
        now = self.ui.clock.now()
        for one in found:
            self.looked.setdefault(one.id, now)
        self.listed.emit()
        starting, self._starting = self._starting, False
        due = [one.id for one in found if one.on_start]
        if starting and due:
            self.refresh(due, asked=False)
        self._arm()

    def _arm(self) -> None:
        """Wait for the source that is due next."""
        now = self.ui.clock.now()
        ahead = [when - now for when in map(self.when_next, self.sources) if when is not None]
        self._timer.stop()
        if ahead and self.ui.desk is not None:
            self._timer.start(max(1_000, int(min(ahead).total_seconds() * 1000)))

    def _next(self) -> None:
        """Begin with the next wish."""
        if self._now is not None:
            return
        if not self._wishes or self.ui.desk is None:
            self._rest()
            return
        self._now = self._wishes.pop(0)
        self.looked[self._now.source] = self.ui.clock.now()
        self._gather()

    def _gather(self) -> None:
        wish = self._now
        if wish is None:
            return
        self.ui.read(
            gather,
            wish.source,
            password=wish.password,
            again=wish.again,
            then=self._bring,
            failed=self._fail,
            key="refresh",
            label=f"Looking at {self._name(wish.source)}",
        )

    def _bring(self, found: Gathered) -> None:
        wish = self._now
        if wish is None:
            return  # another desk is open now
        if found.password and wish.asked and not wish.password:
            self._locked.append(wish)
        label = f"Importing from {found.name}" if not found.empty else ""
        job = self.ui.do(bring, found, then=self._done, failed=self._fail, label=label)
        if job < 0:
            self._wishes.clear()
            self._done(None)

    def ask_passwords(self) -> None:
        """Ask for the passwords of the sources that wait for one, then refresh those."""
        locked, self._locked = self._locked, []
        for wish in locked:
            secret = ask_secret(self.ui, self._name(wish.source))
            if secret is None:
                continue
            if secret.remember:
                self._remember(wish.source, secret.password)
            self._wishes.append(replace(wish, password=secret.password))
        self._asked = self._asked or bool(self._wishes)
        self._next()

    def _remember(self, source: int, password: str) -> None:
        place = next((one.place for one in self.sources if one.id == source), "")
        if place:
            self.ui.work(keep_password, place, password, then=self._remembered)

    def _remembered(self, kept: object) -> None:
        if not kept:
            self.ui.toast(
                "The password was not kept",
                "This computer has no keyring that takes it: you are asked each time.",
                kind="notice",
            )

    def _done(self, result: RefreshResult | None) -> None:
        wish, self._now = self._now, None
        if result is not None:
            self._results.append(result)
            self.finished.emit(result)
            if result.busy and wish is not None and result.source not in self._retried:
                self._retried.add(result.source)
                self._once_more.start()
            elif not result.busy:
                self._retried.discard(result.source)
        self._next()

    def _fail(self, error: Exception) -> None:
        wish, self._now = self._now, None
        if isinstance(error, Cancelled):
            self._wishes.clear()
        elif wish is not None and isinstance(error, DeskError):
            self.ui.do(note, wish.source, str(error), then=self._noted)
            self.failed.emit(wish.source, str(error))
            if wish.asked:
                name = self._name(wish.source)
                self.ui.toast(f"{name}: nothing came", str(error), kind="error")
        self._next()

    def _noted(self, answer: object) -> None:
        del answer
        self._read()

    def _rest(self) -> None:
        """Tell what came, once for all of them; wait for the next time."""
        results, self._results = self._results, []
        asked, self._asked = self._asked, False
        self.idle.emit()
        if results:
            self._tell([one for one in results if not self._is_locked(one)], asked=asked)
            self._read()
        if self._locked:
            self._offer_passwords()

    def _is_locked(self, result: RefreshResult) -> bool:
        return any(wish.source == result.source for wish in self._locked)

    def _offer_passwords(self) -> None:
        """After all the others are done; a question only comes up by itself for a single wish."""
        if len(self._locked) == 1 and self._locked[0].alone:
            self.ask_passwords()
            return
        names = ", ".join(self._name(wish.source) for wish in self._locked)
        self.ui.toast("A password is needed", names, "Enter it", self.ask_passwords, kind="notice")

    def _tell(self, results: Sequence[RefreshResult], *, asked: bool) -> None:
        came = [one for one in results if one.batch is not None]
        waiting = [question for one in results for question in one.questions]
        wrong = [one for one in results if one.error]
        words = self.ui.words
        if not results or (not asked and not came):
            return
        told = "; ".join(f"{one.name}: {one.sentence}" for one in (came or wrong or results)[:3])
        if came:
            title = f"{words.count(len(came), 'source')} brought something"
            self.ui.toast(title, told, "Show", self._show)
        elif waiting:
            self.ui.toast("An answer is needed", waiting[0].text, "Show", self._show, "notice")
        elif wrong:
            self.ui.toast(f"{wrong[0].name}: nothing came", wrong[0].error, kind="error")
        else:
            count = words.count(len(results), "source")
            self.ui.toast(f"Nothing new in {count}", told, kind="notice")

    def _show(self) -> None:
        self.ui.open_page("data")

    def _name(self, source: int) -> str:
        return next((one.name for one in self.sources if one.id == source), "a source")

    @Slot()
    def _on_timer_timeout(self) -> None:
        now = self.ui.clock.now()
        due = [
            one.id
            for one in self.sources
            if (when := self.when_next(one)) is not None and when <= now
        ]
        if due and not self.ui.looking_back:
            self.refresh(due, asked=False)
        else:
            self._arm()

    @Slot()
    def _on_once_more_timeout(self) -> None:
        if self._retried and not self.ui.looking_back:
            self.refresh(tuple(self._retried), asked=False)

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        self._wishes.clear()
        self._locked.clear()
        self._results.clear()
        self._retried.clear()
        self._now = None
        self._timer.stop()
        self._once_more.stop()
        self.sources = ()
        self.looked = {}
        self._starting = self.ui.desk is not None
        if self._starting:
            self._read()

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        if Topic.IMPORTS in change.topics and self._now is None:
            self._read()

    @Slot(object)
    def _on_ui_refresh_requested(self, wish: Any) -> None:  # noqa: ANN401 - signals carry objects
        sources, again = wish
        self.refresh(sources, asked=True, again=again)


# What follows runs on the threads of readers and the writer, and imports there: readers of
# foreign files take their time.


def read_sources(tx: Tx) -> tuple[SourceView, ...]:
    """The sources of a desk."""
    from healthdesk.core.services import source_state  # noqa: PLC0415 - see above

    return source_state.listed(tx)


def gather(
    tx: Tx, source: int, *, password: str, again: bool, progress: Progress | None = None
) -> Gathered:
    """Look at a source without writing."""
    from healthdesk.core.services import sources  # noqa: PLC0415 - see above

    return sources.gather(tx, source, password=password, again=again, progress=progress)


@op("Refresh")
def bring(tx: Tx, found: Gathered, *, progress: Progress | None = None) -> RefreshResult:
    """Take in what was found."""
    from healthdesk.core.services import sources  # noqa: PLC0415 - see above

    return sources.bring(tx, found, progress=progress)


@op("Refresh")
def note(tx: Tx, source: int, error: str) -> None:
    """Remember why a refresh failed."""
    from healthdesk.core.services import sources  # noqa: PLC0415 - see above

    sources.note(tx, source, error)


def keep_password(place: str, password: str) -> bool:
    """Give a password to the keyring."""
    from healthdesk.core.services import passwords  # noqa: PLC0415 - see above

    return passwords.keep(place, password)
