"""Tries a sign that no measure reads as one: its curve, and what a backtest says with and without.

Nothing is changed: a person puts the measure into the draft. Not here: backtests (backtest.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from healthdesk.core.domain.backtest_words import Verdict
from healthdesk.core.domain.discrimination import Auc
from healthdesk.core.domain.measure_fit import scale_for
from healthdesk.core.domain.model_draft import applied
from healthdesk.core.domain.profile import Measure, Profile
from healthdesk.core.domain.profile_edit import with_dimension, with_measure
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.reading import Fact, ReadingRef
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import drafts, measures, profiles
from healthdesk.core.services.backtest import DRAFT, BacktestWish, backtest, beside
from healthdesk.core.services.backtest_days import period
from healthdesk.core.services.facts import load
from healthdesk.core.store.db import Tx

_PLACES = {
    Fact.USAGE: "Product usage",
    Fact.SURVEYS: "Voice",
    Fact.SENTIMENTS: "Sentiment",
    Fact.TOUCHPOINTS: "Touch",
    Fact.TICKETS: "Support",
    Fact.SUBSCRIPTIONS: "Commercial",
    Fact.INVOICES: "Commercial",
    Fact.MILESTONES: "Commercial",
    Fact.ATTRIBUTES: "About the account",
}


@dataclass(frozen=True)
class Tried:
    """A candidate, tried on the desk's own losses.

    Attributes:
        profile: the key of the profile it was tried in, and `name`: what that is called.
        measure: the measure, with a curve cut to the desk's answers.
        inside: the dimension it goes to, called `place`; "" = a new one.
        known: accounts of the day that have an answer, of `accounts`.
        alone: how well it tells by itself; None: too few.
        leak: it knows the answer.
        before, after: what the backtest says without and with it.
        text: what the difference is worth, in words.
    """

    profile: str
    name: str
    measure: Measure
    inside: str
    place: str
    known: int
    accounts: int
    alone: Auc | None
    leak: bool
    before: Verdict
    after: Verdict
    text: str


def tried(
    tx: Tx, name: str, ref: ReadingRef, day: int, *, profile: str = "", progress: Progress = NOBODY
) -> Tried:
    """Try a reading as one more measure of a profile's draft; "" = the one for all other accounts.

    Raises:
        Cancelled: The user asked to stop.
        NotFound: There is no such profile.
    """
    held = profiles.published(tx)
    known = {one.profile.key: one.profile for one in held}
    key = profile if profile in known else held[-1].profile.key if held else profile
    now = applied(drafts.find(tx, key), drafts.published(tx, key).profile)
    # A feed that has ended says nothing of today: the curve is cut to the last day of facts.
    found = measures.answers(tx, ref, period(load(tx), day, None, None)[1])
    higher = CATALOGUE[ref.kind].SPEC.higher
    made = Measure(
        key="",
        name=name,
        weight=_usual_weight(now),
        missing="skip",
        stale_after=None,
        reading=ref,
        scale=scale_for(found.numbers, found.texts, higher=higher is None or higher),
    )
    inside, place = place_of(now, ref)
    body = with_measure(now, inside, made) if inside else with_dimension(now, place, 10.0, made)
    fresh = next(one for one in body.measure_keys if one not in now.measure_keys)
    wish = BacktestWish(profile=key, version=DRAFT)
    before = backtest(tx, wish, progress)
    after = backtest(tx, replace(wish, version=None, body=body), progress)
    alone = next((one for one in after.figures.measures if one.key == fresh), None)
    return Tried(
        key,
        now.name,
        made,
        inside,
        place,
        found.known,
        found.accounts,
        None if alone is None else alone.auc,
        alone is not None and alone.leak,
        before.verdict,
        after.verdict,
        beside(before, after, "the draft without it", "the draft with it").text,
    )


def place_of(profile: Profile, ref: ReadingRef) -> tuple[str, str]:
    """Key and name of the dimension that reads the same kind of facts; else "" and a new name."""
    needs = CATALOGUE[ref.kind].SPEC.needs
    for one in profile.dimensions:
        if any(CATALOGUE[inner.reading.kind].SPEC.needs & needs for inner in one.measures):
            return one.key, one.name
    fact = next((one for one in _PLACES if one in needs), Fact.ATTRIBUTES)
    return "", _PLACES[fact]


def _usual_weight(profile: Profile) -> float:
    weights = sorted(one.weight for _, one in profile.measures if one.weight)
    return weights[len(weights) // 2] if weights else 1.0
