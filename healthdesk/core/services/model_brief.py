"""A health profile as its model card says it: in brief, part by part, and what to bear in mind.

Not here: the card as a report (reports/kinds/model_card.py), line by line (model_words.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.core.domain.model_draft import applied, counts, shown_shares
from healthdesk.core.domain.profile import Dimension, Measure, Profile
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import band_names, drafts, profiles
from healthdesk.core.services.facts import metrics
from healthdesk.core.services.rule_sentence import in_words
from healthdesk.core.services.scale_words import scale_in_words
from healthdesk.core.services.what_if import DRAFT
from healthdesk.core.services.wording import begun, count_of, long_date, number
from healthdesk.core.store.db import Tx

_MISSING: Final = {
    "skip": "left out where missing",
    "neutral": "50 points where missing",
    "poor": "0 points where missing",
}


@dataclass(frozen=True)
class MeasureBrief:
    """A measure in words: what it is for, what it has of 100, what earns how much."""

    name: str
    share: float | None
    why: str
    earns: str
    missing: str


@dataclass(frozen=True)
class PartBrief:
    """A dimension in words."""

    name: str
    share: float | None
    told: str
    measures: tuple[MeasureBrief, ...]


@dataclass(frozen=True)
class ModelBrief:
    """A profile in words; `version` is DRAFT for its draft."""

    name: str
    version: int
    since: str
    versions: tuple[int, ...]
    drafted: bool
    lead: tuple[str, ...]
    parts: tuple[PartBrief, ...]
    caps: tuple[str, ...]
    mind: tuple[str, ...]


def read(tx: Tx, key: str, version: int) -> ModelBrief:
    """The model card of a version of a profile, or of its draft."""
    held = next((one for one in profiles.published(tx) if one.profile.key == key), None)
    draft = drafts.find(tx, key)
    listed = tuple(sorted((one.version for one in profiles.versions(tx, key)), reverse=True))
    since, reason = "", ""
    if version == DRAFT or held is None:
        profile = draft.whole if held is None else applied(draft, held.profile)
        if profile is None:
            profile = drafts.published(tx, key).profile
        version = DRAFT
    else:
        found = profiles.version(tx, key, version)
        profile = found.profile
        since = f"since {long_date(found.day)}"
        told = next(
            (one.reason for one in profiles.versions(tx, key) if one.version == version), ""
        )
        reason = f"Why it was published: {told}." if told else ""
    names = {one: metric.name or one for one, metric in metrics(tx).items()}
    called = band_names.read(tx)
    lead = (*_lead(profile, names, called), *filter(None, (reason,)))
    return ModelBrief(
        profile.name, version, since, listed, not draft.empty, lead, _parts(profile),
        tuple(_cap(one.name, one.at_most, in_words(one.when, names)) for one in profile.caps),
        _mind(profile, called),
    )  # fmt: skip


def _lead(profile: Profile, names: Mapping[str, str], called: BandNames = USUAL) -> tuple[str, ...]:
    rule, bands = profile.applies_to, profile.bands
    whom = "all accounts that no other profile takes"
    if rule is not None:
        whom = f"accounts where {in_words(rule, names)}"
    out = [f"It scores {whom}."]
    count = count_of(len(profile.measures), "measure")
    if profile.model == "rank":
        out.append(
            f"It ranks {count} as good, average or poor: all good is {called.strong}, one poor is"
            f" {called.poor}, anything else {called.average}. There are no weights."
        )
    else:
        out.append(
            f"It weighs {count} in {count_of(len(profile.dimensions), 'dimension')} to a score from"
            " 0 to 100; every change of it can be split into rows that add up."
        )
        out.append(
            f"{called.strong} begins at {number(bands.strong)}, {called.average} at"
            f" {number(bands.average)}; below is {called.poor}."
        )
    return tuple(out)


def _parts(profile: Profile) -> tuple[PartBrief, ...]:
    ranked = profile.model == "rank"
    shares = {} if ranked else shown_shares(profile)
    return tuple(_part(profile, one, shares) for one in profile.dimensions)


def _part(profile: Profile, dimension: Dimension, shares: Mapping[str, float]) -> PartBrief:
    told = "its lowest measure alone counts" if dimension.combine == "lowest" else ""
    if shares and not dimension.weight:
        told = "switched off"
    measures = tuple(_measure(profile, dimension, one, shares) for one in dimension.measures)
    return PartBrief(dimension.name, shares.get(dimension.key), told, measures)


def _measure(
    profile: Profile, dimension: Dimension, measure: Measure, shares: Mapping[str, float]
) -> MeasureBrief:
    share = shares.get(f"{dimension.key}.{measure.key}")
    if shares and not counts(dimension, measure):
        share = None
    why = CATALOGUE[measure.reading.kind].SPEC.summary
    missing = _MISSING[measure.missing]
    if measure.stale_after is not None:
        missing += f"; missing when older than {count_of(measure.stale_after, 'day')}"
    return MeasureBrief(
        measure.name, share, why, begun(scale_in_words(measure, profile)), begun(missing)
    )


def _cap(name: str, at_most: float, where: str) -> str:
    return f"{name}: at most {number(at_most)} where {where}."


def _mind(profile: Profile, called: BandNames) -> tuple[str, ...]:
    least = number(profile.min_coverage * 100)
    unknown = f"an account is {called.unknown}: it has no score."
    out = [f"With less than {least} % of its weight measured {unknown}"]
    if profile.rounding == "dimension":
        out.append("Each dimension is rounded to whole points before they are added up.")
    if profile.hierarchy == "rollup":
        by = "their ARR" if profile.rollup_by == "arr" else "their number"
        out.append(f"An account with others below it is scored by them, weighed by {by}.")
    out.append("Thresholds and weights are a person's judgement, until outcomes have tested them.")
    return tuple(out)
