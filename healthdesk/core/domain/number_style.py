"""How numbers, money and days are written in a report: by a named style, never by the system's.

Styles cover separators, the place of the currency, the order of a date and its names of months; the
words of a report stay English. Sources: CLDR 46 number and date patterns of the locales named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.facts import to_date

_THIN, _NBSP, _MINUS = "\u202f", "\u00a0", "\u2212"
NONE: Final = "\u2013"
"""What stands where nothing is known."""
_EN: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DE: Final = (
    *("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni"),
    *("Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."),
)
_FR: Final = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
_SIGNS: Final = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CHF": "CHF", "INR": "₹"}


@dataclass(frozen=True)
class NumberStyle:
    """One way of writing numbers and days."""

    key: str
    title: str
    group: str
    point: str
    months: tuple[str, ...]
    day: str
    """Pattern of a day with {d}, {m} (name), {n} (month as two digits), {y}."""
    after: bool = False
    """The currency stands after the amount."""
    percent: str = "%"

    def number(self, value: float | None, digits: int = 0) -> str:
        """A number; a dash where there is none.

        >>> STYLES["de"].number(1234.5, 1), STYLES["en"].number(3)
        ('1.234,5', '3')
        """
        if value is None:
            return NONE
        told = f"{abs(value):,.{digits}f}"
        told = told.replace(",", "\0").replace(".", self.point).replace("\0", self.group)
        below = value < 0 and any(one in "123456789" for one in told)
        return f"{_MINUS}{told}" if below else told

    def signed(self, value: float | None, digits: int = 0) -> str:
        """A change: with its sign, "0" where nothing moved."""
        told = self.number(value, digits)
        rises = value is not None and any(one in "123456789" for one in told) and value > 0
        return f"+{told}" if rises else told

    def share(self, value: float | None, digits: int = 0) -> str:
        """A share (0.41) as percent."""
        return NONE if value is None else f"{self.number(value * 100, digits)}{self.percent}"

    def money(self, value: float | None, currency: str = "", digits: int = 0) -> str:
        """An amount with its currency, bare where none is known.

        >>> STYLES["us"].money(1200, "EUR"), STYLES["us"].money(None, "CHF") == NONE
        ('€1,200', True)
        """
        told = self.number(value, digits)
        if value is None or not currency:
            return told
        sign = _SIGNS.get(currency, currency)
        if self.after or len(sign) > 1:
            return f"{told}{_NBSP}{sign}"
        return f"{_MINUS}{sign}{told[1:]}" if told.startswith(_MINUS) else f"{sign}{told}"

    def date(self, day: int | None, *, year: bool = True) -> str:
        """A day; a dash where there is none.

        >>> STYLES["en"].date(20780), STYLES["iso"].date(20780)
        ('23 Nov 2026', '2026-11-23')
        """
        if day is None:
            return NONE
        told = to_date(day)
        pattern = self.day if year else _yearless(self.day)
        return pattern.format(
            d=f"{told.day:02d}" if "{n}" in pattern else str(told.day),
            m=self.months[told.month - 1],
            n=f"{told.month:02d}",
            y=told.year,
        )

    def month(self, day: int, *, year: bool = True) -> str:
        """The month of a day: "Nov 2026"."""
        told = to_date(day)
        if self.key == "iso":
            return f"{told.year}-{told.month:02d}"
        name = self.months[told.month - 1]
        return f"{name} {told.year}" if year else name


def _yearless(pattern: str) -> str:
    for ending in (", {y}", " {y}", "/{y}", ".{y}"):
        pattern = pattern.removesuffix(ending)
    return pattern.removeprefix("{y}-")


STYLES: Final[dict[str, NumberStyle]] = {
    one.key: one
    for one in (
        NumberStyle("en", "1,234.5 · 23 Nov 2026", ",", ".", _EN, "{d} {m} {y}"),
        NumberStyle("us", "1,234.5 · Nov 23, 2026", ",", ".", _EN, "{m} {d}, {y}"),
        NumberStyle(
            "de", "1.234,5 · 23. Nov. 2026", ".", ",", _DE, "{d}. {m} {y}", True, f"{_NBSP}%"
        ),
        NumberStyle(
            "fr", "1 234,5 · 23 nov. 2026", _THIN, ",", _FR, "{d} {m} {y}", True, f"{_THIN}%"
        ),
        NumberStyle("ch", "1\u2019234.5 · 23.11.2026", "\u2019", ".", _DE, "{d}.{n}.{y}", True),
        NumberStyle("iso", "1 234.5 · 2026-11-23", _THIN, ".", _EN, "{y}-{n}-{d}", True),
    )
}
USUAL: Final = "en"
