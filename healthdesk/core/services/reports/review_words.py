"""Headlines of an account's review: the message in the customer's words, by rules from figures.

A mean of 28 days that is 5 % above (below) that of the 28 days before the period is more (less);
a feature more or less in use counts. Tickets differ from a fifth and two of them on, the days to
solve one from a fifth and half a day on, answers from ten points of NPS on where five were given,
now and then. What lies between is "as before": no headline says more than its figures.
"""

from __future__ import annotations

from typing import Final, Literal

from healthdesk.core.domain.usage_view import Known

Way = Literal["up", "down", "even", ""]
"""How a figure went; "" = it cannot be told."""
USED: Final = 0.05
_TICKETS, _FEW = 0.2, 2
_SOONER, _HOURS = 0.2, 0.5
_NPS: Final = 10.0
_ANSWERS: Final = 5
_OUT: Final = 8
"""Days of 28 outside what is usual, from which a month is not as usual."""
_NUMBERS: Final = (
    *("none", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def way(now: Known, before: Known, share: float, least: float = 0.0) -> Way:
    """How a figure went, where a change counts from a share of the figure before on."""
    if now is None or before is None:
        return ""
    change = now - before
    if abs(change) < max(share * abs(before), least) or not change:
        return "even"
    return "up" if change > 0 else "down"


def adoption(users: Way, features: Way) -> str:
    """What is to be said of how much of the product is used, by people and by features."""
    return _ADOPTION.get((users, features), "How your teams use the product")


_ADOPTION: Final[dict[tuple[Way, Way], str]] = {
    ("up", "up"): "Your teams use more of the product",
    ("even", "up"): "Your teams use more of the product",
    ("", "up"): "Your teams use more of the product",
    ("up", "even"): "More of your people use the product",
    ("up", ""): "More of your people use the product",
    ("even", "even"): "Your teams use the product as before",
    ("even", ""): "Your teams use the product as before",
    ("", "even"): "Your teams use the product as before",
    ("down", "even"): "Fewer of your people use the product",
    ("down", ""): "Fewer of your people use the product",
    ("even", "down"): "Your teams use fewer features",
    ("", "down"): "Your teams use fewer features",
    ("down", "down"): "Your teams use less of the product",
    ("up", "down"): "More of your people use fewer features",
    ("down", "up"): "Fewer of your people use more features",
}


def usage(above: int, below: int, known: int) -> str:
    """What is to be said of the last 28 days against what is usual for this customer."""
    if not known:
        return "Use, week by week"
    if above >= _OUT and above > below:
        return "Use is above what is usual for you"
    if below >= _OUT and below > above:
        return "Use is below what is usual for you"
    return "Use is as usual for you"


def tickets(opened: int, before: int | None, days: Known, days_before: Known) -> str:
    """What is to be said of tickets opened, and of the days it took to solve one."""
    if not opened and not before:
        return "No tickets in this period"
    count = way(opened, None if before is None else float(before), _TICKETS, _FEW)
    speed = way(days, days_before, _SOONER, _HOURS)
    told = {"up": "More tickets", "down": "Fewer tickets", "even": "About as many tickets"}
    if not count:
        return "Your tickets"
    first = told[count]
    if speed == "down":
        return f"{first}, solved sooner"
    if speed == "up":
        return f"{first}, and they took longer"
    return f"{first} than before" if count != "even" else "About as many tickets as before"


def answers(now: Known, before: Known, told: int) -> str:
    """What is to be said of answers, by NPS; fewer than five, now or then, say nothing of all."""
    moved = way(now, before, 0.0, _NPS) if told >= _ANSWERS else ""
    if moved == "up":
        return "Your people rate us higher than before"
    if moved == "down":
        return "Your people rate us lower than before"
    return "What your people say"


def goals(reached: int, told: int) -> str:
    """How many goals are reached."""
    if told == 1:
        return "The goal is reached" if reached else "On the way to the goal"
    if not reached:
        return f"On the way to {count(told)} goals"
    if reached == told:
        return f"All {count(told)} goals are reached"
    return f"{count(reached).capitalize()} of {count(told)} goals {_are(reached)} reached"


def count(number: int) -> str:
    """A whole number in words up to twelve, as it stands in a sentence."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
