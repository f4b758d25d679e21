"""The worked example of the model's contract, to the last digit."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from healthdesk.core.domain.facts import Facts, Metric, to_day
from healthdesk.core.domain.profile import Published, parse_profiles
from healthdesk.core.domain.score import score
from healthdesk.core.domain.split import why
from healthdesk.core.readings import CATALOGUE
from tests.core.plain_desk import Answer, PlainDesk, Touch, to_facts

PROFILE = {
    "key": "default",
    "dimensions": [
        {
            "key": "usage",
            "weight": 60,
            "measures": [
                {
                    "key": "level",
                    "weight": 3,
                    "reading": {"kind": "usage_level", "metric": "active_users", "days": 7},
                    "scale": {"kind": "curve", "points": [[0, 0], [10, 50], [30, 100]]},
                },
                {
                    "key": "trend",
                    "weight": 1,
                    "reading": {"kind": "usage_trend", "metric": "active_users", "days": 7},
                    "scale": {"kind": "curve", "points": [[-0.5, 0], [0, 60], [0.5, 100]]},
                },
            ],
        },
        {
            "key": "voice",
            "weight": 25,
            "measures": [
                {
                    "key": "nps",
                    "reading": {"kind": "nps", "days": 180},
                    "scale": {"kind": "curve", "points": [[-100, 0], [0, 50], [100, 100]]},
                }
            ],
        },
        {
            "key": "touch",
            "weight": 15,
            "measures": [
                {
                    "key": "touch",
                    "reading": {"kind": "days_since_touch"},
                    "scale": {"kind": "curve", "points": [[7, 100], [30, 60], [90, 0]]},
                }
            ],
        },
    ],
}


def day(text: str) -> int:
    return to_day(date.fromisoformat(text))


@pytest.fixture
def facts() -> Facts:
    first = day("2026-03-01")
    usage = {("a", "active_users", first + n): 20.0 if n < 7 else 10.0 for n in range(14)}
    return to_facts(
        PlainDesk(
            accounts=("a",),
            metrics=(Metric("active_users"),),
            usage=usage,
            answers=(
                Answer("a", day("2026-03-03"), "nps", 9, "ann", "1"),
                Answer("a", day("2026-03-12"), "nps", 4, "bob", "2"),
            ),
            touches=(Touch("a", day("2026-03-02"), "call"),),
            kinds={"started_on": "day"},
            attributes={("a", "started_on"): ((first, float(day("2026-01-01"))),)},
        )
    )


PUBLISHED = [
    Published(parse_profiles([PROFILE], {"active_users"}, CATALOGUE)[0], 1, day("2026-01-01"))
]


def test_both_days(facts: Facts) -> None:
    days = np.array([day("2026-03-07"), day("2026-03-14")], np.int32)
    scores = score(facts, PUBLISHED, days, CATALOGUE)
    assert scores.final[0, 0] == 85
    assert scores.shown.tolist() == [[85, 49]]
    assert scores.coverage[0] == pytest.approx([0.85, 1], abs=1e-15)
    assert scores.final[0, 1] == pytest.approx(48.69565217391305, abs=1e-13)
    assert [scores.band_word(0, 0), scores.band_word(0, 1)] == ["Strong", "Average"]
    weighed = scores.weighed(0, 1)
    assert weighed is not None
    assert weighed.points.points[:, 0, 1] == pytest.approx([50, 0, 50, 91.30434782608695])
    assert weighed.dimensions[:, 0, 1] == pytest.approx([37.5, 50, 91.30434782608695])
    assert weighed.points.readings[:, 0, 1] == pytest.approx([10, -0.5, 0, 12])
    assert np.isnan(weighed.points.readings[1, 0, 0])


def test_split(facts: Facts) -> None:
    found = why(facts, 0, (day("2026-03-07"), day("2026-03-14")), PUBLISHED, CATALOGUE)
    rows = {(row.kind, row.key): row.points for row in found.rows if row.points}
    assert rows == {
        ("reading", "usage.level"): pytest.approx(-13.125),
        ("weight", "usage.level"): pytest.approx(0.652174, abs=5e-7),
        ("weight", "usage.trend"): pytest.approx(-10.027174, abs=5e-7),
        ("reading", "voice.nps"): pytest.approx(-12.5),
        ("reading", "touch.touch"): pytest.approx(-1.304348, abs=5e-7),
    }
    assert found.change == pytest.approx(-36.304348, abs=5e-7)
    assert sum(row.points for row in found.rows) == pytest.approx(found.change, abs=1e-9)
