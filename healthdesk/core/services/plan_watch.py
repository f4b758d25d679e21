"""Watches the exit condition of a plan: on which days it held, and how many of them in a row.

Only days since the plan was made count: what held before is what the plan was made in spite of.
A day of which a late feed says nothing counts neither way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.decide import Context, evaluate
from healthdesk.core.domain.facts import Facts, IntArray, UsageGrid
from healthdesk.core.domain.plan import (
    SCORE,
    ExitChoice,
    ExitDay,
    ExitState,
    PlanView,
    first_met,
    run_at,
)
from healthdesk.core.domain.reading import ReadingRef, dump_ref, parse_ref, read
from healthdesk.core.domain.rule import (
    FieldTest,
    ReadingTest,
    Rule,
    parse_rule,
    rule_readings,
)
from healthdesk.core.domain.score import Scores, score
from healthdesk.core.domain.source_ref import Ref, RowRef, UsageRef
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import profiles, rule_sentence
from healthdesk.core.services.account import facts_of
from healthdesk.core.services.facts import metrics, metrics_of
from healthdesk.core.services.late import late_on
from healthdesk.core.services.rule_sentence import figure
from healthdesk.core.services.wording import (
    begun,
    count_of,
    short_date,
)
from healthdesk.core.store import usage as table
from healthdesk.core.store.db import Tx

_LOOK_BACK: Final = 731
_OFFERED: Final = (
    "days_since_touch",
    "contacts_engaged",
    "open_tickets",
    "overdue_days",
    "nps",
)
"""Readings, beside the score and usage, that a simple condition may watch."""


def watch(tx: Tx, plan: PlanView, day: int) -> ExitState | None:
    """How far a plan's exit condition holds as of a day."""
    if plan.exit_rule is None:
        return None
    last = day if plan.closed_on is None else min(day, plan.closed_on)
    first = max(plan.made_on, last - _LOOK_BACK)
    days = np.arange(first, last + 1, dtype=np.int32)
    rule = _parsed(tx, plan.exit_rule)
    facts, account = _facts(tx, plan.account_id, rule_readings(rule))
    holds = evaluate(rule, Context(facts, days, CATALOGUE, lambda some: _scores(tx, facts, some)))
    silent_from, note = _silence(tx, rule, day)
    held = tuple(
        None if at >= silent_from else bool(one)
        for at, one in zip(days.tolist(), holds[account], strict=True)
    )
    words = _readings(tx, rule, facts, account, days)
    run = run_at(held)
    end = next((at for at in range(len(held), 0, -1) if held[at - 1] is not None), 0)
    since = int(days[end - run]) if run else None
    reached = first_met(held, plan.exit_days)
    shown = [
        ExitDay(int(one), held[at], "" if held[at] is None else words[at])
        for at, one in enumerate(days)
    ][-plan.exit_days :]
    met_on = None if reached is None else int(days[reached])
    return ExitState(
        plan_id=plan.id,
        words=plan.exit_words,
        needed=plan.exit_days,
        held=run,
        since=since,
        met=run >= plan.exit_days,
        met_on=met_on,
        days=tuple(shown),
        sentence=_sentence(run, plan.exit_days, since, met_on, words[end - 1] if end else ""),
        note=note,
    )


def behind(tx: Tx, plan: PlanView, day: int) -> tuple[Ref, ...]:
    """The stored rows that a plan's exit condition looked at for a day; none for the score."""
    if plan.exit_rule is None:
        return ()
    refs = rule_readings(_parsed(tx, plan.exit_rule))
    facts, account = _facts(tx, plan.account_id, refs)
    found: dict[Ref, None] = {}
    for ref in refs:
        metric, length = str(ref.options.get("metric", "")), int(str(ref.options.get("days", 1)))
        if metric:
            found[UsageRef(plan.account_id, metric, day - length + 1, day)] = None
            continue
        for row in CATALOGUE[ref.kind].evidence(facts, account, day, ref.options):
            if row.table and row.row >= 0:
                found[RowRef(row.table, row.row)] = None
    return tuple(found)


def in_words(tx: Tx, document: Any, days: int) -> str:  # noqa: ANN401 - any JSON value
    """An exit condition in words; "" for none."""
    if document is None:
        return ""
    names = {key: one.name for key, one in metrics(tx).items()}
    told = begun(rule_sentence.in_words(_parsed(tx, document), names))
    return f"{told} on {days} days in a row" if days > 1 else told


