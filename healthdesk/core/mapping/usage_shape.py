"""Finds how a file holds usage: long, wide, a column for each month, or a log of events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, timedelta
from itertools import islice

import msgspec

from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.intake import Choice, Question
from healthdesk.core.domain.mapping import ColumnMap, DateOrder, Monthly, UsageShape
from healthdesk.core.mapping.aliases import ALIASES
from healthdesk.core.mapping.cell_error import CellError
from healthdesk.core.mapping.dates import fits, parse_day
from healthdesk.core.mapping.draft import Draft, Fit
from healthdesk.core.mapping.file_names import TECHNICAL
from healthdesk.core.mapping.guess import finish
from healthdesk.core.mapping.header import file_words, squeezed, words
from healthdesk.core.mapping.look import Look, plural
from healthdesk.core.mapping.names_fit import name_fit
from healthdesk.core.mapping.profile import ColumnProfile
from healthdesk.core.mapping.spelling import decide_style
from healthdesk.core.mapping.texts import sources
from healthdesk.core.mapping.values_fit import is_day, is_number, looks_like_id, tells_when

_TECHNICAL = frozenset(map(squeezed, TECHNICAL))
_NO_MEASURE = frozenset(
    (
        "latitude", "longitude", "lat", "lng", "zip", "postcode", "year", "price", "rate", "index",
        "phone", "version", "code", "age", "fips", "number", "nr", "rank", "lon", "percentage",
    )
)  # fmt: skip
"""Words of columns of numbers that count nothing."""
_FEATURES = frozenset(
    ("feature", "event", "module", "action", "function", "funktion", "fonctionnalite", "evenement",
     "ereignis", "aktion", "page", "funcionalidad", "evento", "activity")
)  # fmt: skip
_ERRORS = frozenset(("error", "errors", "failures", "crashes", "exceptions", "fehler", "erreurs"))
_PLAIN = frozenset(
    ("by", "per", "month", "monthly", "sheet", "sheet1", "tabelle", "tabelle1", "feuil1", "hoja1",
     "data", "export", "the", "monat", "nach", "par", "mois", "wide", "daily", "day", "week")
)  # fmt: skip
"""Words of a file's name that say nothing about what it counts."""
_PERIODS = 60
"""Most columns of days or months that are read as such."""


def shape(look: Look, draft: Draft) -> Draft:
    """Decide the shape of a draft of usage; what is open becomes a question."""
    months = period_columns(look)
    if len(months) >= 3 and "day" not in draft.fits:
        return _by_period(look, draft, months)
    draft = _with_day(look, draft)
    draft = _long_or_wide(look, draft)
    if "day" not in draft.fits:
        return draft
    event_log = draft.fits.get("value") is not None and draft.fits["value"].map.constant == "1"
    monthly, asked = _monthly(look, draft)
    form = draft.usage or UsageShape()
    form = msgspec.structs.replace(form, monthly=monthly)
    draft = replace(draft, questions=(*draft.questions, *asked))
    if event_log:
        form = msgspec.structs.replace(form, combine="sum")
    else:
        form, draft = _combined(look, draft, form)
    return replace(draft, usage=form)


def is_feature(column: str) -> bool:
    """Whether the names in a column are those of things that people use."""
    return any(word in _FEATURES for word in words(column))


def metric_name(column: str) -> str:
    """What a metric is called whose figures stand in a column."""
    return "_".join(words(column)) or column


def error_columns(look: Look, draft: Draft) -> list[ColumnProfile]:
    """Counts of errors beside the uses: a metric of their own."""
    return [
        one
        for one in look.file.profile.columns
        if is_number(one)
        and one.name not in draft.used
        and any(word in _ERRORS for word in words(one.name))
        and (draft.table, one.name) not in look.decided.targets
    ]


def measures(look: Look, draft: Draft) -> list[ColumnProfile]:
    """Columns of numbers that could be metrics of their own."""
    found = []
    for one in look.file.profile.columns:
        told = words(one.name)
        if one.name in draft.used or not is_number(one) or is_day(one):
            continue
        if one.flags == one.looked and len(one.counts) <= 2 and one.looked > 20:
            continue
        named_id = bool(told) and told[-1] in {"id", "ids", "uuid", "key"}
        if named_id or squeezed(one.name) in _TECHNICAL or set(told[-1:]) & _NO_MEASURE:
            continue
        if looks_like_id(one) and one.plain == one.looked and one.longest >= 6:
            continue
        if look.decided.targets.get((draft.table, one.name)) == "" or _is_rating(one):
            continue
        found.append(one)
    return found


