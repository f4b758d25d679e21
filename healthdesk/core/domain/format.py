"""What a format that a desk reads or writes says about itself, for catalogues, help and menus."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FormatSpec:
    """One format: `key` is its file name in the catalogue, `summary` one sentence for help."""

    key: str
    title: str
    summary: str
    options: tuple[str, ...] = ()
