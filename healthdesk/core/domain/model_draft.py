"""What a person would change in a health profile: weights, thresholds, what is off, or all of it.

As long as only weights and thresholds differ, a draft holds nothing but these, so it outlives a
version that somebody imports meanwhile. Once a curve, a measure or a rule is changed (by
profile_edit.py) it holds the whole profile. Not here: what it would do to scores (what_if.py),
keeping it (services/drafts).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.layer import LAYERS, layer_of
from healthdesk.core.domain.profile import (
    MAX_WEIGHT,
    MIN_WEIGHT,
    Bands,
    Dimension,
    Measure,
    Profile,
)
from healthdesk.core.domain.rounding import add_up

THRESHOLDS = ("strong", "average")


class ModelDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to one profile.

    Attributes:
        weights: new weights, by "dimension" or "dimension.measure".
        bands: new thresholds, by "strong" or "average".
        kept: the weights that come back when what is switched off is switched on again.
        whole: the whole profile as it would be, once more than those differs; then `weights` and
            `bands` are empty.
        new: the profile was never published: there is nothing that it could be the same as.
    """

    weights: dict[str, float] = {}
    bands: dict[str, float] = {}
    kept: dict[str, float] = {}
    whole: Profile | None = None
    new: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing differs from the published version."""
        return not self.weights and not self.bands and self.whole is None


@dataclass(frozen=True)
class DraftChange:
    """One thing that is different: its key, what it is called, then and now."""

    key: str
    name: str
    before: float
    after: float


def weights_of(profile: Profile) -> dict[str, float]:
    """Every weight by its key, dimensions before their measures."""
    out: dict[str, float] = {}
    for dimension in profile.dimensions:
        out[dimension.key] = dimension.weight
        for measure in dimension.measures:
            out[f"{dimension.key}.{measure.key}"] = measure.weight
    return out


def names_of(profile: Profile) -> dict[str, str]:
    """What stands behind each key of a weight."""
    out: dict[str, str] = {}
    for dimension in profile.dimensions:
        out[dimension.key] = dimension.name
        for measure in dimension.measures:
            out[f"{dimension.key}.{measure.key}"] = measure.name
    return out


def bounds_of(profile: Profile) -> dict[str, float]:
    """The thresholds by their key."""
    return {"strong": profile.bands.strong, "average": profile.bands.average}


def applied(draft: ModelDraft, profile: Profile) -> Profile:
    """The profile as the draft would have it; what it names and is gone changes nothing."""
    if draft.whole is not None:
        return draft.whole
    if draft.empty:
        return profile
    made = msgspec.structs.replace(
        profile,
        dimensions=tuple(_dimension(draft.weights, one) for one in profile.dimensions),
        bands=_bands(draft, profile),
    )
    if profile.model == "weighted" and not any(one.weight for one in made.dimensions):
        # A version published meanwhile left only what the draft switches off.
        return msgspec.structs.replace(made, dimensions=profile.dimensions)
    return made


def _dimension(weights: Mapping[str, float], dimension: Dimension) -> Dimension:
    measures = tuple(
        msgspec.structs.replace(one, weight=weights.get(f"{dimension.key}.{one.key}", one.weight))
        for one in dimension.measures
    )
    if not any(one.weight for one in measures):
        measures = dimension.measures
    weight = weights.get(dimension.key, dimension.weight)
    return msgspec.structs.replace(dimension, weight=weight, measures=measures)


def _bands(draft: ModelDraft, profile: Profile) -> Bands:
    bounds = {**bounds_of(profile), **draft.bands}
    if bounds["average"] >= bounds["strong"]:
        return profile.bands
    return Bands(strong=bounds["strong"], average=bounds["average"])


def changes(draft: ModelDraft, profile: Profile) -> tuple[DraftChange, ...]:
    """What the draft changes in a published profile, in the profile's order."""
    before, after = weights_of(profile), weights_of(applied(draft, profile))
    names = names_of(profile)
    found = [
        DraftChange(key, names[key], old, after[key])
        for key, old in before.items()
        if key in after and after[key] != old
    ]
    old_bounds, new_bounds = bounds_of(profile), bounds_of(applied(draft, profile))
    found += [
        DraftChange(key, f"{key.capitalize()} from", old_bounds[key], new_bounds[key])
        for key in THRESHOLDS
        if old_bounds[key] != new_bounds[key]
    ]
    return tuple(found)


