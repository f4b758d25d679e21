"""Combining values: equal to a plain dictionary, whatever the memory, and nothing stays behind."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.errors import BadImport, DiskTrouble
from healthdesk.core.mapping.aggregate import Aggregate, Cells, How

ROWS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 2),
        st.sampled_from((-719_000, -1, 0, 20_000, 2_900_000)),
        st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3)),
        st.integers(0, 3),
    ),
    max_size=60,
)
Row = tuple[int, int, int, float, int]
Found = dict[tuple[int, int, int], tuple[float, int]]


def combined(
    how: How, rows: list[Row], step: int, cells: int, block: int
) -> list[tuple[float, ...]]:
    found: list[tuple[float, ...]] = []
    with Aggregate(how, cells=cells, rows=block) as aggregate:
        for start in range(0, len(rows), step):
            part = rows[start : start + step]
            numbers = [np.array([row[at] for row in part], np.int64) for at in (0, 1, 2, 4)]
            values = np.array([row[3] for row in part], np.float64)
            lines = np.arange(start + 2, start + 2 + len(part))
            aggregate.add(
                Cells(*numbers[:3], values, lines), numbers[3] if how == "distinct" else None
            )
        for one in aggregate.cells():
            columns = (one.account, one.metric, one.day, one.value, one.line)
            found += zip(*(column.tolist() for column in columns), strict=True)
    return found


def naive(how: How, rows: list[Row]) -> Found:
    found: Found = {}
    texts: dict[tuple[int, int, int], set[int]] = {}
    for line, (account, metric, day, value, text) in enumerate(rows, 2):
        key = (account, metric, day)
        texts.setdefault(key, set()).add(text)
        before, first = found.get(key, (0.0 if how == "sum" else value, line))
        told = {"sum": before + value, "max": max(before, value), "last": value,
                "distinct": float(len(texts[key]))}[how]  # fmt: skip
        found[key] = (told, first)
    return found


@given(ROWS, st.sampled_from(("sum", "max", "last", "distinct")), st.integers(1, 20))
def test_equals_a_dictionary_however_it_is_fed(rows: list[Row], how: How, step: int) -> None:
    expected = naive(how, rows)
    ample = combined(how, rows, step, 1_000, 1_000)
    assert {one[:3]: one[3:] for one in ample} == expected
    assert len(ample) == len(expected)
    tight = combined(how, rows, step, 4, 7)
    assert tight == ample


def test_files_are_gone_afterwards_even_after_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    numbers = np.arange(100)
    block = Cells(numbers, numbers * 0, numbers, numbers.astype(float), numbers)

    def fail() -> None:
        with Aggregate("sum", cells=10, rows=10) as aggregate:
            aggregate.add(block)
            assert list(tmp_path.iterdir())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not list(tmp_path.iterdir())


def test_more_accounts_than_can_be_told_apart_are_refused() -> None:
    none = np.zeros(1, np.int64)
    with Aggregate("sum") as aggregate, pytest.raises(BadImport, match="16,777,216 accounts"):
        aggregate.add(Cells(none + (1 << 24), none, none, none.astype(float), none))


def test_a_full_disk_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    numbers = np.arange(100)
    monkeypatch.setattr(Path, "open", full)
    with (
        Aggregate("sum", cells=10, rows=10) as aggregate,
        pytest.raises(DiskTrouble, match="space"),
    ):
        aggregate.add(Cells(numbers, numbers * 0, numbers, numbers.astype(float), numbers))
