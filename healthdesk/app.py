"""The composition root of the window: puts its parts together and runs them.

The first frame is painted before anything of a desk is read. Today comes next, as the desk keeps
it; then numpy and SQLAlchemy are imported, on a thread, and the desk is opened behind the page.
Where nothing is kept that is good for this day, the page waits for the desk.
"""

from __future__ import annotations

import gc
import platform
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module, metadata
from os import environ
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Slot, qVersion
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from healthdesk import paths
from healthdesk.core.clock import is_zone
from healthdesk.core.domain.errors import Cancelled, DeskError
from healthdesk.core.services.presence import instance_name
from healthdesk.gui.base.dialogs import Dialogs
from healthdesk.gui.base.jobs import Jobs
from healthdesk.gui.base.prefs import PrefsFile
from healthdesk.gui.base.steady import hold_overrides
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.shell.caretaker import Caretaker, sweep_seldom
from healthdesk.gui.shell.keeper import Keeper
from healthdesk.gui.shell.main_window import BEGINNINGS, START, MainWindow
from healthdesk.gui.shell.one_window import raise_other
from healthdesk.gui.shell.play_keeper import PlayKeeper
from healthdesk.gui.shell.stamp_keeper import StampKeeper
from healthdesk.gui.shell.tone_keeper import ToneKeeper
from healthdesk.gui.shell.typed_keeper import TypedKeeper

if TYPE_CHECKING:
    from healthdesk.core.services.cards_kept import FoundBoards
    from healthdesk.core.services.today_kept import KeptToday

