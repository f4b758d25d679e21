"""The story of an account as of a day: touches, answers, tickets, work, contracts in one stream.

What is shown for a day comes from facts of that day or before. Not here: moves of the score, which
take longer (timeline_moves.py); what is filtered and in which order (domain/timeline.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.attendance import Meeting
from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.stamp import found_words
from healthdesk.core.domain.timeline import Entry, Person, Timeline, ToneFrom, newest_first
from healthdesk.core.domain.touch import KIND_WORDS, NOTE, TOUCH_ICONS, tone_word
from healthdesk.core.services import attendance, band_names, handover_inherited, stamp_rules
from healthdesk.core.services.timeline_work import work_entries
from healthdesk.core.services.wording import begun, count_of, long_date, number
from healthdesk.core.store.db import Tx

_WAYS: Final = {"inbound": " from them", "outbound": " from us"}
_EVER: Final = 2**31
"""A day after all others."""
_TOPS: Final = {"nps": 10, "csat": 5, "ces": 7}


@dataclass(frozen=True)
class _Asked:
    """An account, the day in view, its people, and the tones that a person set."""

    account: int
    day: int
    people: Mapping[int, Person]
    marked: frozenset[tuple[str, int]]

    def who(self, rows: Iterable[int | None]) -> tuple[Person, ...]:
        return tuple(self.people[row] for row in rows if row is not None and row in self.people)

    def tone(self, table: str, found: Mapping[str, Any]) -> tuple[float | None, ToneFrom]:
        """A tone and where it comes from; a person's or the source's wins over an estimate."""
        if found["sentiment"] is not None:
            by_hand = found["batch_id"] is None or (table, found["id"]) in self.marked
            return found["sentiment"], "hand" if by_hand else "said"
        if found["sentiment_estimated"] is not None:
            return found["sentiment_estimated"], "estimated"
        return None, ""


def read(tx: Tx, account_id: str, day: int) -> Timeline:
    """The story of an account as it stood on a day, without the moves of its score."""
    found = tx.execute(
        text("SELECT id, name FROM account WHERE account_id = :name"), {"name": account_id}
    ).one_or_none()
    if found is None:
        raise NotFound(f"There is no account {account_id}.")
    account, name = found
    contacts = {
        row: (contact, called or email or contact)
        for row, contact, called, email in tx.execute(
            text(
                "SELECT id, contact_id, name, email FROM contact WHERE account_id = :account"
                " ORDER BY coalesce(name, email, contact_id)"
            ),
            {"account": account},
        )
    }
    marked = tx.execute(text("SELECT table_name, row_id FROM hand_edit WHERE field = 'sentiment'"))
    asked = _Asked(
        account,
        day,
        {**_others(tx, account, contacts), **contacts},
        frozenset((table, row) for table, row in marked),
    )
    entries = [entry for make in _MAKERS for entry in make(tx, asked)]
    entries += work_entries(tx, account, day, asked.people)
    return Timeline(account_id, day, newest_first(entries), tuple(contacts.values()), name)


def _others(tx: Tx, account: int, known: Mapping[int, Person]) -> dict[int, Person]:
    """People of other accounts who take part in this one's touches and tickets."""
    told = tx.execute(
        text("SELECT contacts FROM touchpoint WHERE account_id = :account AND contacts <> ''"),
        {"account": account},
    )
    rows = {int(part) for (joined,) in told for part in joined.split(";") if part}
    rows |= {one for met in attendance.of_account(tx, account, _EVER) for one in met.asked}
    rows -= set(known)
    out = {}
    for row in rows:
        found = tx.execute(
            text(
                "SELECT contact_id, coalesce(name, email, contact_id) FROM contact WHERE id = :row"
            ),
            {"row": row},
        ).one_or_none()
        if found is not None:
            out[row] = (found[0], found[1])
    return out


def _rows(tx: Tx, sql: str, asked: _Asked) -> Iterator[Mapping[str, Any]]:
    values = {"account": asked.account, "day": asked.day}
    for row in tx.execute(text(sql), values).mappings():
        yield dict(row)


