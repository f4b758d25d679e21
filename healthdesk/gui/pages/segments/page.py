"""The page of segments: their list, the rule of one with live counts, who is in and who was.

Not here: what can be done with whole segments (acts.py), what drafts are (state.py), reading
(reading.py).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import ClassVar

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.timers import TYPING, Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.segments import forms
from healthdesk.gui.pages.segments.acts import SegmentActs
from healthdesk.gui.pages.segments.compare import CompareView
from healthdesk.gui.pages.segments.head import Head
from healthdesk.gui.pages.segments.list_pane import ids_of
from healthdesk.gui.pages.segments.members_card import MembersCard
from healthdesk.gui.pages.segments.moves_card import MovesCard
from healthdesk.gui.pages.segments.reading import (
    Listed,
    Looked,
    Moved,
    look,
    read_list,
    read_past,
    read_used,
)
from healthdesk.gui.pages.segments.rule_card import RuleCard
from healthdesk.gui.pages.segments.segment_list import Entry, SegmentList, entries, found
from healthdesk.gui.pages.segments.size_card import SizeCard
from healthdesk.gui.pages.segments.state import Document, Shown
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.rule_line import small_button
from healthdesk.gui.parts.search_field import SearchField

MARGIN, GAP = 16, 12
RESTED = 450
"""Milliseconds of rest after which earlier days are looked at, too."""
LIST_WIDE, MEMBERS_WIDE = (180, 208), (320, 424)
"""Widths of the columns beside the rule, in a narrow and in a wide window."""
ROOMY, HIGH = 1180, 700
SIZE_HIGH, LINES = (138, 172), (2, 4)
"""Height of the chart and lines of the sentence, in a low and in a high window."""


class SegmentsPage(LiveView):
    """Shows one segment at a time."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {
            Topic.ACCOUNTS,
            Topic.FACTS,
            Topic.SCORES,
            Topic.PROFILES,
            Topic.SEGMENTS,
            Topic.SETTINGS,
            Topic.PLAYBOOKS,
        }
    )

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.setObjectName("segments")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.shown = Shown()
        self._listed: Listed | None = None
        self._wanted = ""
        self._way = ""
        """What an action wants as soon as the segments are known."""
        self._asked: Document | None = None
        self._read_for = ""
        """Name of the segment whose members and past are shown."""
        self.head = Head(ui)
        self.acts = SegmentActs(ui, self.shown, self)
        self.list = SegmentList(ui.theme, ui.words)
        self.names = Card(ui.theme, "Segments", "", padding=0)
        self.search = SearchField(ui.theme, "Find a segment", "search")
        self.new = small_button(ui.theme, "plus", "New segment")
        self.names.add_tool(self.new)
        self._compare: CompareView | None = None
        self._look_later = Later(self, TYPING, self._look)
        self._past_later = Later(self, RESTED, self._read_past)
        self._members_late = Later(self, TYPING, self._show_members_late)
        self._to_make = self._furnish()
        self._make_later = Later(self, 0, self._make_next)
        self._furnished = False
        self._lay_out()
        self._connect()
        self._wait()
        self._make_later.start()

    def _furnish(self) -> Iterator[None]:
        """Make the cards beside the list, some in a turn: all at once would hold the screen up."""
        self.rule = RuleCard(self.ui)
        self._middle_box.addWidget(self.rule, 1)
        self.rule.rule_changed.connect(self._on_rule_changed)
        self.rule.care_wanted.connect(self.acts.care)
        yield
        self.size_card = SizeCard(self.ui)
        self._middle_box.addWidget(self.size_card)
        self.size_card.retry_requested.connect(self._read_past)
        self.size_card.acted.connect(self.size_card.back_to_accounts)
        self.members = MembersCard(self.ui)
        self._right_box.addWidget(self.members, 6)
        self.members.export_wanted.connect(self._on_members_export_wanted)
        self.members.retry_requested.connect(self._look)
        yield
        self.moves = MovesCard(self.ui)
        self._right_box.addWidget(self.moves, 5)
        self.moves.retry_requested.connect(self._read_past)
        self._furnished = True
        self._fit()

    def _make_next(self) -> None:
        if not self._furnished:
            next(self._to_make, None)
            self._make_later.start()

    def _make_all(self) -> None:
        self._make_later.stop()
        deque(self._to_make, maxlen=0)

    def _lay_out(self) -> None:
        self.names.body.setContentsMargins(0, 0, 0, 8)
        find = QVBoxLayout()
        find.setContentsMargins(8, 0, 8, 4)
        find.addWidget(self.search)
        self.names.body.addLayout(find)
        self.names.body.addWidget(self.list)
        self.search.hide()
        self._middle = QWidget()
        self._middle_box = middle = QVBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(GAP)
        self._right = QWidget()
        self._right_box = right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(GAP)
        one = QWidget()
        row = QHBoxLayout(one)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._middle, 1)
        row.addWidget(self._right)
        self.none = Card(self.ui.theme, "", "")
        self.none.hide()
        row.addWidget(self.none, 1)
        self._area = QWidget()
        self._stack = QStackedLayout(self._area)
        self._stack.addWidget(one)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(GAP)
        body.addWidget(self.names)
        body.addWidget(self._area, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(body, 1)

    def _connect(self) -> None:
        head, acts = self.head, self.acts
        head.rename_wanted.connect(acts.rename)
        head.save_wanted.connect(acts.save)
        head.discard_wanted.connect(self.discard)
        head.undo_wanted.connect(self.undo_step)
        head.redo_wanted.connect(self.redo_step)
        head.open_wanted.connect(acts.open_accounts)
        head.play_wanted.connect(acts.start_playbook)
        head.compare_wanted.connect(self.show_comparison)
        head.menu_wanted.connect(self._on_head_menu_wanted)
        self.list.entered_row.connect(self._on_list_entered_row)
        self.list.menu_wanted.connect(self._on_list_menu_wanted)
        self.list.moved.connect(self._on_list_moved)
        self.search.searched.connect(self._on_search_searched)
        self.search.left_down.connect(self._on_search_left_down)
        self.new.clicked.connect(self._on_new_clicked)
        self.names.retry_requested.connect(self.reload)
        self.names.acted.connect(acts.add_empty)
        self.none.acted.connect(acts.add_starters)
        acts.began.connect(self._on_acts_began)
        acts.wanted.connect(self._on_acts_wanted)
        acts.changed.connect(self._on_acts_changed)
        acts.compared.connect(self.show_comparison)
        acts.dropped.connect(self._on_acts_dropped)
        self.ui.desk_changed.connect(self._on_desk_changed)

    def _wait(self) -> None:
        """Until the segments are known nothing is shown and nothing can be begun."""
        self.names.show_loading("Reading segments")
        self.head.show_draft(None, locked=True)
        self.head.say_used(())
        self.new.setEnabled(False)
        for part in (self._middle, self._right, self.none):
            part.hide()

    # Reading and showing.

    def reload(self) -> None:
        """Read the segments, then the one in view."""
        job = self.ui.read(
            read_list, self.ui.day, then=self._take, failed=self._show_failure, key="segments"
        )
        if job < 0:
            self.names.show_empty("No desk is open", "", "", "")

    def _take(self, listed: Listed) -> None:
        self._make_all()
        self._listed = listed
        self.new.setEnabled(True)
        self.acts.playbooks, self.acts.missing = listed.playbooks, listed.missing
        self.rule.box.set_today(listed.day)
        self.rule.set_choices(listed.choices)
        self.shown.take(listed.documents)
        if self._wanted in listed.documents:
            self.shown.name, self._wanted = self._wanted, ""
        self._show()
        if self.comparing:
            self.show_comparison()
        if self._way:
            way, self._way = self._way, ""
            self.acting(way)

    def _show_failure(self, error: Exception) -> None:
        self.names.show_error("The segments could not be read", str(error))

    def _show(self) -> None:
        """Show the list and the segment in view as they are now; then look at its rule."""
        if self._listed is None:
            return
        self._show_list()
        draft = self.shown.draft
        self.head.show_draft(draft, locked=self.ui.looking_back)
        self.head.say_used(())
        for part in (self._middle, self._right):
            part.setVisible(draft is not None)
        self.none.setVisible(draft is None)
        if draft is None:
            self._show_none(self._listed)
            return
        self.rule.show_segment(draft.document, locked=self.ui.looking_back)
        if self.shown.name in self.shown.documents:
            self.ui.read(read_used, self.shown.name, then=self.head.say_used, key="segment used")
        self._look()

    def _show_none(self, listed: Listed) -> None:
        """Say what segments are for where there are none, and what brings some."""
        may = not self.ui.looking_back
        self.names.show_empty(
            "None yet", "Begin with a rule of your own.", "New segment" if may else "", "plus"
        )
        usual = ", ".join(listed.missing)
        self.none.show_empty(
            "A segment says by a rule who needs something",
            f"Each of the usual ones comes with a purpose, a playbook and a rhythm: {usual}.",
            "Add the usual segments" if may and usual else "",
            "circles-relation",
        )

    def _show_list(self) -> None:
        listed, shown = self._listed, self.shown
        if listed is None:
            return
        titles = {name: str(one.document["name"]) for name, one in shown.drafts.items()}
        new = [name for name in shown.drafts if name not in shown.documents]
        # Of a part of the list nobody can say where a segment goes among all.
        self.list.locked = self.ui.looking_back or bool(self.search.text())
        self.new.setVisible(not self.ui.looking_back)
        lines = found(entries(listed.rows, titles, new), self.search.text())
        self.list.show_entries(lines, shown.name)
        if listed.rows or new:
            self.names.show_body()

    def focus_search(self) -> None:
        """Have the list of segments searched."""
        self.search.show()
        self.search.setFocus()
        self.search.selectAll()

    @Slot(str)
    def _on_search_searched(self, text: str) -> None:
        del text
        self._show_list()

    @Slot()
    def _on_search_left_down(self) -> None:
        self._show_list()
        self.list.setFocus()
        self.list.go_to_first()

    def _look(self) -> None:
        """Look at the rule as it is now: counts, members, and after a rest its past."""
        self._look_later.stop()
        draft, box = self.shown.draft, self.rule.box
        if draft is None:
            return
        listed = ids_of(draft.document["rule"]) is not None
        if not listed and box.unfinished:
            self.rule.show_unfinished(box.unfinished)
            return
        rule = draft.document["rule"] if listed else box.whole_rule()
        self._asked = draft.document
        if self._read_for != self.shown.name:
            self._read_for = self.shown.name
            self._members_late.start()
            self.size_card.show_loading("Reading weeks")
            self.moves.show_loading("Reading 28 days")
        self.ui.read(
            look, rule, self.ui.day, then=self._on_looked, failed=self._on_look_failed,
            key="segment looked at",
        )  # fmt: skip
        self._past_later.setInterval(RESTED if draft.changed else 0)
        self._past_later.start()

    def _show_members_late(self) -> None:
        """Say that members are being read; what comes at once needs no such word."""
        self.members.show_loading("Reading members")

    def _on_looked(self, looked: Looked) -> None:
        self._members_late.stop()
        draft = self.shown.draft
        if draft is None or self._asked is not draft.document:
            return  # it is about a rule that was changed meanwhile; a newer look is on its way
        self.rule.show_checked(looked.checked)
        if looked.members is not None:
            self.members.show_members(looked.members, known=looked.known)
        else:
            told = looked.checked.wrong.sentence if looked.checked.wrong is not None else ""
            self.members.show_error("Nobody can be told", told, "")

    def _on_look_failed(self, error: Exception) -> None:
        self._members_late.stop()
        self.members.show_error("The members could not be read", str(error))

    def _read_past(self) -> None:
        self._past_later.stop()
        draft, box = self.shown.draft, self.rule.box
        if draft is None or (ids_of(draft.document["rule"]) is None and box.unfinished):
            return
        self.ui.read(
            read_past,
            draft.document["rule"],
            self.ui.day,
            then=self._on_past_read,
            failed=self._on_past_failed,
            key="segment past",
            patient=True,
        )

    def _on_past_read(self, moved: Moved) -> None:
        self.size_card.show_past(moved.past)
        self.moves.show_moves(moved.moves)

    def _on_past_failed(self, error: Exception) -> None:
        self.size_card.show_error("Earlier weeks could not be read", str(error))
        self.moves.show_error("Earlier days could not be read", str(error))

    # Drafts.

    @property
    def unsaved(self) -> tuple[str, ...]:
        """Names of the segments whose changes would be lost with the window."""
        return self.shown.unsaved

    def _step(self, document: Document) -> bool:
        """Go on with another document of the segment in view."""
        draft = self.shown.draft
        if draft is None or self.ui.looking_back:
            return False
        after = draft.step(document)
        if after is draft:
            return False
        self.shown.put(after)
        return True

    def undo_step(self) -> bool:
        """Take a step of the draft back; False where there is none."""
        return self._turn(back=True)

    def redo_step(self) -> bool:
        """Do a step of the draft again; False where there is none."""
        return self._turn(back=False)

    def _turn(self, *, back: bool) -> bool:
        draft = self.shown.drafts.get(self.shown.name)
        if draft is None or self.ui.looking_back:
            return False
        if back and not draft.can_undo:
            return False
        if not back and not draft.can_redo:
            return False
        self.shown.put(draft.undo() if back else draft.redo())
        self._show()
        return True

    @Slot()
    def discard(self) -> None:
        """Leave the segment as the desk has it."""
        self.shown.drop()
        self._show()
        self.list.setFocus()

    def show_segment(self, name: str) -> None:
        """Show another segment; one that is changed is asked about once."""
        if name == self.shown.name:
            return
        draft, back = self.shown.draft, self.ui.looking_back
        asks = draft is not None and draft.changed and not back
        if asks and draft is not None and forms.ask_save_first(self.ui, self.head.name):
            self.acts.save()
            self._wanted = name
        self.rule.text.finish()
        self.shown.name = name
        self._show()

    @Slot()
    def show_comparison(self) -> None:
        """Show the segment in view beside another one."""
        documents = dict(self.shown.documents)
        documents |= {name: one.document for name, one in self.shown.drafts.items()}
        if len(documents) < 2:
            self.ui.toast("There is only one segment", "Two are needed to compare.", kind="notice")
            return
        self._stack.setCurrentWidget(self.compare)
        self.compare.show_segments(documents, self.shown.name)
        self.compare.second.setFocus()

    @property
    def compare(self) -> CompareView:
        """The comparison, made when it is first wanted."""
        if self._compare is None:
            self._compare = CompareView(self.ui)
            self._compare.closed.connect(self._on_compare_closed)
            self._stack.addWidget(self._compare)
        return self._compare

    @property
    def comparing(self) -> bool:
        """Whether two segments are compared now."""
        return self._stack.currentIndex() > 0

    def acting(self, way: str) -> None:
        """Do what an action of the window wants here, once the segments are known."""
        if self._listed is None:
            self._way = way
        elif way == "new":
            self.acts.add_empty()
        else:
            self.show_comparison()

    # What the parts tell.

    @Slot(object)
    def _on_rule_changed(self, rule: Document) -> None:
        draft = self.shown.draft
        if draft is None:
            return
        self._step({**draft.document, "rule": rule})
        now = self.shown.draft
        self.head.show_draft(now, locked=False)
        self._show_list()
        if now is not None and ids_of(rule) is not None:
            self.rule.show_segment(now.document, locked=False)
        self.rule.wait()
        self._look_later.start()

    @Slot(object)
    def _on_acts_changed(self, document: Document) -> None:
        if self._step(document):
            self._show()

    @Slot(bool)
    def _on_acts_began(self, as_text: bool) -> None:
        self._stack.setCurrentIndex(0)
        self._show()
        if as_text:
            self.rule.text.begin()
        else:
            self.rule.box.focus_first()

    @Slot(str)
    def _on_acts_wanted(self, name: str) -> None:
        self._wanted = name
        self.reload()

    @Slot()
    def _on_acts_dropped(self) -> None:
        self._show()

    @Slot()
    def _on_new_clicked(self) -> None:
        self.acts.open_new(self.new)

    @Slot(object)
    def _on_list_entered_row(self, row: Entry) -> None:
        self.show_segment(row.name)
        if self.comparing:
            self.show_comparison()
            self.list.setFocus()

    @Slot(object, QPoint)
    def _on_list_menu_wanted(self, row: Entry, at: QPoint) -> None:
        self.show_segment(row.name)
        self.acts.open_menu(at)

    @Slot(object)
    def _on_list_moved(self, names: tuple[str, ...]) -> None:
        self.acts.order(names)

    @Slot(QPoint)
    def _on_head_menu_wanted(self, at: QPoint) -> None:
        self.acts.open_menu(at)

    @Slot(str)
    def _on_members_export_wanted(self, kind: str) -> None:
        self.acts.export_members(kind)

    @Slot()
    def _on_compare_closed(self) -> None:
        self._stack.setCurrentIndex(0)
        self.list.setFocus()

    @Slot()
    def _on_desk_changed(self) -> None:
        self._look_later.stop()
        self._past_later.stop()
        self._members_late.stop()
        self._listed, self._read_for = None, ""
        self.shown.drafts.clear()
        self.shown.documents, self.shown.name = {}, ""
        self._stack.setCurrentIndex(0)
        self._wait()

    def start_playbook(self) -> bool:
        """Start a playbook on everybody in the segment in view."""
        return self.acts.start_playbook()

    def focus_first(self) -> None:
        """Let the keys go to the list of segments."""
        self.list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+S saves, F2 renames, Delete in the list removes, Escape ends searching it."""
        if event.key() == Qt.Key.Key_S and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.acts.save()
        elif event.key() == Qt.Key.Key_F2:
            self.acts.rename()
        elif event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self.acts.remove()
        elif event.key() == Qt.Key.Key_Escape and self.search.isVisible():
            self.search.empty()
            self.search.hide()
            self.list.setFocus()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns their widths."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        roomy = self.width() >= ROOMY
        self.names.setFixedWidth(LIST_WIDE[roomy])
        self._right.setFixedWidth(MEMBERS_WIDE[roomy])
        if not self._furnished:
            return
        high = self.height() >= HIGH
        self.size_card.setFixedHeight(SIZE_HIGH[high])
        self.rule.text.set_most(LINES[high])
