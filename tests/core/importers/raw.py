"""Reads raw tables as a whole, and knows the files of other people where they lie beside us."""

from __future__ import annotations

from pathlib import Path

from healthdesk.core import importers
from healthdesk.core.domain.mapping import Reading

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def opened(path, content, **reading):
    """A file of that content, opened as the catalogue opens it."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (raw,) = importers.open_place(str(path), Reading(**reading))
    return raw


def read(raw, size=20_000):
    """Every record, the lines they begin on, and what is broken."""
    cells, lines, broken = [], [], []
    for chunk in importers.chunks(raw, size):
        cells += chunk.cells
        lines += chunk.lines
        broken += [(one.line, one.reason) for one in chunk.broken]
    return cells, lines, broken


def here(names):
    """Names of files or folders of other people; none where they are not here."""
    return names if DATA.is_dir() else ()
