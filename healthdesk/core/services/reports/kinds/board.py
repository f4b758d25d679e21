"""A dashboard as laid out: its cards as the window drew them, each with its figures as a table.

The window gives the cards (services/reports/given.py); nobody else can draw them.
"""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.inside_words import marks
from healthdesk.core.domain.report import Board, Pairs, Paragraph, Report, Section
from healthdesk.core.domain.report_given import GivenCards
from healthdesk.core.domain.report_spec import ReportSpec, SectionSpec
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.blocks import rows

SPEC: Final = ReportSpec(
    key="board",
    title="Dashboard",
    summary="A dashboard as it is laid out, every card with its figures.",
    icon="layout-dashboard",
    subject="board",
    sections=(SectionSpec("board", "Dashboard"), SectionSpec("how", "How it was computed")),
    papers=("slides", "a4", "letter"),
    audience="inside",
    given=True,
)


def build(asked: Asked) -> Report:
    """Refuse: cards are drawn by the window.

    Raises:
        UsageError: Always; it says who can.
    """
    del asked
    raise UsageError(
        "A dashboard is drawn by the window, so nothing else can make a report of it.",
        "Open it there: Dashboards, the menu of the board, Report.",
    )


def of_cards(asked: Asked, given: GivenCards) -> Report:
    """A report of cards as they are laid out."""
    notes = asked.footnotes()
    note = notes.own(
        "board",
        "Cards of the dashboard",
        whence="computed here, each as told under How it was computed",
        on=asked.day,
        scope=", ".join(given.said),
    )
    section = Section(
        key="board",
        title="Dashboard",
        headline=given.title,
        lead=_purpose(given),
        lines=rows(
            Board(key="cards", cards=given.cards, notes=(note,))
            if given.cards
            else Paragraph(key="empty", text="There is no card on this dashboard.")
        ),
    )
    told = Pairs(key="how", items=given.how)
    how = Section(key="how", title="How it was computed", lines=rows(told if given.how else None))
    sections = (section, how) if given.how else (section,)
    return asked.report(sections, notes.listed, subject=given.title, keywords=given.said)


def _purpose(given: GivenCards) -> Paragraph | None:
    """What the board is for, in its owner's words."""
    inside = marks(("notes",), "purpose of the dashboard")
    return Paragraph(key="lead", text=given.purpose, inside=inside) if given.purpose else None
