"""A campaign's mails as files for other programs: a table for a mailing tool, a folder of mails.

Only those who get it are written, and only whole mails: who is left out is in no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from healthdesk.core.domain.campaign import CampaignPerson
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.feedback import csv_of
from healthdesk.core.domain.kept_file import safe_name
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.services import message_files

_HEAD: Final = ("account_id", "account", "contact_id", "name", "email", "subject", "body")
_GONE: Final = frozenset({"dropped"})


@dataclass(frozen=True)
class Filed:
    """What was written, and how many were not for a field has no value or their mail cannot be."""

    path: Path
    written: int
    passed: int


def whole(people: Iterable[CampaignPerson]) -> tuple[CampaignPerson, ...]:
    """Those whose mail can leave as it is."""
    return tuple(
        one
        for one in people
        if one.person is not None
        and one.person.address
        and not one.left_out
        and not one.missing
        and one.message_state not in _GONE
    )


def as_csv(people: Iterable[CampaignPerson]) -> str:
    """A row for each who gets it: who, address, subject, body; every cell guarded."""
    return csv_of(_HEAD, (_line(one) for one in people))


def save_table(path: Path, people: Sequence[CampaignPerson]) -> Filed:
    """Write that table where it was chosen."""
    some = whole(people)
    _any(some)
    message_files.keep(path, as_csv(some).encode("utf-8-sig"))
    return Filed(path, len(some), _gets(people) - len(some))


def save_mails(
    folder: Path,
    people: Sequence[CampaignPerson],
    mark: str,
    at: datetime,
    progress: Progress = NOBODY,
) -> Filed:
    """Write a mail file for each into a folder of that name in the one chosen.

    Nothing that lies there is written over.

    Raises:
        UsageError: Nobody's mail is whole.
        DeskError: A file could not be written.
    """
    some = whole(people)
    _any(some)
    into = _free(folder / safe_name(mark))
    message_files.make_folder(into)
    written = 0
    for number, one in enumerate(some, 1):
        progress.step(number - 1, len(some), "Writing mails")
        person = one.person
        if person is None:
            continue
        try:
            content = message_files.eml(
                (person.recipient,), subject_of(one), body_of(one), at, f"campaign-{number}"
            )
        except UsageError:
            continue
        name = safe_name(f"{number:03} {one.account_name} {person.name}"[:80])
        message_files.keep(into / f"{name}.eml", content)
        written += 1
    return Filed(into, written, _gets(people) - written)


def subject_of(one: CampaignPerson) -> str:
    """The subject somebody gets."""
    return "".join(words for words, _ in one.subject_runs)


def body_of(one: CampaignPerson) -> str:
    """The words somebody gets."""
    return "".join(words for words, _ in one.body_runs)


def _line(one: CampaignPerson) -> tuple[str, ...]:
    person = one.person
    known = ("", "", "") if person is None else (person.contact_id, person.name, person.address)
    return (one.account_id, one.account_name, *known, subject_of(one), body_of(one))


def _gets(people: Iterable[CampaignPerson]) -> int:
    return sum(one.person is not None and not one.left_out for one in people)


def _any(some: Sequence[CampaignPerson]) -> None:
    if not some:
        raise UsageError(
            "Nobody's mail is whole yet, so no file was written.",
            "Look who is left out, and which fields have no value.",
        )


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name} {number}")
    return free