HEAVY = (
    "numpy",
    "numpy.ma",
    "sqlalchemy.orm",
    "healthdesk.core.services.scoring",
    "healthdesk.core.services.people",
    "healthdesk.core.services.today",
    "healthdesk.gui.shell.desk_work",
    "healthdesk.gui.shell.reads",
)
"""What is imported before a desk is opened, on a thread; a median needs numpy.ma.

None of them defines a widget: PySide 6.11 crashed (5 of 44 starts, measured) where a thread made
classes of widgets, as importing them does, while the screen made widgets.
"""
SCREEN = (
    "healthdesk.gui.panels.form",
    "healthdesk.gui.panels.task_form",
    "healthdesk.gui.panels.popover",
    "healthdesk.gui.parts.column_painters",
    "healthdesk.gui.pages.today.change_list",
    "healthdesk.gui.pages.today.loose_card",
    "healthdesk.gui.pages.today.plays_card",
    "healthdesk.gui.pages.today.problems_card",
    "healthdesk.gui.pages.today.tasks_card",
    "healthdesk.gui.pages.today.renewals_card",
    "healthdesk.gui.pages.today.page",
)
"""Widgets of Today, imported in the GUI thread, one a turn of the event loop."""
FIGURES = (
    "healthdesk.core.readings",
    "healthdesk.core.domain.board_scores",
    "healthdesk.core.domain.forecast",
    "healthdesk.core.domain.usage_view",
)
"""What figures of a kept board are made of, imported on the thread that finds it; no widgets."""
BOARD = (
    "healthdesk.core.services.cards_kept",
    "healthdesk.gui.parts.data_table",
    "healthdesk.gui.panels.form",
    "healthdesk.gui.panels.popover",
    "healthdesk.gui.grid.frame",
    "healthdesk.gui.grid.canvas",
    "healthdesk.gui.grid.gallery",
    "healthdesk.gui.pages.dashboards.head",
    "healthdesk.gui.pages.dashboards.tile_view",
    "healthdesk.gui.pages.dashboards.tiles",
    "healthdesk.gui.pages.dashboards.acts",
    "healthdesk.gui.pages.dashboards.page",
)
"""The page of boards, where the window begins with it."""
LATER = (
    "healthdesk.core.services.account_badges",
    "healthdesk.core.services.account_care",
    "healthdesk.core.services.accounts_more",
    "healthdesk.core.services.advocates",
    "healthdesk.core.services.board_accounts",
    "healthdesk.core.services.board_goals",
    "healthdesk.core.services.board_movers",
    "healthdesk.core.services.board_number",
    "healthdesk.core.services.board_people",
    "healthdesk.core.services.board_renewals",
    "healthdesk.core.services.board_scores",
    "healthdesk.core.services.board_tasks",
    "healthdesk.core.services.board_tickets",
    "healthdesk.core.services.board_trends",
    "healthdesk.core.services.board_usage",
    "healthdesk.core.services.board_voice",
    "healthdesk.core.services.board_voices",
    "healthdesk.core.services.calendar",
    "healthdesk.core.services.cards_ahead",
    "healthdesk.core.services.checklist",
    "healthdesk.core.services.commercial",
    "healthdesk.core.services.contacts",
    "healthdesk.core.services.contents",
    "healthdesk.core.services.explain",
    "healthdesk.core.services.exports",
    "healthdesk.core.services.feedback",
    "healthdesk.core.services.files",
    "healthdesk.core.services.findings",
    "healthdesk.core.services.forecasts",
    "healthdesk.core.services.ics",
    "healthdesk.core.services.imports",
    "healthdesk.core.services.intake",
    "healthdesk.core.services.loops",
    "healthdesk.core.services.campaign_files",
    "healthdesk.core.services.campaign_reading",
    "healthdesk.core.services.loose_ends",
    "healthdesk.core.services.mail_server",
    "healthdesk.core.services.message_beside",
    "healthdesk.core.services.messages",
    "healthdesk.core.services.messages_each",
    "healthdesk.core.services.overrides",
    "healthdesk.core.services.plan_watch",
    "healthdesk.core.services.playbook_reading",
    "healthdesk.core.services.playbooks",
    "healthdesk.core.services.post",
    "healthdesk.core.services.provenance",
    "healthdesk.core.services.rehearsal",
    "healthdesk.core.services.reports.batch",
    "healthdesk.core.services.reports.brands",
    "healthdesk.core.services.reports.filing",
    "healthdesk.core.services.reports.reviews",
    "healthdesk.core.services.reports.sending",
    "healthdesk.core.services.play_rehearsal",
    "healthdesk.core.services.play_results",
    "healthdesk.core.services.plays",
    "healthdesk.core.services.results",
    "healthdesk.core.services.run_choice",
    "healthdesk.core.services.run_many",
    "healthdesk.core.services.run_reading",
    "healthdesk.core.services.run_today",
    "healthdesk.core.services.runs",
    "healthdesk.core.services.segment_bring",
    "healthdesk.core.services.segment_check",
    "healthdesk.core.services.segment_compare",
    "healthdesk.core.services.segment_members",
    "healthdesk.core.services.segment_past",
    "healthdesk.core.services.sentence",
    "healthdesk.core.services.summary",
    "healthdesk.core.services.tasks",
    "healthdesk.core.services.timeline",
    "healthdesk.core.services.timeline_moves",
    "healthdesk.core.services.today_marks",
    "healthdesk.core.services.tone",
    "healthdesk.core.services.trial",
    "healthdesk.core.services.usage_view",
    "healthdesk.core.services.what_if",
)
"""What is imported once Today is shown, on a thread; no widgets, see above."""
SCREEN_LATER = (
    "healthdesk.gui.parts.data_table",
    "healthdesk.gui.parts.filter_bar",
    "healthdesk.gui.pages.accounts",
    "healthdesk.gui.pages.accounts.figures",
    "healthdesk.gui.parts.history_chart",
    "healthdesk.gui.parts.composition",
    "healthdesk.gui.parts.waterfall",
    "healthdesk.gui.panels.change_panel",
    "healthdesk.gui.panels.source_popover",
    "healthdesk.gui.panels.health.sentence_strip",
    "healthdesk.gui.panels.health.tab",
    "healthdesk.gui.panels.account_head",
    "healthdesk.gui.pages.account",
    "healthdesk.gui.grid.canvas",
    "healthdesk.gui.grid.gallery",
    "healthdesk.gui.pages.dashboards.tiles",
    "healthdesk.gui.pages.dashboards.page",
    "healthdesk.gui.parts.rule_box",
    "healthdesk.gui.pages.segments.segment_list",
    "healthdesk.gui.pages.segments.rule_card",
    "healthdesk.gui.pages.segments.page",
    "healthdesk.gui.parts.step_canvas",
    "healthdesk.gui.parts.merge_edit",
    "healthdesk.gui.pages.playbooks.editor.form_card",
    "healthdesk.gui.pages.playbooks.editor.trial_card",
    "healthdesk.gui.pages.playbooks.editor.canvas_card",
    "healthdesk.gui.panels.shelf.page",
    "healthdesk.gui.pages.playbooks.editor.editor_acts",
    "healthdesk.gui.pages.playbooks.editor.editor",
    "healthdesk.gui.pages.data.tables",
    "healthdesk.gui.pages.data",
    "healthdesk.gui.panels.commercial.theme_board",
    "healthdesk.gui.panels.commercial.acts",
    "healthdesk.gui.panels.runs.run_panel",
    "healthdesk.gui.panels.runs.starter",
    "healthdesk.gui.pages.playbooks.runs.board",
    "healthdesk.gui.pages.playbooks.runs.view",
    "healthdesk.gui.pages.playbooks.results.loops_view",
    "healthdesk.gui.pages.playbooks.results.view",
    "healthdesk.gui.pages.playbooks.page",
    "healthdesk.gui.pages.plays.editor.form_card",
    "healthdesk.gui.pages.plays.editor.rehearsal_card",
    "healthdesk.gui.pages.plays.editor.editor",
    "healthdesk.gui.pages.plays.results_view",
    "healthdesk.gui.pages.plays.page",
    "healthdesk.gui.panels.composer.panel",
    "healthdesk.gui.pages.outbox.page",
    "healthdesk.gui.panels.work.task_list",
    "healthdesk.gui.pages.tasks.page",
    "healthdesk.gui.pages.advocates.page",
    "healthdesk.gui.pages.model.weights_card",
    "healthdesk.gui.pages.model.standing_card",
    "healthdesk.gui.pages.model.curve_card",
    "healthdesk.gui.pages.model.sheet",
    "healthdesk.gui.pages.model.rule_form",
    "healthdesk.gui.pages.model.measure_form",
    "healthdesk.gui.pages.model.card_view",
    "healthdesk.gui.pages.model.one_account_view",
    "healthdesk.gui.pages.model.profile_acts",
    "healthdesk.gui.pages.model.page",
    "healthdesk.gui.pages.reports.options_card",
    "healthdesk.gui.pages.reports.preview_card",
    "healthdesk.gui.pages.reports.page",
    "healthdesk.gui.pages.settings",
    "healthdesk.gui.pages.help",
)
"""Widgets of the other pages, after that again, one a turn."""
QUIET = 60
"""Milliseconds after which it is looked again whether Today still waits for something."""
MORE = object()
"""What a step answers that has more to do in the next turn."""
TELL_PAINT = "HEALTHDESK_TELL_PAINT"
"""Set to anything: print the clock's reading at the first paint and quit (packaging/bench.py)."""


