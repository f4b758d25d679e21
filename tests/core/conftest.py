"""Tests of the core keep out of the user's folder and of the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from healthdesk.core.desk import Desk
from tests import make


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder, elsewhere."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HEALTHDESK_FOLDER", str(folder))
    return folder


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A new desk, closed afterwards."""
    opened = make.desk(tmp_path)
    yield opened
    opened.close()
