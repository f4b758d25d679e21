"""Every extension stands in its catalogue, says what it is, and is explained in the help."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from tests.house.source import ROOT

FOLDERS = ("readings", "importers", "exporters")


def catalogue(folder):
    package = importlib.import_module(f"healthdesk.core.{folder}")
    listed = package.CATALOGUE
    modules = list(listed.values()) if hasattr(listed, "values") else list(listed)
    return package, modules


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_module_of_the_folder_is_in_its_catalogue(folder):
    package, modules = catalogue(folder)
    listed = {module.__name__.rsplit(".", 1)[-1] for module in modules}
    present = {module.name for module in pkgutil.iter_modules(package.__path__)}
    assert present - listed == set(), f"{folder}: not in the catalogue"


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_entry_has_its_own_key_and_says_what_it_is(folder):
    _, modules = catalogue(folder)
    keys = [module.SPEC.key for module in modules]
    assert len(keys) == len(set(keys))
    for module in modules:
        assert module.SPEC.title, module
        assert module.SPEC.summary.endswith("."), module


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_file_is_named_like_its_key(folder):
    _, modules = catalogue(folder)
    for module in modules:
        assert module.__name__.rsplit(".", 1)[-1] == module.SPEC.key


def test_every_reading_of_the_contract_is_there():
    _, modules = catalogue("readings")
    assert len(modules) == 21


def test_the_help_explains_every_reading():
    words = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "resources" / "help").glob("*.md")
    )
    _, modules = catalogue("readings")
    missing = [module.SPEC.key for module in modules if f"`{module.SPEC.key}`" not in words]
    assert missing == []
