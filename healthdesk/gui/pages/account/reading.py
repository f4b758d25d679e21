"""What the head of the account's page reads from a desk; runs on a reader, no widget in sight."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.desk import Tx
from healthdesk.core.domain.views import AccountHeader
from healthdesk.core.services import (
    account_badges,
    account_care,
    overrides,
    people,
    pulses,
    scoring,
)
from healthdesk.core.services.account_badges import TabBadge
from healthdesk.core.services.overrides import OverrideRow


@dataclass(frozen=True)
class Head:
    """What stands above the tabs: who the account is, what a person keeps of it, what asks."""

    header: AccountHeader
    starred: bool = False
    override: OverrideRow | None = None
    """The judgement that holds on the day."""
    pulse_note: str = ""
    """Why the pulse in view was set."""
    badges: tuple[TabBadge, ...] = ()


def read_head(tx: Tx, account_id: str, day: int) -> Head:
    """The head of an account's page as of a day."""
    pulse = pulses.latest(tx, account_id, day)
    return Head(
        header=scoring.account_header(tx, account_id, day),
        starred=account_care.starred(tx, account_id),
        override=overrides.in_force(tx, account_id, day),
        pulse_note="" if pulse is None else pulse[-1],
        badges=account_badges.badges(tx, account_id, day),
    )


@dataclass(frozen=True)
class Fields:
    """What can be edited of an account, and the stored rows that it comes from."""

    values: dict[str, str]
    rows: tuple[tuple[str, int], ...]
    """Table and row."""
    causes: tuple[str, ...] = ()
    """What the desk's playbooks answer: an account can be marked with one."""


def read_fields(tx: Tx, account_id: str) -> Fields:
    """What can be edited of an account."""
    # Brings playbooks, which the page does not wait for.
    from healthdesk.core.services import causes  # noqa: PLC0415

    values = {**account_care.fields(tx, account_id)}
    if not any(key.casefold() == causes.FIELD for key in values):
        values[causes.FIELD] = ""
    return Fields(values, account_care.rows(tx, account_id), causes.offered(tx))


def read_contacts(tx: Tx, account_id: str) -> tuple[tuple[str, str], ...]:
    """Ids and names of an account's people."""
    return people.names(tx, account_id)
