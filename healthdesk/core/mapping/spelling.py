"""Completes the map of one column from its values: order of days, decimal sign, words, size.

What the whole column does not prove becomes a question, with both readings spelled out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from zoneinfo import available_timezones

import msgspec

from healthdesk.core.domain.exchange import BY_NAME, Cell
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.intake import Choice, Question
from healthdesk.core.domain.mapping import ColumnMap, DateOrder, NumberStyle
from healthdesk.core.mapping.cell_error import CellError
from healthdesk.core.mapping.dates import fits, parse_day
from healthdesk.core.mapping.header import squeezed
from healthdesk.core.mapping.look import Look, has_word, plural
from healthdesk.core.mapping.numbers import parse_number, plain, styles_of
from healthdesk.core.mapping.profile import ColumnProfile
from healthdesk.core.mapping.vocabulary import SATISFACTION, meanings, no_answer
from healthdesk.core.mapping.words import flag

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ORDER_WORDS: dict[str, str] = {
    "ymd": "year first",
    "dmy": "day first",
    "mdy": "month first",
    "epoch s": "seconds since 1970",
    "epoch ms": "milliseconds since 1970",
    "excel": "day numbers of a spreadsheet",
    "month": "months",
}
_ENOUGH = 0.97
"""The part of a column's days that an order has to read: the rest are mistakes of rows."""
_MONTHLY = ("mrr", "monthly", "month", "monats", "monatlich", "mensuel", "mensual", "monatsbetrag",
            "mensualite", "monatspreis", "monatlicher")  # fmt: skip
_YEARLY = ("arr", "annual", "yearly", "acv", "jahresbetrag", "jahreswert", "annuel", "anual")
_CENTS = ("cents", "cent", "minor", "pence")
_CENTS_BEHIND = re.compile(r"[(\[][^)\]]*\b(cents?|pence|minor)\b", re.IGNORECASE)
_CENT = 0.01
_ZONE = re.compile(r"[(\[]\s*([A-Za-z]+/[A-Za-z_/\-]+)\s*[)\]]")
_PLACES = re.compile(r"[.,][0-9]{2}\D*$")
_MONEY = ("arr", "amount", "arr_change")
_ASKED_WORDS = 8
_VERY = ("very", "extremely", "sehr", "très", "muy", "muito", "zeer", "molto", "completely")
_REGIONS = frozenset(("emea", "apac", "latam", "amer", "eu", "us", "uk", "de", "europe", "asia"))


@dataclass(frozen=True)
class Spelled:
    """A column's finished map, why it is so, what has to be asked."""

    map: ColumnMap
    why: str = ""
    questions: tuple[Question, ...] = ()


def spell(  # noqa: PLR0911 one return a kind of cell
    look: Look, table: str, target: str, column: ColumnProfile, base: ColumnMap
) -> Spelled:
    """Finish the map of one column; what `base` says already stays."""
    cell = _cell(table, target)
    if base.constant is not None or base.digest or base.text or base.through:
        return Spelled(base)
    if cell is Cell.DAY:
        return _day(look, table, target, column, base)
    if target == "rating" and column.share(column.numbers) < 0.9:
        return _satisfaction(column, base)
    if cell is Cell.NUMBER:
        return _number(look, table, target, column, base)
    if cell is Cell.CHOICE:
        return _choice(look, table, target, column, base)
    if cell is Cell.TEXT and base.missing is None and (word := _value_word(column)):
        return Spelled(msgspec.structs.replace(base, missing=()), f"“{word}” is a value here")
    return Spelled(base)


