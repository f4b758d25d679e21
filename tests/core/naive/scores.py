"""Scores, caps, overrides, parents and splits of one account and day, profiles as documents."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.core.naive.facts import alive, arr, churn_day
from tests.core.naive.readings import attribute_text, newest, reading
from tests.core.naive.rules import holds
from tests.core.plain_desk import Judgement, PlainDesk

Document = dict[str, Any]


def interpolate(points: list[list[float]], x: float) -> float:
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]


def compare(condition: Document, x: float) -> bool:
    v = condition["value"]
    return {">=": x >= v, ">": x > v, "<=": x <= v, "<": x < v, "=": x == v}[condition["op"]]


def measured(desk: PlainDesk, account: str, day: int, measure: Document) -> Any:
    """The reading of a measure, None = missing."""
    ref = measure["reading"]
    if measure["scale"]["kind"] == "map":
        return attribute_text(desk, account, day, ref)
    value = reading(desk, account, day, ref)
    limit = measure.get("stale_after")
    if value is not None and limit is not None:
        last = newest(desk, account, day, ref)
        if last is not None and day - last > limit:
            return None
    return value


def worth(profile: Document, measure: Document, value: Any) -> float | None:
    """Points of a reading after the policy for missing ones."""
    good, average, poor = profile.get("rank_points", [100, 60, 0])
    scale = measure["scale"]
    points: float | None = None
    if value is not None and scale["kind"] == "curve":
        points = interpolate(scale["points"], value)
    elif value is not None and scale["kind"] == "rank":
        low = poor if compare(scale["poor"], value) else average
        points = good if compare(scale["good"], value) else low
    elif value is not None:
        words = {word.casefold(): p for word, p in scale["points"].items()}
        points = words.get(value.casefold())
    if points is not None:
        return points
    ranked = profile.get("model") == "rank"
    return {
        "skip": None,
        "neutral": average if ranked else 50,
        "poor": poor if ranked else 0,
    }[measure.get("missing", "skip")]


def half_up(x: float) -> float:
    return math.floor(x + 0.5)


def rank(profile: Document, points: dict[str, float | None]) -> Document:
    """The rank model: as `weigh`."""
    dims: dict[str, float | None] = {}
    there = {key: p for key, p in points.items() if p is not None}
    low = min(there.values(), default=None)
    deciding = [key for key in there if there[key] == low]
    for dim in profile["dimensions"]:
        mine = [points[f"{dim['key']}.{m['key']}"] for m in dim["measures"]]
        dims[dim["key"]] = min((p for p in mine if p is not None), default=None)
    return {
        "weights": {key: 1 / len(deciding) if key in deciding else 0.0 for key in points},
        "dimensions": dims,
        "raw": low,
        "exact": low,
        "coverage": len(there) / len(points),
    }


def weigh(profile: Document, points: dict[str, float | None]) -> Document:
    """Effective weights, dimensions, score before caps and coverage, from points by full key."""
    if profile.get("model") == "rank":
        return rank(profile, points)
    rounded = profile.get("rounding") == "dimension"
    weights = dict.fromkeys(points, 0.0)
    dims: dict[str, float | None] = {}
    all_weights = sum(Fraction(dim.get("weight", 1)) for dim in profile["dimensions"])
    exact_coverage = Fraction(0)  # with everything present it is 1, which rules may ask for
    exact_dims: dict[str, float] = {}
    inner: dict[str, float] = {}
    for dim in profile["dimensions"]:
        mine = [(f"{dim['key']}.{m['key']}", m.get("weight", 1)) for m in dim["measures"]]
        there = [(key, w) for key, w in mine if points[key] is not None and w > 0]
        dims[dim["key"]] = None
        if not there:
            continue
        if dim.get("combine") == "lowest":
            chosen = min(there, key=lambda pair: points[pair[0]])[0]
            inner[chosen] = 1
            d = points[chosen]
        else:
            total = sum(w for _, w in there)
            d = sum(w * points[key] for key, w in there) / total
            inner |= {key: w / total for key, w in there}
        exact_dims[dim["key"]] = d
        dims[dim["key"]] = half_up(d) if rounded else d
        share = sum(Fraction(w) for _, w in there) / sum(Fraction(w) for _, w in mine)
        exact_coverage += Fraction(dim.get("weight", 1)) / all_weights * share
    coverage = float(exact_coverage)
    counted = [
        d for d in profile["dimensions"] if dims[d["key"]] is not None and d.get("weight", 1)
    ]
    whole = sum(dim.get("weight", 1) for dim in counted)
    for dim in counted:
        for m in dim["measures"]:
            key = f"{dim['key']}.{m['key']}"
            weights[key] = dim.get("weight", 1) / whole * inner.get(key, 0)
    raw = exact = None
    if counted and coverage >= profile.get("min_coverage", 0.25) - 1e-9:
        raw = sum(dim.get("weight", 1) * dims[dim["key"]] for dim in counted) / whole
        exact = sum(dim.get("weight", 1) * exact_dims[dim["key"]] for dim in counted) / whole
        raw = half_up(raw) if rounded else raw
    return {
        "weights": weights, "dimensions": dims, "raw": raw, "exact": exact, "coverage": coverage,
    }  # fmt: skip


def own(desk: PlainDesk, profile: Document, account: str, day: int) -> Document:
    """An account's own facts under a profile."""
    readings: dict[str, Any] = {}
    points: dict[str, float | None] = {}
    for dim in profile["dimensions"]:
        for measure in dim["measures"]:
            key = f"{dim['key']}.{measure['key']}"
            readings[key] = measured(desk, account, day, measure)
            points[key] = worth(profile, measure, readings[key])
    return weigh(profile, points) | {"readings": readings, "points": points}


