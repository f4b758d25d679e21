"""What a backtest comes to on the screen: captions, boxes and lists in words."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.backtest import FEW, Figures
from healthdesk.core.domain.backtest_notes import few
from healthdesk.core.domain.backtest_view import BacktestView
from healthdesk.core.domain.backtest_words import Verdict
from healthdesk.core.domain.discrimination import Paired
from healthdesk.core.services.backtest import Compared
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.model.foretell import Told
from healthdesk.gui.parts.runs_paragraph import Runs

UNSURE: Final = frozenset({"none", "few", "leak", "worse", "chance"})
"""Verdicts that warn."""
FEW_LOST: Final = 30
"""Lost accounts below which it is said that they are few."""


def when(view: BacktestView) -> str:
    """When the score is looked at, as a title says it."""
    if view.sampling == "snapshot":
        return "as it stands"
    return f"lead {view.lead} days" if view.lead != 1 else "lead 1 day"


def about(view: BacktestView, words: Words) -> str:
    """Lead and period, for the head of the card."""
    if view.sampling == "snapshot":
        return f"a snapshot of {words.day(view.last)}"
    first, last = (words.month(one, year=True) for one in (view.first, view.last))
    period = first if first == last else f"{first} to {last}"
    return f"{when(view)}, {period}"


def bands_of(view: BacktestView, what: str) -> str:
    """Over the rates: which lost, and by whose bands."""
    if view.sampling == "snapshot":
        return f"Lost, by band of {what}"
    days = "1 day" if view.lead == 1 else f"{view.lead} days"
    return f"Lost, by band of {what} {days} before"


def box(told: Told, words: Words) -> tuple[Runs, bool]:
    """What the box of the card says, and whether it warns."""
    settled = told.settled
    if told.waits or settled is None:
        return (("Reading what the draft asks for\N{HORIZONTAL ELLIPSIS}", False),), False
    verdict = settled.verdict
    if told.draft is None or verdict.kind in UNSURE or settled.worth is None:
        runs, warns = verdict_runs(verdict, short=True), verdict.kind in UNSURE
        more = () if warns else few_runs(settled.figures)
        if more:  # AUC and range stand above: of few, that they are few is what counts
            return ((f"{verdict.title}.", True), *more), True
        return runs, warns
    return worth_runs(settled.worth, words, "the draft")


def verdict_runs(verdict: Verdict, *, short: bool = False) -> Runs:
    """A verdict, its title standing out; of a leak the first sentence where it is to be `short`."""
    text = verdict.text[:1].upper() + verdict.text[1:]
    if short and verdict.kind == "leak":
        text = f"{text.partition('. ')[0]}."
    return ((f"{verdict.title}. ", True), (text, False))


def few_runs(found: Figures) -> Runs:
    """That the lost are few, to be said behind a verdict; nothing where they are not."""
    told = "".join(few(found))
    title, _, rest = told.partition(". ")
    return ((f" {title}. ", True), (rest, False)) if told else ()


def worth_runs(worth: Compared, words: Words, name: str) -> tuple[Runs, bool]:
    """What the difference to another score is worth, by its name, and whether that is a warning."""
    found = worth.found
    if found is None or min(found.first.lost, found.first.kept) < FEW:
        return ((worth.text, False),), True
    if found.difference == 0 and found.low == found.high:
        return (("Both tell the same. ", True), ("Each account keeps its rank.", False)), False
    return _difference(found, words, name)


def _difference(found: Paired, words: Words, name: str) -> tuple[Runs, bool]:
    by = words.signed(found.difference, 2)
    span = f"{words.signed(found.low, 2)} to {words.signed(found.high, 2)}"
    better = found.difference > 0
    if not found.told:
        lost = found.first.lost
        title = f"{words.number(lost)} losses are few. " if lost < FEW_LOST else "Not told apart. "
        text = f"The difference of {by} has a range of {span}: this does not show that {name} is"
        return ((title, True), (f"{text} {'better' if better else 'worse'}.", False)), True
    title = f"{name[:1].upper()}{name[1:]} tells {'better' if better else 'worse'}. "
    text = f"AUC {by}, 95 % range {span}: more than chance makes of the same accounts and days."
    return ((title, True), (text, False)), not better


def missed(view: BacktestView, found: Figures, words: Words) -> str:
    """Over the list of the accounts."""
    before = "" if view.sampling == "snapshot" else f" {view.when} they left"
    if found.few:
        return f"Lost accounts with a score{before} · {words.number(found.churned)}"
    share = f"{words.number(len(found.misses))} of {words.number(found.churned)}"
    return f"Missed: not Poor{before} · {share}".replace("Poor", words.band("Poor"))
