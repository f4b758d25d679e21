"""Writes a report as PDF: pages for print, with bookmarks, fonts and tags inside."""

from __future__ import annotations

from typing import BinaryIO, Final

from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.report import Report
from healthdesk.core.domain.report_spec import ExporterSpec, Written
from healthdesk.core.papers import typeset

SPEC: Final = ExporterSpec(
    key="pdf",
    title="PDF",
    summary="Pages to print and to send, with bookmarks; texts can be searched and copied.",
    suffix=".pdf",
    icon="file-text",
)


def write(
    report: Report, out: BinaryIO, progress: Progress, template: bytes | None = None
) -> Written:
    """Write the pages; the same report gives the same bytes."""
    del template
    progress.step(0, 1, "Setting pages")
    printed = typeset.pdf(report)
    progress.step(1, 1, "Writing pages")
    out.write(printed.content)
    return Written(printed.pages, len(printed.content))
