"""The head of an account's page: name, score, band, and the few figures one asks for first."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from healthdesk.core.domain.pulse import pulse_band
from healthdesk.core.domain.views import AccountHeader, Band, ScoreView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.panels.press import Press
from healthdesk.gui.parts.band import BandBadge, BandShape
from healthdesk.gui.parts.card import hline
from healthdesk.gui.parts.delta import Delta
from healthdesk.gui.parts.plain import PlainLabel, plain_tip

HEIGHT = 60
_LINE = 20
_FACT_GAP, _FACT_PAD = 12, 4
_NOTE_LEAST, _NOTE_MOST = 150, 280
_PRESS_ROWS = "Press for the rows behind it"
_SPACES = 12 + 6 + 2 + 10 + 1 + 12 + 6 + 14 + 16 + 12 + 6
"""Pixels between the parts of the head, as `_lay_out` puts them."""
_FIRST = ("change", "pulse", "renewal", "touch", "arr", "coverage")
"""In which order facts get their room: the last ones give way first."""


@dataclass(frozen=True)
class Verdict:
    """The figure, its badge and the line beneath it, in words."""

    figure: str
    band: Band | None
    note: str = ""
    stale: bool = False
    """It rests on missing data: a feed is late, or this account's own usage stopped."""
    mark: str = ""
    """What the badge carries: "hand" for an override, "cap" for a cap."""


def verdict(header: AccountHeader, words: Words) -> Verdict:
    """What the head says about the score: overridden, capped, unknown and churned each in words."""
    if header.churned is not None and header.churned <= header.day:
        return Verdict(DASH, None, f"churned {words.day(header.churned)}")
    score = header.score
    if score is None:
        began = header.first_day
        return Verdict(DASH, None, f"starts {words.day(began)}" if began else "no facts yet")
    shown = DASH if score.shown is None else words.number(score.shown)
    mark = "hand" if score.override is not None else "cap" if score.caps else ""
    quiet = header.quiet_days
    note = _note(score, words)
    if header.late:
        note = note or f"rests on missing data: {header.late[0]}"
    elif quiet:
        note = note or f"rests on missing data: no usage for {words.days(quiet)}"
    return Verdict(shown, score.band, note, quiet > 0 or bool(header.late), mark)


def _note(score: ScoreView, words: Words) -> str:
    if score.override is not None:
        computed = "no score computed"
        if score.computed is not None:
            computed = f"{words.number(int(score.computed + 0.5))} computed"
        by = f"by {score.override.by}" if score.override.by else "by hand"
        return f"{by} until {words.short_day(score.override.until)}, {computed}"
    if score.caps and score.uncapped is not None:
        without = words.number(int(score.uncapped + 0.5))
        return f"capped: {', '.join(score.caps)}; {without} without"
    if score.score is None and score.band != "Unknown":
        return "a health model without a number"
    if score.score is None:
        return f"data covers {words.percent(score.coverage)} of the model"
    return ""


class Fact(Press):
    """A small figure under its name, with a second voice beside it; a press tells more."""

    def __init__(self, name: str, first: QWidget | None = None) -> None:
        super().__init__()
        self._name = name
        self._first = first
        self._value = PlainLabel("", "medium")
        self._second = PlainLabel("", "grey")
        self._value.setFixedHeight(_LINE)
        self._second.setFixedHeight(_LINE)
        row = QHBoxLayout()
        row.setSpacing(4)
        if first is not None:
            row.addWidget(first)
        row.addWidget(self._value)
        row.addWidget(self._second)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_FACT_PAD, 0, _FACT_PAD, 0)
        column.setSpacing(1)
        self._caption = PlainLabel(name, "caption")
        column.addWidget(self._caption)
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """All that it says."""
        return " ".join(
            part for part in (self._name, self._value.full_text, self._second.full_text) if part
        )

    def rename(self, name: str) -> None:
        """Call it something else from now on."""
        self._name = name
        self._caption.setText(name)

    def say(self, value: str, second: str = "", tip: str = "", tone: str = "") -> None:
        """Show a figure and its second voice."""
        self._value.setText(value)
        self._value.setVisible(bool(value))
        self._value.set_tone(tone)
        self._second.setText(second)
        self._second.setVisible(bool(second))
        self.setToolTip(plain_tip(tip))
        self.setAccessibleName(self.words)


