"""The import contracts bite: each is broken on purpose in a copy of the house, and must say so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, ROOT

PLANTED = {
    "The core runs without a screen": ("core/desk.py", "import PySide6.QtCore"),
    "Application layers": ("paths.py", "import healthdesk.core.desk"),
    "Core layers": ("core/domain/change.py", "import healthdesk.core.store.db"),
    "Screen layers": ("gui/base/words.py", "import healthdesk.gui.pages.accounts"),
    "Only store, services and desk speak SQL": ("gui/pages/help.py", "import sqlalchemy"),
    "Importers do not know the desk's store": (
        "core/importers/notes.py",
        "import healthdesk.core.store.db",
    ),
    "Readings do not know each other": (
        "core/readings/nps.py",
        "import healthdesk.core.readings.csat",
    ),
}


def contracts(folder: Path) -> str:
    """What import-linter says of a checkout."""
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(tool), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(PACKAGE, folder / "healthdesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def verdict(words: str, contract: str) -> str:
    line = next(line for line in words.splitlines() if line.startswith(contract))
    return line.rsplit(" ", 1)[-1]


def test_every_contract_is_kept(copy):
    words = contracts(copy)
    assert "0 broken" in words, words


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_violation_is_seen(copy, contract):
    name, line = PLANTED[contract]
    path = copy / "healthdesk" / name
    before = path.read_text(encoding="utf-8")
    try:
        path.write_text(before + f"\n{line}\n", encoding="utf-8")
        assert verdict(contracts(copy), contract) == "BROKEN"
    finally:
        path.write_text(before, encoding="utf-8")


def test_a_new_part_of_the_house_must_be_listed(copy):
    """A folder nobody agreed on is refused until the contract names it."""
    stray = copy / "healthdesk" / "core" / "stray.py"
    try:
        stray.write_text('"""A stray module."""\n', encoding="utf-8")
        assert "stray" in contracts(copy)
    finally:
        stray.unlink()
