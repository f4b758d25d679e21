"""Counts what a conversion leaves out, so that it can be told afterwards."""

from __future__ import annotations


class Tally(dict[str, int]):
    """How many rows something happened to, by what: "left out: is_deleted is true"."""

    def __missing__(self, what: str) -> int:
        return 0

    def add(self, what: str, rows: int = 1) -> None:
        """Count rows; none are not worth a word."""
        if rows:
            self[what] += rows

    def sentences(self) -> list[str]:
        """Each as "31 rows left out: is_deleted is true", sorted."""
        return [f"{told(rows)} {what}" for what, rows in sorted(self.items())]


def told(rows: int) -> str:
    """A number of rows in words."""
    return "1 row" if rows == 1 else f"{rows:,} rows"
