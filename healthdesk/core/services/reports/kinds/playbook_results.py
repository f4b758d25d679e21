"""What came of playbooks: of all, or of one with its effect, steps and runs. Inside alone."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.report import Report
from healthdesk.core.domain.report_spec import ReportSpec, SectionSpec
from healthdesk.core.services import results
from healthdesk.core.services.reports import play_pages
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.book import Book, word
from healthdesk.core.services.wording import count_of

SPEC: Final = ReportSpec(
    key="playbook_results",
    title="Playbook results",
    summary="What came of playbooks: effect after 30, 60 and 90 days, steps, whom they ran on.",
    icon="list-check",
    subject="desk",
    sections=(
        SectionSpec("all", "All playbooks"),
        SectionSpec("results", "Effect", hint="of the playbook that is chosen"),
        SectionSpec("steps", "Steps", hint="of the playbook that is chosen"),
        SectionSpec("runs", "Whom it ran on", hint="of the playbook that is chosen"),
    ),
    options=(Option("playbook", "Playbook, empty = all", "playbook", ""),),
    papers=("a4", "slides", "letter"),
    audience="inside",
)
_MOST: Final = 12
"""Playbooks that are told one by one where none is chosen."""


def build(asked: Asked) -> Report:
    """Make the report whole."""
    book = Book(asked, asked.day)
    name = word(asked, "playbook")
    if name:
        found = results.results(asked.tx, name, asked.day)
        sections = play_pages.one(book, found)
        return asked.report(sections, book.notes.listed, subject=found.name)
    every = play_pages.all_of(book)
    made = [play_pages.overview(book, every)]
    ran = [one for one in every if one.runs]
    for at, row in enumerate(ran[:_MOST], 1):
        found = results.results(asked.tx, row.name, asked.day)
        made += play_pages.one(book, found, f" {at}")
    return asked.report(made, book.notes.listed, subject=count_of(len(every), "playbook"))
