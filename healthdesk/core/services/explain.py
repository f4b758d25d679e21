"""Why an account's score changed between two days: the exact split, every row in words.

The evidence behind a row: evidence.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import Facts
from healthdesk.core.domain.profile import Measure, Profile, Published
from healthdesk.core.domain.rounding import half_up
from healthdesk.core.domain.split import End, Refit, Split, SplitRow, Term, end_of, refit, split
from healthdesk.core.domain.views import ScoreView, WhyRow, WhyView
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import band_names, reported
from healthdesk.core.services.evidence import evidence
from healthdesk.core.services.health import Scored, score_view, scored_one
from healthdesk.core.services.late import NOTHING, Late, late_on
from healthdesk.core.services.reasons import asked, with_milestones
from healthdesk.core.services.wording import (
    Reading,
    change,
    long_date,
    number,
    points,
    reading,
    unheard,
)
from healthdesk.core.store.db import Tx

__all__ = ["evidence", "main_reason", "why"]

_SMALLEST: Final = 0.05
"""Points of change below which a score is said to stand still."""


def why(
    tx: Tx,
    account_id: str,
    first: int,
    last: int,
    *,
    as_reported: bool = False,
    names: BandNames | None = None,
) -> WhyView:
    """Split the change of an account's score between two days into rows that add up to it."""
    if first > last:
        raise UsageError(f"{long_date(first)} is after {long_date(last)}.")
    days = [first, last]
    found, account = scored_one(tx, account_id, days)
    restated = [_computed(found, account, 0), _computed(found, account, 1)]
    kept = reported.find(tx, account_id, days)
    told = [
        _reported(kept[day]) if day in kept else end
        for day, end in zip(days, restated, strict=True)
    ]
    before, after = told if as_reported else restated
    made = _split(found.facts, account, last, before, after)
    hidden = None
    if kept and not as_reported:
        hidden = _model_change(_split(found.facts, account, last, *told))
    called = band_names.read(tx) if names is None else names
    words = _Words(found.facts, account, before, after, late_on(tx, last), names=called)
    rows = tuple(words.row(one) for one in made.rows)
    bands = _bands(before, after)
    return WhyView(
        account_id=account_id,
        first=first,
        last=last,
        score_from=made.score_from,
        score_to=made.score_to,
        change=made.change,
        rows=rows,
        sentence=_sentence(made, rows, (first, last), bands, called),
        bands=bands,
        model_change=hidden,
    )


def main_reason(before: reported.Kept, after: tuple[Scored, int]) -> str:
    """What did most of the change between two states of an account, in words; "" = nothing did.

    What it was is a record; what it is, scores of one day with the account's number among them.
    Both may be of the same day, before and after something was written.
    """
    found, account = after
    was, now = _reported(before), _computed(found, account, 0)
    made = _split(found.facts, account, int(found.days[0]), was, now)
    if made.change is None or not made.rows:
        return ""
    way = 1.0 if made.change >= 0 else -1.0
    most = max(made.rows, key=lambda row: way * row.points)
    row = _Words(found.facts, account, was, now, NOTHING, names=USUAL).row(most)
    return row.text.rpartition(": ")[0] if row.key else row.text


def _split(
    facts: Facts, account: int, last: int, before: _Side | None, after: _Side | None
) -> Split:
    return split(
        None if before is None else before.end,
        None if after is None else after.end,
        _between(facts, account, last, before, after),
    )


def _model_change(made: Split) -> float | None:
    """What a changed model did to the score; None where no model changed, or it moved nothing."""
    moved = sum(row.points for row in made.rows if row.kind == "profile")
    return moved if abs(moved) >= _SMALLEST else None


@dataclass(frozen=True)
class _Side:
    """One end of the change, with the score as it is shown."""

    end: End
    view: ScoreView

    @property
    def ranked(self) -> bool:
        """Whether its model gives ranks, and no number."""
        return self.end.published.profile.model == "rank" and not self.end.leaves


