"""Part 4 of a play: what keeps it from flooding anybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QDate, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from healthdesk.core.domain.play import MOST_A_DAY, MOST_DAYS, RUNNING, Brakes, Play
from healthdesk.gui.base.words import Words, from_qdate
from healthdesk.gui.pages.plays.editor.kit import PlayKit, beside, caption
from healthdesk.gui.pages.plays.editor.part import Part
from healthdesk.gui.pages.plays.editor.quiet_edit import QuietEdit
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.plain import PlainLabel, plain_tip
from healthdesk.gui.parts.select_button import SelectButton
from healthdesk.gui.parts.tick_row import TickRow

_DAYS: Final = (7, 14, 30, 60, 90, 180, 365)
_A_DAY: Final = (0, 1, 2, 3, 5, 10, 25)
_LEAP: Final = 2028
"""A year with every day that a year can have."""
_BOX, _ROUND = 30, 30
"""Room of a box before its words, and of the part's number."""
_CHECKS: Final = (
    ("ends", "Stop when its condition ends"),
    ("seasons", "Silent in muted seasons"),
    ("leave", "Skip accounts with an open playbook"),
)


def often_words(brakes: Brakes, words: Words) -> str:
    """How often it may fire at one account."""
    if brakes.often == "always":
        return "Each time"
    if brakes.often == "once":
        return "Once for each account"
    if brakes.often == "renewal":
        return "Once for each renewal"
    times = "Once" if brakes.times == 1 else f"{words.number(brakes.times)} times"
    return f"{times} in {words.days(brakes.days)} each"


def a_day_words(most: int, words: Words) -> str:
    """At how many accounts a day."""
    return f"{words.number(most)} a day" if most else "Any number a day"


def month_day(told: str, words: Words) -> str:
    """A day of the year: "12-22" as "22 Dec"."""
    return words.short_day(from_qdate(QDate(_LEAP, int(told[:2]), int(told[3:]))))


def quiet_words(quiet: Sequence[tuple[str, str]], words: Words) -> str:
    """Stretches of the year without firings."""
    return "; ".join(f"{month_day(a, words)} to {month_day(b, words)}" for a, b in quiet)