def attribute(  # noqa: PLR0911 one return a kind of value
    column: ColumnProfile, base: ColumnMap
) -> Spelled:
    """The map of a column that becomes an attribute; what nobody can tell stays a text."""
    if column.share(column.days) >= 0.95 and column.plain < column.numbers + column.filled:
        order, open_ = decide_order(column)
        if order in {"dmy", "mdy", "ymd"} and not open_ and column.plain == 0:
            return Spelled(msgspec.structs.replace(base, date=order), ORDER_WORDS[order])
        if open_:
            return Spelled(base, f"kept as text: {both_fit(column)}")
        return Spelled(base)
    if column.share(column.numbers) >= 0.95 and column.plain < column.numbers:
        style, open_ = decide_style(column)
        if style and not open_:
            return Spelled(msgspec.structs.replace(base, number=style), "numbers")
    if column.looked and column.flags == column.looked and column.numbers == 0:
        values = {text.strip(): "true" if flag(text) else "false" for text in column.counts}
        return Spelled(msgspec.structs.replace(base, values=values), "yes or no")
    if word := _value_word(column):
        return Spelled(msgspec.structs.replace(base, missing=()), f"“{word}” is a value here")
    return Spelled(base)


def _cell(table: str, target: str) -> Cell:
    return next((one.cell for one in BY_NAME[table].columns if one.name == target), Cell.TEXT)


def _value_word(column: ColumnProfile) -> str:
    """The word that elsewhere means unknown and is a value here; "" = there is none.

    NA among regions or codes of countries is North America or Namibia. Where no cell is empty and
    "None" stands among a few words, the source means it as one of them.
    """
    some = [text.strip() for text in column.counts][:300]
    if "NA" in column.gaps:
        codes = sum(1 for text in some if len(text) == 2 and text.isupper())
        if any(text.casefold() in _REGIONS for text in some) or codes >= max(2, 0.8 * len(some)):
            return "NA"
    worded = column.numbers == 0 and column.days == 0 and len(some) < 300
    return "None" if worded and set(column.gaps) == {"None"} else ""


# --- days


def decide_order(  # noqa: PLR0911 one return a finding
    column: ColumnProfile,
) -> tuple[DateOrder, bool]:
    """The order that the column's days are spelled in, and whether another one fits as well."""
    plain_iso = column.orders[""]
    if plain_iso >= _ENOUGH * column.days:
        return "", False
    day, month = column.orders["dmy"], column.orders["mdy"]
    rest = column.days - plain_iso
    if max(day, month) >= _ENOUGH * rest:
        if day < _ENOUGH * rest:
            return "mdy", False
        if month < _ENOUGH * rest:
            return "dmy", False
        first, second = column.only["dmy"], column.only["mdy"]
        if first and not second:
            return "dmy", False
        if second and not first:
            return "mdy", False
        return ("mdy" if second > first else "dmy"), True
    others: tuple[DateOrder, ...] = ("ymd", "month", "epoch s", "epoch ms", "excel")
    return max(others, key=lambda one: column.orders[one]), False


def both_fit(column: ColumnProfile) -> str:
    """What leaves the order open: "both fit: 03.11 may be 3 Nov or 11 Mar"."""
    if column.only["dmy"] and column.only["mdy"]:
        one = _example(column, "dmy")
        two = _example(column, "mdy")
        return f"rows disagree: {one} has the day first, {two} the month"
    text = next((t for t in column.counts if _differs(t)), column.examples[0])
    return f"both fit: {_short(text)} may be {_said(text, 'dmy')} or {_said(text, 'mdy')}"


def _example(column: ColumnProfile, order: DateOrder) -> str:
    return next(
        (t for t in column.counts if (found := fits(t)) and order in found and len(found) == 1), ""
    )


def _differs(text: str) -> bool:
    return _said(text, "dmy") != _said(text, "mdy") and bool(_said(text, "dmy"))


def _said(text: str, order: DateOrder) -> str:
    try:
        day = to_date(parse_day(text, order, UTC)[0])
    except CellError:
        return ""
    return f"{day.day} {MONTHS[day.month - 1]}"


def _short(text: str) -> str:
    """A day without its year and time."""
    told = text.strip().split(" ")[0].split("T")[0]
    mark = next((sign for sign in told if not sign.isdigit()), "")
    return mark.join(told.split(mark)[:2]) if mark else told


