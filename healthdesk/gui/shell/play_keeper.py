"""Lets plays and playbooks go on: when a desk opens, when facts change, when midnight passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from healthdesk.core.domain.change import Topic
from healthdesk.gui.base.ui import PlayWish, Ui
from healthdesk.gui.shell.duty_keeper import Duty, DutyKeeper

if TYPE_CHECKING:
    from healthdesk.core.desk import Desk, Tx
    from healthdesk.core.domain.play_view import PlayTicked

ORIGIN = "playbooks"
REST = 2500
"""Milliseconds after the last change: the screen reads first."""
TOPICS = frozenset({Topic.ACCOUNTS, Topic.FACTS, Topic.PROFILES, Topic.SEGMENTS, Topic.PLAYS})
_MOST = 3


class PlayKeeper(DutyKeeper):
    """Asks on a reader whether anything is due; only then plays and runs go on, as one operation.

    What a person takes back does not come up again at once: only with the next day or new facts.
    """

    def __init__(self, ui: Ui, parent: QObject) -> None:
        duty = Duty(ORIGIN, REST, TOPICS, _due, _tick)
        super().__init__(ui, parent, duty, self._on_ticked)

    @Slot(object)
    def _on_ticked(self, told: PlayTicked) -> None:
        fired = [one for one in told.fired if one.state != "passed"]
        if not fired and not told.runs.raised:
            if told.told:
                self.ui.toast("Plays went on", told.told[0], "Show", self._show_plays)
            return
        said = [_count(told.started, "play was started", "plays were started")]
        said.append(_count(told.suggested, "play waits for a yes", "plays wait for a yes"))
        said.append(_count(told.runs.raised, "playbook step is due", "playbook steps are due"))
        labels = [f"{one.play}, {one.account_name}" for one in fired] or list(told.runs.labels)
        more = (len(fired) or told.runs.raised) - len(labels[:_MOST])
        named = "; ".join(labels[:_MOST]) + (f"; and {more:,} more" if more else "")
        show = self._show_plays if told.suggested else self._show_runs
        self.ui.toast(", ".join(one for one in said if one) or "Noted on runs", named, "Show", show)

    def _show_runs(self) -> None:
        self.ui.open_run(-1)

    def _show_plays(self) -> None:
        self.ui.open_plays(PlayWish(tab="waiting"))


def _count(count: int, one: str, many: str) -> str:
    return "" if not count else f"{count:,} {one if count == 1 else many}"


# These bring the services, which the first paint does not wait for.


def _due(tx: Tx, day: int) -> bool:
    from healthdesk.core.services import play_ticks  # noqa: PLC0415

    return play_ticks.due(tx, day)


def _tick(desk: Desk, day: int) -> PlayTicked:
    from healthdesk.core.services import play_ticks  # noqa: PLC0415

    return desk.do(play_ticks.tick, day, origin=ORIGIN)
