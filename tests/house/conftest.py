"""Tests of the house hold the whole source as syntax trees: sweeps would only walk through them."""

from __future__ import annotations

import gc

import pytest


@pytest.fixture(scope="package", autouse=True)
def _no_sweeps():
    gc.disable()
    yield
    gc.enable()
