"""What a file holds beside its main rows: attributes of accounts, answers on tickets, outcomes.

Each function completes a draft or makes a further one; none asks anything a file itself answers.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.intake import Choice, Question
from healthdesk.core.domain.mapping import ColumnMap, Join, Latest, TableMap, UsageShape, Where
from healthdesk.core.mapping.aliases import ALIASES, CHURNED
from healthdesk.core.mapping.complete import OUT, complete
from healthdesk.core.mapping.conditions import in_force, yes_words
from healthdesk.core.mapping.draft import Draft, Fit
from healthdesk.core.mapping.file_names import TECHNICAL
from healthdesk.core.mapping.guess import assign, finish
from healthdesk.core.mapping.header import pattern, squeezed, words
from healthdesk.core.mapping.look import FileLook, Look, plural
from healthdesk.core.mapping.names_fit import name_fit
from healthdesk.core.mapping.profile import ColumnProfile
from healthdesk.core.mapping.spelling import attribute
from healthdesk.core.mapping.usage_shape import error_columns, is_feature
from healthdesk.core.mapping.values_fit import is_day, is_number, value_fit

_TECHNICAL = frozenset(map(squeezed, TECHNICAL))
_ADDRESSES = frozenset(
    ("street", "photo", "fax", "latitude", "longitude", "geocode", "token", "avatar", "logo")
)
_LEAST_FILLED = 0.02
_GONE = "gone:outcomes"
_CHURN_DAYS = ALIASES["outcomes"]["day"]
_RATINGS = ALIASES["surveys"]["rating"]
_COMMENTS = ALIASES["surveys"]["comment"]
_SEATS = (
    "users",
    "user",
    "seats",
    "seat",
    "licenses",
    "licences",
    "license",
    "licence",
    "members",
    "nutzer",
    "benutzer",
    "utilisateurs",
    "usuarios",
    "named users",
    "agents",
)
_MONTH_WORDS = (
    "month",
    "monthly",
    "months",
    "monatlich",
    "monat",
    "mensuel",
    "mois",
    "mensual",
    "1 month",
    "every month",
    "m",
)
_YEAR_WORDS = (
    "year",
    "yearly",
    "annual",
    "annually",
    "years",
    "jahrlich",
    "jährlich",
    "jahr",
    "annuel",
    "an",
    "anual",
    "1 year",
    "12 months",
    "y",
)
_QUARTER_WORDS = ("quarter", "quarterly", "3 months", "quartal", "trimestre", "quartalsweise")


def flag_column(file: FileLook) -> ColumnProfile | None:
    """The flag that says which accounts left."""
    for column in file.profile.columns:
        if column.share(column.flags) >= 0.95 and name_fit(column.name, CHURNED) >= 0.7:
            return column
    return None


# --- accounts


def with_attributes(look: Look, draft: Draft) -> Draft:
    """Every other column becomes an attribute, but what programs keep for themselves."""
    fits, left = dict(draft.fits), dict(draft.left)
    flag = flag_column(look.file)
    names = {column.name for column in BY_NAME["accounts"].columns}
    used = draft.used | {one.column for one in draft.where}
    for column in look.file.profile.columns:
        said = look.decided.targets.get(("accounts", column.name))
        if column.name in used or (said == ""):
            continue
        why = _no_attribute(look, column, flag) if said is None else ""
        if why:
            left[column.name] = why
            continue
        name = said if said and said not in names else attribute_name(column.name)
        taken = {one.casefold() for one in (*names, *fits)}
        for number in range(1, len(taken) + 1):
            if name.casefold() in taken:
                name = f"{name} (file)" if number == 1 else f"{name[:-1]} {number})"
        done = attribute(column, ColumnMap(source=column.name))
        why = "you said so" if said else f"an attribute{': ' + done.why if done.why else ''}"
        fits[name] = Fit(name, done.map, 1.0 if said else 0.7, why)
    return replace(draft, fits=fits, left=left)


def attribute_name(column: str) -> str:
    """What an attribute is called: the column's own name, without what connectors put around it."""
    told = column.strip().strip("\"'")
    for start in ("property_hs_", "property_", "properties.", "fields.", "attributes."):
        if told.lower().startswith(start) and len(told) > len(start):
            told = told[len(start) :]
    if told.endswith("__c") and len(told) > 3:
        told = told[:-3]
    return told[:200] or "column"


