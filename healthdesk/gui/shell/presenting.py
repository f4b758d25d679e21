"""Presents an account or a report: page by page over the whole window, as a customer may see it.

What is shown are the pages of the report for the customer, so that nothing that is kept inside is
there: no tip, no key and no search leads to it. Dashboards present themselves
(gui/pages/dashboards/showing.py).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

import msgspec
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from healthdesk.core.desk import Tx
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import prepare
from healthdesk.core.services.reports import catalogue, kept
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.reports import choosing
from healthdesk.gui.pages.reports.page_view import FIT, MARGIN, PageView
from healthdesk.gui.pages.reports.reading import Drawn, Want, decode, draw
from healthdesk.gui.parts.state import EmptyState, LoadingState, Words
from healthdesk.gui.shell.presenting_strip import PresentingStrip

if TYPE_CHECKING:
    from collections.abc import Callable

    from healthdesk.gui.pages.reports.page import ReportsPage
    from healthdesk.gui.shell.main_window import MainWindow

KIND: Final = "account_review"
"""The report that an account is presented as."""
LEAST, MOST = 800, 2_400
"""Device pixels across that pages are drawn with."""
_FAILED: Final = "The pages could not be set."
WIDE: Final = 1.5
"""How much wider than the view is high an upright page is, at most: its letters are to be read."""
_TURNS: Final = {Qt.Key.Key_Space: 1, Qt.Key.Key_Backspace: -1}


def for_others(options: ReportOptions) -> ReportOptions:
    """The same report as a customer may see it, whatever was chosen for it."""
    return msgspec.structs.replace(options, audience="customer", hide=None)


def draw_account(
    tx: Tx, account: str, day: int, width: int, *, progress: Progress = NOBODY
) -> Drawn:
    """Draw the review of an account as its options are kept, as a customer may see it."""
    usual = choosing.begin(catalogue.KINDS[KIND].SPEC, account)
    found = kept.read(tx, KIND, kept.scope_of(usual)) or usual
    return draw(tx, Want(for_others(found), day, width), progress=progress)


class Presenter(QWidget):
    """A page in view, the strip over it."""

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(parent)
        self.ui = ui
        self.drawn: Drawn | None = None
        self.number = 0
        self.setAccessibleName("Presentation")
        self.strip = PresentingStrip(ui, self)
        self.view = PageView(ui.theme)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._loading = LoadingState(ui.theme, "Setting the pages")
        self._empty = EmptyState(ui.theme, "Nothing to present")
        faces = QWidget(self)
        self._faces = QStackedLayout(faces)
        for face in (self.view, self._loading, self._empty):
            self._faces.addWidget(face)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.strip)
        whole.addWidget(faces, 1)
        self.view.turned.connect(self._on_view_turned)
        self.view.wanted.connect(self._on_view_wanted)

    @property
    def pixels(self) -> int:
        """Device pixels across that a page is to be drawn with."""
        return min(max(round(self.width() * self.devicePixelRatioF()), LEAST), MOST)

    @property
    def said(self) -> str:
        """What is said instead of a page."""
        shown = self._faces.currentWidget()
        return shown.words if isinstance(shown, LoadingState | EmptyState) else ""

    def wait(self) -> None:
        """Show that pages are being set."""
        self.drawn, self.number = None, 0
        self.strip.say("")
        self._faces.setCurrentWidget(self._loading)
        self.setFocus()

    def show_drawn(self, drawn: Drawn) -> None:
        """Show the first page."""
        self.drawn = drawn
        self._faces.setCurrentWidget(self.view)
        self.view.setFocus()
        self._go(1)

    def say(self, text: str) -> None:
        """Say why there is nothing to show."""
        self._empty.say(Words("Nothing to present", text))
        self._faces.setCurrentWidget(self._empty)

    def _go(self, number: int) -> None:
        drawn = self.drawn
        if drawn is None or not 1 <= number <= len(drawn.sheets) or number == self.number:
            return
        self.number = number
        place = f"{number} of {len(drawn.sheets)}"
        self.strip.say(f"{drawn.report.title}, {drawn.report.subject}".strip(" ,"), place)
        call = partial(_decoded, drawn.sheets[number - 1].png, number)
        self.ui.jobs.read(call, self._on_image, key="presented")

    @Slot(object)
    def _on_image(self, told: tuple[int, QImage]) -> None:
        number, image = told
        if number == self.number and self.drawn is not None:
            sheet = self.drawn.sheets[number - 1]
            self.view.show_page(image, f"Page {number}: {sheet.title}".rstrip(": "))
            self._fit(image)

    def _fit(self, image: QImage) -> None:
        """Show an upright page as wide as the window, not as high: its letters are to be read."""
        room, zoom = self.view.size(), FIT
        if image.height() > image.width():
            wide = min(room.width() * 0.9, room.height() * WIDE)
            fits = max(room.height() - 2 * MARGIN, 1) * image.width() / image.height()
            zoom = round(100 * wide / fits)
        self.view.set_zoom(zoom)
        self.view.verticalScrollBar().setValue(0)

    @Slot(int)
    def _on_view_turned(self, by: int) -> None:
        self._go(self.number + by)

    @Slot(int)
    def _on_view_wanted(self, which: int) -> None:
        self._go(len(self.drawn.sheets) if which > 0 and self.drawn is not None else 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space goes on, down a high page first; Backspace back; Escape leaves."""
        by = _TURNS.get(Qt.Key(event.key()), 0)
        if by:
            bar = self.view.verticalScrollBar()
            before = bar.value()
            bar.setValue(before + by * bar.pageStep())
            if bar.value() == before:
                self._go(self.number + by)
        elif event.key() == Qt.Key.Key_Escape:
            self.strip.left.emit()
        else:
            super().keyPressEvent(event)


