"""Asks for a new account, makes it, and shows it: a customer that no import has brought yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QObject

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.new_account import NewAccount, NewContact
from healthdesk.core.services import accounts_new
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import Values, ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.form_keeping import Kept

_PERSON: Final = re.compile(r"^(?P<name>[^<>]*?)\s*(?:<(?P<email>[^<>\s]+@[^<>\s]+)>)?$")
_WHAT_FOR: Final = "A customer that no import has brought yet; a later import fills in the rest."
_EMAIL: Final = re.compile(r"^[^<>\s]+@[^<>\s]+$")


class AccountMaker(QObject):
    """Asks until an account is made or the person goes back; what was typed is never lost."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self._ui = ui
        self._new = NewAccount("", started_on=ui.today)

    def start(self) -> None:
        """Ask for a new account, make it, show it."""
        self._ui.read(accounts_new.owners, then=self._on_owners_read)

    def _on_owners_read(self, owners: tuple[str, ...]) -> None:
        self._new = replace(self._new, owner=next(iter(owners), ""))
        self._ask("")

    def _ask(self, wrong: str) -> None:
        ui = self._ui
        values = ask_form(
            ui,
            "New account",
            _fields(ui, self._new),
            text=wrong or _WHAT_FOR,
            yes="Make account",
            check=_check,
            kept=Kept("", "New account"),
        )
        if values is None:
            self.deleteLater()
            return
        self._new = _read(values)
        ui.do(accounts_new.add, self._new, then=self._on_made, failed=self._on_failed)

    def _on_made(self, account_id: str) -> None:
        self._ui.open_account(account_id, "health")
        known = len(self._new.contacts)
        people = self._ui.words.count(known, "contact") if known else "Nobody is known there yet"
        self._ui.toast(f"{self._new.name} is made", people, "Undo", self._ui.undo)
        self.deleteLater()

    def _on_failed(self, error: Exception) -> None:
        told = error if isinstance(error, DeskError) else None
        self._ask(f"{told.sentence} {told.remedy}".strip() if told else str(error))


def _fields(ui: Ui, start: NewAccount) -> Sequence[Field]:
    stamps = Field(
        "milestones",
        "Milestones",
        "tick",
        value=start.milestones,
        hint="Plan the milestones of new accounts",
    )
    people = tuple(f"{one.name} <{one.email}>" if one.email else one.name for one in start.contacts)
    return (
        Field("name", "Name", "line", start.name, required=True),
        Field("id", "Id", "line", start.account_id, hint="As in the CRM; left empty, one is made"),
        Field("started", "Customer since", "day", start.started_on or ui.today, required=True),
        Field(
            "people",
            "First contacts",
            "lines",
            people,
            hint="Ada Brennick <ada@example.com>, one a line",
        ),
        Field("owner", "Owner", "line", start.owner),
        Field("stage", "Stage", "line", start.stage, hint="Onboarding"),
        Field("tier", "Tier", "line", start.tier),
        Field("arr", "Yearly value (ARR)", "number", start.arr),
        stamps,
    )


def read_person(line: str) -> NewContact | None:
    """The person that a line names; None where it cannot be read.

    >>> read_person("Ada Brennick <ada@example.com>")
    NewContact(name='Ada Brennick', email='ada@example.com', role='')
    """
    told = line.strip()
    if _EMAIL.match(told):
        return NewContact(told.partition("@")[0], told)
    found = _PERSON.match(told)
    if found is None or not (found["name"] or found["email"]):
        return None
    return NewContact(found["name"] or (found["email"] or ""), found["email"] or "")


def _check(values: Values) -> dict[str, str]:
    wrongs: dict[str, str] = {}
    unread = [line for line in values["people"] if read_person(line) is None]
    if unread:
        wrongs["people"] = f"Write it as Name <address>: {unread[0][:60]}"
    if values["arr"] is not None and values["arr"] < 0:
        wrongs["arr"] = "A yearly value is not below 0."
    return wrongs


def _read(values: dict[str, Any]) -> NewAccount:
    return NewAccount(
        name=values["name"],
        account_id=values["id"],
        owner=values["owner"],
        stage=values["stage"],
        tier=values["tier"],
        arr=values["arr"],
        started_on=values["started"],
        contacts=tuple(one for line in values["people"] if (one := read_person(line)) is not None),
        milestones=values["milestones"],
    )
