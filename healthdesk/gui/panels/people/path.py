"""The path to the renewal: who asks for it, who decides, who signs, and when each was touched."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from healthdesk.core.domain.people_view import PathStep, PeopleView, PersonLine
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.people import figures
from healthdesk.gui.panels.people.grid_layout import dashed
from healthdesk.gui.panels.people.keyed import KeyedPart
from healthdesk.gui.parts.drawing import Drawing, Fill, Glyph, Measure, Sheet, Spot, fitted

HIGH = 66.0
_GAP = 32.0
_SIDE = 12.0
_EMPTY = {
    "asks": "Who asks is not known",
    "decides": "Who decides is not known",
    "signs": "Who signs is not known",
}


def subtitle(view: PeopleView, words: Words) -> str:
    """How many people the path has, and how long none of them was touched."""
    on_path = {one.person.row: one for step in view.path for one in step.people}
    if not on_path:
        return "nobody has a part yet"
    days = [one.last.touch for one in on_path.values() if one.last.touch is not None]
    count = words.count(len(on_path), "person", "people")
    if not days:
        return f"{count}, none ever touched"
    ago = view.day - max(days)
    return f"{count}, none touched for {words.days(ago)}" if ago else f"{count}, touched today"


def lay_out(view: PeopleView, width: float, measure: Measure, words: Words) -> Drawing:
    """A box a part, arrows between."""
    sheet = Sheet()
    count = len(view.path)
    wide = (width - _GAP * (count - 1)) / count
    for number, step in enumerate(view.path):
        left = number * (wide + _GAP)
        if number:
            arrow = QRectF(left - _GAP / 2 - 7, HIGH / 2 - 7, 14, 14)
            sheet.glyphs.append(Glyph(arrow, "arrow-right", "text2"))
        _box(sheet, step, QRectF(left, 0.5, wide, HIGH - 1), view, (measure, words))
    return sheet.done(width, HIGH)


def _box(
    sheet: Sheet, step: PathStep, rect: QRectF, view: PeopleView, by: tuple[Measure, Words]
) -> None:
    measure, words = by
    if step.people:
        sheet.fills.append(Fill(rect, "border", radius=6))
        sheet.fills.append(Fill(rect.adjusted(1, 1, -1, -1), "surface", radius=5))
    else:
        dashed(sheet, rect, "edge")
    left, room = rect.left() + _SIDE, rect.width() - 2 * _SIDE
    first = QRectF(left, rect.top() + 6, room, 20)
    second = QRectF(left, rect.top() + 26, room, 16)
    third = QRectF(left, rect.top() + 43, room, 16)
    if not step.people:
        sheet.texts.append(fitted(first, _EMPTY[step.part], measure, "text2"))
        sheet.texts.append(fitted(second, "Press to say who", measure, "text3", "small"))
        sheet.spots.append(Spot(rect, f"set:{step.part}", f"{_EMPTY[step.part]}: say who"))
        return
    line, more = _least_touched(step), len(step.people) - 1
    name = line.person.name if not more else f"{line.person.name} and {words.number(more)} more"
    sheet.texts.append(fitted(first, name, measure, weight=500))
    sheet.texts.append(fitted(second, _part(step, view, words), measure, "text2", "small"))
    told, late = _touched(line, view, words)
    color, weight = ("notice", 500) if late else ("text2", 400)
    sheet.texts.append(fitted(third, told, measure, color, "small", weight=weight))
    names = ", ".join(one.person.name for one in step.people)
    tip = f"{names}: {_part(step, view, words)}, {told}"
    sheet.spots.append(Spot(rect, f"who:{line.person.contact_id}", tip))


def _least_touched(step: PathStep) -> PersonLine:
    """Who of several was touched longest ago: there the path is thinnest."""
    return min(step.people, key=lambda one: (one.last.touch or -1, one.person.row))


def _part(step: PathStep, view: PeopleView, words: Words) -> str:
    part = step.part
    if part == "signs" and view.renewal is not None:
        part = f"signs on {words.near_day(view.renewal, view.day)}"
        if abs(view.renewal - view.day) < 300:
            part = f"signs on {words.short_day(view.renewal)}"
    return f"{part} (by role, not set)" if step.by_role else part


def _touched(line: PersonLine, view: PeopleView, words: Words) -> tuple[str, bool]:
    last = line.last.touch
    if last is None:
        return f"{figures.NEVER} touched", True
    days = view.day - last
    return (words.days(days) if days else "today"), days > view.cadence


def table(view: PeopleView, words: Words) -> str:
    """The path in a sentence, for screen readers."""
    told = []
    for step in view.path:
        names = ", ".join(one.person.name for one in step.people) or "nobody known"
        touched = ""
        if step.people:
            touched = f", {_touched(_least_touched(step), view, words)[0]}"
        told.append(f"{_part(step, view, words)}: {names}{touched}")
    return "; ".join(told)


class RenewalPath(KeyedPart):
    """Three boxes; a press on one shows the person, or asks who it is."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "Path to the renewal")
        self._words = words
        self._view: PeopleView | None = None

    def show_view(self, view: PeopleView) -> None:
        """Show an account's path."""
        self._view = view
        self.setAccessibleDescription(table(view, self._words))
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """A box a part."""
        if self._view is None:
            return Drawing(width, 0)
        return lay_out(self._view, width, self.measure, self._words)
