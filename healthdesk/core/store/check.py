"""Checks a desk: SQLite's own tests of the file, then what must hold of what is in it.

Each problem has a code, a sentence and a count. Nothing here repairs or writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, get_args

from sqlcipher3 import dbapi2

from healthdesk.core.domain.attribute import fits
from healthdesk.core.domain.duplicate import Kind
from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.facts import DIRECTIONS, PRIORITIES, SURVEY_KINDS, TOUCH_KINDS
from healthdesk.core.domain.firing import FiringState
from healthdesk.core.domain.mapping import By
from healthdesk.core.domain.outbox_view import HOW_WORDS, MessageState
from healthdesk.core.domain.run import OUTCOMES, EntryState, RunStatus
from healthdesk.core.domain.source import SourceKind
from healthdesk.core.store import usage
from healthdesk.core.store.tables import Base
from healthdesk.core.store.views import DAYS

FIRST_DAY, LAST_DAY = -25_567, 84_006
"""1900-01-01 and 2200-01-01: a day outside is a slip of the pen."""
NEVER = 2_932_896
"""9999-12-31: how many systems write that a subscription has no end."""

LONGEST_OVERRIDE = 90
"""Days from the first to the last day of an override, at most."""


@dataclass(frozen=True)
class Problem:
    """Something that does not hold, how often, and what it means."""

    code: str
    sentence: str
    count: int

    def __str__(self) -> str:
        """As told to people: the sentence, and how often."""
        return f"{self.sentence} ({self.count:,})" if self.count > 1 else self.sentence


def damage(connection: dbapi2.Connection, *, full: bool) -> list[str]:
    """What SQLite finds wrong with the file; `full` compares the indexes too, and is slow."""
    test = "integrity_check" if full else "quick_check"
    try:
        rows = connection.execute(f"PRAGMA {test}").fetchall()
    except dbapi2.DatabaseError as error:
        return [str(error)]
    return [told for (told,) in rows if told != "ok"]


def problems(connection: dbapi2.Connection, *, full: bool = True) -> list[Problem]:
    """Everything that is wrong with a desk; empty when all is well."""
    broken = damage(connection, full=full)
    if broken:
        # What a damaged file says of its contents is worth nothing.
        sentence = f"The file is damaged ({broken[0]}). Restore a backup."
        return [Problem("damaged", sentence, len(broken))]
    found = list(_dangling(connection))
    for code, sentence, sql in (*RULES, *_of_days(), *_of_usage(connection)):
        (count,) = connection.execute(sql).fetchone()
        if count:
            found.append(Problem(code, sentence, count))
    found.extend(_of_attributes(connection))
    return found


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


DOCUMENTS = (
    ("profile_version", "body"),
    ("segment", "body"),
    ("dashboard", "body"),
    ("playbook", "body"),
    ("playbook", "draft"),
    ("playbook_version", "body"),
    ("play", "body"),
    ("play", "draft"),
    ("play_version", "body"),
    ("firing", "because"),
    ("run", "template"),
    ("run", "body"),
    ("setting", "value"),
    ("mapping", "body"),
    ("source", "body"),
    ("source", "state"),
    ("waiting_row", "cells"),
    ("hand_edit", "value"),
)
"""Columns of JSON text."""
TYPED = (
    *("account", "contact", "survey", "touchpoint", "ticket", "subscription", "invoice"),
    "mention",
)
"""Tables whose rows have ids of their own: what was typed into one goes and comes with it."""
_OF_THE_PAST = frozenset({"batch_row", "batch_usage", "waiting_row", "import_part"})
"""Tables that keep what an import did or left, even after it was taken back."""


class Rule(NamedTuple):
    """What must hold: a code, the sentence when it does not, and the SQL that counts how often."""

    code: str
    sentence: str
    sql: str


RULES = (
    Rule(
        "stamp",
        "The desk's count of changes is missing, so kept results may be out of date.",
        "SELECT abs(count(*) - 1) FROM desk_stamp",
    ),
    Rule(
        "survey-rating",
        "Survey answers have a rating outside their scale (NPS 0-10, CSAT 1-5, CES 1-7).",
        "SELECT count(*) FROM survey WHERE NOT CASE kind WHEN 'nps' THEN rating BETWEEN 0 AND 10"
        " WHEN 'csat' THEN rating BETWEEN 1 AND 5 WHEN 'ces' THEN rating BETWEEN 1 AND 7"
        " ELSE 1 END",
    ),
    Rule(
        "sentiment",
        "Sentiments lie outside -1 to 1.",
        "SELECT sum(n) FROM (SELECT count(*) AS n FROM pulse WHERE abs(value) > 1"
        + "".join(
            f" UNION ALL SELECT count(*) FROM {table}"
            " WHERE abs(sentiment) > 1 OR abs(sentiment_estimated) > 1"
            for table in ("survey", "touchpoint", "ticket", "mention")
        )
        + ")",
    ),
    Rule(
        "word",
        "Facts, decisions, runs or messages have a kind, priority, direction, fill, band, state or"
        " outcome that HealthDesk does not know.",
        "SELECT sum(n) FROM ("
        + " UNION ALL ".join(
            f"SELECT count(*) AS n FROM {table} WHERE {column} NOT IN ({_listed(words)})"
            for table, column, words in (
                ("survey", "kind", SURVEY_KINDS),
                ("touchpoint", "kind", TOUCH_KINDS),
                ("touchpoint", "direction", DIRECTIONS),
                ("ticket", "priority", PRIORITIES),
                ("metric", "fill", ("zero", "gap")),
                ("outcome", "kind", ("churned", "downgraded", "renewed", "expanded")),
                ("attribute", "kind", ("number", "day", "boolean", "text")),
                ("score_override", "band", ("Strong", "Average", "Poor")),
                ("source", "kind", get_args(SourceKind)),
                ("account_alias", "by", get_args(By)),
                ("account_merge", "kind", get_args(Kind)),
                ("kept_apart", "kind", get_args(Kind)),
                ("run", "status", get_args(RunStatus)),
                ("run", "outcome", ("", *OUTCOMES)),
                ("run_step", "state", get_args(EntryState)),
                ("firing", "state", get_args(FiringState)),
                ("message", "state", get_args(MessageState)),
                ("message", "how", ("", *HOW_WORDS)),
                ("task_repeat", "unit", ("days", "weeks", "months")),
            )
        )
        + ")",
    ),
    Rule(
        "subscription",
        "Subscriptions end before they start or have fewer than no seats.",
        'SELECT count(*) FROM subscription WHERE "end" < start OR seats < 0',
    ),
    Rule(
        "override",
        "Overrides last longer than 90 days, end before they begin, have no reason, or do not say"
        " exactly one of a band and a score of 0 to 100.",
        "SELECT count(*) FROM score_override WHERE until_day < first_day"
        f" OR until_day - first_day > {LONGEST_OVERRIDE} OR (band IS NULL) = (score IS NULL)"
        " OR score NOT BETWEEN 0 AND 100 OR trim(reason) = ''",
    ),
    Rule(
        "document",
        "Profiles, segments, playbooks, plays, runs, settings, mappings, sources or waiting rows"
        " hold a document that cannot be read.",
        "SELECT "
        + " + ".join(
            f"(SELECT count(*) FROM {table} WHERE NOT json_valid({column}))"
            for table, column in DOCUMENTS
        ),
    ),
    Rule(
        "profile-version",
        "Health profiles have no published version.",
        # Numbers may be missing in between: those of imports that were taken back.
        "SELECT count(*) FROM profile AS p WHERE NOT EXISTS"
        " (SELECT 1 FROM profile_version AS v WHERE v.profile_id = p.id AND v.version >= 1)",
    ),
    Rule(
        "playbook",
        "Playbooks are published without a document, or have one and are not published.",
        "SELECT count(*) FROM playbook WHERE (version > 0) <> (body IS NOT NULL)",
    ),
    Rule(
        "play",
        "Plays are live without a document, have one and are not live, or are switched on without"
        " having seen a day.",
        "SELECT count(*) FROM play WHERE (version > 0) <> (body IS NOT NULL)"
        " OR active AND (body IS NULL OR seen_day IS NULL OR on_since IS NULL)",
    ),
    Rule(
        "firing",
        "Firings of plays wait and have ended, have ended on no day, or say before it of their"
        " goal that it was reached.",
        "SELECT count(*) FROM firing WHERE (state = 'suggested' AND closed_on IS NOT NULL)"
        " OR (state IN ('declined', 'lapsed', 'withdrawn') AND closed_on IS NULL)"
        " OR goal_on <= day OR goal_on > goal_until",
    ),
    Rule(
        "run",
        "Runs are over without a day or under way with one, or have an outcome of no day.",
        "SELECT count(*) FROM run WHERE (status IN ('done', 'stopped')) <> (ended_on IS NOT NULL)"
        " OR (outcome <> '') <> (outcome_on IS NOT NULL)",
    ),
    Rule(
        "run-step",
        "Steps of runs are closed without a day or open with one, came up on no day, or share a"
        " task or a message.",
        "SELECT (SELECT count(*) FROM run_step"
        " WHERE (state IN ('done', 'skipped')) <> (closed_day IS NOT NULL)"
        " OR state = 'open' AND raised_day IS NULL)"
        + "".join(
            f" + (SELECT count(*) - count(DISTINCT {column}) FROM run_step"
            f" WHERE {column} IS NOT NULL)"
            for column in ("task_id", "message_id")
        ),
    ),
    Rule(
        "message",
        "Messages are handed over or dropped on no day, or have such a day and are neither.",
        "SELECT count(*) FROM message"
        " WHERE (state IN ('handed', 'dropped')) <> (handed_on IS NOT NULL)",
    ),
    Rule(
        "touchpoint-contact",
        "Touchpoints name contacts that are not in the desk.",
        "SELECT count(*) FROM touchpoint AS t, json_each('[\"' || replace(t.contacts, ';', '\",\"')"
        " || '\"]') AS one WHERE t.contacts <> ''"
        " AND NOT EXISTS (SELECT 1 FROM contact WHERE contact.id = CAST(one.value AS INTEGER)"
        " AND CAST(contact.id AS TEXT) = one.value)",
    ),
    Rule(
        "parent",
        "Accounts are their own parent, directly or around a circle.",
        "WITH RECURSIVE up(start, at, depth) AS (SELECT id, parent_id, 1 FROM account"
        " WHERE parent_id IS NOT NULL UNION ALL SELECT up.start, account.parent_id, depth + 1"
        " FROM up JOIN account ON account.id = up.at WHERE account.parent_id IS NOT NULL"
        " AND up.at <> up.start AND depth < 1000)"
        " SELECT count(DISTINCT start) FROM up WHERE at = start",
    ),
    Rule(
        "merge",
        "Merged records are in the desk beside the one they were merged into.",
        "SELECT count(*) FROM account_merge AS m WHERE NOT m.undone AND"
        " CASE m.kind WHEN 'accounts' THEN EXISTS"
        " (SELECT 1 FROM account WHERE account.account_id = m.gone)"
        " ELSE EXISTS (SELECT 1 FROM contact WHERE contact.contact_id = m.gone) END",
    ),
    Rule(
        "merge-kept",
        "Records that others were merged into are not in the desk.",
        "SELECT count(*) FROM account_merge AS m WHERE NOT m.undone AND NOT CASE m.kind"
        " WHEN 'accounts' THEN EXISTS (SELECT 1 FROM account WHERE account_id = m.kept)"
        " ELSE EXISTS (SELECT 1 FROM contact WHERE contact_id = m.kept) END"
        " AND NOT EXISTS (SELECT 1 FROM account_merge AS n WHERE n.kind = m.kind"
        " AND n.gone = m.kept AND NOT n.undone AND n.id > m.id)",
    ),
    Rule(
        "kept-apart",
        "Records that are kept apart are one, or named in the wrong order.",
        "SELECT count(*) FROM kept_apart WHERE low >= high",
    ),
    Rule(
        "waiting",
        "Waiting rows are of no table, or settled by an import that came before them.",
        f"SELECT count(*) FROM waiting_row WHERE table_name NOT IN ({_listed(tuple(BY_NAME))})"
        " OR settled_by <= batch_id",
    ),
    Rule(
        "alias",
        "Remembered names are empty.",
        "SELECT count(*) FROM account_alias WHERE trim(value) = ''",
    ),
    Rule(
        "typed",
        "Typed fields are of rows that are not there.",
        "SELECT sum(n) FROM ("
        + " UNION ALL ".join(
            f"SELECT count(*) AS n FROM hand_edit WHERE table_name = '{table}'"
            f" AND row_id NOT IN (SELECT id FROM {table})"
            for table in TYPED
        )
        + ")",
    ),
    Rule(
        "part",
        "Files of imports stand although their import was taken back, or the other way round.",
        "SELECT (SELECT count(*) FROM import_part AS p JOIN import_batch AS b ON b.id = p.batch_id"
        " JOIN import_batch AS l ON l.id = p.load_id WHERE l.undone AND NOT b.undone)"
        " + (SELECT count(*) FROM import_part AS p WHERE p.load_id IN"
        " (SELECT batch_id FROM import_part))"
        " + (SELECT count(*) FROM (SELECT min(b.undone) AS gone FROM import_part AS p"
        " JOIN import_batch AS b ON b.id = p.batch_id AND json_array_length(b.files) = 1"
        " JOIN import_batch AS l ON l.id = p.load_id AND NOT l.undone GROUP BY p.load_id)"
        " WHERE gone)",
    ),
    Rule(
        "reported",
        "Reported scores lie outside 0 to 100 or have an unknown band.",
        "SELECT count(*) FROM score_reported WHERE score NOT BETWEEN 0 AND 100"
        " OR shown NOT BETWEEN 0 AND 100"
        " OR band NOT IN ('Strong', 'Average', 'Poor', 'Unknown')",
    ),
    Rule(
        "batch",
        "Rows belong to an import that was taken back.",
        "SELECT sum(n) FROM ("
        + " UNION ALL ".join(
            f"SELECT count(*) AS n FROM {table.name} JOIN import_batch AS b"
            f" ON b.id = {table.name}.batch_id WHERE b.undone"
            for table in Base.metadata.sorted_tables
            if "batch_id" in table.columns and table.name not in _OF_THE_PAST
        )
        + ")",
    ),
)


def _dangling(connection: dbapi2.Connection) -> Iterator[Problem]:
    rows = connection.execute("PRAGMA foreign_key_check").fetchall()
    if rows:
        names = ", ".join(sorted({row[0] for row in rows}))
        yield Problem("dangling", f"Rows of {names} point to rows that are not there.", len(rows))


def _of_days() -> Iterator[Rule]:
    """One rule over all columns that hold days."""
    terms = [f"SELECT count(*) AS n FROM usage WHERE day NOT BETWEEN {FIRST_DAY} AND {LAST_DAY}"]
    for table in Base.metadata.sorted_tables:
        terms += [
            f'SELECT count(*) FROM {table.name} WHERE "{column.name}"'
            f' NOT BETWEEN {FIRST_DAY} AND {LAST_DAY} AND "{column.name}" <> {NEVER}'
            for column in table.columns
            if column.name in DAYS
        ]
    sentence = "Days lie before 1900 or after 2200."
    yield Rule("day", sentence, f"SELECT sum(n) FROM ({' UNION ALL '.join(terms)})")


def _of_usage(connection: dbapi2.Connection) -> Iterator[Rule]:
    """The columns of usage and the metrics belong together; values are numbers; rows hold some."""
    found = connection.execute("SELECT name FROM pragma_table_info('usage')").fetchall()
    columns = [name for (name,) in found if name[:1] == "m" and name[1:].isdigit()]
    yield Rule(
        "metric",
        "Metrics have no place for their values.",
        f"SELECT count(*) FROM metric WHERE 'm' || id NOT IN ({_listed(tuple(columns))})",
    )
    known = {f"m{number}" for (number,) in connection.execute("SELECT id FROM metric").fetchall()}
    stray = [column for column in columns if column not in known]
    if stray:
        counts = usage.joined([f"count({column})" for column in stray], "+")
        sentence = "Usage values belong to no metric."
        yield Rule("usage-metric", sentence, f"SELECT {counts} FROM usage")
    empty = usage.joined([f"{column} IS NULL" for column in columns], "AND") or "1"
    yield Rule(
        "usage-empty",
        "Usage has rows without any value, which make an account look older than it is.",
        f"SELECT count(*) FROM usage WHERE {empty}",
    )
    if columns:
        terms = [f"coalesce(sum(abs({column}) > 1.7e308), 0)" for column in columns]
        endless = usage.joined(terms, "+")
        yield Rule("usage-value", "Usage values are endless.", f"SELECT {endless} FROM usage")


def _of_attributes(connection: dbapi2.Connection) -> Iterator[Problem]:
    """Values of attributes fit the kind their attribute has."""
    wrong = 0
    rows = connection.execute(
        "SELECT a.kind, v.value, count(*) FROM attribute_value AS v"
        " JOIN attribute AS a ON a.id = v.attribute_id"
        " WHERE v.value IS NOT NULL AND a.kind <> 'text' GROUP BY a.kind, v.value"
    )
    for kind, value, count in rows:
        wrong += 0 if fits(kind, value) else count
    if wrong:
        yield Problem("attribute", "Attributes hold values of another kind than theirs.", wrong)
