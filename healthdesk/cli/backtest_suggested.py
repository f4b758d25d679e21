"""What `backtest --suggest` adds: suggested weights and curves, as JSON and for a person."""

from __future__ import annotations

from typing import cast

from healthdesk.cli.output import Json, print_line, print_table
from healthdesk.core.domain.discrimination import Auc, Paired
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.profile import dump_profile
from healthdesk.core.domain.suggest import Caught
from healthdesk.core.services.suggest import SuggestionView

_LISTED = 10
"""Measures left out that a person is shown; the JSON has all."""


def suggested_document(view: SuggestionView) -> Json:
    """The suggestion as JSON; where there is none, its figures are null and `text` says why."""
    found = view.found
    out: dict[str, Json] = {
        "for": view.key,
        "verdict": "refused" if found is None else found.verdict,
        "title": view.title,
        "text": view.text,
        "notes": list(view.notes),
        "out_of": view.out_of,
        "lead": view.lead,
        "at": None if view.at is None else to_date(view.at).isoformat(),
        "churned": view.lost,
        "profile": None if view.profile is None else cast("Json", dump_profile(view.profile)),
    }
    if found is None:
        nothing = _caught(Caught(None, None))
        none: dict[str, Json] = {"learned_from": 0, "tried_on": 0, "weights": [], "left_out": []}
        return {**out, **nothing, "now": nothing, "difference": None, **none}
    return {
        **out,
        **_caught(found.then),
        "now": _caught(found.now),
        "difference": _difference(found.difference),
        "learned_from": found.learned[0],
        "learned_from_kept": found.learned[1],
        "tried_on": found.tried[0],
        "tried_on_kept": found.tried[1],
        "weights": [
            {"key": one.key, "name": one.name, "now": one.now, "then": one.then}
            for one in found.weights
        ],
        "left_out": [
            {"key": one.key, "name": one.name, "because": one.because} for one in found.left_out
        ],
    }


def tell_suggested(view: SuggestionView) -> None:
    """The same for a person."""
    print_line("")
    print_line(f"Suggested for {view.name}: {view.title}")
    print_line(view.text)
    for note in view.notes:
        print_line(note)
    if view.found is None or view.profile is None:
        return
    print_line("")
    print_table(
        ("measure", "name", "now", "suggested"),
        [(one.key, one.name, f"{one.now:.0f}", f"{one.then:.0f}") for one in view.found.weights],
        "  rr",
    )
    left = view.found.left_out
    for one in left[:_LISTED]:
        print_line(f"Left out: {one.name} {one.because}.")
    if len(left) > _LISTED:
        print_line(f"and {len(left) - _LISTED:,} more, in --json")


def _auc(found: Auc | None) -> dict[str, Json]:
    if found is None:
        return {"auc": None, "auc_low": None, "auc_high": None}
    return {"auc": found.value, "auc_low": found.low, "auc_high": found.high}


def _caught(one: Caught) -> dict[str, Json]:
    """AUC, and the share of the lost among the lowest fifth of scores."""
    caught = None if one.lowest is None else one.lowest.caught
    return {**_auc(one.auc), "caught_in_lowest_fifth": caught}


def _difference(found: Paired | None) -> Json:
    if found is None:
        return None
    return {"auc": found.difference, "low": found.low, "high": found.high, "p": found.p}
