"""What the tab People reads at once."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.desk import Tx
from healthdesk.core.domain.advocate import AdvocateView, Candidate
from healthdesk.core.domain.people_view import PeopleView
from healthdesk.core.domain.source_ref import RowRef
from healthdesk.core.services import advocates, people


@dataclass(frozen=True)
class Shown:
    """An account's people and those of them who may speak for us."""

    view: PeopleView
    advocates: tuple[AdvocateView, ...] = ()
    candidates: tuple[Candidate, ...] = ()


def read_person(tx: Tx, account_id: str, contact_id: str, day: int) -> tuple[RowRef, ...]:
    """The stored rows of a contact: what is known of them, and all touches up to a day."""
    return people.person_rows(tx, account_id, contact_id, day)


def read_people(tx: Tx, account_id: str, day: int) -> Shown:
    """Read all that the tab shows of an account on a day."""
    return Shown(
        people.view(tx, account_id, day),
        advocates.of_account(tx, account_id, day),
        advocates.candidates(tx, day, account_id),
    )
