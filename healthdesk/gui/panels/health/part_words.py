"""What the rows behind a part of a score are called."""

from __future__ import annotations

from healthdesk.core.domain.views import CompositionView

_PARTS = {
    "part:total": "All rows behind the score",
    "part:caps": "What caps it",
    "part:override": "Set by hand",
}


def part_title(view: CompositionView, key: str) -> str:
    """The title of the rows behind a measure, a dimension or another part."""
    if key in _PARTS:
        return _PARTS[key]
    for part in view.score.dimensions:
        if part.key == key:
            return f"{part.name}: all rows behind its measures"
        for row in part.measures:
            if row.key == key:
                value = row.shown if row.reading is not None else "no data"
                return f"{row.name}: {value}, {row.over}"
    return f"The health model: {view.profile_name}"
