"""Figures and days as triggers tell them: short, for people, in the words of the rest."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.facts import PRIORITIES, to_date

MINUS: Final = "\u2212"
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def figure(value: float, unit: str = "") -> str:
    """A figure, three digits of it; a share or a change as per cent.

    >>> figure(12), figure(0.4567), figure(-0.24, "change"), figure(0.5, "share")
    ('12', '0.457', '\u221224 %', '50 %')
    """
    if unit in ("share", "change"):
        share = f"{value * 100:+.0f}" if unit == "change" else f"{value * 100:.0f}"
        return f"{share} %".replace("-", MINUS)
    whole = value == int(value) or abs(value) >= 100
    return (f"{value:,.0f}" if whole else f"{value:.3g}").replace("-", MINUS)


def signed(value: float, unit: str = "") -> str:
    """A figure with its sign; "%" as unit: it is per cent already.

    >>> signed(3), signed(-2.5), signed(-24.04, "%")
    ('+3', '\u22122.5', '\u221224 %')
    """
    if unit == "%":
        return figure(value / 100, "change")
    return f"+{figure(value)}" if value > 0 else figure(value)


def date(day: int) -> str:
    """A day as "3 Nov 2026"."""
    at = to_date(day)
    return f"{at.day} {MONTHS[at.month - 1][:3]} {at.year}"


def or_above(priority: str) -> str:
    """A priority that is the least asked for.

    >>> or_above("high"), or_above("urgent")
    ('high or above', 'urgent')
    """
    return priority if priority == PRIORITIES[-1] else f"{priority} or above"


def count(value: float, one: str) -> str:
    """A count with its noun.

    >>> count(1, "day"), count(30, "day")
    ('1 day', '30 days')
    """
    return f"{figure(value)} {one}" if value == 1 else f"{figure(value)} {one}s"
