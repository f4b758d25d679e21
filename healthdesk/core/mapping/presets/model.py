"""What a preset says: the objects a vendor exports, and what their columns become.

A preset is data. Columns are named as the vendor's own export or a warehouse connector spells
them; case, separators and prefixes do not matter, and "a|b" means either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from healthdesk.core.domain.mapping import ColumnMap, Join, UsageShape, Where

Columns = Mapping[str, str | ColumnMap]
"""By target: a column's name, or a map whose source is one; alternatives between bars."""


@dataclass(frozen=True)
class Feed:
    """What an object becomes in one exchange table."""

    table: str
    columns: Columns
    where: tuple[Where, ...] = ()
    usage: UsageShape | None = None


@dataclass(frozen=True)
class VendorObject:
    """One kind of file of a vendor."""

    title: str
    """For people: "Zendesk tickets"."""
    marks: tuple[str, ...]
    """Columns that only this kind of file has together."""
    feeds: tuple[Feed, ...] = ()
    columns: tuple[str, ...] = ()
    """Further columns that it is known to have."""
    files: tuple[str, ...] = ()
    """Patterns of its file's name, where the columns alone do not tell; () = any name."""
    links: str = ""
    """What it only links: "tickets to companies"; it is looked into, not imported."""
    useless: str = ""
    """Why a desk keeps nothing of it."""


@dataclass(frozen=True)
class Preset:
    """A vendor: what its files are."""

    key: str
    name: str
    objects: tuple[VendorObject, ...]
    rest: tuple[str, ...] = field(default=())
    """Patterns of names of its other files that hold nothing a desk keeps."""


def via(source: str, *joins: tuple[str, str, str], **more: object) -> ColumnMap:
    """A column looked up in further files: (pattern of names, its key, what is taken)."""
    through = tuple(Join(file, key, take) for file, key, take in joins)
    return ColumnMap(source=source, through=through, **more)  # type: ignore[arg-type]
