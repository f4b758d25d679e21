"""Scores, readings and rules of cells: what they were on each account's own day.

The same numbers as the book's of that day, but that no override counts: the model is tested, not
the person. The result is a `Scores` whose rows are the cells, so that it can be weighed again as
the book is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from healthdesk.core.domain import portfolio
from healthdesk.core.domain.cells import Block, Cells, Numbers, blocks
from healthdesk.core.domain.column import first_days
from healthdesk.core.domain.decide import Context, evaluate
from healthdesk.core.domain.facts import NO_DAY, BoolArray, Facts, FloatArray, IntArray
from healthdesk.core.domain.profile import Published
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.reading import ReadingRef, Readings, Texts, read, read_texts
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.scale import Points
from healthdesk.core.domain.score import Scores, score
from healthdesk.core.domain.subset import subset
from healthdesk.core.domain.weigh import Weighed, join

_TOLD = "Scoring the days before"


def cell_scores(
    facts: Facts,
    cells: Cells,
    profiles: Sequence[Published],
    readings: Readings,
    progress: Progress = NOBODY,
) -> Scores:
    """The score of every cell, with detail; arrays are cells x 1.

    A score that is the mean of an account's children stands under a copy of its profile at the end
    of `profiles`, without detail: it stays what it was when the cells are weighed again.

    Raises:
        Cancelled: The user asked to stop.
    """
    bare = without_overrides(facts)
    parts: list[Scores] = []
    order: list[Numbers] = []
    done = 0
    for block in blocks(bare, cells):
        made = score(block.facts, profiles, block.days, readings, unborn=cells.unborn)
        parts.append(_picked(made, block.row, block.column))
        order.append(block.cells)
        done += len(block.cells)
        progress.step(done, cells.count, _TOLD)
    if not parts:
        none = np.empty(0, np.int64)
        made = score(subset(bare, ()), profiles, np.zeros(1, np.int32), readings)
        parts, order = [_picked(made, none, none)], [none]
    whole = _joined(
        cell_facts(facts, cells.account), cells, parts, np.argsort(np.concatenate(order))
    )
    return _apart(whole)


def without_overrides(facts: Facts) -> Facts:
    """The same facts without what a person said in place of the score."""
    if not facts.overrides:
        return facts
    bare = replace(facts, overrides=())
    bare.memory.update(facts.memory)
    return bare


def cell_facts(facts: Facts, account: IntArray | Numbers) -> Facts:
    """Who the cells are about, an account each; what is known of them is left behind."""
    none = subset(facts, ())
    listed, count = account.tolist(), len(account)
    return replace(
        none,
        account_ids=tuple(facts.account_ids[one] for one in listed),
        names=tuple(facts.names[one] for one in listed),
        parent=np.full(count, -1, np.int32),
        churned=np.full(count, NO_DAY, np.int32),
        usage={},
        overrides=(),
        first_usage=np.empty(0, np.int32),
    )


def cell_readings(
    facts: Facts,
    cells: Cells,
    refs: Sequence[ReadingRef],
    readings: Readings,
    progress: Progress = NOBODY,
) -> FloatArray:
    """Readings as numbers, readings x cells; NaN = missing.

    Raises:
        Cancelled: The user asked to stop.
    """
    out = np.full((len(refs), cells.count), np.nan)
    done = 0
    for block in blocks(facts, cells):
        for place, ref in enumerate(refs):
            found = read(block.facts, ref, block.days, readings)
            out[place, block.cells] = found[block.row, block.column]
        done += len(block.cells)
        progress.step(done, cells.count, "Reading the days before")
    return out


def cell_texts(facts: Facts, cells: Cells, ref: ReadingRef, readings: Readings) -> Texts:
    """A reading as text, cells x 1."""
    codes = np.full((cells.count, 1), -1, np.int32)
    words: dict[str, int] = {}
    for block in blocks(facts, cells):
        found = read_texts(block.facts, ref, block.days, readings)
        number = np.array([words.setdefault(one, len(words)) for one in found.words] + [-1])
        codes[block.cells, 0] = number[found.codes[block.row, block.column]]
    return Texts(codes, tuple(words))


def cell_arr(facts: Facts, cells: Cells) -> FloatArray:
    """What each cell's account paid a year on its day; NaN = not known."""
    return _gathered(facts, cells, _arr)


def _arr(block: Block) -> FloatArray:
    return portfolio.arr(block.facts, block.days)


def _gathered(facts: Facts, cells: Cells, make: Callable[[Block], FloatArray]) -> FloatArray:
    out = np.full(cells.count, np.nan)
    for block in blocks(facts, cells):
        made = make(block)
        out[block.cells] = np.broadcast_to(made, (block.facts.count, len(block.days)))[
            block.row, block.column
        ]
    return out


def cell_rules(
    facts: Facts,
    cells: Cells,
    rules: Sequence[Rule],
    profiles: Sequence[Published],
    readings: Readings,
) -> BoolArray:
    """Where each rule holds on the cell's day, rules x cells; nobody is in before the first day."""
    out = np.zeros((len(rules), cells.count), bool)
    for block in blocks(facts, cells):
        context = Context(block.facts, block.days, readings, _scorer(block, profiles, readings))
        first = first_days(block.facts, block.days)
        begun = first <= block.days[None, :]
        if cells.unborn:
            begun = begun | (first == NO_DAY)
        begun = np.broadcast_to(begun, context.shape)[block.row, block.column]
        for place, rule in enumerate(rules):
            held = evaluate(rule, context)[block.row, block.column]
            out[place, block.cells] = held & begun
    return out


