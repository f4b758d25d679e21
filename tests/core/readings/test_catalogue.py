"""What every reading of the catalogue promises."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import healthdesk.core.readings as catalogue
from healthdesk.core.domain.facts import Facts, Metric
from healthdesk.core.domain.reading import ReadingModule, dump_ref, parse_ref
from healthdesk.core.readings import CATALOGUE, READINGS
from tests.core.plain_desk import PlainDesk, to_facts

GIVEN = {"metric": "m", "key": "tier"}
DAYS = np.array([20_000, 20_001, 20_002], np.int32)


def bare(accounts: int) -> Facts:
    names = tuple(f"a{number}" for number in range(accounts))
    return to_facts(PlainDesk(accounts=names, metrics=(Metric("m"),)))


@pytest.fixture(params=READINGS, ids=lambda module: module.SPEC.key)
def module(request: pytest.FixtureRequest) -> ReadingModule:
    return request.param


def test_every_file_is_in_the_catalogue() -> None:
    files = {path.stem for path in Path(catalogue.__path__[0]).glob("*.py")} - {"__init__"}
    assert files == set(CATALOGUE)
    assert len(CATALOGUE) == len(READINGS) == 22


def test_spec_is_whole(module: ReadingModule) -> None:
    spec = module.SPEC
    assert spec.key == module.__name__.rpartition(".")[2]
    assert spec.title
    assert spec.summary.endswith(".")
    assert len({option.key for option in spec.options}) == len(spec.options)
    assert spec.needs
    assert spec.ages == hasattr(module, "newest")
    assert spec.text == hasattr(module, "texts")


def test_options_go_there_and_back(module: ReadingModule) -> None:
    asked = {option.key for option in module.SPEC.options}
    document = {"kind": module.SPEC.key} | {k: v for k, v in GIVEN.items() if k in asked}
    ref = parse_ref(document, {"m"}, CATALOGUE, "reading")
    assert parse_ref(dump_ref(ref), {"m"}, CATALOGUE, "reading") == ref
    assert set(ref.options) == asked


@pytest.mark.parametrize("accounts", [0, 2])
def test_a_desk_without_facts_reads_nothing_or_zero(module: ReadingModule, accounts: int) -> None:
    asked = {option.key for option in module.SPEC.options}
    document = {"kind": module.SPEC.key} | {k: v for k, v in GIVEN.items() if k in asked}
    ref = parse_ref(document, {"m"}, CATALOGUE, "reading")
    found = module.read(bare(accounts), DAYS, ref.options)
    assert found.shape == (accounts, 3)
    assert found.dtype == np.float64
    none_is_zero = module.SPEC.key in ("open_tickets", "ticket_age", "overdue_days")
    assert (found == 0).all() if none_is_zero else np.isnan(found).all()
    if accounts:
        assert module.evidence(bare(accounts), 0, 20_000, ref.options) == ()
