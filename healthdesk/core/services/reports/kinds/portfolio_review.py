"""The review of a portfolio: the book on a day against the beginning of a period. Inside alone."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.report import Report
from healthdesk.core.domain.report_spec import ReportSpec, SectionSpec
from healthdesk.core.services.board_number import SILENT
from healthdesk.core.services.reports import (
    portfolio_brief,
    portfolio_course,
    portfolio_moves,
    portfolio_open,
)
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.book import whole
from healthdesk.core.services.reports.portfolio_facts import gathered

SPEC: Final = ReportSpec(
    key="portfolio_review",
    title="Portfolio review",
    summary="All accounts against the beginning of a period: bands, who moved, touches, silence.",
    icon="chart-pie",
    subject="segment",
    sections=(
        SectionSpec("page", "In brief", hint="one page for somebody who never saw it"),
        SectionSpec("bands", "Bands"),
        SectionSpec("moved", "Who moved"),
        SectionSpec("course", "Health and touches"),
        SectionSpec("silent", "Silent accounts"),
        SectionSpec("data", "Data problems"),
    ),
    options=(
        Option("explained", "Accounts told point by point", "days", 5, low=0, high=20),
        Option("silent", "Silent after days, 0 = their own rhythm", "days", SILENT, 0, 366),
    ),
    papers=("a4", "slides", "letter"),
    audience="inside",
    period="12w",
)


def build(asked: Asked) -> Report:
    """Make the review whole."""
    found = gathered(asked)
    made = (
        portfolio_brief.page(found),
        portfolio_brief.bands(found) if found.trend.lines else None,
        portfolio_moves.section(found, whole(asked, "explained")),
        portfolio_course.section(found),
        portfolio_open.silent(found, whole(asked, "silent")),
        portfolio_open.data(found),
    )
    return asked.report(
        [one for one in made if one is not None],
        found.book.notes.listed,
        subject=found.book.subject,
        keywords=found.book.keywords,
    )