def _no_attribute(  # noqa: PLR0911 one reason each
    look: Look, column: ColumnProfile, flag: ColumnProfile | None
) -> str:
    """Why a column is no attribute, "" if it is one."""
    told = words(column.name)
    if not column.filled:
        return "empty in all rows"
    if column.filled < _LEAST_FILLED * column.rows and column.rows > 50:
        return f"{1 - column.filled / column.rows:.0%} empty"
    if (
        squeezed(column.name) in _TECHNICAL
        or "_fivetran" in column.name.lower()
        or set(told) & _ADDRESSES
    ):
        return "looks internal"
    if column.share(column.hashed) >= 0.9 and column.looked > 3:
        return "made unreadable by the source"
    if is_day(column) and name_fit(column.name, _CHURN_DAYS) >= 0.9 and not _ended(look):
        return "the day it left"
    if flag is not None and column.name == flag.name and _ended(look):
        return "says which churn counts: used with the churn events"
    if "seats" in told and look.drop.kinds and "subscriptions" in look.drop.kinds.values():
        return "seats are counted from the subscriptions"
    if column.longest > 2_000:
        return "long texts"
    if any("{" in text or "[{" in text for text in column.examples[:2]):
        return "data of a program"
    return ""


def _ended(look: Look) -> bool:
    return "outcomes" in look.drop.kinds.values()


def churn_of_accounts(look: Look, accounts: Draft) -> Draft | None:
    """The outcomes that a list of accounts holds: who left, and when."""
    own = accounts.fits.get("account_id")
    if own is None or _ended(look):
        return None
    days = [
        one
        for one in look.file.profile.columns
        if is_day(one)
        and one.filled
        and name_fit(one.name, _CHURN_DAYS) >= 0.9
        and one.name not in accounts.used
    ]
    if not days:
        return None
    day = finish(look, "outcomes", Fit("day", ColumnMap(source=days[0].name), 0.85, "name known"))
    where = [Where(days[0].name, "filled")]
    flag = flag_column(look.file)
    if flag is not None:
        where.append(Where(flag.name, "in", yes_words(flag)))
    fits = {
        "account_id": replace(
            own, target="account_id", map=msgspec.structs.replace(own.map, by="id")
        ),
        "day": day,
        "kind": Fit(
            "kind", ColumnMap(constant="churned"), 0.85, f"“{days[0].name}” is when it left"
        ),
    }
    for column in look.file.profile.columns:
        if name_fit(column.name, ALIASES["outcomes"]["reason"]) >= 0.93 and column.filled:
            fits["reason"] = Fit("reason", ColumnMap(source=column.name), 0.8, "name known")
            break
    return in_force(look, Draft("outcomes", fits, where=tuple(where)))


def accounts_of(look: Look, draft: Draft) -> Draft | None:
    """The accounts that rows of another table name, where nothing else brings any."""
    if look.drop.has("accounts") or draft.table not in {"subscriptions", "usage", "invoices"}:
        return None
    pointer = draft.fits.get("account_id")
    if pointer is None or pointer.map.by not in {"", "id", "name"} or not pointer.source:
        return None
    return _named_accounts(look, pointer)


def _named_accounts(look: Look, pointer: Fit) -> Draft | None:
    column = look.file.find(pointer.source)
    if column is None or not column.filled:
        return None
    base = ColumnMap(source=pointer.source, split=pointer.map.split)
    count = "" if column.capped else f"{plural(len(column.counts), 'account')} named in its rows"
    fits = {"account_id": Fit("account_id", base, 0.7, count or "named in its rows")}
    name = assign(look, "accounts").fits.get("name")
    if pointer.map.by == "name":
        fits["name"] = Fit("name", base, 0.8, "the name is the id")
    elif name is not None and name.sure >= 0.85 and name.source != pointer.source:
        fits["name"] = name
    draft = Draft("accounts", fits, where=(Where(pointer.source, "filled"),), distinct=True)
    return complete(look, draft)