def _scorer(
    block: Block, profiles: Sequence[Published], readings: Readings
) -> Callable[[IntArray], Scores]:
    """Scores for rules that ask for them, as the desk had them on those days."""

    def scores(days: IntArray) -> Scores:
        return score(block.facts, profiles, days, readings, detail=False)

    return scores


def some_cells(scores: Scores, numbers: Numbers) -> Scores:
    """The scores of some of the cells."""
    some = _picked(scores, numbers, np.zeros(len(numbers), np.int64))
    return replace(some, facts=cell_facts(scores.facts, numbers))


def _picked(made: Scores, row: Numbers, column: Numbers) -> Scores:
    """One cell of each of some accounts, as rows x 1."""
    at = row, column
    return replace(
        made,
        profile=made.profile[at][:, None],
        raw=made.raw[at][:, None],
        unrounded=made.unrounded[at][:, None],
        capped=made.capped[at][:, None],
        number=made.number[at][:, None],
        final=made.final[at][:, None],
        shown=made.shown[at][:, None],
        band=made.band[at][:, None],
        coverage=made.coverage[at][:, None],
        override=made.override[at][:, None],
        rolled=made.rolled[at][:, None],
        holds=tuple(one[:, row, column][:, :, None] for one in made.holds),
        dimensions=tuple(one[:, row, column][:, :, None] for one in made.dimensions),
        per_profile=tuple(
            None if one is None else _weighed(one, row, column) for one in made.per_profile
        ),
    )


def _apart(made: Scores) -> Scores:
    """The same with every rolled-up score under a copy of its profile, which has no detail."""
    if not made.rolled.any():
        return made
    moved = np.where(made.rolled, made.profile + len(made.profiles), made.profile)
    return replace(
        made,
        profiles=made.profiles * 2,
        profile=moved.astype(np.int16),
        holds=made.holds * 2,
        dimensions=(*made.dimensions, *(np.zeros((0, *made.raw.shape)) for _ in made.profiles)),
        per_profile=(*made.per_profile, *(None for _ in made.profiles)),
    )


def _weighed(one: Weighed, row: Numbers, column: Numbers) -> Weighed:
    held = one.points
    return replace(
        one,
        points=Points(
            held.profile,
            held.days[:1],
            held.readings[:, row, column][:, :, None],
            held.points[:, row, column][:, :, None],
            tuple(
                None if text is None else Texts(text.codes[row, column][:, None], text.words)
                for text in held.texts
            ),
        ),
        dimensions=one.dimensions[:, row, column][:, :, None],
        raw=one.raw[row, column][:, None],
        unrounded=one.unrounded[row, column][:, None],
        coverage=one.coverage[row, column][:, None],
        weight=None if one.weight is None else one.weight[:, row, column][:, :, None],
    )


def _joined(facts: Facts, cells: Cells, parts: list[Scores], order: Numbers) -> Scores:
    """All blocks as one, in the cells' order."""
    first = parts[0]
    kept = len(first.profiles)
    counts = [len(one.raw) for one in parts]
    dimensions = (
        _stacked([one.dimensions[index] for one in parts], counts)[:, order]
        for index in range(kept)
    )
    weighed = (
        _whole([one.per_profile[index] for one in parts], first, index, counts, order)
        for index in range(kept)
    )
    return Scores(
        facts=facts,
        days=np.array([cells.day.max() if cells.count else 0], np.int32),
        profiles=first.profiles,
        profile=np.concatenate([one.profile for one in parts])[order],
        raw=np.concatenate([one.raw for one in parts])[order],
        unrounded=np.concatenate([one.unrounded for one in parts])[order],
        capped=np.concatenate([one.capped for one in parts])[order],
        number=np.concatenate([one.number for one in parts])[order],
        final=np.concatenate([one.final for one in parts])[order],
        shown=np.concatenate([one.shown for one in parts])[order],
        band=np.concatenate([one.band for one in parts])[order],
        coverage=np.concatenate([one.coverage for one in parts])[order],
        override=np.concatenate([one.override for one in parts])[order],
        rolled=np.concatenate([one.rolled for one in parts])[order],
        holds=tuple(
            np.concatenate([one.holds[index] for one in parts], axis=1)[:, order]
            for index in range(kept)
        ),
        dimensions=tuple(dimensions),
        per_profile=tuple(weighed),
    )


def _stacked(tables: list[FloatArray], counts: list[int]) -> FloatArray:
    """Tables one after another; one that a block never filled is missing there."""
    height = max(len(one) for one in tables)
    filled = [
        one if len(one) == height else np.full((height, count, 1), np.nan)
        for one, count in zip(tables, counts, strict=True)
    ]
    return np.concatenate(filled, axis=1)


def _whole(
    parts: list[Weighed | None], first: Scores, index: int, counts: list[int], order: Numbers
) -> Weighed | None:
    if not any(parts):
        return None
    made = join(parts, first.profiles[index].profile, counts, np.zeros(1, np.int32))
    return _weighed(made, order, np.zeros(len(order), np.int64))