def choices(tx: Tx, account_id: str, day: int) -> tuple[ExitChoice, ...]:
    """What a simple exit condition of an account may watch: usage first, then all else."""
    known = metrics(tx)
    refs = [
        ReadingRef(kind="usage_level", options={"metric": key, "days": 7})
        for key, one in sorted(known.items(), key=lambda item: item[1].feature)
    ]
    refs += [parse_ref({"kind": kind}, known, CATALOGUE, kind) for kind in _OFFERED]
    facts, account = _facts(tx, account_id, refs)
    on = np.array([day], np.int32)
    out = [_choice(facts, account, ref, on) for ref in refs]
    now = float(_scores(tx, facts, on).field(SCORE)[account, 0])
    return (*out, ExitChoice(SCORE, "Score", None if np.isnan(now) else now, least=True))


def _choice(facts: Facts, account: int, ref: ReadingRef, on: IntArray) -> ExitChoice:
    spec = CATALOGUE[ref.kind].SPEC
    now = float(read(facts, ref, on, CATALOGUE)[account, 0])
    metric = str(ref.options.get("metric", ""))
    return ExitChoice(
        what=f"{ref.kind}:{metric}" if metric else ref.kind,
        name=facts.metrics[metric].name if metric else spec.title,
        now=None if np.isnan(now) else now,
        least=spec.higher is not False,
    )


def _parsed(tx: Tx, document: object) -> Rule:
    # A metric whose import was taken back may still be named: it reads as missing.
    known = profiles.known_metrics(tx) | profiles.metrics_named(document)
    return parse_rule(document, "exit condition", known, CATALOGUE)


def _facts(tx: Tx, account_id: str, refs: Iterable[ReadingRef]) -> tuple[Facts, int]:
    """An account's facts with the usage that some readings look at, and its number among them."""
    facts, account = facts_of(tx, account_id)
    wanted = metrics_of(tx, map(dump_ref, refs)) - facts.usage.keys()
    return (_with_usage(tx, facts, wanted) if wanted else facts), account


def _with_usage(tx: Tx, facts: Facts, wanted: set[str]) -> Facts:
    """The facts with more metrics: read for these few accounts alone."""
    present = set(table.columns(tx))
    sql = text("SELECT metric, id FROM metric")
    ids = {key: row for key, row in tx.execute(sql) if key in wanted and row in present}
    if not ids:
        return facts
    found: list[tuple[int, list[Any]]] = []
    for number_, account_id in enumerate(facts.account_ids):
        row = tx.execute(
            text("SELECT id FROM account WHERE account_id = :id"), {"id": account_id}
        ).scalar_one()
        for block in table.blocks(tx, list(ids.values()), accounts=(row, row)):
            found += ((number_, list(line)) for line in block)
    days = np.array(sorted({line[1] for _, line in found}), np.int32)
    grids = {}
    for at, key in enumerate(ids):
        values = np.full((facts.count, len(days)), np.nan)
        for number_, line in found:
            if line[at + 2] is not None:
                values[number_, np.searchsorted(days, line[1])] = line[at + 2]
        grids[key] = UsageGrid(days, values)
    return replace(facts, usage={**facts.usage, **grids})


def _scores(tx: Tx, facts: Facts, days: IntArray) -> Scores:
    return score(facts, profiles.published(tx), days, CATALOGUE, detail=False)


def _silence(tx: Tx, rule: Rule, day: int) -> tuple[int, str]:
    """The first day of which a late feed says nothing, and the sentence about it."""
    late = late_on(tx, day)
    found = [
        (feed.newest + 1, late.sentence(ref))
        for ref in rule_readings(rule)
        if (feed := late.feed(ref)) is not None
    ]
    return min(found) if found else (day + 1, "")


def _readings(tx: Tx, rule: Rule, facts: Facts, account: int, days: IntArray) -> list[str]:
    """What a rule of one test read on each day, in words; "" for other rules."""
    if isinstance(rule, ReadingTest):
        values = read(facts, rule.reading, days, CATALOGUE)[account]
    elif isinstance(rule, FieldTest) and rule.field == SCORE:
        values = _scores(tx, facts, days).field(SCORE)[account]
    else:
        return [""] * len(days)
    return ["not measured" if np.isnan(one) else figure(rule, float(one)) for one in values]


def _sentence(run: int, needed: int, since: int | None, met_on: int | None, now: str) -> str:
    """How far it is, in one line."""
    reads = f"; now {now}" if now else ""
    if since is None:
        if met_on is not None:
            return f"Was met on {short_date(met_on)}, does not hold any more{reads}"
        return f"Held on 0 of {count_of(needed, 'day')}{reads}"
    if run >= needed:
        return f"Met: held on {count_of(run, 'day')} in a row, since {short_date(since)}{reads}"
    return f"Held on {run} of {needed} days in a row, since {short_date(since)}{reads}"
