"""The columns of the Accounts table: the built-in ones and one for every attribute of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from healthdesk.core.domain.views import AccountRow, AccountsView
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.pages.accounts.columns_more import more_columns
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column, Key, Written
from healthdesk.gui.parts.column_painters import Badge, Renewal

if TYPE_CHECKING:
    from healthdesk.core.domain.account_more import AccountMore

BOX = "box"
NAME = "name"
PINNED = (BOX, NAME)
CADENCE = 30
"""Days without a touch from which an account counts as waiting too long."""
CHOSEN = (BOX, NAME, "score", "line", "change", "arr", "renewal", "reason", "touch", "attr:tier")
FIRST_ATTRIBUTES = ("tier", "stage", "owner", "industry", "region")
SHOWN_ELSEWHERE = frozenset({"arr", "currency", "name", "account_id"})
"""Attributes that a built-in column shows already."""
_OF_THEIRS = frozenset({"industry", "region", "domain", "started_on"})
"""Attributes that a customer knows of itself; the others are the desk's own record of it."""
NO_MORE: Mapping[str, AccountMore] = MappingProxyType({})
_EPOCH = date(1970, 1, 1)


def account_columns(
    words: Words,
    attributes: Sequence[tuple[str, str]],
    more: Mapping[str, AccountMore] = NO_MORE,
    day: int = 0,
) -> tuple[Column, ...]:
    """Describe every column that can be chosen, in the order the chooser proposes."""
    built_in = (
        _box(),
        *_health(words),
        *_commercial(words),
        *_contact(words),
        *more_columns(words, more, day),
        *_facts(words),
    )
    known = [(key, kind) for key, kind in attributes if key not in SHOWN_ELSEWHERE]
    return (*built_in, *(_attribute(words, key, kind) for key, kind in in_order(known)))


