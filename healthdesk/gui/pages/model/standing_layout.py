"""Where the histogram of scores has its bars, its line, its axis and its two thresholds; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, log10

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.views import BANDS, Band
from healthdesk.core.domain.what_if import BARS, STEP, UNKNOWN, Standing
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import Align, Curve, Drawing, Fill, Measure, Sheet, Stroke, Text

LEFT, RIGHT, TOP, FOOT = 48.0, 10.0, 12.0, 40.0
GAP = 2.0
LABEL = 16.0
PIN = 14.0
"""Width of a threshold's handle."""
_LOWEST_FIRST: tuple[Band, ...] = ("Poor", "Average", "Strong")


@dataclass(frozen=True)
class Frame:
    """The plot: where a score and a count stand."""

    width: float
    height: float
    most: int

    @property
    def bottom(self) -> float:
        """The base line."""
        return self.height - FOOT

    def x(self, score: float) -> float:
        """Where a score stands."""
        return LEFT + (self.width - LEFT - RIGHT) * score / 100

    def y(self, count: float) -> float:
        """Where a count stands."""
        return self.bottom - (self.bottom - TOP) * count / self.most

    def score(self, x: float) -> float:
        """The score under a point, 0 to 100."""
        return min(100.0, max(0.0, (x - LEFT) / max(1.0, self.width - LEFT - RIGHT) * 100))

    def bar(self, x: float) -> int:
        """The bar under a point, -1 beside the plot."""
        if not LEFT <= x <= self.width - RIGHT:
            return -1
        return min(BARS - 1, int(self.score(x) // STEP))


def ceiling(most: int) -> tuple[int, int]:
    """The top of the axis and the step of its lines: at most three lines, round values."""
    if most <= 3:
        return 3, 1
    raw = most / 3
    power = 10 ** int(log10(raw))
    step = next(one * power for one in (1, 2, 5, 10) if one * power >= raw)
    top = step * 3 if most > step * 2 else step * 2
    return max(top, ceil(most)), step


def frame_of(before: Standing, after: Standing, width: float, height: float) -> Frame:
    """The plot for two standings; both have room."""
    most = max((*before.heights, *after.heights), default=0)
    return Frame(width, height, ceiling(most)[0])


def histogram(
    frame: Frame,
    standings: tuple[Standing, Standing],
    bounds: Mapping[str, float],
    measure: Measure,
    words: Words,
) -> Drawing:
    """The draft's bars by band, the published ones as a line, axis and threshold lines."""
    sheet = Sheet()
    before, after = standings
    _axis(sheet, frame, before, after, words)
    _bars(sheet, frame, after)
    sheet.curves.append(Curve(_outline(frame, before), "text", 1.25))
    sheet.strokes.append(Stroke(LEFT, frame.bottom, frame.width - RIGHT, frame.bottom, "border"))
    for bound in bounds.values():
        at = round(frame.x(bound)) + 0.0
        sheet.strokes.append(Stroke(at, TOP - 8, at, frame.bottom, "text", 1.5))
    taken = labels(frame, bounds, measure, words)
    sheet.texts.extend(taken)
    _ends(sheet, frame, taken, bounds)
    return sheet.done(frame.width, frame.height)


def _axis(sheet: Sheet, frame: Frame, before: Standing, after: Standing, words: Words) -> None:
    most = max((*before.heights, *after.heights), default=0)
    top, step = ceiling(most)
    for count in range(step, top + 1, step):
        y = round(frame.y(count)) + 0.0
        # As a fill: lines are painted over the bars.
        sheet.fills.append(Fill(QRectF(LEFT, y, frame.width - RIGHT - LEFT, 1), "grid"))
        sheet.texts.append(
            Text(QRectF(0, y - 8, LEFT - 8, 16), words.number(count), "text3", "small",
                 align="right")
        )  # fmt: skip


def _bars(sheet: Sheet, frame: Frame, standing: Standing) -> None:
    for at, counts in enumerate(standing.bars):
        left, right = frame.x(at * STEP) + GAP / 2, frame.x((at + 1) * STEP) - GAP / 2
        base = 0
        for band in _LOWEST_FIRST:
            count = counts[BANDS.index(band)]
            if count:
                top = frame.y(base + count)
                rect = QRectF(left, top, right - left, frame.y(base) - top)
                sheet.fills.append(Fill(rect, f"{band.lower()}fill"))
                base += count


def _outline(frame: Frame, standing: Standing) -> tuple[QPointF | None, ...]:
    points: list[QPointF | None] = []
    for at, height in enumerate(standing.heights):
        y = frame.y(height)
        points += [QPointF(frame.x(at * STEP), y), QPointF(frame.x((at + 1) * STEP), y)]
    return tuple(points)


def label_words(key: str, bound: float, words: Words) -> str:
    """What a threshold says."""
    told = words.number(bound, 0 if bound == round(bound) else 1)
    return f"{words.band(key.capitalize())} from {told}"


def labels(frame: Frame, bounds: Mapping[str, float], measure: Measure, words: Words) -> list[Text]:
    """The words of the thresholds beside their handles: never over each other or outside."""
    out: list[Text] = []
    top = frame.bottom + 3
    busy = [frame.x(bound) for bound in bounds.values()]
    for key, bound in bounds.items():
        text = label_words(key, bound, words)
        wide, at = measure(text, "small", 500) + 1, frame.x(bound)
        spots = (
            QRectF(at + PIN / 2 + 4, top, wide, LABEL),
            QRectF(at - PIN / 2 - 4 - wide, top, wide, LABEL),
            QRectF(min(max(0.0, at - wide / 2), frame.width - wide), top + LABEL, wide, LABEL),
        )
        below = [
            QRectF(left, top + LABEL, wide, LABEL)
            for one in out
            for left in (one.rect.right() + 4, one.rect.left() - 4 - wide)
        ]
        others = [x for x in busy if x != at]
        free = (spot for spot in (*spots, *below) if _free(spot, frame, others, out))
        out.append(Text(next(free, spots[2]), text, "text", "small", 500))
    return out


def _free(spot: QRectF, frame: Frame, pins: list[float], taken: list[Text]) -> bool:
    if spot.left() < 0 or spot.right() > frame.width:
        return False
    high = spot.top() < frame.bottom + LABEL
    if high and any(spot.left() - PIN / 2 < x < spot.right() + PIN / 2 for x in pins):
        return False
    return not any(spot.intersects(one.rect) for one in taken)


def _ends(sheet: Sheet, frame: Frame, taken: list[Text], bounds: Mapping[str, float]) -> None:
    """0 and 100, where no threshold's words or handle stand."""
    for score in (0, 100):
        at = frame.x(score)
        align = 0.0 if score == 0 else 24.0
        rect = QRectF(at - align, frame.bottom + 3, 24, LABEL)
        near = any(abs(frame.x(bound) - at) < PIN + 16 for bound in bounds.values())
        if not near and not any(rect.intersects(one.rect) for one in taken):
            side: Align = "left" if score == 0 else "right"
            sheet.texts.append(Text(rect, str(score), "text3", "small", align=side))


def read_out(
    at: int, before: Standing, after: Standing, words: Words
) -> tuple[str, list[tuple[str, str]]]:
    """What is said of a bar: which scores, how many now, how many by band."""
    low = at * STEP
    high = 100 if at == BARS - 1 else low + STEP - 1
    rows = [("Published", words.number(before.heights[at]))]
    if after is not before:
        rows.insert(0, ("Draft", words.number(after.heights[at])))
    counts = after.bars[at]
    rows += [
        (words.band(BANDS[one]), words.number(counts[one])) for one in range(UNKNOWN) if counts[one]
    ]
    return f"Scores {low} to {high}", rows


def table(
    before: Standing, after: Standing, words: Words
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The bars as lines of a table."""
    lines = []
    for at in range(BARS):
        high = 100 if at == BARS - 1 else at * STEP + STEP - 1
        counts = after.bars[at]
        lines.append(
            (
                f"{at * STEP} to {high}",
                words.number(before.heights[at]),
                words.number(after.heights[at]),
                *(words.number(counts[one]) for one in range(UNKNOWN)),
            )
        )
    bands = (words.band(one) for one in BANDS[:UNKNOWN])
    return ("Scores", "Published", "Draft", *bands), tuple(lines)
