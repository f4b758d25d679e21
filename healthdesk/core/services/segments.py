"""Segments: named rules over accounts; who is in one on a day, and changing them.

Every change is one step of undo, and what names a segment follows its name. Not here: looking at a
rule line by line (segment_check), members as rows (segment_members), the past (segment_past).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
import numpy as np
from msgspec.structs import replace
from sqlalchemy import text

from healthdesk.core.domain import board_scores, board_usage
from healthdesk.core.domain.errors import BadDocument, NotFound, UsageError
from healthdesk.core.domain.grid import Tile
from healthdesk.core.domain.op import op
from healthdesk.core.domain.rule import MAX_VALUES, Rule, parse_rule
from healthdesk.core.domain.segment_view import SegmentRow
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import dashboards, play_names, profiles, segment_fields, snapshots
from healthdesk.core.services.board_kept import kept
from healthdesk.core.services.dashboards import Kind
from healthdesk.core.services.documents import canonical, decoded
from healthdesk.core.services.memory import remembered
from healthdesk.core.services.segment_documents import (
    MAX_NAME,
    band_of,
    document_of,
    documents,
    listed_ids,
    names,
    parse_segment,
    parse_segments,
    replace_all,
    rule_of,
)
from healthdesk.core.services.segment_rules import decide, gone, holding, parsed
from healthdesk.core.services.segment_starters import STARTERS, Document
from healthdesk.core.store.db import Tx

__all__ = [
    "STARTERS",
    "add",
    "add_starters",
    "change",
    "create_starters",
    "document_of",
    "documents",
    "duplicate",
    "everyone",
    "from_accounts",
    "keep",
    "matching",
    "members",
    "missing_starters",
    "names",
    "order",
    "overview",
    "parse_segment",
    "parse_segments",
    "playbook_renamed",
    "remove",
    "replace_all",
    "rule_named",
    "rule_of",
    "used_by",
]

SNAPSHOT: Final = "segments"
PERIOD: Final = 28
"""Days against which the change of a segment's size is told."""
_OPTIONS: Final = ("segment", *board_scores.SEGMENTS, *board_usage.SEGMENTS)
"""Options of tiles that name a segment."""
_NOTHING: Final = "nothing was changed"


class Kept(msgspec.Struct, frozen=True):
    """Who was in each segment on a day, kept beside the record of that day's scores."""

    day: int
    members: dict[str, tuple[str, ...]]


def members(tx: Tx, name: str, day: int) -> tuple[str, ...]:
    """The ids of accounts in a segment on a day, churned ones too if its rule admits them."""
    rule = rule_named(tx, name)

    def make() -> tuple[str, ...]:
        kept = snapshots.find(tx, SNAPSHOT, Kept)
        same = kept is not None and kept.day == day and kept.members.get(name)
        return holding(tx, rule, day) if not isinstance(same, tuple) else same

    return remembered(tx, f"segment {name!r} {day}", make, of_facts=True)


def everyone(tx: Tx, day: int) -> dict[str, tuple[str, ...]]:
    """Who is in each segment on a day."""
    return {name: members(tx, name, day) for name in names(tx)}


def keep(tx: Tx, day: int, stamp: int, found: dict[str, tuple[str, ...]]) -> None:
    """Keep who is in each segment on a day for the state of the desk that has this stamp."""
    snapshots.keep(tx, SNAPSHOT, stamp, Kept(day, found))


def matching(tx: Tx, document: Any, day: int) -> tuple[str, ...]:  # noqa: ANN401 - any JSON value
    """The ids of the accounts for which a rule holds as of a day."""
    return holding(tx, parse_rule(document, "rule", profiles.known_metrics(tx), CATALOGUE), day)


def rule_named(tx: Tx, name: str) -> Rule:
    """The rule of a segment; a metric that is gone reads as missing."""
    return parsed(tx, rule_of(tx, name), name)


def overview(tx: Tx, day: int) -> tuple[SegmentRow, ...]:
    """The segments in their order, with how many are in each as of a day."""
    return kept(tx, f"segment overview {day}", lambda: _overview(tx, day))