def band(profile: Document, score: float | None) -> str:
    bounds = {"strong": 70, "average": 40} | profile.get("bands", {})
    if score is None:
        return "Unknown"
    shown = half_up(score)
    return (
        "Strong"
        if shown >= bounds["strong"]
        else "Average"
        if shown >= bounds["average"]
        else "Poor"
    )


def judgement(desk: PlainDesk, account: str, day: int) -> Judgement | None:
    there = [
        row for row in desk.overrides if row.account == account and row.first <= day <= row.until
    ]
    if not there:
        return None
    latest = max((row.first, row.until) for row in there)
    tied = [row for row in there if (row.first, row.until) == latest]
    return min(
        tied,
        key=lambda row: (row.reason, row.band or "", "" if row.score is None else repr(row.score)),
    )


def leaves(desk: PlainDesk, account: str) -> list[str]:
    """Accounts without children below an account; a circle of parents is walked once."""
    found, seen = set(), {account}
    waiting = [account]
    while waiting:
        here = waiting.pop()
        below = [one for one in desk.accounts if desk.parents.get(one) == here]
        for one in below:
            if not any(desk.parents.get(child) == one for child in desk.accounts):
                found.add(one)
            elif one not in seen:
                seen.add(one)
                waiting.append(one)
    return [one for one in desk.accounts if one in found]


def chosen(desk: PlainDesk, profiles: list[Document], account: str, day: int) -> Document:
    return next(
        one
        for one in profiles
        if one.get("applies_to") is None or holds(desk, account, day, one["applies_to"])
    )


def score(desk: PlainDesk, profiles: list[Document], account: str, day: int) -> Document | None:
    """Everything about an account's score on a day; None = not alive."""
    profile = chosen(desk, profiles, account, day)
    below = leaves(desk, account) if profile.get("hierarchy") == "rollup" else []
    lives = alive(desk, account, day)
    gone = churn_day(desk, account)
    if not lives and below:
        lives = (gone is None or day < gone) and any(alive(desk, one, day) for one in below)
    if not lives:
        return None
    made = own(desk, profile, account, day)
    if below:
        made |= rolled(desk, profiles, profile, below, day)
    number, caps = made["raw"], []
    for cap in profile.get("caps", []):
        if (
            number is not None
            and holds(desk, account, day, cap["when"])
            and cap["at_most"] < number
        ):
            number = cap["at_most"]
            caps.append(cap["name"])
    made |= {"profile": profile, "capped": number, "caps": caps, "rolled": bool(below)}
    word = band(profile, number)
    if profile.get("model") == "rank" and made["raw"] is not None:
        order = ["Strong", "Average", "Poor"]
        points = [float(p) for p in profile.get("rank_points", [100, 60, 0])]
        said = order[points.index(made["raw"])] if made["raw"] in points else "Poor"
        word = max(said, word, key=order.index) if caps else said
    judged = judgement(desk, account, day)
    if judged:
        bounds = {"strong": 70, "average": 40} | profile.get("bands", {})
        if judged.score is not None:
            number, word = judged.score, band(profile, judged.score)
        else:
            word = judged.band or ""
            number = {
                "Strong": (bounds["strong"] + 100) / 2,
                "Average": (bounds["average"] + bounds["strong"]) / 2,
                "Poor": bounds["average"] / 2,
            }[word]
    made |= {"number": number, "band": word, "judged": judged}
    hidden = profile.get("model") == "rank" and not judged
    made["final"] = None if hidden else number
    made["shown"] = None if made["final"] is None else half_up(made["final"])
    return made


