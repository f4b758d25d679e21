"""What is asked about a whole profile: its kind of model, rounding, coverage, ranks, children."""

from __future__ import annotations

from typing import Final

import msgspec

from healthdesk.core.domain import profile_edit
from healthdesk.core.domain.profile import Profile
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import Values, ask_form
from healthdesk.gui.panels.form_fields import Field

_MODELS: Final = (
    ("weighted", "Weights: measures earn points, weights add them up"),
    ("rank", "Ranks: each is good, average or poor; no weights"),
)
_ROUNDINGS: Final = (
    ("none", "Only the shown score"),
    ("dimension", "Dimensions and score to whole points"),
)
_PARENTS: Final = (
    ("own", "By their own facts"),
    ("arr", "By the accounts below them, weighed by ARR"),
    ("count", "By the accounts below them, each alike"),
)


def ask_settings(ui: Ui, profile: Profile) -> Profile | None:
    """Ask for the settings of a profile; None when the person went back."""
    good, average, poor = profile.rank_points
    parents = "own" if profile.hierarchy == "own" else profile.rollup_by
    fields = (
        Field("name", "Name", "line", profile.name, required=True),
        Field("model", "Kind of model", "choice", profile.model, _MODELS),
        Field("rounding", "Rounding", "choice", profile.rounding, _ROUNDINGS),
        Field("cover", "Least coverage, % of the weights (below it: no score)", "number",
              round(profile.min_coverage * 100, 6), required=True),
        Field("good", "Points of good", "number", good, required=True),
        Field("average", "Points of average", "number", average, required=True),
        Field("poor", "Points of poor", "number", poor, required=True),
        Field("parents", "Accounts with others below them", "choice", parents, _PARENTS),
    )  # fmt: skip
    found = ask_form(ui, "Settings of the profile", fields, yes="Keep in the draft", check=_wrong)
    return None if found is None else _made(profile, found)


def _wrong(values: Values) -> dict[str, str]:
    wrongs = {}
    if not 0 <= values["cover"] <= 100:
        wrongs["cover"] = "A share lies between 0 and 100 %."
    for key in ("good", "average", "poor"):
        if not 0 <= values[key] <= 100:
            wrongs[key] = "Points lie between 0 and 100."
    good, average, poor = (values[key] for key in ("good", "average", "poor"))
    if not wrongs and not good >= average >= poor:
        wrongs["average"] = "Points fall from good to average to poor."
    if not wrongs and values["model"] == "rank" and len({good, average, poor}) < 3:
        wrongs["average"] = "In a rank model the three differ."
    return wrongs


def _made(profile: Profile, values: Values) -> Profile:
    """The profile as it was asked for.

    Raises:
        UsageError: a measure of it has no rank.
    """
    parents = str(values["parents"])
    made = msgspec.structs.replace(
        profile,
        rounding=str(values["rounding"]),
        min_coverage=round(float(values["cover"]) / 100, 9),
        rank_points=(float(values["good"]), float(values["average"]), float(values["poor"])),
        hierarchy="own" if parents == "own" else "rollup",
        rollup_by=profile.rollup_by if parents == "own" else parents,
    )
    made = profile_edit.renamed(made, "", str(values["name"]))
    if values["model"] != made.model:
        made = (profile_edit.ranked if values["model"] == "rank" else profile_edit.weighted)(made)
    return made
