"""What a board reads on a reader's thread: one tile's figures; what went wrong is an answer too.

Not here: widgets; who is asked when (tiles.py).
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from healthdesk.core.domain.errors import Cancelled, DeskError
from healthdesk.core.domain.widget import Ask, Shown
from healthdesk.core.domain.wish import Wish
from healthdesk.gui.base.lazily import lazily

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.services import scope
    from healthdesk.gui.widgets import WidgetModule
else:
    scope = lazily("healthdesk.core.services.scope")


@dataclass(frozen=True)
class Figures:
    """What a widget answered, and what it was asked for it."""

    ask: Ask
    shown: Shown
    stamp: int = -1
    """The state of the desk that it was read of; -1: not known."""


@dataclass(frozen=True)
class Fault:
    """A bug of a widget: the board goes on without it."""

    sentence: str
    report: str


def read_tile(tx: Tx, module: WidgetModule, wish: Wish) -> Figures | Fault:
    """Ask a widget."""
    asked = scope.ask(tx, module.SPEC, wish)
    try:
        return Figures(asked, module.load(tx, asked), int(tx.info["stamp"]))
    except (DeskError, Cancelled):
        raise
    except Exception as error:  # noqa: BLE001 - the border of an extension: its bug is its card's
        return fault(error)


def try_tile(tx: Tx, module: WidgetModule, wish: Wish) -> Figures | None:
    """Ask a widget that nobody looks at yet; None where it has no figures."""
    try:
        found = read_tile(tx, module, wish)
    except DeskError:
        return None
    return found if isinstance(found, Figures) else None


def fault(error: Exception) -> Fault:
    """Say what a bug is, and keep its report."""
    return Fault(
        f"{type(error).__name__}: {error}"[:300], "".join(traceback.format_exception(error))
    )
