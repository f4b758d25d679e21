"""The preview: a page as it prints, what it would show of the inside, all pages small, the foot."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain.report_prepare import Warned
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.reports.page_strip import PageStrip, Thumb
from healthdesk.gui.pages.reports.page_view import FIT, MARGIN, PageView
from healthdesk.gui.pages.reports.reading import Drawn
from healthdesk.gui.parts.card import FOOT, HEAD, hline
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.state import EmptyState, ErrorState, LoadingState, Words

SAME = (
    "Every figure carries its source and date. Same data, same pages: exporting again gives the"
    " same content."
)
_BAND = 34
_LONG = 500
"""Milliseconds after which waiting is offered to be stopped."""


class Band(QWidget):
    """A line over the page: what would show of the inside, or that this is a filed report.

    Signals:
        hide_requested: the parts that are to be hidden.
        page_requested: the number of the page that is meant.
        back_requested: the draft is wanted again.
        look_requested: the section whose words of an earlier week are to be looked at.
    """

    hide_requested = Signal(object)
    page_requested = Signal(int)
    back_requested = Signal()
    look_requested = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._section = ""
        self._parts: tuple[str, ...] = ()
        self._page = 0
        self.setFixedHeight(_BAND)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.icon = QLabel()
        self.icon.setFixedSize(16, 16)
        self.head = PlainLabel("", "strong", tone="poor")
        self.text = PlainLabel("", tone="poor", elide=True)
        self.hide_it = _link("Hide it", self._on_hide_it_clicked, "poor")
        self.hide_all = _link("Hide all", self._on_hide_all_clicked, "poor")
        self.go_there = _link("Go to page", self._on_go_there_clicked, "poor")
        self.back = _link("Back to the draft", self._on_back_clicked)
        self.look = _link("Look at them", self._on_look_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 10, 0)
        row.setSpacing(6)
        row.addWidget(self.icon)
        row.addWidget(self.head)
        row.addWidget(self.text, 1)
        row.addWidget(self.hide_it)
        row.addWidget(self.hide_all)
        row.addWidget(self.go_there)
        row.addWidget(self.back)
        row.addWidget(self.look)
        self.setVisible(False)

    @property
    def words(self) -> str:
        """All that it says; "" where it is not there."""
        return f"{self.head.full_text} {self.text.full_text}".strip() if not self.isHidden() else ""

    def show_old(self, old: tuple[tuple[str, str], ...]) -> None:
        """Say which of my words are of an earlier week; nothing where none are."""
        if not old:
            self.setVisible(False)
            return
        self._section = old[0][0]
        more = len(old) - 1
        tail = f", and {self.ui.words.number(more)} more" if more else ""
        self._dress("accent", "history")
        self._say("Words of an earlier week:", f"{old[0][1]}{tail}. They are marked with it.")
        self.look.setText("Look at them" if more else "Look at it")
        self._show_links(self.look)

    def _show_links(self, *links: QPushButton) -> None:
        for link in (self.hide_it, self.hide_all, self.go_there, self.back, self.look):
            link.setVisible(link in links)
        self.setVisible(True)

    def show_warned(self, warned: tuple[Warned, ...], page: int, in_view: bool) -> None:
        """Say what would show, the first of all that would."""
        first, more = warned[0], len(warned) - 1
        self._parts, self._page = tuple(dict.fromkeys(one.part for one in warned)), page
        tail = f", and {self.ui.words.count(more, 'more thing')}" if more else ""
        self._dress("poor", "alert-triangle")
        self._say(f"Page {page} would show an internal field:", f"{first.words}{tail}.")
        self.go_there.setText(f"Go to page {page}")
        self.hide_all.setText(f"Hide all {self.ui.words.number(len(warned))}")
        several = (self.hide_all,) if len(self._parts) > 1 else ()
        there = () if in_view else (self.go_there,)
        self._show_links(self.hide_it, *several, *there)

    def show_note(self, head: str, text: str) -> None:
        """Say that this is not the draft."""
        self._dress("accent", "info-circle")
        self._say(head, text)
        self._show_links(self.back)

    def _say(self, head: str, text: str) -> None:
        self.head.setText(head)
        self.text.setText(text)
        self.setAccessibleName(f"{head} {text}")

    def _dress(self, tone: str, icon: str) -> None:
        self.setProperty("ground", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.ui.theme.bind_icon(self.icon, icon, tone)
        for label in (self.head, self.text):
            label.set_tone(tone)

    @Slot()
    def _on_hide_it_clicked(self) -> None:
        self.hide_requested.emit(self._parts[:1])

    @Slot()
    def _on_hide_all_clicked(self) -> None:
        self.hide_requested.emit(self._parts)

    @Slot()
    def _on_go_there_clicked(self) -> None:
        self.page_requested.emit(self._page)

    @Slot()
    def _on_back_clicked(self) -> None:
        self.back_requested.emit()

    @Slot()
    def _on_look_clicked(self) -> None:
        self.look_requested.emit(self._section)


class PreviewCard(QFrame):
    """Pages as they will print.

    Signals:
        page_wanted: the number of the page that is to be shown.
        sharper_wanted: the page is shown larger than it was drawn.
        words_toggled: the words of the page are wanted beside it, or no longer.
        acted: the button of a state was pressed.
        stop_requested: nobody wants to wait for the pages any more.
    """

    page_wanted = Signal(int)
    sharper_wanted = Signal()
    words_toggled = Signal(bool)
    acted = Signal()
    stop_requested = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.drawn: Drawn | None = None
        self.number = 0
        self.setProperty("card", "true")
        self.setAccessibleName("Preview")
        self.title = PlainLabel("Preview", "strong", elide=True)
        self.busy = PlainLabel("", "caption")
        self.stop = QPushButton("Stop")
        self._long = Later(self, _LONG, self._on_long_timeout)
        self.words = QPushButton("Words")
        self.before = _tool(ui, "chevron-left", "Page before (Page Up)")
        self.after = _tool(ui, "chevron-right", "Next page (Page Down)")
        self.less = _tool(ui, "minus", "Smaller (-)")
        self.more = _tool(ui, "plus", "Larger (+)")
        self.fit = QPushButton("Fit")
        self.band = Band(ui)
        self.view = PageView(ui.theme)
        self.strip = PageStrip(ui)
        self.data_to = PlainLabel("", "small")
        self._loading = LoadingState(ui.theme, "Building the report")
        self._empty = EmptyState(ui.theme, "No report yet")
        self._error = ErrorState(ui.theme, "The report could not be made")
        self._lay_out()
        self._connect()

    @property
    def state(self) -> str:
        """Which face is shown: page, loading, empty or error."""
        faces = {1: "loading", 2: "empty", 3: "error"}
        return faces.get(self._stack.currentIndex(), "page")

    @property
    def pixels(self) -> int:
        """Device pixels that a page is wide, or would be if it were a slide."""
        room = self._middle.width() - 2 * MARGIN
        usual = round(max(room, 200) * self.devicePixelRatioF())
        return self.view.pixels if self.view.has_page else usual

    @property
    def draft(self) -> bool:
        """Whether what is shown is the draft, not a filed report or a comparison."""
        drawn = self.drawn
        return drawn is not None and drawn.filed is None and not drawn.compared

    @property
    def said(self) -> str:
        """What the shown state says; nothing when a page is shown."""
        shown = self._stack.currentWidget()
        return shown.words if isinstance(shown, (LoadingState, EmptyState, ErrorState)) else ""

    @property
    def section(self) -> str:
        """The section of the page in view."""
        sheets = self.drawn.sheets if self.drawn is not None else ()
        return sheets[self.number - 1].section if 0 < self.number <= len(sheets) else ""

    def show_drawn(self, drawn: Drawn) -> None:
        """Show a report, on the page that was asked for."""
        self.drawn = drawn
        self.number = min(max(drawn.number, 1), len(drawn.sheets))
        self._rest()
        self._stack.setCurrentIndex(0)
        self._show_strip(len(drawn.sheets) > 1)
        pages = [
            Thumb(
                one.number,
                one.title,
                one.section,
                one.thumb,
                "; ".join(told.words for told in drawn.warned_on(one.number)),
            )
            for one in drawn.sheets
        ]
        self.strip.show_pages(pages, self.number)
        to = drawn.report.data_to
        self.data_to.setText(f"Data to {self.ui.words.day(to)}" if to is not None else "No data")
        self._say_page()
        if drawn.image is not None:
            self.view.show_page(drawn.image, self.title.full_text)

    def show_image(self, number: int, image: QImage) -> None:
        """Show the picture of the page in view."""
        if number == self.number:
            self.view.show_page(image, self.title.full_text)

    def go_to(self, number: int) -> None:
        """Have another page in view."""
        if self.drawn is None or not 1 <= number <= len(self.drawn.sheets):
            return
        if number != self.number:
            self.number = number
            self.strip.go_to(number)
            self._say_page()
        self.page_wanted.emit(number)

    def forget(self) -> None:
        """Show grey shapes until another report is there."""
        self.drawn = None
        self.show_loading("Building the report")

    def show_loading(self, words: str) -> None:
        """Say that pages are on their way; pages that are there stay in view meanwhile."""
        if not self._long.isActive():
            self._long.start()
        if self.drawn is not None and self.state == "page":
            self.busy.setText("Drawing")
            return
        self._loading.say(words)
        self._show_state(1)

    @Slot(str)
    def show_step(self, words: str) -> None:
        """Say what is being done of the report that is waited for."""
        if self.state == "loading":
            self._loading.say(words)
        elif self.busy.full_text:
            self.busy.setText(words)

    @Slot()
    def show_stopped(self) -> None:
        """Say that nobody waits any more; pages that are there stay in view."""
        if self.state == "loading":
            told = "The report was not made."
            self.show_empty("Stopped", told, "Make it", "refresh")
        self._rest()

    def _rest(self) -> None:
        """Nothing is waited for."""
        self.busy.setText("")
        self._long.stop()
        self.stop.setVisible(False)

    @Slot()
    def _on_long_timeout(self) -> None:
        self.stop.setVisible(True)

    @Slot()
    def _on_stop_clicked(self) -> None:
        self.stop_requested.emit()

    def show_empty(self, title: str, text: str, action: str = "", icon: str = "file-text") -> None:
        """Say what is missing for a report."""
        self._empty.say(Words(title, text, action, icon))
        self._show_state(2)

    def show_error(self, title: str, text: str) -> None:
        """Say what failed."""
        self._error.say(Words(title, text, "Try again", "refresh"))
        self._show_state(3)

    def _show_state(self, at: int) -> None:
        self.drawn = None
        self.number = 0
        self.busy.setText("")
        if at != 1:
            self._rest()
        self.title.setText("Preview")
        self._show_strip(False)
        self.band.setVisible(False)
        self.data_to.setText("")
        self.view.show_none()
        self._stack.setCurrentIndex(at)
        self._offer()

    def _show_strip(self, there: bool) -> None:
        self.strip.setVisible(there)
        self._line.setVisible(there)

    def _say_page(self) -> None:
        drawn = self.drawn
        if drawn is None:
            return
        sheet = drawn.sheets[self.number - 1]
        self.title.setText(f"Page {sheet.number} of {len(drawn.sheets)}: {sheet.title}")
        if drawn.filed is not None:
            row, words = drawn.filed, self.ui.words
            self.band.show_note(
                f"Filed {words.day(row.filed_on)}, as it went out:",
                f"{row.title}, data of {words.day(row.day)}. Nothing changes it.",
            )
        elif drawn.compared:
            self.band.show_note("Two reports compared:", drawn.report.period)
        else:
            here = drawn.warned_on(self.number)
            told = here or drawn.warned
            page = self.number if here else drawn.page_of(told[0].section) if told else 0
            if told:
                self.band.show_warned(told, page, bool(here))
            else:
                self.band.show_old(drawn.old)
        self._offer()

    def _offer(self) -> None:
        count = len(self.drawn.sheets) if self.drawn is not None else 0
        self.before.setEnabled(self.number > 1)
        self.after.setEnabled(0 < self.number < count)
        for control in (self.less, self.more, self.fit):
            control.setEnabled(count > 0)
        self.words.setEnabled(count > 0 and self.draft)

    def _dress(self) -> None:
        for one in (self.stop, self.words):
            one.setProperty("kind", "quiet")
            one.setProperty("compact", "true")
        self.stop.setToolTip("Stop making the report (Esc)")
        self.stop.setVisible(False)
        self.ui.theme.bind_icon(self.stop, "x")
        self.words.setCheckable(True)
        self.words.setToolTip("Write beside the facts of this page (Alt+W)")
        self.ui.theme.bind_icon(self.words, "pencil")
        self.fit.setProperty("kind", "quiet")
        self.fit.setProperty("compact", "true")
        self.fit.setAccessibleName("Zoom: the whole page")

    def _lay_out(self) -> None:
        self._dress()
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 8, 0)
        head.setSpacing(4)
        head.addWidget(self.title, 1)
        head.addWidget(self.busy)
        head.addWidget(self.stop)
        for one in (self.words, self.before, self.after):
            head.addWidget(one)
        line = hline("v")
        line.setFixedHeight(20)
        head.addWidget(line)
        for one in (self.less, self.fit, self.more):
            head.addWidget(one)
        top = QWidget()
        top.setLayout(head)
        top.setFixedHeight(HEAD)
        self._middle = QWidget()
        self._stack = QStackedLayout(self._middle)
        for face in (self.view, self._loading, self._empty, self._error):
            self._stack.addWidget(face)
        self._stack.setCurrentIndex(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self.band)
        whole.addWidget(self._middle, 1)
        self._line = hline()
        whole.addWidget(self._line)
        whole.addWidget(self.strip)
        whole.addWidget(hline())
        whole.addWidget(self._foot())
        self._show_strip(False)

    def _foot(self) -> QWidget:
        icon = QLabel()
        icon.setFixedSize(14, 14)
        self.ui.theme.bind_icon(icon, "database", "text2", 14)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(icon)
        row.addWidget(PlainLabel(SAME, "small", elide=True), 1)
        row.addWidget(self.data_to)
        foot = QWidget()
        foot.setLayout(row)
        foot.setFixedHeight(FOOT)
        return foot

    def _connect(self) -> None:
        self.before.clicked.connect(self.go_back)
        self.after.clicked.connect(self.go_on)
        self.less.clicked.connect(self._on_less_clicked)
        self.more.clicked.connect(self._on_more_clicked)
        self.fit.clicked.connect(self._on_fit_clicked)
        self.stop.clicked.connect(self._on_stop_clicked)
        self.words.toggled.connect(self._on_words_toggled)
        self.view.turned.connect(self._on_view_turned)
        self.view.wanted.connect(self._on_view_wanted)
        self.view.zoomed.connect(self._on_view_zoomed)
        self.strip.chosen.connect(self._on_strip_chosen)
        self.band.page_requested.connect(self._on_strip_chosen)
        self._empty.acted.connect(self._on_acted)
        self._error.acted.connect(self._on_acted)

    @Slot()
    def go_on(self) -> None:
        """Show the next page."""
        self.go_to(self.number + 1)

    @Slot()
    def go_back(self) -> None:
        """Show the page before."""
        self.go_to(self.number - 1)

    @Slot()
    def go_to_next_warning(self) -> None:
        """Go to the next page that would show something of the inside."""
        drawn = self.drawn
        sheets = drawn.sheets if drawn is not None else ()
        pages = [one.number for one in sheets if drawn is not None and drawn.warned_on(one.number)]
        if pages:
            self.go_to(next((one for one in pages if one > self.number), pages[0]))

    @Slot(int)
    def _on_view_turned(self, by: int) -> None:
        self.go_to(self.number + by)

    @Slot(int)
    def _on_view_wanted(self, end: int) -> None:
        count = len(self.drawn.sheets) if self.drawn is not None else 0
        self.go_to(count if end > 0 else 1)

    @Slot(int)
    def _on_view_zoomed(self, zoom: int) -> None:
        told = self.ui.words.percent(zoom / 100) if zoom else "Fit"
        self.fit.setText(told)
        self.fit.setAccessibleName(f"Zoom: {told}; press for the whole page")
        self.sharper_wanted.emit()

    @Slot(int)
    def _on_strip_chosen(self, number: int) -> None:
        self.go_to(number)

    @Slot()
    def _on_less_clicked(self) -> None:
        self.view.step_zoom(-1)

    @Slot()
    def _on_more_clicked(self) -> None:
        self.view.step_zoom(1)

    @Slot()
    def _on_fit_clicked(self) -> None:
        self.view.set_zoom(FIT)

    @Slot(bool)
    def _on_words_toggled(self, on: bool) -> None:
        self.words_toggled.emit(on)

    @Slot()
    def _on_acted(self) -> None:
        self.acted.emit()


def _tool(ui: Ui, icon: str, words: str) -> QPushButton:
    button = QPushButton()
    button.setProperty("kind", "quiet")
    button.setProperty("iconic", "small")
    button.setAccessibleName(words)
    button.setToolTip(words)
    ui.theme.bind_icon(button, icon)
    return button


def _link(text: str, slot: object, tone: str = "") -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "link")
    button.setProperty("tone", tone)
    button.clicked.connect(slot)
    return button
