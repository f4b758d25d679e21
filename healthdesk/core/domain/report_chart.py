"""Charts of reports as data: what is drawn, with its raw figures; every exporter draws it its way.

Nothing here knows pixels, fonts or files. A value of None is a hole, never zero.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Tone = Literal[
    "accent", "second", "third", "fourth", "fifth", "muted", "strong", "average", "poor", "unknown"
]
"""Which colour a series has, by role; "accent" is that of the brand."""
Values = tuple[float | None, ...]


class Inside(msgspec.Struct, frozen=True):
    """A mark: this part shows something that is kept inside.

    `kind` is one of report.KINDS_INSIDE, `words` name it: "the sentiment of a call note of 12 Nov".
    """

    kind: str
    words: str


class _Chart(msgspec.Struct, frozen=True, kw_only=True, tag_field="block"):
    """What every chart says of itself.

    Attributes:
        title: what is shown, with its unit: "Active users a day, weekly mean".
        summary: the chart in one sentence, for those who cannot see it.
        notes: keys of the report's sources.
        digits: decimals of its figures.
    """

    key: str = ""
    title: str = ""
    summary: str = ""
    unit: str = ""
    digits: int = 0
    notes: tuple[str, ...] = ()
    inside: tuple[Inside, ...] = ()


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """One line, or one colour of bars; as many values as its chart has days or labels."""

    name: str
    values: Values
    tone: Tone = "accent"
    dashed: bool = False


class Moment(msgspec.Struct, frozen=True):
    """A day that is marked on a chart over time: "training, 6 Oct"."""

    day: int
    words: str


class LineChart(_Chart, frozen=True, kw_only=True, tag="line"):
    """Values over days, which stand in order; `normal` is a band (low, high) behind the lines.

    `low` and `high` fix the axis (0 to 100 for a score); left out, the values do. `steps` are
    thresholds of bands, drawn as thin lines with their names.
    """

    days: tuple[int, ...]
    series: tuple[Series, ...]
    moments: tuple[Moment, ...] = ()
    normal: tuple[Values, Values] | None = None
    steps: tuple[tuple[float, str], ...] = ()
    low: float | None = None
    high: float | None = None


class ColumnChart(_Chart, frozen=True, kw_only=True, tag="columns"):
    """Upright bars, one stack for each label (months, weeks, classes)."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]


class RankChart(_Chart, frozen=True, kw_only=True, tag="ranks"):
    """Lying bars in the order given, values beside them; values below zero go to the left.

    `marks` are values of before, drawn as a tick on each bar; `mark_name` says what they are.
    `tones` colour single bars, all "accent" where there are none.
    """

    labels: tuple[str, ...]
    values: Values
    marks: Values = ()
    mark_name: str = ""
    tones: tuple[Tone, ...] = ()


class PartsChart(_Chart, frozen=True, kw_only=True, tag="parts"):
    """One bar in parts that make a whole, named and counted under it: the mix of bands."""

    labels: tuple[str, ...]
    values: tuple[float, ...]
    tones: tuple[Tone, ...]


Chart = LineChart | ColumnChart | RankChart | PartsChart
