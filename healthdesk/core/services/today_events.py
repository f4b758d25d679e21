"""The events of the days since somebody last looked: tickets, answers, milestones, outcomes.

Only facts of days after the last look and up to the day asked about. Not here: the score's own
moves (domain/today.py), trends and people (today.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.today import Reason
from healthdesk.core.services.wording import number, short_date
from healthdesk.core.store.db import Tx

SILENT: Final = 30
"""Days without a word from them after which an answer is news."""
_LOOK_BACK: Final = 400
_QUOTE: Final = 90
_TICKETS: Final = (
    "SELECT a.account_id, t.ticket_id, t.opened_on, t.subject FROM ticket t"
    " JOIN account a ON a.id = t.account_id"
    " WHERE t.opened_on > :since AND t.opened_on <= :day AND t.priority = 'urgent'"
    " AND (t.closed_on IS NULL OR t.closed_on > :day) ORDER BY t.opened_on DESC, t.id"
)
_ANSWERS: Final = (
    "SELECT a.account_id, s.response_id, s.kind, s.rating, s.comment, s.day, c.name FROM survey s"
    " JOIN account a ON a.id = s.account_id LEFT JOIN contact c ON c.id = s.contact_id"
    " WHERE s.day > :since AND s.day <= :day AND ((s.kind = 'nps' AND s.rating <= 6)"
    " OR (s.kind = 'csat' AND s.rating <= 2)) ORDER BY s.rating, s.day DESC, s.id"
)
_MILESTONES: Final = (
    "SELECT a.account_id, m.milestone, m.done_on FROM milestone m"
    " JOIN account a ON a.id = m.account_id WHERE m.done_on > :since AND m.done_on <= :day"
)
_OUTCOMES: Final = (
    "SELECT a.account_id, o.kind, o.day, o.arr_change FROM outcome o"
    " JOIN account a ON a.id = o.account_id WHERE o.day > :since AND o.day <= :day"
    " AND o.kind <> 'churned' ORDER BY o.day DESC, o.id"
)
_WAYS: Final = {"renewed": (1, 0.5), "expanded": (1, 0.5), "downgraded": (-1, 0.6)}
"""By outcome: whether it is better or worse, and how strong a reason it is."""
_REPLIES: Final = (
    "WITH recent AS (SELECT account_id, min(day) AS day FROM touchpoint"
    " WHERE direction = 'inbound' AND day > :since AND day <= :day GROUP BY account_id)"
    " SELECT a.account_id, r.day, (SELECT max(t.day) FROM touchpoint t"
    "  WHERE t.account_id = r.account_id AND t.direction = 'inbound' AND t.day <= :since"
    "  AND t.day > :since - :back) FROM recent r JOIN account a ON a.id = r.account_id"
)


def events(tx: Tx, day: int, since: int) -> Iterator[tuple[str, Reason]]:
    """What happened after one day and up to another, with the account's id."""
    asked = {"day": day, "since": since}
    for account, ticket, opened, subject in tx.execute(text(_TICKETS), asked):
        about = f": \u201c{_line(subject)}\u201d" if subject else f", {ticket}"
        words = f"Urgent ticket opened on {short_date(opened)}{about}"
        yield account, Reason(-1, 0.8, "Ticket urgent", words, f"ticket:{ticket}")
    for account, answer, kind, rating, comment, when, who in tx.execute(text(_ANSWERS), asked):
        by, said = f" from {who}" if who else "", _quoted(comment)
        words = f"{kind.upper()} {number(rating)} on {short_date(when)}{by}{said}"
        tag = "New detractor" if kind == "nps" else "Unhappy answer"
        yield account, Reason(-1, 0.6, tag, words, f"survey:{answer}")
    for account, name, when in tx.execute(text(_MILESTONES), asked):
        words = f"{name} reached on {short_date(when)}"
        yield account, Reason(1, 0.45, "Milestone", words, f"milestone:{name}")
    for account, kind, when, change in tx.execute(text(_OUTCOMES), asked):
        yield account, _outcome(kind, when, change)
    for account, when, last in tx.execute(text(_REPLIES), {**asked, "back": _LOOK_BACK}):
        if last is not None and when - last > SILENT:
            words = f"They wrote on {short_date(when)}, after {when - last} days"
            yield account, Reason(1, 0.4, "Back in touch", words, f"reply:{when}", soft=True)


def _outcome(kind: str, day: int, change: float | None) -> Reason:
    way, weight = _WAYS[kind]
    tag = kind.capitalize()
    sign = "+" if change is not None and change > 0 else ""
    arr = f", ARR {sign}{number(change)}" if change else ""
    return Reason(
        way, weight, tag, f"{tag} on {short_date(day)}{arr}", f"{kind}:{day}", soft=way > 0
    )


def _quoted(comment: str | None) -> str:
    return f": \u201c{_line(comment)}\u201d" if comment else ""


def _line(words: str | None) -> str:
    """The beginning of somebody's words on one line."""
    one = " ".join((words or "").split())
    return one if len(one) <= _QUOTE else one[: _QUOTE - 1].rstrip() + "…"
