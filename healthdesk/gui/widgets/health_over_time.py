"""The bands of the portfolio week by week, as shares, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.board_scores import HealthOverTime
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.standing import BandSum
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import DASH
from healthdesk.gui.parts.axis import ticks
from healthdesk.gui.parts.band_drawing import band_dot
from healthdesk.gui.parts.board_figures import arr_words, fill_of
from healthdesk.gui.parts.drawing import (
    Area,
    Curve,
    Drawing,
    Fill,
    Sheet,
    Spot,
    Text,
    fitted,
    ink,
)
from healthdesk.gui.parts.drawn_face import DrawnFace
from healthdesk.gui.parts.plot_table import Lines

if TYPE_CHECKING:
    from healthdesk.core.services import board_scores
else:
    board_scores = lazily("healthdesk.core.services.board_scores")

SPEC = WidgetSpec(
    key="health_over_time",
    title="Health over time",
    summary="Share of ARR or accounts by band.",
    how=(
        "For the day and every seventh day before it within the period: the accounts alive on that"
        " day by the band they had then, as shares of their ARR on that day or of their number."
        " Accounts that churned count as long as they were there; ARR that is not known is in no"
        " share. Where ARR is in several currencies, shares are of accounts. Scores are computed"
        " with the health profile in force on each day, from facts up to that day."
    ),
    group="Scores",
    size=(5, 3),
    limits=Limits(4, 2, 12, 8),
    inside=("score",),
    topics=frozenset({Topic.SCORES, Topic.FACTS, Topic.ACCOUNTS, Topic.PROFILES, Topic.SETTINGS}),
    options=(
        Option(
            "by",
            "Shares of",
            "choice",
            "arr",
            choices=("arr", "count"),
            labels=("ARR", "Accounts"),
        ),
    ),
)
_FOOT, _LINE, _GAP, _TICK = 18.0, 15.0, 8.0, 70.0
_TOP: Final = 2.0


def load(tx: Any, ask: Ask) -> HealthOverTime:  # noqa: ANN401 - a session of the store
    """Read it."""
    return board_scores.health_over_time(tx, ask)


class Face(DrawnFace):
    """Stacked areas with labels at their ends; each week tells its figures."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self._hair: float | None = None

    def lay_out(self, room: QSizeF) -> Drawing:
        """The areas at the left, the bands' names at the right, days beneath."""
        data, sheet = cast("HealthOverTime", self.shown), Sheet()
        wide, high = room.width(), room.height()
        if len(data.weeks) < 2:
            return sheet.done(wide, high)
        labels = self._labels(data)
        right = max((self.measure(text, "small", 500) for _, text in labels), default=0) + 14
        plot = QRectF(0, _TOP, max(wide - right - _GAP - 4, 40), high - _FOOT - _TOP)
        self._areas(sheet, data, plot)
        self._names(sheet, data, plot, labels, wide)
        self._days(sheet, data, plot)
        self._weeks(sheet, data, plot)
        return sheet.done(wide, high)

    def _labels(self, data: HealthOverTime) -> list[tuple[BandSum, str]]:
        shares = data.shares(-1)
        if shares is None:
            return []
        found = zip(data.weeks[-1], shares, strict=True)
        words = self.ui.words
        return [
            (one, f"{words.bands.of(one.band)} {words.percent(share)}")
            for one, share in found
            if one.count
        ]

    def _areas(self, sheet: Sheet, data: HealthOverTime, plot: QRectF) -> None:
        """Poor at the foot, then Average, Strong and Unknown; weeks of which nothing is known."""
        for first, last, known in _stretches(data):
            if not known:
                # From the neighbours on: a single unknown week has a width, too.
                left, end = _x(data, plot, max(first - 1, 0)), _x(data, plot, _next(data, last))
                place = QRectF(left, plot.top(), max(end - left, 1), plot.height())
                sheet.fills.append(Fill(place, "track", hatched=True))
                continue
            foot = tuple(
                QPointF(_x(data, plot, at), plot.bottom()) for at in range(first, last + 1)
            )
            for index in (2, 1, 0, 3):
                top = tuple(
                    QPointF(foot[at - first].x(), foot[at - first].y() - share * plot.height())
                    for at in range(first, last + 1)
                    for share in (_share(data, at, index),)
                )
                band = data.weeks[-1][index].band
                strong = self.faded(f"band:{band}")
                sheet.areas.append(Area(top, foot, f"{band.lower()}soft", strong))
                if index != 3:
                    sheet.curves.append(Curve(top, fill_of(band) if strong == 1 else "edge"))
                foot = top

    def _names(
        self,
        sheet: Sheet,
        data: HealthOverTime,
        plot: QRectF,
        labels: list[tuple[BandSum, str]],
        wide: float,
    ) -> None:
        """Name each band at its end; names closer than a line are moved apart."""
        order = {one.band: at for at, one in enumerate(data.weeks[-1])}
        wanted = sorted(
            (plot.bottom() - _middle(data, order[one.band]) * plot.height(), at)
            for at, (one, _) in enumerate(labels)
        )
        spread = _apart([y for y, _ in wanted], plot.top() + _LINE / 2, plot.bottom() - _LINE / 2)
        left = plot.right() + _GAP
        for (_, at), y in zip(wanted, spread, strict=True):
            one, text = labels[at]
            key = f"band:{one.band}"
            faded = self.faded(key)
            sheet.dots.append(band_dot(QPointF(left + 5, y), one.band, alpha=faded))
            place = QRectF(left + 14, y - _LINE / 2, max(wide - left - 14, 1), _LINE)
            color = one.band.lower() if faded == 1 else "text3"
            sheet.texts.append(fitted(place, text, self.measure, color, "small", weight=500))
            spot = QRectF(left, y - _LINE / 2, max(wide - left, 1), _LINE)
            sheet.spots.append(Spot(spot, f"mark:{key}", self._tip_of(one, text)))

    def _tip_of(self, one: BandSum, text: str) -> str:
        words = self.ui.words
        arr = arr_words(one.amounts, one.unknown, words)
        told = f"{text}\naccounts: {words.number(one.count)}\nARR: {arr}"
        return f"{told}\nPress: only these"

    def _days(self, sheet: Sheet, data: HealthOverTime, plot: QRectF) -> None:
        """Label days beneath, the last one always."""
        words, top = self.ui.words, plot.bottom() + 3
        first, last = data.days[0], data.days[-1]
        end = Text(
            QRectF(plot.left(), top, plot.width(), _LINE),
            words.short_day(last),
            "text3",
            "small",
            align="right",
        )
        limit = ink(end, self.measure).left() - 8
        free = plot.left()
        for one in ticks(first, last, plot.width(), words, _TICK):
            x = plot.left() + plot.width() * (one.day - first) / max(last - first, 1)
            wide = self.measure(one.label, "small", 400) + 2
            left = max(x - wide / 2, plot.left())
            if free <= left and left + wide <= limit:
                free = left + wide + 8
                place = QRectF(left, top, wide, _LINE)
                sheet.texts.append(Text(place, one.label, "text3", "small"))
        sheet.texts.append(end)

    def _weeks(self, sheet: Sheet, data: HealthOverTime, plot: QRectF) -> None:
        half = plot.width() / (len(data.days) - 1) / 2
        for at, _ in enumerate(data.days):
            x = _x(data, plot, at)
            left, end = max(x - half, plot.left()), min(x + half, plot.right())
            place = QRectF(left, plot.top(), end - left, plot.height())
            sheet.spots.append(Spot(place, "", self._tip(data, at)))

    def _tip(self, data: HealthOverTime, at: int) -> str:
        words, shares = self.ui.words, data.shares(at)
        day = words.day(data.days[at])
        if shares is None:
            said = "no ARR known" if any(one.count for one in data.weeks[at]) else "none"
            return f"{day}\naccounts: {said}"
        rows = [
            f"{words.bands.of(one.band)}: {words.percent(share)}, {words.number(one.count)}"
            f" ({arr_words(one.amounts, one.unknown, words)})"
            for one, share in zip(data.weeks[at], shares, strict=True)
            if one.count
        ]
        return "\n".join((day, *rows))

    def _tell(self, spot: Spot | None, at: QPointF, tip: str) -> None:
        super()._tell(spot, at, tip)
        hair = None if spot is None or spot.key else spot.rect
        ends = len(cast("HealthOverTime", self.shown).days) - 1
        if hair is None:
            self._hair = None
        else:
            self._hair = hair.center().x() if ends < 1 else _snap(hair, self.drawing)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the hair line away."""
        super().leaveEvent(event)
        self._hair = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a hair line at the week that is read out."""
        super().paintEvent(event)
        if self._hair is not None and not self.read_out.isHidden():
            painter = QPainter(self)
            painter.setPen(QPen(self.ui.theme.color("text3"), 1))
            painter.drawLine(QPointF(self._hair, _TOP), QPointF(self._hair, self.height() - _FOOT))
            painter.end()

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """A row a week: share and number of each band."""
        data, words = cast("HealthOverTime", self.shown), self.ui.words
        bands = tuple(words.bands.of(one.band) for one in data.weeks[-1]) if data.weeks else ()
        out = []
        for at in reversed(range(len(data.days))):
            shares = data.shares(at)
            cells = [
                DASH if shares is None else f"{words.percent(share, 1)} ({words.number(one.count)})"
                for one, share in zip(data.weeks[at], shares or (0.0,) * 4, strict=True)
            ]
            out.append((words.day(data.days[at]), *cells))
        return ("Day", *bands), tuple(out)