def _computed(found: Scored, account: int, column: int) -> _Side | None:
    end = end_of(found.scores, account, column)
    return None if end is None else _Side(end, score_view(found, account, column))


def _bands(before: _Side | None, after: _Side | None) -> tuple[str, str] | None:
    """The bands at both ends where one of them has no number to show."""
    if before is None or after is None or not (before.ranked or after.ranked):
        return None
    return before.view.band, after.view.band


def _reported(kept: reported.Kept) -> _Side:
    """What was shown then, in the form in which changes are split."""
    view = kept.view
    terms = {
        one.key: Term(one.points, one.weight)
        for dimension in view.dimensions
        for one in dimension.measures
    }
    end = End(
        published=kept.published,
        terms=kept.leaves or terms,
        leaves=bool(kept.leaves),
        unrounded=kept.unrounded,
        raw=kept.raw,
        capped=kept.capped,
        number=kept.number,
    )
    return _Side(end, view)


def _between(
    facts: Facts, account: int, last: int, before: _Side | None, after: _Side | None
) -> Refit | None:
    """The later facts under the earlier profile, where the two days had different ones."""
    if before is None or after is None or before.end.leaves:
        return None
    then, now = before.end.published.profile, after.end.published.profile
    if then == now and not after.end.leaves:
        return None
    return refit(facts, then, account, last, CATALOGUE)


class _Words:
    """Puts the rows of a split into words."""

    def __init__(
        self,
        facts: Facts,
        account: int,
        before: _Side | None,
        after: _Side | None,
        late: Late,
        *,
        names: BandNames,
    ) -> None:
        self._late = late
        self._names = names
        self._facts = facts
        self._account = account
        self._before = before
        self._after = after
        self._measures: dict[str, Measure] = {}
        self._dimensions: dict[str, str] = {}
        for side in (after, before):
            if side is not None:
                self._learn(side.end.published.profile)

    def _learn(self, profile: Profile) -> None:
        for dimension, measure in profile.measures:
            self._measures.setdefault(f"{dimension.key}.{measure.key}", measure)
        for dimension in profile.dimensions:
            self._dimensions.setdefault(dimension.key, dimension.name)

    def row(self, row: SplitRow) -> WhyRow:
        """One row with its name, its values then and now, and a sentence."""
        if row.leaf:
            return self._leaf(row)
        if row.key:
            return self._measure(row)
        name, before, after, text = {
            "caps": self._caps,
            "override": self._override,
            "profile": self._profile,
            "rounding": self._rounding,
        }[row.kind]()
        return WhyRow(row.kind, "", row.points, text, name, "", before, after)

    def _measure(self, row: SplitRow) -> WhyRow:
        measure = self._measures[row.key]
        one = with_milestones(asked(self._facts, measure), self._facts, self._account)
        was, now = _readings(self._before).get(row.key), _readings(self._after).get(row.key)
        late = self._late.sentence(measure.reading)
        if row.kind != "reading":
            text = self._weight(one.name, row.key)
        else:
            text = unheard(late, one, was, now) if late else change(one, was, now)
        return WhyRow(
            kind=row.kind,
            key=row.key,
            points=row.points,
            text=f"{text}: {points(row.points)} points",
            name=one.name,
            dimension=row.key.partition(".")[0],
            before=reading(one, was),
            after=reading(one, now),
            late=late,
        )

    def _weight(self, name: str, key: str) -> str:
        """What became of a measure's share of the score."""
        was, now = self._share(self._before, key), self._share(self._after, key)
        if self._before and self._after and self._before.ranked and self._after.ranked:
            return _decides(name, was, now)
        if was == now:
            return f"{name} counts {now:.0%} as before"
        if not was:
            return f"{name} came in and counts {now:.0%}"
        if not now:
            return f"{name} fell away, it had counted {was:.0%}"
        return f"{name} counts {now:.0%} instead of {was:.0%}"

    def _share(self, side: _Side | None, key: str) -> float:
        term = None if side is None else side.end.terms.get(key)
        return 0.0 if term is None else term.weight

    def _leaf(self, row: SplitRow) -> WhyRow:
        name = self._facts.names[self._facts.account_ids.index(row.key)]
        before, after = _term_words(self._before, row.key), _term_words(self._after, row.key)
        what = f"{name} from {before} to {after}" if row.kind == "reading" else f"Weight of {name}"
        text = f"{what}: {points(row.points)} points"
        return WhyRow(row.kind, row.key, row.points, text, name, "", before, after)

    def _caps(self) -> tuple[str, str, str, str]:
        was = ", ".join(self._before.view.caps) if self._before else ""
        now = ", ".join(self._after.view.caps) if self._after else ""
        if now and self._after is not None and self._after.end.capped is not None:
            text = f"{now}: capped at {number(self._after.end.capped)}"
        else:
            text = f"No longer capped: {was}"
        return "Caps", was or "none", now or "none", text

    def _override(self) -> tuple[str, str, str, str]:
        was, now = (_override_words(one, self._names) for one in (self._before, self._after))
        override = self._after.view.override if self._after else None
        if override is None:
            return "Set by hand", was, now, "No longer set by hand"
        until = long_date(override.until)
        return "Set by hand", was, now, f"Set by hand until {until}: {override.reason}"

    def _profile(self) -> tuple[str, str, str, str]:
        was, now = _published_words(self._before), _published_words(self._after)
        text = f"The health model went from {was} to {now}"
        return "Health model", was, now, text

    def _rounding(self) -> tuple[str, str, str, str]:
        return "Rounding", "", "", "Dimensions and score are rounded to whole points"


