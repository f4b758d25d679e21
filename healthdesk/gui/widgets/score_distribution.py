"""How many accounts have which score, coloured by band, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QPointF, QRectF, QSizeF

from healthdesk.core.domain.board_scores import Bin, ScoreDistribution
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.views import Band
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.parts.band_drawing import band_dot
from healthdesk.gui.parts.board_figures import arr_words, fill_of
from healthdesk.gui.parts.drawing import Curve, Drawing, Fill, Sheet, Spot, Stroke, Text
from healthdesk.gui.parts.drawn_face import DrawnFace
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.usage_chart_layout import axis_figure, grid_step

if TYPE_CHECKING:
    from healthdesk.core.services import board_scores
else:
    board_scores = lazily("healthdesk.core.services.board_scores")

SPEC = WidgetSpec(
    key="score_distribution",
    title="Score distribution",
    summary="Accounts by score, with bands.",
    how=(
        "Accounts alive on the day by their score as it is shown, in steps; colours are the bands"
        " that they are in, by caps and judgements too. The line is the same on the day before"
        " the period begins. Accounts without a score stand at the left. Dashed lines are where"
        " bands begin; where profiles differ in that, there are none. Scores are computed with the"
        " health profiles in force, from facts up to the day."
    ),
    group="Scores",
    size=(4, 3),
    limits=Limits(3, 2, 12, 8),
    inside=("score",),
    topics=frozenset({Topic.SCORES, Topic.FACTS, Topic.ACCOUNTS, Topic.PROFILES, Topic.SETTINGS}),
    options=(
        Option("step", "Points a bar", "choice", "5", choices=("5", "10", "20")),
        Option("before", "Show how it was before the period", "flag", True),
    ),
)
_AXIS, _FOOT, _TOP, _NONE = 30.0, 18.0, 16.0, 34.0
_BANDS: Final[tuple[Band, ...]] = ("Poor", "Average", "Strong")


def load(tx: Any, ask: Ask) -> ScoreDistribution:  # noqa: ANN401 - a session of the store
    """Read it."""
    return board_scores.score_distribution(tx, ask)


class Face(DrawnFace):
    """Bars over a scale of 0 to 100, those without a score apart."""

    def lay_out(self, room: QSizeF) -> Drawing:
        """Axis, bars, the line of before, thresholds."""
        data, sheet = cast("ScoreDistribution", self.shown), Sheet()
        wide, high = room.width(), room.height()
        if not data.bins:
            return sheet.done(wide, high)
        left = _AXIS + (_NONE if data.none or data.none_before else 0)
        plot = QRectF(left, _TOP, max(wide - left - 2, 20), max(high - _TOP - _FOOT, 10))
        counts = [n for one in data.bins for n in (one.count, one.before)]
        most = max(1, data.none, data.none_before, *counts)
        self._grid(sheet, plot, most)
        if data.none or data.none_before:
            self._without(sheet, data, plot, most)
        step = plot.width() / len(data.bins)
        for at, one in enumerate(data.bins):
            self._bar(sheet, one, QRectF(plot.left() + at * step, _TOP, step, plot.height()), most)
        self._before(sheet, data, plot, most)
        self._scale(sheet, data, plot)
        return sheet.done(wide, high)

    def _grid(self, sheet: Sheet, plot: QRectF, most: int) -> None:
        step = max(grid_step(most, 2 if plot.height() < 90 else 3), 1.0)
        for line in range(int(most / step) + 1):
            y = plot.bottom() - plot.height() * line * step / most
            color = "border" if line == 0 else "grid"
            sheet.fills.append(Fill(QRectF(_AXIS, round(y), plot.right() - _AXIS, 1), color))
            place = QRectF(0, y - 8, _AXIS - 6, 16)
            label = axis_figure(line * step, step, self.ui.words)
            sheet.texts.append(Text(place, label, "text3", "small", align="right"))

    def _without(self, sheet: Sheet, data: ScoreDistribution, plot: QRectF, most: int) -> None:
        """The accounts without a score, hatched."""
        high = plot.height() * data.none / most
        place = QRectF(_AXIS + 4, plot.bottom() - high, _NONE - 14, high)
        if high:
            sheet.fills.append(Fill(place, "track", hatched=True))
        place = QRectF(_AXIS, plot.bottom() + 2, _NONE - 6, 15)
        sheet.texts.append(Text(place, "none", "text3", "small", align="center"))
        words = self.ui.words
        tip = f"No score\naccounts: {words.number(data.none)}"
        tip += f"\non {words.short_day(data.first)}: {words.number(data.none_before)}"
        lane = QRectF(_AXIS, _TOP, _NONE - 6, plot.height())
        key = "mark:score:none" if data.none else ""
        sheet.spots.append(Spot(lane, key, f"{tip}\nPress: only these" if key else tip))

    def _bar(self, sheet: Sheet, one: Bin, lane: QRectF, most: int) -> None:
        bottom, faded = lane.bottom(), self.faded(one.key)
        wide = max(lane.width() - 2, 1.0)
        for each in reversed(one.sums):
            if each.count:
                high = lane.height() * each.count / most
                rect = QRectF(lane.left() + 1, bottom - high, wide, high)
                sheet.fills.append(Fill(rect, fill_of(each.band), alpha=faded))
                bottom -= high
        key = f"mark:{one.key}" if one.count else ""
        sheet.spots.append(Spot(lane, key, self._tip(one)))

    def _tip(self, one: Bin) -> str:
        words, data = self.ui.words, cast("ScoreDistribution", self.shown)
        told = [f"Score {one.low} to {one.high}"]
        told += [
            f"{words.bands.of(each.band)}: {words.count(each.count, 'account')}"
            f" ({arr_words(each.amounts, each.unknown, words)})"
            for each in one.sums
            if each.count
        ]
        if not one.count:
            told.append(f"accounts: {words.number(0)}")
        told.append(f"on {words.short_day(data.first)}: {words.number(one.before)}")
        return "\n".join([*told, "Press: only these"] if one.count else told)

    def _before(self, sheet: Sheet, data: ScoreDistribution, plot: QRectF, most: int) -> None:
        """The bars of before as a line in steps."""
        if not data.before or not any(one.before for one in data.bins):
            return
        step, points = plot.width() / len(data.bins), []
        for at, one in enumerate(data.bins):
            y = plot.bottom() - plot.height() * one.before / most
            left = plot.left() + at * step
            points += [QPointF(left, y), QPointF(left + step, y)]
        sheet.curves.append(Curve(tuple(points), "text"))

    def _scale(self, sheet: Sheet, data: ScoreDistribution, plot: QRectF) -> None:
        """Thresholds with their numbers, and round scores where there is room between them."""
        free: list[QRectF] = []
        self._zones(sheet, data, plot)
        for value in data.thresholds:
            x = plot.left() + plot.width() * value / 100
            sheet.strokes.append(Stroke(x, _TOP, x, plot.bottom(), "text2", 1.0, (3, 3)))
            self._score(sheet, value, plot, free, strong=True)
        for value in (0, 100, 20, 40, 60, 80):
            self._score(sheet, float(value), plot, free)

    def _zones(self, sheet: Sheet, data: ScoreDistribution, plot: QRectF) -> None:
        """Shapes and names of the bands over their scores; shapes alone where one has no room."""
        if not data.thresholds:
            return
        ends = (0.0, *data.thresholds, 100.0)
        zones = [
            (
                band,
                plot.left() + plot.width() * ends[at] / 100,
                plot.width() * (ends[at + 1] - ends[at]) / 100,
            )
            for at, band in enumerate(_BANDS)
        ]
        names = [self.ui.words.bands.of(band) for band in _BANDS]
        needs = [self.measure(name, "small", 400) + 13 for name in names]
        named = all(need + 8 <= wide for need, (_, _, wide) in zip(needs, zones, strict=True))
        for (band, left, wide), name, need in zip(zones, names, needs, strict=True):
            x = left + (wide - need) / 2 if named else left + wide / 2 - 4
            if wide >= 10:
                sheet.dots.append(band_dot(QPointF(x + 4, _TOP / 2), band, 3.5))
            if named:
                place = QRectF(x + 13, 0, need - 13, _TOP - 1)
                sheet.texts.append(Text(place, name, "text3", "small"))

    def _score(
        self, sheet: Sheet, value: float, plot: QRectF, free: list[QRectF], *, strong: bool = False
    ) -> None:
        label = self.ui.words.number(value, 0 if float(value).is_integer() else 1)
        weight, color = (600, "text2") if strong else (400, "text3")
        wide = self.measure(label, "small", weight) + 2
        left = plot.left() + plot.width() * value / 100 - wide / 2
        left = min(max(left, plot.left()), plot.right() - wide)
        place = QRectF(left, plot.bottom() + 2, wide, 15)
        if not any(one.adjusted(-4, 0, 4, 0).intersects(place) for one in free):
            free.append(place)
            sheet.texts.append(Text(place, label, color, "small", weight, "center"))

    def aside(self) -> Drawing | None:
        """What the line over the bars is."""
        data = cast("ScoreDistribution", self.shown)
        if not data.before or not any(one.before for one in data.bins):
            return None
        sheet, said = Sheet(), f"on {self.ui.words.short_day(data.first)}"
        wide = self.measure(said, "small", 400)
        steps = [QPointF(x, y) for x, y in ((0, 11), (6, 11), (6, 5), (12, 5), (12, 9), (18, 9))]
        sheet.curves.append(Curve(tuple(steps), "text"))
        sheet.texts.append(Text(QRectF(23, 0, wide, 16), said, "text2", "small"))
        return sheet.done(wide + 24, 16)

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """A row a bar, from the highest scores down; those without a score last."""
        data, words = cast("ScoreDistribution", self.shown), self.ui.words
        out = [
            (
                f"{one.low} to {one.high}",
                *(words.number(each.count) for each in one.sums),
                words.number(one.count),
                words.number(one.before),
            )
            for one in reversed(data.bins)
        ]
        blank = ("",) * len(data.bins[0].sums) if data.bins else ()
        out.append(("No score", *blank, words.number(data.none), words.number(data.none_before)))
        bands = tuple(words.bands.of(one.band) for one in data.bins[0].sums) if data.bins else ()
        return ("Score", *bands, "Accounts", words.day(data.first)), tuple(out)