def _x(data: HealthOverTime, plot: QRectF, at: int) -> float:
    return plot.left() + plot.width() * at / max(len(data.days) - 1, 1)


def _next(data: HealthOverTime, at: int) -> int:
    return min(at + 1, len(data.days) - 1)


def _share(data: HealthOverTime, at: int, index: int) -> float:
    shares = data.shares(at)
    return 0.0 if shares is None else shares[index]


def _middle(data: HealthOverTime, index: int) -> float:
    """How high the middle of a band lies on the last day, as a share."""
    below = {2: (), 1: (2,), 0: (2, 1), 3: (2, 1, 0)}[index]
    last = len(data.days) - 1
    return sum(_share(data, last, one) for one in below) + _share(data, last, index) / 2


def _stretches(data: HealthOverTime) -> list[tuple[int, int, bool]]:
    """Weeks in a row of which something is known, or nothing: first, last, which."""
    out: list[tuple[int, int, bool]] = []
    for at in range(len(data.days)):
        known = data.shares(at) is not None
        if out and out[-1][2] == known:
            out[-1] = (out[-1][0], at, known)
        else:
            out.append((at, at, known))
    return out


def _apart(wanted: list[float], low: float, high: float) -> list[float]:
    """Heights at least a line apart, near those wanted (which rise), between two heights."""
    out: list[float] = []
    for y in wanted:
        out.append(max(y, low, out[-1] + _LINE if out else low))
    limit = high
    for at in reversed(range(len(out))):
        out[at] = min(out[at], limit)
        limit = out[at] - _LINE
    return out


def _snap(week: QRectF, drawing: Drawing) -> float:
    """Where the line of a week stands: at its day, which for the first and last is an edge."""
    weeks = [spot.rect for spot in drawing.spots if not spot.key]
    if weeks and week.left() <= weeks[0].left():
        return week.left()
    if weeks and week.right() >= weeks[-1].right():
        return week.right()
    return week.center().x()
