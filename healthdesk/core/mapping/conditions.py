"""Finds which rows of a file are in force: rows deleted at the source and past states are not."""

from __future__ import annotations

from dataclasses import replace

from healthdesk.core.domain.exchange import BY_NAME, Cell
from healthdesk.core.domain.mapping import Latest, Where
from healthdesk.core.mapping.draft import Draft
from healthdesk.core.mapping.look import Look
from healthdesk.core.mapping.profile import ColumnProfile
from healthdesk.core.mapping.values_fit import is_day
from healthdesk.core.mapping.words import YES

_YES = ("true", "yes", "1")
_DELETED = (
    "is deleted", "fivetran deleted", "deleted", "is archived", "archived", "is removed",
    "sdc deleted at", "deleted at", "test account", "is test",
)  # fmt: skip
_ACTIVE = ("fivetran active", "is current", "is current row", "current flag")
_ENDS = ("valid to", "dbt valid to", "fivetran end", "valid until ts")
_STARTS = ("fivetran start", "valid from", "dbt valid from", "effective from ts")
_CHANGED = (
    "updated at", "last modified date", "modified date", "fivetran synced", "updated",
    "system modstamp", "last modified", "updated on",
)  # fmt: skip


def yes_words(column: ColumnProfile) -> tuple[str, ...]:
    """How a column says yes: as it does in this file, and the usual ways."""
    here = {text.strip().casefold() for text in column.counts} & YES
    return (*_YES, *sorted(here - set(_YES)))


def in_force(look: Look, draft: Draft) -> Draft:
    """The draft with only the rows that count."""
    where = list(draft.where)
    named = {one.column for one in where}
    notes = []
    for name in _DELETED:
        column = look.file.find(name)
        if column is None or column.name in named or not column.filled:
            continue
        if is_day(column):
            where.append(Where(column.name, "empty"))
        elif column.share(column.flags) >= 0.95:
            where.append(Where(column.name, "not in", yes_words(column)))
        else:
            continue
        named.add(column.name)
        notes.append(f"rows with “{column.name}” are left out")
    past = _history(look, draft)
    if isinstance(past, Where):
        where.append(past)
        notes.append(f"only rows with “{past.column}”: the state in force")
        past = None
    elif past is not None:
        notes.append(f"the last state of each by “{past.order}”")
    return replace(
        draft, where=tuple(where), latest=draft.latest or past, notes=(*draft.notes, *notes)
    )


def _history(look: Look, draft: Draft) -> Where | Latest | None:
    active = look.file.find(*_ACTIVE)
    if active is not None and active.filled and active.share(active.flags) >= 0.95:
        return Where(active.name, "in", yes_words(active))
    key = _key(look, draft)
    start = look.file.find(*_STARTS)
    if key and start is not None and look.file.find(*_ENDS) is not None and draft.table not in {
        "subscriptions", "overrides",
    }:  # fmt: skip
        return Latest((key,), start.name)
    if not key:
        return None
    column = look.file.profile.column(key)
    changed = look.file.find(*_CHANGED)
    if changed is not None and is_day(changed) and not column.unique and column.filled:
        return Latest((key,), changed.name)
    return None


def _key(look: Look, draft: Draft) -> str:
    """The column of the row's own id."""
    target = BY_NAME[draft.table].key[0]
    if BY_NAME[draft.table].column(target).cell is not Cell.ID:
        return ""
    fit = draft.fits.get(target)
    return fit.source if fit and fit.source in look.file.raw.header else ""
