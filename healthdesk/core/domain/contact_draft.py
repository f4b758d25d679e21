"""A contact as a person writes it: what files say of people too, and what only we know of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ContactDraft:
    """What files may say too; "" = not known."""

    name: str = ""
    email: str = ""
    phone: str = ""
    title: str = ""
    role: str = ""
    do_not_contact: bool = False


@dataclass(frozen=True)
class CareDraft:
    """What only we know: influence 1 to 3, stance, part in the renewal, when they left, and more.

    `successor` is the id of the contact who came after them.
    """

    influence: int | None = None
    stance: str = ""
    part: str = ""
    left_on: int | None = None
    successor: str | None = None
    personal: str = ""


@dataclass(frozen=True)
class RoleDraft:
    """The roles of one contact, as the form of all of an account's roles gives them back."""

    contact_id: str
    role: str = ""
    part: str = ""
    influence: int | None = None
    stance: str = ""