class BrakesPart(Part):
    """How often, how many a day, and when not; the rarer ones unfold."""

    def __init__(self, kit: PlayKit) -> None:
        super().__init__(kit, 4, "Brakes")
        self._seasons = ""
        self.often = SelectButton(kit.theme, "How often at one account")
        self.often.offer(self._oftens)
        self.a_day = SelectButton(kit.theme, "At how many accounts a day")
        self.a_day.offer(self._a_days)
        self.rows.addLayout(self._two())
        self.spaced = self._spaced()
        self.rows.addWidget(self.spaced)
        checks = QVBoxLayout()
        checks.setSpacing(0)
        self.checks: dict[str, TickRow] = {}
        for key, text in _CHECKS:
            self._check(key, text, checks)
        self.rows.addLayout(checks)
        self.dates = caption()
        self.rows.addWidget(self.dates)
        self.rest = self._rest()
        self.fold(self.rest, "More brakes", "Fewer")
        self.often.chosen.connect(self._on_often_chosen)
        self.a_day.chosen.connect(self._on_a_day_chosen)

    def _two(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        row = beside(self.often, self.a_day, stretch=0)
        self.a_day.setMinimumWidth(86)
        self.a_day.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        rows.addLayout(row)
        return rows

    def _check(self, key: str, text: str, rows: QVBoxLayout) -> None:
        box = TickRow(text)
        box.setProperty("brake", key)
        box.clicked.connect(self._on_check_clicked)
        self.checks[key] = box
        rows.addWidget(box)

    def _spaced(self) -> QWidget:
        place = QWidget()
        self.times = self.number("times", "Times", 1, MOST_A_DAY, 44)
        self.days = self.number("days", "In so many days", 1, MOST_DAYS)
        place.setLayout(
            beside(self.times, PlainLabel("times in", "small"), self.days,
                   PlainLabel("days at one account", "small"), gap=6)
        )  # fmt: skip
        place.hide()
        return place

    def _rest(self) -> QWidget:
        place = QWidget()
        rows = QVBoxLayout(place)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        self.running = SelectButton(self.kit.theme, "Where its playbook is at work already")
        self.running.offer(self._runnings)
        rows.addWidget(PlainLabel("Where its playbook is at work already", "caption"))
        rows.addWidget(self.running)
        rows.addWidget(PlainLabel("Of all plays together, one account takes at most", "caption"))
        self.each = self.number("each", "Firings of all plays at one account", 0, MOST_A_DAY, 44)
        self.each_days = self.number("each_days", "In so many days, of all plays", 1, MOST_DAYS)
        self.each.setToolTip("0: no limit")
        rows.addLayout(
            beside(self.each, PlainLabel("in", "small"), self.each_days,
                   PlainLabel("days (0: no limit)", "small"), gap=6)
        )  # fmt: skip
        self._check("weekends", "Silent at weekends", rows)
        self.quiet = QuietEdit(self.kit)
        rows.addWidget(self.quiet)
        self.running.chosen.connect(self._on_running_chosen)
        self.quiet.changed.connect(self._on_quiet_changed)
        return place

    def show_play(self, play: Play) -> None:
        """Show its brakes."""
        super().show_play(play)
        brakes, words = play.brakes, self.kit.words
        self.often.say(often_words(brakes, words))
        self.a_day.say(a_day_words(brakes.a_day, words))
        own = brakes.often == "spaced" and (brakes.times != 1 or brakes.days not in _DAYS)
        self.spaced.setVisible(own or (brakes.often == "spaced" and not self.spaced.isHidden()))
        self.times.show_number(brakes.times)
        self.days.show_number(brakes.days)
        for key in ("ends", "seasons", "weekends"):
            self.checks[key].setChecked(bool(getattr(brakes, key)))
        self.checks["leave"].setChecked(brakes.running == "leave")
        self.running.say(_capital(RUNNING[brakes.running]))
        self.each.show_number(brakes.each)
        self.each_days.show_number(brakes.each_days)
        self.quiet.show_quiet(brakes.quiet)
        told = self._rare(brakes)
        self.dates.setText(told)
        self.dates.setVisible(bool(told) and self.rest.isHidden())

    def _rare(self, brakes: Brakes) -> str:
        """The folded ones that are in force, in words."""
        words = self.kit.words
        some = []
        if brakes.quiet:
            some.append(f"silent {quiet_words(brakes.quiet, words)}")
        if brakes.weekends:
            some.append("silent at weekends")
        if brakes.each:
            days = words.days(brakes.each_days)
            some.append(f"at most {words.number(brakes.each)} of all plays in {days} each")
        if brakes.running == "again":
            some.append("started beside an open run")
        return _capital("; ".join(some))

    def say_seasons(self, told: str) -> None:
        """Say when seasons were muted, "" where none was."""
        self._seasons = told
        self._fit()

    def _fit(self) -> None:
        """Name the seasons beside their box where there is room, else in its tip."""
        box, told = self.checks["seasons"], self._seasons
        text = dict(_CHECKS)["seasons"]
        whole = f"{text}, {told}" if told else text
        fits = box.fontMetrics().horizontalAdvance(whole) + _BOX <= self.width() - _ROUND
        box.setText(whole if fits else text)
        box.setToolTip("" if fits else plain_tip(f"Muted: {told}"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for the seasons, or not."""
        super().resizeEvent(event)
        self._fit()

    def set_field(self, key: str, value: object) -> None:
        """Tell another value of one of the brakes."""
        self._tell(key, **{key: value})

    def _tell(self, label: str, **more: object) -> None:
        self.tell(label, brakes=msgspec.structs.replace(self.play.brakes, **more))
        self.show_play(self.play)

    def _oftens(self) -> Sequence[Option]:
        brakes, words = self.play.brakes, self.kit.words
        some = [
            Option(key, often_words(Brakes(often=key), words), chosen=brakes.often == key)
            for key in ("always", "once", "renewal")
        ]
        spaced = brakes.often == "spaced" and brakes.times == 1
        some += [
            Option(
                f"days {days}", often_words(Brakes(days=days), words),
                chosen=spaced and brakes.days == days,
            )
            for days in _DAYS
        ]  # fmt: skip
        return [*some, Option("own", "So many times in so many days …")]

    def _a_days(self) -> Sequence[Option]:
        now, words = self.play.brakes.a_day, self.kit.words
        some = sorted({*_A_DAY, now})
        return [Option(str(one), a_day_words(one, words), chosen=one == now) for one in some]

    def _runnings(self) -> Sequence[Option]:
        now = self.play.brakes.running
        return [Option(key, _capital(text), chosen=key == now) for key, text in RUNNING.items()]

    @Slot(str)
    def _on_often_chosen(self, key: str) -> None:
        self.spaced.setVisible(key == "own")
        if key.startswith("days "):
            self._tell("often", often="spaced", times=1, days=int(key.removeprefix("days ")))
        elif key == "own":
            self._tell("often", often="spaced")
            self.times.setFocus()
        else:
            self._tell("often", often=key)

    @Slot(str)
    def _on_a_day_chosen(self, key: str) -> None:
        self._tell("a day", a_day=int(key))

    @Slot(bool)
    def _on_check_clicked(self, on: bool) -> None:
        key = str(self.sender().property("brake"))
        if key == "leave":
            self._tell("running", running="leave" if on else "note")
        else:
            self._tell(key, **{key: on})

    @Slot(str)
    def _on_running_chosen(self, key: str) -> None:
        self._tell("running", running=key)

    @Slot(object)
    def _on_quiet_changed(self, quiet: tuple[tuple[str, str], ...]) -> None:
        self._tell("quiet days", quiet=quiet)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
