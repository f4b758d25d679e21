"""The window: rail, bars, pages; it assembles and passes wishes on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from healthdesk import paths
from healthdesk.gui.base import places
from healthdesk.gui.base.posting import Posting
from healthdesk.gui.base.prefs import Seen
from healthdesk.gui.base.refresher import Refresher
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import CampaignWish, DeskWish, PlayWish, Ui
from healthdesk.gui.pages.first_run import FirstRunPage
from healthdesk.gui.parts.toast import Toasts
from healthdesk.gui.shell import actions, leaving
from healthdesk.gui.shell.actions import ACTS, ShortcutAction
from healthdesk.gui.shell.desk_opener import DeskOpener
from healthdesk.gui.shell.finder import Finder
from healthdesk.gui.shell.full_screen import FullScreen
from healthdesk.gui.shell.guide import Guide
from healthdesk.gui.shell.mail_line import MailLine
from healthdesk.gui.shell.one_window import OneWindow
from healthdesk.gui.shell.outbox_counter import OutboxCounter
from healthdesk.gui.shell.page_stack import PageStack
from healthdesk.gui.shell.play_counter import PlayCounter
from healthdesk.gui.shell.presenting_strip import PresentingStrip
from healthdesk.gui.shell.rail import Rail
from healthdesk.gui.shell.spec import page_spec
from healthdesk.gui.shell.status_line import StatusLine
from healthdesk.gui.shell.table_menu import offer_table
from healthdesk.gui.shell.top_bar import LookingBack, TopBar
from healthdesk.gui.shell.tour.tour import Tour

if TYPE_CHECKING:
    from healthdesk.core.domain.report_given import Given
    from healthdesk.core.domain.report_options import ReportOptions
    from healthdesk.core.services.cards_kept import FoundBoards
    from healthdesk.core.services.today_kept import KeptToday

START, ACCOUNTS = "today", "accounts"
BEGINNINGS = frozenset({START, "dashboards"})
"""Pages that the window begins with, if one of them was the last of these that was seen."""
LEAST = (1024, 640)
USUAL = (1440, 900)


class MainWindow(QMainWindow):
    """One desk, one window.

    Signals:
        painted: the window was painted for the first time.
        closed: the window is gone and the desk with it.
    """

    painted = Signal()
    closed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.setObjectName("window")
        self.setWindowTitle("HealthDesk")
        self.setMinimumSize(*LEAST)
        self.resize(*USUAL)
        places.restore(self, ui.prefs)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocus()
        self._first_paint: Later | None = Later(self, 0, self._on_first_paint_timeout)
        self._kept: Path | None = None
        self.first = START
        """The page that is shown when the next desk is open: where this one was left."""
        self._home = START
        self._opened_from = ACCOUNTS
        self._one_window = OneWindow(self)
        self.refresher = Refresher(ui, self)
        self.opener = DeskOpener(ui, self._one_window, self)
        self.rail = Rail(ui.theme)
        self.top_bar = TopBar(ui)
        self.outbox_counter, self.play_counter = OutboxCounter(ui, self), PlayCounter(ui, self)
        self.pages = PageStack(ui)
        self.status_line = StatusLine(ui)
        self.status_line.put_in(self.play_counter.stopped)
        self.guide = Guide(self)
        self.first_run = FirstRunPage(ui)
        self._whole = QStackedWidget()
        self._whole.addWidget(self.first_run)
        self._whole.addWidget(self._assemble())
        self.setCentralWidget(self._whole)
        self.rail.set_narrow(narrow=ui.prefs.values.rail_collapsed)
        self.full_screen = FullScreen(self, (self.rail, self.top_bar, self.status_line))
        self.finder = Finder(self)
        self.tour = Tour(self)
        self.toasts = Toasts(ui, self)
        for act in ACTS:
            if act.shortcut:
                self.addAction(ShortcutAction(act, self))
        self._connect()

    @property
    def at_beginning(self) -> bool:
        """Whether the three ways to begin are shown."""
        return self._whole.currentWidget() is self.first_run

    def show_page(self, key: str) -> None:
        """Show a page; without a desk those that need one lead to the beginning."""
        if self.ui.desk is None and page_spec(key).needs_desk:
            if self.ui.opening is None:
                self.show_first_run()
            elif key != self.pages.current:
                self.ui.when_open(partial(self.show_page, key))
            return
        if self.ui.presenting:
            return  # others look at the screen
        if key in BEGINNINGS:
            self._home = key
        self.pages.show_page(key)
        self._whole.setCurrentIndex(1)
        self.rail.show_current(key)

    def show_first_run(self) -> None:
        """Offer the three ways to begin."""
        self._whole.setCurrentWidget(self.first_run)

    def show_opening(self, name: str) -> None:
        """Show the frame with grey shapes until the desk is open."""
        self._whole.setCurrentIndex(1)
        self.pages.show_loading(f"Opening {name}")
        self.top_bar.show_name()

    def fill_kept(self, kept: KeptToday) -> bool:
        """Fill the page Today with what the desk that is being opened keeps, if it is of today."""
        path = self.ui.opening
        self.ui.name_bands(kept.bands)
        self.ui.set_zone(kept.zone)
        fill = getattr(self.pages.page(START), "show_kept", None)
        if path is None or fill is None or kept.view.day != self.ui.day:
            return False
        fill(path, kept.view)
        self._kept = path
        return True

    def fill_board(self, found: FoundBoards) -> Iterator[None]:
        """Show the board that the desk that is being opened keeps, if it is of today, in turns."""
        path = self.ui.opening
        self.ui.name_bands(found.bands)
        self.ui.set_zone(found.zone)
        if path is None or found.day != self.ui.day:
            return
        self._kept = path
        self.show_kept()
        yield
        for _ in self.pages.dashboards().fill_kept(path, found):
            if self._kept != path or self.ui.opening != path:
                return
            yield

    def show_kept(self) -> None:
        """Show the first page as it was filled; the desk follows behind it."""
        if self._kept is not None and self._kept == self.ui.opening:
            self.pages.show_page(self.first)
            self.rail.show_current(self.first)

    def show_help(self) -> None:
        """Show the help of the page in view."""
        seen = "" if self.at_beginning else self.pages.current
        own = getattr(self.pages.currentWidget(), "help_topic", "") if seen else ""
        self.open_help(own or (page_spec(seen).help if seen else "start"))

    @Slot(str)
    def open_help(self, topic: str) -> None:
        """Show a page of the help."""
        self.pages.help().show_topic(topic)
        self.show_page("help")

    def open_palette(self) -> None:
        """Offer every action and every account."""
        self.finder.open()

    def find_on_page(self) -> None:
        """Go to the search field of the page in view, or to the palette where it has none."""
        if not self.pages.find_on_page():
            self.finder.open()

    def refresh(self) -> None:
        """Refresh the sources; read the page in view and the frame again."""
        if self.refresher.sources:
            self.ui.refresh_sources()
        self.ui.refresh_today()
        self.top_bar.reload()
        self.pages.reload()

    def fold_rail(self) -> None:
        """Fold the rail to icons, or unfold it."""
        self.rail.set_narrow(narrow=not self.rail.narrow)
        self._keep_rail(narrow=self.rail.narrow)

    def show_full(self, on: bool) -> None:
        """Let the page in view fill the screen, or put it among the bars again."""
        self.full_screen.switch(on)
        self.guide.stand_aside(on)

    def show_over(self, widget: QWidget | None) -> None:
        """Let a widget take the place of all pages, in full screen; None brings them back."""
        if widget is not None and self._whole.indexOf(widget) < 0:
            self._whole.addWidget(widget)
        self.show_full(widget is not None)
        if widget is None:
            self._whole.setCurrentIndex(1)
        else:
            self._whole.setCurrentWidget(widget)

    def _assemble(self) -> QWidget:
        self.posting = Posting(self.ui, self)
        self.status_line.put_in(MailLine(self.ui))
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top_bar)
        right.addWidget(self._presenting_strip())
        right.addWidget(LookingBack(self.ui))
        right.addWidget(self.guide)
        right.addWidget(self.pages, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(right, 1)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across, 1)
        column.addWidget(self.status_line)
        return work

    def _presenting_strip(self) -> QWidget:
        strip = PresentingStrip(self.ui)
        strip.left.connect(self._on_presenting_left)
        return strip

    @Slot()
    def _on_presenting_left(self) -> None:
        actions.run(actions.act_of("present"), self)

    def _connect(self) -> None:
        self._one_window.raise_requested.connect(self._on_one_window_raise_requested)
        self.opener.opening.connect(self._on_opener_opening)
        self.opener.failed.connect(self._on_opener_failed)
        self.opener.backed_up.connect(self._on_opener_backed_up)
        self.rail.page_chosen.connect(self._on_page_wanted)
        self.rail.collapsed_changed.connect(self._on_rail_collapsed_changed)
        self.top_bar.search_requested.connect(self._on_top_bar_search_requested)
        self.top_bar.act_requested.connect(self._on_top_bar_act_requested)
        self.top_bar.late_found.connect(self.rail.show_late)
        self.ui.counted.connect(self.rail.show_count)
        self.ui.account_requested.connect(self._on_ui_account_requested)
        self.ui.account_left.connect(self._on_ui_account_left)
        self.ui.tab_requested.connect(self._on_ui_tab_requested)
        self.ui.page_requested.connect(self._on_page_wanted)
        self.ui.message_requested.connect(self._on_ui_message_requested)
        self.ui.playbook_requested.connect(self._on_ui_playbook_requested)
        self.ui.named_requested.connect(self._on_ui_named_requested)
        self.ui.play_requested.connect(self._on_ui_play_requested)
        self.ui.campaign_requested.connect(self._on_ui_campaign_requested)
        self.ui.run_requested.connect(self._on_ui_run_requested)
        self.ui.run_change_requested.connect(self._on_ui_run_change_requested)
        self.ui.report_requested.connect(self._on_ui_report_requested)
        self.ui.given_requested.connect(self._on_ui_given_requested)
        self.ui.help_requested.connect(self.open_help)
        self.ui.import_requested.connect(self._on_ui_import_requested)
        self.ui.desk_changed.connect(self._on_ui_desk_changed)

    def _keep_rail(self, *, narrow: bool) -> None:
        self.ui.prefs.values.rail_collapsed = narrow
        self.ui.prefs.save()

    @Slot(str)
    def _on_page_wanted(self, key: str) -> None:
        self.show_page(key)

    @Slot(bool)
    def _on_rail_collapsed_changed(self, narrow: bool) -> None:
        self._keep_rail(narrow=narrow)

    @Slot()
    def _on_top_bar_search_requested(self) -> None:
        self.open_palette()

    @Slot(str)
    def _on_top_bar_act_requested(self, key: str) -> None:
        actions.run(actions.act_of(key), self)

    @Slot(str)
    def _on_ui_account_requested(self, account_id: str) -> None:
        before = self.pages.current
        if before != "account" and not self.at_beginning:
            self._opened_from = before or ACCOUNTS
        self.show_page("account")
        self.pages.account().say_way_back(page_spec(self._opened_from).title)
        self.pages.account().show_account(account_id, self.pages.listed_accounts())

    @Slot()
    def _on_ui_account_left(self) -> None:
        self.show_page(self._opened_from)

    @Slot(str)
    def _on_ui_tab_requested(self, key: str) -> None:
        self.pages.account().show_tab(key)

    @Slot(int)
    def _on_ui_message_requested(self, message: int) -> None:
        self.show_page("outbox")
        self.pages.outbox().show_message(message)

    @Slot(object, str)
    def _on_ui_playbook_requested(self, accounts: tuple[str, ...], playbook: str) -> None:
        # Its form brings inputs of days, which the first paint does not wait for.
        from healthdesk.gui.panels.runs.starter import PlaybookStarter  # noqa: PLC0415

        starter = self.findChild(PlaybookStarter) or PlaybookStarter(self.ui, self)
        starter.start(accounts, playbook)

    @Slot(str, str)
    def _on_ui_named_requested(self, page: str, name: str) -> None:
        self.show_page(page)
        self.pages.show_named(page, name)

    @Slot(object)
    def _on_ui_play_requested(self, wish: PlayWish) -> None:
        self.show_page("plays")
        self.pages.plays().show_wish(wish)

    @Slot(object)
    def _on_ui_campaign_requested(self, wish: CampaignWish) -> None:
        self.show_page("plays")
        self.pages.plays().show_campaign(wish)

    @Slot(int, str)
    def _on_ui_run_requested(self, run: int, step: str) -> None:
        self.show_page("playbooks")
        self.pages.playbooks().show_run(run, step)

    @Slot(int)
    def _on_ui_run_change_requested(self, run: int) -> None:
        self.show_page("playbooks")
        self.pages.playbooks().change_run(run)

    @Slot(object)
    def _on_ui_report_requested(self, options: ReportOptions) -> None:
        self.show_page("reports")
        self.pages.reports().show_report(options)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to take along the table that has no menu of its own."""
        if offer_table(self.ui, self, event):
            event.accept()
        else:
            super().contextMenuEvent(event)

    @Slot(object, object)
    def _on_ui_given_requested(self, options: ReportOptions, given: Given) -> None:
        self.show_page("reports")
        self.pages.reports().show_given(options, given)

    @Slot(object)
    def _on_ui_import_requested(self, files: tuple[Path, ...]) -> None:
        if self.ui.presenting:
            return
        if self.ui.desk is None:
            self.ui.wish_desk(DeskWish("new", paths.default_desk(), files=files))
            return
        self.show_page("data")
        self.pages.data().start_import(files)

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        self._kept = None
        if self.ui.desk is not None:
            self.setWindowTitle(f"{self.ui.desk.path.stem} \N{EN DASH} HealthDesk")
            first, self.first = self.first, START
            self.show_page(first)
            self.setFocus()  # not whatever control follows a button that has gone

    @Slot(str)
    def _on_opener_opening(self, name: str) -> None:
        if name and not self.at_beginning:
            if self._kept is None or self._kept != self.ui.opening:
                self.show_opening(name)
        elif not name and self.ui.desk is not None:
            self.show_page(self.pages.current or START)

    @Slot(str)
    def _on_opener_failed(self, why: str) -> None:
        del why
        if self._kept is not None:
            self._kept = None
            drop = getattr(self.pages.page(self.first), "drop_kept", None)
            if drop is not None:
                drop()
        self.top_bar.show_name()
        if self.ui.desk is None:
            self.show_first_run()

    @Slot()
    def _on_opener_backed_up(self) -> None:
        if self.pages.current == "settings":
            self.pages.reload()

    @Slot()
    def _on_one_window_raise_requested(self) -> None:
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()

    @Slot()
    def _on_first_paint_timeout(self) -> None:
        self.painted.emit()

    def _keep_seen(self) -> None:
        """Note where this desk is left; without one the note of the last one stays."""
        desk = self.ui.desk
        if desk is not None:
            row = self.pages.board_row
            self.ui.prefs.values.seen = Seen(desk=str(desk.path), page=self._home, board=row)

    def event(self, event: QEvent) -> bool:
        """Notice the first paint, and a midnight that passed while the window was away."""
        if event.type() == QEvent.Type.Paint and self._first_paint is not None:
            self._first_paint.start()
            self._first_paint = None
        elif event.type() == QEvent.Type.WindowActivate:
            self.ui.refresh_today()
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rows or files pasted on the Data page are taken in, where no field wanted them."""
        paste = event.matches(QKeySequence.StandardKey.Paste)
        if paste and self.pages.current == "data" and not self.at_beginning:
            self.pages.data().paste()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders may be dropped anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped."""
        urls = event.mimeData().urls()
        event.acceptProposedAction()
        self.ui.start_import([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask when work is under way; keep the geometry; let go of the desk."""
        if not leaving.may_close(self.ui, self.pages.unsaved):
            event.ignore()
            return
        places.keep(self, self.ui.prefs)
        self._keep_seen()
        self.ui.prefs.save()
        self.hide()
        leaving.let_go(self.ui, self.pages.keepers)
        super().closeEvent(event)
        self.closed.emit()
