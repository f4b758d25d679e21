"""The report of a handover pack: each account on a page, for who takes it over. Inside alone.

State in five lines, people, promises and tasks open, next dates, risks, history.
"""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.handover import MOST_ACCOUNTS
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.report import Report, Section
from healthdesk.core.domain.report_spec import ReportSpec, SectionSpec
from healthdesk.core.services.reports import handover_pages
from healthdesk.core.services.reports.asked import Asked

SPEC: Final = ReportSpec(
    key="handover",
    title="Handover",
    summary="Accounts for a colleague: state in five lines, people, promises, dates, risks.",
    icon="arrow-right",
    subject="segment",
    sections=(SectionSpec("cover", "Title"), SectionSpec("accounts", "Accounts")),
    options=(
        Option("accounts", "Accounts", "lines", (), high=MOST_ACCOUNTS),
        Option("to", "For", "words", ""),
        Option("lasting", "For good", "flag", False),
        Option("back", "Of accounts that were looked after", "flag", False),
        Option("notes", "Notes, tones and what is noted of persons", "flag", True),
        Option("addresses", "Mail addresses and phone numbers", "flag", True),
    ),
    audience="inside",
)


def build(asked: Asked) -> Report:
    """Make the report: of the accounts named, or of all that it is asked of."""
    notes = asked.footnotes()
    told = asked.choices["accounts"]
    named = tuple(told) if isinstance(told, tuple | list) else ()
    ids = tuple(str(one) for one in named) or asked.members
    now: dict[str, handover_pages.Standing] = {}
    pages: list[Section] = []
    for at, one in enumerate(ids):
        asked.progress.step(at, len(ids), "Writing the page of each account")
        now[one] = handover_pages.standing(asked, notes, one)
        pages.append(handover_pages.page(asked, notes, one, at, now[one]))
    first = handover_pages.overview(asked, notes, now)
    what = "Changes" if asked.choices["back"] else "Handover"
    title = what if not asked.choices["to"] else f"{what} for {asked.choices['to']}"
    count = "1 account" if len(ids) == 1 else f"{len(ids)} accounts"
    return asked.report((first, *pages), notes.listed, subject=count, title=title)
