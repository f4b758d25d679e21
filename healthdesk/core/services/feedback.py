"""What became of what customers said: marks heard, acted, told back; themes put on by hand.

Not here: the counting (domain/feedback.py).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain import portfolio
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.feedback import (
    STEP_WORDS,
    STEPS,
    TABLES,
    YEAR,
    FeedbackDraft,
    Listening,
    ThemeView,
    Voice,
    ageing,
    csv_of,
    listening,
)
from healthdesk.core.domain.moment import MomentDraft
from healthdesk.core.domain.op import op
from healthdesk.core.services import facts, moments, settings
from healthdesk.core.services.wording import long_date
from healthdesk.core.services.work_rows import NOTHING_CHANGED, line_of, prose_of
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Feedback, FeedbackTheme, Theme

_WORDS: Final = "trim(coalesce(s.subject, '') || char(10) || coalesce(s.body, ''), ' ' || char(10))"
_COLUMNS: Final = {
    "survey": (
        "s.day, s.kind, s.comment AS said, s.rating, coalesce(c.name, c.email, '') AS who,"
        " c.contact_id"
    ),
    "mention": (
        "s.day, s.channel AS kind, s.text AS said, NULL AS rating, coalesce(s.author, '') AS who,"
        " NULL AS contact_id"
    ),
    "touchpoint": (
        f"s.day, s.kind, {_WORDS} AS said, NULL AS rating, coalesce(c.name, c.email, '') AS who,"
        " c.contact_id"
    ),
    "ticket": (
        f"s.opened_on AS day, 'ticket' AS kind, {_WORDS} AS said, NULL AS rating,"
        " coalesce(c.name, c.email, '') AS who, c.contact_id"
    ),
}
_CONTACT: Final = {
    "survey": " LEFT JOIN contact AS c ON c.id = s.contact_id",
    "mention": "",
    # The first of the contacts, whose rows are joined by semicolons.
    "touchpoint": " LEFT JOIN contact AS c ON c.id = CAST(s.contacts AS INTEGER)",
    "ticket": " LEFT JOIN contact AS c ON c.id = s.contact_id",
}
_IS_VOICE: Final = {
    "survey": " AND (trim(coalesce(s.comment, '')) <> '' OR f.id IS NOT NULL)",
    "mention": " AND (trim(coalesce(s.text, '')) <> '' OR f.id IS NOT NULL)",
    "touchpoint": " AND f.id IS NOT NULL",
    "ticket": " AND f.id IS NOT NULL",
}
_BY_ITSELF: Final = ("survey", "mention")
"""What is feedback without anybody's marking it."""
_CURRENCY: Final = """
SELECT a.account_id, v.value FROM attribute_value AS v
JOIN attribute AS t ON t.id = v.attribute_id JOIN account AS a ON a.id = v.account_id
WHERE t.key = 'currency' AND v.value IS NOT NULL
ORDER BY v.day <= :day, CASE WHEN v.day <= :day THEN v.day ELSE -v.day END"""


def of_account(tx: Tx, account_id: str, day: int) -> tuple[Voice, ...]:
    """What an account said by a day and what became of it by then, the newest first."""
    found = _voices(tx, day, " AND a.account_id = :account", account=account_id)
    return tuple(sorted(found, key=lambda one: (-one.day, one.table, -one.row)))


def one(tx: Tx, table: str, row: int, day: int) -> Voice:
    """One answer, mention, touchpoint or ticket as feedback, marked or not."""
    _, said_on = _origin(tx, table, row)
    sql = f"{_said(table)} AND s.id = :row"
    found = tx.execute(text(sql), {"day": max(day, said_on), "row": row})
    return _told(found, table, day, _themes(tx))[0]


def open_all(tx: Tx, day: int) -> tuple[Voice, ...]:
    """Everything that nobody told back yet, of all accounts, the longest waiting first."""
    return ageing(_voices(tx, day))


def said_by(tx: Tx, day: int, since: int) -> tuple[Voice, ...]:
    """What was said by a day, of all accounts; older than `since` only what something became of."""
    known, out = _themes(tx), []
    for table in TABLES:
        lately = " AND (s.day > :since OR f.id IS NOT NULL)" if table in _BY_ITSELF else ""
        sql = f"{_said(table)}{_IS_VOICE[table]}{lately}"
        out += _told(tx.execute(text(sql), {"day": day, "since": since}), table, day, known)
    return tuple(out)


