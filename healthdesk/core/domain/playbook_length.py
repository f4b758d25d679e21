"""How long a playbook takes on its longest way, if every step is done on its day."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.action import Actions
from healthdesk.core.domain.playbook import PREVIOUS, RENEWAL, START, Playbook, Step, every
from healthdesk.core.domain.run_days import earlier, later

_MONDAY: Final = 4
"""A Monday to begin on."""


def longest(playbook: Playbook, actions: Actions) -> int:
    """Days from the start to the last step on the longest way; waits last up to their limit.

    One that counts back from the renewal begins with the first of its days before it.
    """
    before = [
        -step.when.days
        for step in every(playbook.steps)
        if step.when.after == RENEWAL and step.when.days < 0
    ]
    walk = _Walk(actions, _MONDAY + max(before, default=0))
    walk.go(playbook.steps, _MONDAY)
    return walk.last - _MONDAY


class _Walk:
    def __init__(self, actions: Actions, renewal: int) -> None:
        self.last = _MONDAY
        self._actions = actions
        self._renewal = renewal
        self._days: dict[str, int] = {}

    def go(self, steps: tuple[Step, ...], day: int) -> int:
        """Walk steps that come after one done on a day; returns the day of the last one."""
        for step in steps:
            day = self._day(step, day)
            if self._actions[step.kind].SPEC.flow == "wait":
                day = self._waited(step, day)
            self._days[step.id] = day
            self.last = max(self.last, day)
            if step.arms:
                day = max(self.go(arm.steps, day) for arm in step.arms)
        return day

    def _day(self, step: Step, previous: int) -> int:
        when = step.when
        bases = {START: _MONDAY, PREVIOUS: previous, RENEWAL: self._renewal}
        base = bases.get(when.after, self._days.get(when.after, previous))
        if when.days < 0:
            return max(earlier(base, -when.days, working=when.working), _MONDAY)
        return later(base, when.days, working=when.working)

    def _waited(self, step: Step, begin: int) -> int:
        declared = {one.key: one.default for one in self._actions[step.kind].SPEC.options}
        options = {**declared, **step.options}
        if options["until"] == "day":
            return self._until(str(options["day"]), begin)
        return later(begin, int(options["days"] or 0), working=bool(options["working"]))

    def _until(self, told: str, begin: int) -> int:
        words = told.split()
        if words[1:] == [RENEWAL] and words[0].lstrip("+-").isdecimal():
            return max(self._renewal + int(words[0]), begin)
        return begin