def _day(look: Look, table: str, target: str, column: ColumnProfile, base: ColumnMap) -> Spelled:
    zone = base.zone or _zone(look, column)
    if base.date:
        return Spelled(msgspec.structs.replace(base, zone=zone), ORDER_WORDS[base.date])
    if not column.days:
        return Spelled(msgspec.structs.replace(base, zone=zone))
    order, open_ = decide_order(column)
    if not open_:
        return Spelled(msgspec.structs.replace(base, date=order, zone=zone), _proof(column, order))
    key = f"date:{table}:{target}"
    answered = look.answer(key)
    if answered in {"dmy", "mdy"}:
        order = "dmy" if answered == "dmy" else "mdy"
        done = msgspec.structs.replace(base, date=order, zone=zone)
        return Spelled(done, f"{ORDER_WORDS[order]}, as you said")
    question = Question(
        key, "date", "Day or month first?", both_fit(column), _date_choices(look, column),
        table, column.name,
    )  # fmt: skip
    return Spelled(
        msgspec.structs.replace(base, date=order, zone=zone), both_fit(column), (question,)
    )


def _date_choices(look: Look, column: ColumnProfile) -> tuple[Choice, ...]:
    """Both orders, the likelier one first: as other columns are spelled, as the signs suggest."""
    text = next((t for t in column.counts if _differs(t)), column.examples[0])
    others = [decide_order(one) for one in look.file.profile.columns if one.only and one.days]
    lean = sum({"dmy": 1, "mdy": -1}.get(order, 0) for order, open_ in others if not open_)
    if not lean:
        lean = 1 if "." in text else 0
    day = 0.5 + (0.3 if lean > 0 else -0.3 if lean < 0 else 0)
    told = " (as other columns of this file)" if others and lean else ""
    found = (
        Choice("dmy", f"Day first: {_short(text)} is {_said(text, 'dmy')}",
               told.strip() if lean > 0 else "", day),
        Choice("mdy", f"Month first: {_short(text)} is {_said(text, 'mdy')}",
               told.strip() if lean < 0 else "", 1 - day),
    )  # fmt: skip
    return tuple(sorted(found, key=lambda one: -one.sure))


def _proof(column: ColumnProfile, order: DateOrder) -> str:
    if order in {"dmy", "mdy"}:
        rows = column.only[order]
        where = "day" if order == "dmy" else "second number"
        if rows:
            return f"{plural(rows, 'row')} {'has' if rows == 1 else 'have'} a {where} over 12"
        return ORDER_WORDS[order]
    return ORDER_WORDS.get(order, "days")


@cache
def _zones() -> frozenset[str]:
    """Names of time zones."""
    return frozenset(available_timezones())


def _zone(look: Look, column: ColumnProfile) -> str:
    """Where the column's name says it, as in "Started at (Europe/Berlin)", or its connector UTC."""
    told = _ZONE.search(column.name)
    if told is not None and told[1] in _zones():
        return told[1]
    if "utc" in column.name.lower() or "gmt" in column.name.lower():
        return "UTC"
    by_name = look.file.by_name
    return "UTC" if "fivetransynced" in by_name or "systemmodstamp" in by_name else ""


# --- numbers


def decide_style(column: ColumnProfile) -> tuple[NumberStyle, bool]:
    """The decimal sign of a column, and whether another one fits as well."""
    need = 0.98 * column.numbers
    plainly, point, comma = (column.styles[one] for one in ("", "point", "comma"))
    if column.plain >= column.numbers:
        return "", False
    if plainly >= need:
        return ("", False) if comma < plainly else ("", True)
    if point > comma:
        return "point", False
    if comma > point:
        return "comma", False
    grouped = [text for text in column.counts if _depends(text)]
    return "point", bool(grouped)


def _grouped(column: ColumnProfile) -> bool:
    """Whether commas plainly part thousands: three digits behind each, of more than one number."""
    some = [text for text in column.counts if _depends(text)]
    return len(some) > 1 and all("," in text and "." not in text for text in some)


def _depends(text: str) -> bool:
    """Whether the decimal sign changes what a text means: "1.234" yes, "€ 12" no."""
    told = styles_of(text.strip())
    if not {"point", "comma"} <= told:
        return False
    return parse_number(text, "point") != parse_number(text, "comma")


