"""What the page of segments reads, on a reader's thread; no Qt in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from healthdesk.core.desk import Tx
from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.segment_view import (
    Came,
    Checked,
    Comparison,
    FieldChoice,
    Members,
    Past,
    SegmentRow,
)
from healthdesk.core.services import (
    playbook_reading,
    segment_check,
    segment_compare,
    segment_fields,
    segment_members,
    segment_past,
    segments,
)
from healthdesk.core.services.facts import load

Document = dict[str, Any]
LARGEST = 20_000_000
EVERYBODY = 10_000_000
MOST_LISTED = 5000
"""Accounts that a list can name."""


@dataclass(frozen=True)
class Listed:
    """The segments of the desk, and what their rules can ask."""

    rows: tuple[SegmentRow, ...]
    documents: dict[str, Document]
    choices: tuple[FieldChoice, ...]
    playbooks: tuple[str, ...]
    day: int
    missing: tuple[str, ...] = ()
    """Starters that the desk does not have."""


@dataclass(frozen=True)
class Looked:
    """A rule looked at; `members` is None where it is wrong; `known`: the desk has accounts."""

    checked: Checked
    members: Members | None
    known: bool = True


@dataclass(frozen=True)
class Moved:
    """How large a rule's set was, and who came and went."""

    past: Past
    moves: tuple[Came, ...]


def read_list(tx: Tx, day: int) -> Listed:
    """Read the segments of the desk."""
    rows = segments.overview(tx, day)
    known = {str(one["name"]): one for one in segments.documents(tx)}
    ordered = sorted(rows, key=_starters_first)
    documents = {row.name: known[row.name] for row in ordered if row.name in known}
    names = tuple(row.name for row in playbook_reading.overview(tx, day) if not row.archived)
    choices = segment_fields.choices(tx, day)
    missing = segments.missing_starters(tx)
    return Listed(rows, documents, choices, names, day, missing)


def _starters_first(row: SegmentRow) -> bool:
    return not row.starter


def look(tx: Tx, rule: Mapping[str, Any], day: int) -> Looked:
    """Look at a rule: what each line does, and who is in."""
    checked = segment_check.check(tx, dict(rule), day)
    if checked.wrong is not None and not checked.counts:
        return Looked(checked, None)
    members = segment_members.members_now(tx, dict(rule), day)
    return Looked(checked, members, bool(members.count or load(tx).account_ids))


def read_past(tx: Tx, rule: Mapping[str, Any], day: int, *, progress: Progress) -> Moved:
    """Look at a rule on earlier days."""
    past = segment_past.sizes(tx, dict(rule), day, progress=progress)
    return Moved(past, segment_past.came_and_went(tx, dict(rule), day, progress=progress))


def read_members(tx: Tx, rule: Mapping[str, Any], day: int) -> Members:
    """Read everybody who is in."""
    return segment_members.members_now(tx, dict(rule), day, limit=EVERYBODY)


def read_names(tx: Tx) -> tuple[tuple[str, str], ...]:
    """Read id and name of every account, by name."""
    facts = load(tx)
    pairs = zip(facts.account_ids, facts.names, strict=True)
    return tuple(sorted(pairs, key=_by_name))


def _by_name(pair: tuple[str, str]) -> tuple[str, str]:
    return pair[1].casefold(), pair[0]


def read_document(path: Path) -> bytes:
    """Read a file that somebody chose; a page of segments is never larger than this."""
    with path.open("rb") as file:
        return file.read(LARGEST)


def read_used(tx: Tx, name: str) -> tuple[str, ...]:
    """Read who uses a segment, in sentences."""
    return segments.used_by(tx, name)


def read_comparison(
    tx: Tx, named: tuple[str, str], rules: tuple[Document, Document], day: int
) -> Comparison:
    """Compare two rules."""
    made = segment_compare.compare(tx, rules[0], rules[1], day)
    return Comparison(named[0], named[1], made.both, made.only_a, made.only_b, made.figures)
