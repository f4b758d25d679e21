"""Every trigger against a plain reckoning of its rows, account by account and day by day."""

from __future__ import annotations

from calendar import monthrange
from datetime import timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.column import first_days
from healthdesk.core.domain.decide import evaluate
from healthdesk.core.domain.facts import EPOCH, NO_DAY, PRIORITIES
from healthdesk.core.domain.reading import ReadingRef, read
from healthdesk.core.readings import CATALOGUE as READINGS
from healthdesk.core.readings import READY
from healthdesk.core.triggers import CATALOGUE, reading
from tests.core.random_desk import METRICS, SPAN, START, random_desk
from tests.core.triggers.trigger_case import (
    holds,
    options_of,
    random_cause,
    random_world,
    seen,
)

DAYS = range(START + 35, START + SPAN + 5)


def first_of(at, account, day):
    return int(np.broadcast_to(first_days(at.context.facts, np.array([day], np.int32)),
                               (at.context.facts.count, 1))[account, 0])  # fmt: skip


def segment_rule(at, o):
    return at.segments.get(o["segment"].casefold())


def rule_at(at, rule, account, day):
    one = at.on(np.array([day], np.int32)).context
    return rule is not None and bool(np.broadcast_to(evaluate(rule, one), one.shape)[account, 0])


def condition(world, at, o, account, day):
    return rule_at(at, o["rule"], account, day)


def segment(world, at, o, account, day):
    return rule_at(at, segment_rule(at, o), account, day)


def segment_left(world, at, o, account, day):
    inside = [rule_at(at, segment_rule(at, o), account, one) for one in (day - 1, day)]
    return inside == [True, False]


def band_of(at, account, day):
    on = np.array([day], np.int32)
    code = int(at.context.scored(on).band_codes()[account, 0])
    return None if code in (-1, 3) else code


def band(world, at, o, account, day):
    now = band_of(at, account, day)
    earlier = (band_of(at, account, day - back) for back in range(1, 15))
    before = next((one for one in earlier if one is not None), None)
    if now is None or before is None or now == before:
        return False
    wanted = ("Strong", "Average", "Poor", "Unknown")
    if o["band"] != "any" and wanted[now] != o["band"]:
        return False
    return {"falls": now > before, "rises": now < before, "reaches": True}[o["way"]]


def score_change(world, at, o, account, day):
    now, then = (
        float(at.context.scored(np.array([one], np.int32)).field("score")[account, 0])
        for one in (day, day - o["over"])
    )
    moved = then - now if o["way"] == "falls" else now - then
    return moved >= o["points"]


def value_of(at, o, account, day):
    facts = at.context.facts
    asked = {one.key: one.default for one in READINGS[o["reading"]].SPEC.options}
    if "metric" in asked:
        asked["metric"] = o["metric"]
    ref = ReadingRef(kind=o["reading"], options=asked)
    days = np.array([day], np.int32)
    return float(np.broadcast_to(read(facts, ref, days, READINGS), (facts.count, 1))[account, 0])


def reading_(world, at, o, account, day):
    now = value_of(at, o, account, day)
    if o["test"] == "at least":
        return now >= o["value"]
    if o["test"] == "at most":
        return now <= o["value"]
    before = day - o["over"]
    if first_of(at, account, day) > before:
        return False
    then = value_of(at, o, account, before)
    moved = then - now if "falls" in o["test"] else now - then
    if "%" in o["test"]:
        return then > 0 and 100 * moved / then >= o["value"]
    return moved >= o["value"]


def survey(world, at, o, account, day):
    return any(
        one.account == f"a{account}"
        and one.day == day
        and o["low"] <= one.rating <= o["high"]
        and o["survey"] in ("any", one.kind)
        and (not o["comment"] or day in world.comments)
        for one in world.desk.answers
    )


def silence(world, at, o, account, day):
    begun = first_of(at, account, day)
    touched = [
        one.day
        for one in world.desk.touches
        if one.account == f"a{account}"
        and one.day <= day
        and one.kind != "note"
        and o["direction"] in ("any", one.direction)
    ]
    if not touched and begun > day:
        return False
    return day - max(touched, default=begun) >= o["days"]


def moment(world, at, o, account, day):
    away = {
        "start": start_away,
        "renewal": renewal_away,
        "contract_end": end_away,
        "milestone_due": due_away,
        "milestone_done": done_away,
    }[o["moment"]](world, at, o, account, day)
    if away is None:
        return False
    return 0 <= away <= o["days"] if o["way"] == "before" else away <= -o["days"]


def contracts(world, account, day):
    return [
        (one.day, NO_DAY if one.end is None else one.end)
        for one in world.desk.contracts
        if one.account == f"a{account}" and one.day <= day and (one.end or NO_DAY) > one.day
    ]


def start_away(world, at, o, account, day):
    first = first_of(at, account, day)
    return None if first > day else first - day


def renewal_away(world, at, o, account, day):
    known = contracts(world, account, day)
    ends = [end for _, end in known if end > day]
    if o["way"] == "before":
        ahead = [end for end in ends if end != NO_DAY]
        return min(ahead) - day if ahead else None
    over = [end for _, end in known if end <= day]
    return max(over) - day if over and ends else None