class AccountHead(QFrame):
    """Shows an `AccountHeader`, and what can be done with the account as a whole.

    Signals:
        back_requested: back to the page from which the account was opened.
        step_requested: the account before (-1) or after (+1) in the list.
        star_requested: whether it should have a star.
        pulse_requested: a person wants to set the pulse.
        override_requested: a person wants to set the score, or end what was set.
        playbook_requested: a playbook is to be started.
        touch_requested: a touchpoint is to be logged.
        menu_requested: what else can be done is to be shown.
        figure_requested: what stands behind a figure: "score" or the key of a fact.
    """

    back_requested = Signal()
    step_requested = Signal(int)
    star_requested = Signal(bool)
    pulse_requested = Signal()
    override_requested = Signal()
    playbook_requested = Signal()
    touch_requested = Signal()
    menu_requested = Signal()
    figure_requested = Signal(str)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._name = PlainLabel("", "title", elide=True)
        self._line = PlainLabel("", "caption", elide=True)
        self._figure = PlainLabel("", "figure")
        self._badge = BandBadge(theme, words)
        self._note = PlainLabel("", "caption", elide=True)
        self._delta = Delta(theme, words)
        self._pulse = BandShape(theme, words)
        self.facts = {
            "change": Fact("28 days", self._delta),
            "arr": Fact("ARR"),
            "renewal": Fact("Renewal"),
            "touch": Fact("Last touch"),
            "coverage": Fact("Coverage"),
            "pulse": Fact("Your pulse", self._pulse),
        }
        self.score = Press()
        self._absent: set[str] = set()
        self._pulse_day = ""
        self._bar = _bar()
        self._back = _icon_button(theme, "arrow-left", "Back to Accounts", "Esc")
        self._before = _icon_button(theme, "chevron-up", "Previous account", "Alt+Up")
        self._after = _icon_button(theme, "chevron-down", "Next account", "Alt+Down")
        self.star = _icon_button(theme, "star", "Star", "S")
        self.star.setProperty("iconic", "small")
        self.star.setCheckable(True)
        self.override = _action_button(theme, "hand-stop", "Override", "quiet")
        self.play = _icon_button(theme, "player-play", "Start a playbook", "P")
        self.play.setProperty("kind", "normal")
        self.touch = _action_button(theme, "phone", "Log touch", "primary")
        self.more = _icon_button(theme, "dots", "More for this account", "M")
        self.more.setProperty("kind", "normal")
        self._theme = theme
        self._off = ""
        self._lay_out()
        self._connect()
        self.set_steps(before=False, after=False)
        self.show_name("")

    def _connect(self) -> None:
        self._back.clicked.connect(self._on_back_clicked)
        self._before.clicked.connect(self._on_before_clicked)
        self._after.clicked.connect(self._on_after_clicked)
        self.star.clicked.connect(self._on_star_clicked)
        self.override.clicked.connect(self._on_override_clicked)
        self.play.clicked.connect(self._on_play_clicked)
        self.touch.clicked.connect(self._on_touch_clicked)
        self.more.clicked.connect(self._on_more_clicked)
        for part in (self.score, *self.facts.values()):
            part.pressed.connect(self._on_part_pressed)

    @property
    def words(self) -> str:
        """All that the head says, for tests."""
        said = [self._name.full_text, self._line.full_text, self._figure.full_text]
        said += [self._badge.accessibleName(), self._note.full_text]
        said += [fact.words for key, fact in self.facts.items() if key not in self._absent]
        return " | ".join(part for part in said if part)

    def show_name(self, name: str) -> None:
        """Show only a name, while the rest is read."""
        self._name.setText(name)
        self._line.setText("")
        self._figure.setText("")
        self._badge.hide()
        self._note.setText("")
        self._note.hide()
        self._bar.hide()
        self._absent = set(self.facts)
        for button in (self.star, self.override, self.play, self.touch, self.more):
            button.setEnabled(False)
        self._fit()

    def show_header(self, header: AccountHeader) -> None:
        """Show an account."""
        self._name.setText(header.name)
        parts = [header.tier, f"stage {header.stage}" if header.stage else ""]
        parts += [f"owner {header.owner}" if header.owner else ""]
        parts += [f"part of {header.parent}" if header.parent else ""]
        self._line.setText(" · ".join(part for part in parts if part))
        self._line.setVisible(any(parts))
        self._bar.show()
        said = verdict(header, self._words)
        self._figure.setText(said.figure)
        self.score.setAccessibleName(f"Score {said.figure}")
        self.score.setToolTip(plain_tip("What the score is made of"))
        self._badge.setVisible(said.band is not None)
        if said.band is not None:
            self._badge.set_badge(said.band, stale=said.stale, mark=said.mark)
        self._note.setText(said.note)
        self._note.setVisible(bool(said.note))
        override = header.score.override if header.score else None
        self._badge.setToolTip(plain_tip(override.reason if override else ""))
        self._show_facts(header)
        self._fit()

    def set_steps(self, *, before: bool, after: bool) -> None:
        """Offer the neighbours in the list; without a list neither is shown."""
        self._before.setVisible(before or after)
        self._after.setVisible(before or after)
        self._before.setEnabled(before)
        self._after.setEnabled(after)

    def show_care(
        self, *, starred: bool, off: str = "", pulse_note: str = "", scored: bool = True
    ) -> None:
        """Show what a person keeps of the account; `off` says why nothing can be changed."""
        self._off = off
        self.star.setChecked(starred)
        self._theme.bind_icon(
            self.star, "star-filled" if starred else "star", "accent" if starred else "text3"
        )
        named = "Take the star away" if starred else "Give it a star"
        self.star.setAccessibleName(named)
        for button, said in (
            (self.star, f"{named} (Alt+S)"),
            (self.override, "Set the score by hand, with a reason and an end (Alt+O)"),
            (self.play, "Start a playbook on this account (P)"),
            (self.touch, "Log a call, a mail, a meeting or a note (Alt+L)"),
        ):
            button.setEnabled(not off)
            button.setToolTip(plain_tip(off or said))
        if not scored and not off:
            self.override.setEnabled(False)
            self.override.setToolTip(plain_tip("There is no score on this day to set by hand."))
        self.more.setEnabled(True)
        self.more.setToolTip(plain_tip("More for this account (Alt+M)"))
        pulse = self.facts["pulse"]
        told = "\n".join(part for part in (self._pulse_day, pulse_note) if part)
        pulse.setToolTip(plain_tip(off or f"{told}\nPress to set it (Alt+P)".strip()))

    def _show_facts(self, header: AccountHeader) -> None:
        words, facts = self._words, self.facts
        self._absent = set()
        self._delta.set_value(header.change, "in 28 days")
        stale = bool(header.late) and header.change is not None
        second = self._words.signed(header.change) if stale else ""
        tip = f"It rests on missing data: {'; '.join(header.late)}" if stale else ""
        facts["change"].say("", second if header.change is not None else "no score then", tip)
        self._delta.setVisible(header.change is not None and not stale)
        whole = words.money(header.arr, header.currency, short=False)
        if header.arr is None:
            facts["arr"].say("", "not known")
        else:
            facts["arr"].say(
                words.money(header.arr, header.currency), tip=f"{whole} a year\n{_PRESS_ROWS}"
            )
        if header.renewal_days is None:
            facts["renewal"].say("", "none known")
        else:
            near = "notice" if header.renewal_days <= 30 else ""
            day = words.day(header.renewal_day)
            facts["renewal"].say(
                words.days(header.renewal_days),
                words.short_day(header.renewal_day),
                f"{day}\n{_PRESS_ROWS}",
                near,
            )
        if header.touch_days is None:
            facts["touch"].say("never")
        else:
            told = f"{words.day(header.touch_day)}\n{_PRESS_ROWS}"
            facts["touch"].say(words.days(header.touch_days), tip=told)
        score = header.score
        if score is None:
            self._absent |= {"coverage", "change"}
        else:
            told = "How much of the health model has data"
            facts["coverage"].say(words.percent(score.coverage), tip=told)
        if header.churned is not None and header.churned <= header.day:
            self._absent |= {"renewal", "change"}
        self._show_pulse(header)

    def _show_pulse(self, header: AccountHeader) -> None:
        facts, words = self.facts, self._words
        self._pulse.setVisible(header.pulse is not None)
        facts["pulse"].rename("Inherited pulse" if header.pulse_inherited else "Your pulse")
        if header.pulse is None:
            self._pulse_day = "Not set yet: how do you feel it goes?"
            facts["pulse"].say("", "not set", self._pulse_day)
        else:
            band = pulse_band(header.pulse[0])
            self._pulse.set_band(band)
            self._pulse_day = f"set on {words.day(header.pulse[1])}"
            if header.pulse_inherited:
                self._pulse_day = f"{header.pulse_inherited}; {self._pulse_day}"
            renew = "renew" if header.pulse_inherited else ""
            facts["pulse"].say(words.band(band), renew, tip=self._pulse_day)

    def _lay_out(self) -> None:
        self._names = QWidget()
        names = _middle(self._name, self._line)
        names.setContentsMargins(0, 0, 0, 0)
        self._names.setLayout(names)
        inside = QHBoxLayout(self.score)
        inside.setContentsMargins(_FACT_PAD, 0, _FACT_PAD, 0)
        inside.addWidget(self._figure)
        badge = _middle(self._badge, self._note)
        badge.setSpacing(2)
        facts = QHBoxLayout()
        facts.setSpacing(_FACT_GAP)
        for fact in self.facts.values():
            facts.addWidget(fact)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 16, 0)
        row.setSpacing(0)
        for gap, part in (
            (0, self._back),
            (6, self._names),
            (2, self.star),
            (10, self._bar),
            (12, self.score),
        ):
            row.addSpacing(gap)
            row.addWidget(part)
        row.addSpacing(6)
        row.addLayout(badge)
        row.addSpacing(14)
        row.addLayout(facts)
        row.addStretch(1)
        for gap, button in (
            (0, self._before),
            (0, self._after),
            (0, self.override),
            (6, self.play),
            (6, self.touch),
            (6, self.more),
        ):
            row.addSpacing(gap)
            row.addWidget(button)

    def _fit(self) -> None:
        """Show as many facts as fit, the first ones first; a long note and name give way to them.

        What they leave is the name's first: the sentence under the tabs tells the note, too.
        """
        name = max(self._name.sizeHint().width(), self._line.sizeHint().width())
        least = min(name, 160)
        note = self._note.sizeHint().width()
        badge = max(self._badge.sizeHint().width(), min(note, _NOTE_LEAST))
        badge = badge if self._badge.isVisibleTo(self) else note
        steps = (self._back, self._before, self._after)
        buttons = (*steps, self.star, self.override, self.play, self.touch, self.more)
        fixed = sum(b.sizeHint().width() for b in buttons if b.isVisibleTo(self)) + _SPACES
        fixed += self.score.sizeHint().width() + badge
        room = self.width() - fixed - least
        taken, full = 0, False
        for key in _FIRST:
            fact = self.facts[key]
            wide = fact.sizeHint().width() + _FACT_GAP
            full = full or (key not in self._absent and taken + wide > room)
            fits = key not in self._absent and not full
            fact.setVisible(fits)
            taken += wide if fits else 0
        most = max(self.width() - fixed - taken, least)
        shown = min(name + 1, most)
        self._names.setFixedWidth(shown)
        self._note.setMaximumWidth(min(max(badge, badge + most - shown), _NOTE_MOST))

    def event(self, event: QEvent) -> bool:
        """Make room again when a part needs more or less than before."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room, or use it."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """As wide as the window gives."""
        return QSize(720, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Facts give way in a narrow window."""
        return QSize(480, HEIGHT)

    @property
    def way_back(self) -> str:
        """What the arrow says."""
        return self._back.accessibleName()

    def say_way_back(self, title: str) -> None:
        """Name the page that the arrow leads back to."""
        self._back.setAccessibleName(f"Back to {title}")
        self._back.setToolTip(f"Back to {title} (Esc)")

    @Slot()
    def _on_back_clicked(self) -> None:
        self.back_requested.emit()

    @Slot()
    def _on_before_clicked(self) -> None:
        self.step_requested.emit(-1)

    @Slot()
    def _on_after_clicked(self) -> None:
        self.step_requested.emit(1)

    @Slot()
    def _on_star_clicked(self) -> None:
        self.star_requested.emit(self.star.isChecked())

    @Slot()
    def _on_override_clicked(self) -> None:
        self.override_requested.emit()

    @Slot()
    def _on_play_clicked(self) -> None:
        self.playbook_requested.emit()

    @Slot()
    def _on_touch_clicked(self) -> None:
        self.touch_requested.emit()

    @Slot()
    def _on_more_clicked(self) -> None:
        self.menu_requested.emit()

    @Slot()
    def _on_part_pressed(self) -> None:
        part = self.sender()
        key = next((key for key, fact in self.facts.items() if fact is part), "score")
        if key == "pulse" and not self._off:
            self.pulse_requested.emit()
        else:
            self.figure_requested.emit(key)


def _middle(upper: QWidget, lower: QWidget) -> QVBoxLayout:
    """Two lines in the middle of the height."""
    column = QVBoxLayout()
    column.setSpacing(1)
    column.addStretch(1)
    column.addWidget(upper)
    column.addWidget(lower)
    column.addStretch(1)
    return column


def _bar() -> QFrame:
    line = hline("v")
    line.setFixedHeight(40)
    return line


def _action_button(theme: Theme, icon: str, text: str, kind: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", kind)
    theme.bind_icon(button, icon, "onaccent" if kind == "primary" else "text2")
    return button


def _icon_button(theme: Theme, icon: str, name: str, keys: str) -> QPushButton:
    button = QPushButton()
    button.setProperty("kind", "quiet")
    button.setProperty("iconic", "true")
    button.setAccessibleName(name)
    button.setToolTip(f"{name} ({keys})")
    theme.bind_icon(button, icon)
    return button