def with_weight(draft: ModelDraft, profile: Profile, key: str, weight: float) -> ModelDraft:
    """The draft with another weight; 0 switches off what has it.

    Raises:
        UsageError: the weight cannot be, or nothing would count any more.
    """
    if not 0 <= weight <= MAX_WEIGHT or 0 < weight < MIN_WEIGHT:
        raise UsageError("A weight is 0 or more, and below a million million.")
    if weight == 0:
        return switched(draft, profile, key, on=False)
    weights = {**weights_of(applied(draft, profile)), key: weight}
    return _settled(weights, draft, profile, drop=key)


def with_bound(
    draft: ModelDraft, profile: Profile, key: str, bound: float, names: BandNames = USUAL
) -> ModelDraft:
    """The draft with another threshold.

    Raises:
        UsageError: it is outside 0 to 100, or Strong would not lie above Average.
    """
    bounds = {**bounds_of(applied(draft, profile)), key: bound}
    if not 0 <= bound <= 100:
        raise UsageError("A threshold lies between 0 and 100.")
    if bounds["average"] >= bounds["strong"]:
        raise UsageError(f"{names.strong} must begin above {names.average}.")
    if draft.whole is not None:
        bands = Bands(strong=bounds["strong"], average=bounds["average"])
        return edited(draft, profile, msgspec.structs.replace(draft.whole, bands=bands))
    published = bounds_of(profile)
    return msgspec.structs.replace(
        draft, bands={one: to for one, to in bounds.items() if to != published[one]}
    )


def switched(draft: ModelDraft, profile: Profile, key: str, *, on: bool) -> ModelDraft:
    """The draft with a dimension or a measure switched on or off; its weight comes back later.

    A measure that is the last of its dimension takes the dimension with it, and brings it back.

    Raises:
        UsageError: it is the last dimension that counts.
    """
    now = weights_of(applied(draft, profile))
    kept = dict(draft.kept)
    dimension, _, measure = key.partition(".")
    if on:
        for one in (dimension, key):
            if now[one] == 0:
                now[one] = kept.pop(one, 0.0) or _usual(now, profile, one)
    else:
        others = [one for one in now if one.startswith(f"{dimension}.") and one != key]
        gone = dimension if measure and not any(now[one] for one in others) else key
        if now[gone] > 0:
            kept[gone] = now[gone]
        now[gone] = 0.0
        if not any(now[one.key] for one in applied(draft, profile).dimensions):
            raise UsageError("Something has to count: the last dimension stays on.")
    return _settled(now, msgspec.structs.replace(draft, kept=kept), profile)


def layers_of(profile: Profile) -> tuple[str, ...]:
    """The layers that the profile's measures belong to, in their order."""
    found = {_layer(one, measure) for one in profile.dimensions for measure in one.measures}
    return tuple(layer for layer, _ in LAYERS if layer in found)


def layer_on(profile: Profile, layer: str) -> bool:
    """Whether any measure of a layer counts."""
    return any(
        measure.weight > 0 and one.weight > 0 and _layer(one, measure) == layer
        for one in profile.dimensions
        for measure in one.measures
    )


def layer_switched(draft: ModelDraft, profile: Profile, layer: str, *, on: bool) -> ModelDraft:
    """The draft with all measures of a layer switched on or off; their weights come back later.

    Raises:
        UsageError: nothing else counts.
    """
    for dimension in applied(draft, profile).dimensions:
        mine = [one.key for one in dimension.measures if _layer(dimension, one) == layer]
        whole = len(mine) == len(dimension.measures)
        keys = [dimension.key] if whole else [f"{dimension.key}.{key}" for key in mine]
        for key in keys:
            draft = switched(draft, profile, key, on=on)
    return draft


