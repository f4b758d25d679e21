"""The marks that narrow a board: union within a widget, intersection between widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from healthdesk.core.domain.widget import Mark


@dataclass(frozen=True)
class Chip:
    """A filter as the top bar shows it."""

    key: str
    label: str
    tile: str
    mark: Mark


@dataclass(frozen=True)
class Filters:
    """Pressed marks in the order they were pressed. Immutable."""

    chips: tuple[Chip, ...] = ()

    def press(self, tile: str, mark: Mark, *, add: bool = False) -> Filters:
        """Press a mark: it replaces those of its widget; pressed again it goes; Ctrl adds it."""
        mine = [chip for chip in self.chips if chip.tile == tile]
        same = [chip for chip in mine if chip.mark.key == mark.key]
        if same and (add or len(mine) == 1):
            return self.drop(same[0].key)
        kept = self.chips if add else tuple(chip for chip in self.chips if chip.tile != tile)
        return Filters((*kept, Chip(f"{tile}\n{mark.key}", mark.label, tile, mark)))

    def drop(self, key: str) -> Filters:
        """Take one filter away."""
        return Filters(tuple(chip for chip in self.chips if chip.key != key))

    def only(self, tiles: Sequence[str]) -> Filters:
        """Keep the filters of these tiles alone."""
        return Filters(tuple(chip for chip in self.chips if chip.tile in tiles))

    def keys(self, tile: str) -> frozenset[str]:
        """The marks of a tile that filter."""
        return frozenset(chip.mark.key for chip in self.chips if chip.tile == tile)

    def narrowing(self, tile: str) -> frozenset[str] | None:
        """The accounts that the other tiles leave to this one; None: all."""
        by_tile: dict[str, frozenset[str]] = {}
        for chip in self.chips:
            if chip.tile != tile:
                before = by_tile.get(chip.tile, frozenset())
                by_tile[chip.tile] = before | chip.mark.accounts
        return frozenset.intersection(*by_tile.values()) if by_tile else None

    def renewed(
        self, tile: str, marks: Sequence[Mark], asked: frozenset[str] | None
    ) -> tuple[Filters, tuple[str, ...]]:
        """The filters after a tile was read again, and the labels of those that are gone.

        A widget that others narrow (`asked`) answers for those accounts alone: of the rest, what
        its mark stood for is kept; one that is not among the answers stands for none of them.
        """
        found = {mark.key: mark for mark in marks}
        kept: list[Chip] = []
        gone: list[str] = []
        for chip in self.chips:
            fresh = found.get(chip.mark.key)
            if chip.tile != tile:
                kept.append(chip)
            elif fresh is None and asked is None:
                gone.append(chip.label)
            else:
                kept.append(_renewed(chip, fresh, asked))
        return Filters(tuple(kept)), tuple(gone)


def _renewed(chip: Chip, fresh: Mark | None, asked: frozenset[str] | None) -> Chip:
    now = frozenset() if fresh is None else fresh.accounts
    elsewhere = frozenset() if asked is None else chip.mark.accounts - asked
    label = chip.label if fresh is None else fresh.label
    mark = Mark(chip.mark.key, label, now | elsewhere)
    return chip if mark == chip.mark else replace(chip, label=label, mark=mark)