def _is_rating(column: ColumnProfile) -> bool:
    """Whether a column holds what people answered, from 0 to 10: no count of uses."""
    named = name_fit(column.name, ALIASES["surveys"]["rating"]) >= 0.9
    return named and (column.high or 0) <= 11


def row_id(look: Look, draft: Draft) -> str:
    """The column that numbers the uses themselves: rows of one day are different uses then."""
    for one in look.file.profile.columns:
        told = words(one.name)
        if one.name in draft.used or not told:
            continue
        if told[-1] in {"id", "uuid", "guid"} and one.nearly_unique and len(one.counts) > 1:
            return one.name
    return ""


def period_columns(look: Look) -> dict[str, DateOrder]:
    """Columns that are called by a month or a day: "Jan 2026", "2026-01"."""
    found: dict[str, DateOrder] = {}
    for one in look.file.profile.columns:
        told = fits(one.name)
        if "month" in told:
            found[one.name] = "month"
        elif "" in told:
            found[one.name] = ""
        if found.get(one.name) is not None and one.filled and not is_number(one):
            del found[one.name]
    return found if len(found) <= _PERIODS else {}


def _by_period(look: Look, draft: Draft, periods: dict[str, DateOrder]) -> Draft:
    """Every column of a month is a map of its own, with that month as its day."""
    said = {name for name, to in _said(look, draft).items() if not to}
    kept = {
        target: fit for target, fit in draft.fits.items() if fit.source not in periods
        and target != "value"
    }  # fmt: skip
    wide = {}
    for name, order in periods.items():
        if name in said:
            continue
        column = look.file.profile.column(name)
        style, _ = decide_style(column) if column.numbers else ("", False)
        base = ColumnMap(source=name, number=style)
        wide[name] = Fit(
            f"period:{order}", base, 0.85, "the column is a " + ("month" if order else "day")
        )
    draft = replace(draft, fits=kept, wide=wide)
    monthly: Monthly = ""
    asked: tuple[Question, ...] = ()
    if "month" in periods.values():
        monthly, asked = _ask_monthly(look, draft, "", f"columns from {next(iter(periods))}")
    if "metric" not in kept:
        told = "_".join(w for w in file_words(look.file.raw.name) if w not in _PLAIN) or "usage"
        kept = {**kept, "metric": Fit("metric", ColumnMap(constant=told), 0.6, "the file's name")}
    return replace(
        draft, fits=kept, usage=UsageShape(monthly=monthly), questions=(*draft.questions, *asked)
    )


def _said(look: Look, draft: Draft) -> dict[str, str]:
    return {name: to for (of, name), to in look.decided.targets.items() if of == draft.table}


def _with_day(look: Look, draft: Draft) -> Draft:
    if "day" in draft.fits:
        return draft
    free = [
        one for one in look.file.profile.columns
        if tells_when(one) and _said(look, draft).get(one.name) != ""
    ]  # fmt: skip
    if len(free) != 1:
        return draft
    fit = Fit("day", ColumnMap(source=free[0].name), 0.75, "the only column of days")
    fits_ = {t: f for t, f in draft.fits.items() if f.source != free[0].name}
    return replace(draft, fits={**fits_, "day": finish(look, draft.table, fit)})


def _long_or_wide(look: Look, draft: Draft) -> Draft:
    metric = draft.fits.get("metric")
    column = look.file.find(metric.source) if metric and metric.source else None
    # A name that is different in each row is no metric, and numbers are none either.
    odd = column is not None and (
        (column.nearly_unique and column.looked > 30)
        or (is_number(column) and metric and metric.sure < 0.9)
    )
    if metric is not None and not odd:
        return _with_value(look, draft)
    fits_ = {t: f for t, f in draft.fits.items() if t not in {"metric", "value"}}
    bare = replace(draft, fits=fits_)
    said = {name: to for name, to in _said(look, draft).items() if to.startswith("metric:")}
    wide = {}
    for one in measures(look, bare):
        name = said.get(one.name, f"metric:{metric_name(one.name)}")
        style, _ = decide_style(one)
        wide[one.name] = Fit(
            name, ColumnMap(source=one.name, number=style), 0.72, "numbers: a metric of its own"
        )
    if not wide:
        return draft
    names = {name: fit.target.partition(":")[2] for name, fit in wide.items()}
    return replace(bare, wide=wide, usage=UsageShape(wide=names))


