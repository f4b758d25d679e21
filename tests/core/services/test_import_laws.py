"""Laws that hold for every exchange folder, whatever is in it."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from healthdesk.core.services import imports
from tests import folders, make

LAWS = settings(
    max_examples=8,
    deadline=None,
    # Each example makes desks on disk: shrinking one would take minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
KEPT = {
    "import_batch",
    "import_part",
    "batch_row",
    "batch_usage",
    "profile",
    "profile_version",
}


@st.composite
def batches(draw, count, *, whole=False):
    out = []
    for _ in range(count):
        rows = draw(folders.folder_rows())
        out.append((rows, draw(folders.columns_of(rows, whole=whole))))
    return out


def run(desk, path, batch, name):
    folder = folders.write_rows(path / name, *batch)
    result = desk.do(imports.run, [folder])
    assert result.rejects == ()
    return result


def facts(desk):
    """Every row of every table of facts, their ids included."""
    return {name: rows for name, rows in make.dump(desk).items() if name not in KEPT}


@LAWS
@given(batches(2))
def test_undoing_an_import_leaves_the_desk_as_it_was(two):
    with folders.new_desk() as (desk, path):
        run(desk, path, two[0], "first")
        before, dump = folders.exported(desk, path / "before"), make.dump(desk)
        run(desk, path, two[1], "second")
        after, changed = folders.exported(desk, path / "after"), make.dump(desk)
        desk.undo()
        assert folders.exported(desk, path / "undone") == before
        assert {n: r for n, r in make.dump(desk).items() if n not in KEPT} == {
            n: r for n, r in dump.items() if n not in KEPT
        }
        desk.redo()
        assert folders.exported(desk, path / "redone") == after
        assert make.dump(desk) == changed


@LAWS
@given(batches(1))
def test_importing_twice_is_importing_once(one):
    with folders.new_desk() as (desk, path):
        run(desk, path, one[0], "first")
        once, dump = folders.exported(desk, path / "once"), facts(desk)
        again = run(desk, path, one[0], "second")
        assert folders.exported(desk, path / "twice") == once
        assert facts(desk) == dump
        assert all(count.same == count.read for count in again.tables.values())


@LAWS
@given(batches(2), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(two, chance: random.Random):
    exported = []
    for shuffled in (False, True):
        with folders.new_desk() as (desk, path):
            for place, (rows, columns) in enumerate(two):
                mixed = {name: list(found) for name, found in rows.items()}
                if shuffled:
                    for found in mixed.values():
                        chance.shuffle(found)
                run(desk, path, (mixed, columns), f"batch {place}")
            exported.append(folders.exported(desk, path / "out"))
    assert exported[0] == exported[1]


@LAWS
@given(folders.folder_rows(prefix="x"), st.data())
def test_the_order_of_batches_of_different_keys_does_not_matter(rows, data):
    shared = {name: rows[name] for name in folders.IDS}
    facts_only = {name: found for name, found in rows.items() if name not in folders.IDS}
    cut = {name: data.draw(st.integers(0, len(found))) for name, found in facts_only.items()}
    halves = [
        {name: found[: cut[name]] for name, found in facts_only.items()},
        {name: found[cut[name] :] for name, found in facts_only.items()},
    ]
    columns = data.draw(folders.columns_of(rows, whole=True))
    exported = []
    for order in (halves, halves[::-1]):
        with folders.new_desk() as (desk, path):
            run(desk, path, (shared, columns), "shared")
            for place, half in enumerate(order):
                run(desk, path, (half, columns), f"half {place}")
            files = folders.exported(desk, path / "out")
            # The desk fits its own profile to what it knew when a kind of facts first came.
            files.pop("profiles.json", None)
            exported.append(files)
    assert exported[0] == exported[1]


@LAWS
@given(batches(1))
def test_what_was_exported_comes_in_again_byte_for_byte(one):
    with folders.new_desk() as (desk, path):
        run(desk, path, one[0], "first")
        out = folders.exported(desk, path / "out")
        with folders.new_desk() as (other, _):
            result = other.do(imports.run, [path / "out"])
            assert result.rejects == ()
            assert folders.exported(other, path / "again") == out


@LAWS
@given(batches(3), st.permutations([0, 1, 2]))
def test_taking_back_every_batch_in_any_order_empties_the_desk(three, order):
    with folders.new_desk() as (desk, path):
        start = folders.exported(desk, path / "start")
        numbers = [run(desk, path, one, f"batch {n}").batch for n, one in enumerate(three)]
        dumps = [make.dump(desk)]
        for place in order:
            desk.do(imports.take_back, numbers[place])
            dumps.append(make.dump(desk))
        ends = folders.exported(desk, path / "end")
        for name in start.keys() | ends.keys():
            assert name == "profiles.json" or ends[name] == start[name]
        for before in reversed(dumps[:-1]):
            desk.undo()
            assert make.dump(desk) == before


@LAWS
@given(batches(2, whole=True))
def test_what_a_later_batch_brought_whole_stays_when_the_earlier_one_goes(two):
    first, (rows, columns) = two
    with folders.new_desk() as (desk, path), folders.new_desk() as (other, aside):
        # The later batch differs from the first in every row that both have.
        later = {name: [_differing(name, one) for one in found] for name, found in rows.items()}
        number = run(desk, path, first, "first").batch
        run(desk, path, (later, columns), "later")
        run(other, aside, (later, columns), "later")
        desk.do(imports.take_back, number)
        ours, theirs = folders.exported(desk, path / "o"), folders.exported(other, path / "t")
        for name in ("usage.csv", "tickets.csv", "surveys.csv", "touchpoints.csv", "pulses.csv"):
            assert ours[name] == theirs[name]


def _differing(table, one):
    changes = {"usage": "value", "tickets": "subject", "surveys": "comment"}
    changes |= {"touchpoints": "subject", "pulses": "note"}
    if table not in changes:
        return one
    name = changes[table]
    told = str(7_000_000 + len(one[name])) if name == "value" else f"later {one[name]}"
    return {**one, name: told}
