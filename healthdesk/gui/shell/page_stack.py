"""The pages, one on top; each is made when it is first seen, in several turns of the event loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtWidgets import QStackedWidget, QWidget

from healthdesk.gui.base.steady import hold_overrides
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import AGENDA, CampaignWish, PlayWish, Ui
from healthdesk.gui.panels.tabs import import_next
from healthdesk.gui.parts.state import LoadingState
from healthdesk.gui.shell.spec import page_spec

if TYPE_CHECKING:
    from healthdesk.core.desk import Desk
    from healthdesk.core.domain.report_given import Given
    from healthdesk.core.domain.report_options import ReportOptions
    from healthdesk.core.services.cards_kept import FoundBoards


class _Account(Protocol):
    @property
    def account_id(self) -> str: ...

    @property
    def churned(self) -> bool: ...
    def tab(self, key: str) -> QWidget: ...
    def show_account(self, account_id: str, order: Sequence[str] = ()) -> None: ...
    def show_tab(self, key: str) -> None: ...
    def say_way_back(self, title: str) -> None: ...


class _Accounts(Protocol):
    def listed_ids(self) -> tuple[str, ...]: ...


class Dashboards(Protocol):
    """The page of boards, as far as the window and its actions know it."""

    def acting(self, way: str) -> None:
        """Do what an action of that name wants of it."""

    def want_row(self, row: int) -> None:
        """Show a board."""

    def fill_kept(self, desk: Path, found: FoundBoards) -> Iterator[None]:
        """Show in turns what a desk keeps, while it is being opened."""

    @property
    def row(self) -> int:
        """The row of the board in view."""


class Segments(Protocol):
    """The page of segments, as far as actions of the window know it."""

    def acting(self, way: str) -> None:
        """Do what an action of that name wants of it."""

    def show_segment(self, name: str) -> None:
        """Show the segment of a name."""


class _Data(Protocol):
    def start_import(self, paths: tuple[Path, ...]) -> None: ...
    def paste(self) -> None: ...


class _Outbox(Protocol):
    def show_message(self, message: int) -> None: ...
    def write_mail(self, account_id: str = "") -> None: ...


class Plays(Protocol):
    """The page of successplays, as far as the window and its actions know it."""

    def show_wish(self, wish: PlayWish) -> None:
        """Show a view, a play, or what a new one can begin with."""

    def acting(self, way: str) -> None:
        """Do what the palette offers: "new" or "stop"."""

    def show_campaign(self, wish: CampaignWish) -> None:
        """Show a campaign, or begin a new one."""


class _Playbooks(Protocol):
    def open_playbook(self, name: str) -> None: ...
    def show_run(self, run: int, step: str = "") -> None: ...
    def change_run(self, run: int) -> None: ...


class Reports(Protocol):
    """The page of reports, as far as the window and its actions know it."""

    def show_report(self, asked: ReportOptions) -> None:
        """Show a report of a kind and of somebody."""

    def show_given(self, options: ReportOptions, given: Given) -> None:
        """Show a report of what another page gave."""


class _Help(Protocol):
    def show_topic(self, key: str) -> None: ...


class _Model(Protocol):
    """The page of the health model, as far as the window knows it."""

    def open_retro(self, account_id: str) -> None:
        """Show the retro of an account, "" = all losses."""

    def open_agenda(self) -> None:
        """Show what speaks against the score."""


PREPARED = ("today", "accounts", "account", "model")
"""Pages that are made ahead, in this order. Not all: each makes a change of theme longer."""
REST = 20
"""Milliseconds between two of them: whatever else is waiting goes first."""


class PageStack(QStackedWidget):
    """Shows one page, or grey shapes while it is made or a desk is being opened.

    Making a page takes up to a tenth of a second: some are made ahead, while nobody waits. Others
    are made, styled and shown in turns of their own, so that no key waits for all of it.
    """

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.current = ""
        self._pages: dict[str, QWidget] = {}
        self._begun: dict[str, Iterator[QWidget | None]] = {}
        self._ahead = Later(self, REST, self._prepare_more)
        self._wanted = Later(self, 0, self._make_wanted)
        self._focus_wanted = False
        self._loading = LoadingState(ui.theme, "Opening the desk")
        self.addWidget(self._loading)

    def page(self, key: str) -> QWidget:
        """Give a page, made on the first visit; one that is awaited is on top from then on."""
        while key not in self._pages:
            self.make_some(key, at_once=key not in self._begun)
        if key == self.current and self._wanted.isActive():
            self._wanted.stop()
            self._put_on_top(key)
        return self._pages[key]

    def is_made(self, key: str) -> bool:
        """Whether a page is there already."""
        return key in self._pages

    def make_some(self, key: str, *, at_once: bool = False) -> bool:
        """Make a page, or one step of it; returns whether something of it is still to be made."""
        spec = page_spec(key)
        if key in self._pages:
            return False
        if at_once:
            self._pages[key] = spec.make(self.ui)
            self.addWidget(self._pages[key])
            return False
        if key not in self._begun:
            self._begun[key] = (spec.steps or spec.plain_steps)(self.ui, self, self.addWidget)
        made = next(self._begun[key])
        if made is not None:
            del self._begun[key]
            self._pages[key] = made
        return made is None

    def prepare(self) -> None:
        """Make pages that were not seen yet, while nobody waits."""
        self._ahead.start()

    def _prepare_more(self) -> None:
        """Make the next page, one in a turn of the event loop."""
        if self.ui.jobs.reading and self.ui.desk is not None:
            self._ahead.start(REST * 5)
            return
        key = next((key for key in PREPARED if key not in self._pages), "")
        if key:
            self.make_some(key)
        elif not import_next():
            hold_overrides()
            return
        hold_overrides()
        self._ahead.start()

    def show_page(self, key: str) -> None:
        """Put a page on top, or grey shapes while it is made."""
        self.current = key
        self._focus_wanted = False
        if key in self._pages or not self.isVisible():
            self._wanted.stop()
            self.page(key)
            self._put_on_top(key)
            return
        self._loading.setFocus()  # else the keys would wander off with the page that is left
        self.show_loading(page_spec(key).title)
        self._wanted.start()

    def _make_wanted(self) -> None:
        """Make a piece of the page that is awaited; show it in a turn of its own once it is whole.

        That of another wish goes on where it was left, when it is wished for again.
        """
        if self.current in self._pages:
            self._put_on_top(self.current)
            return
        self.make_some(self.current)
        hold_overrides()
        self._wanted.start()

    def _put_on_top(self, key: str) -> None:
        page = self._pages[key]
        hold_overrides()
        if page.focusWidget() is None:
            page.setFocus()  # else Qt gives the keys to the first button, which nobody chose
        self.setCurrentWidget(page)
        if self._focus_wanted:
            self._focus_wanted = False
            self.focus_page()

    def show_loading(self, words: str) -> None:
        """Show grey shapes and what is awaited."""
        self._loading.say(words)
        self.setCurrentWidget(self._loading)

    def account(self) -> _Account:
        """The page of one account."""
        return cast("_Account", self.page("account"))

    def listed_accounts(self) -> tuple[str, ...]:
        """The accounts as the Accounts page lists them, none before it was seen."""
        if "accounts" not in self._pages:
            return ()
        return cast("_Accounts", self._pages["accounts"]).listed_ids()

    def dashboards(self) -> Dashboards:
        """The page of boards."""
        return cast("Dashboards", self.page("dashboards"))

    def segments(self) -> Segments:
        """The page of segments."""
        return cast("Segments", self.page("segments"))

    def step(self, way: str) -> bool:
        """Undo or redo in what the page on top is laying out; False where it lays nothing out."""
        take = getattr(self.currentWidget(), f"{way}_step", None)
        return take is not None and bool(take())

    @property
    def unsaved(self) -> tuple[str, ...]:
        """Names of what would be lost with the window, on any page."""
        return tuple(name for page in self._pages.values() for name in getattr(page, "unsaved", ()))

    @property
    def keepers(self) -> tuple[Callable[[Desk], object], ...]:
        """What is kept in the desk on the way out, of any page."""
        found = (getattr(page, "keep_at_hand", None) for page in self._pages.values())
        return tuple(keep for keep in found if keep is not None)

    @property
    def board_row(self) -> int:
        """The row of the board in view; 0: none was looked at."""
        return self.dashboards().row if "dashboards" in self._pages else 0

    @property
    def importing(self) -> bool:
        """Whether files were chosen that the import shows, on a page that was seen."""
        page = self._pages.get("data")
        return getattr(page, "state", "rest") != "rest"

    def data(self) -> _Data:
        """The page of imports."""
        return cast("_Data", self.page("data"))

    def outbox(self) -> _Outbox:
        """The page of messages."""
        return cast("_Outbox", self.page("outbox"))

    def show_named(self, key: str, name: str) -> None:
        """Show a segment, a playbook, the retro of an account or the agenda on its page."""
        if key == "segments":
            self.segments().show_segment(name)
        elif key == "model" and name == AGENDA:
            self.model().open_agenda()
        elif key == "model":
            self.model().open_retro(name)
        else:
            self.playbooks().open_playbook(name)

    def model(self) -> _Model:
        """The page of the health model."""
        return cast("_Model", self.page("model"))

    def plays(self) -> Plays:
        """The page of successplays."""
        return cast("Plays", self.page("plays"))

    def playbooks(self) -> _Playbooks:
        """The page of playbooks and their runs."""
        return cast("_Playbooks", self.page("playbooks"))

    def reports(self) -> Reports:
        """The page of reports."""
        return cast("Reports", self.page("reports"))

    def start_playbook(self) -> bool:
        """Start one on what the page on top is about now; False where that is no account."""
        if self.current == "account":
            meant = (self.account().account_id,) if self.account().account_id else ()
        else:
            own = getattr(self.currentWidget(), "start_playbook", None)
            if own is not None:
                return bool(own())
            found = getattr(self.currentWidget(), "accounts_meant", None)
            meant = tuple(found()) if found is not None else ()
        if meant:
            self.ui.start_playbook(meant)
        return bool(meant)

    def help(self) -> _Help:
        """The page of help."""
        return cast("_Help", self.page("help"))

    def find_on_page(self) -> bool:
        """Go to the search field of the page on top; False where it has none."""
        if self._wanted.isActive():
            self.page(self.current)
        focus = getattr(self.currentWidget(), "focus_search", None)
        if focus is not None:
            focus()
        return focus is not None

    def focus_page(self) -> None:
        """Let the keys go to what the page on top is about, not to the bars around it."""
        self._focus_wanted = self._wanted.isActive()  # it is not there yet
        focus = getattr(self.currentWidget(), "focus_first", None)
        if focus is not None:
            focus()

    def reload(self) -> None:
        """Have the page on top read again."""
        reload = getattr(self.currentWidget(), "reload", None)
        if reload is not None:
            reload()
