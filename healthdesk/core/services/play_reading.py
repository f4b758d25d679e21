"""Reads successplays for screens: the list, versions, what waits for a yes, what ran by itself.

Not here: why one fired or did not (play_why.py), what came of them (play_results.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.firing import FIRED, FiringRow, state_words, way_of, with_way
from healthdesk.core.domain.play import Cause, Play
from healthdesk.core.domain.play_faults import PlayFault, PlayKnown
from healthdesk.core.domain.play_faults import faults as faults_in
from healthdesk.core.domain.play_view import LogRow, PlayRow, PlayVersionRow
from healthdesk.core.domain.playbook import every
from healthdesk.core.domain.rule import Rule
from healthdesk.core.services import play_names, profiles, segments
from healthdesk.core.services.board_kept import kept
from healthdesk.core.services.play_documents import parsed, readable, shipped
from healthdesk.core.services.play_looking import Looked, look, options_in_words
from healthdesk.core.services.play_rows import lines_told
from healthdesk.core.services.play_switching import span, unmuted
from healthdesk.core.services.playbook_documents import parsed as playbook_parsed
from healthdesk.core.services.queries import pairs
from healthdesk.core.services.rule_sentence import in_words
from healthdesk.core.store.db import Tx
from healthdesk.core.triggers import CATALOGUE

MONTH: Final = 30
_MESSAGES: Final = ("message",)
_PLAYS: Final = (
    "SELECT id, name, version, body, draft, active, on_since, rehearsed_on, archived FROM play"
    " ORDER BY position, id"
)
_COUNTED: Final = ", ".join(f"'{one}'" for one in FIRED)
_COUNTS: Final = f"""
SELECT play_id, sum(state = 'suggested'), sum(state IN ({_COUNTED}) AND day > :day - {MONTH}),
  max(iif(state IN ({_COUNTED}), day, NULL)),
  sum(state = 'started' AND goal_on IS NOT NULL),
  sum(state = 'started' AND (goal_on IS NOT NULL OR coalesce(goal_until < :day, 0)))
FROM firing WHERE play_id IS NOT NULL AND day <= :day GROUP BY play_id"""
_FIRINGS: Final = """
SELECT f.id, f.play, f.version, a.account_id, a.name, f.day, f.known_on, f.cause_day, f.because,
  f.state, f.why, f.run_id, f.goal_until, f.goal_on, f.closed_on
FROM firing f JOIN account a ON a.id = f.account_id WHERE """
_LOG: Final = """
SELECT f.id, f.day, f.known_on, f.play, a.account_id, a.name, f.state, f.why, f.run_id, r.name,
  coalesce(v.body, p.body), f.closed_on, f.because
FROM firing f JOIN account a ON a.id = f.account_id LEFT JOIN run r ON r.id = f.run_id
  LEFT JOIN play p ON p.id = f.play_id
  LEFT JOIN play_version v ON v.play_id = f.play_id AND v.version = f.version
