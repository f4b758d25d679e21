"""The weekly risk report: who is at risk, what is done about it, what changed. Inside alone."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.at_risk import AHEAD, FALL, REASONS, RiskRule
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.report import Report
from healthdesk.core.domain.report_spec import ReportSpec, SectionSpec
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.book import Book, many, whole
from healthdesk.core.services.reports.risk_pages import Weekly
from healthdesk.core.services.reports.risk_rows import WEEK, last_week, risks

SPEC: Final = ReportSpec(
    key="weekly_risk",
    title="Weekly risk report",
    summary="Accounts at risk with reason, plan and next date, against last week.",
    icon="alert-triangle",
    subject="segment",
    sections=(SectionSpec("risks", "At risk"), SectionSpec("since", "Since last week")),
    options=(
        Option(
            "reasons",
            "Counts as at risk",
            "choices",
            REASONS,
            choices=REASONS,
            labels=("Poor health", "A falling score", "A renewal near", "A forecast at risk"),
        ),
        Option("fall", "A fall is, in points of 28 days", "days", FALL, low=1, high=100),
        Option("ahead", "A renewal is near within days", "days", AHEAD, low=1, high=366),
    ),
    papers=("a4", "slides", "letter"),
    audience="inside",
    words_last=WEEK,
)


def build(asked: Asked) -> Report:
    """Make the report whole."""
    book = Book(asked, asked.day)
    rule = RiskRule(many(asked, "reasons", REASONS), whole(asked, "fall"), whole(asked, "ahead"))
    weekly = Weekly(book, rule, risks(book, rule), last_week(book, rule))
    sections = (weekly.table(), weekly.since())
    return asked.report(sections, book.notes.listed, subject=book.subject, keywords=book.keywords)
