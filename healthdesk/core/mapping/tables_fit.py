"""How sure a file holds rows of an exchange table, from the columns that were found for it."""

from __future__ import annotations

from collections.abc import Mapping

from healthdesk.core.mapping.aliases import ALIASES, CHURNED
from healthdesk.core.mapping.draft import Draft
from healthdesk.core.mapping.guess import entity_words, file_hint
from healthdesk.core.mapping.header import words
from healthdesk.core.mapping.look import Look, found_share
from healthdesk.core.mapping.names_fit import asks, name_fit
from healthdesk.core.mapping.profile import ColumnProfile
from healthdesk.core.mapping.values_fit import value_fit

_MARKS: Mapping[str, tuple[float, Mapping[str, float]]] = {
    "accounts": (3.2, {
        "account_id": 1.0, "name": 1.2, "industry": 1.0, "arr": 0.8, "owner": 0.7, "region": 0.6,
        "started_on": 0.4, "domain": 0.8, "stage": 0.5, "tier": 0.5, "parent_id": 0.6, "tags": 0.2,
        "currency": 0.2,
    }),
    "contacts": (3.0, {
        "contact_id": 0.8, "account_id": 0.8, "name": 0.7, "email": 1.4, "phone": 0.7,
        "title": 0.7, "role": 0.5, "advocate": 0.3, "do_not_contact": 0.4,
    }),
    "usage": (3.0, {"account_id": 0.9, "metric": 1.0, "day": 0.8, "value": 1.0}),
    "surveys": (3.0, {
        "response_id": 0.5, "account_id": 0.5, "contact_id": 0.3, "kind": 0.5, "rating": 1.7,
        "comment": 0.7, "day": 0.6,
    }),
    "pulses": (3.0, {"account_id": 0.7, "day": 0.6, "value": 1.6, "by": 0.4, "note": 0.5}),
    "touchpoints": (3.0, {
        "touchpoint_id": 0.7, "account_id": 0.6, "contact_ids": 0.3, "kind": 0.9,
        "direction": 0.7, "day": 0.8, "subject": 0.6, "body": 0.7,
    }),
    "tickets": (3.0, {
        "ticket_id": 0.9, "account_id": 0.5, "contact_id": 0.3, "opened_on": 0.7,
        "closed_on": 0.6, "priority": 1.3, "subject": 0.6, "body": 0.3,
    }),
    "subscriptions": (3.0, {
        "subscription_id": 1.0, "account_id": 0.7, "product": 0.7, "seats": 0.6, "arr": 0.8,
        "start": 0.8, "end": 0.6,
    }),
    "invoices": (3.0, {
        "invoice_id": 1.0, "account_id": 0.5, "issued_on": 0.7, "due_on": 1.0, "paid_on": 0.6,
        "amount": 0.8,
    }),
    "milestones": (2.6, {"account_id": 0.6, "milestone": 1.3, "due_on": 0.6, "done_on": 0.7}),
    "mentions": (3.2, {
        "mention_id": 0.7, "account_id": 0.5, "day": 0.5, "channel": 0.8, "author": 0.6,
        "text": 0.6, "link": 0.6,
    }),
    "overrides": (3.2, {
        "account_id": 0.6, "band": 0.8, "score": 0.6, "reason": 0.7, "from": 0.6, "until": 0.8,
        "by": 0.3,
    }),
    "outcomes": (2.4, {
        "account_id": 0.7, "day": 0.7, "kind": 0.9, "arr_change": 0.7, "reason": 0.4,
    }),
}  # fmt: skip
"""By table: how much weight makes it sure, and what each column that is found weighs."""
_NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "accounts": (("account_id", "name", "domain"),),
    "contacts": (("email", "name"), ("contact_id", "email")),
    "usage": (("day",), ("account_id",)),
    "surveys": (("rating",), ("day",)),
    "pulses": (("value",), ("day",), ("account_id",)),
    "touchpoints": (("day",), ("kind", "subject", "body")),
    "tickets": (("opened_on", "priority"), ("ticket_id", "subject")),
    "subscriptions": (("start", "end"), ("product", "arr", "seats", "subscription_id")),
    "invoices": (("amount",), ("issued_on", "due_on"), ("invoice_id", "due_on")),
    "milestones": (("milestone",), ("due_on", "done_on")),
    "mentions": (("channel", "link"), ("text", "link"), ("day",)),
    "overrides": (("band", "score"), ("reason",), ("until",)),
    "outcomes": (("day",), ("account_id",)),
}
"""By table: of each group one at least, or it is no such file."""
_HINT = 0.22
_RATED = 0.3
_LEFT = 1.4
"""A list of who left, or of nothing but names, is one of accounts with few columns known."""
_FEW = 3
_BARE = 0.7
"""A list of ids and names that nothing says are accounts' is asked about."""
_NAMES = ("account_id", "name")
_FACTS = frozenset(
    ("industry", "arr", "owner", "region", "domain", "stage", "tier", "parent_id", "started_on")
)
"""What is told of accounts and of hardly anything else."""
_FACT = 0.75
_OURS = entity_words("accounts")
LEAST = 0.55
"""A table below this is not proposed by itself."""


