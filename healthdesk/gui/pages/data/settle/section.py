"""The section "To settle" of the Data page: two lists that ask for a person's word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.duplicate import Kind
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.intake import Match
from healthdesk.core.domain.views import ImportResult
from healthdesk.core.domain.waits import WaitingPersons
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.settle import reading
from healthdesk.gui.pages.data.settle.doubles import DoublesCard
from healthdesk.gui.pages.data.settle.names import NamesCard
from healthdesk.gui.pages.data.settle.reading import Doubles, Waits
from healthdesk.gui.pages.data.wizard.sayings import one_line
from healthdesk.gui.parts.plain import PlainLabel

UNTOUCHED = "Your desk is untouched."


class SettleSection(LiveView):
    """Shows names that nobody knows beside records that are likely one."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.IMPORTS, Topic.ACCOUNTS, Topic.CONTACTS})
    follows_view = False

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.names = NamesCard(ui)
        self.doubles = DoublesCard(ui)
        self.persons = PlainLabel("", "caption", wrap=True)
        self.persons.hide()
        self._columns = QHBoxLayout()
        self._columns.setSpacing(12)
        self._columns.addWidget(self.names, 6)
        self._columns.addWidget(self.doubles, 5)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._columns, 1)
        layout.addWidget(self.persons)
        self.names.settled.connect(self._on_names_settled)
        self.names.retry_requested.connect(self.reload)
        self.doubles.retry_requested.connect(self.reload)
        self.doubles.kind_wanted.connect(self._on_doubles_kind_wanted)
        self.doubles.merge_wanted.connect(self._on_doubles_merge_wanted)
        self.doubles.apart_wanted.connect(self._on_doubles_apart_wanted)
        self.doubles.unmerge_wanted.connect(self._on_doubles_unmerge_wanted)

    @Slot()
    def reload(self) -> None:
        """Read both lists."""
        job = self.ui.read(
            reading.read_waiting, then=self._show_waits, failed=self._fail_names, key="waiting"
        )
        if job < 0:
            self._show_waits(Waits((), ()))
        self._read_doubles(self.doubles.kind)

    def _read_doubles(self, kind: Kind) -> None:
        job = self.ui.read(
            reading.read_doubles, kind, then=self._show_doubles, failed=self._fail_doubles,
            key="doubles",
        )  # fmt: skip
        if job < 0:
            self._show_doubles(Doubles(kind, (), ()))

    def _show_waits(self, found: Waits) -> None:
        self.names.show_names(found.names)
        self.persons.setText(told_persons(found.persons, self.ui.words))
        self.persons.setVisible(bool(found.persons))

    def _show_doubles(self, found: Doubles) -> None:
        self.doubles.show_doubles(found)
        # An empty list leaves its room to the names, which are often long.
        many, few = (6, 5) if found.groups or found.merges else (2, 1)
        self._columns.setStretch(0, many)
        self._columns.setStretch(1, few)

    def _fail_names(self, error: Exception) -> None:
        self.names.show_error("The waiting rows could not be read", _told(error))

    def _fail_doubles(self, error: Exception) -> None:
        self.doubles.show_error("Duplicates could not be looked for", _told(error))

    @Slot(object)
    def _on_names_settled(self, matches: tuple[Match, ...]) -> None:
        self.ui.do(
            reading.settle, matches, then=self._say_settled, label="Bringing in waiting rows"
        )

    def _say_settled(self, result: ImportResult) -> None:
        words = self.ui.words
        rows = sum(one.new + one.changed + one.same for one in result.tables.values())
        lost = sum(one.rejected for one in result.tables.values())
        told = f"{words.count(lost, 'row')} rejected; the import says why." if lost else ""
        self.ui.toast(f"{words.count(rows, 'row')} came in", told, "Undo", self.ui.undo)
        self.refresh()

    @Slot(str)
    def _on_doubles_kind_wanted(self, kind: str) -> None:
        self._read_doubles("accounts" if kind == "accounts" else "contacts")

    @Slot(str, str, object)
    def _on_doubles_merge_wanted(self, kind: Kind, keep: str, gone: tuple[str, ...]) -> None:
        self.ui.do(reading.merge, kind, keep, gone, then=self._say_merged)

    def _say_merged(self, answer: object) -> None:
        del answer
        self.ui.toast("Merged", "Their ids mean the kept record from now on.", "Undo", self.ui.undo)
        self.refresh()

    @Slot(str, object)
    def _on_doubles_apart_wanted(self, kind: Kind, ids: tuple[str, ...]) -> None:
        self.ui.do(reading.keep_apart, kind, ids, then=self._say_apart)

    def _say_apart(self, answer: object) -> None:
        del answer
        self.ui.toast("They stay apart", "They are not shown again.", "Undo", self.ui.undo)
        self.refresh()

    @Slot(int)
    def _on_doubles_unmerge_wanted(self, merge: int) -> None:
        self.ui.do(reading.unmerge, merge, then=self._say_split)

    def _say_split(self, answer: object) -> None:
        del answer
        self.ui.toast("The merge is undone", "", "Undo", self.ui.undo)
        self.refresh()


def told_persons(found: Sequence[WaitingPersons], words: Words) -> str:
    """Say what waits for contacts, and what settles it; "" where nothing does."""
    rows = sum(one.rows for one in found)
    if not found:
        return ""
    files = one_line(found[0].file)
    if len(found) > 1:
        files += f" and {words.count(len(found) - 1, 'other file')}"
    what = "waits for its contact" if rows == 1 else "wait for their contacts"
    return (
        f"{words.count(rows, 'row')} of what persons used ({files}) {what}: importing the contacts "
        "settles this, nothing is to be chosen."
    )


def _told(error: Exception) -> str:
    return str(error) if isinstance(error, DeskError) else UNTOUCHED
