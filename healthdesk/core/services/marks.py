"""What happened on the days of a history: the marks on its chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.views import DayScore, Mark
from healthdesk.core.services import profiles, trends
from healthdesk.core.services.wording import long_date, number
from healthdesk.core.store.db import Tx

_EVENTS: Final = {
    "touch": (
        "SELECT t.day, t.kind"
        " || CASE WHEN coalesce(t.subject, '') = '' THEN '' ELSE ': ' || t.subject END"
        " FROM touchpoint t JOIN account a ON a.id = t.account_id"
        " WHERE a.account_id = :account AND t.day BETWEEN :first AND :last AND t.kind <> 'note'"
    ),
    "ticket": (
        "SELECT t.opened_on, t.priority || ' ticket'"
        " || CASE WHEN coalesce(t.subject, '') = '' THEN '' ELSE ': ' || t.subject END"
        " FROM ticket t JOIN account a ON a.id = t.account_id"
        " WHERE a.account_id = :account AND t.opened_on BETWEEN :first AND :last"
    ),
    "outcome": (
        "SELECT o.day, o.kind"
        " || CASE WHEN coalesce(o.reason, '') = '' THEN '' ELSE ': ' || o.reason END"
        " FROM outcome o JOIN account a ON a.id = o.account_id"
        " WHERE a.account_id = :account AND o.day BETWEEN :first AND :last"
    ),
    "milestone": (
        "SELECT m.done_on, 'milestone: ' || m.milestone FROM milestone m"
        " JOIN account a ON a.id = m.account_id"
        " WHERE a.account_id = :account AND m.done_on BETWEEN :first AND :last"
    ),
    "work": (
        "SELECT t.done_on, 'task done: ' || t.title FROM task t JOIN account a"
        " ON a.id = t.account_id"
        " WHERE a.account_id = :account AND t.done_on BETWEEN :first AND :last"
        " UNION ALL SELECT p.made_on, 'get-well plan: ' || p.problem FROM plan p"
        " JOIN account a ON a.id = p.account_id"
        " WHERE a.account_id = :account AND p.made_on BETWEEN :first AND :last"
        " UNION ALL SELECT p.closed_on, 'plan closed (' || p.closed_how || '): ' || p.problem"
        " FROM plan p JOIN account a ON a.id = p.account_id"
        " WHERE a.account_id = :account AND p.closed_on BETWEEN :first AND :last"
        " UNION ALL SELECT r.start_day, 'playbook started: ' || r.name FROM run r"
        " JOIN account a ON a.id = r.account_id"
        " WHERE a.account_id = :account AND r.start_day BETWEEN :first AND :last"
        " UNION ALL SELECT r.ended_on, 'playbook ' || r.status || ': ' || r.name FROM run r"
        " JOIN account a ON a.id = r.account_id"
        " WHERE a.account_id = :account AND r.ended_on BETWEEN :first AND :last"
        " UNION ALL SELECT f.day, 'play fired: ' || f.play FROM firing f"
        " JOIN account a ON a.id = f.account_id WHERE a.account_id = :account"
        " AND f.state NOT IN ('passed', 'withdrawn') AND f.day BETWEEN :first AND :last"
    ),
}
_ANSWERS: Final = (
    "SELECT s.day, s.kind, s.rating FROM survey s JOIN account a ON a.id = s.account_id"
    " WHERE a.account_id = :account AND s.day BETWEEN :first AND :last"
)
_OVERRIDES: Final = (
    "SELECT o.first_day, o.until_day, o.reason FROM score_override o JOIN account a"
    " ON a.id = o.account_id WHERE a.account_id = :account"
    " AND o.first_day <= :last AND o.until_day >= :first"
)


def marks(
    tx: Tx, account_id: str, first: int, last: int, days: Sequence[DayScore]
) -> tuple[Mark, ...]:
    """The marks of an account's history, in the order of days."""
    asked = {"account": account_id, "first": first, "last": last}
    out = [
        Mark(day, kind, words[:1].upper() + words[1:])
        for kind, sql in _EVENTS.items()
        for day, words in tx.execute(text(sql), asked)
    ]
    for day, kind, rating in tx.execute(text(_ANSWERS), asked):
        out.append(Mark(day, "survey", f"{kind.upper()} {number(rating)}"))
    for start, until, reason in tx.execute(text(_OVERRIDES), asked):
        out.append(Mark(start, "override", f"Set by hand until {long_date(until)}: {reason}"))
        out.append(Mark(until + 1, "override", "Override ended"))
    out += _profiles(tx, days)
    return tuple(
        sorted(
            (one for one in out if first <= one.day <= last), key=lambda one: (one.day, one.kind)
        )
    )


def trend_marks(tx: Tx, account_id: str, first: int, last: int) -> tuple[Mark, ...]:
    """Where use dipped, rose or stopped, as of the last day; apart, for it takes longer."""
    return tuple(
        Mark(one.first, "trend", one.text)
        for one in sorted(trends.events(tx, account_id, last), key=lambda one: one.first)
        if first <= one.first <= last and not one.muted
    )


def _profiles(tx: Tx, days: Sequence[DayScore]) -> list[Mark]:
    """Days on which a version was published, and days on which another profile began to score."""
    used = {one.profile for one in days}
    names = profile_names(tx, used)
    published = [
        Mark(one.day, "profile", f"v{one.version}: {one.reason}")
        for one in profiles.versions(tx)
        if one.profile in used and one.version > 1
    ]
    changed = [
        Mark(
            after.day,
            "profile",
            switched(names, before.profile, after.profile),
        )
        for before, after in pairwise(days)
        if before.profile != after.profile and before.profile and after.profile
    ]
    return published + changed


def profile_names(tx: Tx, used: Iterable[str]) -> dict[str, str]:
    """What profiles are called, by key; one that is no longer published by its key."""
    return {key: key for key in used} | {
        one.profile.key: one.profile.name for one in profiles.published(tx)
    }


def switched(names: Mapping[str, str], before: str, after: str) -> str:
    """That an account is scored by another profile, in words."""
    return f"Profile switched: {names[before]} to {names[after]}"
