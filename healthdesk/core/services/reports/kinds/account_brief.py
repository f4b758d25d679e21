"""The brief before a call: one page on an account, read in two minutes. Inside alone."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.report import Figure, Figures, Inside, Line, Paragraph, Report, Section
from healthdesk.core.domain.report_spec import ReportSpec, SectionSpec
from healthdesk.core.services import band_names, explain, scoring, sentence
from healthdesk.core.services.health import PERIOD
from healthdesk.core.services.reports.asked import Asked

SPEC: Final = ReportSpec(
    key="account_brief",
    title="Brief before a call",
    summary="One page before a call: how they are, who to talk to, what is open.",
    icon="phone",
    subject="account",
    sections=(SectionSpec("now", "Now"),),
    audience="inside",
)
_SCORE: Final = Inside("score", "the health score")


def build(asked: Asked) -> Report:
    """Make the brief."""
    tx, account, day, style = asked.tx, asked.account, asked.day, asked.style
    header = scoring.account_header(tx, account, day)
    notes = asked.footnotes()
    lines = []
    items = []
    if header.score is not None:
        composed = scoring.composition(tx, account, day)
        moved = explain.why(tx, account, day - PERIOD, day)
        told = sentence.tell(header, composed, moved, band_names.read(tx))
        key = notes.change(header.score.profile, header.score.version)
        lines.append(
            Line(blocks=(Paragraph(key="state", text=told.text, notes=(key,), inside=(_SCORE,)),))
        )
    if header.arr is not None:
        items.append(
            Figure(
                key="arr",
                label="ARR",
                text=style.money(header.arr, header.currency),
                value=header.arr,
                notes=(notes.contract(),),
            )
        )
    if items:
        lines.append(Line(blocks=(Figures(key="figures", items=tuple(items)),)))
    section = Section(key="now", title="Now", lines=tuple(lines))
    return asked.report((section,), notes.listed, subject=header.name)
