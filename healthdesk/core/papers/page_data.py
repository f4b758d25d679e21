"""A report as the data of our page templates: texts cleaned, footnotes numbered, charts drawn.

Not here: how it is set (resources/reports), how it is run (typeset.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from healthdesk.core.charts import Look, paper_look
from healthdesk.core.charts.look import mixed
from healthdesk.core.domain.number_style import STYLES, USUAL, NumberStyle
from healthdesk.core.domain.report import Line, Paragraph, Report, Section
from healthdesk.core.papers import drawings, notes
from healthdesk.core.papers.block_data import Place, block, paragraphs, words
from healthdesk.core.papers.column_widths import lies
from healthdesk.core.papers.paper_sizes import MEASURES, Measures
from healthdesk.core.papers.tables import joined

_Data = dict[str, Any]
_MARK: Final = " \u00b7 "


@dataclass(frozen=True)
class _Report:
    """What every section of a report needs."""

    report: Report
    look: Look
    style: NumberStyle
    size: Measures
    drawings: bool
    marks: bool
    """Whether sections that stay inside are marked: not where all of them do."""


def document(report: Report, *, drawings: bool = True) -> _Data:
    """The data of a report whole; `drawings` leaves out those of others, should one be broken."""
    size = MEASURES[report.paper]
    if lies(report):
        size = msgspec.structs.replace(size, width=size.height, height=size.width)
    style = STYLES.get(report.style, STYLES[USUAL])
    look = paper_look(
        report.brand.color,
        size=size.chart,
        style=report.style,
        colour_blind=report.colour_blind,
        hover=False,
    )
    marks = report.audience == "inside" and any(
        not one.inside for one in report.sections if not one.cover
    )
    whole = _Report(report, look, style, size, drawings, marks)
    return {
        "slides": report.paper == "slides",
        "size": {name: getattr(size, name) for name in size.__struct_fields__},
        "colors": _colors(look),
        "title": words(report.title),
        "subject": words(report.subject),
        "period": words(report.period),
        "running": [words(one) for one in (report.subject, report.title, report.period) if one],
        "day": _day(report, style),
        "keywords": [words(one) for one in report.keywords],
        "brand": _brand(report, drawings=drawings),
        "sections": [_section(one, whole) for one in report.sections],
    }


def _colors(look: Look) -> dict[str, str]:
    return {
        **look.colors,
        "brand": look.brand,
        "accent": look.accent,
        "accenttext": look.accent_text,
        "accentsoft": mixed(look.accent, 0.1),
    }


def _brand(report: Report, *, drawings: bool) -> _Data:
    brand = report.brand
    return {
        "name": words(brand.name),
        "foot": words(_foot(report)),
        "logo": _logo(brand.logo) if drawings and brand.logo else "",
    }


def _foot(report: Report) -> str:
    """What stands at the foot of pages; slides without a title page say whose they are there."""
    brand = report.brand
    named = report.paper == "slides" and not any(one.cover for one in report.sections)
    return joined(brand.name if named else "", brand.foot)


def _logo(content: bytes) -> str:
    return drawings.logo(content)


def _day(report: Report, style: NumberStyle) -> str:
    """As of when, and how far the data goes where that is another day."""
    told = style.date(report.day)
    if report.data_to is None or report.data_to == report.day:
        return f"Data to {told}" if report.data_to is not None else told
    return f"As of {told}, data to {style.date(report.data_to)}"


def _section(section: Section, whole: _Report) -> _Data:
    known = notes.by_key(whole.report)
    numbers = notes.of_section(section, known)
    place = Place(numbers, whole.look, whole.style, whole.size, whole.report.paper, whole.drawings)
    return {
        "key": section.key,
        "title": words(section.title or section.headline),
        "headline": words(section.headline or section.title),
        "cover": section.cover,
        "inside": bool(section.inside) and whole.marks,
        "lead": _lead(section.lead, place),
        "lines": [_line(one, place) for one in section.lines],
        "own": paragraphs(section.own),
        "notes": [
            {"n": str(number), "text": words(notes.in_words(known[key], whole.style))}
            for key, number in numbers.items()
        ],
    }


def _lead(lead: Paragraph | None, place: Place) -> _Data | None:
    if lead is None:
        return None
    return {"text": paragraphs(lead.text), "n": notes.told(lead.notes, place.numbers)}


def _line(line: Line, place: Place) -> _Data:
    shares = _shares(line.shares, len(line.blocks))
    inner = place.size.inner - place.size.gutter * (len(line.blocks) - 1)
    widths = [inner * share / sum(shares) for share in shares]
    return {
        "widths": [round(one, 2) for one in widths],
        "blocks": [
            block(one, place, width) for one, width in zip(line.blocks, widths, strict=True)
        ],
    }


def _shares(shares: Sequence[float], count: int) -> Iterable[float]:
    fit = len(shares) == count and all(one > 0 for one in shares)
    return list(shares) if fit else [1.0] * count


__all__ = ["document"]
