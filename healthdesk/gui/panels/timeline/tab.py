"""The tab "Timeline": reads the story of an account, filters it, and writes touches into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.kept_file import safe_name
from healthdesk.core.domain.timeline import (
    Entry,
    Filter,
    Person,
    Timeline,
    counts,
    newest_first,
)
from healthdesk.core.domain.touch import KIND_WORDS, NOTE, TOUCH_ICONS, Touch, tone_word
from healthdesk.core.services import calendar, timeline, timeline_moves, touches
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels import touch_form
from healthdesk.gui.panels.account_tab import AccountTab, Leap
from healthdesk.gui.panels.timeline.bring_in import KINDS, BringIn
from healthdesk.gui.panels.timeline.detail import StoryDetail
from healthdesk.gui.panels.timeline.filter_row import FilterRow
from healthdesk.gui.panels.timeline.story_list import StoryList
from healthdesk.gui.panels.timeline.story_model import HOMES
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.menu import Menu

MARGIN, GAP = 16, 12
CALENDARS = "Calendars (*.ics)"
REASONS = 3
"""Moves of the score whose reason is read at once, the newest."""
_BESIDE, _ROOMY = 740, 860
"""Width from which the detail stands beside the list, and from which it is as wide as it may."""
_DETAIL, _DETAIL_SLIM, _DETAIL_LEAST = 348, 284, 196
_SHARES = ((1, 0), (3, 2))


class TimelineTab(AccountTab):
    """What happened with an account, newest first."""

    key: ClassVar[str] = "timeline"
    title: ClassVar[str] = "Timeline"
    topics: ClassVar[frozenset[Topic]] = frozenset({
        Topic.FACTS, Topic.CONTACTS, Topic.SCORES, Topic.PROFILES, Topic.WORK, Topic.RUNS,
    })  # fmt: skip

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self._story: Timeline | None = None
        self._moves: tuple[Entry, ...] = ()
        self._usage: tuple[Entry, ...] = ()
        self._folded = 0
        self._reasons: dict[str, str] = {}
        self._leap: Leap | None = None
        self._menu: Menu | None = None
        self._kept = ""
        self._wanted = ""
        self._leapt: tuple[int, str] | None = None
        """A day that was leapt to, and the entry that was the nearest then."""
        self._told = ""
        self.filters = FilterRow(ui)
        self.card = Card(ui.theme, "Timeline", padding=0)
        self.list = StoryList(ui.theme, ui.words)
        self.detail = StoryDetail(ui)
        self.log = QPushButton("Log touch")
        self.note = QPushButton("Note")
        self.more = QToolButton()
        self.bring_in = BringIn(ui, self)
        self._lay_out()
        self._connect()
        changes_desk(ui, self.log, self.note)
        self.setAcceptDrops(True)
        self.card.show_loading("Reading the timeline")

    @property
    def account_name(self) -> str:
        """What the account is called."""
        return self._story.name if self._story is not None else ""

    def forget(self) -> None:
        """Show nothing of the account before."""
        self._story, self._moves, self._usage, self._kept, self._folded = None, (), (), "", 0
        self.filters.clear()
        self.list.story.set_filter(Filter())
        self.list.story.set_entries(())
        self.detail.show_entry(None)
        self.card.set_subtitle("")
        self.card.show_loading("Reading the timeline")

    def reload(self) -> None:
        """Read the story, then the moves of score and usage, which may take longer."""
        if not self.account_id:
            return
        asked = (self.account_id, self.ui.day)
        self.ui.read(
            timeline.read, *asked, then=self._show_story, failed=self._show_failure, key="timeline"
        )
        self.ui.read(timeline_moves.scores, *asked, then=self._show_moves, key="timeline moves")
        self.ui.read(timeline_moves.folded, *asked, then=self._show_folded, key="timeline folded")
        self.ui.read(timeline_moves.usage, *asked, then=self._show_usage, key="timeline usage")

    def leap(self, leap: Leap) -> None:
        """Go to an entry or a day, or search for a word; what hides it is shown again."""
        self._leap = leap
        if self._story is not None:
            self._take_leap()

    def focus_search(self) -> None:
        """Let the user type into the search."""
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def log_touch(self, kind: str) -> None:
        """Ask for a touchpoint of today and log it."""
        if self._refuses():
            return
        start = touch_form.new_draft(self.ui, self.account_id, kind)
        draft = touch_form.ask_touch(self.ui, self.account_id, self._contacts, start)
        if draft is not None:
            self.ui.do(touches.add, draft, then=self._on_added)

    @property
    def _contacts(self) -> tuple[Person, ...]:
        return self._story.contacts if self._story is not None else ()

    def show_days(self) -> None:
        """Offer days up to the one in view."""
        self.filters.day.set_day(self.ui.day, self.ui.day, self.ui.today)
        self.filters.day.setText("Go to day")

    @Slot(object)
    def _show_story(self, story: Timeline) -> None:
        if story.account_id != self.account_id or story.day != self.ui.day:
            return
        self._story = story
        self.filters.offer_people(story.contacts)
        self.show_days()
        self._show()
        if self._leap is not None:
            self._take_leap()

    @Slot(object)
    def _show_moves(self, moves: tuple[Entry, ...]) -> None:
        """Show moves of the score; reasons of the newest follow, others when they are chosen."""
        self._moves = moves
        self._reasons = {}
        self._show()
        newest = sorted((one for one in moves if one.span), key=lambda one: -one.day)
        self._read_reasons(newest[:REASONS])

    def _read_reasons(self, moves: Sequence[Entry]) -> None:
        asked = [(one.key, one.span) for one in moves if one.span and one.key not in self._reasons]
        if asked:
            self.ui.read(
                timeline_moves.reasons,
                self.account_id,
                asked,
                then=self._show_reasons,
                key=f"timeline reasons {asked[0][0]}",
            )

    @Slot(object)
    def _show_reasons(self, told: dict[str, str]) -> None:
        self._reasons |= told
        self._show()

    @Slot(object)
    def _show_folded(self, folded: int) -> None:
        self._folded = folded
        self._say()

    @Slot(object)
    def _show_usage(self, usage: tuple[Entry, ...]) -> None:
        self._usage = usage
        self._show()

    @Slot(object)
    def _show_failure(self, error: Exception) -> None:
        said = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.card.show_error("The timeline could not be read", said)

    def _show(self) -> None:
        """Show the story with the moves in it; what was current and in view stays so."""
        if self._story is None:
            return
        moves = (replace(one, words=self._reasons.get(one.key, one.words)) for one in self._moves)
        entries = newest_first((*self._story.entries, *moves, *self._usage))
        current = self.list.current
        scroll = self.list.verticalScrollBar().value()
        self._kept = current.key if current is not None else self._kept
        self.list.story.set_entries(entries)
        self.filters.show_counts(counts(entries))
        self._return(scroll)
        self._leap_again()
        self._say()

    def _leap_again(self) -> None:
        """Go to a day once more where an entry nearer to it came in later, unless somebody left."""
        if self._leapt is None:
            return
        day, key = self._leapt
        story, current = self.list.story, self.list.current
        nearest = story.entry(story.row_near(day))
        if current is None or current.key != key:
            self._leapt = None
        elif nearest is not None and nearest.key != key and self.list.leap_to(day):
            self._leapt = day, nearest.key
            self.detail.show_entry(self.list.current)

    def _return(self, scroll: int) -> None:
        row = self.list.story.row_of(self._kept) if self._kept else -1
        if row < 0 and self.list.story.rowCount() > 1:
            row = 1
        if row >= 0:
            self.list.go_to(row)
        self.list.verticalScrollBar().setValue(scroll)
        self._go_to_wanted()
        self.detail.show_entry(self.list.current)

    def _go_to_wanted(self) -> None:
        """Go to what was logged just now, as soon as it is read."""
        row = self.list.story.row_of(self._wanted) if self._wanted else -1
        if row >= 0:
            self._wanted = ""
            self.list.go_to(row)

    def _say(self) -> None:
        """Say how much there is, or that nothing is, and why."""
        story, words = self.list.story, self.ui.words
        total = len(story.entries)
        if not total:
            self.card.set_subtitle("")
            self.card.show_empty(
                "Nothing has happened yet",
                "Log a call or a note, or import touchpoints, answers and tickets.",
                "Log a call",
                icon="phone",
            )
            return
        oldest = words.day(story.entries[-1].day)
        if not story.filter.holds_back:
            told = f"{words.count(total, 'entry', 'entries')} since {oldest}"
            moves = words.count(self._folded, "move")
            held = f", {moves} at a threshold folded" if self._folded else ""
            self.card.set_subtitle(told + held)
        else:
            told = f"{words.number(story.shown)} of {words.count(total, 'entry', 'entries')}"
            self.card.set_subtitle(told)
        if story.shown:
            self.card.show_body()
        else:
            self.card.show_empty(
                "No entry passes the filter",
                f"{words.count(total, 'entry', 'entries')} do not.",
                "Show all",
                icon="filter",
            )

    def _take_leap(self) -> None:
        leap, self._leap = self._leap, None
        if leap is None:
            return
        if leap.word:
            self.filters.search.setText(leap.word)
            self._apply_filter()
        wanted = next(
            (
                one.key
                for one in self.list.story.entries
                if leap.table and (one.table, one.row) == (leap.table, leap.row)
            ),
            "",
        )
        if (wanted or leap.day is not None) and self.list.story.filter.holds_back and not leap.word:
            self._show_all()
        if wanted:
            self.list.go_to(self.list.story.row_of(wanted), top=True)
        elif leap.day is not None:
            self._go_to_day(leap.day)

    def _go_to_day(self, day: int) -> None:
        if not self.list.leap_to(day):
            self.ui.toast(
                f"Nothing is known from {self.ui.words.day(day)} or before",
                "The oldest entry is shown.",
                kind="notice",
            )
        current = self.list.current
        self._leapt = None if current is None else (day, current.key)
        self.list.setFocus()

    def _show_all(self) -> None:
        self.filters.clear()
        self._apply_filter()

    def _apply_filter(self) -> None:
        wanted = self.filters.wanted
        if wanted == self.list.story.filter:
            return
        current = self.list.current
        self._kept = current.key if current is not None else self._kept
        self.list.story.set_filter(wanted)
        self._return(0)
        self._say()

    def _refuses(self) -> bool:
        """Whether nothing can be written now; says why."""
        return self.ui.refuses_changes() or self.ui.desk is None or not self.account_id

    def _lay_out(self) -> None:
        self.log.setToolTip("Log a call, a mail, a meeting (Ctrl+L)")
        self.ui.theme.bind_icon(self.log, "phone", "text2", 16)
        self.note.setToolTip("Write an internal note (Ctrl+Shift+N)")
        self.ui.theme.bind_icon(self.note, "note", "text2", 16)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        for one in (self.filters.search, self.filters.person, self.filters.day):
            self._head.addWidget(one)
        self._head.addStretch(1)
        self.more.setProperty("iconic", "true")
        self.more.setProperty("kind", "quiet")
        self.more.setAccessibleName("More: mails, meetings, calendar")
        self.more.setToolTip("Mails, meetings, calendar")
        self.ui.theme.bind_icon(self.more, "dots", "text2", 16)
        self._head.addWidget(self.more)
        self._head.addWidget(self.note)
        self._head.addWidget(self.log)
        self.card.body.addWidget(self.list)
        self.card.add_line_under_head()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(GAP)
        self._sides.addWidget(self.card, 1)
        self._sides.addWidget(self.detail, 0)
        self.detail.setFixedWidth(_DETAIL)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        whole.setSpacing(8)
        whole.addLayout(self._head)
        whole.addWidget(self.filters)
        whole.addLayout(self._sides, 1)

    def _connect(self) -> None:
        self.filters.filter_changed.connect(self._on_filters_filter_changed)
        self.filters.rows_requested.connect(self._on_filters_rows_requested)
        self.filters.day_chosen.connect(self._on_filters_day_chosen)
        self.list.current_changed.connect(self._on_list_current_changed)
        self.list.opened.connect(self._on_list_opened)
        self.list.tone_chosen.connect(self._on_list_tone_chosen)
        self.list.feedback_requested.connect(self.detail.ask_feedback)
        for one in (self.list, self.detail):
            one.edit_requested.connect(self._on_edit_requested)
            one.remove_requested.connect(self._on_remove_requested)
        self.detail.tone_chosen.connect(self._on_detail_tone_chosen)
        self.card.acted.connect(self._on_card_acted)
        self.card.retry_requested.connect(self._on_card_retry_requested)
        self.log.clicked.connect(self._on_log_clicked)
        self.note.clicked.connect(self._on_note_clicked)
        self.more.clicked.connect(self._on_more_clicked)
        self.list.paste_requested.connect(self.paste)
        for keys, slot in (
            ("Ctrl+L", self._on_log_clicked),
            ("Ctrl+Shift+N", self._on_note_clicked),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _on_added(self, row: int) -> None:
        self._wanted = f"touchpoint:{row}"
        self._go_to_wanted()
        self.ui.toast("Logged", "", "Undo", self.ui.undo)

    def _on_edited(self, _: object) -> None:
        self.ui.toast("Saved", "", "Undo", self.ui.undo)

    def _on_removed(self, _: object) -> None:
        self.ui.toast("Removed", "", "Undo", self.ui.undo)

    def _ask_edit(self, touch: Touch) -> None:
        kind = KIND_WORDS.get(touch.draft.kind, touch.draft.kind)
        text = (
            "" if touch.own else "It came with an import: the next one asks before it overwrites."
        )
        draft = touch_form.ask_touch(
            self.ui, self.account_id, self._contacts, touch.draft, title=f"Edit: {kind}", text=text
        )
        if draft is not None and draft != touch.draft:
            self.ui.do(touches.edit, touch.row, draft, then=self._on_edited)

    def _go_where_it_is_kept(self, entry: Entry, done: str) -> None:
        """Lead to the tab that an entry belongs to, or say that it only comes with data."""
        tab = HOMES.get(entry.table)
        if tab is not None:
            self.leap_requested.emit(Leap(tab, day=entry.day, table=entry.table, row=entry.row))
        else:
            self.ui.toast(f"Only touches and notes are {done} here", kind="notice")

    def _set_tone(self, entry: Entry, value: float | None) -> None:
        if entry.toned and not self._refuses():
            told = "not said" if value is None else tone_word(value).lower()
            self._told = f"Tone: {told}"
            self.ui.do(touches.set_tone, entry.table, entry.row, value, then=self._on_toned)

    def _on_toned(self, _: object) -> None:
        self.ui.toast(self._told, "", "Undo", self.ui.undo)

    @Slot()
    def _on_filters_filter_changed(self) -> None:
        self._apply_filter()

    @Slot()
    def _on_filters_rows_requested(self) -> None:
        self.list.setFocus()

    @Slot(int)
    def _on_filters_day_chosen(self, day: int) -> None:
        self.show_days()
        self._go_to_day(day)

    @Slot(object)
    def _on_list_current_changed(self, entry: Entry | None) -> None:
        if entry is not None:
            self.detail.show_entry(entry)
            self._read_reasons([entry])

    @Slot(object)
    def _on_list_opened(self, entry: Entry) -> None:
        self.detail.show_entry(entry)
        if self.detail.source.isVisible():
            self.detail.source.setFocus()

    @Slot(object, float)
    def _on_list_tone_chosen(self, entry: Entry, value: float) -> None:
        same = entry.tone == value and entry.tone_from != "estimated"
        self._set_tone(entry, None if same else value)

    @Slot(object, object)
    def _on_detail_tone_chosen(self, entry: Entry, value: float | None) -> None:
        self._set_tone(entry, value)

    @Slot(object)
    def _on_edit_requested(self, entry: Entry | None) -> None:
        if entry is None or self._refuses():
            return
        if entry.table == "touchpoint":
            self.ui.read(touches.read, entry.row, then=self._ask_edit, key="touch")
        else:
            self._go_where_it_is_kept(entry, "edited")

    @Slot(object)
    def _on_remove_requested(self, entry: Entry | None) -> None:
        if entry is None or self._refuses():
            return
        if entry.table == "touchpoint":
            self.ui.do(touches.remove, entry.row, then=self._on_removed)
        else:
            self._go_where_it_is_kept(entry, "removed")

    @Slot()
    def _on_card_acted(self) -> None:
        if self.list.story.entries:
            self._show_all()
        else:
            self.log_touch("call")

    @Slot()
    def _on_card_retry_requested(self) -> None:
        self.card.show_loading("Reading the timeline")
        self.reload()

    @Slot()
    def _on_log_clicked(self) -> None:
        if self._refuses():
            return
        if self._menu is None:
            self._menu = Menu(self.ui.theme, "Log touch", self.log)
            for kind, word in KIND_WORDS.items():
                if kind != NOTE:
                    self._menu.add(word, data=kind, icon=TOUCH_ICONS[kind])
            self._menu.addSeparator()
            self._menu.add(KIND_WORDS[NOTE], data=NOTE, icon="lock")
            self._menu.triggered.connect(self._on_menu_triggered)
        self._menu.popup_under(self.log)

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        self.log_touch(str(action.data()))

    @Slot()
    def _on_note_clicked(self) -> None:
        self.log_touch(NOTE)

    @Slot()
    def _on_more_clicked(self) -> None:
        menu = Menu(self.ui.theme, "More", self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.add("Take in mails and meetings (.eml, .ics)", self._on_choose, icon="file-import")
        menu.add("Paste a mail or a meeting", self.paste, icon="clipboard-text", key="Ctrl+V")
        menu.add("Add a mention", self._on_mention, icon="speakerphone")
        menu.add("Save tasks and renewal as .ics", self.save_calendar, icon="calendar")
        menu.popup_under(self.more)

    @Slot()
    def _on_mention(self) -> None:
        if not self._refuses():
            self.bring_in.write_mention(self.account_id)

    @Slot()
    def _on_choose(self) -> None:
        if not self._refuses():
            self.take_files(self.ui.dialogs.choose_files("Take in mails and meetings", KINDS))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the detail under the list where there is no room beside it."""
        super().resizeEvent(event)
        beside = self.width() >= _BESIDE
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._sides.direction() != way:
            self._sides.setDirection(way)
            for at, share in enumerate(_SHARES[0 if beside else 1]):
                self._sides.setStretch(at, share)
        if beside:
            self.detail.setFixedWidth(_DETAIL if self.width() >= _ROOMY else _DETAIL_SLIM)
            self.detail.setMinimumHeight(0)
        else:
            self.detail.setMinimumWidth(0)
            self.detail.setMaximumWidth(16_777_215)
            self.detail.setMinimumHeight(_DETAIL_LEAST)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files: mails and meetings become touches, others are attached."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take files in."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.take_files(paths)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Take mails and meetings in as touches, other files as attachments."""
        if paths and not self._refuses():
            self.bring_in.take(self.account_id, self._contacts, paths)

    def paste(self) -> None:
        """Take in what lies on the clipboard."""
        if not self._refuses():
            data = QGuiApplication.clipboard().mimeData()
            self.bring_in.take_pasted(self.account_id, self._contacts, data)

    def save_calendar(self) -> None:
        """Write open tasks and the renewal of this account as a calendar, where it is chosen."""
        path = self.ui.dialogs.save_as(
            "Save tasks and renewal", Path(f"{safe_name(self.account_name)}.ics"), CALENDARS
        )
        if path is not None:
            self.ui.read(
                calendar.save,
                path,
                self.ui.day,
                self.account_id,
                then=self._on_calendar_saved,
                key="calendar",
            )

    @Slot(object)
    def _on_calendar_saved(self, count: int) -> None:
        told = self.ui.words.count(count, "entry", "entries")
        self.ui.toast(f"Saved {told}", "Tasks with a due day, and the renewal.")
