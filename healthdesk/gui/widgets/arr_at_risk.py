"""ARR in Poor and in renewals that are said to be at risk, as a widget of dashboards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRectF, QSizeF

from healthdesk.core.domain.board_rows import AtRisk, Bar, Risky
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.amounts import fit_sums, gap, told
from healthdesk.gui.parts.bars import BAR, OneBar, bars
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.halves_face import HalvesFace
from healthdesk.gui.parts.kit import Kit, keys_aside, whole_parts
from healthdesk.gui.parts.lanes import BADGE, LOOKED, ROW, SHAPE, Cell, Lane, listed, longest
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.split import Halves, halves

if TYPE_CHECKING:
    from healthdesk.core.services import board_accounts
else:
    board_accounts = lazily("healthdesk.core.services.board_accounts")

SPEC = WidgetSpec(
    key="arr_at_risk",
    title="ARR at risk",
    summary="ARR in Poor or forecast to go.",
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
    inside=("score", "sentiment", "money"),
    topics=frozenset(
        {Topic.ACCOUNTS, Topic.FACTS, Topic.SCORES, Topic.PROFILES, Topic.WORK, Topic.SETTINGS}
    ),
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
SAID: Final = "forecast alone"
"""What makes those at risk who are not in Poor."""


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
    figure = fit_sums(told(view.total, words), room.width(), kit.measure, "title", 600)
    wide = min(kit.wide(figure, "title", 600), room.width())
    kit.write(QRectF(0, 0, wide, 34), figure, role="title", weight=600)
    rest = whole_parts(_beside(view, words), room.width() - wide - 10, kit.measure)
    kit.write(QRectF(wide + 10, 6, room.width() - wide - 10, 24), rest, "text2", "small")
    said = _said(view)
    bars(kit, where.bars, [_bar(one, view.total.currency, said, words) for one in view.bars])
    if where.rows is not None:
        some = view.rows[first:]

        def cells(one: Risky) -> dict[str, Cell]:
            key = next((bar.key for bar in view.bars if one.account_id in bar.accounts), "")
            return _cells(one, words, faded=kit.faded(key) < 1)

        def spot(one: Risky) -> tuple[str, str]:
            return f"account:{one.account_id}\ncommercial", _tip(one, words)

        listed(kit, _lanes(view.rows, kit), where.rows, some, cells, spot)
    return kit.done(room.width(), room.height())


def _beside(view: AtRisk, words: Words) -> list[str]:
    """How much of the whole it is, where both are of one currency; of how many accounts."""
    out = [words.count(view.total.count, "account")]
    single = len(view.total.sums) == len(view.whole.sums) == 1
    if single and view.whole.main:
        share = (view.total.main or 0.0) / view.whole.main
        out.insert(0, f"{words.percent(share)} of {told(view.whole, words)}")
    rest = gap(view.total, words)
    return [*out, rest] if rest else out


def _lanes(some: Sequence[Risky], kit: Kit) -> tuple[Lane, ...]:
    """Names as wide as they are; the badge gives way to its shape before a name is cut."""
    arr = [_arr(one, kit.words) for one in some[:LOOKED]]
    return (
        Lane("score", "", BADGE, least=SHAPE),
        Lane("name", "", longest(kit, (one.name for one in some[:LOOKED]), 80, 150), stretch=True),
        Lane("why", "", 120, drop=3),
        Lane("renewal", "", 84, "right", drop=2),
        Lane("arr", "", longest(kit, arr, 36, 90), "right"),
    )


def _said(view: AtRisk) -> dict[str, float]:
    """ARR of accounts that are at risk by what was said alone, in the currency of most."""
    currency = view.total.currency
    return {
        one.account_id: one.arr or 0.0
        for one in view.rows
        if one.band != "Poor" and one.currency == currency
    }


def _bar(bar: Bar, currency: str, said: Mapping[str, float], words: Words) -> OneBar:
    value = dict(bar.amount.sums).get(currency)
    if value is None and bar.amount.sums:
        value = 0.0
    at_end = f"{told(bar.amount, words)} · {words.number(bar.amount.count)}"
    rest_said = sum(said.get(name, 0.0) for name in bar.accounts)
    tip = f"{bar.name}\nARR: {told(bar.amount, words)}\nAccounts: {words.number(bar.amount.count)}"
    rest = gap(bar.amount, words)
    tip += f"\nOf them: {rest}" if rest else ""
    if rest_said:
        tip += f"\n{SAID[:1].upper()}{SAID[1:]}: {words.money(rest_said, currency)}"
    shorter: tuple[str, ...] = ()
    if len(bar.amount.sums) > 1:
        count = words.number(bar.amount.count)
        first, sums = words.money(value or 0.0, currency), len(bar.amount.sums)
        shorter = (f"{first} + {sums - 1} more · {count}", f"{sums} currencies · {count}")
    return OneBar(
        bar.key,
        bar.name,
        value,
        at_end,
        f"{tip}\nPress to filter by it",
        "poorfill",
        shorter,
        rest_said,
        "s5",
    )


def _arr(one: Risky, words: Words) -> str:
    return "not known" if one.arr is None else words.money(one.arr, one.currency)


def _cells(one: Risky, words: Words, *, faded: bool) -> dict[str, Cell]:
    ink = "text3" if faded else "text"
    renewal = "no renewal" if one.renewal is None else words.day(one.renewal)
    arr = _arr(one, words)
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


class Face(HalvesFace):
    """Bars of ARR, and the accounts behind them."""

    shown: AtRisk

    def halves(self, room: QSizeF) -> Halves:
        """Where bars and list stand."""
        return parts(self.shown, room)

    @property
    def count(self) -> int:
        """How many accounts there are."""
        return len(self.shown.rows)

    def aside(self) -> Drawing | None:
        """What the two colours of a bar mean, where there are two."""
        if not _said(self.shown):
            return None
        poor = self.ui.words.bands.of("Poor")
        return keys_aside((("poorfill", poor), ("s5", SAID)), self.measure)

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
