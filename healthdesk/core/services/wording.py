"""Readings and their changes in plain words: "34 days", "7 of 12", "No touch in 34 days".

Figures here are for people: rounded, with a true minus sign.
Not here: the sentences of a whole score (explain.py, reasons.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from healthdesk.core.domain.facts import to_date

MINUS: Final = "\u2212"
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
Reading = float | str | None


@dataclass(frozen=True)
class Asked:
    """A measure as words need it; `of` is how many things a share counts against (0: not known)."""

    name: str
    kind: str
    options: Mapping[str, Any] = field(default_factory=dict)
    metric: str = ""
    of: int = 0

    @property
    def days(self) -> int:
        """Length of the window."""
        return int(self.options.get("days", 0))


def number(value: float) -> str:
    """A figure as short as it may be: three digits that count, whole from 100 on."""
    size = abs(value)
    text = f"{value:,.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.2f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", MINUS) if text != "-0" else "0"


def points(value: float, digits: int = 1) -> str:
    """Points with their sign."""
    text = f"{value:+.{digits}f}"
    return text.replace("-", MINUS) if float(text) else f"{0:.{digits}f}"


def short_date(day: int) -> str:
    """A day as "23 Nov"."""
    date = to_date(day)
    return f"{date.day} {_MONTHS[3 * date.month - 3 : 3 * date.month]}"


def long_date(day: int) -> str:
    """A day as "23 Nov 2026"."""
    return f"{short_date(day)} {to_date(day).year}"


def count_of(value: float, one: str, many: str = "") -> str:
    """A count with its noun: "1 ticket", "3 tickets"."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def begun(text: str) -> str:
    """The same text as the beginning of a line."""
    return text[:1].upper() + text[1:]


def unheard(late: str, asked: Asked, before: Reading, after: Reading) -> str:
    """A sentence about a reading that moved while nothing was heard from its feed."""
    was, now = reading(asked, before), reading(asked, after)
    return late if was == now else f"{late} (reads {now}, was {was})"


def lines_in_words(lines: Sequence[int]) -> str:
    """Line numbers in words: "row 7", "rows 7 and 9", "rows 7 to 30 (12 of them)"."""
    found = sorted(set(lines))
    if len(found) == 1:
        return f"row {found[0]:,}"
    if len(found) == 2:
        return f"rows {found[0]:,} and {found[1]:,}"
    whole = found[-1] - found[0] + 1 == len(found)
    return f"rows {found[0]:,} to {found[-1]:,}" + ("" if whole else f" ({len(found):,} of them)")


def reading(asked: Asked, value: Reading) -> str:
    """A reading as figures and words, as it stands in a cell."""
    if value is None:
        return "missing"
    if isinstance(value, str):
        return value
    return _SHOWN.get(asked.kind, _plain)(asked, value)


def over(asked: Asked, day: int, detail: str = "") -> str:
    """What a reading spans: its window, its detail where that says more, or the day."""
    if detail:
        return detail
    if asked.kind == "usage_trend":
        return f"to {asked.days} before"
    return f"{asked.days} days" if asked.days else f"as of {short_date(day)}"


def state(asked: Asked, value: Reading) -> str:
    """A sentence about a reading as it stands."""
    if value is None:
        return f"{asked.name}: no data"
    if isinstance(value, str):
        return f"{asked.name}: {value}"
    return _STATES.get(asked.kind, _plain_state)(asked, value)


def change(asked: Asked, before: Reading, after: Reading) -> str:
    """A sentence about how a reading went from one value to another."""
    was, now = reading(asked, before), reading(asked, after)
    if before is None or after is None:
        return _came_or_went(asked, before, after)
    if was == now:
        return f"{asked.name} at {now}"
    if isinstance(before, str) or isinstance(after, str):
        return f"{asked.name} from {was} to {now}"
    if asked.kind == "usage_trend":
        return _trend_change(asked, before, after)
    if asked.kind in _SAY_STATE:
        return _stated(asked, before, after)
    return f"{asked.name} {'up' if after > before else 'down'} from {was} to {now}"


def _stated(asked: Asked, before: float, after: float) -> str:
    """A reading that says by itself what changed; a touch that came is told as such."""
    if asked.kind == "days_since_touch" and after < before:
        return f"{_touched(asked, after)}, it had been {reading(asked, before)}"
    return state(asked, after)


def _trend_change(asked: Asked, before: float, after: float) -> str:
    """How a trend changed; what it was is said where the trend alone would tell another story."""
    text = _trend_state(asked, after)
    same_way = (after > before) == (after > 0)
    return text if same_way and abs(after) >= 0.1 else f"{text}, after {reading(asked, before)}"


def _came_or_went(asked: Asked, before: Reading, after: Reading) -> str:
    if before is None and after is None:
        return f"{asked.name}: no data"
    if before is None:
        return f"{asked.name}: {reading(asked, after)}, not known before"
    return f"{asked.name}: no longer known, was {reading(asked, before)}"


def _plain(_: Asked, value: float) -> str:
    return number(value)


def _percent(_: Asked, value: float) -> str:
    return f"{number(round(value * 100))} %"


