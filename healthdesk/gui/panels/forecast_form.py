"""Asks what a person expects of a renewal: category, amount, reason, next step, who decides."""

from __future__ import annotations

from typing import Any

from healthdesk.core.domain.forecast import (
    CATEGORIES,
    CATEGORY_WORDS,
    ForecastDraft,
    ForecastView,
)
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.form_keeping import Kept


def ask_forecast(
    ui: Ui,
    account_id: str,
    renewal: int,
    *,
    before: ForecastView | None = None,
    arr: float | None = None,
    currency: str = "",
) -> ForecastDraft | None:
    """Ask for a forecast; the reason is asked anew each time. None when the person went back."""
    words = ui.words
    fields = (
        Field(
            "category",
            "What you expect",
            "choice",
            before.category if before else "likely",
            choices=[(one, CATEGORY_WORDS[one]) for one in CATEGORIES],
        ),
        Field(
            "amount",
            f"ARR after it{f' ({currency})' if currency else ''}",
            "number",
            before.amount if before else arr,
            hint="not known yet",
        ),
        Field(
            "reason",
            "Why" if before is None else "Why now",
            "prose",
            "",
            required=True,
            hint="What makes you think so" if before is None else f"Before: {before.reason[:120]}",
        ),
        Field("next_step", "Next step", "line", before.next_step if before else ""),
        Field("decider", "Who decides", "line", before.decider if before else "", hint="Name"),
    )
    paid = "" if arr is None else f" {words.money(arr, currency, short=False)} ends with it."
    title = f"Renewal of {words.day(renewal)}"
    values = ask_form(
        ui,
        title,
        fields,
        text=f"What you say is kept with its day; later words stand beside it.{paid}",
        check=_check,
        kept=Kept(account_id, title),
    )
    if values is None:
        return None
    lost = values["category"] == "lost"
    return ForecastDraft(
        account_id,
        renewal,
        values["category"],
        0.0 if lost else values["amount"],
        values["reason"],
        values["next_step"],
        values["decider"],
    )


def _check(values: dict[str, Any]) -> dict[str, str]:
    amount = values["amount"]
    if amount is not None and amount < 0:
        return {"amount": "An amount is 0 or more."}
    if len(values["reason"]) > 300:
        return {"reason": f"At most 300 letters; these are {len(values['reason']):,}."}
    return {}
