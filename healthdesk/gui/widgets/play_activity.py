"""What playbooks did: runs started, at work, ended, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.board_plays import OUTCOMES, PlayActivity, PlayBar, PlayCount
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.bars import OneBar, bars
from healthdesk.gui.parts.drawing import Drawing, Shape
from healthdesk.gui.parts.drawn_face import DrawnFace
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.mark_line import HIGH, Counted, mark_line
from healthdesk.gui.parts.plot_table import Lines

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.services import board_plays
else:
    board_plays = lazily("healthdesk.core.services.board_plays")

SPEC = WidgetSpec(
    key="play_activity",
    title="Playbooks at work",
    summary="Runs and what came of them.",
    how=(
        "A run counts as started where its first day lies in the period, as done or stopped where "
        "it ended in it, as at work where it had not ended on the day shown. Outcomes are those "
        "told in the period; to tell are runs whose outcome is asked for on the day. A bar is a "
        "playbook: the runs that are any of these, its lighter end those at work. Runs that only "
        "went on before the period are left out. Source: the runs of playbooks of the desk."
    ),
    group="Care",
    size=(5, 4),
    limits=Limits(3, 2, 12, 8),
    inside=("notes",),
    topics=frozenset({Topic.RUNS, Topic.PLAYBOOKS, Topic.ACCOUNTS}),
)
_SHAPES: Final[Mapping[str, tuple[Shape, str]]] = {
    "started": ("circle", "s1"),
    "open": ("square", "s2"),
    "done": ("circle", "text3"),
    "stopped": ("diamond", "text3"),
    "worked": ("circle", "upfill"),
    "partly": ("square", "s5"),
    "no": ("diamond", "downfill"),
    "too early": ("triangle", "s1"),
    "to tell": ("diamond", "notice"),
}


def load(tx: Tx, ask: Ask) -> PlayActivity:
    """Read what they did."""
    return board_plays.activity(tx, ask)


def activity_drawing(shown: PlayActivity, room: QSizeF, kit: Kit) -> Drawing:
    """Counts, outcomes, then a bar a playbook."""
    told = [one for one in shown.counts if one.runs]
    lines = (
        [one for one in told if one.key not in OUTCOMES],
        [one for one in told if one.key in OUTCOMES],
    )
    top = 0.0
    for some in lines:
        if some and top + HIGH <= room.height():
            place = QRectF(0, top, room.width(), HIGH)
            mark_line(
                kit.sheet, [_counted(one, kit) for one in some], place, kit.measure,
                faded=kit.faded,
            )  # fmt: skip
            top += HIGH
    rest = QRectF(0, top + 4, room.width(), room.height() - top - 4)
    if rest.height() >= HIGH:
        bars(kit, rest, [_bar(one, kit) for one in shown.bars])
    return kit.done(room.width(), room.height())


def _counted(one: PlayCount, kit: Kit) -> Counted:
    shape, color = _SHAPES[one.key]
    accounts = f"Accounts: {kit.words.number(len(one.accounts))}"
    return Counted(one.key, kit.words.number(one.runs), one.name.lower(), shape, color, accounts)


def _bar(one: PlayBar, kit: Kit) -> OneBar:
    words = kit.words
    count = words.number(one.runs)
    told = f"{count}, worked {one.worked} of {one.told}" if one.told else count
    tip = "\n".join([
        one.name, f"Runs: {count}", f"At work: {words.number(one.open)}",
        *([f"It worked: {one.worked} of {one.told}"] if one.told else []),
        f"Accounts: {words.number(len(one.accounts))}", "Press to filter by them",
    ])  # fmt: skip
    return OneBar(
        one.key, one.name, float(one.runs), told, tip, "s1", (count,), float(one.open), "s2"
    )


class Face(DrawnFace):
    """Counts and bars; each narrows the board to its accounts."""

    shown: PlayActivity

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.shown = PlayActivity()

    def lay_out(self, room: QSizeF) -> Drawing:
        """Everything there is room for."""
        return activity_drawing(self.shown, room, Kit(self.measure, self.ui.words, self.faded))

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """The counts, then the playbooks."""
        words = self.ui.words
        head = ("Runs or playbook", "Runs", "At work", "Worked", "Accounts")
        counts = tuple(
            (one.name, words.number(one.runs), "", "", words.number(len(one.accounts)))
            for one in self.shown.counts
        )
        named = tuple(
            (
                one.name,
                words.number(one.runs),
                words.number(one.open),
                f"{one.worked} of {one.told}" if one.told else "",
                words.number(len(one.accounts)),
            )
            for one in self.shown.bars
        )
        return head, (*counts, *named)
