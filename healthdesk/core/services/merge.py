"""Texts with fields: checked, filled for an account and a person, looked at for many accounts.

Not here: the sandbox (merge_sandbox.py), values (merge_fields.py), who fits (recipients.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.outbox_view import Person
from healthdesk.core.domain.template import (
    FIELDS,
    Fault,
    Field,
    Filled,
    attribute_key,
)
from healthdesk.core.services import merge_fields, recipients
from healthdesk.core.services.merge_sandbox import Template, Value
from healthdesk.core.services.recipients import Circle
from healthdesk.core.store.db import Tx

__all__ = [
    "FIELDS",
    "Merger",
    "check_template",
    "fields",
    "fill",
    "fill_all",
    "filled",
    "missing_for",
]
_OWN = "The account's own fields"


def fields(tx: Tx) -> tuple[Field, ...]:
    """All fields that a text of this desk may have: the catalogue, and the accounts' own."""
    known = {one.key for one in FIELDS}
    own = (
        Field(attribute_key(name), name, "", _OWN)
        for name in merge_fields.attributes(tx)
        if name not in known and '"' not in name
    )
    return (*FIELDS, *own)


def check_template(text: str, attributes: Collection[str] | None = None) -> tuple[Fault, ...]:
    """What cannot be read in a text with fields, with its place; none = it can be filled.

    `attributes` are the desk's own fields; None = they are not looked at.
    """
    return Template(text, attributes).faults


def fill(
    tx: Tx,
    text: str,
    account_id: str,
    contact_id: str | None,
    day: int,
    *,
    facts: Mapping[str, Value] | None = None,
) -> Filled:
    """Fill a text for an account and a person; `facts` say values instead of the desk's."""
    (filled,) = fill_all(tx, (text,), account_id, contact_id, day, facts=facts)
    return filled


def fill_all(
    tx: Tx,
    texts: Iterable[str],
    account_id: str,
    contact_id: str | None,
    day: int,
    *,
    facts: Mapping[str, Value] | None = None,
) -> tuple[Filled, ...]:
    """Fill several texts of one message, each value read once."""
    return Merger(tx).fill(texts, account_id, contact_id, day, facts=facts)


def missing_for(tx: Tx, text: str, to: str, account_ids: Iterable[str], day: int) -> dict[str, int]:
    """How many of some accounts know no value of each field that is missing anywhere."""
    merger = Merger(tx)
    counted: Counter[str] = Counter()
    for account_id in account_ids:
        person = merger.pick(account_id, to, day)
        who = None if person is None else person.contact_id
        (one,) = merger.fill((text,), account_id, who, day)
        counted.update(one.missing)
    return dict(counted.most_common())


class Merger:
    """Picks people and fills texts one after another: each text is read once.

    The people of the account at hand are read once, too; what the desk shares once for all. For one
    operation or one reading: `forget` where something was written that a text may name.
    """

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._templates: dict[str, Template] = {}
        self._shared = merge_fields.Shared(tx)
        self._at: tuple[str, int] | None = None
        self._circle: Circle | None = None

    def circle(self, account_id: str, day: int) -> Circle | None:
        """The people of an account as known on a day."""
        if self._at != (account_id, day):
            self._circle = recipients.circle(self._tx, account_id, day)
            self._at = (account_id, day)
        return self._circle

    def pick(self, account_id: str, to: str, day: int) -> Person | None:
        """Who of an account fits a way of saying whom; None = nobody does."""
        return recipients.pick_of(self._tx, self.circle(account_id, day), to) if to else None

    def everybody(self, account_id: str, day: int) -> tuple[Person, ...]:
        """All people of an account, those one can write to first."""
        return recipients.everybody_of(self.circle(account_id, day))

    def fill(
        self,
        texts: Iterable[str],
        account_id: str,
        contact_id: str | None,
        day: int,
        *,
        facts: Mapping[str, Value] | None = None,
    ) -> tuple[Filled, ...]:
        """Fill several texts of one message, each value read once."""
        given = dict(facts or {})
        templates = [self._read(one) for one in texts]
        keys = {key for one in templates for key in one.keys} - set(given)
        known: dict[str, Value] = {}
        if keys:
            found = self.circle(account_id, day)
            known = merge_fields.values_of(self._shared, found, contact_id, sorted(keys))
        return tuple(filled(template, {**known, **given}) for template in templates)

    def forget(self) -> None:
        """Read people and values anew from here on."""
        self._at = None
        self._shared = merge_fields.Shared(self._tx)

    def _read(self, source: str) -> Template:
        found = self._templates.get(source)
        if found is None:
            found = self._templates[source] = Template(source)
        return found


def filled(template: Template, known: Mapping[str, Value]) -> Filled:
    """Fill a text that was read already; where that takes too much, it is told as a fault."""
    try:
        return template.fill(known)
    except UsageError as error:
        return Filled(((template.source, "plain"),), (), (Fault(1, 1, str(error)),))
