"""The columns of the register: who, how willing, what they were asked, when one may ask again."""

from __future__ import annotations

from healthdesk.core.domain.advocate import AdvocateView, Candidate
from healthdesk.core.domain.views import AccountRow
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.panels.people.advocates_card import ANSWER_WORDS, WILLING_WORDS
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import Badge

_NOW = "now"
_WHY = {"do not contact": "no: do not contact", "left": "no: has left", "unwilling": "no"}


def entry_columns(words: Words, day: int) -> tuple[Column, ...]:
    """Those of the register."""

    def again(one: AdvocateView) -> str:
        found = one.permission
        if found.may:
            return _NOW
        if found.from_day is not None:
            return f"from {words.near_day(found.from_day, day)}"
        return _WHY.get(found.block, "no")

    def asked(one: AdvocateView) -> str:
        if not one.asks:
            return "never asked"
        last = one.asks[0]
        told = ANSWER_WORDS.get(last.answer, last.answer)
        return f"{last.kind}, {words.near_day(last.day, day)}: {told}"

    return (
        Column("name", "Who", 150, lambda one: one.name, lambda one: one.name,
               paint.name_cell(lambda one: one.name), minimum=96, inside=("names",)),
        Column("account", "Account", 168, lambda one: one.account_name,
               lambda one: one.account_name,
               paint.text_cell(lambda one: one.account_name), minimum=96,
               inside=("names",)),
        Column("willing", "Willing", 76, lambda one: one.willing,
               lambda one: one.willing, paint.text_cell(lambda one: one.willing), minimum=64,
               tip=lambda one: WILLING_WORDS.get(one.willing, one.willing)),
        Column("again", "May be asked", 132, again, again,
               paint.touch_cell(again, lambda one: not one.permission.may), minimum=92,
               tip=lambda one: one.why_not or "Nothing is in the way",
               hint="After an ask, nobody is asked again before their days are over"),
        Column("asked", "Last ask", 214, lambda one: one.asks[0].day if one.asks else None,
               asked, paint.text_cell(asked), minimum=110, inside=("notes",)),
        Column("story", "Story", 220, lambda one: one.story or None,
               lambda one: one.story or DASH,
               paint.text_cell(lambda one: one.story or DASH), minimum=100, stretch=True,
               tip=lambda one: one.story, inside=("notes",)),
    )  # fmt: skip


def candidate_columns() -> tuple[Column, ...]:
    """Those of who is not on the register and might be."""
    return (
        Column("name", "Who", 150, lambda one: one.name, lambda one: one.name,
               paint.name_cell(lambda one: one.name), minimum=90, inside=("names",)),
        Column("account", "Account", 160, lambda one: one.account_name,
               lambda one: one.account_name,
               paint.text_cell(lambda one: one.account_name), minimum=90,
               inside=("names",)),
        Column("why", "What says so", 160, _reason, _reason, paint.text_cell(_reason),
               minimum=80, stretch=True, inside=("notes",)),
    )  # fmt: skip


def _reason(one: Candidate) -> str:
    return one.reason


def preview_columns(words: Words) -> tuple[Column, ...]:
    """Those of accounts that may get a preview."""

    def badge(row: AccountRow) -> Badge:
        return Badge(row.band, DASH if row.shown is None else str(row.shown), row.stale)

    return (
        Column("name", "Account", 180, lambda row: row.name, lambda row: row.name,
               paint.name_cell(lambda row: row.name), minimum=96, stretch=True, inside=("names",)),
        Column("score", "Score", 76, lambda row: row.score,
               lambda row: f"{row.shown} {words.band(row.band)}",
               paint.badge_cell(badge), minimum=68, inside=("score",)),
        Column("arr", "ARR", 84, lambda row: row.arr,
               lambda row: words.money(row.arr, row.currency),
               paint.figure_cell(lambda row: words.money(row.arr, row.currency)), right=True,
               downwards=True, minimum=64, inside=("money",)),
    )  # fmt: skip
