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
    sections=(SectionSpec("brief", "Brief"),),
    audience="inside",
)


def build(asked: Asked) -> Report:
    """Make the brief."""
    notes = asked.footnotes()
    now = Standing(asked, notes)
    people = brief_people.table(asked, notes)
    lines = (
        *rows(now.figures(), brief_people.care(asked, notes)),
        *beside(people, brief_people.human(asked), shares=(5, 3)),
        *rows(brief_people.words(asked, notes)),
        *beside(brief_open.issues(asked, notes), brief_open.promises(asked, notes)),
        *rows(brief_open.dips(asked, notes), now.step()),
    )
    section = Section(
        key="brief",
        title="Brief",
        headline="What to know before the call",
        lead=now.lead(),
        lines=lines,
    )
    return asked.report((section,), notes.listed, subject=now.header.name)
