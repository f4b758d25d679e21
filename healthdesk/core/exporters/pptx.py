"""Writes a report as slides: native charts and tables, editable texts, sources in the notes."""

from __future__ import annotations

from typing import BinaryIO, Final

from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.report import Report, Section
from healthdesk.core.domain.report_spec import ExporterSpec, Written

SPEC: Final = ExporterSpec(
    key="pptx",
    title="PowerPoint",
    summary="Slides with native charts and tables that can be edited; sources in the notes.",
    suffix=".pptx",
    icon="presentation",
    template=True,
)


def write(
    report: Report, out: BinaryIO, progress: Progress, template: bytes | None = None
) -> Written:
    """Write the slides, in a deck of the person's own if one is given.

    The same report gives the same bytes.

    Raises:
        DeskError: The template is no deck, or carries what runs or leads elsewhere.
    """
    from healthdesk.core.papers.slides_deck import (  # noqa: PLC0415 - most starts write no slides
        Deck,
    )
    from healthdesk.core.papers.slides_sections import (  # noqa: PLC0415 - beside the other
        Section2Slides,
    )

    deck = Deck(report, template)
    sections = report.sections or (Section(key="none", title=report.title or "Report"),)
    total = len(sections) + 1
    for at, section in enumerate(sections):
        progress.step(at, total, f"Making slides: {section.title}")
        Section2Slides(deck, section).make()
    progress.step(total - 1, total, "Packing the slides")
    whole = deck.close()
    out.write(whole)
    return Written(len(deck.deck.slides), len(whole))
