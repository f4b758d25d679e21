"""Renewals: what is to come, what was said and what came, revenue kept. Inside alone."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.report import Report
from healthdesk.core.domain.report_period import Period
from healthdesk.core.domain.report_spec import ReportSpec, SectionSpec
from healthdesk.core.services.reports import renewal_ahead, renewal_behind
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.book import Book, whole
from healthdesk.core.services.reports.renewal_facts import Renewals

SPEC: Final = ReportSpec(
    key="renewals",
    title="Renewals and forecast",
    summary="Renewals to come by month and priority, what was said and what came, GRR and NRR.",
    icon="calendar",
    subject="segment",
    sections=(
        SectionSpec("ahead", "To come"),
        SectionSpec("list", "Each renewal"),
        SectionSpec("retention", "Revenue kept"),
        SectionSpec("said", "Said and came"),
    ),
    options=(Option("within", "Days ahead", "days", 180, low=1, high=730),),
    papers=("a4", "slides", "letter"),
    audience="inside",
    period="quarter",
)


def build(asked: Asked) -> Report:
    """Make the report whole."""
    period = asked.period or Period(asked.day - 89, asked.day, "the last 90 days")
    found = Renewals(Book(asked, asked.day), period, whole(asked, "within"))
    made = (
        renewal_ahead.months(found),
        renewal_ahead.listed(found),
        renewal_behind.retention(found),
        renewal_behind.said(found),
    )
    return asked.report(
        [one for one in made if one is not None],
        found.book.notes.listed,
        subject=found.book.subject,
        keywords=found.book.keywords,
    )
