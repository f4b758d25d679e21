"""The facts that were opened under rows of a change, as rows of its table: each with its source.

So the last row that stands behind a change can be taken along with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from healthdesk.core.domain.views import EvidenceView
from healthdesk.gui.base.words import Words

Lines = tuple[tuple[str, ...], ...]
HEADS = ("Day", "Fact", "Value", "Source")


def with_facts(
    head: tuple[str, ...],
    lines: Lines,
    keys: Sequence[str],
    seen: Mapping[str, EvidenceView],
    words: Words,
) -> tuple[tuple[str, ...], Lines]:
    """A table whose rows have these keys, under each the facts that were opened; else as it is."""
    if not any(key in seen for key in keys):
        return head, lines
    blank = ("",) * len(HEADS)
    made = list[tuple[str, ...]]()
    for at, line in enumerate(lines):
        made.append((*line, *blank))
        view = seen.get(keys[at]) if at < len(keys) else None
        if view is not None:
            left = (line[0], *("",) * (len(line) - 1))
            made += [(*left, *fact) for fact in _facts(view, words)]
    return (*head, *HEADS), tuple(made)


def _facts(view: EvidenceView, words: Words) -> Iterator[tuple[str, str, str, str]]:
    """The facts of a measure, then its daily values."""
    source = "; ".join(
        ", ".join(filter(None, (one.file, one.lines and f"lines {one.lines}", words.day(one.day))))
        for one in view.sources
    )
    for row in view.rows:
        yield ("" if row.day is None else words.day(row.day), row.text, row.value, source)
    for day, value in zip(view.days, view.values, strict=False):
        if value is not None:
            whole = float(value).is_integer()
            yield words.day(day), view.title, words.number(value, 0 if whole else 2), source
