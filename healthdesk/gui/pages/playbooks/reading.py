"""Reads the list of playbooks and what their editor offers, on a reader's thread; no Qt here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

from healthdesk.core.desk import Tx
from healthdesk.core.domain.errors import BadDocument, NotFound
from healthdesk.core.domain.playbook import Playbook
from healthdesk.core.domain.playbook_difference import Difference, differences
from healthdesk.core.domain.playbook_faults import Known
from healthdesk.core.domain.playbook_view import PlaybookRow, VersionRow
from healthdesk.core.domain.segment_view import FieldChoice
from healthdesk.core.domain.template import FIELDS, Field
from healthdesk.core.services import (
    accounts_new,
    merge,
    playbook_reading,
    playbooks,
    segment_fields,
)


@dataclass(frozen=True)
class Shelf:
    """Every playbook, and the shipped ones that the desk does not have."""

    rows: tuple[PlaybookRow, ...]
    missing: tuple[Playbook, ...]


@dataclass(frozen=True)
class Bench:
    """What the editor of a playbook starts from and offers.

    Attributes:
        published: as it is published; None = never yet.
        metrics: names of metrics by their keys.
        attributes: fields of accounts that a step may set: key and title.
        accounts: id and name of those alive.
        owners: names of who owns accounts, the busiest first.
    """

    row: PlaybookRow
    draft: Playbook
    published: Playbook | None
    versions: tuple[VersionRow, ...]
    known: Known = field(default_factory=Known)
    choices: tuple[FieldChoice, ...] = ()
    fields: tuple[Field, ...] = FIELDS
    metrics: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    attributes: tuple[tuple[str, str], ...] = ()
    accounts: tuple[tuple[str, str], ...] = ()
    owners: tuple[str, ...] = ()


def read_shelf(tx: Tx, day: int) -> Shelf:
    """Read the list as of a day."""
    rows = playbooks.overview(tx, day)
    return Shelf(rows, playbooks.missing_starters(tx))


def read_bench(tx: Tx, name: str, day: int) -> Bench:
    """Read all that the editor of a playbook needs.

    Raises:
        NotFound: It is gone.
        BadDocument: This version of the program cannot read it.
    """
    row = next((one for one in playbooks.overview(tx, day) if one.name == name), None)
    if row is None:
        raise NotFound(f"No playbook is called “{name}” any more.")
    return bench_of(
        tx,
        row,
        playbooks.draft(tx, name),
        playbooks.document(tx, name) if row.version else None,
        day,
    )


def bench_of(
    tx: Tx, row: PlaybookRow, draft: Playbook, published: Playbook | None, day: int
) -> Bench:
    """What the editor of a document needs, that of a playbook or of one of its runs."""
    choices = segment_fields.choices(tx, day)
    known = playbook_reading.known(tx)
    told = known.template
    if told is not None:
        # Each text is looked through once, not on every letter that is typed elsewhere.
        known = replace(known, template=lru_cache(maxsize=256)(told))
    metrics = {key: title for one in choices for key, title in one.choices if one.options}
    return Bench(
        row,
        draft,
        published,
        playbooks.versions(tx, row.name) if row.version else (),
        known,
        choices,
        merge.fields(tx),
        metrics,
        _attributes(choices, known),
        _accounts(tx, day),
        accounts_new.owners(tx),
    )


def _attributes(choices: tuple[FieldChoice, ...], known: Known) -> tuple[tuple[str, str], ...]:
    titles = {one.key: one.title for one in choices}
    return tuple((key, titles.get(key, key)) for key in sorted(known.fields or ()))


def _accounts(tx: Tx, day: int) -> tuple[tuple[str, str], ...]:
    # Not at the top: the list of accounts brings scores, which only the trial wants.
    from healthdesk.core.services import accounts  # noqa: PLC0415

    rows = accounts.accounts_table(tx, day, None).rows
    found = ((row.account_id, row.name) for row in rows)
    return tuple(sorted(found, key=lambda one: one[1].casefold()))


def read_differences(
    tx: Tx, name: str, number: int, now: Playbook
) -> tuple[Difference, ...] | BadDocument:
    """What a playbook has otherwise than one of its versions."""
    try:
        return differences(playbooks.version(tx, name, number), now)
    except BadDocument as error:
        return error
