"""Asks for a judgement in place of a score, or what should become of the one that holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from healthdesk.core.domain.exchange import OVERRIDE_BANDS, OVERRIDE_DAYS
from healthdesk.core.services.overrides import OverrideDraft, OverrideRow
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.form_keeping import Kept

USUAL = 28
"""Days that a judgement stands unless somebody says otherwise."""
_SCORE = "score"
_TEXT = (
    "It stands in place of the computed score until its end; the computed one is shown beside it,"
    " and the reason with both."
)


@dataclass(frozen=True)
class OverrideWish:
    """What a person wants: a new judgement, the end of one, or more days for it."""

    kind: Literal["add", "end", "renew"]
    draft: OverrideDraft


def ask_override(
    ui: Ui, account_id: str, held: OverrideRow | None = None, score: float | None = None
) -> OverrideWish | None:
    """Ask for a judgement; None when the person went back."""
    if held is not None:
        return _ask_held(ui, held)
    values = ask_form(
        ui,
        "Override the score",
        (
            Field("what", "It should read", "choice", "Average", _choices(ui.words)),
            Field(
                "score",
                "Score from 0 to 100, where it should read a number",
                "number",
                None if score is None else float(round(score)),
            ),
            Field("reason", "Why", "prose", required=True, hint="What the facts do not show"),
            Field("first", "From", "day", ui.today, required=True, last=ui.today + OVERRIDE_DAYS),
            _until(ui, ui.today + USUAL),
        ),
        text=_TEXT,
        yes="Override",
        check=_check,
        kept=Kept(account_id, "Override the score"),
    )
    if values is None:
        return None
    return OverrideWish("add", _draft(account_id, values))


def _ask_held(ui: Ui, held: OverrideRow) -> OverrideWish | None:
    """Ask whether the judgement that holds should end or go on."""
    values = ask_form(
        ui,
        "Override",
        (
            Field(
                "what",
                "What should become of it?",
                "choice",
                "end",
                (("end", "End it today: the computed score counts again"), ("renew", "Renew it")),
            ),
            _until(ui, ui.today + USUAL),
            Field("reason", "Why it should go on, if it is renewed", "prose", held.draft.reason),
        ),
        text=held_words(held, ui.words),
        yes="Save",
        check=_check_held,
    )
    if values is None:
        return None
    kept = held.draft
    draft = OverrideDraft(
        kept.account_id,
        values["reason"],
        ui.today,
        values["until"],
        kept.band,
        kept.score,
        kept.by,
    )
    return OverrideWish("renew" if values["what"] == "renew" else "end", draft)


def held_words(held: OverrideRow, words: Words) -> str:
    """The judgement that holds, in a sentence."""
    kept = held.draft
    reads = words.band(kept.band) if kept.band else words.number(kept.score)
    by = f" by {kept.by}" if kept.by else ""
    return (
        f"It reads {reads}{by} from {words.day(kept.first)} to {words.day(kept.until)}:"
        f" {kept.reason}"
    )


def _choices(words: Words) -> tuple[tuple[str, str], ...]:
    return (*((band, words.band(band)) for band in OVERRIDE_BANDS), (_SCORE, "A number"))


def _until(ui: Ui, day: int) -> Field:
    return Field(
        "until", "Until, the last day", "day", day, required=True, last=ui.today + OVERRIDE_DAYS
    )


def _draft(account_id: str, values: dict[str, Any]) -> OverrideDraft:
    number = values["what"] == _SCORE
    return OverrideDraft(
        account_id,
        values["reason"],
        values["first"],
        values["until"],
        None if number else values["what"],
        values["score"] if number else None,
    )


def _check(values: dict[str, Any]) -> dict[str, str]:
    wrongs: dict[str, str] = {}
    if values["what"] == _SCORE and (values["score"] is None or not 0 <= values["score"] <= 100):
        wrongs["score"] = "A number from 0 to 100 is needed."
    if values["until"] < values["first"]:
        wrongs["until"] = "It would end before it begins."
    elif values["until"] - values["first"] > OVERRIDE_DAYS:
        wrongs["until"] = f"At most {OVERRIDE_DAYS} days; it can be renewed then."
    return wrongs


def _check_held(values: dict[str, Any]) -> dict[str, str]:
    if values["what"] == "renew" and not values["reason"]:
        return {"reason": "Say why it should go on."}
    return {}
