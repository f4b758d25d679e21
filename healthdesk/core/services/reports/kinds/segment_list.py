"""The accounts of a segment as a list, with the columns wanted. Inside alone."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.report import Report
from healthdesk.core.domain.report_spec import ReportSpec, SectionSpec
from healthdesk.core.services.reports import segment_pages
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.book import Book, many

SPEC: Final = ReportSpec(
    key="segment_list",
    title="Account list",
    summary="The accounts of a segment with chosen columns, their sums, and the rule in words.",
    icon="list-details",
    subject="segment",
    sections=(SectionSpec("members", "Accounts"),),
    options=(
        Option(
            "columns",
            "Columns",
            "choices",
            segment_pages.USUAL,
            choices=tuple(segment_pages.CHOICES),
            labels=tuple(segment_pages.CHOICES.values()),
        ),
        Option("fields", "More fields, a line each", "lines", ()),
    ),
    papers=("a4", "slides", "letter"),
    audience="inside",
)


def build(asked: Asked) -> Report:
    """Make the list whole."""
    book = Book(asked, asked.day)
    chosen = many(asked, "columns", tuple(segment_pages.CHOICES))
    section = segment_pages.listed(book, chosen, many(asked, "fields", ()))
    return asked.report((section,), book.notes.listed, subject=book.subject, keywords=book.keywords)
