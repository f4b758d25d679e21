"""Boards to begin with, each tied to a purpose: documents in resources/boards, read once.

Not here: templates of one's own, which are kept in the desk (services/dashboards.py).
"""

from __future__ import annotations

from functools import cache
from typing import Final

from healthdesk import paths
from healthdesk.core.domain.dashboard import Board, parse_board
from healthdesk.core.domain.document import decode

KEYS: Final = (
    "monday_morning",
    "renewals",
    "voice_of_the_customer",
    "adoption",
    "executive_summary",
)
"""Names of the files, in the order in which they are offered; the first opens without a word."""


@cache
def templates() -> tuple[Board, ...]:
    """Every template that comes with the program."""
    folder = paths.resources() / "boards"
    return tuple(
        parse_board(decode((folder / f"{key}.json").read_bytes(), key), key) for key in KEYS
    )


def first() -> Board:
    """The board that a desk without any shows."""
    return templates()[0]
