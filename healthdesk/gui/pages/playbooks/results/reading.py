"""Reads what came of playbooks, on a reader's thread; no Qt here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from healthdesk.core.desk import Tx
from healthdesk.core.domain.feedback import csv_of
from healthdesk.core.domain.playbook_view import ENOUGH, ResultRow, Results
from healthdesk.core.domain.run import OUTCOMES
from healthdesk.core.services import results

_HEAD: Final = (
    *("playbook", "measure", "runs", "active", "done", "stopped", *OUTCOMES, "not told"),
    *("step", "kind", "reached", "step done", "skipped", "skipped by a person", "late"),
    *("late days", "median days", "score change days", "score change mean", "n"),
)


def read_results(tx: Tx, day: int) -> tuple[ResultRow, ...]:
    """Every playbook with what came of it."""
    return results.overview(tx, day)


def read_one(tx: Tx, name: str, day: int) -> Results:
    """What came of one playbook, step by step."""
    return results.results(tx, name, day)


def results_csv(tx: Tx, day: int) -> str:
    """All of it for a spreadsheet: a line a playbook, a line a step, a line a change of scores."""
    return csv_of(_HEAD, _lines(tx, day))


def _lines(tx: Tx, day: int) -> Iterator[tuple[str, ...]]:
    blank = ("",) * 12
    for row in results.overview(tx, day):
        counts = (row.runs, row.active, row.done, row.stopped)
        told = tuple(str(row.outcomes.get(key, 0)) for key in OUTCOMES)
        head = (row.name, row.measure, *(str(one) for one in counts), *told, str(row.untold))
        yield (*head, *blank[:12])
        if not row.runs:
            continue
        found = results.results(tx, row.name, day)
        before = (row.name, *("",) * 10)
        for step in found.steps:
            median = "" if step.median_days is None else f"{step.median_days:g}"
            figures = (step.reached, step.done, step.skipped, step.passed, step.late)
            cells = (*(str(one) for one in figures), str(step.late_days), median)
            yield (*before, step.name, step.kind, *cells, "", "", "")
        for one in found.changes:
            mean = f"{one.mean:.2f}" if one.mean is not None and one.n >= ENOUGH else ""
            yield (*before, *blank[:9], str(one.after), mean, str(one.n))
