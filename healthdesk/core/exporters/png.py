"""Writes a report as pictures of its pages: one page as PNG, more of them as a ZIP."""

from __future__ import annotations

import io
from typing import BinaryIO, Final

from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.report import Report
from healthdesk.core.domain.report_spec import ExporterSpec, Written
from healthdesk.core.papers import typeset
from healthdesk.core.papers.packing import pack
from healthdesk.core.papers.texts import file_name

SPEC: Final = ExporterSpec(
    key="png",
    title="PNG",
    summary="Each page as a picture, for chat and for documents.",
    suffix=".png",
    icon="photo",
    many=True,
)
_SCALE: Final = 2.0
"""Pixels to a point: sharp on every screen."""


def write(
    report: Report, out: BinaryIO, progress: Progress, template: bytes | None = None
) -> Written:
    """Write one page as a picture, more as a ZIP of pictures in their order."""
    del template
    progress.step(0, 1, "Setting pages")
    pictures = typeset.pictures(report, _SCALE)
    titles = {one.key: one.title or one.headline for one in report.sections}
    progress.step(1, 1, "Writing pictures")
    if len(pictures) == 1:
        content = pictures[0].png
    else:
        taken, made = list[str](), io.BytesIO()
        for at, one in enumerate(pictures, 1):
            taken.append(file_name(f"{at:02d} {titles.get(one.section, '')}", ".png", taken))
        pack(zip(taken, (one.png for one in pictures), strict=True), made)
        content = made.getvalue()
    out.write(content)
    return Written(len(pictures), len(content))
