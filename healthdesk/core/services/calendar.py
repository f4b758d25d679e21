"""Calendars: tasks and renewals as .ics, and meetings of an .ics as touchpoints to confirm.

What is written is the same for the same desk and day, byte for byte. Repeating meetings count
once, on their first day; definitions of time zones in a file are not run (a hostile one never
ends), only their names are looked up.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text

from healthdesk.core.domain.brought import Brought, Reader, one_line, prose
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.services.wording import count_of, number
from healthdesk.core.store.db import Tx

if TYPE_CHECKING:  # a quarter of a second: only who reads or writes a calendar waits for it
    from icalendar import Event

LIMIT: Final = 5_000_000
"""Bytes of a calendar that is read."""
EVENTS: Final = 2_000
"""Meetings of one file that are looked at."""
_BY_HAND: Final = "Log the meeting by hand."
_PRODUCT: Final = "-//HealthDesk//Tasks and renewals//EN"
_AWAY: Final = frozenset({"DECLINED", "DELEGATED"})
"""Answers of who does not come."""
_ANSWERS: Final = frozenset({"ACCEPTED", "TENTATIVE", "COMPLETED", "IN-PROCESS", *_AWAY})
_THINGS: Final = frozenset({"ROOM", "RESOURCE"})
_FOLD: Final = re.compile(rb"\r?\n[ \t]")
_TASKS: Final = (
    "SELECT t.id, t.title, t.note, t.due_on, a.account_id, a.name FROM task AS t"
    " LEFT JOIN account AS a ON a.id = t.account_id"
    " WHERE t.due_on IS NOT NULL AND t.made_on <= :day AND coalesce(t.done_on > :day, 1)"
    " AND coalesce(t.dropped_on > :day, 1) AND :account IN ('', a.account_id)"
    " ORDER BY t.due_on, t.id"
)
_RENEWALS: Final = (
    "SELECT a.account_id, a.name, s.end, sum(s.arr), count(*) FROM subscription AS s"
    " JOIN account AS a ON a.id = s.account_id"
    " WHERE s.start <= :day AND s.end > :day AND :account IN ('', a.account_id)"
    " GROUP BY a.account_id, s.end ORDER BY s.end, a.account_id"
)


def export(tx: Tx, day: int, account_id: str = "", only: Collection[int] | None = None) -> bytes:
    """Open tasks with a due day and renewals to come, of one account or of all, as a calendar.

    `only`: these tasks and no renewals.
    """
    from icalendar import Calendar  # noqa: PLC0415 - slow to import, and only needed here

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    asked = {"day": day, "account": account_id}
    for row, title, note, due, account, name in tx.execute(text(_TASKS), asked):
        if only is not None and row not in only:
            continue
        summary = f"{title} ({name})" if name else title
        calendar.add_component(_event(day, due, f"task-{row}-{account or 'desk'}", summary, note))
    renewals = () if only is not None else tx.execute(text(_RENEWALS), asked)
    for account, name, end, arr, many in renewals:
        told = count_of(many, "subscription")
        words = told if arr is None else f"{told}, {number(arr)} a year"
        summary = f"Renewal: {name}"
        calendar.add_component(_event(day, end, f"renewal-{account}-{end}", summary, words))
    return bytes(calendar.to_ical())


def save(
    tx: Tx, path: Path, day: int, account_id: str = "", only: Collection[int] | None = None
) -> int:
    """Write that calendar to a file; returns how many entries it has."""
    content = export(tx, day, account_id, only)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise DeskError(
            f"{path.name} could not be written: {error.strerror or error}.",
            "Choose another folder.",
        ) from error
    return content.count(b"BEGIN:VEVENT")


def _event(day: int, on: int, key: str, summary: str, words: str) -> Event:
    from icalendar import Event  # noqa: PLC0415 - slow to import, and only needed here

    event = Event()
    event.add("uid", f"{key}@healthdesk.invalid")
    event.add("dtstamp", datetime.combine(to_date(day), time(), UTC))
    event.add("dtstart", to_date(on))
    event.add("dtend", to_date(on + 1))
    event.add("summary", one_line(summary))
    event.add("transp", "TRANSPARENT")
    if words:
        event.add("description", prose(words)[0])
    return event


def looks_like_calendar(content: bytes) -> bool:
    """Whether a text begins as a calendar does."""
    return content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").upper().startswith(b"BEGIN:VCALENDAR")


def read(name: str, content: bytes, reader: Reader) -> tuple[Brought, ...]:
    """The meetings of a calendar as touchpoints, the newest first; odd ones are told."""
    if len(content) > LIMIT:
        return (Brought(name, refused=f"{name} has more than 5 MB and was not read."),)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return (Brought(name, refused=f"{name} is not in UTF-8, as calendars are. {_BY_HAND}"),)
    try:
        found = list(_events(_without_zones(content)))
    except (ValueError, KeyError, IndexError, TypeError, RecursionError, OverflowError):
        return (Brought(name, refused=f"{name} cannot be read as a calendar. {_BY_HAND}"),)
    if not found:
        return (Brought(name, refused=f"{name} holds no meeting."),)
    made = [_meeting(name, event, reader) for event in found[:EVENTS]]
    made.sort(key=lambda one: -1 if one.draft is None else one.draft.day, reverse=True)
    if len(found) > EVENTS:
        left = number(len(found) - EVENTS)
        made.append(Brought(name, refused=f"{left} more meetings of {name} were left out."))
    return tuple(made)


def _without_zones(content: bytes) -> bytes:
    """The calendar without definitions of time zones."""
    out, inside = [], False
    for line in _FOLD.sub(b"", content).splitlines():
        told = line.strip().upper()
        if told == b"BEGIN:VTIMEZONE":
            inside = True
        elif told == b"END:VTIMEZONE":
            inside = False
        elif not inside:
            out.append(line)
    return b"\r\n".join(out) + b"\r\n"


def _events(content: bytes) -> Iterator[Event]:
    from icalendar import Calendar  # noqa: PLC0415 - slow to import, and only needed here

    for calendar in Calendar.from_ical(content, multiple=True):
        yield from calendar.events


def _meeting(name: str, event: Any, reader: Reader) -> Brought:  # noqa: ANN401 - a parsed component
    subject = one_line(_value(event, "SUMMARY"))
    called = f"“{subject}”" if subject else "A meeting without a title"
    if _value(event, "STATUS").upper() == "CANCELLED":
        return Brought(name, refused=f"{called} was cancelled.")
    start = _start(event)
    if start is None:
        return Brought(name, refused=f"{called} has no day that can be read.")
    notes: list[str] = []
    try:
        day, at = _place(start, reader)
    except (OverflowError, ValueError):
        return Brought(name, refused=f"{called} is on a day of no calendar.")
    if day > reader.today:
        return Brought(name, refused=f"{called} is still to come; make a task of it.")
    if event.get("RRULE") is not None:
        ends = "" if _ends(event) else " without end"
        notes.append(f"It repeats{ends}; only its first day is taken.")
    people, asked = _who(event, reader, notes)
    body, cut = prose("\n\n".join(filter(None, (_where(event), _value(event, "DESCRIPTION")))))
    if cut:
        notes.append("Only the beginning of the words is taken.")
    told = f"{_value(event, 'UID') or subject}|{day}|{at or ''}"
    mark = f"meeting-{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:16]}"
    draft = TouchDraft(
        reader.account_id, "meeting", "", day, subject, body, people, at=at, mark=mark, asked=asked
    )
    return Brought(name, draft, tuple(notes))


def _value(event: Any, name: str) -> str:  # noqa: ANN401 - a parsed component
    """A property as text; of several the first."""
    found = event.get(name)
    if isinstance(found, list):
        found = found[0] if found else None
    return "" if found is None else str(found)


def _start(event: Any) -> date | None:  # noqa: ANN401 - a parsed component
    found = event.get("DTSTART")
    if isinstance(found, list):
        found = found[0] if found else None
    try:
        told = getattr(found, "dt", None)
    except ValueError:  # the library keeps what it could not read, and says so when it is asked
        return None
    return told if isinstance(told, date) else None


def _place(start: date, reader: Reader) -> tuple[int, str | None]:
    """Day and instant of a start; a time without a zone is one of the desk's."""
    if not isinstance(start, datetime):
        return to_day(start), None
    known = start if start.tzinfo is not None else start.replace(tzinfo=reader.zone)
    return reader.day_of(known)


