"""Reads the loops that are open: what customers said, what was found, what was begun, and stayed.

Only accounts alive on the day are told. What is to be done soon is told on Today (loose_ends.py);
here stands all of it, with how long it waits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.feedback import YEAR, Voice
from healthdesk.core.domain.loop_view import KINDS, Heard, LoopKind, LoopRow, Loops, loops_csv
from healthdesk.core.domain.views import AccountRow
from healthdesk.core.services import (
    accounts,
    feedback,
    findings,
    plans,
    playbook_reading,
    playbooks,
    trends,
)
from healthdesk.core.services.documents import decoded
from healthdesk.core.services.queries import pairs
from healthdesk.core.services.run_brief import briefs
from healthdesk.core.services.wording import count_of
from healthdesk.core.store.db import Tx

__all__ = ["csv", "read"]

_Rows = Mapping[str, AccountRow]
_WORDLESS: Final = "a finding without words"
_ANSWERS: Final = """
SELECT a.account_id, s.contact_id FROM survey AS s JOIN account AS a ON a.id = s.account_id
WHERE s.day <= :day AND s.day > :since"""
_CONTACTS: Final = """
SELECT a.account_id, count(*) FROM contact AS c JOIN account AS a ON a.id = c.account_id
LEFT JOIN contact_care AS k ON k.contact_id = c.id
WHERE k.left_on IS NULL OR k.left_on > :day GROUP BY a.account_id"""
_TOUCHES: Final = """
SELECT a.account_id, t.direction, count(*) FROM touchpoint AS t
JOIN account AS a ON a.id = t.account_id
WHERE t.day <= :day AND t.day > :since AND t.direction IS NOT NULL
GROUP BY a.account_id, t.direction"""
_ACTED: Final = """
SELECT a.account_id, max(d.day) FROM account AS a JOIN (
  SELECT account_id, made_on AS day FROM task WHERE made_on <= :day
  UNION ALL SELECT account_id, made_on FROM plan WHERE made_on <= :day
  UNION ALL SELECT account_id, made_on FROM run WHERE made_on <= :day
  UNION ALL SELECT account_id, made_on FROM finding WHERE made_on <= :day
  UNION ALL SELECT account_id, day FROM today_mark
    WHERE state IN ('handled', 'dismissed', 'problem') AND day <= :day AND key NOT LIKE 'play:%'
  UNION ALL SELECT account_id, day FROM touchpoint WHERE direction = 'outbound' AND day <= :day
) AS d ON d.account_id = a.id GROUP BY a.account_id"""

_PLAYS: Final = """
SELECT p.name, coalesce(p.body, p.draft), (
  SELECT count(*) FROM firing f WHERE f.play_id = p.id AND f.day <= :day
    AND f.state NOT IN ('passed', 'withdrawn'))
