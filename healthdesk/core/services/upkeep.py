"""Reads what has grown old on the desk, at most a line of each kind; puts a line off, or wakes it.

What a person put off with a reason comes back by itself after its last day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, get_args

from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.loose_ends import LooseEnds, titles
from healthdesk.core.domain.op import op
from healthdesk.core.domain.upkeep import (
    MARK,
    RETRO_DAYS,
    WEEK,
    Lookout,
    Upkeep,
    UpkeepKind,
    is_idle,
    is_poor,
    wants_look,
)
from healthdesk.core.services import (
    accounts,
    band_names,
    feeds,
    loose_ends,
    playbook_names,
    playbooks,
    profiles,
    settings,
)
from healthdesk.core.services.people_words import day_in_words
from healthdesk.core.services.wording import begun, count_of
from healthdesk.core.services.work_rows import line_of
from healthdesk.core.store.db import Tx

LONGEST: Final = 365
"""Days that a line may be put off for."""
NEAR: Final = 30
"""Days ahead in which a renewal belongs to the weekly review."""
_NAMED: Final = 3
_MARKS: Final = text(
    "SELECT key, until_day, reason FROM today_mark"
    f" WHERE key LIKE '{MARK}%' AND day <= :day AND until_day > :day"
)
_LAST_CHANGED: Final = text(
    "SELECT playbook_id, max(day) FROM playbook_version WHERE day <= :day GROUP BY playbook_id"
)
_LAST_STARTED: Final = text(
    "SELECT playbook_id, max(start_day) FROM run WHERE start_day <= :day GROUP BY playbook_id"
)
_UNTOLD: Final = text(
    "SELECT a.name FROM outcome o JOIN account a ON a.id = o.account_id"
    " WHERE o.kind = 'churned' AND o.day BETWEEN :first AND :day AND NOT EXISTS (SELECT 1 FROM"
    " retro r WHERE r.account_id = o.account_id AND r.closed_on <= :day)"
    " GROUP BY a.id ORDER BY max(o.day) DESC, a.name"
)
_LAST_FILED: Final = text(
    "SELECT max(filed_on) FROM report_filed WHERE kind = 'weekly_risk' AND filed_on <= :day"
)


def read(tx: Tx, day: int, segment: str | None = None, ends: LooseEnds | None = None) -> Upkeep:
    """What wants upkeep on a day; pass the loose ends of that day where they are read already."""
    known = loose_ends.read(tx, day, segment) if ends is None else ends
    found = (
        *_data(tx, day),
        *_pulses(known),
        *_playbooks(tx, day),
        *_model(tx, day),
        *_retros(tx, day),
        *_week(tx, day, segment, known),
    )
    marks = {key: (until, why) for key, until, why in tx.execute(_MARKS, {"day": day})}
    return Upkeep(day, tuple(_marked(one, marks.get(MARK + one.kind)) for one in found))


@op("Put off upkeep")
def put_off(tx: Tx, kind: UpkeepKind, days: int, reason: str) -> None:
    """Put a line off for some days, and say why."""
    if kind not in get_args(UpkeepKind):
        raise UsageError(f"No upkeep is called {kind!r}; nothing was changed.")
    if not 1 <= days <= LONGEST:
        raise UsageError(f"It is put off for 1 to {LONGEST} days, not for {days}.")
    today = settings.today(tx)
    now: datetime = tx.info["clock"].now()
    told = {
        "key": MARK + kind,
        "day": today,
        "until": today + days,
        "reason": line_of(reason, "Putting off"),
        "at": now.astimezone(UTC).isoformat(timespec="seconds"),
    }
    sql = (
        "INSERT INTO today_mark (key, account_id, state, day, until_day, reason, at)"
        " VALUES (:key, NULL, 'snoozed', :day, :until, :reason, :at)"
        " ON CONFLICT (key) DO UPDATE SET day = excluded.day, until_day = excluded.until_day,"
        " reason = excluded.reason, at = excluded.at"
    )
    tx.execute(text(sql), told)


@op("Wake upkeep")
def wake(tx: Tx, kind: UpkeepKind) -> None:
    """Show a line again that was put off."""
    sql = "DELETE FROM today_mark WHERE key = :key"
    if not tx.execute(text(sql), {"key": MARK + kind}).rowcount:  # type: ignore[attr-defined]
        raise NotFound("That line is back already; nothing was changed.")


def _marked(line: Lookout, mark: tuple[int, str] | None) -> Lookout:
    if mark is None:
        return line
    return replace(line, until=mark[0], reason=mark[1])


def _data(tx: Tx, day: int) -> Iterator[Lookout]:
    """Feeds that are late by their own rhythm."""
    late = feeds.late(tx, day)
    if late:
        first = begun(late[0].sentence)
        more = f"; and {count_of(len(late) - 1, 'other feed')}" if len(late) > 1 else ""
        told = tuple(begun(one.sentence) for one in late)
        yield Lookout("data", f"{first}{more}", told, "See the data", "data")


def _pulses(ends: LooseEnds) -> Iterator[Lookout]:
    """Pulses too old to say anything of the day, the oldest account first."""
    old = ends.of("stale")
    if old:
        names = _names([one.name for one in old])
        said = "pulse says" if len(old) == 1 else "pulses say"
        line = f"{len(old)} {said} nothing of today any more: {names}"
        told = tuple(f"{one.name}: {one.text}" for one in old)
        yield Lookout("pulse", line, told, f"Open {old[0].name}", "", old[0].account_id)


def _playbooks(tx: Tx, day: int) -> Iterator[Lookout]:
    """Playbooks that nobody changed or started for long, and those that seldom worked."""
    changed = dict(tuple(row) for row in tx.execute(_LAST_CHANGED, {"day": day}))
    started = dict(tuple(row) for row in tx.execute(_LAST_STARTED, {"day": day}))
    idle, poor = [], []
    for row in playbooks.overview(tx, day):
        number = playbook_names.find_ever(tx, row.name)
        if row.archived or not row.version or number is None or number not in changed:
            continue
        worked, told = row.worked
        if is_poor(worked, told):
            poor.append(f"“{row.name}” worked in {worked} of {told}")
        elif is_idle(day, changed[number], started.get(number), row.runs_active):
            idle.append(row.name)
    lines = []
    if poor:
        lines.append("; ".join(poor[:_NAMED]))
    if idle:
        some = f"{count_of(len(idle), 'playbook')} neither changed nor started for half a year"
        lines.append(f"{some}: {_names(idle)}")
    if lines:
        told_all = (*poor, *(f"“{one}”: neither changed nor started" for one in idle))
        yield Lookout("playbook", "; ".join(lines), told_all, "See playbooks", "playbooks")


def _model(tx: Tx, day: int) -> Iterator[Lookout]:
    """Health models whose published version has stood for long."""
    latest: dict[str, tuple[int, int]] = {}
    for one in profiles.versions(tx):
        if one.day <= day:
            latest[one.profile] = max(latest.get(one.profile, (0, 0)), (one.version, one.day))
    told = []
    for held in profiles.published(tx):
        version, on = latest.get(held.profile.key, (0, day))
        if wants_look(day, on):
            days = count_of(day - on, "day")
            told.append(f"“{held.profile.name}” stands unchanged for {days}, version {version}")
    if told:
        more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
        yield Lookout("model", told[0] + more, tuple(told), "See the model", "model")


def _retros(tx: Tx, day: int) -> Iterator[Lookout]:
    """Losses of the last months of which no retro was closed, the latest first."""
    asked = {"first": day - RETRO_DAYS, "day": day}
    names = [name for (name,) in tx.execute(_UNTOLD, asked)]
    if names:
        losses = count_of(len(names), "loss", "losses")
        line = f"{losses} in {RETRO_DAYS} days without a closed retro: {_names(names)}"
        yield Lookout("retro", line, tuple(names), "See retros", "model")


def _week(tx: Tx, day: int, segment: str | None, ends: LooseEnds) -> Iterator[Lookout]:
    """The agenda of the weekly review, where no weekly report was filed in the last seven days."""
    rows = accounts.accounts_table(tx, day, segment).rows
    filed = tx.execute(_LAST_FILED, {"day": day}).scalar()
    if not rows or (filed is not None and day - filed < WEEK):
        return
    names = band_names.read(tx)
    poor = sum(row.band == "Poor" for row in rows)
    near = sum(row.renewal_days is not None and 0 <= row.renewal_days <= NEAR for row in rows)
    agenda = [
        f"{poor} in {names.of('Poor')}",
        f"{count_of(near, 'renewal')} in {NEAR} days",
        *(
            f"{title}: {len(ends.of(kind))}"
            for kind, title in titles(names).items()
            if kind != "stale" and ends.of(kind)
        ),
    ]
    since = "none filed yet" if filed is None else f"last filed on {day_in_words(filed, day)}"
    against = len(ends.of("pulse"))
    told = [f"{count_of(against, 'pulse')} against the score"] if against else []
    short = [*agenda[:2], *told]
    line = f"{', '.join(short)}, {count_of(len(ends.ends), 'loose end')}; {since}"
    place = ("Review agenda", "model") if against else ("Weekly risk report", "reports")
    yield Lookout("week", line, tuple(agenda), *place)


def _names(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED} more" if len(names) > _NAMED else shown
