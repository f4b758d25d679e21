"""Desks for tests of services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.services import imports
from tests import ready
from tests.core import worked_example

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
RAW = Path(__file__).resolve().parents[4] / "shared" / "data" / "ravenstack"
collect_ignore = [] if RAW.is_dir() else ["test_import_raw_sets.py"]
"""Tests on other people's files are collected where those lie beside the project."""
Made = Callable[..., Desk]


@pytest.fixture
def furnished(tmp_path: Path) -> Iterator[Made]:
    """Makes new desks with all that they start with."""
    opened: list[Desk] = []

    def made(name: str = "new", clock: Clock | None = None) -> Desk:
        path = tmp_path / f"{name}.healthdesk"
        desk = ready.furnished(path, name, clock=clock or Clock(instant=NOW))
        opened.append(desk)
        return desk

    yield made
    for desk in opened:
        desk.close()


@pytest.fixture
def example(furnished: Made, tmp_path: Path) -> Desk:
    """A desk with the worked example of the health model, on 14 March 2026."""
    desk = furnished("example")
    desk.do(imports.run, [worked_example.write(tmp_path / "facts")])
    return desk
