"""A finding as one page: why a score moved between two days, and what comes of it. Inside alone."""

from __future__ import annotations

from typing import Final

import msgspec

from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.report import Inside, Paragraph, Report, Section
from healthdesk.core.domain.report_spec import ReportSpec, SectionSpec
from healthdesk.core.domain.rounding import half_up
from healthdesk.core.services.reports import finding_change, finding_made
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.blocks import beside, rows, short
from healthdesk.core.services.reports.finding_facts import Facts

SPEC: Final = ReportSpec(
    key="finding",
    title="Finding",
    summary="Why a score moved between two days, the evidence, and what comes of it: one page.",
    icon="bulb",
    subject="account",
    sections=(SectionSpec("finding", "Finding"),),
    options=(Option("finding", "Number of the finding, empty = the newest", "words", ""),),
    audience="inside",
)
_MINE: Final = (Inside("notes", "a finding, in my words"),)


def build(asked: Asked) -> Report:
    """Make the page."""
    notes = asked.footnotes()
    found = Facts(asked, notes)
    made = finding_made.came_of_it(found)
    section = Section(
        key="finding",
        title="Finding",
        headline=_headline(found),
        inside=_MINE if found.draft.hypothesis else finding_change.SCORE,
        lead=_lead(found),
        lines=(
            *rows(finding_change.figures(found)),
            *beside(finding_change.course(found), finding_change.split(found), shares=(4, 6)),
            *rows(finding_change.evidence(found), finding_made.looked_at(found)),
            *beside(*made, shares=(5, 4)[: len(made)]),
        ),
    )
    style = asked.style
    said = [f"Days: {style.date(found.first)} to {style.date(found.last)}"]
    if found.view is not None:
        said.append(f"written {style.date(found.view.made_on)}")
    report = asked.report((section,), notes.listed, subject=found.header.name, keywords=said)
    return msgspec.structs.replace(report, period=style.date(asked.day))


def _headline(found: Facts) -> str:
    """The hypothesis; without one, how the score moved."""
    if found.draft.hypothesis:
        return short(found.draft.hypothesis, 120)
    change = found.change
    if change is None:
        return "A change that cannot be told: one of the days has no score"
    if not change:
        return "The score stood still"
    way = "rose" if change > 0 else "fell"
    return f"The score {way} {found.style.number(abs(change), 1)} points"


def _lead(found: Facts) -> Paragraph:
    """The change in a sentence, and whether the hypothesis held."""
    told = [_sentence(found) or "There is nothing to compare.", finding_made.verdict(found)]
    return Paragraph(
        key="lead",
        text=" ".join(one for one in told if one),
        notes=found.scored(),
        inside=finding_change.SCORE,
    )


def _sentence(found: Facts) -> str:
    """The change and what did most of it, in the figures of the table beneath."""
    why, change, style = found.why, found.change, found.style
    ends = (why.score_from, why.score_to)
    if not change or why.bands is not None or None in ends:
        return why.sentence
    start, end = (style.number(half_up((one or 0.0) * 10) / 10, 1) for one in ends)
    way = "Rose" if change > 0 else "Fell"
    head = f"{way} {style.number(abs(change), 1)} points, from {start} to {end}."
    same = [one for one in found.parts if one.points * change > 0]
    if not same:
        return head
    most = max(same, key=lambda one: abs(one.points))
    return f"{head} Mainly: {most.text} ({style.signed(most.points, 1)})."
