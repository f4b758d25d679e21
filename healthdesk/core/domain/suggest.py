"""Weights and curves suggested from what became of accounts, tried on cells they never saw.

Learned from some cells and tried on others by the same arithmetic that scores the book. Nothing is
drawn by lot, and no cell that was learned from is tried. Not here: which cells these are
(services/suggest.py), candidates, scales and weights (suggest_*.py), words (suggest_words.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import msgspec
import numpy as np

from healthdesk.core.domain.backtest import Lift, lowest
from healthdesk.core.domain.cell_scores import cell_readings, cell_scores, cell_texts
from healthdesk.core.domain.cells import Cells
from healthdesk.core.domain.discrimination import Auc, Paired, Z, auc, paired
from healthdesk.core.domain.facts import Attribute, BoolArray, Facts, FloatArray
from healthdesk.core.domain.profile import MapScale, Profile, Published, Scale
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.reading import Readings
from healthdesk.core.domain.scale import policy_points
from healthdesk.core.domain.score import Scores
from healthdesk.core.domain.suggest_candidates import Candidate, LeftOut, held, offered
from healthdesk.core.domain.suggest_profile import Chosen, bands_kept, profile_of
from healthdesk.core.domain.suggest_scales import Column, learned, points_on
from healthdesk.core.domain.suggest_screen import Found, knows, screened
from healthdesk.core.domain.suggest_weights import weights

MOST: Final = 12
"""Measures that a suggested profile has at most."""
RIDGE: Final = 4.0
"""How strongly weights are held at those there are: few losses move them little."""
EASY: Final = 0.05
"""The same for how much the present score as a whole says."""
LEAST_SHARE: Final = 0.02
SURE: Final = 2.5758293035489004 / Z
"""Of a 95 % range, one that holds 99 times of 100: among many candidates chance finds some."""
FIFTH: Final = 0.2
ROUNDS: Final = 4
Verdict = Literal["better", "no better", "worse", "chance", "nothing"]


@dataclass(frozen=True)
class Weight:
    """A measure's share of 100, now and as suggested."""

    key: str
    name: str
    now: float
    then: float


@dataclass(frozen=True)
class Caught:
    """How well a profile told who left, on cells nothing was learned from."""

    auc: Auc | None
    lowest: Lift | None
    """The lost among the lowest fifth of all scored."""


@dataclass(frozen=True)
class Suggestion:
    """A profile learned from the past beside the present one.

    Attributes:
        profile: the suggested one; None where it would be no better than chance, or worse.
        verdict: what trying it said; "nothing": no measure told anything to learn.
        learned: lost and kept accounts it was learned from.
        tried: lost and kept accounts it was tried on.
        late: names of attributes taken whose values the desk learned after the days looked at.
    """

    held: Profile
    profile: Profile | None
    verdict: Verdict
    now: Caught
    then: Caught
    difference: Paired | None
    weights: tuple[Weight, ...]
    left_out: tuple[LeftOut, ...]
    learned: tuple[int, int]
    tried: tuple[int, int]
    late: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class _Measure:
    """A measure that is weighed: its scale, and its points of each cell from 0 to 1."""

    candidate: Candidate
    scale: Scale
    good: FloatArray


