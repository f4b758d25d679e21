"""One sample desk for all tests of widgets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from healthdesk.core.desk import Desk
from tests import board_desk


@pytest.fixture(scope="session")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A sample desk of 40 accounts on 14 March 2026; look at it, do not change it."""
    with board_desk.made(tmp_path_factory.mktemp("board")) as desk:
        yield desk