def in_order(attributes: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Put the attributes that every desk knows first, then the desk's own as they came."""
    given = list(attributes)
    first = [pair for name in FIRST_ATTRIBUTES for pair in given if pair[0] == name]
    return [*first, *(pair for pair in given if pair[0] not in FIRST_ATTRIBUTES)]


def chosen_columns(columns: Sequence[Column], keys: Sequence[str]) -> list[Column]:
    """Pick the columns to show: box and name always, then those of `keys` that there are."""
    by_key = {column.key: column for column in columns}
    wanted = [*PINNED, *(key for key in keys if key not in PINNED)]
    return [by_key[key] for key in wanted if key in by_key]


def attribute_title(key: str) -> str:
    """Turn an attribute's key into words."""
    words = key.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def search_words(row: AccountRow, words: Words) -> str:
    """Collect what a search looks through: name, id, reason, band and every attribute."""
    band = words.band(row.band)
    return "\n".join((row.name, row.account_id, row.reason, band, *row.attributes.values()))


def money_in(view: AccountsView) -> str:
    """Name the one currency of all accounts, "" when there are several or none."""
    found = {row.currency for row in view.rows if row.arr is not None}
    return found.pop() if len(found) == 1 else ""


def _box() -> Column:
    return Column(BOX, "", 34, _none, _nothing, paint.no_cell, minimum=34, fixed=True)


def _none(row: AccountRow) -> None:
    del row


def _nothing(row: AccountRow) -> str:
    del row
    return ""


def _health(words: Words) -> tuple[Column, ...]:
    return (
        Column(NAME, "Account", 212, lambda row: row.name, lambda row: row.name,
               paint.name_cell(lambda row: row.name), minimum=96, snug=160, inside=("names",)),
        Column("score", "Score", 76, lambda row: row.score, lambda row: _score_text(words, row),
               paint.badge_cell(_badge), minimum=68, tip=lambda row: _score_tip(words, row),
               hint="The score of the day shown, 0 to 100, with the shape of its band",
               inside=("score",),
               written=(Written("Score", "number", lambda row: words.number(row.shown),
                                lambda row: row.shown),
                        Written("Band", "band", lambda row: words.band(row.band), _none))),
        Column("line", "28 days", 100, lambda row: row.change, _line_text,
               paint.spark_cell(lambda row: row.line, "no score"), minimum=60, snug=92,
               hint="The score of each of the last 28 days, on a scale of 0 to 100",
               inside=("score",),
               written=(Written("28 days ago", "number",
                                lambda row: words.number(_before(row)), _before),)),
        Column("change", "Change", 74, lambda row: row.change, lambda row: words.signed(row.change),
               paint.change_cell(lambda row: (words.signed(row.change), _seen_change(row))),
               right=True, minimum=66,
               tip=lambda row: _change_tip(words, row),
               hint="The score now less the score 28 days ago", inside=("score",),
               written=(Written("Change in 28 days", "change",
                                lambda row: words.signed(row.change),
                                lambda row: row.change, good=1),)),
    )  # fmt: skip


def _commercial(words: Words) -> tuple[Column, ...]:
    return (
        Column("arr", "ARR", 84, lambda row: row.arr,
               lambda row: words.money(row.arr, row.currency),
               paint.figure_cell(lambda row: words.money(row.arr, row.currency)), right=True,
               downwards=True, minimum=64,
               tip=lambda row: words.money(row.arr, row.currency, short=False),
               hint="Revenue a year", inside=("money",),
               written=(Written("ARR", "money",
                                lambda row: words.money(row.arr, row.currency, short=False),
                                lambda row: row.arr),)),
        Column("renewal", "Renewal", 180, lambda row: row.renewal_days,
               lambda row: _renewal_text(words, row),
               paint.renewal_cell(lambda row: _renewal(words, row)), minimum=104, snug=112,
               tip=lambda row: _renewal_tip(words, row),
               hint="Days to the end of what is paid for; the bar is full 90 days ahead",
               written=(Written("Renewal", "day", lambda row: words.day(row.renewal_day),
                                lambda row: row.renewal_day),
                        Written("Days to renewal", "number",
                                lambda row: words.number(row.renewal_days),
                                lambda row: row.renewal_days))),
    )  # fmt: skip


def _contact(words: Words) -> tuple[Column, ...]:
    return (
        Column("reason", "Main reason", 224, lambda row: row.reason or None, lambda row: row.reason,
               paint.text_cell(lambda row: row.reason), minimum=140, stretch=True,
               hint="What costs this account most, or moved it most", inside=("score",)),
        Column("touch", "Last touch", 92, lambda row: row.touch_days,
               lambda row: _touch(words, row),
               paint.touch_cell(lambda row: _touch(words, row), late),
               downwards=True, minimum=72, snug=82, tip=lambda row: _touch_tip(words, row),
               hint=f"Days since somebody last spoke with them; marked past {CADENCE}",
               inside=("notes",),
               written=(Written("Days since touch", "number",
                                lambda row: words.number(row.touch_days),
                                lambda row: row.touch_days),)),
    )  # fmt: skip


def _facts(words: Words) -> tuple[Column, ...]:
    return (
        Column("coverage", "Coverage", 76, lambda row: row.coverage,
               lambda row: words.percent(row.coverage),
               paint.figure_cell(lambda row: words.percent(row.coverage)), right=True,
               downwards=True, minimum=72, hint="How much of the score rests on data",
               inside=("score",),
               written=(Written("Coverage", "percent", lambda row: words.percent(row.coverage),
                                lambda row: row.coverage),)),
        Column("band", "Band", 88, lambda row: words.band(row.band),
               lambda row: words.band(row.band),
               paint.text_cell(lambda row: words.band(row.band)), minimum=64, inside=("score",)),
        Column("id", "Id", 96, lambda row: row.account_id, lambda row: row.account_id,
               paint.text_cell(lambda row: row.account_id, "text3"), minimum=56,
               hint="The account's id in its source"),
    )  # fmt: skip


def _attribute(words: Words, key: str, kind: str) -> Column:
    say = _say(words, key, kind)
    shown = paint.text_cell(say)
    if kind == "number":
        shown = paint.figure_cell(say)
    elif key == "tags":
        shown = paint.tag_cell(say)
    return Column(
        f"attr:{key}",
        attribute_title(key),
        100,
        _sort(key, kind),
        say,
        shown,
        right=kind == "number",
        downwards=kind == "number",
        minimum=56,
        snug=88,
        inside=() if key in _OF_THEIRS else ("notes",),
        written=(Written(attribute_title(key), "day", say, _day_in(key)),) if kind == "day" else (),
    )


def _day_in(key: str) -> Callable[[AccountRow], float | None]:
    def value(row: AccountRow) -> float | None:
        return day_of(row.attributes.get(key, ""))

    return value


def _say(words: Words, key: str, kind: str) -> Callable[[AccountRow], str]:
    def say(row: AccountRow) -> str:
        text = row.attributes.get(key, "")
        if kind == "day" and (day := day_of(text)) is not None:
            return words.day(day)
        if kind == "boolean" and text in ("true", "false"):
            return "yes" if text == "true" else "no"
        if kind == "number" and (figure := number_of(text)) is not None:
            return words.number(figure, 0 if figure.is_integer() else 2)
        return text

    return say


def _sort(key: str, kind: str) -> Callable[[AccountRow], Key]:
    def value(row: AccountRow) -> Key:
        text = row.attributes.get(key, "")
        if kind == "number":
            return number_of(text)
        return text or None

    return value


def day_of(text: str) -> int | None:
    """Read an ISO day as a day number, None for anything else."""
    try:
        return (date.fromisoformat(text) - _EPOCH).days
    except ValueError:
        return None


def number_of(text: str) -> float | None:
    """Read a number, None for anything else."""
    try:
        return float(text)
    except ValueError:
        return None


def late(row: AccountRow) -> bool:
    """Whether nobody spoke with the account for longer than the cadence."""
    return row.touch_days is not None and row.touch_days > CADENCE


def _badge(row: AccountRow) -> Badge:
    text = DASH if row.shown is None else str(row.shown)
    mark = "hand" if row.overridden else "cap" if row.capped else ""
    return Badge(row.band, text, row.stale, mark)


def _score_text(words: Words, row: AccountRow) -> str:
    band = words.band(row.band)
    return band if row.shown is None else f"{row.shown} {band}"


def _score_tip(words: Words, row: AccountRow) -> str:
    parts = [_score_text(words, row)]
    if row.shown is None:
        parts.append(f"too little data for a score, coverage {words.percent(row.coverage)}")
    if row.overridden:
        parts.append("set by a person")
    elif row.capped:
        parts.append("held down by a cap")
    if row.stale:
        parts.append("rests on missing data")
    return ", ".join(parts)


def _before(row: AccountRow) -> int | None:
    """The first score of the last 28 days."""
    return next((value for value in row.line if value is not None), None)


def _line_text(row: AccountRow) -> str:
    known = [value for value in row.line if value is not None]
    return f"from {known[0]} to {known[-1]}" if known else "no score"


def _seen_change(row: AccountRow) -> float | None:
    """The change as an arrow shows it; on missing data it is none that anybody saw."""
    return None if row.stale else row.change


def _change_tip(words: Words, row: AccountRow) -> str:
    if row.change is None:
        return "No score now or 28 days ago"
    told = f"{words.signed(row.change)} in 28 days"
    return f"{told}, resting on missing data" if row.stale else told


def _renewal(words: Words, row: AccountRow) -> Renewal:
    if row.renewal_days is None:
        return Renewal(None, DASH, "")
    far = abs(row.renewal_days) > 300 and row.renewal_day is not None
    when = words.month(row.renewal_day or 0, year=True) if far else words.short_day(row.renewal_day)
    return Renewal(row.renewal_days, f"{words.number(row.renewal_days)} d", when)


def _renewal_text(words: Words, row: AccountRow) -> str:
    if row.renewal_days is None:
        return DASH
    return f"{words.number(row.renewal_days)} d, {words.day(row.renewal_day)}"


def _renewal_tip(words: Words, row: AccountRow) -> str:
    if row.renewal_days is None:
        return "No subscription with an end"
    when = words.day(row.renewal_day)
    if row.renewal_days < 0:
        return f"Ran out {words.days(-row.renewal_days)} ago: {when}"
    return f"Renews in {words.days(row.renewal_days)}: {when}"


def _touch(words: Words, row: AccountRow) -> str:
    return DASH if row.touch_days is None else words.days(row.touch_days)


def _touch_tip(words: Words, row: AccountRow) -> str:
    if row.touch_days is None:
        return "No touchpoint is known"
    return f"{words.days(row.touch_days)} ago"
