"""Every extension stands in its catalogue, says what it is, and is explained in the help."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from tests.house.source import ROOT

CONTRACT = (
    "usage_level", "usage_trend", "usage_frequency", "usage_breadth", "seat_use", "nps",
    "nps_rating", "csat", "sentiment", "days_since_touch", "touches", "two_way",
    "contacts_engaged", "open_tickets", "ticket_age", "tickets_opened", "days_to_renewal",
    "overdue_days", "seat_growth", "milestones", "attribute",
)  # fmt: skip
"""The readings that every HealthDesk has, whoever wrote a profile."""
OWN = {"angry_tickets": "Tickets with anger"}
"""Readings of ours beyond them."""
FOLDERS = ("readings", "importers", "exporters", "actions", "triggers")


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
    assert [key for key in CONTRACT if key not in {module.SPEC.key for module in modules}] == []


def test_a_reading_beyond_the_contract_is_named_and_has_a_line_of_its_own_in_the_help():
    _, modules = catalogue("readings")
    titles = {module.SPEC.key: module.SPEC.title for module in modules}
    own = {key: title for key, title in titles.items() if key not in CONTRACT}
    assert own == OWN
    words = (ROOT / "resources" / "help" / "segments.md").read_text(encoding="utf-8")
    heads = [line.split("|")[1].strip() for line in words.splitlines() if line.startswith("|")]
    assert [key for key in own if f"`{key}`" not in heads] == []


def test_the_help_explains_every_kind_of_step_and_its_options():
    words = (ROOT / "resources" / "help" / "playbooks.md").read_text(encoding="utf-8")
    _, modules = catalogue("actions")
    keys = [key for m in modules for key in (m.SPEC.key, *(o.key for o in m.SPEC.options))]
    assert [key for key in keys if f"`{key}`" not in words] == []


def test_the_help_explains_every_trigger_and_its_options():
    words = (ROOT / "resources" / "help" / "plays.md").read_text(encoding="utf-8")
    _, modules = catalogue("triggers")
    for module in modules:
        line = next((one for one in words.splitlines() if f"`{module.SPEC.key}`" in one), "")
        assert line, module.SPEC.key
        assert [one.key for one in module.SPEC.options if f"`{one.key}`" not in line] == []
        assert module.SPEC.shape in line


def test_every_trigger_has_an_icon():
    _, modules = catalogue("triggers")
    icons = ROOT / "resources" / "icons"
    assert [m.SPEC.key for m in modules if not (icons / f"{m.SPEC.icon}.svg").exists()] == []


def test_the_help_explains_every_reading():
    words = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "resources" / "help").glob("*.md")
    )
    _, modules = catalogue("readings")
    missing = [module.SPEC.key for module in modules if f"`{module.SPEC.key}`" not in words]
    assert missing == []


def test_every_vendor_is_in_the_catalogue_of_presets_under_its_own_key():
    package = importlib.import_module("healthdesk.core.mapping.presets")
    present = {module.name for module in pkgutil.iter_modules(package.__path__)} - {"model"}
    listed = [preset.key for preset in package.PRESETS]
    assert sorted(listed) == sorted(present)
    for preset in package.PRESETS:
        assert preset.name, preset.key
        assert preset.objects, preset.key


def test_every_check_of_the_data_is_in_its_catalogue():
    package = importlib.import_module("healthdesk.core.services.quality")
    keys = [check.key for check in package.CHECKS]
    assert len(keys) == len(set(keys))
    present = {module.name for module in pkgutil.iter_modules(package.__path__)} - {"check"}
    listed = {module.__name__.rsplit(".", 1)[-1] for module in package.CATALOGUE}
    assert present == listed


def test_the_help_explains_every_format_that_can_be_read():
    words = (ROOT / "resources" / "help" / "imports.md").read_text(encoding="utf-8").casefold()
    _, modules = catalogue("importers")
    said = {
        "exchange": "exchange folder", "delimited": "delimited", "notes": "notes",
        "spreadsheet": "spreadsheets", "json_data": "json", "parquet": "parquet",
        "sqlite_file": "sqlite", "database": "databases",
    }  # fmt: skip
    missing = [module.SPEC.key for module in modules if said[module.SPEC.key] not in words]
    assert missing == []
