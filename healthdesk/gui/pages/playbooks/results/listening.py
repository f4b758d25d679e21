"""How much was said, heard, acted on and told back in a year, as a drawing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF

from healthdesk.core.domain.loop_view import Heard
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.drawing import Drawing, Fill
from healthdesk.gui.parts.drawn_part import DrawnPart
from healthdesk.gui.parts.kit import Kit, whole_parts

_HIGH: Final = 40.0
_GAP: Final = 16.0
_LINE: Final = 18.0
_LITTLE: Final = 0.01


def listening(heard: Heard, width: float, kit: Kit) -> Drawing:
    """Four figures, each with its share of what was said; a line on who writes to whom."""
    words = kit.words
    some = (
        ("Said", heard.voices, "What customers said in answers and mentions, or was marked"),
        ("Heard", heard.heard, "Somebody noted that it was heard"),
        ("Acted on", heard.acted, "Something was done about it"),
        ("Told back", heard.told, "They were told what became of it"),
    )
    wide = (width - _GAP * (len(some) - 1)) / len(some)
    for at, (name, count, tip) in enumerate(some):
        left = at * (wide + _GAP)
        share = count / heard.voices if heard.voices else None
        told = words.number(count)
        kit.write(QRectF(left, 0, wide, _LINE), f"{name} {told}", weight=600)
        part = _share(share, kit) if at else ""
        kit.write(QRectF(left, 0, wide, _LINE), part, "text2", "small", align="right")
        track = QRectF(left, _LINE + 4, wide, 6)
        kit.sheet.fills.append(Fill(track, "track", hatched=share is None, radius=3))
        if share:
            long = QRectF(left, track.top(), max(wide * share, 2.0), 6)
            kit.sheet.fills.append(Fill(long, "s1", radius=3))
        whole = f"{name}\n{told} in 365 days\n{tip}"
        kit.spot(QRectF(left, 0, wide, _HIGH - 8), "", whole)
    line = whole_parts(lines(heard, kit), width, kit.measure)
    kit.write(QRectF(0, _HIGH, width, _LINE), line, "text2", "small")
    return kit.done(width, _HIGH + _LINE)


def _share(share: float | None, kit: Kit) -> str:
    if share is None:
        return "not known"
    return "under 1 %" if 0 < share < _LITTLE else kit.words.percent(share)


def lines(heard: Heard, kit: Kit) -> tuple[str, ...]:
    """Who could be asked and answered, and who writes to whom."""
    words = kit.words
    people = f"{words.number(heard.people)} of {words.count(heard.contacts, 'contact')} answered"
    answers = words.count(heard.answers, "answer")
    ratio = heard.listening
    ways = f"{words.number(heard.inbound)} touches in, {words.number(heard.outbound)} out"
    told = "" if ratio is None else f" ({words.number(ratio, 1)} in for each out)"
    return f"{people}, {answers}", f"{ways}{told}"


class ListeningPart(DrawnPart):
    """Shows it."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self.ui = ui
        self.heard: Heard | None = None
        self.setAccessibleName("How much was heard in a year")

    def show_heard(self, heard: Heard) -> None:
        """Show other figures."""
        self.heard = heard
        kit = Kit(self.measure, self.ui.words)
        parts = (f"Said {heard.voices}", f"heard {heard.heard}", f"acted on {heard.acted}")
        told = (*parts, f"told back {heard.told}", *lines(heard, kit))
        self.setAccessibleDescription(", ".join(told))
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """The drawing for a width."""
        if self.heard is None:
            return Drawing(width, _HIGH + _LINE)
        return listening(self.heard, width, Kit(self.measure, self.ui.words))
