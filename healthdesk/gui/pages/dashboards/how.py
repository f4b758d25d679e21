"""How was this computed? What a card's figures are made of, as plain text beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.reading import Option, OptionValue
from healthdesk.core.domain.widget import COMMON, WidgetSpec
from healthdesk.core.domain.wish import Wish
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.dashboards.reading import Figures
from healthdesk.gui.panels.popover import Popover
from healthdesk.gui.parts.plain import Paragraph

WIDE: Final = 380
_DRAWN_FROM: Final = {
    Topic.ACCOUNTS: "accounts and their fields",
    Topic.CONTACTS: "people",
    Topic.FACTS: "facts of the desk (usage, answers, tickets, touches, contracts)",
    Topic.SCORES: "health scores",
    Topic.PROFILES: "the health model",
    Topic.SEGMENTS: "segments",
    Topic.WORK: "tasks, plans and notes",
}
"""What a widget says it shows, in words."""


def lines(
    spec: WidgetSpec,
    wish: Wish,
    figures: Figures,
    words: Words,
    *,
    filters: Sequence[str],
    read: str,
) -> tuple[str, ...]:
    """What to say below the sentences of the widget: "name: value", a line each."""
    ask = figures.ask
    named = [one for one in dict.fromkeys((*wish.segments, str(ask.options["segment"]))) if one]
    scope = " and ".join(named) or "all accounts"
    out = [f"Accounts: {scope}"]
    if filters:
        out.append(f"Filtered by: {', '.join(filters)}")
    if ask.accounts is not None:
        out.append(f"That is: {words.count(len(ask.accounts), 'account')}")
    days = ask.day - ask.first + 1
    out.append(f"Period: {words.day(ask.first)} to {words.day(ask.day)}, {words.days(days)}")
    if figures.shown.newest is not None:
        out.append(f"Newest fact: {words.day(figures.shown.newest)}")
    drawn = [_DRAWN_FROM[topic] for topic in Topic if topic in spec.topics & _DRAWN_FROM.keys()]
    if drawn:
        out.append(f"Drawn from: {', '.join(drawn)}")
    common = {option.key for option in COMMON}
    out += [
        f"{option.title}: {said(option, ask.options[option.key])}"
        for option in spec.options
        if option.key not in common and option.kind != "prose"
    ]
    return (*out, f"Read at: {read}")


def said(option: Option, value: OptionValue) -> str:
    """The value of an option as people read it."""
    labels = dict(zip(option.choices, option.labels, strict=False))
    if option.kind == "flag":
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(labels.get(one, one) for one in value) or "none"
    if isinstance(value, int | float):
        return f"{value:g}"
    return labels.get(value, value) or "none"


class HowPopover(Popover):
    """The sentences and the lines, under the button of a card."""

    def __init__(
        self, theme: Theme, title: str, how: str, told: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(theme, f"{title}: how was this computed?", parent)
        self.how = Paragraph(theme, how, "text")
        self.told = tuple(Paragraph(theme, line) for line in told)
        self.column.addWidget(self.how)
        self.column.addSpacing(4)
        for line in self.told:
            self.column.addWidget(line)

    def open_under(self, corner: QPoint) -> None:
        """Open with its top right at a point of the screen, as high as its words."""
        self.ensurePolished()
        room = WIDE - 28
        high = self.title.sizeHint().height() + 36
        high += sum(line.heightForWidth(room) + 6 for line in (self.how, *self.told))
        self.open_at(corner, QSize(WIDE, high))
