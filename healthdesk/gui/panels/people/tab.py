"""The tab People: figures, the grid of contacts and months, the path to the renewal, what to do."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar, Final

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.people_view import PeopleAlert
from healthdesk.core.domain.source_ref import RowRef
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.account_tab import AccountTab, Leap
from healthdesk.gui.panels.people import balance, path
from healthdesk.gui.panels.people.actions import Actions
from healthdesk.gui.panels.people.advocates_card import AdvocatesCard
from healthdesk.gui.panels.people.balance import BalanceChart
from healthdesk.gui.panels.people.care_card import CareCard
from healthdesk.gui.panels.people.grid import PeopleGrid
from healthdesk.gui.panels.people.legend import Legend
from healthdesk.gui.panels.people.path import RenewalPath
from healthdesk.gui.panels.people.person_popover import PersonPopover
from healthdesk.gui.panels.people.reading import Shown, read_people, read_person
from healthdesk.gui.panels.people.tiles import Tiles
from healthdesk.gui.panels.source_popover import SourcePopover
from healthdesk.gui.parts.card import HEAD, Card
from healthdesk.gui.parts.composition import scroll_of
from healthdesk.gui.parts.plain import PlainLabel

SIDE, NARROW_SIDE, NARROW = 356, 300, 1120
"""Width of the right column, where there is room and where there is little."""
SPLIT, GRID_MOST = 900, 560
"""Width below which the right column stands under the left; how high the grid is at most then."""
_GAP, _MARGIN, _BORDERS = 12, 16, 4
_FIXED: Final = (QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)


class PeopleTab(AccountTab):
    """Who is in touch with whom, as of the day in view."""

    key: ClassVar[str] = "people"
    title: ClassVar[str] = "People"
    topics = frozenset({Topic.CONTACTS, Topic.FACTS, Topic.WORK, Topic.ACCOUNTS, Topic.SETTINGS})

    in_steps = True

    def __init__(self, ui: Ui, parent: QWidget | None = None, *, empty: bool = False) -> None:
        """Make the tab; an `empty` one is to be furnished before it is shown."""
        super().__init__(ui, parent)
        self.shown: Shown | None = None
        self._leap: Leap | None = None
        self._furnished = False
        self._stack = QStackedLayout(self)
        self._main, self._column = QWidget(), QWidget()
        self._right = scroll_of(self._column)
        self._state = Card(ui.theme)
        self.acts = Actions(ui, self)
        self._left, self._side = self._columns()
        if not empty:
            deque(self.furnish(), maxlen=0)

    def furnish(self) -> Iterator[None]:
        """Make the cards, a few at a time, in the order in which the keys go through them."""
        self._fill_grid()
        yield None
        self._fill_path()
        yield None
        self._fill_side()
        self._connect()
        changes_desk(self.ui, self.edit_roles, self.add_contact, self.cadence, self.advocates.add)
        self._furnished = True
        self._fit_grid()

    @cached_property
    def sources(self) -> SourcePopover:
        """The rows behind a figure; made when it is first wanted."""
        return SourcePopover(self.ui, self)

    @cached_property
    def person(self) -> PersonPopover:
        """One contact; made when it is first wanted."""
        made = PersonPopover(self.ui.theme, self.ui.words, self)
        made.wanted.connect(self._on_person_wanted)
        return made

    def forget(self) -> None:
        """Show nothing of the account before."""
        self.shown = None
        self.acts.show(None, self.account_id)
        for name in ("person", "sources"):
            popup = self.__dict__.get(name)
            if popup is not None:
                popup.hide()
        self._state.show_loading("Reading people")
        self._stack.setCurrentIndex(1)

    def reload(self) -> None:
        """Read the account's people as of the day in view."""
        if self.account_id and self.ui.desk is not None:
            self.ui.read(
                read_people,
                self.account_id,
                self.ui.day,
                then=self._on_read,
                failed=self._on_failed,
                key="people",
            )

    def leap(self, leap: Leap) -> None:
        """Show the contact that a leap names by their id, or by the row of their table.

        One that comes before the account was read waits for it.
        """
        if self.shown is None:
            self._leap = leap
            return
        self._leap = None
        for number, line in enumerate(self.shown.view.lines):
            by_row = leap.table == "contact" and line.person.row == leap.row
            if by_row or (leap.word and line.person.contact_id == leap.word):
                self.grid.rows.choose(f"who:{number}")
                self.grid.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_rows(self, title: str, rows: tuple[int, ...], at: QPoint) -> None:
        """Show touchpoints with where they came from."""
        refs = [RowRef("touchpoint", one) for one in rows]
        self.sources.open_refs(title, refs, at, of="touchpoints")

    @Slot(object)
    def _on_read(self, shown: Shown) -> None:
        if shown.view.account_id != self.account_id:
            return
        self.shown = shown
        self.acts.show(shown, self.account_id)
        view, may = shown.view, not self.ui.looking_back
        if not view.lines and view.last_touch is None:
            self._state.show_empty(
                "No contacts yet",
                "Import contacts on the page Data, or write one down here.",
                "Add contact" if may else "",
                "user-plus",
            )
            self._stack.setCurrentIndex(1)
            return
        self._legend.set_unsaid(any(cell.unsaid for cell in view.totals))
        self.tiles.show_view(view)
        self.grid.show_view(view)
        self._fit_grid()
        self.path.show_view(view)
        self._path_card.set_subtitle(path.subtitle(view, self.ui.words))
        self.care.show_view(view, may=may)
        self.chart.show_view(view)
        self._balance_note.setText(balance.note(view, self.ui.words))
        self.advocates.show_entries(shown.advocates, shown.candidates, view.day, may=may)
        self.edit_roles.setEnabled(may and bool(view.lines))
        self.add_contact.setEnabled(may)
        self.cadence.setEnabled(may)
        self._stack.setCurrentIndex(0)
        if self._leap is not None:
            self.leap(self._leap)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self._state.show_error("People could not be read", told)
        self._stack.setCurrentIndex(1)

    @Slot(str, QPoint)
    def _on_person_chosen(self, contact_id: str, at: QPoint) -> None:
        line = self.shown.view.line(contact_id) if self.shown is not None else None
        if line is not None and self.shown is not None:
            self.person.open_person(line, self.shown.view, at, may=not self.ui.looking_back)

    @Slot(str, object, QPoint)
    def _on_rows_asked(self, title: str, rows: tuple[int, ...], at: QPoint) -> None:
        self.show_rows(title, rows, at if not at.isNull() else self.person.pos())

    @Slot(object)
    def _on_leap_requested(self, leap: Leap) -> None:
        self.leap_requested.emit(leap)

    @Slot(str)
    def _on_tile_clicked(self, key: str) -> None:
        if self.shown is None:
            return
        view = self.shown.view
        waits = tuple(one.row for one in view.waiting)
        rows = {
            "in_touch": ("Touches with contacts, 90 days", view.in_touch.rows),
            "balance": ("Touches with a direction, 90 days", view.balance_rows),
            "last": ("The last touch", view.last_rows),
            "waiting": ("Sent last, no answer yet", waits),
            "meetings": ("Meetings, 90 days", view.meetings.rows),
        }
        spot = self.tiles.spot_of(key)
        if key in rows and spot is not None:
            self.show_rows(*rows[key], self.tiles.mapToGlobal(spot.rect.bottomLeft().toPoint()))

    @Slot()
    def _on_balance_rows_clicked(self) -> None:
        if self.shown is not None:
            under = self._balance_rows.mapToGlobal(self._balance_rows.rect().bottomLeft())
            rows = self.shown.view.balance_rows
            self.show_rows("Touches with a direction, 90 days", rows, under)

    @Slot(str)
    def _on_path_clicked(self, key: str) -> None:
        kind, _, name = key.partition(":")
        spot = self.path.spot_of(key)
        if kind == "set":
            self.acts.edit_roles(name)
        elif spot is not None:
            self._on_person_chosen(name, self.path.mapToGlobal(spot.rect.topLeft().toPoint()))

    @Slot(int)
    def _on_month_chosen(self, number: int) -> None:
        if self.shown is None:
            return
        cell = self.shown.view.totals[number]
        spot = self.chart.bars.spot_of(f"month:{number}")
        at = spot.rect.bottomLeft().toPoint() if spot is not None else QPoint(0, 0)
        month = self.ui.words.month(cell.month, year=True)
        self.show_rows(f"All touches, {month}", cell.rows, self.chart.bars.mapToGlobal(at))

    @Slot(str, str)
    def _on_person_wanted(self, key: str, contact_id: str) -> None:
        if key == "source":
            self.ui.read(
                read_person,
                self.account_id,
                contact_id,
                self.ui.day,
                then=self._show_person_rows,
                key="person",
            )
            return
        self.acts.of_person(key, contact_id)

    @Slot(object)
    def _show_person_rows(self, refs: tuple[RowRef, ...]) -> None:
        self.sources.open_refs(f"{self.person.title.full_text}: source", refs, self.person.pos())

    @Slot(str, object)
    def _on_care_wanted(self, key: str, alert: PeopleAlert) -> None:
        self.acts.of_alert(key, alert)

    @Slot(str, str)
    def _on_advocate_wanted(self, key: str, contact_id: str) -> None:
        self.acts.of_advocate(key, contact_id)

    @Slot()
    def _on_edit_roles_clicked(self) -> None:
        self.acts.edit_roles()

    @Slot()
    def _on_add_contact_clicked(self) -> None:
        self.acts.add_contact()

    @Slot()
    def _on_cadence_clicked(self) -> None:
        self.acts.set_cadence()

    def _connect(self) -> None:
        self.acts.leap_requested.connect(self._on_leap_requested)
        self.acts.rows_requested.connect(self._on_rows_asked)
        self.tiles.spot_clicked.connect(self._on_tile_clicked)
        self.grid.person_chosen.connect(self._on_person_chosen)
        self._balance_rows.clicked.connect(self._on_balance_rows_clicked)
        self.grid.rows_asked.connect(self._on_rows_asked)
        self.path.spot_clicked.connect(self._on_path_clicked)
        self.chart.month_chosen.connect(self._on_month_chosen)
        self.care.wanted.connect(self._on_care_wanted)
        self.advocates.every_wanted.connect(self._on_advocates_every_wanted)
        self.advocates.wanted.connect(self._on_advocate_wanted)
        self.edit_roles.clicked.connect(self._on_edit_roles_clicked)
        self.add_contact.clicked.connect(self._on_add_contact_clicked)
        self.cadence.clicked.connect(self._on_cadence_clicked)
        self._state.acted.connect(self._on_add_contact_clicked)
        self._state.retry_requested.connect(self._on_retry)

    @Slot()
    def _on_advocates_every_wanted(self) -> None:
        self.ui.open_page("advocates")

    @Slot()
    def _on_retry(self) -> None:
        self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the right column less where there is little room, or put it under the left."""
        super().resizeEvent(event)
        self._place_columns()

    def _place_columns(self) -> None:
        under = self.width() < SPLIT
        if under and self._column.parentWidget() is not self._main:
            self._right.takeWidget()
            self._left.addWidget(self._column)
            self._column.show()
        elif not under and self._column.parentWidget() is self._main:
            self._left.removeWidget(self._column)
            self._right.setWidget(self._column)
        self._right.setVisible(not under)
        side = SIDE if self.width() >= NARROW else NARROW_SIDE
        main = max(self.width() - 2 * _MARGIN - (0 if under else side + _GAP), 1)
        self._right.setFixedWidth(side + _GAP)
        self._column.setFixedWidth(main if under else side)
        self._main.setFixedWidth(main)
        if self._furnished:
            self._fit_grid()

    def _fit_grid(self) -> None:
        """Let the grid be as high as its rows; under each other, the page scrolls and not it."""
        most = HEAD + self.grid.most_height + _BORDERS
        self._grid_card.setMaximumHeight(most)
        under = self._column.parentWidget() is self._main
        self._grid_card.setMinimumHeight(min(most, GRID_MOST) if under else 0)

    def _button(self, words: str, icon: str) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("kind", "quiet")
        button.setAccessibleName(words)
        self.ui.theme.bind_icon(button, icon)
        return button

    def _columns(self) -> tuple[QVBoxLayout, QVBoxLayout]:
        """The empty columns of the page.

        They stand where they will before anything goes in: whatever is moved is styled again.
        """
        page, holder = QWidget(self), QWidget(self)
        self._stack.addWidget(page)
        self._stack.addWidget(holder)
        around = QVBoxLayout(holder)
        around.setContentsMargins(_MARGIN, _GAP, _MARGIN, _GAP)
        around.addWidget(self._state)
        whole = QHBoxLayout(page)
        # Scroll bars stand in the gaps: what they scroll keeps its width.
        whole.setContentsMargins(_MARGIN, _GAP, _MARGIN - _GAP, _GAP)
        whole.setSpacing(0)
        columns = []
        for inside in (self._main, self._column):
            inside.setProperty("ground", "none")
            column = QVBoxLayout(inside)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(_GAP)
            columns.append(column)
        whole.addWidget(scroll_of(self._main), 1)
        whole.addWidget(self._right)
        return columns[0], columns[1]

    def _fill_grid(self) -> None:
        theme, words = self.ui.theme, self.ui.words
        self._figures = Card(theme, padding=0)
        self._left.addWidget(self._figures)
        self.tiles = Tiles(theme, words)
        self._figures.setSizePolicy(*_FIXED)
        self._figures.body.addWidget(self.tiles)
        self._grid_card = Card(theme, "Who was in touch, month by month", padding=0)
        self._left.addWidget(self._grid_card, 100)
        self._legend = Legend(theme)
        self.grid = PeopleGrid(theme, words, self)
        self._grid_card.add_tool(self._legend)
        self._grid_card.body.addWidget(self.grid, 1)

    def _fill_path(self) -> None:
        self._path_card = Card(self.ui.theme, "Path to the renewal")
        self._left.addWidget(self._path_card)
        self._left.addStretch(0)
        self._path_card.setSizePolicy(*_FIXED)
        self.cadence = self._button("Cadence", "clock")
        self.add_contact = self._button("Add contact", "user-plus")
        self.edit_roles = self._button("Edit roles", "users")
        for button in (self.cadence, self.add_contact, self.edit_roles):
            self._path_card.add_tool(button)
        self.path = RenewalPath(self.ui.theme, self.ui.words)
        self._path_card.body.addWidget(self.path)

    def _fill_side(self) -> None:
        theme, words = self.ui.theme, self.ui.words
        self.care = CareCard(theme)
        self._balance_card = Card(theme, "Two-way balance", "touches by month, no notes")
        self.advocates = AdvocatesCard(theme, words)
        for card in (self.care, self._balance_card, self.advocates):
            self._side.addWidget(card)
        self._side.addStretch(1)
        self.chart = BalanceChart(theme, words)
        self._balance_note = PlainLabel("", "caption", wrap=True)
        self._balance_rows = QPushButton("Rows")
        self._balance_card.body.addWidget(self.chart)
        self._balance_card.body.addWidget(self._balance_note)
        self._balance_rows.setProperty("kind", "link")
        self._balance_rows.setAccessibleName("Touches behind the balance")
        self._balance_card.add_tool(self._balance_rows)
