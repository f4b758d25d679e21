"""The values of fields of messages, for an account and a person of it, as known on a day.

Only what a text asks for is read. Not known is None, never a made-up word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain import people
from healthdesk.core.domain.facts import Metric, to_date
from healthdesk.core.domain.people import Person
from healthdesk.core.domain.template import ATTRIBUTE
from healthdesk.core.services import people_reading, recipients, settings
from healthdesk.core.services.facts import metrics
from healthdesk.core.services.merge_sandbox import Value
from healthdesk.core.services.queries import pairs
from healthdesk.core.services.recipients import Circle
from healthdesk.core.services.settings import DeskSettings
from healthdesk.core.services.wording import count_of, long_date, number
from healthdesk.core.store import usage as usage_table
from healthdesk.core.store.db import Tx

_WINDOW: Final = 28
"""Days over which the use of features is counted."""
_WEEK: Final = 7
_ACTIVE: Final = ("active_users", "users", "wau", "dau")
"""Metrics that count people at work, the first that the desk has."""
_SYMBOLS: Final = {"EUR": "€", "USD": "$", "GBP": "£"}
_OWN: Final = (
    "SELECT k.key, k.kind, (SELECT v.value FROM attribute_value v WHERE v.attribute_id = k.id"
    " AND v.account_id = :account ORDER BY v.day > :day, iif(v.day > :day, v.day, -v.day) LIMIT 1)"
    " FROM attribute k"
)
_CONTRACTS: Final = (
    'SELECT product, seats, arr, "end" FROM subscription WHERE account_id = :account'
    ' AND start <= :day AND ("end" IS NULL OR "end" > :day)'
    " ORDER BY arr IS NULL, arr DESC, id"
)
_TICKETS: Final = (
    "SELECT coalesce(subject, ''), priority, opened_on FROM ticket WHERE account_id = :account"
    " AND opened_on <= :day AND (closed_on IS NULL OR closed_on > :day) ORDER BY opened_on, id"
)
_NAME: Final = "SELECT name FROM account WHERE id = :account"


def values(
    tx: Tx, account_id: str, contact_id: str | None, day: int, keys: Iterable[str]
) -> dict[str, Value]:
    """The values of some fields by key; an account that is not there knows none."""
    return values_of(Shared(tx), recipients.circle(tx, account_id, day), contact_id, keys)


def values_of(
    shared: Shared, found: Circle | None, contact_id: str | None, keys: Iterable[str]
) -> dict[str, Value]:
    """The same of people that were read already, and of what all accounts share."""
    if found is None:
        return dict.fromkeys(keys)
    source = _Source(shared, found, contact_id or "")
    start = len(ATTRIBUTE) + 2
    out: dict[str, Value] = {}
    for key in keys:
        if key.startswith(f"{ATTRIBUTE}["):
            out[key] = source.own.get(key[start:-2])
        else:
            way = _WAYS.get(key)
            out[key] = None if way is None else way(source)
    return out


def attributes(tx: Tx) -> tuple[str, ...]:
    """The names of the desk's own fields of accounts, in their order."""
    found = tx.execute(text("SELECT key FROM attribute ORDER BY position, key"))
    return tuple(str(key) for (key,) in found)


@dataclass(frozen=True)
class Shared:
    """What is the same for every account of a desk, each thing read once."""

    tx: Tx

    @cached_property
    def metrics(self) -> Mapping[str, Metric]:
        """Every metric by its key."""
        return metrics(self.tx)

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Rows of metrics by their keys."""
        return pairs(self.tx, "SELECT metric, id FROM metric")

    @cached_property
    def settings(self) -> DeskSettings:
        """The desk's settings."""
        return settings.read(self.tx)


