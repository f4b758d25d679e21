"""Accounts that nobody touched for too long, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSizeF

from healthdesk.core.domain.board_rows import Silent, SilentRows
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.amounts import fit_sums, gap, told
from healthdesk.gui.parts.drawing import Drawing, Text
from healthdesk.gui.parts.kit import Kit, words_aside
from healthdesk.gui.parts.lanes import BADGE, LOOKED, ROW, SHAPE, Cell, Lane, longest, placed, row
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.rows_face import RowsFace

if TYPE_CHECKING:
    from healthdesk.core.services import board_people
else:
    board_people = lazily("healthdesk.core.services.board_people")

SPEC = WidgetSpec(
    key="silent_accounts",
    title="Silent accounts",
    summary="No touch for longer than they should.",
    how=(
        "Accounts that are customers on the day whose last touchpoint that is no note lies further "
        "back than their cadence: their own field cadence_days, else the desk's setting, else that "
        "of their tier, else 30 days. With a number of days instead, that number holds for all. "
        "The bar is the days since that touch against three times the cadence, the tick is the "
        "cadence. Those longest over their cadence come first, never touched ones before all."
    ),
    group="Care",
    size=(5, 3),
    limits=Limits(3, 2, 12, 8),
    inside=("notes", "names", "score", "money"),
    topics=frozenset({Topic.ACCOUNTS, Topic.FACTS, Topic.SCORES, Topic.SETTINGS}),
    options=(Option("days", "Days (0: each account's cadence)", "days", 0, 0, 3650),),
)
_TOP = 22.0
_TIMES = 3.0


def load(tx: Any, ask: Ask) -> SilentRows:  # noqa: ANN401 - a session of the store
    """Read who is silent."""
    return board_people.silent(tx, ask)


def fits(room: QSizeF) -> int:
    """How many rows there is room for."""
    return max(int((room.height() - _TOP) // ROW), 1)


def silent_drawing(
    view: SilentRows, room: QSizeF, kit: Kit, first: int, *, whole: bool = True
) -> Drawing:
    """The kinds of silence and the sum, then the accounts from one on."""
    _line(view, room.width(), kit, whole=whole)
    where = placed(_lanes(view, kit), room.width())
    for at, one in enumerate(view.rows[first : first + fits(room)]):
        top = _TOP + at * ROW
        key = next((bar.key for bar in view.bars if one.account_id in bar.accounts), "")
        row(kit, where, top, _cells(one, kit.words, faded=kit.faded(key) < 1))
        line = QRectF(0, top, room.width(), ROW)
        kit.spot(line, f"account:{one.account_id}\ntimeline", _tip(one, kit.words))
    return kit.done(room.width(), room.height())


def _lanes(view: SilentRows, kit: Kit) -> tuple[Lane, ...]:
    """Names and days as wide as they are; the badge gives way to its shape before a name is cut."""
    some = view.rows[:LOOKED]
    days = [_days(one, kit.words) for one in some]
    return (
        Lane("score", "", BADGE, least=SHAPE),
        Lane("name", "", longest(kit, (one.name for one in some), 80, 150), stretch=True),
        Lane("arr", "", 66, "right", drop=2),
        Lane("bar", "", 80, drop=3),
        Lane("days", "", longest(kit, days, 36, 90), "right"),
    )


def _days(one: Silent, words: Words) -> str:
    return "never" if one.days is None else words.days(one.days)


def _sum(view: SilentRows, words: Words) -> str:
    return f"{words.number(view.total.count)} · {told(view.total, words)}"


def _line(view: SilentRows, wide: float, kit: Kit, *, whole: bool) -> None:
    """Kinds that can be pressed, as far as there is room beside the sum."""
    words = kit.words
    said = _sum(view, words) if whole else ""
    rest = gap(view.total, words)
    said = f"{said}, {rest}".removeprefix(", ") if rest and wide > 420 else said
    said = fit_sums(said, wide, kit.measure) if said else ""
    sum_wide = min(kit.wide(said, "small"), wide)
    x = 0.0
    for bar in view.bars:
        text = f"{words.number(len(bar.accounts))} {bar.name[:1].lower()}{bar.name[1:]}"
        own = kit.wide(text, "small")
        if x + own > wide - sum_wide - 14:
            break
        rect = QRectF(x, 0, own, _TOP - 2)
        ink = Text(rect, text, "text2", "small", alpha=kit.faded(bar.key))
        kit.sheet.texts.append(ink)
        tip = f"{bar.name}\nAccounts: {words.number(len(bar.accounts))}"
        kit.spot(rect, f"mark:{bar.key}", f"{tip}\nARR: {told(bar.amount, words)}\nPress to filter")
        x += own + 14
    kit.write(QRectF(wide - sum_wide, 0, sum_wide, _TOP - 2), said, "text2", "small", align="right")


def _cells(one: Silent, words: Words, *, faded: bool) -> dict[str, Cell]:
    ink = "text3" if faded else "text"
    arr = "not known" if one.arr is None else words.money(one.arr, one.currency)
    share = 1.0 if one.days is None else one.late / _TIMES
    return {
        "score": Cell(words.number(one.shown), band=one.band),
        "name": Cell(one.name, ink),
        "arr": Cell(arr, "text2"),
        "bar": Cell("", "noticefill" if one.days is None else "s1", share=share, mark=1 / _TIMES),
        "days": Cell(_days(one, words), ink),
    }


def _tip(one: Silent, words: Words) -> str:
    last = "never" if one.days is None else f"{words.days(one.days)} ago"
    arr = "not known" if one.arr is None else words.money(one.arr, one.currency)
    score = "no score" if one.shown is None else f"{one.shown} {words.band(one.band)}"
    return (
        f"{one.name}\nLast touch: {last}\nSilent after: {words.days(one.limit)}"
        f"\nARR: {arr}\nHealth: {score}\nPress to open its timeline"
    )


class Face(RowsFace):
    """Rows with a bar of days."""

    shown: SilentRows

    def rows_top(self, room: QSizeF) -> float:
        """Under the line of kinds."""
        del room
        return _TOP

    def rows_beyond(self, room: QSizeF) -> int:
        """Accounts that do not fit."""
        return len(self.shown.rows) - fits(room)

    def lay_out_rows(self, room: QSizeF, first: int) -> Drawing:
        """Lay line and rows out."""
        kit = Kit(self.measure, self.ui.words, self.faded)
        return silent_drawing(self.shown, room, kit, first, whole=not self.in_head)

    def aside(self) -> Drawing:
        """How many there are and what they pay."""
        return words_aside(_sum(self.shown, self.ui.words), self.measure)

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """Every silent account."""
        words = self.ui.words
        head = ("Account", "Score", "Band", "ARR", "Currency", "Days since touch", "Silent after")
        return head, [
            (
                one.name,
                words.number(one.shown),
                words.band(one.band),
                words.number(one.arr),
                one.currency,
                "never" if one.days is None else words.number(one.days),
                words.number(one.limit),
            )
            for one in self.shown.rows
        ]
