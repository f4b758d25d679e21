"""Finds the vendor's object that a file is, and turns its preset into a draft."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import PurePath

import msgspec

from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.mapping import By, ColumnMap, Join, Where
from healthdesk.core.mapping.draft import Draft, Fit
from healthdesk.core.mapping.guess import assign
from healthdesk.core.mapping.header import pattern, squeezed
from healthdesk.core.mapping.look import FileLook, Look
from healthdesk.core.mapping.presets import PRESETS
from healthdesk.core.mapping.presets.model import Feed, Preset, VendorObject
from healthdesk.core.mapping.references import account_pointers, at_home, pointer_fit
from healthdesk.core.mapping.values_fit import is_loaded

_SURE = 0.97
_LEAST_FEW = 4
"""A file with fewer columns than this is no vendor's by its columns alone."""


@dataclass(frozen=True)
class Match:
    """A file that a preset knows."""

    preset: Preset
    object: VendorObject
    known: int
    """Columns of the file that the preset knows."""
    columns: int

    @property
    def why(self) -> str:
        """The reason, for people."""
        return f"{self.object.title}: {self.known} of {self.columns} columns known"


def match(file: FileLook) -> Match | None:
    """The vendor's object that the file is; None = no vendor we know."""
    header = [squeezed(one) for one in file.raw.header]
    there = set(header)
    best: Match | None = None
    for preset in PRESETS:
        for one in preset.objects:
            if not all(_in(mark, there) for mark in one.marks) or not _named(one, file):
                continue
            known = _known(one)
            count = sum(1 for name in header if name in known)
            found = Match(preset, one, count, len(header))
            if best is None or _better(found, best):
                best = found
    return best


def unused(file: FileLook, vendors: Collection[str]) -> str:
    """The vendor of a drop that writes such a file beside what a desk keeps; "" = none."""
    name = _stem(file)
    for preset in PRESETS:
        if preset.key in vendors and any(fnmatchcase(name, one) for one in preset.rest):
            return preset.name
    return ""


def called_alike(file: FileLook) -> tuple[str, ...]:
    """Vendors of whose tables in a warehouse one is called so and holds nothing a desk keeps."""
    if not any(is_loaded(name) for name in file.raw.header):
        return ()
    name = _stem(file)
    return tuple(
        preset.name for preset in PRESETS if any(fnmatchcase(name, one) for one in preset.rest)
    )


def from_preset(look: Look, found: Match, table: str) -> list[Draft]:
    """The drafts for one table of an object; columns it does not name are guessed."""
    feeds = [feed for feed in found.object.feeds if feed.table == table]
    drafts = []
    for feed in feeds:
        given = _fits(look, found, feed)
        if table != found.object.feeds[0].table and _lacks(feed, given):
            continue
        own = assign(look, table, given) if feed is feeds[0] else Draft(table, given)
        where = tuple(
            renamed for one in feed.where if (renamed := _renamed(look.file, one)) is not None
        )
        drafts.append(replace(own, where=(*own.where, *where), usage=feed.usage))
    return drafts


def _lacks(feed: Feed, given: Collection[str]) -> bool:
    """Whether the file has not what rows beside its main ones need."""
    needed = {one.name for one in BY_NAME[feed.table].columns if one.required}
    return any(target in needed and target not in given for target in feed.columns)


def _fits(look: Look, found: Match, feed: Feed) -> dict[str, Fit]:
    fits = {}
    for target, told in feed.columns.items():
        base = told if isinstance(told, ColumnMap) else ColumnMap(source=told)
        done = _present(look, base)
        if done is None:
            continue
        if target in {"account_id"} and not done.by and done.constant is None:
            done = msgspec.structs.replace(done, by=_by(look, feed.table, done.source))
        fits[target] = Fit(target, done, _SURE, f"{found.preset.name} calls it so")
        if target == "account_id" and feed.table != "accounts" and done.source and not done.through:
            home = at_home(look, feed.table, done.source, done.by)
            if home is not None:
                why = f"{home.why}; nobody knows a “{done.source}”"
                fits[target] = replace(pointer_fit(target, home), why=why)
    own, name = fits.get("account_id"), fits.get("name")
    same = own is not None and name is not None and own.source == name.source != ""
    if feed.table == "accounts" and own is not None and same:
        known = msgspec.structs.replace(own.map, by="name")
        fits["account_id"] = replace(own, map=known, why="no id: known by the name")
    return fits


def _by(look: Look, table: str, source: str) -> By:
    """How a column names the account, by its name and values."""
    for one in account_pointers(look, table, set()):
        if one.column.name == source:
            return one.by
    return ""


def _present(look: Look, base: ColumnMap) -> ColumnMap | None:
    """The map with the names that this file uses; None where it lacks a column or a file."""
    if base.constant is not None:
        return base
    if base.text:
        return _template(look.file, base)
    column = next(
        (found for name in base.source.split("|") if (found := look.file.find(name)) is not None
         and (found.filled or "|" not in base.source)),
        None,
    )  # fmt: skip
    if column is None or (not column.filled and not base.through):
        return None
    joins = []
    for one in base.through:
        other = _joined(look.drop.files, one)
        if other is None:
            return None
        joins.append(other)
    split = base.split
    if not split and any(";" in text for text in column.examples) and base.by in {"id", ""}:
        split = ";"
    return msgspec.structs.replace(base, source=column.name, through=tuple(joins), split=split)


def _template(file: FileLook, base: ColumnMap) -> ColumnMap | None:
    pieces = base.text.split("{")
    out, found = [pieces[0]], 0
    for piece in pieces[1:]:
        name, _, after = piece.partition("}")
        column = file.find(name)
        found += column is not None and column.filled > 0
        out.append(f"{{{column.name}}}{after}" if column is not None else "")
    text = "".join(out).strip()
    return msgspec.structs.replace(base, text=text) if found else None


def _joined(files: Iterable[FileLook], join: Join) -> Join | None:
    """The join by the names of the file that was dropped along."""
    for file in files:
        if not fnmatchcase(file.name.casefold(), join.file.casefold()):
            continue
        key, take = file.find(join.key), file.find(join.take)
        if key is not None and take is not None:
            return Join(pattern(file.name), key.name, take.name)
    return None


def _renamed(file: FileLook, where: Where) -> Where | None:
    column = file.find(where.column)
    return msgspec.structs.replace(where, column=column.name) if column is not None else None


def _in(mark: str, there: Collection[str]) -> bool:
    return any(squeezed(name) in there for name in mark.split("|"))


def _known(one: VendorObject) -> set[str]:
    names = [*one.columns, *one.marks]
    for feed in one.feeds:
        for told in feed.columns.values():
            if isinstance(told, str):
                names.append(told)
            elif told.source:
                names.append(told.source)
            elif told.text:
                names.extend(piece.split("}")[0] for piece in told.text.split("{")[1:])
    return {squeezed(name) for text in names for name in text.split("|")}


def _named(one: VendorObject, file: FileLook) -> bool:
    return not one.files or any(fnmatchcase(_stem(file), pattern_) for pattern_ in one.files)


def _better(one: Match, other: Match) -> bool:
    return (len(one.object.marks), one.known) > (len(other.object.marks), other.known)


def _stem(file: FileLook) -> str:
    return PurePath(file.name.casefold()).name