def listened(tx: Tx, account_id: str, day: int, voices: Iterable[Voice]) -> Listening:
    """How much of what an account said in a year was heard, acted on and told back."""
    asked = {"account": account_id, "day": day, "since": day - YEAR}
    contacts = tx.execute(
        text(
            "SELECT count(*) FROM contact AS c JOIN account AS a ON a.id = c.account_id"
            " LEFT JOIN contact_care AS k ON k.contact_id = c.id"
            " WHERE a.account_id = :account AND (k.left_on IS NULL OR k.left_on > :day)"
        ),
        asked,
    ).scalar_one()
    answers = tx.execute(
        text(
            "SELECT s.id, s.contact_id FROM survey AS s JOIN account AS a ON a.id = s.account_id"
            " WHERE a.account_id = :account AND s.day <= :day AND s.day > :since"
            " ORDER BY s.day DESC, s.id DESC"
        ),
        asked,
    )
    return listening(tuple(voices), int(contacts), [(row, who) for row, who in answers], day)


def names(tx: Tx) -> tuple[tuple[int, str], ...]:
    """The themes of the desk by their names."""
    rows = tx.execute(text("SELECT id, name FROM theme ORDER BY lower(name), id"))
    return tuple((row, name) for row, name in rows)


def themes(tx: Tx, day: int) -> tuple[ThemeView, ...]:
    """Every theme with what was said of it by a day: the one of most accounts first."""
    by_theme: dict[int, list[Voice]] = defaultdict(list)
    for voice in _voices(tx, day, _THEMED):
        for theme, _ in voice.themes:
            by_theme[theme].append(voice)
    arr, currency = _money(tx, day)
    own = settings.read(tx).currency
    out = []
    for theme, name in names(tx):
        voices = sorted(by_theme[theme], key=lambda one: (-one.day, one.table, -one.row))
        accounts = {one.account_id for one in voices}
        amounts: dict[str, float] = defaultdict(float)
        for account in accounts:
            if account in arr:
                amounts[currency.get(account, own)] += arr[account]
        out.append(
            ThemeView(
                theme,
                name,
                tuple(voices),
                tuple(sorted(amounts.items())),
                sum(account not in arr for account in accounts),
            )
        )
    return tuple(sorted(out, key=lambda one: (-len(one.accounts), one.name.casefold())))


_HEAD: Final = (
    "theme",
    "account_id",
    "account",
    "arr",
    "currency",
    "day",
    "kind",
    "rating",
    "who",
    "text",
    "heard_on",
    "acted_on",
    "told_on",
)


def theme_csv(tx: Tx, theme: int, day: int) -> str:
    """A theme with all that was said of it, as CSV for a spreadsheet."""
    found = next((one for one in themes(tx, day) if one.id == theme), None)
    if found is None:
        raise _gone("theme")
    arr, currency = _money(tx, day)
    own = settings.read(tx).currency

    def lines() -> Iterable[tuple[str, ...]]:
        for voice in found.voices:
            account = voice.account_id
            yield (
                found.name,
                account,
                voice.account_name,
                f"{arr[account]:g}" if account in arr else "",
                currency.get(account, own) if account in arr else "",
                to_date(voice.day).isoformat(),
                voice.kind,
                "" if voice.rating is None else f"{voice.rating:g}",
                voice.who,
                voice.text,
                *("" if on is None else to_date(on).isoformat() for _, on in voice.days),
            )

    return csv_of(_HEAD, lines())


@op("Mark feedback")
def mark(tx: Tx, table: str, row: int, step: str, day: int | None = None) -> None:
    """Note that feedback was heard, acted on or told back, today or on an earlier day.

    Nobody acts on what they have not heard: that step is noted with it where it is missing.
    """
    if step not in STEPS:
        raise UsageError(f"There is no step {step!r}; {NOTHING_CHANGED}.")
    kept, said_on = _kept(tx, table, row)
    on = settings.today(tx) if day is None else day
    setattr(kept, f"{step}_on", on)
    if kept.heard_on is None:
        kept.heard_on = on
    _check_days(tx, kept, said_on)
    tx.flush()


@op("Take back a step")
def step_back(tx: Tx, table: str, row: int) -> None:
    """Take the last step of a piece of feedback back."""
    kept, _ = _kept(tx, table, row)
    last = next((one for one in reversed(STEPS) if getattr(kept, f"{one}_on") is not None), None)
    if last is None:
        raise UsageError(f"Nothing is noted of it yet; {NOTHING_CHANGED}.")
    setattr(kept, f"{last}_on", None)
    tx.flush()
    _drop_empty(tx, kept)


