"""The unnamed many: accounts drawn by tier and mood until the desk has as many as asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from healthdesk.core.sample import names
from healthdesk.core.sample.dice import Dice
from healthdesk.core.sample.part import Answer, Open, Part

MIX: tuple[tuple[str, str, int], ...] = (
    ("Enterprise", "strong", 16),
    ("Enterprise", "average", 9),
    ("Enterprise", "poor", 2),
    ("Enterprise", "unknown", 1),
    ("Growth", "strong", 17),
    ("Growth", "average", 11),
    ("Growth", "poor", 7),
    ("Growth", "unknown", 3),
    ("Starter", "strong", 11),
    ("Starter", "average", 8),
    ("Starter", "poor", 4),
    ("Starter", "unknown", 1),
)
"""Tier, mood and how many of each stand in a desk of the usual size beside the named accounts."""

WORTH = {"Enterprise": 89.1, "Growth": 50.4, "Starter": 18.7}
"""Mean ARR in thousands of an unnamed account."""


def deal(count: int, seed: int, taken: set[str]) -> list[Part]:
    """Draw `count` accounts, tiers and moods in the usual mix and a drawn order."""
    slots = [(tier, mood) for tier, mood, many in MIX for _ in range(many)]
    dice = Dice(seed, "crowd")
    order: list[tuple[str, str]] = []
    while len(order) < count:
        order += dice.shuffled(slots)
    parts = [
        _part(tier, mood, Dice(seed, "part", number), taken)
        for number, (tier, mood) in enumerate(order[:count])
    ]
    return _weighed(parts)


def _weighed(parts: list[Part]) -> list[Part]:
    """Bring each tier's ARR to its mean, so that the desk is worth the same whatever was drawn."""
    drawn = {tier: sum(part.arr for part in parts if part.tier == tier) for tier in WORTH}
    many = {tier: sum(part.tier == tier for part in parts) for tier in WORTH}
    return [
        replace(
            part,
            arr=max(4, round(part.arr * WORTH[part.tier] * many[part.tier] / drawn[part.tier])),
        )
        for part in parts
    ]


def _part(tier: str, mood: str, dice: Dice, taken: set[str]) -> Part:
    name, industry = names.company(dice, taken)
    arr = max(4, round(WORTH[tier] * dice.between(0.45, 1.55)))
    blank = Part(
        name=name, tier=tier, arr=arr, renewal=dice.whole(93, 364), score=None,
        industry=industry, region=dice.pick(names.names().regions),
    )  # fmt: skip
    if mood == "unknown":
        return _newcomer(blank, dice)
    young = dice.chance(0.03)
    known = replace(
        blank,
        stage="Onboarding" if young else dice.pick(("Adopted", "Adopted", "Growing", "Renewing")),
        tenure=dice.whole(95, 130) if young else dice.whole(420, 2600),
        drift=round(dice.between(-0.004, 0.012), 4),
        shape=dice.pick(("office", "office", "office", "shop", "always")),
    )
    part = MOODS[mood](known, dice)
    tag = {"strong": "advocate", "average": "Q1 risk", "poor": "Q1 risk"}[mood]
    chance = {"strong": 0.2, "average": 0.08, "poor": 0.7}[mood]
    return replace(part, tags=(tag,)) if dice.chance(chance) else part


def _strong(part: Part, dice: Dice) -> Part:
    return replace(
        part,
        score=round(dice.between(71, 89), 1),
        growth=dice.between(-0.06, 0.1),
        seats=dice.whole(44, 76),
        touch=1 + int(24 * dice.share() * dice.share()),
        touches=dice.whole(8, 14),
        heard=dice.between(0.42, 0.55),
        features=dice.whole(8, 11),
        mood=dice.between(0.25, 0.65),
        closed_per_year=dice.between(4, 14),
        answers=_answers(dice, (9, 10, 9, 8), dice.whole(1, 3)),
        open=(Open("normal", dice.whole(1, 9)),) if dice.chance(0.35) else (),
    )


def _average(part: Part, dice: Dice) -> Part:
    normal = (Open("normal", dice.whole(4, 20)),) if dice.chance(0.7) else ()
    high = (Open("high", dice.whole(3, 20)),) if dice.chance(0.5) else ()
    return replace(
        part,
        score=round(dice.between(43, 67), 1),
        growth=dice.between(-0.15, 0.1),
        seats=dice.whole(28, 60),
        touch=dice.whole(6, 38),
        touches=dice.whole(5, 9),
        heard=dice.between(0.16, 0.34),
        features=dice.whole(4, 7),
        mood=dice.between(-0.1, 0.3),
        closed_per_year=dice.between(6, 18),
        open=normal + high,
        chronic=True,
        answers=_answers(dice, (8, 7, 9, 6), dice.whole(1, 3)),
    )


def _poor(part: Part, dice: Dice) -> Part:
    return replace(
        part,
        score=round(dice.between(25, 38), 1),
        growth=dice.between(-0.25, 0.02),
        seats=dice.whole(30, 55),
        touch=dice.whole(14, 60),
        touches=dice.whole(4, 7),
        heard=dice.between(0.02, 0.12),
        features=dice.whole(1, 3),
        mood=dice.between(-0.6, -0.1),
        closed_per_year=dice.between(8, 20),
        open=(Open("high", dice.whole(12, 34)), Open("normal", dice.whole(8, 30))),
        chronic=True,
        overdue=(dice.whole(9, 40),) if dice.chance(0.6) else (),
        answers=_answers(dice, (6, 4, 3, 7), dice.whole(1, 2)),
    )


MOODS: dict[str, Callable[[Part, Dice], Part]] = {
    "strong": _strong,
    "average": _average,
    "poor": _poor,
}


def _newcomer(part: Part, dice: Dice) -> Part:
    """Just signed: no answer, no feeling, no exchange, no seats yet; too little for a score."""
    tenure = dice.whole(4, 20)
    return replace(
        part,
        stage="Onboarding",
        tenure=tenure,
        renewal=365 - tenure,
        seats=0,
        touches=0,
        features=1,
        mood=None,
        closed_per_year=0,
    )


def _answers(dice: Dice, ratings: tuple[int, ...], people: int) -> tuple[Answer, ...]:
    return tuple(Answer(dice.pick(ratings), dice.whole(3, 165), who) for who in range(people))