def _ends(event: Any) -> bool:  # noqa: ANN401 - a parsed component
    rule = event.get("RRULE")
    rules = rule if isinstance(rule, list) else [rule]
    return all(one is not None and ("UNTIL" in one or "COUNT" in one) for one in rules)


def _who(
    event: Any,  # noqa: ANN401 - a parsed component
    reader: Reader,
    notes: list[str],
) -> tuple[tuple[str, ...], tuple[str, ...] | None]:
    """Who came to a meeting and who was asked, as far as answers to the invitation tell.

    Who said no did not come; of the others it is taken that they came, for the person to set right.
    Where nobody answered, who came is not known: everybody in it is taken for its people.
    """
    guests = list(_guests(event))
    everybody = reader.who(address for address, _, _ in guests)
    if not everybody:
        notes.append("Nobody in it is a contact of this account.")
        return (), None
    asked = reader.who(address for address, role, _ in guests if role != "NON-PARTICIPANT")
    told = {
        who: answer
        for address, _, answer in guests
        for who in reader.who((address,))
        if answer in _ANSWERS
    }
    if not asked or not told:
        return everybody, None
    away = [who for who in asked if told.get(who) in _AWAY]
    silent = sum(who not in told for who in asked)
    if silent:
        verb = "has" if silent == 1 else "have"
        notes.append(f"{number(silent)} asked {verb} not answered: taken to have come.")
    return tuple(who for who in everybody if who not in away), asked


def _guests(event: Any) -> Iterator[tuple[str, str, str]]:  # noqa: ANN401 - a parsed component
    """Address, part and answer of who is in it; rooms and things are nobody."""
    for name in ("ORGANIZER", "ATTENDEE"):
        found = event.get(name)
        for one in found if isinstance(found, list) else [found]:
            if one is None:
                continue
            said = getattr(one, "params", {})
            if str(said.get("CUTYPE", "")).upper() in _THINGS:
                continue
            told = str(one)
            address = told[7:] if told[:7].casefold() == "mailto:" else told
            answer = str(said.get("PARTSTAT", "ACCEPTED" if name == "ORGANIZER" else "")).upper()
            yield address, str(said.get("ROLE", "")).upper(), answer


def _where(event: Any) -> str:  # noqa: ANN401 - a parsed component
    place = one_line(_value(event, "LOCATION"))
    return f"Place: {place}" if place else ""
