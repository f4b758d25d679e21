"""Columns of the Accounts table that rest on more than the score: need, pulse, journey, cadence.

What they say is read only where one of them is shown (`KEYS`).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import TYPE_CHECKING

from healthdesk.core.domain.disagreement import gap, is_stale, steps_apart
from healthdesk.core.domain.views import AccountRow
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column, Key, Written

if TYPE_CHECKING:
    from healthdesk.core.domain.account_more import AccountMore
    from healthdesk.core.domain.disagreement import Pulse

KEYS = frozenset({"need", "pulse", "against", "over", "stamps", "next_stamp", "value_days"})


def more_columns(words: Words, more: Mapping[str, AccountMore], day: int) -> tuple[Column, ...]:
    """Describe them, over what is known of the accounts of a day."""
    made = _More(words, more, day)
    return (
        Column("need", "Need", 72, made.need_key, made.need,
               paint.figure_cell(made.need), right=True, downwards=True, minimum=56,
               tip=made.need_tip,
               hint="As Today ranks: value at stake, urgency, confidence, over 28 days",
               inside=("score", "money")),
        Column("pulse", "Pulse", 132, made.pulse_key, made.pulse,
               paint.text_cell(made.pulse), downwards=True, minimum=88, tip=made.pulse_tip,
               hint="The newest pulse that a person set, and its day", inside=("sentiment",)),
        Column("against", "Pulse against score", 156, made.against_key, made.against,
               paint.touch_cell(made.against, made.far_apart), downwards=True, minimum=96,
               tip=made.against_tip,
               hint="Where a person's pulse and the score are in different bands; marked from two",
               inside=("sentiment", "score")),
        Column("over", "Touch overdue", 104, made.over_key, made.over,
               paint.touch_cell(made.over, made.is_over), downwards=True, minimum=80,
               tip=made.over_tip,
               hint="Days without a touch beyond the account's cadence", inside=("notes",)),
        Column("stamps", "Onboarding", 92, made.stamps_key, made.stamps,
               paint.text_cell(made.stamps), minimum=64,
               hint="Milestones reached, of those of its journey"),
        Column("next_stamp", "Next milestone", 168, made.next_key, made.next,
               paint.touch_cell(made.next, made.next_late), minimum=96, tip=made.next_tip,
               hint="The first milestone that is not reached, and its day; marked when over",
               written=(Written("Next milestone", "text", made.next_name, made.nothing),
                        Written("Due", "day", made.next_day, made.next_due))),
        Column("value_days", "Time to value", 104, made.value_key, made.value,
               paint.text_cell(made.value), minimum=72, tip=made.value_tip,
               hint="Days from the start of the account to its stamp “First value”"),
    )  # fmt: skip


class _More:
    """What the cells say."""

    def __init__(self, words: Words, more: Mapping[str, AccountMore], day: int) -> None:
        self._words = words
        self._more = more
        self._day = day

    def need_key(self, row: AccountRow) -> Key:
        """Sorts by the rank."""
        found = self._of(row)
        return None if found is None else found.need.score

    def need(self, row: AccountRow) -> str:
        """The rank as a figure."""
        found = self._of(row)
        return DASH if found is None else self._words.number(found.need.score, 1)

    def need_tip(self, row: AccountRow) -> str:
        """The factors it is the product of."""
        found = self._of(row)
        if found is None:
            return ""
        parts = (
            f"{one.name} {self._words.number(one.value, 2)} ({one.why})"
            for one in found.need.factors
        )
        return ", ".join(parts) + ": multiplied"

    def pulse_key(self, row: AccountRow) -> Key:
        """Sorts by the value."""
        pulse = self._pulse(row)
        return None if pulse is None else pulse.value

    def pulse(self, row: AccountRow) -> str:
        """Its word and day."""
        pulse = self._pulse(row)
        if pulse is None:
            return DASH
        return f"{self._words.band(pulse.band)}, {self._words.near_day(pulse.day, self._day)}"

    def pulse_tip(self, row: AccountRow) -> str:
        """Whose it is, how old, and why."""
        pulse = self._pulse(row)
        if pulse is None:
            return "Nobody set a pulse"
        whose = f"{pulse.by}: " if pulse.by else ""
        age = self._words.days(self._day - pulse.day)
        age = f"{self._words.band(pulse.band)}, {age} ago"
        old = ", too old to say anything of today" if is_stale(pulse, self._day) else ""
        note = f". {pulse.note}" if pulse.note else ""
        return f"{whose}{age}{old}{note}"

    def against_key(self, row: AccountRow) -> Key:
        """Sorts by the points between them."""
        pulse = self._pulse(row)
        if pulse is None or steps_apart(pulse, row) is None:
            return None
        return gap(pulse, row)

    def against(self, row: AccountRow) -> str:
        """Both bands where they differ."""
        pulse = self._pulse(row)
        apart = None if pulse is None else steps_apart(pulse, row)
        if pulse is None or apart is None:
            return DASH
        felt, band = self._words.band(pulse.band), self._words.band(row.band)
        return f"{felt}, score {band}" if apart else "agree"

    def against_tip(self, row: AccountRow) -> str:
        """Both with their days."""
        pulse = self._pulse(row)
        if pulse is None:
            return "Nobody set a pulse"
        if steps_apart(pulse, row) is None:
            return "There is no score to hold it against"
        words = self._words
        score = f"score {row.shown} {words.band(row.band)} on {words.day(self._day)}"
        return f"Pulse {words.band(pulse.band)} on {words.day(pulse.day)}, {score}"

    def far_apart(self, row: AccountRow) -> bool:
        """Whether one says Strong and the other Poor."""
        pulse = self._pulse(row)
        return pulse is not None and abs(steps_apart(pulse, row) or 0) > 1

    def over_key(self, row: AccountRow) -> Key:
        """Sorts by days; never touched comes first."""
        found = self._of(row)
        if found is None:
            return None
        over = found.touch_over(row)
        return inf if over is None else over

    def over(self, row: AccountRow) -> str:
        """Days beyond the cadence."""
        found = self._of(row)
        if found is None:
            return DASH
        over = found.touch_over(row)
        if over is None:
            return "never touched"
        return self._words.days(over) if over else "in time"

    def is_over(self, row: AccountRow) -> bool:
        """Whether it is beyond its cadence."""
        found = self._of(row)
        return found is not None and found.touch_over(row) != 0

    def over_tip(self, row: AccountRow) -> str:
        """Against which cadence."""
        found = self._of(row)
        if found is None:
            return ""
        last = "never" if row.touch_days is None else f"{self._words.days(row.touch_days)} ago"
        return f"Last touch {last}; a touch is due every {self._words.days(found.cadence)}"

    def stamps_key(self, row: AccountRow) -> Key:
        """Sorts by the share that is reached."""
        found = self._of(row)
        return None if found is None or not found.stamps else found.stamps_done / found.stamps

    def stamps(self, row: AccountRow) -> str:
        """How many of how many."""
        found = self._of(row)
        if found is None or not found.stamps:
            return DASH
        return f"{found.stamps_done} of {found.stamps}"

    def next_key(self, row: AccountRow) -> Key:
        """Sorts by the day, as text: nobody adds days up."""
        found = self._of(row)
        return None if found is None or found.next_due is None else f"{found.next_due:06d}"

    def next(self, row: AccountRow) -> str:
        """Its name and day."""
        found = self._of(row)
        if found is None or not found.next_stamp:
            return DASH
        if found.next_due is None:
            return found.next_stamp
        return f"{found.next_stamp}, {self._words.near_day(found.next_due, self._day)}"

    def next_name(self, row: AccountRow) -> str:
        """Its name alone."""
        found = self._of(row)
        return DASH if found is None or not found.next_stamp else found.next_stamp

    def next_due(self, row: AccountRow) -> float | None:
        """Its day."""
        found = self._of(row)
        return None if found is None or not found.next_stamp else found.next_due

    def next_day(self, row: AccountRow) -> str:
        """Its day in words."""
        found = self._of(row)
        known = found is not None and bool(found.next_stamp)
        return self._words.day(found.next_due if found is not None and known else None)

    def nothing(self, row: AccountRow) -> None:
        """A name has no value."""
        del row

    def next_late(self, row: AccountRow) -> bool:
        """Whether its day is over."""
        found = self._of(row)
        return found is not None and found.next_due is not None and found.next_due < self._day

    def next_tip(self, row: AccountRow) -> str:
        """How long it is to it."""
        found = self._of(row)
        if found is None or not found.stamps:
            return "No milestone is kept of this account"
        if not found.next_stamp:
            return "All milestones are reached"
        if found.next_due is None:
            return f"{found.next_stamp}, without a day"
        ahead = found.next_due - self._day
        days = self._words.days(abs(ahead))
        return f"{found.next_stamp} {f'in {days}' if ahead >= 0 else f'was due {days} ago'}"

    def value_key(self, row: AccountRow) -> Key:
        """Sorts by the days."""
        found = self._of(row)
        return None if found is None or found.value is None else found.value.days

    def value(self, row: AccountRow) -> str:
        """How many days it took."""
        found = self._of(row)
        if found is None or found.value is None:
            return DASH
        return self._words.days(found.value.days)

    def value_tip(self, row: AccountRow) -> str:
        """Both days, and whose word the stamp is."""
        found = self._of(row)
        if found is None or found.value is None:
            return "First value is not stamped yet, or nobody knows when the account started"
        one = found.value
        days = f"Started on {self._words.day(one.started)}, first value on"
        told = " (found by rule)" if one.by_rule else ""
        return f"{days} {self._words.day(one.value_on)}{told}"

    def _of(self, row: AccountRow) -> AccountMore | None:
        return self._more.get(row.account_id)

    def _pulse(self, row: AccountRow) -> Pulse | None:
        found = self._of(row)
        return None if found is None else found.pulse
