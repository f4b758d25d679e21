"""Everything that the pages of an account and Today read, by name, in a form to compare.

A read that refuses (an account without a score has no composition) gives its refusal.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
import numpy as np
from sqlalchemy import text

from healthdesk.core.desk import Tx
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.moment import MomentDraft
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.source_ref import Ref, RowRef
from healthdesk.core.domain.views import AccountHeader
from healthdesk.core.services import (
    account_badges,
    accounts,
    accounts_more,
    advocates,
    calendar,
    checklist,
    commercial,
    composition,
    evidence,
    explain,
    feedback,
    feeds,
    files,
    findings,
    forecasts,
    late,
    loose_ends,
    marks,
    milestones,
    moments,
    overrides,
    people,
    plan_watch,
    plans,
    provenance,
    pulses,
    scoring,
    segment_members,
    segment_past,
    segments,
    sentence,
    tasks,
    timeline,
    timeline_moves,
    today,
    trends,
    usage_view,
)
from healthdesk.core.services.reports import building

Read = tuple[str, Callable[[], Any]]


def of_desk(tx: Tx, day: int) -> dict[str, Any]:
    """What is read of all accounts together as of a day."""
    return _made(_of_desk(tx, day))


def of_account(tx: Tx, account: str, day: int) -> dict[str, Any]:
    """What is read of one account as of a day."""
    return _made(_of_account(tx, account, day))


def plain(value: Any) -> Any:
    """A view as tuples, so that two of them compare; a missing number equals a missing number."""
    if isinstance(value, msgspec.Struct):
        return (type(value).__name__, plain(msgspec.structs.asdict(value)))
    if dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value)]
        return (type(value).__name__, *((name, plain(getattr(value, name))) for name in names))
    if isinstance(value, Mapping):
        return tuple((repr(key), plain(one)) for key, one in sorted(value.items(), key=repr))
    if isinstance(value, set | frozenset):
        return tuple(sorted(map(repr, value)))
    if isinstance(value, list | tuple | np.ndarray):
        return tuple(plain(one) for one in value)
    return "missing" if isinstance(value, float) and np.isnan(value) else value


def apart(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """Where two plain views differ, in words."""
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for place, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from apart(left, right, f"{path}/{_named(left, place)}")
    elif one != other or type(one) is not type(other):
        yield f"{path}: {str(one)[:300]} <> {str(other)[:300]}"


def _named(value: Any, place: int) -> str:
    named = isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str)
    return value[0] if named else str(place)


def _made(reads: Iterator[Read]) -> dict[str, Any]:
    out = {}
    for name, read in reads:
        try:
            out[name] = plain(read())
        except DeskError as refusal:
            out[name] = str(refusal)
    return out


def _of_desk(tx: Tx, day: int) -> Iterator[Read]:
    yield "scores", lambda: scoring.scores(tx, day)
    yield "accounts", lambda: accounts.accounts_table(tx, day)
    rows = accounts.accounts_table(tx, day).rows
    yield "accounts_more", lambda: accounts_more.of_rows(tx, day, rows)
    yield "loose_ends", lambda: loose_ends.read(tx, day)
    yield "feeds", lambda: feeds.feeds(tx, day)
    yield "late", lambda: late.late_on(tx, day)
    yield "trends.watched", lambda: trends.watched(tx)
    yield "trends.lasting", lambda: trends.lasting(tx, day)
    yield "people.alerts_all", lambda: people.alerts_all(tx, day)
    yield "people.overdue", lambda: people.overdue(tx, day)
    yield "today.quick", lambda: today.quick(tx, day)
    yield "today.read", lambda: today.read(tx, day, day - 7)
    yield "tasks.due", lambda: tasks.due(tx, day, 90)
    yield "tasks.closed", lambda: tasks.closed_between(tx, day - 60, day)
    yield "plans.running", lambda: plans.running(tx, day)
    yield "moments.promises", lambda: moments.promises(tx, day, 90)
    yield "moments.without_gift", lambda: moments.without_gift(tx, day)
    yield "forecasts.all", lambda: forecasts.all(tx, day)
    yield "forecasts.usual_arr", lambda: forecasts.usual_arr(tx, day)
    yield "feedback.open_all", lambda: feedback.open_all(tx, day)
    yield "feedback.themes", lambda: feedback.themes(tx, day)
    yield "findings.without_action", lambda: findings.without_action(tx, day)
    yield "advocates.all_of", lambda: advocates.all_of(tx, day)
    yield "advocates.candidates", lambda: advocates.candidates(tx, day)
    yield "calendar", lambda: calendar.export(tx, day)
    yield "segments.overview", lambda: segments.overview(tx, day)
    for name in segments.names(tx):
        yield f"segment {name}", lambda name=name: segments.members(tx, name, day)
        rule = segments.rule_of(tx, name)
        yield f"members {name}", lambda rule=rule: segment_members.members_now(tx, rule, day)
        yield f"sizes {name}", lambda rule=rule: segment_past.sizes(tx, rule, day, 8)
        yield f"moves {name}", lambda rule=rule: segment_past.came_and_went(tx, rule, day)


def _of_account(tx: Tx, account: str, day: int) -> Iterator[Read]:
    yield from _health(tx, account, day)
    yield from _usage(tx, account, day)
    yield "timeline", lambda: timeline.read(tx, account, day)
    yield "timeline scores", lambda: timeline_moves.scores(tx, account, day)
    yield "timeline usage", lambda: timeline_moves.usage(tx, account, day)
    yield "people", lambda: people.view(tx, account, day)
    yield "alerts", lambda: people.alerts(tx, account, day)
    yield "touch rows", lambda: people.touch_rows(tx, account, day)
    yield "advocates", lambda: advocates.of_account(tx, account, day)
    yield "tasks", lambda: tasks.of_account(tx, account, day)
    yield "plans", lambda: plans.of_account(tx, account, day)
    for plan in _plans(tx, account, day):
        yield f"plan {plan}", lambda plan=plan: plans.state(tx, plan, day)
        yield f"plan rows {plan}", lambda plan=plan: plans.rows_behind(tx, plan, day)
    yield "plan choices", lambda: plan_watch.choices(tx, account, day)
    yield "milestones", lambda: milestones.of_account(tx, account, day)
    yield "moments", lambda: moments.of_account(tx, account, day)
    draft = MomentDraft(account, "perk", "A preview", day)
    yield "repeat", lambda: moments.repeat_of(tx, draft)
    yield "commercial", lambda: commercial.view(tx, account, day)
    yield "seats", lambda: commercial.seats(tx, account, day)
    yield "overdue", lambda: commercial.overdue(tx, account, day)
    yield "forecasts", lambda: forecasts.of_account(tx, account, day)
    yield "priority", lambda: forecasts.priority_of(tx, account, 1000.0, 30, day)
    yield "feedback", lambda: feedback.of_account(tx, account, day)
    yield (
        "listened",
        lambda: feedback.listened(tx, account, day, feedback.of_account(tx, account, day)),
    )
    yield "files", lambda: files.listed(tx, account, day)
    yield "sources", lambda: provenance.rows(tx, _refs(tx, account, day), day)
    for kind in ("account_review", "account_brief"):
        wanted = ReportOptions(kind=kind, account=account)
        yield kind, lambda wanted=wanted: building.build(tx, wanted, day)


def _health(tx: Tx, account: str, day: int) -> Iterator[Read]:
    yield "header", lambda: _header(tx, account, day)
    yield "badges", lambda: account_badges.badges(tx, account, day)
    yield "composition", lambda: composition.composition(tx, account, day)
    yield "history", lambda: scoring.history(tx, account, day - 120, day)
    yield (
        "history as reported",
        lambda: scoring.history(tx, account, day - 120, day, as_reported=True),
    )
    yield "trend marks", lambda: marks.trend_marks(tx, account, day - 120, day)
    yield "why", lambda: explain.why(tx, account, day - 28, day)
    yield "sentence", lambda: _sentence(tx, account, day)
    yield "checklist", lambda: checklist.look(tx, account, day - 28, day)
    yield "findings", lambda: findings.of_account(tx, account, day)
    yield "override", lambda: overrides.in_force(tx, account, day)
    yield "pulse", lambda: pulses.latest(tx, account, day)
    for key in _measures(tx, account, day):
        yield f"evidence {key}", lambda key=key: evidence.evidence(tx, account, key, day - 28, day)
        yield f"refs {key}", lambda key=key: evidence.refs(tx, account, key, day - 28, day)


def _usage(tx: Tx, account: str, day: int) -> Iterator[Read]:
    for (key,) in tx.execute(text("SELECT metric FROM metric ORDER BY id LIMIT 3")).all():
        yield f"usage {key}", lambda key=key: usage_view.view(tx, account, day, key)
        yield f"normal {key}", lambda key=key: trends.normal(tx, account, key, day - 90, day, day)
        yield f"events {key}", lambda key=key: trends.events(tx, account, day, (key,))
    yield "usage", lambda: usage_view.view(tx, account, day)
    yield "usage line", lambda: usage_view.line(tx, account, day)
    yield "raw usage", lambda: usage_view.raw(tx, account, day)
    yield "events", lambda: trends.events(tx, account, day)
    yield "records", lambda: trends.records(tx, account, day)


def _header(tx: Tx, account: str, day: int) -> AccountHeader:
    """The header; of an account that had not begun it tells, on purpose, when it begins."""
    found = accounts.account_header(tx, account, day)
    begun = found.first_day is not None and found.first_day <= day
    return found if begun else dataclasses.replace(found, first_day=None)


def _sentence(tx: Tx, account: str, day: int) -> Any:
    return sentence.tell(
        accounts.account_header(tx, account, day),
        composition.composition(tx, account, day),
        explain.why(tx, account, day - 28, day),
    )


def _plans(tx: Tx, account: str, day: int) -> list[int]:
    return [one.id for one in plans.of_account(tx, account, day)]


def _measures(tx: Tx, account: str, day: int) -> list[str]:
    try:
        found = composition.composition(tx, account, day)
    except DeskError:
        return []
    return [one.key for part in found.score.dimensions for one in part.measures]


def _refs(tx: Tx, account: str, day: int) -> list[Ref]:
    """Every row that the timeline shows, and the account itself."""
    entries = timeline.read(tx, account, day).entries
    told = [RowRef(one.table, one.row) for one in entries if one.table]
    sql = text("SELECT id FROM account WHERE account_id = :account")
    row = tx.execute(sql, {"account": account}).scalar_one()
    return [RowRef("account", row), *dict.fromkeys(told)]
