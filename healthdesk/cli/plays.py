"""The commands of plays and playbooks: plays tick, plays rehearse."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from healthdesk.cli import desks, stamps
from healthdesk.cli.output import print_json, print_line, print_table
from healthdesk.cli.plays_rehearse import rehearse
from healthdesk.core.domain.facts import to_date
from healthdesk.core.services import runs, settings

_DONE = 0


def _plays(asked: Namespace) -> int:
    return rehearse(asked) if asked.what == "rehearse" else _tick(asked)


def _tick(asked: Namespace) -> int:
    """Stamp what usage shows, then go on with every run up to a day; nothing due writes nothing."""
    with desks.changing(asked) as desk:
        day = desks.day_of(asked, desk)
        ahead = day > desk.read(settings.today)  # which is refused in a sentence
        found = () if ahead else desks.stamp(desk, day)
        told = desk.do(runs.tick, day) if ahead or desk.read(runs.due, day) else None
    steps = () if told is None else told.steps
    if asked.json:
        print_json(
            {
                "fired": [],
                "milestones": stamps.document(found),
                "steps": [
                    {
                        "day": to_date(one.day).isoformat(),
                        "account_id": one.account_id,
                        "playbook": one.playbook,
                        "step": one.step,
                        "kind": one.kind,
                        "name": one.name,
                        "run": one.run,
                    }
                    for one in steps
                ],
            }
        )
        return _DONE
    for one in found:
        print_line(stamps.sentence(one))
    if steps:
        print_table(
            ("day", "account", "playbook", "step"),
            [
                (to_date(step.day).isoformat(), step.account_id, step.playbook, step.name)
                for step in steps
            ],
        )
    else:
        print_line("No step is due.")
    return _DONE


COMMANDS: dict[str, Callable[[Namespace], int]] = {"plays": _plays}
