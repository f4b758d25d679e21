"""Reads numbers as people and programs spell them: signs, groups, decimal signs, money, percent.

A percent sign says nothing about the size of the number: "12,5 %" is 12.5. Who wants 0.125 gives
the column a factor of 0.01. Digits of every script are read.
"""

# ruff: noqa: RUF001 the signs that look alike are what this module tells apart

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from healthdesk.core.domain.exchange import NUMBER_LIMIT
from healthdesk.core.domain.mapping import NumberStyle
from healthdesk.core.mapping.cell_error import CellError

STYLES: tuple[NumberStyle, ...] = ("", "point", "comma")
_LONGEST = 400
"""More letters than any figure has; nothing longer is looked at."""
_PLAIN = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", re.ASCII)
_COMMA_PLAIN = re.compile(r"([0-9]+,?[0-9]*|,[0-9]+)([eE][+-]?[0-9]+)?", re.ASCII)
_THOUSANDS = r"[1-9][0-9]{{0,2}}(?:(?P<sign>[{groups}])[0-9]{{3}})(?:(?P=sign)[0-9]{{3}})*"
_INDIA = r"[1-9][0-9]?(?:,[0-9]{2})*,[0-9]{3}"
_POINT = re.compile(
    rf"(?:{_THOUSANDS.format(groups=chr(39) + ', _')}|{_INDIA})(?:\.[0-9]*)?", re.ASCII
)
_COMMA = re.compile(rf"{_THOUSANDS.format(groups=chr(39) + '. _')}(?:,[0-9]*)?", re.ASCII)
_UNIT = (
    r"(?:[A-Za-z]{0,3}\.?[$€£¥₹₩₽₺₪₫₦₱฿₴₡₵₲₸₼₾¢%‰؋]"
    r"|[A-Z]{3}|[Kk][Rr]\.?|S?[Ff][Rr]s?\.?|Rs\.?|zł|Kč|Ft|lei|лв\.?|руб\.?|р\.|円|元|원|"
    r"د\.إ\.?|ر\.س\.?)"
)
_BEFORE = re.compile(rf"^{_UNIT}\s*")
_AFTER = re.compile(rf"\s*(?:{_UNIT}|%)$")
_ODD = str.maketrans(
    {
        "−": "-", "–": "-", "‐": "-", "‑": "-", "﹣": "-",
        "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'",
        "٫": ".", "٬": ",", "٪": "%",
        "\u200e": None, "\u200f": None, "\u061c": None, "\u2066": None, "\u2069": None,
    }
)  # fmt: skip
_REASONS: dict[NumberStyle, str] = {
    "": "is no number",
    "point": "is no number with a decimal point, as in 1,234.50",
    "comma": "is no number with a decimal comma, as in 1.234,50",
}


def parse_number(text: str, style: NumberStyle) -> Decimal:
    """The number a text spells in a style, exactly; `CellError` if it spells none."""
    told = text.strip()
    if _PLAIN.fullmatch(told) and style != "comma":
        return _bounded(told)
    if len(told) > _LONGEST:
        raise CellError(_REASONS[style])
    sign, bare = _unsigned(simple(told), money=style != "")
    digits = _digits(bare, style) if bare else None
    if digits is None:
        raise CellError(_REASONS[style])
    return _bounded(sign + digits)


def is_plain(text: str) -> bool:
    """Whether a text is a number as the exchange folder spells it, and not too long."""
    return len(text) < 100 and _PLAIN.fullmatch(text) is not None


def styles_of(text: str) -> frozenset[NumberStyle]:
    """The styles in which a text is a number; "1.234" is one in all three, "1,5" in one."""
    return frozenset(style for style in STYLES if _reads(text, style))


def plain(value: Decimal) -> str:
    """A number as the exchange folder writes it: digits, a point where there is a fraction."""
    if value == 0:
        return "0"
    text = format(value, "f") if -30 < value.adjusted() < 30 else str(value)
    if "." in text and "E" not in text:
        text = text.rstrip("0").rstrip(".")
    return text


def simple(text: str) -> str:
    """A text with the digits, signs and blanks that every keyboard has."""
    if text.isascii():
        return text
    told = unicodedata.normalize("NFKC", text.translate(_ODD)).translate(_ODD)
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else _blank(letter)
        for letter in told
    )


def _blank(letter: str) -> str:
    return " " if letter.isspace() else letter


def _reads(text: str, style: NumberStyle) -> bool:
    try:
        parse_number(text, style)
    except CellError:
        return False
    return True


def _unsigned(text: str, *, money: bool) -> tuple[str, str]:
    """The sign of a number, and the rest without signs, brackets and units."""
    signs = 0
    told = text.strip()
    plus = False
    for _ in range(4):  # as many wrappings as make sense: ($-1,000 USD)
        before = told
        if told.startswith("(") and told.endswith(")"):
            told, signs = told[1:-1].strip(), signs + 1
        elif told[:1] == "-":
            told, signs = told[1:].strip(), signs + 1
        elif told[-1:] == "-":
            told, signs = told[:-1].strip(), signs + 1
        elif told[:1] == "+" and not plus:
            told, plus = told[1:].strip(), True
        if money:
            told = _AFTER.sub("", _BEFORE.sub("", told, count=1), count=1)
        if told == before:
            break
    if signs > 1 or (signs and plus):
        return "", ""
    return "-" if signs else "", told.strip()


def _digits(text: str, style: NumberStyle) -> str | None:
    """An unsigned number with a decimal point and no groups; None = it is none in this style."""
    if style == "comma":
        if _COMMA_PLAIN.fullmatch(text):
            return text.replace(",", ".")
        if _COMMA.fullmatch(text):
            return re.sub(r"[.' _]", "", text).replace(",", ".")
        return None
    if _PLAIN.fullmatch(text):
        return text
    if style == "point" and _POINT.fullmatch(text):
        return re.sub(r"[,' _]", "", text)
    return None


def _bounded(text: str) -> Decimal:
    value = Decimal(text) if len(text) <= _LONGEST else Decimal("Infinity")
    if not -NUMBER_LIMIT <= value <= NUMBER_LIMIT:
        raise CellError("is larger than any number that can be kept")
    return value
