"""The title page of an account's review, and the page in short: my paragraph beside the facts."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.report import (
    Figure,
    Figures,
    Pair,
    Pairs,
    Paragraph,
    Section,
    Step,
)
from healthdesk.core.domain.usage_view import Known, UsageMetric
from healthdesk.core.services.reports import review_usage, review_words
from healthdesk.core.services.reports.blocks import beside, listed, rows
from healthdesk.core.services.reports.review_facts import Gathered
from healthdesk.core.services.reports.review_goals import Told
from healthdesk.core.services.wording import begun

_TOP: Final = 3
_ABOUT: Final = "what we set out to do, what was reached, and what comes next."


def title(found: Gathered) -> str:
    """What the review is called: "Quarterly review" where it is of a quarter."""
    return "Quarterly review" if found.period.name.startswith("Q") else found.asked.spec.title


def cover(found: Gathered) -> Section:
    """The title page; whom it is of and the period stand on it by themselves."""
    period, style = found.period, found.style
    days = f"{style.date(period.first)} to {style.date(found.end)}"
    return Section(
        key="cover",
        title="Title",
        headline=title(found),
        lead=Paragraph(key="lead", text=f"{days}: {_ABOUT}"),
        cover=True,
    )


def section(
    found: Gathered, goals: tuple[Told, ...], pages: dict[str, Section], won: tuple[Step, ...]
) -> Section | None:
    """The period in short; None where nothing at all is known of it."""
    facts = _facts(found, goals, pages)
    figures = _figures(found)
    draft = _draft(goals, pages, won)
    lines = (
        *rows(figures),
        *beside(
            Paragraph(key="summary", title="In short", text=draft) if draft else None,
            facts,
            shares=(3, 2),
        ),
    )
    if not lines:
        return None
    return Section(
        key="value", title="Summary", headline=f"{begun(found.period.name)} in short", lines=lines
    )


def _figures(found: Gathered) -> Figures | None:
    """How often the most used features were used in the period, against the period before."""
    earlier = found.period.before()
    days = found.end - found.period.first + 1
    told = []
    for use in found.feature_uses:
        daily = found.usage.daily(use.metric.key)
        now, before = (found.sum_to(daily, day, days) for day in (found.end, earlier.last))
        if now:
            told.append((now, before, use.metric))
    formula = f"sum of {days} days to {found.style.date(found.end)}"
    items = []
    for now, before, metric in sorted(told, key=_most_first)[:_TOP]:
        items.append(
            Figure(
                key=metric.key,
                label=f"{metric.name}, {metric.unit or 'uses'}",
                text=found.style.number(now),
                value=now,
                detail=""
                if before is None
                else f"{found.style.number(before)} in the {days} days before",
                notes=(
                    found.notes.usage(found.feature_metrics(), "Feature usage", formula=formula),
                ),
            )
        )
    return Figures(key="figures", items=tuple(items)) if items else None


def _most_first(one: tuple[float, Known, UsageMetric]) -> tuple[float, str]:
    return (-one[0], one[2].name)


def _facts(found: Gathered, goals: tuple[Told, ...], pages: dict[str, Section]) -> Pairs | None:
    """The facts beside the paragraph: the message of each page that has figures."""
    items = []
    if goals:
        reached = sum(one.reached for one in goals)
        items.append(Pair(name="Goals", text=f"{reached} of {len(goals)} reached"))
    usage = review_usage.figures(found)
    for one in () if usage is None else usage.items:
        text = f"{one.text}, {one.detail}" if one.detail else one.text
        items.append(Pair(name=one.label, text=text, notes=one.notes))
    for key, name in (("support", "Tickets opened"), ("voice", "NPS")):
        items += _first_figure(pages.get(key), name)
    return Pairs(key="facts", title="The facts", items=tuple(items)) if items else None


def _first_figure(page: Section | None, name: str) -> list[Pair]:
    """The first figure of a page as a fact."""
    for line in () if page is None else page.lines:
        for block in line.blocks:
            if isinstance(block, Figures) and block.items[0].label in {name, "Opened"}:
                one = block.items[0]
                text = f"{one.text}, {one.detail}" if one.detail else one.text
                return [Pair(name=name, text=text, notes=one.notes)]
    return []


def _draft(goals: tuple[Told, ...], pages: dict[str, Section], won: tuple[Step, ...]) -> str:
    """A first paragraph out of the pages' messages; a person writes their own over it."""
    parts = []
    if goals:
        parts.append(f"{review_words.goals(sum(one.reached for one in goals), len(goals))}.")
    adoption = pages.get("adoption")
    if adoption is not None:
        parts.append(f"{adoption.headline}.")
        if adoption.lead is not None:
            parts.append(adoption.lead.text)
    support = pages.get("support")
    if support is not None:
        parts.append(f"{support.headline}.")
    if won:
        parts.append(f"Reached: {listed([one.text for one in won])}.")
    return " ".join(parts)