def _number(look: Look, table: str, target: str, column: ColumnProfile, base: ColumnMap) -> Spelled:
    factor, told = _factor(table, target, column)
    if base.factor != 1.0:
        factor, told = base.factor, _factor_words(base.factor)
        if base.factor == _CENT and _whole_money(column):
            factor, told = 1.0, "amounts with their cents behind the point"
    done = msgspec.structs.replace(base, factor=factor)
    if base.number or not column.numbers:
        return Spelled(done, told)
    style, open_ = decide_style(column)
    if open_ and target in _MONEY and _grouped(column):
        # Money has no three places behind a comma: "120,000" is a hundred and twenty thousand.
        style, open_ = "point", False
    done = msgspec.structs.replace(done, number=style)
    if not open_:
        return Spelled(done, ", ".join(filter(None, (told, _style_words(style)))))
    key = f"number:{table}:{target}"
    answered = look.answer(key)
    if answered in {"point", "comma"}:
        style = "comma" if answered == "comma" else "point"
        return Spelled(
            msgspec.structs.replace(done, number=style), f"{_style_words(style)}, as you said"
        )
    text = next((one for one in column.counts if _depends(one)), column.examples[0])
    point, comma = plain(parse_number(text, "point")), plain(parse_number(text, "comma"))
    why = f"both fit: {text.strip()} may be {point} or {comma}"
    choices = (
        Choice("point", f"Decimal point: {text.strip()} is {point}", "", 0.5),
        Choice("comma", f"Decimal comma: {text.strip()} is {comma}", "", 0.5),
    )
    asked = Question(key, "number", "Decimal point or comma?", why, choices, table, column.name)
    return Spelled(msgspec.structs.replace(done, number="point"), why, (asked,))


def _style_words(style: NumberStyle) -> str:
    return {"": "", "point": "decimal point", "comma": "decimal comma"}[style]


def _factor(table: str, target: str, column: ColumnProfile) -> tuple[float, str]:
    """Cents and monthly revenue, where the name says so."""
    if target not in {"arr", "amount", "arr_change"}:
        return 1.0, ""
    name = squeezed(column.name)
    in_cents = has_word(column.name, *_CENTS) or _CENTS_BEHIND.search(column.name) is not None
    factor = _CENT if in_cents or name == "unitamount" else 1.0
    if table == "invoices":
        return factor, _factor_words(factor)
    yearly = any(word in name for word in _YEARLY)
    if not yearly and (has_word(column.name, *_MONTHLY) or name.startswith("mrr")):
        factor *= 12
    return factor, _factor_words(factor)


def _whole_money(column: ColumnProfile) -> bool:
    """Whether figures have two places behind the point: a count of cents never has."""
    some = [text.strip() for text in column.counts][:500]
    return bool(some) and sum(1 for text in some if _PLACES.search(text)) >= 0.9 * len(some)


def _factor_words(factor: float) -> str:
    return {
        1.0: "", 12.0: "12 times the monthly figure", 0.01: "cents", 0.12: "12 times monthly cents",
        4.0: "4 times the quarterly figure",
    }.get(factor, f"times {factor:g}")  # fmt: skip


# --- words


def _satisfaction(column: ColumnProfile, base: ColumnMap) -> Spelled:
    """Answers in words as points from 1 to 5; offers that nobody took up say nothing."""
    values = dict(base.values)
    nothing = []
    graver = {text.strip().casefold() for text in column.counts}
    for text in column.counts:
        told = text.strip()
        if told in values:
            continue
        if no_answer(told):
            nothing.append(told)
        elif told.casefold() in SATISFACTION:
            point = SATISFACTION[told.casefold()]
            # Beside "very dissatisfied", "dissatisfied" is not the worst.
            milder = point == "1" and graver & {f"{w} {told.casefold()}" for w in _VERY}
            values[told] = "2" if milder else point
    missing = base.missing
    if nothing and missing is None:
        missing = ("", "-", "n/a", "null", *(text.casefold() for text in nothing))
    done = msgspec.structs.replace(base, values=values, missing=missing)
    return Spelled(done, f"{plural(len(values), 'answer')} known as 1 to 5")


