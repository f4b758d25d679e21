"""Invented names for the sample (resources/sample/names.json): people and companies."""

from __future__ import annotations

from functools import cache

import msgspec

from healthdesk import paths
from healthdesk.core.sample.dice import Dice


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lists: first and last names, places that companies are called after, and the rest."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    places: tuple[str, ...]
    regions: tuple[str, ...]
    titles: tuple[tuple[str, str], ...]
    """A contact's role and title."""
    trades: tuple[tuple[str, str], ...]
    """What stands behind the place in a company's name, and its industry."""


@cache
def names() -> Names:
    """Read the lists, once."""
    return msgspec.json.decode(
        (paths.resources() / "sample" / "names.json").read_bytes(), type=Names
    )


def person(dice: Dice, taken: set[str]) -> str:
    """Draw a name that nobody at the account has yet."""
    lists = names()
    while (name := f"{dice.pick(lists.first)} {dice.pick(lists.last)}") in taken:
        continue
    taken.add(name)
    return name


def company(dice: Dice, taken: set[str]) -> tuple[str, str]:
    """Draw a company's name and industry; a number is added once plain names are hard to find."""
    lists = names()
    name = industry = ""
    for _ in range(12):
        trade, industry = dice.pick(lists.trades)
        name = f"{dice.pick(lists.places)} {trade}"
        if name not in taken:
            break
    else:
        name = f"{name} {len(taken)}"
    taken.add(name)
    return name, industry
