"""Where a number came from: references to stored rows, and what stands behind a reference.

Not here: how it is found (services/provenance.py), how it is shown (gui/panels/source_popover.py).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RowRef:
    """One stored row: the name of the desk's table, and the row's number in it."""

    table: str
    row: int


@dataclass(frozen=True)
class UsageRef:
    """The stored daily values of a metric of an account on the days `first` to `last`."""

    account_id: str
    metric: str
    first: int
    last: int


Ref = RowRef | UsageRef


@dataclass(frozen=True)
class Sought:
    """What was looked for where no row was found, and where such rows come from, in words."""

    what: str
    whence: str

    @property
    def text(self) -> str:
        """Both in one go."""
        return f"{self.what}: none. {self.whence}"


@dataclass(frozen=True)
class Origin:
    """The row of a file that brought a stored row, or changed it; `day` is that of the import."""

    file: str
    line: int
    batch: int
    """The import's number as the history of imports shows it."""
    day: int


@dataclass(frozen=True)
class RowSource:
    """One stored row as it is kept, and where it came from.

    No origin: it was made here. `typed` says what was typed here, and when, "" = nothing.
    """

    kind: str
    cells: tuple[tuple[str, str], ...]
    """Fields as the exchange folder names them, and their texts; "" = not known."""
    origins: tuple[Origin, ...] = ()
    """The newest first."""
    typed: str = ""
