"""One call, meeting or task as a calendar file, to be opened in any calendar.

An invitation is a draft: it names who is asked, and leaves only when a person sends it. The same
thing gives the same bytes. Not here: whole calendars of tasks and renewals (calendar.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from healthdesk.core.domain.addresses import address_fault
from healthdesk.core.domain.brought import prose
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.outbox_view import Recipient
from healthdesk.core.domain.template import line_of
from healthdesk.core.services import recipients, settings, task_reading
from healthdesk.core.services.message_files import keep
from healthdesk.core.store.db import Tx

MOST_MINUTES: Final = 480
_PRODUCT: Final = "-//HealthDesk//Calls and meetings//EN"
_NOON: Final = time(10, 0)
"""When a meeting is proposed for where no time is said."""


@dataclass(frozen=True)
class Meeting:
    """What goes into a calendar: `at` None = the whole day."""

    mark: str
    """What it is the calendar file of; makes its id."""
    title: str
    day: int
    at: time | None = _NOON
    minutes: int = 30
    words: str = ""
    guests: tuple[Recipient, ...] = ()


@dataclass(frozen=True)
class Slot:
    """When a task is done on its day: `at` None = the whole day; `invite` asks its contact."""

    at: time | None = None
    minutes: int = 30
    invite: bool = False


_WHOLE_DAY: Final = Slot()


def of_task(tx: Tx, task: int, day: int, slot: Slot = _WHOLE_DAY) -> bytes:
    """A task of a day as a calendar file.

    Raises:
        UsageError: It has no day, or whom to ask must not be contacted.
    """
    view = task_reading.one(tx, task, day)
    if view.due is None:
        raise UsageError("The task has no day; nothing was saved.", "Give it one first.")
    guests = _guest(tx, view.account_id, view.contact_id, day) if slot.invite else ()
    title = f"{view.title} ({view.account_name})" if view.account_id else view.title
    steps = "\n".join(f"- {one.text}" for one in view.checklist)
    words = "\n\n".join(part for part in (view.note, steps) if part)
    meeting = Meeting(f"task-{task}", title, view.due, slot.at, slot.minutes, words, guests)
    return make(meeting, settings.read(tx).zone)


def save(tx: Tx, path: Path, task: int, day: int, slot: Slot = _WHOLE_DAY) -> Path:
    """Write a task as a calendar file where it was chosen."""
    keep(path, of_task(tx, task, day, slot))
    return path


def make(meeting: Meeting, zone: str = "") -> bytes:
    """A calendar with this one entry, times in UTC.

    Raises:
        UsageError: A guest's address cannot be one, or it lasts longer than a day's work.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 - slow to import, and only needed here

    if not 5 <= meeting.minutes <= MOST_MINUTES:
        raise UsageError(f"A meeting lasts 5 to {MOST_MINUTES} minutes; nothing was saved.")
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"{line_of(meeting.mark)}@healthdesk")
    on = to_date(meeting.day)
    if meeting.at is None:
        event.add("dtstart", on)
        event.add("dtend", on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        start = datetime.combine(on, meeting.at, _zone(zone)).astimezone(UTC)
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(minutes=meeting.minutes))
    event.add("dtstamp", datetime.combine(on, time(), UTC))
    event.add("summary", line_of(meeting.title))
    if meeting.words:
        event.add("description", prose(meeting.words)[0])
    for one in meeting.guests:
        _ask(event, one)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _ask(event: object, one: Recipient) -> None:
    from icalendar import Event, vCalAddress, vText  # noqa: PLC0415 - slow to import

    fault = address_fault(one.address)
    if fault:
        raise UsageError(f"Whom to ask cannot be written down: {fault} Nothing was saved.")
    asked = vCalAddress(f"mailto:{one.address}")
    asked.params["CN"] = vText(_name(one.name))
    asked.params["ROLE"] = vText("REQ-PARTICIPANT")
    asked.params["RSVP"] = vText("TRUE")
    if isinstance(event, Event):
        event.add("attendee", asked, encode=False)


def _name(name: str) -> str:
    """A name without what ends or quotes a parameter."""
    return "".join(" " if sign in '";:,\\^' else sign for sign in line_of(name)).strip()


def _guest(tx: Tx, account_id: str | None, contact_id: str | None, day: int) -> tuple[Recipient]:
    if account_id is None or contact_id is None:
        raise UsageError("The task is about nobody; nothing was saved.", "Choose a person first.")
    for one in recipients.everybody(tx, account_id, day):
        if one.contact_id == contact_id:
            if one.refused:
                raise UsageError(f"{one.name} {one.refused}; nothing was saved.")
            return (one.recipient,)
    raise NotFound("Whom the task is about is no longer there; nothing was saved.")


def _zone(name: str) -> ZoneInfo | None:
    """The desk's zone; None = the system's."""
    return ZoneInfo(name) if name else None