FROM play p WHERE NOT p.archived ORDER BY p.position, p.id"""


def read(tx: Tx, day: int, segment: str | None = None) -> Loops:
    """The loops open on a day; of a segment, those of its accounts."""
    rows = {row.account_id: row for row in accounts.accounts_table(tx, day, segment).rows}
    said = [one for one in feedback.said_by(tx, day, day - YEAR) if one.account_id in rows]
    found = [
        *_voices(said, day, rows),
        *_findings(tx, day, rows),
        *_dips(tx, day, rows),
        *_plans(tx, day, rows),
        *_runs(tx, day, rows),
        *_playbooks(tx, day),
        *_plays(tx, day),
    ]
    order = {kind: at for at, kind in enumerate(KINDS)}
    found.sort(key=lambda one: (order[one.kind], _since(one), one.account_name, one.key))
    return Loops(day, _listening(tx, day, rows, said), tuple(found))


def _listening(tx: Tx, day: int, only: _Rows, said: Sequence[Voice]) -> Heard:
    """How much some accounts said in a year, what became of it, and who wrote to whom."""
    asked = {"day": day, "since": day - YEAR}
    answers = [who for key, who in tx.execute(text(_ANSWERS), asked) if key in only]
    contacts = sum(count for key, count in tx.execute(text(_CONTACTS), asked) if key in only)
    ways = {"inbound": 0, "outbound": 0}
    for key, way, count in tx.execute(text(_TOUCHES), asked):
        if key in only and way in ways:
            ways[way] += count
    year = [one for one in said if one.day > day - YEAR]
    return Heard(
        contacts=contacts,
        people=len({who for who in answers if who is not None}),
        answers=len(answers),
        voices=len(year),
        heard=sum(one.heard_on is not None for one in year),
        acted=sum(one.acted_on is not None for one in year),
        told=sum(one.told_on is not None for one in year),
        **ways,
    )


def csv(tx: Tx, day: int, segment: str | None = None) -> str:
    """All of them as CSV for a spreadsheet."""
    found = read(tx, day, segment).rows
    dates = {one.since: to_date(one.since).isoformat() for one in found if one.since is not None}
    return loops_csv(found, day, dates)


def _since(row: LoopRow) -> int:
    return 2**31 if row.since is None else row.since


def _row(kind: LoopKind, row: AccountRow, words: str, since: int | None, tab: str) -> LoopRow:
    return LoopRow(kind, row.account_id, row.name, row.band, words, since, tab)


def _voices(said: Sequence[Voice], day: int, rows: _Rows) -> Iterator[LoopRow]:
    """What nobody told back; of what nobody heard, that of a year."""
    for one in said:
        kind, since = _stage(one)
        if not one.is_open or (kind == "said" and since <= day - YEAR):
            continue
        row = rows[one.account_id]
        yield LoopRow(
            kind,
            row.account_id,
            row.name,
            row.band,
            " ".join(one.text.split()) or "without words",
            since,
            "commercial",
            one.table,
            one.row,
        )


def _stage(voice: Voice) -> tuple[LoopKind, int]:
    """How far it came, and since when it waits for the next step."""
    if voice.acted_on is not None:
        return "acted", voice.acted_on
    if voice.heard_on is not None:
        return "heard", voice.heard_on
    return "said", voice.day


def _findings(tx: Tx, day: int, rows: _Rows) -> Iterator[LoopRow]:
    for one in findings.without_action(tx, day):
        row = rows.get(one.draft.account_id)
        if row is not None:
            words = one.draft.hypothesis or _WORDLESS
            yield _row("finding", row, words, one.made_on, "health")


def _dips(tx: Tx, day: int, rows: _Rows) -> Iterator[LoopRow]:
    """Dips that last and need somebody, after whose begin nothing was done on the account."""
    acted = pairs(tx, _ACTED, day=day)
    for account, events in trends.lasting(tx, day).items():
        row = rows.get(account)
        if row is None:
            continue
        needy = [
            one
            for one in events
            if one.last is None and one.kind in ("dip", "stopped") and not one.muted
        ]
        if not needy:
            continue
        first = min(needy, key=lambda one: one.first)
        if acted.get(account, first.first - 1) < first.first:
            more = f"; {count_of(len(needy) - 1, 'more metric')}" if len(needy) > 1 else ""
            yield _row("dip", row, f"{first.text.rstrip('.')}{more}", first.first, "usage")


def _plans(tx: Tx, day: int, rows: _Rows) -> Iterator[LoopRow]:
    for plan in plans.running(tx, day):
        row = rows.get(plan.account_id)
        if row is not None and plan.exit_rule is None:
            yield _row("plan", row, plan.problem, plan.made_on, "work")


def _runs(tx: Tx, day: int, rows: _Rows) -> Iterator[LoopRow]:
    for run in briefs(tx, day):
        row = rows.get(run.account_id)
        if row is not None and run.asks:
            words = "Too early to tell last time" if run.outcome else "Nobody said what came of it"
            yield LoopRow(
                "run",
                row.account_id,
                row.name,
                row.band,
                f"{run.name}: {words[0].lower()}{words[1:]}",
                run.ask_on,
                "work",
                playbook=run.name,
                run=run.id,
            )


def _playbooks(tx: Tx, day: int) -> Iterator[LoopRow]:
    """Playbooks in use that say no measure."""
    counts = {row.name: row for row in playbooks.overview(tx, day)}
    for name in playbook_reading.names(tx):
        row = counts.get(name)
        if row is None or row.broken or row.measure:
            continue
        runs = row.runs_active + row.runs_done
        words = f"“{name}” does not say what shows that it worked"
        told = f"{words}; {count_of(runs, 'run')}" if runs else words
        yield LoopRow("playbook", "", "", None, told, None, playbook=name)


def _plays(tx: Tx, day: int) -> Iterator[LoopRow]:
    """Plays that say no measure, live ones and drafts."""
    for name, body, firings in tx.execute(text(_PLAYS), {"day": day}):
        if decoded(body).get("goal") is None:
            words = f"“{name}” does not say what shows that it worked"
            told = f"{words}; {count_of(firings, 'firing')}" if firings else words
            yield LoopRow("play", "", "", None, told, None, play=name)
