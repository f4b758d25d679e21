"""The page Health model over a sample desk, for the tests of its parts."""

from __future__ import annotations

from datetime import UTC, datetime

from healthdesk.core.clock import Clock
from healthdesk.core.domain.facts import to_day
from healthdesk.core.services import drafts

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
DAY = to_day(NOW.date())
CLOCK = Clock(instant=NOW)


def kept(desk, key="default"):
    """The draft that the desk keeps."""
    return desk.read(drafts.find, key)