WHERE f.day BETWEEN :first AND :last"""


@dataclass(frozen=True)
class _About:
    """What of the desk the plays of the list are told with."""

    looked: Looked | None
    day: int
    known: PlayKnown
    names: Mapping[str, str]
    came: frozenset[str]


def names(tx: Tx, *, archived: bool = False) -> tuple[str, ...]:
    """The plays in their order, those put away only where asked for."""
    sql = "SELECT name FROM play WHERE archived <= :all ORDER BY position, id"
    return tuple(name for (name,) in tx.execute(text(sql), {"all": archived}))


def overview(tx: Tx, day: int) -> tuple[PlayRow, ...]:
    """Every play in its order, with what it fired and what worked by the end of a day."""
    return kept(tx, f"overview of plays {day}", lambda: _overview(tx, day))


def _overview(tx: Tx, day: int) -> tuple[PlayRow, ...]:
    rows = tuple(tx.execute(text(_PLAYS)))
    counts = {row[0]: row[1:] for row in tx.execute(text(_COUNTS), {"day": day})}
    plays = [one for one in (_play_of(row) for row in rows) if one is not None]
    looked = look(tx, plays, [day]) if plays else None
    about = _About(looked, day, known(tx), _metrics(tx), frozenset(one.name for one in shipped()))
    return tuple(_row(row, counts.get(row.id, (0, 0, None, 0, 0)), about) for row in rows)


def faults(tx: Tx, play: Play, day: int) -> tuple[PlayFault, ...]:
    """What is wrong or unwise in a play on this desk, also how its goal stands now."""
    looked = look(tx, [play], [day])
    return _faults(play, known(tx), looked, day)


def holding(tx: Tx, play: Play, day: int) -> int:
    """For how many accounts a play holds that is switched on now."""
    ripe = look(tx, [play], span(day)).ripe(unmuted(play))
    held = ripe.ripe[:, -1] if ripe.shape == "state" else ripe.ripe.any(axis=1)
    return int(held.sum())


def trigger_words(tx: Tx, cause: Cause) -> str:
    """When a play fires, in words."""
    return _trigger_words(cause, _metrics(tx))


def known(tx: Tx) -> PlayKnown:
    """What of the desk plays may name, to find their faults."""
    rows = tx.execute(
        text("SELECT name, body, draft FROM playbook WHERE NOT archived ORDER BY position, id")
    ).all()
    writing = []
    for name, body, _ in rows:
        try:
            steps = every(playbook_parsed(body).steps) if body else ()
        except BadDocument:
            steps = ()
        if any(step.kind in _MESSAGES for step in steps):
            writing.append(name.casefold())
    return PlayKnown(
        playbooks={name.casefold(): body is not None for name, body, _ in rows},
        writing=frozenset(writing),
        segments=frozenset(one.casefold() for one in segments.names(tx)),
        metrics=profiles.known_metrics(tx),
    )


def versions(tx: Tx, name: str) -> tuple[PlayVersionRow, ...]:
    """The versions of a play that went live, newest first."""
    found = tx.execute(
        text(
            "SELECT v.version, v.day, v.reason, (SELECT count(*) FROM firing f"
            f" WHERE f.play_id = v.play_id AND f.version = v.version AND f.state IN ({_COUNTED}))"
            " FROM play_version v WHERE v.play_id = :row ORDER BY v.version DESC"
        ),
        {"row": play_names.find(tx, name)},
    )
    return tuple(PlayVersionRow(*row) for row in found)


def suggestions(tx: Tx, day: int) -> tuple[FiringRow, ...]:
    """What waits for a yes, the oldest first."""
    return _firings(tx, "f.state = 'suggested' AND f.day <= :day ORDER BY f.day, f.id", day=day)


def firings(
    tx: Tx, *, play: str | None = None, account: str | None = None, run: int | None = None
) -> tuple[FiringRow, ...]:
    """What was fired or passed over, the newest first: by a play, at an account, about a run."""
    terms = ["1"]
    asked: dict[str, object] = {}
    if play is not None:
        terms.append("f.play_id = :play")
        asked["play"] = play_names.find(tx, play)
    if account is not None:
        terms.append("a.account_id = :account")
        asked["account"] = account
    if run is not None:
        terms.append("f.run_id = :run")
        asked["run"] = run
    return _firings(tx, f"{' AND '.join(terms)} ORDER BY f.day DESC, f.id DESC", **asked)


def log(tx: Tx, day: int, days: int, play: str | None = None) -> tuple[LogRow, ...]:
    """What plays did in so many days up to a day, the newest first, with the work it saved."""
    asked: dict[str, object] = {"first": day - days + 1, "last": day}
    sql = _LOG
    if play is not None:
        sql, asked["play"] = f"{sql} AND f.play_id = :play", play_names.find(tx, play)
    rows = tx.execute(text(f"{sql} ORDER BY f.day DESC, f.id DESC"), asked)
    return tuple(_log_row(row) for row in rows)


def _log_row(row: Any) -> LogRow:  # noqa: ANN401 - a row of the query above
    firing, day, known_on, play, key, account, state, why, run, playbook, body, closed, because = (
        row
    )
    lines = lines_told(because)
    way = way_of(state, closed, lines)
    what = state_words(state, way, why)
    if playbook is not None:
        done = "started" if state == "started" else "noted on"
        what = with_way(f"{done} “{playbook}”", state, way)
    return LogRow(
        day=day,
        play=play,
        account_id=key,
        account_name=account,
        firing=firing,
        state=state,
        what=what,
        why=why,
        minutes=_minutes(body) if (state, way) == ("started", "itself") else 0,
        run=run,
        late=max(known_on - day, 0),
        way=way,
        because=lines,
    )


def _minutes(body: str | None) -> int:
    play = readable(body)
    return 0 if play is None else play.minutes


def _firings(tx: Tx, where: str, **asked: object) -> tuple[FiringRow, ...]:
    return tuple(_firing(row) for row in tx.execute(text(_FIRINGS + where), asked))


def _firing(row: Any) -> FiringRow:  # noqa: ANN401 - a row of the query above
    return FiringRow(
        id=row.id,
        play=row.play,
        version=row.version,
        account_id=row.account_id,
        account_name=row.name,
        day=row.day,
        known_on=row.known_on,
        cause_day=row.cause_day,
        because=lines_told(row.because),
        state=row.state,
        why=row.why,
        run=row.run_id,
        goal_until=row.goal_until,
        goal_on=row.goal_on,
        closed_on=row.closed_on,
    )


def _play_of(row: Any) -> Play | None:  # noqa: ANN401 - a row of the plays
    return readable(row.body or row.draft)


def _row(row: Any, counts: tuple[Any, ...], about: _About) -> PlayRow:  # noqa: ANN401
    waiting, fired, last, reached, told = counts
    play, broken = Play(row.name), ""
    members = None
    wrong: tuple[str, ...] = ()
    try:
        play = parsed(row.body or row.draft or "")
        shown = parsed(row.draft) if row.draft else play
        if about.looked is not None:
            members = _members(play, about.looked, about.day)
            found = _faults(shown, about.known, about.looked, about.day)
            wrong = tuple(one.sentence for one in found if not one.usual)
    except BadDocument as error:
        broken = str(error)
        wrong = (broken,)
    return PlayRow(
        name=row.name,
        purpose=play.purpose,
        on=bool(row.active),
        on_since=row.on_since if row.active else None,
        version=row.version,
        has_draft=row.draft is not None,
        segment=play.segment,
        narrowed=play.audience is not None,
        members=members,
        trigger="" if broken else _trigger_words(play.cause, about.names),
        kind=play.cause.kind,
        playbook=play.playbook,
        mode=play.mode,
        waiting=waiting,
        fired_30=fired,
        last_fired=last,
        goal="" if play.goal is None else play.goal.name,
        worked=(reached, told),
        faults=wrong,
        rehearsed_on=row.rehearsed_on,
        archived=bool(row.archived),
        broken=broken,
        shipped=row.name in about.came,
        minutes=play.minutes,
        owner=play.owner,
    )


def _faults(play: Play, about: PlayKnown, looked: Looked, day: int) -> tuple[PlayFault, ...]:
    on = np.array([day], np.int32)
    here = looked.audience(play, on)
    reached = None if play.goal is None else int((here & looked.holds(play.goal.rule, on)).sum())
    told = PlayKnown(
        about.playbooks, about.writing, about.segments, about.metrics, int(here.sum()), reached
    )
    return faults_in(play, CATALOGUE, told)


def _members(play: Play, looked: Looked, day: int) -> int:
    return int(looked.audience(play, np.array([day], np.int32)).sum())


def _trigger_words(cause: Cause, called: Mapping[str, str]) -> str:
    """The trigger, the condition it asks for, and how long it must hold."""
    told = CATALOGUE[cause.kind].words(options_in_words(cause, called), cause.rule)
    parts = [told, *_ruled(cause.rule, called)]
    held = f", {cause.days} days running" if cause.days > 1 else ""
    return f"{': '.join(parts)}{held}"


def _ruled(rule: Rule | None, called: Mapping[str, str]) -> Iterable[str]:
    return () if rule is None else (in_words(rule, called),)


def _metrics(tx: Tx) -> dict[str, str]:
    """What metrics are called."""
    return pairs(tx, "SELECT metric, coalesce(nullif(name, ''), metric) FROM metric")
