"""ARR in Poor and in renewals that are said to be at risk, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSizeF

from healthdesk.core.domain.board_rows import AtRisk, Bar, Risky
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.amounts import gap, told
from healthdesk.gui.parts.bars import BAR, OneBar, bars
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.lanes import ROW, Cell, Lane, placed, row
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.rows_face import RowsFace
from healthdesk.gui.parts.split import Halves, halves

if TYPE_CHECKING:
    from healthdesk.core.services import board_accounts
else:
    board_accounts = lazily("healthdesk.core.services.board_accounts")

SPEC = WidgetSpec(
    key="arr_at_risk",
    title="ARR at risk",
    summary="ARR in Poor and in renewals said to be at risk, by month or by reason.",
    how=(
        "An account counts with all its ARR, once, if its band is Poor on the day, or if what was "
        "said last of a coming renewal of it is “At risk” or “Lost”. By month: the month of its "
        "next renewal. By reason: which of the two holds. Accounts whose ARR is not known are "
        "counted and named, with no amount; those that pay nothing are left out. Each currency is "
        "added up by itself."
    ),
    group="Money",
    size=(6, 4),
    limits=Limits(3, 3, 12, 8),
    topics=frozenset({Topic.ACCOUNTS, Topic.FACTS, Topic.SCORES, Topic.PROFILES, Topic.WORK}),
    options=(
        Option(
            "by",
            "Bars",
            "choice",
            "month",
            choices=("month", "reason"),
            labels=("Month of the renewal", "Why it is at risk"),
        ),
    ),
)
_TOP = 42.0
_LANES = (
    Lane("score", "", 48),
    Lane("name", "", 90, stretch=True),
    Lane("why", "", 120, drop=3),
    Lane("renewal", "", 84, "right", drop=2),
    Lane("arr", "", 62, "right"),
)


def load(tx: Any, ask: Ask) -> AtRisk:  # noqa: ANN401 - a session of the store
    """Read what is at risk."""
    return board_accounts.at_risk(tx, ask)


def parts(view: AtRisk, room: QSizeF) -> Halves:
    """Where bars and list stand."""
    return halves(room, _TOP, len(view.bars), BAR, 2 * ROW)


def at_risk_drawing(view: AtRisk, room: QSizeF, kit: Kit, first: int) -> Drawing:
    """The sum, the bars, the accounts from one on."""
    words = kit.words
    where = parts(view, room)
    figure = told(view.total, words)
    wide = min(kit.wide(figure, "title", 600), room.width())
    kit.write(QRectF(0, 0, wide, 34), figure, role="title", weight=600)
    rest = _beside(view, words)
    kit.write(QRectF(wide + 10, 6, room.width() - wide - 10, 24), rest, "text2", "small")
    bars(kit, where.bars, [_bar(one, view.total.currency, words) for one in view.bars])
    if where.rows is not None:
        area = where.rows
        lanes = [
            (lane, left + area.left(), wide) for lane, left, wide in placed(_LANES, area.width())
        ]
        count = int(area.height() // ROW)
        for at, one in enumerate(view.rows[first : first + count]):
            top = area.top() + at * ROW
            key = next((bar.key for bar in view.bars if one.account_id in bar.accounts), "")
            row(kit, lanes, top, _cells(one, words, faded=kit.faded(key) < 1))
            line = QRectF(area.left(), top, area.width(), ROW)
            kit.spot(line, f"account:{one.account_id}\ncommercial", _tip(one, words))
    return kit.done(room.width(), room.height())


def _beside(view: AtRisk, words: Words) -> str:
    """How much of the whole it is, where both are of one currency; of how many accounts."""
    out = [words.count(view.total.count, "account")]
    single = len(view.total.sums) == len(view.whole.sums) == 1
    if single and view.whole.main:
        share = (view.total.main or 0.0) / view.whole.main
        out.insert(0, f"{words.percent(share)} of {told(view.whole, words)}")
    rest = gap(view.total, words)
    return " · ".join([*out, rest] if rest else out)


def _bar(bar: Bar, currency: str, words: Words) -> OneBar:
    value = dict(bar.amount.sums).get(currency)
    if value is None and bar.amount.sums:
        value = 0.0
    said = f"{told(bar.amount, words)} · {words.number(bar.amount.count)}"
    tip = f"{bar.name}\nARR: {told(bar.amount, words)}\nAccounts: {words.number(bar.amount.count)}"
    rest = gap(bar.amount, words)
    tip += f"\nOf them: {rest}" if rest else ""
    return OneBar(bar.key, bar.name, value, said, f"{tip}\nPress to filter by it", "poorfill")


def _cells(one: Risky, words: Words, *, faded: bool) -> dict[str, Cell]:
    ink = "text3" if faded else "text"
    renewal = "no renewal" if one.renewal is None else words.day(one.renewal)
    arr = "not known" if one.arr is None else words.money(one.arr, one.currency)
    return {
        "score": Cell(words.number(one.shown), band=one.band),
        "name": Cell(one.name, ink),
        "why": Cell(one.why, "text2"),
        "renewal": Cell(renewal, "text2"),
        "arr": Cell(arr, "text3" if one.arr is None else ink),
    }


def _tip(one: Risky, words: Words) -> str:
    score = "no score" if one.shown is None else f"{one.shown} {words.band(one.band)}"
    arr = "not known" if one.arr is None else words.money(one.arr, one.currency)
    renewal = "none known" if one.renewal is None else words.day(one.renewal)
    return (
        f"{one.name}\nWhy: {one.why}\nHealth: {score}\nARR: {arr}\nRenewal: {renewal}"
        "\nPress to open the account"
    )


class Face(RowsFace):
    """Bars of ARR, and the accounts behind them."""

    shown: AtRisk

    def rows_beyond(self, room: QSizeF) -> int:
        """Accounts that do not fit."""
        area = parts(self.shown, room).rows
        return 0 if area is None else len(self.shown.rows) - int(area.height() // ROW)

    def rows_top(self, room: QSizeF) -> float:
        """The top of the list."""
        area = parts(self.shown, room).rows
        return 0.0 if area is None else area.top()

    def lay_out_rows(self, room: QSizeF, first: int) -> Drawing:
        """Lay sum, bars and list out."""
        kit = Kit(self.measure, self.ui.words, self.faded)
        return at_risk_drawing(self.shown, room, kit, first)

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """Every account at risk."""
        words = self.ui.words
        head = ("Account", "Score", "Band", "Why", "Renewal", "ARR", "Currency")
        return head, [
            (
                one.name,
                words.number(one.shown),
                words.band(one.band),
                one.why,
                words.day(one.renewal),
                words.number(one.arr),
                one.currency,
            )
            for one in self.shown.rows
        ]
