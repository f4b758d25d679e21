"""What came of a playbook as drawings: outcomes, steps, changes of scores. Numbers in, shapes out.

Not here: who shows them (detail_card.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.playbook_view import (
    ENOUGH,
    RatingChange,
    Results,
    ScoreChange,
    StepResult,
)
from healthdesk.gui.parts.drawing import Dot, Drawing, Fill, Shape, Stroke
from healthdesk.gui.parts.kit import Kit

ROW: Final = 30.0
_LINE: Final = 20.0
_BAR: Final = 12.0
_FIGURE: Final = 76.0
_NARROW: Final = 430.0
"""Width under which the steps are told without their bars."""


@dataclass(frozen=True)
class Part:
    """A part of the bar of outcomes: its key, words, colour, and the shape that stands for it."""

    key: str
    name: str
    color: str
    shape: Shape
    hatched: bool = False


PARTS: Final = (
    Part("worked", "It worked", "upfill", "circle"),
    Part("partly", "Partly", "s5", "square"),
    Part("no", "No", "downfill", "diamond"),
    Part("too early", "Too early", "s1", "triangle"),
    Part("", "Not told", "track", "square", hatched=True),
)


def counts(shown: Results) -> tuple[tuple[Part, int], ...]:
    """Every outcome with how many runs had it; last the done ones of which nobody told."""
    known = sum(shown.outcomes.values())
    return tuple(
        (part, shown.outcomes.get(part.key, 0) if part.key else max(shown.done - known, 0))
        for part in PARTS
    )


def outcomes(shown: Results, width: float, kit: Kit) -> Drawing:
    """A bar parted by outcomes, and under it each with its number."""
    some = counts(shown)
    whole = sum(count for _, count in some)
    if not whole:
        kit.write(QRectF(0, 0, width, _LINE), "No run has ended yet.", "text2")
        return kit.done(width, _LINE)
    left = 0.0
    for part, count in some:
        wide = width * count / whole
        if wide > 0:
            rect = QRectF(left, 2, max(wide - 1, 1.0), _BAR)
            kit.sheet.fills.append(Fill(rect, part.color, hatched=part.hatched))
            share = kit.words.percent(count / whole)
            tip = f"{part.name}\nRuns: {count} of {whole} ({share})"
            kit.spot(QRectF(left, 0, wide, _BAR + 4), "", tip)
        left += wide
    left, top = 0.0, _BAR + 8
    for part, count in some:
        words = f"{part.name} {kit.words.number(count)}"
        wide = kit.wide(words, "small") + 14
        if left and left + wide > width:
            left, top = 0.0, top + _LINE
        center = QPointF(left + 5, top + 8)
        if part.hatched:
            box = QRectF(left + 1, top + 4, 8, 8)
            kit.sheet.fills.append(Fill(box, part.color, hatched=True))
        else:
            kit.sheet.dots.append(Dot(center, 4.5, part.color, shape=part.shape))
        ink = "text2" if count else "text3"
        kit.write(QRectF(left + 14, top, wide - 14, 16), words, ink, "small")
        left += wide + 16
    return kit.done(width, top + _LINE)


def steps(shown: Results, width: float, kit: Kit) -> Drawing:
    """The steps one under another: how many came to it, what became of it, how long it took."""
    narrow = width < _NARROW
    figures = 2 * _FIGURE
    lane = 0.0 if narrow else min(width * 0.3, 220.0)
    name = width - figures - lane - (0 if narrow else 20)
    bar_left = name + 10
    _heads(kit, width, name, 0.0 if narrow else bar_left)
    most = max([one.reached for one in shown.steps] + [1])
    top = _LINE + 2
    for number, one in enumerate(shown.steps, 1):
        line = QRectF(0, top, width, ROW)
        ink = "text" if one.reached else "text3"
        told = f"{number}. {one.name}"
        kit.write(QRectF(0, top, name, ROW), told, ink, "body")
        if lane:
            _bar(kit, one, QRectF(bar_left, top + (ROW - _BAR) / 2, lane, _BAR), most)
        late = late_words(one)
        color = "notice" if one.late else "text2"
        left = width - figures
        kit.write(QRectF(left, top, _FIGURE - 8, ROW), late, color, "small", align="right")
        days = median_words(one, kit)
        kit.write(QRectF(left + _FIGURE, top, _FIGURE, ROW), days, "text2", "small", align="right")
        kit.spot(line, "", step_tip(one, kit))
        top += ROW
        kit.sheet.strokes.append(Stroke(0, top - 0.5, width, top - 0.5, "grid"))
    return kit.done(width, top)


def _heads(kit: Kit, width: float, name: float, bar: float) -> None:
    left = width - 2 * _FIGURE
    kit.write(QRectF(0, 0, name, _LINE), "Step", "text3", "small")
    if bar:
        _legend(kit, bar, left)
    kit.write(QRectF(left, 0, _FIGURE - 8, _LINE), "Late", "text3", "small", align="right")
    place = QRectF(left + _FIGURE, 0, _FIGURE, _LINE)
    kit.write(place, "Median days", "text3", "small", align="right")


def _legend(kit: Kit, left: float, end: float) -> None:
    for word, color, hatched in (
        ("done", "s1", False),
        ("skipped", "noticefill", False),
        ("open", "track", True),
    ):
        wide = kit.wide(word, "small")
        if left + 12 + wide > end:
            return
        kit.sheet.fills.append(Fill(QRectF(left, 6, 8, 8), color, hatched=hatched))
        kit.write(QRectF(left + 12, 0, wide + 1, _LINE), word, "text3", "small")
        left += wide + 24


def late_words(one: StepResult) -> str:
    """How many of those that a person closed were late; nothing where nobody closes it."""
    if not one.waits or one.kind == "wait" or not one.done:
        return ""
    return f"{one.late} of {one.done}" if one.late else "0"


def median_words(one: StepResult, kit: Kit) -> str:
    """Half of the runs took so many days from its coming up to its closing."""
    if one.median_days is None:
        return ""
    return kit.words.number(one.median_days, 0 if one.median_days == int(one.median_days) else 1)


def _bar(kit: Kit, one: StepResult, room: QRectF, most: int) -> None:
    """Done, skipped, and what is open; as long as runs came to it."""
    kit.sheet.fills.append(Fill(room, "grid"))
    left = room.left()
    for count, color, hatched in (
        (one.done, "s1", False),
        (one.skipped, "noticefill", False),
        (one.open, "track", True),
    ):
        wide = room.width() * count / most
        if wide > 0:
            rect = QRectF(left, room.top(), max(wide - 1, 1.0), room.height())
            kit.sheet.fills.append(Fill(rect, color, hatched=hatched))
        left += wide


def step_tip(one: StepResult, kit: Kit) -> str:
    """All that is known of a step."""
    words = kit.words
    told = [one.name, f"Came to it: {words.number(one.reached)}", f"Done: {one.done}"]
    told += [f"Skipped: {one.skipped}"] if one.skipped else []
    told += [f"Passed over by a person: {one.passed}"] if one.passed else []
    told += [f"Said most often: {one.why}"] if one.why else []
    told += [f"Open: {one.open}"] if one.open else []
    if one.late:
        told.append(f"Closed late: {one.late}, {words.days(one.late_days)} together")
    if one.median_days is not None:
        told.append(f"Median from coming up to closing: {median_words(one, kit)} days")
    return "\n".join(told)


def changes(shown: Results, width: float, kit: Kit) -> Drawing:
    """How scores stood after so many days, where there are runs enough to tell."""
    top = 0.0
    for one in shown.changes:
        head = f"After {one.after} days"
        kit.write(QRectF(0, top, 110, _LINE), head, "text2", "small")
        color = "text" if one.mean is not None and one.n >= ENOUGH else "text3"
        kit.write(QRectF(114, top, width - 114, _LINE), change_words(one, kit), color, "small")
        kit.spot(QRectF(0, top, width, _LINE), "", _change_tip(one, kit))
        top += _LINE
    kit.write(QRectF(0, top, 110, _LINE), "Next NPS answer", "text2", "small")
    told = rating_words(shown.ratings, kit)
    ink = "text" if shown.ratings.n >= ENOUGH else "text3"
    kit.write(QRectF(114, top, width - 114, _LINE), told, ink, "small")
    tip = "The first answer after the end, against the last one before the start"
    kit.spot(QRectF(0, top, width, _LINE), "", f"Next NPS answer\n{tip}")
    return kit.done(width, top + _LINE)


def rating_words(one: RatingChange, kit: Kit) -> str:
    """What accounts answered afterwards, in words."""
    if one.mean is None:
        return "no account answered before and after"
    if one.n < ENOUGH:
        return f"{one.risen} of {one.n} rose, {one.fallen} fell; too few for a mean"
    points = kit.words.signed(one.mean, 1)
    return f"{points} on average, {one.risen} rose, {one.fallen} fell, n {one.n}"


def change_words(one: ScoreChange, kit: Kit) -> str:
    """A change of scores in words."""
    if not one.n:
        return "no done run is that old"
    if one.mean is None or one.n < ENOUGH:
        return f"too few to tell ({kit.words.count(one.n, 'run')}, {ENOUGH} are needed)"
    points = kit.words.signed(one.mean, 1)
    return f"{points} points on average, {one.risen} rose, {one.fallen} fell, n {one.n}"


def _change_tip(one: ScoreChange, kit: Kit) -> str:
    told = [f"Score {one.after} days after the start", f"Runs: {one.n}"]
    if one.n:
        told += [f"Rose: {one.risen}", f"Fell: {one.fallen}"]
    return "\n".join((*told, "A change is no proof of a cause"))