def _touches(tx: Tx, asked: _Asked) -> Iterator[Entry]:
    sql = "SELECT * FROM touchpoint WHERE account_id = :account AND day <= :day"
    meetings = {one.row: one for one in attendance.of_account(tx, asked.account, asked.day)}
    colleagues = handover_inherited.touched_by(tx)
    for found in _rows(tx, sql, asked):
        kind, subject = found["kind"], found["subject"] or ""
        internal = kind == NOTE
        told = KIND_WORDS.get(kind, kind) + ("" if internal else _WAYS.get(found["direction"], ""))
        rows = [int(part) for part in found["contacts"].split(";") if part]
        tone, tone_from = asked.tone("touchpoint", found)
        yield Entry(
            f"touchpoint:{found['id']}",
            "note" if internal else "touch",
            TOUCH_ICONS.get(kind, "message"),
            found["day"],
            f"{told}: {subject}" if subject else told,
            found["body"] or "",
            asked.who(rows),
            "touchpoint",
            found["id"],
            tone,
            tone_from,
            own=found["batch_id"] is None,
            at=found["at"] or "",
            came=_came(asked, meetings.get(found["id"])),
            more=_by(colleagues.get(found["touchpoint_id"], "")),
        )


def _by(colleague: str) -> tuple[tuple[str, str], ...]:
    return (("By", colleague),) if colleague else ()


def _came(asked: _Asked, meeting: Meeting | None) -> str:
    """Who came to a meeting: "3 of 5 came; not: Ada, Milla"; "" where nobody wrote it down."""
    if meeting is None or not meeting.told:
        return ""
    away = [name for _, name in asked.who(meeting.missed)]
    count = len(meeting.asked) - len(meeting.missed)
    told = f"{count} of {len(meeting.asked)} came"
    return f"{told}; not: {', '.join(away)}" if away else told


def _answers(tx: Tx, asked: _Asked) -> Iterator[Entry]:
    sql = "SELECT * FROM survey WHERE account_id = :account AND day <= :day"
    for found in _rows(tx, sql, asked):
        kind = found["kind"]
        tone, tone_from = asked.tone("survey", found)
        yield Entry(
            f"survey:{found['id']}",
            "answer",
            "clipboard-text",
            found["day"],
            f"{kind.upper()} answer: {number(found['rating'])} of {_TOPS[kind]}",
            found["comment"] or "",
            asked.who([found["contact_id"]]),
            "survey",
            found["id"],
            tone,
            tone_from,
            at=found["at"] or "",
        )


def _tickets(tx: Tx, asked: _Asked) -> Iterator[Entry]:
    sql = "SELECT * FROM ticket WHERE account_id = :account AND opened_on <= :day"
    for found in _rows(tx, sql, asked):
        subject = f": {found['subject']}" if found["subject"] else ""
        closed = found["closed_on"]
        done = closed is not None and closed <= asked.day
        tone, tone_from = asked.tone("ticket", found)
        people = asked.who([found["contact_id"]])
        spent = (closed if done else asked.day) - found["opened_on"]
        state = (
            f"closed {_after(spent)}"
            if done
            else (f"open for {count_of(spent, 'day')}" if spent else "opened on this day")
        )
        more = (("Priority", found["priority"]), ("State", state))
        yield Entry(
            f"ticket:{found['id']}",
            "ticket",
            "ticket",
            found["opened_on"],
            f"{begun(found['priority'])} ticket opened{subject}",
            found["body"] or "",
            people,
            "ticket",
            found["id"],
            tone,
            tone_from,
            at=found["opened_at"] or "",
            more=more,
        )
        if done:
            yield Entry(
                f"ticket:{found['id']}:closed",
                "ticket",
                "circle-check",
                closed,
                f"Ticket closed {_after(spent)}{subject}",
                "",
                people,
                "ticket",
                found["id"],
                at=found["closed_at"] or "",
                more=more[:1],
            )


def _after(days: int) -> str:
    return f"after {count_of(days, 'day')}" if days else "on the same day"


def _mentions(tx: Tx, asked: _Asked) -> Iterator[Entry]:
    sql = "SELECT * FROM mention WHERE account_id = :account AND day <= :day"
    for found in _rows(tx, sql, asked):
        by = f" by {found['author']}" if found["author"] else ""
        tone, tone_from = asked.tone("mention", found)
        yield Entry(
            f"mention:{found['id']}",
            "mention",
            "message",
            found["day"],
            f"Mentioned in {found['channel']}{by}",
            found["text"] or "",
            (),
            "mention",
            found["id"],
            tone,
            tone_from,
            more=(("Link", found["link"]),) if found["link"] else (),
        )


def _pulses(tx: Tx, asked: _Asked) -> Iterator[Entry]:
    sql = "SELECT * FROM pulse WHERE account_id = :account AND day <= :day"
    for found in _rows(tx, sql, asked):
        by = f" of {found['by']}" if found["by"] else ""
        yield Entry(
            f"pulse:{found['id']}",
            "pulse",
            "heartbeat",
            found["day"],
            f"Pulse{by}: {tone_word(found['value']).lower()}",
            found["note"] or "",
            (),
            "pulse",
            found["id"],
        )


