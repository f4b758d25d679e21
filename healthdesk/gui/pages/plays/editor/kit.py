"""What the inputs of a play's editor offer, beside what those of every editor do."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.core.domain.play import Goal
from healthdesk.core.domain.trigger import Triggers
from healthdesk.gui.pages.playbooks.editor import kit
from healthdesk.gui.parts.plain import PlainLabel


def _none() -> Triggers:
    return {}


@dataclass
class PlayKit(kit.Kit):
    """Filled anew when the editor opens another play.

    Attributes:
        segments: names of segments, each with how many are in it today.
        versions: names of playbooks with the version that is published, 0 = none yet.
        goals: goals of the desk's other plays, to begin with.
        triggers: the catalogue of what can start a play.
    """

    segments: tuple[tuple[str, int], ...] = ()
    versions: tuple[tuple[str, int], ...] = ()
    goals: tuple[Goal, ...] = ()
    triggers: Triggers = field(default_factory=_none)


def link(text: str, name: str = "") -> QPushButton:
    """A small press of words alone."""
    button = QPushButton(text)
    button.setProperty("kind", "link")
    button.setProperty("small", "true")
    button.setAccessibleName(name or text)
    return button


def beside(*widgets: QWidget, stretch: int = -1, gap: int = 8) -> QHBoxLayout:
    """Widgets in a row; the one of that place takes what room is left."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    for at, widget in enumerate(widgets):
        row.addWidget(widget, 1 if at == stretch else 0)
    if stretch < 0:
        row.addStretch(1)
    return row


def caption(text: str = "", *, tone: str = "") -> PlainLabel:
    """A small line that wraps."""
    return PlainLabel(text, "caption", tone=tone, wrap=True)