def table_fit(look: Look, draft: Draft) -> float:
    """How sure the file holds rows of the draft's table, 0 to 1."""
    need, marks = _MARKS[draft.table]
    weight = sum(marks.get(target, 0.0) * max(0.0, fit.sure - 0.1) / 0.88
                 for target, fit in draft.fits.items())  # fmt: skip
    weight += 1.6 * min(1, len(draft.wide)) if draft.wide else 0.0
    sure = min(1.0, weight / need)
    if file_hint(look, draft.table):
        sure = min(0.99, sure + _HINT)
    periods = any(fit.target.startswith("period:") for fit in draft.wide.values())
    absent = sum(
        1
        for group in _NEEDED[draft.table]
        if not _has(draft, group) and not (periods and group == ("day",))
    )
    return round(min(0.99, max(0.0, sure * 0.45**absent * _special(look, draft))), 3)


def explained(draft: Draft) -> int:
    """How many columns the table makes sense of."""
    return len({fit.source for fit in draft.fits.values() if fit.source and fit.sure >= 0.8})


def _has(draft: Draft, group: tuple[str, ...]) -> bool:
    return any(target in draft.fits and draft.fits[target].sure >= 0.5 for target in group)


def _special(look: Look, draft: Draft) -> float:
    """What speaks against a table though its columns were found."""
    check = {
        "accounts": _accounts, "contacts": _contacts, "outcomes": _outcomes, "usage": _usage,
        "surveys": _surveys, "pulses": _pulses, "invoices": _invoices, "tickets": _tickets,
        "touchpoints": _touchpoints,
        "subscriptions": _subscriptions,
    }.get(draft.table)  # fmt: skip
    return check(look, draft) if check else 1.0


def _column(look: Look, draft: Draft, target: str) -> ColumnProfile | None:
    fit = draft.fits.get(target)
    return look.file.find(fit.source) if fit and fit.source else None


def _accounts(look: Look, draft: Draft) -> float:
    """Accounts have a row each, and ids or names that say so."""
    own = (
        _column(look, draft, "account_id")
        or _column(look, draft, "name")
        or _column(look, draft, "domain")
    )
    repeats = own is not None and not _one_a_row(own) and not look.file.has_history
    if own is None or repeats or _points_at_accounts(look, draft, own):
        return 0.3
    name, number = draft.fits.get("name"), draft.fits.get("account_id")
    if name is None or name.sure < 0.6:
        # Without a name the id has to be called an account's.
        if number is None:
            return 0.6
        left = any(
            name_fit(one.name, CHURNED) >= 0.9 and one.flags == one.looked
            for one in look.file.profile.columns
        )
        return (_LEFT if left else 1.0) if number.sure >= 0.9 and own.unique else 0.6
    address = draft.fits.get("domain")
    plainly = name.sure >= 0.85 or (address is not None and address.sure >= 0.95)
    if number is None and not plainly and not file_hint(look, "accounts"):
        return 0.8
    few = len(look.file.raw.header) <= _FEW and name.sure >= 0.75 and own.unique
    if few and file_hint(look, "accounts"):
        return _LEFT
    return _BARE if _bare(look, draft) else 1.0


def _bare(look: Look, draft: Draft) -> bool:
    """Whether nothing but an id and a name speaks for accounts.

    Roles, teams and products have these as well; the file's name or a column has to say whose
    they are.
    """
    facts = {target for target, fit in draft.fits.items() if fit.sure >= _FACT} & _FACTS
    if facts or file_hint(look, "accounts"):
        return False
    named = [words(fit.source) for target in _NAMES if (fit := draft.fits.get(target)) is not None]
    return not any(set(told) & _OURS for told in named)


def _points_at_accounts(look: Look, draft: Draft, own: ColumnProfile) -> bool:
    """Whether what would be the accounts' names are ids of accounts, and their ids are strange."""
    name, ids = _column(look, draft, "name"), look.drop.known.ids.get("accounts", frozenset())
    if name is None or name is own or not ids:
        return False
    return found_share(name, ids) >= 0.8 and found_share(own, ids) < 0.1


def _one_a_row(column: ColumnProfile) -> bool:
    """Whether ids hardly repeat, those aside that a spreadsheet made alike."""
    return column.nearly_unique or (
        column.damaged > 0 and len(column.counts) + column.damaged >= 0.98 * column.filled
    )


