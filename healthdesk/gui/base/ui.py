"""What every page is given: desk, jobs, dialogs, theme, words, the day and segment in view.

Not here: widgets; this object only carries, asks and tells.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

from healthdesk.core.clock import Clock, system_clock
from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.core.domain.change import Change, Topic
from healthdesk.core.domain.errors import Cancelled, DeskError
from healthdesk.core.domain.sending import SEND, Post
from healthdesk.gui.base.dialogs import Dialogs
from healthdesk.gui.base.jobs import Failed, Jobs, Then
from healthdesk.gui.base.prefs import PrefsFile
from healthdesk.gui.base.theme import Mode, Theme
from healthdesk.gui.base.view_filters import ViewFilters
from healthdesk.gui.base.words import Words

if TYPE_CHECKING:  # the desk brings SQLAlchemy, which the first paint does not wait for
    from healthdesk.core.desk import Desk
    from healthdesk.core.domain.report_given import Given
    from healthdesk.core.domain.report_options import ReportOptions

Kind = Literal["done", "notice", "error"]
Way = Literal["open", "new", "sample", "restore"]
_EPOCH = date(1970, 1, 1)
AGENDA = "\x1fagenda"
"""In place of an account's id, which holds no such letter: the model's review agenda."""


@dataclass(frozen=True)
class Notice:
    """A toast: what happened, in words, with at most one action; only errors stay."""

    text: str
    detail: str = ""
    action: str = ""
    run: Callable[[], object] | None = None
    kind: Kind = "done"


@dataclass(frozen=True)
class DeskWish:
    """A wish for another desk; without `path` the window asks; `files` are imported then."""

    way: Way
    path: Path | None = None
    backup: Path | None = None
    files: tuple[Path, ...] = ()


@dataclass(frozen=True)
class PlayWish:
    """What somebody wants of successplays: a tab, the one of this name, or a new one.

    `tab` is a view of their page, where no play is named; `segment` is for whom a new one is to be;
    `since` is the day from which their log is to tell, None = as it stands.
    """

    tab: str = ""
    name: str = ""
    new: bool = False
    segment: str = ""
    since: int | None = None


@dataclass(frozen=True)
class CampaignWish:
    """What somebody wants of campaigns: the one of this name, or a new one for a segment.

    Of a new one `accounts` are the ones that were chosen, none = all of the segment.
    """

    name: str = ""
    new: bool = False
    segment: str = ""
    accounts: tuple[str, ...] = ()


class Ui(QObject):
    """Carries what pages need and passes their wishes on.

    Signals:
        changed: a `Change`: an operation was committed, undone or redone.
        view_changed: the as-of day or the segment is another one.
        desk_changed: another desk is open, or none.
        account_requested: somebody wants to see the account of this id.
        tab_requested: the tab of that account that should be in view.
        page_requested: somebody wants to see the page of this key.
        message_requested: somebody wants to see the message of this row in the outbox.
        playbook_requested: ids of accounts on which a playbook is to be started, and the name of
            the one that is proposed ("" = none).
        named_requested: the key of a page, and the name of what somebody wants to see there.
        play_requested: a `PlayWish`: somebody wants something of successplays.
        run_requested: somebody wants to see the run of this row, and one of its steps or "".
        run_change_requested: the steps of the run of this row are to be changed for its account.
        report_requested: `ReportOptions`: a report is to be made; what is kept of it is taken too.
        given_requested: `ReportOptions`, and what is in view that the report is to be of (`Given`).
        account_left: somebody goes back from an account to where its page was opened.
        desk_requested: a `DeskWish`: another desk should be opened, made or restored.
        import_requested: these paths should be imported into the open desk.
        refresh_requested: numbers of sources (none = all), and whether all of it is wanted again.
        counted: the key of a page and the number that the rail shows beside it.
        help_requested: the key of a page of the help that somebody wants to read.
        tour_requested: somebody wants to be led through the window.
        noticed: a `Notice` for the corner of the window.
        presenting_changed: what is private is hidden from others' eyes, or shown again.
        post_changed: `post` is another: a mail server was set, something waits, or was sent.
        sending_requested: a person wants what waits to be sent by the mail server now.
        stop_sending_requested: nothing more is to be sent after the message under way.
        campaign_requested: a `CampaignWish`: somebody wants a campaign.
    """

    changed = Signal(object)
    view_changed = Signal()
    desk_changed = Signal()
    account_requested = Signal(str)
    tab_requested = Signal(str)
    page_requested = Signal(str)
    message_requested = Signal(int)
    playbook_requested = Signal(object, str)
    named_requested = Signal(str, str)
    play_requested = Signal(object)
    run_requested = Signal(int, str)
    run_change_requested = Signal(int)
    report_requested = Signal(object)
    given_requested = Signal(object, object)
    account_left = Signal()
    desk_requested = Signal(object)
    import_requested = Signal(object)
    refresh_requested = Signal(object)
    counted = Signal(str, int)
    help_requested = Signal(str)
    tour_requested = Signal()
    noticed = Signal(object)
    presenting_changed = Signal()
    post_changed = Signal()
    sending_requested = Signal()
    stop_sending_requested = Signal()
    campaign_requested = Signal(object)
    _told = Signal(object, object)

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        dialogs: Dialogs,
        prefs: PrefsFile,
        *,
        words: Words | None = None,
        clock: Clock | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.jobs = jobs
        self.dialogs = dialogs
        self.prefs = prefs
        theme.set_roomy(prefs.values.roomy)
        self.words = words or Words()
        self.clock = clock or system_clock()
        self.filters = ViewFilters(self)
        self.desk: Desk | None = None
        self.opening: Path | None = None
        self._held: list[Callable[[], object]] = []
        self.presenting = False
        """Whether others look at the screen: private things are hidden, other pages are shut."""
        self.presented = ""
        """What more is to be said of it: "2 cards left out"."""
        self.post = Post()
        """Where the mail server stands; without one nothing is offered that would need it."""
        self.mail_secrets: dict[str, str] = {}
        """Passwords of mail servers until the window is closed, by the mark of their server."""
        self.zone: str | None = None
        self.segment: str | None = None
        self.today = self._find_today()
        self._day: int | None = None
        self._told.connect(self._on_told)

    @property
    def day(self) -> int:
        """The day that the window shows."""
        return self.today if self._day is None else self._day

    @property
    def looking_back(self) -> bool:
        """Whether an earlier day is shown; changing is off meanwhile."""
        return self._day is not None and self._day != self.today

    def set_opening(self, path: Path | None) -> None:
        """Note which desk is being opened; with None whatever waited for it is dropped."""
        self.opening = path
        self._held.clear()

    def when_open(self, call: Callable[[], object]) -> None:
        """Do something now, or once the desk that is being opened is open; a person is told so."""
        if self.desk is not None or self.opening is None:
            call()
            return
        if not self._held:
            self.toast(
                f"{self.opening.stem} is still being opened",
                "What you asked for follows in a moment.",
                kind="notice",
            )
        self._held.append(call)

    def set_desk(
        self, desk: Desk | None, zone: str | None = None, bands: BandNames = USUAL
    ) -> None:
        """Show another desk, as it stands today; what waited for it is done."""
        held, self._held = self._held, []
        self.opening = None
        self.desk = desk
        self.zone = zone
        self.name_bands(bands)
        self.segment = None
        self._day = None
        self.today = self._find_today()
        self.set_presenting(False)
        if desk is not None:
            desk.on_change(self._tell)
        self.desk_changed.emit()
        for call in held:
            call()

    def set_presenting(self, on: bool) -> None:
        """Hide what is private from others' eyes, or show it again."""
        if on != self.presenting:
            self.presenting, self.presented = on, ""
            self.presenting_changed.emit()

    def say_presenting(self, more: str) -> None:
        """Say more of what is presented; "" = nothing more."""
        if self.presenting and more != self.presented:
            self.presented = more
            self.presenting_changed.emit()

    def set_zone(self, zone: str | None) -> None:
        """Reckon days in another time zone."""
        self.zone = zone
        self.refresh_today()

    def name_bands(self, names: BandNames) -> bool:
        """Call the bands by other names from now on; returns whether they are others."""
        if names == self.words.bands:
            return False
        self.words.bands = names
        self.theme.redraw()
        return True

    def set_day(self, day: int | None) -> None:
        """Show the desk as it stood on a day; None and any day from today on mean today."""
        wanted = None if day is None or day >= self.today else day
        if wanted != self._day:
            self._day = wanted
            self.view_changed.emit()

    def set_segment(self, name: str | None) -> None:
        """Show only the accounts of a segment, or all."""
        if name != self.segment:
            self.segment = name
            self.view_changed.emit()

    def refresh_today(self) -> None:
        """Notice that midnight has passed, or the clock was set."""
        today = self._find_today()
        if today != self.today:
            self.today = today
            self.view_changed.emit()

    def read(
        self,
        fn: Callable[..., Any],
        *args: object,
        then: Then,
        failed: Failed | None = None,
        key: str = "",
        label: str = "",
        patient: bool = False,
        **kw: object,
    ) -> int:
        """Run `fn(tx, ...)` on a reader, `then` gets the answer; the latest of a key wins.

        A patient one waits for those that somebody looks for.

        Returns the number of the job, for `jobs.cancel`; -1 where there is no desk.
        """
        desk = self.desk
        if desk is None:
            return -1
        call = partial(_on_desk, desk.read, fn, args, kw)
        name = key or getattr(fn, "__qualname__", "read")
        return self.jobs.read(
            call, then, failed or self._on_failed, key=name, label=label, patient=patient
        )

    def do(
        self,
        op: Callable[..., Any],
        *args: object,
        then: Then | None = None,
        failed: Failed | None = None,
        label: str = "",
        **kw: object,
    ) -> int:
        """Run an operation on the writer, one step of undo. Off while looking back."""
        desk = self.desk
        if desk is None:
            return -1
        if self.refuses_changes():
            return -1
        call = partial(_on_desk, desk.do, op, args, kw)
        return self.jobs.write(call, then, failed or self._on_failed, label=label)

    def refuses_changes(self) -> bool:
        """Whether changing is off, for an earlier day is shown; the person is told so."""
        if self.looking_back:
            self.toast(
                "Changing is off while you look back",
                f"You see the desk as of {self.words.day(self.day)}.",
                "Back to today",
                self.back_to_today,
                kind="notice",
            )
        return self.looking_back

    def work(
        self,
        fn: Callable[..., Any],
        *args: object,
        then: Then | None = None,
        failed: Failed | None = None,
        label: str = "",
        **kw: object,
    ) -> int:
        """Run anything else on the writer's thread: make a desk, back it up."""
        call = partial(_plainly, fn, args, kw)
        return self.jobs.write(call, then, failed or self._on_failed, label=label)

    def undo(self) -> None:
        """Take back the last operation."""
        if self.desk is not None and not self.looking_back:
            self.work(self.desk.undo, then=self._on_undone)

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self.desk is not None and not self.looking_back:
            self.work(self.desk.redo, then=self._on_redone)

    def choose_look(
        self,
        *,
        mode: Mode | None = None,
        colour_blind: bool | None = None,
        high_contrast: bool | None = None,
        roomy: bool | None = None,
    ) -> None:
        """Change the look of the window and remember it on this machine; None keeps what is."""
        theme, kept = self.theme, self.prefs.values
        if (mode, colour_blind, high_contrast) != (None, None, None):
            theme.choose(mode=mode, colour_blind=colour_blind, high_contrast=high_contrast)
        theme.set_roomy(theme.roomy if roomy is None else roomy)
        kept.theme = theme.mode
        kept.colour_blind, kept.high_contrast = theme.colour_blind, theme.high_contrast
        kept.roomy = theme.roomy
        self.prefs.save()

    def back_to_today(self) -> None:
        """Stop looking back."""
        self.set_day(None)

    def open_account(self, account_id: str, tab: str = "") -> None:
        """Ask the window to show an account, on this tab or the one that was shown last."""
        self.when_open(partial(self._ask_account, account_id, tab))

    def _ask_account(self, account_id: str, tab: str) -> None:
        self.account_requested.emit(account_id)
        if tab:
            self.tab_requested.emit(tab)

    def leave_account(self) -> None:
        """Ask the window to go back to the page from which an account was opened."""
        self.account_left.emit()

    def open_page(self, key: str) -> None:
        """Ask the window to show a page."""
        self.page_requested.emit(key)

    def open_message(self, message: int) -> None:
        """Ask the window to show a message of the outbox."""
        self.message_requested.emit(message)

    def start_playbook(self, accounts: Sequence[str], playbook: str = "") -> None:
        """Ask the window to start a playbook on accounts; this one is proposed."""
        self.when_open(partial(self.playbook_requested.emit, tuple(accounts), playbook))

    def open_named(self, page: str, name: str) -> None:
        """Ask the window for a segment, a playbook, a retro or the review agenda on its page."""
        self.when_open(partial(self.named_requested.emit, page, name))

    def open_plays(self, wish: PlayWish) -> None:
        """Ask the window for something of successplays."""
        self.when_open(partial(self.play_requested.emit, wish))

    def show_post(self, post: Post) -> None:
        """Tell everybody where the mail server stands."""
        if post != self.post:
            self.post = post
            self.post_changed.emit()

    def send_mail(self) -> None:
        """Ask the window to send what waits to be sent: a person pressed for it."""
        if not self.refuses_changes():
            self.sending_requested.emit()

    def stop_mail(self) -> None:
        """Ask the window to send no more for now."""
        self.stop_sending_requested.emit()

    def open_campaign(self, wish: CampaignWish) -> None:
        """Ask the window for a campaign, or for a new one."""
        self.when_open(partial(self.campaign_requested.emit, wish))

    def open_run(self, run: int, step: str = "") -> None:
        """Ask the window to show a run among all of them."""
        self.run_requested.emit(run, step)

    def change_run(self, run: int) -> None:
        """Ask the window to change the steps of a run, for its account alone."""
        self.run_change_requested.emit(run)

    def open_report(self, options: ReportOptions) -> None:
        """Ask the window for a report: its kind and whom it is of; what is left out is as kept."""
        self.when_open(partial(self.report_requested.emit, options))

    def open_given(self, options: ReportOptions, given: Given) -> None:
        """Ask the window for a report of what is in view: nothing but the page can give it."""
        self.given_requested.emit(options, given)

    def open_help(self, topic: str) -> None:
        """Ask the window to show a page of the help."""
        self.help_requested.emit(topic)

    def take_tour(self) -> None:
        """Ask the window to lead through its pages; without a desk, those of the sample."""
        self.tour_requested.emit()

    def wish_desk(self, wish: DeskWish) -> None:
        """Ask the window for another desk."""
        self.desk_requested.emit(wish)

    def start_import(self, paths: Sequence[Path | str]) -> None:
        """Ask the window to import files, folders, or databases by their address."""
        self.when_open(partial(self.import_requested.emit, tuple(paths)))

    def refresh_sources(self, sources: Sequence[int] = (), *, again: bool = False) -> None:
        """Ask the window to refresh sources, or all of them."""
        self.refresh_requested.emit((tuple(sources), again))

    def toast(
        self,
        text: str,
        detail: str = "",
        action: str = "",
        run: Callable[[], object] | None = None,
        kind: Kind = "done",
    ) -> None:
        """Say in the corner of the window what happened."""
        self.noticed.emit(Notice(text, detail, action, run, kind))

    def _find_today(self) -> int:
        return (self.clock.today(self.zone) - _EPOCH).days

    def _tell(self, change: Change) -> None:
        if shiboken6.isValid(self):
            self._told.emit(change, self._names_after(change))

    def _names_after(self, change: Change) -> BandNames | None:
        """What the bands are called after a change of settings; on the thread that wrote."""
        if self.desk is None or Topic.SETTINGS not in change.topics:
            return None
        # Not at the top: it brings SQLAlchemy, which an open desk has brought by now.
        from healthdesk.core.services import band_names  # noqa: PLC0415

        return self.desk.read(band_names.read)

    @Slot(object, object)
    def _on_told(self, change: Change, names: BandNames | None) -> None:
        if names is not None and self.name_bands(names):
            # Every page says them, and so do sentences that were read long before.
            change = replace(change, topics=frozenset(Topic))
        self.changed.emit(change)

    def _on_undone(self, label: str | None) -> None:
        if label is None:
            self.toast("Nothing to undo", kind="notice")
        else:
            more = "The mail itself cannot be taken back." if label == SEND else ""
            self.toast(f"Undid “{label}”", more, "Redo", self.redo)

    def _on_redone(self, label: str | None) -> None:
        if label is None:
            self.toast("Nothing to redo", kind="notice")
        else:
            self.toast(f"Did “{label}” again", "", "Undo", self.undo)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.toast(error.sentence, error.remedy, kind="error")
        elif isinstance(error, Cancelled):
            self.toast("Stopped", "Nothing of it was kept.", kind="notice")


def _on_desk(
    way: Callable[..., Any],
    fn: Callable[..., Any],
    args: tuple[object, ...],
    kw: dict[str, object],
    progress: object,
) -> object:
    return way(fn, *args, **_with_progress(fn, kw, progress))


def _plainly(
    fn: Callable[..., Any], args: tuple[object, ...], kw: dict[str, object], progress: object
) -> object:
    return fn(*args, **_with_progress(fn, kw, progress))


def _with_progress(
    fn: Callable[..., Any], kw: dict[str, object], progress: object
) -> dict[str, object]:
    """Hand on the job's progress to work that asks for it by that name."""
    if "progress" in kw or "progress" not in inspect.signature(fn).parameters:
        return kw
    return {**kw, "progress": progress}
