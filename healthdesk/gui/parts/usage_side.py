"""The small painted parts beside the usage chart: weekdays, steadiness, people, seats."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.usage_view import PersonUse, SeatUse, Steadiness, WeekdayPattern
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts import usage_side_layout as layout
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.drawn_part import DrawnPart
from healthdesk.gui.parts.usage_chart_layout import figure
from healthdesk.gui.parts.usage_side_layout import Split


class _SidePart(DrawnPart):
    """A painted part with words; nothing to show until it is told."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.words = words

    def clickable(self, key: str) -> bool:
        """All spots lead to their rows."""
        return bool(key)


class WeekdayBars(_SidePart):
    """Means by weekday, before an event and since."""

    view: WeekdayPattern | None = None
    split = Split()

    def show_view(self, view: WeekdayPattern, split: Split) -> None:
        """Show other means."""
        self.view, self.split = view, split
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """The bars for a width."""
        if self.view is None:
            return Drawing(width, 0)
        return layout.weekdays(self.view, self.split, width, self.measure, self.words)

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """The means as a table."""
        if self.view is None:
            return ("Weekday",), ()
        view = self.view
        lines = []
        for at in range(7):
            name = self.words.weekday(4 + at).partition(" ")[0]
            cells = [view.before[at]] + ([view.since[at]] if view.since else [])
            told = ["not measured" if v is None else figure(v, self.words) for v in cells]
            lines.append((name, *told))
        head = ("Weekday", "Then", "Now") if view.since else ("Weekday", "Value")
        return head, tuple(lines)


class SteadyBars(_SidePart):
    """The last days as bars, and how steady they are."""

    view: Steadiness | None = None
    split = Split()

    def show_view(self, view: Steadiness, split: Split) -> None:
        """Show other days."""
        self.view, self.split = view, split
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """Bars and rows for a width."""
        if self.view is None:
            return Drawing(width, 0)
        return layout.steadiness(self.view, self.split, width, self.measure, self.words)

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """The measures as a table."""
        rows = layout.steady_rows(self.view, self.words) if self.view is not None else ()
        return ("Measure", "Then", "Now"), rows


class PeopleRows(_SidePart):
    """The heaviest users, before and since."""

    rows: tuple[PersonUse, ...] = ()

    def show_rows(self, rows: tuple[PersonUse, ...]) -> None:
        """Show other people."""
        self.rows = rows
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """The rows for a width."""
        return layout.people(self.rows, width, self.measure, self.words)

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """The people as a table."""
        return ("User", "Then", "Now"), tuple(
            layout.person_words(one, self.words) for one in self.rows
        )


class SeatMeter(_SidePart):
    """Seats in use, and over the year."""

    view = SeatUse()

    def show_view(self, view: SeatUse) -> None:
        """Show other seats."""
        self.view = view
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """Figure, bar and line for a width."""
        return layout.seats(self.view, width, self.measure, self.words)

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """The months as a table, newest first."""
        lines = tuple(
            (
                self.words.month(one.first, year=True),
                "not known" if one.share is None else self.words.percent(one.share),
            )
            for one in reversed(self.view.months)
        )
        return ("Month", "Value"), lines
