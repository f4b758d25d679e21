"""Who speaks to whom."""

from __future__ import annotations

import pytest

from tests.core.plain_desk import Touch
from tests.core.readings.reading_case import DAY, desk, evidence, reads


def touches(*rows: tuple[int, str, str]) -> tuple[Touch, ...]:
    return tuple(Touch("a", DAY + day, kind, said) for day, kind, said in rows)


@pytest.mark.parametrize(
    ("day", "wanted"), [(-1, None), (0, 1), (1, 0.5), (2, 1 / 3), (3, 0), (5, None)]
)
def test_share(day: int, wanted: float | None) -> None:
    rows = touches(
        (0, "call", "inbound"), (1, "email", "outbound"), (2, "email", "outbound"),
        (1, "note", "inbound"), (1, "call", ""), (-1, "call", "inbound"),
    )  # fmt: skip
    assert reads(desk(touches=rows), day, "two_way", days=3) == wanted


def test_evidence_leaves_out_what_has_no_direction() -> None:
    rows = touches((0, "call", "inbound"), (1, "call", ""), (1, "note", "outbound"))
    assert len(evidence(desk(touches=rows), 3, "two_way")) == 1