def suggest(
    facts: Facts,
    cells: tuple[Cells, Cells],
    profile: Profile,
    readings: Readings,
    progress: Progress = NOBODY,
) -> Suggestion:
    """Learn from the first cells, try on the second; both have lost and kept ones.

    Raises:
        Cancelled: The user asked to stop.
    """
    learn, tried = cells
    before = _scored(facts, learn, profile, readings, progress)
    candidates, columns, out = _columns(facts, learn, before, readings, progress)
    candidates, columns, known = _honest(facts, cells, candidates, columns, readings)
    found, screened_out = screened(candidates, columns, learn.lost)
    measures = [_measure(one, profile, learn.lost) for one in found]
    share, dropped = _weighed(measures, learn.lost)
    left_out = (*known, *out, *screened_out, *dropped)
    chosen = [
        Chosen(one.candidate, one.scale, float(part))
        for one, part in zip(measures, share, strict=True)
        if part > 0
    ]
    counted = _counts(learn), _counts(tried)
    now = _scored(facts, tried, profile, readings, progress).number[:, 0]
    if not chosen:
        nothing = Caught(None, None)
        return Suggestion(
            profile, None, "nothing", _caught(now, tried.lost), nothing, None, (), left_out,
            *counted,
        )  # fmt: skip
    made = profile_of(profile, chosen)
    after = _scored(facts, learn, made, readings, progress).number[:, 0]
    made = msgspec.structs.replace(made, bands=bands_kept(profile, before.number[:, 0], after))
    then = _scored(facts, tried, made, readings, progress).number[:, 0]
    caught, difference = _caught(then, tried.lost), paired(now, then, tried.lost)
    verdict = _verdict(caught, difference)
    good = verdict in ("better", "no better")
    return Suggestion(
        profile,
        made if good else None,
        verdict,
        _caught(now, tried.lost),
        caught,
        difference,
        _shares(profile, made, readings),
        left_out,
        *counted,
        late=_late(facts, learn, chosen),
    )


def _counts(cells: Cells) -> tuple[int, int]:
    lost = int(cells.lost.sum())
    return lost, cells.count - lost


def _scored(
    facts: Facts, cells: Cells, profile: Profile, readings: Readings, progress: Progress
) -> Scores:
    """Scores of cells by one profile, whomever it is for: the cells are its own already."""
    for_all = msgspec.structs.replace(profile, applies_to=None)
    return cell_scores(facts, cells, [Published(for_all, 1, 0)], readings, progress)


def _columns(
    facts: Facts,
    cells: Cells,
    before: Scores,
    readings: Readings,
    progress: Progress,
) -> tuple[tuple[Candidate, ...], list[Column], tuple[LeftOut, ...]]:
    """All candidates with what they said of each cell; held ones as the profile reads them."""
    profile = before.profiles[0].profile
    mine = held(profile, readings)
    new, out = offered(facts, profile)
    weighed = before.per_profile[0]
    columns = []
    for place, one in enumerate(mine):
        if weighed is None:
            columns.append(Column(np.full(cells.count, np.nan)))
            continue
        texts = weighed.points.texts[place]
        is_map = one.held is not None and isinstance(one.held.scale, MapScale)
        columns.append(Column(weighed.points.readings[place, :, 0], texts if is_map else None))
    columns.extend(_read(facts, cells, new, readings, progress))
    return (*mine, *new), columns, out


def _read(
    facts: Facts,
    cells: Cells,
    candidates: Sequence[Candidate],
    readings: Readings,
    progress: Progress = NOBODY,
) -> list[Column]:
    """What candidates say of cells."""
    asked = [one.reading for one in candidates]
    columns = []
    for line, one in zip(
        cell_readings(facts, cells, asked, readings, progress), candidates, strict=True
    ):
        attribute = _attribute(facts, one)
        is_text = attribute is not None and attribute.kind == "text"
        texts = cell_texts(facts, cells, one.reading, readings) if is_text else None
        columns.append(Column(line, texts))
    return columns


def _attribute(facts: Facts, one: Candidate) -> Attribute | None:
    if one.reading.kind != "attribute":
        return None
    return facts.attributes.get(str(one.reading.options.get("key", "")))


def _honest(
    facts: Facts,
    cells: tuple[Cells, Cells],
    candidates: Sequence[Candidate],
    columns: Sequence[Column],
    readings: Readings,
) -> tuple[tuple[Candidate, ...], list[Column], list[LeftOut]]:
    """The candidates without attributes that know who left.

    What was written into an attribute afterwards is read on every day before, too, and tells who
    was to leave later: so this is looked for among all that left, not those learned from alone.
    """
    learn, tried = cells
    both = Cells(
        np.concatenate((learn.account[learn.lost], tried.account)),
        np.concatenate((learn.day[learn.lost], tried.day)),
        np.concatenate((learn.lost[learn.lost], tried.lost)),
        tried.unborn,
    )
    asked = [one for one in candidates if _attribute(facts, one) is not None]
    keys = [one.full_key for one in asked]
    said = dict(zip(keys, _read(facts, both, asked, readings), strict=True))
    kept, left, out = [], [], []
    for one, column in zip(candidates, columns, strict=True):
        column_of_both = said.get(one.full_key)
        why = "" if column_of_both is None else knows(one, column_of_both, both.lost)
        if why:
            out.append(LeftOut(one.full_key, one.name, why))
        else:
            kept.append(one)
            left.append(column)
    return tuple(kept), left, out


