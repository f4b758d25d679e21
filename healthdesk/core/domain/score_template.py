"""Templates of a first health score: the measures a desk can answer, weighed for a purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from healthdesk.core.domain.profile import Profile


@dataclass(frozen=True)
class ScoreTemplate:
    """How much each dimension counts, as a multiple of what it counts in the balanced score."""

    key: str
    name: str
    text: str
    factors: Mapping[str, float]


TEMPLATES: Final = (
    ScoreTemplate("balanced", "Balanced", "Usage most, then touch, support, answers", {}),
    ScoreTemplate(
        "usage",
        "Usage first",
        "For daily products: a fall in use shows at once",
        {"usage": 2.0, "touch": 0.5},
    ),
    ScoreTemplate(
        "relations",
        "Relations first",
        "For few large accounts: touch and tone",
        {"usage": 0.5, "touch": 2.0, "voice": 2.0, "sentiment": 3.0},
    ),
    ScoreTemplate(
        "service",
        "Service first",
        "For products that need help: tickets, CSAT",
        {"usage": 0.5, "support": 3.0, "voice": 2.0},
    ),
    ScoreTemplate(
        "renewal",
        "Renewal first",
        "For contracts: seats and overdue invoices",
        {"commercial": 4.0, "touch": 0.5},
    ),
)
"""What a first score can be weighed for, in the order in which it is offered."""


def template(key: str) -> ScoreTemplate:
    """The template of a key."""
    return next(one for one in TEMPLATES if one.key == key)


def weighed(profile: Profile, chosen: ScoreTemplate) -> Profile:
    """A profile with its dimensions weighed as a template says; it reads the same."""
    return msgspec.structs.replace(
        profile,
        dimensions=tuple(
            msgspec.structs.replace(one, weight=one.weight * chosen.factors.get(one.key, 1.0))
            for one in profile.dimensions
        ),
    )
