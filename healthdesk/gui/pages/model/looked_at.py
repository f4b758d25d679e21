"""What the card of a curve shows: the readings of one measure over the accounts in view; pure."""

from __future__ import annotations

from collections import Counter

import numpy as np

from healthdesk.core.domain import profile_edit
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.profile import MapScale, Measure, Profile
from healthdesk.core.domain.what_if import Book
from healthdesk.gui.pages.model.curve_axis import Values


def values_of(book: Book, profile: Profile, key: str) -> Values | None:
    """What a measure of a profile reads of its accounts; None where that is not read yet."""
    weighed = book.ground.per_profile[book.index]
    own = book.own
    place = _place(book.published.profile, key, profile_edit.measure_of(profile, key))
    if place is None:
        return None
    if weighed is None:  # it scores nobody
        return Values(missing=int(own.sum()))
    found = weighed.points.readings[place][own, 0]
    known = ~np.isnan(found)
    texts: Counter[str] = Counter()
    said = weighed.points.texts[place]
    if said is not None:
        codes = said.codes[own, 0]
        texts.update(said.words[one] for one in codes[codes >= 0].tolist())
    missing = int(own.sum()) - max(int(known.sum()), texts.total())
    return Values(found[known], missing, texts)


def _place(held: Profile, key: str, measure: Measure) -> int | None:
    """Where a profile that was read has what a measure reads, its own place first."""
    alike = [
        place
        for place, (_, one) in enumerate(held.measures)
        if one.reading == measure.reading
        and isinstance(one.scale, MapScale) == isinstance(measure.scale, MapScale)
    ]
    own = [place for place in alike if held.measure_keys[place] == key]
    return next(iter((*own, *alike)), None)


def as_published(profile: Profile, key: str) -> Measure | None:
    """A measure as the published profile has it; None where it is new."""
    try:
        return profile_edit.measure_of(profile, key)
    except UsageError:
        return None


def with_whole(profile: Profile, *, key: str, measure: Measure) -> Profile:
    """The profile with another measure in the place of one: its reading, policy, age and name."""
    made = profile_edit.with_reading(profile, key, measure.reading)
    made = profile_edit.with_missing(made, key, measure.missing)
    made = profile_edit.with_stale(made, key, measure.stale_after)
    made = profile_edit.with_scale(made, key, measure.scale)
    return profile_edit.renamed(made, key, measure.name)
