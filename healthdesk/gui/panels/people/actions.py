"""What the buttons of the tab People do: ask, write, and tell that it can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.attendance import WINDOW
from healthdesk.core.domain.people import Person
from healthdesk.core.domain.people_view import PeopleAlert, PeopleView, PersonLine
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import advocates, contacts, messages, tasks, touches
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.account_tab import Leap
from healthdesk.gui.panels.people import forms
from healthdesk.gui.panels.people.care_card import ROWS
from healthdesk.gui.panels.people.reading import Shown
from healthdesk.gui.panels.task_form import ask_task
from healthdesk.gui.panels.touch_form import ask_touch, new_draft

SOON = 7
"""Days until a task that care asks for is due, as it is proposed."""

TASKS = {
    "left": "Find who comes after {name}",
    "silent": "Reach {name}",
    "unknown": "Get to know {name}",
    "absent": "Ask {name} why they do not come",
    "thread": "Meet somebody beside {name}",
    "one_sided": "Reach somebody who answers",
}
"""What a task that care asks for is called at first."""


class Actions(QObject):
    """Asks by forms and writes by operations; while looking back nothing is asked.

    Signals:
        leap_requested: a `Leap`: another tab should show something.
        rows_requested: a title, rows of touchpoints, a point of the screen.
    """

    leap_requested = Signal(object)
    rows_requested = Signal(str, object, QPoint)

    def __init__(self, ui: Ui, tab: QWidget) -> None:
        super().__init__(tab)
        self._ui = ui
        self._shown: Shown | None = None
        self._account = ""
        self._follows = ""
        self._told = ""

    def show(self, shown: Shown | None, account_id: str) -> None:
        """Work on an account's people as they are shown."""
        self._shown, self._account = shown, account_id

    def add_contact(self) -> None:
        """Ask for a contact and write them down."""
        if self._ui.refuses_changes():
            return
        asked = forms.ask_contact(self._ui, self._known(), account_id=self._account)
        if asked is not None:
            draft, care = asked
            self._do(contacts.add, self._account, draft, care, then=self._on_added)

    def edit_roles(self, part: str = "") -> None:
        """Ask for everybody's roles, those of a part first."""
        view = self._view()
        if view is None or self._ui.refuses_changes():
            return
        drafts = forms.ask_roles(self._ui, view, part)
        if drafts:
            self._do(contacts.set_roles, drafts, told="Roles were changed")

    def set_cadence(self) -> None:
        """Ask how often the account is to be touched."""
        view = self._view()
        if view is None or self._ui.refuses_changes():
            return
        asked = forms.ask_cadence(self._ui, view)
        if asked is not None:
            self._do(contacts.set_cadence, self._account, asked[0], told="The cadence was set")

    def of_person(self, key: str, contact_id: str) -> None:
        """Do what a button of a contact says."""
        line = self._line(contact_id)
        if line is None:
            return
        if key == "timeline":
            word = line.person.name
            self.leap_requested.emit(Leap("timeline", day=line.last.touch, word=word))
        elif key == "meetings":
            self.rows_requested.emit(
                f"Meetings with {line.person.name}, {WINDOW} days", line.meetings.rows, QPoint()
            )
        elif key == "touches":
            rows = tuple(dict.fromkeys(row for cell in line.cells for row in cell.rows))
            self.rows_requested.emit(
                f"Touches with {line.person.name}, 12 months", rows[::-1], QPoint()
            )
        elif not self._ui.refuses_changes():
            ways: dict[str, Callable[[PersonLine], None]] = {
                "edit": self._edit,
                "mail": self._mail,
                "touch": self._touch,
                "task": self._task_of,
            }
            ways[key](line)

    def _mail(self, line: PersonLine) -> None:
        """Begin a mail to a person in the outbox; who must not be written to is told."""
        self._ui.do(
            messages.compose, self._account, line.person.contact_id, then=self._ui.open_message
        )

    def of_alert(self, key: str, alert: PeopleAlert) -> None:
        """Do what a button of the card "Needs care" says."""
        if key == ROWS:
            self._touches_behind(alert)
        if key == ROWS or self._ui.refuses_changes():
            return
        line = self._line(alert.contacts[0]) if alert.contacts else None
        if key == "task":
            self._task(TASKS[alert.kind].format(name=line.person.name if line else ""), line)
        elif key == "touch":
            self._touch(line)
        elif line is not None and key == "leave":
            self._leave(line)
        elif line is not None and key == "successor":
            self._successor(line.person)

    def _touches_behind(self, alert: PeopleAlert) -> None:
        """Show the year's touches with the people an alert is about; with all where it is none."""
        view = self._view()
        if view is None:
            return
        lines = [line for one in alert.contacts if (line := self._line(one)) is not None]
        cells = [cell for line in lines for cell in line.cells] or view.totals
        if alert.kind in {"thread", "one_sided"}:
            cells = view.totals  # their words count the touches of everybody
        if alert.kind == "absent":
            told = f"{alert.title}: meetings they were asked to, 12 months"
            invited = tuple(row for line in lines for row in line.invited)
            self.rows_requested.emit(told, invited, QCursor.pos())
            return
        rows = tuple(dict.fromkeys(row for cell in cells for row in cell.rows))
        self.rows_requested.emit(f"{alert.title}: touches, 12 months", rows[::-1], QCursor.pos())

    def of_advocate(self, key: str, contact_id: str) -> None:
        """Do what a button of the card "Advocates" says."""
        shown = self._shown
        if shown is None or self._ui.refuses_changes():
            return
        entry = next((one for one in shown.advocates if one.contact_id == contact_id), None)
        if key == "add":
            self._register()
        elif entry is None:
            return
        elif key == "ask":
            asked = forms.ask_ask(self._ui, entry)
            if asked is not None:
                self._do(advocates.ask, contact_id, asked, told="The ask was noted")
        elif key == "answer":
            answer = forms.ask_answer(self._ui, entry)
            if answer is not None:
                self._do(advocates.answer, *answer, told="The answer was noted")
        else:
            found = forms.ask_advocate(self._ui, (), entry)
            if found is not None and found[1] is None:
                self._do(advocates.remove, contact_id, told=f"{entry.name} is off the register")
            elif found is not None:
                self._do(advocates.register, *found, told="The register was changed")

    def _register(self) -> None:
        shown = self._shown
        there = {one.contact_id for one in shown.advocates} if shown is not None else set()
        known = [one for one in self._here() if one[0] not in there]
        if not known:
            self._ui.toast("Everybody here is on the register", kind="notice")
            return
        first = shown.candidates[0].contact_id if shown and shown.candidates else known[0][0]
        found = forms.ask_advocate(self._ui, known, chosen=first)
        if found is not None and found[1] is not None:
            self._do(advocates.register, *found, told="On the advocate register")

    def _edit(self, line: PersonLine) -> None:
        person = line.person
        by_row = {one.person.row: one.person.contact_id for one in self._lines()}
        successor = by_row.get(person.successor or 0, "")
        asked = forms.ask_contact(self._ui, self._known(), person, successor, self._account)
        if asked is not None:
            self._do(contacts.edit, person.contact_id, *asked, told=f"{person.name} was changed")

    def _touch(self, line: PersonLine | None) -> None:
        draft = new_draft(self._ui, self._account)
        if line is not None:
            chosen = (line.person.contact_id,)
            draft = replace(draft, contacts=chosen)
        made = ask_touch(self._ui, self._account, self._known(), draft)
        if made is not None:
            self._do(touches.add, made, told="The touch was logged")

    def _task_of(self, line: PersonLine) -> None:
        self._task("", line)

    def _task(self, title: str, line: PersonLine | None) -> None:
        contact = line.person.contact_id if line is not None else None
        due = self._ui.today + SOON
        draft = TaskDraft(title, self._account, due=due, contact_id=contact)
        made = ask_task(self._ui, self._account, draft, contacts=self._known(), title="New task")
        if made is not None:
            self._do(tasks.add, made, told="The task was added")

    def _leave(self, line: PersonLine) -> None:
        seen = [day for day in (line.last.touch, line.used.day if line.used else None) if day]
        asked = forms.ask_leave(self._ui, line.person, self._here(), max(seen, default=None))
        if asked is not None:
            told = f"{line.person.name} is marked as left"
            self._do(contacts.mark_left, line.person.contact_id, *asked, told=told)

    def _successor(self, person: Person) -> None:
        chosen = forms.ask_successor(self._ui, person, self._here())
        if chosen is None:
            return
        if chosen != forms.NEW:
            told = "The successor was set"
            self._do(contacts.set_successor, person.contact_id, chosen, told=told)
            return
        asked = forms.ask_contact(self._ui, self._known(), account_id=self._account)
        if asked is not None:
            self._follows = person.contact_id
            self._do(contacts.add, self._account, *asked, then=self._on_successor_added)

    def _do(
        self,
        op: Callable[..., Any],
        *args: object,
        told: str = "",
        then: Callable[[Any], object] | None = None,
    ) -> None:
        if then is None:
            self._told = told
            then = self._on_done
        self._ui.do(op, *args, then=then)

    @Slot(object)
    def _on_done(self, result: object) -> None:
        del result
        self._ui.toast(self._told, "", "Undo", self._ui.undo)

    @Slot(object)
    def _on_added(self, contact_id: str) -> None:
        del contact_id
        self._ui.toast("The contact was added", "", "Undo", self._ui.undo)

    @Slot(object)
    def _on_successor_added(self, contact_id: str) -> None:
        told = "The successor was added and set"
        self._do(contacts.set_successor, self._follows, contact_id, told=told)

    def _view(self) -> PeopleView | None:
        return self._shown.view if self._shown is not None else None

    def _lines(self) -> tuple[PersonLine, ...]:
        return self._shown.view.lines if self._shown is not None else ()

    def _line(self, contact_id: str) -> PersonLine | None:
        return self._shown.view.line(contact_id) if self._shown is not None else None

    def _known(self) -> tuple[tuple[str, str], ...]:
        return tuple((one.person.contact_id, one.person.name) for one in self._lines())

    def _here(self) -> tuple[tuple[str, str], ...]:
        """Ids and names of those who have not left."""
        return tuple(
            (one.person.contact_id, one.person.name)
            for one in self._lines()
            if not one.person.gone(self._ui.day)
        )