class Presenting(QObject):
    """Goes to the presentation of what is in view, and back."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.ui = window.ui
        self.presenter = Presenter(self.ui, window)
        self.presenter.hide()
        self.on = False
        self.presenter.strip.left.connect(self.leave)
        self.ui.desk_changed.connect(self.leave)

    def switch(self) -> None:
        """Present the account or the report in view, or leave it; else the dashboard in view."""
        if self.on:
            self.leave()
            return
        key, pages = self.window.pages.current, self.window.pages
        if key == "account" and pages.account().account_id:
            self._enter()
            self._read(draw_account, pages.account().account_id, self.ui.day)
        elif key == "reports":
            self._present_report(cast("ReportsPage", pages.page("reports")))
        else:
            self.window.show_page("dashboards")
            pages.dashboards().acting("present")

    def _present_report(self, page: ReportsPage) -> None:
        drawn, options = page.drawn, page.options
        if drawn is None or options is None:
            told = "It is presented as soon as its pages are there."
            self.ui.toast("No report is in view yet", told, kind="notice")
            return
        if drawn.filed is not None or drawn.compared:
            options = ReportOptions(kind=drawn.report.kind)
        self._enter()
        self._read(_draw_built, for_others(options), self.ui.day, drawn)

    @Slot()
    def leave(self) -> None:
        """Be as before."""
        if self.on:
            self.on = False
            self.ui.set_presenting(False)
            self.window.show_over(None)

    def _enter(self) -> None:
        self.on = True
        self.window.show_over(self.presenter)
        self.ui.set_presenting(True)
        self.presenter.wait()

    def _read(self, fn: Callable[..., Any], *args: object) -> None:
        self.ui.read(
            fn,
            *args,
            self.presenter.pixels,
            then=self._on_drawn,
            failed=self._on_failed,
            key="present",
        )

    def _on_drawn(self, drawn: Drawn) -> None:
        if self.on:
            self.presenter.show_drawn(drawn)

    def _on_failed(self, error: Exception) -> None:
        told = error.sentence if isinstance(error, DeskError) else _FAILED
        self.presenter.say(f"{told} Esc leaves the presentation.")


def _draw_built(
    tx: Tx,
    options: ReportOptions,
    day: int,
    drawn: Drawn,
    width: int,
    *,
    progress: Progress = NOBODY,
) -> Drawn:
    """Draw a report that is built, as a customer may see it."""
    if not prepare(drawn.built, options).sections:
        raise DeskError("All of this report is kept inside.")
    return draw(tx, Want(options, day, width, built=drawn.built), progress=progress)


def _decoded(png: bytes, number: int, progress: Progress) -> tuple[int, QImage]:
    del progress
    return number, decode(png)
