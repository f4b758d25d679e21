"""Who fell and who rose most, with the main reason, as a widget of dashboards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QPointF, QRectF, QSizeF

from healthdesk.core.domain.board_scores import Mover, Movers
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option, OptionValue
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.parts.band_drawing import badge, band_dot
from healthdesk.gui.parts.board_figures import put_delta
from healthdesk.gui.parts.delta import ARROW, GAP
from healthdesk.gui.parts.drawing import Drawing, Sheet, Spot, fitted, in_lines
from healthdesk.gui.parts.face import ACCOUNT
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.rows_face import RowsFace

if TYPE_CHECKING:
    from healthdesk.core.services import board_movers
else:
    board_movers = lazily("healthdesk.core.services.board_movers")


def _foretold(options: Mapping[str, OptionValue]) -> tuple[str, ...]:
    """Who heads down is foretold: a risk, which is kept inside as moods are."""
    return ("sentiment",) if options.get("show") == "heading" else ()


SPEC = WidgetSpec(
    key="movers",
    title="Movers",
    summary="Who moved and the main reason.",
    how=(
        "The score as shown on the last day of the period less that of the day before it begins,"
        " of accounts that have one on both; the largest moves first, among equal ones the account"
        " that pays most. The reason is a person's judgement or a cap where one holds, else the"
        " measure that moved the score most, else the one that costs most. Scores are computed"
        " with the health profiles in force, from facts up to each day. Moves of any size count,"
        " and bands as they are: a score that hovers at a threshold moves here, though Today does"
        " not tell it. Heading down: who is not in"
        " Poor yet, but falls so fast that the pace of the period leads there within 90 days; the"
        " soonest first."
    ),
    group="Scores",
    size=(6, 3),
    limits=Limits(3, 2, 12, 10),
    inside=("score", "names"),
    inside_by=_foretold,
    topics=frozenset({Topic.SCORES, Topic.FACTS, Topic.ACCOUNTS, Topic.PROFILES}),
    options=(
        Option(
            "show",
            "Show",
            "choice",
            "both",
            choices=("both", "drops", "rises", "heading"),
            labels=("Drops and rises", "Drops only", "Rises only", "Heading down, not yet Poor"),
        ),
        Option("most", "Accounts at most", "number", 20.0, low=1, high=200),
    ),
)
_ROW: Final = 25.0
_BADGE, _SHAPE, _DELTA, _GAP = 48.0, 14.0, 46.0, 10.0
_NAME_LEAST, _NAME_MOST, _REASON_LEAST = 70.0, 190.0, 90.0
_LINE, _LINES = 17.0, 3
"""On paper a reason goes on to further lines, that high, so many at most."""
Lanes = tuple[float, float, float]
Printed = tuple[Mover, QRectF, tuple[str, ...]]


def load(tx: Any, ask: Ask) -> Movers:  # noqa: ANN401 - a session of the store
    """Read them."""
    return board_movers.movers(tx, ask)


class Face(RowsFace):
    """A row an account: badge, name, change, reason; a press opens the account."""

    def rows_beyond(self, room: QSizeF) -> int:
        """Rows that do not fit."""
        return len(cast("Movers", self.shown).rows) - max(int(room.height() / _ROW), 1)

    def lay_out_rows(self, room: QSizeF, first: int) -> Drawing:
        """The rows from one on."""
        data, sheet = cast("Movers", self.shown), Sheet()
        wide = room.width()
        lanes = self._lanes_of(room)
        for at, one in enumerate(data.rows[first : first + max(int(room.height() / _ROW), 1)]):
            self._row(sheet, one, QRectF(0, at * _ROW, wide, _ROW), lanes, (one.reason,))
        return sheet.done(wide, room.height())

    def for_paper(self, room: QSizeF) -> Drawing:
        """The rows with whole reasons: on paper nobody points at them."""
        sheet, lanes = Sheet(), self._lanes_of(room)
        for one, place, told in self._printed(room):
            self._row(sheet, one, place, lanes, told)
        return sheet.done(room.width(), room.height())

    def on_paper(self, room: QSizeF) -> tuple[int, int]:
        """How many rows there is room for on paper, and of how many."""
        return len(self._printed(room)), len(cast("Movers", self.shown).rows)

    def _printed(self, room: QSizeF) -> list[Printed]:
        """Rows with their places and the lines of their reasons."""
        out, top, wide = list[Printed](), 0.0, self._lanes_of(room)[2]
        for one in cast("Movers", self.shown).rows:
            told = in_lines(one.reason, wide, self.measure, _LINES) if wide else (one.reason,)
            high = _ROW + _LINE * (len(told) - 1)
            if out and top + high > room.height():
                break
            out.append((one, QRectF(0, top, room.width(), high), told))
            top += high
        return out

    def _lanes_of(self, room: QSizeF) -> Lanes:
        return _lanes(room.width(), self._longest(cast("Movers", self.shown)))

    def _longest(self, data: Movers) -> float:
        return max((self.measure(one.name, "body", 500) for one in data.rows), default=0.0)

    def _row(
        self, sheet: Sheet, one: Mover, rect: QRectF, lanes: Lanes, told: tuple[str, ...]
    ) -> None:
        words, measure, middle = self.ui.words, self.measure, rect.top() + _ROW / 2
        score, name, reason = lanes
        if score == _BADGE:
            badge(sheet, QPointF(0, middle), one.band, words.number(one.shown), measure)
        else:
            sheet.dots.append(band_dot(QPointF(6, middle), one.band))
        left = score + _GAP
        place = QRectF(left, rect.top(), name, _ROW)
        sheet.texts.append(fitted(place, one.name, measure, weight=500))
        left += name + _GAP
        change = words.signed(one.change)
        start = left + _DELTA - ARROW - GAP - measure(change, "body", 500)
        put_delta(sheet, QPointF(start, middle), one.change, change, measure)
        for at, line in enumerate(told if reason else ()):
            top = rect.top() + (_ROW - _LINE) / 2 + at * _LINE
            place = QRectF(left + _DELTA + _GAP, top, reason, _LINE)
            sheet.texts.append(fitted(place, line, measure, "text2"))
        sheet.spots.append(Spot(rect, f"{ACCOUNT}{one.account_id}\nhealth", self._tip(one)))

    def _tip(self, one: Mover) -> str:
        words, data = self.ui.words, cast("Movers", self.shown)
        bands = words.bands
        return (
            f"{one.name}\n{words.day(data.first)}: {words.number(one.was)} {bands.of(one.band_was)}"
            f"\nnow: {words.number(one.shown)} {bands.of(one.band)}"
            f"\nin {data.span}: {words.signed(one.change)}\n{one.reason.replace(': ', ', ')}"
        )

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """A row an account."""
        data, words = cast("Movers", self.shown), self.ui.words
        out = tuple(
            (
                one.name,
                words.number(one.shown),
                words.bands.of(one.band),
                words.number(one.was),
                words.signed(one.change),
                one.reason,
            )
            for one in data.rows
        )
        was = words.day(data.first)
        return ("Account", "Score", "Band", was, f"In {data.span}", "Main reason"), out


def _lanes(wide: float, longest: float) -> Lanes:
    """Widths of score, name and reason.

    The reason gives way where it would be no more than a word, the badge to its shape where a name
    would be cut.
    """
    rest = wide - _BADGE - _DELTA - 3 * _GAP
    wanted = min(max(longest + 2, _NAME_LEAST), _NAME_MOST)
    name = min(wanted, max(rest * 0.5, _NAME_LEAST))
    if rest - name >= _REASON_LEAST:
        return _BADGE, name, rest - name
    name = rest + _GAP
    if name >= wanted:
        return _BADGE, name, 0.0
    return _SHAPE, max(name + _BADGE - _SHAPE, 1.0), 0.0
