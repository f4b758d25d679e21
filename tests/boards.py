"""A sample desk made once for the tests of dashboards, and how widgets are asked about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.reading import OptionValue
from healthdesk.core.domain.widget import Ask
from healthdesk.core.services import desks, samples

DAY = 20_780  # 23 November 2026
FIRST = DAY - 179
ACCOUNTS, DAYS = 16, 300


@pytest.fixture(scope="session")
def board_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Sixteen accounts over three hundred days; tests only read it."""
    made = Desk.create(
        tmp_path_factory.mktemp("boards") / "boards.healthdesk",
        clock=Clock(instant=datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
        furnish=lambda tx: desks.furnish(tx, "boards", "UTC", "EUR"),
    )
    made.do(samples.fill, DAY, 1, ACCOUNTS, DAYS)
    yield made
    made.close()


def ask(
    told: Mapping[str, OptionValue],
    *,
    day: int = DAY,
    first: int = FIRST,
    accounts: frozenset[str] | None = None,
    private: bool = True,
    **more: OptionValue,
) -> Ask:
    """What a widget is asked: its usual options, some of them told otherwise."""
    return Ask(day, first, {**told, **more}, accounts, private)