@dataclass(frozen=True)
class _Source:
    """Reads what is asked of it, each thing once."""

    shared: Shared
    circle: Circle
    contact_id: str

    @property
    def tx(self) -> Tx:
        return self.shared.tx

    @property
    def day(self) -> int:
        return self.circle.day

    @property
    def _asked(self) -> dict[str, int]:
        return {"account": self.circle.account, "day": self.day}

    @cached_property
    def person(self) -> Person | None:
        everybody = self.circle.people
        return next((one for one in everybody if one.contact_id == self.contact_id), None)

    @cached_property
    def name(self) -> str:
        return str(self.tx.execute(text(_NAME), self._asked).scalar_one())

    @cached_property
    def own(self) -> Mapping[str, str | None]:
        """Fields of the account in words: days as days, figures as figures."""
        found = self.tx.execute(text(_OWN), self._asked)
        return {key: _in_words(kind, value) for key, kind, value in found}

    @cached_property
    def raw(self) -> Mapping[str, str | None]:
        return {key: value for key, _, value in self.tx.execute(text(_OWN), self._asked)}

    @cached_property
    def contracts(self) -> tuple[tuple[str | None, float | None, float | None, int | None], ...]:
        found = self.tx.execute(text(_CONTRACTS), self._asked)
        return tuple((product, seats, arr, end) for product, seats, arr, end in found)

    @cached_property
    def tickets(self) -> tuple[tuple[str, str, int], ...]:
        found = self.tx.execute(text(_TICKETS), self._asked)
        return tuple((subject, priority, on) for subject, priority, on in found)

    @cached_property
    def left(self) -> Person | None:
        gone = [one for one in self.circle.people if one.gone(self.day)]
        return max(gone, key=_left, default=None)

    @cached_property
    def features(self) -> tuple[tuple[str, float], ...]:
        """Features and how much each was used in the last weeks, most first."""
        known = {key: one for key, one in self.shared.metrics.items() if one.feature}
        used = self.used(tuple(known), _WINDOW)
        named = [(known[key].name or key, float(np.nansum(used[key]))) for key in known]
        return tuple(sorted(named, key=_least_last))

    def used(
        self, keys: tuple[str, ...], days: int
    ) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
        """Values of metrics in the days up to the day; NaN where there is none."""
        ids = {key: row for key, row in self.shared.columns.items() if key in keys}
        out = {key: np.full(days, np.nan) for key in keys}
        if not ids:
            return out
        row, first = self.circle.account, self.day - days + 1
        listed = list(ids.values())
        span = (first, self.day)
        for block in usage_table.blocks(self.tx, listed, accounts=(row, row), days=span):
            for _, on, *given in block:
                for key, value in zip(ids, given, strict=True):
                    out[key][on - first] = np.nan if value is None else value
        return out

    @property
    def last(self) -> people.Touch | None:
        touches = self.circle.touches
        return touches[-1] if touches else None

    @property
    def renewal(self) -> int | None:
        ends = [end for *_, end in self.contracts if end is not None]
        return min(ends, default=None)

    def of(self, to: str) -> str | None:
        """The name of who fits as recipient."""
        one = recipients.pick_of(self.tx, self.circle, to)
        return None if one is None else one.name


def _left(one: Person) -> int:
    return one.left_on or 0


def _least_last(one: tuple[str, float]) -> tuple[float, str]:
    return -one[1], one[0]


def _first_name(name: str) -> str | None:
    """The name one is called by: "Dana" of "Dana Ortiz" and of "Ortiz, Dana"; no titles."""
    told = name.split(",", 1)[1] if "," in name else name
    words = [one for one in told.split() if one.rstrip(".").casefold() not in _TITLES]
    return None if not words or "@" in name else words[0]


_TITLES: Final = frozenset({"dr", "mr", "mrs", "ms", "prof", "herr", "frau", "mme", "mlle", "sir"})


def _in_words(kind: str, value: str | None) -> str | None:
    if not value:
        return None
    if kind == "day":
        return _day_words(value)
    if kind == "number":
        try:
            return number(float(value))
        except ValueError:
            return value
    return {"true": "yes", "false": "no"}.get(value, value) if kind == "boolean" else value


def _day_words(value: str) -> str:
    day = people_reading.day_of(value)
    return value if day is None else long_date(day)


def _person(name: str) -> Callable[[_Source], Value]:
    def read(source: _Source) -> Value:
        return None if source.person is None else getattr(source.person, name) or None

    return read


def _own(key: str) -> Callable[[_Source], Value]:
    def read(source: _Source) -> Value:
        return source.own.get(key)

    return read


def _role(to: str) -> Callable[[_Source], Value]:
    def read(source: _Source) -> Value:
        return source.of(to)

    return read


def _feature(at: int) -> Callable[[_Source], Value]:
    def read(source: _Source) -> Value:
        used = [name for name, much in source.features if much > 0]
        return used[at] if at < len(used) else None

    return read


def _first(source: _Source) -> Value:
    return None if source.person is None else _first_name(source.person.name)


def _full(source: _Source) -> Value:
    one = source.person
    return None if one is None or one.name in (one.email, one.contact_id) else one.name


def _product(source: _Source) -> Value:
    return next((product for product, *_ in source.contracts if product), None)


def _seats(source: _Source) -> Value:
    known = [seats for _, seats, *_ in source.contracts if seats is not None]
    return sum(known) if known else None