class App(QObject):
    """Everything that lives as long as the program."""

    def __init__(self, application: QApplication, desk: Path | None) -> None:
        super().__init__()
        self._application = application
        self._desk = desk
        self._opened = False
        self._kept: KeptToday | FoundBoards | None = None
        self._filling: Iterator[None] | None = None
        self._screen: list[str] = []
        self._import_soon = Later(self, 0, self._on_import_soon_timeout)
        self._import_later = Later(self, QUIET, self._on_import_later_timeout)
        self._steps: list[Callable[[], object]] = []
        """What follows the imports, one a turn."""
        sweep_seldom()
        prefs = PrefsFile(paths.settings_file())
        self.theme = Theme(
            paths.resources(),
            self,
            mode=prefs.values.theme,
            colour_blind=prefs.values.colour_blind,
            high_contrast=prefs.values.high_contrast,
        )
        self.theme.apply(application)
        application.setWindowIcon(QIcon(self.theme.mark(64, 2.0)))
        self.jobs = Jobs(self)
        self.dialogs = Dialogs()
        self.ui = Ui(self.theme, self.jobs, self.dialogs, prefs, parent=self)
        self.window = MainWindow(self.ui)
        self.window.first = self._first_page()
        self.dialogs.window = self.window
        self.keeper = Keeper(self.ui, self)
        self.tone_keeper = ToneKeeper(self.ui, self)
        self.stamp_keeper = StampKeeper(self.ui, self)
        self.play_keeper = PlayKeeper(self.ui, self)
        self.typed_keeper = TypedKeeper(self.ui, self)
        self.caretaker = Caretaker(self.ui, self)
        self.jobs.crashed.connect(self._on_jobs_crashed)
        self.window.painted.connect(self._on_window_painted)
        self.window.closed.connect(self._on_window_closed)

    def start(self) -> None:
        """Show the window: the beginning, or the frame of the desk that is about to be opened."""
        if self._desk is not None:
            self.ui.set_opening(self._desk)
            self.window.show_opening(self._desk.stem)
        self.window.show()

    def report_bug(self, error: BaseException, trace: str) -> None:
        """Show a bug with all that helps to mend it, and go on."""
        summary = (
            f"{type(error).__name__}: {error}. What was being written was taken back; your desk is"
            " as it was before. The report names no customer unless the message does."
        )
        self.dialogs.crash(summary, bug_report(trace))

    @Slot()
    def _on_window_painted(self) -> None:
        if TELL_PAINT in environ:
            sys.stdout.write(f"{time.time():.6f}\n")
            sys.stdout.flush()
            self.window.close()
            return
        self.jobs.read(self._find_kept, self._on_kept_found, key="kept")

    @Slot()
    def _on_window_closed(self) -> None:
        self._application.quit()

    def _first_page(self) -> str:
        """Where this desk was left, if the window begins with that page; else Today."""
        seen = self.ui.prefs.values.seen
        known = self._desk is not None and seen.desk == str(self._desk.resolve())
        return seen.page if known and seen.page in BEGINNINGS else START

    def _find_kept(self, progress: object) -> KeptToday | FoundBoards | None:
        """Read, on a thread, what the first page is painted with."""
        del progress
        self.theme.read_icons()
        if self._desk is None:
            return None
        # After the first frame.
        if self.window.first == START:
            from healthdesk.core.services import today_kept  # noqa: PLC0415

            return today_kept.find(self._desk, self.ui.clock)
        from healthdesk.core.services import cards_kept  # noqa: PLC0415

        found = cards_kept.find(self._desk, self.ui.clock)
        if found is None or found.row != self.ui.prefs.values.seen.board:
            return None
        for name in FIGURES:
            import_module(name)
        return found

    def _on_kept_found(self, kept: KeptToday | FoundBoards | None) -> None:
        self._kept = kept
        if kept is None:
            self._read_heavy()
            return
        self._screen = self._first_screen()
        show: list[Callable[[], object]] = [self._fill_kept, self.window.show_kept]
        if self.window.first != START:
            show = [self._fill_board]
        self._steps = [self._make_first, *show, self._read_heavy]
        self._import_soon.start()

    def _first_screen(self) -> list[str]:
        """The widgets of the page that the window begins with."""
        if self.window.first == START:
            return list(SCREEN)
        # After the first frame: it brings numpy, which came with what was kept.
        from healthdesk.gui.widgets import CATALOGUE  # noqa: PLC0415

        kept = self._kept
        kinds = {one.kind for one in getattr(kept, "cards", {}).values()}
        return [*BOARD, *(f"healthdesk.gui.widgets.{one}" for one in CATALOGUE if one in kinds)]

    def _read_heavy(self) -> None:
        self.jobs.read(_import_heavy, self._on_heavy_imported, key="imports")

    def _on_heavy_imported(self, answer: object) -> None:
        del answer
        self._screen = self._first_screen()
        self._steps = [self._make_first, self._begin, self._import_later.start]
        self._import_soon.start()

    @Slot()
    def _on_import_soon_timeout(self) -> None:
        if self._screen:
            import_module(self._screen.pop(0))
            hold_overrides()
            self._import_soon.start()
        elif self._steps:
            step = self._steps[0]
            if step() is not MORE:
                self._steps.remove(step)
            self._import_soon.start()

    def _begin(self) -> None:
        """Open the desk, unless another one was wished for meanwhile."""
        if self._desk is not None and self._desk == self.ui.opening and not self._opened:
            self._opened = True
            self.window.opener.open(self._desk)

    def _make_first(self) -> object:
        """Make a piece of the first page."""
        return MORE if self.window.pages.make_some(self.window.first) else None

    def _fill_kept(self) -> None:
        if self._kept is not None and self._desk == self.ui.opening:
            self.window.fill_kept(cast("KeptToday", self._kept))

    def _fill_board(self) -> object:
        """Put a piece of the kept board there."""
        if self._filling is None:
            if self._desk != self.ui.opening:
                return None
            self._filling = self.window.fill_board(cast("FoundBoards", self._kept))
        return None if next(self._filling, MORE) is MORE else MORE

    @Slot()
    def _on_import_later_timeout(self) -> None:
        """Import what other pages need, once Today has been read."""
        opening = self._desk is not None and self.ui.desk is None and self.jobs.busy
        if opening or self.jobs.reading:
            self._import_later.start()
        else:
            self.jobs.read(_import_others, self._on_others_imported, key="later")

    def _on_others_imported(self, answer: object) -> None:
        del answer
        self._screen = [*SCREEN, *SCREEN_LATER]
        self._steps = [self.window.pages.prepare, _freeze]
        self._import_soon.start()

    @Slot(object, str)
    def _on_jobs_crashed(self, error: Exception, trace: str) -> None:
        if isinstance(error, (DeskError, Cancelled)):
            self.ui.toast(str(error), kind="error")
        else:
            self.report_bug(error, trace)


