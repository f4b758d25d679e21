"""The page Reports: options at the left, pages as they will print at the right, ways out on top.

Not here: what leaves the page (acts.py), what options do (choosing.py), building and drawing, which
happen on a reader thread (reading.py).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import partial
from typing import ClassVar

import msgspec
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Change, Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.report_given import Given
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import prepare
from healthdesk.core.domain.report_spec import ReportSpec
from healthdesk.core.domain.report_words import words_in
from healthdesk.core.services.reports import kept
from healthdesk.core.services.reports.filing import FiledRow
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.reports import choosing
from healthdesk.gui.pages.reports.acts import ReportActs
from healthdesk.gui.pages.reports.drawing import Drawing
from healthdesk.gui.pages.reports.filed_card import FiledCard
from healthdesk.gui.pages.reports.head import ReportHead
from healthdesk.gui.pages.reports.options_card import OptionsCard
from healthdesk.gui.pages.reports.preview_card import PreviewCard
from healthdesk.gui.pages.reports.reading import Drawn, Offer, State, decode_page, read_state
from healthdesk.gui.pages.reports.ways_out import WaysOut
from healthdesk.gui.pages.reports.words_card import WordsCard

MARGIN, GAP, LEFT, SLIM = 16, 12, 280, 252
_ROOMY = 1_100
_SETTLED = 180
"""Milliseconds after which a window that is being resized counts as done."""
_FIRST = "account_review"
"""The kind that the page begins with."""


class ReportsPage(LiveView):
    """Shows one report: a draft, a filed one, or two compared."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {
            *(Topic.REPORTS, Topic.ACCOUNTS, Topic.FACTS, Topic.SCORES, Topic.PROFILES),
            *(Topic.CONTACTS, Topic.WORK, Topic.SEGMENTS, Topic.BOARDS, Topic.SETTINGS),
            *(Topic.RUNS, Topic.PLAYBOOKS, Topic.IMPORTS),
        }
    )

    def __init__(self, ui: Ui, parent: QWidget | None = None, *, empty: bool = False) -> None:
        super().__init__(ui, parent)
        self.setObjectName("reports")
        self.setAccessibleName("Reports")
        self.offer: Offer | None = None
        self.options: ReportOptions | None = None
        self._asked: ReportOptions | None = None
        self._touched = 0
        """How often options were chosen: what was read before the last choice is old."""
        self._keeping = 0
        self._whole = True
        """Whether all that can be chosen is to be read again, not reports alone."""
        self.head = ReportHead(ui)
        self.left = QStackedWidget()
        self.left.setFixedWidth(LEFT)
        self.acts = ReportActs(ui, self)
        self.drawing = Drawing(ui, self)
        self._settled = Later(self, _SETTLED, self._on_settled_timeout)
        if not empty:
            deque(self.furnish(), maxlen=0)

    def furnish(self) -> Iterator[None]:
        """Make the cards, one at a time; the keys go through them in this order."""
        across = self._lay_out()
        self.card = OptionsCard(self.ui)
        self.left.addWidget(self.card)
        yield None
        self.words, self.filed = WordsCard(self.ui), FiledCard(self.ui)
        self.left.addWidget(self.words)
        self.left.addWidget(self.filed)
        yield None
        self.preview = PreviewCard(self.ui)
        across.addWidget(self.preview, 1)
        self.out = WaysOut(self.head, self.words, self.preview, self.acts)
        self._connect()
        self.card.show_loading("Reading what reports there are")

    @property
    def drawn(self) -> Drawn | None:
        """The report in view."""
        return self.preview.drawn

    @property
    def spec(self) -> ReportSpec | None:
        """The kind in view."""
        known = self.offer is not None and self.options is not None
        return self.offer.spec(self.options.kind) if known else None  # type: ignore[union-attr]

    def show_report(self, asked: ReportOptions) -> None:
        """Show a report of a kind and of somebody, as it is kept, with what is asked for now."""
        self.words.keep()
        self._asked = asked
        self._touched += 1
        self._show_left(self.card)
        self.refresh()

    def show_given(self, options: ReportOptions, given: Given) -> None:
        """Show a report of what another page gave, as it is now."""
        self.drawing.take(options, given)
        self._back_to_draft(forget=True)
        self.show_report(options)

    def focus_first(self) -> None:
        """Let the keys go to the page in view, or to what is to be chosen."""
        (self.preview.view if self.drawn is not None else self.card.subject).setFocus()

    def keep_at_hand(self, desk: object) -> None:
        """Have words that were typed a moment ago kept on the way out."""
        del desk
        self.words.keep()

    def reload(self) -> None:
        """Read what can be chosen, and what is kept of the report in view; then draw it."""
        wanted = self._asked or self.options
        known = None if self._whole else self.offer
        self._whole = False
        job = self.ui.read(
            read_state,
            self.ui.day,
            wanted or ReportOptions(kind=_FIRST),
            self._touched,
            known,
            then=self._on_state,
            failed=self._on_state_failed,
            key="reports",
        )
        if job < 0:
            self._forget()

    def _forget(self) -> None:
        """No desk is open."""
        self.offer = self.options = self._asked = None
        self.drawing.forget()
        self._say_report()
        self.card.show_empty("No desk is open", "Open a desk, or make one from your data.")
        self.preview.show_empty("No desk is open", "Reports are made of what a desk knows.")

    @Slot(object)
    def _on_state(self, state: State) -> None:
        self.offer = state.offer
        self.acts.offer = state.offer
        if not state.offer.kinds:
            self.card.show_empty("There is no kind of report")
            return
        asked, before = self._asked, self.options
        if asked is not None and state.touched == self._touched:
            self._asked = None
            self.options = self._begin(state, asked)
        elif before is None:
            self.options = self._begin(state, ReportOptions(kind=state.options.kind))
        elif self._follows(state):
            self.options = state.kept or self._usual(before)
        if self.options != before:
            self.words.section = ""
        self._show()

    def _follows(self, state: State) -> bool:
        """Whether what the desk keeps is what stands here: nothing was chosen meanwhile."""
        if self.spec is not None and self.spec.given:
            return False
        return (
            state.touched == self._touched and not self._keeping and not self.ui.looking_back
        ) and state.options == self.options

    def _begin(self, state: State, asked: ReportOptions) -> ReportOptions:
        spec = state.offer.spec(asked.kind) or state.offer.kinds[0]
        usual = choosing.begin(spec, asked.account, asked.segment, asked.board)
        return choosing.asked_too(usual if spec.given else state.kept or usual, asked)

    def _usual(self, options: ReportOptions) -> ReportOptions:
        """Options of the same as if nothing had been chosen."""
        spec = self.spec
        if spec is None:
            return options
        return choosing.begin(spec, options.account, options.segment, options.board)

    def _on_state_failed(self, error: Exception) -> None:
        self._whole = True
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.card.show_error("Reports could not be read", told)

    def _show(self) -> None:
        """Show options and have the pages drawn."""
        if self.offer is None or self.options is None:
            return
        built = self.drawing.built(self.options)
        self.card.show_options(self.offer, self.options, built)
        self.filed.show_filed(self.offer.filed, self.options.kind, kept.scope_of(self.options))
        self.acts.options = self.options
        self._say_report()
        if not self.drawing.is_latest(self.options) and (self.preview.draft or self.drawn is None):
            self.draw()

    def _say_report(self) -> None:
        spec, offer, options, drawn = self.spec, self.offer, self.options, self.drawn
        if spec is None or offer is None or options is None:
            self.head.show_report("Reports", "", None, ())
            self.head.offer(False, 0)
            return
        formats = [one for one in offer.formats if one.key in spec.formats]
        title = drawn.report.title if drawn is not None else spec.title
        subject = drawn.report.subject if drawn is not None else offer.subject(options)
        self.head.show_report(title, subject, spec, formats)
        scope = kept.scope_of(options)
        count = sum((one.of, one.scope) == (options.kind, scope) for one in offer.filed)
        self.head.offer(drawn is not None, count)

    def draw(self) -> None:
        """Have the pages of the draft drawn; the latest wish wins."""
        spec, options = self.spec, self.options
        if spec is None or options is None:
            return
        missing = choosing.missing_subject(spec, options)
        if missing:
            self._say_missing(spec, missing)
            return
        width = self.preview.pixels
        section = self.preview.section if self.preview.draft else ""
        self.preview.show_loading("Building the report and setting its pages")
        self.drawing.draw(options, section, width)

    def _say_missing(self, spec: ReportSpec, missing: str) -> None:
        """Say what is to be chosen first, or that there is nothing to choose from."""
        self.acts.drawn = None
        known = self.offer is not None and self.offer.choosable(missing)
        if known:
            what = {"account": "an account", "board": "a dashboard"}[missing]
            self.preview.show_empty(f"Choose {what}", spec.summary, f"Choose {what}", "buildings")
        elif missing == "account":
            told = "Reports are made of what your desk knows. Bring your accounts in first."
            self.preview.show_empty("No account yet", told, "Import data")
        else:
            self.preview.show_empty("No dashboard yet", spec.summary, "Make a dashboard")
        self._say_report()

    @Slot(object)
    def _on_drawn(self, drawn: Drawn) -> None:
        if self.options is None or self.offer is None:
            return
        self._show_drawn(drawn)
        if not self.preview.draft:
            return
        self.card.show_options(self.offer, self.options, drawn.built, len(drawn.sheets))
        self._show_words()
        self._settled.start()
        self.out.go_on()

    def _show_drawn(self, drawn: Drawn) -> None:
        self.acts.drawn = drawn
        self.preview.show_drawn(drawn)
        self.filed.show_opened(drawn.filed.row if drawn.filed is not None else 0)
        self._say_report()

    @Slot(object)
    def _on_draw_failed(self, error: Exception) -> None:
        self.out.give_up()
        self.acts.drawn = None
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.preview.show_error("The report could not be made", told)
        self._say_report()

    @Slot()
    def _on_stopped(self) -> None:
        self.out.give_up()
        self.preview.show_stopped()
        self._say_report()

    @Slot(int)
    def _on_preview_page_wanted(self, number: int) -> None:
        drawn = self.drawn
        if drawn is not None:
            call = partial(decode_page, drawn.sheets[number - 1].png, number)
            self.ui.jobs.read(call, self._on_image, key="page")
        self._show_words()

    @Slot(object)
    def _on_image(self, told: tuple[int, QImage]) -> None:
        self.preview.show_image(*told)

    @Slot()
    def _on_settled_timeout(self) -> None:
        """Have pages drawn anew that are shown larger than they were drawn."""
        drawn = self.drawn
        if drawn is None or self.drawing.is_sharp(self.preview.pixels):
            return
        if drawn.filed is not None:
            self.drawing.open_filed(drawn.filed, self.preview.pixels)
        elif drawn.compared:
            self.drawing.compare_again(self.preview.pixels)
        elif self.preview.draft:
            self.draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pages what the options need not."""
        super().resizeEvent(event)
        self.left.setFixedWidth(LEFT if self.width() >= _ROOMY else SLIM)
        self._settled.start()

    @Slot(object)
    def choose(self, options: ReportOptions) -> None:
        """Take options that somebody chose, keep them, and draw."""
        self._take(options)

    def _take(self, options: ReportOptions, together: str = "") -> None:
        if options == self.options:
            return
        self.options = options
        self._touched += 1
        self.acts.options = options
        self._back_to_draft()
        if self.offer is not None:
            self.card.show_options(self.offer, options, self.drawing.built(self.options))
        self.draw()
        given = self.spec is not None and self.spec.given
        if not given and not self.ui.looking_back and self.ui.desk is not None:
            self._keeping += 1
            self.ui.do(
                kept.keep,
                options,
                then=self._on_kept,
                failed=self._on_keep_failed,
                together=together,
            )

    @Slot(object)
    def _on_kept(self, result: object) -> None:
        del result
        self._keeping -= 1

    @Slot(object)
    def _on_keep_failed(self, error: Exception) -> None:
        self._keeping -= 1
        if isinstance(error, DeskError):
            self.ui.toast(error.sentence, error.remedy, kind="error")

    @Slot()
    def _on_ui_view_changed(self) -> None:
        """Another day has other accounts."""
        self._whole = True
        super()._on_ui_view_changed()

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        """Forget what was of another desk."""
        self.offer = self.options = self._asked = None
        self._whole = True
        self.drawing.forget()
        self._back_to_draft(forget=True)
        self._show_left(self.card)
        super()._on_ui_desk_changed()

    def _on_ui_changed(self, change: Change) -> None:
        """Build anew what rests on what was touched; options alone are read again."""
        if change.topics - {Topic.REPORTS}:
            self._whole = True
            self.drawing.forget()
        super()._on_ui_changed(change)

    @Slot(str)
    def _on_card_kind_chosen(self, key: str) -> None:
        options = self.options
        if options is not None and key != options.kind:
            segment = options.segment or self.ui.segment or ""
            self._ask(
                ReportOptions(
                    kind=key, account=options.account, segment=segment, board=options.board
                )
            )

    @Slot(str)
    def _on_card_subject_chosen(self, key: str) -> None:
        spec = self.spec
        if spec is not None:
            self._ask(choosing.begin(spec, key, key, key))

    def _ask(self, asked: ReportOptions) -> None:
        """Go on to another report: what is kept of it is read first."""
        spec = self.offer.spec(asked.kind) if self.offer is not None else None
        if spec is None:
            return
        told = choosing.begin(spec, asked.account, asked.segment, asked.board)
        self._back_to_draft(forget=True)
        self.show_report(msgspec.structs.replace(told, left_out=()))

    @Slot(object)
    def _on_hide_requested(self, parts: tuple[str, ...]) -> None:
        if self.options is not None:
            hidden = tuple(dict.fromkeys((*self.options.hidden, *parts)))
            self._take(msgspec.structs.replace(self.options, hidden=hidden))

    @Slot(str)
    def _on_strip_left_out(self, section: str) -> None:
        if self.options is not None and self.preview.draft:
            self._take(choosing.with_shown(self.options, (section,), False))

    @Slot(str, str)
    def _on_own_written(self, section: str, text: str) -> None:
        if self.options is not None:
            told = choosing.with_words(self.options, "own", section, text, self.ui.day)
            self._take(told, f"report own {section}")

    @Slot(str, str)
    def _on_edit_written(self, part: str, text: str) -> None:
        if self.options is not None:
            told = choosing.with_words(self.options, "edits", part, text, self.ui.day)
            self._take(told, f"report edit {part}")

    @Slot(str)
    def _on_words_kept(self, part: str) -> None:
        if self.options is not None:
            self._take(choosing.kept_for(self.options, part, self.ui.day))

    @Slot(str)
    def _on_look_requested(self, section: str) -> None:
        if self.drawn is not None:
            self.preview.go_to(self.drawn.page_of(section))
            self.preview.words.setChecked(True)

    @Slot(bool)
    def _on_words_toggled(self, on: bool) -> None:
        if not on:
            self.words.keep()
        self._show_left(self.words if on else self.card)
        if on:
            self._show_words()
            self.words.focus_own()

    def _show_words(self) -> None:
        drawn, options = self.drawn, self.options
        if self.left.currentWidget() is not self.words or drawn is None or options is None:
            return
        key = self.preview.section
        section = next((one for one in drawn.built.sections if one.key == key), None)
        if section is not None:
            self.words.show_again(section, words_in(drawn.built, options))

    @Slot()
    def _on_left_closed(self) -> None:
        self._show_left(self.card)
        self._back_to_draft()
        self.focus_first()

    @Slot()
    def show_filed(self) -> None:
        """Show the filed reports beside the preview."""
        self._show_left(self.filed)
        self.filed.list.setFocus()

    def _show_left(self, card: QWidget) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and card is self.card and self.left.isAncestorOf(focus):
            self.preview.view.setFocus()  # else the keys would go to whatever comes first
        self.left.setCurrentWidget(card)
        words = self.preview.words
        if words.isChecked() != (card is self.words):
            words.setChecked(card is self.words)

    def _back_to_draft(self, *, forget: bool = False) -> None:
        """Leave a filed report or a comparison that is in view."""
        if forget or (self.drawn is not None and not self.preview.draft):
            self.preview.forget()
            self.acts.drawn = None
            self.filed.show_opened(0)
            if not forget:
                self.draw()

    @Slot(object)
    def _on_filed_open_requested(self, row: FiledRow) -> None:
        width = self.preview.pixels
        self.preview.show_loading("Opening what was filed")
        self.drawing.open_filed(row, width)

    @Slot(int, int)
    def _on_filed_compare_requested(self, before: int, after: int) -> None:
        self.drawing.compare(before, after, self.preview.pixels)

    @Slot(object)
    def _on_filed_draft_requested(self, row: FiledRow) -> None:
        options = self.options
        built = self.drawing.built(options)
        if built is None or options is None:
            self.ui.toast("There is no draft to compare with", kind="notice")
            return
        self.drawing.compare_draft(row, prepare(built, options), self.preview.pixels)

    @Slot()
    def _on_escape(self) -> None:
        """Stop what is waited for; else lead back to the options, from a filed one to the draft."""
        if self.preview.stop.isVisible():
            self.drawing.stop()
        elif self.left.currentWidget() is not self.card or not self.preview.draft:
            self.words.keep()
            self._on_left_closed()

    @Slot()
    def _on_toggle_words(self) -> None:
        if self.preview.words.isEnabled():
            self.preview.words.toggle()

    @Slot()
    def _on_acted(self) -> None:
        """The button of a drawn state: choose what is missing, or try again."""
        spec, options = self.spec, self.options
        missing = ""
        if spec is not None and options is not None:
            missing = choosing.missing_subject(spec, options)
        if missing and self.offer is not None and not self.offer.choosable(missing):
            self.ui.open_page("data" if missing == "account" else "dashboards")
        elif missing:
            self._show_left(self.card)
            self.card.subject.open_list()
        else:
            self.drawing.forget()
            self.draw()

    def _lay_out(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(GAP)
        across.addWidget(self.left)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(across, 1)
        return across

    def _connect(self) -> None:
        card, preview, head = self.card, self.preview, self.head
        card.changed.connect(self.choose)
        card.kind_chosen.connect(self._on_card_kind_chosen)
        card.subject_chosen.connect(self._on_card_subject_chosen)
        card.own_period_asked.connect(self.acts.ask_period)
        card.choices_asked.connect(self.acts.ask_choices)
        card.brand_asked.connect(self.acts.ask_brand)
        card.template_chosen.connect(self.acts.take_template)
        card.templates_asked.connect(self.acts.ask_templates)
        card.retry_requested.connect(self.reload)
        self.drawing.drawn.connect(self._on_drawn)
        self.drawing.failed.connect(self._on_draw_failed)
        self.drawing.stepped.connect(preview.show_step)
        self.drawing.stopped.connect(self._on_stopped)
        preview.stop_requested.connect(self.drawing.stop)
        self.acts.options_wanted.connect(self.choose)
        preview.page_wanted.connect(self._on_preview_page_wanted)
        preview.sharper_wanted.connect(self._settled.start)
        preview.words_toggled.connect(self._on_words_toggled)
        preview.acted.connect(self._on_acted)
        preview.band.hide_requested.connect(self._on_hide_requested)
        preview.band.back_requested.connect(self._on_left_closed)
        preview.band.look_requested.connect(self._on_look_requested)
        preview.strip.left_out.connect(self._on_strip_left_out)
        self.words.own_written.connect(self._on_own_written)
        self.words.edit_written.connect(self._on_edit_written)
        self.words.kept.connect(self._on_words_kept)
        self.words.closed.connect(self._on_left_closed)
        filed = self.filed
        filed.closed.connect(self._on_left_closed)
        filed.open_requested.connect(self._on_filed_open_requested)
        filed.compare_requested.connect(self._on_filed_compare_requested)
        filed.draft_requested.connect(self._on_filed_draft_requested)
        filed.save_requested.connect(self.acts.save_filed)
        self.out.filed_wanted.connect(self.show_filed)
        for keys, slot in (
            ("Ctrl+PgDown", preview.go_on),
            ("Ctrl+PgUp", preview.go_back),
            ("F8", preview.go_to_next_warning),
            ("Alt+W", self._on_toggle_words),
            ("Alt+E", self.out.export_main),
            ("Alt+F", self.show_filed),
            ("Alt+L", self.out.log_outcome),
            ("Alt+M", head.open_menu),
            ("Ctrl+S", self.out.file_it),
            ("Esc", self._on_escape),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
