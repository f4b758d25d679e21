"""The rows of a waterfall, rounded so that the shown effects add up to the shown change.

One row a measure (reading and weight together), the model's own rows after them. Tenths of a point.
Not here: where they stand on the screen (waterfall_layout.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.core.domain.rounding import add_up, half_up
from healthdesk.core.domain.views import WhyRow, WhyView
from healthdesk.gui.base.words import Words

MODEL_KINDS = ("profile", "caps", "override", "rounding")
_MODEL_NAMES = {
    "profile": "Health model changed",
    "caps": "Caps",
    "override": "Override",
    "rounding": "Rounding by the profile",
}
_TOO_SMALL = 0.05
"""Points below which an effect shows as 0.0."""


@dataclass(frozen=True)
class WaterfallRow:
    """One row: `effect` exact, `points` in tenths; `parts`: effects of reading and weight."""

    key: str
    kind: str
    name: str
    color: str
    before: str
    after: str
    effect: float
    points: int
    text: str
    parts: tuple[float, float] = (0.0, 0.0)
    reason: str = ""
    """What happened, in words without the points."""
    late: str = ""
    """Its feed was late by the later day: the row rests on missing data."""

    @property
    def small(self) -> bool:
        """Whether it shows as 0.0 and may stand back."""
        return self.points == 0 and abs(self.effect) < _TOO_SMALL


@dataclass(frozen=True)
class Waterfall:
    """All rows of a change; `first` and `last` are the two scores in tenths, as shown."""

    rows: tuple[WaterfallRow, ...]
    first: int
    last: int
    bands: tuple[str, str] | None = None
    """What the bands of both ends are called, where the model gives no number of its own."""

    @property
    def change(self) -> int:
        """The change in tenths, as the two shown scores say."""
        return self.last - self.first


def waterfall(
    view: WhyView, colors: Mapping[str, str], names: BandNames = USUAL
) -> Waterfall | None:
    """The rows of a view, heaviest first; None where one of the days has no score."""
    if view.score_from is None or view.score_to is None:
        return None
    first, last = half_up(view.score_from * 10), half_up(view.score_to * 10)
    merged = _merged(view.rows)
    measures = [rows for rows in merged if rows[0].kind not in MODEL_KINDS]
    models = [rows for rows in merged if rows[0].kind in MODEL_KINDS and abs(_sum(rows)) > 1e-9]
    measures.sort(key=lambda rows: -abs(_sum(rows)))
    models.sort(key=lambda rows: MODEL_KINDS.index(rows[0].kind))
    ordered = measures + models
    shown = add_up([_sum(rows) * 10 for rows in ordered], last - first)
    return Waterfall(
        tuple(_row(rows, points, colors) for rows, points in zip(ordered, shown, strict=True)),
        first,
        last,
        None if view.bands is None else (names.of(view.bands[0]), names.of(view.bands[1])),
    )


def sentence(figures: Waterfall, words: Words) -> str:
    """The change and what did most of it, with the figures of the rows; "" where nothing moved."""
    change = figures.change
    if not change:
        return ""
    way = "Rose" if change > 0 else "Fell"
    moved, first, last = (
        words.number(tenths / 10, 1) for tenths in (abs(change), figures.first, figures.last)
    )
    head = f"{way} {moved} points, from {first} to {last}."
    if figures.bands is not None:
        was, now = figures.bands
        head = f"{way} from {was} to {now}, which stand for {first} and {last} points."
    same = [row for row in figures.rows if row.points * change > 0]
    if not same:
        return head
    most = max(same, key=lambda row: abs(row.points))
    if most.late:
        return f"{head} It rests on missing data. {most.late}."
    return f"{head} Mainly: {most.reason} ({words.signed(most.points / 10, 1)})."


def _merged(rows: tuple[WhyRow, ...]) -> list[list[WhyRow]]:
    """Rows of the same measure together, in the order they came."""
    groups: dict[tuple[str, str], list[WhyRow]] = {}
    for row in rows:
        kind = row.kind if row.kind in MODEL_KINDS else "measure"
        groups.setdefault((kind, row.key), []).append(row)
    return list(groups.values())


def _sum(rows: list[WhyRow]) -> float:
    return sum(row.points for row in rows)


def _first(words: list[str]) -> str:
    return next((word for word in words if word), "")


def _row(rows: list[WhyRow], points: int, colors: Mapping[str, str]) -> WaterfallRow:
    lead = rows[0]
    model = lead.kind in MODEL_KINDS
    dimension = _first([row.dimension for row in rows]) or lead.key.partition(".")[0]
    name = _first([row.name for row in rows])
    heaviest = max(rows, key=lambda row: abs(row.points))
    reason = heaviest.text.rpartition(": ")[0] if heaviest.key else heaviest.text
    reading = sum(row.points for row in rows if row.kind == "reading")
    weight = sum(row.points for row in rows if row.kind == "weight")
    return WaterfallRow(
        lead.key or lead.kind,
        lead.kind if model else "measure",
        name or (_MODEL_NAMES[lead.kind] if model else lead.key),
        "s5" if model else colors.get(dimension, "s5"),
        _first([row.before for row in rows]),
        _first([row.after for row in rows]),
        _sum(rows),
        points,
        " ".join(dict.fromkeys(row.text for row in rows if row.text)),
        (reading, weight),
        reason or name,
        _first([row.late for row in rows]),
    )
