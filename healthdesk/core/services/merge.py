"""Texts with fields: checked, filled for an account and a person, looked at for many accounts.

Not here: the sandbox (merge_sandbox.py), values (merge_fields.py), who fits (recipients.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.template import (
    FIELDS,
    Fault,
    Field,
    Filled,
    attribute_key,
)
from healthdesk.core.services import merge_fields, recipients
from healthdesk.core.services.merge_sandbox import Template, Value
from healthdesk.core.store.db import Tx

__all__ = ["FIELDS", "check_template", "fields", "fill", "fill_all", "filled", "missing_for"]
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
    given = dict(facts or {})
    templates = [Template(text) for text in texts]
    keys = {key for one in templates for key in one.keys} - set(given)
    known = merge_fields.values(tx, account_id, contact_id, day, sorted(keys))
    return tuple(filled(template, {**known, **given}) for template in templates)


def missing_for(tx: Tx, text: str, to: str, account_ids: Iterable[str], day: int) -> dict[str, int]:
    """How many of some accounts know no value of each field that is missing anywhere."""
    template = Template(text)
    counted: Counter[str] = Counter()
    for account_id in account_ids:
        person = recipients.pick(tx, account_id, to, day)
        who = None if person is None else person.contact_id
        known = merge_fields.values(tx, account_id, who, day, template.keys)
        counted.update(filled(template, known).missing)
    return dict(counted.most_common())


def filled(template: Template, known: Mapping[str, Value]) -> Filled:
    """Fill a text that was read already; where that takes too much, it is told as a fault."""
    try:
        return template.fill(known)
    except UsageError as error:
        return Filled(((template.source, "plain"),), (), (Fault(1, 1, str(error)),))