def _overview(tx: Tx, day: int) -> tuple[SegmentRow, ...]:
    choices = segment_fields.titles(tx, day)
    starters = {one["name"] for one in STARTERS}
    rows = []
    for document in documents(tx):
        name = str(document["name"])
        count = change = None
        band, broken, is_list = "", "", False
        try:
            rule = parsed(tx, document["rule"], name)
        except BadDocument as error:
            broken = f"Its rule cannot be read: {error}."
        else:
            count, change = _sizes(tx, rule, day)
            wrong = gone(rule, choices)
            broken = "" if wrong is None else wrong.sentence
            band, is_list = band_of(rule), listed_ids(rule) is not None
        rows.append(
            SegmentRow(
                name=name,
                starter=name in starters,
                is_list=is_list,
                count=count,
                change=change,
                band=band,
                broken=broken,
                playbook=str(document.get("playbook", "")),
                cadence_days=document.get("cadence_days"),
                purpose=str(document.get("purpose", "")),
            )
        )
    return tuple(rows)


def _sizes(tx: Tx, rule: Rule, day: int) -> tuple[int, int | None]:
    """How many are in, and how many more than some weeks before; None where there was nobody."""
    found = decide(tx, rule, [day - PERIOD, day])
    before, now = (int(one) for one in found.inside.sum(axis=0))
    return now, now - before if bool(np.any(found.begun[:, 0])) else None


def create_starters(tx: Tx) -> None:
    """Give a new desk the segments it starts with."""
    replace_all(tx, parse_segments(list(STARTERS), ()))


@op("Add segment")
def add(tx: Tx, document: Document) -> str:
    """Add a segment as the last one; returns its name. A name that is taken gets a number."""
    made = _checked(tx, {**document, "name": _free(tx, document.get("name", ""))})
    last = tx.execute(text("SELECT max(position) FROM segment")).scalar()
    _insert(tx, made, 0 if last is None else int(last) + 1)
    return str(made["name"])


@op("Add segment")
def from_accounts(tx: Tx, name: str, ids: Sequence[str]) -> str:
    """Add a list of accounts as a segment; returns its name.

    Raises:
        UsageError: It is empty, or too long.
    """
    listed = list(dict.fromkeys(ids))
    if not listed or len(listed) > MAX_VALUES:
        raise UsageError(f"A list holds 1 to {MAX_VALUES:,} accounts; {_NOTHING}.")
    rule = {"field": "account_id", "op": "in", "value": listed}
    return add(tx, {"name": name, "rule": rule})


@op("Change segment")
def change(tx: Tx, name: str, document: Document) -> str:
    """Keep another state of a segment; returns its name. What names it follows a new name."""
    row, before = _find(tx, name)
    made = _checked(tx, {**document, "name": _name_of(document.get("name", name))})
    if made == before:
        return str(before["name"])
    if made["name"].casefold() != str(before["name"]).casefold():
        _refuse_taken(tx, made["name"])
    _write(tx, row, made)
    if made["name"] != before["name"]:
        _follow(tx, str(before["name"]), made["name"])
    return str(made["name"])


@op("Remove segment")
def remove(tx: Tx, name: str) -> None:
    """Forget a segment; what names it (`used_by`) says from then on that it is gone."""
    tx.execute(text("DELETE FROM segment WHERE id = :id"), {"id": _find(tx, name)[0]})


@op("Duplicate segment")
def duplicate(tx: Tx, name: str) -> str:
    """Add a copy of a segment behind it; returns its name."""
    _, document = _find(tx, name)
    made = _checked(tx, {**document, "name": _free(tx, str(document["name"]))})
    listed = list(names(tx))
    _insert(tx, made, len(listed))
    listed.insert(listed.index(str(document["name"])) + 1, made["name"])
    _number(tx, listed)
    return str(made["name"])


@op("Order segments")
def order(tx: Tx, wanted: Sequence[str]) -> None:
    """Put the segments in this order; those not named follow."""
    known = names(tx)
    told = [one for one in dict.fromkeys(wanted) if one in known]
    _number(tx, [*told, *(one for one in known if one not in told)])


def missing_starters(tx: Tx) -> tuple[str, ...]:
    """The starters that this desk does not have, or has no more."""
    taken = {one.casefold() for one in names(tx)}
    return tuple(one["name"] for one in STARTERS if one["name"].casefold() not in taken)


@op("Add starter segments")
def add_starters(tx: Tx) -> tuple[str, ...]:
    """Add the starters that are missing; returns their names."""
    missing = missing_starters(tx)
    for one in STARTERS:
        if one["name"] in missing:
            add(tx, one)
    return missing


