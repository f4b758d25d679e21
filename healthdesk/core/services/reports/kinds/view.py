"""Any table or chart in view as a report, as it is filtered, ordered and drawn there.

The window gives it (services/reports/given.py): what is in view is known to it alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.report import (
    Board,
    Paragraph,
    Report,
    Section,
    Source,
    Table,
)
from healthdesk.core.domain.report_given import GivenCards, GivenTable
from healthdesk.core.domain.report_spec import ReportSpec, SectionSpec
from healthdesk.core.services.account import facts_of
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.blocks import rows
from healthdesk.core.services.wording import count_of

SPEC: Final = ReportSpec(
    key="view",
    title="Table or chart in view",
    summary="What a page shows: its rows as filtered and ordered, or a chart with its figures.",
    icon="table",
    subject="desk",
    sections=(SectionSpec("view", "In view"),),
    papers=("a4", "slides", "letter"),
    audience="inside",
    given=True,
)


def build(asked: Asked) -> Report:
    """Refuse: what is in view is known to the window alone.

    Raises:
        UsageError: Always; it says who can.
    """
    del asked
    raise UsageError(
        "What is in view is known to the window, so nothing else can make a report of it.",
        "Open the table there: its menu (Shift+F10) has Export. segment_list lists accounts here.",
    )


def of_table(asked: Asked, given: GivenTable) -> Report:
    """A report of a table as it stands there."""
    count = count_of(len(given.rows), "row")
    said = tuple(one for one in (asked.options.segment, *given.said, count) if one)
    note, noted = _note(asked, given.title, said)
    table = Table(key="table", columns=given.columns, rows=given.rows, notes=(note,))
    return _report(asked, given.title, (table,), noted, said)


def of_chart(asked: Asked, given: GivenCards) -> Report:
    """A report of a chart as it was drawn, with how it was computed."""
    note, noted = _note(asked, given.title, given.said)
    chart = Board(key="chart", cards=given.cards, notes=(note,))
    how = (
        Paragraph(
            key=f"how {at}",
            title="How it was computed",
            text=one.text,
            voice="quiet",
            inside=one.inside,
        )
        for at, one in enumerate(given.how)
    )
    return _report(asked, given.title, (chart, *how), noted, given.said)


def _note(asked: Asked, title: str, said: Sequence[str]) -> tuple[str, Sequence[Source]]:
    """The footnote of what is in view."""
    notes = asked.footnotes()
    whence = "as shown in HealthDesk, from the desk's own data"
    key = notes.own("view", title, whence=whence, on=asked.day, scope=", ".join(said))
    return key, notes.listed


def _report(
    asked: Asked,
    title: str,
    blocks: Sequence[Table | Board | Paragraph],
    noted: Sequence[Source],
    said: Sequence[str],
) -> Report:
    section = Section(key="view", title="In view", headline=title, lines=rows(*blocks))
    subject = asked.options.segment or "All accounts"
    if asked.options.account:
        facts, number = facts_of(asked.tx, asked.options.account)
        subject = facts.names[number]
    return asked.report((section,), noted, subject=subject, title=title, keywords=said)
