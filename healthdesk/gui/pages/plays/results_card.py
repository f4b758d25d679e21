"""The card beside the list of results: one play's firings, its goal, its effect, what to change."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.play_effect import Horizon, Kind
from healthdesk.core.domain.play_results import PlayResults, Suggestion
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.plays import effect_layout, pairs_layout
from healthdesk.gui.pages.plays.log_view import WORDS_OF, saved_words
from healthdesk.gui.panels.people.keyed import KeyedPart
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.composition import scroll_of
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.plain import Paragraph, PlainLabel

_ADVISED: Final = 3
"""Suggestions that are told before more are asked for."""
NO_PROOF: Final = (
    "Against up to three accounts that did not get it and were like these on the day: same band,"
    " like size and course. A difference is no proof of a cause."
)
_TITLES: Final[dict[Kind, str]] = {"score": "Score afterwards", "usage": "Usage afterwards"}


class EffectPart(KeyedPart):
    """The intervals of a kind; each line leads to its names."""

    def __init__(self, ui: Ui, name: str) -> None:
        super().__init__(ui.theme, name)
        self.words = ui.words
        self.horizons: tuple[Horizon, ...] = ()

    def show_horizons(self, horizons: tuple[Horizon, ...]) -> None:
        """Draw others."""
        self.horizons = horizons
        said = [
            f"{one.after} days: {effect_layout.value_words(one, Kit(self.measure, self.words))}"
            for one in horizons
        ]
        self.setAccessibleDescription("; ".join(said))
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """The drawing for a width."""
        return effect_layout.effect(self.horizons, width, Kit(self.measure, self.words))


class PairsPart(KeyedPart):
    """The firings of a horizon by name, with the accounts they are held against."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Firings and accounts like them")
        self.words = ui.words
        self.horizon: Horizon | None = None
        self._every = False

    def show_horizon(self, horizon: Horizon | None, *, every: bool = False) -> None:
        """Show another one, or all of its names."""
        self.horizon, self._every = horizon, every
        self.setVisible(horizon is not None)
        self.setAccessibleDescription(self.said)
        self.refresh()

    @property
    def said(self) -> str:
        """All names in words."""
        kit = Kit(self.measure, self.words)
        return "" if self.horizon is None else pairs_layout.said(self.horizon, kit)

    def lay_out(self, width: float) -> Drawing:
        """The drawing for a width."""
        if self.horizon is None:
            return Drawing(width, 1)
        kit = Kit(self.measure, self.words)
        return pairs_layout.pairs(self.horizon, width, kit, every=self._every)


