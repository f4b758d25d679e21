"""The commands of plays and playbooks: plays tick, plays rehearse."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence

from healthdesk.cli import desks, stamps
from healthdesk.cli.output import Json, print_json, print_line, print_table
from healthdesk.cli.plays_rehearse import rehearse
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.play_view import FiredRow, PlayTicked
from healthdesk.core.domain.run_view import RaisedStep
from healthdesk.core.services import plays, settings

_DONE = 0


def _plays(asked: Namespace) -> int:
    return rehearse(asked) if asked.what == "rehearse" else _tick(asked)


def _tick(asked: Namespace) -> int:
    """Stamp what usage shows, then go on with plays and runs up to a day, where any is due."""
    with desks.changing(asked) as desk:
        day = desks.day_of(asked, desk)
        ahead = day > desk.read(settings.today)  # which is refused in a sentence
        found = () if ahead else desks.stamp(desk, day)
        told = desk.do(plays.tick, day) if ahead or desk.read(plays.due, day) else None
    ticked = PlayTicked(day, 0) if told is None else told
    fired = [one for one in ticked.fired if one.state != "passed"]
    if asked.json:
        print_json(
            {
                "fired": [_fired(one) for one in fired],
                "milestones": stamps.document(found),
                "steps": [_step(one) for one in ticked.runs.steps],
            }
        )
        return _DONE
    for stamp in found:
        print_line(stamps.sentence(stamp))
    for sentence in ticked.told:
        print_line(sentence)
    _print(fired, ticked.runs.steps)
    return _DONE


def _print(fired: Sequence[FiredRow], steps: Sequence[RaisedStep]) -> None:
    """What fired and what came up, as tables."""
    if fired:
        print_table(
            ("day", "account", "play", "playbook", "state"),
            [
                (to_date(one.day).isoformat(), one.account_id, one.play, one.playbook, one.state)
                for one in fired
            ],
        )
    if steps:
        print_table(
            ("day", "account", "playbook", "step"),
            [
                (to_date(step.day).isoformat(), step.account_id, step.playbook, step.name)
                for step in steps
            ],
        )
    elif not fired:
        print_line("No step is due.")


def _fired(one: FiredRow) -> dict[str, Json]:
    return {
        "day": to_date(one.day).isoformat(),
        "account_id": one.account_id,
        "play": one.play,
        "playbook": one.playbook,
        "state": one.state,
    }


def _step(one: RaisedStep) -> dict[str, Json]:
    return {
        "day": to_date(one.day).isoformat(),
        "account_id": one.account_id,
        "playbook": one.playbook,
        "step": one.step,
        "kind": one.kind,
        "name": one.name,
        "run": one.run,
    }


COMMANDS: dict[str, Callable[[Namespace], int]] = {"plays": _plays}
