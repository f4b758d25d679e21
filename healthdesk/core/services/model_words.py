"""A health profile line by line in words, and what differs between two of its versions.

Not here: where a version came from (version_rows.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.core.domain.profile import Dimension, Measure, Profile
from healthdesk.core.domain.reading import Option, OptionValue, ReadingRef
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services.rule_sentence import in_words
from healthdesk.core.services.scale_words import scale_in_words
from healthdesk.core.services.wording import begun, count_of, number

_MISSING: Final = {
    "skip": "left out where it is missing",
    "neutral": "50 points where it is missing",
    "poor": "0 points where it is missing",
}
_HIERARCHY: Final = {"own": "by its own facts", "rollup": "by the accounts below it"}

Lines = dict[str, tuple[str, str]]
"""Name and value of every line, by what it is of."""


def lines(profile: Profile, names: Mapping[str, str], bands: BandNames = USUAL) -> Lines:
    """Every setting of a profile; `names` are those of metrics, `bands` those of bands."""
    out: Lines = {}
    for key, name, value in _whole(profile, names, bands):
        out[key] = (name, value)
    for dimension in profile.dimensions:
        out.update(_dimension(dimension))
        for measure in dimension.measures:
            out.update(_measure(dimension, measure, profile, names))
    for cap in profile.caps:
        told = f"at most {number(cap.at_most)} where {in_words(cap.when, names)}"
        out[f"cap {cap.name}"] = (f"Cap: {cap.name}", told)
    return out


def changed(before: Lines, after: Lines) -> tuple[tuple[str, str, str], ...]:
    """What differs: its name, what it was, what it is; "" where there was or is no such line."""
    out = []
    for key in dict.fromkeys((*after, *before)):
        was, now = before.get(key, ("", "")), after.get(key, ("", ""))
        if was[1] != now[1]:
            out.append((now[0] or was[0], was[1], now[1]))
    return tuple(out)


def _whole(
    profile: Profile, names: Mapping[str, str], called: BandNames
) -> Iterator[tuple[str, str, str]]:
    rule = profile.applies_to
    yield "name", "Name", profile.name
    yield "whom", "Scores", "all others" if rule is None else in_words(rule, names)
    ranked = profile.model == "rank"
    yield "model", "Kind of model", "ranks" if ranked else "weights"
    good, average, poor = (number(one) for one in profile.rank_points)
    yield "ranks", "Points of a rank", f"good {good}, average {average}, poor {poor}"
    bands = profile.bands
    told = f"{called.strong} from {number(bands.strong)}"
    told += f", {called.average} from {number(bands.average)}"
    yield "bands", "Bands", told
    yield "cover", "Least coverage", f"{number(profile.min_coverage * 100)} %"
    if profile.rounding == "dimension":
        yield "rounding", "Rounding", "dimensions and score to whole points"
    yield "parents", "Accounts with others below", _HIERARCHY[profile.hierarchy]


def _dimension(dimension: Dimension) -> Lines:
    key, name = f"dimension {dimension.key}", begun(dimension.name)
    out: Lines = {f"{key} weight": (f"{name}: weight", number(dimension.weight))}
    if dimension.combine == "lowest":
        out[f"{key} combine"] = (f"{name}: counts", "its lowest measure alone")
    return out


def _measure(
    dimension: Dimension, measure: Measure, profile: Profile, names: Mapping[str, str]
) -> Lines:
    key, name = f"measure {dimension.key}.{measure.key}", f"{dimension.name}, {measure.name}"
    out: Lines = {
        f"{key} weight": (f"{name}: weight", number(measure.weight)),
        f"{key} reading": (f"{name}: reads", _reads(measure.reading, names)),
        f"{key} scale": (f"{name}: earns", scale_in_words(measure, profile)),
    }
    if measure.missing != "skip":
        out[f"{key} missing"] = (f"{name}: counts", _MISSING[measure.missing])
    if measure.stale_after is not None:
        told = f"older than {count_of(measure.stale_after, 'day')}"
        out[f"{key} stale"] = (f"{name}: no answer any more", told)
    return out


def _reads(ref: ReadingRef, names: Mapping[str, str]) -> str:
    """A reading with all that it is asked with, but for what it is asked anyway."""
    spec = CATALOGUE[ref.kind].SPEC
    told = (
        _asked(one, ref.options[one.key], names) for one in spec.options if one.key in ref.options
    )
    return ", ".join(part for part in (spec.title, *told) if part)


def _asked(option: Option, value: OptionValue, names: Mapping[str, str]) -> str:
    """An option of a reading in words; "" where it changes nothing."""
    title = option.title.lower()
    if option.kind == "days":
        return count_of(int(str(value)), "day")
    if option.kind in {"metric", "text"}:
        return names.get(str(value), str(value)) if option.kind == "metric" else str(value)
    if option.kind == "number":
        return f"{title} {number(float(str(value)))}"
    if value == option.default or value is False:
        return ""
    if option.kind == "flag":
        return title
    return f"{title} {', '.join(map(str, value)) if isinstance(value, tuple) else value}"
