"""Rules, decided for one account on one day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.core.naive.facts import attribute, churn_day, first_day
from tests.core.naive.readings import attribute_text, reading
from tests.core.plain_desk import PlainDesk

ScoreOf = Callable[[int], dict[str, Any]]


# ruff: noqa: PLR0911 - a list of cases reads best as one return each


def as_number(kind: str, value: Any) -> float | None:
    """A rule's value for a field of numbers, days or truth values."""
    if kind == "boolean":
        if isinstance(value, str):
            return {"true": 1.0, "false": 0.0}.get(value.lower())
        return float(value) if isinstance(value, bool) else None
    if kind == "day":
        try:
            return (date.fromisoformat(value) - date(1970, 1, 1)).days
        except (ValueError, TypeError):
            return None
    if isinstance(value, bool):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def as_word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value).casefold()


def single(op: str, x: Any, targets: list[Any]) -> bool:
    """One present value against the targets; a target of None is equal to nothing."""
    if op == "in":
        return x in targets
    if op in ("not in", "!="):
        return x not in targets
    if any(target is None for target in targets):
        return False
    t = targets[0]
    if op == "between":
        return targets[0] <= x <= targets[1]
    if op in ("contains", "starts with"):
        if not isinstance(x, str):
            return False
        return t in x if op == "contains" else x.startswith(t)
    return {"=": x == t, "<": x < t, "<=": x <= t, ">": x > t, ">=": x >= t}[op]


def test(kind: str, x: Any, op: str, value: Any, day: int) -> bool:
    """A test on one value (`tags`: a list of them)."""
    missing = x is None or x == []
    if op in ("is missing", "is present"):
        return missing == (op == "is missing")
    if missing:
        return False
    if op == "in the last":
        return kind == "day" and day - value <= x <= day
    if op == "in the next":
        return kind == "day" and day <= x <= day + value
    listed = value if isinstance(value, list) else [value]
    if kind in ("text", "tags"):
        targets: list[Any] = [as_word(one) for one in listed]
    elif op in ("contains", "starts with"):
        return False
    else:
        targets = [as_number(kind, one) for one in listed]
    if kind == "tags":
        every = op in ("!=", "not in")
        return (all if every else any)(single(op, tag, targets) for tag in x)
    return single(op, x, targets)


def field(
    desk: PlainDesk, account: str, day: int, rule: dict[str, Any], score_of: ScoreOf | None
) -> tuple[str, Any]:
    """Kind and value of a field."""
    name = rule["field"]
    if name in ("score", "shown", "band", "coverage") or name.startswith("dimension."):
        assert score_of is not None
        value = score_of(day).get(name)
        return (
            ("text", value.casefold() if value else None) if name == "band" else ("number", value)
        )
    if name == "score_change":
        assert score_of is not None
        now, then = score_of(day)["score"], score_of(day - rule["days"])["score"]
        return "number", None if now is None or then is None else now - then
    if name == "age_days":
        first = first_day(desk, account, day)
        return "number", None if first is None or first > day else day - first
    if name == "churned":
        gone = churn_day(desk, account)
        return "boolean", float(gone is not None and gone <= day)
    if name in ("account_id", "name", "parent_id"):
        words = {
            "account_id": account,
            "name": account.title(),
            "parent_id": desk.parents.get(account),
        }
        word = words[name]
        return "text", None if word is None else word.casefold()
    if name == "tag":
        joined = attribute(desk, account, "tags", day) or ""
        return "tags", [one.strip().casefold() for one in joined.split(";") if one.strip()]
    value, kind = attribute(desk, account, name, day), desk.kinds.get(name, "text")
    if kind == "text":
        return "text", None if value is None else value.casefold()
    return kind, None if value is None else float(value)


def holds(
    desk: PlainDesk, account: str, day: int, rule: dict[str, Any], score_of: ScoreOf | None = None
) -> bool:
    if "all" in rule:
        return all(holds(desk, account, day, one, score_of) for one in rule["all"])
    if "any" in rule:
        return any(holds(desk, account, day, one, score_of) for one in rule["any"])
    if "not" in rule:
        return not holds(desk, account, day, rule["not"], score_of)
    op, value = rule["op"], rule.get("value")
    if "reading" in rule:
        ref = rule["reading"]
        listed = value if isinstance(value, list) else [value]
        if ref["kind"] == "attribute" and (
            value is None or any(isinstance(one, str) for one in listed)
        ):
            word = attribute_text(desk, account, day, ref)
            return test("text", None if word is None else word.casefold(), op, value, day)
        return test("number", reading(desk, account, day, ref), op, value, day)
    kind, x = field(desk, account, day, rule, score_of)
    return test(kind, x, op, value, day)