def ids_of_contacts(file: FileLook, draft: Draft) -> str:
    """The column of persons' ids in usage, "" where it has none."""
    del draft
    for name in (
        "user id",
        "contact id",
        "visitor id",
        "distinct id",
        "person id",
        "user email",
        "user",
    ):
        column = file.find(name)
        if column is not None and column.filled:
            return column.name
    return ""


# --- tickets


def answers_of_tickets(look: Look, tickets: Draft) -> list[Draft]:
    """The satisfaction that a ticket export holds beside its tickets."""
    number, account = tickets.fits.get("ticket_id"), tickets.fits.get("account_id")
    if number is None or account is None or not number.source:
        return []
    rating = _rating(look, tickets)
    if rating is None:
        return []
    fits = {
        "response_id": Fit(
            "response_id", ColumnMap(text=f"{{{number.source}}}-csat"), 0.9, "one answer a ticket"
        ),
        "account_id": account,
        "kind": Fit("kind", ColumnMap(constant="csat"), 0.9, f"“{rating.name}” of a ticket"),
        "rating": finish(
            look,
            "surveys",
            Fit(
                "rating",
                ColumnMap(source=rating.name),
                0.9,
                value_fit(look.file, rating, "surveys", "rating").why,
            ),
        ),
    }
    if (contact := tickets.fits.get("contact_id")) is not None:
        fits["contact_id"] = contact
    for column in look.file.profile.columns:
        told = words(column.name)
        if {"satisfaction", "csat", "rating"} & set(told) and {"comment", "reason"} & set(told):
            fits["comment"] = Fit("comment", ColumnMap(source=column.name), 0.85, "name known")
            break
    filled = Where(rating.name, "filled")
    said = fits["rating"].map
    if said.values:
        filled = Where(rating.name, "in", tuple(said.values))
    return _on_days(look, tickets, Draft("surveys", fits, where=(*tickets.where, filled)))


def _rating(look: Look, tickets: Draft) -> ColumnProfile | None:
    for column in look.file.profile.columns:
        told = set(words(column.name))
        named = told & {"satisfaction", "csat", "rating", "ces", "survey"} and not told & {
            "comment",
            "reason",
            "id",
        }
        if not named or column.name in tickets.used or not column.filled:
            continue
        if value_fit(look.file, column, "surveys", "rating").score >= 0.3:
            return column
    return None


def _on_days(look: Look, tickets: Draft, answers: Draft) -> list[Draft]:
    """An answer is of the day its ticket was closed, of the day it was opened where it is open."""
    opened, closed = tickets.fits.get("opened_on"), tickets.fits.get("closed_on")
    if opened is None:
        return []
    column = look.file.find(closed.source) if closed else None
    if closed is None or column is None or not column.filled:
        day = replace(opened, target="day", questions=())
        return [replace(answers, fits={**answers.fits, "day": day})]
    day = replace(closed, target="day", why="the day the ticket was closed", questions=())
    first = replace(answers, fits={**answers.fits, "day": day})
    if not column.empty:
        return [first]
    late = replace(opened, target="day", why="the ticket is open: its first day", questions=())
    return [
        replace(first, where=(*answers.where, Where(closed.source, "filled"))),
        replace(
            answers,
            fits={**answers.fits, "day": late},
            where=(*answers.where, Where(closed.source, "empty")),
        ),
    ]


# --- outcomes


def churn_in_force(look: Look, outcomes: Draft) -> Draft:
    """Of churn events, the last of each account that is gone: a list of accounts says who is.

    Without one, events of which some accounts have several do not say whether these came back.
    """
    kind, account = outcomes.fits.get("kind"), outcomes.fits.get("account_id")
    day = outcomes.fits.get("day")
    if kind is None or kind.map.constant != "churned" or account is None or day is None:
        return outcomes
    accounts = look.drop.file("accounts")
    flag = flag_column(accounts) if accounts is not None else None
    own = look.drop.ids.get("accounts", ())
    if accounts is None or flag is None or not own or account.map.by not in {"id", ""}:
        return _who_is_gone(look, outcomes, account, day)
    key = next((column for name, column, _ in own if name == accounts.name), "")
    if not key:
        return _who_is_gone(look, outcomes, account, day)
    join = Join(pattern(accounts.name), key, flag.name)
    where = (*outcomes.where, Where(account.source, "in", yes_words(flag), (join,)))
    note = f"the last event of each account that “{flag.name}” of {accounts.name} calls gone"
    latest = Latest((account.source,), day.source)
    return replace(outcomes, where=where, latest=latest, notes=(*outcomes.notes, note))


