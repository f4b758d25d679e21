"""What we did for an account, for its story: tasks, plans, findings, moments, files.

All of it was made here; what was made after the day in view is not there yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.firing import state_words, way_of
from healthdesk.core.domain.run import VERDICTS
from healthdesk.core.domain.timeline import Entry, Person
from healthdesk.core.services.play_rows import lines_told
from healthdesk.core.services.wording import begun, long_date
from healthdesk.core.store.db import Tx

_PLAN_ENDS: Final = {"met": "reached its goal", "stopped": "stopped", "": "closed"}
_LEFT: Final = (
    "SELECT k.id, k.contact_id, k.left_on FROM contact_care k JOIN contact c ON c.id = k.contact_id"
    " WHERE c.account_id = :account AND k.left_on <= :day"
)
_LAST_USE: Final = (
    "SELECT max(day) FROM contact_usage WHERE contact_id = :contact AND day <= :day AND value > 0"
)
_FILE_UNITS: Final = ((1_000_000, "MB"), (1_000, "kB"))


def work_entries(tx: Tx, account: int, day: int, people: Mapping[int, Person]) -> Iterator[Entry]:
    """Entries of what was made by hand for an account, up to a day."""
    asked = {"account": account, "day": day}
    for found in _rows(tx, "task", "made_on", asked):
        yield from _task(found, day, people)
    for found in _rows(tx, "plan", "made_on", asked):
        yield from _plan(found, day)
    for found in _rows(tx, "run", "made_on", asked):
        yield from _run(found, day)
    for found in _rows(tx, "firing", "day", asked):
        yield _firing(found)
    for found in _rows(tx, "finding", "made_on", asked):
        yield _finding(found)
    for found in _rows(tx, "retro", "known_on", asked):
        yield from _retro(found, day)
    for found in _rows(tx, "moment", "day", asked):
        yield from _moment(found, day, people)
    yield from _left(tx, asked, people)
    columns = "id, account_id, name, note, made_on, size"
    for found in _rows(tx, "attachment", "made_on", asked, columns):
        yield _file(found)


def _rows(
    tx: Tx, table: str, column: str, asked: Mapping[str, int], columns: str = "*"
) -> Iterator[Mapping[str, Any]]:
    sql = f"SELECT {columns} FROM {table} WHERE account_id = :account AND {column} <= :day"
    for row in tx.execute(text(sql), asked).mappings():
        yield dict(row)


def _task(found: Mapping[str, Any], day: int, people: Mapping[int, Person]) -> Iterator[Entry]:
    who = _who(found, people)
    due = "" if found["due_on"] is None else f", due {long_date(found['due_on'])}"
    title = found["title"]
    at: dict[str, Any] = {"people": who, "table": "task", "row": found["id"], "own": True}
    key = f"task:{found['id']}"
    yield Entry(
        key,
        "work",
        "square-plus",
        found["made_on"],
        f"Task made{due}: {title}",
        found["note"],
        **at,
    )
    done, dropped = found["done_on"], found["dropped_on"]
    if done is not None and done <= day:
        yield Entry(f"{key}:done", "work", "circle-check", done, f"Task done: {title}", **at)
    elif dropped is not None and dropped <= day:
        why = found["dropped_why"]
        yield Entry(
            f"{key}:dropped", "work", "circle-x", dropped, f"Task dropped: {title}", why, **at
        )


def _plan(found: Mapping[str, Any], day: int) -> Iterator[Entry]:
    at: dict[str, Any] = {"table": "plan", "row": found["id"], "own": True}
    key, problem = f"plan:{found['id']}", found["problem"]
    yield Entry(
        key, "work", "bulb", found["made_on"], f"Plan begun: {problem}", found["cause"], **at
    )
    closed = found["closed_on"]
    if closed is not None and closed <= day:
        how = _PLAN_ENDS.get(found["closed_how"], "closed")
        yield Entry(f"{key}:closed", "work", "circle-check", closed, f"Plan {how}: {problem}", **at)


def _firing(found: Mapping[str, Any]) -> Entry:
    """A play that fired, with the values then, and what became of that."""
    because = lines_told(found["because"])
    lines = (f"{one.what}: {one.value}" if one.value else one.what for one in because)
    why = f" ({found['why']})" if found["why"] else ""
    way = way_of(found["state"], found["closed_on"], because)
    title = f"Play {found['play']}: {state_words(found['state'], way, found['why'])}{why}"
    return Entry(
        f"firing:{found['id']}", "work", "bolt", found["day"], title, "; ".join(lines),
        table="firing", row=found["id"], own=True,
    )  # fmt: skip


def _run(found: Mapping[str, Any], day: int) -> Iterator[Entry]:
    """A playbook that was started, ended, and what came of it."""
    at: dict[str, Any] = {"table": "run", "row": found["id"], "own": True}
    key, name = f"run:{found['id']}", found["name"]
    if found["start_day"] <= day:
        told = f"Version {found['version']}"
        by = f"{told}, {found['owner']}" if found["owner"] else told
        title = f"Playbook started: {name}"
        yield Entry(key, "work", "player-play", found["start_day"], title, by, **at)
    ended = found["ended_on"]
    if ended is not None and ended <= day:
        stopped = found["status"] == "stopped"
        icon, how = ("player-stop", "stopped") if stopped else ("circle-check", "done")
        title, why = f"Playbook {how}: {name}", found["ended_why"]
        yield Entry(f"{key}:ended", "work", icon, ended, title, why, **at)
    told_on = found["outcome_on"]
    if found["outcome"] and told_on is not None and told_on <= day:
        title = f"What came of {name}: {VERDICTS[found['outcome']].lower()}"
        words = found["outcome_words"]
        yield Entry(f"{key}:outcome", "work", "star", told_on, title, words, **at)


def _finding(found: Mapping[str, Any]) -> Entry:
    span = f"{long_date(found['first_day'])} to {long_date(found['last_day'])}"
    return Entry(
        f"finding:{found['id']}",
        "work",
        "search",
        found["made_on"],
        f"Finding on the score, {span}",
        found["hypothesis"],
        table="finding",
        row=found["id"],
        own=True,
    )


def _retro(found: Mapping[str, Any], day: int) -> Iterator[Entry]:
    """What was learned of the loss of the account, once it is closed."""
    closed = found["closed_on"]
    if closed is not None and closed <= day:
        reason = found["reason"] or "no reason known"
        said = (found["words"], found["done_better"])
        yield Entry(
            f"retro:{found['id']}", "work", "history", closed, f"Churn retro closed: {reason}",
            "; ".join(one for one in said if one), table="retro", row=found["id"], own=True,
        )  # fmt: skip


def _moment(found: Mapping[str, Any], day: int, people: Mapping[int, Person]) -> Iterator[Entry]:
    who = _who(found, people)
    at: dict[str, Any] = {"people": who, "table": "moment", "row": found["id"], "own": True}
    kind = begun(found["kind"])
    if found["kind"] == "promise":
        kind = "Promise of theirs" if found["by"] == "them" else "Promise of ours"
    yield Entry(
        f"moment:{found['id']}", "work", "bookmark", found["day"], kind, found["text"], **at
    )
    done = found["done_on"]
    if done is not None and done <= day:
        key = f"moment:{found['id']}:done"
        yield Entry(key, "work", "circle-check", done, f"{kind} kept", found["text"], **at)


def _left(tx: Tx, asked: Mapping[str, int], people: Mapping[int, Person]) -> Iterator[Entry]:
    """Who left the account, with the last day on which they used anything."""
    for row, contact, left in tx.execute(text(_LEFT), asked):
        used = tx.execute(text(_LAST_USE), {"contact": contact, "day": asked["day"]}).scalar()
        yield Entry(
            f"left:{row}",
            "people",
            "user-x",
            left,
            f"{people[contact][1]} left",
            "" if used is None else f"Last use on {long_date(used)}.",
            (people[contact],),
            "contact_care",
            row,
        )


def _file(found: Mapping[str, Any]) -> Entry:
    return Entry(
        f"attachment:{found['id']}",
        "file",
        "file",
        found["made_on"],
        f"File added: {found['name']}, {size_words(found['size'])}",
        found["note"],
        table="attachment",
        row=found["id"],
        own=True,
    )


def size_words(size: int) -> str:
    """A file's size: "3.4 MB", "12 kB", "80 bytes"."""
    for step, unit in _FILE_UNITS:
        if size >= step:
            return f"{size / step:.{1 if size < 10 * step else 0}f} {unit}"
    return f"{size} bytes"


def _who(found: Mapping[str, Any], people: Mapping[int, Person]) -> tuple[Person, ...]:
    """The contact of a row, if it has one that is known."""
    row = found["contact_id"]
    return (people[row],) if row in people else ()