@op("Note feedback")
def set_all(tx: Tx, table: str, row: int, draft: FeedbackDraft) -> None:
    """Note everything of a piece of feedback at once: steps with their days, note, themes."""
    kept, said_on = _kept(tx, table, row)
    kept.heard_on, kept.acted_on, kept.told_on = draft.heard, draft.acted, draft.told
    if kept.heard_on is None:
        kept.heard_on = draft.acted if draft.acted is not None else draft.told
    _check_days(tx, kept, said_on)
    kept.note = prose_of(draft.note, "The note")
    _put(tx, kept, draft.themes, draft.new)


@op("Note on feedback")
def set_note(tx: Tx, table: str, row: int, note: str) -> None:
    """Say what became of a piece of feedback."""
    kept, _ = _kept(tx, table, row)
    kept.note = prose_of(note, "The note")
    tx.flush()
    _drop_empty(tx, kept)


@op("Set themes")
def set_themes(tx: Tx, table: str, row: int, chosen: tuple[int, ...], new: str = "") -> None:
    """Put these themes on a piece of feedback and take others off; `new` names one more."""
    kept, _ = _kept(tx, table, row)
    _put(tx, kept, chosen, new)


@op("Add theme")
def add_theme(tx: Tx, name: str) -> int:
    """Make a theme; one of that name is found again."""
    return _theme_named(tx, name)


@op("Rename theme")
def rename_theme(tx: Tx, theme: int, name: str) -> None:
    """Call a theme by another name."""
    row, told = _theme(tx, theme), line_of(name, "A theme")
    same = _named(tx, told)
    if same is not None and same != theme:
        raise UsageError(f"There is a theme {told!r} already: merge the two; {NOTHING_CHANGED}.")
    row.name = told
    tx.flush()


@op("Merge themes")
def merge_themes(tx: Tx, theme: int, into: int) -> None:
    """Put the second theme wherever the first one is, and forget the first."""
    if theme == into:
        raise UsageError(f"A theme cannot be merged into itself; {NOTHING_CHANGED}.")
    gone, _ = _theme(tx, theme), _theme(tx, into)
    there = {one.feedback_id for one in tx.query(FeedbackTheme).filter_by(theme_id=into)}
    for link in tx.query(FeedbackTheme).filter_by(theme_id=theme).all():
        if link.feedback_id in there:
            tx.delete(link)
        else:
            link.theme_id = into
    tx.flush()
    tx.delete(gone)
    tx.flush()


@op("Remove theme")
def remove_theme(tx: Tx, theme: int) -> None:
    """Forget a theme and take it off everything."""
    row = _theme(tx, theme)
    for link in tx.query(FeedbackTheme).filter_by(theme_id=theme).all():
        tx.delete(link)
    tx.flush()
    tx.delete(row)
    tx.flush()


@op("Pin quote")
def pin_quote(tx: Tx, table: str, row: int) -> int:
    """Keep the words as a quote of the account, on top; returns the quote's row."""
    voice = one(tx, table, row, settings.today(tx))
    draft = MomentDraft(
        voice.account_id,
        "quote",
        voice.text,
        voice.day,
        contact_id=voice.contact_id or None,
        pinned=True,
    )
    return moments.add(tx, draft)


_THEMED: Final = " AND f.id IN (SELECT feedback_id FROM feedback_theme)"


def _voices(tx: Tx, day: int, where: str = "", **asked: object) -> list[Voice]:
    """What was said by a day, of all tables."""
    known = _themes(tx)
    out: list[Voice] = []
    for table in TABLES:
        sql = f"{_said(table)}{_IS_VOICE[table]}{where}"
        out += _told(tx.execute(text(sql), {"day": day, **asked}), table, day, known)
    return out


def _said(table: str) -> str:
    """The query of what was said in a table by a day, with what became of it."""
    on = "opened_on" if table == "ticket" else "day"
    return (
        f"SELECT s.id, a.account_id, a.name, {_COLUMNS[table]},"
        " coalesce(s.sentiment, s.sentiment_estimated) AS tone, f.id AS feedback, f.heard_on,"
        f" f.acted_on, f.told_on, coalesce(f.note, '') AS note FROM {table} AS s"
        f" JOIN account AS a ON a.id = s.account_id{_CONTACT[table]}"
        f" LEFT JOIN feedback AS f ON f.{table}_id = s.id WHERE s.{on} <= :day"
    )


def _told(
    rows: Iterable[Any], table: str, day: int, known: Mapping[int, list[tuple[int, str]]]
) -> list[Voice]:
    def by(on: int | None) -> int | None:
        return on if on is not None and on <= day else None

    return [
        Voice(
            table=table,
            row=row.id,
            account_id=row.account_id,
            account_name=row.name,
            day=row.day,
            kind=row.kind,
            text=(row.said or "").strip(),
            rating=row.rating,
            who=row.who,
            contact_id=row.contact_id or "",
            tone=row.tone,
            heard_on=by(row.heard_on),
            acted_on=by(row.acted_on),
            told_on=by(row.told_on),
            note=row.note,
            feedback=row.feedback,
            themes=tuple(known.get(row.feedback, ())),
        )
        for row in rows
    ]