def _with_value(look: Look, draft: Draft) -> Draft:
    """Long form: the value, or 1 for each event."""
    if "value" in draft.fits:
        return draft
    counted = [one for one in measures(look, draft) if one.plain == one.numbers]
    told = {"count", "uses", "number", "total", "quantity", "anzahl"}
    named = [one for one in counted if set(words(one.name)) & told]
    if len(named) == 1:
        fit = Fit("value", ColumnMap(source=named[0].name), 0.7, "the only count")
    else:
        fit = Fit("value", ColumnMap(constant="1"), 0.75, "each row is one use")
    return replace(draft, fits={**draft.fits, "value": fit})


# --- figures for months


def _monthly(look: Look, draft: Draft) -> tuple[Monthly, tuple[Question, ...]]:
    """Whether the days are months, and what becomes of their figures."""
    day = draft.fits["day"]
    column = look.file.find(day.source)
    if column is None or column.capped:
        return "", ()
    if day.map.date == "month":
        return _ask_monthly(look, draft, day.source, f"months such as {column.examples[0]}")
    found = set()
    for text in islice(column.counts, 5_000):
        try:
            found.add(to_date(parse_day(text, day.map.date, UTC)[0]))
        except CellError:
            continue
    if len(found) < 2:
        return "", ()
    if all(one.day == 1 for one in found):
        return _ask_monthly(look, draft, day.source, "every day is the first of a month")
    if all((one + timedelta(days=1)).day == 1 for one in found):
        return "last day", ()
    return "", ()


def _ask_monthly(
    look: Look, draft: Draft, source: str, why: str
) -> tuple[Monthly, tuple[Question, ...]]:  # fmt: skip
    key = f"monthly:{draft.table}"
    answered = look.answer(key)
    if answered == "last day":
        return "last day", ()
    if answered == "spread":
        return "spread", ()
    choices = (
        Choice("last day", "One value on the last day of its month", "as it is in the file", 0.6),
        Choice("spread", "An equal share on each day of the month", "for counts of uses", 0.4),
    )
    text = "These figures are for whole months. How are they kept?"
    return "last day", (Question(key, "monthly", text, why, choices, draft.table, source),)


# --- several values of one day


def _combined(look: Look, draft: Draft, form: UsageShape) -> tuple[UsageShape, Draft]:
    if form.combine:
        return form, draft
    key = f"combine:{draft.table}"
    answered = look.answer(key)
    if answered in {"sum", "max", "last"}:
        how = {"sum": "sum", "max": "max"}.get(answered, "last")
        return msgspec.structs.replace(form, combine=how), draft
    own = row_id(look, draft)
    if own:
        notes = (*draft.notes, f"added up a day: each row is a use of its own (“{own}”)")
        return msgspec.structs.replace(form, combine="sum"), replace(draft, notes=notes)
    twice, rows = _repeats(look, draft)
    if not twice:
        return form, draft
    choices = (
        Choice("sum", "Add them up", "each row is a use of its own", 0.7),
        Choice("last", "Keep the last", "each row corrects the one before", 0.2),
        Choice("max", "Keep the greatest", "each row is a state of the day", 0.1),
    )
    text = "Several rows for one account and day. What becomes of them?"
    has = "has" if twice == 1 else "have"
    first = f"{plural(twice, 'row')} of the first {rows:,}"
    why = f"{first} {has} the same account and day as another"
    asked = Question(key, "combine", text, why, choices, draft.table)
    done = replace(draft, questions=(*draft.questions, asked))
    return msgspec.structs.replace(form, combine="sum"), done


def _repeats(look: Look, draft: Draft) -> tuple[int, int]:
    """Rows of the sample whose account, metric and day stood before."""
    names: list[str] = []
    for target in ("account_id", "contact_id", "metric", "day"):
        if (fit := draft.fits.get(target)) is not None:
            names.extend(sources(fit.map))
    if not names or not look.file.profile.sample:
        return 0, 0
    day = draft.fits["day"].source
    place = names.index(day) if day in names else -1
    counted = Counter(_cut(row, place) for row in look.file.sample(*names))
    return sum(count - 1 for count in counted.values()), len(look.file.profile.sample)


def _cut(row: tuple[str, ...], place: int) -> tuple[str, ...]:
    """Leave the time of the day away."""
    if place < 0 or ":" not in row[place]:
        return row
    told: Iterable[str] = row[place].strip().replace("T", " ").split(" ")[:1]
    return (*row[:place], *told, *row[place + 1 :])
