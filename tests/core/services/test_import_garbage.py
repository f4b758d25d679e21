"""Garbage is looked for less often while records pass, and as before afterwards."""

from __future__ import annotations

import gc

import pytest

from healthdesk.core.services.import_garbage import seldom


def test_the_usual_pace_returns_when_the_last_work_ends():
    usual = gc.get_threshold()
    first, second = seldom(), seldom()
    first.__enter__()
    second.__enter__()
    assert gc.get_threshold()[0] > usual[0]
    first.__exit__(None, None, None)
    assert gc.get_threshold()[0] > usual[0], "the other work goes on"
    second.__exit__(None, None, None)
    assert gc.get_threshold() == usual


def test_a_failure_returns_to_it_too():
    usual = gc.get_threshold()
    with pytest.raises(ValueError, match="x"), seldom():
        raise ValueError("x")
    assert gc.get_threshold() == usual
