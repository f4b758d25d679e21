"""Rows whose required cell is empty: another column of the row, or a constant, stands in.

Each case is a map of its own with a condition, so that what stands in is told and can be changed.
"""

from __future__ import annotations

from dataclasses import replace

from healthdesk.core.domain.mapping import ColumnMap, Where
from healthdesk.core.mapping.draft import Draft, Fit
from healthdesk.core.mapping.guess import finish
from healthdesk.core.mapping.look import Look, plural
from healthdesk.core.mapping.profile import ColumnProfile
from healthdesk.core.mapping.values_fit import is_day

_STATUS = (
    "status",
    "ticket status",
    "state",
    "issue status",
    "case status",
    "conversation state",
    "zustand",
    "statut",
    "estado",
)
_CHANGED = (
    "updated at",
    "updated",
    "last update time",
    "last updated",
    "last modified date",
    "last modified",
    "updated on",
    "modified date",
    "last update",
    "geandert am",
)
_DONE = frozenset(
    (
        "closed",
        "solved",
        "resolved",
        "done",
        "completed",
        "complete",
        "fixed",
        "geschlossen",
        "erledigt",
        "gelöst",
        "fermé",
        "résolu",
        "cerrado",
        "resuelto",
        "cancelled",
        "canceled",
    )
)


def cases(look: Look, draft: Draft) -> list[Draft]:
    """The draft, or one draft for rows that have all cells and one for those that lack some."""
    found = [_answered(look, one) for one in _closed(look, draft)]
    for target, instead in (
        ("priority", _normal),
        ("due_on", _issued),
        ("account_id", _by_mail),
    ):
        found = [case for one in found for case in _of(look, one, target, instead(look, one))]
    return found


def _answered(look: Look, draft: Draft) -> Draft:
    """Invitations that nobody answered are no answers."""
    rating = _column(look, draft.fits.get("rating"))
    if draft.table != "surveys" or rating is None or not rating.empty or not rating.filled:
        return draft
    if any(one.column == rating.name for one in draft.where):
        return draft
    note = f"{plural(rating.empty, 'row')} without an answer in “{rating.name}” left out"
    where = (*draft.where, Where(rating.name, "filled"))
    return replace(draft, where=where, notes=(*draft.notes, note))


def _closed(look: Look, draft: Draft) -> list[Draft]:
    """Tickets that only a status calls closed were closed when they were last changed."""
    if draft.table != "tickets":
        return [draft]
    column = _column(look, draft.fits.get("closed_on"))
    status, changed = look.file.find(*_STATUS), look.file.find(*_CHANGED)
    if (column is not None and column.filled) or status is None or changed is None:
        return [draft]
    done = tuple(sorted({text.strip().casefold() for text in status.counts} & _DONE))
    if not done or not is_day(changed) or changed.name in draft.used:
        return [draft]
    fit = Fit(
        "closed_on",
        ColumnMap(source=changed.name),
        0.65,
        f"the last change of tickets that “{status.name}” calls {' or '.join(done)}",
    )
    closed = {**draft.fits, "closed_on": finish(look, draft.table, fit)}
    open_ = {target: one for target, one in draft.fits.items() if target != "closed_on"}
    return [
        replace(draft, fits=closed, where=(*draft.where, Where(status.name, "in", done))),
        replace(
            draft,
            fits=open_,
            where=(*draft.where, Where(status.name, "not in", done)),
            questions=(),
        ),
    ]


def _of(look: Look, draft: Draft, target: str, instead: Fit | None) -> list[Draft]:
    fit = draft.fits.get(target)
    column = _column(look, fit)
    if fit is None or column is None or instead is None or not column.empty or fit.map.through:
        return [draft]
    without = replace(instead, questions=())
    return [
        replace(draft, where=(*draft.where, Where(column.name, "filled"))),
        replace(
            draft,
            fits={**draft.fits, target: without},
            where=(*draft.where, Where(column.name, "empty")),
            questions=(),
            notes=(
                *draft.notes,
                f"{plural(column.empty, 'row')} without “{column.name}”: {instead.why}",
            ),
        ),
    ]


def _column(look: Look, fit: Fit | None) -> ColumnProfile | None:
    return look.file.find(fit.source) if fit is not None and fit.source else None


def _normal(look: Look, draft: Draft) -> Fit | None:
    del look
    if draft.table != "tickets":
        return None
    return Fit("priority", ColumnMap(constant="normal"), 0.7, "taken as normal")


def _issued(look: Look, draft: Draft) -> Fit | None:
    del look
    issued = draft.fits.get("issued_on")
    if draft.table != "invoices" or issued is None:
        return None
    return replace(issued, target="due_on", sure=0.6, why="due on the day of the invoice")


def _by_mail(look: Look, draft: Draft) -> Fit | None:
    """The account of the person's mail address, where no account is named."""
    account = draft.fits.get("account_id")
    if account is None or account.map.by in {"email", "contact", "mention"}:
        return None
    for column in look.file.profile.columns:
        if column.name != account.source and column.share(column.mails) >= 0.6:
            base = ColumnMap(source=column.name, by="email")
            return Fit("account_id", base, 0.6, f"found by “{column.name}”")
    return None