def _decides(name: str, was: float, now: float) -> str:
    """Whether a measure of a rank model is among the worst ones, which decide the band together."""
    if was and now:
        return f"{name} is one of {round(1 / now)} that decide, it was one of {round(1 / was)}"
    if now:
        return f"{name} is among the worst now, which decide the band"
    if was:
        return f"{name} is not among the worst any more, which decide the band"
    return f"{name} decided on neither day"


def _readings(side: _Side | None) -> Mapping[str, Reading]:
    if side is None:
        return {}
    return {
        one.key: one.reading for dimension in side.view.dimensions for one in dimension.measures
    }


def _term_words(side: _Side | None, key: str) -> str:
    term = None if side is None else side.end.terms.get(key)
    return "none" if term is None or term.points is None else number(term.points)


def _override_words(side: _Side | None, names: BandNames) -> str:
    if side is None or side.view.override is None:
        return "none"
    return f"{names.of(side.view.override.band)} {number(side.view.override.score)}"


def _published_words(side: _Side | None) -> str:
    if side is None:
        return "none"
    published: Published = side.end.published
    return f"{published.profile.name} v{published.version}"


def _sentence(
    made: Split,
    rows: tuple[WhyRow, ...],
    days: tuple[int, int],
    bands: tuple[str, str] | None,
    names: BandNames,
) -> str:
    """The direction of the change, and what did most of it."""
    first, last = days
    if made.score_from is None or made.score_to is None or made.change is None:
        day = first if made.score_from is None else last
        return f"There is no score on {long_date(day)}, so there is no change to explain."
    start, end = half_up(made.score_from * 10), half_up(made.score_to * 10)
    if abs(made.change) < _SMALLEST or start == end:
        still = f"{made.score_to:.1f}" if bands is None else names.of(bands[1])
        return f"No change: {still} on both days."
    way = "Rose" if made.change > 0 else "Fell"
    head = f"{way} {abs(end - start) / 10:.1f} points, from {start / 10:.1f} to {end / 10:.1f}"
    if bands is not None:
        head = f"{way} from {names.of(bands[0])} to {names.of(bands[1])}"
        head += f", {start / 10:g} to {end / 10:g} as ranks count"
    same = [row for row in rows if row.points * made.change > 0]
    if not same:
        return f"{head}."
    most = max(same, key=lambda row: abs(row.points))
    reason = most.text.rpartition(": ")[0] if most.key else most.text
    return f"{head}. Mainly: {reason} ({points(most.points)})."
