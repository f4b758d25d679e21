"""What playbooks did in the period of a dashboard, as of its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from healthdesk.core.domain.board_plays import (
    NAMES,
    PlayActivity,
    PlayBar,
    PlayCount,
    marks_of,
)
from healthdesk.core.domain.widget import Ask
from healthdesk.core.services.run_brief import Brief, briefs
from healthdesk.core.services.wording import count_of
from healthdesk.core.store.db import Tx

_Run = tuple[Brief, frozenset[str]]


def activity(tx: Tx, ask: Ask) -> PlayActivity:
    """Runs started, at work, ended, and outcomes told from the first day to the last."""
    found = []
    for run in briefs(tx, ask.day):
        if ask.holds(run.account_id):
            keys = frozenset(_keys(run, ask))
            if keys:
                found.append((run, keys))
    counts = tuple(_counts(found))
    bars = tuple(_bars(found))
    days = ask.day - ask.first + 1
    return PlayActivity(
        counts=counts if found else (),
        bars=bars,
        marks=marks_of(counts, bars),
        subtitle=f"{count_of(len(found), 'run')} in {count_of(days, 'day')}" if found else "",
        empty="" if found else "No playbook ran in this period.",
        remedy="" if found else "Start one on an account: the button “Start playbook” on its page.",
    )


def _keys(run: Brief, ask: Ask) -> Iterator[str]:
    """What a run counts as."""

    def within(day: int | None) -> bool:
        return day is not None and ask.first <= day <= ask.day

    if within(run.start):
        yield "started"
    if not run.ended:
        yield "open"
    elif within(run.ended_on):
        yield run.ended
    if run.outcome and within(run.outcome_on):
        yield run.outcome
    if run.asks:
        yield "to tell"


def _counts(found: Sequence[_Run]) -> Iterator[PlayCount]:
    for key, name in NAMES.items():
        some = [run for run, keys in found if key in keys]
        yield PlayCount(key, name, len(some), frozenset(run.account_id for run in some))


def _bars(found: Sequence[_Run]) -> list[PlayBar]:
    names: dict[str, list[_Run]] = {}
    for one in found:
        names.setdefault(one[0].name, []).append(one)
    bars = [
        PlayBar(
            f"playbook:{name}",
            name,
            len(some),
            sum(not run.ended for run, _ in some),
            frozenset(run.account_id for run, _ in some),
            sum("worked" in keys for _, keys in some),
            sum(bool(keys & {"worked", "partly", "no"}) for _, keys in some),
        )
        for name, some in names.items()
    ]
    return sorted(bars, key=lambda one: (-one.runs, one.name.casefold()))
