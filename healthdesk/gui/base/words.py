"""Numbers, money and days as words, by the system's habits; what is missing is a dash."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from PySide6.QtCore import QDate, QLocale

from healthdesk.core.domain.band_names import USUAL
from healthdesk.core.domain.errors import UsageError

# Not facts.to_date: that module brings numpy, which the first paint does not wait for.
_EPOCH = QDate(1970, 1, 1)
_WITHIN = re.compile(r"(?<=[^\W\d])-(?=[^\W\d])")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the writing around: in data they would turn the words after it, too."""
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
LINE_MOST = 400
"""Letters of a painted line: more than any screen is wide."""

_FAR = float("inf")
MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "BRL": "R$"}
STEPS = ((1e9, "B"), (1e6, "M"), (1e3, "k"))


class Words:
    """Puts figures into words; one per window."""

    def __init__(self, locale: QLocale | None = None) -> None:
        chosen = QLocale.system() if locale is None else locale
        if chosen.language() == QLocale.Language.C:
            chosen = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
        chosen.setNumberOptions(QLocale.NumberOption.DefaultNumberOptions)
        self._locale = chosen
        english = chosen.language() == QLocale.Language.English
        # Some English locales say "Sept": every other month has three letters, so it has too.
        self._names = QLocale(QLocale.Language.English) if english else chosen
        self.bands = USUAL
        """What the open desk calls its bands."""
        self._month_first = chosen.dateFormat(QLocale.FormatType.ShortFormat)[:1] == "M"

    def band(self, band: str) -> str:
        """Write a band by the name that the desk gives it; another word stays as it is."""
        return self.bands.of(band)

    def number(self, value: float | None, decimals: int = 0) -> str:
        """Write a number with separators and a real minus sign."""
        if value is None or value != value:  # noqa: PLR0124 - NaN is the only value that differs from itself
            return DASH
        rounded = _round(value, decimals)
        text = self._locale.toString(abs(float(rounded)), "f", decimals)
        return f"{MINUS}{text}" if rounded < 0 else text

    def parse_number(self, text: str) -> float | None:
        """Read a number as people here write it, or with a decimal point; "" is None."""
        told = text.strip().replace(MINUS, "-")
        if not told:
            return None
        value, good = self._locale.toDouble(told)
        if not good:
            value, good = QLocale.c().toDouble(told)
        if not good or value != value or value in {_FAR, -_FAR}:  # noqa: PLR0124 - NaN
            raise UsageError(f"“{told[:40]}” is no number.")
        return value

    def signed(self, value: float | None, decimals: int = 0) -> str:
        """Write a change with its sign, plus or minus; 0 has none."""
        if value is None or value != value:  # noqa: PLR0124
            return DASH
        text = self.number(value, decimals)
        return f"+{text}" if _round(value, decimals) > 0 else text

    def percent(self, share: float | None, decimals: int = 0) -> str:
        """Write a share of 1 as a percentage."""
        return DASH if share is None else f"{self.number(share * 100, decimals)} %"

    def money(self, value: float | None, currency: str = "", *, short: bool = True) -> str:
        """Write money with its currency: €184k and €2.37M when short, else the whole amount."""
        if value is None:
            return DASH
        sign = MINUS if value < 0 else ""
        text = self._short(abs(value)) if short else self.number(abs(value), _cents(value))
        symbol = SYMBOLS.get(currency)
        if symbol is not None:
            return f"{sign}{symbol}{text}"
        return f"{sign}{currency}\N{NO-BREAK SPACE}{text}" if currency else f"{sign}{text}"

    def day(self, day: int | None) -> str:
        """Write a day with its year: 23 Nov 2026."""
        if day is None:
            return DASH
        pattern = "MMM d, yyyy" if self._month_first else "d MMM yyyy"
        return self._names.toString(to_qdate(day), pattern)

    def parse_day(self, text: str) -> int | None:
        """Read a day as `day` writes it; None for anything else."""
        pattern = "MMM d, yyyy" if self._month_first else "d MMM yyyy"
        found = self._names.toDate(text, pattern)
        return _EPOCH.daysTo(found) if found.isValid() else None

    def short_day(self, day: int | None) -> str:
        """Write a day without its year: 30 Jan."""
        if day is None:
            return DASH
        pattern = "MMM d" if self._month_first else "d MMM"
        return self._names.toString(to_qdate(day), pattern)

    def near_day(self, day: int, today: int) -> str:
        """Write a day of this year without its year, any other with it."""
        same = to_qdate(day).year() == to_qdate(today).year()
        return self.short_day(day) if same else self.day(day)

    def weekday(self, day: int) -> str:
        """Write a day with its weekday: Mon 23 Nov 2026."""
        return f"{self._names.toString(to_qdate(day), 'ddd')} {self.day(day)}"

    def month(self, day: int, *, year: bool = False) -> str:
        """Write a month: Nov, or Nov 2026."""
        return self._names.toString(to_qdate(day), "MMM yyyy" if year else "MMM")

    def count(self, number: int, one: str, many: str = "") -> str:
        """Write a count with its noun: 1 account, 23 accounts."""
        return f"{self.number(number)} {one if number == 1 else many or f'{one}s'}"

    def days(self, number: int) -> str:
        """Write a span of days: 1 day, 34 days."""
        return self.count(number, "day")

    def size(self, number: int) -> str:
        """Write a file's size: 12 kB, 3.4 MB."""
        for step, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
            if number >= step:
                return f"{self.number(number / step, 1 if number / step < 10 else 0)} {unit}"
        return self.count(number, "byte")

    def seconds(self, number: float) -> str:
        """Write a time that is left: 8 s, 3 min, 2 h."""
        if number < 90:
            return f"{max(1, round(number))} s"
        return f"{round(number / 60)} min" if number < 5400 else f"{round(number / 3600)} h"

    def _short(self, value: float) -> str:
        for step, unit in STEPS:
            if value >= step * (1 if step == 1e3 else 0.9995):
                scaled = value / step
                decimals = 0 if unit == "k" or scaled >= 100 else 2
                if unit == "k" and round(scaled) >= 1000:
                    return f"{self.number(value / 1e6, 2)}M"
                return f"{self.number(scaled, decimals)}{unit}"
        return self.number(value, 0)


def _round(value: float, decimals: int) -> Decimal:
    step = Decimal(1).scaleb(-decimals)
    return Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)


def _cents(value: float) -> int:
    return 0 if float(value).is_integer() else 2


def on_screen(text: str) -> str:
    """A text without marks that turn what stands beside it around."""
    return _TURNS.sub("", text)


def one_line(text: str) -> str:
    """A text as a painted line takes it: no turns, breaks or control characters, not endless."""
    if len(text) <= LINE_MOST and text.isprintable():
        return text
    told = _BREAKS.sub(" ", on_screen(text[: 2 * LINE_MOST])).strip()
    return f"{told[:LINE_MOST].rstrip()}…" if len(told) > LINE_MOST else told


def with_hyphens(text: str) -> str:
    """Write hyphens within words as hyphens: equal figures stretch the keyboard's minus."""
    return _WITHIN.sub("\N{HYPHEN}", text)


def to_qdate(day: int) -> QDate:
    """Turn a day number into Qt's date."""
    return _EPOCH.addDays(day)


def from_qdate(date: QDate) -> int:
    """Turn Qt's date into a day number."""
    return int(_EPOCH.daysTo(date))
