"""The command plays rehearse: when a play would have fired over some days, and at which accounts.

The play is one of the desk, or stands in a file as `plays.json` holds it.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from healthdesk.cli import desks
from healthdesk.cli.output import Bar, print_json, print_line, print_table
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.play import Play
from healthdesk.core.domain.play_rehearsal import Rehearsal, Would
from healthdesk.core.domain.play_rehearsal_words import figures, notes, sentence
from healthdesk.core.services import play_documents, play_rehearsal, plays, settings

_DONE = 0


def rehearse(asked: Namespace) -> int:
    """Rehearse a play and list what would have fired; nothing is written."""
    with Bar() as bar, desks.reading(asked) as desk:
        play = _play(asked, desk)
        last = desk.read(settings.today) if asked.last is None else to_day(asked.last)
        first = play_rehearsal.year_to(last)[0] if asked.first is None else to_day(asked.first)
        found = desk.read(play_rehearsal.rehearse, play, first, last, progress=bar, reasons=True)
    if asked.json:
        print_json(
            [
                {
                    "day": to_date(one.day).isoformat(),
                    "account_id": one.account_id,
                    "because": one.words,
                }
                for one in found.rows
            ]
        )
        return _DONE
    _tell(found)
    return _DONE


def _play(asked: Namespace, desk: Desk) -> Play:
    file = Path(asked.name)
    if file.suffix == ".json" and file.is_file():
        held = play_documents.read_all(file.read_bytes())
        if len(held) > 1:
            names = ", ".join(one.name for one in held)
            raise UsageError(f"{file} holds {len(held)} plays ({names}); one is rehearsed at once.")
        return held[0]
    return desk.read(plays.draft if asked.draft else plays.document, asked.name)


def _tell(found: Rehearsal) -> None:
    if found.rows:
        print_table(("day", "account", "name", "because"), map(_row, found.rows))
    for one in figures(found):
        count = f"{one.value} {one.beside}".strip()
        print_line(f"{one.title[:1].upper()}{one.title[1:]}: {count} ({one.below}).")
    for words in (sentence(found), *notes(found)):
        print_line(words)


def _row(one: Would) -> tuple[str, str, str, str]:
    return to_date(one.day).isoformat(), one.account_id, one.account_name, one.words
