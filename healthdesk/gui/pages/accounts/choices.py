"""How the Accounts table was left: columns, widths, sort and group; one small document."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from healthdesk.gui.base.prefs import PrefsFile
from healthdesk.gui.pages.accounts.columns import (
    CHOSEN,
    PINNED,
    SHOWN_ELSEWHERE,
    attribute_title,
    in_order,
)
from healthdesk.gui.parts.column import SortKey

PLACE = "accounts.table"
BY_BAND = "band"
BY_RENEWAL = "renewal"
"""A group a month of renewal."""
GROUPED = frozenset({"text", "boolean"})
"""Kinds of attributes that make sensible groups; figures and days differ on every row."""
LIST, GRID = "list", "grid"
TILES_BY = {
    "need": (SortKey("need", descending=True), SortKey("arr", descending=True)),
    "arr": (SortKey("arr", descending=True), SortKey("name")),
    "name": (SortKey("name"),),
}
"""What tiles are sorted by."""


class Choices(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """What the user chose; an unknown or broken document reads as the defaults."""

    columns: tuple[str, ...] = CHOSEN
    widths: dict[str, int] = {}
    sorts: tuple[SortKey, ...] = (SortKey("change"), SortKey("arr", descending=True))
    group: str = BY_BAND
    pinned: int = len(PINNED)
    view: str = LIST
    tiles_by: str = "need"


def recall(prefs: PrefsFile) -> Choices:
    """Read how the table was left."""
    try:
        return msgspec.json.decode(prefs.values.places.get(PLACE, "{}"), type=Choices)
    except msgspec.MsgspecError:
        return Choices()


def remember(prefs: PrefsFile, choices: Choices) -> None:
    """Keep how the table is now."""
    prefs.values.places[PLACE] = msgspec.json.encode(choices).decode()
    prefs.save()


def group_choices(attributes: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What the table can be grouped by: key and title."""
    return [
        ("", "No groups"),
        (BY_BAND, "Band"),
        (BY_RENEWAL, "Renewal"),
        *(
            (f"attr:{key}", attribute_title(key))
            for key, kind in in_order(attributes)
            if kind in GROUPED and key not in SHOWN_ELSEWHERE
        ),
    ]
