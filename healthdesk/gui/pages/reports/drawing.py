"""Has reports drawn on a reader thread, the latest wish first; keeps what was built meanwhile.

Not here: what is built and drawn (reading.py), how it is shown (preview_card.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from healthdesk.core.domain.errors import Cancelled
from healthdesk.core.domain.report import Report
from healthdesk.core.domain.report_given import Given
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.services.reports.filing import FiledRow
from healthdesk.gui.base.jobs import JobState
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.reports.choosing import built_of
from healthdesk.gui.pages.reports.reading import (
    Drawn,
    Want,
    draw,
    draw_against,
    draw_comparison,
    draw_filed,
)
from healthdesk.gui.panels.report_look import as_seen

MOST_PIXELS: Final = 3_200
_SHARP: Final = 1.05
"""How much larger than drawn a page may be shown."""


class Drawing(QObject):
    """Draws drafts, filed reports, comparisons.

    Signals:
        drawn: `Drawn`, the latest that was asked for.
        failed: the error that came instead.
        stepped: in words, what it does now.
        stopped: somebody stopped it.
    """

    drawn = Signal(object)
    failed = Signal(object)
    stepped = Signal(str)
    stopped = Signal()

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self._built: tuple[ReportOptions, int, Report] | None = None
        self._asked: tuple[ReportOptions, int] | None = None
        self._width = 0
        self._given: tuple[str, str, int, Given] | None = None
        self._latest: ReportOptions | None = None
        """The draft that was asked for last, while nothing it rests on was touched."""
        self._job = -1
        self._pair: tuple[Callable[..., Drawn], tuple[object, ...]] | None = None
        """What is compared, for larger pages."""
        self._blind = ui.theme.colour_blind
        ui.jobs.progressed.connect(self._on_jobs_progressed)
        ui.theme.changed.connect(self._on_theme_changed)

    @Slot()
    def stop(self) -> None:
        """Have it stop at its next step."""
        self.ui.jobs.cancel(self._job)

    @Slot(object)
    def _on_jobs_progressed(self, state: JobState) -> None:
        if state.job == self._job:
            self.stepped.emit(state.text)

    @Slot()
    def _on_theme_changed(self) -> None:
        """Draw the draft again in the colours that the window has now."""
        if self._blind == self.ui.theme.colour_blind:
            return
        self._blind, latest = self.ui.theme.colour_blind, self._latest
        self.forget()
        if latest is not None:
            self.draw(latest, "", self._width)

    def forget(self) -> None:
        """Build anew next time: what reports rest on was touched."""
        self._built = self._asked = self._latest = None

    def take(self, options: ReportOptions, given: Given) -> None:
        """Hold what another page gave, as of its day: nothing else can give it."""
        self._given = (options.kind, options.board, self.ui.day, given)
        self.forget()

    def _held(self, options: ReportOptions) -> tuple[int, Given] | None:
        """What another page gave for these options, and of which day it is."""
        if self._given is None or self._given[:2] != (options.kind, options.board):
            return None
        return self._given[2:]

    def built(self, options: ReportOptions | None) -> Report | None:
        """The report as built, where these options ask for the same."""
        if self._built is None or options is None:
            return None
        of, day, report = self._built
        return report if of == built_of(options) and day == self.ui.day else None

    def is_latest(self, options: ReportOptions) -> bool:
        """Whether this draft was asked for last, as of the day in view."""
        same_day = self._asked is not None and self._asked[1] == self.ui.day
        return options == self._latest and same_day

    def draw(self, options: ReportOptions, section: str, width: int) -> None:
        """Have a draft drawn, its first page of a section first."""
        self._width = min(width, MOST_PIXELS)
        self._asked = (built_of(options), self.ui.day)
        self._latest = options
        day, given = self._held(options) or (self.ui.day, None)
        seen, built = as_seen(self.ui, options), self.built(options)
        want = Want(seen, day, self._width, section, built, given)
        self._read(self._on_draft, draw, want)

    def open_filed(self, row: FiledRow, width: int) -> None:
        """Have a filed report drawn as it was."""
        self._width = min(width, MOST_PIXELS)
        self._read(self._on_other, draw_filed, row, self._width)

    def compare(self, before: int, after: int, width: int) -> None:
        """Have what changed between two filed reports drawn."""
        self._compare(width, draw_comparison, (before, after))

    def compare_draft(self, row: FiledRow, draft: Report, width: int) -> None:
        """Have what changed between a filed report and the draft drawn."""
        self._compare(width, draw_against, row, draft)

    def compare_again(self, width: int) -> None:
        """Have the comparison in view drawn for pages of another size."""
        if self._pair is not None:
            self._compare(width, self._pair[0], *self._pair[1])

    def _compare(self, width: int, fn: Callable[..., Drawn], *args: object) -> None:
        self._pair = (fn, args)
        self._width = min(width, MOST_PIXELS)
        self._read(self._on_other, fn, *args, self._width)

    def is_sharp(self, width: int) -> bool:
        """Whether a page that is shown so wide was drawn for it."""
        return min(width, MOST_PIXELS) <= self._width * _SHARP

    def _read(self, then: Callable[[Drawn], None], fn: Callable[..., Drawn], *args: object) -> None:
        if fn is not draw:
            self._latest = None
        # One owner and key for all: of two wishes only the later one is answered.
        self._job = self.ui.read(fn, *args, then=then, failed=self._on_failed, key="draw")

    def _on_draft(self, drawn: Drawn) -> None:
        if self._asked is not None:
            self._built = (*self._asked, drawn.built)
        self.drawn.emit(drawn)

    def _on_other(self, drawn: Drawn) -> None:
        self.drawn.emit(drawn)

    def _on_failed(self, error: Exception) -> None:
        self._latest = None
        if isinstance(error, Cancelled):
            self.stopped.emit()
        else:
            self.failed.emit(error)