def _measure(found: Found, profile: Profile, lost: BoolArray) -> _Measure:
    """A candidate with its scale; one without enough values keeps the scale it has."""
    one, column = found.candidate, found.column
    scale = None if one.held is None else one.held.scale
    if scale is None or (found.told and column.kinds > 1):
        scale = learned(column, lost, one.sign, scale)
    points = points_on(scale, column, profile.rank_points)
    if one.held is not None:
        policy = policy_points(profile, one.held)
        points = np.where(np.isnan(points), policy, points)
    known = ~np.isnan(points)
    mean = float(points[known].mean()) if known.any() else 50.0
    return _Measure(one, scale, np.where(known, points, mean) / 100)


def _weighed(measures: Sequence[_Measure], lost: BoolArray) -> tuple[FloatArray, list[LeftOut]]:
    """Each measure's share of 1: the likeliest ones near the present, small ones taken away."""
    share = np.zeros(len(measures))
    if not measures:
        return share, []
    good = np.column_stack([one.good for one in measures])
    good -= good.mean(axis=0)
    now = np.array([one.candidate.share for one in measures]) / 100
    whole = weights((good @ now)[:, None], lost, np.zeros(1), EASY).weights[0]
    left = np.arange(len(measures))
    found = now
    for _ in range(ROUNDS):
        found = weights(good[:, left], lost, whole * now[left], RIDGE).weights
        if found.sum() <= 0:
            left = left[:0]
            break
        keep = found / found.sum() >= LEAST_SHARE
        effect = found * good[:, left].std(axis=0)
        keep[np.argsort(-effect, kind="stable")[MOST:]] = False
        if keep.all():
            break
        left, found = left[keep], found[keep]
    if len(left):
        share[left] = found / found.sum()
    out = [
        LeftOut(one.candidate.full_key, one.candidate.name, "says little beside the others")
        for one, part in zip(measures, share, strict=True)
        if part <= 0
    ]
    return share, out


def _caught(number: FloatArray, lost: BoolArray) -> Caught:
    return Caught(auc(number, lost), lowest(number, lost, FIFTH))


def _verdict(caught: Caught, difference: Paired | None) -> Verdict:
    """Whether what was learned held on cells it never saw."""
    found = caught.auc
    if found is None or found.value - SURE * (found.value - found.low) <= 0.5:
        return "chance"
    if caught.lowest is None or caught.lowest.caught <= FIFTH:
        return "chance"
    if difference is None or difference.low > 0:
        return "better"
    return "worse" if difference.high < 0 else "no better"


def _shares(profile: Profile, made: Profile, readings: Readings) -> tuple[Weight, ...]:
    now = {one.full_key: one for one in held(profile, readings)}
    then = {one.full_key: one for one in held(made, readings)}
    rows = [
        Weight(
            key,
            (then.get(key) or now[key]).name,
            now[key].share if key in now else 0.0,
            then[key].share if key in then else 0.0,
        )
        for key in dict.fromkeys((*now, *then))
    ]
    return tuple(sorted(rows, key=_largest))


def _largest(one: Weight) -> tuple[float, float]:
    return -one.then, -one.now


def _late(facts: Facts, cells: Cells, chosen: Sequence[Chosen]) -> tuple[str, ...]:
    """Attributes that the desk came to know after most of the days looked at."""
    out = []
    for one in chosen:
        attribute = _attribute(facts, one.candidate)
        if attribute is None:
            continue
        late = [
            attribute.history[account][0].day > day
            for account, day in zip(cells.account.tolist(), cells.day.tolist(), strict=True)
            if account in attribute.history
        ]
        if 2 * sum(late) > len(late):
            out.append(one.candidate.name)
    return tuple(out)
