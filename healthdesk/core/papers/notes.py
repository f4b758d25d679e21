"""Footnotes in words, and numbered over a whole report for formats without pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from healthdesk.core.domain.number_style import NumberStyle
from healthdesk.core.domain.report import Report, Section, Source
from healthdesk.core.domain.report_prepare import numbered


def by_key(report: Report) -> dict[str, Source]:
    """The sources of a report by their keys."""
    return {one.key: one for one in report.sources}


def of_report(report: Report) -> dict[str, int]:
    """Numbers of the sources over the whole report, in the order of their first mention."""
    known = by_key(report)
    order = dict.fromkeys(key for one in report.sections for key in numbered(one) if key in known)
    return {key: at for at, key in enumerate(order, 1)}


def of_section(section: Section, known: Mapping[str, Source]) -> dict[str, int]:
    """Numbers of the sources that a section leads to, from 1."""
    held = (key for key in numbered(section) if key in known)
    return {key: at for at, key in enumerate(held, 1)}


def told(notes: Iterable[str], numbers: Mapping[str, int]) -> str:
    """The numbers that keys lead to, as they stand behind a figure: "1, 3"."""
    held = {numbers[key] for key in notes if key in numbers}
    return ", ".join(map(str, sorted(held)))


def in_words(source: Source, style: NumberStyle) -> str:
    """A footnote: what it is, whence, its last day, of what, how computed.

    >>> from healthdesk.core.domain.number_style import STYLES
    >>> in_words(Source(key="a", words="Daily usage", whence="a.csv", day=20780), STYLES["en"])
    'Daily usage, a.csv, data to 23 Nov 2026.'
    """
    parts = [source.words, source.whence]
    if source.day is not None:
        parts.append(f"data to {style.date(source.day)}")
    first = ", ".join(filter(None, parts))
    more = [source.scope, f"Computed as: {source.formula}" if source.formula else ""]
    return " ".join(f"{one.rstrip('.')}." for one in (first, *more) if one)
