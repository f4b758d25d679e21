"""At how many people of each account we are in touch, as a widget of dashboards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSizeF

from healthdesk.core.domain.board_contacts import Coverage, Covered
from healthdesk.core.domain.board_rows import Bar
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.amounts import fit_sums, told
from healthdesk.gui.parts.bars import BAR, OneBar, bars
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.halves_face import HalvesFace
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.lanes import BADGE, LOOKED, ROW, SHAPE, Cell, Lane, listed, longest
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.split import Halves, halves

if TYPE_CHECKING:
    from healthdesk.core.services import board_people
else:
    board_people = lazily("healthdesk.core.services.board_people")

SPEC = WidgetSpec(
    key="contact_coverage",
    title="Contact coverage",
    summary="People in touch, key roles missing.",
    how=(
        "Of every account that is a customer on the day: how many of its contacts who have not "
        "left are named by a touchpoint, other than a note, in the period. One person alone is "
        "called single-threaded. “No sponsor”, “No champion” and “No decision maker” count "
        "accounts with contacts of whom none has that role; an account can stand in several of "
        "these. The list begins with accounts where the fewest people were in touch."
    ),
    group="Care",
    size=(6, 4),
    limits=Limits(3, 3, 12, 8),
    inside=("names", "score", "money"),
    topics=frozenset({Topic.ACCOUNTS, Topic.FACTS, Topic.CONTACTS, Topic.SCORES, Topic.WORK}),
)
_TOP = 24.0


def load(tx: Any, ask: Ask) -> Coverage:  # noqa: ANN401 - a session of the store
    """Read who is in touch."""
    return board_people.coverage(tx, ask)


def parts(view: Coverage, room: QSizeF) -> Halves:
    """Where bars and list stand."""
    return halves(room, _TOP, len(view.bars), BAR, 2 * ROW)


def coverage_drawing(view: Coverage, room: QSizeF, kit: Kit, first: int) -> Drawing:
    """How many hang on one person, the bars, the accounts from one on."""
    words = kit.words
    where = parts(view, room)
    single = f"{words.number(view.single)} single-threaded"
    if view.single:
        money, lead = told(view.total, words), f"{single} · "
        single = fit_sums(money, room.width(), kit.measure, before=lead) or single
    kit.write(QRectF(0, 0, room.width(), _TOP - 4), single, "text2", "small")
    bars(kit, where.bars, [_bar(one, words) for one in view.bars])
    if where.rows is not None:
        some = view.rows[first:]

        def cells(one: Covered) -> dict[str, Cell]:
            held = [bar.key for bar in view.bars if one.account_id in bar.accounts]
            return _cells(one, words, faded=all(kit.faded(key) < 1 for key in held))

        def spot(one: Covered) -> tuple[str, str]:
            return f"account:{one.account_id}\npeople", _tip(one, words)

        listed(kit, _lanes(view.rows, kit), where.rows, some, cells, spot)
    return kit.done(room.width(), room.height())


def _lanes(some: Sequence[Covered], kit: Kit) -> tuple[Lane, ...]:
    """Names as wide as they are; the badge gives way to its shape before a name is cut."""
    return (
        Lane("score", "", BADGE, least=SHAPE),
        Lane("name", "", longest(kit, (one.name for one in some[:LOOKED]), 80, 150), stretch=True),
        Lane("missing", "", 150, drop=2),
        Lane("people", "", 70, "right", least=44),
    )


def _bar(bar: Bar, words: Words) -> OneBar:
    count = len(bar.accounts)
    tip = f"{bar.name}\nAccounts: {words.number(count)}\nARR: {told(bar.amount, words)}"
    few = bar.key in {"people:-1", "people:0", "people:1"}
    color = "noticefill" if few or bar.key.startswith("role:") else "s1"
    hint = "\nPress to filter by it" if count else ""
    key = bar.key if count else ""
    return OneBar(key, bar.name, float(count), words.number(count), tip + hint, color)


def _people(one: Covered, words: Words) -> str:
    if not one.known:
        return "none known"
    return f"{words.number(one.touched)} of {words.number(one.known)}"


def _missing(one: Covered) -> str:
    if not one.known:
        return ""
    return f"no {', '.join(one.missing)}" if one.missing else ""


def _cells(one: Covered, words: Words, *, faded: bool) -> dict[str, Cell]:
    ink = "text3" if faded else "text"
    return {
        "score": Cell(words.number(one.shown), band=one.band),
        "name": Cell(one.name, ink),
        "missing": Cell(_missing(one), "text2"),
        "people": Cell(_people(one, words), ink),
    }


def _tip(one: Covered, words: Words) -> str:
    score = "no score" if one.shown is None else f"{one.shown} {words.band(one.band)}"
    missing = ", ".join(one.missing) if one.missing else "none"
    return (
        f"{one.name}\nPeople in touch: {_people(one, words)}\nKey roles missing: {missing}"
        f"\nHealth: {score}\nPress to open its people"
    )


class Face(HalvesFace):
    """Bars of accounts, and the accounts where the fewest were in touch."""

    shown: Coverage

    def halves(self, room: QSizeF) -> Halves:
        """Where bars and list stand."""
        return parts(self.shown, room)

    @property
    def count(self) -> int:
        """How many accounts there are."""
        return len(self.shown.rows)

    def lay_out_rows(self, room: QSizeF, first: int) -> Drawing:
        """Lay bars and list out."""
        kit = Kit(self.measure, self.ui.words, self.faded)
        return coverage_drawing(self.shown, room, kit, first)

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """Every account."""
        words = self.ui.words
        head = ("Account", "Score", "Band", "In touch", "Contacts", "Key roles missing", "ARR")
        return head, [
            (
                one.name,
                words.number(one.shown),
                words.band(one.band),
                words.number(one.touched),
                words.number(one.known),
                ", ".join(one.missing),
                words.money(one.arr, one.currency, short=False),
            )
            for one in self.shown.rows
        ]
