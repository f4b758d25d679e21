"""The review of an account, ten pages for the customer; health and forecast are for inside alone.

Order: what was agreed, what came of it, how it is used, what people say, what comes next.
"""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.report import Report
from healthdesk.core.domain.report_spec import ReportSpec, SectionSpec
from healthdesk.core.services.reports import (
    review_goals,
    review_health,
    review_support,
    review_usage,
    review_value,
    review_voice,
)
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.review_facts import Gathered
from healthdesk.core.services.reports.review_plan import Way

SPEC: Final = ReportSpec(
    key="account_review",
    title="Account review",
    summary="The review of a quarter with a customer: ten slides from goals to next steps.",
    icon="presentation",
    subject="account",
    sections=(
        SectionSpec("cover", "Title"),
        SectionSpec("goals", "Goals", group="Goals and value"),
        SectionSpec("value", "Summary", group="Goals and value"),
        SectionSpec("adoption", "Adoption", group="Usage and adoption"),
        SectionSpec("usage", "Usage", group="Usage and adoption"),
        SectionSpec("support", "Tickets", group="Tickets"),
        SectionSpec("voice", "Voice", group="Answers with quotes"),
        SectionSpec("milestones", "Milestones", group="Milestones and actions"),
        SectionSpec("actions", "Actions", group="Milestones and actions"),
        SectionSpec("next", "Next", group="Milestones and actions"),
        SectionSpec("health", "Health", group="Inside alone"),
        SectionSpec("made", "Made of", group="Inside alone"),
        SectionSpec("forecast", "Forecast", group="Inside alone"),
    ),
    options=(
        Option("objectives", "Goals", "lines", ()),
        Option("asks", "What we ask them for", "lines", ()),
        Option("quotes", "Quotes", "days", 3, low=0, high=8),
        Option("metric", "Usage told of", "metric", ""),
        Option("before", "Compare with the day", "words", ""),
    ),
    papers=("slides", "a4", "letter"),
    audience="customer",
    period="quarter",
)
_INSIDE: Final = {
    "health": review_health.health,
    "made": review_health.made_of,
    "forecast": review_health.forecast,
}


def build(asked: Asked) -> Report:
    """Make the review whole."""
    notes = asked.footnotes()
    found = Gathered(asked, notes)
    goals = review_goals.told(found)
    way = Way(found, goals)
    made = (
        review_goals.section(found, goals),
        review_usage.adoption(found, review_goals.in_a_line(found, goals, way.coming())),
        review_usage.usage(found),
        review_support.section(found),
        review_voice.section(found),
        way.milestones(),
        way.actions(),
        way.next(),
        *(page(found) for key, page in _INSIDE.items() if asked.wants(key, review_health.INSIDE)),
    )
    pages = {one.key: one for one in made if one is not None}
    pages["cover"] = review_value.cover(found)
    if (short := review_value.section(found, goals, pages, way.won())) is not None:
        pages["value"] = short
    order = [one.key for one in SPEC.sections]
    return asked.report(
        [pages[key] for key in order if key in pages],
        notes.listed,
        subject=found.name,
        title=review_value.title(found),
    )