def _who_is_gone(look: Look, outcomes: Draft, account: Fit, day: Fit) -> Draft:
    """Whoever left twice came back in between: are they gone now? Only a person can say."""
    column = look.file.find(account.source)
    again = 0 if column is None else sum(rows > 1 for rows in column.counts.values())
    if column is None or not again:
        return outcomes
    latest = replace(outcomes, latest=Latest((account.source,), day.source))
    match look.answer(_GONE):
        case "last":
            return latest
        case "all":
            return outcomes
    why = (
        "If your list of accounts says it, drop that as well:"
        f" {again:,} of {len(column.counts):,} left more than once, so they came back in between"
    )
    choices = (
        Choice("last", "Yes, since the last row", "", 0.4),
        Choice("all", "Yes, since the first row", "", 0.1),
        Choice(OUT, "Leave it out", "drop it again, together with the list of accounts", 0.3),
    )
    asked = Question(
        _GONE, "combine", "Are all these accounts gone now?", why, choices, outcomes.table
    )
    return replace(latest, questions=(*outcomes.questions, asked))


# --- subscriptions


def priced(look: Look, draft: Draft) -> list[Draft]:
    """Subscriptions whose seats or yearly amount depend on another column: a map for each case."""
    return [one for first in _by_unit(look, draft) for one in _by_interval(look, first)]


def _by_unit(look: Look, draft: Draft) -> list[Draft]:
    """A quantity is seats only where its unit is users."""
    unit = look.file.find("units", "unit", "unit of measure", "quantity unit", "einheit", "unite")
    seats = draft.fits.get("seats")
    if unit is None or seats is None or seats.source == unit.name or unit.capped:
        return [draft]
    if "seat" in seats.source.lower() or "user" in seats.source.lower():
        return [draft]
    told = {text.strip().casefold() for text in unit.counts}
    users = tuple(sorted(told & set(_SEATS)))
    if not users or (len(users) == len(told) and not unit.empty):
        return [draft]
    why = f"where “{unit.name}” is {' or '.join(users)}"
    with_seats = replace(seats, why=why)
    rest = {target: fit for target, fit in draft.fits.items() if target != "seats"}
    return [
        replace(
            draft,
            fits={**draft.fits, "seats": with_seats},
            where=(*draft.where, Where(unit.name, "in", users)),
        ),
        replace(draft, fits=rest, where=(*draft.where, Where(unit.name, "not in", users))),
    ]


def _by_interval(look: Look, draft: Draft) -> list[Draft]:
    """An amount for each billing period becomes an amount a year."""
    arr = draft.fits.get("arr")
    named = look.file.find(
        "interval",
        "billing period unit",
        "billing interval",
        "interval unit",
        "billing period",
        "billing cycle",
        "plan interval",
        "billing frequency",
        "abrechnungszeitraum",
        "periodicite",
    )
    if arr is None or named is None or arr.map.factor not in {1.0, 0.01} or named.capped:
        return [draft]
    if any(
        word in squeezed(arr.source) for word in ("arr", "annual", "year", "acv", "jahr", "annuel")
    ):
        return [draft]
    cases = []
    told = {text.strip().casefold() for text in named.counts}
    for group, times, said in (
        (_MONTH_WORDS, 12.0, "12 times the monthly figure"),
        (_QUARTER_WORDS, 4.0, "4 times the quarterly figure"),
        (_YEAR_WORDS, 1.0, "a year's figure"),
    ):
        here = tuple(sorted(told & set(group)))
        if here:
            cases.append((here, times, said))
            told -= set(here)
    if not cases:
        return [draft]
    found = []
    for here, times, said in cases:
        base = msgspec.structs.replace(arr.map, factor=round(arr.map.factor * times, 6))
        fit = replace(arr, map=base, why=f"{said}, where “{named.name}” is {' or '.join(here)}")
        fits = {**draft.fits, "arr": fit}
        only = (
            ()
            if len(cases) == 1 and not told and not named.empty
            else (Where(named.name, "in", here),)
        )
        found.append(replace(draft, fits=fits, where=(*draft.where, *only)))
    if told or named.empty:
        rest = {target: fit for target, fit in draft.fits.items() if target != "arr"}
        known = tuple(word for here, _, _ in cases for word in here)
        found.append(
            replace(draft, fits=rest, where=(*draft.where, Where(named.name, "not in", known)))
        )
    return found