def _signed_percent(_: Asked, value: float) -> str:
    share = round(value * 100)
    return f"{points(share, 0)} %"


def _whole_signed(_: Asked, value: float) -> str:
    return points(value, 0)


def _signed(_: Asked, value: float) -> str:
    return points(value, 2)


def _days(_: Asked, value: float) -> str:
    return count_of(round(value, 1), "day")


def _none_or_days(asked: Asked, value: float) -> str:
    return _days(asked, value) if value else "none"


def _none_or_count(_: Asked, value: float) -> str:
    return number(value) if value else "none"


def _share_of(asked: Asked, value: float) -> str:
    if not asked.of:
        return _percent(asked, value)
    return f"{round(value * asked.of)} of {asked.of}"


_SHOWN: Final[dict[str, Callable[[Asked, float], str]]] = {
    "usage_trend": _signed_percent,
    "usage_frequency": _percent,
    "usage_breadth": _share_of,
    "seat_use": _percent,
    "seat_growth": _signed_percent,
    "nps": _whole_signed,
    "sentiment": _signed,
    "days_since_touch": _days,
    "open_tickets": _none_or_count,
    "ticket_age": _none_or_days,
    "tickets_opened": _none_or_count,
    "angry_tickets": _none_or_count,
    "days_to_renewal": _days,
    "overdue_days": _none_or_days,
    "milestones": _share_of,
}


def _plain_state(asked: Asked, value: float) -> str:
    return f"{asked.name} at {reading(asked, value)}"


def _trend_state(asked: Asked, value: float) -> str:
    what = asked.metric or asked.name
    share = round(abs(value) * 100)
    if not share:
        return f"{what} unchanged in {asked.days} days"
    return f"{what} {'up' if value > 0 else 'down'} {share} % in {asked.days} days"


def _frequency_state(asked: Asked, value: float) -> str:
    what = asked.metric or asked.name
    return f"{what} on {number(round(value * asked.days))} of {asked.days} days"


def _breadth_state(asked: Asked, value: float) -> str:
    return f"{_share_of(asked, value)} features used"


def _seat_state(asked: Asked, value: float) -> str:
    return f"Seats {_percent(asked, value)} used"


def _touch_state(asked: Asked, value: float) -> str:
    direction = asked.options.get("direction", "any")
    what = {"inbound": "Nothing heard", "outbound": "Not contacted"}.get(direction, "No touch")
    return f"{what} in {_days(asked, value)}"


def _touched(asked: Asked, value: float) -> str:
    """That there was a touch, and when."""
    direction = asked.options.get("direction", "any")
    what = {"inbound": "Heard from them", "outbound": "Contacted"}.get(direction, "In touch")
    return f"{what} {_days(asked, value)} ago" if value else f"{what} on the day"


def _two_way_state(asked: Asked, value: float) -> str:
    return f"{_percent(asked, value)} of contact came from them in {asked.days} days"


def _open_state(asked: Asked, value: float) -> str:
    return f"{count_of(value, 'open ticket') if value else 'No open tickets'}{_priority(asked)}"


def _age_state(asked: Asked, value: float) -> str:
    if not value:
        return f"No open tickets{_priority(asked)}"
    return f"Open tickets{_priority(asked)} {_days(asked, value)} old on average"


def _opened_state(asked: Asked, value: float) -> str:
    return f"{count_of(value, 'ticket')}{_priority(asked)} opened in {asked.days} days"


def _angry_state(asked: Asked, value: float) -> str:
    told = count_of(value, "ticket") if value else "No ticket"
    return f"{told} in anger in {asked.days} days"


def _priority(asked: Asked) -> str:
    least = asked.options.get("min_priority", "low")
    return {"low": "", "urgent": " (urgent)"}.get(least, f" ({least} or above)")


def _overdue_state(asked: Asked, value: float) -> str:
    return f"Invoice overdue by {_days(asked, value)}" if value else "No invoice overdue"


def _renewal_state(asked: Asked, value: float) -> str:
    return f"Renewal in {_days(asked, value)}"


def _touches_state(asked: Asked, value: float) -> str:
    return f"{count_of(value, 'touch', 'touches')} in {asked.days} days"


def _contacts_state(asked: Asked, value: float) -> str:
    return f"{count_of(value, 'contact')} in touch in {asked.days} days"


def _milestone_state(asked: Asked, value: float) -> str:
    return f"{_share_of(asked, value)} milestones done"


_STATES: Final[dict[str, Callable[[Asked, float], str]]] = {
    "usage_trend": _trend_state,
    "usage_frequency": _frequency_state,
    "usage_breadth": _breadth_state,
    "seat_use": _seat_state,
    "days_since_touch": _touch_state,
    "touches": _touches_state,
    "two_way": _two_way_state,
    "contacts_engaged": _contacts_state,
    "open_tickets": _open_state,
    "ticket_age": _age_state,
    "tickets_opened": _opened_state,
    "angry_tickets": _angry_state,
    "overdue_days": _overdue_state,
    "days_to_renewal": _renewal_state,
    "milestones": _milestone_state,
}
_SAY_STATE: Final = frozenset({"days_since_touch", "days_to_renewal", "overdue_days"})
"""Readings that say what changed by themselves."""