def _layer(dimension: Dimension, measure: Measure) -> str:
    return layer_of(measure.reading.kind, dimension.layer)


def _usual(now: Mapping[str, float], profile: Profile, key: str) -> float:
    """A weight for what never had one: the mean of those beside it."""
    dimension, _, measure = key.partition(".")
    usual = weights_of(profile).get(key, 0.0)
    beside = [
        weight
        for one, weight in now.items()
        if weight > 0 and (one.startswith(f"{dimension}.") if measure else "." not in one)
    ]
    return usual or (sum(beside) / len(beside) if beside else 1.0)


def _settled(
    weights: Mapping[str, float], draft: ModelDraft, profile: Profile, drop: str = ""
) -> ModelDraft:
    """A draft that holds only what differs, and keeps only the weights of what is off."""
    kept = {key: to for key, to in draft.kept.items() if key != drop and weights.get(key, 1.0) == 0}
    if draft.whole is not None:
        whole = msgspec.structs.replace(
            draft.whole,
            dimensions=tuple(_dimension(weights, one) for one in draft.whole.dimensions),
        )
        return edited(msgspec.structs.replace(draft, kept=kept), profile, whole)
    published = weights_of(profile)
    return ModelDraft(
        weights={key: to for key, to in weights.items() if to != published[key]},
        bands=draft.bands,
        kept=kept,
    )


def edited(draft: ModelDraft, profile: Profile, whole: Profile) -> ModelDraft:
    """The draft with the whole profile as it would be; one without any difference is none.

    What differs in nothing but weights and thresholds is kept as these alone.
    """
    if whole == profile and not draft.new:
        return ModelDraft()
    before, after = weights_of(profile), weights_of(whole)
    if before.keys() == after.keys() and not draft.new:
        bounds = bounds_of(profile)
        light = ModelDraft(
            weights={key: to for key, to in after.items() if to != before[key]},
            bands={key: to for key, to in bounds_of(whole).items() if to != bounds[key]},
            kept=draft.kept,
        )
        if applied(light, profile) == whole:
            return light
    kept = {key: to for key, to in draft.kept.items() if after.get(key, 1.0) == 0}
    return ModelDraft(kept=kept, whole=whole, new=draft.new)


def shares(profile: Profile) -> dict[str, float]:
    """What each dimension and measure has of 100; measures add up to their dimension's."""
    whole = sum(one.weight for one in profile.dimensions)
    out: dict[str, float] = {}
    for dimension in profile.dimensions:
        mine = 100 * dimension.weight / whole if whole else 0.0
        inner = sum(one.weight for one in dimension.measures)
        out[dimension.key] = mine
        for measure in dimension.measures:
            out[f"{dimension.key}.{measure.key}"] = mine * measure.weight / inner if inner else 0.0
    return out


def shown_shares(profile: Profile) -> dict[str, float]:
    """The shares in tenths that add up to 100.0, and measures to their dimension's."""
    exact = shares(profile)
    dimensions = profile.dimensions
    whole = 1000 if any(exact[one.key] for one in dimensions) else 0
    tenths = add_up([exact[one.key] * 10 for one in dimensions], whole, [0] * len(dimensions))
    out: dict[str, float] = {}
    for dimension, mine in zip(dimensions, tenths, strict=True):
        keys = [f"{dimension.key}.{one.key}" for one in dimension.measures]
        parts = add_up([exact[key] * 10 for key in keys], mine, [0] * len(keys))
        out[dimension.key] = mine / 10
        out.update({key: part / 10 for key, part in zip(keys, parts, strict=True)})
    return out


def counts(dimension: Dimension, measure: Measure) -> bool:
    """Whether a measure counts: neither it nor its dimension is switched off."""
    return dimension.weight > 0 and measure.weight > 0
