"""Asks for a new account, makes it, and shows it: a customer that no import has brought yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from healthdesk.core.domain.new_account import NewAccount, NewContact
from healthdesk.core.services import accounts_new
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import Values, ask_form
from healthdesk.gui.panels.form_fields import Field

_PERSON: Final = re.compile(r"^(?P<name>[^<>]*?)\s*(?:<(?P<email>[^<>\s]+@[^<>\s]+)>)?$")
_EMAIL: Final = re.compile(r"^[^<>\s]+@[^<>\s]+$")


def ask(ui: Ui) -> NewAccount | None:
    """Ask for a new account and make it; None when the person went back."""
    values = ask_form(
        ui,
        "New account",
        _fields(ui),
        yes="Make account",
        check=_check,
    )
    if values is None:
        return None
    new = _read(values)
    ui.do(accounts_new.add, new, then=ui.open_account)
    return new


def _fields(ui: Ui) -> Sequence[Field]:
    stamps = Field(
        "milestones", "Milestones", "tick", value=True, hint="Plan the milestones of new accounts"
    )
    return (
        Field("name", "Name", "line", required=True),
        Field("id", "Id", "line", hint="As in the CRM; left empty, one is made"),
        Field("owner", "Owner", "line"),
        Field("stage", "Stage", "line", hint="Onboarding"),
        Field("tier", "Tier", "line"),
        Field("arr", "Yearly value (ARR)", "number"),
        Field("started", "Customer since", "day", ui.today, required=True),
        Field(
            "people", "First contacts", "lines", hint="Ada Brennick <ada@example.com>, one a line"
        ),
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
