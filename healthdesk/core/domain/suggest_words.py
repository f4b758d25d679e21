"""What a suggestion comes to, in words: what it would have caught, and what that is worth."""

from __future__ import annotations

from typing import Final, Literal

from healthdesk.core.domain.backtest import Lift
from healthdesk.core.domain.backtest_words import CHANCE, compared
from healthdesk.core.domain.discrimination import Auc
from healthdesk.core.domain.suggest import Suggestion

OutOf = Literal["time", "accounts"]
LEAST: Final = 20
"""Lost accounts below which nothing is suggested."""
LEARN: Final = 8
"""Of them, to learn from and to try on, at least."""
_TITLES: Final = {
    "better": "Tells better who leaves than the present profile",
    "no better": "Not shown to be better than the present profile",
    "worse": "Worse than the present profile",
    "chance": "No better than chance",
    "nothing": "Nothing to learn",
}


def title(found: Suggestion) -> str:
    """The verdict in a few words."""
    if found.verdict == "better" and found.difference is None:
        return "Tells who leaves, where the present profile has no score"
    return _TITLES[found.verdict]


def text(found: Suggestion, out_of: OutOf) -> str:
    """What was done, and what came of it, in sentences."""
    return " ".join((_learned(found, out_of), *_outcome(found)))


def too_few(lost: int, lead: str) -> str:
    """Why nothing is suggested where too few were lost."""
    return (
        f"Too few to learn from: {lost:,} lost accounts {lead}, and {LEAST} are needed, at least"
        f" {LEARN} to learn from and {LEARN} to try on."
    )


def notes(found: Suggestion) -> tuple[str, ...]:
    """What has to be known to judge it, a sentence each."""
    told = []
    if found.late:
        told.append(
            f"Learned only after the days looked at: {', '.join(found.late)}. If it was"
            " written after an account had left, it would not have been known before."
        )
    if found.profile is not None and found.profile.bands != found.held.bands:
        bands = found.profile.bands
        begin = f"Strong begins at {bands.strong:g} and Average at {bands.average:g}"
        if found.now.auc is None:
            told.append(f"{begin}: about two fifths are Strong and one fifth Poor.")
        else:
            told.append(f"{begin}, so that about as many accounts are in each band as now.")
    return tuple(told)


def _learned(found: Suggestion, out_of: OutOf) -> str:
    lost, kept = found.learned
    if out_of == "time":
        rest = f"tried on {found.tried[0]:,} lost and {found.tried[1]:,} kept after that"
        return f"Learned from {lost:,} lost and {kept:,} kept accounts, {rest}."
    rest = f"tried on {found.tried[0]:,} and {found.tried[1]:,} others"
    return (
        f"Learned from {lost:,} lost and {kept:,} kept accounts, {rest}: out of sample, not out of"
        " time, for nobody knows when each left."
    )


def _outcome(found: Suggestion) -> tuple[str, ...]:
    if found.verdict == "nothing":
        return ("No measure told the lost from the kept, so there is nothing to suggest.",)
    then, now = found.then, found.now
    if found.verdict == "chance":
        told = f" (AUC {_span(then.auc)})" if then.auc else ""
        if then.auc is not None and then.auc.low > CHANCE:
            said = (
                f"What was learned may have held there by chance{told}: of many candidates some"
                " always do, so it would have to be surer, 99 times of 100. Nothing is suggested."
            )
            return (said,)
        return (f"What was learned did not hold there{told}. Nothing is suggested.",)
    parts = [compared(found.difference, "the present profile", "the suggested one")]
    if found.difference is None:
        parts = [f"AUC {_span(then.auc)}." if then.auc else ""]
    caught = [
        f"{name} {_caught(one.lowest)}"
        for name, one in (("the present profile", now), ("the suggested one", then))
        if one.lowest is not None
    ]
    if caught:
        parts.append(f"Of the lost, the lowest fifth of scores held: {', '.join(caught)}.")
    if found.verdict == "worse":
        parts.append("Nothing is suggested.")
    return tuple(parts)


def _span(found: Auc) -> str:
    return f"{found.value:.2f}, 95 % range {found.low:.2f} to {found.high:.2f}"


def _caught(found: Lift) -> str:
    return f"{100 * found.caught:.0f} of 100"