def _milestones(tx: Tx, asked: _Asked) -> Iterator[Entry]:
    sql = "SELECT * FROM milestone WHERE account_id = :account"
    kept = list(_rows(tx, sql, asked))
    ruled = stamp_rules.behind(tx, [found["id"] for found in kept])
    for found in kept:
        due, done, what = found["due_on"], found["done_on"], found["milestone"]
        at = {"table": "milestone", "row": found["id"]}
        if due is not None and due < asked.day and (done is None or done > due):
            yield Entry(
                f"milestone:{found['id']}:due",
                "milestone",
                "clock-exclamation",
                due,
                f"Milestone not reached in time: {what}",
                **at,
            )
        if done is not None and done <= asked.day:
            late = "" if due is None or done <= due else f", {count_of(done - due, 'day')} late"
            yield Entry(
                f"milestone:{found['id']}",
                "milestone",
                "flag",
                done,
                f"Milestone reached{late}: {what}",
                found_words(ruled[found["id"]]) if found["id"] in ruled else "",
                **at,
            )


def _outcomes(tx: Tx, asked: _Asked) -> Iterator[Entry]:
    sql = "SELECT * FROM outcome WHERE account_id = :account AND day <= :day"
    for found in _rows(tx, sql, asked):
        change = found["arr_change"]
        sized = "" if not change else f", {'+' if change > 0 else ''}{number(change)} a year"
        yield Entry(
            f"outcome:{found['id']}",
            "contract",
            "door-exit" if found["kind"] == "churned" else "refresh",
            found["day"],
            f"{begun(found['kind'])}{sized}",
            found["reason"] or "",
            (),
            "outcome",
            found["id"],
        )


def _subscriptions(tx: Tx, asked: _Asked) -> Iterator[Entry]:
    sql = "SELECT * FROM subscription WHERE account_id = :account AND start <= :day"
    for found in _rows(tx, sql, asked):
        what = found["product"] or "Subscription"
        told = [
            *([f"{number(found['seats'])} seats"] if found["seats"] is not None else []),
            *([f"{number(found['arr'])} a year"] if found["arr"] is not None else []),
            *([f"until {long_date(found['end'])}"] if found["end"] is not None else []),
        ]
        for suffix, day, verb in (("", found["start"], "began"), (":end", found["end"], "ended")):
            if day is not None and day <= asked.day:
                yield Entry(
                    f"subscription:{found['id']}{suffix}",
                    "contract",
                    "file-text",
                    day,
                    f"{what} {verb}",
                    ", ".join(told if not suffix else told[:2]),
                    (),
                    "subscription",
                    found["id"],
                )


def _invoices(tx: Tx, asked: _Asked) -> Iterator[Entry]:
    """Invoices that were not paid when they were due."""
    sql = (
        "SELECT * FROM invoice WHERE account_id = :account AND due_on < :day"
        " AND (paid_on IS NULL OR paid_on > due_on)"
    )
    for found in _rows(tx, sql, asked):
        paid, due = found["paid_on"], found["due_on"]
        settled = paid is not None and paid <= asked.day
        late = count_of((paid if settled else asked.day) - due, "day")
        size = "" if found["amount"] is None else f" over {number(found['amount'])}"
        told = f"paid {late} late" if settled else f"{late} overdue and not paid"
        yield Entry(
            f"invoice:{found['id']}",
            "contract",
            "file-invoice",
            due + 1,
            f"Invoice {found['invoice_id']}{size} not paid in time",
            begun(told),
            (),
            "invoice",
            found["id"],
        )


def _overrides(tx: Tx, asked: _Asked) -> Iterator[Entry]:
    sql = "SELECT * FROM score_override WHERE account_id = :account AND first_day <= :day"
    names = band_names.read(tx)
    for found in _rows(tx, sql, asked):
        value = names.of(found["band"]) if found["band"] else number(found["score"])
        by = f" by {found['by']}" if found["by"] else ""
        at = {"table": "score_override", "row": found["id"]}
        yield Entry(
            f"score_override:{found['id']}",
            "score",
            "hand-stop",
            found["first_day"],
            f"Score set by hand{by}: {value}, until {long_date(found['until_day'])}",
            found["reason"],
            **at,
        )
        if found["until_day"] < asked.day:
            yield Entry(
                f"score_override:{found['id']}:end",
                "score",
                "hand-stop",
                found["until_day"] + 1,
                f"Score set by hand ended: {value}",
                **at,
            )


_Make = Callable[[Tx, _Asked], Iterator[Entry]]
_MAKERS: Final[tuple[_Make, ...]] = (
    _touches,
    _answers,
    _tickets,
    _mentions,
    _pulses,
    _milestones,
    _outcomes,
    _subscriptions,
    _invoices,
    _overrides,
)
