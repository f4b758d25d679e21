"""What a widget of a dashboard is: its card in the gallery, what it is asked, what it answers.

Not here: the widgets (gui/widgets, one file each, and their catalogue); where tiles stand (grid).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option, OptionValue

Group = Literal["Scores", "Usage", "Voice", "Care", "Money", "Free"]

PERIODS: Final[Mapping[str, int]] = {"28 days": 28, "90 days": 90, "180 days": 180, "365 days": 365}
"""Periods that a board or a widget can be about: their names and lengths in days."""

COMMON: Final = (
    Option("title", "Title", "words", ""),
    Option("segment", "Segment", "segment", ""),
    Option(
        "period", "Period", "choice", "", choices=("", *PERIODS), labels=("As the board", *PERIODS)
    ),
    Option("objective", "Objective", "words", ""),
)
"""Options that every widget has; left empty, its own title and the board's scope and aim hold."""


@dataclass(frozen=True)
class WidgetSpec:
    """How a widget is called, how large it is, what it can be told.

    Attributes:
        key: its name in documents; the name of its file.
        summary: one line for the gallery.
        how: how its figures come about, in plain sentences: "How was this computed?".
        size: columns and rows of a new tile.
        limits: the sizes at which it still reads well.
        topics: what of the desk it shows; it is read again when an operation touched these.
        options: what it can be told besides `COMMON`.
        inside: kinds of things it shows that are kept inside (report.KINDS_INSIDE); a widget that
            says nothing of it is kept inside whole.
        inside_by: more of them by its options.
    """

    key: str
    title: str
    summary: str
    how: str
    group: Group
    size: tuple[int, int]
    limits: Limits
    topics: frozenset[Topic]
    options: tuple[Option, ...] = ()
    inside: tuple[str, ...] = ("notes",)
    inside_by: Callable[[Mapping[str, OptionValue]], tuple[str, ...]] | None = None

    def kept_inside(self, options: Mapping[str, OptionValue]) -> tuple[str, ...]:
        """Kinds of things it shows with these options that are kept inside, each once."""
        more = self.inside_by(options) if self.inside_by is not None else ()
        return tuple(dict.fromkeys((*self.inside, *more)))

    @property
    def asked(self) -> tuple[Option, ...]:
        """Everything it can be told, in the order of its form."""
        return (*COMMON, *self.options)

    def named(self, names: BandNames) -> WidgetSpec:
        """The same in the words of a desk that calls its bands otherwise."""
        if names == USUAL:
            return self
        options = tuple(
            replace(one, labels=tuple(names.in_text(label) for label in one.labels))
            for one in self.options
        )
        texts = (self.title, self.summary, self.how)
        title, summary, how = (names.in_text(one) for one in texts)
        return replace(self, title=title, summary=summary, how=how, options=options)

    def complete(self, told: Mapping[str, Any], metrics: Collection[str]) -> dict[str, OptionValue]:
        """All its options: those told, checked, and for the rest what holds without a word.

        A metric that must be chosen and was not is empty: the widget says so.

        Raises:
            BadDocument: One of them cannot be; it is named.
        """
        out: dict[str, OptionValue] = {}
        for option in self.asked:
            value = told.get(option.key)
            if value is None or value == option.default:
                out[option.key] = "" if option.default is None else option.default
            else:
                out[option.key] = option.parse(value, metrics, option.title)
        return out


@dataclass(frozen=True)
class Mark:
    """Something on a widget that can be pressed and stands for accounts.

    Attributes:
        key: names it within its widget, the same as long as it means the same ("band:Poor").
        label: what the chip of the filter says ("Band: Poor").
        accounts: ids of the accounts it stands for.
    """

    key: str
    label: str
    accounts: frozenset[str]


@dataclass(frozen=True)
class Ask:
    """What a widget is asked.

    Attributes:
        day: the day it shows, of the window.
        first: the first day of its period; the period is `first` to `day`, both in.
        options: its options, complete and checked.
        accounts: ids of the accounts it is about (segment and filters); None: every account.
        private: notes that are not for others' eyes may be shown; off while presenting.
    """

    day: int
    first: int
    options: Mapping[str, OptionValue]
    accounts: frozenset[str] | None = None
    private: bool = True

    def text(self, key: str) -> str:
        """An option that is a text, a choice, a metric or a segment."""
        return str(self.options[key])

    def whole(self, key: str) -> int:
        """An option that is a whole number."""
        value = self.options[key]
        return int(value) if isinstance(value, int | float) else 0

    def flag(self, key: str) -> bool:
        """An option that is on or off."""
        return bool(self.options[key])

    def many(self, key: str) -> tuple[str, ...]:
        """An option of several choices; "any" is an empty one."""
        value = self.options[key]
        return value if isinstance(value, tuple) else ()

    def holds(self, account_id: str) -> bool:
        """Whether it is about an account."""
        return self.accounts is None or account_id in self.accounts


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What every widget's data says besides its own figures.

    Attributes:
        subtitle: scope and unit, as the card's head says them ("28 days, main reason").
        newest: newest day of the facts it is made of; None: none.
        marks: what can be pressed to narrow the other widgets.
        empty: why there is nothing to show, in a sentence; "" where there is something.
        remedy: what brings something, in a sentence.
        called: what the card is called by what it shows; "" where the widget's title says it.
    """

    subtitle: str = ""
    newest: int | None = None
    marks: tuple[Mark, ...] = ()
    empty: str = ""
    remedy: str = ""
    called: str = ""
