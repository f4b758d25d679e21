"""The brief before a call: one page on an account, read in two minutes. Inside alone."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.report import Report, Section
from healthdesk.core.domain.report_spec import ReportSpec, SectionSpec
from healthdesk.core.services.reports import brief_open, brief_people
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.blocks import beside, rows
from healthdesk.core.services.reports.brief_open import Standing

SPEC: Final = ReportSpec(
    key="account_brief",
    title="Brief before a call",
    summary="One page before a call: how they are, who to talk to, what is open.",
    icon="phone",
    subject="account",
    sections=(
        SectionSpec("now", "How they are"),
        SectionSpec("people", "Who to talk to"),
        SectionSpec("open", "What is open"),
        SectionSpec("next", "A next step"),
    ),
    audience="inside",
)


def build(asked: Asked) -> Report:
    """Make the brief."""
    notes = asked.footnotes()
    now = Standing(asked, notes)
    found = (
        Section(key="now", title="How they are", lead=now.lead(), lines=rows(now.figures())),
        Section(
            key="people",
            title="Who to talk to",
            lead=brief_people.care(asked, notes),
            lines=(
                *beside(
                    brief_people.table(asked, notes),
                    brief_people.human(asked),
                    shares=(5, 3),
                ),
                *rows(brief_people.words(asked, notes)),
            ),
        ),
        Section(
            key="open",
            title="What is open",
            lines=(
                *beside(brief_open.issues(asked, notes), brief_open.promises(asked, notes)),
                *rows(brief_open.dips(asked, notes)),
            ),
        ),
        Section(key="next", title="A next step", lines=rows(now.step())),
    )
    sections = [one for one in found if one.lines or one.lead is not None]
    return asked.report(sections, notes.listed, subject=now.header.name)
