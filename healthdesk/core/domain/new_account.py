"""A new account as a person writes it down before any system of record knows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NewContact:
    """A first contact of a new account."""

    name: str
    email: str = ""
    role: str = ""


@dataclass(frozen=True)
class NewAccount:
    """What is known of an account on its first day; "" and None = not known."""

    name: str
    account_id: str = ""
    """The id that the system of record uses; "" = one is made."""
    owner: str = ""
    stage: str = ""
    tier: str = ""
    arr: float | None = None
    started_on: int | None = None
    contacts: tuple[NewContact, ...] = ()
    milestones: bool = True
    """Whether it gets the milestones of the desk's template."""
