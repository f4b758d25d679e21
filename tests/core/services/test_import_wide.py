from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.services import import_wide
from healthdesk.core.services.import_cells import Cells, pack, unpack
from healthdesk.core.services.import_usage import Seen

CELLS = st.dictionaries(
    st.tuples(st.integers(1, 5), st.integers(-719_162, 2_932_896), st.integers(0, 3)),
    st.floats(allow_nan=False, allow_infinity=False),
    min_size=1,
    max_size=40,
)


@given(CELLS)
def test_cells_turn_wide_and_none_is_lost(cells):
    account, day, metric = (np.array(part, np.int64) for part in zip(*cells, strict=True))
    key = import_wide.row_key(account, day)
    found = {}
    seen = []
    for wide in import_wide.widen(key, metric, np.array(list(cells.values()))):
        for row in wide.rows():
            seen.append(row[:2])
            for number, value in zip(wide.metrics, row[2:], strict=True):
                if not np.isnan(value):
                    found[row[0], row[1], number] = value
        for row in wide.assignments():
            given = dict(zip(wide.metrics, zip(row[0::2], row[1::2], strict=False), strict=False))
            assert {n for n, (there, _) in given.items() if there} == {
                n for a, d, n in cells if (a, d) == row[-2:]
            }
    assert found == cells
    assert seen == sorted(set(seen))


@given(st.lists(st.sets(st.integers(0, 500), min_size=1), max_size=6))
def test_what_was_seen_is_known_and_nothing_else(groups):
    seen, known = Seen(), set()
    for group in groups:
        keys = np.array(sorted(group), np.int64)
        assert seen.meet(keys).tolist() == [key in known for key in keys.tolist()]
        known |= group


@given(CELLS, st.booleans(), st.integers(0, 2**40))
def test_packed_cells_come_back(cells, replaced, line):
    account, day, _ = (np.array(part, np.int64) for part in zip(*cells, strict=True))
    values = np.array(list(cells.values()))
    before = values[::-1].copy() if replaced else np.full(len(values), np.nan)
    before[0] = np.nan
    numbers = np.arange(len(values), dtype=np.int64)
    whole = Cells(account, day, values, before, numbers % 2, numbers * line)
    again = unpack(pack(whole), len(values))
    for name in Cells.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(again, name), getattr(whole, name))
