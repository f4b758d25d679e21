"""A first look at all files of a drop together: what each is, and which ids they hold.

Later each file is looked at again with this knowledge: a column whose values are ids of another
file points at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.lookup import Known
from healthdesk.core.mapping.draft import Draft
from healthdesk.core.mapping.guess import assign, targets_of
from healthdesk.core.mapping.look import Drop, FileLook, Look
from healthdesk.core.mapping.names_fit import name_fit
from healthdesk.core.mapping.persons import with_person_names
from healthdesk.core.mapping.preset_match import from_preset, match
from healthdesk.core.mapping.profile import ColumnProfile
from healthdesk.core.mapping.tables_fit import LEAST, explained, table_fit
from healthdesk.core.mapping.usage_shape import shape
from healthdesk.core.mapping.values_fit import looks_like_id

MAIN = (
    "accounts", "contacts", "tickets", "subscriptions", "surveys", "invoices", "touchpoints",
    "outcomes", "usage", "milestones", "mentions", "pulses", "overrides",
)  # fmt: skip
"""Tables that a file can be, the likeliest first where two fit alike."""
_KEYED = ("accounts", "contacts", "subscriptions", "tickets")
_FEW_COLUMNS = 3


def survey(files: Sequence[FileLook], known: Known) -> Drop:
    """What each file is at first sight, and the ids and names in them."""
    # Which file of several is looked into must not hang on the order they were dropped in.
    files = sorted(files, key=lambda one: (len(one.name), one.name))
    drop = Drop(tuple(files), known)
    found = {one.name: match(one) for one in files}
    vendors = {one.preset.key for one in found.values() if one is not None}
    vendors |= {file.vendor for one in known.mappings for file in one.document.files if file.vendor}
    kinds: dict[str, str] = {}
    ids: dict[str, list[tuple[str, str, frozenset[str]]]] = {}
    names: set[str] = set()
    for file in files:
        look = Look(file, drop)
        preset = found[file.name]
        if preset is not None:
            feeds = [feed.table for feed in preset.object.feeds]
            kinds[file.name] = feeds[0] if feeds else ""
        else:
            kinds[file.name] = next((table for sure, table, _ in ranked(look) if sure >= LEAST), "")
        table = kinds[file.name]
        if table in _KEYED:
            source = _key(look, table)
            if source is not None:
                entry = (file.name, source.name, frozenset(one.strip() for one in source.counts))
                ids.setdefault(table, []).append(entry)
            if table == "accounts":
                names |= _names(look)
    return replace(
        drop,
        kinds=kinds,
        ids={table: tuple(entries) for table, entries in ids.items()},
        names=frozenset(names),
        vendors=frozenset(vendors),
    )


def ranked(look: Look) -> list[tuple[float, str, float]]:
    """Every table with how sure the file holds its rows, the surest first; last the rank."""
    found = []
    for place, table in enumerate(MAIN):
        draft = assign(look, table)
        if table == "usage":
            draft = shape(look, draft)
        if table == "contacts":
            draft = with_person_names(look, draft)
        sure = table_fit(look, draft)
        # Of tables that fit alike, the one that makes sense of more columns.
        rank = sure + 0.03 * explained(draft) * sure + (0.12 if _owns(look, draft) else 0.0)
        found.append((rank, -place, sure, table))
    return [(sure, table, rank) for rank, _, sure, table in sorted(found, reverse=True)]


def _owns(look: Look, draft: Draft) -> bool:
    """Whether the file has ids of the table's own, called so and all different."""
    fit = draft.fits.get(BY_NAME[draft.table].key[0])
    column = look.file.find(fit.source) if fit is not None and fit.source else None
    own = targets_of(draft.table).get(BY_NAME[draft.table].key[0])
    if column is None or own is None or not column.nearly_unique:
        return False
    return name_fit(column.name, own) >= 0.92


def _key(look: Look, table: str) -> ColumnProfile | None:
    """The column of a file's own ids."""
    preset = match(look.file)
    draft = assign(look, table) if preset is None else from_preset(look, preset, table)[0]
    key = {"accounts": "account_id", "contacts": "contact_id", "tickets": "ticket_id"}.get(
        table, "subscription_id"
    )
    fit = draft.fits.get(key)
    column = look.file.find(fit.source) if fit is not None and fit.source else None
    if column is None or not (looks_like_id(column) or look.file.has_history):
        return None
    return column


def _names(look: Look) -> set[str]:
    fit = assign(look, "accounts").fits.get("name")
    column = look.file.find(fit.source) if fit is not None and fit.source else None
    return {one.strip().casefold() for one in column.counts} if column is not None else set()


def same_rows(files: Sequence[FileLook]) -> dict[str, str]:
    """Files that hold the same as another one, by name: exported for several databases, say."""
    seen: dict[tuple[object, ...], str] = {}
    twice = {}
    for file in sorted(files, key=lambda one: (len(one.name), one.name)):
        if file.profile.rows == 0 or len(file.raw.header) < _FEW_COLUMNS:
            continue
        print_ = (
            len(file.raw.header),
            file.profile.rows,
            file.profile.sample[:200],
            tuple((one.empty, len(one.counts), one.longest) for one in file.profile.columns),
        )
        if print_ in seen:
            twice[file.name] = seen[print_]
        else:
            seen[print_] = file.name
    return twice