class ResultsCard(Card):
    """One play.

    Signals:
        play_wanted: the name of a play that is to be opened.
    """

    play_wanted = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Results", "", padding=0)
        self.ui = ui
        self.found: PlayResults | None = None
        self._after: tuple[Kind, int] | None = None
        self.edit = QPushButton("Open play")
        self.edit.setProperty("kind", "quiet")
        self.edit.setProperty("compact", "true")
        ui.theme.bind_icon(self.edit, "bolt", "text2", 14)
        self.add_tool(self.edit)
        self.told = Paragraph(ui.theme, "", "text")
        self.goal = Paragraph(ui.theme, "", "text")
        self.parts: dict[Kind, EffectPart] = {
            "score": EffectPart(ui, "Score beside accounts like these"),
            "usage": EffectPart(ui, "Usage beside accounts like these"),
        }
        self.heads: dict[Kind, PlainLabel] = {
            key: PlainLabel(title, "caption") for key, title in _TITLES.items()
        }
        self.names = PairsPart(ui)
        self.names_head = PlainLabel("", "caption")
        self.proof = PlainLabel(NO_PROOF, "caption", wrap=True)
        self.advice_head = PlainLabel("What this suggests", "caption")
        self.advice_more = QPushButton()
        self.advice_more.setProperty("kind", "link")
        self.advice_more.setProperty("small", "true")
        self._advice = QVBoxLayout()
        self._made: list[QWidget] = []
        self._lay_out()
        self.edit.clicked.connect(self._on_edit_clicked)
        self.advice_more.clicked.connect(self._on_more_clicked)
        self.parts["score"].spot_clicked.connect(self._on_score_clicked)
        self.parts["usage"].spot_clicked.connect(self._on_usage_clicked)
        self.names.spot_clicked.connect(self._on_name_clicked)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("ground", "none")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(12, 2, 12, 12)
        rows.setSpacing(4)
        self._advice.setSpacing(6)
        rows.addWidget(self.advice_head)
        rows.addLayout(self._advice)
        rows.addWidget(self.advice_more, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addSpacing(8)
        rows.addWidget(PlainLabel("What it did", "caption"))
        rows.addWidget(self.told)
        rows.addSpacing(8)
        rows.addWidget(PlainLabel("Its goal", "caption"))
        rows.addWidget(self.goal)
        rows.addSpacing(8)
        for key, part in self.parts.items():
            rows.addWidget(self.heads[key])
            rows.addWidget(part)
            rows.addSpacing(6)
        rows.addWidget(self.names_head)
        rows.addWidget(self.names)
        rows.addWidget(self.proof)
        rows.addStretch(1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(scroll_of(inside))

    def show_results(self, found: PlayResults) -> None:
        """Show what came of a play."""
        if self.found is None or self.found.name != found.name:
            self._after = None
        self.found = found
        words = self.ui.words
        self.set_title(found.name, f"by the end of {words.day(found.day)}")
        self.told.setText(did_words(found, words))
        self.goal.setText(goal_words(found, words))
        for key, part in self.parts.items():
            some = found.effect.of(key)
            named = f" ({found.effect.metric})" if key == "usage" and found.effect.metric else ""
            unit = effect_layout.UNITS[key]
            self.heads[key].setText(f"{_TITLES[key]}{named}, difference in {unit}")
            self.heads[key].setVisible(bool(some))
            part.setVisible(bool(some))
            part.show_horizons(some)
        self.proof.setVisible(bool(found.effect.horizons))
        self._say_names()
        self._show_advice(found.suggestions, every=False)
        self.show_body()

    def _show_advice(self, some: tuple[Suggestion, ...], *, every: bool) -> None:
        """Show what weighs most; the rest where it is asked for."""
        left = 0 if every else max(len(some) - _ADVISED, 0)
        left = 0 if left == 1 else left
        self.advice_more.setText(f"{self.ui.words.number(left)} more")
        self.advice_more.setVisible(bool(left))
        for widget in self._made:
            self._advice.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._made = []
        for at, one in enumerate(some[: len(some) - left]):
            place = QWidget()
            row = QHBoxLayout(place)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            row.addWidget(Paragraph(self.theme, one.words, "text"), 1)
            button = QPushButton("Open play" if one.target == "play" else "Open playbook")
            button.setProperty("compact", "true")
            button.setProperty("at", at)
            button.clicked.connect(self._on_advice_clicked)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self._made.append(place)
            self._advice.addWidget(place)
        self.advice_head.setVisible(bool(some))

    def _say_names(self) -> None:
        found, after = self.found, self._after
        one = None
        if found is not None and after is not None:
            some = found.effect.of(after[0])
            one = next((each for each in some if each.after == after[1]), None)
        self.names.show_horizon(one)
        self.names_head.setVisible(one is not None)
        if one is not None:
            unit = effect_layout.UNITS[one.kind]
            self.names_head.setText(f"After {one.after} days, difference in {unit}")

    @Slot(str)
    def _on_score_clicked(self, key: str) -> None:
        self._toggle("score", key)

    @Slot(str)
    def _on_usage_clicked(self, key: str) -> None:
        self._toggle("usage", key)

    @Slot(str)
    def _on_name_clicked(self, key: str) -> None:
        if key == pairs_layout.MORE:
            self.names.show_horizon(self.names.horizon, every=True)
        elif key:
            self.ui.open_account(pairs_layout.account_of(key))

    def _toggle(self, kind: Kind, key: str) -> None:
        if key:
            wanted = (kind, int(key))
            self._after = None if wanted == self._after else wanted
            self._say_names()

    @Slot()
    def _on_edit_clicked(self) -> None:
        if self.found is not None:
            self.play_wanted.emit(self.found.name)

    @Slot()
    def _on_more_clicked(self) -> None:
        if self.found is not None:
            self._show_advice(self.found.suggestions, every=True)

    @Slot()
    def _on_advice_clicked(self) -> None:
        if self.found is None:
            return
        one = self.found.suggestions[int(self.sender().property("at"))]
        if one.target == "play":
            self.play_wanted.emit(one.name)
        else:
            self.ui.open_named("playbooks", one.name)


def did_words(found: PlayResults, words: Words) -> str:
    """Its firings by what became of them, its runs, and the time it saved."""
    if not found.fired:
        return "It never fired."
    accounts = words.count(found.accounts, "account")
    told = [f"Fired {words.count(found.fired, 'time')} at {accounts}."]
    alone = ""
    if found.automatic:
        every = found.automatic == found.states.get("started")
        selves = "by itself" if found.automatic == 1 else "by themselves"
        alone = f" {selves}" if every else f" ({words.number(found.automatic)} {selves})"
    some = [
        f"{words.number(found.states[key])} {said}{alone if key == 'started' else ''}"
        for key, said in WORDS_OF
        if found.states.get(key)
    ]
    told.append(f"{'; '.join(some)}.")
    if found.runs:
        parts = [("active", found.active), ("done", found.done), ("stopped", found.stopped)]
        runs = ", ".join(f"{words.number(number)} {key}" for key, number in parts if number)
        told.append(f"{words.count(found.runs, 'run')}: {runs}.")
    if found.told:
        told.append(f"It worked in {found.outcomes.get('worked', 0)} of {found.told} told.")
    if found.answered_days is not None and found.mode == "suggest":
        days = words.number(found.answered_days, 0 if found.answered_days.is_integer() else 1)
        unit = "day" if days == "1" else "days"
        told.append(f"A yes takes {days} {unit} in the median.")
    if found.minutes:
        told.append(f"What ran by itself saved about {saved_words(found.minutes, words)}.")
    return " ".join(told)


def goal_words(found: PlayResults, words: Words) -> str:
    """How often the goal was reached."""
    goal = found.goal
    if goal is None:
        return "No measure: nobody can say whether it works. Name one in its fifth part."
    if not goal.of:
        waits = f" {words.number(goal.waiting)} are not over yet." if goal.waiting else ""
        return f"{goal.name}: of none it can be told yet.{waits}"
    told = f"{goal.name}: reached after {goal.reached} of {goal.of} starts"
    if goal.median_days is not None:
        told += f", in the median after {words.number(goal.median_days)} days"
    waits = f" {words.number(goal.waiting)} are not over yet." if goal.waiting else ""
    return f"{told}.{waits}"
