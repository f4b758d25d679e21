"""Numbers as people and programs spell them; 120 columns in seven ways of writing (R-18)."""

# ruff: noqa: RUF001 signs that look alike are what is tested

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.mapping import NumberStyle
from healthdesk.core.mapping.cell_error import CellError
from healthdesk.core.mapping.numbers import STYLES, parse_number, plain, styles_of


def _groups(digits: str, sign: str, *, india: bool = False) -> str:
    if len(digits) <= 3:
        return digits
    head, tail = digits[:-3], digits[-3:]
    size = 2 if india else 3
    parts = []
    while head:
        parts.insert(0, head[-size:])
        head = head[:-size]
    return sign.join([*parts, tail])


ARABIC = str.maketrans("0123456789.,", "٠١٢٣٤٥٦٧٨٩٫٬")
WAYS: dict[str, tuple[NumberStyle, str, str]] = {
    "de": ("comma", ".", ","),
    "fr, narrow space": ("comma", "\u202f", ","),
    "fr, plain space": ("comma", " ", ","),
    "de-CH": ("point", "’", "."),
    "en-IN": ("point", ",", "."),
    "pt-BR": ("comma", ".", ","),
    "ja": ("point", ",", "."),
    "ar": ("point", ",", "."),
}
MONEY = {
    "de": "{} €", "fr, narrow space": "{}\u00a0€", "fr, plain space": "{} EUR", "de-CH": "CHF {}",
    "en-IN": "₹ {}", "pt-BR": "R$ {}", "ja": "￥{}", "ar": "{} د.إ",
}  # fmt: skip


def _spelled(way: str, value: Decimal, *, money: bool) -> str:
    _, group, point = WAYS[way]
    whole, _, part = format(abs(value), "f").partition(".")
    text = _groups(whole, group, india=way == "en-IN") + (point + part if part else "")
    if way == "ar":
        text = text.translate(ARABIC)
    if value < 0:
        text = f"-{text}"
    return MONEY[way].format(text) if money else text


def _columns() -> list[tuple[str, list[Decimal], list[str]]]:
    """Fifteen columns in each of eight ways: 120; every other one is money."""
    dice = random.Random(18)
    found = []
    for number in range(120):
        way = list(WAYS)[number % len(WAYS)]
        places = dice.choice((0, 1, 2, 2))
        values = [
            Decimal(dice.randrange(-(10**size), 10**size)).scaleb(-places)
            for size in (2, 4, 5, 6, 8, 9)
        ]
        values.append(Decimal("-1234567.89"))
        spelled = [_spelled(way, value, money=number // 8 % 2 == 1) for value in values]
        found.append((way, values, spelled))
    return found


@pytest.mark.parametrize(("way", "values", "spelled"), _columns())
def test_columns_of_eight_ways_of_writing(
    way: str, values: list[Decimal], spelled: list[str]
) -> None:
    style = WAYS[way][0]
    assert [parse_number(text, style) for text in spelled] == values
    proven = frozenset.intersection(*(styles_of(text) for text in spelled))
    assert proven == {style}


CASES = [
    ("$1,234,567", "point", "1234567"), ("1.234,56 €", "comma", "1234.56"),
    ("(500)", "point", "-500"), ("-500", "", "-500"), ("500-", "comma", "-500"),
    ("12,5 %", "comma", "12.5"), ("12.5%", "point", "12.5"), ("1’234.56", "point", "1234.56"),
    ("12,34,567.89", "point", "1234567.89"), ("($1,000.50)", "point", "-1000.5"),
    ("-$500", "point", "-500"), ("$-500", "point", "-500"), ("−3", "", "-3"), ("+7", "", "7"),
    ("1e5", "", "100000"), ("1,5E+06", "comma", "1500000"), ("1.23E+17", "", "123000000000000000"),
    ("0,123", "comma", "0.123"), ("007", "", "7"), (" 5 ", "", "5"), ("5 kr", "comma", "5"),
    ("US$ 5", "point", "5"), ("1,234円", "point", "1234"), ("1_000", "point", "1000"),
    ("-0.0", "", "0"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "style", "expected"), CASES)
def test_single_spellings(text: str, style: NumberStyle, expected: str) -> None:
    assert plain(parse_number(text, style)) == expected


NONE = ["", "€", "--5", "(-5)", "1 2", "1,2,3", "1.2.3", "1,23,45", "12 34", "abc", "5 apples",
        "1,234.5.6", "NaN", "inf", "0x10", "1.2M", "9" * 500]  # fmt: skip


@pytest.mark.parametrize("text", NONE)
@pytest.mark.parametrize("style", STYLES)
def test_what_is_no_number(text: str, style: NumberStyle) -> None:
    with pytest.raises(CellError):
        parse_number(text, style)


def test_what_leaves_the_decimal_sign_open_fits_both() -> None:
    assert styles_of("1.234") == {"", "point", "comma"}
    assert styles_of("1,234") == {"point", "comma"}
    assert styles_of("1,5") == {"comma"}
    assert styles_of("1,234,567") == {"point"}
    assert styles_of("12.5") == {"", "point"}


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-1e12, max_value=1e12)
)
def test_plain_is_read_back(value: Decimal) -> None:
    assert parse_number(plain(value), "") == value


@given(st.text(max_size=30), st.sampled_from(STYLES))
def test_any_text_is_a_finite_number_or_an_error(text: str, style: NumberStyle) -> None:
    try:
        assert parse_number(text, style).is_finite()
    except CellError:
        assert style not in styles_of(text)
