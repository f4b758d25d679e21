"""A pack that is looked at: its report page by page, what it would do, what both changed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from healthdesk.core.domain.kept_file import safe_name
from healthdesk.core.services import handover_merging as merging
from healthdesk.core.services.handover_merging import Taken
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.handover import reading, saying
from healthdesk.gui.pages.data.handover.conflicts import ConflictList
from healthdesk.gui.pages.data.handover.reading import Opened, Page
from healthdesk.gui.pages.reports.page_view import FIT, PageView
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel

ROW_GAP = 10
_MOST_PIXELS = 3_300
"""Device pixels across of a page that is drawn again because it was zoomed into."""
_LEFT_CONFLICTS = 3
"""Share of the height that conflicts get, of 5."""


class PackView(QWidget):
    """Shows a pack before anything is written.

    Signals:
        left: the person is done with it.
        taken: it was taken in, with what came of it.
    """

    left = Signal()
    taken = Signal(object)

    def __init__(self, ui: Ui, opened: Opened) -> None:
        super().__init__()
        self.ui = ui
        self.opened = opened
        self._pages: tuple[Page, ...] = ()
        self._at = 0
        manifest = opened.pack.manifest
        self.title = PlainLabel(saying.title(manifest), "title")
        self.subtitle = PlainLabel(saying.subtitle(manifest, ui.words), "second", elide=True)
        self.back = QPushButton("Back")
        self.save = QPushButton("Save as a page")
        self.take = QPushButton("Take it in")
        self.would = Card(ui.theme, "What it would do", "nothing is written yet")
        self.conflicts = ConflictList(ui)
        self.asked = Card(ui.theme, "Changed by both", "", padding=0)
        self.report = Card(ui.theme, "Report", "", padding=0)
        self.page = PageView(ui.theme, wide=True)
        self.less = QPushButton()
        self.more = QPushButton()
        self._drawn = reading.WIDTH
        self.before = QPushButton()
        self.after = QPushButton()
        self._lay_out()
        self._connect()
        changes_desk(ui, self.take)
        self._show()

    def _show(self) -> None:
        coming = self.opened.coming
        for head, words in saying.would(coming, self.ui.words):
            self._line(head, words)
        self._lines.addStretch(1)
        names = {one.id: one.name for one in coming.manifest.accounts}
        self.conflicts.show_conflicts(coming.conflicts, names)
        self.asked.setVisible(bool(coming.conflicts))
        count = self.ui.words.count(len(coming.conflicts), "field")
        self.asked.set_subtitle(f"{count}; mine stay unless you accept theirs")
        report = self.opened.pack.report
        self.save.setVisible(report is not None)
        if report is None:
            self.report.show_empty("No report", "This pack has none that can be shown.")
            return
        self.report.show_loading("Drawing the pages")
        self.ui.work(reading.pages, report, then=self._on_drawn, failed=self._on_not_drawn)

    def _line(self, head: str, words: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        name = PlainLabel(head, "medium")
        name.setFixedWidth(92)
        name.setAlignment(Qt.AlignmentFlag.AlignTop)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(PlainLabel(words, "second", wrap=True), 1)
        self._lines.addLayout(row)

    def _on_drawn(self, pages: tuple[Page, ...]) -> None:
        self._pages = pages
        self.report.show_body()
        self._turn(0)

    def _on_not_drawn(self, error: Exception) -> None:
        del error
        self.report.show_empty("No report", "The report of this pack cannot be drawn.")

    def _turn(self, at: int) -> None:
        if not self._pages:
            return
        self._at = min(max(at, 0), len(self._pages) - 1)
        page, number = self._pages[self._at], self.ui.words.number
        told = f"page {number(self._at + 1)} of {number(len(self._pages))}"
        self.page.show_page(page.image, f"{page.title}, {told}")
        self.report.set_subtitle(f"{page.title}, {told}" if page.title else told)
        self.page.verticalScrollBar().setValue(0)
        self.before.setEnabled(self._at > 0)
        self.after.setEnabled(self._at + 1 < len(self._pages))

    def _on_taken(self, result: Taken) -> None:
        self.taken.emit(result)
        self.left.emit()

    @Slot()
    def _on_take_clicked(self) -> None:
        self.take.setEnabled(False)
        job = self.ui.do(
            merging.take,
            self.opened.pack,
            dict(self.conflicts.answers),
            then=self._on_taken,
            failed=self._on_failed,
            label="Taking the handover in",
        )
        if job < 0:
            self.take.setEnabled(True)

    def _on_failed(self, error: Exception) -> None:
        self.take.setEnabled(True)
        self.ui.toast("Nothing was taken in", str(error), kind="error")

    @Slot()
    def _on_save_clicked(self) -> None:
        report = self.opened.pack.report
        name = safe_name(saying.title(self.opened.pack.manifest))
        path = self.ui.dialogs.save_as("Save as a page", Path(f"{name}.html"), "Pages (*.html)")
        if path is not None and report is not None:
            self.ui.work(reading.save_page, report, path, then=self._on_saved)

    def _on_saved(self, path: Path) -> None:
        self.ui.toast("Page written", path.name)

    @Slot()
    def _on_back_clicked(self) -> None:
        self.left.emit()

    @Slot()
    def _on_before_clicked(self) -> None:
        self._turn(self._at - 1)

    @Slot()
    def _on_after_clicked(self) -> None:
        self._turn(self._at + 1)

    @Slot(int)
    def _on_page_turned(self, by: int) -> None:
        self._turn(self._at + by)

    @Slot()
    def _on_less_clicked(self) -> None:
        self.page.step_zoom(-1)

    @Slot()
    def _on_more_clicked(self) -> None:
        self.page.step_zoom(1)

    @Slot(int)
    def _on_page_zoomed(self, zoom: int) -> None:
        told = "width fits" if zoom == FIT else f"{self.ui.words.number(zoom)} %"
        self.page.setToolTip(f"{told}; Ctrl and the wheel, + and - zoom, 0 fits")
        report, pixels = self.opened.pack.report, self.page.pixels
        if report is not None and pixels > self._drawn and self._pages:
            self._drawn = min(2 * pixels, _MOST_PIXELS)
            self.ui.work(reading.pages, report, self._drawn, then=self._on_redrawn)

    def _on_redrawn(self, pages: tuple[Page, ...]) -> None:
        self._pages = pages
        page = self._pages[self._at]
        self.page.show_page(page.image, self.page.accessibleName())

    @Slot(int)
    def _on_page_wanted(self, end: int) -> None:
        self._turn(0 if end < 0 else len(self._pages) - 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self._on_back_clicked)
        self.take.clicked.connect(self._on_take_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        self.before.clicked.connect(self._on_before_clicked)
        self.after.clicked.connect(self._on_after_clicked)
        self.less.clicked.connect(self._on_less_clicked)
        self.more.clicked.connect(self._on_more_clicked)
        self.page.zoomed.connect(self._on_page_zoomed)
        self.page.turned.connect(self._on_page_turned)
        self.page.wanted.connect(self._on_page_wanted)

    def _lay_out(self) -> None:
        theme = self.ui.theme
        theme.bind_icon(self.back, "arrow-left", "text2")
        self.take.setProperty("kind", "primary")
        self.save.setProperty("kind", "quiet")
        self.back.setProperty("kind", "quiet")
        for button, icon, name in (
            (self.less, "minus", "Smaller"),
            (self.more, "plus", "Larger"),
            (self.before, "chevron-left", "Page before"),
            (self.after, "chevron-right", "Next page"),
        ):
            button.setProperty("compact", "true")
            button.setAccessibleName(name)
            button.setToolTip(name)
            theme.bind_icon(button, icon, "text2", 14)
            self.report.add_tool(button)
        self._place(self._head())

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addWidget(self.title)
        head.addWidget(self.subtitle, 1)
        head.addWidget(self.save)
        head.addWidget(self.take)
        return head

    def _place(self, head: QHBoxLayout) -> None:
        inside = QWidget()
        inside.setProperty("ground", "none")
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(0, 0, 8, 0)
        self._lines.setSpacing(ROW_GAP)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("What it would do")
        scroll.viewport().setProperty("ground", "none")
        scroll.setWidget(inside)
        self.would.body.addWidget(scroll)
        self.asked.body.setContentsMargins(0, 0, 0, 0)
        self.asked.body.addWidget(self.conflicts)
        self.report.body.setContentsMargins(0, 0, 0, 0)
        self.report.body.addWidget(self.page)
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addWidget(self.would, 2)
        side.addWidget(self.asked, _LEFT_CONFLICTS)
        body = QHBoxLayout()
        body.setSpacing(12)
        settled = not self.opened.coming.conflicts
        body.addLayout(side, 3 if settled else 6)
        body.addWidget(self.report, 7 if settled else 5)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addLayout(body, 1)
