"""Commands that say what the facts mean: scores, why, history, segment."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable

from healthdesk.cli import desks
from healthdesk.cli.output import Json, figure, print_json, print_line, print_table
from healthdesk.core.desk import Desk
from healthdesk.core.domain.band_names import USUAL
from healthdesk.core.domain.document import shorten
from healthdesk.core.domain.errors import BadRuleText, UsageError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.views import DayScore, ScoreView, WhyView
from healthdesk.core.services import explain, scoring, segment_check, segments

_DONE = 0
_SEEN = 0.005
"""Points from which a row shows at two digits; the rest is in the JSON."""


def _scores(asked: Namespace) -> int:
    with desks.reading(asked) as desk:
        views = desk.read(
            scoring.scores,
            desks.day_of(asked, desk),
            segment=asked.segment,
            account=asked.account,
            as_reported=asked.as_reported,
        )
    if asked.json:
        print_json([_score_document(view) for view in views])
        return _DONE
    print_table(
        ("account", "name", "score", "band", "coverage", "profile", ""),
        [
            (
                view.account_id,
                view.name,
                figure(view.score),
                view.band,
                f"{view.coverage:.0%}",
                f"{view.profile} {view.version}",
                _remarks(view),
            )
            for view in views
        ],
        "  r r",
    )
    return _DONE


def _remarks(view: ScoreView) -> str:
    """What stands beside a score: caps that bit, a person's judgement, that it is restated."""
    words = [f"capped: {name}" for name in view.caps]
    if view.override is not None:
        until = to_date(view.override.until).isoformat()
        words.append(f"overridden until {until}: {view.override.reason}")
    if view.restated:
        words.append("restated")
    return "; ".join(words)


def _score_document(view: ScoreView) -> Json:
    override = view.override
    return {
        "account_id": view.account_id,
        "name": view.name,
        "day": to_date(view.day).isoformat(),
        "profile": view.profile,
        "version": view.version,
        "score": view.score,
        "shown": view.shown,
        "band": view.band,
        "coverage": view.coverage,
        "dimensions": {one.key: one.points for one in view.dimensions},
        "measures": [
            {
                "key": one.key,
                "reading": one.reading,
                "points": one.points,
                "weight": one.weight,
                "contribution": one.contribution,
            }
            for dimension in view.dimensions
            for one in dimension.measures
        ],
        "caps": list(view.caps),
        "override": None
        if override is None
        else {
            "band": override.band,
            "score": override.score,
            "reason": override.reason,
            "until": to_date(override.until).isoformat(),
        },
    }


def _period(asked: Namespace) -> tuple[int, int]:
    first, last = to_day(asked.first), to_day(asked.last)
    if first > last:
        raise UsageError(f"--from {asked.first} is after --to {asked.last}.")
    return first, last


def _why(asked: Namespace) -> int:
    first, last = _period(asked)
    with desks.reading(asked) as desk:
        view = desk.read(
            explain.why,
            asked.account,
            first,
            last,
            as_reported=asked.as_reported,
            names=USUAL,
        )
    if asked.json:
        print_json(_why_document(view))
        return _DONE
    print_line(view.sentence)
    print_table(
        ("points", "measure", "because"),
        [
            *(
                (f"{row.points:+.2f}", row.name or row.kind, row.text)
                for row in view.rows
                if abs(row.points) >= _SEEN
            ),
            (
                "-" if view.change is None else f"{view.change:+.2f}",
                "all together",
                f"{figure(view.score_from, 2)} to {figure(view.score_to, 2)}",
            ),
        ],
        "r",
    )
    return _DONE


def _why_document(view: WhyView) -> Json:
    return {
        "account_id": view.account_id,
        "from": to_date(view.first).isoformat(),
        "to": to_date(view.last).isoformat(),
        "score_from": view.score_from,
        "score_to": view.score_to,
        "change": view.change,
        "rows": [
            {"kind": row.kind, "key": row.key, "points": row.points, "text": row.text}
            for row in view.rows
        ],
    }


def _history(asked: Namespace) -> int:
    first, last = _period(asked)
    with desks.reading(asked) as desk:
        view = desk.read(scoring.history, asked.account, first, last, as_reported=asked.as_reported)
    if asked.json:
        print_json([_day_document(one) for one in view.days])
        return _DONE
    print_table(
        ("day", "score", "band", "profile", ""),
        [
            (
                to_date(one.day).isoformat(),
                figure(one.score),
                one.band,
                f"{one.profile} {one.version}",
                "restated" if one.restated else "",
            )
            for one in view.days
        ],
        " r",
    )
    return _DONE


def _day_document(one: DayScore) -> Json:
    return {
        "day": to_date(one.day).isoformat(),
        "score": one.score,
        "shown": one.shown,
        "band": one.band,
        "profile": one.profile,
        "version": one.version,
    }


def _segment(asked: Namespace) -> int:
    rule = _rule_of(asked.rule) if asked.rule is not None else None
    with desks.reading(asked) as desk:
        day = desks.day_of(asked, desk)
        if asked.text is not None:
            rule = _rule_read(desk, asked.text, day)
        if rule is None:
            accounts = desk.read(segments.members, asked.name, day)
        else:
            accounts = desk.read(segments.matching, rule, day)
    if asked.json:
        print_json({"day": to_date(day).isoformat(), "accounts": list(accounts)})
    else:
        for account in accounts:
            print_line(account)
    return _DONE


def _rule_of(told: str) -> Json:
    try:
        found: Json = json.loads(told)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"--rule is not readable as JSON ({error}).") from error
    return found


def _rule_read(desk: Desk, told: str, day: int) -> Json:
    """The rule of a text; what is wrong with it is told with its place."""
    try:
        return desk.read(segment_check.rule_of_text, told, day)
    except BadRuleText as error:
        around = told[error.at : error.at + error.length] or "the end"
        place = f"(character {error.at + 1}: {shorten(around)})"
        raise UsageError(f"--text: {error.sentence}", place) from error


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "scores": _scores,
    "why": _why,
    "history": _history,
    "segment": _segment,
}
