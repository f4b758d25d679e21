"""The unnamed many: accounts drawn by tier and mood until the desk has as many as were asked for."""

from __future__ import annotations

from healthdesk.core.sample import names
from healthdesk.core.sample.dice import Dice
from healthdesk.core.sample.part import Answer, Open, Part

MIX: tuple[tuple[str, str, int], ...] = (
    ("Enterprise", "strong", 15), ("Enterprise", "average", 8), ("Enterprise", "poor", 2),
    ("Growth", "strong", 21), ("Growth", "average", 11), ("Growth", "poor", 6), ("Growth", "unknown", 2),
    ("Starter", "strong", 9), ("Starter", "average", 7), ("Starter", "poor", 5), ("Starter", "unknown", 3),
)  # fmt: skip
"""Tier, mood and how many of each stand in a desk of the usual size beside the named accounts."""

WORTH = {"Enterprise": 89.0, "Growth": 44.6, "Starter": 18.1}
"""Mean ARR in thousands of an unnamed account."""


def deal(count: int, seed: int, taken: set[str]) -> list[Part]:
    """Draw `count` accounts, tiers and moods in the usual mix and a drawn order."""
    slots = [(tier, mood) for tier, mood, many in MIX for _ in range(many)]
    dice = Dice(seed, "crowd")
    order: list[tuple[str, str]] = []
    while len(order) < count:
        order += dice.shuffled(slots)
    parts = [_part(tier, mood, seed, number, taken) for number, (tier, mood) in enumerate(order[:count])]
    return parts


def _worth(tier: str, dice: Dice) -> int:
    return max(4, round(WORTH[tier] * (0.45 + 1.1 * dice.share())))


def _part(tier: str, mood: str, seed: int, number: int, taken: set[str]) -> Part:
    dice = Dice(seed, "part", number)
    name, industry = names.company(dice, taken)
    region = dice.pick(names.REGIONS)
    arr = _worth(tier, dice)
    if mood == "unknown":
        return _newcomer(name, tier, arr, industry, region, dice)
    young = dice.chance(0.06)
    stage = "Onboarding" if young else dice.pick(("Adopted", "Adopted", "Adopted", "Growing", "Renewing"))
    base = {"strong": _strong, "average": _average, "poor": _poor}[mood](name, tier, arr, dice)
    return _with(base, industry, region, stage, dice.whole(70, 120) if young else dice.whole(420, 2600), dice)


def _with(part: Part, industry: str, region: str, stage: str, tenure: int, dice: Dice) -> Part:
    values = dict(part.__dict__)
    values.update(
        industry=industry,
        region=region,
        stage=stage,
        tenure=tenure,
        drift=round(dice.between(-0.004, 0.012), 4),
        shape=dice.pick(("office", "office", "office", "shop", "always")),
        tags=("advocate",) if (part.score or 0) > 80 and dice.chance(0.28) else (),
    )
    return Part(**values)


def _renewal(dice: Dice) -> int:
    """Renewals of the unnamed lie beyond 90 days: the nearer ones all have names."""
    return dice.whole(93, 364)


def _strong(name: str, tier: str, arr: int, dice: Dice) -> Part:
    return Part(
        name, tier, arr, _renewal(dice), round(dice.between(71, 91), 1), round(dice.between(-3, 4), 1),
        seats=dice.whole(46, 78), touch=1 + int(24 * dice.share() ** 1.5), touches=dice.whole(8, 14),
        heard=dice.between(0.42, 0.55), features=dice.whole(8, 11), mood=dice.between(0.25, 0.65),
        closed_per_year=dice.between(4, 14),
        answers=_answers(dice, (9, 10, 9, 8), dice.whole(1, 3)),
        open=(Open("normal", dice.whole(1, 9)),) if dice.chance(0.35) else (),
    )  # fmt: skip


def _average(name: str, tier: str, arr: int, dice: Dice) -> Part:
    lows: tuple[Open, ...] = (Open("normal", dice.whole(4, 20)),) if dice.chance(0.6) else ()
    highs: tuple[Open, ...] = (Open("high", dice.whole(3, 20)),) if dice.chance(0.35) else ()
    return Part(
        name, tier, arr, _renewal(dice), round(dice.between(44, 68), 1), round(dice.between(-6, 5), 1),
        seats=dice.whole(34, 60), touch=dice.whole(6, 38), touches=dice.whole(5, 9),
        heard=dice.between(0.24, 0.4), features=dice.whole(5, 8), mood=dice.between(-0.1, 0.3),
        closed_per_year=dice.between(6, 18), open=lows + highs,
        answers=_answers(dice, (8, 7, 9, 6), dice.whole(1, 2)),
    )  # fmt: skip


def _poor(name: str, tier: str, arr: int, dice: Dice) -> Part:
    return Part(
        name, tier, arr, _renewal(dice), round(dice.between(24, 38), 1), round(dice.between(-9, 2), 1),
        seats=dice.whole(30, 55), touch=dice.whole(14, 60), touches=dice.whole(4, 7),
        heard=dice.between(0.08, 0.2), features=dice.whole(2, 4), mood=dice.between(-0.6, -0.1),
        closed_per_year=dice.between(8, 20), answers=_answers(dice, (6, 4, 3, 7), dice.whole(1, 2)),
        open=(Open("high", dice.whole(12, 34)), Open("normal", dice.whole(8, 30))),
        overdue=(dice.whole(9, 40),) if dice.chance(0.4) else (),
    )  # fmt: skip


def _newcomer(name: str, tier: str, arr: int, industry: str, region: str, dice: Dice) -> Part:
    """Just signed: no answer, no feeling, no exchange yet, seats not agreed; too little for a score."""
    tenure = dice.whole(4, 20)
    return Part(
        name, tier, arr, 365 - tenure, None, stage="Onboarding", industry=industry, region=region, tenure=tenure, seats=0,
        touches=0, features=1, mood=None, closed_per_year=0,
    )  # fmt: skip


def _answers(dice: Dice, ratings: tuple[int, ...], people: int) -> tuple[Answer, ...]:
    return tuple(Answer(dice.pick(ratings), dice.whole(3, 165), who) for who in range(people))
