"""Reports of what a screen shows: a dashboard as laid out, a table or a chart in view.

What is in view is no fact of the desk; the window draws and orders it and hands it over. Not here:
how it is drawn (gui), what else makes a report (building.py).
"""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.report import Report
from healthdesk.core.domain.report_given import Given, GivenTable, GivenWish
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import prepare
from healthdesk.core.services.reports import building, writing
from healthdesk.core.services.reports.kinds import board, view
from healthdesk.core.services.reports.writing import Saved
from healthdesk.core.store.db import Tx

BOARD: Final = board.SPEC.key
VIEW: Final = view.SPEC.key


def build(tx: Tx, options: ReportOptions, day: int, given: Given) -> Report:
    """The report of what is in view, whole: its options hide and reword what they do elsewhere."""
    asked = building.asked(tx, options, day)
    if isinstance(given, GivenTable):
        return view.of_table(asked, given)
    return board.of_cards(asked, given) if options.kind == BOARD else view.of_chart(asked, given)


def save(tx: Tx, wish: GivenWish, given: Given, *, progress: Progress = NOBODY) -> Saved:
    """Write what is in view as a file of a format, whole or not at all."""
    report = prepare(build(tx, wish.options, wish.day, given), wish.options)
    return writing.save(report, wish.key, wish.path, progress)
