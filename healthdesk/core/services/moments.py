"""Wins, thanks, perks, promises and quotes of accounts, and which gifts come again too soon."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.moment import (
    AGAIN,
    BY_WORDS,
    GIVEN,
    KIND_WORDS,
    MomentDraft,
    MomentView,
    is_repeat,
)
from healthdesk.core.domain.op import op
from healthdesk.core.services import segments, settings
from healthdesk.core.services.wording import count_of, long_date
from healthdesk.core.services.work_rows import (
    NOTHING_CHANGED,
    account_row,
    contact_row,
    prose_of,
)
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Moment

_ROWS: Final = """
SELECT m.id, a.account_id, a.name AS account, m.kind, m.text, m.day, c.contact_id,
  c.name AS contact, m.by, m.due_on, m.done_on, m.pinned
FROM moment m JOIN account a ON a.id = m.account_id LEFT JOIN contact c ON c.id = m.contact_id
WHERE m.day <= :day AND """


def of_account(tx: Tx, account_id: str, day: int) -> tuple[MomentView, ...]:
    """Everything worth keeping of an account as of a day: pinned first, then the newest."""
    found = _views(tx, "a.account_id = :account", day, account=account_id)
    return tuple(sorted(_flagged(found), key=lambda one: (not one.pinned, -one.day, -one.id)))


def promises(tx: Tx, day: int, ahead: int = 0) -> tuple[MomentView, ...]:
    """The promises of all accounts that are not kept and due by `ahead` days after a day."""
    where = "m.kind = 'promise' AND (m.done_on IS NULL OR m.done_on > :day) AND m.due_on <= :until"
    found = _views(tx, where, day, until=day + ahead)
    return tuple(sorted(found, key=lambda one: (one.due or 0, one.id)))


def repeat_of(tx: Tx, draft: MomentDraft, but: int | None = None) -> str:
    """What makes a gift a repeat, in words; "" where it is none. `but` is a row left out."""
    if draft.kind not in GIVEN:
        return ""
    found = [one for one in of_account(tx, draft.account_id, draft.day) if one.id != but]
    new = MomentView(
        id=_last(found) + 1,
        account_id=draft.account_id,
        account_name="",
        kind=draft.kind,
        text=draft.text,
        day=draft.day,
        contact_id=draft.contact_id,
        contact_name=next(
            (one.contact_name for one in found if one.contact_id == draft.contact_id), ""
        ),
        by=draft.by,
        due=None,
        done_on=None,
        overdue_days=0,
        pinned=False,
    )
    return next(one.repeat for one in _flagged((*found, new)) if one.id == new.id)


def given_lately(tx: Tx, day: int) -> frozenset[str]:
    """Accounts that were given a perk or a thank-you in the last 90 days."""
    where = "m.kind IN ('perk', 'thanks') AND m.day > :since"
    return frozenset(one.account_id for one in _views(tx, where, day, since=day - AGAIN))


def without_gift(tx: Tx, day: int, segment: str = "Strong") -> tuple[str, ...]:
    """Accounts of a segment that were given nothing in the last 90 days: who may get a preview."""
    given = given_lately(tx, day)
    return tuple(one for one in segments.members(tx, segment, day) if one not in given)


@op("Add moment")
def add(tx: Tx, draft: MomentDraft) -> int:
    """Keep something; returns its row."""
    row = Moment(**_columns(tx, draft))
    tx.add(row)
    tx.flush()
    return row.id


@op("Edit moment")
def edit(tx: Tx, moment: int, draft: MomentDraft) -> None:
    """Say something else of it."""
    row = _row(tx, moment)
    for name, value in _columns(tx, draft).items():
        setattr(row, name, value)
    tx.flush()


@op("Remove moment")
def remove(tx: Tx, moment: int) -> None:
    """Keep it no longer."""
    tx.delete(_row(tx, moment))
    tx.flush()


@op("Promise kept")
def keep(tx: Tx, moment: int, day: int | None = None) -> None:
    """Call a promise kept, today or on an earlier day."""
    row = _promise(tx, moment)
    row.done_on = settings.today(tx) if day is None else day
    tx.flush()


@op("Promise open again")
def unkeep(tx: Tx, moment: int) -> None:
    """Call a promise open again."""
    _promise(tx, moment).done_on = None
    tx.flush()


@op("Pin")
def pin(tx: Tx, moment: int, pinned: bool) -> None:
    """Keep something on top, or no longer."""
    _row(tx, moment).pinned = pinned
    tx.flush()


def _columns(tx: Tx, draft: MomentDraft) -> dict[str, Any]:
    """The columns as a draft says, checked."""
    if draft.kind not in KIND_WORDS:
        raise UsageError(f"There is no kind {draft.kind!r} of moment; {NOTHING_CHANGED}.")
    if draft.by not in BY_WORDS:
        raise UsageError(f"A promise is ours or theirs; {NOTHING_CHANGED}.")
    if draft.day > settings.today(tx):
        raise UsageError(
            f"A {KIND_WORDS[draft.kind].lower()} cannot lie in the future; {NOTHING_CHANGED}."
        )
    words = prose_of(draft.text, "The text")
    if not words:
        raise UsageError(f"A {KIND_WORDS[draft.kind].lower()} needs words; {NOTHING_CHANGED}.")
    account = account_row(tx, draft.account_id)
    return {
        "account_id": account,
        "contact_id": contact_row(tx, draft.contact_id, account),
        "kind": draft.kind,
        "day": draft.day,
        "text": words,
        "by": draft.by,
        "due_on": draft.due if draft.kind == "promise" else None,
        "pinned": draft.pinned,
    }


def _row(tx: Tx, moment: int) -> Moment:
    row = tx.get(Moment, moment)
    if row is None:
        raise NotFound(f"It is no longer there; {NOTHING_CHANGED}.")
    return row


def _promise(tx: Tx, moment: int) -> Moment:
    row = _row(tx, moment)
    if row.kind != "promise":
        raise UsageError(f"Only a promise can be kept; {NOTHING_CHANGED}.")
    return row


def _last(found: list[MomentView]) -> int:
    return max((one.id for one in found), default=0)


def _flagged(found: tuple[MomentView, ...]) -> tuple[MomentView, ...]:
    """Tell which gifts come again too soon: the later one of two is the repeat.

    A perk that goes with the thank-you of its day is one gesture with it.
    """
    earlier: dict[str, list[MomentView]] = {}
    out = []
    for one in sorted(found, key=lambda one: (one.day, one.id)):
        told = one
        if one.kind in GIVEN:
            given = earlier.setdefault(one.contact_id or "", [])
            before = next((had for had in reversed(given) if not _one_gesture(one, had)), None)
            if before is not None and is_repeat(one.day, before.day):
                told = replace(one, repeat=_repeat_words(one, before))
            given.append(one)
        out.append(told)
    return tuple(out)


def _one_gesture(one: MomentView, other: MomentView) -> bool:
    return one.day == other.day and one.kind != other.kind


def given_words(one: MomentView, day: int) -> str:
    """That somebody had a gift before a day, in words."""
    return _repeat_words(replace(one, day=day), one)


def _repeat_words(one: MomentView, before: MomentView) -> str:
    """What makes it a repeat."""
    who = before.contact_name or before.contact_id or "The account"
    what = f"a {KIND_WORDS[before.kind].lower()}"
    ago = one.day - before.day
    when = f"{count_of(ago, 'day')} before, on" if ago else "the same day,"
    return f"{who} had {what} {when} {long_date(before.day)}"


def _views(tx: Tx, where: str, day: int, **asked: object) -> tuple[MomentView, ...]:
    rows = tx.execute(text(_ROWS + where), {"day": day, **asked})
    return tuple(_view(row, day) for row in rows)


def _view(row: Any, day: int) -> MomentView:  # noqa: ANN401 - a row of the query above
    done_on = row.done_on if row.done_on is not None and row.done_on <= day else None
    waits = row.kind == "promise" and done_on is None and row.due_on is not None
    return MomentView(
        id=row.id,
        account_id=row.account_id,
        account_name=row.account,
        kind=row.kind,
        text=row.text,
        day=row.day,
        contact_id=row.contact_id,
        contact_name=row.contact or "",
        by=row.by,
        due=row.due_on,
        done_on=done_on,
        overdue_days=max(day - row.due_on, 0) if waits else 0,
        pinned=bool(row.pinned),
    )
