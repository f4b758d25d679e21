"""A survey is answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.facts import SURVEY_KINDS, BoolArray
from healthdesk.core.domain.reading import Option, Readings
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.trigger import Seen, Told, TriggerSpec
from healthdesk.core.domain.trigger_words import date, figure

_NAMES: Final = {"any": "a survey", "nps": "NPS", "csat": "CSAT", "ces": "CES"}
SPEC: Final = TriggerSpec(
    key="survey",
    title="A survey is answered",
    summary="Fires on the day of an answer whose rating lies in a range, with a comment if wanted.",
    group="Voice and touch",
    icon="message",
    shape="event",
    options=(
        Option(
            "survey",
            "Survey",
            "choice",
            "nps",
            choices=("any", *SURVEY_KINDS),
            labels=("Any", *(one.upper() for one in SURVEY_KINDS)),
        ),
        Option("low", "Rating from", "number", 0, 0, 100),
        Option("high", "Rating to", "number", 6, 0, 100),
        Option("comment", "Only with a comment", "flag", default=False),
    ),
)


def rules(
    options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
) -> tuple[Rule, ...]:
    """None: it looks at facts alone."""
    return ()


def holds(seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
    """The days of such answers."""
    chosen, table = _chosen(seen, options), seen.context.facts.surveys
    return seen.marked(table.account[chosen], table.day[chosen])


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """The answers of the day."""
    table, day = seen.context.facts.surveys, int(seen.context.days[at])
    chosen = _chosen(seen, options)
    asked = _asked(options)
    out = [
        Told(
            f"{SURVEY_KINDS[int(table.kind[row])].upper()} of {date(day)}",
            figure(float(table.rating[row])),
            asked,
            bool(chosen[row]),
        )
        for row in np.flatnonzero((table.account == account) & (table.day == day)).tolist()
    ]
    out += _said(seen, table.row[chosen & (table.account == account) & (table.day == day)])
    return tuple(out) or (Told("Surveys", f"no answer on {date(day)}", asked, held=False),)


def _said(seen: Seen, rows: NDArray[np.int64]) -> list[Told]:
    """What was said with some answers, on one line each."""
    comments = seen.records("comment")
    return [
        Told("They said", f"“{' '.join(comments.word[at].split())}”")
        for at in np.flatnonzero(np.isin(comments.row, rows)).tolist()
    ]


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    return f"{_NAMES[options['survey']]} is answered {_asked(options)}"


def _asked(options: Mapping[str, Any]) -> str:
    comment = " with a comment" if options["comment"] else ""
    return f"{figure(options['low'])} to {figure(options['high'])}{comment}"


def _chosen(seen: Seen, options: Mapping[str, Any]) -> BoolArray:
    """Which answers count."""
    table = seen.context.facts.surveys
    chosen = (table.rating >= options["low"]) & (table.rating <= options["high"])
    if options["survey"] != "any":
        chosen &= table.kind == SURVEY_KINDS.index(options["survey"])
    if options["comment"]:
        chosen &= np.isin(table.row, seen.records("comment").row)
    return np.asarray(chosen)
