"""Mails and calendars as touchpoints to confirm: read here, written only by services/touches.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.brought import Brought, Reader, one_line
from healthdesk.core.services import calendar, mail, settings, touches
from healthdesk.core.store.db import Tx

LIMIT: Final = 25_000_000
"""Bytes of a file that is read."""
FILES: Final = 200
ENDINGS: Final = frozenset({".ics", ".eml", ".vcs", ".ical"})
"""Files that are taken for mails and calendars by their name."""


def read(tx: Tx, account_id: str, paths: Sequence[Path]) -> tuple[Brought, ...]:
    """What files bring for an account; nothing is written."""
    reader = _reader(tx, account_id)
    out: list[Brought] = []
    for path in paths[:FILES]:
        name = one_line(path.name, 80)
        content = _content(path, name)
        out += [content] if isinstance(content, Brought) else _parse(name, content, reader)
    if len(paths) > FILES:
        out.append(Brought("", refused=f"{len(paths) - FILES} more files were left out."))
    return _marked(tx, out)


def read_text(tx: Tx, account_id: str, told: str) -> tuple[Brought, ...]:
    """What a pasted text brings for an account; nothing is written."""
    content = told.encode("utf-8", "replace")
    if len(content) > LIMIT:
        return (Brought("What was pasted", refused="What was pasted is too long to read."),)
    return _marked(tx, _parse("What was pasted", content, _reader(tx, account_id)))


def speaks_of_touches(told: str) -> bool:
    """Whether a text could be a mail or a calendar."""
    start = told[:4_000].encode("utf-8", "replace")
    return calendar.looks_like_calendar(start) or mail.looks_like_mail(start)


def _reader(tx: Tx, account_id: str) -> Reader:
    people = tx.execute(
        text(
            "SELECT c.email, c.contact_id FROM contact AS c JOIN account AS a"
            " ON a.id = c.account_id WHERE a.account_id = :name AND c.email IS NOT NULL"
            " ORDER BY c.id DESC"
        ),
        {"name": account_id},
    )
    contacts = {email.strip().casefold(): contact for email, contact in people}
    return Reader(account_id, contacts, settings.zone_of_desk(tx), settings.today(tx))


def _content(path: Path, name: str) -> bytes | Brought:
    try:
        if path.stat().st_size > LIMIT:
            return Brought(name, refused=f"{name} has more than 25 MB and was not read.")
        with path.open("rb") as file:
            return file.read(LIMIT)
    except OSError as error:
        return Brought(name, refused=f"{name} could not be read: {error.strerror or error}.")


def _parse(name: str, content: bytes, reader: Reader) -> list[Brought]:
    if calendar.looks_like_calendar(content):
        return list(calendar.read(name, content, reader))
    if mail.looks_like_mail(content):
        return [mail.read(name, content, reader)]
    return [Brought(name, refused=f"{name} is neither a mail nor a calendar.")]


def _marked(tx: Tx, found: Sequence[Brought]) -> tuple[Brought, ...]:
    """Say of each whether it was logged before; the same one twice counts once."""
    logged = touches.logged(tx, [one.draft.mark for one in found if one.draft is not None])
    out, seen = [], set(logged)
    for one in found:
        mark = one.draft.mark if one.draft is not None else ""
        out.append(replace(one, known=bool(mark) and mark in seen))
        seen.add(mark)
    return tuple(out)