def _themes(tx: Tx) -> Mapping[int, list[tuple[int, str]]]:
    """The themes of each piece of feedback."""
    out: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for feedback, theme, name in tx.execute(
        text(
            "SELECT l.feedback_id, t.id, t.name FROM feedback_theme AS l"
            " JOIN theme AS t ON t.id = l.theme_id ORDER BY lower(t.name)"
        )
    ):
        out[feedback].append((theme, name))
    return out


def _money(tx: Tx, day: int) -> tuple[dict[str, float], dict[str, str]]:
    """ARR, of subscriptions as everywhere, and currency of each account that tells them."""
    found = facts.load(tx)
    amounts = portfolio.arr(found, np.array([day], np.int32))[:, 0]
    told = zip(found.account_ids, amounts.tolist(), strict=True)
    arr = {account: amount for account, amount in told if not math.isnan(amount)}
    currency = {name: str(value) for name, value in tx.execute(text(_CURRENCY), {"day": day})}
    return arr, currency


def _origin(tx: Tx, table: str, row: int) -> tuple[int, int]:
    """The account's row and the day of what was said."""
    if table not in TABLES:
        raise UsageError(f"Of the table {table!r} nothing is feedback; {NOTHING_CHANGED}.")
    on = "opened_on" if table == "ticket" else "day"
    found = tx.execute(
        text(f'SELECT account_id, {on} FROM "{table}" WHERE id = :row'), {"row": row}
    ).first()
    if found is None:
        raise _gone(table)
    return found[0], found[1]


def _kept(tx: Tx, table: str, row: int) -> tuple[Feedback, int]:
    """The row that keeps what became of it, made where there is none; and the day of the words."""
    account, said_on = _origin(tx, table, row)
    kept = tx.query(Feedback).filter_by(**{f"{table}_id": row}).first()
    if kept is None:
        kept = Feedback(account_id=account, note="", **{f"{table}_id": row})
        tx.add(kept)
    return kept, said_on


def _check_days(tx: Tx, kept: Feedback, said_on: int) -> None:
    """Refuse a step in the future, before the words, or before an earlier step."""
    before, today = said_on, settings.today(tx)
    for step in STEPS:
        on = getattr(kept, f"{step}_on")
        if on is None:
            continue
        if on > today:
            raise UsageError(f"That day lies in the future; {NOTHING_CHANGED}.")
        if on < before:
            raise UsageError(
                f"{STEP_WORDS[step]} cannot be before {long_date(before)}; {NOTHING_CHANGED}."
            )
        before = on


def _put(tx: Tx, kept: Feedback, chosen: tuple[int, ...], new: str) -> None:
    """Put these themes on what is kept, take others off; forget what says nothing any more."""
    wanted = set(chosen)
    if new.strip():
        wanted.add(_theme_named(tx, new))
    tx.flush()
    for link in tx.query(FeedbackTheme).filter_by(feedback_id=kept.id):
        if link.theme_id in wanted:
            wanted.discard(link.theme_id)
        else:
            tx.delete(link)
    for theme in sorted(wanted):
        _theme(tx, theme)
        tx.add(FeedbackTheme(feedback_id=kept.id, theme_id=theme))
    tx.flush()
    _drop_empty(tx, kept)


def _drop_empty(tx: Tx, kept: Feedback) -> None:
    """Forget a row that says nothing any more."""
    says = kept.heard_on is not None or kept.note
    if not says and tx.query(FeedbackTheme).filter_by(feedback_id=kept.id).first() is None:
        tx.delete(kept)
        tx.flush()


def _named(tx: Tx, name: str) -> int | None:
    return next((row for row, told in names(tx) if told.casefold() == name.casefold()), None)


def _theme_named(tx: Tx, name: str) -> int:
    told = line_of(name, "A theme")
    found = _named(tx, told)
    if found is not None:
        return found
    made = Theme(name=told)
    tx.add(made)
    tx.flush()
    return made.id


def _theme(tx: Tx, theme: int) -> Theme:
    row = tx.get(Theme, theme)
    if row is None:
        raise _gone("theme")
    return row


def _gone(what: str) -> NotFound:
    return NotFound(f"This {what} is no longer there; {NOTHING_CHANGED}.")
