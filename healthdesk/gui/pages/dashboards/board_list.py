"""What the page reads besides figures: its boards, templates of one's own, names of segments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from healthdesk.core.domain.dashboard import Board, BoardRow
from healthdesk.core.domain.errors import DeskError
from healthdesk.gui.base.lazily import lazily

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.services import dashboards, segments
else:
    dashboards = lazily("healthdesk.core.services.dashboards")
    segments = lazily("healthdesk.core.services.segments")

_MOST: Final = 5_000_000


@dataclass(frozen=True)
class BoardList:
    """The tabs of the page, and what a new one can begin with."""

    boards: tuple[BoardRow, ...] = ()
    templates: tuple[Board, ...] = ()
    segments: tuple[str, ...] = ()


def read_boards(tx: Tx) -> BoardList:
    """Read all boards of the desk."""
    own = tuple(one.board for one in dashboards.boards(tx, "template"))
    return BoardList(dashboards.boards(tx), own, segments.names(tx))


def read_document(path: Path) -> bytes:
    """Read a document that is to become a board.

    Raises:
        DeskError: It cannot be read, or is far too large to be one.
    """
    try:
        if path.stat().st_size > _MOST:
            raise DeskError(
                f"{path.name} is too large to be a dashboard.", "Choose another document."
            )
        return path.read_bytes()
    except OSError as error:
        raise DeskError(
            f"{path.name} could not be read: {error.strerror or error}.",
            "Choose another document.",
        ) from error
