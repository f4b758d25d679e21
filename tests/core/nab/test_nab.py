"""The detector on series that others labelled, where they lie beside the project."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT.parent / "shared" / "data" / "nab"
CLEAN = (
    "art_daily_no_noise",
    "art_daily_perfect_square_wave",
    "art_daily_small_noise",
    "art_flatline",
    "art_noisy",
)
JUMPS = ("art_daily_flatmiddle", "art_daily_jumpsdown", "art_daily_jumpsup", "art_daily_nojump")
HERE = DATA.is_dir()


def _script():
    spec = importlib.util.spec_from_file_location("nab", ROOT / "packaging" / "nab.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["nab"] = module
    spec.loader.exec_module(module)
    return module


nab = _script()


@pytest.mark.parametrize("name", CLEAN if HERE else ())
def test_series_without_anomalies_raise_nothing(name):
    series = nab.one(DATA, f"artificialNoAnomaly/{name}.csv", ())
    assert nab.ours(series.values) == []
    gaps = series.values.copy()
    gaps[np.random.default_rng(1).random(len(gaps)) < 0.2] = np.nan
    assert nab.ours(gaps) == []


@pytest.mark.parametrize("name", JUMPS if HERE else ())
def test_days_that_are_unlike_the_others_are_found(name):
    (series,) = [one for one in nab.read(DATA) if one.name.endswith(f"/{name}.csv")]
    tally = nab.Tally()
    tally.add(series, nab.ours(series.values))
    assert (tally.hit, tally.false) == (1, 0)


@pytest.mark.parametrize("least", [28] if HERE else [])
def test_all_series_against_a_rolling_z_score(least):
    told, plain = nab.Tally(), nab.Tally()
    for series in nab.read(DATA):
        told.add(series, nab.ours(series.values))
        plain.add(series, nab.rolling(series.values))
    assert told.hit >= least
    assert told.false_a_year < 1.4
    assert told.false_a_year < plain.false_a_year / 3


def test_a_tally_counts_windows_and_flags():
    series = nab.Series("x", np.zeros(365), ((10, 20), (50, 60)))
    tally = nab.Tally()
    tally.add(series, [9, 12, 40])
    assert (tally.hit, tally.windows, tally.false) == (1, 2, 2)
    assert tally.false_a_year == 2.0


def test_runs_and_their_ends():
    assert nab.rolling(np.r_[np.tile([1.0, 2], 20), 50, 50, 1.5]) == [40]
    steady = np.tile(np.arange(24.0), 12) + np.tile([0.0, 0.1], 144)
    steady[240:246] += 9
    assert nab.seasonal(steady) == [242]