def _contacts(look: Look, draft: Draft) -> float:
    email = _column(look, draft, "email")
    if email is not None and not email.nearly_unique and not look.file.has_history:
        return 0.6
    if {"title", "phone", "role"} & set(draft.fits):
        return 1.0
    if "email" in draft.fits:
        return 0.6 if _rated(look) else 1.0
    name = draft.fits.get("name")
    return 1.0 if name is not None and name.map.text else 0.6


def _outcomes(look: Look, draft: Draft) -> float:
    """Ends and renewals: the file or a column has to say so, a reason alone does not."""
    said = file_hint(look, "outcomes") or "kind" in draft.fits or "arr_change" in draft.fits
    day = draft.fits.get("day")
    named = bool(day and any(word in day.source.lower() for word in ("churn", "cancel", "lost")))
    flagged = any(name_fit(one, CHURNED) >= 0.95 for one in look.file.raw.header)
    return 1.0 if said or named or flagged else 0.4


def _usage(look: Look, draft: Draft) -> float:
    if draft.wide:
        return _wide(look, draft)
    if "value" not in draft.fits or "metric" not in draft.fits:
        return 0.3
    metric = draft.fits["metric"].sure
    kinds = _column(look, draft, "metric")
    if kinds is not None and len(kinds.counts) > 1:
        # Upgrades, downgrades and churn are what became of contracts, not what was used.
        ends = value_fit(look.file, kinds, "outcomes", "kind").score >= 0.6
        if ends:
            return 0.4
    named = metric >= 0.9 or file_hint(look, "usage") or draft.fits["value"].sure >= 0.9
    return 1.0 if named else 0.7


def _wide(look: Look, draft: Draft) -> float:
    """Files of measures: most columns are numbers, and accounts come more than once."""
    who = _column(look, draft, "account_id")
    others = [
        one
        for one in look.file.profile.columns
        if one.filled and one.name not in draft.used and "fivetran" not in one.name
    ]
    share = len(draft.wide) / max(1, len(draft.wide) + len(others))
    periods = any(fit.target.startswith("period:") for fit in draft.wide.values())
    if periods:
        return 0.7 + 0.3 * share
    repeated = who is not None and not who.unique
    return min(1.0, share + 0.25 * file_hint(look, "usage") + 0.15 * repeated)


def _surveys(look: Look, draft: Draft) -> float:
    """A rating beside a priority is a ticket's."""
    rating = _column(look, draft, "rating")
    if rating is None:
        return 0.3
    if value_fit(look.file, rating, "surveys", "rating").score < _RATED:
        return 0.5
    urgent = any(
        name_fit(one, ALIASES["tickets"]["priority"]) >= 0.9 for one in look.file.raw.header
    )
    return 0.55 if urgent else 1.0


def _tickets(look: Look, draft: Draft) -> float:
    """Rows with a rating and nothing that only tickets have are answers."""
    if {"priority", "closed_on"} & set(draft.fits):
        return 1.0
    number = draft.fits.get("ticket_id")
    named = number is not None and number.sure >= 0.95
    subject = draft.fits.get("subject")
    headed = subject is not None and subject.sure >= 0.9
    if not named and not headed and not file_hint(look, "tickets"):
        return 0.4
    return 0.4 if _rated(look) else 1.0


def _touchpoints(look: Look, draft: Draft) -> float:
    """Letters that ask for a rating are a survey's; a day and a text are many things'."""
    number = draft.fits.get("touchpoint_id")
    named = number is not None and number.sure >= 0.95
    if not named and "kind" not in draft.fits and not file_hint(look, "touchpoints"):
        return 0.6
    return 0.6 if _rated(look) else 1.0


def _rated(look: Look) -> bool:
    return any(
        (asks(one.name) or name_fit(one.name, ALIASES["surveys"]["rating"]) >= 0.9)
        and value_fit(look.file, one, "surveys", "rating").score >= _RATED
        for one in look.file.profile.columns
    )


def _pulses(look: Look, draft: Draft) -> float:
    value = _column(look, draft, "value")
    if value is None or value.low is None or value.high is None:
        return 0.3
    return 1.0 if value.low >= -1 and value.high <= 1 else 0.3


def _invoices(look: Look, draft: Draft) -> float:
    del look
    if "due_on" in draft.fits or "paid_on" in draft.fits:
        return 1.0
    return 0.9 if draft.fits.get("invoice_id") and draft.fits["invoice_id"].sure > 0.9 else 0.5


def _subscriptions(look: Look, draft: Draft) -> float:
    start = draft.fits.get("start")
    if start is None:
        return 0.5
    column = look.file.find(start.source)
    made = column is not None and name_fit(column.name, ALIASES["subscriptions"]["start"]) < 0.9
    number = draft.fits.get("subscription_id")
    named = number is not None and number.sure >= 0.95
    # Customers, payments and orders have plans and days as well; no day says from when it runs.
    return 0.6 if made and not named and not file_hint(look, "subscriptions") else 1.0