def _started(source: _Source) -> int | None:
    told = source.raw.get("started_on")
    return people_reading.day_of(told) if told else None


def _customer_for(source: _Source) -> Value:
    start = _started(source)
    if start is None or start > source.day:
        return None
    months = (source.day - start) // 30.4375
    return count_of(months // 12, "year") if months >= 12 else count_of(months, "month")


def _left_name(source: _Source) -> Value:
    return None if source.left is None else source.left.name


def _left_first(source: _Source) -> Value:
    return None if source.left is None else _first_name(source.left.name)


def _unused(source: _Source) -> Value:
    known = source.features
    if not any(much > 0 for _, much in known):
        return None
    return next((name for name, much in known if much <= 0), None)


def _most_used(source: _Source) -> Value:
    return [name for name, much in source.features if much > 0][:3]


def _active(source: _Source) -> Value:
    known = source.shared.metrics
    key = next((one for one in _ACTIVE if one in known), None)
    if key is None:
        return None
    week = source.used((key,), _WEEK)[key]
    return None if np.isnan(week).all() else round(float(np.nanmean(week)))


def _last_used(source: _Source) -> Value:
    days = text("SELECT max(day) FROM usage WHERE account_id = :account AND day <= :day")
    found = source.tx.execute(days, source._asked).scalar()  # noqa: SLF001 - of this module
    return None if found is None else long_date(int(found))


def _touched(source: _Source) -> Value:
    return None if source.last is None else long_date(source.last.day)


def _since(source: _Source) -> Value:
    return None if source.last is None else source.day - source.last.day


def _subject(source: _Source) -> Value:
    told = (one.subject for one in reversed(source.circle.touches) if one.subject)
    return next(told, None)


def _open(source: _Source) -> Value:
    return len(source.tickets)


def _oldest(source: _Source) -> Value:
    return source.tickets[0][0] or None if source.tickets else None


def _tickets(source: _Source) -> Value:
    return [
        {
            "subject": subject or "without a subject",
            "priority": priority,
            "opened_on": long_date(on),
            "days": str(source.day - on),
        }
        for subject, priority, on in source.tickets
    ]


def _renewal(source: _Source) -> Value:
    return None if source.renewal is None else long_date(source.renewal)


def _to_renewal(source: _Source) -> Value:
    return None if source.renewal is None else source.renewal - source.day


def _arr(source: _Source) -> Value:
    known = [arr for _, _, arr, _ in source.contracts if arr is not None]
    told = source.raw.get("arr")
    try:
        amount = sum(known) if known else float(told or "")
    except ValueError:
        return None
    code = source.raw.get("currency") or source.shared.settings.currency
    if code in _SYMBOLS:
        return f"{_SYMBOLS[code]}{number(amount)}"
    return f"{number(amount)} {code}".strip()


def _me(source: _Source) -> Value:
    return source.shared.settings.person or None


def _name(source: _Source) -> Value:
    return source.name


def _today(source: _Source) -> Value:
    return long_date(source.day)


def _weekday(source: _Source) -> Value:
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return names[to_date(source.day).weekday()]


_WAYS: Final[Mapping[str, Callable[[_Source], Value]]] = {
    "first_name": _first,
    "full_name": _full,
    "title": _person("title"),
    "role": _person("role"),
    "account": _name,
    "product": _product,
    "stage": _own("stage"),
    "tier": _own("tier"),
    "industry": _own("industry"),
    "region": _own("region"),
    "seats": _seats,
    "started_on": _own("started_on"),
    "customer_for": _customer_for,
    "champion": _role("champion"),
    "sponsor": _role("sponsor"),
    "decision_maker": _role("decision maker"),
    "admin": _role("admin"),
    "left_contact": _left_name,
    "left_contact_first_name": _left_first,
    "successor": _role("successor"),
    "top_feature_1": _feature(0),
    "top_feature_2": _feature(1),
    "top_feature_3": _feature(2),
    "unused_feature": _unused,
    "active_users": _active,
    "last_used_on": _last_used,
    "top_features": _most_used,
    "last_touch_on": _touched,
    "days_since_touch": _since,
    "last_subject": _subject,
    "open_tickets": _open,
    "oldest_ticket": _oldest,
    "tickets": _tickets,
    "renewal_on": _renewal,
    "days_to_renewal": _to_renewal,
    "arr": _arr,
    "my_name": _me,
    "owner": _own("owner"),
    "today": _today,
    "weekday": _weekday,
}