def used_by(tx: Tx, name: str) -> tuple[str, ...]:
    """What names a segment, a sentence each."""
    told = []
    for row in dashboards.boards(tx):
        named = _same(row.board.segment, name)
        tiles = sum(_tile_names(tile, name) for tile in row.board.tiles)
        if named:
            told.append(f"The dashboard \u201c{row.board.name}\u201d is about it.")
        if tiles:
            what = "A widget" if tiles == 1 else f"{tiles} widgets"
            shows = "shows" if tiles == 1 else "show"
            told.append(f"{what} of the dashboard \u201c{row.board.name}\u201d {shows} it.")
    return (*told, *play_names.naming_segment(tx, name))


def playbook_renamed(tx: Tx, old: str, new: str) -> None:
    """Follow a playbook's new name in the segments that suggest it; inside its operation."""
    for one in documents(tx):
        if one.get("playbook") == old:
            _write(tx, _find(tx, str(one["name"]))[0], {**one, "playbook": new})


def _checked(tx: Tx, document: Document) -> Document:
    """A document as it is kept; a metric that is gone may stay in it."""
    metrics = profiles.known_metrics(tx) | profiles.metrics_named(document.get("rule"))
    return parse_segment(document, metrics)


def _find(tx: Tx, name: str) -> tuple[int, Document]:
    rows = tx.execute(text("SELECT id, body FROM segment ORDER BY position, id"))
    for row, body in rows:
        document: Document = decoded(body)
        if _same(str(document["name"]), name):
            return int(row), document
    raise NotFound(f"The segment {name!r} is no longer there; {_NOTHING}.")


def _write(tx: Tx, row: int, document: Document) -> None:
    tx.execute(
        text("UPDATE segment SET name = :name, body = :body WHERE id = :id"),
        {"id": row, "name": document["name"], "body": canonical(document)},
    )


def _insert(tx: Tx, document: Document, position: int) -> None:
    tx.execute(
        text("INSERT INTO segment (name, position, body) VALUES (:name, :at, :body)"),
        {"name": document["name"], "at": position, "body": canonical(document)},
    )


def _number(tx: Tx, wanted: Sequence[str]) -> None:
    for at, name in enumerate(wanted):
        tx.execute(
            text("UPDATE segment SET position = :at WHERE name = :name AND position <> :at"),
            {"at": at, "name": name},
        )


def _follow(tx: Tx, old: str, new: str) -> None:
    """Give plays, boards and templates that name a segment its new name."""
    play_names.segment_renamed(tx, old, new)
    kinds: tuple[Kind, ...] = ("board", "template")
    for row in (one for kind in kinds for one in dashboards.boards(tx, kind)):
        board = row.board
        tiles = tuple(_renamed(tile, old, new) for tile in board.tiles)
        segment = new if _same(board.segment, old) else board.segment
        made = replace(board, segment=segment, tiles=tiles)
        if made != board:
            dashboards.save(tx, row.row, made)


def _tile_names(tile: Tile, name: str) -> bool:
    return any(_same(tile.options.get(key), name) for key in _OPTIONS)


def _renamed(tile: Tile, old: str, new: str) -> Tile:
    told = {key: new for key in _OPTIONS if _same(tile.options.get(key), old)}
    return replace(tile, options={**tile.options, **told}) if told else tile


def _same(told: object, name: str) -> bool:
    return isinstance(told, str) and bool(name) and told.casefold() == name.casefold()


def _free(tx: Tx, name: object) -> str:
    """The name, or the first with a number behind it that no segment has."""
    wanted = _name_of(name)
    taken = {one.casefold() for one in names(tx)}
    number, free = 2, wanted
    while free.casefold() in taken:
        free, number = f"{wanted[: MAX_NAME - 5]} {number}", number + 1
    return free


def _refuse_taken(tx: Tx, name: str) -> None:
    if any(_same(one, name) for one in names(tx)):
        raise UsageError(f"There is a segment {name!r} already; {_NOTHING}.")


def _name_of(name: object) -> str:
    told = " ".join(name.split()) if isinstance(name, str) else ""
    if not told or len(told) > MAX_NAME:
        raise UsageError(f"A segment needs a name of 1 to {MAX_NAME} letters; {_NOTHING}.")
    return told
