"""Five figures over the tab: ARR, seats, next renewal, unused seats, invoices."""

from __future__ import annotations

from healthdesk.core.domain.commercial import CommercialView
from healthdesk.core.domain.usage_view import SeatUse
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.people.keyed import KeyedPart
from healthdesk.gui.panels.people.tiles import Tile, lay_out
from healthdesk.gui.parts.drawing import Drawing


def tiles(view: CommercialView, seats: SeatUse | None, words: Words) -> tuple[Tile, ...]:
    """The figures of an account's contracts; seats in use come a moment later."""
    return (
        _arr(view, words),
        _seats(view, words),
        _renewal(view, words),
        _unused(view, seats, words),
        _invoices(view, words),
    )


def _arr(view: CommercialView, words: Words) -> Tile:
    told = words.money(view.arr, view.currency) if view.arr is not None else "not known"
    if not view.terms:
        note = "the account's own figure" if view.arr is not None else "nothing tells it"
    elif not view.now.terms:
        told, note = "none", "no subscription in force"
    elif view.apart is not None:
        own = words.money(view.attribute.value if view.attribute else None, view.currency)
        return Tile("arr", "ARR in force", told, f"the account itself says {own}", late=True)
    else:
        note = words.count(view.now.terms, "subscription")
        if view.now.no_arr:
            note = f"{note}, {words.number(view.now.no_arr)} without ARR"
    return Tile("arr", "ARR in force", told, note)


def _seats(view: CommercialView, words: Words) -> Tile:
    now = view.now
    if now.seats is None:
        why = _why_none(view) or "no subscription tells them"
        return Tile("seats", "Seats", "not known", why)
    count = words.count(now.terms, "subscription")
    note = f"{count}, {words.number(now.no_seats)} without seats" if now.no_seats else count
    return Tile("seats", "Seats", words.number(now.seats), note)


def _why_none(view: CommercialView) -> str:
    """Why nothing is in force, "" where something is."""
    if view.now.terms:
        return ""
    return "no subscription in force" if view.terms else "no subscription known"


def _renewal(view: CommercialView, words: Words) -> Tile:
    if not view.renewals:
        why = _why_none(view) or "no end is known"
        return Tile("renewal", "Next renewal", "not known", why)
    first = view.renewals[0]
    parts = [words.day(first.day)]
    if first.share is not None:
        parts.append(f"{words.percent(first.share)} of ARR")
    if first.followed:
        parts.append("signed on")
    return Tile("renewal", "Next renewal", f"in {words.days(first.days)}", ", ".join(parts))


def _unused(view: CommercialView, seats: SeatUse | None, words: Words) -> Tile:
    name = "Unused seats"
    if seats is None:
        return Tile("unused", name, "…", "reading")
    if seats.share is None:
        why = "no seats are known" if seats.seats is None else "their use is not known"
        return Tile("unused", name, "not known", why)
    used = f"{words.number(seats.used)} of {words.number(seats.seats)} used"
    if seats.worth is None:
        left = max((seats.seats or 0) - (seats.used or 0), 0)
        return Tile("unused", name, words.number(left), f"{used}; their price is not known")
    return Tile("unused", name, words.money(seats.worth, view.currency), f"a year; {used}")


def _invoices(view: CommercialView, words: Words) -> Tile:
    found = view.payments
    if not view.invoices:
        return Tile("invoices", "Invoices", "not known", "no invoice was imported")
    if found.overdue:
        amount = words.money(found.overdue_amount, view.currency)
        told = amount if found.overdue_amount is not None else "amount not known"
        oldest = f"oldest {words.days(found.overdue[0].days)}"
        count = words.number(len(found.overdue))
        return Tile("invoices", "Invoices", f"{count} overdue", f"{told}, {oldest}", late=True)
    told = f"{words.number(len(found.open))} open" if found.open else "all paid"
    return Tile("invoices", "Invoices", told, "none overdue")


class Figures(KeyedPart):
    """The figures; a press on one shows the rows behind it."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "Figures about contracts")
        self._words = words
        self.tiles: tuple[Tile, ...] = ()

    def show_view(self, view: CommercialView, seats: SeatUse | None) -> None:
        """Show an account's figures."""
        self.tiles = tiles(view, seats, self._words)
        told = "; ".join(f"{one.label} {one.figure}, {one.note}" for one in self.tiles)
        self.setAccessibleDescription(told)
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """The figures side by side."""
        return lay_out(self.tiles, width, self.measure)
