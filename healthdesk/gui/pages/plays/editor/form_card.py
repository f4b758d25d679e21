"""The card with the five parts of a play, one under the other, from for whom to the measure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from healthdesk.core.domain.play import Play
from healthdesk.core.domain.play_faults import PARTS, PlayFault
from healthdesk.gui.pages.plays.editor.brakes_part import BrakesPart
from healthdesk.gui.pages.plays.editor.kit import PlayKit
from healthdesk.gui.pages.plays.editor.measure_part import MeasurePart
from healthdesk.gui.pages.plays.editor.part import Part
from healthdesk.gui.pages.plays.editor.then_part import ThenPart
from healthdesk.gui.pages.plays.editor.when_part import WhenPart
from healthdesk.gui.pages.plays.editor.who_part import WhoPart
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.composition import scroll_of

WIDE, NARROW = 374, 330


class FormCard(Card):
    """Shows a play and tells what somebody wants changed; the draft is the editor's.

    Signals:
        changed: the `Play` as it is to be, and what led to it (for undo).
    """

    changed = Signal(object, str)

    def __init__(self, kit: PlayKit) -> None:
        super().__init__(kit.theme, "Play", "", padding=0)
        self.kit = kit
        self.who = WhoPart(kit)
        self.when = WhenPart(kit)
        self.then = ThenPart(kit)
        self.brakes = BrakesPart(kit)
        self.measure = MeasurePart(kit)
        self.parts: tuple[Part, ...] = (
            self.who, self.when, self.then, self.brakes, self.measure,
        )  # fmt: skip
        self._inside = QWidget()
        self._inside.setProperty("ground", "none")
        rows = QVBoxLayout(self._inside)
        rows.setContentsMargins(12, 2, 12, 12)
        rows.setSpacing(10)
        for at, part in enumerate(self.parts):
            if at:
                rows.addWidget(hline())
            rows.addWidget(part)
            part.changed.connect(self._on_part_changed)
        rows.addStretch(1)
        self.area = scroll_of(self._inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.area)

    def show_play(self, play: Play) -> None:
        """Show a play."""
        for part in self.parts:
            part.show_play(play)

    def say_faults(self, faults: Sequence[PlayFault]) -> None:
        """Say what is wrong or unwise in it, each in its part."""
        for key, part in zip(PARTS, self.parts, strict=True):
            part.say_faults([one for one in faults if one.part == key])

    def set_locked(self, locked: bool) -> None:
        """Only show, or let it be changed."""
        for part in self.parts:
            part.setEnabled(not locked)

    def focus_first(self) -> None:
        """Let the keys go to the first part."""
        self.who.segment.setFocus()

    @Slot(object, str)
    def _on_part_changed(self, play: Play, label: str) -> None:
        for part in self.parts:
            part.play = play
        self.changed.emit(play, label)
