"""A figure on its way to a target, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.goal import FIGURES, Goal
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import Curve, Dot, Drawing, Fill, Glyph, Stroke, Text
from healthdesk.gui.parts.drawn_face import DrawnFace
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.plot_table import Lines

if TYPE_CHECKING:
    from healthdesk.core.services import board_goals
else:
    board_goals = lazily("healthdesk.core.services.board_goals")

SPEC = WidgetSpec(
    key="goal_progress",
    title="Goal",
    summary="A figure on its way to a target.",
    how=(
        "The figure is measured on the first day, every week and on the day, of the accounts that "
        "were customers then. Expected by now lies on a straight line from the figure of the first "
        "day to the target on the last. Within 2 % of that way it is on the way, else ahead or "
        "behind. Of what is in Poor less is better, of all else more. A figure that was good "
        "enough on the first day is to be kept: the target is expected all along. Shares are in "
        "percent. Money counts accounts of the currency of most. Without days: the current "
        "quarter. ARR kept is what those who paid on the first day pay, gone ones 0, over what "
        "they paid then."
    ),
    group="Free",
    size=(4, 3),
    limits=Limits(3, 2, 12, 8),
    inside=("notes", "score", "money"),
    topics=frozenset({Topic.ACCOUNTS, Topic.FACTS, Topic.SCORES, Topic.PROFILES, Topic.SETTINGS}),
    options=(
        Option(
            "figure",
            "Figure",
            "choice",
            "quality",
            choices=tuple(FIGURES),
            labels=tuple(name for name, _ in FIGURES.values()),
        ),
        Option("metric", "Metric (of usage)", "metric"),
        Option("target", "Target (shares in percent)", "number", 75.0, -1e12, 1e12),
        Option("from", "First day, as 2026-10-01 (empty: the quarter's)", "words", ""),
        Option("by", "Last day, as 2026-12-31 (empty: the quarter's)", "words", ""),
    ),
)
_INK: Final = {
    "reached": ("strong", "Reached", "check"),
    "kept": ("strong", "Kept so far", "check"),
    "ahead": ("up", "Ahead", "arrow-up"),
    "on the way": ("text2", "On the way", ""),
    "behind": ("down", "Behind", "arrow-down"),
    "missed": ("down", "Missed", "x"),
}
_BAR, _AXIS = 8.0, 18.0


def load(tx: Any, ask: Ask) -> Goal:  # noqa: ANN401 - a session of the store
    """Read how the goal stands."""
    return board_goals.goal(tx, ask)


def figure_words(value: float | None, view: Goal, words: Words) -> str:
    """A figure of the goal in its unit."""
    if value is None:
        return "not measured"
    if view.unit == "money":
        return words.money(value, view.currency)
    if view.unit == "share":
        return words.percent(value, 1)
    return words.number(value, 0 if abs(value) >= 100 or float(value).is_integer() else 1)


def goal_drawing(view: Goal, room: QSizeF, kit: Kit) -> Drawing:
    """The figure and how it stands, the bar with what is expected, the line where there is room."""
    words, wide = kit.words, room.width()
    course = view.course
    if course is None:
        return kit.done(wide, room.height())
    ink, state, icon = _INK[course.state]
    figure = figure_words(view.now, view, words)
    own = min(kit.wide(figure, "figure", 600), wide)
    kit.write(QRectF(0, 0, own, 36), figure, role="figure", weight=600)
    at = own + 10
    if icon and wide - at > kit.wide(state, weight=600) + 18:
        kit.sheet.glyphs.append(Glyph(QRectF(at, 12, 14, 14), icon, ink))
        at += 18
    kit.write(QRectF(at, 8, wide - at, 22), state, ink, weight=600)
    _bar(kit, view, wide)
    left = words.number(max(view.due - view.day, 0))
    ends = f"{figure_words(view.start, view, words)} on {words.short_day(view.first)}"
    goal = f"{figure_words(view.target, view, words)} by {words.short_day(view.due)}"
    half = (wide - 12) / 2
    kit.write(QRectF(0, 56, half, 16), ends, "text3", "small")
    kit.write(QRectF(wide - half, 56, half, 16), goal, "text2", "small", align="right")
    if room.height() >= 96:
        expected = figure_words(course.expected, view, words)
        said = f"expected by now {expected}, {left} days left" if view.day < view.due else "over"
        kit.write(QRectF(0, 74, wide, 16), said, "text2", "small")
    if room.height() >= 160:
        _line(kit, view, QRectF(0, 98, wide, room.height() - 98))
    return kit.done(wide, room.height())


def _expected(view: Goal, day: int) -> float | None:
    """Where the figure should be on a day."""
    if view.start is None or view.course is None or view.course.keeps:
        return view.target
    whole = max(view.due - view.first, 1)
    return view.start + (view.target - view.start) * (day - view.first) / whole


def _bar(kit: Kit, view: Goal, wide: float) -> None:
    course = view.course
    if course is None or view.start is None:
        return
    track = QRectF(0, 43, wide, _BAR)
    kit.sheet.fills.append(Fill(track, "track"))
    share = min(max(course.share, 0.0), 1.0)
    color = "downfill" if course.state in {"behind", "missed"} else "s1"
    if share > 0:
        part = QRectF(0, 43, max(wide * share, 1.0), _BAR)
        kit.sheet.fills.append(Fill(part, color))
    way = view.target - view.start
    at = 1.0 if course.keeps or not way else (course.expected - view.start) / way
    x = min(max(wide * at, 1.0), wide - 1)
    kit.sheet.strokes.append(Stroke(x, 39, x, 55, "text", 2.0))
    words = kit.words
    tip = (
        f"{view.figure}\nNow: {figure_words(view.now, view, words)}"
        f"\nExpected by now: {figure_words(course.expected, view, words)}"
        f"\nTarget: {figure_words(view.target, view, words)} by {words.day(view.due)}"
        f"\nOf the way: {words.percent(course.share)}"
    )
    kit.spot(QRectF(0, 38, wide, 18), "", tip)


def _line(kit: Kit, view: Goal, field: QRectF) -> None:
    """The figure week by week against the straight way to the target."""
    known = [value for _, value in view.line if value is not None]
    if view.start is None or not known:
        return
    low, high = min([*known, view.target]), max([*known, view.target])
    span = (high - low) or 1.0
    plot = QRectF(field.left() + 4, field.top() + 4, field.width() - 8, field.height() - _AXIS - 8)

    def at(day: int, value: float) -> QPointF:
        across = (day - view.first) / max(view.due - view.first, 1)
        return QPointF(
            plot.left() + plot.width() * min(across, 1.0),
            plot.bottom() - plot.height() * (value - low) / span,
        )

    sheet = kit.sheet
    sheet.strokes.append(
        Stroke(field.left(), plot.bottom() + 4, field.right(), plot.bottom() + 4, "border")
    )
    keeps = view.course is not None and view.course.keeps
    ends = (at(view.first, view.target if keeps else view.start), at(view.due, view.target))
    sheet.curves.append(Curve(ends, "text3", 1.0, (4.0, 3.0)))
    points = tuple(None if value is None else at(day, value) for day, value in view.line)
    sheet.curves.append(Curve(points, "s1", 1.75))
    sheet.dots.append(Dot(ends[1], 3.5, "surface", "text3"))
    if points[-1] is not None:
        sheet.dots.append(Dot(points[-1], 3.5, "s1"))
    for day, value in view.line:
        if value is not None:
            place = at(day, value)
            reach = QRectF(place.x() - 4, plot.top(), 8, plot.height()).intersected(field)
            told = figure_words(value, view, kit.words)
            kit.spot(reach, "", f"{kit.words.day(day)}\n{view.figure}: {told}")
    first, last = kit.words.short_day(view.first), kit.words.short_day(view.due)
    top = field.bottom() - _AXIS + 2
    for text, align in ((first, "left"), (last, "right")):
        own = kit.wide(text, "small")
        x = field.left() if align == "left" else field.right() - own
        sheet.texts.append(Text(QRectF(x, top, own, 14), text, "text3", "small"))


class Face(DrawnFace):
    """A figure, a bar, a line."""

    shown: Goal

    def lay_out(self, room: QSizeF) -> Drawing:
        """Lay figure, bar and line out."""
        return goal_drawing(self.shown, room, Kit(self.measure, self.ui.words, self.faded))

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """The figure day by day, and what was expected."""
        view, words = self.shown, self.ui.words
        return ("Day", "Value", "Expected", "Target"), [
            (
                words.day(day),
                figure_words(value, view, words),
                figure_words(_expected(view, day), view, words),
                figure_words(view.target, view, words),
            )
            for day, value in view.line
        ]