# --- usage


def metrics_of(look: Look, usage: Draft) -> Draft | None:
    """The names of features that usage brings: they count as features in the breadth of use."""
    metric = usage.fits.get("metric")
    if metric is None or not metric.source or not is_feature(metric.source):
        return None
    column = look.file.find(metric.source)
    known = look.drop.known.ids.get("metrics", frozenset())
    if column is None or column.capped or all(text.strip() in known for text in column.counts):
        return None
    if look.drop.kinds and "metrics" in look.drop.kinds.values():
        return None
    unit = "events" if "event" in words(metric.source) else "uses"
    said = plural(len(column.counts), "metric")
    fits = {
        "metric": replace(metric, why=said, questions=()),
        "unit": Fit("unit", ColumnMap(constant=unit), 0.7, f"“{metric.source}”"),
        "feature": Fit(
            "feature", ColumnMap(constant="true"), 0.7, f"“{metric.source}” names features"
        ),
    }
    return Draft("metrics", fits, where=(Where(metric.source, "filled"),), distinct=True)


def errors_of(look: Look, usage: Draft) -> list[Draft]:
    """Counts of errors beside the uses, as a metric of their own."""
    if usage.wide or "metric" not in usage.fits or not usage.fits["metric"].source:
        return []
    found = []
    for column in error_columns(look, usage)[:1]:
        value = finish(
            look, "usage", Fit("value", ColumnMap(source=column.name), 0.75, "a metric of its own")
        )
        metric = Fit("metric", ColumnMap(constant="errors"), 0.75, f"“{column.name}”")
        shape = msgspec.structs.replace(usage.usage or UsageShape(), combine="sum")
        fits = {**usage.fits, "metric": metric, "value": value}
        fits = {target: replace(fit, questions=()) for target, fit in fits.items()}
        found.append(replace(usage, fits=fits, usage=shape, questions=(), notes=()))
    return found


def usage_of_contacts(look: Look, usage: Draft) -> Draft | None:
    """Who used what, where the file says who: persons whom nobody knows yet may come later."""
    person = ids_of_contacts(look.file, usage)
    if (
        not person
        or usage.wide
        or not (look.drop.has("contacts") or _beside_account(usage, person))
    ):
        return None
    column = look.file.profile.column(person)
    by = "email" if column.share(column.mails) >= 0.6 else "id"
    who = Fit(
        "contact_id",
        ColumnMap(source=person, by="email" if by == "email" else "id"),
        0.75,
        "who used it: explains, never counts",
    )
    fits = {
        target: replace(fit, questions=())
        for target, fit in usage.fits.items()
        if target != "account_id"
    }
    if "metric" not in fits or "value" not in fits:
        return None
    shape = usage.usage or UsageShape()
    shape = msgspec.structs.replace(shape, combine=shape.combine or "sum")
    return replace(
        usage,
        table="contact_usage",
        fits={"contact_id": who, **fits},
        usage=shape,
        questions=(),
        notes=(),
        where=(*usage.where, Where(person, "filled")),
    )


def _beside_account(usage: Draft, person: str) -> bool:
    """Whether a column names persons, and not the accounts themselves."""
    account = usage.fits.get("account_id")
    if account is None:
        return False
    return account.source != person or account.map.by in {"email", "contact", "domain"}


def periods(draft: Draft) -> tuple[TableMap, ...]:
    """A map for each column of a month."""
    found = []
    for name, fit in draft.wide.items():
        kind, _, order = fit.target.partition(":")
        if kind != "period":
            continue
        day = ColumnMap(constant=name, date="month" if order == "month" else "")
        columns = {target: one.map for target, one in draft.fits.items()}
        columns |= {"day": day, "value": fit.map}
        found.append(TableMap(draft.table, columns, draft.where, draft.latest, usage=draft.usage))
    return tuple(found)


def is_measure(column: ColumnProfile) -> bool:
    """Whether a column counts something."""
    return is_number(column) and not is_day(column)
