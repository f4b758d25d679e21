"""Counts what a conversion leaves out, so that it can be told afterwards."""

from __future__ import annotations


class Tally(dict[str, int]):
    """How many rows were left out, by the reason."""

    def __missing__(self, reason: str) -> int:
        return 0

    def add(self, reason: str, rows: int = 1) -> None:
        """Count rows; none are not worth a word."""
        if rows:
            self[reason] += rows

    def sentences(self) -> list[str]:
        """Each as "31 rows left out: is_deleted is true", in the order of first sight."""
        return [f"{told(rows)} left out: {reason}" for reason, rows in self.items()]


def told(rows: int) -> str:
    """A number of rows in words."""
    return "1 row" if rows == 1 else f"{rows:,} rows"
