"""One figure with its change and its target, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QPointF, QRectF, QSizeF

from healthdesk.core.domain.board_number import FIGURES, NumberTile
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.inside_kinds import kinds_of_number
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.report import Figure
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.core.readings import CATALOGUE, READY
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.theme import Role
from healthdesk.gui.base.words import DASH, MINUS
from healthdesk.gui.parts.amounts import fit_sums
from healthdesk.gui.parts.board_figures import money_words, put_delta
from healthdesk.gui.parts.delta import ARROW, GAP
from healthdesk.gui.parts.drawing import Drawing, Sheet, Spot, fitted
from healthdesk.gui.parts.drawn_face import DrawnFace
from healthdesk.gui.parts.kit import whole_parts, words_aside
from healthdesk.gui.parts.plot_table import Lines

if TYPE_CHECKING:
    from healthdesk.core.services import board_number
else:
    board_number = lazily("healthdesk.core.services.board_number")

SPEC = WidgetSpec(
    key="number",
    title="Number",
    summary="Any measure with its change.",
    how=(
        "The figure is of the accounts alive on the day; the change compares it with the day before"
        " the period begins. ARR is that of the subscriptions in force, else the attribute arr;"
        " accounts whose ARR is not known are in no sum, and currencies are not added up. Renewing:"
        " the ARR of accounts whose next contract ends within 90 days. Mean score and quality go by"
        " ARR. Retention (NRR, GRR) compares the ARR of the accounts that had some the day before"
        " the period with theirs at its end; its change is against the period before. NPS takes"
        " each contact's latest answer of 180 days. Silent: no touch for 45 days or more. A reading"
        " is its mean, or sum, over the accounts of which it is known. A share is of all accounts"
        " or ARR in view; of what is in view itself it is the share of the whole desk."
    ),
    group="Money",
    size=(3, 1),
    limits=Limits(3, 1, 12, 3),
    inside=(),
    inside_by=kinds_of_number,
    topics=frozenset({Topic.SCORES, Topic.FACTS, Topic.ACCOUNTS, Topic.PROFILES, Topic.SETTINGS}),
    options=(
        Option(
            "figure",
            "Figure",
            "choice",
            "arr",
            choices=tuple(FIGURES),
            labels=tuple(FIGURES.values()),
        ),
        Option(
            "show",
            "Show it as",
            "choice",
            "usual",
            choices=("usual", "share", "sum"),
            labels=("As usual", "Share of the whole", "Sum (of a reading)"),
        ),
        Option(
            "reading",
            "Reading",
            "choice",
            "days_since_touch",
            choices=READY,
            labels=tuple(CATALOGUE[key].SPEC.title for key in READY),
        ),
        Option("metric", "Metric of the reading", "metric"),
        Option("target", "Target (shares in percent)", "number", low=-1e12, high=1e12),
    ),
)
_LINE, _TALL, _SPACE = 18.0, 62.0, 8.0


def load(tx: Any, ask: Ask) -> NumberTile:  # noqa: ANN401 - a session of the store
    """Read it."""
    return board_number.number(tx, ask)


class Face(DrawnFace):
    """The figure and what belongs to it: on a line, or beneath where there is height."""

    _told_period = True

    def lay_out(self, room: QSizeF) -> Drawing:
        """The figure, its change, what stands beside it."""
        data, sheet = cast("NumberTile", self.shown), Sheet()
        wide, high = room.width(), room.height()
        if data.value is None and not data.amounts:
            return sheet.done(wide, high)
        if high >= _TALL:
            self._told_period = True
            self._tall(sheet, data, wide, high)
        else:
            self._flat(sheet, data, wide, high)
        key = f"mark:{data.marks[0].key}" if data.marks else ""
        sheet.spots.append(Spot(QRectF(0, 0, wide, high), key, self._tip(data)))
        return sheet.done(wide, high)

    def _flat(self, sheet: Sheet, data: NumberTile, wide: float, high: float) -> None:
        """All on one line; what has no room is in the tip."""
        middle = min(high / 2, 14.0)
        left = self._figure(sheet, data, QRectF(0, middle - 14, wide, 28), "title") + _SPACE
        left = self._few(sheet, data, QRectF(left, middle - 7, wide - left, _LINE))
        change = self._change(data)
        if change and left + self._delta_wide(data, change) <= wide:
            left = self._delta(sheet, data, change, QPointF(left, middle + 2)) + 6
        else:
            change = ""
        beside = [one for one in self._beside(data) if change or one != f"in {data.span}"]
        said = whole_parts(beside, wide - left, self.measure)
        self._told_period = not change or f"in {data.span}" in said
        if said:
            place = QRectF(left, middle - 7, wide - left, _LINE)
            sheet.texts.append(fitted(place, said, self.measure, "text3", "small"))

    def aside(self) -> Drawing | None:
        """The period of the change, where there is no room for it beside the change."""
        data = cast("NumberTile", self.shown)
        return None if self._told_period else words_aside(f"in {data.span}", self.measure)

    def refresh(self) -> None:
        """A change always carries its period: where not beside it, then in the head."""
        told = self._told_period
        super().refresh()
        if told != self._told_period:
            self.aside_changed.emit()

    def _tall(self, sheet: Sheet, data: NumberTile, wide: float, high: float) -> None:
        """The figure above, the rest line by line."""
        left = self._figure(sheet, data, QRectF(0, 0, wide, 36), "figure") + _SPACE
        self._few(sheet, data, QRectF(left, 12, wide - left, _LINE))
        top, change = 40.0, self._change(data)
        beside = self._beside(data)
        if change and self._delta_wide(data, change) <= wide:
            left = self._delta(sheet, data, change, QPointF(0, top + _LINE / 2)) + 6
            place = QRectF(left, top, max(wide - left, 1), _LINE)
            if place.width() > 24:
                text = fitted(place, f"in {data.span}", self.measure, "text3", "small")
                sheet.texts.append(text)
            beside = [one for one in beside if one != f"in {data.span}"]
            top += _LINE
        for one in beside:
            if top + _LINE <= high:
                place = QRectF(0, top, wide, _LINE)
                sheet.texts.append(fitted(place, one, self.measure, "text3", "small"))
                top += _LINE

    def _figure(self, sheet: Sheet, data: NumberTile, rect: QRectF, role: Role) -> float:
        said = self._said(data, data.value)
        if data.value is None and len(data.amounts) > 1:
            said = fit_sums(said, rect.width(), self.measure, role, 600) or said
        text = fitted(rect, said, self.measure, "text", role, weight=600)
        sheet.texts.append(text)
        return self.measure(text.text, role, 600)

    def _few(self, sheet: Sheet, data: NumberTile, rect: QRectF) -> float:
        """Of how few a mean is, right beside it; where the words end."""
        told = f"n {data.few}" if data.few is not None else ""
        wide = self.measure(told, "small", 400)
        if not told or wide > rect.width():
            return rect.left()
        place = QRectF(rect.left(), rect.top(), wide, rect.height())
        sheet.texts.append(fitted(place, told, self.measure, "text3", "small"))
        return rect.left() + wide + _SPACE

    def _delta_wide(self, data: NumberTile, told: str) -> float:
        return self.measure(told, "body", 500) + (ARROW + GAP if data.change else 0)

    def _delta(self, sheet: Sheet, data: NumberTile, told: str, at: QPointF) -> float:
        way = (data.change or 0) * data.better
        color = "text2" if not way else "up" if way > 0 else "down"
        return put_delta(sheet, at, data.change, told, self.measure, color=color)

    def _said(self, data: NumberTile, value: float | None) -> str:
        """A figure in its unit."""
        words = self.ui.words
        if data.unit == "money":
            if value is None:
                return money_words(data.amounts, words)
            return words.money(value, data.currency)
        if value is None:
            return DASH
        if data.unit == "share":
            return words.percent(value)
        if data.unit == "points":
            return words.signed(data.shown(value))
        return words.number(data.shown(value), data.decimals)

    def _difference(self, data: NumberTile, value: float) -> str:
        """A difference of two figures, with its sign."""
        words = self.ui.words
        if data.unit == "money":
            return f"{'+' if value > 0 else MINUS}{words.money(abs(value), data.currency)}"
        told = words.signed(value, data.decimals)
        return f"{told} pts" if data.unit == "share" else told

    def _change(self, data: NumberTile) -> str:
        if data.change is None:
            return ""
        return self._difference(data, data.change) if data.change else "same"

    def _beside(self, data: NumberTile) -> list[str]:
        """What stands beside the figure: the period, what it is of, the target."""
        told = [self._target(data)] if data.target is not None else []
        if data.change is not None:
            told.append(f"in {data.span}")
        if data.beside and data.beside != f"last {data.span}":
            told.append(data.beside)
        return told

    def _target(self, data: NumberTile) -> str:
        words, target = self.ui.words, data.target or 0.0
        if data.unit == "money":
            said = words.money(target, data.currency)
        else:
            decimals = 0 if target.is_integer() else 1
            said = words.number(target, decimals) + (" %" if data.unit == "share" else "")
        distance = data.distance
        if distance is None:
            return f"target {said}"
        if not distance:
            return f"target {said}: reached"
        return f"target {said}: {self._difference(data, distance)}"

    def _tip(self, data: NumberTile) -> str:
        words = self.ui.words
        figure = self._said(data, data.value)
        if data.unit == "money":
            whole = (words.money(v, k, short=False) for k, v in sorted(data.amounts.items()))
            figure = " + ".join(whole)
        told = [f"{data.called} {figure}", data.beside.replace(": ", ", ")]
        if data.change is not None:
            told.append(f"in {data.span}: {self._change(data)}")
        if data.target is not None:
            told.append(self._target(data))
        return "\n".join([one for one in told if one])

    def figure(self) -> Figure | None:
        """The figure as it stands on the card, with all that has no room beside it."""
        data = cast("NumberTile", self.shown)
        if data.value is None and not data.amounts:
            return None
        way = (data.change or 0) * data.better
        few = [f"n {data.few}"] if data.few is not None else []
        return Figure(
            label=data.called,
            text=self._said(data, data.value),
            value=data.value,
            change=self._change(data),
            direction="" if not way else "good" if way > 0 else "bad",
            detail=", ".join([*few, *self._beside(data)]),
        )

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """The figure, the one of before, the change, the target."""
        data = cast("NumberTile", self.shown)
        target = self._target(data) if data.target is not None else ""
        before = self._said(data, data.before) if data.before is not None else DASH
        row = (
            data.called,
            self._said(data, data.value),
            data.beside,
            before,
            self._change(data) or DASH,
            target,
        )
        return ("Figure", "Value", "Of", "Before", f"In {data.span}", "Target"), (row,)
