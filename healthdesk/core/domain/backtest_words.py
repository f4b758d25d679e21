"""What a backtest comes to, in words: never a better word than the numbers bear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from healthdesk.core.domain.backtest import FEW, Figures, MeasureAlone
from healthdesk.core.domain.discrimination import LEAST, Auc, Paired
from healthdesk.core.domain.trigger_words import MINUS

Kind = Literal["none", "few", "leak", "worse", "chance", "weak", "fair", "good", "strong"]
CHANCE: Final = 0.5
_TIERS: Final[tuple[tuple[float, Kind, str], ...]] = (
    (0.9, "strong", "Tells very well who leaves"),
    (0.8, "good", "Tells well who leaves"),
    (0.7, "fair", "Tells fairly well who leaves"),
    (0.0, "weak", "Tells a little better than chance who leaves"),
)


@dataclass(frozen=True)
class Verdict:
    """What the figures come to: of which kind, in a few words, and why."""

    kind: Kind
    title: str
    text: str

    @property
    def sentence(self) -> str:
        """Both as one text."""
        return f"{self.title}: {self.text}"


def verdict(found: Figures, when: str) -> Verdict:
    """What figures come to; `when` says which day was looked at ("90 days before")."""
    if found.auc is None or found.churned < LEAST or found.kept < LEAST:
        return _none(found, when)
    if found.few:
        which, count = _fewer(found)
        text = (
            f"{count} {which} had a score {when}, and of fewer than {FEW} chance alone decides."
            " The accounts are named instead."
        )
        return Verdict("few", "Too few to tell", text)
    telling = [one for one in found.leaks if one.weight > 0]
    if telling:
        return _leak(telling[0], found.auc)
    return _told(found.auc)


def _none(found: Figures, when: str) -> Verdict:
    which, count = _fewer(found)
    lost, scored = which == _LOST, found.churned + found.kept
    without = found.unscored_churned if lost else found.unscored_kept
    if scored == 0 and found.unscored:
        told = (
            f"none of the {found.unscored:,} accounts had a score {when}; no measure of the health"
            " profile found anything to read"
        )
    elif count + without == 0:
        told = "no account was lost" if lost else "no account was kept"
    else:
        told = f"{'only 1' if count else 'no'} {which[:-1]} had a score {when}"
        told += f" ({without:,} had none)" if without else ""
    return Verdict("none", "Nothing can be told", f"{told}.")


_LOST: Final = "lost accounts"
_KEPT: Final = "kept accounts"


def _fewer(found: Figures) -> tuple[str, int]:
    """Which of both there are fewer of."""
    if found.churned <= found.kept:
        return _LOST, found.churned
    return _KEPT, found.kept


def _leak(one: MeasureAlone, whole: Auc) -> Verdict:
    value = one.auc.value if one.auc is not None else CHANCE
    turned = ", the wrong way round" if value < CHANCE else ""
    text = (
        f"\u201c{one.name}\u201d alone tells lost from kept with an AUC of {value:.2f}{turned}:"
        " too good to have been known before. Probably it was written, or dated back, after they"
        " had left. Take it out and look again; with it the score has an AUC of"
        f" {whole.value:.2f} ({_span(whole)})."
    )
    return Verdict("leak", "A measure that knows the answer", text)


def _span(found: Auc) -> str:
    return f"{found.low:.2f} to {found.high:.2f}"


def _told(found: Auc) -> Verdict:
    span = _span(found)
    if found.low <= CHANCE <= found.high:
        text = f"the range of the AUC of {found.value:.2f}, {span}, holds 0.5, a coin's."
        return Verdict("chance", "No better than chance", text)
    if found.high < CHANCE:
        text = (
            f"the lost account had the higher score more often (AUC {found.value:.2f}, range"
            f" {span}). A curve may be the wrong way round."
        )
        return Verdict("worse", "Worse than chance", text)
    kind, title = next((kind, title) for least, kind, title in _TIERS if found.value >= least)
    text = (
        f"of a lost and a kept account, the lost one had the lower score"
        f" {100 * found.value:.0f} times of 100 (AUC {found.value:.2f}, 95 % range {span},"
        f" {found.lost:,} lost and {found.kept:,} kept)."
    )
    return Verdict(kind, title, text)


def compared(found: Paired | None, first: str, second: str) -> str:
    """What the difference between two models on the same accounts and days is worth."""
    if found is None:
        return "Nothing can be told: too few accounts have a score under both."
    pair = f"AUC {found.first.value:.2f} for {first}, {found.second.value:.2f} for {second}"
    by, low, high = (_signed(one) for one in (found.difference, found.low, found.high))
    span = f"difference {by}, 95 % range {low} to {high}"
    if min(found.first.lost, found.first.kept) < FEW:
        count = min(found.first.lost, found.first.kept)
        return f"Too few to tell: of the fewer kind {count} have a score under both."
    if found.difference == 0 and found.low == found.high:
        return f"Both tell the same ({pair})."
    if not found.told:
        return f"The difference is within what chance makes ({pair}; {span})."
    better = second if found.difference > 0 else first
    return f"{better[:1].upper()}{better[1:]} tells better who leaves ({pair}; {span})."


def _signed(difference: float) -> str:
    told = f"{difference:+.2f}".replace("-", MINUS)
    return "0.00" if told.strip(f"+{MINUS}") == "0.00" else told