def _choice(look: Look, table: str, target: str, column: ColumnProfile, base: ColumnMap) -> Spelled:
    if target == "priority" and column.filled and column.numbers == column.looked:
        return _levels(look, table, column, base)
    texts = [text for text in column.counts if text.strip() not in base.values]
    values, strange = meanings(table, target, texts)
    values = {**values, **base.values}
    if base.otherwise is not None:
        values = {**_own_words(table, target), **values}
    done = msgspec.structs.replace(base, values=values)
    known = len(column.counts) - len(strange)
    if not strange or base.otherwise is not None:
        told = f"{plural(known, 'value')}, {'known' if known == 1 else 'all known'}"
        return Spelled(done, told if column.counts else "")
    default = _OTHERWISE.get((table, target))
    if default is not None:
        values = {**_own_words(table, target), **values}
        done = msgspec.structs.replace(done, values=values, otherwise=default)
        return Spelled(done, f"{_quoted(strange[:3])}: {default or 'not said'}")
    return _ask_words(look, table, target, column, done, strange)


_OTHERWISE = {
    ("contacts", "role"): "other",
    ("touchpoints", "kind"): "note",
    ("touchpoints", "direction"): "",
}
"""What words that nobody knows become, where that loses nothing that a score counts."""


def _own_words(table: str, target: str) -> dict[str, str]:
    """The target's own words stay what they are where every other word becomes something else."""
    return {word: word for word in BY_NAME[table].column(target).choices}


def _ask_words(  # noqa: PLR0917 what a question names
    look: Look, table: str, target: str, column: ColumnProfile, done: ColumnMap,
    strange: Iterable[str],
) -> Spelled:  # fmt: skip
    """One question for each word that nobody knows, the commonest first."""
    words = BY_NAME[table].column(target).choices
    values, asked = dict(done.values), []
    for text in sorted(strange, key=lambda one: -column.counts[one])[:_ASKED_WORDS]:
        key = f"values:{table}:{target}:{text.strip()}"
        answered = look.answer(key)
        if answered in words:
            values[text.strip()] = answered
        elif answered == "reject":
            values[text.strip()] = ""  # remembered: required and empty
        else:
            rows = plural(column.counts[text], "row")
            choices = (
                *(Choice(word, word.capitalize(), "", 0.3) for word in words),
                Choice("reject", "Reject these rows", f"{rows}, kept in a file", 0.1),
            )
            said = f"What is “{text.strip()}”?"
            asked.append(Question(key, "values", said, rows, choices, table, column.name))
    told = f"{_quoted(list(strange)[:3])} not known"
    return Spelled(msgspec.structs.replace(done, values=values), told, tuple(asked))


def _levels(look: Look, table: str, column: ColumnProfile, base: ColumnMap) -> Spelled:
    """Priorities as bare numbers: nobody but the person knows at which end the urgent ones are."""
    levels = sorted({text.strip() for text in column.counts}, key=float)
    key = f"values:{table}:priority"
    ways = {"first": _graded(levels), "last": _graded(levels[::-1])}
    answered = look.answer(key)
    if answered in ways:
        done = msgspec.structs.replace(base, values={**ways[answered], **base.values})
        return Spelled(done, f"{levels[0]} is {ways[answered][levels[0]]}, as you said")
    if all(level in base.values for level in levels):
        return Spelled(base, f"{plural(len(levels), 'value')}, all known")
    choices = (
        Choice("first", f"{levels[0]} is the most urgent", "", 0.6),
        Choice("last", f"{levels[-1]} is the most urgent", "", 0.4),
    )
    why = f"numbers from {levels[0]} to {levels[-1]}"
    asked = Question(
        key, "values", "Which priority is the urgent one?", why, choices, table, column.name
    )
    return Spelled(msgspec.structs.replace(base, values=ways["first"]), why, (asked,))


def _graded(levels: list[str]) -> dict[str, str]:
    """Levels from the most urgent on."""
    steps = ("urgent", "high", "normal", "low")
    return {level: steps[min(place, 3)] for place, level in enumerate(levels)}


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join(f"“{text.strip()[:40]}”" for text in texts)
