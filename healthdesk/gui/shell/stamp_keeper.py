"""Has milestones stamped by what usage shows: when a desk opens, when facts change, each day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.stamp import FoundStamp, StampsFound
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.shell.duty_keeper import Duty, DutyKeeper

if TYPE_CHECKING:
    from healthdesk.core.desk import Desk, Tx

ORIGIN = "stamps"
REST = 2000
"""Milliseconds after the last change: the screen reads first, playbooks go on after the stamps."""
TOPICS = frozenset({Topic.ACCOUNTS, Topic.FACTS, Topic.SETTINGS})
_NEW_FACTS = "Undo import"
"""Taking an import back is an operation of its own: what it brought is not there any more."""
_MOST = 3


class StampKeeper(DutyKeeper):
    """Asks on a reader whether usage shows anything that no stamp says; only then is it set.

    What a person takes back does not come up again at once: only with the next day or new facts.
    """

    def __init__(self, ui: Ui, parent: QObject) -> None:
        duty = Duty(ORIGIN, REST, TOPICS, _due, _stamp, frozenset({_NEW_FACTS}))
        super().__init__(ui, parent, duty, self._on_stamped)
        self._account = ""

    @Slot(object)
    def _on_stamped(self, told: StampsFound) -> None:
        for stamps, what in (
            (told.new, "stamped by usage"),
            (told.moved, "given another day by usage"),
            (told.withdrawn, "no longer shown by usage: the stamp was taken away"),
        ):
            if stamps:
                self._tell(stamps, what)

    def _tell(self, stamps: tuple[FoundStamp, ...], what: str) -> None:
        count = "1 milestone" if len(stamps) == 1 else f"{len(stamps):,} milestones"
        alone = len({one.account_id for one in stamps}) == 1
        named = "; ".join(self._words(one, alone=alone) for one in stamps[:_MOST])
        named += f"; and {len(stamps) - _MOST:,} more" if len(stamps) > _MOST else ""
        if not alone:
            self.ui.toast(f"{count} {what}", named)
            return
        self._account = stamps[0].account_id
        self.ui.toast(f"{count} {what}", f"{stamps[0].account}: {named}", "Show", self._show)

    def _words(self, one: FoundStamp, *, alone: bool) -> str:
        name = one.milestone if alone else f"{one.milestone}, {one.account}"
        return (
            name if one.day is None else f"{name}, {self.ui.words.near_day(one.day, self.ui.today)}"
        )

    def _show(self) -> None:
        self.ui.open_account(self._account, "work")


# These bring the services, which the first paint does not wait for.


def _due(tx: Tx, day: int) -> bool:
    from healthdesk.core.services import milestones_found  # noqa: PLC0415

    return milestones_found.due(tx, day)


def _stamp(desk: Desk, day: int) -> StampsFound:
    from healthdesk.core.services import milestones_found  # noqa: PLC0415

    return desk.do(milestones_found.stamp, day, origin=ORIGIN)