def rolled(
    desk: PlainDesk, profiles: list[Document], profile: Document, below: list[str], day: int
) -> Document:
    """Mean of the scored leaves."""
    found = {one: score(desk, profiles, one, day) for one in below}
    living = {one: made for one, made in found.items() if made is not None}
    scored = {one: made["number"] for one, made in living.items() if made["number"] is not None}
    weights = dict.fromkeys(below, 1.0)
    if profile.get("rollup_by", "arr") == "arr":
        by_arr = {one: max(arr(desk, one, day) or 0.0, 0.0) for one in below}
        if any(by_arr[one] > 0 for one in scored):
            weights = by_arr
    whole = sum(weights[one] for one in scored)
    mean = sum(weights[one] * half_up(scored[one]) for one in scored) / whole if whole else None
    return {
        "raw": mean,
        "exact": mean,
        "coverage": whole / (sum(weights[one] for one in living) or 1),
        "points": {one: None if one not in scored else half_up(scored[one]) for one in below},
        "weights": {one: weights[one] / whole if one in scored else 0.0 for one in below},
    }


def fields(made: Document | None) -> Document:
    """The score as rules see it."""
    if made is None:
        return {"score": None, "shown": None, "band": None, "coverage": None}
    number = made["number"]
    out = {
        "score": number,
        "shown": None if number is None else half_up(number),
        "band": made["band"],
        "coverage": made["coverage"],
    }
    if not made["rolled"]:
        out |= {f"dimension.{key}": points for key, points in made["dimensions"].items()}
    return out


def member(
    desk: PlainDesk, profiles: list[Document], account: str, day: int, rule: Document
) -> bool:
    """Whether a rule of a segment holds."""
    return holds(desk, account, day, rule, lambda on: fields(score(desk, profiles, account, on)))


def split(
    desk: PlainDesk, then: list[Document], now: list[Document], account: str, days: tuple[int, int]
) -> dict[tuple[str, str], float] | None:
    """Rows of a change by kind and key; None = an end has no score."""
    a, b = score(desk, then, account, days[0]), score(desk, now, account, days[1])
    if a is None or b is None or a["number"] is None or b["number"] is None:
        return None
    rows: dict[tuple[str, str], float] = {}
    if a["exact"] is None or b["exact"] is None:
        return {("override", ""): b["number"] - a["number"]}
    end = b
    if a["profile"] != b["profile"] or a["rolled"] != b["rolled"]:
        old = None if a["rolled"] else own(desk, a["profile"], account, days[1])
        if old is None or old["exact"] is None:
            rows["profile", ""] = b["exact"] - a["exact"]
            end = a
        else:
            rows["profile", ""] = b["exact"] - old["exact"]
            end = old
    middle = (a["exact"] + end["exact"]) / 2
    for key in a["points"] | end["points"]:
        w0, w1 = a["weights"].get(key, 0), end["weights"].get(key, 0)
        s0, s1 = a["points"].get(key), end["points"].get(key)
        if s0 is None and s1 is None:
            continue
        s0, s1 = (s1 if s0 is None else s0), (s0 if s1 is None else s1)
        rows["reading", key] = (w0 + w1) / 2 * (s1 - s0)
        rows["weight", key] = (w1 - w0) * ((s0 + s1) / 2 - middle)
    rows["rounding", ""] = (b["raw"] - b["exact"]) - (a["raw"] - a["exact"])
    rows["caps", ""] = (b["capped"] - b["raw"]) - (a["capped"] - a["raw"])
    rows["override", ""] = (b["number"] - b["capped"]) - (a["number"] - a["capped"])
    return rows
