"""Makes an account by hand: a customer that no import has brought yet."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.attribute import number_text
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.new_account import NewAccount, NewContact
from healthdesk.core.domain.op import op
from healthdesk.core.importers.exchange.cells import CellError, reader
from healthdesk.core.services import edits, milestones, settings
from healthdesk.core.services.work_rows import NOTHING_CHANGED, line_of, optional_line
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Account, Contact

STARTED: Final = "started_on"


@op("Add account")
def add(tx: Tx, new: NewAccount) -> str:
    """Make an account with its first people and milestones; returns its id."""
    name = line_of(new.name, "An account")
    account_id = new.account_id.strip()
    _refuse_known(tx, name, account_id)
    row = Account(account_id=account_id or "?", name=name)
    tx.add(row)
    tx.flush()
    if not account_id:
        account_id = row.account_id = _free_id(tx, "account", row.id)
        tx.flush()
    for field, value in _attributes(tx, new).items():
        if value:
            edits.set_account(tx, account_id, field, value)
    for one in new.contacts:
        _add_contact(tx, row.id, one)
    if new.milestones:
        milestones.plan(tx, account_id, _start(tx, new))
    return account_id


def owners(tx: Tx) -> tuple[str, ...]:
    """Who owns accounts in this desk, the busiest first."""
    rows = tx.execute(
        text(
            "SELECT v.value FROM attribute_value v JOIN attribute k ON k.id = v.attribute_id"
            " WHERE k.key = 'owner' AND v.value IS NOT NULL GROUP BY v.value ORDER BY count(*) DESC"
        )
    )
    return tuple(value for (value,) in rows)


def _attributes(tx: Tx, new: NewAccount) -> dict[str, str]:
    return {
        "owner": optional_line(new.owner, "The owner"),
        "stage": optional_line(new.stage, "The stage"),
        "tier": optional_line(new.tier, "The tier"),
        "arr": "" if new.arr is None else number_text(new.arr),
        "currency": "" if new.arr is None else settings.read(tx).currency,
        STARTED: to_date(_start(tx, new)).isoformat(),
    }


def _start(tx: Tx, new: NewAccount) -> int:
    return settings.today(tx) if new.started_on is None else new.started_on


def _refuse_known(tx: Tx, name: str, account_id: str) -> None:
    """Refuse an id that is taken, and without an id a name that is."""
    sql = "SELECT account_id, name FROM account"
    for known, known_name in tx.execute(text(sql)):
        if account_id and known == account_id:
            raise UsageError(f"{known_name} has the id {known} already; {NOTHING_CHANGED}.")
        if not account_id and known_name.casefold() == name.casefold():
            raise UsageError(
                f"An account is called {known_name} already (id {known}); {NOTHING_CHANGED}.",
                "Give the new one an id of its own, if it is another one.",
            )


def _add_contact(tx: Tx, account: int, new: NewContact) -> None:
    email = new.email.strip()
    try:
        reader(BY_NAME["contacts"].column("email"))(email)
    except CellError as error:
        raise UsageError(f"The e-mail {email!r} {error}; {NOTHING_CHANGED}.") from None
    row = Contact(
        contact_id="?",
        account_id=account,
        name=line_of(new.name or email, "A contact"),
        email=email or None,
        role=new.role or None,
    )
    tx.add(row)
    tx.flush()
    row.contact_id = _free_id(tx, "contact", row.id)
    tx.flush()


def _free_id(tx: Tx, table: str, row: int) -> str:
    """An id that says that a row was made here, and that no other row has."""
    name = f"desk-{row}"
    sql = text(f"SELECT 1 FROM {table} WHERE {table}_id = :name")
    while tx.execute(sql, {"name": name}).scalar() is not None:
        name += "-here"
    return name