def end_away(world, at, o, account, day):
    ends = [end for _, end in contracts(world, account, day)]
    return max(ends) - day if ends and max(ends) != NO_DAY else None


def milestones(world, o, account):
    wanted = o["milestone"].casefold()
    return [
        one
        for one in world.rows["milestone"]
        if one.account == f"a{account}" and wanted in ("", one.word)
    ]


def done_away(world, at, o, account, day):
    done = [one.day for one in milestones(world, o, account) if one.day <= day]
    return max(done) - day if done else None


def due_away(world, at, o, account, day):
    due = [
        one.due
        for one in milestones(world, o, account)
        if one.day > day and one.due is not None and (o["way"] == "after" or one.due >= day)
    ]
    return min(due) - day if due else None


def tickets(world, o, account):
    least = PRIORITIES.index(o["priority"])
    return [
        one
        for one in world.desk.tickets
        if one.account == f"a{account}" and PRIORITIES.index(one.priority) >= least
    ]


def ticket(world, at, o, account, day):
    return any(one.day == day for one in tickets(world, o, account))


def tickets_open(world, at, o, account, day):
    ages = [
        day - one.day
        for one in tickets(world, o, account)
        if one.day <= day and (one.closed is None or one.closed > day)
    ]
    return (len(ages) if o["what"] == "count" else max(ages, default=-1)) >= o["least"]


def source_stopped(world, at, o, account, day):
    def values(of):
        return {
            on for (one, key, on) in world.desk.usage
            if key == o["metric"] and on <= day and of in (one, "")
        }  # fmt: skip

    own, everyone = values(f"a{account}"), values("")
    if not own or day - max(own) < o["days"]:
        return False
    last = max(own)
    # The values begin with the desk's first day of this metric.
    begin = min(on for (_, key, on) in world.desk.usage if key == o["metric"])
    steady = all(
        one >= begin and any(one - back in own for back in range(o["days"]))
        for one in range(last - 27, last + 1)
    )
    return steady and (o["everyone"] or day - max(everyone) < o["days"])


def happened(world, name, account, day, wanted):
    return any(
        (one.account, one.day) == (f"a{account}", day) and wanted.casefold() in one.word.casefold()
        for one in world.rows[name]
    )


def imported(world, at, o, account, day):
    return happened(world, "import", account, day, o["source"])


def created(world, at, o, account, day):
    if o["record"] == "account":
        return first_of(at, account, day) == day
    if o["record"] in world.rows:
        return happened(world, o["record"], account, day, o["kind"])
    if o["record"] == "ticket":
        rows = [(one.account, one.day, one.priority) for one in world.desk.tickets]
    else:
        rows = [(one.account, one.day, one.kind) for one in world.desk.touches]
    return any(row[:2] == (f"a{account}", day) and o["kind"] in row[2] for row in rows)


def schedule(world, at, o, account, day):
    on = EPOCH + timedelta(days=day)
    if o["every"] == "week":
        return f"{on:%A}".lower() == o["weekday"]
    months = {
        "month": range(1, 13),
        "quarter": (1, 4, 7, 10),
        "year": (1 + MONTHS.index(o["month"]),),
    }[o["every"]]
    return on.month in months and on.day == min(o["day"], monthrange(on.year, on.month)[1])


MONTHS = next(one for one in CATALOGUE["schedule"].SPEC.options if one.key == "month").choices
NAIVE = {
    "condition": condition, "segment": segment, "segment_left": segment_left, "band": band,
    "score_change": score_change, "reading": reading_, "survey": survey, "silence": silence,
    "moment": moment, "ticket": ticket, "tickets_open": tickets_open,
    "source_stopped": source_stopped, "imported": imported, "created": created,
    "schedule": schedule,
}  # fmt: skip


@pytest.mark.parametrize("kind", NAIVE)
@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32))
def test_a_trigger_says_what_a_plain_reckoning_says(kind, seed):
    rng = Random(seed)
    desk = random_desk(rng, rng.randrange(1, 4)).with_(metrics=METRICS)
    world = random_world(rng, desk, START, SPAN)
    cause = random_cause(rng, kind)
    at, found, options = seen(world, DAYS), holds(world, cause, DAYS), options_of(cause)
    for day in rng.sample(DAYS, 6):
        for account in range(len(desk.accounts)):
            plain = NAIVE[kind](world, at, {**options, "rule": cause.rule}, account, day)
            assert bool(found[account, day - DAYS[0]]) == bool(plain), (cause, account, day)


def test_what_has_no_plain_reckoning_here_has_one_elsewhere():
    assert set(CATALOGUE) - set(NAIVE) == {"dip", "by_hand"}


def test_the_readings_that_are_offered_are_those_that_want_to_be_told_nothing_else():
    assert tuple(reading.KINDS) == tuple(READY)
    titles = [READINGS[kind].SPEC.title for kind in reading.KINDS]
    assert list(reading.KINDS.values()) == titles
    of_metric = [
        kind for kind in READY if any(o.kind == "metric" for o in READINGS[kind].SPEC.options)
    ]
    assert list(reading.OF_METRIC) == of_metric
