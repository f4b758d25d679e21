"""What is asked before a version is published: from which day, and why."""

from __future__ import annotations

from functools import partial

from healthdesk.core.domain.score_template import TEMPLATES, ScoreTemplate, template
from healthdesk.core.domain.what_if import WhatIf
from healthdesk.core.services.what_if import ModelView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import Values, ask_form
from healthdesk.gui.panels.form_fields import Field

_HELD = (
    "Scores of every day are computed with it from now on. What was reported on earlier days"
    " stays as it was reported, and charts mark the day."
)


def ask_publish(ui: Ui, view: ModelView, made: WhatIf | None) -> tuple[str, int] | None:
    """Ask for the reason and the day of a new version."""
    held = view.published
    moves = 0 if made is None else len(made.moved)
    told = ui.words.count(moves, "account changes", "accounts change")
    told = f"{told} band today. " if moves else ""
    fields = (
        Field("reason", "Why", "line", "", required=True, hint="What taught you this"),
        Field("day", "From", "day", ui.today, required=True, last=ui.today),
    )
    found = ask_form(
        ui,
        f"Publish {held.profile.name} as version {held.version + 1}",
        fields,
        text=told + _HELD,
        yes="Publish",
        check=partial(_wrong, ui, held.version, held.day),
    )
    return None if found is None else (str(found["reason"]), int(found["day"]))


def _wrong(ui: Ui, version: int, first: int, values: Values) -> dict[str, str]:
    if values["day"] < first:
        return {"day": f"Version {version} began on {ui.words.day(first)}; not before that."}
    return {}


def ask_template(ui: Ui) -> ScoreTemplate | None:
    """Ask what the score is to be weighed for."""
    offered = [(one.key, f"{one.name}: {one.text.lower()}") for one in TEMPLATES if one.factors]
    found = ask_form(
        ui,
        "Weigh by a template",
        (Field("template", "Template", "choice", offered[0][0], offered, required=True),),
        text="It makes more or less of each part than the version in use does. The draft shows at"
        " once what would change; nothing is published.",
        yes="Try it",
    )
    return None if found is None else template(str(found["template"]))


def ask_roll_back(ui: Ui, view: ModelView, version: int, *, drafted: bool) -> str | None:
    """Ask why an older version holds again."""
    held = view.published
    gone = " The draft is discarded." if drafted else ""
    found = ask_form(
        ui,
        f"Roll {held.profile.name} back to version {version}",
        (Field("reason", "Why", "line", "", required=True, hint="What spoke against it"),),
        text=f"Version {version} is published again as version {held.version + 1}, from today:"
        f" every score is exactly what version {version} gives.{gone}",
        yes="Roll back",
    )
    return None if found is None else str(found["reason"])
