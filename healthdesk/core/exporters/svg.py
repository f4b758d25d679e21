"""Writes the charts of a report as drawings: one as SVG, more of them as a ZIP.

Words stay words, marks tell their day and value under the pointer, nothing is loaded.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from healthdesk.core.charts import natural_height, paper_look, svg
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.report import CHARTS, Board, Report
from healthdesk.core.domain.report_prepare import blocks
from healthdesk.core.domain.report_spec import ExporterSpec, Written
from healthdesk.core.papers.drawings import safe_svg
from healthdesk.core.papers.packing import pack
from healthdesk.core.papers.texts import file_name

SPEC: Final = ExporterSpec(
    key="svg",
    title="SVG",
    summary="Each chart as a drawing that stays sharp at any size.",
    suffix=".svg",
    icon="trending-up",
    many=True,
)
_WIDTH: Final = 720.0
_SIZE: Final = 13.0


def write(
    report: Report, out: BinaryIO, progress: Progress, template: bytes | None = None
) -> Written:
    """Write one chart as a drawing, more as a ZIP of drawings in their order."""
    del template
    progress.step(0, 1, "Drawing charts")
    drawn = list(_drawn(report))
    if not drawn:
        raise DeskError("This report has no chart.", "Choose another format for it.")
    progress.step(1, 1, "Writing drawings")
    if len(drawn) == 1:
        content = drawn[0][1]
    else:
        taken, made = list[str](), io.BytesIO()
        for at, (title, _) in enumerate(drawn, 1):
            taken.append(file_name(f"{at:02d} {title}", ".svg", taken))
        pack(zip(taken, (one for _, one in drawn), strict=True), made)
        content = made.getvalue()
    out.write(content)
    return Written(len(drawn), len(content))


def _drawn(report: Report) -> Iterator[tuple[str, bytes]]:
    """Every chart and every card of a dashboard, with its title."""
    look = paper_look(
        report.brand.color, size=_SIZE, style=report.style, colour_blind=report.colour_blind
    )
    for section in report.sections:
        for block in blocks(section):
            if isinstance(block, CHARTS):
                high = natural_height(block, _WIDTH, look, headed=True)
                drawing = svg(block, _WIDTH, high, look, headed=True)
                yield block.title or section.title, drawing.encode()
            elif isinstance(block, Board):
                for card in block.cards:
                    if safe := safe_svg(card.svg):
                        yield card.title, safe.encode()