def main(desk: str | None = None) -> int:
    """Open the window on a desk, the latest one, or the beginning; return the exit status."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("another kind of Qt application is running")
    application.setApplicationName("HealthDesk")
    application.setDesktopFileName("healthdesk")
    path = desk_to_open(desk, PrefsFile(paths.settings_file()).recent_desks())
    if path is not None and raise_other(instance_name(path)):
        return 0
    app = App(application, path)
    sys.excepthook = _Hook(app)
    app.start()
    status = application.exec()
    app.jobs.close()
    return status


def desk_to_open(named: str | None, recent: Sequence[Path]) -> Path | None:
    """Choose the desk: the one that was named, else the latest, else the default one, else none."""
    if named is not None:
        return Path(named).absolute()
    if recent:
        return recent[0]
    default = paths.default_desk()
    return default if default.is_file() else None


def bug_report(trace: str) -> str:
    """Write what helps to mend a bug: versions and where it happened."""
    lines = [
        f"HealthDesk {metadata.version('healthdesk') if _is_installed() else 'from source'}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        "",
        trace.strip(),
    ]
    return "\n".join(lines)


class _Hook:
    """What Python calls for an error that nobody caught."""

    def __init__(self, app: App) -> None:
        self._app = app

    def __call__(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        text = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(text)
        if not issubclass(kind, KeyboardInterrupt):
            self._app.report_bug(error, text)


def _freeze() -> None:
    """Leave what was imported out of all sweeps: it stays."""
    gc.freeze()


def _import_heavy(progress: object) -> None:
    """Import, on a thread, what the screen would stand still for later."""
    del progress
    for name in HEAVY:
        import_module(name)


def _import_others(progress: object) -> None:
    del progress
    for name in LATER:
        import_module(name)
    is_zone("UTC")  # has the names of all zones read, which the settings offer


def _is_installed() -> bool:
    try:
        metadata.version("healthdesk")
    except metadata.PackageNotFoundError:
        return False
    return True
